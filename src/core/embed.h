/* embed.h - files compiled into the binary (tools/embed.c); each table ends with a NULL name. */
#ifndef MOTCUA_CORE_EMBED_H
#define MOTCUA_CORE_EMBED_H

#include <stddef.h>

struct embed {
    const char *name; /* path below the folder */
    const unsigned char *bytes;
    size_t size;
    const char *hash; /* 16 hex digits, changes with the content */
};

extern const struct embed embed_migrations[]; /* migrations/ */
extern const struct embed embed_static[];     /* src/web/static/ */
extern const struct embed embed_packs[];      /* packs/ */

#endif
