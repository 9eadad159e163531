/*
 * dossier_ruleset.c - what a dossier reads of its rule set: the one of its day of reception,
 * with the version of that day, whatever was changed since.
 */
#include "dossier/dossier_internal.h"

enum rc dossier_ruleset(struct ctx *c, const struct dossier *d, struct ruleset *ret_set)
{
    return ruleset_of(c, d->ruleset, d->ruleset_version, ret_set);
}

enum rc dossier__ruleset(struct ctx *c, const struct dossier_act *a, struct ruleset *ret_set)
{
    return ruleset_of(c, a->head.ruleset, a->head.ruleset_version, ret_set);
}

enum rc dossier_reply_by(struct ctx *c, instant from, struct due_rule *ret_rule, instant *ret_by)
{
    struct ruleset rules;
    struct due_rule rule;
    enum rc rc = ruleset_on(c, instant_date(from), &rules);
    if (!rc)
        rc = ruleset_by(c, &rules, RULE_REPLY, from, ret_by);
    if (!rc && ruleset_due(&rules, RULE_REPLY, &rule))
        *ret_rule = rule;
    return rc;
}

enum rc dossier_notice_by(struct ctx *c, const struct dossier *d, instant *ret_by)
{
    struct ruleset rules;
    if (instant_is_none(d->accepted_at))
        return RC_NOT_FOUND;
    const enum rc rc = dossier_ruleset(c, d, &rules);
    return rc ? rc : ruleset_by(c, &rules, RULE_RETURN_NOTICE, d->accepted_at, ret_by);
}
