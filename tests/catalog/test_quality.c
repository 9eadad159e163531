/*
 * test_quality.c - the stored reports of imports: as rules, and as pages of staff over a real
 * server (quality.case). Three imports: one clean, one with every kind the pages name, one long.
 */
#include "db/lib_engine.h" /* on both engines */
#include "dossier/lib_desk.h"

#include "catalog/catalog_import.h"
#include "core/i18n.h"
#include "host/file.h"

static struct desk desk;

static void add(struct import_report *r, const char *kind, const char *code, const char *detail)
{
    r->defects[r->defects_n++] = (struct defect){kind, str_of(code), str_of(detail)};
}

static enum rc store(struct ctx *c, void *arg)
{
    struct import_report r = {.read = 251, .merged = 251, .notes = 336};
    r.defects = NEW_N(c->mem, struct defect, 300);
    add(&r, "note_as_paper", "1.004873", "Xuất trình <thẻ>");
    add(&r, "note_as_paper", "1.001193", "x");
    add(&r, "note_as_paper", "1.001193", "y");
    add(&r, "fee_suspicious", "9.999999", "5");
    add(&r, "of_a_later_version", "1.001193", "?");
    enum rc rc = catalog_import_store(c, S("/srv/secret/place/clean.json"),
                                      &(struct import_report){.read = 1234567, .unchanged = 1234567});
    if (!rc)
        rc = catalog_import_store(c, S("details"), &r);
    r.defects_n = 0;
    for (int i = 0; i < 250; i++)
        add(&r, "unit_other", str_c(c->mem, str_fmt(c->mem, "2.%06d", i)), "");
    (void)arg;
    return rc ? rc : catalog_import_store(c, S("long.jsonl"), &r);
}

struct look {
    struct catalog_imports imports;
    struct catalog_import_facts one;
    struct defect_kinds kinds;
    struct defect_lines lines;
    int64_t number, skip, total;
    const char *kind;
    int64_t before;
};
static enum rc list(struct ctx *c, void *arg)
{
    struct look *l = arg;
    return catalog_import_list(c, l->before, 2, &l->imports);
}
static enum rc get(struct ctx *c, void *arg)
{
    struct look *l = arg;
    enum rc rc = catalog_import_get(c, l->number, &l->one);
    if (!rc)
        rc = catalog_defect_kinds(c, l->one.id, &l->kinds);
    if (!rc && l->kind)
        rc = catalog_defect_list(c, l->one.id, str_of(l->kind), l->skip, &l->lines, &l->total);
    return rc;
}

static void test_quality__imports_are_numbered_newest_first(void **state)
{
    struct look l = {.before = INT64_MIN};
    (void)state;
    assert_int_equal(engine_read(desk.a->e, list, &l), RC_OK);
    assert_int_equal(l.imports.n, 2);
    assert_int_equal(l.imports.v[0].number, 3);
    assert_int_equal(l.imports.v[0].defects, 250);
    assert_int_equal(l.imports.v[1].number, 2);
    l.before = 2;
    assert_int_equal(engine_read(desk.a->e, list, &l), RC_OK);
    assert_int_equal(l.imports.n, 1);
    assert_int_equal(l.imports.v[0].defects, 0);
    assert_int_equal(l.imports.v[0].unchanged, 1234567);
    static const int64_t none[] = {0, 4, -1, INT64_MAX, INT64_MIN};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        l.number = none[i];
        assert_int_equal(engine_read(desk.a->e, get, &l), RC_NOT_FOUND);
    }
}

static void test_quality__kinds_count_places_and_procedures(void **state)
{
    struct look l = {.number = 2, .kind = "note_as_paper"};
    (void)state;
    assert_int_equal(engine_read(desk.a->e, get, &l), RC_OK);
    assert_int_equal(l.kinds.n, 3);
    assert_str(l.kinds.v[0].kind, "note_as_paper");
    assert_int_equal(l.kinds.v[0].n, 3);
    assert_int_equal(l.kinds.v[0].procedures, 2);
    assert_int_equal(l.total, 3);
    assert_int_equal(l.lines.n, 3);
    assert_str(l.lines.v[0].code, "1.004873");
    assert_true(l.lines.v[0].name.n > 0);
    l.kind = "fee_suspicious";
    assert_int_equal(engine_read(desk.a->e, get, &l), RC_OK);
    assert_int_equal(l.lines.v[0].name.n, 0); /* no procedure has that code */
}

static void test_quality__long_lists_come_in_pages(void **state)
{
    struct look l = {.number = 3, .kind = "unit_other", .skip = 200};
    (void)state;
    assert_int_equal(engine_read(desk.a->e, get, &l), RC_OK);
    assert_int_equal(l.total, 250);
    assert_int_equal(l.lines.n, 50);
    assert_str(l.lines.v[0].code, "2.000200");
    l.skip = 250;
    assert_int_equal(engine_read(desk.a->e, get, &l), RC_OK);
    assert_int_equal(l.lines.n, 0);
}

/* What an importer reports has words here: the names are read out of its source. */
static void test_quality__every_kind_has_words(void **state)
{
    static const char *const files[] = {"src/catalog/catalog_read_national.c",
                                        "src/catalog/catalog_read_pack.c",
                                        "src/catalog/catalog_store.c"};
    int seen = 0;
    (void)state;
    for (size_t f = 0; f < 3; f++) {
        str text;
        assert_int_equal(host_file_get(desk.mem, files[f], (size_t)1 << 20, &text), RC_OK);
        for (ptrdiff_t at = str_find(text, S("report_defect(")); at >= 0;
             at = str_find(text, S("report_defect("))) {
            text = str_sub(text, at + 14, text.n);
            str call = str_sub(text, 0, str_find(text, S(";")));
            for (ptrdiff_t q = str_find(call, S("\"")); q >= 0; q = str_find(call, S("\""))) {
                const struct str_cut word = str_cut(str_sub(call, q + 1, call.n), '"');
                char key[100];
                (void)snprintf(key, sizeof key, "catalog.defect.%.*s.why", STR_ARG(word.head));
                if (word.head.n > 3 && !str_has(word.head, S(" ")) && word.head.p[0] >= 'a' &&
                    !str_has(call, str_fmt(desk.mem, "S(\"%.*s", STR_ARG(word.head)))) {
                    if (!text_has(key))
                        fail_msg("no words: %s", key);
                    seen++;
                }
                call = word.tail;
            }
        }
    }
    assert_true(seen >= 24);
}

static void test_quality__pages(void **state)
{
    const struct case_config k = {.port = desk.port, .sign_in = desk_sign_in, .arg = &desk};
    (void)state;
    assert_int_equal(case_run_folder(&k, "tests/catalog", desk.mem), 0);
}

static int start(void **state)
{
    (void)state;
    return desk_start(&desk, "127.0.0.1:0") || engine_write(desk.a->e, store, NULL) ? -1 : 0;
}
static int stop(void **state)
{
    (void)state;
    desk_stop(&desk);
    return 0;
}

int main(int argc, char **argv)
{
    const int hidden = desk_child(argc, argv);
    if (hidden >= 0)
        return hidden;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_quality__imports_are_numbered_newest_first),
        cmocka_unit_test(test_quality__kinds_count_places_and_procedures),
        cmocka_unit_test(test_quality__long_lists_come_in_pages),
        cmocka_unit_test(test_quality__every_kind_has_words),
        cmocka_unit_test(test_quality__pages),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
