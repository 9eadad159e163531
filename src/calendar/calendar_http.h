/* calendar_http.h - routes and link of the calendar's pages, for calendar_module.c. */
#ifndef MOTCUA_CALENDAR_CALENDAR_HTTP_H
#define MOTCUA_CALENDAR_CALENDAR_HTTP_H

#include "web/module.h"
#include "web/web.h"

extern const struct route calendar_routes[];
extern const struct nav calendar_nav[];

#endif
