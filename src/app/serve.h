/* serve.h - the verbs of the running server: serve, routes, settings. */
#ifndef MOTCUA_APP_SERVE_H
#define MOTCUA_APP_SERVE_H

#include "cli/cli.h"

extern const struct verb app_serve_verbs[];

#endif
