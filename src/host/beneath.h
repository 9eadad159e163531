/*
 * beneath.h - files below one folder, and never outside it: names are resolved by openat2 with
 * RESOLVE_BENEATH and without symbolic links, so that no name, however made, leads elsewhere.
 * On a kernel without openat2 the last part may not be a link and `..` is refused.
 */
#ifndef MOTCUA_HOST_BENEATH_H
#define MOTCUA_HOST_BENEATH_H

#include "host/file.h"

/* The folder as a descriptor; closed with host_file_close. */
MUST_USE enum rc host_root_open(const char *dir, int *ret_root);
/* HOST_READ, HOST_NEW. RC_DENIED if the name leads outside. */
MUST_USE enum rc host_beneath_open(int root, const char *name, enum host_open how, int *ret_fd);
MUST_USE enum rc host_beneath_stat(int root, const char *name, struct host_entry *ret_entry);
/* Replaces; the folder of `to` is synced. */
MUST_USE enum rc host_beneath_rename(int root, const char *from, const char *to, const char *to_dir);
MUST_USE enum rc host_beneath_remove(int root, const char *name);
/* RC_OK if it is there already. */
MUST_USE enum rc host_beneath_mkdir(int root, const char *name);

#endif
