/* fuzz_eform.c - a definition is taken or refused with a place; what is taken is judged with any
   answers without harm, and what is written reads the same. Input: definition, NUL, answers. */
#include "fuzz.h"

#include "eform/eform.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    struct ctx c = {.mem = fuzz_arena(), .now = {INT64_C(1795071600) * SECOND_US}};
    const struct str_cut cut = str_cut((str){(const char *)bytes, (ptrdiff_t)n}, '\0');
    struct eform f;
    struct eform_filled x;
    str answers, again;
    const char *why = NULL;
    if (eform_read(&c, cut.head, &f) != RC_OK) {
        FUZZ_CHECK(c.faults);
        return 0;
    }
    (void)eform_compile(c.mem, &f, -1, cut.tail, &why);
    if (eform_open(&c, &f, cut.tail, &x) != RC_OK)
        return 0;
    eform_judge(&c, &x);
    if (eform_write(&c, &x, false, &answers) != RC_OK)
        return 0;
    FUZZ_CHECK(eform_open(&c, &f, answers, &x) == RC_OK);
    eform_judge(&c, &x);
    FUZZ_CHECK(eform_write(&c, &x, false, &again) == RC_OK);
    FUZZ_CHECK(str_eq(answers, again));
    return 0;
}
