/* fuzz_cookie.c - a cookie that is found stands once in the header and has plain bytes only. */
#include "fuzz.h"

#include "core/buf.h"
#include "http/form.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    struct str_cut cut = str_cut((str){(const char *)bytes, (ptrdiff_t)n}, '\n');
    str header = cut.found ? cut.tail : cut.head, name = cut.found ? cut.head : S("sid"), value;
    if (!http_cookie_find(header, name, &value))
        return 0;
    FUZZ_CHECK(value.p >= header.p && value.p + value.n <= header.p + header.n);
    for (ptrdiff_t i = 0; i < value.n; i++) {
        unsigned char b = (unsigned char)value.p[i];
        FUZZ_CHECK(b > 0x20 && b < 0x7f && b != '"' && b != ',' && b != ';' && b != '\\');
    }
    struct buf b = buf_new(fuzz_arena(), (size_t)8 << 20);
    str again;
    buf_add(&b, name);
    buf_char(&b, '=');
    buf_add(&b, value);
    str alone = buf_str(&b);
    FUZZ_CHECK(http_cookie_find(alone, name, &again) && str_eq(again, value));
    buf_add(&b, S("; "));
    buf_add(&b, alone);
    FUZZ_CHECK(!http_cookie_find(buf_str(&b), name, &again));
    return 0;
}
