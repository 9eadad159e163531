/*
 * test_matrix.c - every route x actor, over a real server, against tests/access/matrix/routes.tsv.
 * An actor is a role and a relation to the one dossier that paths with :pub name (made anew for
 * each cell that may change it, received by a commune, in the hands of its division, owned by
 * `citizen`). A route without a row, a row without a route and a cell that differs fail; the rows
 * that are needed are printed. MOTCUA_MATRIX=write prints the whole table as it is.
 *
 * A cell says: yes (the handler decides: 2xx, 303, 400, 409, 412, 422, 428), no (403), hid (404),
 * in (sent to sign in, or 401), elsewhere (an account that owes something first).
 */
#include "db/lib_engine.h"
#include "dossier/lib_authority.h"

#include <ctype.h>

#include "app/modules.h"
#include "app/wire.h"
#include "catalog/catalog.h"
#include "core/json.h"
#include "core/setting.h"
#include "crypto/crypto.h"
#include "file/file.h"
#include "host/spawn.h"
#include "http/lib_client.h"
#include "pdf/pdf.h"
#include "web/server.h"
#include "web/settings.h"

#define ROUTES_MAX 400
#define PROCEDURE "1.001193"
#define NO_PUB "00000000000000000000000000"

enum who {
    VISITOR,
    CITIZEN,
    STRANGER,
    CLERK,
    CLERK_X,
    OFFICER,
    OFFICER_D,
    OFFICER_X,
    LEADER,
    LEADER_X,
    CONTROL,
    INSPECTOR,
    INSPECTOR_X,
    ADMIN,
    PENDING_ADMIN,
    WHO_COUNT
};
static const char *const names[WHO_COUNT] = {
    "visitor", "citizen",   "stranger",    "clerk",  "clerk_x",
    "officer", "officer_d", "officer_x",   "leader", "leader_x",
    "control", "inspector", "inspector_x", "admin",  "pending_admin",
};

static struct authority *a;
static struct actor people[WHO_COUNT], machines[WHO_COUNT];
static struct arena *mem;
static struct web *web;
static str form_token[WHO_COUNT];

/* ---- actors ---- */

static struct actor person_of(enum who who, enum role role, int64_t agency, int64_t unit)
{
    return (struct actor){.kind = ACTOR_STAFF,
                          .account = 5000 + (int64_t)who,
                          .session = 5000 + (int64_t)who,
                          .staff = 5000 + (int64_t)who,
                          .agency = agency,
                          .unit = unit,
                          .login = str_of(names[who]),
                          .name = str_of(names[who]),
                          .roles = 1u << role};
}

static uint64_t all_token_perms(void)
{
    uint64_t perms = 0;
    for (unsigned i = PERM_NONE + 1; i < PERM_COUNT; i++)
        if (perm_for_tokens((enum perm)i))
            perms |= UINT64_C(1) << i;
    return perms;
}

static void make_people(void)
{
    people[CITIZEN] = a->citizen;
    people[STRANGER] = a->stranger;
    people[CLERK] = a->clerk;
    people[CLERK_X] = a->other_clerk;
    people[OFFICER] = a->officer;
    people[OFFICER_D] = person_of(OFFICER_D, ROLE_OFFICER, a->commune, a->one_stop);
    people[OFFICER_X] = person_of(OFFICER_X, ROLE_OFFICER, a->other_commune, a->other_one_stop);
    people[LEADER] = a->leader;
    people[LEADER_X] = person_of(LEADER_X, ROLE_LEADER, a->other_commune, a->other_one_stop);
    people[CONTROL] = person_of(CONTROL, ROLE_CONTROL_OFFICE, a->province, 0);
    people[INSPECTOR] = person_of(INSPECTOR, ROLE_INSPECTOR, a->province, 0);
    people[INSPECTOR_X] = person_of(INSPECTOR_X, ROLE_INSPECTOR, a->other_commune, 0);
    people[ADMIN] = person_of(ADMIN, ROLE_ADMINISTRATOR, 0, 0);
    people[PENDING_ADMIN] = person_of(PENDING_ADMIN, ROLE_ADMINISTRATOR, 0, 0);
    people[PENDING_ADMIN].pending = PENDING_ENROL;
    for (int i = CITIZEN; i < WHO_COUNT; i++) {
        people[i].session = people[i].account;
        machines[i] = people[i];
        machines[i].kind = ACTOR_TOKEN;
        machines[i].session = 0;
        machines[i].token = people[i].account;
        machines[i].token_perms = all_token_perms();
    }
}

static int who_of(str name)
{
    for (int i = CITIZEN; i < WHO_COUNT; i++)
        if (str_eq(name, str_of(names[i])))
            return i;
    return -1;
}

static enum rc fill(struct actor *actor, struct web_who *ret_who)
{
    *ret_who =
        (struct web_who){.actor = actor,
                         .actor_id = actor->account,
                         .session = actor->session,
                         .name = actor->name,
                         .staff = actor->kind == ACTOR_STAFF,
                         .pending = actor->pending ? HREF_TO("/account/second-factor") : HREF_NONE};
    return RC_OK;
}

static enum rc by_session(struct ctx *c, str token, struct web_who *ret_who)
{
    const int who = who_of(token);
    (void)c;
    return who < 0 ? RC_NOT_FOUND : fill(&people[who], ret_who);
}

static enum rc by_token(struct ctx *c, str token, struct web_who *ret_who)
{
    const int who = who_of(token);
    (void)c;
    return who < 0 ? RC_NOT_FOUND : fill(&machines[who], ret_who);
}

static bool may(const struct actor *actor, enum perm need)
{
    return access_reach(actor, need) > REACH_NOTHING;
}

static void seen(int64_t session, instant at)
{
    (void)session;
    (void)at;
}

static const struct web_auth auth = {by_session, by_token, may, seen};

/* ---- the dossier of a cell ---- */

struct receiving {
    struct filing filing;
    struct filing_paper papers[16];
    struct dossier_ref ref;
};

static enum rc receive(struct ctx *c, void *arg)
{
    struct receiving *r = arg;
    struct procedure_intake in;
    const enum rc rc = catalog_intake(c, S(PROCEDURE), 0, S("direct"), &in);
    r->filing.paper_n = 0;
    for (ptrdiff_t i = 0; !rc && i < in.components_n && r->filing.paper_n < 16; i++)
        if (in.components[i].required)
            r->papers[r->filing.paper_n++] = (struct filing_paper){
                .component_id = in.components[i].id, .quantity = 1, .complete = true};
    r->filing.papers = r->papers;
    return rc ? rc : dossier_receive(c, &r->filing, &(struct accept_in){0}, &r->ref);
}

static struct dossier_ref new_dossier(void)
{
    struct receiving r = {.filing = sample_filing(a, PROCEDURE)};
    const enum rc rc = as(a, &a->clerk, "2026-11-19T14:00", receive, &r);
    if (rc)
        fail_msg("receive: %s %s", rc_name(rc), last_fault(a));
    r.ref.pub = str_dup(mem, r.ref.pub);
    r.ref.code = str_dup(mem, r.ref.code);
    return r.ref;
}

/* ---- requests ---- */

/* Bodies that are good enough to reach the rule, so that it is the rule that answers. */
static const struct {
    const char *path, *body;
} bodies[] = {
    {"/work/dossiers/:pub/act", "action=submit&note=x"},
    {"/work/dossiers/:pub/claim", "claim=1"},
    {"/work/dossiers/:pub/complete", "extra=x"},
    {"/work/dossiers/:pub/checklist", "account=found"},
    {"/work/handovers", "to=1&d_aaaaaaaaaaaaaaaaaaaaaaaaaa=1"},
    {"/work/handovers/:pub", "remark=x"},
    {"/work/dossiers/:pub/part", "how=counter"},
    {"/work/dossiers/:pub/waive", "step=x&reason=x"},
    {"/work/dossiers/:pub/originals", "how=counter"},
    {"/work/dossiers/:pub/delivered", "on=2026-11-20"},
    {"/work/dossiers/:pub/early", "ready_at=2027-01-05T10:00"},
    {"/work/sign", "note=x"},
    {"/work/dossiers/:pub/parts", "part=x&note=x"},
    {"/work/dossiers/:pub/papers", "paper=1"},
    {"/work/dossiers/:pub/person", "purpose=identity"},
    {"/work/dossiers/:pub/form", "purpose=identity"},
    {"/work/dossiers/:pub/return", "how=counter"},
    {"/work/dossiers/:pub/refuse", "ground=other&reason=x"},
    {"/work/dossiers/:pub/mend", "kind=reissue&reason=x"},
    {"/work/dossiers/:pub/mend-decision", "decision=refused&note=x"},
    {"/api/v1/dossiers/:pub/mends", "{\"kind\":\"reissue\",\"reason\":\"x\"}"},
    {"/api/v1/dossiers/:pub/mend-decisions", "{\"decision\":\"refused\",\"note\":\"x\"}"},
    {"/api/v1/dossiers/:pub/checklists", "{\"account\":\"found\",\"papers\":[{\"paper\":1}]}"},
    {"/api/v1/dossiers/:pub/settlements", "{\"papersBack\":true,\"papersTo\":\"x\"}"},
    {"/api/v1/dossiers/:pub/scans", "{\"name\":\"x\",\"files\":[\"" NO_PUB "\"]}"},
    {"/api/v1/dossiers/:pub/waivers", "{\"step\":\"x\",\"reason\":\"x\"}"},
    {"/api/v1/dossiers/:pub/part-answers", "{\"part\":\"x\",\"note\":\"x\"}"},
    {"/api/v1/approvals", "{\"dossiers\":[{\"dossier\":\"" NO_PUB "\",\"version\":1}]}"},
    {"/api/v1/dossiers/:pub/results", "{\"file\":\"" NO_PUB "\"}"},
    {"/api/v1/dossiers/:pub/part-returns", "{\"items\":[1],\"how\":\"counter\"}"},
    {"/api/v1/dossiers/:pub/original-returns", "{\"items\":[1],\"how\":\"counter\"}"},
    {"/api/v1/dossiers/:pub/deliveries", "{\"on\":\"2026-11-20\"}"},
    {"/api/v1/dossiers/:pub/announcements", "{\"readyAt\":\"2027-01-05T10:00\"}"},
    {"/api/v1/handovers", "{\"to\":\"x\",\"dossiers\":[\"x\"]}"},
    {"/api/v1/handovers/:pub/confirmations",
     "{\"lines\":[{\"dossier\":\"" NO_PUB "\",\"taken\":true}]}"},
    {"/work/consultations/:pub", "answer=x"},
    {"/api/v1/dossiers/:pub/consultations", "{\"agency\":\"H48\",\"question\":\"x\",\"days\":3}"},
    {"/api/v1/consultations/:consultation/answers", "{\"answer\":\"x\"}"},
    {"/work/dossiers/:pub/pause", "hold=x&until=2027-01-05&letter=x&reason=x"},
    {"/work/dossiers/:pub/resume", "note=x"},
    {"/api/v1/dossiers/:pub/pauses",
     "{\"hold\":\"x\",\"until\":\"2027-01-05\",\"letter\":\"x\",\"file\":\"" NO_PUB
     "\",\"reason\":\"x\"}"},
    {"/api/v1/dossiers/:pub/resumptions", "{\"note\":\"x\"}"},
    {"/work/dossiers/:pub/consult", "agency=H48&question=x&days=3"},
    {"/work/dossiers/:pub/settle", "papers_back=1&papers_to=x"},
    {"/work/dossiers/:pub/withdraw", "how=stop&reason=x"},
    {"/work/dossiers/:pub/supplement", "reason=x&more=x"},
    {"/work/dossiers/:pub/correct", "part=note&becomes=x&reason=x"},
    {"/work/dossiers/:pub/cancel", "reason=x"},
    {"/work/dossiers/:pub/pay", "amount=1000"},
    {"/work/dossiers/:pub/apology", "kind=apology&reason=x&new_due=2027-01-05"},
    {"/work/dossiers/:pub/apology-decision", "decision=sign"},
    {"/my/dossiers/:pub/withdraw", "reason=x"},
    {"/my/dossiers/:pub/mend", "kind=reissue&reason=x"},
    {"/work/assign", "to=" NO_PUB},
    {"/work/desk", "from=" NO_PUB "&to=" NO_PUB "&reason=x"},
    {"/account/stand-ins",
     "kind=leave&place=1.1&to_account=" NO_PUB "&from=2026-11-23&to=2026-11-24&reason=x"},
    {"/account/stand-ins/:pub/end", "reason=x"},
    {"/work/duty/:pub", "week=2027-01-04"},
    {"/work/duty/:pub/counters", "number=1&name=x"},
    {"/work/duty/:pub/hours", "d1=07:30-11:30"},
    {"/admin/accounts/:pub/disable", "reason=x"},
    {"/admin/accounts/:pub/enable", "reason=x"},
    {"/admin/accounts/:pub/end", "grant=1"},
    {"/admin/accounts/:pub/grant", "role=clerk&place="},
    {"/api/v1/dossiers",
     "{\"procedure\":\"" PROCEDURE "\",\"owner\":{\"name\":\"X\",\"number\":\"051196000019\"}}"},
    {"/api/v1/dossiers/:pub/acceptances", "{\"note\":\"x\"}"},
    {"/api/v1/dossiers/:pub/supplement-requests", "{\"reason\":\"x\",\"items\":[{\"text\":\"x\"}]}"},
    {"/api/v1/dossiers/:pub/supplements", "{\"papers\":[{\"component\":1,\"quantity\":1}]}"},
    {"/api/v1/dossiers/:pub/refusals", "{\"ground\":\"other\",\"reason\":\"x\"}"},
    {"/api/v1/dossiers/:pub/moves", "{\"action\":\"submit\",\"note\":\"x\"}"},
    {"/api/v1/dossiers/:pub/claims", "{\"release\":false}"},
    {"/api/v1/dossiers/:pub/assignments", "{\"to\":\"" NO_PUB "\"}"},
    {"/api/v1/dossiers/:pub/returns", "{\"how\":\"counter\"}"},
    {"/api/v1/dossiers/:pub/withdrawals", "{\"reason\":\"x\"}"},
    {"/api/v1/dossiers/:pub/corrections", "{\"part\":\"note\",\"becomes\":\"x\",\"reason\":\"x\"}"},
    {"/api/v1/dossiers/:pub/cancellations", "{\"reason\":\"x\"}"},
    {"/api/v1/dossiers/:pub/payments", "{\"cash\":1000}"},
    {"/api/v1/dossiers/:pub/apologies", "{\"reason\":\"x\",\"newDue\":\"2027-01-05T10:00:00+07:00\"}"},
    {"/api/v1/dossiers/:pub/apology-decisions", "{\"decision\":\"sign\"}"},
};

static str body_for(str path)
{
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++)
        if (str_eq(path, str_of(bodies[i].path)))
            return str_of(bodies[i].body);
    return S("");
}

struct route_row {
    str method, path;
    bool api;
    str cells[WHO_COUNT];
};

/* What stands for a parameter: ours where it is a dossier's, else something that is not there. */
static str parameter(str path, str name, const struct dossier_ref *d)
{
    const bool dossiers = str_has(path, S("dossiers/:pub")) || str_has(path, S("/counter/done"));
    if (str_eq(name, S("pub")))
        return dossiers ? d->pub : str_has(path, S("accounts")) ? S("spare") : S(NO_PUB);
    if (str_eq(name, S("code")) && str_has(path, S("offices")))
        return S("H48.101.MC");
    if (str_eq(name, S("code")) && str_has(path, S("rulesets")))
        return S("nd118");
    if (str_eq(name, S("version")))
        return S("1");
    if (str_eq(name, S("key")))
        return S("reply");
    if (str_eq(name, S("set")))
        return S("nd118");
    if (str_eq(name, S("paper")))
        return S("receipt");
    if (str_eq(name, S("code")))
        return str_has(path, S("procedures")) ? S(PROCEDURE) : d->code;
    return str_eq(name, S("question")) ? S("owner") : S(NO_PUB);
}

static str fill_path(str path, const struct dossier_ref *d)
{
    struct buf b = buf_new(mem, 1000);
    for (ptrdiff_t i = 0; i < path.n; i++) {
        ptrdiff_t end = i + 1;
        if (path.p[i] != ':') {
            buf_char(&b, path.p[i]);
            continue;
        }
        while (end < path.n && (isalnum((unsigned char)path.p[end]) || path.p[end] == '_'))
            end++;
        buf_add(&b, parameter(path, str_sub(path, i + 1, end - i - 1), d));
        i = end - 1;
    }
    return buf_str(&b);
}

static struct answer ask(const struct route_row *r, int who, str path, str body, int64_t version)
{
    static int key;
    struct answer ans = {0};
    struct buf b = buf_new(mem, 8192);
    const int port = web_port(web, 0);
    buf_fmt(&b, "%.*s %.*s HTTP/1.1\r\nHost: localhost:%d\r\nConnection: close\r\n", STR_ARG(r->method),
            STR_ARG(path), port);
    if (r->api && who != VISITOR)
        buf_fmt(&b, "Authorization: Bearer %s\r\n", names[who]);
    if (!r->api && who != VISITOR)
        buf_fmt(&b, "Cookie: mc=%s\r\n", names[who]);
    if (!str_eq(r->method, S("GET")))
        buf_fmt(
            &b,
            "Origin: http://localhost:%d\r\nSec-Fetch-Site: same-origin\r\nContent-Type: %s\r\n"
            "Idempotency-Key: matrix-%d-aaaaaaaaaaaa\r\nIf-Match: \"v%lld\"\r\nContent-Length: %d\r\n",
            port, r->api ? "application/json" : "application/x-www-form-urlencoded", key++,
            (long long)version, (int)body.n);
    buf_add_c(&b, "\r\n");
    if (!str_eq(r->method, S("GET")))
        buf_add(&b, body);
    assert_true(client_once(port, mem, buf_str(&b), &ans));
    return ans;
}

static str class_of(const struct answer *ans, bool pending)
{
    const str to = answer_header(ans, S("location"));
    if (ans->status == 401 || (ans->status == 303 && str_starts(to, S("/sign-in?back="))))
        return S("in");
    if (pending && ans->status == 303 && str_eq(to, S("/account/second-factor")))
        return S("elsewhere");
    if (ans->status == 403)
        return S("no");
    if (ans->status == 404)
        return S("hid");
    if (ans->status >= 500 || ans->status == 0)
        return str_fmt(mem, "%d", ans->status);
    return S("yes");
}

static void find_form_tokens(void)
{
    const struct route_row r = {.method = S("GET"), .path = S("/tracking")};
    for (int i = 0; i < WHO_COUNT; i++) {
        const struct answer ans = ask(&r, i, S("/tracking"), S(""), 0);
        const ptrdiff_t at = str_find(ans.body, S("name=\"_token\" value=\""));
        if (at < 0 && i != PENDING_ADMIN)
            fail_msg("no form token for %s: %d", names[i], ans.status);
        form_token[i] = at < 0 ? S("") : str_cut(str_sub(ans.body, at + 21, 200), '"').head;
    }
}

static str cell(const struct route_row *r, int who)
{
    static int keys;
    static struct dossier_ref untouched;
    if (!untouched.pub.p)
        untouched = new_dossier();
    const bool changes = !str_eq(r->method, S("GET")) && str_has(r->path, S(":"));
    const struct dossier_ref d = changes ? new_dossier() : untouched;
    const str own = body_for(r->path);
    const str body =
        r->api ? (own.n ? own : S("{}"))
               : str_fmt(mem, "_token=%.*s&_key=%032x&_version=%lld%s%.*s", STR_ARG(form_token[who]),
                         keys++, (long long)d.version, own.n ? "&" : "", STR_ARG(own));
    const struct answer ans = ask(r, who, fill_path(r->path, &d), body, d.version);
    return class_of(&ans, who == PENDING_ADMIN);
}

/* ---- the table ---- */

static struct route_row routes[ROUTES_MAX], table[ROUTES_MAX];
static int route_n, table_n;

static void read_routes(void)
{
    struct json doc;
    assert_true(json_parse(mem, web_routes_text(mem, app_modules, true), &doc, NULL));
    for (ptrdiff_t i = 0; i < json_count(doc); i++) {
        const struct json j = json_item(doc, i);
        assert_true(route_n < ROUTES_MAX);
        routes[route_n++] = (struct route_row){.method = json_text_of(j, "method"),
                                               .path = json_text_of(j, "path"),
                                               .api = str_eq(json_text_of(j, "kind"), S("api"))};
    }
}

static void read_table(void)
{
    char line[1000];
    FILE *f = fopen("tests/access/matrix/routes.tsv", "r");
    while (f && fgets(line, sizeof line, f)) {
        struct str_cut cut = str_cut(str_trim(str_of(line)), '\t');
        if (line[0] == '#' || line[0] == '\n')
            continue;
        assert_true(table_n < ROUTES_MAX);
        struct route_row *r = &table[table_n++];
        r->method = str_dup(mem, cut.head);
        cut = str_cut(cut.tail, '\t');
        r->path = str_dup(mem, cut.head);
        for (int i = 0; i < WHO_COUNT; i++) {
            cut = str_cut(cut.tail, '\t');
            r->cells[i] = str_dup(mem, cut.head);
        }
    }
    if (f)
        (void)fclose(f);
}

static const struct route_row *find(const struct route_row *v, int n, const struct route_row *wanted)
{
    for (int i = 0; i < n; i++)
        if (str_eq(v[i].method, wanted->method) && str_eq(v[i].path, wanted->path))
            return &v[i];
    return NULL;
}

static void print_row(FILE *f, const struct route_row *r)
{
    (void)fprintf(f, "%.*s\t%.*s", STR_ARG(r->method), STR_ARG(r->path));
    for (int i = 0; i < WHO_COUNT; i++)
        (void)fprintf(f, "\t%.*s", STR_ARG(r->cells[i]));
    (void)fprintf(f, "\n");
}

static void fill_cells(struct route_row *r)
{
    for (int i = 0; i < WHO_COUNT; i++)
        r->cells[i] = str_eq(r->path, S("/metrics")) ? S("yes") : cell(r, i);
}

static bool same_cells(const struct route_row *x, const struct route_row *y)
{
    for (int i = 0; i < WHO_COUNT; i++)
        if (!str_eq(x->cells[i], y->cells[i]))
            return false;
    return true;
}

static void print_header(FILE *f)
{
    (void)fprintf(
        f, "# Every route x actor; tests/access/test_matrix.c says what the words mean. Whoever widens "
           "access\n"
           "# shows it here. Rows for new routes: run the test, it prints them.\n# method\tpath");
    for (int i = 0; i < WHO_COUNT; i++)
        (void)fprintf(f, "\t%s", names[i]);
    (void)fprintf(f, "\n");
}

static int compare(bool writing)
{
    int bad = 0;
    for (int i = 0; i < route_n; i++) {
        struct route_row *r = &routes[i];
        const struct route_row *row = find(table, table_n, r);
        fill_cells(r);
        if (writing) {
            print_row(stdout, r);
        } else if (!row || !same_cells(row, r)) {
            (void)printf(row ? "differs, now:\n" : "no row, needed:\n");
            print_row(stdout, r);
            bad++;
        }
    }
    for (int i = 0; i < table_n && !writing; i++)
        if (!find(routes, route_n, &table[i])) {
            (void)printf("a row without route: %.*s %.*s\n", STR_ARG(table[i].method),
                         STR_ARG(table[i].path));
            bad++;
        }
    return bad;
}

/* The record names actors by accounts, and pages of accounts show them. */
static void add_accounts(void)
{
    for (int i = CITIZEN; i < WHO_COUNT; i++) {
        const char *sql = str_c(mem, str_fmt(mem,
                                             "INSERT INTO account (id, pub, kind, login, name, "
                                             "name_key, state, must_change, totp_on, "
                                             "totp_step, failures, lang, created_at) VALUES (%lld, "
                                             "'account-%lld', '%s', '%s', '%s', '', "
                                             "'active', FALSE, FALSE, 0, 0, 'vi', 0)",
                                             (long long)people[i].account, (long long)people[i].account,
                                             people[i].kind == ACTOR_STAFF ? "staff" : "citizen",
                                             names[i], names[i]));
        assert_int_equal(engine_script(a->e, sql), RC_OK);
    }
}

static void add_spare(void)
{
    assert_int_equal(
        engine_script(a->e,
                      "INSERT INTO account (id, pub, kind, login, name, name_key, state, must_change, "
                      "totp_on, totp_step, failures, lang, created_at) VALUES (9000, 'spare', 'staff', "
                      "'spare', 'spare', '', 'active', FALSE, FALSE, 0, 0, 'vi', 0)"),
        RC_OK);
}

static void start(void)
{
    static const struct setting *const lists[] = {web_settings};
    struct ctx c = {.mem = mem};
    void *state;
    (void)settings_new(mem, lists, 1);
    web_settings_now.log_requests = false;
    assert_int_equal(authority_setup(&state), 0);
    a = state;
    assert_int_equal(app_on_open(a->e->store, a->e->dir), RC_OK);
    make_people();
    add_accounts();
    add_spare();
    const struct web_config k = {.modules = app_modules,
                                 .auth = &auth,
                                 .store = a->e->store,
                                 .files = app_parts()->files,
                                 .keys = app_parts()->keys,
                                 .listen = {S("127.0.0.1:0")},
                                 .spool = a->e->dir,
                                 .workers = 2};
    assert_int_equal(web_start(&c, &k, &web), RC_OK);
}

int main(int argc, char **argv)
{
    static const struct spawn_kind *const kinds[] = {&file_reader_magic, &pdf_painter, NULL};
    const int hidden = spawn_child_main(argc, argv, kinds);
    if (hidden >= 0)
        return hidden;
    const char *mode = getenv("MOTCUA_MATRIX");
    const bool writing = mode && strcmp(mode, "write") == 0;
    if (spawn_start(kinds) != RC_OK)
        return 1;
    mem = arena_new((size_t)1 << 30);
    start();
    find_form_tokens();
    read_routes();
    read_table();
    if (writing)
        print_header(stdout);
    const int bad = compare(writing);
    web_stop(web, 2000);
    void *state = a;
    (void)authority_teardown(&state);
    if (!writing)
        (void)printf("%s 1 - %d routes x %d actors = %d cells\n1..1\n", bad ? "not ok" : "ok", route_n,
                     (int)WHO_COUNT, route_n * WHO_COUNT);
    return bad ? 1 : 0;
}
