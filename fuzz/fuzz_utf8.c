/* fuzz_utf8.c - cleaning is idempotent, its result valid; search keys do not depend on the normal form.
 */
#include "fuzz.h"

#include "core/fold.h"
#include "core/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    struct arena *mem = fuzz_arena();
    const str s = {(const char *)bytes, (ptrdiff_t)n};
    str line, text, again;
    if (!utf8_valid(s)) {
        FUZZ_CHECK(!utf8_clean(mem, s, UTF8_LINE, &line));
        return 0;
    }
    FUZZ_CHECK(utf8_clean(mem, s, UTF8_LINE, &line) && utf8_clean(mem, s, UTF8_TEXT, &text));
    FUZZ_CHECK(utf8_valid(line) && utf8_valid(text) && !str_has(line, S("\n")));
    FUZZ_CHECK(utf8_clean(mem, line, UTF8_LINE, &again) && str_eq(line, again));
    FUZZ_CHECK(utf8_clean(mem, text, UTF8_TEXT, &again) && str_eq(text, again));
    FUZZ_CHECK(utf8_letters(utf8_cut(line, 5)) <= 5 && utf8_letters(line) <= line.n);
    FUZZ_CHECK(str_eq(fold(mem, s), fold(mem, utf8_nfc(mem, s))));
    FUZZ_CHECK(str_eq(fold_exact(mem, s), fold_exact(mem, utf8_nfc(mem, s))));
    FUZZ_CHECK(utf8_valid(fold(mem, s)) && fold_initials(mem, s).n <= s.n);
    (void)fold_has_marks(s);
    return 0;
}
