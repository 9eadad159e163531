/*
 * account_cli.c - `motcua user ...`: the first administrator, roles, codes, tokens. Who may run
 * a command on the folder owns it, so no permission is asked; every act is an event.
 */
#include <string.h>

#include "access/access.h"
#include "access/signin.h"
#include "account/account_module.h"
#include "crypto/crypto.h"
#include "org/org.h"

/* ---- where a role is bound ---- */

struct place {
    str agency, unit; /* codes, as typed */
    int64_t agency_id, unit_id;
};

static enum rc find_place(struct ctx *c, struct place *p)
{
    struct agency a;
    struct unit u;
    enum rc rc = RC_OK;
    if (p->unit.p) {
        rc = org_unit_by_code(c, p->unit, &u);
        if (rc == RC_NOT_FOUND)
            return fail(c, RC_INVALID, "unit", "org.unit_unknown");
        p->unit_id = u.id;
        p->agency_id = u.agency;
    }
    if (!rc && p->agency.p) {
        rc = org_agency_by_code(c, p->agency, instant_date(c->now), &a);
        if (rc == RC_NOT_FOUND)
            return fail(c, RC_INVALID, "agency", "org.agency_unknown");
        p->agency_id = a.id;
    }
    return rc;
}

/* ---- add ---- */

struct adding {
    struct account_new in;
    str staff, role;
    struct place place;
    str pub;
};

static enum rc grant_role(struct ctx *c, struct adding *a, int64_t account)
{
    struct grant g = {.account = account, .from = instant_date(c->now), .to = DATE_NONE};
    int64_t id;
    if (!a->role.p)
        return RC_OK;
    if (!role_parse(str_c(c->mem, a->role), &g.role))
        return fail(c, RC_INVALID, "role", "account.role_unknown");
    const enum rc rc = find_place(c, &a->place);
    if (rc)
        return rc;
    g.agency = a->place.agency_id;
    g.unit = a->place.unit_id;
    return access_grant(c, &g, &id);
}

static enum rc add_unit(struct ctx *c, void *arg)
{
    struct adding *a = arg;
    struct staff s;
    struct account made;
    int64_t id;
    enum rc rc = RC_OK;
    if (a->staff.p) {
        rc = org_staff_by_code(c, a->staff, &s);
        if (rc == RC_NOT_FOUND)
            return fail(c, RC_INVALID, "staff", "access.staff_unknown");
        a->in.staff = s.id;
    }
    if (!rc)
        rc = access_account_add(c, &a->in, &id);
    if (!rc)
        rc = grant_role(c, a, id);
    if (!rc)
        rc = access_account_by_id(c, id, &made);
    if (!rc)
        a->pub = made.pub;
    return rc;
}

/* Asked for, or made: then it is shown once and must be changed at the first sign-in. */
static enum rc get_password(struct cli *cli, struct adding *a, str *ret_shown)
{
    str password, again;
    if (!cli_flag(cli, "password")) {
        const str t = crypto_token_new(cli->c.mem);
        password = str_fmt(cli->c.mem, "%.5s-%.5s-%.5s-%.5s", t.p, t.p + 5, t.p + 10, t.p + 15);
        a->in.must_change = true;
        *ret_shown = password;
        return crypto_password_hash(cli->c.mem, password, &a->in.password_hash);
    }
    enum rc rc = cli_secret(cli, "Password: ", &password);
    if (!rc)
        rc = access_password_rules(&cli->c, password, a->in.login, a->in.kind, false);
    if (!rc)
        rc = cli_secret(cli, "Again: ", &again);
    if (!rc && !crypto_equal_str(password, again))
        rc = fail(&cli->c, RC_INVALID, "password", "account.password_differs");
    return rc ? rc : crypto_password_hash(cli->c.mem, password, &a->in.password_hash);
}

static enum rc add(struct cli *cli)
{
    struct adding a = {
        .in = {.kind = ACCOUNT_STAFF, .login = str_of(cli->argv[0]), .name = cli_get(cli, "name")},
        .staff = cli_get(cli, "staff"),
        .role = cli_get(cli, "role"),
        .place = {.agency = cli_get(cli, "agency"), .unit = cli_get(cli, "unit")}};
    str shown = STR_NONE;
    if (cli_flag(cli, "citizen"))
        a.in.kind = ACCOUNT_CITIZEN;
    enum rc rc = get_password(cli, &a, &shown);
    if (!rc)
        rc = store_write(cli->store, &cli->c, add_unit, &a);
    if (rc)
        return rc;
    if (cli->json)
        cli_printf(cli, "{\"login\": \"%.*s\", \"id\": \"%.*s\", \"password\": %s%.*s%s}\n",
                   STR_ARG(a.in.login), STR_ARG(a.pub), shown.p ? "\"" : "null", STR_ARG(shown),
                   shown.p ? "\"" : "");
    else if (shown.p)
        cli_printf(cli, "%.*s\n", STR_ARG(shown));
    if (shown.p)
        cli_err(cli, "password of %.*s, to be changed at the first sign-in", STR_ARG(a.in.login));
    return RC_OK;
}

/* ---- list ---- */

struct listing {
    struct cli *cli;
    str after;
    bool more, first;
};

static str roles_text(struct ctx *c, const struct account *a, enum rc *rc)
{
    struct grants g;
    *rc = access_grant_list(c, a->id, instant_date(c->now), &g);
    if (*rc || !g.n)
        return a->kind == ACCOUNT_CITIZEN ? S("citizen") : S("");
    str *v = NEW_N(c->mem, str, g.n);
    for (ptrdiff_t i = 0; i < g.n; i++)
        v[i] = g.v[i].agency_name.p
                   ? str_fmt(c->mem, "%s (%.*s)", role_word(g.v[i].role),
                             STR_ARG(g.v[i].unit_name.p ? g.v[i].unit_name : g.v[i].agency_name))
                   : str_of(role_word(g.v[i].role));
    return str_join(c->mem, v, g.n, S(", "));
}

static void list_one(struct cli *cli, const struct account *a, str roles, bool first)
{
    const char *state = a->disabled ? "disabled" : "active";
    if (!cli->json) {
        cli_printf(cli, "%-24.*s %-8s %s %.*s\n", STR_ARG(a->login), state, a->totp ? "totp" : "-   ",
                   STR_ARG(roles));
        return;
    }
    struct buf b = buf_new(cli->c.mem, 8192);
    buf_add_c(&b, first ? "\n  {\"login\": " : ",\n  {\"login\": ");
    buf_json(&b, a->login);
    buf_add_c(&b, ", \"id\": ");
    buf_json(&b, a->pub);
    buf_fmt(&b, ", \"kind\": \"%s\", \"state\": \"%s\", \"secondFactor\": %s, \"roles\": ",
            a->kind == ACCOUNT_STAFF ? "staff" : "citizen", state, a->totp ? "true" : "false");
    buf_json(&b, roles);
    buf_char(&b, '}');
    cli_out(cli, buf_str(&b));
}

static enum rc list_page(struct ctx *c, void *arg)
{
    struct listing *l = arg;
    struct accounts page;
    enum rc rc = access_account_list(c, STR_NONE, l->after, 200, &page);
    for (ptrdiff_t i = 0; !rc && i < page.n; i++) {
        const str roles = roles_text(c, &page.v[i], &rc);
        if (!rc)
            list_one(l->cli, &page.v[i], roles, l->first);
        l->first = false;
    }
    l->more = !rc && page.n == 200;
    if (l->more)
        l->after = page.v[page.n - 1].login;
    return rc;
}

static enum rc list(struct cli *cli)
{
    struct listing l = {.cli = cli, .more = true, .first = true};
    enum rc rc = RC_OK;
    if (cli->json)
        cli_out(cli, S("["));
    while (!rc && l.more && cli_alive(cli))
        rc = store_read(cli->store, &cli->c, list_page, &l);
    if (cli->json)
        cli_out(cli, S("\n]\n"));
    return rc;
}

/* ---- role, reset, token, disable, enable ---- */

struct acting {
    str login, text; /* text: code, reason or token */
    struct adding role;
    bool end, remove_totp;
    struct token token;
};

static enum rc end_role(struct ctx *c, struct acting *a, int64_t account, enum role role)
{
    struct grants g;
    enum rc rc = find_place(c, &a->role.place);
    if (!rc)
        rc = access_grant_list_from(c, account, instant_date(c->now), &g);
    for (ptrdiff_t i = 0; !rc && i < g.n; i++)
        if (g.v[i].role == role &&
            (!a->role.place.agency_id || g.v[i].agency == a->role.place.agency_id) &&
            (!a->role.place.unit_id || g.v[i].unit == a->role.place.unit_id))
            return access_revoke(c, account, g.v[i].id, instant_date(c->now),
                                 S("motcua user role --end"));
    return rc ? rc : RC_NOT_FOUND;
}

static enum rc role_unit(struct ctx *c, void *arg)
{
    struct acting *a = arg;
    struct account account;
    enum role role = ROLE_COUNT;
    if (!role_parse(str_c(c->mem, a->role.role), &role))
        return fail(c, RC_INVALID, "role", "account.role_unknown");
    const enum rc rc = access_account_by_login(c, a->login, &account);
    if (rc)
        return rc;
    return a->end ? end_role(c, a, account.id, role) : grant_role(c, &a->role, account.id);
}

static enum rc role(struct cli *cli)
{
    struct acting a = {
        .login = str_of(cli->argv[0]),
        .role = {.role = str_of(cli->argv[1]),
                 .place = {.agency = cli_get(cli, "agency"), .unit = cli_get(cli, "unit")}},
        .end = cli_flag(cli, "end")};
    return store_write(cli->store, &cli->c, role_unit, &a);
}

static enum rc reset_unit(struct ctx *c, void *arg)
{
    const struct acting *a = arg;
    struct account account;
    enum rc rc = access_account_by_login(c, a->login, &account);
    if (!rc)
        rc = access_reset_issue(c, account.id, a->text);
    if (!rc && a->remove_totp)
        rc = access_totp_remove(c, account.id, S("motcua user reset"));
    return rc;
}

static enum rc reset(struct cli *cli)
{
    struct acting a = {.login = str_of(cli->argv[0]),
                       .text = crypto_code_new(cli->c.mem),
                       .remove_totp = cli_flag(cli, "second-factor")};
    const enum rc rc = store_write(cli->store, &cli->c, reset_unit, &a);
    if (!rc)
        cli_printf(cli, cli->json ? "{\"code\": \"%.*s\"}\n" : "%.*s\n", STR_ARG(a.text));
    return rc;
}

static bool parse_perms(struct arena *mem, str text, uint64_t *ret_perms)
{
    struct str_cut cut = {STR_NONE, text, true};
    uint64_t perms = 0;
    while (cut.found) {
        enum perm perm;
        cut = str_cut(cut.tail, ' ');
        if (!cut.head.n)
            continue;
        if (!perm_parse(str_c(mem, cut.head), &perm))
            return false;
        perms |= UINT64_C(1) << perm;
    }
    *ret_perms = perms;
    return true;
}

static enum rc token_unit(struct ctx *c, void *arg)
{
    const struct acting *a = arg;
    struct account account;
    const enum rc rc = access_account_by_login(c, a->login, &account);
    return rc ? rc : access_token_issue(c, account.id, &a->token, a->text);
}

static enum rc token(struct cli *cli)
{
    struct acting a = {.login = str_of(cli->argv[0]), .text = crypto_token_new(cli->c.mem)};
    const str until = cli_get(cli, "until");
    a.token.name = cli_get(cli, "name");
    a.token.until = date_add(instant_date(cli->c.now), 90);
    if (!parse_perms(cli->c.mem, cli_get(cli, "perms"), &a.token.perms))
        return fail(&cli->c, RC_INVALID, "perms", "access.token.perms");
    if (until.p && !date_parse(until, &a.token.until))
        return fail(&cli->c, RC_INVALID, "until", "access.token.until");
    const enum rc rc = store_write(cli->store, &cli->c, token_unit, &a);
    if (!rc)
        cli_printf(cli, cli->json ? "{\"token\": \"%.*s\"}\n" : "%.*s\n", STR_ARG(a.text));
    return rc;
}

static enum rc disable_unit(struct ctx *c, void *arg)
{
    const struct acting *a = arg;
    struct account account;
    const enum rc rc = access_account_by_login(c, a->login, &account);
    return rc ? rc : access_account_disable(c, account.id, a->text);
}

static enum rc enable_unit(struct ctx *c, void *arg)
{
    const struct acting *a = arg;
    struct account account;
    const enum rc rc = access_account_by_login(c, a->login, &account);
    return rc ? rc : access_account_enable(c, account.id, a->text);
}

static enum rc with_reason(struct cli *cli, enum rc (*unit)(struct ctx *c, void *arg))
{
    struct acting a = {.login = str_of(cli->argv[0]), .text = cli_get(cli, "reason")};
    if (!a.text.n)
        return cli_usage(cli, "--reason is needed");
    return store_write(cli->store, &cli->c, unit, &a);
}

static enum rc disable(struct cli *cli)
{
    return with_reason(cli, disable_unit);
}

static enum rc enable(struct cli *cli)
{
    return with_reason(cli, enable_unit);
}

#define PLACE_OPTIONS                                                                                  \
    {"agency", 'a', "CODE", "agency the role is bound to"},                                            \
    {                                                                                                  \
        "unit", 'u', "CODE", "unit the role is bound to"                                               \
    }

static const struct cli_option add_options[] = {
    {"name", 'n', "TEXT", "name; that of the member of staff if left out"},
    {"role", 'r', "ROLE", "clerk, officer, leader, control_office, inspector, administrator"},
    PLACE_OPTIONS,
    {"staff", 's', "CODE", "number of the member of staff"},
    {"password", 'p', NULL, "ask for a password (or read it, twice, from stdin) instead of making one"},
    {"citizen", 0, NULL, "a citizen's account; LOGIN is a telephone number or mail address"},
    {0},
};
static const struct cli_option role_options[] = {
    PLACE_OPTIONS,
    {"end", 'e', NULL, "end the role instead of giving it"},
    {0},
};
static const struct cli_option reset_options[] = {
    {"second-factor", 0, NULL, "forget the second factor too"},
    {0},
};
static const struct cli_option token_options[] = {
    {"name", 'n', "TEXT", "which machine it is for"},
    {"perms", 'p', "LIST", "permissions between blanks: \"DOSSIER_READ CATALOG_READ\""},
    {"until", 0, "DATE", "last day; 90 days from today"},
    {0},
};
static const struct cli_option reason_options[] = {{"reason", 'r', "TEXT", "why"}, {0}};

const struct verb account_verbs[] = {
    {"user add", "LOGIN", "an account; prints the password it made", CLI_NEW, 1, 1, add_options, add},
    {"user list", NULL, "accounts and their roles", CLI_DATA, 0, 0, NULL, list},
    {"user role", "LOGIN ROLE", "gives a role, or ends it", CLI_DATA, 2, 2, role_options, role},
    {"user reset", "LOGIN", "prints a one-time code for a new password", CLI_DATA, 1, 1, reset_options,
     reset},
    {"user token", "LOGIN", "prints a new token for the API", CLI_DATA, 1, 1, token_options, token},
    {"user disable", "LOGIN", "disables an account and ends its sessions", CLI_DATA, 1, 1,
     reason_options, disable},
    {"user enable", "LOGIN", "enables or unlocks an account", CLI_DATA, 1, 1, reason_options, enable},
    {0},
};
