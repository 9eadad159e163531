/* children.h - the kinds of children this program has; see host/spawn.h. When you add one, also
   give it a row in tests/host/test_sandbox.c. */
#ifndef MOTCUA_APP_CHILDREN_H
#define MOTCUA_APP_CHILDREN_H

/* First thing in main: serves the hidden verb of a template and answers its exit code, or starts
   the spawner when argv names a verb that needs children, and answers -1. */
int app_children(int argc, char **argv);

#endif
