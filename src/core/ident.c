/*
 * ident.c - see ident.h. When numbering plans change (new mobile prefixes), change the
 * table below; stored numbers stay as they are.
 */
#include "core/ident.h"

#include <string.h>

#include "core/buf.h"

static bool all_digits(str s)
{
    for (ptrdiff_t i = 0; i < s.n; i++)
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
    return s.n > 0;
}

bool ident_person_shape(str s)
{
    return s.n == 12 && all_digits(s);
}

bool ident_old_card_shape(str s)
{
    return s.n == 9 && all_digits(s);
}

/* The 63 provinces at the time the numbers were given; they stay valid after mergers. */
static bool known_province(int code)
{
    static const uint8_t codes[] = {1,  2,  4,  6,  8,  10, 11, 12, 14, 15, 17, 19, 20, 22, 24, 25,
                                    26, 27, 30, 31, 33, 34, 35, 36, 37, 38, 40, 42, 44, 45, 46, 48,
                                    49, 51, 52, 54, 56, 58, 60, 62, 64, 66, 67, 68, 70, 72, 74, 75,
                                    77, 79, 80, 82, 83, 84, 86, 87, 89, 91, 92, 93, 94, 95, 96};
    for (size_t i = 0; i < sizeof codes; i++)
        if (codes[i] == code)
            return true;
    return false;
}

unsigned ident_person_warnings(str s, date birth, enum sex sex)
{
    unsigned warnings = 0;
    BUG_IF(!ident_person_shape(s));
    const int province = (s.p[0] - '0') * 100 + (s.p[1] - '0') * 10 + (s.p[2] - '0'),
              fourth = s.p[3] - '0';
    const int year = 1900 + fourth / 2 * 100 + (s.p[4] - '0') * 10 + (s.p[5] - '0');
    if (!known_province(province))
        warnings |= IDENT_PROVINCE;
    if (sex != SEX_UNKNOWN && (fourth % 2 == 1) != (sex == SEX_FEMALE))
        warnings |= IDENT_SEX;
    if (!date_is_none(birth) && date_civil(birth).year != year)
        warnings |= IDENT_BIRTH;
    return warnings;
}

/* N10 = 10 - (weighted sum mod 11); a remainder of 0 leaves no valid digit. */
static bool tax_check_digit(str s)
{
    static const int weight[] = {31, 29, 23, 19, 17, 13, 7, 5, 3};
    int sum = 0;
    for (int i = 0; i < 9; i++)
        sum += weight[i] * (s.p[i] - '0');
    return 10 - sum % 11 == s.p[9] - '0';
}

bool ident_tax_code_valid(str s)
{
    if (ident_person_shape(s))
        return true;
    const str ten = str_sub(s, 0, 10), branch = str_sub(s, 11, 3);
    if (ten.n != 10 || !all_digits(ten) || !tax_check_digit(ten))
        return false;
    if (s.n == 10)
        return true;
    return s.n == 14 && s.p[10] == '-' && all_digits(branch) && !str_eq(branch, S("000"));
}

/* Mobile prefixes after the trunk 0: which second digits each first digit allows. */
static bool mobile(str s)
{
    static const char *const second[10] = {
        [3] = "23456789", [5] = "25689", [7] = "06789", [8] = "123456789", [9] = "012346789"};
    if (s.n != 10 || s.p[0] != '0')
        return false;
    const char *allowed = second[s.p[1] - '0'];
    return allowed && str_has(str_of(allowed), str_sub(s, 2, 1));
}

static bool landline(str s)
{
    return s.n == 11 && str_starts(s, S("02"));
}

bool ident_phone_parse(struct arena *mem, str s, str *ret_e164)
{
    struct buf b = buf_new(mem, 32);
    s = str_trim(s);
    const bool plus = str_starts(s, S("+"));
    for (ptrdiff_t i = plus; i < s.n; i++) {
        if (str_has(S(" .-()"), str_sub(s, i, 1)))
            continue;
        buf_char(&b, s.p[i]);
    }
    str number = buf_str(&b);
    if (buf_full(&b) || !all_digits(number))
        return false;
    if (!plus && str_starts(number, S("00")))
        number = str_sub(number, 2, number.n);
    if (number.p[0] != '0' || plus) {
        if (!str_starts(number, S("84")))
            return false;
        number = str_fmt(mem, "0%.*s", STR_ARG(str_sub(number, 2, number.n)));
    }
    if (!mobile(number) && !landline(number))
        return false;
    *ret_e164 = str_fmt(mem, "+84%.*s", STR_ARG(str_sub(number, 1, number.n)));
    return true;
}

/* Groups of three from the right, the first group takes the rest. */
static str grouped(struct arena *mem, str digits)
{
    struct buf b = buf_new(mem, 64);
    for (ptrdiff_t i = 0; i < digits.n; i++) {
        if (i >= 3 && (digits.n - i) % 3 == 0)
            buf_char(&b, ' ');
        buf_char(&b, digits.p[i]);
    }
    return buf_str(&b);
}

str ident_phone_national(struct arena *mem, str e164)
{
    if (!str_starts(e164, S("+84")))
        return e164;
    return grouped(mem, str_fmt(mem, "0%.*s", STR_ARG(str_sub(e164, 3, e164.n))));
}

str ident_person_show(struct arena *mem, str s)
{
    return ident_person_shape(s) ? grouped(mem, s) : s;
}

str ident_person_mask(struct arena *mem, str s)
{
    if (ident_person_shape(s))
        return str_fmt(mem, "%.*s %.*s ••• •••", STR_ARG(str_sub(s, 0, 3)), STR_ARG(str_sub(s, 3, 3)));
    return s.n > 3 ? str_fmt(mem, "••• %.*s", STR_ARG(str_sub(s, s.n - 3, 3))) : S("•••");
}

str ident_phone_mask(struct arena *mem, str e164)
{
    return e164.n > 3 ? str_fmt(mem, "••• ••• %.*s", STR_ARG(str_sub(e164, e164.n - 3, 3))) : S("•••");
}

str ident_digits(struct arena *mem, str s, const char *between)
{
    char *to = arena_alloc(mem, (size_t)s.n + 1);
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < s.n; i++) {
        if (s.p[i] >= '0' && s.p[i] <= '9')
            to[n++] = s.p[i];
        else if (!strchr(between, s.p[i]))
            return STR_NONE;
    }
    return (str){to, n};
}

static bool is_word(str s, const char *more)
{
    for (ptrdiff_t i = 0; i < s.n; i++) {
        const char ch = s.p[i];
        if (!((ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') || (ch >= '0' && ch <= '9') ||
              (ch && strchr(more, ch))))
            return false;
    }
    return s.n > 0;
}

bool ident_email_parse(struct arena *mem, str s, str *ret_email)
{
    const struct str_cut at = str_cut(s, '@');
    const bool good = at.found && s.n <= 254 && at.head.n <= 64 &&
                      is_word(at.head, "!#$%&'*+/=?^_`{|}~.-") && is_word(at.tail, ".-") &&
                      str_has(at.tail, S(".")) && !str_has(at.tail, S("..")) &&
                      !str_has(at.head, S("..")) && at.head.p[0] != '.' && at.tail.p[0] != '.' &&
                      at.tail.p[0] != '-' && !str_ends(at.head, S(".")) && !str_ends(at.tail, S("."));
    if (!good)
        return false;
    const str domain = str_lower_ascii(mem, at.tail);
    *ret_email = str_fmt(mem, "%.*s@%.*s", STR_ARG(at.head), STR_ARG(domain));
    return true;
}
