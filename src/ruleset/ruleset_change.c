/* ruleset_change.c - one value of a set becomes another, from a date on and with a reason. */
#include "ruleset/ruleset_internal.h"

#define TEXT_MAX 200

enum rc ruleset__check_from(struct ctx *c, const struct ruleset *was, date valid_from)
{
    if (date_is_none(valid_from))
        return fail(c, RC_INVALID, "valid_from", "ruleset.wrong.date");
    if (valid_from.day <= instant_date(c->now).day)
        return fail(c, RC_INVALID, "valid_from", "ruleset.wrong.past");
    if (valid_from.day < was->valid_from.day)
        return fail(c, RC_INVALID, "valid_from", "ruleset.wrong.order");
    if (!date_is_none(was->set_to) && valid_from.day >= was->set_to.day)
        return fail(c, RC_INVALID, "valid_from", "ruleset.wrong.over");
    return RC_OK;
}

static enum rc newest(struct ctx *c, str code, struct ruleset *ret)
{
    struct ruleset_versions all;
    const enum rc rc = ruleset_list(c, &all);
    bool found = false;
    for (ptrdiff_t i = 0; !rc && i < all.n; i++)
        if (str_eq(all.v[i].set.code, code)) {
            *ret = all.v[i].set;
            found = true;
        }
    return rc || found ? rc : RC_NOT_FOUND;
}

/* Every fault is told, not only the first. */
static enum rc check_value(struct ctx *c, const struct ruleset_change *in)
{
    const char *wrong = in->to.value.n ? ruleset__wrong(in->key, in->to.value) : NULL;
    if (wrong)
        (void)fail(c, RC_INVALID, "value", wrong);
    if (!in->to.value.n && rule_key_required(in->key))
        (void)fail(c, RC_INVALID, "value", "ruleset.wrong.needed");
    if (in->to.value.n && (!str_trim(in->to.article).n || in->to.article.n > TEXT_MAX))
        (void)fail(c, RC_INVALID, "article", "ruleset.wrong.article");
    if (in->to.value.n && !rule_label_known(in->to.label))
        (void)fail(c, RC_INVALID, "label", "ruleset.wrong.label");
    if (!str_trim(in->reason).n)
        (void)fail(c, RC_INVALID, "reason", "ruleset.wrong.reason");
    return c->faults ? RC_INVALID : RC_OK;
}

enum rc ruleset_set(struct ctx *c, const struct ruleset_change *in, int64_t *ret_version)
{
    struct ruleset was;
    struct ruleset_difference *d;
    enum rc rc = newest(c, in->code, &was);
    if (!rc && in->seen != was.version)
        return fail(c, RC_CONFLICT, NULL, "ruleset.wrong.stale");
    if (!rc)
        rc = check_value(c, in);
    if (!rc)
        rc = ruleset__check_from(c, &was, in->valid_from);
    if (rc)
        return rc;
    struct ruleset_source s = {
        .code = was.code, .name = was.name, .source = was.source, .set_from = was.set_from};
    for (int k = 0; k < RULE_COUNT; k++)
        s.value[k] = was.value[k];
    s.value[in->key] = in->to.value.n ? in->to : (struct rule_value){0};
    const struct ruleset is = {.value = s.value};
    if (ruleset_differ(c->mem, &was, &is, &d) == 0)
        return fail(c, RC_CONFLICT, "value", "ruleset.wrong.same");
    rc = ruleset__put(c, &s, &was, in->valid_from, in->reason);
    if (!rc)
        *ret_version = was.version + 1;
    return rc;
}
