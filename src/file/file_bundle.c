/*
 * file_bundle.c - several stored files as one ZIP, written to spool/ by libzip and gone with the
 * request. Members are stored as they are: papers and pictures are packed already.
 */
#include "file/file.h"

#include "core/buf.h"
#include "file/file_internal.h"
#include "host/file.h"

#include <zip.h>

#define BUNDLE_MAX (INT64_C(512) << 20)

/* The bytes are there, and there is room for all of them. */
static enum rc check(struct ctx *c, struct file_store *s, const struct file_member *v, ptrdiff_t n)
{
    int64_t sum = 0;
    for (ptrdiff_t i = 0; i < n; i++) {
        int fd;
        const enum rc rc = file_open_read(c, s, v[i].file, &fd);
        if (rc)
            return rc;
        sum += v[i].file->size;
    }
    return sum > BUNDLE_MAX ? fail(c, RC_INVALID, NULL, "file.bundle_too_large") : RC_OK;
}

static bool add(struct ctx *c, zip_t *z, struct file_store *s, const struct file_member *m)
{
    zip_source_t *src = zip_source_file(z, file__path(c->mem, s, &m->file->sha), 0, m->file->size);
    if (!src)
        return false;
    const zip_int64_t at = zip_file_add(z, str_c(c->mem, m->name), src, ZIP_FL_ENC_UTF_8);
    if (at < 0) {
        zip_source_free(src);
        return false;
    }
    return zip_set_file_compression(z, (zip_uint64_t)at, ZIP_CM_STORE, 0) == 0;
}

enum rc file_bundle(struct ctx *c, struct file_store *s, const struct file_member *v, ptrdiff_t n,
                    int *ret_fd, int64_t *ret_size)
{
    int error;
    const enum rc rc = check(c, s, v, n);
    if (rc)
        return rc;
    const char *path = file__spool_path(c->mem, s);
    zip_t *z = zip_open(path, ZIP_CREATE | ZIP_EXCL, &error);
    if (!z)
        return fail(c, RC_UNAVAILABLE, NULL, "file.disk");
    for (ptrdiff_t i = 0; i < n; i++)
        if (!add(c, z, s, &v[i])) {
            zip_discard(z);
            return fail(c, RC_UNAVAILABLE, NULL, "file.disk");
        }
    if (zip_close(z) != 0) { /* writes it all, and removes its own half on failure */
        zip_discard(z);
        return fail(c, RC_UNAVAILABLE, NULL, "file.disk");
    }
    return file__take_spooled(c, path, ret_fd, ret_size);
}
