/* test_payload.c - members of a payload read back without a document agree with jansson's. */
#include "lib_test.h"

#include "core/buf.h"
#include "core/json.h"
#include "record/inner.h"

#define ROUNDS 3000

static uint32_t state = 1;
static int any(int below)
{
    state = state * 1664525 + 1013904223;
    return (int)((state >> 8) % (uint32_t)below);
}

static const char *const names[] = {"a", "aa", "b", "ba", "version"};
#define NAMES 5

/* Whatever could be mistaken for the end of a text or the start of a member. */
static str nasty(struct arena *mem)
{
    static const char *const parts[] = {
        "\"", "\\",   ",",    "{", "}",    ":", "a", "\"a\":", ",\"b\":7", "{\"version\":1,",
        "\t", "\x01", "\x7f", "ệ", "null", "[", "]"};
    struct buf b = buf_new(mem, 4096);
    for (int n = any(7); n > 0; n--)
        buf_add_c(&b, parts[any((int)(sizeof parts / sizeof *parts))]);
    return buf_str(&b);
}

static str payload(struct ctx *c)
{
    struct event_member m[NAMES];
    int n = 0;
    str json;
    for (int i = 0; i < NAMES; i++)
        switch (any(5)) {
        case 0:
        case 1:
            m[n++] = EV_TEXT(names[i], nasty(c->mem));
            break;
        case 2:
            m[n++] = EV_INT(names[i], (int64_t)any(1 << 20) * any(1 << 20) * (any(2) ? 1 : -1));
            break;
        case 3:
            m[n++] = EV_TEXT(names[i], STR_NONE);
            break;
        default:
            break;
        }
    assert_int_equal(record__payload(c, m, n, &json), RC_OK);
    return json;
}

static void agree(struct arena *mem, str json)
{
    struct json doc;
    assert_true(json_parse(mem, json, &doc, NULL));
    for (int i = 0; i < NAMES; i++) {
        int64_t n = 0, said_n = 0;
        str text = STR_NONE;
        const str said = json_text_of(doc, names[i]);
        assert_int_equal(record_member_text(mem, json, str_of(names[i]), &text), said.p != NULL);
        assert_true(str_eq(text, said));
        const bool is = json_int(json_get(doc, names[i]), &said_n);
        assert_int_equal(record_member_int(json, str_of(names[i]), &n), is);
        assert_int_equal(n, said_n);
    }
}

static void test_record__members_agree_with_a_whole_document(void **unused)
{
    struct ctx c = {.mem = arena_new((size_t)1 << 20)};
    (void)unused;
    for (int i = 0; i < ROUNDS; i++) {
        agree(c.mem, payload(&c));
        arena_clear(c.mem);
    }
    arena_free(c.mem);
}

/* What was cut off, or is no payload at all, is absent; nothing beyond it is read. */
static void test_record__members_of_a_broken_payload(void **unused)
{
    struct arena *mem = arena_new((size_t)1 << 20);
    static const char whole[] = "{\"a\":\"x\\\"y\",\"version\":12}";
    (void)unused;
    for (size_t n = 0; n < sizeof whole - 1; n++) {
        char *cut = malloc(n ? n : 1);
        int64_t number;
        str text = STR_NONE;
        assert_non_null(cut);
        memcpy(cut, whole, n);
        const str json = {cut, (ptrdiff_t)n};
        assert_false(record_member_int(json, S("version"), &number));
        assert_int_equal(record_member_text(mem, json, S("a"), &text), n > 10);
        free(cut);
    }
    int64_t number;
    assert_false(
        record_member_int(S("{\"version\" :12}"), S("version"), &number)); /* not our spelling */
    assert_false(record_member_int(STR_NONE, S("version"), &number));
    arena_free(mem);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_record__members_agree_with_a_whole_document),
        cmocka_unit_test(test_record__members_of_a_broken_payload),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
