/* test_text.c - UTF-8, Vietnamese fold, texts by language, amounts, identifiers. */
#include "lib_test.h"

#include "core/fold.h"
#include "core/i18n.h"
#include "core/ident.h"
#include "core/i18n_table.h"
#include "core/money.h"
#include "core/utf8.h"

static void test_str__is_among_words_or_not(void **state)
{
    static const char *const words[] = {"self", "parent", NULL};
    static const char *const none[] = {NULL};
    (void)state;
    assert_true(str_among(S("parent"), words));
    assert_false(str_among(S("par"), words));
    assert_false(str_among(S("Parent"), words));
    assert_false(str_among(STR_NONE, words));
    assert_false(str_among(S("self"), none));
}

static void test_utf8__refuses_broken_bytes(void **state)
{
    static const char *const bad[] = {"\x80",         "\xc3",         "\xc0\x80",
                                      "\xe0\x80\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80",
                                      "\xff",         "a\xc3(",       "\xf0\x9f\x98"};
    struct ctx *c = *state;
    str text = S("before");
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_false(utf8_valid(str_of(bad[i])));
        assert_false(utf8_clean(c->mem, str_of(bad[i]), UTF8_LINE, &text));
    }
    assert_str(text, "before");
    assert_true(utf8_valid(S("Ngày Văn hóa 😀")));
}

static void test_utf8__cleans_and_composes(void **state)
{
    struct ctx *c = *state;
    str text;
    assert_true(utf8_clean(c->mem, S(" Nguye\xcc\x82\xcc\x83n\tA\x01 "), UTF8_LINE, &text));
    assert_str(text, "Nguyễn A");
    assert_true(utf8_clean(c->mem,
                           S("a\xe2\x80\xae"
                             "b\xe2\x80\x8b\xef\xbb\xbf"
                             "c"),
                           UTF8_LINE, &text));
    assert_str(text, "abc");
    assert_true(utf8_clean(c->mem, S("một\r\nhai\rba\tx"), UTF8_TEXT, &text));
    assert_str(text, "một\nhai\nba\tx");
    assert_true(utf8_clean(c->mem, S("một\r\nhai"), UTF8_LINE, &text));
    assert_str(text, "một hai");
    assert_true(utf8_clean(c->mem, S("  plain "), UTF8_LINE, &text));
    assert_str(text, "plain");
    assert_str(utf8_nfc(c->mem, S("a\xcc\xa3\xcc\x82")), "ậ");
}

static void test_utf8__counts_and_cuts_letters(void **state)
{
    (void)state;
    assert_int_equal(utf8_letters(S("Quảng Ngãi")), 10);
    assert_int_equal(utf8_letters(S("e\xcc\x82\xcc\x81")), 1);
    assert_str(utf8_cut(S("Quảng Ngãi"), 3), "Quả");
    assert_str(utf8_cut(S("e\xcc\x82\xcc\x81"
                          "a"),
                        1),
               "e\xcc\x82\xcc\x81");
    assert_str(utf8_cut(S("ab"), 5), "ab");
}

static void test_fold__drops_every_mark(void **state)
{
    struct ctx *c = *state;
    assert_str(fold(c->mem, S("  ĐĂNG  Ký\tKhai Sinh ")), "dang ky khai sinh");
    assert_str(fold(c->mem, S("Ðà Nẵng ở ỹ Ợ ử 1.001193")), "da nang o y o u 1.001193");
    assert_str(fold(c->mem, S("ho\x61\xcc\x80")), "hoa");
    assert_str(fold(c->mem, S("")), "");
}

static void test_fold__exact_keeps_letters_and_moves_the_tone(void **state)
{
    struct ctx *c = *state;
    assert_str(fold_exact(c->mem, S("hòa")), "hoa2");
    assert_str(fold_exact(c->mem, S("hoà")), "hoa2");
    assert_str(fold_exact(c->mem, S("hoa\xcc\x80")), "hoa2");
    assert_str(fold_exact(c->mem, S("Nguyễn Đường ẬU")), "nguyên4 đương2 âu5");
    assert_str(fold_exact(c->mem, S("a\xcc\xa3\xcc\x82u")), "âu5");
    assert_str(fold_exact(c->mem, S("a\xcc\x82\xcc\xa3u")), "âu5");
    /* a spacing mark that a normal form moves past the tone */
    assert_str(fold_exact(c->mem, S("n\xe3\x80\xae\xcc\xa3n")), "nn5");
    assert_str(fold_exact(c->mem, S("n\xcc\xa3\xe3\x80\xaen")), "nn5");
    assert_str(fold_exact(c->mem, S("khai-tử, hả?")), "khai-tư3, ha3?");
    assert_str(fold_exact(c->mem, S("plain 12")), "plain 12");
}

static void test_fold__initials_and_marks(void **state)
{
    struct ctx *c = *state;
    assert_str(fold_initials(c->mem, S("Xác nhận tình trạng hôn nhân")), "xntthn");
    assert_str(fold_initials(c->mem, S("Đăng ký (lại) kết hôn")), "dklkh");
    assert_true(fold_has_marks(S("khai tử")) && fold_has_marks(S("đat")) &&
                fold_has_marks(S("e\xcc\x81")));
    assert_false(fold_has_marks(S("khai tu")) || fold_has_marks(S("")));
}

static void test_text__rows_are_sorted_and_found(void **state)
{
    (void)state;
    for (int i = 0; i < text_row_count; i++) {
        assert_true(i == 0 || strcmp(text_rows[i - 1].key, text_rows[i].key) < 0);
        assert_ptr_equal(text_get(LANG_EN, text_rows[i].key).p, text_rows[i].text[LANG_EN]);
    }
}

static void test_text__shows_days_numbers_and_money(void **state)
{
    struct ctx *c = *state;
    struct arena *m = c->mem;
    const date d = instant_date(c->now);
    assert_str(text_time(m, LANG_VI, c->now), "thứ Năm 19/11/2026, 14:00");
    assert_str(text_time(m, LANG_EN, c->now), "Thursday 19 November 2026, 14:00");
    assert_str(text_day(m, LANG_VI, date_add(d, -14)), "05/11/2026");
    assert_str(text_day(m, LANG_EN, date_add(d, -14)), "5 November 2026");
    assert_str(text_day(m, LANG_VI, DATE_NONE), "");
    assert_str(text_number(m, LANG_VI, 12480), "12.480");
    assert_str(text_number(m, LANG_EN, -1000000), "-1,000,000");
    assert_str(text_number(m, LANG_EN, 0), "0");
    assert_str(text_number(m, LANG_VI, INT64_MIN), "-9.223.372.036.854.775.808");
    assert_str(text_money(m, LANG_VI, 15000), "15.000 đ");
    assert_str(text_money(m, LANG_EN, 15000), "VND 15,000");
    assert_str(text_money(m, LANG_VI, 0), "Miễn phí");
    assert_str(text_money_slip(m, LANG_VI, 0), "0 đồng");
}

static void test_money__reads_amounts_strictly(void **state)
{
    static const char *const bad[] = {
        "",    "đ",    "15.00",      "1.5000",           "1,5",    "1.500,000", "-5",
        "1e3", ".500", "15.000 USD", "9999999999999999", "1.500,", "15 000"};
    int64_t v = 7;
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (money_parse(str_of(bad[i]), &v))
            fail_msg("took %s", bad[i]);
    assert_int_equal(v, 7);
    assert_true(money_parse(S("15.000"), &v) && v == 15000);
    assert_true(money_parse(S(" 1,500,000 VND"), &v) && v == 1500000);
    assert_true(money_parse(S("8000đ"), &v) && v == 8000);
    assert_true(money_parse(S("0"), &v) && v == 0);
    assert_true(money_parse(S("500"), &v) && v == 500);
}

static void test_money__says_amounts_in_words(void **state)
{
    static const struct {
        int64_t vnd;
        const char *words;
    } rows[] = {
        {0, "không đồng"},
        {5, "năm đồng"},
        {10, "mười đồng"},
        {15000, "mười lăm nghìn đồng"},
        {14011, "mười bốn nghìn không trăm mười một đồng"},
        {21000, "hai mươi mốt nghìn đồng"},
        {24500, "hai mươi tư nghìn năm trăm đồng"},
        {105000, "một trăm linh năm nghìn đồng"},
        {1005000, "một triệu không trăm linh năm nghìn đồng"},
        {INT64_C(2000000001), "hai tỷ không trăm linh một đồng"},
        {INT64_C(1000000000000), "một nghìn tỷ đồng"},
        {INT64_C(1250000000), "một tỷ hai trăm năm mươi triệu đồng"},
    };
    struct ctx *c = *state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_str(money_words(c->mem, rows[i].vnd), rows[i].words);
}

static void test_ident__personal_number_warns_and_never_refuses(void **state)
{
    const date y1996 = date_from_civil((struct civil){1996, 5, 6}),
               y2001 = date_from_civil((struct civil){2001, 1, 1});
    (void)state;
    assert_true(ident_person_shape(S("051196000017")) && ident_old_card_shape(S("212345678")));
    assert_false(ident_person_shape(S("05119600001")) || ident_person_shape(S("05119600001a")) ||
                 ident_old_card_shape(S("21234567x")));
    assert_int_equal(ident_person_warnings(S("051196000017"), y1996, SEX_FEMALE), 0);
    assert_int_equal(ident_person_warnings(S("051196000017"), DATE_NONE, SEX_UNKNOWN), 0);
    assert_int_equal(ident_person_warnings(S("051196000017"), y1996, SEX_MALE), IDENT_SEX);
    assert_int_equal(ident_person_warnings(S("051196000017"), y2001, SEX_FEMALE), IDENT_BIRTH);
    assert_int_equal(ident_person_warnings(S("051201000017"), y2001, SEX_MALE), 0);
    assert_int_equal(ident_person_warnings(S("003196000017"), DATE_NONE, SEX_UNKNOWN), IDENT_PROVINCE);
}

static void test_ident__tax_codes_carry_a_check_digit(void **state)
{
    (void)state;
    assert_true(ident_tax_code_valid(S("0100109106")) && ident_tax_code_valid(S("0100109106-001")) &&
                ident_tax_code_valid(S("051196000017")));
    assert_false(ident_tax_code_valid(S("0100109107")) || ident_tax_code_valid(S("0100109106-000")) ||
                 ident_tax_code_valid(S("0100109106-1")) || ident_tax_code_valid(S("0100109106001")) ||
                 ident_tax_code_valid(S("")) || ident_tax_code_valid(S("0100109106-0011")));
}

static void test_ident__phones_become_international(void **state)
{
    static const char *const same[] = {"0912 345 678", "+84 912-345-678", "84912345678",
                                       "0084912345678", "(091) 234.5678"};
    static const char *const bad[] = {"",
                                      "0123",
                                      "0012345678",
                                      "09123456789",
                                      "+1 912345678",
                                      "0312345678a",
                                      "+0912345678",
                                      "0950000000",
                                      "912345678"};
    struct ctx *c = *state;
    str phone = S("before");
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (ident_phone_parse(c->mem, str_of(bad[i]), &phone))
            fail_msg("took %s", bad[i]);
    assert_str(phone, "before");
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        assert_true(ident_phone_parse(c->mem, str_of(same[i]), &phone));
        assert_str(phone, "+84912345678");
    }
    assert_str(ident_phone_national(c->mem, phone), "0912 345 678");
    assert_true(ident_phone_parse(c->mem, S("0255 3822 123"), &phone));
    assert_str(ident_phone_national(c->mem, phone), "02553 822 123");
}

static void test_ident__masks_hide_the_rest(void **state)
{
    struct ctx *c = *state;
    assert_str(ident_person_show(c->mem, S("051196000017")), "051 196 000 017");
    assert_str(ident_person_mask(c->mem, S("051196000017")), "051 196 ••• •••");
    assert_str(ident_person_mask(c->mem, S("212345678")), "••• 678");
    assert_str(ident_person_mask(c->mem, S("21")), "•••");
    assert_str(ident_phone_mask(c->mem, S("+84900000218")), "••• ••• 218");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_str__is_among_words_or_not),
        TEST(test_utf8__refuses_broken_bytes),
        TEST(test_utf8__cleans_and_composes),
        TEST(test_utf8__counts_and_cuts_letters),
        TEST(test_fold__drops_every_mark),
        TEST(test_fold__exact_keeps_letters_and_moves_the_tone),
        TEST(test_fold__initials_and_marks),
        TEST(test_text__rows_are_sorted_and_found),
        TEST(test_text__shows_days_numbers_and_money),
        TEST(test_money__reads_amounts_strictly),
        TEST(test_money__says_amounts_in_words),
        TEST(test_ident__personal_number_warns_and_never_refuses),
        TEST(test_ident__tax_codes_carry_a_check_digit),
        TEST(test_ident__phones_become_international),
        TEST(test_ident__masks_hide_the_rest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
