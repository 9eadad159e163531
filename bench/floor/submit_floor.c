/*
 * submit_floor.c - the floor of a submission: the statements of one, remembered while the real
 * rule runs, replayed as fast as they go: units of the writer, so many in one commit, sealed
 * without hashing. No HTTP, no rules, no callers that sleep and wake.
 *
 *   submit_floor DIR CALLERS MS     in the folder of a bench; prints "done UNITS US CPU_US"
 *
 * A value that was new in the remembered submission is new in each replay: ids that its inserts
 * returned, public ids, the dossier's code, in the places where they stood.
 */
#include <pthread.h>

#include "floor/folder.h"
#include "floor/trace.h"

#include "bench/bench_filing.h"
#include "host/clock.h"
#include "host/random.h"
#include "record/record_sql.h"

#define CALLERS_MAX 1024
#define PUB_LETTERS 26
#define UNIT_MEMORY ((size_t)4 << 20)

static struct trace one;
static struct dossier_ref real; /* the remembered submission */
static struct bench_filer filer;
static struct arena *kept;

static enum rc find(struct ctx *c, void *arg)
{
    (void)arg;
    return bench_filer_find(c, kept, &filer);
}

static enum rc remember(struct ctx *c, void *arg)
{
    (void)arg;
    one = (struct trace){.mem = kept};
    tracing = &one;
    const enum rc rc = bench_file_one(c, &filer, 1, &real);
    tracing = NULL;
    real.code = str_dup(kept, real.code);
    return rc;
}

/* ---- replay ---- */

struct again {
    struct store_unit unit;
    struct ctx c;
    int64_t n;
};

static bool is_pub(str s)
{
    return s.n == PUB_LETTERS && str_starts(s, S("01")) && !str_has(s, S(" "));
}

static struct db_value renew(struct ctx *c, const struct trace_call *call, int at, int64_t n)
{
    struct db_value v = call->in[at];
    const char type = call->q->in[at];
    if (v.null || (type != 't' && type != 'T'))
        return v;
    if (str_eq(v.s, real.code))
        v.s = str_fmt(c->mem, "%.*s%07lld", STR_ARG(real.code), (long long)n);
    else if (is_pub(v.s)) /* its time stands first and stays */
        v.s = str_fmt(c->mem, "%.*s%09lld%.*s", STR_ARG(str_sub(v.s, 0, 10)), (long long)n,
                      STR_ARG(str_sub(v.s, 19, 7)));
    return v;
}

/* Ids that this replay's inserts have returned, instead of those of the remembered one. */
static void follow(struct db_value *v, char type, const int64_t *made, int so_far)
{
    if ((type != 'i' && type != 'I') || v->null)
        return;
    for (int k = 0; k < so_far; k++)
        if (one.call[k].made && one.call[k].made == v->i) {
            v->i = made[k];
            return;
        }
}

static enum rc again(struct ctx *c, void *arg)
{
    const struct again *a = arg;
    int64_t made[TRACE_CALLS] = {0};
    enum rc rc = RC_OK;
    for (int i = 0; !rc && i < one.n; i++) {
        const struct trace_call *call = &one.call[i];
        struct db_value in[TRACE_VALUES];
        const int n = (int)strlen(call->q->in);
        for (int k = 0; k < n; k++) {
            in[k] = renew(c, call, k, a->n);
            follow(&in[k], call->q->in[k], made, i);
        }
        rc = trace_replay(c, call, in, &made[i]);
    }
    return rc;
}

/* The sealer's statements; what it would compute is nothing. */
static enum rc seal(struct ctx *c, void *arg)
{
    static const char nothing[32];
    const str hash = {nothing, sizeof nothing};
    struct q_seal_lease_row lease;
    struct q_seal_head_row head = {0};
    struct q_seal_pending_rows rows;
    (void)arg;
    enum rc rc = q_seal_lease(c, &lease);
    if (!rc)
        rc = q_seal_head(c, &head);
    while (!rc) {
        const struct arena_mark mark = arena_mark(c->mem);
        rc = q_seal_pending(c, head.event_id, 0, 512, &rows);
        const ptrdiff_t n = rc ? 0 : rows.n;
        for (ptrdiff_t i = 0; !rc && i < n; i++) {
            head.event_id = rows.v[i].id;
            rc = q_seal_add(c, ++head.seq, head.event_id, hash, hash, NULL);
        }
        arena_reset(c->mem, mark);
        if (n < 512)
            break;
    }
    return rc;
}

/* ---- as many under way as there would be callers ---- */

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int under_way;
static int64_t good, bad;

static void done(struct store_unit *u, enum rc rc)
{
    (void)u;
    pthread_mutex_lock(&lock);
    under_way--;
    if (rc)
        bad++;
    else
        good++;
    if (!under_way)
        pthread_cond_signal(&changed);
    pthread_mutex_unlock(&lock);
}

static enum rc wave(struct store *s, struct again *units, int callers, int64_t *n)
{
    under_way = callers;
    for (int i = 0; i < callers; i++) {
        struct again *a = &units[i];
        arena_clear(a->c.mem);
        a->c = (struct ctx){.mem = a->c.mem, .now = host_now(), .actor = &filer.clerk};
        a->n = (*n)++;
        a->unit = (struct store_unit){.c = &a->c, .fn = again, .arg = a, .done = done};
        const enum rc rc = store_submit(s, &a->unit);
        if (rc)
            return rc;
    }
    pthread_mutex_lock(&lock);
    while (under_way)
        pthread_cond_wait(&changed, &lock);
    pthread_mutex_unlock(&lock);
    return bad ? RC_FAILED : RC_OK;
}

static enum rc run(struct store *s, int callers, int64_t us)
{
    struct again *units = NEW_N(kept, struct again, callers);
    for (int i = 0; i < callers; i++)
        units[i].c.mem = arena_new(UNIT_MEMORY);
    /* what one run numbered, the next must not meet */
    int64_t n = host_now().us / 10000 % 10000000 * 10;
    const int64_t begun = host_monotonic_us(), cpu = host_cpu_us();
    enum rc rc = RC_OK;
    while (!rc && host_monotonic_us() - begun < us)
        rc = wave(s, units, callers, &n);
    printf("done %lld %lld %lld\n", (long long)good, (long long)(host_monotonic_us() - begun),
           (long long)(host_cpu_us() - cpu));
    for (int i = 0; i < callers; i++)
        arena_free(units[i].c.mem);
    return rc;
}

int main(int argc, char **argv)
{
    struct floor_folder folder = {0};
    int64_t callers, ms;
    if (argc != 4 || !str_to_i64(str_of(argv[2]), &callers) || !str_to_i64(str_of(argv[3]), &ms) ||
        callers < 1 || callers > CALLERS_MAX) {
        fprintf(stderr, "usage: submit_floor DIR CALLERS MS\n");
        return 2;
    }
    kept = arena_new((size_t)64 << 20);
    struct ctx c = {.mem = arena_new((size_t)64 << 20), .now = host_now(), .rng = host_rng_new()};
    enum rc rc = floor_open(c.mem, argv[1], &folder);
    if (!rc)
        rc = store_read(folder.store, &c, find, NULL);
    if (!rc)
        rc = store_write(folder.store, &c, remember, NULL);
    if (!rc) {
        store_on_seal(folder.store, seal, NULL);
        rc = run(folder.store, (int)callers, ms * 1000);
    }
    if (rc)
        fprintf(stderr, "submit_floor: %s\n", rc_name(rc));
    floor_close(&folder);
    return rc ? 1 : 0;
}
