/*
 * test_import.c - the starter pack, rows and records: what is stored, what is reported, that
 * twice is once, and that malformed files are refused whole.
 */
#include "../db/lib_engine.h"

#include "catalog/catalog.h"
#include "catalog/catalog_import.h"
#include "core/embed.h"
#include "host/file.h"

#include <dirent.h>

struct run {
    str name, bytes;
    struct import_report report;
    struct arena *mem;
};

static enum rc import_unit(struct ctx *c, void *arg)
{
    struct run *r = arg;
    r->report = (struct import_report){.mem = r->mem};
    return catalog_import_file(c, r->name, r->bytes, &r->report);
}

static enum rc import(struct engine *e, struct run *r, const char *name, str bytes)
{
    if (!r->mem)
        r->mem = arena_new((size_t)64 << 20);
    r->name = str_of(name);
    r->bytes = bytes;
    return engine_write(e, import_unit, r);
}

static str pack(const char *name)
{
    for (const struct embed *p = embed_packs; p->name; p++)
        if (strcmp(p->name, name) == 0)
            return (str){(const char *)p->bytes, (ptrdiff_t)p->size};
    fail_msg("no pack %s", name);
    return STR_NONE;
}

struct look {
    const char *code;
    int64_t case_id;
    str channel;
    struct procedure_full full;
    struct procedure_intake intake;
    struct procedure_filter filter;
    struct procedure_page page;
    int64_t total, open;
    enum facet_kind kind;
    struct facet *facets;
    ptrdiff_t facets_n;
};

static enum rc get_unit(struct ctx *c, void *arg)
{
    struct look *l = arg;
    return catalog_get(c, str_of(l->code), &l->full);
}

static enum rc intake_unit(struct ctx *c, void *arg)
{
    struct look *l = arg;
    return catalog_intake(c, str_of(l->code), l->case_id, l->channel, &l->intake);
}

/* What filings and acts read of a version is what its page reads. */
static enum rc parts_unit(struct ctx *c, void *arg)
{
    struct look *l = arg;
    struct procedure_full terms;
    struct procedure_component *components;
    ptrdiff_t n;
    str rule;
    const int64_t version = l->full.head.version_id.v;
    assert_int_equal(catalog_get_terms(c, str_of(l->code), &terms), RC_OK);
    assert_true(str_eq(terms.head.name, l->full.head.name) && terms.version_no == l->full.version_no);
    assert_true(terms.cases_n == l->full.cases_n && terms.fees_n == l->full.fees_n);
    assert_true(terms.deadlines_n == l->full.deadlines_n && l->full.parts_n && !terms.parts_n);
    assert_int_equal(catalog_version_components(c, version, &components, &n), RC_OK);
    assert_true(n == l->full.components_n && n == terms.components_n && n > 0);
    for (ptrdiff_t i = 0; i < n; i++)
        assert_true(components[i].id == l->full.components[i].id);
    assert_int_equal(catalog_version_rule(c, version, l->case_id, l->channel, &rule), RC_OK);
    assert_true(str_eq(rule, catalog_rule(&l->full, l->case_id, l->channel)) && rule.n > 0);
    assert_int_equal(catalog_get_terms(c, S("9.999999"), &terms), RC_NOT_FOUND);
    return RC_OK;
}

static enum rc list_unit(struct ctx *c, void *arg)
{
    struct look *l = arg;
    return catalog_list(c, &l->filter, &l->page);
}

static enum rc count_unit(struct ctx *c, void *arg)
{
    struct look *l = arg;
    return catalog_count(c, &l->total, &l->open);
}

static int64_t defects(const struct import_report *r, const char *kind)
{
    int64_t n = 0;
    for (ptrdiff_t i = 0; i < r->defects_n; i++)
        n += strcmp(r->defects[i].kind, kind) == 0;
    return n;
}

static void starter_pack(void **state)
{
    struct engine *e = *state;
    struct run r = {0};
    struct look l = {.code = "1.001193", .channel = S("direct")};
    assert_int_equal(import(e, &r, "starter", pack("procedures/starter.json")), RC_OK);
    assert_int_equal(r.report.read, 63);
    assert_int_equal(r.report.stored, 63);
    assert_int_equal(engine_read(e, get_unit, &l), RC_OK);
    assert_str(l.full.head.name, "Thủ tục đăng ký khai sinh");
    assert_str(l.full.head.intake, "open");
    assert_int_equal(l.full.components_n, 8);
    assert_true(l.full.process_id.set);
    assert_int_equal(engine_read(e, intake_unit, &l), RC_OK);
    assert_str(l.intake.rule, "same_day_15h");
    /* Without a settled deadline: shown, closed for intake. */
    l.code = "1.010833";
    assert_int_equal(engine_read(e, intake_unit, &l), RC_INVALID);
    assert_string_equal(e->c.faults->key, "catalog.closed.no_deadline");
    e->c.faults = NULL;
    /* A case chooses the time. */
    l.code = "1.013225";
    assert_int_equal(engine_read(e, intake_unit, &l), RC_INVALID);
    assert_string_equal(e->c.faults->key, "catalog.case_needed");
    e->c.faults = NULL;
    assert_int_equal(engine_read(e, get_unit, &l), RC_OK);
    l.case_id = l.full.cases[1].id;
    assert_int_equal(engine_read(e, intake_unit, &l), RC_OK);
    assert_str(l.intake.rule, "10 wd");
    /* Twice is once. */
    assert_int_equal(import(e, &r, "starter", pack("procedures/starter.json")), RC_OK);
    assert_int_equal(r.report.unchanged, 63);
    assert_int_equal(r.report.stored + r.report.merged, 0);
    l.code = "1.001193";
    assert_int_equal(engine_read(e, get_unit, &l), RC_OK);
    assert_int_equal(l.full.version_no, 1);
    arena_free(r.mem);
}

static const char *first_code(struct engine *e, struct look *l, const char *text)
{
    l->filter = (struct procedure_filter){.text = str_of(text), .max = 10};
    assert_int_equal(engine_read(e, list_unit, l), RC_OK);
    return l->page.n ? str_c(e->c.mem, l->page.rows[0].code) : "";
}

static void search(void **state)
{
    struct engine *e = *state;
    struct run r = {0};
    struct look l = {0};
    assert_int_equal(import(e, &r, "starter", pack("procedures/starter.json")), RC_OK);
    assert_string_equal(first_code(e, &l, "1.001193"), "1.001193");
    assert_string_equal(first_code(e, &l, "001193"), "1.001193");
    (void)first_code(e, &l, "khai sinh");
    assert_true(l.page.n >= 4);
    for (ptrdiff_t i = 0; i < 4; i++)
        assert_true(str_has(l.page.rows[i].name, S("khai sinh")));
    (void)first_code(e, &l, "ket hon");
    assert_true(str_has(l.page.rows[0].name, S("kết hôn")));
    (void)first_code(e, &l, "kết hôn");
    assert_true(str_has(l.page.rows[0].name, S("kết hôn")));
    (void)first_code(e, &l, "xntthn");
    assert_string_equal(str_c(e->c.mem, l.page.rows[0].code), "1.004873");
    /* Marks decide: "hộ nghèo" is not "ho ngheo" only. */
    (void)first_code(e, &l, "hộ nghèo");
    assert_true(str_has(l.page.rows[0].name, S("hộ nghèo")));
    (void)first_code(e, &l, "\"') OR 1=1 --");
    assert_int_equal(l.page.n, 0);
    /* Pages do not repeat or skip. */
    int64_t seen = 0;
    l.filter = (struct procedure_filter){.max = 10};
    do {
        assert_int_equal(engine_read(e, list_unit, &l), RC_OK);
        seen += l.page.n;
        l.filter.cursor = l.page.next_cursor;
    } while (l.page.more);
    assert_int_equal(seen, 63);
    arena_free(r.mem);
}

static enum rc facets_unit(struct ctx *c, void *arg)
{
    struct look *l = arg;
    return catalog_facets(c, l->kind, &l->facets, &l->facets_n);
}

static enum rc list_count_unit(struct ctx *c, void *arg)
{
    struct look *l = arg;
    return catalog_list_count(c, &l->filter, &l->total);
}

/* The number beside a filter is the number it leads to, counted and listed. */
static void filters_keep_their_numbers(void **state)
{
    struct engine *e = *state;
    struct run r = {0};
    struct look l = {0};
    assert_int_equal(import(e, &r, "starter", pack("procedures/starter.json")), RC_OK);
    for (l.kind = FACET_FIELD; l.kind <= FACET_LEVEL; l.kind++) {
        assert_int_equal(engine_read(e, facets_unit, &l), RC_OK);
        assert_true(l.facets_n > 1);
        for (ptrdiff_t i = 0; i < l.facets_n; i++) {
            l.filter = (struct procedure_filter){.max = 100};
            str *const parts[] = {[FACET_FIELD] = &l.filter.field,
                                  [FACET_AGENCY] = &l.filter.agency,
                                  [FACET_AUDIENCE] = &l.filter.audience,
                                  [FACET_LEVEL] = &l.filter.level};
            *parts[l.kind] = l.facets[i].name;
            assert_int_equal(engine_read(e, list_unit, &l), RC_OK);
            assert_int_equal(l.page.n, l.facets[i].n);
            assert_int_equal(engine_read(e, list_count_unit, &l), RC_OK);
            assert_int_equal(l.total, l.facets[i].n);
        }
    }
    arena_free(r.mem);
}

static void refuses_malformed_whole(void **state)
{
    static const struct {
        const char *bytes, *field;
    } cases[] = {
        {"{\"procedures\": [{\"code\": \"1.000001\"}", "line 1"},
        {"{\"code\":\"1.000001\",\"name\":\"A\",\"categories\":[]}\n{\"code\":\"1.000002\",\"name\":",
         "line 2"},
        {"{\"code\":\"1.000001\",\"name\":\"A\",\"categories\":[]}\n\n{\"code\":\"1.000002\","
         "\"categories\":[]}\n",
         "line 3"},
        {"{\"what\": 1}", "file"},
        {"\xff\xfe", "file"},
        {"", "line 1"},
    };
    struct engine *e = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct run r = {0};
        struct look l = {0};
        assert_int_equal(import(e, &r, "bad", str_of(cases[i].bytes)), RC_INVALID);
        assert_non_null(e->c.faults);
        struct fault *last = e->c.faults;
        while (last->next)
            last = last->next;
        assert_str(last->field, cases[i].field);
        e->c.faults = NULL;
        assert_int_equal(engine_read(e, count_unit, &l), RC_OK);
        assert_int_equal(l.total, 0);
        arena_free(r.mem);
    }
}

static const char record[] =
    "{\"data\":{\"code\":\"1.999001\",\"name\":\"Thủ tục  "
    "thử\",\"state\":\"ACTIVE\",\"type\":\"STANDARD\",\"isWard\":true,"
    "\"executionMethods\":[{\"submissionMethod\":\"DIRECT\",\"processingTime\":5,"
    "\"processingTimeUnit\":\"WORKING_DAY\","
    "\"fees\":[{\"type\":\"FEE\",\"value\":100}]},{\"submissionMethod\":\"ONLINE\",\"processingTime\":"
    "0,"
    "\"processingTimeUnit\":\"OTHER\",\"fees\":[]},{\"submissionMethod\":\"ONLINE\",\"processingTime\":"
    "4,"
    "\"processingTimeUnit\":\"DAY\",\"fees\":[]}],\"cases\":[{\"name\":\"Một\",\"processingDay\":{"
    "\"qty\":10,\"type\":\"WORKING_DAY\"}}],"
    "\"executionCases\":[{\"name\":\"Giấy tờ phải "
    "nộp\",\"profileComponents\":[{\"name\":\"Đơn\",\"originalQty\":1,\"copyQty\":0,"
    "\"code\":\"000.00.00.G15-KQ000001\"},{\"name\":\"Lưu ý: ghi "
    "rõ\",\"originalQty\":0,\"copyQty\":0,\"code\":\"\"}]}],"
    "\"categoriesDetails\":[{\"name\":\"Hộ tịch\",\"code\":\"G15-TP07\"}]}}";

static void names_each_defect(void **state)
{
    struct engine *e = *state;
    struct run r = {0};
    struct look l = {.code = "1.999001", .channel = S("direct")};
    assert_int_equal(import(e, &r, "record", str_of(record)), RC_OK);
    assert_int_equal(defects(&r.report, "name_blanks"), 1);
    assert_int_equal(defects(&r.report, "unit_other"), 1);
    assert_int_equal(defects(&r.report, "times_differ"), 1);
    assert_int_equal(defects(&r.report, "case_time_differs"), 1);
    assert_int_equal(defects(&r.report, "fee_suspicious"), 1);
    assert_int_equal(defects(&r.report, "note_as_paper"), 1);
    assert_int_equal(r.report.notes, 1);
    assert_int_equal(engine_read(e, intake_unit, &l), RC_OK);
    assert_int_equal(l.intake.components_n, 1); /* the note is no paper */
    assert_str(l.intake.rule, "10 wd");         /* the case is more exact than the channel */
    /* A bare row merges: the record stays. */
    assert_int_equal(
        import(
            e, &r, "row",
            S("{\"code\":\"1.999001\",\"name\":\"Khác\",\"categories\":[\"X\"],\"state\":\"UPDATED\","
              "\"formalityTargetType\":[\"Doanh nghiệp\"]}")),
        RC_OK);
    assert_int_equal(r.report.merged, 1);
    assert_int_equal(engine_read(e, get_unit, &l), RC_OK);
    assert_str(l.full.head.name, "Thủ tục thử");
    assert_int_equal(engine_read(e, parts_unit, &l), RC_OK);
    arena_free(r.mem);
}

/* The real national data beside the project, when it is there. */
static void national_data(void **state)
{
    struct engine *e = *state;
    struct run r = {0};
    const char *root = getenv("MOTCUA_SHARED");
    const str path = str_fmt(e->c.mem, "%s/data/national/catalog.jsonl", root ? root : "../shared");
    str bytes;
    if (host_file_get(e->c.mem, path.p, (size_t)64 << 20, &bytes) != RC_OK)
        return;
    assert_int_equal(import(e, &r, "catalog", bytes), RC_OK);
    assert_int_equal(r.report.read, 5670);
    assert_int_equal(r.report.stored, 5670);
    assert_int_equal(import(e, &r, "catalog", bytes), RC_OK);
    assert_int_equal(r.report.stored, 0);
    assert_int_equal(r.report.unchanged, 5669);
    assert_int_equal(r.report.merged, 1); /* one code stands twice, once with a blank */
    /* Every full record, twice. */
    for (int round = 0; round < 2; round++) {
        int64_t stored = 0, read = 0;
        const str dir = str_fmt(e->c.mem, "%s/data/national/details", root ? root : "../shared");
        DIR *d = opendir(dir.p);
        assert_non_null(d);
        for (struct dirent *f = readdir(d); f; f = readdir(d)) {
            if (f->d_name[0] == '.')
                continue;
            const struct arena_mark mark = arena_mark(e->c.mem);
            const str file = str_fmt(e->c.mem, "%s/%s", dir.p, f->d_name);
            assert_int_equal(host_file_get(e->c.mem, file.p, (size_t)1 << 20, &bytes), RC_OK);
            assert_int_equal(import(e, &r, f->d_name, bytes), RC_OK);
            read += r.report.read;
            stored += r.report.stored + r.report.merged;
            arena_reset(e->c.mem, mark);
        }
        (void)closedir(d);
        assert_int_equal(read, 251);
        assert_int_equal(stored, round ? 0 : 251);
    }
    arena_free(r.mem);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ENGINE_TEST(starter_pack),
        ENGINE_TEST(search),
        ENGINE_TEST(filters_keep_their_numbers),
        ENGINE_TEST(refuses_malformed_whole),
        ENGINE_TEST(names_each_defect),
        ENGINE_TEST(national_data),
    };
    return cmocka_run_group_tests_name("catalog", tests, NULL, NULL);
}
