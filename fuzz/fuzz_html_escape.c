/* fuzz_html_escape.c - whatever comes in, text, attribute, fragment and link stay in their place. */
#include "fuzz.h"

#include "html/html.h"

static bool inert(str s)
{
    for (ptrdiff_t i = 0; i < s.n; i++) {
        const unsigned char ch = (unsigned char)s.p[i];
        if (ch == '<' || ch == '>' || ch == '"' || ch == '\'' || ch == 0x7f)
            return false;
        if (ch < 0x20 && ch != '\n' && ch != '\t')
            return false;
    }
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    struct arena *mem = fuzz_arena();
    const str in = {(const char *)bytes, (ptrdiff_t)n};
    struct buf b = buf_new(mem, (size_t)64 << 20);
    struct html_out o = {.b = &b, .lang = LANG_VI};
    html_text(&o, in);
    html_attr(&o, in);
    html_frag(&o, in);
    const href to = HREF(mem, "/a/{}?b={}#c", in, in);
    html_link(&o, to);
    html_link(&o, HREF_WITH(mem, to, "d", in));
    html_link(&o, href_outside(mem, in));
    FUZZ_CHECK(inert(buf_str(&b)));
    FUZZ_CHECK(to.s.n == 0 || str_starts(to.s, S("/a/")));
    return 0;
}
