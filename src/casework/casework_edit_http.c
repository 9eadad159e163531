/*
 * casework_edit_http.c - editing a draft: its head, a step, an action, or the whole file. Each
 * form is read into the definition, which is written back as one change of the draft.
 */
#include "casework/casework_view.h"

#include "casework/casework_words_view.h"
#include "core/buf.h"

#define NEED PERM_PROCESS_MANAGE

static href back(struct req *r, const struct designed *d)
{
    return casework__version_href(r->c.mem, &d->v, "");
}

static enum rc keep(struct req *r, const struct designed *d)
{
    const enum rc rc = process_edit(&r->c, d->v.id, r->version, &d->def);
    return rc ? rc : see_other(r, back(r, d));
}

static enum rc draft(struct req *r, struct designed *ret_designed)
{
    const enum rc rc = casework__designed(r, ret_designed);
    return !rc && ret_designed->v.state != PROCESS_DRAFT ? RC_NOT_FOUND : rc;
}

static bool fresh(const struct req *r)
{
    return !r->values.first;
}

static void put(struct req *r, const char *name, str value)
{
    if (value.p)
        form_add(r->c.mem, &r->values, str_of(name), value);
}

static void put_bool(struct req *r, const char *name, bool yes)
{
    if (yes)
        form_add(r->c.mem, &r->values, str_of(name), S("1"));
}

/* ---- the head ---- */

struct head_in {
    str name, time;
    bool template;
};
static const struct field head_fields[] = {
    {"name", F_TEXT, .required = true, .max = 500, .at = offsetof(struct head_in, name)},
    {"time", F_TEXT, .max = 30, .hint = "casework.head.time.hint",
     .at = offsetof(struct head_in, time)},
    {"template", F_BOOL, .at = offsetof(struct head_in, template)},
    {0}};
static const struct form head_form = {"casework.head.", head_fields, sizeof(struct head_in), NULL};

static enum rc head_page(struct req *r)
{
    struct designed d;
    const enum rc rc = draft(r, &d);
    if (rc)
        return rc;
    if (fresh(r)) {
        put(r, "name", d.def.name);
        put(r, "time", d.def.time);
        put_bool(r, "template", d.def.is_template);
    }
    const struct process_form_view view =
        casework__form(r, &head_form, &d.v, casework__version_href(r->c.mem, &d.v, "/head"));
    return casework__show_form(r, &view);
}

static enum rc head(struct req *r)
{
    const struct head_in *in = r->in;
    struct designed d;
    struct due_rule rule;
    const enum rc rc = draft(r, &d);
    if (rc)
        return rc;
    if (in->time.n && !due_rule_parse(in->time, &rule))
        return fail(&r->c, RC_INVALID, "time", "casework.rule_unknown");
    d.def.name = in->name;
    d.def.time = in->time.n ? due_rule_write(r->c.mem, rule) : STR_NONE;
    d.def.is_template = in->template;
    return keep(r, &d);
}

/* ---- the whole file ---- */

struct text_in {
    str text;
};
static const struct field text_fields[] = {
    {"text", F_LINES, .required = true, .max = PROCESS_FILE_MAX, .at = offsetof(struct text_in, text)},
    {0}};
static const struct form text_form = {"casework.text.", text_fields, sizeof(struct text_in), NULL};

static enum rc text_page(struct req *r)
{
    struct designed d;
    const enum rc rc = draft(r, &d);
    if (rc)
        return rc;
    if (fresh(r))
        put(r, "text", d.v.content);
    struct process_form_view view =
        casework__form(r, &text_form, &d.v, casework__version_href(r->c.mem, &d.v, "/text"));
    fields_get(view.fields, "text")->rows = 30;
    return casework__show_form(r, &view);
}

static enum rc text(struct req *r)
{
    const struct text_in *in = r->in;
    struct designed d;
    enum rc rc = draft(r, &d);
    if (!rc)
        rc = process_read(&r->c, in->text, &d.def);
    return rc ? rc : keep(r, &d);
}

/* ---- a step ---- */

struct step_in {
    str key, name, who, kind, role, place, place_code;
    int64_t minutes, at;
    bool remove;
};
static const struct field step_fields[] = {
    {"name", F_TEXT, .required = true, .max = 500, .at = offsetof(struct step_in, name)},
    {"key", F_TEXT, .required = true, .max = 40, .hint = "casework.step.key.hint",
     .at = offsetof(struct step_in, key)},
    {"at", F_INT, .required = true, .min = 1, .max = PROCESS_STEPS_MAX,
     .at = offsetof(struct step_in, at)},
    {"kind", F_CHOICE, .required = true, .choices = "receive|process|approve|issue",
     .at = offsetof(struct step_in, kind)},
    {"role", F_CHOICE, .required = true, .choices = "clerk|officer|leader|control_office|inspector",
     .at = offsetof(struct step_in, role)},
    {"place", F_CHOICE, .required = true,
     .choices = "receiving_unit|receiving_agency|competent_unit|competent_leaders|unit|agency",
     .at = offsetof(struct step_in, place)},
    {"place_code", F_CODE, .max = 40, .hint = "casework.step.place_code.hint",
     .at = offsetof(struct step_in, place_code)},
    {"who", F_TEXT, .max = 500, .at = offsetof(struct step_in, who)},
    {"minutes", F_INT, .required = true, .min = 0, .max = 10000000,
     .at = offsetof(struct step_in, minutes)},
    {"remove", F_BOOL, .at = offsetof(struct step_in, remove)},
    {0}};
static const struct form step_form = {"casework.step.", step_fields, sizeof(struct step_in), NULL};

/* The step of the path; `new`: one past the end. RC_NOT_FOUND: none such. */
static enum rc step_of(struct req *r, const struct designed *d, ptrdiff_t *ret_at)
{
    const str key = param(r, "key");
    const struct def_step *s = process_def_step(&d->def, key);
    *ret_at = s ? s - d->def.steps.v : d->def.steps.n;
    return s || str_eq(key, S("new")) ? RC_OK : RC_NOT_FOUND;
}

static href step_href(struct req *r, const struct designed *d)
{
    return (href){
        str_fmt(r->c.mem, "%.*s/steps/%.*s", STR_ARG(back(r, d).s), STR_ARG(param(r, "key")))};
}

static void fill_step(struct req *r, const struct def_step *s, ptrdiff_t at)
{
    const struct str_cut place = str_cut(s->place, ':');
    put(r, "name", s->name);
    put(r, "key", s->key);
    put(r, "kind", step_kind_word(s->kind));
    put(r, "role", str_of(role_word(s->role)));
    put(r, "place", place.head);
    put(r, "place_code", place.found ? place.tail : STR_NONE);
    put(r, "who", s->who);
    form_add_int(r->c.mem, &r->values, S("minutes"), s->minutes);
    form_add_int(r->c.mem, &r->values, S("at"), at + 1);
}

static enum rc step_page(struct req *r)
{
    struct designed d;
    ptrdiff_t at = 0;
    enum rc rc = draft(r, &d);
    if (!rc)
        rc = step_of(r, &d, &at);
    if (rc)
        return rc;
    if (fresh(r) && at < d.def.steps.n)
        fill_step(r, &d.def.steps.v[at], at);
    else if (fresh(r))
        form_add_int(r->c.mem, &r->values, S("at"), at + 1);
    const struct process_form_view view = casework__form(r, &step_form, &d.v, step_href(r, &d));
    return casework__show_form(r, &view);
}

/* Whoever named the step by its old key names it by the new one. */
static void rename_step(struct process_def *def, str was, str is)
{
    for (ptrdiff_t s = 0; s < def->steps.n; s++)
        for (ptrdiff_t a = 0; a < def->steps.v[s].actions.n; a++)
            if (str_eq(def->steps.v[s].actions.v[a].to, was))
                def->steps.v[s].actions.v[a].to = is;
    for (ptrdiff_t g = 0; g < def->guards.n; g++) {
        if (str_eq(def->guards.v[g].a, was))
            def->guards.v[g].a = is;
        if (str_eq(def->guards.v[g].b, was))
            def->guards.v[g].b = is;
    }
    for (ptrdiff_t p = 0; p < def->parallel.n; p++)
        if (str_eq(def->parallel.v[p].at, was))
            def->parallel.v[p].at = is;
}

/* The list with the step taken out of `from` (past the end: it is new) and put in at `to`. */
static void place_step(struct arena *mem, struct process_def *def, ptrdiff_t from, ptrdiff_t to,
                       const struct def_step *step)
{
    struct def_step *v = NEW_N(mem, struct def_step, def->steps.n + 1);
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < def->steps.n; i++)
        if (i != from)
            v[n++] = def->steps.v[i];
    if (step) {
        to = to > n ? n : to;
        for (ptrdiff_t i = n++; i > to; i--)
            v[i] = v[i - 1];
        v[to] = *step;
    }
    def->steps = (struct def_steps){v, n};
}

static enum rc read_step(struct req *r, const struct step_in *in, struct def_step *s)
{
    static const char *const kinds[] = {"receive", "process", "approve", "issue", NULL};
    const bool named = str_eq(in->place, S("unit")) || str_eq(in->place, S("agency"));
    for (int k = 0; kinds[k]; k++)
        if (str_eq(in->kind, str_of(kinds[k])))
            s->kind = (enum step_kind)k;
    BUG_IF(!role_parse(str_c(r->c.mem, in->role), &s->role));
    s->key = in->key;
    s->name = in->name;
    s->who = in->who;
    s->minutes = in->minutes;
    s->place =
        named ? str_fmt(r->c.mem, "%.*s:%.*s", STR_ARG(in->place), STR_ARG(in->place_code)) : in->place;
    if (!process_key_ok(s->key) || str_eq(s->key, S("new")))
        return fail(&r->c, RC_INVALID, "key", "casework.file.word");
    return process_place_known(s->place) ? RC_OK
                                         : fail(&r->c, RC_INVALID, "place_code", "casework.file.word");
}

static enum rc step(struct req *r)
{
    const struct step_in *in = r->in;
    struct designed d;
    ptrdiff_t at = 0;
    enum rc rc = draft(r, &d);
    if (!rc)
        rc = step_of(r, &d, &at);
    if (rc)
        return rc;
    struct def_step s = at < d.def.steps.n ? d.def.steps.v[at] : (struct def_step){0};
    const str was = s.key;
    const struct def_step *same = process_def_step(&d.def, in->key);
    rc = read_step(r, in, &s);
    if (rc)
        return rc;
    if (same && same - d.def.steps.v != at)
        return fail(&r->c, RC_INVALID, "key", "casework.file.twice");
    if ((in->remove && d.def.steps.n == 1) || (!in->remove && at == PROCESS_STEPS_MAX))
        return fail(&r->c, RC_INVALID, "remove", "casework.file.list");
    if (!s.actions.n) { /* a step has one at least: the file says so */
        static struct def_action first = {
            .code = S_INIT("submit"), .from = 1u << WORK_PROCESSING, .status = WORK_PROCESSING};
        s.actions = (struct def_actions){&first, 1};
    }
    place_step(r->c.mem, &d.def, at, (ptrdiff_t)in->at - 1, in->remove ? NULL : &s);
    if (was.n && !in->remove)
        rename_step(&d.def, was, s.key);
    return keep(r, &d);
}

/* ---- an action ---- */

struct action_in {
    str code, label, to, status, clock, by, reasons, papers, fact, is;
    struct form_rows from;
    bool needs_note, needs_file, automatic, remove;
};
#define STATUSES "waiting|supplement|accepted|processing|approving|approved|issued"
#define ENDS "returned|refused|stopped|forwarded"
static const struct field action_fields[] = {
    {"code", F_TEXT, .required = true, .max = 40, .hint = "casework.action.code.hint",
     .at = offsetof(struct action_in, code)},
    {"label", F_TEXT, .max = 500, .at = offsetof(struct action_in, label)},
    {"from_*", F_BOOL, .max_rows = 20, .at = offsetof(struct action_in, from)},
    {"to", F_TEXT, .max = 40, .hint = "casework.action.to.hint", .at = offsetof(struct action_in, to)},
    {"status", F_CHOICE, .required = true, .choices = STATUSES "|" ENDS, .options = "casework.status.",
     .at = offsetof(struct action_in, status)},
    {"clock", F_CHOICE, .required = true, .choices = "none|start|stop|resume|restart",
     .at = offsetof(struct action_in, clock)},
    {"by", F_CHOICE, .required = true, .choices = "step|applicant",
     .at = offsetof(struct action_in, by)},
    {"needs_note", F_BOOL, .at = offsetof(struct action_in, needs_note)},
    {"needs_file", F_BOOL, .at = offsetof(struct action_in, needs_file)},
    {"automatic", F_BOOL, .at = offsetof(struct action_in, automatic)},
    {"reasons", F_LINES, .max = 8000, .hint = "casework.action.reasons.hint",
     .at = offsetof(struct action_in, reasons)},
    {"papers", F_TEXT, .max = 500, .hint = "casework.action.papers.hint",
     .at = offsetof(struct action_in, papers)},
    {"fact", F_TEXT, .max = 40, .hint = "casework.action.fact.hint",
     .at = offsetof(struct action_in, fact)},
    {"is", F_TEXT, .max = 500, .at = offsetof(struct action_in, is)},
    {"remove", F_BOOL, .at = offsetof(struct action_in, remove)},
    {0}};
static const struct form action_form = {"casework.action.", action_fields, sizeof(struct action_in),
                                        NULL};

static enum rc action_of(struct req *r, const struct designed *d, struct def_step **ret_step,
                         ptrdiff_t *ret_at)
{
    ptrdiff_t s = 0;
    int64_t at = 0;
    const enum rc rc = step_of(r, d, &s);
    if (rc || s == d->def.steps.n)
        return RC_NOT_FOUND;
    *ret_step = &d->def.steps.v[s];
    if (str_eq(param(r, "action"), S("new"))) {
        *ret_at = (*ret_step)->actions.n;
        return RC_OK;
    }
    if (!str_to_i64(param(r, "action"), &at) || at < 0 || at >= (*ret_step)->actions.n)
        return RC_NOT_FOUND;
    *ret_at = (ptrdiff_t)at;
    return RC_OK;
}

static str choice_lines(struct arena *mem, const struct def_choices *list)
{
    struct buf b = buf_new(mem, 64 * 1024);
    for (ptrdiff_t i = 0; i < list->n; i++)
        buf_fmt(&b, "%s%.*s: %.*s", i ? "\n" : "", STR_ARG(list->v[i].key), STR_ARG(list->v[i].name));
    return buf_str(&b);
}

static str from_name(struct req *r, int status)
{
    const str code = work_status_code((enum work_status)status);
    return str_fmt(r->c.mem, "from_%.*s", STR_ARG(code));
}

static void fill_action(struct req *r, const struct def_action *a)
{
    struct arena *mem = r->c.mem;
    put(r, "code", a->code);
    put(r, "label", a->label);
    for (int s = 0; s < WORK_STATUS_COUNT; s++)
        if (a->from >> s & 1u)
            form_add(mem, &r->values, from_name(r, s), S("1"));
    put(r, "to", a->to);
    put(r, "status", work_status_code(a->status));
    put(r, "clock", process_clock_word(a->clock));
    put(r, "by", a->by == TAKEN_BY_APPLICANT ? S("applicant") : S("step"));
    put_bool(r, "needs_note", a->needs_note);
    put_bool(r, "needs_file", a->needs_file);
    put_bool(r, "automatic", a->automatic);
    put(r, "reasons", choice_lines(mem, &a->reasons));
    put(r, "papers", str_join(mem, a->papers.v, a->papers.n, S(" ")));
    if (a->when) {
        put(r, "fact", a->when->fact);
        put(r, "is", str_join(mem, a->when->is.v, a->when->is.n, S(" ")));
    }
}

/* The fields of the form with a box for each open status, after the label. */
static struct web_fields with_from(struct req *r, struct web_fields fields)
{
    struct web_field *v = NEW_N(r->c.mem, struct web_field, fields.n + WORK_STATUS_COUNT);
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < fields.n; i++) {
        v[n++] = fields.v[i];
        for (int s = 0; i == 1 && s < WORK_STATUS_COUNT; s++) {
            if (!work_status_open((enum work_status)s))
                continue;
            const str status = words_status(r->lang, (enum work_status)s).text;
            v[n] = form_field(r, &action_form, &r->values, from_name(r, s));
            v[n++].label = text_fmt(r->c.mem, r->lang, "casework.designer.from_one", &status, 1);
        }
    }
    return (struct web_fields){v, n};
}

static void draw_to(struct req *r, const struct designed *d, struct web_field *x)
{
    struct web_option *v = NEW_N(r->c.mem, struct web_option, d->def.steps.n + 1);
    v[0] = (struct web_option){.value = S(""), .text = text_get(r->lang, "casework.action.stays")};
    for (ptrdiff_t i = 0; i < d->def.steps.n; i++)
        v[i + 1] = (struct web_option){.value = d->def.steps.v[i].key, .text = d->def.steps.v[i].name};
    field_select(r, x, v, d->def.steps.n + 1);
}

static enum rc action_page(struct req *r)
{
    struct designed d;
    struct def_step *s;
    ptrdiff_t at = 0;
    enum rc rc = draft(r, &d);
    if (!rc)
        rc = action_of(r, &d, &s, &at);
    if (rc)
        return rc;
    if (fresh(r) && at < s->actions.n) {
        fill_action(r, &s->actions.v[at]);
    } else if (fresh(r)) {
        put(r, "clock", S("none"));
        put(r, "by", S("step"));
    }
    struct process_form_view view =
        casework__form(r, &action_form, &d.v,
                       (href){str_fmt(r->c.mem, "%.*s/%.*s", STR_ARG(step_href(r, &d).s),
                                      STR_ARG(param(r, "action")))});
    view.lead = s->name;
    draw_to(r, &d, fields_get(view.fields, "to"));
    view.fields = with_from(r, view.fields);
    return casework__show_form(r, &view);
}

/* "key: words", a line each. */
static bool read_choices(struct arena *mem, str lines, struct def_choices *ret)
{
    struct def_choices list = {NEW_N(mem, struct def_choice, lines.n / 2 + 1), 0};
    while (lines.n) {
        const struct str_cut line = str_cut(lines, '\n'), pair = str_cut(line.head, ':');
        const struct def_choice one = {str_trim(pair.head), str_trim(pair.tail)};
        if (str_trim(line.head).n && (!process_key_ok(one.key) || !one.name.n))
            return false;
        if (one.key.n)
            list.v[list.n++] = one;
        lines = line.tail;
    }
    *ret = list;
    return list.n <= 40;
}

static bool read_words(struct arena *mem, str words, struct def_words *ret)
{
    struct def_words list = {NEW_N(mem, str, words.n / 2 + 1), 0};
    while (words.n) {
        const struct str_cut cut = str_cut(words, ' ');
        if (cut.head.n && !process_key_ok(cut.head))
            return false;
        if (cut.head.n)
            list.v[list.n++] = cut.head;
        words = cut.tail;
    }
    *ret = list;
    return list.n <= 16;
}

static void read_words_of(const struct action_in *in, struct def_action *a)
{
    a->code = in->code;
    a->label = in->label;
    a->to = in->to;
    for (ptrdiff_t i = 0; i < in->from.n; i++) {
        enum work_status s;
        if (in->from.v[i].yes && work_status_parse(in->from.v[i].key, &s))
            a->from |= 1u << s;
    }
    BUG_IF(!work_status_parse(in->status, &a->status));
    for (int k = 0; k < CLOCK_COUNT; k++)
        if (str_eq(in->clock, process_clock_word((enum process_clock)k)))
            a->clock = (enum process_clock)k;
    a->by = str_eq(in->by, S("applicant")) ? TAKEN_BY_APPLICANT : TAKEN_BY_STEP;
    a->needs_note = in->needs_note;
    a->needs_file = in->needs_file;
    a->automatic = in->automatic;
}

static enum rc read_action(struct req *r, const struct action_in *in, struct def_action *ret_action)
{
    struct def_action a = {0};
    struct def_when *when = NEW(r->c.mem, struct def_when);
    read_words_of(in, &a);
    if (!a.from)
        return fail(&r->c, RC_INVALID, "from_waiting", "casework.edit.from");
    if (!process_key_ok(a.code))
        return fail(&r->c, RC_INVALID, "code", "casework.file.word");
    if (!read_choices(r->c.mem, in->reasons, &a.reasons))
        return fail(&r->c, RC_INVALID, "reasons", "casework.edit.reasons");
    if (!read_words(r->c.mem, in->papers, &a.papers))
        return fail(&r->c, RC_INVALID, "papers", "casework.file.word");
    if (!read_words(r->c.mem, in->is, &when->is) || (in->fact.n > 0) != (when->is.n > 0))
        return fail(&r->c, RC_INVALID, "is", "casework.edit.branch");
    if (in->fact.n && !process_key_ok(in->fact))
        return fail(&r->c, RC_INVALID, "fact", "casework.file.word");
    when->fact = in->fact;
    a.when = in->fact.n ? when : NULL;
    *ret_action = a;
    return RC_OK;
}

static enum rc action(struct req *r)
{
    const struct action_in *in = r->in;
    struct designed d;
    struct def_step *s;
    struct def_action a;
    ptrdiff_t at = 0, n = 0;
    enum rc rc = draft(r, &d);
    if (!rc)
        rc = action_of(r, &d, &s, &at);
    if (!rc)
        rc = read_action(r, in, &a);
    if (rc)
        return rc;
    if ((in->remove && s->actions.n == 1) || (!in->remove && at == 32))
        return fail(&r->c, RC_INVALID, "remove", "casework.file.list");
    struct def_action *v = NEW_N(r->c.mem, struct def_action, s->actions.n + 1);
    for (ptrdiff_t i = 0; i < s->actions.n || i == at; i++) {
        if (i != at)
            v[n++] = s->actions.v[i];
        else if (!in->remove)
            v[n++] = a;
    }
    s->actions = (struct def_actions){v, n};
    return keep(r, &d);
}

const struct route casework_edit_routes[] = {
    {GET, "/admin/processes/:code/:no/head", head_page, .need = NEED},
    {POST, "/admin/processes/:code/:no/head", .write = head, .again = head_page, .need = NEED,
     .form = &head_form, .flags = ROUTE_VERSION},
    {GET, "/admin/processes/:code/:no/text", text_page, .need = NEED},
    {POST, "/admin/processes/:code/:no/text", .write = text, .again = text_page, .need = NEED,
     .form = &text_form, .flags = ROUTE_VERSION, .body_max = 4 * PROCESS_FILE_MAX},
    {GET, "/admin/processes/:code/:no/steps/:key", step_page, .need = NEED},
    {POST, "/admin/processes/:code/:no/steps/:key", .write = step, .again = step_page, .need = NEED,
     .form = &step_form, .flags = ROUTE_VERSION},
    {GET, "/admin/processes/:code/:no/steps/:key/:action", action_page, .need = NEED},
    {POST, "/admin/processes/:code/:no/steps/:key/:action", .write = action, .again = action_page,
     .need = NEED, .form = &action_form, .flags = ROUTE_VERSION},
    {0}};
