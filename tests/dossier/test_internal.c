/*
 * test_internal.c - internal procedures (TTHC nội bộ): the applicant is an agency, a person under
 * its code; people do not apply for them, and agencies for nothing else.
 */
#include "dossier/lib_authority.h"

#include "catalog/catalog_import.h"
#include "org/org.h"

static const char pack[] =
    "{\"format\":\"motcua-procedures/1\",\"title\":\"thử\",\"as_of\":\"2026-11-21\",\"procedures\":[{"
    "\"code\":\"9.000001\",\"name\":\"Thẩm định kế hoạch của đơn vị trực thuộc\",\"field\":\"Kế "
    "hoạch\","
    "\"level\":\"commune\",\"agency_type\":\"UBND cấp xã\",\"type\":\"STANDARD_INTERNAL\","
    "\"deadline_working_days\":5,\"deadline_rule\":null,\"fee_vnd\":0,\"online_level\":\"full\","
    "\"components\":[{\"name\":\"Tờ "
    "trình\",\"original_or_copy\":\"original\",\"quantity\":1,\"form\":null}],"
    "\"result\":\"Văn bản thẩm "
    "định\",\"applicants\":[],\"legal_basis\":[],\"source\":\"thử\",\"verified\":true,"
    "\"steps\":[{\"name\":\"Tiếp nhận\",\"role\":\"Một cửa\",\"hours\":4},"
    "{\"name\":\"Thẩm định\",\"role\":\"Công chức\",\"hours\":20},"
    "{\"name\":\"Ký duyệt\",\"role\":\"Lãnh đạo\",\"hours\":8},{\"name\":\"Trả\",\"role\":\"Một "
    "cửa\",\"hours\":8}],"
    "\"steps_are_template\":true}]}";

/* The procedure, a district that ended on 30/6/2025, and everybody's entry in the register. */
static enum rc add(struct ctx *c, void *arg)
{
    const struct authority *a = arg;
    struct import_report r = {.mem = arena_new((size_t)4 << 20)};
    struct agency district = {.code = S("H48.20"),
                              .name = S("Ủy ban nhân dân huyện Thử"),
                              .kind = AGENCY_DISTRICT,
                              .level = 2,
                              .parent = a->province};
    int64_t id;
    BUG_IF(!date_parse(S("2018-01-01"), &district.from) || !date_parse(S("2025-06-30"), &district.to));
    enum rc rc = org_agency_open(c, &district, &id);
    if (!rc)
        rc = catalog_import_file(c, S("internal"), str_of(pack), &r);
    arena_free(r.mem);
    return rc ? rc : person_install_agencies(c);
}

static struct filing internal_filing(struct authority *a, const char *agency)
{
    struct filing in = sample_filing(a, "9.000001");
    in.owner = (struct person){
        .kind = PERSON_AGENCY, .name = S("tên người gõ"), .number = str_of(agency), .birth = DATE_NONE};
    return in;
}

struct receiving {
    struct filing in;
    struct dossier_ref ref;
};
static enum rc receive(struct ctx *c, void *arg)
{
    struct receiving *r = arg;
    return dossier_receive(c, &r->in, &(struct accept_in){0}, &r->ref);
}
static enum rc file_only(struct ctx *c, void *arg)
{
    struct receiving *r = arg;
    return dossier_file(c, &r->in, &r->ref);
}

static void setup(struct authority *a)
{
    struct actor *system = (struct actor *)(uintptr_t)access_system();
    assert_int_equal(as(a, system, "2026-11-20T09:00", add, a), RC_OK);
}

struct reading {
    str pub;
    struct dossier d;
    struct person owner;
    struct persons found;
};
static enum rc look(struct ctx *c, void *arg)
{
    struct reading *r = arg;
    enum rc rc = dossier_get(c, r->pub, &r->d);
    if (!rc)
        rc = person_by_id(c, r->d.owner_id, &r->owner);
    return rc ? rc : person_search(c, S("H48.102"), 10, &r->found);
}

static void test_internal__an_agency_applies(void **state)
{
    struct authority *a = *state;
    setup(a);
    struct receiving r = {.in = internal_filing(a, "H48.102")};
    struct filing_paper paper = {
        .name = S("Tờ trình"), .form = S("original"), .quantity = 1, .complete = true};
    r.in.papers = &paper;
    r.in.paper_n = 1;
    assert_int_equal(as(a, &a->clerk, "2026-11-20T09:30", file_only, &r), RC_OK);
    struct reading seen = {.pub = r.ref.pub};
    assert_int_equal(as(a, &a->clerk, NULL, look, &seen), RC_OK);
    assert_int_equal(seen.owner.kind, PERSON_AGENCY);
    assert_str(seen.owner.number, "H48.102");
    assert_str(seen.owner.name,
               "Ủy ban nhân dân xã Suối Ngọc"); /* the register's name, not the typed one */
    assert_int_equal(seen.found.n, 1);          /* the counter finds it by its code */
    assert_str(person_number_shown(a->e->c.mem, &seen.owner), "H48.102");
}

static enum rc again(struct ctx *c, void *arg)
{
    (void)arg;
    return person_install_agencies(c);
}
static enum rc count(struct ctx *c, void *arg)
{
    struct persons *all = arg;
    return person_search(c, S("Ủy ban"), 50, all);
}

static void test_internal__an_agency_becomes_a_person_once(void **state)
{
    struct authority *a = *state;
    struct persons all;
    setup(a);
    assert_int_equal(as(a, &a->clerk, NULL, again, NULL), RC_OK);
    assert_int_equal(as(a, &a->clerk, NULL, count, &all), RC_OK);
    assert_int_equal(all.n, 4);
}

/* Nothing of a refused one is stored. */
static void refused(struct authority *a, struct filing in, const char *key)
{
    struct receiving r = {.in = in};
    assert_int_equal(as(a, &a->clerk, "2026-11-20T09:30", receive, &r), RC_INVALID);
    assert_string_equal(last_fault(a), key);
}

static void test_internal__refusals(void **state)
{
    struct authority *a = *state;
    setup(a);
    struct filing birth = internal_filing(a, "H48.102");
    birth.procedure_code = S("1.001193");
    refused(a, sample_filing(a, "9.000001"), "dossier.agency_needed");
    refused(a, birth, "dossier.internal_only");
    refused(a, internal_filing(a, "H48.999"), "person.agency_unknown");
    refused(a, internal_filing(a, ""), "person.agency_unknown");
    refused(a, internal_filing(a, "H48.20"), "dossier.agency_ended");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        AUTHORITY_TEST(test_internal__an_agency_applies),
        AUTHORITY_TEST(test_internal__an_agency_becomes_a_person_once),
        AUTHORITY_TEST(test_internal__refusals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
