/*
 * test_filing.c - what filing settles and refuses: case and rule of time, who may file for
 * whom, what the register of persons keeps to itself.
 */
#include "db/lib_engine.h" /* on both engines */
#include "lib_life.h"

#include "catalog/catalog_import.h"
#include "dossier/dossier_pdf.h"
#include "org/org.h"

/* A pack of one procedure with a single case, whose time is the only one there is. */
static enum rc import_one_case(struct ctx *c, void *arg)
{
    struct import_report r = {.mem = arg};
    return catalog_import_file(
        c, S("one-case"),
        S("{\"format\":\"motcua.procedures/1\",\"title\":\"Một trường hợp\",\"as_of\":\"2026-11-21\","
          "\"procedures\":[{\"code\":\"9.000001\",\"name\":\"Thủ tục một trường hợp\",\"field\":\"Hộ "
          "tịch\","
          "\"level\":\"commune\",\"agency_type\":\"UBND cấp xã\",\"online_level\":\"full\","
          "\"components\":[],\"result\":\"Giấy\","
          "\"cases\":[{\"name\":\"Trường hợp duy nhất\",\"deadline_working_days\":5}],"
          "\"steps\":[{\"order\":1,\"name\":\"Tiếp nhận\",\"role\":\"Một cửa\",\"hours\":1},"
          "{\"order\":2,\"name\":\"Thẩm định\",\"role\":\"Công chức\",\"hours\":4},"
          "{\"order\":3,\"name\":\"Ký duyệt\",\"role\":\"Lãnh đạo\",\"hours\":2},"
          "{\"order\":4,\"name\":\"Trả kết quả\",\"role\":\"Một cửa\",\"hours\":1}],"
          "\"source\":\"thử\",\"verified\":true}]}"),
        &r);
}

struct receipt_look {
    struct dossier_id id;
    struct receipt receipt;
};

static enum rc read_receipt(struct ctx *c, void *arg)
{
    struct receipt_look *l = arg;
    return dossier_receipt(c, l->id, &l->receipt);
}

static void the_only_case_is_kept(void **state)
{
    struct authority *a = *state;
    struct arena *mem = arena_new((size_t)8 << 20);
    assert_int_equal(
        as(a, (struct actor *)(uintptr_t)access_system(), "2026-11-19T14:00", import_one_case, mem),
        RC_OK);
    arena_free(mem);
    struct step s = {.filing = full_filing(a, "9.000001")};
    OK(a, &a->clerk, "2026-11-19T14:00", receive, &s);
    OK(a, &a->clerk, NULL, look, &s);
    assert_true(s.dossier.case_id.set);
    assert_str(s.dossier.case_name, "Trường hợp duy nhất");
    assert_str(instant_iso(a->e->c.mem, s.dossier.work.due_at), "2026-11-27T17:30:00+07:00");
    /* One filed before its case was kept: the only case still gives the time. */
    OK(a, &a->clerk, NULL, file, &s);
    assert_int_equal(
        engine_script(
            a->e,
            str_c(a->e->c.mem, str_fmt(a->e->c.mem, "UPDATE dossier SET case_id = NULL WHERE id = %lld",
                                       (long long)s.ref.id.v))),
        RC_OK);
    OK(a, &a->clerk, NULL, accept, &s);
}

/* A version without a rule closes intake; a dossier that has none all the same is refused. */
static void no_rule_is_refused(void **state)
{
    struct authority *a = *state;
    struct step s = {.filing = full_filing(a, "1.004873")};
    OK(a, &a->clerk, "2026-11-19T14:00", file, &s);
    assert_int_equal(engine_script(a->e, "UPDATE procedure_deadline SET rule = NULL"), RC_OK);
    REFUSED(a, &a->clerk, NULL, accept, &s, RC_INVALID, "catalog.closed.no_deadline");
}

/* ---- which division ---- */

struct divisions {
    int64_t agency, second;
    const char *takes;
};

static enum rc open_second(struct ctx *c, void *arg)
{
    struct divisions *d = arg;
    const date from = date_from_civil((struct civil){2018, 1, 1});
    enum rc rc = org_unit_open(c,
                               &(struct unit){.agency = d->agency,
                                              .code = S("H48.101.KT"),
                                              .name = S("Kinh tế"),
                                              .kind = UNIT_DIVISION,
                                              .from = from,
                                              .to = DATE_NONE},
                               &d->second);
    if (!rc && d->takes)
        rc = org_unit_take(c, d->second, str_of(d->takes), from);
    return rc;
}

static void the_division_that_lists_the_procedure_settles_it(void **state)
{
    struct authority *a = *state;
    struct divisions d = {.agency = a->commune, .takes = "1.004873"};
    struct step s = {.filing = full_filing(a, "1.004873")};
    assert_int_equal(
        as(a, (struct actor *)(uintptr_t)access_system(), "2026-11-19T14:00", open_second, &d), RC_OK);
    OK(a, &a->clerk, NULL, receive, &s);
    OK(a, &a->clerk, NULL, look, &s);
    assert_int_equal(s.dossier.work.unit_id.v, d.second);
    s.claim = true;
    REFUSED(a, &a->officer, NULL, claim, &s, RC_DENIED, "");
}

static void without_one_any_division_of_the_agency_takes_it_on(void **state)
{
    struct authority *a = *state;
    struct divisions d = {.agency = a->commune};
    struct step s = {.filing = full_filing(a, "1.004873"), .which = LIST_OPEN, .claim = true};
    struct actor other = a->officer, elsewhere = a->officer;
    assert_int_equal(
        as(a, (struct actor *)(uintptr_t)access_system(), "2026-11-19T14:00", open_second, &d), RC_OK);
    OK(a, &a->clerk, NULL, receive, &s);
    OK(a, &a->officer, NULL, worklist, &s);
    assert_int_equal(s.page.n, 1);
    OK(a, &a->leader, NULL, worklist, &s);
    assert_int_equal(s.page.n, 1);
    elsewhere.agency = a->other_commune;
    elsewhere.unit = a->other_one_stop;
    assert_int_equal(as(a, &elsewhere, NULL, step_claim, &s), RC_NOT_FOUND);
    other.unit = d.second;
    OK(a, &other, NULL, claim, &s);
    OK(a, &other, NULL, worklist, &s);
    assert_int_equal(s.page.n, 0);
    OK(a, &other, NULL, look, &s);
    assert_int_equal(s.dossier.work.unit_id.v, d.second);
    /* It is that division's now, also after it was sent back. */
    s.act = (struct act_in){.seen_version = s.ref.version, .action = S("submit")};
    REFUSED(a, &a->officer, NULL, act, &s, RC_DENIED, "casework.not_your_step");
    OK(a, &other, NULL, act, &s);
    s.act = (struct act_in){.seen_version = s.ref.version, .action = S("send_back"), .note = S("Sai")};
    OK(a, &a->leader, NULL, act, &s);
    OK(a, &other, NULL, look, &s);
    assert_int_equal(s.dossier.work.unit_id.v, d.second);
}

/* ---- who may file ---- */

static void staff_file_where_they_receive(void **state)
{
    struct authority *a = *state;
    struct step s = {.filing = full_filing(a, "1.004873")};
    REFUSED(a, &a->other_clerk, "2026-11-19T14:00", file, &s, RC_DENIED, "");
    REFUSED(a, &a->officer, NULL, file, &s, RC_DENIED, "");
    REFUSED(a, NULL, NULL, file, &s, RC_DENIED, "");
    REFUSED(a, &a->other_clerk, NULL, receive, &s, RC_DENIED, "");
    OK(a, &a->clerk, NULL, file, &s);
}

static void a_citizen_files_online_now_and_for_the_own_account(void **state)
{
    struct authority *a = *state;
    struct step s = {.filing = online_filing(a, "1.004873")};
    struct filing *f = &s.filing;
    OK(a, &a->citizen, "2026-11-19T14:00", file, &s);
    f->channel = CHANNEL_DIRECT;
    REFUSED(a, &a->citizen, NULL, file, &s, RC_INVALID, "dossier.staff_only");
    *f = online_filing(a, "1.004873");
    f->origin = ORIGIN_NATIONAL_PORTAL;
    REFUSED(a, &a->citizen, NULL, file, &s, RC_INVALID, "dossier.staff_only");
    *f = online_filing(a, "1.004873");
    f->outside_id = S("DVC-1");
    REFUSED(a, &a->citizen, NULL, file, &s, RC_INVALID, "dossier.staff_only");
    *f = online_filing(a, "1.004873");
    f->competent_agency_id = a->province;
    REFUSED(a, &a->citizen, NULL, file, &s, RC_INVALID, "dossier.staff_only");
    *f = online_filing(a, "1.004873");
    f->filed_at = (instant){a->e->c.now.us - 2 * DAY_US};
    REFUSED(a, &a->citizen, NULL, file, &s, RC_INVALID, "dossier.staff_only");
    *f = online_filing(a, "1.004873");
    f->receiving_agency_id = 0;
    REFUSED(a, &a->citizen, NULL, file, &s, RC_INVALID, "dossier.receiving_unknown");
    *f = online_filing(a, "1.004873");
    REFUSED(a, &a->citizen, NULL, receive, &s, RC_INVALID, "dossier.staff_only");
    /* Somebody else's matter as one's own, and somebody else as the filer. */
    REFUSED(a, &a->stranger, NULL, file, &s, RC_INVALID, "dossier.not_you");
    f->authority = S("parent");
    f->filer = f->owner;
    REFUSED(a, &a->stranger, NULL, file, &s, RC_INVALID, "dossier.not_you");
}

/* ---- the register of persons ---- */

/* The stranger files for the citizen, whose number they know. */
static struct filing strangers_filing(struct authority *a)
{
    struct filing f = online_filing(a, "1.004873");
    f.authority = S("authorised");
    f.authority_note = S("Giấy ủy quyền số 1 ngày 18/11/2026");
    f.filer = (struct person){.id = a->stranger.person, .birth = DATE_NONE};
    f.owner.phone = S("0987654321");
    f.owner.address = S("Số 9, đường Kẻ Lạ");
    return f;
}

static void a_citizen_changes_nobody_elses_record(void **state)
{
    struct authority *a = *state;
    struct step s = {.filing = strangers_filing(a)};
    OK(a, &a->stranger, "2026-11-19T14:00", file, &s);
    OK(a, &a->clerk, NULL, person, &s);
    assert_int_equal(s.person.phone.n, 0);
    assert_int_equal(s.person.address.n, 0);
    /* What the clerk is told by the same words is kept. */
    s.filing = full_filing(a, "1.004873");
    OK(a, &a->clerk, NULL, file, &s);
    OK(a, &a->clerk, NULL, person, &s);
    assert_str(s.person.phone, "+84912345218");
}

static void a_citizen_learns_nothing_of_anybody_else(void **state)
{
    struct authority *a = *state;
    struct step s = {.filing = strangers_filing(a)};
    struct receipt_look look = {0};
    s.filing.owner.name = S("Ai Đó");
    REFUSED(a, &a->stranger, "2026-11-19T14:00", file, &s, RC_INVALID, "dossier.person_differs");
    /* A record chosen by its id shows its name: only staff choose so. */
    s.filing = strangers_filing(a);
    s.filing.owner.id = a->citizen.person;
    REFUSED(a, &a->stranger, NULL, file, &s, RC_INVALID, "dossier.person_differs");
    /* The owner's contact is on the owner's receipt, not on the filer's. */
    s.filing = full_filing(a, "1.004873");
    OK(a, &a->clerk, NULL, file, &s);
    s.filing = strangers_filing(a);
    OK(a, &a->stranger, NULL, file, &s);
    OK(a, &a->clerk, NULL, accept, &s);
    look.id = s.ref.id;
    assert_int_equal(as(a, &a->citizen, NULL, read_receipt, &look), RC_OK);
    assert_str(look.receipt.owner.phone, "+84912345218");
    assert_int_equal(as(a, &a->stranger, NULL, read_receipt, &look), RC_OK);
    assert_int_equal(look.receipt.owner.phone.n, 0);
    assert_str(look.receipt.owner.name, "Lê Minh Họa");
}

static void what_is_told_otherwise_is_noted(void **state)
{
    struct authority *a = *state;
    struct step s = {.filing = full_filing(a, "1.004873")};
    OK(a, &a->clerk, "2026-11-19T14:00", file, &s);
    OK(a, &a->clerk, NULL, told, &s);
    assert_int_equal(s.told_n, 0);
    s.filing = full_filing(a, "1.004873");
    s.filing.owner.name = S("Lê Minh Hoạt");
    s.filing.owner.phone = S("0987654321");
    OK(a, &a->clerk, NULL, file, &s);
    OK(a, &a->clerk, NULL, told, &s);
    assert_int_equal(s.told_n, 2);
    assert_str(s.told[0].who, "owner");
    assert_str(s.told[0].part, "name");
    assert_str(s.told[0].told, "Lê Minh Hoạt");
    assert_str(s.told[1].part, "phone");
    assert_str(s.told[1].told, "+84987654321");
    OK(a, &a->clerk, NULL, person, &s);
    assert_str(s.person.name, "Lê Minh Họa");
    assert_str(s.person.phone, "+84912345218");
    /* Chosen from the register: what was told beside it is noted too. */
    s.filing = full_filing(a, "1.004873");
    s.filing.owner = (struct person){.id = a->citizen.person,
                                     .email = S("hoa@thu.vn"),
                                     .phone = S("0987654321"),
                                     .birth = DATE_NONE};
    OK(a, &a->clerk, NULL, file, &s);
    OK(a, &a->clerk, NULL, told, &s);
    assert_int_equal(s.told_n, 1);
    assert_str(s.told[0].part, "phone");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        AUTHORITY_TEST(the_only_case_is_kept),
        AUTHORITY_TEST(no_rule_is_refused),
        AUTHORITY_TEST(the_division_that_lists_the_procedure_settles_it),
        AUTHORITY_TEST(without_one_any_division_of_the_agency_takes_it_on),
        AUTHORITY_TEST(staff_file_where_they_receive),
        AUTHORITY_TEST(a_citizen_files_online_now_and_for_the_own_account),
        AUTHORITY_TEST(a_citizen_changes_nobody_elses_record),
        AUTHORITY_TEST(a_citizen_learns_nothing_of_anybody_else),
        AUTHORITY_TEST(what_is_told_otherwise_is_noted),
    };
    return cmocka_run_group_tests_name("filing rules", tests, NULL, NULL);
}
