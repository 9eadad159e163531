/*
 * record_keeper.c - DIR/record.head, the checkpoint that stands outside the database, so
 * that a record cut off at its end is named; and on PostgreSQL the turn of the sequencer.
 * One thread that wakes twice a second; it holds nothing while it sleeps.
 */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "db/db.h"
#include "host/clock.h"
#include "host/file.h"
#include "host/log.h"
#include "record/inner.h"
#include "record/verify.h"

#define PERIOD_US (SECOND_US / 2)
#define HEAD_EVERY 6 /* turns: the file is synced at most every three seconds */

struct record_keeper {
    struct store *store;
    char *dir;
    struct arena *mem;
    struct record_head written;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    bool stopping;
};

static const char *head_path(struct arena *mem, const char *dir)
{
    return str_c(mem, str_fmt(mem, "%s/record.head", dir));
}

enum rc record_head_write(struct arena *mem, const char *data_dir, const struct record_head *head,
                          instant now)
{
    struct digest d;
    memcpy(d.b, head->chain, sizeof d.b);
    const str text = str_fmt(mem, "motcua-record 1\n%lld %.*s\n%.*s\n", (long long)head->seq,
                             STR_ARG(digest_hex(mem, &d)), STR_ARG(instant_iso(mem, now)));
    return host_file_replace(head_path(mem, data_dir), text, 0600);
}

enum rc record_head_read(struct arena *mem, const char *data_dir, struct record_head *ret_head)
{
    str text;
    struct digest d;
    struct record_head head;
    const enum rc rc = host_file_get(mem, head_path(mem, data_dir), 4096, &text);
    if (rc)
        return rc;
    const struct str_cut first = str_cut(text, '\n'), line = str_cut(first.tail, '\n');
    const struct str_cut parts = str_cut(line.head, ' ');
    if (!str_eq(first.head, S("motcua-record 1")) || !line.found || !parts.found ||
        !str_to_i64(parts.head, &head.seq) || head.seq < 0 || !digest_parse(parts.tail, &d))
        return RC_INVALID;
    memcpy(head.chain, d.b, sizeof d.b);
    *ret_head = head;
    return RC_OK;
}

static enum rc read_head(struct ctx *c, void *arg)
{
    return record_get_head(c, arg);
}

static void keep_head(void *arg)
{
    struct record_keeper *k = arg;
    struct ctx c = {.mem = k->mem, .now = host_now()};
    struct record_head head;
    enum rc rc = store_read(k->store, &c, read_head, &head);
    if (!rc && (head.seq == 0 || head.seq == k->written.seq))
        return;
    if (!rc)
        rc = record_head_write(k->mem, k->dir, &head, c.now);
    if (rc)
        LOG(LOG_WARN, "record.head_not_written", LOG_STR("rc", rc_name(rc)));
    else
        k->written = head;
}

static void turn(struct record_keeper *k, int number)
{
    if (store_is_postgresql(k->store)) {
        const enum rc rc = store_seal_run(k->store);
        if (rc && rc != RC_CONFLICT && rc != RC_BUSY) /* another sequencer was first: as it should be */
            LOG(LOG_WARN, "record.seal_failed", LOG_STR("rc", rc_name(rc)));
    }
    if (number % HEAD_EVERY == 0 && !arena_run(k->mem, keep_head, k))
        LOG(LOG_WARN, "record.head_not_written", LOG_STR("rc", "no memory"));
    arena_clear(k->mem);
}

/* True when it is time to stop. */
static bool wait_turn(struct record_keeper *k)
{
    const struct timespec until = host_monotonic_after(PERIOD_US);
    (void)pthread_mutex_lock(&k->lock);
    while (!k->stopping && pthread_cond_timedwait(&k->wake, &k->lock, &until) == 0)
        ;
    const bool stopping = k->stopping;
    (void)pthread_mutex_unlock(&k->lock);
    return stopping;
}

static void *run(void *arg)
{
    struct record_keeper *k = arg;
    int number = 0;
    do
        turn(k, number++);
    while (!wait_turn(k));
    turn(k, 0);
    return NULL;
}

static void keeper_free(struct record_keeper *k)
{
    (void)pthread_cond_destroy(&k->wake);
    (void)pthread_mutex_destroy(&k->lock);
    arena_free(k->mem);
    free(k->dir);
    free(k);
}

enum rc record_keeper_start(struct store *s, const char *data_dir, struct record_keeper **ret_keeper)
{
    struct record_keeper *k = calloc(1, sizeof *k);
    pthread_condattr_t attr;
    if (!k)
        return RC_UNAVAILABLE;
    k->store = s;
    k->dir = strdup(data_dir);
    k->mem = arena_new((size_t)1 << 20);
    (void)pthread_condattr_init(&attr);
    (void)pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    (void)pthread_mutex_init(&k->lock, NULL);
    (void)pthread_cond_init(&k->wake, &attr);
    (void)pthread_condattr_destroy(&attr);
    if (!k->dir || !k->mem || pthread_create(&k->thread, NULL, run, k)) {
        keeper_free(k);
        return RC_UNAVAILABLE;
    }
    *ret_keeper = k;
    return RC_OK;
}

void record_keeper_stop(struct record_keeper *k)
{
    if (!k)
        return;
    (void)pthread_mutex_lock(&k->lock);
    k->stopping = true;
    (void)pthread_cond_signal(&k->wake);
    (void)pthread_mutex_unlock(&k->lock);
    (void)pthread_join(k->thread, NULL);
    keeper_free(k);
}
