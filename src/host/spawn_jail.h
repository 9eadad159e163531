/* spawn_jail.h - the walls around templates and children; inside host only. */
#ifndef MOTCUA_HOST_SPAWN_JAIL_H
#define MOTCUA_HOST_SPAWN_JAIL_H

#include "host/spawn.h"

#define SPAWN_CPU_S 5
#define SPAWN_WALL_S 10
#define SPAWN_MEMORY (256u << 20)

/* Ends with the parent, no new privileges, not readable by other processes, no core file.
   False when the parent is gone already. */
bool spawn__bind_to_parent(int parent);
/* From now on no file but `may_read` can be opened (NULL: none at all) and no TCP port used.
   The version of Landlock that did it; 0 when the kernel has none. -1 when it refused. */
int spawn__landlock(const char *const *may_read);
/* Compiles the allowlist of children once, in the template. Its bytes are kept. */
bool spawn__filter_make(bool threads);
/* Processor time, memory and descriptors, for good; then the allowlist. `base` is the address space the
   template has, which the child shares. False: it must not work. */
bool spawn__lock_down(size_t base);
/* What the kernel offers, asked without changing the process. */
struct spawn_protection spawn__probe(void);

#endif
