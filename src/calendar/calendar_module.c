/* calendar_module.c - what the calendar gives to the program: see web/module.h. */
#include "calendar/calendar_module.h"

#include "calendar/versions.h"
#include "web/module.h"

extern const struct module calendar_module;
const struct module calendar_module = {
    .name = "calendar",
    .verbs = calendar_verbs,
    .settings = calendar_settings,
    .kinds = calendar_kinds,
};
