/*
 * casework_rules_http.c - what stands beside the steps of a draft, each by a form of its own: the
 * questions of branches, separation of duties, parts of others, grounds that hold the clock, and
 * the shares of the time.
 */
#include "casework/casework_view.h"

#include "calendar/clock.h"

#include <string.h>

#define NEED PERM_PROCESS_MANAGE

/* ---- things that lie in one list, each with a form of its own ---- */

struct listed {
    const struct form *form;
    const char *param;         /* of the path: which one, or `new` */
    size_t list, item, remove; /* where in the definition; bytes of one; where in the form's struct */
    ptrdiff_t most;
    bool (*is)(const void *item, str at);
    void (*fill)(struct req *r, const void *item, struct form_values *v);
    href (*to)(struct arena *mem, const struct designed *d, const void *item); /* NULL: a new one */
    enum rc (*read)(struct req *r, const struct designed *d, ptrdiff_t at, void *item);
    /* These may be NULL. */
    void (*choose)(struct req *r, const struct designed *d, struct web_fields fields);
    enum rc (*may_go)(struct req *r, const struct designed *d, const void *item);
    void (*renamed)(struct process_def *def, const void *was, const void *is);
};

static struct process_list list_of(const struct designed *d, const struct listed *k)
{
    struct process_list list;
    memcpy(&list, (const char *)&d->def + k->list, sizeof list);
    return list;
}

/* Past the end: a new one. False: none such. */
static bool find(struct req *r, const struct designed *d, const struct listed *k, ptrdiff_t *ret_at,
                 const void **ret_item)
{
    const struct process_list list = list_of(d, k);
    const str at = param(r, k->param);
    *ret_item = NULL;
    for (*ret_at = 0; *ret_at < list.n; ++*ret_at) {
        const void *item = (const char *)list.v + (size_t)*ret_at * k->item;
        if (k->is(item, at)) {
            *ret_item = item;
            return true;
        }
    }
    return str_eq(at, S("new"));
}

static enum rc listed_page(struct req *r, const struct listed *k)
{
    struct designed d;
    struct form_values now = {0};
    const void *item;
    ptrdiff_t at;
    const enum rc rc = casework__drawn(r, &d);
    if (rc)
        return rc;
    d.gone = !find(r, &d, k, &at, &item);
    if (d.gone && d.fresh)
        return RC_NOT_FOUND;
    if (item)
        k->fill(r, item, &now);
    if (item && d.fresh)
        r->values = now;
    struct process_form_view view = casework__form(r, k->form, &d.v, k->to(r->c.mem, &d, item));
    if (k->choose)
        k->choose(r, &d, view.fields);
    return casework__show_edit(r, &d, &view, item ? &now : NULL);
}

static enum rc listed_read(struct req *r, const struct listed *k, const struct designed *d,
                           ptrdiff_t at, void *item)
{
    const enum rc rc = k->read(r, d, at, item);
    return rc || at < k->most ? rc : fail(&r->c, RC_INVALID, "remove", "casework.file.list");
}

static enum rc listed_keep(struct req *r, const struct listed *k)
{
    const bool remove = *(const bool *)((const char *)r->in + k->remove);
    struct designed d;
    const void *was;
    ptrdiff_t at;
    enum rc rc = casework__writable(r, &d);
    if (!rc && !find(r, &d, k, &at, &was))
        rc = RC_NOT_FOUND;
    if (rc)
        return rc;
    void *item = arena_alloc(r->c.mem, k->item);
    if (!remove)
        rc = listed_read(r, k, &d, at, item);
    else if (was && k->may_go)
        rc = k->may_go(r, &d, was);
    if (rc)
        return rc;
    if (was && !remove && k->renamed)
        k->renamed(&d.def, was, item);
    const struct process_list list =
        casework__with(r->c.mem, list_of(&d, k), k->item, at, remove ? NULL : item);
    memcpy((char *)&d.def + k->list, &list, sizeof list);
    return casework__keep(r, &d);
}

/* ---- a question ---- */

struct fact_in {
    str name, key, values;
    bool remove;
};
static const struct field fact_fields[] = {
    {"name", F_TEXT, .required = true, .max = 500, .at = offsetof(struct fact_in, name)},
    {"key", F_TEXT, .max = 40, .hint = "casework.edit.key.hint", .at = offsetof(struct fact_in, key)},
    {"values", F_LINES, .required = true, .max = 8000, .hint = "casework.fact.values.hint",
     .at = offsetof(struct fact_in, values)},
    {"remove", F_BOOL, .at = offsetof(struct fact_in, remove)},
    {0}};
static const struct form fact_form = {"casework.fact.", fact_fields, sizeof(struct fact_in), NULL};

static bool is_fact(const void *item, str at)
{
    return str_eq(((const struct def_fact *)item)->key, at);
}

static void fill_fact(struct req *r, const void *item, struct form_values *v)
{
    const struct def_fact *f = item;
    casework__put(r, v, "name", f->name);
    casework__put(r, v, "key", f->key);
    casework__put(r, v, "values", casework__choice_lines(r->c.mem, &f->values));
}

static href fact_to(struct arena *mem, const struct designed *d, const void *item)
{
    const struct def_fact *f = item;
    return casework__fact_href(mem, d, f ? f->key : S("new"));
}

/* Whatever branched on the old key branches on the new one. */
static void rename_fact(struct process_def *def, const void *old, const void *item)
{
    const str was = ((const struct def_fact *)old)->key, is = ((const struct def_fact *)item)->key;
    for (ptrdiff_t s = 0; s < def->steps.n; s++)
        for (ptrdiff_t a = 0; a < def->steps.v[s].actions.n; a++) {
            struct def_when *w = def->steps.v[s].actions.v[a].when;
            if (w && str_eq(w->fact, was))
                w->fact = is;
        }
}

static enum rc fact_may_go(struct req *r, const struct designed *d, const void *item)
{
    const str fact = ((const struct def_fact *)item)->key;
    for (ptrdiff_t s = 0; s < d->def.steps.n; s++)
        for (ptrdiff_t a = 0; a < d->def.steps.v[s].actions.n; a++) {
            const struct def_when *w = d->def.steps.v[s].actions.v[a].when;
            if (w && str_eq(w->fact, fact))
                return fail(&r->c, RC_INVALID, "remove", "casework.fact.used");
        }
    return RC_OK;
}

static enum rc read_fact(struct req *r, const struct designed *d, ptrdiff_t at, void *item)
{
    const struct fact_in *in = r->in;
    struct def_fact f = {.key = in->key.n ? in->key : casework__key_of(r->c.mem, in->name),
                         .name = in->name};
    if (!process_key_ok(f.key) || str_eq(f.key, S("new")))
        return fail(&r->c, RC_INVALID, "key", "casework.file.word");
    if (!casework__read_choices(r->c.mem, in->values, &f.values) || f.values.n > 16)
        return fail(&r->c, RC_INVALID, "values", "casework.edit.reasons");
    for (ptrdiff_t i = 0; i < d->def.facts.n; i++)
        if (i != at && str_eq(d->def.facts.v[i].key, f.key))
            return fail(&r->c, RC_INVALID, "key", "casework.file.twice");
    *(struct def_fact *)item = f;
    return RC_OK;
}

static const struct listed facts = {.form = &fact_form,
                                    .param = "fact",
                                    .list = offsetof(struct process_def, facts),
                                    .item = sizeof(struct def_fact),
                                    .remove = offsetof(struct fact_in, remove),
                                    .most = 32,
                                    .is = is_fact,
                                    .fill = fill_fact,
                                    .to = fact_to,
                                    .read = read_fact,
                                    .may_go = fact_may_go,
                                    .renamed = rename_fact};

static enum rc fact_page(struct req *r)
{
    return listed_page(r, &facts);
}

static enum rc fact(struct req *r)
{
    return listed_keep(r, &facts);
}

/* ---- separation of duties ---- */

struct guard_in {
    str a, b;
    bool waivable, remove;
};
static const struct field guard_fields[] = {
    {"a", F_TEXT, .required = true, .max = 40, .at = offsetof(struct guard_in, a)},
    {"b", F_TEXT, .required = true, .max = 40, .at = offsetof(struct guard_in, b)},
    {"waivable", F_BOOL, .hint = "casework.guard.waivable.hint",
     .at = offsetof(struct guard_in, waivable)},
    {"remove", F_BOOL, .at = offsetof(struct guard_in, remove)},
    {0}};
static const struct form guard_form = {"casework.guard.", guard_fields, sizeof(struct guard_in), NULL};

/* "receive.assess" */
static bool is_guard(const void *item, str at)
{
    const struct def_guard *g = item;
    const struct str_cut pair = str_cut(at, '.');
    return pair.found && str_eq(g->a, pair.head) && str_eq(g->b, pair.tail);
}

static void fill_guard(struct req *r, const void *item, struct form_values *v)
{
    const struct def_guard *g = item;
    casework__put(r, v, "a", g->a);
    casework__put(r, v, "b", g->b);
    casework__put_bool(r, v, "waivable", g->waivable);
}

static href guard_to(struct arena *mem, const struct designed *d, const void *item)
{
    return item ? casework__guard_href(mem, d, item)
                : casework__version_href(mem, &d->v, "/guards/new");
}

static void choose_steps(struct req *r, const struct designed *d, struct web_fields fields)
{
    casework__select_step(r, d, fields_get(fields, "a"), NULL);
    casework__select_step(r, d, fields_get(fields, "b"), NULL);
}

static bool same_pair(const struct def_guard *x, const struct def_guard *y)
{
    return (str_eq(x->a, y->a) && str_eq(x->b, y->b)) || (str_eq(x->a, y->b) && str_eq(x->b, y->a));
}

static enum rc read_guard(struct req *r, const struct designed *d, ptrdiff_t at, void *item)
{
    const struct guard_in *in = r->in;
    const struct def_guard g = {in->a, in->b, in->waivable};
    if (!process_def_step(&d->def, g.a))
        return fail(&r->c, RC_INVALID, "a", "casework.file.word");
    if (!process_def_step(&d->def, g.b))
        return fail(&r->c, RC_INVALID, "b", "casework.file.word");
    if (str_eq(g.a, g.b))
        return fail(&r->c, RC_INVALID, "b", "casework.guard.same");
    for (ptrdiff_t i = 0; i < d->def.guards.n; i++)
        if (i != at && same_pair(&d->def.guards.v[i], &g))
            return fail(&r->c, RC_INVALID, "b", "casework.guard.twice");
    *(struct def_guard *)item = g;
    return RC_OK;
}

static const struct listed guards = {.form = &guard_form,
                                     .param = "guard",
                                     .list = offsetof(struct process_def, guards),
                                     .item = sizeof(struct def_guard),
                                     .remove = offsetof(struct guard_in, remove),
                                     .most = 400,
                                     .is = is_guard,
                                     .fill = fill_guard,
                                     .to = guard_to,
                                     .choose = choose_steps,
                                     .read = read_guard};

static enum rc guard_page(struct req *r)
{
    return listed_page(r, &guards);
}

static enum rc guard(struct req *r)
{
    return listed_keep(r, &guards);
}

/* ---- a part of others ---- */

struct part_in {
    str at, join, name, key, role, place, place_code;
    int64_t minutes;
    bool remove;
};
static const struct field part_fields[] = {
    {"at", F_TEXT, .required = true, .max = 40, .hint = "casework.part.at.hint",
     .at = offsetof(struct part_in, at)},
    {"join", F_CHOICE, .required = true, .choices = "all|lead", .at = offsetof(struct part_in, join)},
    {"name", F_TEXT, .required = true, .max = 500, .at = offsetof(struct part_in, name)},
    {"key", F_TEXT, .max = 40, .hint = "casework.edit.key.hint", .at = offsetof(struct part_in, key)},
    {"role", F_CHOICE, .required = true, .choices = "clerk|officer|leader|control_office|inspector",
     .options = "casework.step.role.", .at = offsetof(struct part_in, role)},
    {"place", F_CHOICE, .required = true,
     .choices = "receiving_unit|receiving_agency|competent_unit|competent_leaders|unit|agency",
     .options = "casework.step.place.", .at = offsetof(struct part_in, place)},
    {"place_code", F_CODE, .max = 40, .hint = "casework.step.place_code.hint",
     .at = offsetof(struct part_in, place_code)},
    {"minutes", F_INT, .required = true, .min = 0, .max = 10000000,
     .at = offsetof(struct part_in, minutes)},
    {"remove", F_BOOL, .at = offsetof(struct part_in, remove)},
    {0}};
static const struct form part_form = {"casework.part.", part_fields, sizeof(struct part_in), NULL};

struct part_at { /* which group, and which of its parts; past the end: none */
    ptrdiff_t group, part;
};

static ptrdiff_t group_of(const struct process_def *def, str at)
{
    ptrdiff_t i = 0;
    while (i < def->parallel.n && !str_eq(def->parallel.v[i].at, at))
        i++;
    return i;
}

/* "assess.land"; `new`: past the end. False: none such. */
static bool part_of(struct req *r, const struct designed *d, struct part_at *ret_at)
{
    const struct str_cut pair = str_cut(param(r, "part"), '.');
    *ret_at = (struct part_at){group_of(&d->def, pair.head), 0};
    if (!pair.found)
        return str_eq(pair.head, S("new"));
    if (ret_at->group == d->def.parallel.n)
        return false;
    const struct def_parts *parts = &d->def.parallel.v[ret_at->group].parts;
    while (ret_at->part < parts->n && !str_eq(parts->v[ret_at->part].key, pair.tail))
        ret_at->part++;
    const bool found = ret_at->part < parts->n;
    if (!found)
        ret_at->group = d->def.parallel.n;
    return found;
}

static void fill_part(struct req *r, const struct def_parallel *group, const struct def_part *p,
                      struct form_values *v)
{
    const struct str_cut place = str_cut(p->place, ':');
    casework__put(r, v, "at", group->at);
    casework__put(r, v, "join", group->join == JOIN_ALL ? S("all") : S("lead"));
    casework__put(r, v, "name", p->name);
    casework__put(r, v, "key", p->key);
    casework__put(r, v, "role", str_of(role_word(p->role)));
    casework__put(r, v, "place", place.head);
    casework__put(r, v, "place_code", place.found ? place.tail : STR_NONE);
    form_add_int(r->c.mem, v, S("minutes"), p->minutes);
}

static enum rc part_page(struct req *r)
{
    struct designed d;
    struct form_values now = {0};
    struct part_at at = {0};
    const enum rc rc = casework__drawn(r, &d);
    if (rc)
        return rc;
    d.gone = !part_of(r, &d, &at);
    if (d.gone && d.fresh)
        return RC_NOT_FOUND;
    const struct def_parallel *group = at.group < d.def.parallel.n ? &d.def.parallel.v[at.group] : NULL;
    const struct def_part *p = group ? &group->parts.v[at.part] : NULL;
    if (p)
        fill_part(r, group, p, &now);
    if (p && d.fresh)
        r->values = now;
    struct process_form_view view =
        casework__form(r, &part_form, &d.v,
                       p ? casework__part_href(r->c.mem, &d, group->at, p->key)
                         : casework__version_href(r->c.mem, &d.v, "/parts/new"));
    casework__select_step(r, &d, fields_get(view.fields, "at"), NULL);
    return casework__show_edit(r, &d, &view, p ? &now : NULL);
}

static enum rc read_part(struct req *r, const struct designed *d, struct def_part *ret_part)
{
    const struct part_in *in = r->in;
    const bool named = str_eq(in->place, S("unit")) || str_eq(in->place, S("agency"));
    struct def_part p = {.key = in->key.n ? in->key : casework__key_of(r->c.mem, in->name),
                         .name = in->name,
                         .minutes = in->minutes};
    BUG_IF(!role_parse(str_c(r->c.mem, in->role), &p.role));
    p.place =
        named ? str_fmt(r->c.mem, "%.*s:%.*s", STR_ARG(in->place), STR_ARG(in->place_code)) : in->place;
    if (!process_def_step(&d->def, in->at))
        return fail(&r->c, RC_INVALID, "at", "casework.file.word");
    if (!process_key_ok(p.key))
        return fail(&r->c, RC_INVALID, "key", "casework.file.word");
    if (!process_place_known(p.place))
        return fail(&r->c, RC_INVALID, "place_code", "casework.file.word");
    *ret_part = p;
    return RC_OK;
}

/* Out of its group, which goes with its last part. */
static void take_part(struct arena *mem, struct process_def *def, struct part_at at)
{
    struct def_parallel *group = &def->parallel.v[at.group];
    struct process_list list =
        casework__with(mem, (struct process_list){group->parts.v, group->parts.n},
                       sizeof *group->parts.v, at.part, NULL);
    group->parts = (struct def_parts){list.v, list.n};
    if (list.n)
        return;
    list = casework__with(mem, (struct process_list){def->parallel.v, def->parallel.n}, sizeof *group,
                          at.group, NULL);
    def->parallel = (struct def_parallels){list.v, list.n};
}

/* Into the group of its lead's step, at its old place if it was there. */
static enum rc put_part(struct req *r, struct process_def *def, struct part_at was,
                        const struct def_part *p)
{
    const struct part_in *in = r->in;
    const bool stays = was.group < def->parallel.n && str_eq(def->parallel.v[was.group].at, in->at);
    if (was.group < def->parallel.n && !stays)
        take_part(r->c.mem, def, was);
    const ptrdiff_t g = group_of(def, in->at);
    struct def_parallel group =
        g < def->parallel.n ? def->parallel.v[g] : (struct def_parallel){.at = in->at};
    for (ptrdiff_t i = 0; i < group.parts.n; i++)
        if (!(stays && i == was.part) && str_eq(group.parts.v[i].key, p->key))
            return fail(&r->c, RC_INVALID, "key", "casework.file.twice");
    if (g == 16 || (!stays && group.parts.n == 16))
        return fail(&r->c, RC_INVALID, "remove", "casework.file.list");
    struct process_list list =
        casework__with(r->c.mem, (struct process_list){group.parts.v, group.parts.n}, sizeof *p,
                       stays ? was.part : group.parts.n, p);
    group.parts = (struct def_parts){list.v, list.n};
    group.join = str_eq(in->join, S("all")) ? JOIN_ALL : JOIN_LEAD;
    list = casework__with(r->c.mem, (struct process_list){def->parallel.v, def->parallel.n},
                          sizeof group, g, &group);
    def->parallel = (struct def_parallels){list.v, list.n};
    return RC_OK;
}

static enum rc part(struct req *r)
{
    const struct part_in *in = r->in;
    struct designed d;
    struct def_part p;
    struct part_at at = {0};
    enum rc rc = casework__writable(r, &d);
    if (!rc && !part_of(r, &d, &at))
        rc = RC_NOT_FOUND;
    if (!rc && !in->remove)
        rc = read_part(r, &d, &p);
    if (!rc && !in->remove)
        rc = put_part(r, &d.def, at, &p);
    else if (!rc && at.group < d.def.parallel.n)
        take_part(r->c.mem, &d.def, at);
    return rc ? rc : casework__keep(r, &d);
}

/* ---- a ground that holds the clock ---- */

struct hold_in {
    str name, key, article, limit;
    bool consult, remove;
};
static const struct field hold_fields[] = {
    {"name", F_TEXT, .required = true, .max = 500, .at = offsetof(struct hold_in, name)},
    {"key", F_TEXT, .max = 40, .hint = "casework.edit.key.hint", .at = offsetof(struct hold_in, key)},
    {"article", F_TEXT, .required = true, .max = 500, .hint = "casework.hold.article.hint",
     .at = offsetof(struct hold_in, article)},
    {"limit", F_TEXT, .required = true, .max = 30, .hint = "casework.hold.limit.hint",
     .at = offsetof(struct hold_in, limit)},
    {"consult", F_BOOL, .hint = "casework.hold.consult.hint", .at = offsetof(struct hold_in, consult)},
    {"remove", F_BOOL, .at = offsetof(struct hold_in, remove)},
    {0}};
static const struct form hold_form = {"casework.hold.", hold_fields, sizeof(struct hold_in), NULL};

static bool is_hold(const void *item, str at)
{
    return str_eq(((const struct def_hold *)item)->key, at);
}

static void fill_hold(struct req *r, const void *item, struct form_values *v)
{
    const struct def_hold *h = item;
    casework__put(r, v, "name", h->name);
    casework__put(r, v, "key", h->key);
    casework__put(r, v, "article", h->article);
    casework__put(r, v, "limit", h->limit);
    casework__put_bool(r, v, "consult", h->consult);
}

static href hold_to(struct arena *mem, const struct designed *d, const void *item)
{
    const struct def_hold *h = item;
    return casework__hold_href(mem, d, h ? h->key : S("new"));
}

static enum rc read_hold(struct req *r, const struct designed *d, ptrdiff_t at, void *item)
{
    const struct hold_in *in = r->in;
    struct due_rule limit;
    struct def_hold h = {.key = in->key.n ? in->key : casework__key_of(r->c.mem, in->name),
                         .name = in->name,
                         .article = in->article,
                         .consult = in->consult};
    if (!process_key_ok(h.key) || str_eq(h.key, S("new")))
        return fail(&r->c, RC_INVALID, "key", "casework.file.word");
    for (ptrdiff_t i = 0; i < d->def.holds.n; i++)
        if (i != at && str_eq(d->def.holds.v[i].key, h.key))
            return fail(&r->c, RC_INVALID, "key", "casework.file.twice");
    if (!due_rule_parse(in->limit, &limit))
        return fail(&r->c, RC_INVALID, "limit", "casework.rule_unknown");
    if (limit.unit == DUE_SAME_DAY)
        return fail(&r->c, RC_INVALID, "limit", "casework.check.hold_limit");
    h.limit = due_rule_write(r->c.mem, limit);
    *(struct def_hold *)item = h;
    return RC_OK;
}

static const struct listed holds = {.form = &hold_form,
                                    .param = "hold",
                                    .list = offsetof(struct process_def, holds),
                                    .item = sizeof(struct def_hold),
                                    .remove = offsetof(struct hold_in, remove),
                                    .most = 16,
                                    .is = is_hold,
                                    .fill = fill_hold,
                                    .to = hold_to,
                                    .read = read_hold};

static enum rc hold_page(struct req *r)
{
    return listed_page(r, &holds);
}

static enum rc hold(struct req *r)
{
    return listed_keep(r, &holds);
}

/* ---- shares of the time ---- */

struct shares_in {
    struct form_rows minutes;
};
static const struct field shares_fields[] = {{"minutes_*", F_INT, .min = 0, .max = 10000000,
                                              .max_rows = PROCESS_STEPS_MAX,
                                              .at = offsetof(struct shares_in, minutes)},
                                             {0}};
static const struct form shares_form = {"casework.shares.", shares_fields, sizeof(struct shares_in),
                                        NULL};

static str share_name(struct req *r, const struct def_step *s)
{
    return str_fmt(r->c.mem, "minutes_%.*s", STR_ARG(s->key));
}

static str shares_lead(struct req *r, const struct process_def *def)
{
    int64_t most, legal;
    process_shares(def, &most, &legal);
    const str args[] = {text_number(r->c.mem, r->lang, most), def->time,
                        text_number(r->c.mem, r->lang, legal)};
    return text_fmt(r->c.mem, r->lang, def->time.n ? "casework.shares.lead" : "casework.shares.no_time",
                    args, 3);
}

static enum rc shares_page(struct req *r)
{
    struct designed d;
    struct form_values now = {0};
    const enum rc rc = casework__drawn(r, &d);
    if (rc)
        return rc;
    for (ptrdiff_t i = 0; i < d.def.steps.n; i++)
        form_add_int(r->c.mem, &now, share_name(r, &d.def.steps.v[i]), d.def.steps.v[i].minutes);
    if (d.fresh)
        r->values = now;
    struct process_form_view view =
        casework__form(r, &shares_form, &d.v, casework__version_href(r->c.mem, &d.v, "/shares"));
    struct web_field *v = NEW_N(r->c.mem, struct web_field, d.def.steps.n);
    for (ptrdiff_t i = 0; i < d.def.steps.n; i++) {
        v[i] = form_field(r, &shares_form, &r->values, share_name(r, &d.def.steps.v[i]));
        v[i].label = str_fmt(r->c.mem, "%td. %.*s", i + 1, STR_ARG(d.def.steps.v[i].name));
        v[i].optional = false;
        v[i].unit = text_get(r->lang, "casework.shares.unit");
    }
    view.lead = shares_lead(r, &d.def);
    view.fields = (struct web_fields){v, d.def.steps.n};
    return casework__show_edit(r, &d, &view, &now);
}

static enum rc shares(struct req *r)
{
    const struct shares_in *in = r->in;
    struct designed d;
    const enum rc rc = casework__writable(r, &d);
    if (rc)
        return rc;
    for (ptrdiff_t i = 0; i < in->minutes.n; i++)
        for (ptrdiff_t s = 0; s < d.def.steps.n; s++)
            if (str_eq(d.def.steps.v[s].key, in->minutes.v[i].key))
                d.def.steps.v[s].minutes = in->minutes.v[i].number;
    return casework__keep(r, &d);
}

const struct route casework_rules_routes[] = {
    {GET, "/admin/processes/:code/:no/facts/:fact", fact_page, .need = NEED},
    {POST, "/admin/processes/:code/:no/facts/:fact", .write = fact, .again = fact_page, .need = NEED,
     .form = &fact_form, .flags = ROUTE_VERSION},
    {GET, "/admin/processes/:code/:no/guards/:guard", guard_page, .need = NEED},
    {POST, "/admin/processes/:code/:no/guards/:guard", .write = guard, .again = guard_page,
     .need = NEED, .form = &guard_form, .flags = ROUTE_VERSION},
    {GET, "/admin/processes/:code/:no/holds/:hold", hold_page, .need = NEED},
    {POST, "/admin/processes/:code/:no/holds/:hold", .write = hold, .again = hold_page, .need = NEED,
     .form = &hold_form, .flags = ROUTE_VERSION},
    {GET, "/admin/processes/:code/:no/parts/:part", part_page, .need = NEED},
    {POST, "/admin/processes/:code/:no/parts/:part", .write = part, .again = part_page, .need = NEED,
     .form = &part_form, .flags = ROUTE_VERSION},
    {GET, "/admin/processes/:code/:no/shares", shares_page, .need = NEED},
    {POST, "/admin/processes/:code/:no/shares", .write = shares, .again = shares_page, .need = NEED,
     .form = &shares_form, .flags = ROUTE_VERSION},
    {0}};
