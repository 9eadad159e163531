/*
 * account_signin_http.c - signing in, the second factor, registration, a new password by a
 * one-time code, signing out. What takes argon2id's time is done in .before.
 */
#include "account/account_page_view.h"

#include "crypto/crypto.h"

/* ---- signing in ---- */

struct signin_in {
    str login, password, back;
};
static const struct field signin_fields[] = {
    {"login", F_TEXT, .required = true, .max = 100, .autocomplete = "username",
     .at = offsetof(struct signin_in, login)},
    {"password", F_PASSWORD, .required = true, .max = 200, .autocomplete = "current-password",
     .at = offsetof(struct signin_in, password)},
    {"back", F_TEXT, .hidden = true, .max = 500, .at = offsetof(struct signin_in, back)},
    {0},
};
static const struct form signin_form = {"account.signin.", signin_fields, sizeof(struct signin_in),
                                        NULL};

struct signin_query {
    str back;
};
static const struct field signin_query_fields[] = {
    {"back", F_TEXT, .hidden = true, .max = 500, .at = offsetof(struct signin_query, back)},
    {0},
};
static const struct form signin_query_form = {"account.signin.", signin_query_fields,
                                              sizeof(struct signin_query), NULL};

/* Where it leads back to says whether a form waits there. */
static void say_held(struct req *r, struct account_form_view *view)
{
    view->has_notice = str_starts(form_value(&r->values, S("back")), S("/held/"));
    view->notice = (struct web_notice){.tone = S("info"),
                                       .icon = S("info"),
                                       .strong = text_get(r->lang, "account.signin.held"),
                                       .text = text_get(r->lang, "account.signin.held.text")};
}

static enum rc signin_page(struct req *r)
{
    struct account_form_view view = account__form(r, &signin_form, HREF_TO("/sign-in"));
    say_held(r, &view);
    const struct web_link links[] = {
        account__link(r, "account.signin.to_register", HREF_TO("/register")),
        account__link(r, "account.signin.to_reset", HREF_TO("/reset"))};
    view.links = (struct web_links){links, 2};
    return account__show(r, &view);
}

static enum rc signin_before(struct req *r)
{
    const struct signin_in *in = r->in;
    struct signin *s = NEW(r->c.mem, struct signin);
    *s = (struct signin){.login = in->login,
                         .password = in->password,
                         .address = req_peer(r),
                         .agent = req_header(r, "user-agent"),
                         .lang = r->lang};
    r->kept = s;
    return access_signin_try(&r->c, s);
}

static enum rc signin_write(struct req *r)
{
    const struct signin_in *in = r->in;
    struct signed_in done;
    const enum rc rc = access_signin(&r->c, r->kept, &done);
    if (rc)
        return rc;
    req_session(r, done.token);
    if (done.pending == PENDING_CODE && in->back.n)
        return see_other(r, HREF(r->c.mem, "/sign-in/code?back={}", in->back));
    return see_other(r, account__home(r, done.kind, in->back));
}

/* ---- the second factor ---- */

struct code_in {
    str code, back;
};
static const struct field code_fields[] = {
    {"code", F_TEXT, .required = true, .max = 10, .autocomplete = "one-time-code",
     .at = offsetof(struct code_in, code)},
    {"back", F_TEXT, .hidden = true, .max = 500, .at = offsetof(struct code_in, back)},
    {0},
};
static const struct form code_form = {"account.code.", code_fields, sizeof(struct code_in), NULL};

static enum rc code_page(struct req *r)
{
    struct account_form_view view = account__form(r, &code_form, HREF_TO("/sign-in/code"));
    struct web_field *code = fields_get(view.fields, "code");
    code->inputmode = S("numeric");
    code->width = S("w6");
    view.lead = text_get(r->lang, "account.code.lead");
    say_held(r, &view);
    return account__show(r, &view);
}

static enum rc code_before(struct req *r)
{
    const struct code_in *in = r->in;
    struct signin_code *s = NEW(r->c.mem, struct signin_code);
    *s = (struct signin_code){.account = r->who.actor_id,
                              .session = r->who.session,
                              .code = in->code,
                              .address = req_peer(r),
                              .agent = req_header(r, "user-agent")};
    r->kept = s;
    return access_code_try(&r->c, s);
}

static enum rc code_write(struct req *r)
{
    const struct code_in *in = r->in;
    str token;
    const enum rc rc = access_code(&r->c, r->kept, &token);
    if (rc)
        return rc;
    req_session(r, token);
    return see_other(r, account__home(r, r->who.staff ? ACCOUNT_STAFF : ACCOUNT_CITIZEN, in->back));
}

/* ---- registration ---- */

struct register_in {
    str name, login, password, again;
    bool agree;
};
static const struct field register_fields[] = {
    {"name", F_TEXT, .required = true, .max = 100, .autocomplete = "name",
     .at = offsetof(struct register_in, name)},
    {"login", F_TEXT, .required = true, .max = 100, .hint = "account.register.login.hint",
     .autocomplete = "username", .at = offsetof(struct register_in, login)},
    {"password", F_PASSWORD, .required = true, .max = 200, .hint = "account.register.password.hint",
     .autocomplete = "new-password", .at = offsetof(struct register_in, password)},
    {"again", F_PASSWORD, .required = true, .max = 200, .autocomplete = "new-password",
     .at = offsetof(struct register_in, again)},
    {"agree", F_BOOL, .hint = "account.register.agree.hint", .at = offsetof(struct register_in, agree)},
    {0},
};

static enum rc register_check(struct ctx *c, const void *values)
{
    const struct register_in *in = values;
    enum rc rc = RC_OK;
    if (!str_eq(in->password, in->again))
        rc = fail(c, RC_INVALID, "again", "account.password_differs");
    if (!in->agree)
        rc = fail(c, RC_INVALID, "agree", "account.register.agree_first");
    return rc;
}
static const struct form register_form = {"account.register.", register_fields,
                                          sizeof(struct register_in), register_check};

struct registering {
    struct account_new account;
    struct signin signin;
};

static enum rc register_page(struct req *r)
{
    struct account_form_view view = account__form(r, &register_form, HREF_TO("/register"));
    const struct web_link links[] = {
        account__link(r, "account.register.to_signin", HREF_TO("/sign-in"))};
    view.lead = text_get(r->lang, "account.register.lead");
    view.links = (struct web_links){links, 1};
    return account__show(r, &view);
}

static enum rc register_before(struct req *r)
{
    const struct register_in *in = r->in;
    struct registering *g = NEW(r->c.mem, struct registering);
    g->account = (struct account_new){
        .kind = ACCOUNT_CITIZEN, .login = in->login, .name = in->name, .lang = r->lang};
    g->signin = (struct signin){.token = crypto_token_new(r->c.mem),
                                .address = req_peer(r),
                                .agent = req_header(r, "user-agent"),
                                .lang = r->lang};
    r->kept = g;
    const enum rc rc = access_password_rules(&r->c, in->password, in->login, ACCOUNT_CITIZEN, false);
    if (rc)
        return rc;
    const enum rc hashed = crypto_password_hash(r->c.mem, in->password, &g->account.password_hash);
    g->signin.verified = g->account.password_hash;
    return hashed;
}

static enum rc register_write(struct req *r)
{
    const struct registering *g = r->kept;
    struct signin s = g->signin;
    struct signed_in done;
    enum rc rc = access_register(&r->c, &g->account, &s.account);
    if (!rc)
        rc = access_signin(&r->c, &s, &done);
    if (rc)
        return rc;
    req_session(r, done.token);
    return see_other(r, HREF_TO("/my"));
}

/* ---- a new password by a one-time code ---- */

struct reset_in {
    str login, code, password, again;
};
static const struct field reset_fields[] = {
    {"login", F_TEXT, .required = true, .max = 100, .autocomplete = "username",
     .at = offsetof(struct reset_in, login)},
    {"code", F_TEXT, .required = true, .max = 40, .hint = "account.reset.code.hint",
     .autocomplete = "one-time-code", .at = offsetof(struct reset_in, code)},
    {"password", F_PASSWORD, .required = true, .max = 200, .hint = "account.password.password.hint",
     .autocomplete = "new-password", .at = offsetof(struct reset_in, password)},
    {"again", F_PASSWORD, .required = true, .max = 200, .autocomplete = "new-password",
     .at = offsetof(struct reset_in, again)},
    {0},
};
static enum rc reset_check(struct ctx *c, const void *values)
{
    const struct reset_in *in = values;
    return str_eq(in->password, in->again) ? RC_OK
                                           : fail(c, RC_INVALID, "again", "account.password_differs");
}
static const struct form reset_form = {"account.reset.", reset_fields, sizeof(struct reset_in),
                                       reset_check};

static enum rc reset_page(struct req *r)
{
    struct account_form_view view = account__form(r, &reset_form, HREF_TO("/reset"));
    view.lead = text_get(r->lang, "account.reset.lead");
    return account__show(r, &view);
}

static enum rc reset_before(struct req *r)
{
    const struct reset_in *in = r->in;
    struct reset *k = NEW(r->c.mem, struct reset);
    *k = (struct reset){.login = in->login,
                        .code = in->code,
                        .password = in->password,
                        .address = req_peer(r),
                        .agent = req_header(r, "user-agent")};
    r->kept = k;
    return access_reset_try(&r->c, k);
}

static enum rc reset_write(struct req *r)
{
    const enum rc rc = access_reset(&r->c, r->kept);
    return rc ? rc : see_other(r, HREF_TO("/sign-in"));
}

/* ---- signing out ---- */

static const struct field out_fields[] = {{0}};
static const struct form out_form = {"account.out.", out_fields, sizeof(int), NULL};

static enum rc out_write(struct req *r)
{
    const enum rc rc = access_signout(&r->c, r->who.session);
    if (rc && rc != RC_NOT_FOUND)
        return rc;
    req_session(r, STR_NONE);
    return see_other(r, HREF_TO("/"));
}

#define AGAIN ROUTE_REPEAT
const struct route account_signin_routes[] = {
    {GET, "/sign-in", signin_page, .need = PERM_PUBLIC, .form = &signin_query_form},
    {POST, "/sign-in", .need = PERM_PUBLIC, .form = &signin_form, .before = signin_before,
     .write = signin_write, .again = signin_page, .flags = AGAIN},
    {GET, "/sign-in/code", code_page, .need = PERM_SIGNED_IN, .form = &signin_query_form,
     .flags = ROUTE_PENDING},
    {POST, "/sign-in/code", .need = PERM_SIGNED_IN, .form = &code_form, .before = code_before,
     .write = code_write, .again = code_page, .flags = AGAIN | ROUTE_PENDING},
    {GET, "/register", register_page, .need = PERM_PUBLIC},
    {POST, "/register", .need = PERM_PUBLIC, .form = &register_form, .before = register_before,
     .write = register_write, .again = register_page, .flags = AGAIN},
    {GET, "/reset", reset_page, .need = PERM_PUBLIC},
    {POST, "/reset", .need = PERM_PUBLIC, .form = &reset_form, .before = reset_before,
     .write = reset_write, .again = reset_page, .flags = AGAIN},
    {POST, "/sign-out", .need = PERM_SIGNED_IN, .form = &out_form, .write = out_write,
     .flags = AGAIN | ROUTE_PENDING},
    {0},
};
