/*
 * test_refuse.c - every file of tests/http/vectors, sent byte by byte and at once, gets the
 * status its name begins with, then the end of the connection; what follows it is never
 * read as a request. And: the same requests without their fault are answered.
 */
#include "http/lib_client.h"
#include "http/lib_server.h"

#include "host/file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static struct test_server server;
static struct arena *mem;

static int start(void **state)
{
    (void)state;
    mem = arena_new((size_t)64 << 20);
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

#define SMUGGLED "GET /pool HTTP/1.1\r\nHost: localhost\r\n\r\n"

static void must_refuse(const char *name, str bytes, int status, bool slowly)
{
    struct client c;
    struct answer a;
    assert_true(client_open(&c, server.port, 5000));
    if (!slowly) {
        assert_true(client_send(&c, bytes));
        (void)client_send(&c, S(SMUGGLED)); /* may meet a closed door */
    }
    for (ptrdiff_t i = 0; slowly && i < bytes.n; i++)
        if (!client_send(&c, str_sub(bytes, i, 1)))
            break;
    bool ok = client_read(&c, mem, false, &a) && a.status == status &&
              str_eq(answer_header(&a, S("connection")), S("close")) && client_ended(&c);
    if (!ok)
        print_error("%s: wanted %d and the end, got %d\n%.*s\n", name, status, a.status,
                    STR_ARG(a.head));
    assert_true(ok);
    client_close(&c);
}

static enum rc each(void *arg, const struct host_entry *e)
{
    int *count = arg;
    str name = str_of(e->name), bytes;
    int64_t status;
    if (!str_ends(name, S(".http")))
        return RC_OK;
    assert_true(str_to_i64(str_sub(name, 0, 3), &status));
    const char *path = str_c(mem, str_fmt(mem, "tests/http/vectors/%s", e->name));
    assert_int_equal(host_file_get(mem, path, 1 << 20, &bytes), RC_OK);
    must_refuse(e->name, bytes, (int)status, false);
    if (bytes.n < 1000)
        must_refuse(e->name, bytes, (int)status, true);
    ++*count;
    return RC_OK;
}

static void test_refuse__every_vector(void **state)
{
    (void)state;
    int count = 0;
    assert_int_equal(host_dir_each(mem, "tests/http/vectors", each, &count), RC_OK);
    print_message("%d vectors\n", count);
    assert_true(count >= 120);
}

static void test_refuse__counts_what_it_refused(void **state)
{
    (void)state;
    struct http_metrics before, after;
    http_server_metrics(server.http, &before);
    must_refuse("malformed", S("GET / HTTP/1.1\n\n"), 400, false);
    must_refuse("method", S("BREW / HTTP/1.1\r\nHost: a\r\n\r\n"), 501, false);
    must_refuse("body", S("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 999999999\r\n\r\n"), 413,
                false);
    http_server_metrics(server.http, &after);
    assert_int_equal(after.refused[HTTP_REFUSED_MALFORMED] - before.refused[HTTP_REFUSED_MALFORMED], 1);
    assert_int_equal(after.refused[HTTP_REFUSED_HEAD] - before.refused[HTTP_REFUSED_HEAD], 1);
    assert_int_equal(after.refused[HTTP_REFUSED_BODY] - before.refused[HTTP_REFUSED_BODY], 1);
    assert_int_equal(after.by_class[4] - before.by_class[4], 2);
    assert_int_equal(after.by_class[5] - before.by_class[5], 1);
    assert_int_equal(after.requests, before.requests);
}

/* The neighbours of the vectors that are right: a reader that refuses all would pass above. */
static void test_refuse__lets_the_right_ones_pass(void **state)
{
    (void)state;
    static const char *const right[] = {
        "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\nabc",
        "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 003\r\n\r\nabc",
        "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n",
        ("POST /echo HTTP/1.1\r\nhOST: localhost:8080\r\nTransfer-Encoding: "
         "CHUNKED\r\n\r\n3\r\nabc\r\n0\r\n\r\n"),
        "DELETE /a/..b/c.. HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        "GET /a//b/%2e%2e%2e HTTP/1.1\r\nHost: [::1]:8080\r\n\r\n",
        "GET /?a=%00/../ HTTP/1.1\r\nHost: mot-cua.gov_1.vn\r\nX: \xe1\xbb\xad\tb\r\n\r\n",
        "OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "PATCH http://localhost/x HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "PUT https://LOCALHOST/x HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "\r\nGET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
    };
    for (size_t i = 0; i < sizeof right / sizeof *right; i++) {
        struct answer a;
        assert_true(client_once(server.port, mem, str_of(right[i]), &a));
        if (a.status != 200)
            print_error("%s", right[i]);
        assert_int_equal(a.status, 200);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_refuse__every_vector),
        cmocka_unit_test(test_refuse__counts_what_it_refused),
        cmocka_unit_test(test_refuse__lets_the_right_ones_pass),
    };
    return cmocka_run_group_tests_name("http refuse", tests, start, stop);
}
