/*
 * job_metrics.c - gauges for /metrics, which is answered without a database: the runner looks
 * every minute and leaves the numbers here.
 */
#include <pthread.h>
#include <stdatomic.h>

#include "core/buf.h"
#include "db/db.h"
#include "host/clock.h"
#include "host/log.h"
#include "job/inner.h"
#include "job/outbox_inner.h"

#define MEMORY ((size_t)1 << 20)
#define DESTINATIONS_MAX 16

struct gauges {
    struct job_counts jobs;
    struct outbox_counts outbox[DESTINATIONS_MAX];
    int destinations;
    instant at;
};
static struct gauges seen;
static pthread_mutex_t seen_lock = PTHREAD_MUTEX_INITIALIZER;
static _Atomic int64_t units, failures;

void job__counted(bool good)
{
    atomic_fetch_add_explicit(good ? &units : &failures, 1, memory_order_relaxed);
}

static enum rc look(struct ctx *c, void *arg)
{
    struct gauges *g = arg;
    enum rc rc = job_count(c, &g->jobs);
    g->at = c->now;
    for (g->destinations = 0; !rc && g->destinations < DESTINATIONS_MAX; g->destinations++) {
        rc = outbox_count(c, g->destinations, &g->outbox[g->destinations]);
        if (rc)
            break;
    }
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static bool silent(const struct gauges *g, int i)
{
    return i < g->destinations && outbox_is_silent(&g->outbox[i], g->at);
}

/* Once when a partner stops answering, once when it is back. */
static void log_changes(const struct gauges *before, const struct gauges *now)
{
    for (int i = 0; i < now->destinations; i++) {
        const char *name = now->outbox[i].destination->name;
        const bool is = silent(now, i);
        if (is && !silent(before, i))
            LOG(LOG_ERROR, "outbox.silent", LOG_STR("destination", name),
                LOG_INT("seconds", (now->at.us - now->outbox[i].oldest.us) / SECOND_US));
        else if (!is && silent(before, i))
            LOG(LOG_INFO, "outbox.answers_again", LOG_STR("destination", name));
    }
}

int job__silent(void)
{
    int n = 0;
    (void)pthread_mutex_lock(&seen_lock);
    for (int i = 0; i < seen.destinations; i++)
        n += silent(&seen, i);
    (void)pthread_mutex_unlock(&seen_lock);
    return n;
}

void job__look(struct store *s)
{
    struct arena *mem = arena_new(MEMORY);
    if (!mem)
        return;
    struct ctx c = {.mem = mem, .now = host_now()};
    struct gauges g = {0};
    if (store_read(s, &c, look, &g) == RC_OK) {
        (void)pthread_mutex_lock(&seen_lock);
        const struct gauges before = seen;
        seen = g;
        (void)pthread_mutex_unlock(&seen_lock);
        log_changes(&before, &g);
    }
    arena_free(mem);
}

static void family(struct buf *b, const char *name, const char *type, const char *help)
{
    buf_fmt(b, "# HELP motcua_%s %s\n# TYPE motcua_%s %s\n", name, help, name, type);
}

static void jobs(struct buf *b, const struct job_counts *k)
{
    family(b, "jobs", "gauge", "Jobs by state; overdue ones wait for over five minutes.");
    buf_fmt(b, "motcua_jobs{state=\"waiting\"} %lld\nmotcua_jobs{state=\"running\"} %lld\n",
            (long long)k->waiting, (long long)k->running);
    buf_fmt(b, "motcua_jobs{state=\"parked\"} %lld\nmotcua_jobs{state=\"overdue\"} %lld\n",
            (long long)k->parked, (long long)k->overdue);
    family(b, "job_units_total", "counter", "Small units of jobs done.");
    buf_fmt(b, "motcua_job_units_total %lld\n",
            (long long)atomic_load_explicit(&units, memory_order_relaxed));
    family(b, "job_failures_total", "counter", "Small units of jobs that failed.");
    buf_fmt(b, "motcua_job_failures_total %lld\n",
            (long long)atomic_load_explicit(&failures, memory_order_relaxed));
}

static void outbox(struct buf *b, const struct gauges *g)
{
    family(b, "outbox", "gauge", "Rows of the outbox; counted up to 100000.");
    for (int i = 0; i < g->destinations; i++)
        for (enum outbox_state_no s = OUTBOX_WAITING; s < OUTBOX_STATES; s++)
            buf_fmt(b, "motcua_outbox{destination=\"%s\",state=\"%s\"} %lld\n",
                    g->outbox[i].destination->name, outbox__state_word(s),
                    (long long)g->outbox[i].n[s]);
    family(b, "outbox_connected", "gauge", "1: something speaks to the destination.");
    for (int i = 0; i < g->destinations; i++)
        buf_fmt(b, "motcua_outbox_connected{destination=\"%s\"} %d\n", g->outbox[i].destination->name,
                g->outbox[i].connected);
    family(b, "outbox_oldest_seconds", "gauge", "Age of the oldest row that is to be sent.");
    for (int i = 0; i < g->destinations; i++) {
        const instant oldest = g->outbox[i].oldest;
        buf_fmt(b, "motcua_outbox_oldest_seconds{destination=\"%s\"} %lld\n",
                g->outbox[i].destination->name,
                instant_is_none(oldest) ? 0LL : (long long)((g->at.us - oldest.us) / SECOND_US));
    }
    family(b, "outbox_silent", "gauge", "1: connected, and nothing gets through.");
    for (int i = 0; i < g->destinations; i++)
        buf_fmt(b, "motcua_outbox_silent{destination=\"%s\"} %d\n", g->outbox[i].destination->name,
                silent(g, i));
}

void job_metrics(struct buf *b)
{
    (void)pthread_mutex_lock(&seen_lock);
    const struct gauges g = seen;
    (void)pthread_mutex_unlock(&seen_lock);
    jobs(b, &g.jobs);
    outbox(b, &g);
}
