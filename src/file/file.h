/*
 * file.h - files people hand in and we hand out, stored once by their SHA-256 under
 * DIR/files/ab/cdef…; the table `file` says who brought which, under what name. Leaves out:
 * forms and multipart (web), what a file means for a dossier (dossier), virus scan.
 *
 * Invariants: 1. what stands under files/ is whole, synced and named by its content: a crash
 * leaves at most a file in spool/; 2. a path is made of a hash only, never of a name somebody
 * chose; 3. a type is what the reader child found in the bytes, never what was claimed; 4. bytes
 * are written before the unit of work, the row inside it; what gets no row is swept.
 */
#ifndef MOTCUA_FILE_FILE_H
#define MOTCUA_FILE_FILE_H

#include "core/ctx.h"
#include "core/hash.h"
#include "host/spawn.h"

#define FILE_SIZE_MAX (INT64_C(64) << 20)
#define FILE_SHA_SIZE 32

/* The kinds of bytes we take. What a component accepts is a set of them. */
enum file_type {
    FILE_NONE = 0,
    FILE_PDF = 1,
    FILE_PNG = 2,
    FILE_JPEG = 4,
    FILE_DOCX = 8,
    FILE_XLSX = 16,
    FILE_ODT = 32,
    FILE_ANY = 63
};
str file_type_mime(enum file_type t);
str file_type_name(enum file_type t);   /* "PDF", for messages */
str file_type_ending(enum file_type t); /* ".pdf" */
enum file_type file_type_of_mime(str mime);
/* "pdf,png" as the catalogue writes it, or mime types with spaces between as a form does;
   unknown words and an empty list are refused. */
MUST_USE bool file_types_parse(str list, unsigned *ret_set);
str file_types_list(struct arena *mem, unsigned set); /* "PDF, PNG" */

/* The folder of files; one per process, any thread. */
struct file_store;
MUST_USE enum rc file_store_open(const char *dir, struct file_store **ret_store);
void file_store_close(struct file_store *s);

/* ---- bytes in: before the unit of work, on any thread that may block ---- */
struct file_upload;  /* a file being written in spool/ */
struct file_stored { /* bytes on disk, synced, not yet owned by a row: give them one within a day */
    struct digest sha;
    int64_t size;
    enum file_type type;
};
/* At most `max` bytes, and FILE_SIZE_MAX. Closed and removed with c->mem if it is not stored.
   RC_UNAVAILABLE "file.disk". */
MUST_USE enum rc file_upload_begin(struct ctx *c, struct file_store *s, int64_t max,
                                   struct file_upload **ret_up);
/* RC_INVALID past the limit, RC_UNAVAILABLE when the disk is full; remembered, file_upload_store
   says it again with the fault. */
MUST_USE enum rc file_upload_write(struct file_upload *up, const void *bytes, size_t n);
/* Syncs, has the type read, moves into place. RC_INVALID "file.too_large", "file.empty",
   "file.type" (also a type not in `accept`), RC_BUSY, RC_UNAVAILABLE. The fault's field is `field`. */
MUST_USE enum rc file_upload_store(struct ctx *c, struct file_upload *up, unsigned accept,
                                   const char *field, struct file_stored *ret_stored);
void file_upload_abandon(struct file_upload *up);
/* Bytes we made ourselves (a receipt): type given, not read. */
MUST_USE enum rc file_store_bytes(struct ctx *c, struct file_store *s, enum file_type type, str bytes,
                                  struct file_stored *ret_stored);

/* ---- rows: inside the unit of work ---- */
struct file_id {
    int64_t v;
};
struct file {
    struct file_id id;
    str pub; /* public id */
    struct digest sha;
    int64_t size;
    enum file_type type;
    str name; /* as file_name_clean left it */
    instant at;
    int64_t by; /* who brought it, as file_add was told; 0 = system */
};
/* The row of bytes just stored; `name` is cleaned here. `by` is the person or user, 0 = system. */
MUST_USE enum rc file_add(struct ctx *c, const struct file_stored *stored, str name, int64_t by,
                          struct file *ret_file);
MUST_USE enum rc file_get(struct ctx *c, struct file_id id, struct file *ret_file);
MUST_USE enum rc file_get_by_pub(struct ctx *c, str pub, struct file *ret_file);
/* Handed in and given up before anybody used it (a draft): the row is marked, and the bytes go
   with the sweep unless another row has them. */
MUST_USE enum rc file_destroy(struct ctx *c, struct file_id id);
/* NFC, no path, no control or bidi characters, at most 120 letters with its ending kept. */
str file_name_clean(struct arena *mem, str name, enum file_type type);

/* ---- bytes out ---- */
/* Closed with `mem`. RC_NOT_FOUND "file.missing" if the bytes are missing or have another size. */
MUST_USE enum rc file_open_read(struct ctx *c, struct file_store *s, const struct file *f, int *ret_fd);
/* Several as one ZIP, members as they are under these names (each once); the file has no name any
   more and is closed with `mem`. Outside a transaction: it copies. RC_INVALID
   "file.bundle_too_large" beyond 512 MiB, RC_NOT_FOUND as above, RC_UNAVAILABLE. */
struct file_member {
    const struct file *file;
    str name; /* UTF-8, file_name_clean's */
};
MUST_USE enum rc file_bundle(struct ctx *c, struct file_store *s, const struct file_member *v,
                             ptrdiff_t n, int *ret_fd, int64_t *ret_size);
/* The value of Content-Disposition: attachment, with the name as RFC 6266 writes it. */
str file_disposition(struct arena *mem, str name);

/* ---- keeping house ---- */
/* Rows that keep bytes, after `after`, at most `max`. */
struct file_list {
    struct file *v;
    ptrdiff_t n;
    struct file_id last;
};
MUST_USE enum rc file_list(struct ctx *c, struct file_id after, int64_t max,
                           struct file_list *ret_list);
/* Reads the bytes again: RC_INVALID "file.damaged" if they are not what the name says. For `motcua
 * check`. */
MUST_USE enum rc file_verify(struct ctx *c, struct file_store *s, const struct file *f);
/* Removes spool files, and stored bytes without a row, that are older than `before` (a day ago):
   one of FILE_SHARDS folders a run, so that a job goes round in a night. c->db may be a reader. */
#define FILE_SHARDS 256
MUST_USE enum rc file_sweep(struct ctx *c, struct file_store *s, instant before, int shard,
                            int *ret_removed);

extern const struct spawn_kind file_reader_magic; /* for the table in app */

#endif
