/*
 * petition_control_http.c - petitions for the office that controls: the times and setting one, the list
 * of late ones as a table, reminders as papers.
 */
#include "petition/petition_http.h"

#include "access/access.h"
#include "calendar/clock.h"
#include "core/csv.h"
#include "pdf/pdf.h"
#include "petition/petition_times.h"
#include "petition/petition_tpl.h"
#include "web/page.h"

#define LATE_MAX 10000
#define LATE_AT_ONCE 500
#define LATE_BYTES ((size_t)8 << 20)

/* ---- times ---- */

struct look_in {
    bool done;
};
static const struct field look_fields[] = {{"done", F_BOOL, .at = offsetof(struct look_in, done)}, {0}};
static const struct form look_form = {"petition.times.", look_fields, sizeof(struct look_in), NULL};

struct time_in {
    str key, unit, article, reason;
    int64_t amount;
    date from;
};
#define AT(member) .at = offsetof(struct time_in, member)
static const struct field time_fields[] = {
    {"key", F_CHOICE, .required = true, .choices = "refuse|forward|ask|process|publish", AT(key)},
    {"amount", F_INT, .required = true, .min = 1, .max = 365, AT(amount)},
    {"unit", F_CHOICE, .required = true, .choices = "wd|d", AT(unit)},
    {"from", F_DATE, .required = true, AT(from)},
    {"article", F_TEXT, .required = true, .max = 300, .hint = "petition.times.article.hint",
     AT(article)},
    {"reason", F_LINES, .required = true, .max = 500, AT(reason)},
    {0},
};
#undef AT
static const struct form time_form = {"petition.times.", time_fields, sizeof(struct time_in), NULL};

/* The newest that has come applies; those before it are over. */
static struct web_tag state_of(struct req *r, const struct petition_time *t, bool *applies)
{
    const bool coming = t->from.day > instant_date(r->c.now).day;
    const bool now = !coming && !*applies;
    *applies = *applies || now;
    return (struct web_tag){.tone = now ? S("ok") : S(""),
                            .text = text_get(r->lang, now      ? "petition.times.state.now"
                                                      : coming ? "petition.times.state.coming"
                                                               : "petition.times.state.over")};
}

static void add_times(struct req *r, const struct petition_time *t, ptrdiff_t n,
                      struct petition_times_view *v)
{
    struct petition_time_row *rows = NEW_N(r->c.mem, struct petition_time_row, n);
    bool applies = false;
    for (ptrdiff_t i = 0; i < n; i++) {
        struct due_rule rule;
        if (!i || !str_eq(t[i].key, t[i - 1].key))
            applies = false;
        rows[i] = (struct petition_time_row){
            .name = petition__words(r, "petition.times.key.", t[i].key),
            .value =
                due_rule_parse(t[i].value, &rule) ? due_rule_text(r->c.mem, r->lang, rule) : t[i].value,
            .from = text_day(r->c.mem, r->lang, t[i].from),
            .article = t[i].article,
            .reason = t[i].reason,
            .state = state_of(r, &t[i], &applies)};
    }
    v->rows = rows;
    v->rows_n = n;
}

static enum rc times_show(struct req *r)
{
    const struct look_in *in = r->route->method == GET ? r->in : NULL;
    struct petition_times_view v = {
        .has_done = in && in->done,
        .done = {.tone = S("ok"),
                 .icon = S("check"),
                 .text = text_get(r->lang, "petition.times.done"),
                 .status = true},
        .manages = authz(r->who.actor, PERM_CATALOG_MANAGE, REACH_ALL) == RC_OK,
        .errors = req_errors(r),
        .fields = form_fields(r, &time_form, &r->values),
        .action = HREF_TO("/admin/petition-times"),
    };
    struct petition_time *t;
    ptrdiff_t n;
    const enum rc rc = petition_times(&r->c, &t, &n);
    if (rc)
        return rc;
    add_times(r, t, n, &v);
    const struct page page = {
        .title = "petition.times", .layout = LAYOUT_STAFF, .section = "petition_times"};
    return show_page(r, &page, tpl_petition_times, &v);
}

/* What is typed in two fields is one value of the rule. */
static void place_faults(struct req *r)
{
    for (struct fault *f = r->c.faults; f; f = f->next)
        if (str_eq(f->field, S("value")))
            f->field = S("amount");
}

static enum rc time_write(struct req *r)
{
    const struct time_in *in = r->in;
    const struct petition_time t = {
        .key = in->key,
        .from = in->from,
        .value = str_fmt(r->c.mem, "%lld %.*s", (long long)in->amount, STR_ARG(in->unit)),
        .article = in->article,
        .reason = in->reason};
    const enum rc rc = petition_time_set(&r->c, &t);
    place_faults(r);
    return rc ? rc : see_other(r, HREF_TO("/admin/petition-times?done=1"));
}

/* ---- late ones as a table ---- */

static str moment(struct arena *mem, instant at)
{
    return instant_is_none(at) ? STR_NONE : instant_iso(mem, at);
}

static void late_head(struct req *r, struct buf *b)
{
    static const char *const cols[] = {
        "petition.late.col.code",    "petition.late.col.title", "petition.late.col.agency",
        "petition.late.col.channel", "petition.late.col.step",  "petition.late.col.filed",
        "petition.late.col.due",     "petition.late.col.days",  "petition.late.col.reminders"};
    str v[9];
    buf_add_c(b, "\xEF\xBB\xBF"); /* spreadsheets take it for UTF-8 then */
    for (int i = 0; i < 9; i++)
        v[i] = text_get(r->lang, cols[i]);
    csv_add(b, v, 9);
}

static void late_row(struct req *r, const struct petition_row *p, struct buf *b)
{
    const int64_t days = instant_date(r->c.now).day - instant_date(p->stage_due_at).day;
    const str v[] = {p->code,
                     p->title,
                     p->agency,
                     petition__words(r, "petition.channel.", p->channel),
                     p->step,
                     moment(r->c.mem, p->filed_at),
                     moment(r->c.mem, p->stage_due_at),
                     str_fmt(r->c.mem, "%lld", (long long)days),
                     str_fmt(r->c.mem, "%lld", (long long)p->reminders)};
    csv_add(b, v, 9);
}

static enum rc late_file(struct req *r)
{
    struct buf b = buf_new(r->c.mem, LATE_BYTES);
    struct petition_rows page = {.n = LATE_AT_ONCE};
    struct petition_row last;
    ptrdiff_t all = 0;
    late_head(r, &b);
    while (page.n == LATE_AT_ONCE && all < LATE_MAX) {
        const enum rc rc =
            petition_list(&r->c, PETITIONS_LATE, all ? &last : NULL, LATE_AT_ONCE, &page);
        if (rc)
            return rc;
        for (ptrdiff_t i = 0; i < page.n; i++)
            late_row(r, &page.v[i], &b);
        if (page.n)
            last = page.v[page.n - 1];
        all += page.n;
    }
    if (buf_full(&b))
        return RC_UNAVAILABLE;
    return show_bytes(r, S("text/csv; charset=utf-8"), buf_str(&b),
                      text_get(r->lang, "petition.late.name"));
}

/* ---- a reminder as a paper ---- */

static const struct petition_reminder *reminder_of(const struct petition_reminder *v, ptrdiff_t n,
                                                   str no)
{
    int64_t wanted;
    for (ptrdiff_t i = 0; str_to_i64(no, &wanted) && i < n; i++)
        if (v[i].no == wanted)
            return &v[i];
    return NULL;
}

static struct pdf_doc *letter_doc(struct req *r, const struct petition *p,
                                  const struct petition_reminder *m)
{
    static const struct pdf_style head = {
        .size_pt10 = 130, .align = PDF_CENTER, .bold = true, .after_pt10 = 60};
    static const struct pdf_style note = {.size_pt10 = 130, .align = PDF_CENTER, .italic = true};
    static const struct pdf_style text = {
        .size_pt10 = 130, .align = PDF_JUSTIFY, .indent_mm10 = 100, .before_pt10 = 60};
    struct arena *mem = r->c.mem;
    const str title = text_get(LANG_VI, "petition.letter.heading");
    const str no = str_fmt(mem, "%lld", (long long)m->no);
    struct pdf_doc *d = pdf_new(mem, &pdf_page_document, title, m->sent_at);
    pdf_para(d, &head, text_get(LANG_VI, "petition.letter.nation"));
    pdf_para(d, &head, text_get(LANG_VI, "petition.letter.motto"));
    pdf_rule_under(d, 60);
    pdf_heading(d, &head, 1, title);
    pdf_para(d, &note, text_fmt(mem, LANG_VI, "petition.letter.no", &no, 1));
    pdf_para(d, &note, text_time(mem, LANG_VI, m->sent_at));
    pdf_field(d, &text, text_get(LANG_VI, "petition.letter.to"), p->agency, false);
    pdf_field(d, &text, text_get(LANG_VI, "petition.letter.code"), p->code, false);
    pdf_field(d, &text, text_get(LANG_VI, "petition.letter.about"), p->title, false);
    pdf_field(d, &text, text_get(LANG_VI, "petition.letter.due"),
              text_time(mem, LANG_VI, m->was_due_at), false);
    pdf_para(d, &text, m->text);
    if (m->by.n)
        pdf_field(d, &text, text_get(LANG_VI, "petition.letter.by"), m->by, false);
    return d;
}

static enum rc letter_read(struct req *r)
{
    struct petition p;
    struct petition_reminder *all;
    ptrdiff_t n = 0;
    enum rc rc = petition_get(&r->c, param(r, "pub"), &p);
    if (!rc)
        rc = petition_reminders(&r->c, &p, &all, &n);
    if (rc)
        return rc;
    const struct petition_reminder *m = reminder_of(all, n, param(r, "no"));
    if (!m)
        return RC_NOT_FOUND;
    r->kept = letter_doc(r, &p, m);
    return RC_OK;
}

const struct nav petition_control_nav[] = {{NAV_STAFF, "catalog.nav", "petition.times",
                                            "/admin/petition-times", PERM_CATALOG_READ,
                                            "petition_times", NULL},
                                           {0}};

const struct route petition_control_routes[] = {
    {GET, "/admin/petition-times", times_show, .need = PERM_CATALOG_READ, .form = &look_form},
    {POST, "/admin/petition-times", .need = PERM_CATALOG_MANAGE, .form = &time_form,
     .write = time_write, .again = times_show},
    {GET, "/work/petitions/late.csv", late_file, .need = PERM_PETITION_READ, .flags = ROUTE_DATA},
    {GET, "/work/petitions/:pub/reminders/:no", letter_read, .after = show_pdf,
     .need = PERM_PETITION_READ, .flags = ROUTE_DATA},
    {0},
};
