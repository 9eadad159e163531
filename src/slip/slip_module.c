/* slip_module.c - what templates of papers give to the program: see web/module.h. */
#include "slip/slip.h"
#include "web/module.h"

extern const struct module slip_module;
const struct module slip_module = {.name = "slip", .kinds = slip_event_kinds};
