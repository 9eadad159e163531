/*
 * lib_vfs.h - a SQLite VFS for tests, in front of the system's: remembers what was written and
 * what was synced, so that the disk after a power cut can be made for any moment; slows fsync;
 * makes the k-th write or sync fail. One at a time in a process; store_config.vfs = VFS_NAME.
 *
 * A power cut keeps what was synced. Of what was written since, by seed: nothing, some writes,
 * some in another order, one of them torn. Making and removing a file is taken as durable.
 */
#ifndef MOTCUA_TESTS_DB_LIB_VFS_H
#define MOTCUA_TESTS_DB_LIB_VFS_H

#include <stdbool.h>
#include <stdint.h>

#define VFS_NAME "motcua-test"

void vfs_install(void);

/* ---- faults; all counted from the call, 0 = off ---- */
enum vfs_fault { VFS_FULL, VFS_IO };
void vfs_fail_write(int64_t k, enum vfs_fault how, bool from_then_on);
void vfs_fail_sync(int64_t k);
bool vfs_failed(void); /* a fault has happened since it was armed */
void vfs_slow_sync(int64_t us);
int64_t vfs_syncs(void);

/* ---- the journal ---- */
void vfs_record(bool on); /* on: forgets what was recorded before */
/* Something became true for the outside: the number comes back with the images. */
void vfs_mark(int64_t number);
int64_t vfs_events(void);
/* What was written so far is taken as synced, whatever the database did. */
void vfs_settle(void);

/* Makes the files of a crash after `event` events of the journal in `dir` (existing files of
   that name are replaced). Events must not go down from call to call. `fn` hears every mark
   before the crash, once over all calls. */
void vfs_image(int64_t event, uint64_t seed, const char *dir, void (*fn)(void *arg, int64_t mark),
               void *arg);

#endif
