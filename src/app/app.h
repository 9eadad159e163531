/* app.h - the command line of the one binary: finds the verb, runs it, answers its exit code. */
#ifndef MOTCUA_APP_APP_H
#define MOTCUA_APP_APP_H

#include "core/rc.h"

int app_main(int argc, char **argv);

/* For store_config.on_connect: tokenizers and functions of the capabilities (connect.c). */
enum rc app_on_connect(void *sqlite3_handle, void *arg);

#endif
