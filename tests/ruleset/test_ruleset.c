/* test_ruleset.c - sets, versions and files of rules, on both engines. */
#include "db/lib_engine.h"

#include "calendar/versions.h"
#include "core/embed.h"
#include "ruleset/ruleset.h"

#include <string.h>

static const struct record_kind *const kinds[] = {calendar_kinds, ruleset_kinds, NULL};
static struct record_setup wiring;

static enum rc install(struct ctx *c, void *arg)
{
    (void)arg;
    const enum rc rc = calendar_install(c);
    return rc ? rc : ruleset_install(c);
}

static int setup(void **state)
{
    wiring = (struct record_setup){.kinds = kinds};
    record_configure(&wiring);
    const int failed = engine_setup(state);
    return failed ? failed : (int)engine_write(*state, install, NULL);
}

#define RUNS(fn, arg) assert_int_equal(engine_write(e, fn, arg), RC_OK)
#define RULES(fn) cmocka_unit_test_setup_teardown(fn, setup, engine_teardown)

struct asked {
    const char *day;
    struct ruleset set;
};

static enum rc on(struct ctx *c, void *arg)
{
    struct asked *a = arg;
    date d;
    assert_true(date_parse(str_of(a->day), &d));
    return ruleset_on(c, d, &a->set);
}

static enum rc list(struct ctx *c, void *arg)
{
    return ruleset_list(c, arg);
}

static struct ruleset on_day(struct engine *e, const char *day)
{
    struct asked a = {.day = day};
    RUNS(on, &a);
    return a.set;
}

static void a_day_has_the_set_that_has_begun(void **state)
{
    struct engine *e = *state;
    struct asked early = {.day = "2018-06-20"};
    struct ruleset s = on_day(e, "2025-06-30");
    assert_str(s.code, "nd61");
    assert_int_equal(s.version, 1);
    assert_str(date_iso(e->c.mem, s.set_to), "2025-07-01");
    assert_str(ruleset_form(&s, RULE_FORM_CONTROL_SHEET), "05");
    assert_int_equal(ruleset_form(&s, RULE_FORM_STOP).n, 0);
    assert_true(ruleset_is(&s, RULE_CODE_OWNER, S("receiving")));
    assert_str(s.value[RULE_REPLY].label, "known_unverified");
    s = on_day(e, "2025-07-01");
    assert_str(s.code, "nd118");
    assert_true(date_is_none(s.set_to));
    assert_str(ruleset_form(&s, RULE_FORM_STOP), "05");
    assert_str(ruleset_form(&s, RULE_FORM_CONTROL_SHEET), "06");
    assert_str(ruleset_ground(&s, RULE_RETURN_NOTICE), "Nghị định 118/2025/NĐ-CP, Điều 19.5");
    assert_int_equal(engine_read(e, on, &early), RC_NOT_FOUND);
}

static enum rc clocks(struct ctx *c, void *arg)
{
    const struct ruleset *s = arg;
    instant from, by;
    assert_true(instant_parse(S("2026-11-19T14:00"), &from));
    assert_int_equal(ruleset_by(c, s, RULE_RETURN_NOTICE, from, &by), RC_OK);
    assert_str(instant_iso(c->mem, by), "2026-11-25T17:30:00+07:00"); /* 24/11 is a holiday */
    assert_int_equal(ruleset_by(c, s, RULE_TRANSFER, from, &by), RC_OK);
    assert_str(instant_iso(c->mem, by), "2026-11-19T17:30:00+07:00");
    assert_int_equal(ruleset_by(c, s, RULE_CLOSE_UNANSWERED, from, &by), RC_OK);
    assert_str(instant_iso(c->mem, by), "2026-12-04T17:30:00+07:00");
    assert_int_equal(ruleset_number(s, RULE_EXTENSION_MAX), 1);
    return RC_OK;
}

static enum rc no_close(struct ctx *c, void *arg)
{
    instant by;
    return ruleset_by(c, arg, RULE_CLOSE_UNANSWERED, c->now, &by);
}

static void clocks_are_read_from_the_set(void **state)
{
    struct engine *e = *state;
    struct ruleset s = on_day(e, "2026-11-19"), old = on_day(e, "2025-01-02");
    RUNS(clocks, &s);
    assert_int_equal(engine_read(e, no_close, &old), RC_NOT_FOUND);
}

/* ---- changing ---- */

static struct ruleset_change usual(void)
{
    struct ruleset_change x = {
        .code = S("nd118"),
        .seen = 1,
        .key = RULE_REPLY,
        .to = {S("4 h"), S("Nghị định 1/2027/NĐ-CP, Điều 1"), S("found"), STR_NONE},
        .reason = S("Nghị định mới rút ngắn thời gian trả lời")};
    assert_true(date_parse(S("2026-12-01"), &x.valid_from));
    return x;
}

struct changing {
    struct ruleset_change in;
    int64_t version;
};

static enum rc change(struct ctx *c, void *arg)
{
    struct changing *x = arg;
    return ruleset_set(c, &x->in, &x->version);
}

static void a_change_holds_from_its_day(void **state)
{
    struct engine *e = *state;
    struct changing x = {.in = usual()};
    struct ruleset_versions all;
    struct ruleset_difference *d;
    RUNS(change, &x);
    assert_int_equal(x.version, 2);
    struct ruleset before = on_day(e, "2026-11-30"), after = on_day(e, "2026-12-01");
    assert_int_equal(before.version, 1);
    assert_int_equal(after.version, 2);
    assert_str(after.value[RULE_REPLY].value, "4 h");
    assert_int_equal(ruleset_differ(e->c.mem, &before, &after, &d), 1);
    assert_int_equal(d[0].key, RULE_REPLY);
    assert_str(d[0].was.value, "8 h");
    engine_reopen(e);
    RUNS(install, NULL); /* what was changed is not shipped again */
    RUNS(list, &all);
    assert_int_equal(all.n, 3);
    assert_str(all.v[2].reason, "Nghị định mới rút ngắn thời gian trả lời");
    assert_str(on_day(e, "2026-12-01").value[RULE_REPLY].value, "4 h");
}

static enum rc told(struct ctx *c, void *arg)
{
    const struct ruleset *s = arg;
    struct event_rows rows;
    const enum rc rc = record_list_object(c, S("ruleset"), s->id, 0, 10, &rows);
    if (rc)
        return rc;
    assert_int_equal(rows.n, 1);
    assert_str(rows.v[0].kind, "ruleset.changed");
    assert_true(str_has(rows.v[0].payload, S("reply: 8 h → 4 h")));
    assert_true(str_has(rows.v[0].payload, S("Nghị định mới")));
    return RC_OK;
}

static void a_change_is_an_event_with_its_reason(void **state)
{
    struct engine *e = *state;
    struct changing x = {.in = usual()};
    RUNS(change, &x);
    struct ruleset s = on_day(e, "2026-12-01");
    RUNS(told, &s);
}

#define REFUSED(rc, key_)                                                                              \
    do {                                                                                               \
        e->c.faults = NULL;                                                                            \
        assert_int_equal(engine_write(e, change, &x), rc);                                             \
        assert_non_null(e->c.faults);                                                                  \
        assert_string_equal(e->c.faults->key, key_);                                                   \
        x = (struct changing){.in = usual()};                                                          \
    } while (0)

static void a_wrong_change_changes_nothing(void **state)
{
    struct engine *e = *state;
    struct changing x = {.in = usual()};
    struct ruleset_versions all;
    x.in.to.value = S("-1 h");
    REFUSED(RC_INVALID, "ruleset.wrong.due");
    x.in.to.value = STR_NONE;
    REFUSED(RC_INVALID, "ruleset.wrong.needed");
    x.in.to.article = S(" ");
    REFUSED(RC_INVALID, "ruleset.wrong.article");
    x.in.to.label = S("sure");
    REFUSED(RC_INVALID, "ruleset.wrong.label");
    x.in.reason = S("  ");
    REFUSED(RC_INVALID, "ruleset.wrong.reason");
    x.in.valid_from = instant_date(e->c.now); /* today has begun */
    REFUSED(RC_INVALID, "ruleset.wrong.past");
    x.in.valid_from = DATE_NONE;
    REFUSED(RC_INVALID, "ruleset.wrong.date");
    x.in.code = S("nd61"); /* has ended */
    REFUSED(RC_INVALID, "ruleset.wrong.over");
    x.in.seen = 2;
    REFUSED(RC_CONFLICT, "ruleset.wrong.stale");
    x.in.to = on_day(e, "2026-11-19").value[RULE_REPLY];
    REFUSED(RC_CONFLICT, "ruleset.wrong.same");
    x.in.key = RULE_CODE_OWNER;
    x.in.to.value = S("portal");
    REFUSED(RC_INVALID, "ruleset.wrong.word");
    x.in.key = RULE_EXTENSION_MAX;
    x.in.to.value = S("0");
    REFUSED(RC_INVALID, "ruleset.wrong.number");
    x.in.key = RULE_FORM_STOP;
    x.in.to.value = S("số 5");
    REFUSED(RC_INVALID, "ruleset.wrong.form");
    x.in.code = S("nd999");
    assert_int_equal(engine_write(e, change, &x), RC_NOT_FOUND);
    RUNS(list, &all);
    assert_int_equal(all.n, 2);
}

/* A second version may not begin before the first; an optional value may be taken out. */
static void versions_follow_each_other(void **state)
{
    struct engine *e = *state;
    struct changing x = {.in = usual()};
    RUNS(change, &x);
    x.in.seen = 2;
    x.in.key = RULE_CLOSE_UNANSWERED;
    x.in.to = (struct rule_value){0};
    assert_true(date_parse(S("2026-11-25"), &x.in.valid_from));
    e->c.faults = NULL;
    assert_int_equal(engine_write(e, change, &x), RC_INVALID);
    assert_string_equal(e->c.faults->key, "ruleset.wrong.order");
    assert_true(date_parse(S("2026-12-01"), &x.in.valid_from));
    e->c.faults = NULL;
    RUNS(change, &x);
    const struct ruleset s = on_day(e, "2026-12-01");
    assert_int_equal(s.version, 3);
    assert_int_equal(s.value[RULE_CLOSE_UNANSWERED].value.n, 0);
}

/* ---- files ---- */

struct file {
    str text;
    const char *from;
    str reason;
    int64_t n;
};

static enum rc import(struct ctx *c, void *arg)
{
    struct file *f = arg;
    date from = DATE_NONE;
    assert_true(!f->from || date_parse(str_of(f->from), &from));
    return ruleset_import(c, f->text, from, f->reason, &f->n);
}

static str replaced(struct arena *mem, str s, const char *was, const char *is)
{
    const ptrdiff_t at = str_find(s, str_of(was));
    assert_true(at >= 0);
    const ptrdiff_t after = at + (ptrdiff_t)strlen(was);
    return str_fmt(mem, "%.*s%s%.*s", (int)at, s.p, is, (int)(s.n - after), s.p + after);
}

static void the_shipped_file_is_its_own_export(void **state)
{
    struct engine *e = *state;
    const struct embed *p = embed_packs;
    while (strcmp(p->name, "rulesets/vn.json") != 0)
        p++;
    const str pack = {(const char *)p->bytes, (ptrdiff_t)p->size};
    const struct ruleset a = on_day(e, "2020-01-01"), b = on_day(e, "2026-01-01");
    const str x = ruleset_export(e->c.mem, &a), y = ruleset_export(e->c.mem, &b);
    const ptrdiff_t end = str_find(x, S("\n]\n}\n")), begin = str_find(y, S("  {\n"));
    assert_str(str_fmt(e->c.mem, "%.*s,\n%.*s", (int)end, x.p, (int)(y.n - begin), y.p + begin),
               str_c(e->c.mem, pack));
    struct file f = {pack, NULL, S("thử"), 0};
    e->c.faults = NULL;
    assert_int_equal(engine_write(e, import, &f), RC_CONFLICT);
    assert_string_equal(e->c.faults->key, "ruleset.pack.nothing_new");
}

static void a_new_decree_is_an_import(void **state)
{
    struct engine *e = *state;
    const struct ruleset now = on_day(e, "2026-11-19");
    str text = ruleset_export(e->c.mem, &now);
    text = replaced(e->c.mem, text, "\"nd118\"", "\"nd9\"");
    text = replaced(e->c.mem, text, "2025-07-01", "2027-01-01");
    text = replaced(e->c.mem, text, "\"value\": \"8 h\"", "\"value\": \"4 h\"");
    struct file f = {text, NULL, S("Nghị định mới"), 0};
    RUNS(import, &f);
    assert_int_equal(f.n, 1);
    assert_str(on_day(e, "2026-12-31").code, "nd118");
    assert_str(date_iso(e->c.mem, on_day(e, "2026-12-31").set_to), "2027-01-01");
    assert_str(on_day(e, "2027-01-01").code, "nd9");
    assert_str(on_day(e, "2027-01-01").value[RULE_REPLY].value, "4 h");
}

static void a_wrong_file_is_refused_with_its_place(void **state)
{
    struct engine *e = *state;
    const struct ruleset now = on_day(e, "2026-11-19");
    const str good = ruleset_export(e->c.mem, &now);
    const struct {
        const char *was, *is, *key, *field;
    } cases[] = {
        {"\"reply\"", "\"replies\"", "ruleset.pack.unknown", "rulesets[0].values.replies"},
        {"\"8 h\"", "\"8 hours\"", "ruleset.wrong.due", "rulesets[0].values.reply.value"},
        {"\"form_receipt\"", "\"form_stop\"", "ruleset.pack.syntax", "file"}, /* twice */
        {"\"name\"", "\"title\"", "ruleset.pack.unknown", "rulesets[0].title"},
        {"\"label\": \"found\"", "\"label\": \"sure\"", "ruleset.wrong.label",
         "rulesets[0].values.code_owner.label"},
        {"motcua.rulesets/1", "motcua.rulesets/9", "ruleset.pack.malformed", "file"},
        {"\"8 h\"", "\"6 h\"", "ruleset.wrong.date", "valid_from"}, /* a change needs its day */
        {"2025-07-01", "2025-08-01", "ruleset.wrong.set_from", "rulesets[0].valid_from"},
        {"\"nd118\"", "\"nd119\"", "ruleset.wrong.past", "rulesets[0].valid_from"},
        {"\"rulesets\": [", "\"rulesets\": [,", "ruleset.pack.syntax", "file"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct file f = {replaced(e->c.mem, good, cases[i].was, cases[i].is), NULL, S("thử"), 0};
        e->c.faults = NULL;
        const enum rc rc = engine_write(e, import, &f);
        if (rc != RC_INVALID || strcmp(e->c.faults->key, cases[i].key) != 0)
            fail_msg("case %zu: %d %s", i, (int)rc, e->c.faults ? e->c.faults->key : "-");
        assert_str(e->c.faults->field, cases[i].field);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RULES(a_day_has_the_set_that_has_begun),
        RULES(clocks_are_read_from_the_set),
        RULES(a_change_holds_from_its_day),
        RULES(a_change_is_an_event_with_its_reason),
        RULES(a_wrong_change_changes_nothing),
        RULES(versions_follow_each_other),
        RULES(the_shipped_file_is_its_own_export),
        RULES(a_new_decree_is_an_import),
        RULES(a_wrong_file_is_refused_with_its_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
