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
#include "host/thread.h"
#include "record/inner.h"
#include "record/record_sql.h"
#include "record/verify.h"

#define PERIOD_US (SECOND_US / 2)
#define HEAD_EVERY 6 /* turns: the file is synced at most every three seconds */

struct record_keeper {
    struct store *store;
    char *dir;
    struct arena *mem;
    bool objects; /* the checkpoint contradicts the record: it stays */
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

struct heads {
    struct record_head file, now;
    unsigned char then[32]; /* chain of the record at file.seq */
};

static enum rc read_heads(struct ctx *c, void *arg)
{
    struct heads *h = arg;
    struct q_seal_at_row row;
    enum rc rc = record_get_head(c, &h->now);
    if (rc || h->file.seq <= 0 || h->file.seq > h->now.seq)
        return rc;
    rc = q_seal_at(c, h->file.seq, &row);
    if (!rc && row.chain.n == sizeof h->then)
        memcpy(h->then, row.chain.p, sizeof h->then);
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* Why the file must not be replaced; NULL if it may. */
static const char *objection(enum rc file, const struct heads *h)
{
    if (file == RC_NOT_FOUND)
        return h->now.seq ? "record.checkpoint_missing" : NULL;
    if (file)
        return "record.checkpoint_broken";
    if (h->file.seq > h->now.seq)
        return "record.cut_off";
    return h->file.seq && memcmp(h->then, h->file.chain, sizeof h->then) != 0 ? "record.rewritten"
                                                                              : NULL;
}

enum rc record_checkpoint(struct store *s, struct arena *mem, const char *data_dir)
{
    struct ctx c = {.mem = mem, .now = host_now()};
    struct heads h = {0};
    const enum rc file = record_head_read(mem, data_dir, &h.file);
    if (file && file != RC_NOT_FOUND && file != RC_INVALID)
        return file;
    const enum rc rc = store_read(s, &c, read_heads, &h);
    if (rc)
        return rc;
    const char *why = objection(file, &h);
    if (why) {
        LOG(LOG_ERROR, why, LOG_INT("checkpoint", h.file.seq), LOG_INT("record", h.now.seq));
        return RC_CONFLICT;
    }
    return file == RC_OK && h.file.seq == h.now.seq ? RC_OK
                                                    : record_head_write(mem, data_dir, &h.now, c.now);
}

static void keep_head(void *arg)
{
    struct record_keeper *k = arg;
    const enum rc rc = record_checkpoint(k->store, k->mem, k->dir);
    if (rc == RC_CONFLICT)
        k->objects = true; /* said once; an operator must look */
    else if (rc)
        LOG(LOG_WARN, "record.head_not_written", LOG_STR("rc", rc_name(rc)));
}

static void turn(struct record_keeper *k, int number)
{
    if (store_is_postgresql(k->store)) {
        const enum rc rc = store_seal_run(k->store);
        if (rc && rc != RC_CONFLICT && rc != RC_BUSY) /* another sequencer was first: as it should be */
            LOG(LOG_WARN, "record.seal_failed", LOG_STR("rc", rc_name(rc)));
    }
    if (!k->objects && number % HEAD_EVERY == 0 && !arena_run(k->mem, keep_head, k))
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
    if (!k)
        return RC_UNAVAILABLE;
    k->store = s;
    k->dir = strdup(data_dir);
    k->mem = arena_new((size_t)1 << 20);
    BUG_IF(pthread_mutex_init(&k->lock, NULL));
    host_cond_init(&k->wake);
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
