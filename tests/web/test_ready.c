/*
 * test_ready.c - /readyz beside a writer that hangs: 503 in bounded time, for everybody who asks,
 * and workers stay free for people; 200 again when it goes on. PostgreSQL has no one writer.
 */
#include "db/lib_engine.h"
#include "web/lib_site.h"

#include <semaphore.h>

#include "crypto/crypto.h"
#include "db/db.h"
#include "host/clock.h"
#include "http/lib_client.h"

#define PROBES 8 /* more than the site has workers */

static struct site site;

static int start(void **state)
{
    if (crypto_start() || engine_setup(state))
        return -1;
    site_start(&site, *state, NULL);
    return 0;
}
static int stop(void **state)
{
    site_stop(&site);
    return engine_teardown(state);
}

struct hanging {
    struct store_unit unit;
    struct ctx c;
    sem_t begun, go_on, ended;
};

static enum rc hang(struct ctx *c, void *arg)
{
    struct hanging *h = arg;
    (void)c;
    (void)sem_post(&h->begun);
    while (sem_wait(&h->go_on))
        ;
    return RC_OK;
}
static void hung(struct store_unit *u, enum rc rc)
{
    struct hanging *h = u->arg;
    (void)rc;
    (void)sem_post(&h->ended);
}

static enum rc after_it(struct ctx *c, void *arg)
{
    (void)c;
    (void)arg;
    return RC_OK;
}

/* The writer takes units in turn and tells their ends in turn: once one sent now has ended, the
   probe's own, which stood in line behind the hanging one, has ended too. */
static void wait_for_the_line(struct engine *e)
{
    struct ctx c = engine_ctx(arena_new(65536), 5);
    assert_int_equal(store_write(e->store, &c, after_it, NULL), RC_OK);
    arena_free(c.mem);
}

static int ask(struct arena *mem, const char *path)
{
    struct answer a = {0};
    const str request = str_fmt(mem, "GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n", path);
    return client_once(site.port, mem, request, &a) ? a.status : 0;
}

static void ask_all(struct arena *mem)
{
    struct client c[PROBES];
    struct answer a;
    const int64_t from = host_monotonic_us();
    for (int i = 0; i < PROBES; i++) {
        assert_true(client_open(&c[i], site.port, 20000));
        assert_true(client_send(&c[i], S("GET /readyz HTTP/1.1\r\nHost: localhost\r\n\r\n")));
    }
    for (int i = 0; i < PROBES; i++) {
        assert_true(client_read(&c[i], mem, false, &a));
        assert_int_equal(a.status, 503);
        client_close(&c[i]);
    }
    assert_true(host_monotonic_us() - from < 10 * SECOND_US);
}

static void test_ready__a_hanging_writer_is_told_in_time(void **state)
{
    struct engine *e = *state;
    struct arena *mem = e->c.mem;
    struct hanging h = {.c = engine_ctx(arena_new(65536), 4)};
    assert_int_equal(ask(mem, "/readyz"), 200);
    if (engine_is_postgresql()) {
        arena_free(h.c.mem);
        return;
    }
    assert_int_equal(sem_init(&h.begun, 0, 0) | sem_init(&h.go_on, 0, 0) | sem_init(&h.ended, 0, 0), 0);
    h.unit = (struct store_unit){.c = &h.c, .fn = hang, .arg = &h, .done = hung};
    assert_int_equal(store_submit(e->store, &h.unit), RC_OK);
    while (sem_wait(&h.begun))
        ;
    ask_all(mem);
    const int64_t from = host_monotonic_us();
    assert_int_equal(ask(mem, "/readyz"), 503); /* known by now: nobody waits again */
    assert_int_equal(ask(mem, "/"), 200);       /* reading goes on */
    assert_true(host_monotonic_us() - from < SECOND_US);
    (void)sem_post(&h.go_on);
    while (sem_wait(&h.ended))
        ;
    wait_for_the_line(e);
    assert_int_equal(ask(mem, "/readyz"), 200);
    arena_free(h.c.mem);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_ready__a_hanging_writer_is_told_in_time, start, stop)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
