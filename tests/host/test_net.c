/* test_net.c - addresses, listening sockets, threads. */
#include "host/net.h"
#include "host/thread.h"

#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

static void test_net__addresses_are_numeric(void **state)
{
    (void)state;
    static const struct {
        const char *in, *text;
        int port;
        bool loopback;
    } rows[] = {
        {"127.0.0.1:8080", "127.0.0.1", 8080, true},
        {"127.9.9.9:1", "127.9.9.9", 1, true},
        {"0.0.0.0:0", "0.0.0.0", 0, false},
        {"[::1]:65535", "::1", 65535, true},
        {"[2001:db8::5]:80", "2001:db8::5", 80, false},
        {"[::ffff:10.1.2.3]:80", "10.1.2.3", 80, false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct host_addr a;
        char text[HOST_ADDR_TEXT];
        assert_true(host_addr_parse(str_of(rows[i].in), &a));
        assert_int_equal(host_addr_port(&a), rows[i].port);
        assert_int_equal(host_addr_is_loopback(&a), rows[i].loopback);
        assert_true(str_eq(host_addr_text(&a, text), str_of(rows[i].text)));
    }
}

static void test_net__other_addresses_are_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",           "127.0.0.1", "127.0.0.1:", ":80",           "localhost:80",
        "127.1:80",   "1.2.3.4:a", "1.2.3.4:-1", "1.2.3.4:65536", "1.2.3.4:123456",
        "::1:80",     "[::1]",     "[::1:80",    "[1.2.3.4]:80",  "[::1%lo]:80",
        " 1.2.3.4:80"};
    struct host_addr a;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(host_addr_parse(str_of(bad[i]), &a));
}

static void test_net__a_port_is_shared_only_on_request(void **state)
{
    (void)state;
    struct host_addr any, bound;
    assert_true(host_addr_parse(S("127.0.0.1:0"), &any));
    int first = host_listen(&any, true, 8, &bound);
    assert_true(first >= 0);
    assert_true(host_addr_port(&bound) > 0);
    int second = host_listen(&bound, true, 8, &bound);
    assert_true(second >= 0);
    assert_int_equal(host_listen(&bound, false, 8, &any), -EADDRINUSE);
    int client = host_connect(&bound);
    assert_true(client >= 0);
    close(client);
    close(first);
    close(second);
    assert_int_equal(host_connect(&bound), -ECONNREFUSED);
}

static void *blocked_signals(void *arg)
{
    sigset_t *now = arg;
    pthread_sigmask(SIG_SETMASK, NULL, now);
    return NULL;
}

static void test_net__a_thread_leaves_signals_to_others(void **state)
{
    (void)state;
    struct host_thread t;
    sigset_t inside, outside;
    assert_int_equal(host_thread_start(&t, "test", blocked_signals, &inside), 0);
    host_thread_join(&t);
    pthread_sigmask(SIG_SETMASK, NULL, &outside);
    assert_true(sigismember(&inside, SIGTERM) && sigismember(&inside, SIGPIPE));
    assert_false(sigismember(&outside, SIGTERM));
}

static void test_net__the_process_knows_its_size(void **state)
{
    (void)state;
    assert_in_range(host_cores(), 1, 4096);
    assert_in_range(host_resident_kb(), 500, 64 * 1024 * 1024);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_net__addresses_are_numeric),
        cmocka_unit_test(test_net__other_addresses_are_refused),
        cmocka_unit_test(test_net__a_port_is_shared_only_on_request),
        cmocka_unit_test(test_net__a_thread_leaves_signals_to_others),
        cmocka_unit_test(test_net__the_process_knows_its_size),
    };
    return cmocka_run_group_tests_name("host net", tests, NULL, NULL);
}
