/* lib_bytes.h - small files of every type we take, and of some we do not. */
#ifndef MOTCUA_TESTS_FILE_LIB_BYTES_H
#define MOTCUA_TESTS_FILE_LIB_BYTES_H

#include "core/str.h"

str bytes_pdf(void);
/* A PNG whose header claims this size. */
str bytes_png(struct arena *mem, unsigned width, unsigned height);
str bytes_jpeg(struct arena *mem, unsigned width, unsigned height);
/* A zip of members "name", "content", ..., up to a NULL; nothing is compressed unless `deflate`. */
str bytes_zip(struct arena *mem, bool deflate, const char *const *members);
str bytes_docx(struct arena *mem);

#endif
