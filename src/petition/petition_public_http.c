/*
 * petition_public_http.c - petitions for anybody: where to send them, sending, following one's own
 * by its link, what was answered.
 */
#include "petition/petition_http.h"

#include "access/access.h"
#include "calendar/clock.h"
#include "casework/casework_words_view.h"
#include "org/org.h"
#include "pdf/pdf.h"
#include "petition/petition_tpl.h"
#include "web/page.h"

#define PAGE_ROWS 20
#define SENDS_AN_HOUR 10 /* from one address */

/* ---- answered ones ---- */

struct list_in {
    str before;
};
static const struct field list_fields[] = {
    {"before", F_CODE, .max = 60, .at = offsetof(struct list_in, before)}, {0}};
static const struct form list_form = {"petition.public.", list_fields, sizeof(struct list_in), NULL};

static enum rc add_mine(struct req *r, struct petition_public_view *v)
{
    struct petition_rows mine;
    if (!actor_is_citizen(r->who.actor))
        return RC_OK;
    const enum rc rc = petition_mine(&r->c, &mine);
    if (rc)
        return rc;
    struct web_link *links = NEW_N(r->c.mem, struct web_link, mine.n);
    for (ptrdiff_t i = 0; i < mine.n; i++)
        links[i] = (struct web_link){
            .text = str_fmt(r->c.mem, "%.*s · %.*s", STR_ARG(mine.v[i].code), STR_ARG(mine.v[i].title)),
            .to = HREF(r->c.mem, "/petitions/follow/{}", mine.v[i].pub)};
    v->mine = links;
    v->mine_n = mine.n;
    return RC_OK;
}

/* "1795071600000000.12": moment and row of the last one shown. */
static bool parse_before(str text, struct petition_public *ret)
{
    const struct str_cut cut = str_cut(text, '.');
    return str_to_i64(cut.head, &ret->published_at.us) && str_to_i64(cut.tail, &ret->id);
}

static void add_rows(struct req *r, const struct petition_publics *all, struct petition_public_view *v)
{
    struct petition_public_row *rows = NEW_N(r->c.mem, struct petition_public_row, all->n);
    for (ptrdiff_t i = 0; i < all->n; i++) {
        const struct petition_public *p = &all->v[i];
        const str parts[] = {p->agency, text_day(r->c.mem, r->lang, instant_date(p->answered_at)),
                             p->name.n ? p->name : text_get(r->lang, "petition.hidden_name")};
        rows[i] = (struct petition_public_row){.id = p->code,
                                               .code = p->code,
                                               .title = p->title,
                                               .line = str_join(r->c.mem, parts, 3, S(" · "))};
        rows[i].text = petition__lines(r->c.mem, p->text, &rows[i].text_n);
        rows[i].answer = petition__lines(r->c.mem, p->answer, &rows[i].answer_n);
    }
    v->rows = rows;
    v->rows_n = all->n;
    if (all->n == PAGE_ROWS)
        v->older = HREF(r->c.mem, "/petitions?before={}",
                        str_fmt(r->c.mem, "%lld.%lld", (long long)all->v[all->n - 1].published_at.us,
                                (long long)all->v[all->n - 1].id));
}

static enum rc public_show(struct req *r)
{
    const struct list_in *in = r->in;
    struct petition_public_view v = {.send = HREF_TO("/petitions/new"),
                                     .where = HREF_TO("/petitions/where"),
                                     .empty = {.heading = text_get(r->lang, "petition.public.none"),
                                               .text = text_get(r->lang, "petition.public.none.text")}};
    struct petition_public before;
    struct petition_publics all;
    const bool paged = in->before.n > 0;
    if (paged && !parse_before(in->before, &before))
        return RC_NOT_FOUND;
    enum rc rc = petition_published(&r->c, paged ? &before : NULL, PAGE_ROWS, &all);
    if (!rc)
        rc = add_mine(r, &v);
    if (rc)
        return rc;
    add_rows(r, &all, &v);
    const struct page page = {.title = "petition.public", .section = "petitions"};
    return show_page(r, &page, tpl_petition_public, &v);
}

/* ---- sending ---- */

struct send_in {
    str matter, agency, title, body, name, phone, email, address;
    bool hide_name;
};
#define AT(member) .at = offsetof(struct send_in, member)
static const struct field send_fields[] = {
    {"matter", F_CHOICE, .required = true, .choices = PETITION_MATTERS, AT(matter)},
    {"agency", F_CODE, .required = true, .max = 40, .hint = "petition.send.agency.hint", AT(agency)},
    {"title", F_TEXT, .required = true, .max = 200, AT(title)},
    {"body", F_LINES, .required = true, .max = 6000, .hint = "petition.send.body.hint", AT(body)},
    {"name", F_TEXT, .required = true, .max = 100, .autocomplete = "name", AT(name)},
    {"phone", F_TEXT, .max = 20, .autocomplete = "tel", .hint = "petition.send.phone.hint", AT(phone)},
    {"email", F_EMAIL, .max = 120, .autocomplete = "email", AT(email)},
    {"address", F_TEXT, .max = 300, .autocomplete = "street-address", AT(address)},
    {"hide_name", F_BOOL, AT(hide_name)},
    {0},
};
#undef AT
static const struct form send_form = {"petition.send.", send_fields, sizeof(struct send_in), NULL};

/* How long it takes, as the rules of today say. */
static enum rc promise(struct req *r, str *ret_text)
{
    static const char *const keys[] = {"forward", "process"};
    str args[2], article;
    enum rc rc = RC_OK;
    for (int i = 0; !rc && i < 2; i++) {
        struct due_rule rule;
        str value;
        rc = petition_rule(&r->c, keys[i], instant_date(r->c.now), &value, &article);
        if (!rc && !due_rule_parse(value, &rule))
            rc = RC_FAILED;
        if (!rc)
            args[i] = due_rule_text(r->c.mem, r->lang, rule);
    }
    if (!rc)
        *ret_text = text_fmt(r->c.mem, r->lang, "petition.send.lead", args, 2);
    return rc;
}

static enum rc send_show(struct req *r)
{
    struct petition_form_view v = {.errors = req_errors(r),
                                   .heading = text_get(r->lang, "petition.send"),
                                   .fields = form_fields(r, &send_form, &r->values),
                                   .action = HREF_TO("/petitions/new"),
                                   .where = HREF_TO("/petitions/where"),
                                   .button = text_get(r->lang, "petition.send.go"),
                                   .asks_matter = true};
    enum rc rc = petition__agencies(r, fields_get(v.fields, "agency"));
    if (!rc)
        rc = promise(r, &v.lead);
    const struct page page = {
        .title = "petition.send", .section = "petitions", .layout = LAYOUT_QUESTION};
    return rc ? rc : show_page(r, &page, tpl_petition_form, &v);
}

/* Nobody fills the desks of an authority from one machine. */
static enum rc send_before(struct req *r)
{
    static const struct access_window window = {'p', SENDS_AN_HOUR, HOUR_US};
    const struct access_rate rate = access_rate(&window, req_peer(r), 1, r->c.now);
    return rate.over ? fail(&r->c, RC_INVALID, NULL, "petition.send.too_many") : RC_OK;
}

static enum rc send_write(struct req *r)
{
    const struct send_in *in = r->in;
    struct petition_ref ref;
    const enum rc rc = petition_send(&r->c,
                                     &(struct petition_in){
                                         .channel = S("online"),
                                         .matter = in->matter,
                                         .agency = in->agency,
                                         .title = in->title,
                                         .body = in->body,
                                         .name = in->name,
                                         .phone = in->phone,
                                         .email = in->email,
                                         .address = in->address,
                                         .hide_name = in->hide_name,
                                         .filed_at = INSTANT_NONE,
                                     },
                                     &ref);
    return rc ? rc : see_other(r, HREF(r->c.mem, "/petitions/follow/{}?sent=1", ref.pub));
}

/* ---- following ---- */

struct follow_in {
    bool sent;
};
static const struct field follow_fields[] = {{"sent", F_BOOL, .at = offsetof(struct follow_in, sent)},
                                             {0}};
static const struct form follow_form = {"petition.follow.", follow_fields, sizeof(struct follow_in),
                                        NULL};
struct clarify_in {
    str text;
};
static const struct field clarify_fields[] = {
    {"text", F_LINES, .required = true, .max = 4000, .at = offsetof(struct clarify_in, text)}, {0}};
static const struct form clarify_form = {"petition.clarify.", clarify_fields, sizeof(struct clarify_in),
                                         NULL};

static str line_of(struct req *r, const struct petition *p)
{
    const str due = instant_is_none(p->stage_due_at)
                        ? STR_NONE
                        : words_moment(r->c.mem, r->lang, p->stage_due_at, r->c.now);
    const str next = due.n ? text_fmt(r->c.mem, r->lang, "petition.follow.due", &due, 1) : STR_NONE;
    const str parts[] = {p->agency, next};
    return next.n ? str_join(r->c.mem, parts, 2, S(" · ")) : p->agency;
}

static str ended_of(struct req *r, const struct petition *p)
{
    const str parts[] = {p->forwarded_to, p->ended_reason};
    if (p->work.status == WORK_FORWARDED)
        return text_fmt(r->c.mem, r->lang, "petition.follow.forwarded", parts, 2);
    return p->work.status == WORK_REFUSED ? p->ended_reason : STR_NONE;
}

static struct web_notice sent_notice(struct req *r, const struct petition *p)
{
    return (struct web_notice){.tone = S("ok"),
                               .icon = S("check"),
                               .status = true,
                               .strong =
                                   text_fmt(r->c.mem, r->lang, "petition.follow.sent", &p->code, 1),
                               .text = text_get(r->lang, "petition.follow.keep")};
}

static void fill_follow(struct req *r, const struct petition *p, struct petition_follow_view *v)
{
    v->code = p->code;
    v->title = p->title;
    v->state = petition__state(r, p);
    v->line = line_of(r, p);
    v->done = sent_notice(r, p);
    v->errors = req_errors(r);
    v->asks = p->work.status == WORK_SUPPLEMENT;
    v->question = p->question;
    v->version = str_fmt(r->c.mem, "%lld", (long long)p->work.version);
    v->fields = form_fields(r, &clarify_form, &r->values);
    v->action = HREF(r->c.mem, "/petitions/follow/{}", p->pub);
    v->ended = ended_of(r, p);
    v->body = petition__lines(r->c.mem, p->body, &v->body_n);
    v->answer = petition__lines(r->c.mem, p->answer, &v->answer_n);
}

enum rc petition__follow_show(struct req *r)
{
    const struct follow_in *in = r->route->method == GET ? r->in : NULL;
    struct petition_follow_view v = {.sent = in && in->sent};
    struct petition p;
    struct petition_event *events;
    ptrdiff_t n;
    enum rc rc = petition_follow(&r->c, param(r, "pub"), &p);
    if (!rc)
        rc = petition_timeline(&r->c, &p, false, &events, &n);
    if (!rc)
        rc = petition__view_files(r, &p, false, &v.files);
    if (rc)
        return rc;
    fill_follow(r, &p, &v);
    v.events = petition__timeline(r, events, n);
    const struct page page = {
        .title = "petition.follow.title", .title_arg = p.code, .section = "petitions"};
    return show_page(r, &page, tpl_petition_follow, &v);
}

static enum rc clarify_write(struct req *r)
{
    const struct clarify_in *in = r->in;
    const enum rc rc = petition_clarify(&r->c, param(r, "pub"), r->version, in->text);
    return rc ? rc : see_other(r, HREF(r->c.mem, "/petitions/follow/{}", param(r, "pub")));
}

/* ---- where to send to ---- */

struct contact_in {
    str agency, address, phone, email, web;
};
#define AT(member) .at = offsetof(struct contact_in, member)
static const struct field contact_fields[] = {
    {"agency", F_CODE, .required = true, .max = 40, AT(agency)},
    {"address", F_TEXT, .required = true, .max = 300, AT(address)},
    {"phone", F_TEXT, .max = 40, AT(phone)},
    {"email", F_EMAIL, .max = 120, AT(email)},
    {"web", F_TEXT, .max = 120, AT(web)},
    {0},
};
#undef AT
static const struct form contact_form = {"petition.contact.", contact_fields, sizeof(struct contact_in),
                                         NULL};

/* Agencies that have said where; whoever may say it sees the form below. */
static enum rc add_contacts(struct req *r, struct petition_where_view *v)
{
    struct agencies all;
    enum rc rc = org_agency_list(&r->c, 0, instant_date(r->c.now), &all);
    if (rc)
        return rc;
    struct petition_where_row *rows = NEW_N(r->c.mem, struct petition_where_row, all.n);
    for (ptrdiff_t i = 0; !rc && i < all.n; i++) {
        struct petition_contact k = {0};
        rc = petition_contact_get(&r->c, all.v[i].id, &k);
        if (!rc)
            rows[v->rows_n++] = (struct petition_where_row){
                .agency = all.v[i].name,
                .address = k.address,
                .phone = k.phone,
                .email = k.email,
                .web = k.web,
                .has = true,
                .pdf = HREF(r->c.mem, "/petitions/where/{}", all.v[i].code)};
        rc = rc == RC_NOT_FOUND ? RC_OK : rc;
    }
    v->rows = rows;
    return rc;
}

static enum rc where_show(struct req *r)
{
    struct petition_where_view v = {.edits = access_reach(r->who.actor, PERM_ORG_MANAGE) == REACH_ALL,
                                    .errors = req_errors(r),
                                    .fields = form_fields(r, &contact_form, &r->values),
                                    .action = HREF_TO("/petitions/where")};
    enum rc rc = add_contacts(r, &v);
    if (!rc && v.edits)
        rc = petition__agencies(r, fields_get(v.fields, "agency"));
    const struct page page = {.title = "petition.where", .section = "petitions"};
    return rc ? rc : show_page(r, &page, tpl_petition_where, &v);
}

static enum rc contact_write(struct req *r)
{
    const struct contact_in *in = r->in;
    struct agency a;
    enum rc rc = org_agency_by_code(&r->c, in->agency, instant_date(r->c.now), &a);
    if (rc == RC_NOT_FOUND)
        return fail(&r->c, RC_INVALID, "agency", "petition.wrong.agency");
    const struct petition_contact k = {in->address, in->phone, in->email, in->web};
    if (!rc)
        rc = petition_contact_put(&r->c, a.id, &k);
    return rc ? rc : see_other(r, HREF_TO("/petitions/where"));
}

/* The notice that is posted at each agency (law: address, post, telephone, web, e-mail; the two kinds
   of content; the conditions). */
static enum rc notice_doc(struct req *r)
{
    static const struct pdf_style head = {
        .size_pt10 = 130, .align = PDF_CENTER, .bold = true, .after_pt10 = 60};
    static const struct pdf_style text = {
        .size_pt10 = 130, .align = PDF_JUSTIFY, .indent_mm10 = 100, .before_pt10 = 60};
    struct agency a;
    struct petition_contact k;
    enum rc rc = org_agency_by_code(&r->c, param(r, "code"), instant_date(r->c.now), &a);
    if (!rc)
        rc = petition_contact_get(&r->c, a.id, &k);
    if (rc)
        return rc;
    const str title = text_get(LANG_VI, "petition.notice.heading");
    struct pdf_doc *d = pdf_new(r->c.mem, &pdf_page_document, title, r->c.now);
    pdf_para(d, &head, a.name);
    pdf_heading(d, &head, 1, title);
    pdf_para(d, &text, text_get(LANG_VI, "petition.where.lead"));
    pdf_para(d, &text, text_get(LANG_VI, "petition.where.about_acts"));
    pdf_para(d, &text, text_get(LANG_VI, "petition.where.about_rules"));
    pdf_para(d, &text, text_get(LANG_VI, "petition.where.conditions"));
    pdf_field(d, &text, text_get(LANG_VI, "petition.contact.address"), k.address, false);
    pdf_field(d, &text, text_get(LANG_VI, "petition.contact.phone"), k.phone, false);
    pdf_field(d, &text, text_get(LANG_VI, "petition.contact.email"), k.email, false);
    pdf_field(d, &text, text_get(LANG_VI, "petition.contact.web"), k.web, false);
    r->kept = d;
    return RC_OK;
}

static enum rc notice_paint(struct req *r)
{
    str pdf;
    const enum rc rc = pdf_paint(&r->c, r->kept, &pdf);
    return rc ? rc : show_bytes(r, S("application/pdf"), pdf, STR_NONE);
}

/* ---- for machines ---- */

#define AT(member) .at = offsetof(struct petition_public, member)
static const struct api_field answered_fields[] = {{"code", A_TEXT, AT(code)},
                                                   {"title", A_TEXT, AT(title)},
                                                   {"text", A_TEXT, AT(text)},
                                                   {"answer", A_TEXT, AT(answer)},
                                                   {"sender", A_TEXT, AT(name)},
                                                   {"agency", A_TEXT, AT(agency)},
                                                   {"filedAt", A_TIME, AT(filed_at)},
                                                   {"answeredAt", A_TIME, AT(answered_at)},
                                                   {"publishedAt", A_TIME, AT(published_at)},
                                                   {0}};
#undef AT
static const struct api_table answered_api = {"AnsweredPetition", answered_fields,
                                              sizeof(struct petition_public)};
static const struct api_field answered_list_fields[] = {{"items", A_LIST, .at = 0, .of = &answered_api},
                                                        {0}};
static const struct api_table answered_list_api = {"AnsweredPetitions", answered_list_fields,
                                                   sizeof(struct petition_publics)};

static enum rc answered_api_show(struct req *r)
{
    struct petition_publics all;
    const enum rc rc = petition_published(&r->c, NULL, 100, &all);
    return rc ? rc : show_json(r, 200, &answered_list_api, &all);
}

const struct nav petition_nav[] = {
    {NAV_PUBLIC, NULL, "petition.nav", "/petitions", PERM_PUBLIC, "petitions", NULL},
    {NAV_FOOT, "catalog.nav", "petition.nav.where", "/petitions/where", PERM_PUBLIC, NULL, NULL},
    {0},
};

const struct route petition_routes[] = {
    {GET, "/petitions", public_show, .need = PERM_PUBLIC, .form = &list_form},
    {GET, "/petitions/new", send_show, .need = PERM_PUBLIC},
    {POST, "/petitions/new", .need = PERM_PUBLIC, .form = &send_form, .before = send_before,
     .write = send_write, .again = send_show},
    {GET, "/petitions/follow/:pub", petition__follow_show, .need = PERM_PUBLIC, .form = &follow_form},
    {POST, "/petitions/follow/:pub", .need = PERM_PUBLIC, .form = &clarify_form, .write = clarify_write,
     .again = petition__follow_show, .flags = ROUTE_VERSION},
    {GET, "/petitions/where", where_show, .need = PERM_PUBLIC},
    {POST, "/petitions/where", .need = PERM_ORG_MANAGE, .form = &contact_form, .write = contact_write,
     .again = where_show},
    {GET, "/petitions/where/:code", notice_doc, .need = PERM_PUBLIC, .after = notice_paint,
     .flags = ROUTE_DATA},
    {GET, "/api/v1/petitions/answered", answered_api_show, .need = PERM_PUBLIC, .flags = ROUTE_API,
     .out = &answered_list_api, .doc = "Answered petitions as published, newest first, at most 100"},
    {0},
};
