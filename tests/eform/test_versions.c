/* test_versions.c - forms and what was filled in, in the tables, on both engines. */
#include "db/lib_engine.h"
#include "eform/lib_eform.h"

#include "eform/versions.h"
#include "record/verify.h"

static const struct record_kind *const kinds[] = {eform_kinds, NULL};
static struct record_setup wiring;

static int setup(void **state)
{
    wiring = (struct record_setup){.kinds = kinds, .replayers = eform_replayers};
    record_configure(&wiring);
    return engine_setup(state);
}

#define RUNS(fn, arg) assert_int_equal(engine_write(e, fn, arg), RC_OK)
#define REFUSES(rc, fn, arg) assert_int_equal(engine_write(e, fn, arg), rc)

struct work {
    str source, pub, procedure, answers;
    date day;
    struct eform_version v;
    struct eform f;
    struct eform_filled x;
    struct eform_about about;
    int64_t account;
};

static enum rc add(struct ctx *c, void *arg)
{
    struct work *w = arg;
    return eform_add(c, w->source, &w->v);
}
static enum rc publish(struct ctx *c, void *arg)
{
    return eform_publish(c, ((struct work *)arg)->pub);
}
static enum rc get(struct ctx *c, void *arg)
{
    struct work *w = arg;
    return eform_get(c, w->pub, &w->v, &w->f, &w->source);
}
static enum rc in_force(struct ctx *c, void *arg)
{
    struct work *w = arg;
    return eform_in_force(c, w->procedure, w->day, &w->v, &w->f);
}
static enum rc keep(struct ctx *c, void *arg)
{
    struct work *w = arg;
    return eform_keep(c, w->v.id, &w->about, w->answers);
}
static enum rc kept(struct ctx *c, void *arg)
{
    struct work *w = arg;
    return eform_kept(c, &w->about, &w->f, &w->x);
}
static enum rc earlier(struct ctx *c, void *arg)
{
    struct work *w = arg;
    return eform_earlier(c, w->account, S("thu"), &w->answers);
}
static enum rc install(struct ctx *c, void *arg)
{
    (void)arg;
    return eform_install(c);
}
static enum rc list(struct ctx *c, void *arg)
{
    return eform_list(c, arg);
}

#define ONE GROUP("a", "", FIELD("x", "text", ",\"required\":true"))

static void test_eform__a_version_is_added_published_and_never_edited(void **state)
{
    struct engine *e = *state;
    struct work w = {.source = lib_eform(e->c.mem, "0.1", 1, ONE), .procedure = S("0.1")};
    const str text = w.source;
    assert_true(date_parse(S("2026-01-01"), &w.day));
    RUNS(add, &w);
    const int64_t id = w.v.id;
    w.pub = w.v.pub;
    REFUSES(RC_NOT_FOUND, in_force, &w); /* not published */
    RUNS(publish, &w);
    RUNS(in_force, &w);
    assert_int_equal(w.v.id, id);
    RUNS(get, &w);
    assert_true(str_eq(w.source, str_fmt(e->c.mem, "%.*s\n", STR_ARG(text)))); /* as it came */
    RUNS(add, &w);
    assert_int_equal(w.v.id, id); /* the same again */
    REFUSES(RC_CONFLICT, publish, &w);
    w.source = str_fmt(e->c.mem, "{ %.*s", STR_ARG(str_sub(text, 1, text.n)));
    REFUSES(RC_CONFLICT, add, &w);
    w.source = S("{}");
    REFUSES(RC_INVALID, add, &w);
    w.pub = S("nothing");
    REFUSES(RC_NOT_FOUND, publish, &w);
    REFUSES(RC_NOT_FOUND, get, &w);
    assert_true(date_parse(S("2025-06-30"), &w.day)); /* before its day */
    REFUSES(RC_NOT_FOUND, in_force, &w);
}

static void test_eform__a_later_version_takes_over(void **state)
{
    struct engine *e = *state;
    struct work w = {.source = lib_eform(e->c.mem, "0.1", 1, ONE), .procedure = S("0.1")};
    assert_true(date_parse(S("2026-01-01"), &w.day));
    RUNS(add, &w);
    const str first = w.v.pub;
    w.source = lib_eform(e->c.mem, "0.1", 2, ONE);
    RUNS(add, &w);
    w.pub = w.v.pub;
    RUNS(publish, &w);
    RUNS(in_force, &w);
    assert_int_equal(w.v.version, 2);
    w.pub = first;
    REFUSES(RC_CONFLICT, publish, &w); /* a later one is in force */
}

static void test_eform__what_was_filled_in_is_kept_with_its_version(void **state)
{
    struct engine *e = *state;
    struct work w = {.source = lib_eform(e->c.mem, "0.1", 1, ONE),
                     .answers = S("{\"a\":{\"x\":\"Nguyễn\"}}"),
                     .about = {S("dossier"), 7, S("pub7")}};
    RUNS(add, &w);
    REFUSES(RC_NOT_FOUND, kept, &w);
    RUNS(keep, &w);
    RUNS(kept, &w);
    assert_true(w.x.valid);
    assert_str(eform_cell(&w.x, 0, 0)->v.text, "Nguyễn");
    REFUSES(RC_CONFLICT, keep, &w); /* once for one thing */
    RUNS(earlier, &w);
    assert_str(w.answers, "{\"a\":{\"x\":\"Nguyễn\"}}");
    w.account = 99;
    REFUSES(RC_NOT_FOUND, earlier, &w);
}

static enum rc payload(struct ctx *c, void *arg)
{
    struct event_rows *rows = arg;
    return record_list_object(c, S("eform_filled"), rows->n, 0, 10, rows);
}

static void test_eform__answers_do_not_stand_in_the_payload(void **state)
{
    struct engine *e = *state;
    struct event_rows rows = {.n = 1};
    struct work w = {.source = lib_eform(e->c.mem, "0.1", 1, ONE),
                     .answers = S("{\"a\":{\"x\":\"Nguyễn\"}}"),
                     .about = {S("dossier"), 7, S("pub7")}};
    RUNS(add, &w);
    RUNS(keep, &w);
    RUNS(payload, &rows);
    assert_int_equal(rows.n, 1);
    assert_false(str_has(rows.v[0].payload, S("Nguy")));
    assert_int_equal(rows.v[0].private_hash.n, 32);
}

/* ---- the record ---- */

static char seen[300]; /* what the last finding tells */

static void note(void *arg, const struct record_finding *f)
{
    (void)arg;
    if (f->fault == FAULT_STATE)
        (void)snprintf(seen, sizeof seen, "%.*s", STR_ARG(f->detail));
}

static enum rc verify(struct ctx *c, void *arg)
{
    struct record_report *report = arg;
    seen[0] = '\0';
    return record_verify(c, &(struct record_check){.found = note}, report);
}

static void bent(struct engine *e, const char *sql, const char *named)
{
    struct record_report report;
    assert_int_equal(engine_script(e, sql), RC_OK);
    assert_int_equal(engine_read(e, verify, &report), RC_OK);
    assert_int_equal(report.findings, *named ? 1 : 0);
    assert_true(!*named || strstr(seen, named) != NULL);
}

static enum rc seal(struct ctx *c, void *arg)
{
    return record_seal(c, arg);
}

static enum rc erase(struct ctx *c, void *arg)
{
    (void)arg;
    struct event_rows rows;
    const enum rc rc = record_list_object(c, S("eform_filled"), 1, 0, 10, &rows);
    return rc ? rc : record_erase_private(c, rows.v[0].id);
}

static void test_eform__the_record_names_a_bent_answer(void **state)
{
    struct engine *e = *state;
    struct work w = {.source = lib_eform(e->c.mem, "0.1", 1, ONE),
                     .answers = S("{\"a\":{\"x\":\"Nguyễn\"}}"),
                     .about = {S("dossier"), 7, S("pub7")}};
    RUNS(add, &w);
    RUNS(keep, &w);
    RUNS(seal, NULL);
    bent(e, "SELECT 1", "");
    bent(e, "UPDATE eform_filled SET answers = '{\"a\":{\"x\":\"Lê\"}}'", "answers");
    assert_null(strstr(seen, "Lê")); /* named, not told */
    bent(e, "UPDATE eform_filled SET answers = '{\"a\":{\"x\":\"Nguyễn\"}}', object_id = 8", "thing");
    bent(e, "UPDATE eform_filled SET object_id = 7, object_kind = 'petition'", "kind");
    bent(e, "UPDATE eform_filled SET object_kind = 'dossier', account_id = 5", "account");
    bent(e, "UPDATE eform_filled SET account_id = 0, filled_at = filled_at - 1", "filled_at");
    bent(e, "UPDATE eform_filled SET filled_at = filled_at + 1, pub = 'another'", "pub");
    bent(e,
         "INSERT INTO eform_filled SELECT id + 1, 'a_copy', version_id, object_kind, 9, 0, answers, "
         "filled_at FROM eform_filled; UPDATE eform_filled SET pub = (SELECT object_pub FROM event "
         "WHERE kind = 'eform.filled') WHERE id = 1",
         "rows");
    bent(e, "DELETE FROM eform_filled WHERE id = 2", "");
    RUNS(erase, NULL);
    bent(e, "SELECT 1", "erased"); /* the answers have to go with it */
    bent(e, "UPDATE eform_filled SET answers = ''", "");
    assert_int_equal(engine_script(e, "DELETE FROM eform_filled"), RC_OK);
    struct record_report report;
    assert_int_equal(engine_read(e, verify, &report), RC_OK);
    assert_int_equal(report.findings, 2); /* gone, and one row too few */
}

static void test_eform__shipped_forms_are_installed_once(void **state)
{
    struct engine *e = *state;
    struct eform_versions first, again;
    struct work w = {.procedure = S("1.001193"), .day = {20600}};
    RUNS(install, NULL);
    RUNS(list, &first);
    RUNS(install, NULL);
    RUNS(list, &again);
    assert_true(first.n >= 3 && first.n == again.n);
    RUNS(in_force, &w);
    assert_str(w.f.code, "khai-sinh");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_eform__a_version_is_added_published_and_never_edited,
                                        setup, engine_teardown),
        cmocka_unit_test_setup_teardown(test_eform__a_later_version_takes_over, setup, engine_teardown),
        cmocka_unit_test_setup_teardown(test_eform__what_was_filled_in_is_kept_with_its_version, setup,
                                        engine_teardown),
        cmocka_unit_test_setup_teardown(test_eform__answers_do_not_stand_in_the_payload, setup,
                                        engine_teardown),
        cmocka_unit_test_setup_teardown(test_eform__the_record_names_a_bent_answer, setup,
                                        engine_teardown),
        cmocka_unit_test_setup_teardown(test_eform__shipped_forms_are_installed_once, setup,
                                        engine_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
