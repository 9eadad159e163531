/*
 * petition_desk_http.c - petitions for staff: lists, what came by other ways, the screen of one with
 * the act chosen, reminders, the number in the national system.
 */
#include "petition/petition_http.h"

#include "access/access.h"
#include "calendar/versions.h"
#include "casework/casework_words_view.h"
#include "petition/petition_tpl.h"
#include "web/page.h"

#define PAGE_ROWS 30

static str number(struct req *r, int64_t n)
{
    return str_fmt(r->c.mem, "%lld", (long long)n);
}

/* What is owed, as a due chip; nothing while nothing is. */
static enum rc due_chip(struct req *r, enum work_status status, instant due, struct web_due *ret)
{
    struct calendar_use use;
    const enum rc rc = calendar_current(&r->c, STR_NONE, &use);
    if (!rc)
        *ret =
            words_due(r->c.mem, r->lang,
                      &(struct words_due_in){.w = use.w,
                                             .status = status == WORK_ISSUED ? WORK_PROCESSING : status,
                                             .due = due,
                                             .finished = INSTANT_NONE,
                                             .since = INSTANT_NONE,
                                             .now = r->c.now});
    return rc;
}

static struct web_tag status_tag(struct req *r, enum work_status s)
{
    struct web_tag tag = words_status(r->lang, s);
    tag.text = petition__words(r, "petition.status.", work_status_code(s));
    return tag;
}

/* ---- lists ---- */

static const char *const list_words[PETITIONS_LISTS] = {"open", "late", "waiting", "done"};

struct list_in {
    str list, after;
};
static const struct field list_fields[] = {
    {"list", F_CHOICE, .choices = "open|late|waiting|done", .at = offsetof(struct list_in, list)},
    {"after", F_CODE, .max = 60, .at = offsetof(struct list_in, after)},
    {0},
};
static const struct form list_form = {"petition.lists.", list_fields, sizeof(struct list_in), NULL};

static enum petition_list which_of(str word)
{
    for (int i = 0; i < PETITIONS_LISTS; i++)
        if (str_eq(word, str_of(list_words[i])))
            return (enum petition_list)i;
    return PETITIONS_OPEN;
}

static void add_tabs(struct req *r, enum petition_list which, struct petition_list_view *v)
{
    struct web_link *tabs = NEW_N(r->c.mem, struct web_link, PETITIONS_LISTS);
    for (int i = 0; i < PETITIONS_LISTS; i++)
        tabs[i] =
            (struct web_link){.text = petition__words(r, "petition.lists.list.", str_of(list_words[i])),
                              .to = HREF(r->c.mem, "/work/petitions?list={}", str_of(list_words[i])),
                              .current = i == (int)which};
    v->tabs = (struct web_group){text_get(r->lang, "petition.list"), {tabs, PETITIONS_LISTS}};
    v->exchange = HREF_TO("/work/petitions/exchange");
    if (which == PETITIONS_LATE)
        v->file = HREF_TO("/work/petitions/late.csv");
}

static enum rc add_rows(struct req *r, const struct petition_rows *all, struct petition_list_view *v)
{
    struct petition_list_row *rows = NEW_N(r->c.mem, struct petition_list_row, all->n);
    enum rc rc = RC_OK;
    for (ptrdiff_t i = 0; !rc && i < all->n; i++) {
        const struct petition_row *p = &all->v[i];
        const str under[] = {p->code, petition__words(r, "petition.channel.", p->channel),
                             words_moment(r->c.mem, r->lang, p->filed_at, r->c.now)};
        rows[i] = (struct petition_list_row){.to = HREF(r->c.mem, "/work/petitions/{}", p->pub),
                                             .title = p->title,
                                             .under = str_join(r->c.mem, under, 3, S(" · ")),
                                             .agency = p->agency,
                                             .step = p->step,
                                             .tag = status_tag(r, p->status),
                                             .has_due = !instant_is_none(p->stage_due_at)};
        if (rows[i].has_due)
            rc = due_chip(r, p->status, p->stage_due_at, &rows[i].due);
    }
    v->rows = rows;
    v->rows_n = all->n;
    return rc;
}

static enum rc list_show(struct req *r)
{
    const struct list_in *in = r->in;
    const enum petition_list which = which_of(in->list);
    const struct str_cut cut = str_cut(in->after, '.');
    struct petition_list_view v = {.empty = {.heading = text_get(r->lang, "petition.list.none"),
                                             .text = text_get(r->lang, "petition.list.none.text")}};
    struct petition_row after;
    struct petition_rows all;
    if (in->after.n &&
        (!str_to_i64(cut.head, &after.stage_due_at.us) || !str_to_i64(cut.tail, &after.id)))
        return RC_NOT_FOUND;
    enum rc rc = petition_list(&r->c, which, in->after.n ? &after : NULL, PAGE_ROWS, &all);
    if (!rc)
        rc = add_rows(r, &all, &v);
    if (rc)
        return rc;
    add_tabs(r, which, &v);
    if (access_reach(r->who.actor, PERM_PETITION_HANDLE) > REACH_NOTHING)
        v.enter = HREF_TO("/work/petitions/new");
    if (all.n == PAGE_ROWS)
        v.more = HREF(r->c.mem, "/work/petitions?list={}&after={}", str_of(list_words[which]),
                      str_fmt(r->c.mem, "%lld.%lld", (long long)all.v[all.n - 1].stage_due_at.us,
                              (long long)all.v[all.n - 1].id));
    const struct page page = {
        .title = "petition.list", .layout = LAYOUT_STAFF, .section = "petition_work"};
    return show_page(r, &page, tpl_petition_list, &v);
}

/* ---- what came by other ways ---- */

struct enter_in {
    str channel, agency, title, body, name, phone, email, address, outside_id;
    bool hide_name;
    instant filed_at;
};
#define AT(member) .at = offsetof(struct enter_in, member)
static const struct field enter_fields[] = {
    {"channel", F_CHOICE, .required = true, .choices = PETITION_CHANNELS, AT(channel)},
    {"agency", F_CODE, .required = true, .max = 40, AT(agency)},
    {"title", F_TEXT, .required = true, .max = 200, AT(title)},
    {"body", F_LINES, .required = true, .max = 6000, AT(body)},
    {"name", F_TEXT, .required = true, .max = 100, AT(name)},
    {"phone", F_TEXT, .max = 20, AT(phone)},
    {"email", F_EMAIL, .max = 120, AT(email)},
    {"address", F_TEXT, .max = 300, AT(address)},
    {"hide_name", F_BOOL, AT(hide_name)},
    {"outside_id", F_CODE, .max = 60, .hint = "petition.enter.outside_id.hint", AT(outside_id)},
    {"filed_at", F_TIME, .hint = "petition.enter.filed_at.hint", AT(filed_at)},
    {0},
};
#undef AT
static const struct form enter_form = {"petition.enter.", enter_fields, sizeof(struct enter_in), NULL};

static enum rc enter_show(struct req *r)
{
    struct petition_form_view v = {.errors = req_errors(r),
                                   .heading = text_get(r->lang, "petition.enter"),
                                   .lead = text_get(r->lang, "petition.enter.lead"),
                                   .fields = form_fields(r, &enter_form, &r->values),
                                   .action = HREF_TO("/work/petitions/new"),
                                   .button = text_get(r->lang, "petition.enter.go")};
    const enum rc rc = petition__agencies(r, fields_get(v.fields, "agency"));
    const struct page page = {
        .title = "petition.enter", .layout = LAYOUT_STAFF, .section = "petition_work"};
    return rc ? rc : show_page(r, &page, tpl_petition_form, &v);
}

static enum rc enter_write(struct req *r)
{
    const struct enter_in *in = r->in;
    struct petition_ref ref;
    const struct petition_in p = {.channel = in->channel,
                                  .matter = S("rule"),
                                  .agency = in->agency,
                                  .title = in->title,
                                  .body = in->body,
                                  .name = in->name,
                                  .phone = in->phone,
                                  .email = in->email,
                                  .address = in->address,
                                  .hide_name = in->hide_name,
                                  .outside_id = in->outside_id,
                                  .filed_at = in->filed_at};
    const enum rc rc = petition_send(&r->c, &p, &ref);
    return rc ? rc : see_other(r, HREF(r->c.mem, "/work/petitions/{}", ref.pub));
}

/* ---- one petition: the act chosen ---- */

struct act_in {
    str action, note, reason, forwarded_to, into, criteria[PETITION_CRITERIA], outcome, answer;
    str public_title, public_text, public_answer;
    bool checked;
};
#define AT(member) .at = offsetof(struct act_in, member)
#define CRITERION(n)                                                                                   \
    {                                                                                                  \
        "criterion_" #n, F_CHOICE, .choices = "met|not|none", .options = "petition.criterion.",        \
                                   .at = offsetof(struct act_in, criteria) + ((n)-1) * sizeof(str)     \
    }
static const struct field act_fields[] = {
    {"action", F_CODE, .required = true, .max = 40, AT(action)},
    {"note", F_LINES, .max = 4000, AT(note)},
    {"reason", F_CODE, .max = 40, AT(reason)},
    {"forwarded_to", F_TEXT, .max = 300, AT(forwarded_to)},
    {"into", F_CODE, .max = 40, .hint = "petition.act.into.hint", AT(into)},
    CRITERION(1),
    CRITERION(2),
    CRITERION(3),
    CRITERION(4),
    CRITERION(5),
    CRITERION(6),
    {"outcome", F_CHOICE, .choices = PETITION_OUTCOMES, AT(outcome)},
    {"answer", F_LINES, .max = 8000, AT(answer)},
    {"public_title", F_TEXT, .max = 200, AT(public_title)},
    {"public_text", F_LINES, .max = 8000, AT(public_text)},
    {"public_answer", F_LINES, .max = 8000, AT(public_answer)},
    {"checked", F_BOOL, AT(checked)},
    {0},
};
#undef AT
static const struct form act_form = {"petition.do.", act_fields, sizeof(struct act_in), NULL};

/* What each action asks for beside note and reason, which the process says. */
static const struct {
    const char *action, *lead;
    const char *fields[10];
} asks[] = {
    {"accept", "petition.lead.accept", {NULL}},
    {"forward", "petition.lead.forward", {"forwarded_to"}},
    {"supplement", "petition.lead.supplement", {NULL}},
    {"refuse", "petition.lead.refuse", {NULL}},
    {"merge", "petition.lead.merge", {"into"}},
    {"submit",
     "petition.lead.submit",
     {"criterion_1", "criterion_2", "criterion_3", "criterion_4", "criterion_5", "criterion_6",
      "outcome", "answer"}},
    {"approve", "petition.lead.approve", {NULL}},
    {"send_back", "petition.lead.send_back", {NULL}},
    {"publish", "petition.lead.publish", {"public_title", "public_text", "public_answer", "checked"}},
    {"withhold", "petition.lead.withhold", {NULL}},
};
#define ASKS ((int)(sizeof asks / sizeof *asks))

static void reason_options(struct req *r, const struct work_action *a, struct web_field *x)
{
    struct web_option *o = NEW_N(r->c.mem, struct web_option, a->reasons.n);
    for (ptrdiff_t i = 0; i < a->reasons.n; i++)
        o[i] = (struct web_option){.value = a->reasons.v[i].key, .text = a->reasons.v[i].name};
    field_radios(r, x, o, a->reasons.n);
    x->optional = false;
}

/* What stands there already is offered to be cut and mended, not typed again. */
static void fill(struct req *r, const struct petition *p)
{
    form_add(r->c.mem, &r->values, S("answer"), p->answer);
    form_add(r->c.mem, &r->values, S("public_title"), p->title);
    form_add(r->c.mem, &r->values, S("public_text"), p->body);
    form_add(r->c.mem, &r->values, S("public_answer"), p->answer);
}

static void draw_act(struct req *r, const struct work_action *a, struct petition_desk_view *v)
{
    struct web_field *x = NEW_N(r->c.mem, struct web_field, 12);
    ptrdiff_t n = 0;
    if (a->reasons.n) {
        x[n] = form_field(r, &act_form, &r->values, S("reason"));
        reason_options(r, a, &x[n++]);
    }
    for (int i = 0; i < ASKS; i++) {
        if (!str_eq(a->code, str_of(asks[i].action)))
            continue;
        v->lead = text_get(r->lang, asks[i].lead);
        for (int k = 0; k < 10 && asks[i].fields[k]; k++) {
            x[n] = form_field(r, &act_form, &r->values, str_of(asks[i].fields[k]));
            x[n++].optional = false;
        }
    }
    x[n] = form_field(r, &act_form, &r->values, S("note"));
    x[n++].optional = !a->needs_note;
    v->fields = (struct web_fields){x, n};
    v->acting = true;
    v->action = a->code;
    v->action_text = petition__words(r, "petition.action.", a->code);
}

/* Beside what the process says: a twin is merged while it is being classified. */
static struct work_action *with_merge(struct req *r, const struct petition *p, struct work_action *all,
                                      ptrdiff_t *n)
{
    struct work_action *v = NEW_N(r->c.mem, struct work_action, *n + 1);
    for (ptrdiff_t i = 0; i < *n; i++)
        v[i] = all[i];
    if (p->work.status == WORK_WAITING && work_is_mine(&p->work, r->who.actor))
        v[(*n)++] = (struct work_action){.code = S("merge")};
    return v;
}

static enum rc add_acts(struct req *r, const struct petition *p, str chosen,
                        struct petition_desk_view *v)
{
    struct work_action *all;
    const struct work_action *which = NULL;
    ptrdiff_t n = 0, links = 0;
    const enum rc rc = work_actions(&r->c, &p->work, &all, &n);
    if (rc)
        return rc;
    all = with_merge(r, p, all, &n);
    struct web_link *tabs = NEW_N(r->c.mem, struct web_link, n);
    for (ptrdiff_t i = 0; i < n; i++) {
        if (all[i].hindrance || all[i].by_applicant) {
            if (all[i].hindrance && !all[i].by_applicant)
                v->hindrance = text_get(r->lang, all[i].hindrance);
            continue;
        }
        if (!which || str_eq(all[i].code, chosen))
            which = &all[i];
        tabs[links++] =
            (struct web_link){.text = petition__words(r, "petition.action.", all[i].code),
                              .to = HREF(r->c.mem, "/work/petitions/{}?act={}", p->pub, all[i].code)};
    }
    if (!work_status_open(p->work.status))
        v->hindrance = text_get(r->lang, "petition.over");
    if (!which)
        return RC_OK;
    v->hindrance = STR_NONE;
    draw_act(r, which, v);
    for (ptrdiff_t i = 0; i < links; i++)
        tabs[i].current = str_eq(tabs[i].text, v->action_text);
    v->acts = (struct web_group){text_get(r->lang, "petition.step"), {tabs, links}};
    return RC_OK;
}

/* ---- one petition: what is known ---- */

static void add_pair(struct petition_pair *v, ptrdiff_t *n, str term, str value)
{
    if (value.n)
        v[(*n)++] = (struct petition_pair){term, value};
}

static void add_facts(struct req *r, const struct petition *p, struct petition_desk_view *v)
{
    struct petition_pair *f = NEW_N(r->c.mem, struct petition_pair, 16);
    struct petition_pair *k = NEW_N(r->c.mem, struct petition_pair, PETITION_CRITERIA + 1);
    ptrdiff_t n = 0;
    add_pair(f, &n, text_get(r->lang, "petition.send.name"), p->name);
    add_pair(f, &n, text_get(r->lang, "petition.send.phone"), p->phone);
    add_pair(f, &n, text_get(r->lang, "petition.send.email"), p->email);
    add_pair(f, &n, text_get(r->lang, "petition.send.address"), p->address);
    if (p->hide_name)
        add_pair(f, &n, text_get(r->lang, "petition.fact.name"),
                 text_get(r->lang, "petition.fact.hidden"));
    add_pair(f, &n, text_get(r->lang, "petition.outside"), p->outside_id);
    add_pair(f, &n, text_get(r->lang, "petition.fact.question"), p->question);
    add_pair(f, &n, text_get(r->lang, "petition.fact.clarified"), p->clarified);
    add_pair(f, &n, text_get(r->lang, "petition.do.forwarded_to"), p->forwarded_to);
    add_pair(f, &n, text_get(r->lang, "petition.fact.ended"), p->ended_reason);
    v->facts = f;
    v->facts_n = n;
    for (ptrdiff_t i = 0; i < p->criteria.n && i < PETITION_CRITERIA; i++) {
        const char mark = p->criteria.p[i];
        const str key = str_fmt(r->c.mem, "criterion_%d", (int)i + 1);
        add_pair(k, &v->criteria_n, petition__words(r, "petition.do.", key),
                 text_get(r->lang, mark == '+'   ? "petition.criterion.met"
                                   : mark == '-' ? "petition.criterion.not"
                                                 : "petition.criterion.none"));
    }
    if (p->outcome.n)
        add_pair(k, &v->criteria_n, text_get(r->lang, "petition.do.outcome"),
                 petition__words(r, "petition.do.outcome.", p->outcome));
    v->criteria = k;
}

static enum rc add_alike(struct req *r, const struct petition *p, struct petition_desk_view *v)
{
    struct petition_alike *all;
    ptrdiff_t n = 0;
    const enum rc rc = p->work.status == WORK_WAITING ? petition_alike(&r->c, p, &all, &n) : RC_OK;
    if (rc)
        return rc;
    struct web_link *links = NEW_N(r->c.mem, struct web_link, n);
    for (ptrdiff_t i = 0; i < n; i++) {
        const str parts[] = {all[i].code, all[i].name,
                             words_moment(r->c.mem, r->lang, all[i].filed_at, r->c.now)};
        links[i] = (struct web_link){.text = str_join(r->c.mem, parts, 3, S(" · ")),
                                     .to = HREF(r->c.mem, "/work/petitions/{}", all[i].pub)};
    }
    v->alike = links;
    v->alike_n = n;
    return RC_OK;
}

struct remind_in {
    str text;
};
static const struct field remind_fields[] = {
    {"text", F_LINES, .required = true, .max = 4000, .at = offsetof(struct remind_in, text)}, {0}};
static const struct form remind_form = {"petition.reminder.", remind_fields, sizeof(struct remind_in),
                                        NULL};
struct note_in {
    str outside_id;
};
static const struct field note_fields[] = {
    {"outside_id", F_CODE, .required = true, .max = 60, .at = offsetof(struct note_in, outside_id)},
    {0}};
static const struct form note_form = {"petition.number.", note_fields, sizeof(struct note_in), NULL};

/* The letter is begun with what is owed; it is the sender's to change. */
static void add_forms(struct req *r, const struct petition *p, struct petition_desk_view *v)
{
    const bool late = !instant_is_none(p->stage_due_at) && p->stage_due_at.us < r->c.now.us;
    struct form_values values = {NULL};
    v->may_remind = late && access_reach(r->who.actor, PERM_PETITION_REMIND) > REACH_NOTHING;
    v->may_note = access_reach(r->who.actor, PERM_PETITION_HANDLE) > REACH_NOTHING;
    v->remind_to = HREF(r->c.mem, "/work/petitions/{}/remind", p->pub);
    v->note_to = HREF(r->c.mem, "/work/petitions/{}/number", p->pub);
    if (v->may_remind) {
        const str args[] = {p->code, p->agency, text_time(r->c.mem, LANG_VI, p->stage_due_at)};
        form_add(r->c.mem, &values, S("text"),
                 text_fmt(r->c.mem, LANG_VI, "petition.reminder.draft", args, 3));
        v->remind = form_fields(r, &remind_form, &values);
    }
    if (v->may_note)
        v->note = form_fields(r, &note_form, &(struct form_values){NULL});
}

static enum rc add_letters(struct req *r, const struct petition *p, struct petition_desk_view *v)
{
    struct petition_reminder *all;
    ptrdiff_t n;
    const enum rc rc = petition_reminders(&r->c, p, &all, &n);
    if (rc)
        return rc;
    struct web_link *links = NEW_N(r->c.mem, struct web_link, n);
    for (ptrdiff_t i = 0; i < n; i++) {
        const str args[] = {number(r, all[i].no), text_time(r->c.mem, r->lang, all[i].sent_at)};
        links[i] =
            (struct web_link){.text = text_fmt(r->c.mem, r->lang, "petition.letters.link", args, 2),
                              .to = HREF(r->c.mem, "/work/petitions/{}/reminders/{}", p->pub, args[0])};
    }
    v->letters = links;
    v->letters_n = n;
    return RC_OK;
}

static enum rc build_desk(struct req *r, const struct petition *p, str chosen,
                          struct petition_desk_view *v)
{
    struct petition_event *events;
    ptrdiff_t n = 0;
    enum rc rc = petition_timeline(&r->c, p, true, &events, &n);
    if (!rc)
        rc = add_acts(r, p, chosen, v);
    if (!rc)
        rc = add_alike(r, p, v);
    if (!rc)
        rc = add_letters(r, p, v);
    if (!rc)
        rc = petition__view_files(r, p, true, &v->files);
    v->has_due = !instant_is_none(p->stage_due_at);
    if (!rc && v->has_due)
        rc = due_chip(r, p->work.status, p->stage_due_at, &v->due);
    if (rc)
        return rc;
    add_facts(r, p, v);
    add_forms(r, p, v);
    v->body = petition__lines(r->c.mem, p->body, &v->body_n);
    v->answer = petition__lines(r->c.mem, p->answer, &v->answer_n);
    v->events = petition__timeline(r, events, n);
    return RC_OK;
}

struct desk_in {
    str act;
};
static const struct field desk_fields[] = {
    {"act", F_CODE, .max = 40, .at = offsetof(struct desk_in, act)}, {0}};
static const struct form desk_form = {"petition.desk.", desk_fields, sizeof(struct desk_in), NULL};

static void fill_head(struct req *r, const struct petition *p, struct petition_desk_view *v)
{
    struct web_link *crumbs = NEW_N(r->c.mem, struct web_link, 2);
    crumbs[0] =
        (struct web_link){.text = text_get(r->lang, "petition.list"), .to = HREF_TO("/work/petitions")};
    crumbs[1] = (struct web_link){.text = p->code, .current = true};
    const str parts[] = {p->agency, petition__words(r, "petition.channel.", p->channel),
                         words_moment(r->c.mem, r->lang, p->filed_at, r->c.now), p->work.step_name};
    v->crumbs = (struct web_links){crumbs, 2};
    v->title = p->title;
    v->line = str_join(r->c.mem, parts, 4, S(" · "));
    v->tag = status_tag(r, p->work.status);
    v->errors = req_errors(r);
    v->version = number(r, p->work.version);
    v->act = HREF(r->c.mem, "/work/petitions/{}/act", p->pub);
}

enum rc petition__desk_show(struct req *r)
{
    const bool first = r->route->method == GET;
    struct petition_desk_view v = {0};
    struct petition p;
    enum rc rc = petition_get(&r->c, param(r, "pub"), &p);
    if (rc)
        return rc;
    if (first)
        fill(r, &p);
    fill_head(r, &p, &v);
    const str chosen =
        first ? ((const struct desk_in *)r->in)->act : form_value(&r->values, S("action"));
    rc = build_desk(r, &p, chosen, &v);
    const struct page page = {.title = "petition.desk.title",
                              .title_arg = p.code,
                              .layout = LAYOUT_STAFF,
                              .section = "petition_work"};
    return rc ? rc : show_page(r, &page, tpl_petition_desk, &v);
}

static enum rc act_write(struct req *r)
{
    const struct act_in *in = r->in;
    struct petition p;
    struct petition_ref ref;
    struct petition_act act = {.seen_version = r->version,
                               .action = in->action,
                               .note = in->note,
                               .reason = in->reason,
                               .forwarded_to = in->forwarded_to,
                               .into = in->into,
                               .outcome = in->outcome,
                               .answer = in->answer,
                               .public_title = in->public_title,
                               .public_text = in->public_text,
                               .public_answer = in->public_answer,
                               .checked = in->checked};
    for (int i = 0; i < PETITION_CRITERIA; i++)
        act.criteria[i] = in->criteria[i];
    enum rc rc = petition_get(&r->c, param(r, "pub"), &p);
    if (!rc)
        rc = petition_do(&r->c, p.id, &act, &ref);
    return rc ? rc : see_other(r, HREF(r->c.mem, "/work/petitions/{}", p.pub));
}

static enum rc remind_write(struct req *r)
{
    const struct remind_in *in = r->in;
    struct petition p;
    enum rc rc = petition_get(&r->c, param(r, "pub"), &p);
    if (!rc)
        rc = petition_remind(&r->c, p.id, in->text);
    return rc ? rc : see_other(r, HREF(r->c.mem, "/work/petitions/{}", p.pub));
}

static enum rc note_write(struct req *r)
{
    const struct note_in *in = r->in;
    struct petition p;
    enum rc rc = petition_get(&r->c, param(r, "pub"), &p);
    if (!rc)
        rc = petition_set_outside(&r->c, p.id, in->outside_id);
    return rc ? rc : see_other(r, HREF(r->c.mem, "/work/petitions/{}", p.pub));
}

/* Beside its link: what is late. */
static enum rc count_late(struct req *r, struct nav_count *ret_count)
{
    *ret_count = (struct nav_count){.late = true};
    return petition_late_count(&r->c, &ret_count->n);
}

const struct nav petition_desk_nav[] = {
    {NAV_STAFF, "petition.nav", "petition.list", "/work/petitions", PERM_PETITION_READ, "petition_work",
     count_late},
    {0},
};

const struct route petition_desk_routes[] = {
    {GET, "/work/petitions", list_show, .need = PERM_PETITION_READ, .form = &list_form},
    {GET, "/work/petitions/new", enter_show, .need = PERM_PETITION_HANDLE},
    {POST, "/work/petitions/new", .need = PERM_PETITION_HANDLE, .form = &enter_form,
     .write = enter_write, .again = enter_show},
    {GET, "/work/petitions/:pub", petition__desk_show, .need = PERM_PETITION_READ, .form = &desk_form},
    {POST, "/work/petitions/:pub/act", .need = PERM_PETITION_HANDLE, .form = &act_form,
     .write = act_write, .again = petition__desk_show, .flags = ROUTE_VERSION},
    {POST, "/work/petitions/:pub/remind", .need = PERM_PETITION_REMIND, .form = &remind_form,
     .write = remind_write, .again = petition__desk_show},
    {POST, "/work/petitions/:pub/number", .need = PERM_PETITION_HANDLE, .form = &note_form,
     .write = note_write, .again = petition__desk_show},
    {0},
};
