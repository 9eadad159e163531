/* notify_http.c - one's own notices and the choice of channels; what was told of one dossier. */
#include "notify/notify_http.h"

#include "access/access.h"
#include "dossier/dossier_read.h"
#include "job/outbox.h"
#include "notify/notify_tpl.h"
#include "notify/notify_words_view.h"
#include "web/page.h"

#define PAGE_ROWS 20

/* ---- choosing ---- */

struct choice_in {
    bool mail, sms, zalo;
    str lang;
};
static const struct field choice_fields[] = {
    {"mail", F_BOOL, .at = offsetof(struct choice_in, mail)},
    {"sms", F_BOOL, .at = offsetof(struct choice_in, sms)},
    {"zalo", F_BOOL, .at = offsetof(struct choice_in, zalo)},
    {"lang", F_CHOICE, .required = true, .choices = "vi|en", .at = offsetof(struct choice_in, lang)},
    {0},
};
static const struct form choice_form = {"notify.choice.", choice_fields, sizeof(struct choice_in),
                                        NULL};

/* A channel nobody speaks to is not offered; the page says so instead. */
static void draw_choice(struct req *r, const struct notice_choice *k, struct notify_inbox_view *v)
{
    static const struct {
        const char *destination, *key;
    } ports[] = {{OUTBOX_SMS, "notify.choice.sms.not_connected"},
                 {OUTBOX_ZALO, "notify.choice.zalo.not_connected"}};
    struct web_field *x = NEW_N(r->c.mem, struct web_field, 4);
    str *missing = NEW_N(r->c.mem, str, 3);
    ptrdiff_t n = 0;
    if (r->route->method == GET) {
        form_add(r->c.mem, &r->values, S("lang"), k->lang == LANG_EN ? S("en") : S("vi"));
        if (k->mail)
            form_add(r->c.mem, &r->values, S("mail"), S("yes"));
    }
    if (!outbox_is_connected(S(OUTBOX_MAIL)))
        missing[v->missing_n++] = text_get(r->lang, "notify.choice.mail.not_connected");
    x[n++] = form_field(r, &choice_form, &r->values, S("mail"));
    for (int i = 0; i < 2; i++)
        if (outbox_is_connected(str_of(ports[i].destination)))
            x[n++] = form_field(r, &choice_form, &r->values, str_of(ports[i].destination));
        else
            missing[v->missing_n++] = text_get(r->lang, ports[i].key);
    x[n++] = form_field(r, &choice_form, &r->values, S("lang"));
    v->choice = (struct web_fields){x, n};
    v->missing = missing;
    v->address = k->address.n ? text_fmt(r->c.mem, r->lang, "notify.choice.address", &k->address, 1)
                              : text_get(r->lang, "notify.choice.no_address");
}

/* ---- the page ---- */

struct inbox_in {
    int64_t before;
};
static const struct field inbox_fields[] = {
    {"before", F_INT, .min = 1, .max = INT64_MAX, .at = offsetof(struct inbox_in, before)}, {0}};
static const struct form inbox_form = {"notify.inbox.", inbox_fields, sizeof(struct inbox_in), NULL};

static void draw_rows(struct req *r, const struct notices *all, struct notify_inbox_view *v)
{
    struct notify_row *rows = NEW_N(r->c.mem, struct notify_row, all->n);
    for (ptrdiff_t i = 0; i < all->n; i++)
        rows[i] = notify__row(r, &all->v[i]);
    v->rows = rows;
    v->rows_n = all->n;
    if (all->n == PAGE_ROWS)
        v->older = HREF(r->c.mem, "/account/notices?before={}",
                        str_fmt(r->c.mem, "%lld", (long long)all->v[all->n - 1].id));
}

static enum rc inbox_show(struct req *r)
{
    const struct inbox_in *in = r->route->method == GET ? r->in : NULL;
    struct notify_inbox_view v = {.errors = req_errors(r),
                                  .save = HREF_TO("/account/notices"),
                                  .read_all = HREF_TO("/account/notices/read")};
    struct notice_choice k;
    struct notices all;
    int64_t unread = 0;
    enum rc rc = notice_choice_get(&r->c, r->who.actor->account, &k);
    if (!rc)
        rc = notice_mine(&r->c, in && in->before != FORM_NO_INT ? in->before : 0, PAGE_ROWS, &all);
    if (!rc)
        rc = notice_unread(&r->c, &unread);
    if (rc)
        return rc;
    v.any_new = unread > 0;
    v.empty = (struct web_empty){.heading = text_get(r->lang, "notify.none"),
                                 .text = text_get(r->lang, "notify.none.text")};
    draw_rows(r, &all, &v);
    draw_choice(r, &k, &v);
    const struct page page = {.title = "notify.inbox",
                              .section = "notices",
                              .layout = r->who.staff ? LAYOUT_STAFF : LAYOUT_PUBLIC};
    return show_page(r, &page, tpl_notify_inbox, &v);
}

static enum rc choice_write(struct req *r)
{
    const struct choice_in *in = r->in;
    const struct notice_choice k = {.mail = in->mail,
                                    .sms = in->sms,
                                    .zalo = in->zalo,
                                    .lang = str_eq(in->lang, S("en")) ? LANG_EN : LANG_VI};
    const enum rc rc = notice_choice_put(&r->c, &k);
    return rc ? rc : see_other(r, HREF_TO("/account/notices#choice"));
}

static enum rc read_write(struct req *r)
{
    const enum rc rc = notice_read(&r->c);
    return rc ? rc : see_other(r, HREF_TO("/account/notices"));
}

static const struct field no_fields[] = {{0}};
static const struct form no_form = {"notify.", no_fields, sizeof(int), NULL};

/* ---- of one dossier ---- */

/* For staff: who could not be told, and why. */
static enum rc unreached(struct req *r, const struct dossier *d, str *ret_why)
{
    struct notice_accounts accounts = {.n = 0};
    struct person owner, filer;
    enum rc rc = notice_accounts_of_person(&r->c, d->owner_id, &accounts);
    if (!rc)
        rc = notice_accounts_of_person(&r->c, d->filer_id, &accounts);
    if (!rc)
        rc = person_by_id(&r->c, d->owner_id, &owner);
    if (!rc)
        rc = person_by_id(&r->c, d->filer_id, &filer);
    if (!rc && !accounts.n && !d->owner_account_id.set && !owner.email.n && !filer.email.n)
        *ret_why = text_get(r->lang, owner.phone.n || filer.phone.n ? "notify.unreached.phone"
                                                                    : "notify.unreached.nothing");
    return rc;
}

static enum rc case_show(struct req *r)
{
    struct notify_case_view v = {.staff = r->who.staff};
    struct dossier d;
    struct notices all;
    enum rc rc = dossier_get(&r->c, param(r, "pub"), &d);
    if (!rc)
        rc = notice_of_object(&r->c, S("dossier"), d.id.v, v.staff ? 0 : r->who.actor->account, &all);
    if (!rc && v.staff)
        rc = unreached(r, &d, &v.unreached);
    if (rc)
        return rc;
    struct notify_row *rows = NEW_N(r->c.mem, struct notify_row, all.n);
    for (ptrdiff_t i = 0; i < all.n; i++)
        rows[i] = notify__row(r, &all.v[i]);
    v.rows = rows;
    v.rows_n = all.n;
    v.number = str_fmt(r->c.mem, "%.*s · %.*s", STR_ARG(d.code), STR_ARG(d.procedure_name));
    v.back = (struct web_link){.text = text_get(r->lang, "notify.case.back"),
                               .to = v.staff ? HREF(r->c.mem, "/work/dossiers/{}", d.pub)
                                             : HREF(r->c.mem, "/my/dossiers/{}", d.pub)};
    v.empty = (struct web_empty){.heading = text_get(r->lang, "notify.none"),
                                 .text = text_get(r->lang, "notify.case.none")};
    const struct page page = {.title = "notify.case.title",
                              .title_arg = d.code,
                              .section = v.staff ? "mine" : "my",
                              .layout = v.staff ? LAYOUT_STAFF : LAYOUT_PUBLIC};
    return show_page(r, &page, tpl_notify_case, &v);
}

/* ---- beside its link ---- */

static enum rc count_unread(struct req *r, struct nav_count *ret_count)
{
    return notice_unread(&r->c, &ret_count->n);
}

const struct nav notify_nav[] = {
    {NAV_STAFF, "notify.nav.own", "notify.inbox", "/account/notices", PERM_WORKLIST, "notices",
     count_unread},
    {0},
};

const struct route notify_routes[] = {
    {GET, "/account/notices", inbox_show, .need = PERM_SIGNED_IN, .form = &inbox_form},
    {POST, "/account/notices", .need = PERM_SIGNED_IN, .form = &choice_form, .write = choice_write,
     .again = inbox_show, .flags = ROUTE_REPEAT},
    {POST, "/account/notices/read", .need = PERM_SIGNED_IN, .form = &no_form, .write = read_write,
     .flags = ROUTE_REPEAT},
    {GET, "/my/dossiers/:pub/notices", case_show, .need = PERM_DOSSIER_TRACK},
    {GET, "/work/dossiers/:pub/notices", case_show, .need = PERM_DOSSIER_READ},
    {0},
};
