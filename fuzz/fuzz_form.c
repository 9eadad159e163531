/*
 * fuzz_form.c - a form from hostile bytes: first byte chooses urlencoded or JSON. What is
 * taken is valid UTF-8 within its bounds; what is refused has a reason.
 */
#include "fuzz.h"

#include "core/utf8.h"
#include "web/form.h"

struct fuzz_in {
    str text, lines, person, phone, email, code, pub, password, choice;
    int64_t number, money;
    date day;
    instant at;
    bool tick;
    struct form_rows paper, names;
};
#define AT(x) .at = offsetof(struct fuzz_in, x)
static const struct field fields[] = {
    {"text", F_TEXT, .required = true, .max = 20, AT(text)},
    {"lines", F_LINES, .max = 200, AT(lines)},
    {"person", F_NATIONAL_ID, AT(person)},
    {"phone", F_PHONE, AT(phone)},
    {"email", F_EMAIL, AT(email)},
    {"code", F_CODE, AT(code)},
    {"pub", F_PUBID, AT(pub)},
    {"password", F_PASSWORD, AT(password)},
    {"choice", F_CHOICE, .choices = "one|two", AT(choice)},
    {"number", F_INT, .min = 1, .max = 99, AT(number)},
    {"money", F_MONEY, AT(money)},
    {"day", F_DATE, AT(day)},
    {"at", F_TIME, AT(at)},
    {"tick", F_BOOL, AT(tick)},
    {"paper_*", F_INT, AT(paper)},
    {"names", F_TEXT, .many = true, AT(names)},
    {0},
};
static const struct form form = {"web.", fields, .size = sizeof(struct fuzz_in)};

static void check_text(str s, ptrdiff_t max)
{
    FUZZ_CHECK(utf8_valid(s));
    FUZZ_CHECK(utf8_letters(s) <= max);
    FUZZ_CHECK(!s.p || s.n > 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    struct ctx c = {.mem = fuzz_arena(), .now = {INT64_C(1795071600) * SECOND_US}};
    struct form_values values = {0};
    const void *parsed = NULL;
    if (n == 0)
        return 0;
    const str body = {(const char *)bytes + 1, (ptrdiff_t)n - 1};
    const enum rc rc = bytes[0] & 1 ? form_parse_json(&c, &form, body, &parsed)
                                    : form_parse_urlencoded(&c, &form, body, &values, &parsed);
    FUZZ_CHECK((rc == RC_OK) == (c.faults == NULL));
    FUZZ_CHECK((rc == RC_OK) == (parsed != NULL));
    if (rc != RC_OK)
        return 0;
    const struct fuzz_in *in = parsed;
    check_text(in->text, 20);
    check_text(in->lines, 200);
    check_text(in->code, 64);
    check_text(in->email, 254);
    FUZZ_CHECK(in->text.n > 0);
    FUZZ_CHECK(!in->pub.p || in->pub.n == 26);
    FUZZ_CHECK(!in->person.p || in->person.n == 9 || in->person.n == 12);
    FUZZ_CHECK(in->number == FORM_NO_INT || (in->number >= 1 && in->number <= 99));
    FUZZ_CHECK(in->money == FORM_NO_INT || in->money >= 0);
    FUZZ_CHECK(in->paper.n <= 50 && in->names.n <= 50);
    for (ptrdiff_t i = 0; i < in->names.n; i++)
        check_text(in->names.v[i].text, 200);
    FUZZ_CHECK(!str_has(in->text, S("\n")));
    return 0;
}
