/* test_front.c - behind a TLS front: whose word on who asks is taken, and whose is not. */
#include "lib_test.h"

#include "http/lib_client.h"
#include "http/lib_server.h"

#include <string.h>

#define HOLDS 6

static struct answer ask(struct test_server *s, struct arena *mem, const char *headers)
{
    struct answer a = {0};
    assert_true(client_once(
        s->port, mem, str_fmt(mem, "GET /echo HTTP/1.1\r\nHost: localhost\r\n%s\r\n", headers), &a));
    assert_int_equal(a.status, 200);
    return a;
}

static void sees(struct test_server *s, struct arena *mem, const char *headers, const char *peer)
{
    const str want = str_fmt(mem, " peer=%s\n", peer);
    const struct answer a = ask(s, mem, headers);
    if (!str_has(a.body, want))
        fail_msg("%s: expected%.*s, got %.*s", headers, STR_ARG(want), STR_ARG(a.body));
}

static void test_front__its_last_hop_is_the_peer(void **state)
{
    struct arena *mem = ((struct ctx *)*state)->mem;
    struct test_server s;
    test_server_start(&s, &(struct http_config){.fronts = S("10.0.0.9, 127.0.0.1")});
    sees(&s, mem, "", "127.0.0.1");
    sees(&s, mem, "X-Forwarded-For: 203.0.113.7\r\n", "203.0.113.7");
    sees(&s, mem, "X-Forwarded-For: 198.51.100.1, 203.0.113.7\r\n", "203.0.113.7");
    sees(&s, mem, "X-Forwarded-For: 198.51.100.1\r\nX-Forwarded-For: 203.0.113.7\r\n", "203.0.113.7");
    sees(&s, mem, "X-Forwarded-For: 203.0.113.7:52011\r\n", "203.0.113.7");
    sees(&s, mem, "X-Forwarded-For: 2001:DB8::7\r\n", "2001:db8::7");
    sees(&s, mem, "X-Forwarded-For: [2001:db8::7]\r\n", "2001:db8::7");
    sees(&s, mem, "X-Forwarded-For: [2001:db8::7]:443\r\n", "2001:db8::7");
    sees(&s, mem, "X-Forwarded-For: ::ffff:203.0.113.7\r\n", "203.0.113.7");
    test_server_stop(&s);
}

static void test_front__what_is_no_address_is_not_believed(void **state)
{
    struct arena *mem = ((struct ctx *)*state)->mem;
    struct test_server s;
    test_server_start(&s, &(struct http_config){.fronts = S("127.0.0.1")});
    sees(&s, mem, "X-Forwarded-For: unknown\r\n", "127.0.0.1");
    sees(&s, mem, "X-Forwarded-For: 203.0.113.7,\r\n", "127.0.0.1");
    sees(&s, mem, "X-Forwarded-For: 203.0.113.777\r\n", "127.0.0.1");
    sees(&s, mem, "X-Forwarded-For: \r\n", "127.0.0.1");
    test_server_stop(&s);
}

static void test_front__others_cannot_say_who_they_are(void **state)
{
    struct arena *mem = ((struct ctx *)*state)->mem;
    struct test_server s;
    test_server_start(&s, &(struct http_config){.fronts = S("10.0.0.9")});
    sees(&s, mem, "X-Forwarded-For: 203.0.113.7\r\n", "127.0.0.1");
    test_server_stop(&s);
    test_server_start(&s, NULL);
    sees(&s, mem, "X-Forwarded-For: 203.0.113.7\r\n", "127.0.0.1");
    test_server_stop(&s);
}

/* How many of HOLDS connections at once get an answer. */
static int answered(str fronts, struct arena *mem)
{
    struct test_server s;
    struct client held[HOLDS];
    struct answer a;
    int n = 0;
    test_server_start(&s,
                      &(struct http_config){.loops = 1, .fronts = fronts, .limits = {.per_peer = 3}});
    for (int i = 0; i < HOLDS; i++) {
        assert_true(client_open(&held[i], s.port, 3000));
        (void)client_send(&held[i], S("GET /const HTTP/1.1\r\nHost: localhost\r\n\r\n"));
        n += client_read(&held[i], mem, false, &a) && a.status == 200;
    }
    for (int i = 0; i < HOLDS; i++)
        client_close(&held[i]);
    test_server_stop(&s);
    return n;
}

static void test_front__holds_many_peoples_connections(void **state)
{
    struct arena *mem = ((struct ctx *)*state)->mem;
    assert_int_equal(answered(STR_NONE, mem), 3);
    assert_int_equal(answered(S("127.0.0.1"), mem), HOLDS);
}

static void handler(struct http_call *call, void *arg)
{
    (void)arg;
    http_answer(call, &(struct http_reply){.status = 204});
}

static void test_front__a_wrong_list_stops_the_start(void **state)
{
    static const char *const wrong[] = {
        "front.example.vn", ",127.0.0.1", "10.0.0.0/8",
        "1.1.1.1,1.1.1.2,1.1.1.3,1.1.1.4,1.1.1.5,1.1.1.6,1.1.1.7,1.1.1.8,1.1.1.9"};
    struct ctx *c = *state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct http_server *s;
        c->faults = NULL;
        assert_int_equal(http_server_start(c,
                                           &(struct http_config){.listen = {S("127.0.0.1:0")},
                                                                 .spool = "/tmp",
                                                                 .handler = handler,
                                                                 .fronts = str_of(wrong[i])},
                                           &s),
                         RC_INVALID);
        assert_string_equal(c->faults->key, "http.front.malformed");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_front__its_last_hop_is_the_peer, test_setup,
                                        test_teardown),
        cmocka_unit_test_setup_teardown(test_front__what_is_no_address_is_not_believed, test_setup,
                                        test_teardown),
        cmocka_unit_test_setup_teardown(test_front__others_cannot_say_who_they_are, test_setup,
                                        test_teardown),
        cmocka_unit_test_setup_teardown(test_front__holds_many_peoples_connections, test_setup,
                                        test_teardown),
        cmocka_unit_test_setup_teardown(test_front__a_wrong_list_stops_the_start, test_setup,
                                        test_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
