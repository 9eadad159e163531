/*
 * test_deadline.c - time, caps and the end: slow peers, crowded doors, full queues, drain.
 * Deadlines are shortened; what is tested is which clock they follow.
 */
#include "http/lib_client.h"
#include "http/lib_server.h"

#include "host/clock.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>
#include <cmocka.h>

#define HOST "Host: localhost\r\n"

static struct arena *mem;

static int setup(void **state)
{
    (void)state;
    mem = arena_new((size_t)64 << 20);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_free(mem);
    return 0;
}

static struct client open_client(const struct test_server *s)
{
    struct client c;
    assert_true(client_open(&c, s->port, 5000));
    return c;
}

static int ask(struct client *c, str request)
{
    struct answer a;
    assert_true(client_send(c, request));
    assert_true(client_read(c, mem, false, &a));
    return a.status;
}

static int64_t ms_since(int64_t start_us)
{
    return (host_monotonic_us() - start_us) / 1000;
}

static struct http_metrics metrics(const struct test_server *s)
{
    struct http_metrics m;
    http_server_metrics(s->http, &m);
    return m;
}

static void test_deadline__a_head_has_a_deadline_from_its_first_byte(void **state)
{
    (void)state;
    struct test_server s;
    test_server_start(&s, &(struct http_config){.limits = {.head_ms = 400}});
    struct client c = open_client(&s);
    struct answer a = {0};
    int64_t start = host_monotonic_us();
    assert_true(client_send(&c, S("GET /pool HTTP/1.1\r\nX: ")));
    while (ms_since(start) < 350) { /* bytes keep coming: it does not help */
        (void)client_send(&c, S("a"));
        host_sleep_us(20000);
    }
    assert_true(client_read(&c, mem, false, &a));
    assert_int_equal(a.status, 408);
    assert_in_range(ms_since(start), 400, 1500);
    assert_true(client_ended(&c));
    assert_int_equal(metrics(&s).refused[HTTP_REFUSED_SLOW], 1);
    client_close(&c);
    test_server_stop(&s);
}

static void test_deadline__silent_and_idle_connections_end_without_a_word(void **state)
{
    (void)state;
    struct test_server s;
    test_server_start(&s, &(struct http_config){.limits = {.head_ms = 300, .idle_ms = 700}});
    struct client silent = open_client(&s), idle = open_client(&s);
    int64_t start = host_monotonic_us();
    assert_int_equal(ask(&idle, S("GET /pool HTTP/1.1\r\n" HOST "\r\n")), 200);
    assert_true(client_ended(&silent));
    assert_in_range(ms_since(start), 250, 690);
    assert_true(client_ended(&idle));
    assert_in_range(ms_since(start), 650, 2000);
    client_close(&silent);
    client_close(&idle);
    test_server_stop(&s);
}

static void test_deadline__a_body_must_move(void **state)
{
    (void)state;
    struct test_server s;
    test_server_start(
        &s, &(struct http_config){.limits = {.stall_ms = 300, .grace_ms = 500, .rate = 1000}});
    struct answer a = {0};
    struct client c = open_client(&s); /* stands still */
    assert_true(client_send(&c, S("POST /echo HTTP/1.1\r\n" HOST "Content-Length: 10\r\n\r\n12345")));
    assert_true(client_read(&c, mem, false, &a));
    assert_int_equal(a.status, 408);
    client_close(&c);
    c = open_client(&s); /* moves, but at 100 bytes a second */
    int64_t start = host_monotonic_us();
    assert_true(client_send(&c, S("POST /echo HTTP/1.1\r\n" HOST "Content-Length: 1000\r\n\r\n")));
    while (ms_since(start) < 450) {
        assert_true(client_send(&c, S("a")));
        host_sleep_us(10000);
    }
    assert_true(client_read(&c, mem, false, &a));
    assert_int_equal(a.status, 408);
    assert_in_range(ms_since(start), 450, 1500);
    client_close(&c);
    test_server_stop(&s);
}

static void wait_for_no_connection(const struct test_server *s, int64_t most_ms)
{
    int64_t start = host_monotonic_us();
    while (metrics(s).connections + metrics(s).calls > 0 && ms_since(start) < most_ms)
        host_sleep_us(10000);
    assert_int_equal(metrics(s).connections, 0);
    assert_int_equal(metrics(s).calls, 0);
}

/* A call counts until its server is done with it, a moment after its answer was read. */
static void wait_for_calls(const struct test_server *s, int64_t want)
{
    int64_t start = host_monotonic_us();
    while (metrics(s).calls != want && ms_since(start) < 10000)
        host_sleep_us(1000);
    assert_int_equal(metrics(s).calls, want);
}

static void test_deadline__who_does_not_read_is_cut(void **state)
{
    (void)state;
    struct test_server s;
    test_server_start(&s, &(struct http_config){.limits = {.stall_ms = 300}});
    struct client c = open_client(&s), d = open_client(&s);
    assert_true(client_send(&c, S("GET /big HTTP/1.1\r\n" HOST "\r\n")));
    assert_true(client_send(&d, S("GET /file?20000000 HTTP/1.1\r\n" HOST "\r\n")));
    while (metrics(&s).accepted < 2)
        host_sleep_us(1000);
    wait_for_no_connection(&s, 5000);
    assert_int_equal(metrics(&s).refused[HTTP_REFUSED_SLOW], 2);
    client_close(&c);
    client_close(&d);
    test_server_stop(&s);
}

/* ---- caps ---- */

static void test_deadline__at_the_cap_the_longest_waiting_makes_room(void **state)
{
    (void)state;
    struct test_server s;
    test_server_start(&s, &(struct http_config){.loops = 1, .limits = {.connections = 3}});
    struct client c[3], d;
    for (int i = 0; i < 3; i++) {
        c[i] = open_client(&s);
        assert_int_equal(ask(&c[i], S("GET /pool HTTP/1.1\r\n" HOST "\r\n")), 200);
    }
    assert_int_equal(ask(&c[0], S("GET /pool HTTP/1.1\r\n" HOST "\r\n")),
                     200); /* now c[1] waits longest */
    d = open_client(&s);
    assert_int_equal(ask(&d, S("GET /pool HTTP/1.1\r\n" HOST "\r\n")), 200);
    assert_true(client_ended(&c[1]));
    assert_int_equal(ask(&c[0], S("GET /pool HTTP/1.1\r\n" HOST "\r\n")), 200);
    assert_int_equal(ask(&c[2], S("GET /pool HTTP/1.1\r\n" HOST "\r\n")), 200);
    assert_int_equal(metrics(&s).refused[HTTP_REFUSED_CROWDED], 1);
    for (int i = 0; i < 3; i++)
        client_close(&c[i]);
    client_close(&d);
    test_server_stop(&s);
}

static void test_deadline__nobody_with_a_call_is_thrown_out(void **state)
{
    (void)state;
    struct test_server s;
    test_server_start(&s, &(struct http_config){.loops = 1, .limits = {.connections = 2}});
    struct client c[2], d;
    struct answer a;
    for (int i = 0; i < 2; i++) {
        c[i] = open_client(&s);
        assert_true(client_send(&c[i], S("GET /later HTTP/1.1\r\n" HOST "\r\n")));
    }
    int64_t start = host_monotonic_us();
    while (metrics(&s).connections < 2 && ms_since(start) < 10000)
        host_sleep_us(1000);
    d = open_client(&s);
    assert_true(client_read(&d, mem, false, &a));
    assert_int_equal(a.status, 503);
    assert_true(str_eq(answer_header(&a, S("retry-after")), S("5")));
    for (int i = 0; i < 2; i++) {
        assert_true(client_read(&c[i], mem, false, &a));
        assert_int_equal(a.status, 200);
        client_close(&c[i]);
    }
    client_close(&d);
    test_server_stop(&s);
}

static void test_deadline__one_peer_has_a_cap(void **state)
{
    (void)state;
    struct test_server s;
    test_server_start(&s, &(struct http_config){.loops = 2, .limits = {.per_peer = 3}});
    struct client c[3], d;
    struct answer a;
    for (int i = 0; i < 3; i++) {
        c[i] = open_client(&s);
        assert_int_equal(ask(&c[i], S("GET /pool HTTP/1.1\r\n" HOST "\r\n")), 200);
    }
    d = open_client(&s);
    assert_true(client_read(&d, mem, false, &a));
    assert_int_equal(a.status, 503);
    client_close(&d);
    client_close(&c[0]); /* makes room */
    int64_t start = host_monotonic_us();
    do {
        d = open_client(&s);
        assert_true(client_send(&d, S("GET /pool HTTP/1.1\r\n" HOST "\r\n")));
        assert_true(client_read(&d, mem, false, &a));
        client_close(&d);
    } while (a.status != 200 && ms_since(start) < 2000);
    assert_int_equal(a.status, 200);
    client_close(&c[1]);
    client_close(&c[2]);
    test_server_stop(&s);
}

/* ---- many slow ones ---- */

static int compare(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

#define PROBES 1000

/* Microseconds of the median and of the slowest hundredth of PROBES requests. */
static void probe(const struct test_server *s, int64_t *ret_p50, int64_t *ret_p99)
{
    static int64_t took[PROBES];
    struct client c = open_client(s);
    for (int i = 0; i < PROBES; i++) {
        struct arena_mark mark = arena_mark(mem);
        int64_t start = host_monotonic_us();
        assert_int_equal(ask(&c, S("GET /const HTTP/1.1\r\n" HOST "\r\n")), 200);
        took[i] = host_monotonic_us() - start;
        arena_reset(mem, mark);
    }
    client_close(&c);
    qsort(took, PROBES, sizeof *took, compare);
    *ret_p50 = took[PROBES / 2];
    *ret_p99 = took[PROBES * 99 / 100];
}

/* MOTCUA_SLOW connections (400 unless set), each with a head that never ends. */
static void test_deadline__many_slow_heads_do_not_block_others(void **state)
{
    (void)state;
    const char *wish = getenv("MOTCUA_SLOW");
    int64_t n = 400;
    if (wish)
        assert_true(str_to_i64(str_of(wish), &n));
    struct rlimit files;
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &files), 0);
    files.rlim_cur = files.rlim_max;
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &files), 0);
    struct test_server s;
    test_server_start(&s, &(struct http_config){
                              .limits = {.connections = 20000, .per_peer = 20000, .head_ms = 60000}});
    int64_t p50, p99, slow_p50, slow_p99;
    probe(&s, &p50, &p99);
    struct client *slow = calloc((size_t)n, sizeof *slow);
    for (int64_t i = 0; i < n; i++) {
        slow[i] = open_client(&s);
        assert_true(client_send(&slow[i], S("GET /const HTTP/1.1\r\nX: a")));
    }
    int64_t start = host_monotonic_us();
    while (metrics(&s).bytes_in < n * 24 && ms_since(start) < 5000)
        host_sleep_us(1000);
    probe(&s, &slow_p50, &slow_p99);
    assert_in_range(metrics(&s).connections, n, n + 1);
    print_message("%lld slow heads: median %lld -> %lld us, p99 %lld -> %lld us\n", (long long)n,
                  (long long)p50, (long long)slow_p50, (long long)p99, (long long)slow_p99);
    assert_true(slow_p50 < 2 * p50 + 100);
    for (int64_t i = 0; i < n; i++)
        client_close(&slow[i]);
    free(slow);
    test_server_stop(&s);
}

/* ---- queue ---- */

static void wait_for_pool(const struct test_server *s, int64_t running, int64_t waiting)
{
    int64_t start = host_monotonic_us();
    while ((metrics(s).pool_running != running || metrics(s).pool_waiting != waiting) &&
           ms_since(start) < 10000)
        host_sleep_us(1000);
    assert_int_equal(metrics(s).pool_running, running);
    assert_int_equal(metrics(s).pool_waiting, waiting);
}

static void test_deadline__a_full_queue_is_an_answer(void **state)
{
    (void)state;
    struct test_server s;
    test_server_start(&s, &(struct http_config){.workers = 1, .queue = 1});
    struct client c[6];
    struct answer a;
    for (int i = 0; i < 6; i++) {
        c[i] = open_client(&s);
        assert_true(client_send(&c[i], S("GET /held HTTP/1.1\r\n" HOST "\r\n")));
        if (i == 0)
            wait_for_pool(&s, 1, 0);
        else if (i == 1)
            wait_for_pool(&s, 1, 1);
    }
    for (int i = 2; i < 6; i++) {
        assert_true(client_read(&c[i], mem, false, &a));
        assert_int_equal(a.status, 503);
        client_close(&c[i]);
    }
    test_server_let_go();
    for (int i = 0; i < 2; i++) {
        assert_true(client_read(&c[i], mem, false, &a));
        assert_int_equal(a.status, 200);
        client_close(&c[i]);
    }
    test_server_stop(&s);
}

/* ---- the end ---- */

struct stopper {
    struct test_server *s;
    int drain_ms;
};

static void *stop_now(void *arg)
{
    struct stopper *k = arg;
    http_server_stop(k->s->http, k->drain_ms);
    return NULL;
}

static void clean(struct test_server *s)
{
    rmdir(s->folder);
    arena_free(s->mem);
}

static void test_deadline__drain_finishes_what_has_begun(void **state)
{
    (void)state;
    struct test_server s;
    test_server_start(&s, NULL);
    struct client idle = open_client(&s), busy = open_client(&s), late;
    struct answer a;
    assert_int_equal(ask(&idle, S("GET /pool HTTP/1.1\r\n" HOST "\r\n")), 200);
    wait_for_calls(&s, 0); /* not to be taken for the call of `busy` */
    assert_true(client_send(&busy, S("GET /held HTTP/1.1\r\n" HOST "\r\n")));
    wait_for_calls(&s, 1);
    pthread_t t;
    struct stopper k = {&s, 30000};
    int64_t start = host_monotonic_us();
    assert_int_equal(pthread_create(&t, NULL, stop_now, &k), 0);
    assert_true(client_ended(&idle));
    while (ms_since(start) < 10000 &&
           client_open(&late, s.port, 1000)) { /* until every loop has heard */
        client_close(&late);
        host_sleep_us(1000);
    }
    test_server_let_go();
    assert_true(client_read(&busy, mem, false, &a));
    assert_int_equal(a.status, 200);
    assert_true(str_eq(answer_header(&a, S("connection")), S("close")));
    client_close(&busy);
    pthread_join(t, NULL);
    assert_in_range(ms_since(start), 0, 25000); /* it did not wait for the drain's end */
    assert_false(client_open(&late, s.port, 1000));
    client_close(&idle);
    clean(&s);
}

static void test_deadline__drain_ends_and_cuts_the_rest(void **state)
{
    (void)state;
    struct test_server s;
    test_server_start(&s, NULL);
    struct client c = open_client(&s), gone = open_client(&s);
    assert_true(client_send(&c, S("POST /sum HTTP/1.1\r\n" HOST "Content-Length: 100\r\n\r\nabc")));
    assert_true(client_send(&gone, S("GET /held HTTP/1.1\r\n" HOST "\r\n")));
    wait_for_calls(&s, 2);
    pthread_t t;
    struct stopper k = {&s, 0};
    int64_t start = host_monotonic_us();
    assert_int_equal(pthread_create(&t, NULL, stop_now, &k), 0);
    assert_true(client_ended(&c)); /* the call with the worker is waited for, its connection is not */
    assert_true(client_ended(&gone));
    host_sleep_us(50000);
    test_server_let_go();
    pthread_join(t, NULL);
    assert_in_range(ms_since(start), 50, 10000);
    client_close(&c);
    client_close(&gone);
    clean(&s);
}

struct hooks {
    pthread_mutex_t lock;
    int done, cut, refused, status;
};

static void on_done(const struct http_done *done, void *arg)
{
    struct hooks *h = arg;
    pthread_mutex_lock(&h->lock);
    h->done++;
    h->cut += done->cut;
    h->status = done->status;
    pthread_mutex_unlock(&h->lock);
}

static void on_refusal(enum http_refusal why, int status, str peer, const char *what, void *arg)
{
    struct hooks *h = arg;
    pthread_mutex_lock(&h->lock);
    h->refused +=
        why == HTTP_REFUSED_MALFORMED && status == 400 && str_eq(peer, S("127.0.0.1")) && what != NULL;
    pthread_mutex_unlock(&h->lock);
}

static void test_deadline__hooks_hear_of_every_answer(void **state)
{
    (void)state;
    struct hooks h = {.lock = PTHREAD_MUTEX_INITIALIZER};
    struct test_server s;
    test_server_start(&s,
                      &(struct http_config){.on_done = on_done, .on_refusal = on_refusal, .arg = &h});
    struct client c = open_client(&s), gone = open_client(&s);
    assert_int_equal(ask(&c, S("GET /pool HTTP/1.1\r\n" HOST "\r\n")), 200);
    assert_int_equal(ask(&c, S("GET /a/../b HTTP/1.1\r\n" HOST "\r\n")), 400);
    client_close(&c);
    wait_for_calls(&s, 0);
    assert_true(client_send(&gone, S("GET /held HTTP/1.1\r\n" HOST "\r\n")));
    wait_for_calls(&s, 1);
    struct linger reset = {1, 0};
    setsockopt(gone.fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
    client_close(&gone); /* while the worker is at it */
    test_server_let_go();
    wait_for_no_connection(&s, 2000);
    test_server_stop(&s);
    assert_int_equal(h.done, 2);
    assert_int_equal(h.cut, 1);
    assert_int_equal(h.refused, 1);
}

static void test_deadline__without_a_spool_long_bodies_are_503(void **state)
{
    (void)state;
    struct test_server s;
    test_server_start(&s, NULL);
    rmdir(s.folder);
    struct client c = open_client(&s);
    struct answer a = {0};
    assert_true(client_send(&c, S("POST /sum HTTP/1.1\r\n" HOST "Content-Length: 100000\r\n\r\n")));
    assert_true(client_send(&c, (str){arena_alloc(mem, 100000), 100000}));
    assert_true(client_read(&c, mem, false, &a));
    assert_int_equal(a.status, 503);
    client_close(&c);
    c = open_client(&s);
    assert_int_equal(ask(&c, S("POST /sum HTTP/1.1\r\n" HOST "Content-Length: 3\r\n\r\nabc")), 200);
    client_close(&c);
    test_server_stop(&s);
}

/* ---- the beginning ---- */

static void refuse_start(struct http_config config, enum rc rc, const char *key)
{
    struct ctx c = {.mem = mem};
    struct http_server *s;
    assert_int_equal(http_server_start(&c, &config, &s), rc);
    assert_string_equal(c.faults->key, key);
}

static void never(struct http_call *call, void *arg)
{
    (void)call, (void)arg;
}

static void test_deadline__a_server_that_cannot_start_says_why(void **state)
{
    (void)state;
    struct test_server s;
    test_server_start(&s, NULL);
    struct http_config k = {.handler = never, .spool = "/tmp"};
    refuse_start(k, RC_INVALID, "http.listen.malformed"); /* nowhere */
    k.listen[0] = S("localhost:80");
    refuse_start(k, RC_INVALID, "http.listen.malformed");
    k.listen[0] = S("0.0.0.0:0");
    refuse_start(k, RC_INVALID, "http.listen.not_loopback");
    k.listen[0] = str_fmt(mem, "127.0.0.1:%d", s.port);
    refuse_start(k, RC_UNAVAILABLE, "http.listen.taken");
    k.listen[0] = S("127.0.0.1:0");
    k.spool = "/none/such";
    refuse_start(k, RC_UNAVAILABLE, "http.spool.missing");
    k.spool = "/tmp"; /* the second address fails: the first is given back */
    k.listen[1] = str_fmt(mem, "127.0.0.1:%d", s.port);
    refuse_start(k, RC_UNAVAILABLE, "http.listen.taken");
    test_server_stop(&s);
}

static void test_deadline__loopback_is_known(void **state)
{
    (void)state;
    assert_true(http_listen_is_loopback(S("127.0.0.1:8080")));
    assert_true(http_listen_is_loopback(S("127.8.9.1:0")));
    assert_true(http_listen_is_loopback(S("[::1]:8080")));
    static const char *const no[] = {
        "0.0.0.0:80", "[::]:80",    "10.0.0.1:80",     "localhost:80",  "127.0.0.1",
        "::1:80",     "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:+1",  "127.0.0.1:8a",
        "",           ":80",        "[127.0.0.1]:80",  "127.0.0.1.:80", "128.0.0.1:80"};
    for (size_t i = 0; i < sizeof no / sizeof *no; i++)
        assert_false(http_listen_is_loopback(str_of(no[i])));
}

static void test_deadline__listens_beyond_loopback_only_when_told(void **state)
{
    (void)state;
    struct test_server s;
    test_server_start(&s, &(struct http_config){.listen = {S("0.0.0.0:0")}, .insecure_ok = true});
    struct client c = open_client(&s);
    assert_int_equal(ask(&c, S("GET /pool HTTP/1.1\r\n" HOST "\r\n")), 200);
    client_close(&c);
    test_server_stop(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_deadline__a_head_has_a_deadline_from_its_first_byte),
        cmocka_unit_test(test_deadline__silent_and_idle_connections_end_without_a_word),
        cmocka_unit_test(test_deadline__a_body_must_move),
        cmocka_unit_test(test_deadline__who_does_not_read_is_cut),
        cmocka_unit_test(test_deadline__at_the_cap_the_longest_waiting_makes_room),
        cmocka_unit_test(test_deadline__nobody_with_a_call_is_thrown_out),
        cmocka_unit_test(test_deadline__one_peer_has_a_cap),
        cmocka_unit_test(test_deadline__many_slow_heads_do_not_block_others),
        cmocka_unit_test(test_deadline__a_full_queue_is_an_answer),
        cmocka_unit_test(test_deadline__drain_finishes_what_has_begun),
        cmocka_unit_test(test_deadline__drain_ends_and_cuts_the_rest),
        cmocka_unit_test(test_deadline__hooks_hear_of_every_answer),
        cmocka_unit_test(test_deadline__without_a_spool_long_bodies_are_503),
        cmocka_unit_test(test_deadline__a_server_that_cannot_start_says_why),
        cmocka_unit_test(test_deadline__loopback_is_known),
        cmocka_unit_test(test_deadline__listens_beyond_loopback_only_when_told),
    };
    return cmocka_run_group_tests_name("http deadline", tests, setup, teardown);
}
