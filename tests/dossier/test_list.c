/*
 * test_list.c - work lists and what narrows them: every choice finds its own, the choices
 * together find all, pages go on where they ended, what nobody knows is refused; and every
 * statement of the closed set goes by an index (asked of SQLite).
 */
#include "db/lib_engine.h" /* on both engines */
#include "lib_life.h"
#include "lib_office.h"

#include "access/delegate.h"
#include "casework/ledger.h"
#include "org/org.h"

#include <sqlite3.h>
#include <string.h>

struct look {
    enum worklist which;
    struct worklist_filter only;
    str cursor;
    int64_t max, n;
    struct worklist_page page;
};

struct filed {
    struct filing filing;
    bool accept;
    struct dossier_ref ref;
};

static enum rc file(struct ctx *c, void *arg)
{
    struct filed *f = arg;
    return f->accept ? dossier_receive(c, &f->filing, &(struct accept_in){0}, &f->ref)
                     : dossier_file(c, &f->filing, &f->ref);
}

static enum rc submit(struct ctx *c, void *arg)
{
    struct filed *f = arg;
    return dossier_act(
        c, f->ref.id, &(struct act_in){.seen_version = f->ref.version, .action = S("submit")}, &f->ref);
}

static enum rc read(struct ctx *c, void *arg)
{
    struct look *l = arg;
    enum rc rc = dossier_worklist(c, l->which, &l->only, l->cursor, l->max, &l->page);
    return rc ? rc : dossier_worklist_count(c, l->which, &l->only, &l->n);
}

static struct filed come(struct authority *a, const char *procedure, enum dossier_channel channel,
                         const char *when, bool accept)
{
    struct filed f = {.filing = full_filing(a, procedure), .accept = accept};
    f.filing.channel = channel;
    f.filing.origin = channel == CHANNEL_ONLINE ? ORIGIN_OWN_PORTAL : ORIGIN_COUNTER;
    const enum rc rc = as(a, &a->clerk, when, file, &f);
    if (rc)
        fail_msg("%s: %s %s", procedure, rc_name(rc), last_fault(a));
    return f;
}

/* Hộ tịch, Chứng thực and Bảo trợ xã hội; all channels; waiting, in hand, to be signed. */
static void fill(struct authority *a)
{
    (void)come(a, "1.004873", CHANNEL_DIRECT, "2026-11-12T09:00", true);
    (void)come(a, "1.004873", CHANNEL_DIRECT, "2026-11-18T09:00", true);
    (void)come(a, "1.004222", CHANNEL_POSTAL, "2026-11-18T09:10", true);
    (void)come(a, "1.001653", CHANNEL_DIRECT, "2026-11-18T09:20", true);
    (void)come(a, "1.004873", CHANNEL_ONLINE, "2026-11-18T09:30", false);
    struct filed f = come(a, "1.001653", CHANNEL_DIRECT, "2026-11-18T09:40", true);
    assert_int_equal(as(a, &a->officer, "2026-11-19T08:00", submit, &f), RC_OK);
}

static int64_t look(struct authority *a, struct actor *who, struct look *l)
{
    l->max = l->max ? l->max : 50;
    const enum rc rc = as(a, who, NULL, read, l);
    if (rc)
        fail_msg("%s %s", rc_name(rc), last_fault(a));
    if (l->max >= 50)
        assert_int_equal(l->n, l->page.n);
    return l->page.n;
}

static void each_finds_its_own(void **state)
{
    struct authority *a = *state;
    struct look l = {.which = LIST_UNIT};
    fill(a);
    assert_int_equal(look(a, &a->officer, &l), 4);
    l.only.field = S("Hộ tịch");
    assert_int_equal(look(a, &a->officer, &l), 2);
    assert_str(l.page.rows[0].channel, "direct");
    l.only.channel = S("postal");
    assert_int_equal(look(a, &a->officer, &l), 0);
    l.only.field = STR_NONE;
    assert_int_equal(look(a, &a->officer, &l), 1);
    assert_str(l.page.rows[0].channel, "postal");
    l.only = (struct worklist_filter){.step = S("process")};
    assert_int_equal(look(a, &a->officer, &l), 4);
    l.only.step = S("approve");
    assert_int_equal(look(a, &a->officer, &l), 0);
    assert_int_equal(look(a, &a->leader, &l), 1);
    l = (struct look){.which = LIST_WAITING, .only = {.step = S("receive"), .channel = S("online")}};
    assert_int_equal(look(a, &a->clerk, &l), 1);
    l = (struct look){.which = LIST_OVERDUE, .only = {.field = S("Hộ tịch")}};
    assert_int_equal(look(a, &a->officer, &l), 1);
    l.only.field = S("Bảo trợ xã hội");
    assert_int_equal(look(a, &a->officer, &l), 0);
}

/* 8 working hours from filing, for what came online and waits. */
static void what_waits_online_is_answered_in_time(void **state)
{
    struct authority *a = *state;
    struct look l = {.which = LIST_WAITING};
    (void)come(a, "1.004873", CHANNEL_ONLINE, "2026-11-18T14:00", false);
    (void)come(a, "1.004873", CHANNEL_POSTAL, "2026-11-18T14:00", false);
    assert_int_equal(look(a, &a->clerk, &l), 2);
    const bool first = str_eq(l.page.rows[0].channel, S("online"));
    assert_str(instant_iso(a->e->c.mem, l.page.rows[first ? 0 : 1].reply_by),
               "2026-11-19T14:00:00+07:00");
    assert_true(instant_is_none(l.page.rows[first ? 1 : 0].reply_by));
}

/* The control office of the province sees what lies in its communes; of a commune, not the other's. */
static void lists_follow_the_reach(void **state)
{
    struct authority *a = *state;
    struct look l = {.which = LIST_OVERDUE};
    struct actor control = a->leader, both = a->officer;
    fill(a);
    control.unit = 0;
    control.roles = 1u << ROLE_ANYBODY | 1u << ROLE_CONTROL_OFFICE;
    const int64_t there = look(a, &control, &l);
    assert_true(there > 0);
    control.agency = a->province;
    assert_int_equal(look(a, &control, &l), there);
    control.agency = a->other_commune;
    assert_int_equal(look(a, &control, &l), 0);
    control.agency = a->leader.agency;
    /* A leader signs what waits for a leader, and sees the whole agency's late ones. */
    assert_int_equal(look(a, &a->leader, &l), there);
    l.which = LIST_MINE;
    assert_int_equal(look(a, &a->leader, &l), 1);
    assert_int_equal(dossier_worklist_span(&a->leader), SPAN_AGENCY);
    assert_true(dossier_has_desk(&a->leader) && !dossier_has_desk(&control));
    assert_int_equal(dossier_worklist_span(&control), SPAN_BELOW);
    /* Leader and officer in one: the own desk first, the agency's in the other lists. */
    both.roles |= 1u << ROLE_LEADER;
    assert_int_equal(look(a, &both, &l), look(a, &a->officer, &l));
    l.which = LIST_UNIT;
    assert_int_equal(dossier_worklist_span(&a->officer), SPAN_UNIT);
    assert_int_equal(look(a, &both, &l), look(a, &control, &l));
}

/* A list is the sum of its parts, whatever it is split by, on every path to it. */
static void the_parts_make_the_whole(void **state)
{
    struct authority *a = *state;
    static const char *const parts[3][5] = {
        {"Hộ tịch", "Đăng ký, quản lý cư trú", "Bảo trợ xã hội"},
        {"receive", "process", "approve", "issue"},
        {"direct", "online", "postal"},
    };
    struct actor control = a->leader;
    control.roles = 1u << ROLE_ANYBODY | 1u << ROLE_CONTROL_OFFICE;
    struct actor *const actors[] = {&a->clerk, &a->officer, &a->leader, &control};
    int64_t seen = 0;
    fill(a);
    for (size_t who = 0; who < 4; who++)
        for (int which = 0; which < LIST_COUNT; which++)
            for (int by = 0; by < 3 && which != LIST_PERSON; by++) {
                struct look l = {.which = (enum worklist)which};
                const int64_t whole = look(a, actors[who], &l);
                int64_t sum = 0;
                for (const char *const *part = parts[by]; *part; part++) {
                    const str value = str_of(*part);
                    l.only = (struct worklist_filter){.field = by == 0 ? value : STR_NONE,
                                                      .step = by == 1 ? value : STR_NONE,
                                                      .channel = by == 2 ? value : STR_NONE};
                    sum += look(a, actors[who], &l);
                }
                assert_int_equal(sum, whole);
                seen += whole;
            }
    assert_true(seen > 40);
}

static void pages_go_on_within_the_filter(void **state)
{
    struct authority *a = *state;
    struct look l = {.which = LIST_UNIT, .only = {.channel = S("direct")}, .max = 1};
    char seen[3][40] = {{0}};
    fill(a);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(look(a, &a->officer, &l), 1);
        assert_int_equal(l.n, 3);
        assert_int_equal(l.page.more, i < 2);
        (void)snprintf(seen[i], sizeof seen[i], "%.*s", STR_ARG(l.page.rows[0].code));
        assert_str(l.page.rows[0].channel, "direct");
        l.cursor = l.page.next_cursor;
    }
    assert_string_not_equal(seen[0], seen[1]);
    assert_string_not_equal(seen[1], seen[2]);
    assert_string_not_equal(seen[0], seen[2]);
}

static void the_unknown_is_refused(void **state)
{
    struct authority *a = *state;
    const struct {
        struct worklist_filter only;
        const char *key;
    } cases[] = {
        {{.field = S("Ho tich")}, "dossier.filter.field_unknown"},
        {{.step = S("rest")}, "dossier.filter.step_unknown"},
        {{.channel = S("pigeon")}, "dossier.filter.channel_unknown"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct look l = {.which = LIST_UNIT, .only = cases[i].only, .max = 5};
        assert_int_equal(as(a, &a->officer, NULL, read, &l), RC_INVALID);
        assert_string_equal(last_fault(a), cases[i].key);
    }
}

/* ---- by person, role, and what waits for others ---- */

struct doing {
    struct work_id work;
    struct consult_ask ask;
    int64_t consult;
    struct delegation d;
    str pub;
    struct staff staff;
    int64_t id;
};

static enum rc consult(struct ctx *c, void *arg)
{
    struct doing *d = arg;
    return work_consult_ask(c, d->work, &d->ask, &d->consult);
}

static enum rc answer(struct ctx *c, void *arg)
{
    struct doing *d = arg;
    return work_consult_answer(c, d->consult, S("đồng ý"));
}

static enum rc delegate(struct ctx *c, void *arg)
{
    struct doing *d = arg;
    return access_delegate(c, &d->d, &d->pub);
}

static enum rc staff_of(struct ctx *c, void *arg)
{
    struct doing *d = arg;
    return org_staff_by_id(c, d->id, &d->staff);
}

static enum rc take(struct ctx *c, void *arg)
{
    struct filed *f = arg;
    return dossier_claim(c, f->ref.id, f->ref.version, true, &f->ref);
}

static void what_waits_for_another_agency(void **state)
{
    struct authority *a = *state;
    struct look l = {.which = LIST_CONSULT};
    struct filed f = come(a, "1.004873", CHANNEL_DIRECT, "2026-11-19T09:00", true);
    (void)come(a, "1.004873", CHANNEL_DIRECT, "2026-11-19T09:10", true);
    struct doing d = {
        .work = {f.ref.id.v},
        .ask = {.agency_id = a->other_commune, .question = S("cư trú"), .rule = S("2 wd")}};
    assert_int_equal(look(a, &a->officer, &l), 0);
    assert_int_equal(as(a, &a->officer, "2026-11-19T10:00", consult, &d), RC_OK);
    assert_int_equal(look(a, &a->officer, &l), 1);
    assert_true(l.page.rows[0].asking);
    assert_int_equal(look(a, &a->leader, &l), 1);
    l.only.channel = S("postal");
    assert_int_equal(look(a, &a->leader, &l), 0);
    l.only.channel = STR_NONE;
    struct actor control = a->leader;
    control.roles = 1u << ROLE_ANYBODY | 1u << ROLE_CONTROL_OFFICE;
    control.agency = a->province;
    assert_int_equal(look(a, &control, &l), 1);
    control.agency = a->other_commune;
    assert_int_equal(look(a, &control, &l), 0);
    assert_int_equal(as(a, &a->officer, NULL, answer, &d), RC_OK);
    assert_int_equal(look(a, &a->officer, &l), 0);
}

static void who_leads_sees_a_desk_and_a_substitute_the_others(void **state)
{
    struct authority *a = *state;
    struct look l = {.which = LIST_PERSON};
    struct filed f = come(a, "1.004873", CHANNEL_DIRECT, "2026-11-19T09:00", true);
    struct filed g = come(a, "1.004873", CHANNEL_DIRECT, "2026-11-18T09:00", true);
    struct doing d = {.id = a->officer.staff};
    assert_int_equal(as(a, &a->officer, "2026-11-19T09:30", take, &f), RC_OK);
    assert_int_equal(as(a, &office.both, "2026-11-19T09:30", take, &g), RC_OK);
    assert_int_equal(as(a, &a->officer, NULL, staff_of, &d), RC_OK);
    l.only.who = test_keep(d.staff.pub);
    assert_int_equal(look(a, &a->leader, &l), 1);
    assert_int_equal(look(a, &office.head, &l), 1);
    assert_int_equal(look(a, &a->officer, &l), 1);
    l.max = 50;
    assert_int_equal(as(a, &office.colleague, NULL, read, &l), RC_NOT_FOUND);
    assert_int_equal(as(a, &a->clerk, NULL, read, &l), RC_NOT_FOUND);
    l = (struct look){.which = LIST_STAND_IN};
    assert_int_equal(look(a, &office.colleague, &l), 0);
    struct actor *const away[] = {&a->officer, &office.both};
    for (int i = 0; i < 2; i++) {
        d.d = (struct delegation){.from_account = away[i]->account,
                                  .to_account = office.colleague.account,
                                  .agency = a->commune,
                                  .unit = a->division,
                                  .from = instant_date(a->e->c.now),
                                  .to = date_add(instant_date(a->e->c.now), 7),
                                  .reason = S("nghỉ phép")};
        const enum rc rc = as(a, away[i], NULL, delegate, &d);
        if (rc)
            fail_msg("%s %s", rc_name(rc), last_fault(a));
    }
    /* Two desks in one order, over pages. */
    assert_int_equal(look(a, &office.colleague, &l), 2);
    l.max = 1;
    l.page = (struct worklist_page){0};
    assert_int_equal(look(a, &office.colleague, &l), 1);
    assert_true(l.page.more);
    const str first = test_keep(l.page.rows[0].code);
    l.cursor = l.page.next_cursor;
    assert_int_equal(look(a, &office.colleague, &l), 1);
    assert_false(l.page.more);
    assert_false(str_eq(first, l.page.rows[0].code));
}

static void what_is_to_be_signed(void **state)
{
    struct authority *a = *state;
    struct look l = {.which = LIST_SIGN};
    struct filed f = come(a, "1.001653", CHANNEL_DIRECT, "2026-11-18T09:40", true);
    assert_int_equal(look(a, &a->leader, &l), 0);
    assert_int_equal(as(a, &a->officer, "2026-11-19T08:00", submit, &f), RC_OK);
    assert_int_equal(look(a, &a->leader, &l), 1);
    assert_int_equal(look(a, &a->officer, &l), 0);
}

/* ---- how SQLite finds the rows ---- */

#define STATEMENTS 240
static char *statements[STATEMENTS];
static int statement_count;

static int remember(unsigned what, void *arg, void *stmt, void *sql)
{
    (void)what;
    (void)arg;
    (void)sql;
    const char *text = sqlite3_sql(stmt);
    if (!text || !(strstr(text, "due_sort < ?") || strstr(text, "AND asks > 0 AND (due") ||
                   strstr(text, "AND asks > 0 AND due_sort")))
        return 0;
    for (int i = 0; i < statement_count; i++)
        if (strcmp(statements[i], text) == 0)
            return 0;
    assert_true(statement_count < STATEMENTS);
    statements[statement_count++] = strdup(text);
    return 0;
}

static int watch(sqlite3 *db, char **error, const struct sqlite3_api_routines *api)
{
    (void)error;
    (void)api;
    return sqlite3_trace_v2(db, SQLITE_TRACE_STMT, remember, NULL);
}

/* A unit's list of one status and what no unit has begin at their own rows, not at all due dates. */
static const char *needed(const char *sql)
{
    if (strstr(sql, "asks > 0"))
        return "INDEX work_asking";
    if (strstr(sql, "AND unit_id = ?") && strstr(sql, "AND status = ?"))
        return "(unit_id=? AND status=?";
    return strstr(sql, "AND unit_id IS NULL") ? "(agency_id=? AND role=? AND unit_id=?" : "(";
}

/* Searches only, in the order of the index: no scan, no sorting. A number without a filter reads
   the index and no row. */
static void check_plan(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *stmt;
    char explain[4096];
    const bool alone = strstr(sql, "COUNT(*)") && !strstr(sql, "EXISTS");
    const char *const how = alone ? "USING COVERING INDEX work_" : " INDEX work_";
    (void)snprintf(explain, sizeof explain, "EXPLAIN QUERY PLAN %s", sql);
    assert_int_equal(sqlite3_prepare_v2(db, explain, -1, &stmt, NULL), SQLITE_OK);
    int searches = 0;
    while (sqlite3_step(stmt) == SQLITE_ROW) {
        const char *line = (const char *)sqlite3_column_text(stmt, 3);
        searches += strncmp(line, "SEARCH w", 8) == 0 && strstr(line, how) && strstr(line, needed(sql));
        /* "seen" is the counted subquery, read as it is made */
        if ((strncmp(line, "SCAN", 4) == 0 && strcmp(line, "SCAN seen") != 0) || strstr(line, "TEMP"))
            fail_msg("%s\n%s", line, sql);
    }
    if (searches != 1)
        fail_msg("%d searches of a work list\n%s", searches, sql);
    (void)sqlite3_finalize(stmt);
}

static int setup_watched(void **state)
{
    (void)sqlite3_auto_extension((void (*)(void))watch);
    const int rc = authority_setup(state);
    (void)sqlite3_cancel_auto_extension((void (*)(void))watch);
    return rc;
}

static int teardown_watched(void **state)
{
    for (int i = 0; i < statement_count; i++)
        free(statements[i]);
    statement_count = 0;
    return authority_teardown(state);
}

static void every_statement_goes_by_an_index(void **state)
{
    struct authority *a = *state;
    struct actor control = a->leader;
    control.roles = 1u << ROLE_ANYBODY | 1u << ROLE_CONTROL_OFFICE;
    struct actor province = control;
    province.agency = a->province;
    struct actor *const actors[] = {&a->officer, &a->leader, &control, &province};
    if (engine_is_postgresql())
        skip();
    for (size_t who = 0; who < 4; who++)
        for (int which = 0; which < LIST_COUNT; which++)
            for (int by = 0; by < 8 && which != LIST_PERSON; by++) {
                struct look l = {.which = (enum worklist)which,
                                 .only = {.field = by & 1 ? S("Hộ tịch") : STR_NONE,
                                          .step = by & 2 ? S("process") : STR_NONE,
                                          .channel = by & 4 ? S("online") : STR_NONE}};
                (void)look(a, actors[who], &l);
            }
    sqlite3 *db;
    assert_int_equal(sqlite3_open_v2(a->e->path, &db, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    /* a list and its number; 6 paths with and without a status, but an officer's desk and
       what no unit has know none; and 3 of what waits for another agency */
    assert_int_equal(statement_count, 2 * (8 * 13));
    for (int i = 0; i < statement_count; i++)
        check_plan(db, statements[i]);
    (void)sqlite3_close(db);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        AUTHORITY_TEST(each_finds_its_own),
        AUTHORITY_TEST(what_waits_online_is_answered_in_time),
        AUTHORITY_TEST(lists_follow_the_reach),
        AUTHORITY_TEST(the_parts_make_the_whole),
        AUTHORITY_TEST(pages_go_on_within_the_filter),
        AUTHORITY_TEST(the_unknown_is_refused),
        AUTHORITY_TEST(what_waits_for_another_agency),
        OFFICE_TEST(who_leads_sees_a_desk_and_a_substitute_the_others),
        AUTHORITY_TEST(what_is_to_be_signed),
        cmocka_unit_test_setup_teardown(every_statement_goes_by_an_index, setup_watched,
                                        teardown_watched),
    };
    return cmocka_run_group_tests_name("list", tests, NULL, NULL);
}
