/* test_versions.c - calendars and hours in the tables, on both engines. */
#include "db/lib_engine.h"

#include "calendar/versions.h"
#include "record/record.h"

static const struct record_kind *const kinds[] = {calendar_kinds, NULL};
static struct record_setup wiring;

static int setup(void **state)
{
    wiring = (struct record_setup){.kinds = kinds};
    record_configure(&wiring);
    return engine_setup(state);
}

#define RUNS(fn, arg) assert_int_equal(engine_write(e, fn, arg), RC_OK)
#define REFUSES(rc, fn, arg) assert_int_equal(engine_write(e, fn, arg), rc)

static enum rc install(struct ctx *c, void *arg)
{
    (void)arg;
    return calendar_install(c);
}

static enum rc current(struct ctx *c, void *arg)
{
    return calendar_current(c, STR_NONE, arg);
}

static enum rc list(struct ctx *c, void *arg)
{
    return calendar_list(c, CALENDAR_CODE, arg);
}

static instant due(struct ctx *c, const struct worktime *w, const char *rule, const char *start)
{
    struct clock_case k = {.extended_at = INSTANT_NONE};
    struct clock_due d;
    assert_true(due_rule_parse(str_of(rule), &k.rule) && instant_parse(str_of(start), &k.start));
    assert_int_equal(clock_due(c, w, &k, &d), RC_OK);
    return d.due;
}

static void test_calendar__install_publishes_once(void **state)
{
    struct engine *e = *state;
    struct calendar_use use, again;
    struct calendar_versions versions;
    REFUSES(RC_NOT_FOUND, current, &use);
    RUNS(install, NULL);
    RUNS(current, &use);
    assert_str(instant_iso(e->c.mem, due(&e->c, use.w, "3 wd", "2026-11-19T14:00")),
               "2026-11-25T17:30:00+07:00");
    RUNS(install, NULL);
    engine_reopen(e);
    assert_int_equal(engine_read(e, current, &again), RC_OK);
    assert_true(again.version == use.version && again.hours == use.hours && again.w == use.w);
    RUNS(list, &versions);
    assert_int_equal(versions.n, 1);
    assert_str(versions.v[0].version, "2026-11-21");
    assert_false(instant_is_none(versions.v[0].published));
}

struct edit {
    int64_t from, id;
    const char *version;
    bool publish, extra;
};

/* A copy of a version without its last day, or with one more. */
static enum rc add_edited(struct ctx *c, void *arg)
{
    struct edit *x = arg;
    struct calendar_source s;
    enum rc rc = calendar_get(c, x->from, &s);
    if (rc)
        return rc;
    struct calendar_day *days = NEW_N(c->mem, struct calendar_day, s.day_count + 1);
    memcpy(days, s.days, (size_t)s.day_count * sizeof *days);
    days[s.day_count] = (struct calendar_day){
        .kind = DAY_HOLIDAY, .name = {S("Nghỉ"), S("Off")}, .source = S("decision")};
    assert_true(date_parse(S("2026-11-25"), &days[s.day_count].on));
    s.days = days;
    s.day_count += x->extra;
    s.version = str_of(x->version);
    rc = calendar_add(c, &s, &x->id);
    return rc || !x->publish ? rc : calendar_publish(c, x->id);
}

static enum rc publish(struct ctx *c, void *arg)
{
    return calendar_publish(c, *(int64_t *)arg);
}

static enum rc pinned(struct ctx *c, void *arg)
{
    struct calendar_use *use = arg;
    return calendar_pinned(c, use->version, use->hours, &use->w);
}

/* In: n = the version. */
static enum rc timeline(struct ctx *c, void *arg)
{
    struct event_rows *rows = arg;
    return record_list_object(c, S("calendar_version"), rows->n, 0, 10, rows);
}

static void test_calendar__a_new_version_leaves_pinned_cases_alone(void **state)
{
    struct engine *e = *state;
    struct calendar_use old, now, kept;
    RUNS(install, NULL);
    RUNS(current, &old);
    struct edit x = {.from = old.version, .version = "2026-11-22", .extra = true};
    RUNS(add_edited, &x);
    RUNS(current, &now);
    assert_int_equal(now.version, old.version); /* stored, not yet in force */
    const int64_t first = x.id;
    RUNS(add_edited, &x);
    assert_int_equal(x.id, first); /* the same content again */
    x.extra = false;
    REFUSES(RC_CONFLICT, add_edited, &x);
    e->c.now.us += HOUR_US;
    RUNS(publish, &x.id);
    REFUSES(RC_CONFLICT, publish, &x.id);
    RUNS(current, &now);
    assert_int_equal(now.version, first);
    assert_str(instant_iso(e->c.mem, due(&e->c, now.w, "3 wd", "2026-11-19T14:00")),
               "2026-11-26T17:30:00+07:00");
    kept = old;
    kept.w = NULL;
    RUNS(pinned, &kept);
    assert_ptr_equal(kept.w, old.w);
    struct event_rows told = {.n = first};
    RUNS(timeline, &told);
    assert_int_equal(told.n, 2);
    assert_str(told.v[0].kind, "calendar.added");
    assert_str(told.v[1].kind, "calendar.published");
    const int64_t none = 999;
    REFUSES(RC_NOT_FOUND, publish, (void *)(uintptr_t)&none);
    kept.hours = 999;
    REFUSES(RC_NOT_FOUND, pinned, &kept);
}

static enum rc add_twice(struct ctx *c, void *arg)
{
    struct calendar_source s;
    int64_t id;
    const enum rc rc = calendar_get(c, *(int64_t *)arg, &s);
    if (rc)
        return rc;
    struct calendar_day days[] = {s.days[0], s.days[0]};
    s.days = days;
    s.day_count = 2;
    s.version = S("twice");
    return calendar_add(c, &s, &id);
}

static void test_calendar__a_contradictory_version_is_not_stored(void **state)
{
    struct engine *e = *state;
    struct calendar_use use;
    struct calendar_versions versions;
    RUNS(install, NULL);
    RUNS(current, &use);
    REFUSES(RC_INVALID, add_twice, &use.version);
    RUNS(list, &versions);
    assert_int_equal(versions.n, 1);
}

struct put {
    const char *spans, *name;
    int64_t id;
};

static enum rc put_hours(struct ctx *c, void *arg)
{
    struct put *p = arg;
    struct hours h;
    assert_true(hours_parse(str_of(p->spans), &h));
    return hours_set_put(c, S("early"), str_of(p->name), S("Early"), &h, &p->id);
}

static enum rc put_broken(struct ctx *c, void *arg)
{
    struct hours h = hours_usual();
    int64_t id;
    (void)arg;
    h.day[3].span[0].to = h.day[3].span[0].from;
    return hours_set_put(c, S("early"), S("Sớm"), S("Early"), &h, &id);
}

static enum rc current_early(struct ctx *c, void *arg)
{
    return calendar_current(c, S("early"), arg);
}

static void test_hours__a_unit_may_have_its_own(void **state)
{
    struct engine *e = *state;
    struct calendar_use early, usual;
    struct put p = {.spans = "1-5 07:00-11:00,13:00-17:00", .name = "Sớm"};
    RUNS(install, NULL);
    RUNS(current_early, &early); /* an unknown code: the usual hours */
    RUNS(current, &usual);
    assert_int_equal(early.hours, usual.hours);
    RUNS(put_hours, &p);
    const int64_t first = p.id;
    RUNS(put_hours, &p);
    assert_int_equal(p.id, first);
    RUNS(current_early, &early);
    assert_int_equal(early.hours, first);
    assert_str(instant_iso(e->c.mem, due(&e->c, early.w, "3 wd", "2026-11-19T14:00")),
               "2026-11-25T17:00:00+07:00");
    p.spans = "1-5 06:30-11:00,13:00-16:30";
    RUNS(put_hours, &p);
    assert_int_not_equal(p.id, first);
    p.name = "";
    REFUSES(RC_INVALID, put_hours, &p);
    REFUSES(RC_INVALID, put_broken, NULL);
}

#define VERSION_TEST(fn) cmocka_unit_test_setup_teardown(fn, setup, engine_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        VERSION_TEST(test_calendar__install_publishes_once),
        VERSION_TEST(test_calendar__a_new_version_leaves_pinned_cases_alone),
        VERSION_TEST(test_calendar__a_contradictory_version_is_not_stored),
        VERSION_TEST(test_hours__a_unit_may_have_its_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
