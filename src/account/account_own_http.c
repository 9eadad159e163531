/* account_own_http.c - one's own account: facts, password, second factor, post, sessions. */
#include "account/account_page_view.h"

#include "account/account_tpl.h"
#include "crypto/crypto.h"
#include "pdf/pdf.h"

#define LOG_ROWS 10

/* ---- the page ---- */

struct post_in {
    str place;
};
static const struct field post_fields[] = {
    {"place", F_TEXT, .required = true, .max = 50, .at = offsetof(struct post_in, place)},
    {0},
};
static const struct form post_form = {"account.post.", post_fields, sizeof(struct post_in), NULL};

/* "12.34": agency and unit, ids of one's own posts only; 0 = none. */
static str place_value(struct req *r, const struct grant *g)
{
    return str_fmt(r->c.mem, "%lld.%lld", (long long)g->agency, (long long)g->unit);
}

static enum rc add_posts(struct req *r, const struct actor *a, struct account_view *view)
{
    struct grants g;
    const enum rc rc = access_grant_list(&r->c, a->account, instant_date(r->c.now), &g);
    if (rc)
        return rc;
    struct web_option *options = NEW_N(r->c.mem, struct web_option, g.n);
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < g.n; i++) {
        const str value = place_value(r, &g.v[i]);
        bool met = !g.v[i].agency;
        for (ptrdiff_t j = 0; j < n; j++)
            met |= str_eq(options[j].value, value);
        if (!met)
            options[n++] = (struct web_option){
                .value = value,
                .text = g.v[i].unit_name.p ? str_fmt(r->c.mem, "%.*s, %.*s", STR_ARG(g.v[i].unit_name),
                                                     STR_ARG(g.v[i].agency_name))
                                           : g.v[i].agency_name,
                .chosen = g.v[i].agency == a->agency && g.v[i].unit == a->unit};
    }
    view->has_posts = n > 1 || a->acting_for;
    view->post = account__form(r, &post_form, HREF_TO("/account/post"));
    field_select(r, fields_get(view->post.fields, "place"), options, n);
    return RC_OK;
}

static enum rc add_log(struct req *r, const struct actor *a, struct account_view *view)
{
    struct signin_log log;
    const enum rc rc = access_signin_log(&r->c, a->account, 0, LOG_ROWS, &log);
    if (rc)
        return rc;
    struct account_session_row *v = NEW_N(r->c.mem, struct account_session_row, log.n);
    for (ptrdiff_t i = 0; i < log.n; i++)
        v[i] = (struct account_session_row){account__moment(r, log.v[i].at),
                                            account__outcome(r, log.v[i].outcome), log.v[i].address};
    view->log = v;
    view->log_n = log.n;
    return RC_OK;
}

static void add_facts(struct req *r, const struct actor *a, struct account_view *view)
{
    struct web_fact *f = NEW_N(r->c.mem, struct web_fact, 4);
    ptrdiff_t n = 0;
    f[n++] = (struct web_fact){.term = text_get(r->lang, "account.name"), .value = a->name};
    f[n++] = (struct web_fact){.term = text_get(r->lang, "account.login"), .value = a->login};
    if (r->who.office.n)
        f[n++] = (struct web_fact){.term = text_get(r->lang, "account.office"), .value = r->who.office};
    view->facts = (struct web_facts){f, n};
}

static enum rc own_page(struct req *r)
{
    const struct actor *a = r->who.actor;
    struct account account;
    struct account_view view = {.staff = r->who.staff,
                                .password = HREF_TO("/password"),
                                .out_everywhere = HREF_TO("/account/sign-out-everywhere")};
    enum rc rc = access_account_by_id(&r->c, a->account, &account);
    if (!rc)
        rc = add_posts(r, a, &view);
    if (!rc)
        rc = add_log(r, a, &view);
    if (rc)
        return rc;
    if (!account.totp)
        view.second_factor = HREF_TO("/account/second-factor");
    add_facts(r, a, &view);
    const struct page page = {.title = "account.own.title",
                              .layout = r->who.staff ? LAYOUT_STAFF : LAYOUT_PUBLIC};
    return show_page(r, &page, tpl_account_account, &view);
}

static enum rc post_write(struct req *r)
{
    const struct post_in *in = r->in;
    const struct str_cut cut = str_cut(in->place, '.');
    int64_t agency = 0, unit = 0;
    if (!str_to_i64(cut.head, &agency) || !str_to_i64(cut.tail, &unit))
        return fail(&r->c, RC_INVALID, "place", "account.post.unknown");
    const enum rc rc = access_switch_post(&r->c, r->who.actor, agency, unit);
    return rc ? rc : see_other(r, HREF_TO("/work"));
}

static const struct field no_fields[] = {{0}};
static const struct form no_form = {"account.out.", no_fields, sizeof(int), NULL};

static enum rc out_everywhere(struct req *r)
{
    const enum rc rc = access_signout_everywhere(&r->c);
    return rc ? rc : see_other(r, HREF_TO("/account"));
}

/* ---- password ---- */

struct password_in {
    str old, password, again;
};
static const struct field password_fields[] = {
    {"old", F_PASSWORD, .required = true, .max = 200, .autocomplete = "current-password",
     .at = offsetof(struct password_in, old)},
    {"password", F_PASSWORD, .required = true, .max = 200, .hint = "account.password.password.hint",
     .autocomplete = "new-password", .at = offsetof(struct password_in, password)},
    {"again", F_PASSWORD, .required = true, .max = 200, .autocomplete = "new-password",
     .at = offsetof(struct password_in, again)},
    {0},
};
static enum rc password_check(struct ctx *c, const void *values)
{
    const struct password_in *in = values;
    return str_eq(in->password, in->again) ? RC_OK
                                           : fail(c, RC_INVALID, "again", "account.password_differs");
}
static const struct form password_form = {"account.password.", password_fields,
                                          sizeof(struct password_in), password_check};

static enum rc password_page(struct req *r)
{
    struct account_form_view view = account__form(r, &password_form, HREF_TO("/password"));
    const struct actor *a = r->who.actor;
    if (a->pending == PENDING_PASSWORD)
        view.lead = text_get(r->lang, "account.password.due");
    return account__show(r, &view);
}

static enum rc password_before(struct req *r)
{
    const struct password_in *in = r->in;
    struct password_change *p = NEW(r->c.mem, struct password_change);
    *p = (struct password_change){.account = r->who.actor_id,
                                  .old = in->old,
                                  .password = in->password,
                                  .address = req_peer(r),
                                  .agent = req_header(r, "user-agent")};
    r->kept = p;
    return access_password_try(&r->c, p);
}

static enum rc password_write(struct req *r)
{
    const enum rc rc = access_password_change(&r->c, r->kept);
    return rc ? rc : see_other(r, HREF_TO("/account"));
}

/* ---- second factor ---- */

struct factor_in {
    str code;
};
static const struct field factor_fields[] = {
    {"code", F_TEXT, .required = true, .max = 10, .autocomplete = "one-time-code",
     .at = offsetof(struct factor_in, code)},
    {0},
};
static const struct form factor_form = {"account.factor.", factor_fields, sizeof(struct factor_in),
                                        NULL};
static const struct form start_form = {"account.factor_start.", no_fields, sizeof(int), NULL};

static str in_fours(struct arena *mem, str s)
{
    struct buf b = buf_new(mem, 200);
    for (ptrdiff_t i = 0; i < s.n; i++) {
        if (i && i % 4 == 0)
            buf_char(&b, ' ');
        buf_char(&b, s.p[i]);
    }
    return buf_str(&b);
}

static enum rc show_factor(struct req *r, str secret)
{
    const struct actor *a = r->who.actor;
    const str uri =
        crypto_totp_uri(r->c.mem, secret, text_get(r->lang, "account.factor.issuer"), a->login);
    struct second_factor_view view = {.errors = req_errors(r),
                                      .action = HREF_TO("/account/second-factor/confirm"),
                                      .label = text_get(r->lang, "account.factor.qr"),
                                      .fields = form_fields(r, &factor_form, &r->values)};
    int side = 0;
    if (!pdf_qr_path(r->c.mem, uri, &view.qr, &side))
        return RC_FAILED;
    view.box = str_fmt(r->c.mem, "0 0 %d %d", side, side);
    view.secret = in_fours(r->c.mem, crypto_totp_base32(r->c.mem, secret));
    struct web_field *code = fields_get(view.fields, "code");
    code->inputmode = S("numeric");
    code->width = S("w6");
    const struct page page = {.title = "account.factor.title", .layout = LAYOUT_QUESTION};
    return show_page(r, &page, tpl_account_second_factor, &view);
}

/* Nothing begun: a page that begins. The secret is drawn by the POST, not by looking. */
static enum rc factor_page(struct req *r)
{
    str secret;
    const enum rc rc = access_totp_begun(&r->c, r->who.actor_id, &secret);
    if (!rc)
        return show_factor(r, secret);
    if (rc != RC_NOT_FOUND)
        return rc;
    struct account_form_view view = account__form(r, &start_form, HREF_TO("/account/second-factor"));
    view.lead = text_get(r->lang, "account.factor_start.lead");
    return account__show(r, &view);
}

static enum rc factor_before(struct req *r)
{
    unsigned char *secret = arena_alloc(r->c.mem, CRYPTO_TOTP_SECRET_SIZE);
    crypto_random(secret, CRYPTO_TOTP_SECRET_SIZE);
    r->kept = secret;
    return RC_OK;
}

static enum rc factor_write(struct req *r)
{
    const str secret = {r->kept, CRYPTO_TOTP_SECRET_SIZE};
    const enum rc rc = access_totp_begin(&r->c, r->who.actor_id, secret);
    return rc ? rc : see_other(r, HREF_TO("/account/second-factor"));
}

static enum rc confirm_before(struct req *r)
{
    str *token = NEW(r->c.mem, str);
    *token = crypto_token_new(r->c.mem);
    r->kept = token;
    return RC_OK;
}

static enum rc confirm_write(struct req *r)
{
    const struct factor_in *in = r->in;
    const str token = *(const str *)r->kept;
    const enum rc rc = access_totp_confirm(&r->c, r->who.actor_id, in->code, token);
    if (rc)
        return rc;
    req_session(r, token);
    return see_other(r, HREF_TO("/account"));
}

#define OPEN (ROUTE_REPEAT | ROUTE_PENDING)
const struct route account_own_routes[] = {
    {GET, "/account", own_page, .need = PERM_SIGNED_IN},
    {POST, "/account/post", .need = PERM_SIGNED_IN, .form = &post_form, .write = post_write,
     .again = own_page, .flags = ROUTE_REPEAT},
    {POST, "/account/sign-out-everywhere", .need = PERM_SIGNED_IN, .form = &no_form,
     .write = out_everywhere, .flags = ROUTE_REPEAT},
    {GET, "/password", password_page, .need = PERM_SIGNED_IN, .flags = ROUTE_PENDING},
    {POST, "/password", .need = PERM_SIGNED_IN, .form = &password_form, .before = password_before,
     .write = password_write, .again = password_page, .flags = OPEN},
    {GET, "/account/second-factor", factor_page, .need = PERM_SIGNED_IN, .flags = ROUTE_PENDING},
    {POST, "/account/second-factor", .need = PERM_SIGNED_IN, .form = &start_form,
     .before = factor_before, .write = factor_write, .flags = OPEN},
    {POST, "/account/second-factor/confirm", .need = PERM_SIGNED_IN, .form = &factor_form,
     .before = confirm_before, .write = confirm_write, .again = factor_page, .flags = OPEN},
    {0},
};
