/*
 * tar.h - the header block of a ustar archive (POSIX.1-1988), as far as a backup needs it:
 * plain files with short relative names. Any tar program reads our archives; we read no
 * other's links, devices or long names: they are refused.
 */
#ifndef MOTCUA_BACKUP_TAR_H
#define MOTCUA_BACKUP_TAR_H

#include "core/str.h"

#define TAR_BLOCK 512
#define TAR_NAME_MAX 99
#define TAR_SIZE_MAX INT64_C(077777777777) /* eleven octal digits */

struct tar_entry {
    char name[TAR_NAME_MAX + 1];
    int64_t size;
    bool end; /* a block of zeroes: the archive is over */
};

/* False for a name that is too long, empty, absolute or has an empty, "." or ".." part. */
bool tar_name_ok(str name);
/* `name` must be ok, 0 <= size <= TAR_SIZE_MAX. */
void tar_write(unsigned char block[TAR_BLOCK], str name, int64_t size);
/* False: no ustar header of a plain file, wrong checksum, a name that is not ok. */
MUST_USE bool tar_read(const unsigned char block[TAR_BLOCK], struct tar_entry *ret_entry);
/* Zero bytes behind `size` bytes up to the next block. */
int64_t tar_padding(int64_t size);

#endif
