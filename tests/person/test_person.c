/* test_person.c - checks, find-or-create, changes, duplicates, search; each refusal. */
#include "db/lib_engine.h"
#include "org/lib_house.h"

#include "person/person.h"

static struct person lan(void)
{
    return (struct person){.name = S("Nguyễn Thị Lan"),
                           .number = S("051196000017"),
                           .birth = DAY(1996, 3, 8),
                           .sex = SEX_FEMALE,
                           .phone = S("0912 345 678"),
                           .email = S("lan@vidu.vn"),
                           .address = S("Thôn 3, xã Trà Bồng")};
}

static struct person company(void)
{
    return (struct person){.kind = PERSON_BUSINESS,
                           .name = S("Công ty TNHH Thử Nghiệm"),
                           .tax_code = S("0100109106"),
                           .birth = DATE_NONE};
}

struct finding {
    struct person in, out;
    unsigned differs;
};
static enum rc find_or_create(struct ctx *c, void *arg)
{
    struct finding *f = arg;
    return person_find_or_create(c, &f->in, &f->out, &f->differs);
}

static void test_person__is_found_by_number(void **state)
{
    struct engine *e = *state;
    struct finding f = {.in = lan()}, again = {.in = lan()};
    assert_int_equal(engine_write(e, find_or_create, &f), RC_OK);
    assert_false(f.differs);
    assert_str(f.out.phone, "+84912345678");
    assert_int_equal(f.out.pub.n, 26);
    assert_int_equal(engine_write(e, find_or_create, &again), RC_OK);
    assert_true(again.out.id == f.out.id && !again.differs);
    again.in.name = S("NGUYỄN THỊ LAN"); /* the same name in other letters */
    again.in.phone = STR_NONE;           /* not given is not another */
    assert_int_equal(engine_write(e, find_or_create, &again), RC_OK);
    assert_false(again.differs);
    again.in.birth = DAY(1997, 3, 8);
    assert_int_equal(engine_write(e, find_or_create, &again), RC_OK);
    assert_true(again.out.id == f.out.id && again.differs);
    assert_true(again.out.birth.day == DAY(1996, 3, 8).day); /* what is stored stays */
}

static void test_person__business_is_found_by_tax_code(void **state)
{
    struct engine *e = *state;
    struct finding f = {.in = company()}, again = {.in = company()};
    assert_int_equal(engine_write(e, find_or_create, &f), RC_OK);
    assert_int_equal(engine_write(e, find_or_create, &again), RC_OK);
    assert_true(f.out.id == again.out.id && again.out.kind == PERSON_BUSINESS);
    again.in.tax_code = S("0100109106-001");
    assert_int_equal(engine_write(e, find_or_create, &again), RC_OK);
    assert_true(f.out.id != again.out.id);
}

static void test_person__without_number_is_a_new_one(void **state)
{
    struct engine *e = *state;
    struct finding f = {.in = lan()}, again = {.in = lan()};
    f.in.number = again.in.number = STR_NONE;
    assert_int_equal(engine_write(e, find_or_create, &f), RC_OK);
    assert_int_equal(engine_write(e, find_or_create, &again), RC_OK);
    assert_true(f.out.id != again.out.id);
}

static void test_person__check_refuses_at_the_field(void **state)
{
    static const struct {
        struct person p;
        const char *field, *key;
    } bad[] = {
        {{.name = S_INIT(" ")}, "name", "person.name_missing"},
        {{.name = S_INIT("x\xff")}, "name", "person.text"},
        {{.number = S_INIT("05119600001")}, "number", "person.number"},
        {{.number = S_INIT("05119600001a")}, "number", "person.number"},
        {{.old_number = S_INIT("12345678")}, "old_number", "person.old_number"},
        {{.tax_code = S_INIT("0100109107")}, "tax_code", "person.tax_code"},
        {{.phone = S_INIT("0112 345")}, "phone", "person.phone"},
        {{.email = S_INIT("lan@vidu")}, "email", "person.email"},
        {{.email = S_INIT("lan vidu@x.vn")}, "email", "person.email"},
        {{.birth = {30000}}, "birth", "person.birth"},
        {{.birth = {-40000}}, "birth", "person.birth"},
        {{.kind = PERSON_BUSINESS}, "tax_code", "person.tax_code_missing"},
    };
    struct engine *e = *state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct finding f = {.in = lan()};
        const struct person *b = &bad[i].p;
        f.in.kind = b->kind;
        if (b->kind)
            f.in.number = STR_NONE;
        f.in.name = b->name.p ? b->name : f.in.name;
        f.in.number = b->number.p ? b->number : f.in.number;
        f.in.old_number = b->old_number;
        f.in.tax_code = b->tax_code;
        f.in.phone = b->phone.p ? b->phone : f.in.phone;
        f.in.email = b->email.p ? b->email : f.in.email;
        f.in.birth = b->birth.day ? b->birth : f.in.birth;
        assert_int_equal(engine_write(e, find_or_create, &f), RC_INVALID);
        assert_string_equal(house_fault(e), bad[i].key);
        assert_str(e->c.faults->field, bad[i].field);
    }
}

static enum rc update(struct ctx *c, void *arg)
{
    return person_update(c, arg, S("đính chính theo giấy khai sinh"));
}
static enum rc reload(struct ctx *c, void *arg)
{
    struct person *p = arg;
    return person_by_pub(c, p->pub, p);
}

static void test_person__changes_with_revision(void **state)
{
    struct engine *e = *state;
    struct finding f = {.in = lan()}, other = {.in = lan()};
    other.in.number = S("062096000018");
    other.in.sex = SEX_MALE;
    assert_int_equal(engine_write(e, find_or_create, &f), RC_OK);
    assert_int_equal(engine_write(e, find_or_create, &other), RC_OK);
    struct person p = f.out;
    p.name = S("Nguyễn Thị Lân");
    assert_int_equal(engine_write(e, update, &p), RC_OK);
    assert_int_equal(engine_write(e, update, &p), RC_CONFLICT); /* the old revision */
    assert_string_equal(house_fault(e), "person.changed_meanwhile");
    assert_int_equal(engine_read(e, reload, &p), RC_OK);
    assert_str(p.name, "Nguyễn Thị Lân");
    assert_int_equal(p.revision, 2);
    p.number = S("062096000018");
    assert_int_equal(engine_write(e, update, &p), RC_CONFLICT);
    assert_string_equal(house_fault(e), "person.number_taken");
    p.id = 999999;
    assert_int_equal(engine_write(e, update, &p), RC_NOT_FOUND);
}

static enum rc events(struct ctx *c, void *arg)
{
    const struct person *p = arg;
    struct event_rows rows;
    struct event_privates parts;
    assert_int_equal(record_list_object(c, S("person"), p->id, 0, 10, &rows), RC_OK);
    assert_int_equal(rows.n, 1);
    assert_true(str_find(rows.v[0].payload, S("Lan")) < 0 &&
                str_find(rows.v[0].payload, S("0511")) < 0);
    assert_int_equal(record_list_private(c, S("person"), p->id, &parts), RC_OK);
    assert_true(parts.n == 1 && parts.v[0].event == rows.v[0].id);
    assert_true(str_has(parts.v[0].json, S("\"number\":\"051196000017\"")));
    return RC_OK;
}

static void test_person__event_keeps_personal_data_apart(void **state)
{
    struct engine *e = *state;
    struct finding f = {.in = lan()};
    assert_int_equal(engine_write(e, find_or_create, &f), RC_OK);
    assert_int_equal(engine_read(e, events, &f.out), RC_OK);
}

struct search {
    str what;
    struct persons list;
};
static enum rc search(struct ctx *c, void *arg)
{
    struct search *s = arg;
    return person_search(c, s->what, 10, &s->list);
}
static enum rc duplicates(struct ctx *c, void *arg)
{
    struct finding *f = arg;
    struct persons list;
    assert_int_equal(person_duplicates(c, &f->out, &list), RC_OK);
    assert_int_equal(list.n, 3); /* old number; phone; name and birth */
    f->in.name = S("Không Trùng");
    f->in.number = f->in.old_number = f->in.phone = STR_NONE;
    f->in.id = 0;
    assert_int_equal(person_duplicates(c, &f->in, &list), RC_OK);
    assert_int_equal(list.n, 0);
    return RC_OK;
}

static void test_person__duplicates_and_search(void **state)
{
    struct engine *e = *state;
    struct finding f = {.in = lan()}, g = {.in = lan()};
    f.in.old_number = S("212345678");
    assert_int_equal(engine_write(e, find_or_create, &f), RC_OK);
    g.in =
        (struct person){.name = S("Trần Văn Đông"), .old_number = S("212345678"), .birth = DATE_NONE};
    assert_int_equal(engine_write(e, find_or_create, &g), RC_OK);
    g.in = (struct person){.name = S("Lê Văn Bình"), .phone = S("+84912345678"), .birth = DATE_NONE};
    assert_int_equal(engine_write(e, find_or_create, &g), RC_OK);
    g.in = (struct person){.name = S("Nguyên Thi Lan"), .birth = DAY(1996, 3, 8)};
    assert_int_equal(engine_write(e, find_or_create, &g), RC_OK);
    assert_int_equal(engine_read(e, duplicates, &f), RC_OK);
    static const struct {
        str what;
        ptrdiff_t n;
    } cases[] = {
        {S_INIT("051196000017"), 1}, {S_INIT("nguyen thi"), 2}, {S_INIT("Trần văn đ"), 1},
        {S_INIT("0912345678"), 2},   {S_INIT("212345678"), 2},  {S_INIT("lan"), 0},
        {S_INIT("  "), 0},           {S_INIT("%"), 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct search s = {.what = cases[i].what};
        assert_int_equal(engine_read(e, search, &s), RC_OK);
        if (s.list.n != cases[i].n)
            fail_msg("%.*s: %d", STR_ARG(s.what), (int)s.list.n);
    }
}

static void test_person__doubts_do_not_stop(void **state)
{
    struct engine *e = *state;
    struct finding f = {.in = lan()};
    f.in.sex = SEX_MALE;
    f.in.birth = DAY(1990, 1, 1);
    assert_true(person_doubts(&f.in) & IDENT_SEX);
    assert_true(person_doubts(&f.in) & IDENT_BIRTH);
    assert_int_equal(engine_write(e, find_or_create, &f), RC_OK);
}

/* ---- seen in full ---- */

struct viewing {
    int64_t person;
    struct person_viewing in;
    struct person out;
    struct person_viewed *v;
    ptrdiff_t n;
    struct event_rows events;
    struct event_privates parts;
};
static enum rc view(struct ctx *c, void *arg)
{
    struct viewing *w = arg;
    return person_view(c, w->person, &w->in, &w->out);
}
static enum rc views(struct ctx *c, void *arg)
{
    struct viewing *w = arg;
    enum rc rc = person_views(c, w->person, S("dossier-a"), &w->v, &w->n);
    if (!rc)
        rc = record_list_object(c, S("person"), w->person, 0, 100, &w->events);
    if (!rc)
        rc = record_list_private(c, S("person"), w->person, &w->parts);
    return rc;
}

static void test_person__is_seen_in_full_for_a_purpose(void **state)
{
    struct engine *e = *state;
    struct finding f = {.in = lan()};
    assert_int_equal(engine_write(e, find_or_create, &f), RC_OK);
    struct viewing w = {.person = f.out.id, .in = {S("identity"), STR_NONE, S("dossier-a"), STR_NONE}};
    assert_int_equal(engine_write(e, view, &w), RC_OK);
    assert_str(w.out.number, "051196000017");
    w.in = (struct person_viewing){S("other"), S("đối chiếu sổ gốc"), S("dossier-a"), STR_NONE};
    assert_int_equal(engine_write(e, view, &w), RC_OK);
    w.in = (struct person_viewing){S("examine"), STR_NONE, S("dossier-b"), S("form")};
    assert_int_equal(engine_write(e, view, &w), RC_OK);
    assert_int_equal(engine_read(e, views, &w), RC_OK);
    assert_int_equal(w.n, 2); /* the newest first, those of another dossier apart */
    assert_str(w.v[0].purpose, "other");
    assert_str(w.v[0].note, "đối chiếu sổ gốc");
    assert_str(w.v[1].purpose, "identity");
    assert_int_equal(w.events.n, 4);
    for (ptrdiff_t i = 1; i < 4; i++) {
        assert_str(w.events.v[i].kind, "person.viewed");
        assert_true(str_find(w.events.v[i].payload, S("051196000017")) < 0);
        assert_true(str_find(w.events.v[i].payload, S("Lan")) < 0);
        assert_true(str_find(w.events.v[i].payload, S("sổ gốc")) < 0);
    }
    assert_str(w.events.v[3].payload, "{\"about\":\"dossier-b\",\"part\":\"form\"}");
}

static void test_person__is_not_seen_without_one(void **state)
{
    struct engine *e = *state;
    struct finding f = {.in = lan()};
    assert_int_equal(engine_write(e, find_or_create, &f), RC_OK);
    struct viewing w = {.person = f.out.id};
    static const str wrong[] = {S_INIT(""), S_INIT("curiosity"), S_INIT("identity|examine"),
                                S_INIT("other")};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        w.in = (struct person_viewing){wrong[i], S("  "), S("dossier-a"), STR_NONE};
        assert_int_equal(engine_write(e, view, &w), RC_INVALID);
    }
    w.person = 999999;
    w.in.purpose = S("identity");
    assert_int_equal(engine_write(e, view, &w), RC_NOT_FOUND);
    w.person = f.out.id;
    assert_int_equal(engine_read(e, views, &w), RC_OK);
    assert_int_equal(w.n, 0);
    assert_int_equal(w.events.n, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        HOUSE_TEST(test_person__is_found_by_number),
        HOUSE_TEST(test_person__business_is_found_by_tax_code),
        HOUSE_TEST(test_person__without_number_is_a_new_one),
        HOUSE_TEST(test_person__check_refuses_at_the_field),
        HOUSE_TEST(test_person__changes_with_revision),
        HOUSE_TEST(test_person__event_keeps_personal_data_apart),
        HOUSE_TEST(test_person__duplicates_and_search),
        HOUSE_TEST(test_person__doubts_do_not_stop),
        HOUSE_TEST(test_person__is_seen_in_full_for_a_purpose),
        HOUSE_TEST(test_person__is_not_seen_without_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
