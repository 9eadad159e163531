/* petition_times.c - see petition_times.h. */
#include "petition/petition_times.h"

#include "access/access.h"
#include "calendar/clock.h"
#include "petition/petition_internal.h"

#define ARTICLE_MAX 300
#define REASON_MAX 500
#define EVENTS_MAX 200
#define SET_HERE "decided" /* label of what was not shipped */

static const char *const keys[] = {"refuse", "forward", "ask", "process", "publish", NULL};

/* In the record a time is named by its place in the list, from 1. */
static int64_t number_of(str key)
{
    for (int i = 0; keys[i]; i++)
        if (str_eq(key, str_of(keys[i])))
            return i + 1;
    return 0;
}

static bool begins(struct ctx *c, const struct event_row *e, date *ret_day)
{
    str from;
    return record_member_text(c->mem, e->payload, S("from"), &from) && date_parse(from, ret_day);
}

static str reason_of(struct ctx *c, const struct event_rows *events, date from)
{
    str reason = STR_NONE;
    date day;
    for (ptrdiff_t i = 0; i < events->n; i++)
        if (begins(c, &events->v[i], &day) && day.day == from.day &&
            !record_member_text(c->mem, events->v[i].payload, S("reason"), &reason))
            reason = STR_NONE;
    return reason;
}

enum rc petition_times(struct ctx *c, struct petition_time **ret_v, ptrdiff_t *ret_n)
{
    struct q_petition_rules_rows rows;
    ptrdiff_t n = 0;
    enum rc rc = q_petition_rules(c, &rows);
    if (rc)
        return rc;
    struct petition_time *v = NEW_N(c->mem, struct petition_time, rows.n);
    for (int k = 0; !rc && keys[k]; k++) {
        struct event_rows events;
        rc = record_list_object(c, S("petition_rule"), k + 1, 0, EVENTS_MAX, &events);
        for (ptrdiff_t i = 0; !rc && i < rows.n; i++)
            if (str_eq(rows.v[i].key, str_of(keys[k])))
                v[n++] = (struct petition_time){rows.v[i].key, rows.v[i].valid_from, rows.v[i].value,
                                                rows.v[i].article,
                                                reason_of(c, &events, rows.v[i].valid_from)};
    }
    *ret_v = v;
    *ret_n = n;
    return rc;
}

/* Every fault is told, not only the first. */
static enum rc check(struct ctx *c, const struct petition_time *in)
{
    struct due_rule rule;
    if (!number_of(in->key))
        (void)fail(c, RC_INVALID, "key", "petition.times.wrong.key");
    if (!due_rule_parse(in->value, &rule))
        (void)fail(c, RC_INVALID, "value", "petition.times.wrong.value");
    if (!str_trim(in->article).n || in->article.n > ARTICLE_MAX)
        (void)fail(c, RC_INVALID, "article", "petition.times.wrong.article");
    if (!str_trim(in->reason).n || in->reason.n > REASON_MAX)
        (void)fail(c, RC_INVALID, "reason", "petition.times.wrong.reason");
    if (date_is_none(in->from) || in->from.day <= instant_date(c->now).day)
        (void)fail(c, RC_INVALID, "from", "petition.times.wrong.from");
    return c->faults ? RC_INVALID : RC_OK;
}

static enum rc tell(struct ctx *c, const struct petition_time *in)
{
    const struct event_member members[] = {EV_DATE("from", in->from), EV_TEXT("value", in->value),
                                           EV_TEXT("article", str_trim(in->article)),
                                           EV_TEXT("reason", str_trim(in->reason))};
    return record_append(c, &(struct event){.kind = "petition.time_set",
                                            .object = number_of(in->key),
                                            .object_pub = in->key,
                                            .members = members,
                                            .member_count = 4});
}

enum rc petition_time_set(struct ctx *c, const struct petition_time *in)
{
    struct q_petition_rule_at_row there;
    struct q_petition_rule_on_row before;
    enum rc rc = authz(c->actor, PERM_CATALOG_MANAGE, REACH_ALL);
    if (!rc)
        rc = check(c, in);
    if (rc)
        return rc;
    rc = q_petition_rule_at(c, in->key, in->from, &there);
    if (rc == RC_OK)
        return fail(c, RC_CONFLICT, "from", "petition.times.wrong.taken");
    if (rc == RC_NOT_FOUND)
        rc = q_petition_rule_on(c, in->key, in->from, &before);
    if (rc == RC_OK && str_eq(before.value, in->value))
        return fail(c, RC_CONFLICT, "value", "petition.times.wrong.same");
    if (rc == RC_OK || rc == RC_NOT_FOUND)
        rc = q_petition_rule_put(c,
                                 &(struct q_petition_rule_put_in){.key = in->key,
                                                                  .valid_from = in->from,
                                                                  .value = in->value,
                                                                  .article = str_trim(in->article),
                                                                  .label = S(SET_HERE)},
                                 NULL);
    return rc ? rc : tell(c, in);
}

/* ---- replay ---- */

struct replay {
    int64_t set;
};

static enum rc begin(struct ctx *c, void **ret_self)
{
    *ret_self = NEW(c->mem, struct replay);
    return RC_OK;
}

static enum rc event(struct ctx *c, void *self, struct record_verifier *v, const struct event_row *e,
                     int64_t seq)
{
    struct q_petition_rule_at_row row;
    struct replay *r = self;
    date day;
    str value, article;
    (void)seq;
    r->set++;
    if (!begins(c, e, &day) || !record_member_text(c->mem, e->payload, S("value"), &value) ||
        !record_member_text(c->mem, e->payload, S("article"), &article))
        return RC_OK;
    const enum rc rc = q_petition_rule_at(c, e->object_pub, day, &row);
    if (rc == RC_NOT_FOUND)
        record_found(v, e->object_pub, "time", S("gone"), value);
    else if (!rc && !str_eq(row.value, value))
        record_found(v, e->object_pub, "value", row.value, value);
    else if (!rc && !str_eq(row.article, article))
        record_found(v, e->object_pub, "article", row.article, article);
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc finish(struct ctx *c, void *self, struct record_verifier *v)
{
    const struct replay *r = self;
    struct q_petition_rule_count_row all;
    const enum rc rc = q_petition_rule_count(c, S(SET_HERE), &all);
    if (!rc && all.n != r->set)
        record_found(v, S("petition_rule"), "rows", str_fmt(c->mem, "%lld", (long long)all.n),
                     str_fmt(c->mem, "%lld", (long long)r->set));
    return rc;
}

const struct record_replayer petition_time_replayers[] = {
    {.object = "petition_rule", .begin = begin, .event = event, .finish = finish},
    {0},
};
