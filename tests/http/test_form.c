/* test_form.c - urlencoded pairs, cookies, multipart: what is read and what is refused. */
#include "http/form.h"

#include "core/buf.h"
#include "host/file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

static struct arena *mem;
static struct ctx ctx;

static int start(void **state)
{
    (void)state;
    mem = arena_new((size_t)64 << 20);
    ctx = (struct ctx){.mem = mem};
    return 0;
}

static int stop(void **state)
{
    (void)state;
    arena_free(mem);
    return 0;
}

/* ---- pairs ---- */

static str pairs_text(str encoded, int max)
{
    struct http_pairs it = http_pairs(encoded, max);
    struct buf b = buf_new(mem, 4096);
    str name, value;
    enum http_next next;
    while ((next = http_pairs_next(&it, mem, &name, &value)) == HTTP_PAIR) {
        buf_add(&b, name);
        buf_char(&b, '=');
        buf_add(&b, value);
        buf_char(&b, ';');
    }
    buf_add(&b, next == HTTP_BAD ? S("BAD") : S("END"));
    return buf_str(&b);
}

static void test_form__pairs_are_decoded(void **state)
{
    (void)state;
    static const struct {
        const char *in, *out;
    } rows[] = {
        {"", "END"},
        {"a=1", "a=1;END"},
        {"a=1&b=&c&a=2", "a=1;b=;c=;a=2;END"},
        {"ten=%C4%90%E1%BA%B7ng+V%C4%83n&x=%2B%26%3d", "ten=Đặng Văn;x=+&=;END"},
        {"ten=Đặng", "ten=Đặng;END"},
        {"a=b=c", "a=b=c;END"},
        {"note=1%0D%0A2", "note=1\r\n2;END"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_true(str_eq(pairs_text(str_of(rows[i].in), 10), str_of(rows[i].out)));
    assert_true(str_eq(pairs_text(STR_NONE, 10), S("END")));
}

static void test_form__bad_pairs_are_refused(void **state)
{
    (void)state;
    static const char *const rows[] = {
        "=1",    "a&",    "&a",       "a&&b",     "%=1",         "a=%",  "a=%1",   "a=%1g",
        "a=%00", "a=%FF", "a=%C3%28", "a=%C0%80", "%ED%A0%80=1", "a=\n", "a=\x7f", "a=%E1%BA",
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_true(str_ends(pairs_text(str_of(rows[i]), 10), S("BAD")));
    assert_true(str_eq(pairs_text(S("a=1&b=2&c=3"), 3), S("a=1;b=2;c=3;END")));
    assert_true(str_eq(pairs_text(S("a=1&b=2&c=3"), 2), S("a=1;b=2;BAD")));
}

static void test_form__media_ignores_parameters_and_case(void **state)
{
    (void)state;
    assert_true(http_media_is(S("Application/JSON ; charset=utf-8"), S("application/json")));
    assert_false(http_media_is(S("application/json2"), S("application/json")));
    assert_false(http_media_is(STR_NONE, S("application/json")));
}

/* ---- cookies ---- */

static void test_form__a_cookie_is_found_once_or_not_at_all(void **state)
{
    (void)state;
    static const struct {
        const char *header, *value;
    } rows[] = {
        {"sid=abc", "abc"},
        {"a=b; sid=abc; c=d", "abc"},
        {"a=b;sid=abc", "abc"},
        {"sid=\"abc\"", "abc"},
        {"sid=", ""},
        {"sid=a=b", "a=b"},
        {"other=\xff\xfe, \" ; sid=1", "1"},
        {"xsid=1", NULL},
        {"SID=1", NULL},
        {"sid", NULL},
        {"sid=1; sid=1", NULL},
        {"sid=1; a=b; sid=2", NULL},
        {"sid=a b", NULL},
        {"sid=a,b", NULL},
        {"sid=\"a", NULL},
        {"sid=a\\b", NULL},
        {"sid=\xc3\xa0", NULL},
        {"", NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        str value = S("untouched");
        bool found = http_cookie_find(str_of(rows[i].header), S("sid"), &value);
        assert_int_equal(found, rows[i].value != NULL);
        assert_true(str_eq(value, rows[i].value ? str_of(rows[i].value) : S("untouched")));
    }
}

static void test_form__a_cookie_in_two_headers_is_ambiguous(void **state)
{
    (void)state;
    struct http_header headers[] = {
        {S("Cookie"), S("a=1")}, {S("cookie"), S("sid=1")}, {S("Cookie"), S("sid=2")}};
    struct http_request r = {.headers = headers, .header_n = 2};
    str value;
    assert_true(http_cookie(&r, S("sid"), &value));
    assert_true(str_eq(value, S("1")));
    r.header_n = 3;
    assert_false(http_cookie(&r, S("sid"), &value));
}

/* ---- multipart ---- */

struct seen {
    struct buf text;
    size_t part_bytes;
    enum rc answer;
};

static enum rc on_begin(void *arg, const struct http_part *part)
{
    struct seen *s = arg;
    s->part_bytes = 0;
    buf_add(&s->text, part->name);
    if (part->filename.p) {
        buf_char(&s->text, '@');
        buf_add(&s->text, part->filename);
    }
    if (part->media.p) {
        buf_char(&s->text, '!');
        buf_add(&s->text, part->media);
    }
    buf_char(&s->text, '=');
    return s->answer;
}

static enum rc on_data(void *arg, str chunk)
{
    struct seen *s = arg;
    assert_in_range(chunk.n, 1, 65536);
    if (s->part_bytes < 64)
        buf_add(&s->text, str_sub(chunk, 0, 64));
    s->part_bytes += (size_t)chunk.n;
    return RC_OK;
}

static enum rc on_end(void *arg)
{
    struct seen *s = arg;
    if (s->part_bytes > 64)
        buf_fmt(&s->text, "(%zu)", s->part_bytes);
    buf_char(&s->text, ';');
    return RC_OK;
}

static int spooled(str body)
{
    int fd;
    assert_int_equal(host_file_open("/tmp", HOST_TEMP, &fd), RC_OK);
    assert_int_equal(host_file_write(fd, body.p, (size_t)body.n), RC_OK);
    return fd;
}

/* From memory and from a file: both must say the same. */
static enum rc read_both(str type, str body, const struct http_multipart_limits *limits, str *ret_text)
{
    enum rc rcs[2];
    str texts[2];
    for (int i = 0; i < 2; i++) {
        struct seen s = {.text = buf_new(mem, 1 << 20)};
        struct http_multipart_sink sink = {on_begin, on_data, on_end, &s};
        struct http_body b = {body.n, body, i ? spooled(body) : -1};
        ctx.faults = NULL;
        rcs[i] = http_multipart_read(&ctx, type, &b, limits, &sink);
        texts[i] = buf_str(&s.text);
        host_file_close(b.fd);
    }
    assert_int_equal(rcs[0], rcs[1]);
    assert_true(str_eq(texts[0], texts[1]));
    *ret_text = texts[0];
    return rcs[0];
}

#define TYPE S("multipart/form-data; boundary=XX")
#define FIELD(name, value)                                                                             \
    "--XX\r\nContent-Disposition: form-data; name=\"" name "\"\r\n\r\n" value "\r\n"

static void test_form__multipart_parts_come_in_order(void **state)
{
    (void)state;
    static const struct {
        const char *body, *seen;
    } rows[] = {
        {FIELD("a", "1") "--XX--\r\n", "a=1;"},
        {FIELD("a", "1") "--XX--", "a=1;"},
        {FIELD("a", "") FIELD("b", "x\r\n--X\r\ny\r\n") "--XX--\r\n", "a=;b=x\r\n--X\r\ny\r\n;"},
        {"--XX\r\ncontent-disposition: Form-Data; name=tep; filename=\"T\xe1\xbb\x9d khai.pdf\"\r\n"
         "Content-Type: application/pdf\r\nX-Other: 1\r\n\r\n%PDF\r\n--XX--\r\n",
         "tep@T\xe1\xbb\x9d khai.pdf!application/pdf=%PDF;"},
        {"--XX\r\nContent-Disposition: form-data; name=\"f\"; filename=\"\"\r\nContent-Type: "
         "application/octet-stream\r\n\r\n\r\n--XX--\r\n",
         "f@!application/octet-stream=;"},
        {"--XX\r\nContent-Disposition: form-data; name=\"a%22b\"; "
         "filename=\"C:\\dir\\a\\\"b\\\\c;d\"\r\n\r\n1\r\n--XX--\r\n",
         "a\"b@C:\\dir\\a\"b\\c;d=1;"},
        {"--XX--\r\n", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        str seen;
        assert_int_equal(read_both(TYPE, str_of(rows[i].body), NULL, &seen), RC_OK);
        assert_true(str_eq(seen, str_of(rows[i].seen)));
    }
}

static void test_form__a_damaged_multipart_is_refused(void **state)
{
    (void)state;
    static const char *const rows[] = {
        "",
        "--XX",
        "--XX-",
        "--XX\r\n",
        "\r\n" FIELD("a", "1") "--XX--\r\n", /* preamble */
        "hello\r\n" FIELD("a", "1") "--XX--\r\n",
        FIELD("a", "1") "--XX--\r\nmore", /* epilogue */
        FIELD("a", "1") "--XX--\r\n\r\n",
        FIELD("a", "1"), /* ends early */
        FIELD("a", "1") "--XX",
        FIELD("a", "1") "--XX\n--XX--\r\n",
        FIELD("a", "1") "--XXY\r\n",
        "--XX\r\n\r\nx\r\n--XX--\r\n", /* no head */
        "--XX\r\nContent-Type: text/plain\r\n\r\nx\r\n--XX--\r\n",
        FIELD("", "x") "--XX--\r\n",
        "--XX\r\nContent-Disposition: form-data\r\n\r\nx\r\n--XX--\r\n",
        "--XX\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\nx\r\n--XX--\r\n",
        "--XX\r\nContent-Disposition: form-data; name=\"a\"; name=\"b\"\r\n\r\nx\r\n--XX--\r\n",
        "--XX\r\nContent-Disposition: form-data; name=\"a\r\n\r\nx\r\n--XX--\r\n",
        "--XX\r\nContent-Disposition: form-data; name=\"a\" x\r\n\r\nx\r\n--XX--\r\n",
        "--XX\r\nContent-Disposition: form-data; name=\"a\"; filename*=utf-8''x\r\n\r\nx\r\n--XX--\r\n",
        "--XX\r\nContent-Disposition: form-data; name=\"\xff\"\r\n\r\nx\r\n--XX--\r\n",
        "--XX\r\nContent-Disposition: form-data; name=\"a\"\r\nContent-Disposition: form-data; "
        "name=\"b\"\r\n\r\nx\r\n--XX--\r\n",
        "--XX\r\nContent-Disposition: form-data; name=\"a\"\r\nContent-Type: a/b\r\nContent-Type: "
        "a/b\r\n\r\nx\r\n--XX--\r\n",
        "--XX\r\nContent-Disposition: form-data; name=\"a\"\r\nContent-Transfer-Encoding: "
        "base64\r\n\r\neA==\r\n--XX--\r\n",
        "--XX\r\nContent-Disposition : form-data; name=\"a\"\r\n\r\nx\r\n--XX--\r\n",
        "--XX\r\nContent-Disposition: form-data;\r\n name=\"a\"\r\n\r\nx\r\n--XX--\r\n",
        "--XX\r\nContent-Disposition: form-data; name=\"a\"\n\nx\r\n--XX--\r\n",
        "--XX\r\nContent-Disposition: form-data; name=\"a\x01\"\r\n\r\nx\r\n--XX--\r\n",
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        str seen;
        assert_int_equal(read_both(TYPE, str_of(rows[i]), NULL, &seen), RC_INVALID);
        assert_string_equal(ctx.faults->key, "http.multipart.malformed");
    }
}

static void test_form__a_boundary_is_needed(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "multipart/form-data; boundary=\"\"",
        "multipart/form-data; boundary=XX; boundary=XX",
        "multipart/form-data; boundary=\"X X \"",
        "multipart/form-data; boundary=\"X\x01X\"",
        ("multipart/form-data; "
         "boundary=01234567890123456789012345678901234567890123456789012345678901234567890"),
        "multipart/mixed; boundary=XX",
        "",
    };
    str seen;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(read_both(str_of(bad[i]), S(FIELD("a", "1") "--XX--\r\n"), NULL, &seen),
                         RC_INVALID);
    assert_int_equal(read_both(S("Multipart/Form-Data; charset=x ; BOUNDARY=\"XX\""),
                               S(FIELD("a", "1") "--XX--\r\n"), NULL, &seen),
                     RC_OK);
}

static void test_form__multipart_limits_hold(void **state)
{
    (void)state;
    struct http_multipart_limits two = {.parts = 2}, short_field = {.field_bytes = 3};
    str seen;
    assert_int_equal(read_both(TYPE, S(FIELD("a", "1") FIELD("b", "2") "--XX--\r\n"), &two, &seen),
                     RC_OK);
    assert_int_equal(
        read_both(TYPE, S(FIELD("a", "1") FIELD("b", "2") FIELD("c", "3") "--XX--\r\n"), &two, &seen),
        RC_INVALID);
    assert_string_equal(ctx.faults->key, "http.multipart.too_many_parts");
    assert_int_equal(read_both(TYPE, S(FIELD("a", "123") "--XX--\r\n"), &short_field, &seen), RC_OK);
    assert_int_equal(read_both(TYPE, S(FIELD("a", "1234") "--XX--\r\n"), &short_field, &seen),
                     RC_INVALID);
    assert_string_equal(ctx.faults->key, "http.multipart.part_too_large");
    assert_true(str_eq(ctx.faults->field, S("a")));
    struct buf b = buf_new(mem, 1 << 20); /* a head beyond 8 KiB */
    buf_add(&b, S("--XX\r\nContent-Disposition: form-data; name=\"a\"\r\nX: "));
    for (int i = 0; i < 9000; i++)
        buf_char(&b, 'x');
    buf_add(&b, S("\r\n\r\n1\r\n--XX--\r\n"));
    assert_int_equal(read_both(TYPE, buf_str(&b), NULL, &seen), RC_INVALID);
}

/* Sizes around the window, where a delimiter may lie across two reads. */
static void test_form__large_parts_stream_whatever_their_size(void **state)
{
    (void)state;
    struct http_multipart_limits limits = {.field_bytes = 1 << 20};
    char *fill = arena_alloc(mem, 200000);
    memset(fill, '\r', 200000);
    for (int n = 65536 - 140; n < 65536 + 20; n++) {
        struct arena_mark mark = arena_mark(mem);
        str body =
            str_fmt(mem, "%s%.*s\r\n%s", "--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n",
                    n, fill, FIELD("b", "2") "--XX--\r\n");
        str seen;
        assert_int_equal(read_both(TYPE, body, &limits, &seen), RC_OK);
        assert_true(str_ends(seen, str_fmt(mem, "(%d);b=2;", n)));
        arena_reset(mem, mark);
    }
}

static enum rc refuse_data(void *arg, str chunk)
{
    (void)arg, (void)chunk;
    return RC_UNAVAILABLE;
}

static void test_form__a_sink_may_stop(void **state)
{
    (void)state;
    struct seen s = {.text = buf_new(mem, 4096), .answer = RC_CONFLICT};
    struct http_multipart_sink sink = {on_begin, on_data, on_end, &s};
    str body = S(FIELD("a", "1") "--XX--\r\n");
    struct http_body b = {body.n, body, -1};
    assert_int_equal(http_multipart_read(&ctx, TYPE, &b, NULL, &sink), RC_CONFLICT);
    s.answer = RC_OK;
    sink.data = refuse_data;
    assert_int_equal(http_multipart_read(&ctx, TYPE, &b, NULL, &sink), RC_UNAVAILABLE);
}

static void test_form__an_unreadable_spool_is_unavailable(void **state)
{
    (void)state;
    struct seen s = {.text = buf_new(mem, 4096)};
    struct http_multipart_sink sink = {on_begin, on_data, on_end, &s};
    struct http_body b = {10, STR_NONE, 9999};
    str all;
    assert_int_equal(http_multipart_read(&ctx, TYPE, &b, NULL, &sink), RC_UNAVAILABLE);
    assert_int_equal(http_body_all(&ctx, &b, 100, &all), RC_UNAVAILABLE);
}

static void test_form__a_whole_body_is_read_up_to_a_limit(void **state)
{
    (void)state;
    str text = S("0123456789"), all;
    struct http_body in_memory = {10, text, -1}, in_file = {10, STR_NONE, spooled(text)};
    assert_int_equal(http_body_all(&ctx, &in_memory, 10, &all), RC_OK);
    assert_true(str_eq(all, text));
    assert_int_equal(http_body_all(&ctx, &in_file, 10, &all), RC_OK);
    assert_true(str_eq(all, text));
    assert_int_equal(http_body_all(&ctx, &in_file, 9, &all), RC_INVALID);
    host_file_close(in_file.fd);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_form__pairs_are_decoded),
        cmocka_unit_test(test_form__bad_pairs_are_refused),
        cmocka_unit_test(test_form__media_ignores_parameters_and_case),
        cmocka_unit_test(test_form__a_cookie_is_found_once_or_not_at_all),
        cmocka_unit_test(test_form__a_cookie_in_two_headers_is_ambiguous),
        cmocka_unit_test(test_form__multipart_parts_come_in_order),
        cmocka_unit_test(test_form__a_damaged_multipart_is_refused),
        cmocka_unit_test(test_form__a_boundary_is_needed),
        cmocka_unit_test(test_form__multipart_limits_hold),
        cmocka_unit_test(test_form__large_parts_stream_whatever_their_size),
        cmocka_unit_test(test_form__a_sink_may_stop),
        cmocka_unit_test(test_form__an_unreadable_spool_is_unavailable),
        cmocka_unit_test(test_form__a_whole_body_is_read_up_to_a_limit),
    };
    return cmocka_run_group_tests_name("http form", tests, start, stop);
}
