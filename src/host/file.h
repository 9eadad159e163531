/*
 * file.h - files and folders, with the loops that short writes and EINTR need. Durable means:
 * bytes synced, then the name's folder synced.
 *
 * Invariants: 1. an fsync that failed ends the process, it is never repeated: after it nobody
 * knows what is on the disk; 2. descriptors are close-on-exec; 3. new files are 0600, new
 * folders 0700; 4. a symbolic link as last part of a path is refused when writing.
 * RC_UNAVAILABLE means the system refused: disk full, no descriptors, no permission.
 */
#ifndef MOTCUA_HOST_FILE_H
#define MOTCUA_HOST_FILE_H

#include "core/date.h"

enum host_open {
    HOST_READ,
    HOST_NEW,   /* write; RC_CONFLICT if it exists */
    HOST_WRITE, /* read and write, made when missing, kept as it is */
    HOST_TEMP,  /* read and write, without a name, in the folder `path` */
};
MUST_USE enum rc host_file_open(const char *path, enum host_open how, int *ret_fd);
void host_file_close(int fd); /* -1 is fine */
/* For arena_defer: a descriptor that closes with the arena. */
struct host_file {
    int fd;
    struct arena_defer defer;
};
/* Node first, so that nothing leaks when the arena is full. */
MUST_USE enum rc host_file_open_in(struct arena *mem, const char *path, enum host_open how,
                                   int *ret_fd);

MUST_USE enum rc host_file_write(int fd, const void *bytes, size_t n); /* all of it */
MUST_USE enum rc host_file_read(int fd, void *to, size_t n,
                                size_t *ret_got); /* short only at the end */
MUST_USE enum rc host_file_read_at(int fd, int64_t at, void *to, size_t n, size_t *ret_got);
MUST_USE enum rc host_file_size(int fd, int64_t *ret_size);
MUST_USE enum rc host_file_truncate(int fd, int64_t size);
MUST_USE enum rc host_file_seek(int fd, int64_t at);
void host_file_sync(int fd);
MUST_USE enum rc host_dir_sync(const char *dir);

/* Replaces or makes the name durably: both folders are synced. */
MUST_USE enum rc host_file_rename(const char *from, const char *to);
/* Gives a file a second name; RC_CONFLICT if it exists. */
MUST_USE enum rc host_file_link(const char *from, const char *to);
MUST_USE enum rc host_file_remove(const char *path);
/* RC_OK if it is there already. */
MUST_USE enum rc host_dir_make(const char *path);
MUST_USE enum rc host_dir_remove(const char *path);
MUST_USE enum rc host_file_mode(const char *path, unsigned mode);

/* Whole files, small ones: RC_INVALID past `max`. Replacing is atomic and durable. */
MUST_USE enum rc host_file_get(struct arena *mem, const char *path, size_t max, str *ret_bytes);
MUST_USE enum rc host_file_replace(const char *path, str bytes, unsigned mode);

struct host_entry {
    const char *name; /* lives until the callback returns */
    bool dir;
    int64_t size;
    unsigned mode; /* the permission bits */
    instant changed;
};
MUST_USE enum rc host_file_stat(const char *path, struct host_entry *ret_entry);
/* Each entry but . and .., in no order; stops at the first rc other than RC_OK. RC_UNAVAILABLE:
   what follows could not be read; a name that goes meanwhile is passed over. */
MUST_USE enum rc host_dir_each(struct arena *mem, const char *path,
                               enum rc (*fn)(void *arg, const struct host_entry *e), void *arg);
/* Free bytes where `path` lies. */
MUST_USE enum rc host_disk_free(const char *path, int64_t *ret_bytes);

#endif
