/*
 * casework_process_diff.c - what differs between two versions of a process: both become lines
 * with a name each (a member, a step, an action, a guard, a fact, a part, a hold), compared by name.
 */
#include "casework/casework_internal.h"

struct line {
    str name, text;
    bool met;
};
struct lines {
    struct arena *mem;
    struct line *v;
    ptrdiff_t n, max;
};

static void add(struct lines *l, str name, str text)
{
    if (l->n == l->max) {
        struct line *v = NEW_N(l->mem, struct line, 2 * l->max);
        for (ptrdiff_t i = 0; i < l->n; i++)
            v[i] = l->v[i];
        l->v = v;
        l->max *= 2;
    }
    l->v[l->n++] = (struct line){.name = name, .text = text};
}

static bool has(const struct lines *l, str name)
{
    for (ptrdiff_t i = 0; i < l->n; i++)
        if (str_eq(l->v[i].name, name))
            return true;
    return false;
}

/* Several actions of one code: the second is "/steps/a/actions/submit/2". */
static void add_action(struct lines *l, const struct def_step *s, const struct def_action *a)
{
    const str name = str_fmt(l->mem, "/steps/%.*s/actions/%.*s", STR_ARG(s->key), STR_ARG(a->code));
    str unique = name;
    for (int i = 2; has(l, unique); i++)
        unique = str_fmt(l->mem, "%.*s/%d", STR_ARG(name), i);
    add(l, unique, casework__line(l->mem, LINE_ACTION, a));
}

static void add_steps(struct lines *l, const struct process_def *def)
{
    for (ptrdiff_t i = 0; i < def->steps.n; i++) {
        struct def_step s = def->steps.v[i];
        const struct def_actions actions = s.actions;
        s.actions.n = 0;
        add(l, str_fmt(l->mem, "/steps/%.*s", STR_ARG(s.key)), casework__line(l->mem, LINE_STEP, &s));
        for (ptrdiff_t a = 0; a < actions.n; a++)
            add_action(l, &s, &actions.v[a]);
    }
}

static struct lines lines_of(struct arena *mem, const struct process_def *def)
{
    struct lines l = {.mem = mem, .v = NEW_N(mem, struct line, 64), .max = 64};
    add(&l, S("/name"), def->name);
    add(&l, S("/time"), def->time.n ? def->time : S(""));
    add(&l, S("/template"), def->is_template ? S("true") : S("false"));
    for (ptrdiff_t i = 0; i < def->facts.n; i++)
        add(&l, str_fmt(mem, "/facts/%.*s", STR_ARG(def->facts.v[i].key)),
            casework__line(mem, LINE_FACT, &def->facts.v[i]));
    add_steps(&l, def);
    for (ptrdiff_t i = 0; i < def->guards.n; i++)
        add(&l,
            str_fmt(mem, "/guards/%.*s/%.*s", STR_ARG(def->guards.v[i].a), STR_ARG(def->guards.v[i].b)),
            casework__line(mem, LINE_GUARD, &def->guards.v[i]));
    for (ptrdiff_t i = 0; i < def->parallel.n; i++)
        add(&l, str_fmt(mem, "/parallel/%.*s", STR_ARG(def->parallel.v[i].at)),
            casework__line(mem, LINE_PARALLEL, &def->parallel.v[i]));
    for (ptrdiff_t i = 0; i < def->holds.n; i++)
        add(&l, str_fmt(mem, "/holds/%.*s", STR_ARG(def->holds.v[i].key)),
            casework__line(mem, LINE_HOLD, &def->holds.v[i]));
    return l;
}

struct process_changes process_diff(struct arena *mem, const struct process_def *before,
                                    const struct process_def *after)
{
    struct lines was = lines_of(mem, before), is = lines_of(mem, after);
    struct process_changes all = {NEW_N(mem, struct process_change, was.n + is.n), 0};
    for (ptrdiff_t i = 0; i < is.n; i++) {
        struct line *old = NULL;
        for (ptrdiff_t j = 0; !old && j < was.n; j++)
            if (!was.v[j].met && str_eq(was.v[j].name, is.v[i].name))
                old = &was.v[j];
        if (old)
            old->met = true;
        if (!old || !str_eq(old->text, is.v[i].text))
            all.v[all.n++] =
                (struct process_change){is.v[i].name, old ? old->text : STR_NONE, is.v[i].text};
    }
    for (ptrdiff_t j = 0; j < was.n; j++)
        if (!was.v[j].met)
            all.v[all.n++] = (struct process_change){was.v[j].name, was.v[j].text, STR_NONE};
    return all;
}
