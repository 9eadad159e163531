/* access_account.c - accounts: adding, finding, listing, disabling. */
#include "access/access_sql.h"
#include "access/inner.h"
#include "core/fold.h"
#include "core/ident.h"
#include "core/utf8.h"
#include "org/org.h"
#include "person/person.h"

#define LIST_MAX 200

static bool login_letter(char ch)
{
    return (ch >= 'a' && ch <= 'z') || (ch >= '0' && ch <= '9') || ch == '.' || ch == '_' ||
           ch == '-' || ch == '@' || ch == '+';
}

bool access_login_clean(struct arena *mem, str typed, str *ret_login)
{
    str phone;
    const str s = str_lower_ascii(mem, str_trim(typed));
    if (ident_phone_parse(mem, s, &phone)) {
        *ret_login = phone;
        return true;
    }
    for (ptrdiff_t i = 0; i < s.n; i++)
        if (!login_letter(s.p[i]))
            return false;
    if (s.n < 3 || s.n > 64 || s.p[0] == '+')
        return false;
    *ret_login = s;
    return true;
}

enum rc access__event(struct ctx *c, const char *kind, int64_t account, str pub,
                      const struct event_member *v, int n)
{
    return record_append(
        c, &(struct event){
               .kind = kind, .object = account, .object_pub = pub, .members = v, .member_count = n});
}

#define ACCOUNT_FILL(a, r)                                                                             \
    ((a) = (struct account){.id = (r)->id,                                                             \
                            .person = (r)->person_id.v,                                                \
                            .staff = (r)->staff_id.v,                                                  \
                            .pub = (r)->pub,                                                           \
                            .login = (r)->login,                                                       \
                            .name = (r)->name,                                                         \
                            .email = (r)->email,                                                       \
                            .phone = (r)->phone,                                                       \
                            .kind = str_eq((r)->kind, S("staff")) ? ACCOUNT_STAFF : ACCOUNT_CITIZEN,   \
                            .disabled = !str_eq((r)->state, S("active")),                              \
                            .must_change = (r)->must_change,                                           \
                            .totp = (r)->totp_on,                                                      \
                            .has_password = (r)->password_hash.p != NULL,                              \
                            .created = (r)->created_at,                                                \
                            .last_seen = (r)->last_seen_at,                                            \
                            .locked_until = (r)->locked_until,                                         \
                            .lang = str_eq((r)->lang, S("en")) ? LANG_EN : LANG_VI})

enum rc access_account_by_id(struct ctx *c, int64_t id, struct account *ret_account)
{
    struct q_account_by_id_row row;
    const enum rc rc = q_account_by_id(c, id, &row);
    if (!rc)
        ACCOUNT_FILL(*ret_account, &row);
    return rc;
}

enum rc access_account_by_login(struct ctx *c, str login, struct account *ret_account)
{
    struct q_account_by_login_row row;
    const enum rc rc = q_account_by_login(c, login, &row);
    return rc ? rc : access_account_by_id(c, row.id, ret_account);
}

enum rc access_account_by_pub(struct ctx *c, str pub, struct account *ret_account)
{
    struct q_account_by_pub_row row;
    const enum rc rc = q_account_by_pub(c, pub, &row);
    return rc ? rc : access_account_by_id(c, row.id, ret_account);
}

enum rc access_account_list(struct ctx *c, str what, str after, int64_t max, struct accounts *ret)
{
    struct q_account_list_rows rows;
    const str low = what.p ? fold(c->mem, what) : S("");
    const str high = str_fmt(c->mem, "%.*s\x7f", STR_ARG(low));
    const enum rc rc =
        q_account_list(c, after.p ? after : S(""), low, high, max < LIST_MAX ? max : LIST_MAX, &rows);
    if (rc)
        return rc;
    struct account *v = NEW_N(c->mem, struct account, rows.n);
    for (ptrdiff_t i = 0; i < rows.n; i++)
        ACCOUNT_FILL(v[i], &rows.v[i]);
    *ret = (struct accounts){v, rows.n};
    return RC_OK;
}

/* Staff: a login that is no telephone number or mail address; citizens: one that is. */
static enum rc check_login(struct ctx *c, const struct account_new *in, str *ret_login)
{
    struct account same;
    if (!access_login_clean(c->mem, in->login, ret_login))
        return fail(c, RC_INVALID, "login", "access.login");
    if (access__login_is_citizens(*ret_login) != (in->kind == ACCOUNT_CITIZEN))
        return fail(c, RC_INVALID, "login",
                    in->kind == ACCOUNT_STAFF ? "access.login_staff" : "access.login_citizen");
    const enum rc rc = access_account_by_login(c, *ret_login, &same);
    if (!rc)
        return fail(c, RC_CONFLICT, "login", "access.login_taken");
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc check_staff(struct ctx *c, const struct account_new *in, str *name)
{
    struct staff s;
    struct q_account_by_staff_row row;
    if (!in->staff)
        return RC_OK;
    enum rc rc = org_staff_by_id(c, in->staff, &s);
    if (rc == RC_NOT_FOUND)
        return fail(c, RC_INVALID, "staff", "access.staff_unknown");
    if (!rc && !name->p)
        *name = s.name;
    if (!rc)
        rc = q_account_by_staff(c, in->staff, &row);
    if (!rc)
        return fail(c, RC_CONFLICT, "staff", "access.staff_has_account");
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc insert(struct ctx *c, const struct account_new *in, str login, str name, int64_t *ret_id,
                      str *ret_pub)
{
    struct q_account_add_row row;
    const struct q_account_add_in q = {
        .pub = ctx_new_pubid(c),
        .kind = in->kind == ACCOUNT_STAFF ? S("staff") : S("citizen"),
        .login = login,
        .name = name,
        .name_key = fold(c->mem, name),
        .email = in->email,
        .phone = in->phone,
        .person_id = access__id_or_null(in->person),
        .staff_id = access__id_or_null(in->staff),
        .must_change = in->must_change,
        .password_hash = in->password_hash,
        .password_at = in->password_hash.p ? c->now : INSTANT_NONE,
        .lang = in->lang == LANG_EN ? S("en") : S("vi"),
        .created_at = c->now,
        .off = false,
    };
    enum rc rc = q_account_add(c, &q, &row);
    if (!rc && in->password_hash.p)
        rc = q_password_history_add(c, row.id, in->password_hash, c->now, NULL);
    if (rc)
        return rc;
    *ret_id = row.id;
    *ret_pub = q.pub;
    return RC_OK;
}

enum rc access_account_add(struct ctx *c, const struct account_new *in, int64_t *ret_id)
{
    str login, pub, name = in->name;
    int64_t id;
    enum rc rc = check_login(c, in, &login);
    if (!rc)
        rc = check_staff(c, in, &name);
    if (!rc && (!name.n || !utf8_valid(name) || utf8_letters(name) > 100))
        rc = fail(c, RC_INVALID, "name", "access.name");
    if (!rc)
        rc = insert(c, in, login, name, &id, &pub);
    if (rc)
        return rc;
    const struct event_member members[] = {
        EV_TEXT("kind", in->kind == ACCOUNT_STAFF ? S("staff") : S("citizen")),
        EV_INT("staff", in->staff), EV_INT("person", in->person)};
    const struct event_member personal[] = {EV_TEXT("login", login), EV_TEXT("name", name)};
    rc = record_append(c, &(struct event){.kind = "access.account_added",
                                          .object = id,
                                          .object_pub = pub,
                                          .members = members,
                                          .member_count = 3,
                                          .personal = personal,
                                          .personal_count = 2});
    if (!rc)
        *ret_id = id;
    return rc;
}

enum rc access_register(struct ctx *c, const struct account_new *in, int64_t *ret_id)
{
    struct account_new account = *in;
    struct person p = {.name = in->name, .birth = DATE_NONE}, made;
    unsigned differs;
    str login;
    enum rc rc = check_login(c, in, &login); /* before a person is made for nothing */
    if (rc)
        return rc;
    if (str_starts(login, S("+")))
        p.phone = login;
    else
        p.email = login;
    rc = person_find_or_create(c, &p, &made, &differs);
    if (rc)
        return rc;
    account.name = made.name;
    account.person = made.id;
    account.phone = made.phone;
    account.email = made.email;
    return access_account_add(c, &account, ret_id);
}

enum rc access_administrators(struct ctx *c, int64_t *ret_count)
{
    struct q_administrator_count_row row;
    const enum rc rc = q_administrator_count(c, instant_date(c->now), 0, 0, &row);
    if (!rc)
        *ret_count = row.found;
    return rc;
}

/* Only an administrator's loss can leave nobody, so others are not held up by an empty house. */
enum rc access__administrator_left(struct ctx *c, int64_t but_grant, int64_t but_account)
{
    struct q_administrator_count_row now, then;
    const date today = instant_date(c->now);
    enum rc rc = q_administrator_count(c, today, 0, 0, &now);
    if (!rc)
        rc = q_administrator_count(c, today, but_grant, but_account, &then);
    if (!rc && then.found == 0 && now.found > 0)
        return fail(c, RC_CONFLICT, NULL, "access.last_administrator");
    return rc;
}

enum rc access_account_disable(struct ctx *c, int64_t id, str reason)
{
    struct account a;
    int64_t changed = 0;
    enum rc rc = access_account_by_id(c, id, &a);
    if (!rc)
        rc = access__administrator_left(c, 0, id);
    if (!rc)
        rc = q_account_set_state(c, id, S("disabled"), S("active"), &changed);
    if (!rc && !changed)
        rc = fail(c, RC_CONFLICT, NULL, "access.already_disabled");
    if (!rc)
        rc = access_signout_all(c, id, 0);
    if (!rc)
        rc = q_token_end_all(c, id, c->now, NULL);
    if (!rc)
        rc = access__delegations_stop(c, id, reason);
    const struct event_member members[] = {EV_TEXT("reason", reason)};
    return rc ? rc : access__event(c, "access.account_disabled", id, a.pub, members, 1);
}

enum rc access_account_enable(struct ctx *c, int64_t id, str reason)
{
    struct account a;
    enum rc rc = access_account_by_id(c, id, &a);
    if (!rc)
        rc = a.disabled ? q_account_set_state(c, id, S("active"), S("disabled"), NULL)
                        : q_account_unlock(c, id, NULL);
    if (rc)
        return rc;
    access__guess_forget(c->mem, id, a.login);
    const struct event_member members[] = {EV_TEXT("reason", reason)};
    return access__event(c, "access.account_enabled", id, a.pub, members, 1);
}

enum rc access_disable_idle(struct ctx *c, int64_t max, int64_t *ret_count)
{
    struct q_account_idle_rows rows;
    int64_t count = 0;
    enum rc rc = q_account_idle(c, (instant){c->now.us - access__limits.account_idle_days * DAY_US},
                                instant_date(c->now), max, &rows);
    for (ptrdiff_t i = 0; !rc && i < rows.n; i++) {
        rc = access_account_disable(c, rows.v[i].id, S("idle"));
        if (rc == RC_CONFLICT) { /* the last administrator stays */
            c->faults = NULL;
            rc = RC_OK;
        } else if (!rc) {
            count++;
        }
    }
    if (!rc)
        *ret_count = count;
    return rc;
}
