/*
 * backup.h - one archive of a data folder, taken while it runs, and back into an empty one.
 * A ustar file: record.head, motcua.db (a consistent copy), secret, motcua.conf, demo, files/...,
 * and last MANIFEST with size and SHA-256 of each. It holds everything there is, keys included:
 * keep it like the folder itself.
 *
 * Invariants: 1. the archive appears under its name only when it is whole and synced;
 * 2. files are stored under their hash and never change, so what the database copy names is
 * in the archive when files are read after it; 3. a restored folder gets its database last:
 * an interrupted restore is no data folder; 4. the record's checkpoint is read before the
 * database, so it never knows more than the copy.
 */
#ifndef MOTCUA_BACKUP_BACKUP_H
#define MOTCUA_BACKUP_BACKUP_H

#include "core/ctx.h"

struct store;

struct backup_count {
    int64_t files, bytes;
};
/* RC_CONFLICT "backup.exists": `path` is there; RC_INVALID "backup.postgresql"; RC_UNAVAILABLE. */
MUST_USE enum rc backup_write(struct ctx *c, struct store *s, const char *dir, const char *path,
                              struct backup_count *ret_count);
/* RC_CONFLICT "backup.not_empty"; RC_INVALID "backup.malformed" or "backup.damaged" ({0}: the entry):
   nothing that looks like a data folder is left. */
MUST_USE enum rc backup_restore(struct ctx *c, const char *path, const char *dir,
                                struct backup_count *ret_count);

#endif
