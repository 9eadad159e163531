/* casework_designer_view.c - processes in words: states, steps, actions, what the checks say. */
#include "casework/casework_view.h"

#include "casework/casework_tpl.h"
#include "casework/casework_words_view.h"
#include "core/buf.h"

str casework__day(struct req *r, date d)
{
    return date_is_none(d) ? S("–") : text_date(r->c.mem, r->lang, d);
}

static str number(struct req *r, int64_t n)
{
    return str_fmt(r->c.mem, "%lld", (long long)n);
}

href casework__version_href(struct arena *mem, const struct process_version *v, const char *below)
{
    const href at =
        HREF(mem, "/admin/processes/{}/{}", v->code, str_fmt(mem, "%lld", (long long)v->no));
    return (href){str_fmt(mem, "%.*s%s", STR_ARG(at.s), below)};
}

enum rc casework__designed(struct req *r, struct designed *ret_designed)
{
    struct designed d;
    int64_t no;
    if (!str_to_i64(param(r, "no"), &no))
        return RC_NOT_FOUND;
    enum rc rc = process_version_by(&r->c, param(r, "code"), no, &d.v);
    if (!rc)
        rc = process_read(&r->c, d.v.content, &d.def);
    if (!rc)
        *ret_designed = d;
    return rc;
}

struct web_links casework__crumbs(struct req *r, const struct process_version *v, str here)
{
    struct web_link *to = NEW_N(r->c.mem, struct web_link, 4);
    ptrdiff_t n = 0;
    to[n++] = (struct web_link){.text = text_get(r->lang, "casework.designer.list"),
                                .to = HREF_TO("/admin/processes")};
    if (v) {
        const str no = number(r, v->no);
        to[n++] =
            (struct web_link){.text = v->code, .to = HREF(r->c.mem, "/admin/processes/{}", v->code)};
        if (here.n)
            to[n++] = (struct web_link){
                .text = text_fmt(r->c.mem, r->lang, "casework.designer.version_no", &no, 1),
                .to = casework__version_href(r->c.mem, v, "")};
    }
    return (struct web_links){to, n};
}

/* ---- what the checks say ---- */

/* "/steps/2/actions/0/to": the page where that action is edited. */
static href page_of(struct req *r, const struct designed *d, str at)
{
    struct str_cut cut = str_cut(str_sub(at, 1, at.n), '/');
    int64_t s = 0, a = 0;
    if (!str_eq(cut.head, S("steps")))
        return casework__version_href(r->c.mem, &d->v, str_eq(cut.head, S("time")) ? "/head" : "/text");
    cut = str_cut(cut.tail, '/');
    if (!str_to_i64(cut.head, &s) || s >= d->def.steps.n)
        return casework__version_href(r->c.mem, &d->v, "/text");
    const str key = d->def.steps.v[s].key;
    cut = str_cut(cut.tail, '/');
    const bool action = str_eq(cut.head, S("actions")) && str_to_i64(str_cut(cut.tail, '/').head, &a);
    return action
               ? HREF(r->c.mem, "/admin/processes/{}/{}/steps/{}/{}", d->v.code, number(r, d->v.no),
                      key, number(r, a))
               : HREF(r->c.mem, "/admin/processes/{}/{}/steps/{}", d->v.code, number(r, d->v.no), key);
}

/* "Tiếp nhận, refuse: …": whose fault it is, where it is a step's or an action's. */
static str fault_text(struct req *r, const struct designed *d, const struct fault *f)
{
    str args[3];
    for (int i = 0; i < 3; i++) { /* a status by its name */
        enum work_status s;
        args[i] = f->args[i].p && work_status_parse(f->args[i], &s) ? words_status(r->lang, s).text
                                                                    : f->args[i];
    }
    const str said = text_fmt(r->c.mem, r->lang, f->key, args, 3);
    const struct str_cut steps = str_cut(str_sub(f->field, 1, f->field.n), '/'),
                         step = str_cut(steps.tail, '/'), list = str_cut(step.tail, '/');
    int64_t n = 0, a = 0;
    if (!str_eq(steps.head, S("steps")) || !str_to_i64(step.head, &n) || n >= d->def.steps.n)
        return str_fmt(r->c.mem, "%.*s: %.*s", STR_ARG(f->field), STR_ARG(said));
    const struct def_step *at = &d->def.steps.v[n];
    if (str_eq(list.head, S("actions")) && str_to_i64(str_cut(list.tail, '/').head, &a) &&
        a < at->actions.n)
        return str_fmt(r->c.mem, "%.*s, %.*s: %.*s", STR_ARG(at->name), STR_ARG(at->actions.v[a].code),
                       STR_ARG(said));
    return str_fmt(r->c.mem, "%.*s: %.*s", STR_ARG(at->name), STR_ARG(said));
}

enum rc casework__faults(struct req *r, const struct designed *d,
                         const struct process_fault_row **ret_rows, ptrdiff_t *ret_n)
{
    struct fault *kept = r->c.faults;
    ptrdiff_t n = 0;
    r->c.faults = NULL;
    enum rc rc = process_check(&r->c, &d->def);
    if (!rc || rc == RC_INVALID)
        rc = process_check_staff(&r->c, &d->def);
    for (const struct fault *f = r->c.faults; f; f = f->next)
        n++;
    struct process_fault_row *rows = NEW_N(r->c.mem, struct process_fault_row, n);
    n = 0;
    for (const struct fault *f = r->c.faults; f; f = f->next)
        rows[n++] = (struct process_fault_row){fault_text(r, d, f), page_of(r, d, f->field)};
    r->c.faults = kept;
    *ret_rows = rows;
    *ret_n = n;
    return rc == RC_INVALID ? RC_OK : rc;
}

struct web_notice casework__checked(struct req *r, ptrdiff_t faults)
{
    const str n = number(r, faults);
    return faults ? (struct web_notice){.tone = S("bad"),
                                        .icon = S("warn"),
                                        .text = text_fmt(r->c.mem, r->lang, "casework.designer.faults",
                                                         &n, 1)}
                  : (struct web_notice){.tone = S("ok"),
                                        .icon = S("check"),
                                        .text = text_get(r->lang, "casework.designer.sound")};
}

/* ---- steps ---- */

static void join(struct buf *b, str word)
{
    if (b->n)
        buf_add_c(b, ", ");
    buf_add(b, word);
}

static str statuses_text(struct req *r, unsigned set)
{
    struct buf b = buf_new(r->c.mem, 4096);
    for (int s = 0; s < WORK_STATUS_COUNT; s++)
        if (set >> s & 1u)
            join(&b, words_status(r->lang, (enum work_status)s).text);
    return buf_str(&b);
}

static str fill(struct req *r, const char *key, str a)
{
    return text_fmt(r->c.mem, r->lang, key, &a, 1);
}

static str needs_text(struct req *r, const struct def_action *a)
{
    struct buf b = buf_new(r->c.mem, 64 * 1024);
    if (a->automatic)
        join(&b, text_get(r->lang, "casework.designer.automatic"));
    if (a->by == TAKEN_BY_APPLICANT)
        join(&b, text_get(r->lang, "casework.designer.applicant"));
    if (a->when)
        join(&b, str_fmt(r->c.mem, "%.*s = %.*s", STR_ARG(a->when->fact),
                         STR_ARG(str_join(r->c.mem, a->when->is.v, a->when->is.n, S(" / ")))));
    if (a->needs_note)
        join(&b, text_get(r->lang, "casework.designer.note"));
    if (a->needs_file)
        join(&b, text_get(r->lang, "casework.designer.file"));
    for (ptrdiff_t i = 0; i < a->reasons.n; i++)
        join(&b, fill(r, "casework.designer.one_reason", a->reasons.v[i].name));
    for (ptrdiff_t i = 0; i < a->papers.n; i++)
        join(&b, fill(r, "casework.designer.one_paper", a->papers.v[i]));
    if (a->clock)
        join(&b, text_get(r->lang, str_c(r->c.mem, str_fmt(r->c.mem, "casework.action.clock.%.*s",
                                                           STR_ARG(process_clock_word(a->clock))))));
    return b.n ? buf_str(&b) : S("–");
}

static struct process_action_row action_row(struct req *r, const struct designed *d,
                                            const struct def_step *s, ptrdiff_t i)
{
    const struct def_action *a = &s->actions.v[i];
    const struct def_step *to = a->to.n ? process_def_step(&d->def, a->to) : NULL;
    const str status = words_status(r->lang, a->status).text;
    struct process_action_row row = {
        .what = a->label.n ? a->label : a->code,
        .from = statuses_text(r, a->from),
        .to = a->to.n ? str_fmt(r->c.mem, "%.*s: %.*s", STR_ARG(to ? to->name : a->to), STR_ARG(status))
                      : status,
        .needs = needs_text(r, a)};
    if (d->v.state == PROCESS_DRAFT)
        row.edit = HREF(r->c.mem, "/admin/processes/{}/{}/steps/{}/{}", d->v.code, number(r, d->v.no),
                        s->key, number(r, i));
    return row;
}

static str place_text(struct req *r, str place)
{
    if (str_has(place, S(":")))
        return place;
    return text_get(r->lang,
                    str_c(r->c.mem, str_fmt(r->c.mem, "casework.step.place.%.*s", STR_ARG(place))));
}

static str role_text(struct req *r, enum role role)
{
    return text_get(r->lang,
                    str_c(r->c.mem, str_fmt(r->c.mem, "casework.step.role.%s", role_word(role))));
}

static void step_row(struct req *r, const struct designed *d, ptrdiff_t i, struct process_step_row *row)
{
    const struct def_step *s = &d->def.steps.v[i];
    const str minutes = number(r, s->minutes);
    struct process_action_row *actions = NEW_N(r->c.mem, struct process_action_row, s->actions.n);
    for (ptrdiff_t a = 0; a < s->actions.n; a++)
        actions[a] = action_row(r, d, s, a);
    const str who[] = {role_text(r, s->role), place_text(r, s->place),
                       text_fmt(r->c.mem, r->lang, "casework.designer.minutes", &minutes, 1)};
    *row = (struct process_step_row){.heading = str_fmt(r->c.mem, "%td. %.*s", i + 1, STR_ARG(s->name)),
                                     .who = str_join(r->c.mem, who, 3, S(" · ")),
                                     .actions = actions,
                                     .actions_n = s->actions.n};
    if (d->v.state != PROCESS_DRAFT)
        return;
    row->edit =
        HREF(r->c.mem, "/admin/processes/{}/{}/steps/{}", d->v.code, number(r, d->v.no), s->key);
    row->add =
        HREF(r->c.mem, "/admin/processes/{}/{}/steps/{}/new", d->v.code, number(r, d->v.no), s->key);
}

static str step_name(const struct designed *d, str key)
{
    const struct def_step *s = process_def_step(&d->def, key);
    return s ? s->name : key;
}

static str hold_text(struct req *r, const struct def_hold *h)
{
    struct due_rule limit;
    BUG_IF(!due_rule_parse(h->limit, &limit));
    const str args[] = {h->name, h->article, due_rule_text(r->c.mem, r->lang, limit)};
    return text_fmt(r->c.mem, r->lang,
                    h->consult ? "casework.designer.hold_consult" : "casework.designer.hold", args, 3);
}

static void rules_view(struct req *r, const struct designed *d, struct process_version_view *view)
{
    const struct process_def *def = &d->def;
    ptrdiff_t n = def->guards.n + def->facts.n + def->holds.n;
    for (ptrdiff_t i = 0; i < def->parallel.n; i++)
        n += def->parallel.v[i].parts.n;
    str *rules = NEW_N(r->c.mem, str, n);
    n = 0;
    for (ptrdiff_t i = 0; i < def->guards.n; i++) {
        const str args[] = {step_name(d, def->guards.v[i].a), step_name(d, def->guards.v[i].b)};
        rules[n++] = text_fmt(r->c.mem, r->lang,
                              def->guards.v[i].waivable ? "casework.designer.guard_waivable"
                                                        : "casework.designer.guard",
                              args, 2);
    }
    for (ptrdiff_t i = 0; i < def->parallel.n; i++)
        for (ptrdiff_t p = 0; p < def->parallel.v[i].parts.n; p++) {
            const str args[] = {step_name(d, def->parallel.v[i].at), def->parallel.v[i].parts.v[p].name,
                                place_text(r, def->parallel.v[i].parts.v[p].place)};
            rules[n++] = text_fmt(r->c.mem, r->lang,
                                  def->parallel.v[i].join == JOIN_ALL ? "casework.designer.part_all"
                                                                      : "casework.designer.part_lead",
                                  args, 3);
        }
    for (ptrdiff_t i = 0; i < def->facts.n; i++)
        rules[n++] = fill(r, "casework.designer.fact", def->facts.v[i].name);
    for (ptrdiff_t i = 0; i < def->holds.n; i++)
        rules[n++] = hold_text(r, &def->holds.v[i]);
    view->rules = rules;
    view->rules_n = n;
}

void casework__steps_view(struct req *r, const struct designed *d, struct process_version_view *view)
{
    struct process_step_row *steps = NEW_N(r->c.mem, struct process_step_row, d->def.steps.n);
    for (ptrdiff_t i = 0; i < d->def.steps.n; i++)
        step_row(r, d, i, &steps[i]);
    view->steps = steps;
    view->steps_n = d->def.steps.n;
    if (d->v.state == PROCESS_DRAFT)
        view->add_step = casework__version_href(r->c.mem, &d->v, "/steps/new");
    rules_view(r, d, view);
}

/* ---- forms ---- */

struct process_form_view casework__form(struct req *r, const struct form *f,
                                        const struct process_version *v, href action)
{
    const char *name = str_c(r->c.mem, str_fmt(r->c.mem, "%sheading", f->name));
    return (struct process_form_view){
        .crumbs = casework__crumbs(r, v, S("x")),
        .errors = req_errors(r),
        .heading = text_get(r->lang, name),
        .button = text_get(r->lang, str_c(r->c.mem, str_fmt(r->c.mem, "%sbutton", f->name))),
        .version = v ? number(r, r->version ? r->version : v->edit) : STR_NONE,
        .action = action,
        .fields = form_fields(r, f, &r->values),
    };
}

enum rc casework__show_form(struct req *r, const struct process_form_view *view)
{
    const struct page page = {.title = "casework.designer.title",
                              .title_arg = view->heading,
                              .section = "processes",
                              .layout = LAYOUT_STAFF};
    return show_page(r, &page, tpl_casework_form, view);
}
