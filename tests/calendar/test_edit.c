/* test_edit.c - a decision typed by one and put in force by another; every refusal. */
#include "db/lib_engine.h" /* on both engines */

#include "access/access.h"
#include "calendar/edit.h"

static const struct record_kind *const kinds[] = {calendar_kinds, NULL};
static struct actor typist = {.kind = ACTOR_STAFF, .account = 11, .staff = 1},
                    twin = {.kind = ACTOR_STAFF, .account = 12, .staff = 1},
                    other = {.kind = ACTOR_STAFF, .account = 13, .staff = 2};

static enum rc install(struct ctx *c, void *arg)
{
    (void)arg;
    return calendar_install(c);
}

static int setup(void **state)
{
    static const struct record_setup wiring = {.kinds = kinds, .by = access_by};
    record_configure(&wiring);
    if (engine_setup(state))
        return 1;
    return engine_write(*state, install, NULL) != RC_OK;
}
#define EDIT_TEST(fn) cmocka_unit_test_setup_teardown(fn, setup, engine_teardown)

static date day(const char *text)
{
    date d;
    assert_true(date_parse(str_of(text), &d));
    return d;
}

struct edit {
    struct calendar_decision in;
    str pub;
    struct calendar_sheet *sheets, sheet;
    struct calendar_change *changes;
    ptrdiff_t sheets_n, changes_n;
    struct calendar_use use;
};

static enum rc propose(struct ctx *c, void *arg)
{
    struct edit *x = arg;
    return calendar_propose(c, &x->in, &x->pub);
}

static enum rc confirm(struct ctx *c, void *arg)
{
    return calendar_confirm(c, ((struct edit *)arg)->pub);
}

static enum rc publish(struct ctx *c, void *arg)
{
    return calendar_publish(c, ((struct edit *)arg)->sheet.version.id);
}

static enum rc look(struct ctx *c, void *arg)
{
    struct edit *x = arg;
    enum rc rc = calendar_sheets(c, &x->sheets, &x->sheets_n);
    if (!rc)
        rc = calendar_sheet_get(c, x->pub, &x->sheet);
    if (!rc)
        rc = calendar_sheet_diff(c, &x->sheet, &x->changes, &x->changes_n);
    return rc ? rc : calendar_current(c, STR_NONE, &x->use);
}

static enum rc run(struct engine *e, struct actor *who, enum rc (*fn)(struct ctx *, void *),
                   struct edit *x)
{
    e->c.faults = NULL;
    e->c.actor = who;
    return engine_write(e, fn, x);
}
#define RUNS(who, fn) assert_int_equal(run(e, (who), fn, &x), RC_OK)
#define REFUSED(rc, who, fn, why)                                                                      \
    do {                                                                                               \
        assert_int_equal(run(e, (who), fn, &x), rc);                                                   \
        assert_string_equal(e->c.faults->key, why);                                                    \
    } while (0)

/* Tết 2027: from 4 to 10 February, and a swap. */
static struct edit tet(void)
{
    return (struct edit){
        .in = {.number = S("1234/QĐ-TTg"),
               .on = day("2026-11-18"),
               .from = day("2027-01-25"),
               .to = day("2027-02-28"),
               .holidays = S("04/02/2027 - 10/02/2027: Nghỉ Tết Nguyên đán | Lunar New Year\n\n"),
               .swaps = S("11/02/2027: Nghỉ hoán đổi"),
               .makeups = S("2027-02-20: Làm bù cho 11/02/2027")}};
}

static void one_types_another_confirms(void **state)
{
    struct engine *e = *state;
    struct edit x = tet();
    RUNS(&typist, propose);
    RUNS(NULL, look);
    assert_int_equal(x.sheets_n, 2);
    assert_int_equal(x.sheet.state, CALENDAR_WAITING);
    assert_str(x.sheet.version.version, "2026-11-19");
    assert_str(x.sheet.base, "2026-11-21");
    assert_true(x.sheet.typist == 11 && x.changes_n >= 9);
    const struct calendar_change *last = &x.changes[x.changes_n - 1];
    assert_true(last->on.day == day("2027-02-20").day && !last->was && last->now->kind == DAY_MAKEUP &&
                last->now->confidence == CONFIDENCE_HIGH);
    assert_str(last->now->source, "1234/QĐ-TTg ngày thứ Tư 18/11/2026");
    assert_true(calendar_confidence(worktime_calendar(x.use.w), day("2027-02-04"), day("2027-02-10")) >=
                CONFIDENCE_LOW); /* not yet in force */
    REFUSED(RC_DENIED, &typist, confirm, "calendar.confirm.own");
    REFUSED(RC_DENIED, &twin, confirm, "calendar.confirm.own"); /* the same person */
    REFUSED(RC_DENIED, &other, publish, "calendar.confirm.needed");
    RUNS(&other, confirm);
    RUNS(NULL, look);
    assert_int_equal(x.sheet.state, CALENDAR_IN_FORCE);
    assert_int_equal(x.sheets[1].state, CALENDAR_FORMER);
    const struct calendar *cal = worktime_calendar(x.use.w);
    assert_int_equal(calendar_confidence(cal, day("2027-01-25"), day("2027-02-28")), CONFIDENCE_HIGH);
    assert_false(calendar_works(cal, day("2027-02-11")));
    assert_true(calendar_works(cal, day("2027-02-20")) && calendar_works(cal, day("2027-02-12")));
    assert_str(calendar_entry(cal, day("2027-02-05"))->name[LANG_EN], "Lunar New Year");
    assert_str(calendar_entry(cal, day("2027-02-11"))->name[LANG_EN], "Nghỉ hoán đổi");
    REFUSED(RC_CONFLICT, &other, confirm, "calendar.version.published");
}

static void what_was_typed_over_an_old_version_is_refused(void **state)
{
    struct engine *e = *state;
    struct edit x = tet(), first;
    RUNS(&typist, propose);
    first = x;
    x.in.swaps = S("");
    x.in.makeups = S("");
    RUNS(&typist, propose);
    RUNS(NULL, look);
    assert_str(x.sheet.version.version, "2026-11-19.2");
    RUNS(&other, confirm);
    x = first;
    REFUSED(RC_CONFLICT, &other, confirm, "calendar.confirm.base");
    RUNS(NULL, look);
    assert_int_equal(x.sheet.state, CALENDAR_OUTDATED);
    x.pub = S("nobody");
    assert_int_equal(run(e, &other, confirm, &x), RC_NOT_FOUND);
}

static void every_line_is_checked(void **state)
{
    static const struct {
        const char *holidays, *swaps, *makeups, *why;
    } bad[] = {
        {"4/2", "", "", "calendar.edit.line"},
        {"31/02/2027: Tết", "", "", "calendar.edit.line"},
        {"04/02/2027", "", "", "calendar.edit.line"},
        {"04/02/2027: ", "", "", "calendar.edit.line"},
        {"10/02/2027 - 04/02/2027: Tết", "", "", "calendar.edit.line"},
        {"01/01/2027 - 01/03/2027: Tết", "", "", "calendar.edit.line"},
        {"04/03/2027: Tết", "", "", "calendar.edit.outside"},
        {"04/02/2027: Tết\n04/02/2027: Tết", "", "", "calendar.edit.twice"},
        {"04/02/2027: Tết", "04/02/2027: Đổi", "", "calendar.edit.twice"},
        {"", "06/02/2027: Đổi", "", "calendar.edit.swap_rests"},
        {"", "", "05/02/2027: Bù", "calendar.edit.makeup_works"},
    };
    struct engine *e = *state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct edit x = tet();
        x.in.holidays = str_of(bad[i].holidays);
        x.in.swaps = str_of(bad[i].swaps);
        x.in.makeups = str_of(bad[i].makeups);
        REFUSED(RC_INVALID, &typist, propose, bad[i].why);
    }
}

static void the_decision_and_its_span_are_checked(void **state)
{
    struct engine *e = *state;
    struct edit x = tet();
    x.in.number = S(" ");
    REFUSED(RC_INVALID, &typist, propose, "calendar.edit.number");
    x = tet();
    x.in.on = day("2026-11-20");
    REFUSED(RC_INVALID, &typist, propose, "calendar.edit.future");
    x = tet();
    x.in.to = day("2027-01-01");
    REFUSED(RC_INVALID, &typist, propose, "calendar.edit.span");
    x = tet();
    x.in.from = day("2026-03-03");
    x.in.to = day("2026-03-04");
    x.in.holidays = x.in.swaps = x.in.makeups = S("");
    REFUSED(RC_INVALID, &typist, propose, "calendar.edit.same");
    x.in.from = day("2028-01-01");
    x.in.to = day("2028-06-30");
    REFUSED(RC_INVALID, &typist, propose, "calendar.edit.whole_year");
    x.in.to = day("2028-12-31");
    x.in.holidays = S("03/01/2028: Nghỉ bù");
    RUNS(&typist, propose); /* a new year, as a whole */
    RUNS(NULL, look);
    assert_int_equal(x.sheet.version.last_year, 2028);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        EDIT_TEST(one_types_another_confirms),
        EDIT_TEST(what_was_typed_over_an_old_version_is_refused),
        EDIT_TEST(every_line_is_checked),
        EDIT_TEST(the_decision_and_its_span_are_checked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
