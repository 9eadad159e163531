/* test_html.c - escaping by place, links, and what must never reach a page. */
#include "lib_test.h"

#include "html/html.h"

struct world {
    struct arena *mem;
    struct buf b;
    struct html_out o;
};

static int begin(void **state)
{
    static struct world w;
    w.mem = arena_new(1 << 20);
    w.b = buf_new(w.mem, 1 << 18);
    w.o = (struct html_out){.b = &w.b, .lang = LANG_VI};
    *state = &w;
    return 0;
}

static int end(void **state)
{
    arena_free(((struct world *)*state)->mem);
    return 0;
}

static str written(struct world *w)
{
    const str got = str_dup(w->mem, buf_str(&w->b));
    w->b = buf_new(w->mem, 1 << 18);
    return got;
}

static const char *const payloads[] = {
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)",
    "\" autofocus onfocus=\"alert(1)",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "//evil.example/x",
    "\\\\evil.example\\x",
    "https://evil.example",
    "</title><script>alert(1)</script>",
    "</textarea><svg onload=alert(1)>",
    "--><script>alert(1)</script>",
    "]]><script>alert(1)</script>",
    "&lt;script&gt;",
    "&#x3c;script&#x3e;",
    "<\0script>",
    "<svg/onload=alert(1)>",
    "<a href=javascript:alert(1)>x",
    "`onerror=alert(1)`",
    "{{constructor}}",
    "../../admin",
    "..",
    "%2e%2e/",
    "?a=b&c=d#e",
    "\r\nSet-Cookie: x=y",
    "a\xe2\x80\xae-fdp.exe",
    "\xe2\x81\xa6x\xe2\x81\xa9",
    "\xd8\x9cx",
    "\xef\xbb\xbfx",
    "\xe2\x80",
    "\xe2",
    "\x7f\x01\x02",
};

static bool entity_at(str s, ptrdiff_t i)
{
    static const char *const known[] = {"&amp;", "&lt;", "&gt;", "&quot;", "&#39;"};
    for (size_t k = 0; k < sizeof known / sizeof *known; k++)
        if (str_starts(str_sub(s, i, s.n), str_of(known[k])))
            return true;
    return false;
}

/* Nothing in it can leave a text or a quoted value, and nothing reorders what stands around. */
static void assert_inert(str s)
{
    for (ptrdiff_t i = 0; i < s.n; i++) {
        const unsigned char ch = (unsigned char)s.p[i];
        assert_false(ch == '<' || ch == '>' || ch == '"' || ch == '\'');
        assert_false(ch == '&' && !entity_at(s, i));
        assert_false((ch < 0x20 && ch != '\n' && ch != '\t') || ch == 0x7f);
    }
    assert_false(str_has(s, S("\xe2\x80\xae")) || str_has(s, S("\xe2\x81\xa6")) ||
                 str_has(s, S("\xe2\x81\xa9")) || str_has(s, S("\xd8\x9c")) ||
                 str_has(s, S("\xef\xbb\xbf")));
}

static void test_html__payloads_are_inert_in_every_place(void **state)
{
    struct world *w = *state;
    for (size_t i = 0; i < sizeof payloads / sizeof *payloads; i++) {
        const str bad = i == 17 ? S("<\0script>") : str_of(payloads[i]);
        html_text(&w->o, bad);
        assert_inert(written(w));
        html_attr(&w->o, bad);
        assert_inert(written(w));
        html_frag(&w->o, bad);
        const str frag = written(w);
        assert_inert(frag);
        assert_false(str_has(frag, S(":")) || str_has(frag, S("/")) || str_has(frag, S("&")));
        html_link(&w->o, HREF(w->mem, "/t/{}?q={}", bad, bad));
        const str link = written(w);
        assert_inert(link);
        assert_true(str_starts(link, S("/t/")));
        assert_false(str_has(link, S("/../")) || str_has(str_sub(link, 3, link.n), S("/")));
    }
}

static void test_html__text_keeps_vietnamese_and_ordinary_signs(void **state)
{
    struct world *w = *state;
    html_text(&w->o, S("Đỗ Thị “Ái” – 3 ≤ 5 · “ổn”…\tvà\nxuống dòng"));
    assert_str(written(w), "Đỗ Thị “Ái” – 3 ≤ 5 · “ổn”…\tvà\nxuống dòng");
    html_text(&w->o, S("a & b < c > d \"e\" 'f'"));
    assert_str(written(w), "a &amp; b &lt; c &gt; d &quot;e&quot; &#39;f&#39;");
    html_text(&w->o, STR_NONE);
    assert_str(written(w), "");
}

static void test_html__numbers_are_grouped_in_text_and_plain_in_attributes(void **state)
{
    struct world *w = *state;
    const int64_t n = 12480;
    html_text(&w->o, n);
    assert_str(written(w), "12.480");
    w->o.lang = LANG_EN;
    html_text(&w->o, n);
    assert_str(written(w), "12,480");
    html_attr(&w->o, n);
    assert_str(written(w), "12480");
    html_attr(&w->o, -7);
    assert_str(written(w), "-7");
}

static void test_html__trusted_markup_passes_as_it_is(void **state)
{
    struct world *w = *state;
    html_text(&w->o, html_trusted(S("<b>x</b>")));
    assert_str(written(w), "<b>x</b>");
}

static void test_html__href__gaps_are_percent_encoded(void **state)
{
    struct world *w = *state;
    html_link(&w->o, HREF(w->mem, "/procedures?q={}&field={}", S("khai sinh"), S("Hộ tịch/1")));
    assert_str(written(w), "/procedures?q=khai%20sinh&amp;field=H%E1%BB%99%20t%E1%BB%8Bch%2F1");
    html_link(&w->o, HREF(w->mem, "/t/{}/x", S("..")));
    assert_str(written(w), "/t/-/x");
    html_link(&w->o, HREF_TO("/plain"));
    assert_str(written(w), "/plain");
}

static void test_html__href__with_adds_a_query_piece_before_the_fragment(void **state)
{
    struct world *w = *state;
    html_link(&w->o, HREF_WITH(w->mem, HREF_TO("/a#b"), "after", S("1=2")));
    assert_str(written(w), "/a?after=1%3D2#b");
    html_link(&w->o, HREF_WITH(w->mem, HREF_TO("/a?x=1"), "y", S("2")));
    assert_str(written(w), "/a?x=1&amp;y=2");
}

static void test_html__href__outside_takes_the_web_only(void **state)
{
    struct world *w = *state;
    static const char *const refused[] = {
        "javascript:alert(1)", "data:text/html,x",   "//x.vn", "/x", "https://", " https://x.vn",
        "ftp://x.vn",          "file:///etc/passwd", ""};
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        assert_int_equal(href_outside(w->mem, str_of(refused[i])).s.n, 0);
    html_link(&w->o, href_outside(w->mem, S("https://vanban.example/Nghị định\"'<>?a=1&b=2")));
    const str link = written(w);
    assert_inert(link);
    assert_true(str_starts(link, S("https://vanban.example/Ngh%E1%BB%8B%20")));
}

static void test_html__conditions_mean_what_people_expect(void **state)
{
    (void)state;
    assert_true(html_true(true));
    assert_false(html_true(STR_NONE));
    assert_false(html_true(S("")));
    assert_true(html_true(S("0")));
    assert_false(html_true((int64_t)0));
    assert_true(html_true(-1));
    assert_false(html_true(HREF_NONE));
    assert_true(html_true(HREF_TO("/")));
    assert_false(html_true((const struct world *)NULL));
    assert_false(html_true(html_trusted(S(""))));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_html__payloads_are_inert_in_every_place, begin, end),
        cmocka_unit_test_setup_teardown(test_html__text_keeps_vietnamese_and_ordinary_signs, begin,
                                        end),
        cmocka_unit_test_setup_teardown(test_html__numbers_are_grouped_in_text_and_plain_in_attributes,
                                        begin, end),
        cmocka_unit_test_setup_teardown(test_html__trusted_markup_passes_as_it_is, begin, end),
        cmocka_unit_test_setup_teardown(test_html__href__gaps_are_percent_encoded, begin, end),
        cmocka_unit_test_setup_teardown(test_html__href__with_adds_a_query_piece_before_the_fragment,
                                        begin, end),
        cmocka_unit_test_setup_teardown(test_html__href__outside_takes_the_web_only, begin, end),
        cmocka_unit_test_setup_teardown(test_html__conditions_mean_what_people_expect, begin, end),
    };
    return cmocka_run_group_tests_name("html", tests, NULL, NULL);
}
