/* account_admin_http.c - accounts for administrators: list, new, roles, codes, locks. */
#include "account/account_page_view.h"

#include "account/account_mail.h"
#include "account/account_tpl.h"
#include "crypto/crypto.h"
#include "org/org.h"

#define PAGE 50

/* ---- words ---- */

static str role_text(struct req *r, enum role role)
{
    static const char *const keys[ROLE_COUNT] = {
        "account.role.anybody",   "account.role.citizen",       "account.role.clerk",
        "account.role.officer",   "account.role.leader",        "account.role.control_office",
        "account.role.inspector", "account.role.administrator",
    };
    return text_get(r->lang, keys[role]);
}

static struct web_tag state_tag(struct req *r, const struct account *a)
{
    if (a->disabled)
        return (struct web_tag){S("mute"), S("cross"), text_get(r->lang, "account.state.disabled")};
    if (!instant_is_none(a->locked_until) && a->locked_until.us > r->c.now.us)
        return (struct web_tag){S("bad"), S("lock"), text_get(r->lang, "account.state.locked")};
    return (struct web_tag){S("ok"), S("check"), text_get(r->lang, "account.state.active")};
}

static str place_text(struct req *r, const struct grant *g)
{
    if (g->unit_name.p && g->agency_name.p)
        return str_fmt(r->c.mem, "%.*s, %.*s", STR_ARG(g->unit_name), STR_ARG(g->agency_name));
    return g->agency_name.p ? g->agency_name : text_get(r->lang, "account.place.all");
}

static str roles_text(struct req *r, const struct account *a, const struct grants *g)
{
    if (a->kind == ACCOUNT_CITIZEN)
        return role_text(r, ROLE_CITIZEN);
    str *v = NEW_N(r->c.mem, str, g->n);
    for (ptrdiff_t i = 0; i < g->n; i++)
        v[i] = role_text(r, g->v[i].role);
    return str_join(r->c.mem, v, g->n, S(", "));
}

/* What only administrators can use is not shown to who may only look. */
static bool manages(const struct req *r)
{
    return access_reach(r->who.actor, PERM_USER_MANAGE) == REACH_ALL;
}

/* ---- list ---- */

struct list_in {
    str what, after;
};
static const struct field list_fields[] = {
    {"what", F_TEXT, .max = 100, .at = offsetof(struct list_in, what)},
    {"after", F_TEXT, .hidden = true, .max = 100, .at = offsetof(struct list_in, after)},
    {0},
};
static const struct form list_form = {"account.list.", list_fields, sizeof(struct list_in), NULL};

static enum rc fill_rows(struct req *r, const struct accounts *all, struct accounts_view *view)
{
    struct account_row *rows = NEW_N(r->c.mem, struct account_row, all->n);
    for (ptrdiff_t i = 0; i < all->n; i++) {
        const struct account *a = &all->v[i];
        struct grants g;
        const enum rc rc = access_grant_list(&r->c, a->id, instant_date(r->c.now), &g);
        if (rc)
            return rc;
        rows[i] = (struct account_row){HREF(r->c.mem, "/admin/accounts/{}", a->pub),
                                       a->login,
                                       a->name,
                                       roles_text(r, a, &g),
                                       account__moment(r, a->last_seen),
                                       state_tag(r, a)};
    }
    view->rows = rows;
    view->rows_n = all->n;
    return RC_OK;
}

static enum rc list_page(struct req *r)
{
    const struct list_in *in = r->in;
    struct accounts all;
    struct accounts_view view = {
        .asked = in->what, .add = HREF_TO("/admin/accounts/new"), .manages = manages(r)};
    enum rc rc = access_account_list(&r->c, in->what.n ? in->what : STR_NONE, in->after, PAGE, &all);
    if (!rc)
        rc = fill_rows(r, &all, &view);
    if (rc)
        return rc;
    view.none = all.n == 0;
    view.empty = (struct web_empty){text_get(r->lang, "account.list.none"),
                                    text_get(r->lang, "account.list.none.text"),
                                    text_get(r->lang, "account.list.all"), HREF_TO("/admin/accounts")};
    view.has_pages = all.n == PAGE || in->after.n > 0;
    if (all.n) {
        view.pages.from = all.v[0].login;
        view.pages.to = all.v[all.n - 1].login;
    }
    if (all.n == PAGE)
        view.pages.next =
            HREF(r->c.mem, "/admin/accounts?what={}&after={}", in->what, all.v[all.n - 1].login);
    const struct page page = {
        .title = "account.list.title", .layout = LAYOUT_STAFF, .section = "accounts"};
    return show_page(r, &page, tpl_account_accounts, &view);
}

/* ---- roles to choose from, places to bind them to ---- */

static void role_options(struct req *r, struct web_field *field)
{
    struct web_option *v = NEW_N(r->c.mem, struct web_option, ROLE_COUNT);
    ptrdiff_t n = 0;
    for (unsigned i = ROLE_CLERK; i < ROLE_COUNT; i++)
        v[n++] = (struct web_option){.value = str_of(role_word((enum role)i)),
                                     .text = role_text(r, (enum role)i)};
    field_select(r, field, v, n);
}

/* Every agency and unit of today by public id: "a.PUB", "u.PUB"; empty = bound to none. */
static enum rc place_options(struct req *r, struct web_field *field)
{
    const date today = instant_date(r->c.now);
    struct agencies agencies;
    enum rc rc = org_agency_list(&r->c, 0, today, &agencies);
    if (rc)
        return rc;
    ptrdiff_t room = 1 + agencies.n * 20, n = 0;
    struct web_option *v = NEW_N(r->c.mem, struct web_option, room);
    v[n++] = (struct web_option){.value = S(""), .text = text_get(r->lang, "account.place.all")};
    for (ptrdiff_t i = 0; i < agencies.n; i++) {
        struct units units;
        rc = org_unit_list(&r->c, agencies.v[i].id, today, &units);
        if (rc)
            return rc;
        v[n++] = (struct web_option){.value = str_fmt(r->c.mem, "a.%.*s", STR_ARG(agencies.v[i].pub)),
                                     .text = agencies.v[i].name};
        for (ptrdiff_t j = 0; j < units.n && j < 19; j++)
            v[n++] =
                (struct web_option){.value = str_fmt(r->c.mem, "u.%.*s", STR_ARG(units.v[j].pub)),
                                    .text = str_fmt(r->c.mem, "%.*s, %.*s", STR_ARG(units.v[j].name),
                                                    STR_ARG(agencies.v[i].name))};
    }
    field_select(r, field, v, n);
    return RC_OK;
}

static enum rc place_of(struct req *r, str value, struct grant *g)
{
    struct agency a;
    struct unit u;
    enum rc rc = RC_OK;
    if (str_starts(value, S("u."))) {
        rc = org_unit_by_pub(&r->c, str_sub(value, 2, 64), &u);
        g->unit = u.id;
        g->agency = u.agency;
    } else if (value.n) {
        rc = org_agency_by_pub(&r->c, str_sub(value, 2, 64), &a);
        g->agency = a.id;
    }
    return rc == RC_NOT_FOUND ? fail(&r->c, RC_INVALID, "place", "account.place.unknown") : rc;
}

static enum rc give_role(struct req *r, int64_t account, str role, str place)
{
    struct grant g = {.account = account, .from = instant_date(r->c.now), .to = DATE_NONE};
    int64_t id;
    if (!role_parse(str_c(r->c.mem, role), &g.role))
        return fail(&r->c, RC_INVALID, "role", "account.role_unknown");
    const enum rc rc = place_of(r, place, &g);
    return rc ? rc : access_grant(&r->c, &g, &id);
}

/* ---- a new account ---- */

struct new_in {
    str login, name, staff, role, place;
};
static const struct field new_fields[] = {
    {"login", F_TEXT, .required = true, .max = 64, .at = offsetof(struct new_in, login)},
    {"staff", F_CODE, .max = 40, .hint = "account.new.staff.hint",
     .at = offsetof(struct new_in, staff)},
    {"name", F_TEXT, .max = 100, .hint = "account.new.name.hint", .at = offsetof(struct new_in, name)},
    {"role", F_TEXT, .required = true, .max = 40, .at = offsetof(struct new_in, role)},
    {"place", F_TEXT, .max = 40, .at = offsetof(struct new_in, place)},
    {0},
};
static const struct form new_form = {"account.new.", new_fields, sizeof(struct new_in), NULL};

static enum rc new_page(struct req *r)
{
    struct account_form_view view = account__form(r, &new_form, HREF_TO("/admin/accounts/new"));
    role_options(r, fields_get(view.fields, "role"));
    const enum rc rc = place_options(r, fields_get(view.fields, "place"));
    if (rc)
        return rc;
    view.lead = text_get(r->lang, "account.new.lead");
    const struct page page = {
        .title = "account.new.heading", .layout = LAYOUT_STAFF, .section = "accounts"};
    return show_page(r, &page, tpl_account_form, &view);
}

static enum rc draw_code(struct req *r)
{
    str *code = NEW(r->c.mem, str);
    *code = crypto_code_new(r->c.mem);
    r->kept = code;
    return RC_OK;
}

/* Shown by the answer of the POST itself: the code is nowhere to be read again. */
static enum rc show_code(struct req *r, const struct account *a, str code)
{
    struct account_code_view view = {
        .name = a->name,
        .login = a->login,
        .code = code,
        .until = text_time(r->c.mem, r->lang, access_reset_until(r->c.now)),
        .back = HREF(r->c.mem, "/admin/accounts/{}", a->pub),
        .where_text = str_fmt(r->c.mem, "%.*s/reset", STR_ARG(req_origin(r)))};
    const struct page page = {
        .title = "account.issued.heading", .layout = LAYOUT_STAFF, .section = "accounts"};
    return show_page(r, &page, tpl_account_code, &view);
}

static enum rc new_write(struct req *r)
{
    const struct new_in *in = r->in;
    const str code = *(const str *)r->kept;
    struct account_new n = {
        .kind = ACCOUNT_STAFF, .login = in->login, .name = in->name.n ? in->name : STR_NONE};
    struct staff s = {0};
    struct account a;
    int64_t id;
    enum rc rc = in->staff.n ? org_staff_by_code(&r->c, in->staff, &s) : RC_OK;
    if (rc == RC_NOT_FOUND)
        return fail(&r->c, RC_INVALID, "staff", "access.staff_unknown");
    n.staff = s.id;
    if (!rc)
        rc = access_account_add(&r->c, &n, &id);
    if (!rc)
        rc = give_role(r, id, in->role, in->place);
    if (!rc)
        rc = access_reset_issue(&r->c, id, code);
    if (!rc)
        rc = access_account_by_id(&r->c, id, &a);
    return rc ? rc : show_code(r, &a, code);
}

/* ---- one account ---- */

struct grant_in {
    str role, place;
};
static const struct field grant_fields[] = {
    {"role", F_TEXT, .required = true, .max = 40, .at = offsetof(struct grant_in, role)},
    {"place", F_TEXT, .max = 40, .at = offsetof(struct grant_in, place)},
    {0},
};
static const struct form grant_form = {"account.grant.", grant_fields, sizeof(struct grant_in), NULL};

struct end_in {
    int64_t grant;
};
static const struct field end_fields[] = {
    {"grant", F_INT, .required = true, .hidden = true, .min = 1, .max = INT64_MAX,
     .at = offsetof(struct end_in, grant)},
    {0},
};
static const struct form end_form = {"account.end.", end_fields, sizeof(struct end_in), NULL};

struct reason_in {
    str reason;
};
static const struct field reason_fields[] = {
    {"reason", F_TEXT, .required = true, .max = 300, .at = offsetof(struct reason_in, reason)},
    {0},
};
static const struct form reason_form = {"account.why.", reason_fields, sizeof(struct reason_in), NULL};
static const struct field no_fields[] = {{0}};
static const struct form no_form = {"account.why.", no_fields, sizeof(int), NULL};

/* Shown to be printed or read out, or mailed: then nobody here sees it. */
struct how_in {
    str how;
};
static const struct field how_fields[] = {
    {"how", F_TEXT, .hidden = true, .max = 4, .at = offsetof(struct how_in, how)},
    {0},
};
static const struct form how_form = {"account.how.", how_fields, sizeof(struct how_in), NULL};

static enum rc this_account(struct req *r, struct account *a)
{
    return access_account_by_pub(&r->c, param(r, "pub"), a);
}

static enum rc add_roles(struct req *r, const struct account *a, struct account_admin_view *view)
{
    struct grants g;
    const enum rc rc = access_grant_list_from(&r->c, a->id, instant_date(r->c.now), &g);
    if (rc)
        return rc;
    struct account_role_row *rows = NEW_N(r->c.mem, struct account_role_row, g.n);
    for (ptrdiff_t i = 0; i < g.n; i++)
        rows[i] = (struct account_role_row){role_text(r, g.v[i].role), place_text(r, &g.v[i]),
                                            text_day(r->c.mem, r->lang, g.v[i].from),
                                            str_fmt(r->c.mem, "%lld", (long long)g.v[i].id)};
    view->roles = rows;
    view->roles_n = g.n;
    view->grant = account__form(r, &grant_form, HREF(r->c.mem, "/admin/accounts/{}/grant", a->pub));
    role_options(r, fields_get(view->grant.fields, "role"));
    return place_options(r, fields_get(view->grant.fields, "place"));
}

static void add_facts(struct req *r, const struct account *a, struct account_admin_view *view)
{
    struct web_fact *f = NEW_N(r->c.mem, struct web_fact, 4);
    f[0] = (struct web_fact){.term = text_get(r->lang, "account.login"), .value = a->login};
    f[1] = (struct web_fact){.term = text_get(r->lang, "account.made"),
                             .value = account__moment(r, a->created)};
    f[2] = (struct web_fact){.term = text_get(r->lang, "account.seen"),
                             .value = account__moment(r, a->last_seen)};
    f[3] = (struct web_fact){.term = text_get(r->lang, "account.factor.title"),
                             .value = text_get(r->lang, a->totp ? "account.on" : "account.off")};
    view->facts = (struct web_facts){f, 4};
}

static enum rc add_rest(struct req *r, const struct account *a, struct account_admin_view *view)
{
    str address = STR_NONE;
    add_facts(r, a, view);
    enum rc rc = add_roles(r, a, view);
    if (!rc)
        rc = account__address(&r->c, a, &address);
    view->can_mail = address.n > 0;
    return rc;
}

static enum rc account_page(struct req *r)
{
    struct account a;
    enum rc rc = this_account(r, &a);
    if (rc)
        return rc;
    struct account_admin_view view = {
        .back = account__link(r, "account.list.heading", HREF_TO("/admin/accounts")),
        .errors = req_errors(r),
        .name = a.name,
        .state = state_tag(r, &a),
        .manages = manages(r),
        .disabled = a.disabled,
        .locked = !instant_is_none(a.locked_until) && a.locked_until.us > r->c.now.us,
        .totp = a.totp,
        .staff = a.kind == ACCOUNT_STAFF,
        .end = HREF(r->c.mem, "/admin/accounts/{}/end", a.pub),
        .reset = HREF(r->c.mem, "/admin/accounts/{}/reset", a.pub),
        .disable = HREF(r->c.mem, "/admin/accounts/{}/disable", a.pub),
        .enable = HREF(r->c.mem, "/admin/accounts/{}/enable", a.pub),
        .stand_ins =
            a.kind == ACCOUNT_STAFF ? HREF(r->c.mem, "/account/stand-ins?who={}", a.pub) : HREF_NONE,
        .remove_factor = HREF(r->c.mem, "/admin/accounts/{}/second-factor", a.pub),
        .reason = form_field(r, &reason_form, &r->values, S("reason")),
    };
    rc = add_rest(r, &a, &view);
    const struct page page = {
        .title = "account.title", .title_arg = a.name, .layout = LAYOUT_STAFF, .section = "accounts"};
    return rc ? rc : show_page(r, &page, tpl_account_account_admin, &view);
}

static enum rc back_to(struct req *r, enum rc rc)
{
    return rc ? rc : see_other(r, HREF(r->c.mem, "/admin/accounts/{}", param(r, "pub")));
}

static enum rc grant_write(struct req *r)
{
    const struct grant_in *in = r->in;
    struct account a;
    const enum rc rc = this_account(r, &a);
    return back_to(r, rc ? rc : give_role(r, a.id, in->role, in->place));
}

static enum rc end_write(struct req *r)
{
    const struct end_in *in = r->in;
    struct account a;
    const enum rc rc = this_account(r, &a);
    return back_to(r,
                   rc ? rc : access_revoke(&r->c, a.id, in->grant, instant_date(r->c.now), STR_NONE));
}

static enum rc show_mailed(struct req *r, const struct account *a, str address)
{
    const struct account_code_view view = {
        .name = a->name,
        .login = a->login,
        .address = address,
        .until = text_time(r->c.mem, r->lang, access_reset_until(r->c.now)),
        .back = HREF(r->c.mem, "/admin/accounts/{}", a->pub),
        .where_text = str_fmt(r->c.mem, "%.*s/reset", STR_ARG(req_origin(r)))};
    const struct page page = {
        .title = "account.mailed.heading", .layout = LAYOUT_STAFF, .section = "accounts"};
    return show_page(r, &page, tpl_account_code_mailed, &view);
}

static enum rc reset_write(struct req *r)
{
    const struct how_in *in = r->in;
    const str code = *(const str *)r->kept;
    struct account a;
    str address;
    enum rc rc = this_account(r, &a);
    if (!rc && str_eq(in->how, S("mail"))) {
        rc = account__mail_code(&r->c, &a, code, req_origin(r), &address);
        return rc ? rc : show_mailed(r, &a, address);
    }
    if (!rc)
        rc = access_reset_issue(&r->c, a.id, code);
    return rc ? rc : show_code(r, &a, code);
}

static enum rc disable_write(struct req *r)
{
    const struct reason_in *in = r->in;
    struct account a;
    const enum rc rc = this_account(r, &a);
    return back_to(r, rc ? rc : access_account_disable(&r->c, a.id, in->reason));
}

static enum rc enable_write(struct req *r)
{
    const struct reason_in *in = r->in;
    struct account a;
    const enum rc rc = this_account(r, &a);
    return back_to(r, rc ? rc : access_account_enable(&r->c, a.id, in->reason));
}

static enum rc factor_write(struct req *r)
{
    struct account a;
    const enum rc rc = this_account(r, &a);
    return back_to(r, rc ? rc : access_totp_remove(&r->c, a.id, STR_NONE));
}

#define MANAGE .need = PERM_USER_MANAGE
const struct route account_admin_routes[] = {
    {GET, "/admin/accounts", list_page, .need = PERM_USER_READ, .form = &list_form},
    {GET, "/admin/accounts/new", new_page, MANAGE},
    {POST, "/admin/accounts/new", MANAGE, .form = &new_form, .before = draw_code, .write = new_write,
     .again = new_page, .flags = ROUTE_REPEAT},
    {GET, "/admin/accounts/:pub", account_page, .need = PERM_USER_READ},
    {POST, "/admin/accounts/:pub/grant", MANAGE, .form = &grant_form, .write = grant_write,
     .again = account_page},
    {POST, "/admin/accounts/:pub/end", MANAGE, .form = &end_form, .write = end_write,
     .again = account_page},
    {POST, "/admin/accounts/:pub/reset", MANAGE, .form = &how_form, .before = draw_code,
     .write = reset_write, .again = account_page, .flags = ROUTE_REPEAT},
    {POST, "/admin/accounts/:pub/disable", MANAGE, .form = &reason_form, .write = disable_write,
     .again = account_page},
    {POST, "/admin/accounts/:pub/enable", MANAGE, .form = &reason_form, .write = enable_write,
     .again = account_page},
    {POST, "/admin/accounts/:pub/second-factor", MANAGE, .form = &no_form, .write = factor_write,
     .again = account_page},
    {0},
};
