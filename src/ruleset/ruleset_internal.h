/* ruleset_internal.h - shared by the files of the folder. */
#ifndef MOTCUA_RULESET_RULESET_INTERNAL_H
#define MOTCUA_RULESET_RULESET_INTERNAL_H

#include "core/json.h"
#include "ruleset/ruleset.h"

const char *const *ruleset__choices(enum rule_key k); /* of a word; ends with NULL */
/* Why the value cannot be one of that key: a message key; NULL = it can. */
const char *ruleset__wrong(enum rule_key k, str value);

/* A set as a file says it: everything but the version's own row. */
struct ruleset_source {
    str code, name, source;
    date set_from;
    struct rule_value value[RULE_COUNT];
};
/* `at` is where in the file, for the fault: "rulesets[0]." */
MUST_USE enum rc ruleset__read(struct ctx *c, struct json set, str at, struct ruleset_source *ret);
/* The set as our own spelling of its object; what is stored and hashed. */
str ruleset__write(struct arena *mem, const struct ruleset_source *s);
/* Stores a version and its event. `was` NULL: the first of its set. */
MUST_USE enum rc ruleset__put(struct ctx *c, const struct ruleset_source *s, const struct ruleset *was,
                              date valid_from, str reason);
/* May the next version of the set begin then? Faults at valid_from. */
MUST_USE enum rc ruleset__check_from(struct ctx *c, const struct ruleset *was, date valid_from);

#endif
