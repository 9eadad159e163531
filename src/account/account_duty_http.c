/*
 * account_duty_http.c - who is on duty at the counters of a one-stop unit, a week on a page. All
 * staff may look; the head of the unit, the leaders of its agency and administrators decide.
 * Days that are over stay as they were. Counters and published hours are the administrator's.
 */
#include "account/account_page_view.h"

#include "account/account_tpl.h"
#include "org/org.h"

#define WEEK 7
#define REPEAT_MAX 8 /* weeks after this one: one unit of work stays short */

struct week {
    struct unit unit;
    date first, today;
    struct counter *counters;
    ptrdiff_t counters_n;
    struct staff_member *staff;
    ptrdiff_t staff_n;
    struct duty *duties; /* of this week and those it may be repeated in */
    ptrdiff_t duties_n;
    struct unit_hours *hours;
    ptrdiff_t hours_n;
};

/* ---- forms ---- */

struct look_in {
    date week;
    bool saved;
};
static const struct field look_fields[] = {
    {"week", F_DATE, .hidden = true, .at = offsetof(struct look_in, week)},
    {"saved", F_BOOL, .hidden = true, .at = offsetof(struct look_in, saved)},
    {0}};
static const struct form look_form = {"account.duty.", look_fields, sizeof(struct look_in), NULL};

struct duty_in {
    date week;
    struct form_rows on;
    int64_t repeat;
};
static const struct field duty_fields[] = {
    {"week", F_DATE, .hidden = true, .required = true, .at = offsetof(struct duty_in, week)},
    {"on_*", F_CODE, .max_rows = 200, .at = offsetof(struct duty_in, on)},
    {"repeat", F_INT, .min = 0, .max = REPEAT_MAX, .at = offsetof(struct duty_in, repeat)},
    {0}};
static const struct form duty_form = {"account.duty.", duty_fields, sizeof(struct duty_in), NULL};

struct counter_in {
    str number, name;
};
static const struct field counter_fields[] = {
    {"number", F_CODE, .required = true, .max = 10, .at = offsetof(struct counter_in, number)},
    {"name", F_TEXT, .required = true, .max = 100, .at = offsetof(struct counter_in, name)},
    {0}};
static const struct form counter_form = {"account.duty.", counter_fields, sizeof(struct counter_in),
                                         NULL};

/* ---- the week ---- */

static enum rc find_unit(struct req *r, struct unit *ret_unit)
{
    const enum rc rc = org_unit_by_pub(&r->c, param(r, "pub"), ret_unit);
    return !rc && ret_unit->kind != UNIT_ONE_STOP ? RC_NOT_FOUND : rc;
}

static enum rc read_week(struct req *r, const struct unit *u, date any, struct week *w)
{
    struct ctx *c = &r->c;
    *w = (struct week){.unit = *u, .today = instant_date(c->now)};
    const date day = date_is_none(any) ? w->today : any;
    w->first = date_add(day, 1 - date_weekday(day));
    enum rc rc = org_counter_list(c, w->unit.id, &w->counters, &w->counters_n);
    if (!rc)
        rc = org_unit_staff(c, w->unit.id, w->first.day < w->today.day ? w->today : w->first, &w->staff,
                            &w->staff_n);
    if (!rc)
        rc = org_duty_list(c, w->unit.id, w->first, date_add(w->first, WEEK * (1 + REPEAT_MAX)),
                           &w->duties, &w->duties_n);
    return rc ? rc : org_unit_hours(c, w->unit.id, &w->hours, &w->hours_n);
}

/* RC_DENIED: may look. The head of the unit holds it, whatever their role. */
static enum rc may_set(struct req *r, const struct unit *u)
{
    const struct actor *a = r->who.actor;
    struct staff_post *posts = NULL;
    ptrdiff_t n = 0;
    bool head = false;
    const enum rc rc =
        a->staff ? org_staff_posts(&r->c, a->staff, instant_date(r->c.now), &posts, &n) : RC_OK;
    for (ptrdiff_t i = 0; !rc && i < n; i++)
        head = head || (posts[i].unit == u->id && posts[i].head);
    return rc ? rc
              : authz(a, PERM_DUTY_MANAGE,
                      head                     ? REACH_HELD
                      : a->agency == u->agency ? REACH_AGENCY
                                               : REACH_ALL);
}

static const struct duty *duty_at(const struct week *w, int64_t counter, date day)
{
    for (ptrdiff_t i = 0; i < w->duties_n; i++)
        if (w->duties[i].counter == counter && w->duties[i].day.day == day.day)
            return &w->duties[i];
    return NULL;
}

static str cell_key(struct req *r, const struct counter *x, date day)
{
    return str_fmt(r->c.mem, "%.*s-%.*s", STR_ARG(x->pub), STR_ARG(date_iso(r->c.mem, day)));
}

/* ---- showing ---- */

static struct duty_cell cell(struct req *r, const struct week *w, const struct counter *x, date day)
{
    const struct duty *d = duty_at(w, x->id, day);
    const str label[] = {x->name, text_date(r->c.mem, r->lang, day)};
    struct duty_cell v = {
        .name = str_fmt(r->c.mem, "on_%.*s", STR_ARG(cell_key(r, x, day))),
        .label = text_fmt(r->c.mem, r->lang, "account.duty.cell", label, 2),
        .who = d ? d->name : S("–"),
        .fixed = day.day < w->today.day,
    };
    const bool again = form_value(&r->values, S("repeat")).p != NULL;
    const str typed = again ? form_value(&r->values, v.name) : d ? d->code : STR_NONE;
    struct web_option *o = NEW_N(r->c.mem, struct web_option, w->staff_n + 1);
    o[0] = (struct web_option){.value = S(""), .text = S("–")};
    for (ptrdiff_t i = 0; i < w->staff_n; i++)
        o[i + 1] = (struct web_option){.value = w->staff[i].staff.code,
                                       .text = w->staff[i].staff.name,
                                       .chosen = str_eq(typed, w->staff[i].staff.code)};
    v.id = str_fmt(r->c.mem, "f-%.*s", STR_ARG(v.name));
    v.error = req_error_at(r, v.name);
    v.options = o;
    v.options_n = w->staff_n + 1;
    return v;
}

static void add_days(struct req *r, const struct week *w, struct duty_view *v)
{
    struct duty_day *days = NEW_N(r->c.mem, struct duty_day, WEEK);
    struct duty_row *rows = NEW_N(r->c.mem, struct duty_row, w->counters_n);
    for (int i = 0; i < WEEK; i++) {
        const date day = date_add(w->first, i);
        const str closed = text_get(r->lang, "account.duty.closed");
        const str hours = org_day_hours_text(r->c.mem, w->hours, w->hours_n, i + 1);
        days[i] = (struct duty_day){.weekday = text_weekday(r->lang, day),
                                    .day = text_day(r->c.mem, r->lang, day),
                                    .hours = hours.n || !w->hours_n ? hours : closed};
    }
    for (ptrdiff_t k = 0; k < w->counters_n; k++) {
        struct duty_cell *cells = NEW_N(r->c.mem, struct duty_cell, WEEK);
        for (int i = 0; i < WEEK; i++) {
            cells[i] = cell(r, w, &w->counters[k], date_add(w->first, i));
            cells[i].fixed = cells[i].fixed || !v->may_set;
        }
        rows[k] = (struct duty_row){w->counters[k].name, cells, WEEK};
    }
    v->days = days;
    v->days_n = WEEK;
    v->rows = rows;
    v->rows_n = w->counters_n;
}

static href week_link(struct req *r, const struct week *w, int weeks)
{
    return HREF(r->c.mem, "/work/duty/{}?week={}", w->unit.pub,
                date_iso(r->c.mem, date_add(w->first, WEEK * weeks)));
}

static struct web_fields only(struct req *r, const struct form *f, const char *const *names)
{
    struct web_field *x = NEW_N(r->c.mem, struct web_field, 2);
    ptrdiff_t n = 0;
    for (; names[n]; n++)
        x[n] = form_field(r, f, &r->values, str_of(names[n]));
    return (struct web_fields){x, n};
}

static void add_forms(struct req *r, const struct week *w, struct duty_view *v)
{
    static const char *const repeat[] = {"repeat", NULL}, *const counter[] = {"number", "name", NULL};
    v->action = HREF(r->c.mem, "/work/duty/{}", w->unit.pub);
    v->add = HREF(r->c.mem, "/work/duty/{}/counters", w->unit.pub);
    v->hours = HREF(r->c.mem, "/work/duty/{}/hours", w->unit.pub);
    v->previous = week_link(r, w, -1);
    v->next = week_link(r, w, 1);
    v->from = date_iso(r->c.mem, w->first);
    const str span[] = {text_day(r->c.mem, r->lang, w->first),
                        text_day(r->c.mem, r->lang, date_add(w->first, WEEK - 1))};
    v->week = text_fmt(r->c.mem, r->lang, "account.duty.week.span", span, 2);
    if (v->may_set)
        v->repeat = only(r, &duty_form, repeat);
    if (v->may_add)
        v->counter = only(r, &counter_form, counter);
}

static enum rc unit_show(struct req *r, const struct unit *u)
{
    struct week w;
    struct agency agency;
    date any = DATE_NONE;
    const bool parsed = date_parse(form_value(&r->values, S("week")), &any);
    enum rc rc = read_week(r, u, parsed ? any : DATE_NONE, &w);
    if (!rc)
        rc = org_agency_by_id(&r->c, w.unit.agency, &agency);
    if (rc)
        return rc;
    struct duty_view v = {
        .unit = w.unit.name,
        .agency = agency.name,
        .errors = req_errors(r),
        .saved = r->route->method == GET && form_value(&r->values, S("saved")).n,
        .may_set = may_set(r, &w.unit) == RC_OK,
        .may_add = access_reach(r->who.actor, PERM_ORG_MANAGE) == REACH_ALL,
        .none = !w.counters_n,
        .done = {.tone = S("ok"), .icon = S("check"), .status = true},
    };
    v.done.text = text_get(r->lang, "account.duty.done");
    add_days(r, &w, &v);
    add_forms(r, &w, &v);
    const struct page page = {
        .title = "account.duty.title", .title_arg = v.unit, .layout = LAYOUT_STAFF, .section = "duty"};
    return show_page(r, &page, tpl_account_duty, &v);
}

static enum rc week_show(struct req *r)
{
    struct unit u;
    const enum rc rc = find_unit(r, &u);
    return rc ? rc : unit_show(r, &u);
}

/* One's own agency's; who has none looks for it in the list of units. */
static enum rc own_week(struct req *r)
{
    const struct actor *a = r->who.actor;
    struct unit u;
    const enum rc rc =
        a->agency ? org_unit_one_stop(&r->c, a->agency, instant_date(r->c.now), &u) : RC_NOT_FOUND;
    if (rc == RC_NOT_FOUND)
        return see_other(r, HREF_TO("/admin/units"));
    return rc ? rc : unit_show(r, &u);
}

/* ---- deciding ---- */

struct saving {
    struct req *r;
    const struct week *w;
    const struct form_row *row; /* NULL: nobody */
    const struct counter *counter;
    date day;
};

static enum rc set_day(const struct saving *s, date day)
{
    struct ctx *c = &s->r->c;
    const struct duty *was = duty_at(s->w, s->counter->id, day);
    struct staff who = {.id = 0};
    const str field = str_fmt(c->mem, "on_%.*s", STR_ARG(cell_key(s->r, s->counter, s->day)));
    enum rc rc = s->row ? org_staff_by_code(c, s->row->text, &who) : RC_OK;
    if (rc == RC_NOT_FOUND)
        return fail_at(c, RC_INVALID, field, "org.duty_elsewhere");
    if (rc || (was ? was->staff : 0) == who.id)
        return rc;
    rc = org_duty_set(c, s->counter->id, day, who.id);
    if (rc == RC_INVALID && c->faults)
        c->faults->field = field;
    return rc;
}

/* A day that is over is not sent; the same weekday of later weeks follows this one. */
static enum rc save_cell(const struct saving *s, int64_t repeat)
{
    enum rc rc = RC_OK;
    if (s->day.day < s->w->today.day && s->row)
        return fail_at(&s->r->c, RC_INVALID,
                       str_fmt(s->r->c.mem, "on_%.*s", STR_ARG(cell_key(s->r, s->counter, s->day))),
                       "account.duty.past");
    for (int64_t k = 0; !rc && k <= repeat; k++) {
        const date day = date_add(s->day, (int32_t)(WEEK * k));
        if (day.day >= s->w->today.day)
            rc = set_day(s, day);
    }
    return rc;
}

static const struct form_row *row_of(const struct form_rows *rows, str key)
{
    for (ptrdiff_t i = 0; i < rows->n; i++)
        if (str_eq(rows->v[i].key, key))
            return &rows->v[i];
    return NULL;
}

static enum rc save(struct req *r, const struct week *w, const struct duty_in *in)
{
    const int64_t repeat = in->repeat == FORM_NO_INT ? 0 : in->repeat;
    ptrdiff_t met = 0;
    enum rc rc = RC_OK;
    for (ptrdiff_t k = 0; !rc && k < w->counters_n; k++)
        for (int i = 0; !rc && i < WEEK; i++) {
            struct saving s = {
                .r = r, .w = w, .counter = &w->counters[k], .day = date_add(w->first, i)};
            s.row = row_of(&in->on, cell_key(r, s.counter, s.day));
            met += s.row != NULL;
            rc = save_cell(&s, repeat);
        }
    return rc || met == in->on.n ? rc : fail(&r->c, RC_INVALID, NULL, "account.duty.unknown");
}

static enum rc week_write(struct req *r)
{
    const struct duty_in *in = r->in;
    struct unit u;
    struct week w;
    enum rc rc = find_unit(r, &u);
    if (!rc)
        rc = may_set(r, &u);
    if (!rc)
        rc = read_week(r, &u, in->week, &w);
    if (!rc)
        rc = save(r, &w, in);
    return rc ? rc
              : see_other(r, HREF(r->c.mem, "/work/duty/{}?week={}&saved=1", w.unit.pub,
                                  date_iso(r->c.mem, w.first)));
}

static enum rc counter_write(struct req *r)
{
    const struct counter_in *in = r->in;
    struct unit u;
    int64_t id;
    enum rc rc = org_unit_by_pub(&r->c, param(r, "pub"), &u);
    if (!rc)
        rc = org_counter_add(&r->c, u.id, in->number, in->name, &id);
    return rc ? rc : see_other(r, HREF(r->c.mem, "/work/duty/{}", u.pub));
}

/* ---- published hours ---- */

#define PERIODS 6 /* of a day */

struct hours_in {
    str day[WEEK];
};
#define DAY(n)                                                                                         \
    {                                                                                                  \
        "d" #n, F_TEXT, .max = 100, .hint = "account.hours.hint",                                      \
                        .at = offsetof(struct hours_in, day) + ((n)-1) * sizeof(str)                   \
    }
static const struct field hours_fields[] = {DAY(1), DAY(2), DAY(3), DAY(4),
                                            DAY(5), DAY(6), DAY(7), {0}};
static const struct form hours_form = {"account.hours.", hours_fields, sizeof(struct hours_in), NULL};

static str day_name(struct req *r, int64_t weekday)
{
    return str_fmt(r->c.mem, "d%d", (int)weekday);
}

static enum rc hours_show(struct req *r)
{
    struct unit u;
    struct unit_hours *v;
    ptrdiff_t n;
    enum rc rc = find_unit(r, &u);
    if (!rc)
        rc = org_unit_hours(&r->c, u.id, &v, &n);
    if (rc)
        return rc;
    for (int64_t d = 1; d <= WEEK && r->route->method == GET; d++)
        form_add(r->c.mem, &r->values, day_name(r, d), org_day_hours_text(r->c.mem, v, n, d));
    struct account_form_view view =
        account__form(r, &hours_form, HREF(r->c.mem, "/work/duty/{}/hours", u.pub));
    view.lead = text_fmt(r->c.mem, r->lang, "account.hours.lead", &u.name, 1);
    const struct page page = {
        .title = "account.hours.heading", .layout = LAYOUT_STAFF, .section = "duty"};
    return show_page(r, &page, tpl_account_form, &view);
}

static enum rc hours_write(struct req *r)
{
    const struct hours_in *in = r->in;
    struct unit u;
    struct unit_hours v[WEEK * PERIODS];
    ptrdiff_t n = 0;
    enum rc rc = find_unit(r, &u);
    for (int64_t d = 1; !rc && d <= WEEK; d++) {
        const ptrdiff_t before = n;
        if (!org_day_hours_parse(in->day[d - 1], d, v, before + PERIODS, &n))
            rc = fail_at(&r->c, RC_INVALID, day_name(r, d), "account.hours.wrong");
    }
    if (!rc)
        rc = org_unit_set_hours(&r->c, u.id, v, n);
    return rc ? rc : see_other(r, HREF(r->c.mem, "/work/duty/{}", u.pub));
}

const struct route account_duty_routes[] = {
    {GET, "/work/duty", own_week, .need = PERM_ORG_READ},
    {GET, "/work/duty/:pub", week_show, .need = PERM_ORG_READ, .form = &look_form},
    {POST, "/work/duty/:pub", .write = week_write, .again = week_show, .need = PERM_DUTY_MANAGE,
     .form = &duty_form},
    {POST, "/work/duty/:pub/counters", .write = counter_write, .again = week_show,
     .need = PERM_ORG_MANAGE, .form = &counter_form},
    {GET, "/work/duty/:pub/hours", hours_show, .need = PERM_ORG_MANAGE},
    {POST, "/work/duty/:pub/hours", .write = hours_write, .again = hours_show, .need = PERM_ORG_MANAGE,
     .form = &hours_form},
    {0},
};
