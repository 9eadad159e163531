/*
 * demo_petition.c - a few dozen petitions of the last weeks, through the real rules: some wait, some
 * are late, some are answered and published.
 */
#include "demo/demo.h"

#include "core/i18n.h"
#include "petition/petition.h"

#define PETITIONS 30
#define SUBJECTS 5
#define COMMUNES_USED 3

static str said(struct ctx *c, const char *what, int i)
{
    return text_get(LANG_VI,
                    str_c(c->mem, str_fmt(c->mem, "demo.petition.%s_%d", what, i % SUBJECTS + 1)));
}

struct telling {
    struct demo *d;
    uint64_t seed;
    instant until;
    int i;
};

/* One act a working day later, unless that lies beyond the end of the story. */
static enum rc act(struct ctx *c, const struct telling *t, struct actor *who, struct petition_ref *ref,
                   struct petition_act in)
{
    const instant next = {c->now.us + DAY_US};
    if (next.us > t->until.us)
        return RC_NOT_FOUND;
    c->now = next;
    c->actor = who;
    in.seen_version = ref->version;
    return petition_do(c, ref->id, &in, ref);
}

static struct petition_act answer(struct ctx *c, int i)
{
    struct petition_act in = {.action = S("submit"), .outcome = i % 2 ? S("amend") : S("keep")};
    in.answer = said(c, "answer", i);
    for (int k = 0; k < PETITION_CRITERIA; k++)
        in.criteria[k] = k == 5 ? S("none") : S("met");
    return in;
}

/* How far it gets: waiting, being handled, to be signed, to be published, published. */
static enum rc go_on(struct ctx *c, const struct telling *t, struct petition_ref *ref)
{
    struct demo_place *p = &t->d->place[t->i % COMMUNES_USED];
    const int far = t->i % 6;
    enum rc rc = RC_OK;
    if (far > 0)
        rc = act(c, t, &p->clerk, ref, (struct petition_act){.action = S("accept")});
    if (!rc && far > 1)
        rc = act(c, t, &p->officer[0], ref, answer(c, t->i));
    if (!rc && far > 2)
        rc = act(c, t, &p->leader, ref, (struct petition_act){.action = S("approve")});
    if (!rc && far > 3)
        rc = act(c, t, &p->clerk, ref,
                 (struct petition_act){.action = S("publish"),
                                       .public_title = said(c, "title", t->i),
                                       .public_text = said(c, "body", t->i),
                                       .public_answer = said(c, "answer", t->i),
                                       .checked = true});
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc tell_one(struct ctx *c, void *arg)
{
    const struct telling *t = arg;
    const struct person sender = demo_person(c->mem, t->seed, 5000 + t->i);
    struct agency agency;
    struct petition_ref ref;
    const instant end = c->now;
    enum rc rc = org_agency_by_id(c, t->d->place[t->i % COMMUNES_USED].agency, &agency);
    c->now = (instant){t->until.us - (PETITIONS - t->i) * DAY_US};
    c->actor = NULL;
    const struct petition_in in = {.channel = S("online"),
                                   .matter = S("rule"),
                                   .agency = agency.code,
                                   .title = said(c, "title", t->i),
                                   .body = said(c, "body", t->i),
                                   .name = sender.name,
                                   .phone = S("0912345678"),
                                   .hide_name = t->i % 3 == 0,
                                   .filed_at = INSTANT_NONE};
    if (!rc)
        rc = petition_send(c, &in, &ref);
    if (!rc)
        rc = go_on(c, t, &ref);
    c->now = end;
    return rc;
}

enum rc demo_petitions(struct ctx *c, struct demo *d, uint64_t seed, instant until)
{
    struct telling t = {d, seed, until, 0};
    struct actor *system = c->actor;
    enum rc rc = RC_OK;
    for (; !rc && t.i < PETITIONS; t.i++)
        rc = store_write(d->store, c, tell_one, &t);
    c->actor = system;
    return rc;
}
