/*
 * casework_edit_http.c - editing a draft: its head, a step, an action, or the whole file. Each
 * form is read into the definition, which is written back as one change of the draft. Questions,
 * separation of duties, parts and shares: casework_rules_http.c.
 */
#include "casework/casework_view.h"

#include "casework/casework_words_view.h"

#define NEED PERM_PROCESS_MANAGE
#define FORM_BOXES 64

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
    struct form_values now = {0};
    const enum rc rc = casework__drawn(r, &d);
    if (rc)
        return rc;
    casework__put(r, &now, "name", d.def.name);
    casework__put(r, &now, "time", d.def.time);
    casework__put_bool(r, &now, "template", d.def.is_template);
    if (d.fresh)
        r->values = now;
    struct process_form_view view =
        casework__form(r, &head_form, &d.v, casework__version_href(r->c.mem, &d.v, "/head"));
    return casework__show_edit(r, &d, &view, &now);
}

static enum rc head(struct req *r)
{
    const struct head_in *in = r->in;
    struct designed d;
    struct due_rule rule;
    const enum rc rc = casework__writable(r, &d);
    if (rc)
        return rc;
    if (in->time.n && !due_rule_parse(in->time, &rule))
        return fail(&r->c, RC_INVALID, "time", "casework.rule_unknown");
    d.def.name = in->name;
    d.def.time = in->time.n ? due_rule_write(r->c.mem, rule) : STR_NONE;
    d.def.is_template = in->template;
    return casework__keep(r, &d);
}

/* ---- the whole file ---- */

struct text_in {
    str text;
};
static const struct field text_fields[] = {
    {"text", F_LINES, .required = true, .max = PROCESS_FILE_MAX, .at = offsetof(struct text_in, text)},
    {0}};
static const struct form text_form = {"casework.text.", text_fields, sizeof(struct text_in), NULL};

/* Of the whole file: what was typed against what stands there now, part by part. */
static void differences(struct req *r, const struct designed *d, struct process_form_view *view)
{
    struct fault *kept = r->c.faults;
    struct process_def typed;
    if (process_read(&r->c, form_value(&r->values, S("text")), &typed) == RC_OK) {
        const struct process_changes all = process_diff(r->c.mem, &d->def, &typed);
        view->changes = casework__change_rows(r->c.mem, &all);
        view->changes_n = all.n;
    }
    r->c.faults = kept;
}

static enum rc text_page(struct req *r)
{
    struct designed d;
    const enum rc rc = casework__drawn(r, &d);
    if (rc)
        return rc;
    if (d.fresh)
        casework__put(r, &r->values, "text", d.v.content);
    struct process_form_view view =
        casework__form(r, &text_form, &d.v, casework__version_href(r->c.mem, &d.v, "/text"));
    fields_get(view.fields, "text")->rows = 30;
    if (d.late)
        differences(r, &d, &view);
    return casework__show_edit(r, &d, &view, NULL);
}

static enum rc text(struct req *r)
{
    const struct text_in *in = r->in;
    struct designed d;
    enum rc rc = casework__writable(r, &d);
    if (!rc)
        rc = process_read(&r->c, in->text, &d.def);
    return rc ? rc : casework__keep(r, &d);
}

/* ---- a step ---- */

struct step_in {
    str key, name, who, kind, role, place, place_code;
    int64_t minutes, at;
    bool remove;
};
static const struct field step_fields[] = {
    {"name", F_TEXT, .required = true, .max = 500, .at = offsetof(struct step_in, name)},
    {"key", F_TEXT, .max = 40, .hint = "casework.edit.key.hint", .at = offsetof(struct step_in, key)},
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

/* The step of the path; `new`: one past the end. False: none such. */
static bool step_of(struct req *r, const struct designed *d, ptrdiff_t *ret_at)
{
    const str key = param(r, "key");
    const struct def_step *s = process_def_step(&d->def, key);
    *ret_at = s ? s - d->def.steps.v : d->def.steps.n;
    return s || str_eq(key, S("new"));
}

static void fill_step(struct req *r, const struct def_step *s, ptrdiff_t at, struct form_values *v)
{
    const struct str_cut place = str_cut(s->place, ':');
    casework__put(r, v, "name", s->name);
    casework__put(r, v, "key", s->key);
    casework__put(r, v, "kind", step_kind_word(s->kind));
    casework__put(r, v, "role", str_of(role_word(s->role)));
    casework__put(r, v, "place", place.head);
    casework__put(r, v, "place_code", place.found ? place.tail : STR_NONE);
    casework__put(r, v, "who", s->who);
    form_add_int(r->c.mem, v, S("minutes"), s->minutes);
    form_add_int(r->c.mem, v, S("at"), at + 1);
}

static enum rc step_page(struct req *r)
{
    struct designed d;
    struct form_values now = {0};
    ptrdiff_t at = 0;
    const enum rc rc = casework__drawn(r, &d);
    if (rc)
        return rc;
    d.gone = !step_of(r, &d, &at);
    if (d.gone && d.fresh)
        return RC_NOT_FOUND;
    const bool there = at < d.def.steps.n;
    if (there)
        fill_step(r, &d.def.steps.v[at], at, &now);
    else if (d.fresh)
        form_add_int(r->c.mem, &r->values, S("at"), at + 1);
    if (there && d.fresh)
        r->values = now;
    struct process_form_view view =
        casework__form(r, &step_form, &d.v,
                       casework__step_href(r->c.mem, &d, there ? d.def.steps.v[at].key : S("new")));
    return casework__show_edit(r, &d, &view, there ? &now : NULL);
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
    s->key = in->key.n ? in->key : casework__key_of(r->c.mem, in->name);
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

/* A step has one action at least: the file says so. */
static struct def_actions first_action(struct arena *mem)
{
    struct def_action *a = NEW(mem, struct def_action);
    *a = (struct def_action){
        .code = S("submit"), .from = 1u << WORK_PROCESSING, .status = WORK_PROCESSING};
    return (struct def_actions){a, 1};
}

static enum rc step(struct req *r)
{
    const struct step_in *in = r->in;
    struct designed d;
    ptrdiff_t at = 0;
    enum rc rc = casework__writable(r, &d);
    if (rc)
        return rc;
    if (!step_of(r, &d, &at))
        return RC_NOT_FOUND;
    struct def_step s = at < d.def.steps.n ? d.def.steps.v[at] : (struct def_step){0};
    const str was = s.key;
    rc = read_step(r, in, &s);
    if (rc)
        return rc;
    const struct def_step *same = process_def_step(&d.def, s.key);
    if (same && same - d.def.steps.v != at)
        return fail(&r->c, RC_INVALID, "key", "casework.file.twice");
    if ((in->remove && d.def.steps.n == 1) || (!in->remove && at == PROCESS_STEPS_MAX))
        return fail(&r->c, RC_INVALID, "remove", "casework.file.list");
    if (!s.actions.n)
        s.actions = first_action(r->c.mem);
    place_step(r->c.mem, &d.def, at, (ptrdiff_t)in->at - 1, in->remove ? NULL : &s);
    if (was.n && !in->remove)
        rename_step(&d.def, was, s.key);
    return casework__keep(r, &d);
}

/* ---- an action ---- */

struct action_in {
    str code, label, to, status, clock, by, reasons, papers;
    struct form_rows from, when;
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
    {"when_*", F_BOOL, .max_rows = 64, .at = offsetof(struct action_in, when)},
    {"remove", F_BOOL, .at = offsetof(struct action_in, remove)},
    {0}};
static const struct form action_form = {"casework.action.", action_fields, sizeof(struct action_in),
                                        NULL};

/* "submit.2": the second of that code at its step; `new`: one past the end. False: none such. */
static bool action_of(struct req *r, struct designed *d, struct def_step **ret_step, ptrdiff_t *ret_at)
{
    ptrdiff_t s = 0;
    if (!step_of(r, d, &s) || s == d->def.steps.n)
        return false;
    *ret_step = &d->def.steps.v[s];
    const ptrdiff_t n = (*ret_step)->actions.n;
    for (*ret_at = 0; *ret_at < n; ++*ret_at)
        if (str_ends(casework__action_href(r->c.mem, d, *ret_step, *ret_at).s,
                     str_fmt(r->c.mem, "/%.*s", STR_ARG(param(r, "action")))))
            return true;
    return str_eq(param(r, "action"), S("new"));
}

static str from_name(struct req *r, int status)
{
    const str code = work_status_code((enum work_status)status);
    return str_fmt(r->c.mem, "from_%.*s", STR_ARG(code));
}

static void fill_action(struct req *r, const struct def_action *a, struct form_values *v)
{
    struct arena *mem = r->c.mem;
    casework__put(r, v, "code", a->code);
    casework__put(r, v, "label", a->label);
    for (int s = 0; s < WORK_STATUS_COUNT; s++)
        if (a->from >> s & 1u)
            form_add(mem, v, from_name(r, s), S("1"));
    casework__put(r, v, "to", a->to);
    casework__put(r, v, "status", work_status_code(a->status));
    casework__put(r, v, "clock", process_clock_word(a->clock));
    casework__put(r, v, "by", a->by == TAKEN_BY_APPLICANT ? S("applicant") : S("step"));
    casework__put_bool(r, v, "needs_note", a->needs_note);
    casework__put_bool(r, v, "needs_file", a->needs_file);
    casework__put_bool(r, v, "automatic", a->automatic);
    casework__put(r, v, "reasons", casework__choice_lines(mem, &a->reasons));
    casework__put(r, v, "papers", str_join(mem, a->papers.v, a->papers.n, S(" ")));
    for (ptrdiff_t i = 0; a->when && i < a->when->is.n; i++)
        form_add(mem, v, casework__when_field(mem, a->when->fact, a->when->is.v[i]), S("1"));
}

/* ---- its boxes: a status each, an answer each ---- */

struct boxes {
    struct web_field *v;
    ptrdiff_t n, max;
};

static bool has_box(const struct boxes *b, str name)
{
    for (ptrdiff_t i = 0; i < b->n; i++)
        if (str_eq(b->v[i].name, name))
            return true;
    return false;
}

static void add_when(struct req *r, struct boxes *b, const struct def_fact *f, str value, str words)
{
    const str args[] = {f->name, words}, name = casework__when_field(r->c.mem, f->key, value);
    if (b->n == b->max || has_box(b, name))
        return;
    b->v[b->n] = form_field(r, &action_form, &r->values, name);
    b->v[b->n++].label = text_fmt(r->c.mem, r->lang, "casework.designer.when_one", args, 2);
}

static void add_whens(struct req *r, const struct designed *d, const struct def_action *a,
                      struct boxes *b)
{
    for (ptrdiff_t f = 0; f < d->def.facts.n; f++)
        for (ptrdiff_t i = 0; i < d->def.facts.v[f].values.n; i++)
            add_when(r, b, &d->def.facts.v[f], d->def.facts.v[f].values.v[i].key,
                     d->def.facts.v[f].values.v[i].name);
    /* What no question has any more stays to be seen and taken away. */
    const struct def_when *w = a ? a->when : NULL;
    for (ptrdiff_t i = 0; w && i < w->is.n; i++)
        add_when(r, b, &(struct def_fact){.key = w->fact, .name = w->fact}, w->is.v[i], w->is.v[i]);
}

/* The fields of the form with a box for each open status after the label, and before the last a box
   for each answer of a question. */
static struct web_fields with_boxes(struct req *r, const struct designed *d, const struct def_action *a,
                                    struct web_fields fields)
{
    const ptrdiff_t max = fields.n + WORK_STATUS_COUNT + FORM_BOXES;
    struct boxes b = {NEW_N(r->c.mem, struct web_field, max + 1), 0, max};
    for (ptrdiff_t i = 0; i < fields.n; i++) {
        if (i + 1 == fields.n)
            add_whens(r, d, a, &b);
        b.v[b.n++] = fields.v[i];
        for (int s = 0; i == 1 && s < WORK_STATUS_COUNT; s++) {
            if (!work_status_open((enum work_status)s))
                continue;
            const str status = words_status(r->lang, (enum work_status)s).text;
            b.v[b.n] = form_field(r, &action_form, &r->values, from_name(r, s));
            b.v[b.n++].label = text_fmt(r->c.mem, r->lang, "casework.designer.from_one", &status, 1);
        }
    }
    return (struct web_fields){b.v, b.n};
}

static enum rc action_page(struct req *r)
{
    struct designed d;
    struct form_values now = {0};
    struct def_step *s = NULL;
    ptrdiff_t at = 0;
    const enum rc rc = casework__drawn(r, &d);
    if (rc)
        return rc;
    d.gone = !action_of(r, &d, &s, &at);
    if (!s || (d.gone && d.fresh))
        return RC_NOT_FOUND;
    const bool there = at < s->actions.n;
    if (there) {
        fill_action(r, &s->actions.v[at], &now);
    } else if (d.fresh) {
        casework__put(r, &r->values, "clock", S("none"));
        casework__put(r, &r->values, "by", S("step"));
    }
    if (there && d.fresh)
        r->values = now;
    struct process_form_view view =
        casework__form(r, &action_form, &d.v, casework__action_href(r->c.mem, &d, s, at));
    view.lead = s->name;
    casework__select_step(r, &d, fields_get(view.fields, "to"), "casework.action.stays");
    view.fields = with_boxes(r, &d, there ? &s->actions.v[at] : NULL, view.fields);
    return casework__show_edit(r, &d, &view, there ? &now : NULL);
}

static bool read_words(struct arena *mem, str words, struct def_words *ret)
{
    struct def_words list = {NEW_N(mem, str, words.n / 2 + 1), 0};
    while (words.n) {
        const struct str_cut cut = str_cut(words, ' ');
        bool twice = false;
        for (ptrdiff_t i = 0; i < list.n; i++)
            twice = twice || str_eq(list.v[i], cut.head);
        if (cut.head.n && !process_key_ok(cut.head))
            return false;
        if (cut.head.n && !twice)
            list.v[list.n++] = cut.head;
        words = cut.tail;
    }
    *ret = list;
    return list.n <= 16;
}

/* One ticked answer. False: of another question than those before. */
static bool take_answer(struct req *r, const struct form_rows *rows, str fact, str value,
                        struct def_when *w)
{
    const str box = casework__when_field(r->c.mem, fact, value);
    for (ptrdiff_t i = 0; i < rows->n; i++) {
        if (!rows->v[i].yes || !str_ends(box, rows->v[i].key) || box.n != rows->v[i].key.n + 5)
            continue;
        if (w->fact.n && !str_eq(w->fact, fact))
            return false;
        w->fact = fact;
        if (w->is.n < 16)
            w->is.v[w->is.n++] = value;
        return true;
    }
    return true;
}

/* The ticked answers, all of one question: NULL none. What the action said before, and no question
   has any more, may stay. False: of several questions. */
static bool read_when(struct req *r, const struct designed *d, const struct form_rows *rows,
                      const struct def_when *was, struct def_when **ret_when)
{
    struct def_when *w = NEW(r->c.mem, struct def_when);
    bool one = true, known = false;
    w->is.v = NEW_N(r->c.mem, str, 16);
    for (ptrdiff_t f = 0; f < d->def.facts.n; f++) {
        const struct def_fact *fact = &d->def.facts.v[f];
        for (ptrdiff_t i = 0; i < fact->values.n; i++)
            one = one && take_answer(r, rows, fact->key, fact->values.v[i].key, w);
    }
    for (ptrdiff_t i = 0; was && i < was->is.n; i++, known = false) {
        for (ptrdiff_t k = 0; str_eq(w->fact, was->fact) && k < w->is.n; k++)
            known = known || str_eq(w->is.v[k], was->is.v[i]);
        one = one && (known || take_answer(r, rows, was->fact, was->is.v[i], w));
    }
    *ret_when = w->is.n ? w : NULL;
    return one;
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

static enum rc read_action(struct req *r, const struct designed *d, const struct def_when *was,
                           struct def_action *ret_action)
{
    const struct action_in *in = r->in;
    struct def_action a = {0};
    read_words_of(in, &a);
    if (!a.from)
        return fail(&r->c, RC_INVALID, "from_waiting", "casework.edit.from");
    if (!process_key_ok(a.code))
        return fail(&r->c, RC_INVALID, "code", "casework.file.word");
    if (!casework__read_choices(r->c.mem, in->reasons, &a.reasons))
        return fail(&r->c, RC_INVALID, "reasons", "casework.edit.reasons");
    if (!read_words(r->c.mem, in->papers, &a.papers))
        return fail(&r->c, RC_INVALID, "papers", "casework.file.word");
    if (!read_when(r, d, &in->when, was, &a.when))
        return fail_at(&r->c, RC_INVALID, str_fmt(r->c.mem, "when_%.*s", STR_ARG(in->when.v[0].key)),
                       "casework.edit.branch");
    *ret_action = a;
    return RC_OK;
}

static enum rc action(struct req *r)
{
    const struct action_in *in = r->in;
    struct designed d;
    struct def_step *s = NULL;
    struct def_action a;
    ptrdiff_t at = 0;
    enum rc rc = casework__writable(r, &d);
    if (!rc && !action_of(r, &d, &s, &at))
        rc = RC_NOT_FOUND;
    if (!rc)
        rc = read_action(r, &d, at < s->actions.n ? s->actions.v[at].when : NULL, &a);
    if (rc)
        return rc;
    if ((in->remove && s->actions.n == 1) || (!in->remove && at == 32))
        return fail(&r->c, RC_INVALID, "remove", "casework.file.list");
    const struct process_list list =
        casework__with(r->c.mem, (struct process_list){s->actions.v, s->actions.n}, sizeof a, at,
                       in->remove ? NULL : &a);
    s->actions = (struct def_actions){list.v, list.n};
    return casework__keep(r, &d);
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
