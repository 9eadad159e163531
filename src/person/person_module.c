/* person_module.c - what person gives to the program: see web/module.h. */
#include "person/person.h"

#include "web/module.h"

extern const struct module person_module;
const struct module person_module = {
    .name = "person",
    .kinds = person_kinds,
};
