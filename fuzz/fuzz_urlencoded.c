/* fuzz_urlencoded.c - what is read is valid, and written again it reads back equal. */
#include "fuzz.h"

#include <string.h>

#include "core/buf.h"
#include "core/utf8.h"
#include "http/form.h"

static void put(struct buf *b, str s)
{
    for (ptrdiff_t i = 0; i < s.n; i++)
        buf_fmt(b, "%%%02X", (unsigned char)s.p[i]);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    struct arena *mem = fuzz_arena();
    struct http_pairs it = http_pairs((str){(const char *)bytes, (ptrdiff_t)n}, 100);
    struct buf again = buf_new(mem, (size_t)64 << 20);
    str names[100], values[100], name, value;
    int count = 0;
    enum http_next next;
    while ((next = http_pairs_next(&it, mem, &name, &value)) == HTTP_PAIR) {
        FUZZ_CHECK(count < 100 && name.n > 0 && utf8_valid(name) && utf8_valid(value));
        FUZZ_CHECK(!memchr(name.p, 0, (size_t)name.n) && !memchr(value.p, 0, (size_t)value.n));
        names[count] = name;
        values[count++] = value;
        if (again.n)
            buf_char(&again, '&');
        put(&again, name);
        buf_char(&again, '=');
        put(&again, value);
    }
    it = http_pairs(buf_str(&again), 100);
    for (int i = 0; i < count; i++) {
        FUZZ_CHECK(http_pairs_next(&it, mem, &name, &value) == HTTP_PAIR);
        FUZZ_CHECK(str_eq(name, names[i]) && str_eq(value, values[i]));
    }
    FUZZ_CHECK(http_pairs_next(&it, mem, &name, &value) == HTTP_END);
    return 0;
}
