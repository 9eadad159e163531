/* fuzz_date.c - dates, instants, times, amounts and identifiers: what is taken is written back the
 * same. */
#include "fuzz.h"

#include "core/date.h"
#include "core/ident.h"
#include "core/money.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    struct arena *mem = fuzz_arena();
    const str s = {(const char *)bytes, (ptrdiff_t)n};
    date d;
    instant t, t2;
    int64_t v;
    str phone, phone2;
    if (date_parse(s, &d))
        FUZZ_CHECK(str_eq(date_iso(mem, d), s) && date_weekday(d) >= 1 && date_weekday(d) <= 7);
    if (instant_parse(s, &t))
        FUZZ_CHECK(date_civil(instant_date(t)).year > 9999 || date_civil(instant_date(t)).year < 1 ||
                   (instant_parse(instant_iso(mem, t), &t2) && t.us == t2.us));
    if (time_of_day_parse(s, &v))
        FUZZ_CHECK(v >= 0 && v <= DAY_US);
    if (money_parse(s, &v))
        FUZZ_CHECK(v >= 0 && money_words(mem, v).n > 0);
    if (ident_phone_parse(mem, s, &phone))
        FUZZ_CHECK(ident_phone_parse(mem, ident_phone_national(mem, phone), &phone2) &&
                   str_eq(phone, phone2));
    if (ident_person_shape(s))
        (void)ident_person_warnings(s, DATE_NONE, SEX_FEMALE);
    (void)ident_tax_code_valid(s);
    return 0;
}
