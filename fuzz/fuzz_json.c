/* fuzz_json.c - what is taken is written and read back equal; what is refused leaves no leak. */
#include "fuzz.h"

#include "core/json.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    struct arena *mem = fuzz_arena();
    struct json doc, again;
    struct json_error e = {0};
    if (!json_parse(mem, (str){(const char *)bytes, (ptrdiff_t)n}, &doc, &e)) {
        FUZZ_CHECK(e.what.n > 0);
        return 0;
    }
    for (struct json_walk it = json_walk(doc); json_next(&it);) {
        int64_t v;
        FUZZ_CHECK(json_get_str(doc, it.key).node == it.value.node);
        FUZZ_CHECK(!json_int(it.value, &v) || json_int_of(doc, str_c(mem, it.key), ~v) == v);
    }
    const str text = json_write(mem, doc, true);
    FUZZ_CHECK(json_parse(mem, text, &again, NULL));
    FUZZ_CHECK(str_eq(json_write(mem, again, true), text));
    return 0;
}
