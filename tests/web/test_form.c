/* test_form.c - what each kind of field takes and refuses, from pages and from JSON. */
#include "lib_test.h"

#include "web/form.h"
#include "web/form_read.h"
#include "web/internal.h"

struct all_in {
    str text, lines, choice, person, tax, phone, email, code, pub, password;
    int64_t number, money;
    date day, past, future;
    instant at;
    bool tick, must;
    struct form_rows paper, names;
};
#define AT(x) .at = offsetof(struct all_in, x)
static const struct field fields[] = {{"text", F_TEXT, .min = 2, .max = 10, AT(text)},
                                      {"lines", F_LINES, .max = 40, AT(lines)},
                                      {"number", F_INT, .min = 1, .max = 99, AT(number)},
                                      {"money", F_MONEY, AT(money)},
                                      {"birth_day", F_DATE, AT(day)},
                                      {"past", F_DATE, .max = 1, AT(past)},
                                      {"future", F_DATE, .min = 1, AT(future)},
                                      {"at", F_TIME, AT(at)},
                                      {"tick", F_BOOL, AT(tick)},
                                      {"must", F_BOOL, AT(must)},
                                      {"choice", F_CHOICE, .choices = "one|two", AT(choice)},
                                      {"person", F_NATIONAL_ID, AT(person)},
                                      {"tax", F_TAX_CODE, AT(tax)},
                                      {"phone", F_PHONE, AT(phone)},
                                      {"email", F_EMAIL, AT(email)},
                                      {"code", F_CODE, AT(code)},
                                      {"pub", F_PUBID, AT(pub)},
                                      {"password", F_PASSWORD, AT(password)},
                                      {"paper_*", F_INT, .min = 0, .max = 9, .max_rows = 3, AT(paper)},
                                      {"names", F_TEXT, .many = true, .max_rows = 3, AT(names)},
                                      {0}};
static const struct form form = {"web.", fields, sizeof(struct all_in), NULL};

static const struct all_in *good(struct ctx *c, const char *body)
{
    const void *in = NULL;
    struct form_values v = {0};
    c->faults = NULL;
    enum rc rc = form_parse_urlencoded(c, &form, str_of(body), &v, &in);
    if (rc != RC_OK)
        fail_msg("%s: refused with %s", body, c->faults ? c->faults->key : "nothing");
    return in;
}

static void bad(struct ctx *c, const char *body, const char *field, const char *key)
{
    const void *in = NULL;
    struct form_values v = {0};
    c->faults = NULL;
    if (form_parse_urlencoded(c, &form, str_of(body), &v, &in) != RC_INVALID || !c->faults)
        fail_msg("%s: not refused", body);
    if (strcmp(c->faults->key, key) != 0 || (field && !str_eq(c->faults->field, str_of(field))))
        fail_msg("%s: refused with %s at %.*s", body, c->faults->key, STR_ARG(c->faults->field));
    assert_null(in);
}

static void test_form__absent_values_say_so(void **state)
{
    const struct all_in *in =
        good(*state, "text=&tick=&number=+&birth_day_day=&birth_day_month=&birth_day_year=");
    assert_null(in->text.p);
    assert_true(in->number == FORM_NO_INT && in->money == FORM_NO_INT);
    assert_true(date_is_none(in->day) && instant_is_none(in->at));
    assert_false(in->tick);
    assert_int_equal(in->paper.n, 0);
}

static void test_form__text_is_cleaned_once(void **state)
{
    /* NFD and bidi override and zero width space and tabs */
    const struct all_in *in =
        good(*state, "text=%09 Ha%CC%80%E2%80%AE %E2%80%8B &lines=+a%0D%0Ab%0Dc+");
    assert_str(in->text, "H\xc3\xa0");
    assert_str(in->lines, "a\nb\nc");
    bad(*state, "text=x", "text", "web.form.too_short");
    bad(*state, "text=Nguy%E1%BB%85n+V%C4%83n+An", "text", "web.form.too_long");
    assert_str(good(*state, "text=Nguy%E1%BB%85n+V%C4%83")->text, "Nguyễn Vă");
}

static void test_form__numbers_and_money(void **state)
{
    assert_int_equal(good(*state, "number=42")->number, 42);
    bad(*state, "number=0", "number", "web.form.out_of_range");
    bad(*state, "number=100", "number", "web.form.out_of_range");
    bad(*state, "number=4x", "number", "web.form.int");
    bad(*state, "number=99999999999999999999", "number", "web.form.int");
    assert_int_equal(good(*state, "money=15.000+%C4%91")->money, 15000);
    assert_int_equal(good(*state, "money=0")->money, 0);
    bad(*state, "money=1.50", "money", "web.form.money");
    bad(*state, "money=-5", "money", "web.form.money");
}

static void test_form__dates_in_three_inputs_or_iso(void **state)
{
    struct ctx *c = *state;
    str want = date_iso(c->mem, good(c, "birth_day_day=5&birth_day_month=2&birth_day_year=1990")->day);
    assert_str(want, "1990-02-05");
    assert_str(date_iso(c->mem, good(c, "birth_day=1990-02-05")->day), "1990-02-05");
    bad(c, "birth_day_day=30&birth_day_month=2&birth_day_year=1990", "birth_day", "web.form.date");
    bad(c, "birth_day_day=5&birth_day_month=&birth_day_year=1990", "birth_day", "web.form.date_part");
    bad(c, "birth_day_day=x&birth_day_month=2&birth_day_year=1990", "birth_day", "web.form.date");
    bad(c, "birth_day_day=5&birth_day_month=2&birth_day_year=90", "birth_day", "web.form.date");
    bad(c, "birth_day=1990-2-5", "birth_day", "web.form.date");
    assert_false(date_is_none(good(c, "past=2026-11-19")->past));
    bad(c, "past=2026-11-20", "past", "web.form.date_past");
    assert_false(date_is_none(good(c, "future=2026-11-19")->future));
    bad(c, "future=2026-11-18", "future", "web.form.date_future");
    assert_false(instant_is_none(good(c, "at=2026-11-19T14:00")->at));
    bad(c, "at=2026-11-19+14:00", "at", "web.form.time");
}

static void test_form__codes_of_people_and_things(void **state)
{
    assert_str(good(*state, "person=051+196+000+017")->person, "051196000017");
    assert_str(good(*state, "person=212345678")->person, "212345678");
    bad(*state, "person=05119600001", "person", "web.form.national_id");
    bad(*state, "person=05119600001a", "person", "web.form.national_id_letters");
    assert_str(good(*state, "phone=0912+345+678")->phone, "+84912345678");
    bad(*state, "phone=12345", "phone", "web.form.phone");
    assert_str(good(*state, "email=An.Nguyen@Vidu.VN")->email, "An.Nguyen@vidu.vn");
    bad(*state, "email=an@vidu", "email", "web.form.email");
    bad(*state, "email=an@@vidu.vn", "email", "web.form.email");
    bad(*state, "email=a+b@vidu.vn", "email", "web.form.email");
    assert_str(good(*state, "code=12/Q%C4%90-UBND")->code, "12/QĐ-UBND");
    bad(*state, "code=a;b", "code", "web.form.code");
    bad(*state, "tax=0123456789", "tax", "web.form.tax_code");
    assert_str(good(*state, "pub=01jd3x5y7z9abcdefghjkmnpqr")->pub, "01jd3x5y7z9abcdefghjkmnpqr");
    bad(*state, "pub=01jd3x5y7z9abcdefghjkmnpqi", "pub", "web.form.pubid");
    assert_str(good(*state, "choice=two")->choice, "two");
    bad(*state, "choice=three", "choice", "web.form.choice");
    assert_true(good(*state, "tick=1")->tick);
    assert_false(good(*state, "tick=0")->tick);
    bad(*state, "tick=maybe", "tick", "web.form.bool");
}

static void test_form__password_keeps_its_spaces_and_is_not_redrawn(void **state)
{
    struct ctx *c = *state;
    const void *in = NULL;
    struct form_values v = {0};
    assert_int_equal(form_parse_urlencoded(c, &form, S("password=+a+b+&text=abc"), &v, &in), RC_OK);
    assert_str(((const struct all_in *)in)->password, " a b ");
    assert_null(form_value(&v, S("password")).p);
    assert_str(form_value(&v, S("text")), "abc");
}

static void test_form__keyed_and_repeated_rows(void **state)
{
    const struct all_in *in = good(*state, "paper_7=1&paper_b.2=3&names=An&names=B%C3%ACnh&names=");
    assert_int_equal(in->paper.n, 2);
    assert_str(in->paper.v[1].key, "b.2");
    assert_int_equal(in->paper.v[1].number, 3);
    assert_int_equal(in->names.n, 2);
    assert_str(in->names.v[1].text, "Bình");
    bad(*state, "paper_7=10", "paper_7", "web.form.out_of_range");
    bad(*state, "names=a&names=b&names=c&names=d", "names", "web.form.too_many_rows");
    bad(*state, "paper_a/b=1", NULL, "web.form.unknown");
    bad(*state, "paper_=1", NULL, "web.form.unknown");
}

static void malformed(struct ctx *c, const char *body, const char *key)
{
    bad(c, body, NULL, key);
    assert_true(form_malformed(c));
}

static void test_form__malformed_is_told_apart(void **state)
{
    malformed(*state, "admin=1", "web.form.unknown");
    malformed(*state, "text_=ab", "web.form.unknown");
    malformed(*state, "text_day=1", "web.form.unknown");
    malformed(*state, "text=ab&text=cd", "web.form.twice");
    malformed(*state, "birth_day_day=1&birth_day_day=2", "web.form.twice");
    malformed(*state, "text=%FF", "web.form.damaged");
    malformed(*state, "text=%", "web.form.damaged");
    malformed(*state, "text=a%00b", "web.form.damaged");
    bad(*state, "number=x", "number", "web.form.int");
    assert_false(form_malformed(*state));
}

static void test_form__all_faults_in_the_order_of_fields(void **state)
{
    struct ctx *c = *state;
    static const struct field need[] = {{"text", F_TEXT, .required = true, AT(text)},
                                        {"birth_day", F_DATE, .required = true, AT(day)},
                                        {"must", F_BOOL, .required = true, AT(must)},
                                        {"paper_*", F_TEXT, .required = true, AT(paper)},
                                        {0}};
    static const struct form strict = {"web.", need, sizeof(struct all_in), NULL};
    static const char *const want[] = {"text", "birth_day", "must", "paper"};
    const void *in = NULL;
    struct form_values v = {0};
    assert_int_equal(form_parse_urlencoded(c, &strict, S("must=0&birth_day="), &v, &in), RC_INVALID);
    const struct fault *x = c->faults;
    for (size_t i = 0; i < 4; i++, x = x->next) {
        assert_non_null(x);
        assert_str(x->field, want[i]);
    }
    assert_null(x);
}

static const struct all_in *good_json(struct ctx *c, const char *body)
{
    const void *in = NULL;
    c->faults = NULL;
    if (form_parse_json(c, &form, str_of(body), &in) != RC_OK)
        fail_msg("%s: refused with %s", body, c->faults ? c->faults->key : "nothing");
    return in;
}
static void bad_json(struct ctx *c, const char *body, const char *pointer, const char *key)
{
    const void *in = NULL;
    c->faults = NULL;
    if (form_parse_json(c, &form, str_of(body), &in) != RC_INVALID || !c->faults)
        fail_msg("%s: not refused", body);
    str got = web__json_pointer(c->mem, &form, c->faults->field);
    if (strcmp(c->faults->key, key) != 0 || !str_eq(got, str_of(pointer)))
        fail_msg("%s: refused with %s at %.*s", body, c->faults->key, STR_ARG(got));
}

static void test_form__json_is_strict(void **state)
{
    const struct all_in *in =
        good_json(*state, "{\"text\":\"abc\",\"number\":4,\"birthDay\":\"1990-02-05\",\"tick\":true,"
                          "\"paper\":{\"7\":1},\"names\":[\"An\"],\"money\":null}");
    assert_int_equal(in->number, 4);
    assert_true(in->tick);
    assert_str(in->paper.v[0].key, "7");
    assert_true(in->money == FORM_NO_INT);
    bad_json(*state, "{\"number\":\"4\"}", "/number", "web.form.type");
    bad_json(*state, "{\"text\":4}", "/text", "web.form.type");
    bad_json(*state, "{\"tick\":\"true\"}", "/tick", "web.form.type");
    bad_json(*state, "{\"money\":-1}", "/money", "web.form.type");
    bad_json(*state, "{\"birthDay\":\"x\"}", "/birthDay", "web.form.date");
    bad_json(*state, "{\"paper\":{\"7\":99}}", "/paper/7", "web.form.out_of_range");
    bad_json(*state, "{\"paper\":[1]}", "/paper", "web.form.type");
    bad_json(*state,
             "{\"names\":[\"ok\",\"aaaaaaaaaa aaaaaaaaaa aaaaaaaaaa aaaaaaaaaa aaaaaaaaaa aaaaaaaaaa "
             "aaaaaaaaaa "
             "aaaaaaaaaa aaaaaaaaaa aaaaaaaaaa aaaaaaaaaa aaaaaaaaaa aaaaaaaaaa aaaaaaaaaa aaaaaaaaaa "
             "aaaaaaaaaa "
             "aaaaaaaaaa aaaaaaaaaa aaaaaaaaaa aaaaaaaaaa\"]}",
             "/names/1", "web.form.too_long");
    bad_json(*state, "{\"birth_day\":\"1990-02-05\"}", "", "web.form.unknown");
    bad_json(*state, "{\"_token\":\"x\"}", "", "web.form.unknown");
    bad_json(*state, "[]", "", "web.form.damaged");
    bad_json(*state, "{\"text\":\"abc\"", "", "web.form.damaged");
    bad_json(*state, "{\"text\":\"abc\",\"text\":\"abd\"}", "", "web.form.damaged");
}

struct person_part {
    str account;
    int64_t pages;
};
struct nested_in {
    const struct person_part *owner;
    struct form_rows papers;
};
static const struct field part_fields[] = {
    {"account", F_TEXT, .required = true, .max = 5, .at = offsetof(struct person_part, account)},
    {"pages", F_INT, .min = 1, .max = 9, .at = offsetof(struct person_part, pages)},
    {0}};
static const struct form part_form = {"web.", part_fields, sizeof(struct person_part), NULL};
static const struct field nested_fields[] = {
    {"menu", F_OBJECT, .required = true, .of = &part_form, .at = offsetof(struct nested_in, owner)},
    {"pages", F_OBJECT, .many = true, .max_rows = 2, .of = &part_form,
     .at = offsetof(struct nested_in, papers)},
    {0}};
static const struct form nested_form = {"web.", nested_fields, sizeof(struct nested_in), NULL};

static void bad_nested(struct ctx *c, const char *body, const char *pointer, const char *key)
{
    const void *in = NULL;
    c->faults = NULL;
    if (form_parse_json(c, &nested_form, str_of(body), &in) != RC_INVALID || !c->faults)
        fail_msg("%s: not refused", body);
    str got = web__json_pointer(c->mem, &nested_form, c->faults->field);
    if (strcmp(c->faults->key, key) != 0 || !str_eq(got, str_of(pointer)))
        fail_msg("%s: refused with %s at %.*s", body, c->faults->key, STR_ARG(got));
}

static void test_form__objects_nest_and_point(void **state)
{
    struct ctx *c = *state;
    const void *parsed = NULL;
    assert_int_equal(form_parse_json(c, &nested_form,
                                     S("{\"menu\":{\"account\":\"An\"},\"pages\":[{\"account\":\"B\"},"
                                       "{\"account\":\"C\",\"pages\":2}]}"),
                                     &parsed),
                     RC_OK);
    const struct nested_in *in = parsed;
    assert_str(in->owner->account, "An");
    assert_int_equal(in->papers.n, 2);
    assert_int_equal(((const struct person_part *)in->papers.v[1].part)->pages, 2);
    assert_true(((const struct person_part *)in->papers.v[0].part)->pages == FORM_NO_INT);
    bad_nested(c, "{}", "/menu", "web.form.required");
    bad_nested(c, "{\"menu\":[]}", "/menu", "web.form.type");
    bad_nested(c, "{\"menu\":{}}", "/menu/account", "web.form.required");
    bad_nested(c, "{\"menu\":{\"account\":\"abcdef\"}}", "/menu/account", "web.form.too_long");
    bad_nested(c, "{\"menu\":{\"account\":\"A\",\"x\":1}}", "/menu", "web.form.unknown");
    assert_true(form_malformed(c));
    bad_nested(c, "{\"menu\":{\"account\":\"A\"},\"pages\":[{\"account\":\"A\"},7]}", "/pages/1",
               "web.form.type");
    bad_nested(c, "{\"menu\":{\"account\":\"A\"},\"pages\":[{\"account\":\"A\",\"pages\":10}]}",
               "/pages/0/pages", "web.form.out_of_range");
    bad_nested(c,
               "{\"menu\":{\"account\":\"A\"},\"pages\":[{\"account\":\"A\"},{\"account\":\"A\"},"
               "{\"account\":\"A\"}]}",
               "/pages", "web.form.too_many_rows");
    /* A rule speaks of menu_account; the client sent an object. */
    assert_str(web__json_pointer(c->mem, &nested_form, S("menu_account")), "/menu/account");
    const struct fault x = {RC_INVALID, S("/menu/account"), "web.form.required", {{0}}, NULL};
    assert_true(str_has(web__fault_text(c->mem, LANG_EN, &nested_form, &x), S("y account")));
}

static void test_form__own_mistakes_stop_the_boot(void **state)
{
    (void)state;
    static const struct field right[] = {
        {"menu", F_TEXT, AT(text)}, {"pages_*", F_TEXT, AT(paper)}, {0}};
    static const struct field twice[] = {{"menu", F_TEXT, AT(text)}, {"menu", F_TEXT, AT(text)}, {0}};
    static const struct field outside[] = {{"menu", F_TEXT, .at = sizeof(struct all_in)}, {0}};
    static const struct field upper[] = {{"Menu", F_TEXT, AT(text)}, {0}};
    static const struct field kindless[] = {{"menu", .at = 0}, {0}};
    static const struct field choiceless[] = {{"menu", F_CHOICE, AT(text)}, {0}};
    static const struct field mute[] = {{"no_such_label", F_TEXT, AT(text)}, {0}};
    static const struct field small[] = {{"pages_*", F_TEXT, .at = sizeof(struct all_in) - 8}, {0}};
    static const struct field both[] = {{"pages_*", F_TEXT, .many = true, AT(paper)}, {0}};
    static const struct {
        const struct field *fields;
        const char *why;
    } wrong[] = {{twice, "twice"},      {outside, "outside"},     {upper, "lower_case"},
                 {kindless, "no kind"}, {choiceless, "F_CHOICE"}, {mute, "label"},
                 {small, "form_rows"},  {both, "not both"}};
    const struct form good = {"web.", right, .size = sizeof(struct all_in)};
    assert_null(web__form_fault(&good));
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        const struct form f = {"web.", wrong[i].fields, .size = sizeof(struct all_in)};
        const char *why = web__form_fault(&f);
        if (!why || !strstr(why, wrong[i].why))
            fail_msg("wanted \"%s\", got \"%s\"", wrong[i].why, why ? why : "nothing");
    }
    const struct form nameless = {"web", right, .size = sizeof(struct all_in)};
    assert_non_null(web__form_fault(&nameless));
    static const struct field unsaid[] = {{"menu", F_CHOICE, .choices = "a|b", AT(choice)}, {0}};
    static const struct field said[] = {{"menu", F_CHOICE, .choices = "close", AT(choice)}, {0}};
    static const struct field optioned[] = {
        {"menu", F_CHOICE, .choices = "theme|back", .options = "web.look.", AT(choice)}, {0}};
    const struct form f1 = {"web.", unsaid, .size = sizeof(struct all_in)};
    const struct form f2 = {"web.", said, .size = sizeof(struct all_in)};
    const struct form f3 = {"web.", optioned, .size = sizeof(struct all_in)};
    assert_non_null(web__form_texts_fault(&f1));
    assert_null(web__form_texts_fault(&f2));
    assert_null(web__form_texts_fault(&f3));
}

static void test_form__a_note_of_a_file_is_bound_to_person_field_and_time(void **state)
{
    struct ctx *c = *state;
    const struct crypto_key key = {{7}}, other_key = {{8}};
    const struct form_keeper an = {&key, 1}, binh = {&key, 2}, elsewhere = {&other_key, 1};
    const struct form_file sent = {.name = S("khai sinh. bản 2.pdf"),
                                   .stored = {.size = 1234, .type = FILE_PDF, .sha = {{9}}}};
    struct form_file got;
    const str note = web__kept_make(c, &an, S("paper_7"), &sent);
    assert_int_equal(web__kept_read(c, &an, S("paper_7"), note, &got), RC_OK);
    assert_str(got.name, "khai sinh. bản 2.pdf");
    assert_int_equal(got.stored.size, 1234);
    assert_int_equal(got.stored.type, FILE_PDF);
    assert_true(digest_eq(&got.stored.sha, &sent.stored.sha));
    assert_str(web__kept_name(note), "khai sinh. bản 2.pdf");
    assert_int_equal(web__kept_read(c, &binh, S("paper_7"), note, &got), RC_INVALID);
    assert_int_equal(web__kept_read(c, &an, S("paper_8"), note, &got), RC_INVALID);
    assert_int_equal(web__kept_read(c, &elsewhere, S("paper_7"), note, &got), RC_INVALID);
    assert_int_equal(web__kept_read(c, &an, S("paper_7"), str_sub(note, 0, note.n - 1), &got),
                     RC_INVALID);
    assert_int_equal(web__kept_read(c, &an, S("paper_7"), S("k1."), &got), RC_INVALID);
    assert_int_equal(web__kept_read(c, &an, S("paper_7"), S("k1.1.2.3.4.5.6"), &got), RC_INVALID);
    c->now.us += 12 * HOUR_US;
    assert_int_equal(web__kept_read(c, &an, S("paper_7"), note, &got), RC_OK);
    c->now.us += MINUTE_US;
    assert_int_equal(web__kept_read(c, &an, S("paper_7"), note, &got), RC_NOT_FOUND);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_form__absent_values_say_so),
        TEST(test_form__text_is_cleaned_once),
        TEST(test_form__numbers_and_money),
        TEST(test_form__dates_in_three_inputs_or_iso),
        TEST(test_form__codes_of_people_and_things),
        TEST(test_form__password_keeps_its_spaces_and_is_not_redrawn),
        TEST(test_form__keyed_and_repeated_rows),
        TEST(test_form__malformed_is_told_apart),
        TEST(test_form__all_faults_in_the_order_of_fields),
        TEST(test_form__json_is_strict),
        TEST(test_form__objects_nest_and_point),
        TEST(test_form__own_mistakes_stop_the_boot),
        TEST(test_form__a_note_of_a_file_is_bound_to_person_field_and_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
