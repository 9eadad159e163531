/*
 * casework_findings_view.c - what the static checks say of a draft, each finding in words and at the
 * form and field that mends it. When you add a member to the file, name its field in `fields`.
 */
#include "casework/casework_view.h"

#include "casework/casework_words_view.h"

/* The segments of "/steps/2/actions/0/when/is/1", from its first. */
struct pointer {
    str seg[8];
    int n;
};

static struct pointer pointer_of(str at)
{
    struct pointer p = {0};
    struct str_cut cut = str_cut(at, '/');
    while (cut.found && p.n < 8) {
        cut = str_cut(cut.tail, '/');
        p.seg[p.n++] = cut.head;
    }
    return p;
}

static bool is(const struct pointer *p, int i, const char *word)
{
    return i < p->n && str_eq(p->seg[i], str_of(word));
}

static bool nth(const struct pointer *p, int i, ptrdiff_t n, ptrdiff_t *ret)
{
    int64_t at;
    if (i >= p->n || !str_to_i64(p->seg[i], &at) || at < 0 || at >= n)
        return false;
    *ret = (ptrdiff_t)at;
    return true;
}

/* Where a member of the file is asked for under another name; most have their own. */
static str field_of(struct arena *mem, const struct def_action *a, const struct pointer *p, int from,
                    str arg)
{
    enum work_status status;
    if (from >= p->n)
        return STR_NONE;
    if (is(p, from, "from"))
        return str_fmt(mem, "from_%.*s",
                       STR_ARG(work_status_parse(arg, &status) ? arg : work_status_code(WORK_WAITING)));
    if (is(p, from, "when") && a && a->when) {
        ptrdiff_t i = 0;
        (void)nth(p, from + 2, a->when->is.n, &i);
        return casework__when_field(mem, a->when->fact, a->when->is.v[i]);
    }
    if (is(p, from, "apart"))
        return is(p, from + 1, "0") ? S("a") : S("b");
    return p->seg[from];
}

static struct process_spot spot_of_step(struct req *r, const struct designed *d,
                                        const struct pointer *p, str arg)
{
    ptrdiff_t s, a;
    if (!nth(p, 1, d->def.steps.n, &s)) /* of all steps: their shares, or that none leads to a result */
        return (struct process_spot){
            .page = casework__version_href(r->c.mem, &d->v, arg.p ? "/shares" : "")};
    const struct def_step *step = &d->def.steps.v[s];
    if (is(p, 2, "actions") && nth(p, 3, step->actions.n, &a))
        return (struct process_spot){
            .page = casework__action_href(r->c.mem, d, step, a),
            .whose = str_fmt(r->c.mem, "%.*s, %.*s", STR_ARG(step->name),
                             STR_ARG(casework__action_name(r, &step->actions.v[a]))),
            .field = field_of(r->c.mem, &step->actions.v[a], p, 4, arg),
            .step = step};
    return (struct process_spot){.page = casework__step_href(r->c.mem, d, step->key),
                                 .whose = step->name,
                                 .field = is(p, 2, "actions") ? STR_NONE
                                                              : field_of(r->c.mem, NULL, p, 2, arg),
                                 .step = step};
}

struct process_spot casework__spot(struct req *r, const struct designed *d, str at, str arg)
{
    const struct process_def *def = &d->def;
    const struct pointer p = pointer_of(at);
    ptrdiff_t i, n;
    if (is(&p, 0, "steps"))
        return spot_of_step(r, d, &p, arg);
    if (is(&p, 0, "facts") && nth(&p, 1, def->facts.n, &i))
        return (struct process_spot){.page = casework__fact_href(r->c.mem, d, def->facts.v[i].key),
                                     .whose = def->facts.v[i].name,
                                     .field = field_of(r->c.mem, NULL, &p, 2, arg)};
    if (is(&p, 0, "guards") && nth(&p, 1, def->guards.n, &i))
        return (struct process_spot){.page = casework__guard_href(r->c.mem, d, &def->guards.v[i]),
                                     .whose = casework__guard_name(r, d, &def->guards.v[i]),
                                     .field = field_of(r->c.mem, NULL, &p, 2, arg)};
    if (is(&p, 0, "parallel") && nth(&p, 1, def->parallel.n, &i)) {
        const struct def_parallel *group = &def->parallel.v[i];
        const bool part = is(&p, 2, "parts") && nth(&p, 3, group->parts.n, &n);
        n = part ? n : 0;
        return (struct process_spot){
            .page = casework__part_href(r->c.mem, d, group->at, group->parts.v[n].key),
            .whose = group->parts.v[n].name,
            .field = field_of(r->c.mem, NULL, &p, part ? 4 : 2, arg)};
    }
    if (is(&p, 0, "holds") && nth(&p, 1, def->holds.n, &i))
        return (struct process_spot){.page = casework__hold_href(r->c.mem, d, def->holds.v[i].key),
                                     .whose = def->holds.v[i].name,
                                     .field = field_of(r->c.mem, NULL, &p, 2, arg)};
    if (is(&p, 0, "time") || is(&p, 0, "name") || is(&p, 0, "template"))
        return (struct process_spot){.page = casework__version_href(r->c.mem, &d->v, "/head"),
                                     .field = p.seg[0]};
    return (struct process_spot){.page = casework__version_href(r->c.mem, &d->v, "/text")};
}

static str words_of(struct req *r, const struct fault *f)
{
    str args[3];
    for (int i = 0; i < 3; i++) { /* what has a name, by its name */
        const str arg = f->args[i];
        enum work_status s;
        enum role role;
        args[i] = arg;
        if (arg.p && work_status_parse(arg, &s))
            args[i] = words_status(r->lang, s).text;
        else if (arg.n && role_parse(str_c(r->c.mem, arg), &role) && role_is_staff(role))
            args[i] = casework__role_text(r, role);
        else if (arg.n && process_place_known(arg))
            args[i] = casework__place_text(r, arg);
    }
    return text_fmt(r->c.mem, r->lang, f->key, args, 3);
}

/* The same may be found in several states. */
static bool known(const struct process_findings *all, const struct process_finding *f)
{
    for (ptrdiff_t i = 0; i < all->n; i++)
        if (str_eq(all->v[i].text, f->text) && str_eq(all->v[i].spot.page.s, f->spot.page.s))
            return true;
    return false;
}

enum rc casework__findings(struct req *r, const struct designed *d, struct process_findings *ret)
{
    struct fault *kept = r->c.faults;
    ptrdiff_t n = 0;
    r->c.faults = NULL;
    enum rc rc = process_check(&r->c, &d->def);
    if (!rc || rc == RC_INVALID)
        rc = process_check_staff(&r->c, &d->def);
    for (const struct fault *f = r->c.faults; f; f = f->next)
        n++;
    struct process_findings all = {NEW_N(r->c.mem, struct process_finding, n), 0};
    for (const struct fault *f = r->c.faults; f; f = f->next) {
        const struct process_finding one = {casework__spot(r, d, f->field, f->args[0]), words_of(r, f)};
        if (!known(&all, &one))
            all.v[all.n++] = one;
    }
    r->c.faults = kept;
    *ret = all;
    return rc == RC_INVALID ? RC_OK : rc;
}

/* "Tiếp nhận, refuse: …": whose it is, and a link to the field that mends it. */
struct process_fault_row casework__finding_row(struct req *r, const struct process_finding *f)
{
    const href to =
        f->spot.field.n
            ? (href){str_fmt(r->c.mem, "%.*s#f-%.*s", STR_ARG(f->spot.page.s), STR_ARG(f->spot.field))}
            : f->spot.page;
    return (struct process_fault_row){
        .text = f->spot.whose.n
                    ? str_fmt(r->c.mem, "%.*s: %.*s", STR_ARG(f->spot.whose), STR_ARG(f->text))
                    : f->text,
        .to = to};
}

static struct web_field *field_named(struct arena *mem, struct web_fields fields, str name)
{
    for (ptrdiff_t i = 0; name.n && i < fields.n; i++)
        if (str_eq(fields.v[i].name, name))
            return fields_get(fields, str_c(mem, name));
    return NULL;
}

/* The findings of the page's own thing: beside their fields, and listed above them. */
enum rc casework__beside(struct req *r, const struct designed *d, struct process_form_view *view)
{
    struct process_findings all;
    const enum rc rc = casework__findings(r, d, &all);
    if (rc)
        return rc;
    struct process_fault_row *rows = NEW_N(r->c.mem, struct process_fault_row, all.n);
    for (ptrdiff_t i = 0; i < all.n; i++) {
        const struct process_finding *f = &all.v[i];
        if (!str_eq(f->spot.page.s, view->action.s))
            continue;
        struct web_field *x = field_named(r->c.mem, view->fields, f->spot.field);
        if (x)
            x->error = x->error.n ? str_fmt(r->c.mem, "%.*s %.*s", STR_ARG(x->error), STR_ARG(f->text))
                                  : f->text;
        rows[view->faults_n++] = (struct process_fault_row){
            .text = f->text, .to = x ? (href){str_fmt(r->c.mem, "#%.*s", STR_ARG(x->id))} : HREF_NONE};
    }
    view->faults = rows;
    view->checked = casework__checked(r, view->faults_n);
    return RC_OK;
}

struct web_notice casework__checked(struct req *r, ptrdiff_t faults)
{
    const str n = str_fmt(r->c.mem, "%td", faults);
    return faults ? (struct web_notice){.tone = S("bad"),
                                        .icon = S("warn"),
                                        .text = text_fmt(r->c.mem, r->lang, "casework.designer.faults",
                                                         &n, 1)}
                  : (struct web_notice){.tone = S("ok"),
                                        .icon = S("check"),
                                        .text = text_get(r->lang, "casework.designer.sound")};
}
