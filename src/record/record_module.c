/* record_module.c - what the record gives to the program: see web/module.h. */
#include "record/record_module.h"

#include "record/record.h"
#include "web/module.h"

static const struct record_kind kinds[] = {{"record.checkpoint_accepted", "record"}, {0}};

extern const struct module record_module;
const struct module record_module = {
    .name = "record",
    .verbs = record_verbs,
    .kinds = kinds,
};
