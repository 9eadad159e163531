/* test_server.c - what a well-behaved client sees. */
#include "http/lib_client.h"
#include "http/lib_server.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <sys/socket.h>
#include <zlib.h>
#include <cmocka.h>

#include "core/buf.h"

static struct test_server server;
static struct arena *mem;

static int start(void **state)
{
    (void)state;
    mem = arena_new((size_t)256 << 20);
    test_server_start(&server, NULL);
    return 0;
}

static int stop(void **state)
{
    (void)state;
    test_server_stop(&server);
    arena_free(mem);
    return 0;
}

static struct answer once(str bytes)
{
    struct answer a;
    assert_true(client_once(server.port, mem, bytes, &a));
    return a;
}

#define HOST "Host: localhost\r\n"

static void test_server__answers_a_get(void **state)
{
    (void)state;
    struct answer a = once(S("GET /const HTTP/1.1\r\n" HOST "\r\n"));
    assert_int_equal(a.status, 200);
    assert_int_equal(a.body.n, 2000);
    assert_true(str_eq(answer_header(&a, S("content-length")), S("2000")));
    assert_int_equal(answer_header(&a, S("date")).n, 29);
    assert_null(answer_header(&a, S("server")).p);
    assert_null(answer_header(&a, S("connection")).p);
}

static void test_server__head_has_length_but_no_body(void **state)
{
    (void)state;
    struct client c;
    struct answer a;
    assert_true(client_open(&c, server.port, 2000));
    assert_true(
        client_send(&c, S("HEAD /const HTTP/1.1\r\n" HOST "\r\nHEAD /file?5000 HTTP/1.1\r\n" HOST
                          "\r\nGET /none HTTP/1.1\r\n" HOST "Connection: close\r\n\r\n")));
    assert_true(client_read(&c, mem, true, &a));
    assert_true(str_eq(answer_header(&a, S("content-length")), S("2000")));
    assert_true(client_read(&c, mem, true, &a));
    assert_true(str_eq(answer_header(&a, S("content-length")), S("5000")));
    assert_true(client_read(&c, mem, false, &a));
    assert_int_equal(a.status, 204);
    assert_null(answer_header(&a, S("content-length")).p);
    assert_true(str_eq(answer_header(&a, S("connection")), S("close")));
    assert_true(client_ended(&c));
    client_close(&c);
}

static void test_server__shows_the_request_once_decoded(void **state)
{
    (void)state;
    struct answer a = once(S("GET /th%E1%BB%A7-t%e1%bb%a5c/a%2520b?q=%C4%91&x HTTP/1.1\r\n" HOST
                             "X-Empty:\r\nX-Tab: \t a b \t\r\ncookie: a=1\r\n\r\n"));
    assert_true(str_starts(a.body, S("GET path=/thủ-tục/a%20b query=q=%C4%91&x peer=127.0.0.1\n")));
    assert_true(str_has(a.body, S("X-Empty=[]\nX-Tab=[a b]\ncookie=[a=1]\n")));
}

static void test_server__answers_pipelined_in_order(void **state)
{
    (void)state;
    struct client c;
    struct answer a;
    assert_true(client_open(&c, server.port, 2000));
    for (int i = 0; i < 50; i++)
        assert_true(
            client_send(&c, S("GET /later HTTP/1.1\r\n" HOST "\r\nPOST /echo HTTP/1.1\r\n" HOST
                              "Content-Length: 3\r\n\r\nabcGET /pool HTTP/1.1\r\n" HOST "\r\n")));
    for (int i = 0; i < 5; i++) {
        assert_true(client_read(&c, mem, false, &a));
        assert_true(str_eq(a.body, S("later")));
        assert_true(client_read(&c, mem, false, &a));
        assert_true(str_ends(a.body, S("body=abc")));
        assert_true(client_read(&c, mem, false, &a));
        assert_true(str_eq(a.body, S("from a worker")));
    }
    client_close(&c); /* 45 answers are still to come: nobody reads them */
}

static void test_server__answers_after_a_half_close(void **state)
{
    (void)state;
    struct client c;
    struct answer a;
    assert_true(client_open(&c, server.port, 2000));
    assert_true(
        client_send(&c, S("GET /later HTTP/1.1\r\n" HOST "\r\nGET /pool HTTP/1.1\r\n" HOST "\r\n")));
    shutdown(c.fd, SHUT_WR);
    assert_true(client_read(&c, mem, false, &a));
    assert_true(str_eq(a.body, S("later")));
    assert_true(client_read(&c, mem, false, &a));
    assert_true(str_eq(a.body, S("from a worker")));
    assert_true(client_ended(&c));
    client_close(&c);
}

static void test_server__accepts_bytes_one_by_one(void **state)
{
    (void)state;
    static const char request[] =
        "\r\nPOST /echo HTTP/1.1\r\nHost: [::1]:80\r\nTransfer-Encoding: Chunked\r\n\r\n"
        "3\r\nabc\r\n0000A\r\n0123456789\r\n0\r\n\r\n";
    struct client c;
    struct answer a;
    assert_true(client_open(&c, server.port, 2000));
    for (size_t i = 0; i + 1 < sizeof request; i++)
        assert_true(client_send(&c, (str){request + i, 1}));
    assert_true(client_read(&c, mem, false, &a));
    assert_int_equal(a.status, 200);
    assert_true(str_ends(a.body, S("body=abc0123456789")));
    client_close(&c);
}

static str sum_of(const char *bytes, size_t n)
{
    uint64_t h = 14695981039346656037u;
    for (size_t i = 0; i < n; i++)
        h = (h ^ (unsigned char)bytes[i]) * 1099511628211u;
    return str_fmt(mem, "%zu %016llx ", n, (unsigned long long)h);
}

static void post_body(size_t n, bool chunked, const char *where)
{
    char *bytes = arena_alloc(mem, n + 1);
    for (size_t i = 0; i < n; i++)
        bytes[i] = (char)(i * 7 + i / 251);
    struct client c;
    struct answer a;
    assert_true(client_open(&c, server.port, 5000));
    if (chunked) {
        assert_true(
            client_send(&c, S("POST /sum HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n")));
        for (size_t at = 0; at < n; at += 30000) {
            size_t part = n - at < 30000 ? n - at : 30000;
            assert_true(client_send(&c, str_fmt(mem, "%zx\r\n", part)));
            assert_true(client_send(&c, (str){bytes + at, (ptrdiff_t)part}));
            assert_true(client_send(&c, S("\r\n")));
        }
        assert_true(client_send(&c, S("0\r\n\r\n")));
    } else {
        assert_true(client_send(
            &c, str_fmt(mem, "POST /sum HTTP/1.1\r\n" HOST "Content-Length: %zu\r\n\r\n", n)));
        assert_true(client_send(&c, (str){bytes, (ptrdiff_t)n}));
    }
    assert_true(client_read(&c, mem, false, &a));
    assert_true(str_eq(a.body, str_fmt(mem, "%.*s%s", STR_ARG(sum_of(bytes, n)), where)));
    /* the connection goes on */
    assert_true(client_send(&c, S("GET /pool HTTP/1.1\r\n" HOST "\r\n")));
    assert_true(client_read(&c, mem, false, &a));
    assert_true(str_eq(a.body, S("from a worker")));
    client_close(&c);
}

static void test_server__keeps_short_bodies_and_spools_long_ones(void **state)
{
    (void)state;
    for (int chunked = 0; chunked < 2; chunked++) {
        post_body(1, chunked, "memory");
        post_body(65536, chunked, "memory");
        post_body(65537, chunked, "spool");
        post_body(200000, chunked, "spool");
        post_body(10 << 20, chunked, "spool");
    }
    struct http_metrics m;
    http_server_metrics(server.http, &m);
    assert_int_equal(m.spooled, 6);
}

static void test_server__sends_large_answers_and_files(void **state)
{
    (void)state;
    struct answer a = once(S("GET /big HTTP/1.1\r\n" HOST "\r\n"));
    assert_int_equal(a.body.n, 8 << 20);
    a = once(S("GET /file?3000000 HTTP/1.1\r\n" HOST "\r\n"));
    assert_int_equal(a.body.n, 3000000);
    for (ptrdiff_t i = 0; i < a.body.n; i++)
        assert_int_equal(a.body.p[i], 'f');
}

static void test_server__compresses_when_asked(void **state)
{
    (void)state;
    struct answer a = once(S("GET /gzip HTTP/1.1\r\n" HOST "Accept-Encoding: br, gzip;q=0.5\r\n\r\n"));
    assert_true(str_eq(answer_header(&a, S("content-encoding")), S("gzip")));
    assert_true(str_eq(answer_header(&a, S("vary")), S("Accept-Encoding")));
    assert_true(a.body.n < 200);
    char plain[4000];
    z_stream z = {.next_in = (unsigned char *)(uintptr_t)a.body.p,
                  .avail_in = (unsigned)a.body.n,
                  .next_out = (unsigned char *)plain,
                  .avail_out = sizeof plain};
    assert_int_equal(inflateInit2(&z, 15 + 16), Z_OK);
    assert_int_equal(inflate(&z, Z_FINISH), Z_STREAM_END);
    assert_int_equal(z.total_out, 2000);
    inflateEnd(&z);
    a = once(S("GET /gzip HTTP/1.1\r\n" HOST "Accept-Encoding: gzip;q=0\r\n\r\n"));
    assert_null(answer_header(&a, S("content-encoding")).p);
    assert_true(str_eq(answer_header(&a, S("vary")), S("Accept-Encoding")));
    assert_int_equal(a.body.n, 2000);
}

static void test_server__weighs_what_is_accepted(void **state)
{
    static const struct {
        const char *accepts;
        bool gzip;
    } rows[] = {{"gzip", true},
                {"GZIP;Q=1.000", true},
                {"br, gzip ; q=0.001", true},
                {"*", true},
                {"*;q=0.5", true},
                {"gzip;q=0.000", false},
                {"gzip;q=0.", false},
                {"gzip;q=0.0, *", false},
                {"*, gzip;q=0", false},
                {"*;q=0, gzip", true},
                {"gzip;q=2", false},
                {"gzip;q=1.5", false},
                {"gzip;q=0.0001", false},
                {"gzip;q=", false},
                {"gzip;q=x", false},
                {"gzip;level=9", false},
                {"xgzip", false},
                {"gzipx", false},
                {"br", false},
                {"identity;q=1", false}};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct answer a = once(
            str_fmt(mem, "GET /gzip HTTP/1.1\r\n" HOST "Accept-Encoding: %s\r\n\r\n", rows[i].accepts));
        if ((answer_header(&a, S("content-encoding")).p != NULL) != rows[i].gzip)
            fail_msg("Accept-Encoding: %s", rows[i].accepts);
    }
}

static void test_server__says_continue(void **state)
{
    (void)state;
    struct client c;
    struct answer a;
    assert_true(client_open(&c, server.port, 2000));
    assert_true(client_send(
        &c, S("POST /echo HTTP/1.1\r\n" HOST "Expect: 100-Continue\r\nContent-Length: 2\r\n\r\n")));
    assert_true(client_read(&c, mem, false, &a));
    assert_int_equal(a.status, 100);
    assert_true(client_send(&c, S("ok")));
    assert_true(client_read(&c, mem, false, &a));
    assert_int_equal(a.status, 200);
    assert_true(str_ends(a.body, S("body=ok")));
    client_close(&c);
}

static void test_server__speaks_http_1_0(void **state)
{
    (void)state;
    struct client c;
    struct answer a;
    assert_true(client_open(&c, server.port, 2000));
    assert_true(client_send(&c, S("GET /pool HTTP/1.0\r\n" HOST "Connection: keep-alive\r\n\r\n")));
    assert_true(client_read(&c, mem, false, &a));
    assert_true(str_eq(answer_header(&a, S("connection")), S("keep-alive")));
    assert_true(client_send(&c, S("GET /pool HTTP/1.0\r\n" HOST "\r\n")));
    assert_true(client_read(&c, mem, false, &a));
    assert_true(str_eq(answer_header(&a, S("connection")), S("close")));
    assert_true(client_ended(&c));
    client_close(&c);
}

static void test_server__ignores_an_upgrade_offer(void **state)
{
    (void)state;
    struct answer a =
        once(S("GET /pool HTTP/1.1\r\n" HOST "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
               "HTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n"));
    assert_int_equal(a.status, 200);
    a = once(S("POST /echo HTTP/1.1\r\n" HOST
               "Connection: upgrade\r\nUpgrade: websocket\r\nContent-Length: 4\r\n\r\nbody"));
    assert_true(str_ends(a.body, S("body=body")));
}

static void test_server__takes_an_absolute_target_of_its_own_host(void **state)
{
    (void)state;
    struct answer a = once(S("GET http://LOCALHOST/a?b HTTP/1.1\r\n" HOST "\r\n"));
    assert_true(str_starts(a.body, S("GET path=/a query=b ")));
}

static void test_server__answers_early_and_drains_what_comes(void **state)
{
    (void)state;
    struct client c;
    struct answer a;
    assert_true(client_open(&c, server.port, 3000));
    assert_true(client_send(&c, S("POST /early HTTP/1.1\r\n" HOST "Content-Length: 500000\r\n\r\n")));
    char *bytes = arena_alloc(mem, 500000);
    assert_true(client_send(&c, (str){bytes, 500000}));
    assert_true(client_read(&c, mem, false, &a));
    assert_int_equal(a.status, 404);
    assert_true(str_eq(answer_header(&a, S("connection")), S("close")));
    assert_true(client_ended(&c));
    client_close(&c);
    assert_true(client_open(&c, server.port, 3000)); /* without a body the connection stays */
    assert_true(
        client_send(&c, S("GET /early HTTP/1.1\r\n" HOST "\r\nGET /pool HTTP/1.1\r\n" HOST "\r\n")));
    assert_true(client_read(&c, mem, false, &a));
    assert_int_equal(a.status, 404);
    assert_true(client_read(&c, mem, false, &a));
    assert_int_equal(a.status, 200);
    client_close(&c);
}

static void test_server__limits_a_body_by_route(void **state)
{
    (void)state;
    struct answer a = once(S("POST /small HTTP/1.1\r\n" HOST "Content-Length: 10\r\n\r\n0123456789"));
    assert_int_equal(a.status, 200);
    a = once(S("POST /small HTTP/1.1\r\n" HOST "Content-Length: 11\r\n\r\n01234567890"));
    assert_int_equal(a.status, 413);
    a = once(S("POST /small HTTP/1.1\r\n" HOST
               "Transfer-Encoding: chunked\r\n\r\nb\r\n01234567890\r\n0\r\n\r\n"));
    assert_int_equal(a.status, 413);
}

static void test_server__a_full_arena_is_503_and_the_next_request_works(void **state)
{
    (void)state;
    assert_int_equal(once(S("GET /full HTTP/1.1\r\n" HOST "\r\n")).status, 503);
    assert_int_equal(once(S("GET /full-head HTTP/1.1\r\n" HOST "\r\n")).status, 503);
    assert_int_equal(once(S("GET /pool HTTP/1.1\r\n" HOST "\r\n")).status, 200);
}

static void test_server__a_reply_with_control_bytes_is_500(void **state)
{
    (void)state;
    struct answer a = once(S("GET /bad-reply HTTP/1.1\r\n" HOST "\r\n"));
    assert_int_equal(a.status, 500);
    assert_null(answer_header(&a, S("set-cookie")).p);
}

static void test_server__reply_heads_have_a_limit(void **state)
{
    (void)state;
    struct answer a = once(S("GET /long-head?1500 HTTP/1.1\r\n" HOST "\r\n"));
    assert_int_equal(a.status, 200);
    assert_int_equal(answer_header(&a, S("x-long")).n, 1500);
    a = once(S("GET /long-head?20000 HTTP/1.1\r\n" HOST "\r\n"));
    assert_int_equal(answer_header(&a, S("x-long")).n, 20000);
    assert_int_equal(once(S("GET /long-head?20480 HTTP/1.1\r\n" HOST "\r\n")).status, 500);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_server__answers_a_get),
        cmocka_unit_test(test_server__head_has_length_but_no_body),
        cmocka_unit_test(test_server__shows_the_request_once_decoded),
        cmocka_unit_test(test_server__answers_pipelined_in_order),
        cmocka_unit_test(test_server__answers_after_a_half_close),
        cmocka_unit_test(test_server__accepts_bytes_one_by_one),
        cmocka_unit_test(test_server__keeps_short_bodies_and_spools_long_ones),
        cmocka_unit_test(test_server__sends_large_answers_and_files),
        cmocka_unit_test(test_server__compresses_when_asked),
        cmocka_unit_test(test_server__weighs_what_is_accepted),
        cmocka_unit_test(test_server__says_continue),
        cmocka_unit_test(test_server__speaks_http_1_0),
        cmocka_unit_test(test_server__ignores_an_upgrade_offer),
        cmocka_unit_test(test_server__takes_an_absolute_target_of_its_own_host),
        cmocka_unit_test(test_server__answers_early_and_drains_what_comes),
        cmocka_unit_test(test_server__limits_a_body_by_route),
        cmocka_unit_test(test_server__a_full_arena_is_503_and_the_next_request_works),
        cmocka_unit_test(test_server__a_reply_with_control_bytes_is_500),
        cmocka_unit_test(test_server__reply_heads_have_a_limit),
    };
    return cmocka_run_group_tests_name("http server", tests, start, stop);
}
