/*
 * ready.c - is the writer at work? One unit that does nothing, asked for by whoever comes first
 * and waited for by all who come meanwhile, for a bounded time: a disk that hangs must not
 * take the workers with it, one probe after the other.
 */
#include "host/clock.h"
#include "host/file.h"
#include "host/random.h"
#include "host/thread.h"
#include "web/internal.h"
#include "web/web_http.h"

#define READY_FREE ((int64_t)64 << 20) /* bytes on the disk under which we call for help */
#define READY_WAIT_US (2 * SECOND_US)
#define READY_MEMORY ((size_t)64 << 10)

struct web_ready {
    struct store *store;
    const char *spool;
    struct arena *mem; /* of the unit */
    struct ctx c;
    struct store_unit unit;
    pthread_mutex_t lock;
    pthread_cond_t ended;
    bool running;
    struct timespec until; /* the one that runs is waited for; past it everybody hears no at once */
    enum rc last;
};

struct web_ready *web__ready_new(struct arena *mem, struct store *store, const char *spool)
{
    struct web_ready *p = NEW(mem, struct web_ready);
    p->store = store;
    p->spool = spool;
    p->mem = arena_new(READY_MEMORY);
    BUG_IF(pthread_mutex_init(&p->lock, NULL));
    host_cond_init(&p->ended);
    return p->mem ? p : NULL;
}

/* A unit that is still on its way belongs to the store until it ends. */
void web__ready_free(struct web_ready *p)
{
    if (!p)
        return;
    (void)pthread_mutex_lock(&p->lock);
    while (p->running)
        (void)pthread_cond_wait(&p->ended, &p->lock);
    (void)pthread_mutex_unlock(&p->lock);
    (void)pthread_cond_destroy(&p->ended);
    (void)pthread_mutex_destroy(&p->lock);
    arena_free(p->mem);
}

static enum rc nothing(struct ctx *c, void *arg)
{
    (void)c;
    (void)arg;
    return RC_OK;
}

static void ended(struct web_ready *p, enum rc rc)
{
    (void)pthread_mutex_lock(&p->lock);
    p->running = false;
    p->last = rc;
    (void)pthread_cond_broadcast(&p->ended);
    (void)pthread_mutex_unlock(&p->lock);
}

static void unit_ended(struct store_unit *u, enum rc rc)
{
    ended(u->arg, rc);
}

/* True for the one who is to send the unit. */
static bool take_turn(struct web_ready *p)
{
    (void)pthread_mutex_lock(&p->lock);
    const bool mine = !p->running;
    if (mine)
        p->until = host_monotonic_after(READY_WAIT_US);
    p->running = true;
    (void)pthread_mutex_unlock(&p->lock);
    return mine;
}

static void send_unit(struct web_ready *p)
{
    arena_clear(p->mem);
    p->c = (struct ctx){.mem = p->mem, .now = host_now(), .rng = host_rng_new()};
    p->unit = (struct store_unit){.c = &p->c, .fn = nothing, .arg = p, .done = unit_ended};
    const enum rc rc = store_submit(p->store, &p->unit);
    if (rc)
        ended(p, rc);
}

static enum rc wait_end(struct web_ready *p)
{
    bool late = false;
    (void)pthread_mutex_lock(&p->lock);
    while (p->running && !late)
        late = pthread_cond_timedwait(&p->ended, &p->lock, &p->until) != 0;
    const enum rc rc = p->running ? RC_UNAVAILABLE : p->last;
    (void)pthread_mutex_unlock(&p->lock);
    return rc;
}

enum rc web__ready_ask(struct web_ready *p)
{
    int64_t free_bytes = 0;
    if (host_disk_free(p->spool, &free_bytes) != RC_OK || free_bytes < READY_FREE)
        return RC_UNAVAILABLE;
    if (take_turn(p))
        send_unit(p);
    return wait_end(p);
}
