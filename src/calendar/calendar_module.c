/* calendar_module.c - what the calendar gives to the program: see web/module.h. */
#include "calendar/calendar_module.h"

#include "calendar/calendar_http.h"
#include "calendar/versions.h"
#include "web/module.h"

extern const struct module calendar_module;
const struct module calendar_module = {
    .name = "calendar",
    .verbs = calendar_verbs,
    .settings = calendar_settings,
    .kinds = calendar_kinds,
};

/* Its page, apart: in the list of modules after the daily work, as its link stands on the page. */
extern const struct module calendar_admin_module;
const struct module calendar_admin_module = {
    .name = "calendar",
    .nav = calendar_nav,
    .routes = calendar_routes,
};
