/*
 * lock.h - one process owns a data folder. The lock is flock(2) on DIR/lock, so it ends with
 * the process however it ends; a second process, and a second try in this one, gets RC_BUSY.
 */
#ifndef MOTCUA_HOST_LOCK_H
#define MOTCUA_HOST_LOCK_H

#include "core/rc.h"

struct host_lock;

/* RC_BUSY: held. RC_NOT_FOUND: no such folder. RC_UNAVAILABLE: anything else of the system. */
MUST_USE enum rc host_lock_take(const char *dir, struct host_lock **ret_lock);
/* Accepts NULL. The file stays: removing it would let two owners in. */
void host_lock_release(struct host_lock *lock);

#endif
