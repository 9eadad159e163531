/* lib_api.c - see lib_api.h. */
#include "api/lib_api.h"

#include "access/signin.h"
#include "calendar/versions.h"
#include "core/setting.h"
#include "crypto/crypto.h"
#include "dossier/lib_process.h"
#include "file/file.h"
#include "host/clock.h"
#include "org/org.h"
#include "web/settings.h"

extern const struct module catalog_api_module, dossier_api_module, dossier_beside_api_module,
    dossier_bulk_api_module, dossier_mend_api_module, dossier_consult_api_module,
    dossier_hold_api_module, dossier_slip_api_module, handover_api_module, result_api_module;
static const struct module *const modules[] = {&web_module,
                                               &catalog_api_module,
                                               &dossier_api_module,
                                               &dossier_beside_api_module,
                                               &dossier_bulk_api_module,
                                               &dossier_mend_api_module,
                                               &dossier_consult_api_module,
                                               &dossier_hold_api_module,
                                               &dossier_slip_api_module,
                                               &handover_api_module,
                                               &result_api_module,
                                               NULL};

/* ---- the port to accounts: tokens only -------------------------------------------------------- */

static enum rc no_session(struct ctx *c, str token, struct web_who *who)
{
    (void)c, (void)token, (void)who;
    return RC_NOT_FOUND;
}
static enum rc find_token(struct ctx *c, str bearer, struct web_who *who)
{
    struct actor *a = NEW(c->mem, struct actor);
    const enum rc rc = access_token_find(c, bearer, a);
    if (!rc)
        *who = (struct web_who){.actor = a, .actor_id = a->account, .name = a->name};
    return rc;
}
static bool may(const struct actor *a, enum perm need)
{
    return access_reach(a, need) > REACH_NOTHING;
}
static void seen(int64_t session, instant at)
{
    (void)session, (void)at;
}
static const struct web_auth auth = {no_session, find_token, may, seen};

/* ---- accounts and tokens ------------------------------------------------------------------------ */

static const struct {
    const char *name;
    enum role role;
    size_t actor; /* place in struct authority */
} holders[HOLDERS] = {
    [CLERK] = {"clerk", ROLE_CLERK, offsetof(struct authority, clerk)},
    [OFFICER] = {"officer", ROLE_OFFICER, offsetof(struct authority, officer)},
    [LEADER] = {"leader", ROLE_LEADER, offsetof(struct authority, leader)},
    [OTHER] = {"other", ROLE_CLERK, offsetof(struct authority, other_clerk)},
    [CITIZEN] = {"citizen", ROLE_CITIZEN, offsetof(struct authority, citizen)},
    [STRANGER] = {"stranger", ROLE_CITIZEN, offsetof(struct authority, stranger)},
    [READER] = {"reader", ROLE_CLERK, offsetof(struct authority, clerk)},
};

static uint64_t perms_of(enum holder h)
{
    uint64_t perms = 0;
    if (h == READER)
        return UINT64_C(1) << PERM_DOSSIER_READ | UINT64_C(1) << PERM_WORKLIST;
    for (unsigned p = PERM_NONE + 1; p < PERM_COUNT; p++)
        if (perm_for_tokens((enum perm)p) && perm_reach(holders[h].role, (enum perm)p) > REACH_NOTHING)
            perms |= UINT64_C(1) << p;
    return perms;
}

static enum rc give_account(struct ctx *c, const struct actor *who, enum holder h, int64_t *ret_id)
{
    const bool citizen = holders[h].role == ROLE_CITIZEN;
    const struct account_new in = {
        .kind = citizen ? ACCOUNT_CITIZEN : ACCOUNT_STAFF,
        .login = str_fmt(c->mem, citizen ? "%s@example.vn" : "%s", holders[h].name),
        .name = who->name,
        .person = who->person,
        .staff = citizen ? 0 : who->staff};
    date from;
    int64_t grant;
    BUG_IF(!date_parse(S("2018-01-01"), &from));
    enum rc rc = access_account_add(c, &in, ret_id);
    if (!rc && !citizen)
        rc = access_grant(c,
                          &(struct grant){.account = *ret_id,
                                          .agency = who->agency,
                                          .unit = who->unit,
                                          .role = holders[h].role,
                                          .from = from,
                                          .to = DATE_NONE},
                          &grant);
    return rc;
}

/* The second worked day from now, and one past every limit. */
static enum rc worked_days(struct ctx *c, struct api *a)
{
    struct calendar_use use;
    const enum rc rc = calendar_current(c, STR_NONE, &use);
    if (rc)
        return rc;
    const struct calendar *cal = worktime_calendar(use.w);
    const date today = instant_date(host_now());
    a->soon = str_dup(a->mem, date_iso(c->mem, calendar_nth_worked(cal, today, 2)));
    a->late = str_dup(a->mem, date_iso(c->mem, calendar_nth_worked(cal, today, 40)));
    return RC_OK;
}

static enum rc give_tokens(struct ctx *c, void *arg)
{
    struct api *a = arg;
    struct agency agency;
    int64_t account[HOLDERS];
    enum rc rc = RC_OK;
    for (int h = 0; !rc && h < HOLDERS; h++) {
        const struct actor *who = (const void *)((const char *)a->authority + holders[h].actor);
        if (h == READER)
            account[h] = account[CLERK];
        else
            rc = give_account(c, who, (enum holder)h, &account[h]);
        const struct token t = {.name = S("test"),
                                .perms = perms_of((enum holder)h),
                                .until = date_add(instant_date(c->now), 30)};
        a->token[h] = str_fmt(a->mem, "test-token-%s-000000000000000000", holders[h].name);
        if (!rc)
            rc = access_token_issue(c, account[h], &t, a->token[h]);
    }
    if (!rc)
        rc = org_agency_by_id(c, a->authority->commune, &agency);
    if (!rc)
        a->commune = str_dup(a->mem, agency.pub);
    return rc ? rc : worked_days(c, a);
}

void api_variables(struct case_run *run, void *arg)
{
    struct api *a = arg;
    for (int h = 0; h < HOLDERS; h++)
        case_let(run, holders[h].name, a->token[h]);
    case_let(run, "commune", a->commune);
    case_let(run, "soon", a->soon);
    case_let(run, "late", a->late);
}

/* ---- the server ------------------------------------------------------------------------------------
 */

void api_serve(struct api *a, struct store *store, const char *dir)
{
    static const struct setting *const lists[] = {web_settings};
    struct ctx c = {.mem = a->mem};
    (void)settings_new(a->mem, lists, 1);
    web_settings_now.log_requests = false;
    assert_int_equal(file_store_open(dir, &a->files), RC_OK);
    const struct web_config k = {.modules = modules,
                                 .auth = &auth,
                                 .store = store,
                                 .files = a->files,
                                 .keys = a->keys,
                                 .listen = {S("127.0.0.1:0")},
                                 .spool = dir,
                                 .workers = 4};
    if (web_start(&c, &k, &a->web) != RC_OK)
        fail_msg("web_start: %s %.*s", c.faults ? c.faults->key : "?",
                 STR_ARG(c.faults ? c.faults->args[0] : S("")));
    a->port = web_port(a->web, 0);
}

void api_quiet(struct api *a)
{
    web_stop(a->web, 2000);
    file_store_close(a->files);
}

void api_start(struct api *a)
{
    void *state;
    assert_int_equal(authority_setup(&state), 0);
    *a = (struct api){.authority = state, .mem = arena_new((size_t)64 << 20)};
    struct engine *e = a->authority->e;
    assert_int_equal(crypto_keys_open(e->dir, &a->keys), RC_OK);
    access_configure(e->store, a->keys);
    e->c.now = host_now();
    e->c.actor = (struct actor *)(uintptr_t)access_system();
    if (engine_write(e, give_tokens, a) != RC_OK)
        fail_msg("tokens: %s", last_fault(a->authority));
    api_serve(a, e->store, e->dir);
}

void api_stop(struct api *a)
{
    void *state = a->authority;
    api_quiet(a);
    access_configure(NULL, NULL);
    crypto_keys_free(a->keys);
    arena_free(a->mem);
    assert_int_equal(authority_teardown(&state), 0);
}

void api_publish(struct api *a, const char *path)
{
    struct engine *e = a->authority->e;
    char *text = arena_alloc(a->mem, 1 << 16);
    FILE *f = fopen(path, "r");
    assert_non_null(f);
    struct publishing p = {.text = {text, (ptrdiff_t)fread(text, 1, 1 << 16, f)}};
    assert_int_equal(fclose(f), 0);
    e->c.now = host_now();
    e->c.actor = &process_control;
    if (engine_write(e, process_as_told, &p) != RC_OK)
        fail_msg("publish: %s", last_fault(a->authority));
}

static enum rc count(struct ctx *c, void *arg)
{
    return q_api_count(c, arg);
}

struct q_api_count_row api_counts(const struct api *a)
{
    struct q_api_count_row row;
    assert_int_equal(engine_read(a->authority->e, count, &row), RC_OK);
    return row;
}
