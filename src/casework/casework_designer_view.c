/* casework_designer_view.c - processes in words: states, steps, actions, what the checks say. */
#include "casework/casework_view.h"

#include "casework/casework_words_view.h"
#include "core/buf.h"
#include "core/hash.h"

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

static href below(struct arena *mem, const struct designed *d, const char *kind, str key)
{
    const href at = HREF(mem, "{}", key);
    return (href){str_fmt(mem, "%.*s/%s/%.*s", STR_ARG(casework__version_href(mem, &d->v, "").s), kind,
                          STR_ARG(at.s))};
}

href casework__step_href(struct arena *mem, const struct designed *d, str key)
{
    return below(mem, d, "steps", key);
}

/* "submit.2": the second action of that code; one past the end is new. */
href casework__action_href(struct arena *mem, const struct designed *d, const struct def_step *s,
                           ptrdiff_t action)
{
    const str step = casework__step_href(mem, d, s->key).s;
    int no = 1;
    if (action >= s->actions.n)
        return (href){str_fmt(mem, "%.*s/new", STR_ARG(step))};
    for (ptrdiff_t i = 0; i < action; i++)
        no += str_eq(s->actions.v[i].code, s->actions.v[action].code);
    return (href){str_fmt(mem, "%.*s/%.*s.%d", STR_ARG(step), STR_ARG(s->actions.v[action].code), no)};
}

href casework__fact_href(struct arena *mem, const struct designed *d, str key)
{
    return below(mem, d, "facts", key);
}

href casework__hold_href(struct arena *mem, const struct designed *d, str key)
{
    return below(mem, d, "holds", key);
}

href casework__guard_href(struct arena *mem, const struct designed *d, const struct def_guard *g)
{
    return below(mem, d, "guards", str_fmt(mem, "%.*s.%.*s", STR_ARG(g->a), STR_ARG(g->b)));
}

href casework__part_href(struct arena *mem, const struct designed *d, str at, str key)
{
    return below(mem, d, "parts", str_fmt(mem, "%.*s.%.*s", STR_ARG(at), STR_ARG(key)));
}

/* Keys of forms have 64 letters at most; a longer pair stands there by its hash. */
str casework__when_field(struct arena *mem, str fact, str value)
{
    const str pair = str_fmt(mem, "%.*s.%.*s", STR_ARG(fact), STR_ARG(value));
    const struct digest d = sha256_of(pair);
    return str_fmt(mem, "when_%.*s", STR_ARG(pair.n <= 64 ? pair : digest_hex(mem, &d)));
}

/* The acts every process may have; others bring a label, or are shown by their code. */
str casework__action_name(const struct req *r, const struct def_action *a)
{
    static const struct {
        const char *code, *key;
    } known[] = {
        {"accept", "casework.act.accept"},     {"supplement", "casework.act.supplement"},
        {"complete", "casework.act.complete"}, {"refuse", "casework.act.refuse"},
        {"claim", "casework.act.claim"},       {"submit", "casework.act.submit"},
        {"approve", "casework.act.approve"},   {"send_back", "casework.act.send_back"},
        {"issue", "casework.act.issue"},       {"return", "casework.act.return"},
    };
    for (size_t i = 0; !a->label.n && i < sizeof known / sizeof *known; i++)
        if (str_eq(a->code, str_of(known[i].code)))
            return text_get(r->lang, known[i].key);
    return a->label.n ? a->label : a->code;
}

enum rc casework__designed(struct req *r, struct designed *ret_designed)
{
    struct designed d = {.fresh = false};
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

static const struct def_fact *fact_of(const struct designed *d, str key)
{
    for (ptrdiff_t i = 0; i < d->def.facts.n; i++)
        if (str_eq(d->def.facts.v[i].key, key))
            return &d->def.facts.v[i];
    return NULL;
}

static str value_name(const struct def_fact *f, str key)
{
    for (ptrdiff_t i = 0; f && i < f->values.n; i++)
        if (str_eq(f->values.v[i].key, key))
            return f->values.v[i].name;
    return key;
}

/* A branch in words: the question and its answers. */
str casework__when_text(struct req *r, const struct designed *d, const struct def_when *w)
{
    const struct def_fact *f = fact_of(d, w->fact);
    struct buf b = buf_new(r->c.mem, 64 * 1024);
    for (ptrdiff_t i = 0; i < w->is.n; i++)
        buf_fmt(&b, "%s%.*s", i ? " / " : "", STR_ARG(value_name(f, w->is.v[i])));
    const str args[] = {f ? f->name : w->fact, buf_str(&b)};
    return text_fmt(r->c.mem, r->lang, "casework.designer.branch", args, 2);
}

static str needs_text(struct req *r, const struct designed *d, const struct def_action *a)
{
    struct buf b = buf_new(r->c.mem, 64 * 1024);
    if (a->automatic)
        join(&b, text_get(r->lang, "casework.designer.automatic"));
    if (a->by == TAKEN_BY_APPLICANT)
        join(&b, text_get(r->lang, "casework.designer.applicant"));
    if (a->when)
        join(&b, casework__when_text(r, d, a->when));
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
        .what = casework__action_name(r, a),
        .from = statuses_text(r, a->from),
        .to = a->to.n ? str_fmt(r->c.mem, "%.*s: %.*s", STR_ARG(to ? to->name : a->to), STR_ARG(status))
                      : status,
        .needs = needs_text(r, d, a)};
    if (d->v.state == PROCESS_DRAFT)
        row.edit = casework__action_href(r->c.mem, d, s, i);
    return row;
}

str casework__place_text(struct req *r, str place)
{
    const struct str_cut cut = str_cut(place, ':');
    if (cut.found)
        return str_fmt(
            r->c.mem, "%.*s %.*s",
            STR_ARG(text_get(r->lang, str_eq(cut.head, S("unit")) ? "casework.designer.unit"
                                                                  : "casework.designer.agency")),
            STR_ARG(cut.tail));
    return text_get(r->lang,
                    str_c(r->c.mem, str_fmt(r->c.mem, "casework.step.place.%.*s", STR_ARG(place))));
}

str casework__role_text(struct req *r, enum role role)
{
    return text_get(r->lang,
                    str_c(r->c.mem, str_fmt(r->c.mem, "casework.step.role.%s", role_word(role))));
}

/* What the findings say of one page, in one text. */
static str fault_at(struct req *r, const struct process_findings *all, href page)
{
    struct buf b = buf_new(r->c.mem, 64 * 1024);
    for (ptrdiff_t i = 0; i < all->n; i++)
        if (str_eq(all->v[i].spot.page.s, page.s))
            buf_fmt(&b, "%s%.*s", b.n ? " " : "", STR_ARG(all->v[i].text));
    return b.n ? buf_str(&b) : STR_NONE;
}

static void step_row(struct req *r, const struct designed *d, const struct process_findings *all,
                     ptrdiff_t i, struct process_step_row *row)
{
    const struct def_step *s = &d->def.steps.v[i];
    const str minutes = number(r, s->minutes);
    struct process_action_row *actions = NEW_N(r->c.mem, struct process_action_row, s->actions.n);
    for (ptrdiff_t a = 0; a < s->actions.n; a++) {
        actions[a] = action_row(r, d, s, a);
        actions[a].fault = fault_at(r, all, casework__action_href(r->c.mem, d, s, a));
    }
    const str who[] = {casework__role_text(r, s->role), casework__place_text(r, s->place),
                       text_fmt(r->c.mem, r->lang, "casework.designer.minutes", &minutes, 1)};
    *row =
        (struct process_step_row){.heading = str_fmt(r->c.mem, "%td. %.*s", i + 1, STR_ARG(s->name)),
                                  .who = str_join(r->c.mem, who, 3, S(" · ")),
                                  .actions = actions,
                                  .actions_n = s->actions.n,
                                  .fault = fault_at(r, all, casework__step_href(r->c.mem, d, s->key))};
    if (d->v.state != PROCESS_DRAFT)
        return;
    row->edit = casework__step_href(r->c.mem, d, s->key);
    row->add = casework__action_href(r->c.mem, d, s, s->actions.n);
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

str casework__guard_name(struct req *r, const struct designed *d, const struct def_guard *g)
{
    const str args[] = {step_name(d, g->a), step_name(d, g->b)};
    return text_fmt(r->c.mem, r->lang,
                    g->waivable ? "casework.designer.guard_waivable" : "casework.designer.guard", args,
                    2);
}

static str part_name(struct req *r, const struct designed *d, const struct def_parallel *group,
                     const struct def_part *p)
{
    const str args[] = {step_name(d, group->at), p->name, casework__place_text(r, p->place)};
    return text_fmt(r->c.mem, r->lang,
                    group->join == JOIN_ALL ? "casework.designer.part_all"
                                            : "casework.designer.part_lead",
                    args, 3);
}

static str fact_name(struct req *r, const struct def_fact *f)
{
    struct buf b = buf_new(r->c.mem, 64 * 1024);
    for (ptrdiff_t i = 0; i < f->values.n; i++)
        buf_fmt(&b, "%s%.*s", i ? " / " : "", STR_ARG(f->values.v[i].name));
    const str args[] = {f->name, buf_str(&b)};
    return text_fmt(r->c.mem, r->lang, "casework.designer.fact", args, 2);
}

static void add_rule(struct process_version_view *view, struct process_rule_row *rows, str text,
                     href edit)
{
    rows[view->rules_n++] = (struct process_rule_row){.text = text, .edit = edit};
}

static struct web_links add_links(struct req *r, const struct designed *d)
{
    static const struct {
        const char *key, *below;
    } forms[] = {{"casework.designer.add_fact", "/facts/new"},
                 {"casework.designer.add_guard", "/guards/new"},
                 {"casework.designer.add_part", "/parts/new"},
                 {"casework.designer.add_hold", "/holds/new"},
                 {"casework.designer.edit_shares", "/shares"}};
    struct web_link *v = NEW_N(r->c.mem, struct web_link, 5);
    for (int i = 0; i < 5; i++)
        v[i] = (struct web_link){.text = text_get(r->lang, forms[i].key),
                                 .to = casework__version_href(r->c.mem, &d->v, forms[i].below)};
    return (struct web_links){v, d->v.state == PROCESS_DRAFT ? 5 : 0};
}

static void rules_view(struct req *r, const struct designed *d, const struct process_findings *all,
                       struct process_version_view *view)
{
    const struct process_def *def = &d->def;
    ptrdiff_t n = def->guards.n + def->facts.n + def->holds.n;
    for (ptrdiff_t i = 0; i < def->parallel.n; i++)
        n += def->parallel.v[i].parts.n;
    struct process_rule_row *rows = NEW_N(r->c.mem, struct process_rule_row, n);
    for (ptrdiff_t i = 0; i < def->facts.n; i++)
        add_rule(view, rows, fact_name(r, &def->facts.v[i]),
                 casework__fact_href(r->c.mem, d, def->facts.v[i].key));
    for (ptrdiff_t i = 0; i < def->guards.n; i++)
        add_rule(view, rows, casework__guard_name(r, d, &def->guards.v[i]),
                 casework__guard_href(r->c.mem, d, &def->guards.v[i]));
    for (ptrdiff_t i = 0; i < def->parallel.n; i++)
        for (ptrdiff_t p = 0; p < def->parallel.v[i].parts.n; p++)
            add_rule(view, rows, part_name(r, d, &def->parallel.v[i], &def->parallel.v[i].parts.v[p]),
                     casework__part_href(r->c.mem, d, def->parallel.v[i].at,
                                         def->parallel.v[i].parts.v[p].key));
    for (ptrdiff_t i = 0; i < def->holds.n; i++)
        add_rule(view, rows, hold_text(r, &def->holds.v[i]),
                 casework__hold_href(r->c.mem, d, def->holds.v[i].key));
    for (ptrdiff_t i = 0; i < view->rules_n; i++) {
        rows[i].fault = fault_at(r, all, rows[i].edit);
        if (d->v.state != PROCESS_DRAFT)
            rows[i].edit = HREF_NONE;
    }
    view->rules = rows;
    view->add_rules = add_links(r, d);
}

static void fault_rows(struct req *r, const struct process_findings *all,
                       struct process_version_view *view)
{
    struct process_fault_row *rows = NEW_N(r->c.mem, struct process_fault_row, all->n);
    for (ptrdiff_t i = 0; i < all->n; i++)
        rows[i] = casework__finding_row(r, &all->v[i]);
    view->faults = rows;
    view->faults_n = all->n;
    view->checked = casework__checked(r, all->n);
}

void casework__steps_view(struct req *r, const struct designed *d, const struct process_findings *all,
                          struct process_version_view *view)
{
    struct process_step_row *steps = NEW_N(r->c.mem, struct process_step_row, d->def.steps.n);
    for (ptrdiff_t i = 0; i < d->def.steps.n; i++)
        step_row(r, d, all, i, &steps[i]);
    view->steps = steps;
    view->steps_n = d->def.steps.n;
    if (d->v.state == PROCESS_DRAFT)
        view->add_step = casework__version_href(r->c.mem, &d->v, "/steps/new");
    rules_view(r, d, all, view);
    fault_rows(r, all, view);
}
