/* file_internal.h - shared by the files of this folder. */
#ifndef MOTCUA_FILE_INTERNAL_H
#define MOTCUA_FILE_INTERNAL_H

#include "file/file.h"

/* Paths for a library that opens by itself: stored bytes, and a new name in spool/. */
const char *file__path(struct arena *mem, const struct file_store *s, const struct digest *sha);
const char *file__spool_path(struct arena *mem, const struct file_store *s);
/* Opens what was written there and takes its name away; closed with c->mem. */
MUST_USE enum rc file__take_spooled(struct ctx *c, const char *path, int *ret_fd, int64_t *ret_size);

/* A piece in spool/: how large, under what name; kept when its upload ends. */
struct digest file__upload_sha(const struct file_upload *up); /* of what was written so far */
int64_t file__upload_size(const struct file_upload *up);
str file__upload_name(const struct file_upload *up);
void file__upload_stays(struct file_upload *up);
/* Adds a piece's bytes. RC_NOT_FOUND: it is missing or has another size. */
MUST_USE enum rc file__upload_copy(struct ctx *c, struct file_upload *up, str spool, int64_t size);

#endif
