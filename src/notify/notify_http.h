/* notify_http.h - routes and links of notices, for notify_module.c. */
#ifndef MOTCUA_NOTIFY_HTTP_H
#define MOTCUA_NOTIFY_HTTP_H

#include "web/module.h"
#include "web/web.h"

extern const struct route notify_routes[], notify_admin_routes[];
extern const struct nav notify_nav[], notify_admin_nav[];

#endif
