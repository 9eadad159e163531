/*
 * submit_floor.c - the floor of a submission, and of a dossier's whole life: the statements of each
 * request, remembered while the server answers it, replayed as fast as they go: units of the
 * writer, as many under way as there are connections, each handed over again when it is done, many
 * in one commit, sealed without hashing. No HTTP, no rules.
 *
 *   submit_floor DIR CALLERS MS ACTS FILE...    in the folder of a bench; FILEs are four times ACTS,
 * with a request each: the lives of two owners to be warm, and of the same two to remember; prints
 * "done UNITS US CPU_US"
 *
 * The first act makes a dossier, and where the others say PUB_STANDS_HERE they get its public id. A
 * value that was new in the remembered life is new in each replay: ids that its inserts returned,
 * public ids, its keys, the dossier's code, in the places where they stood. Owners take turns, as
 * they do in the load: with one and the same, what is asked of an owner's earlier dossiers would
 * grow with each replay. An owner stands where the two remembered lives each have their own.
 */
#include <pthread.h>
#include <uv.h>

#include "floor/folder.h"
#include "floor/trace.h"

#include "app/modules.h"
#include "bench/bench_sql.h"
#include "host/clock.h"
#include "host/file.h"
#include "record/record_sql.h"
#include "web/server.h"

#define CALLERS_MAX 1024
#define PUB_LETTERS 26
#define UNIT_MEMORY ((size_t)4 << 20)
#define ANSWER_MAX ((size_t)256 << 10)
#define ACTS_MAX 8
#define PUB_STANDS_HERE S("PPPPPPPPPPPPPPPPPPPPPPPPPP")

#define LIVES 4 /* two owners, warm and remembered */
#define OWNERS 5000

static struct trace one[ACTS_MAX], other[ACTS_MAX]; /* an act each, of both owners */
static int acts;
static bool is_owner[ACTS_MAX][TRACE_CALLS][TRACE_VALUES];
static struct q_bench_owners_rows owners; /* who take turns, the newest in the register */
static struct made_by {                   /* an earlier insert returned the id that stands here */
    int8_t act;                           /* -1 = none did */
    int16_t call;
} made_by[ACTS_MAX][TRACE_CALLS][TRACE_VALUES];
static str code; /* of the remembered dossier */
static struct arena *kept;
static struct floor_folder folder;

/* ---- one real submission, over HTTP, in this process ---- */

struct post {
    uv_tcp_t tcp;
    uv_connect_t connect;
    uv_write_t write;
    uv_buf_t request;
    char answer[ANSWER_MAX];
    size_t got;
};

static void give_room(uv_handle_t *handle, size_t wanted, uv_buf_t *ret)
{
    struct post *p = handle->data;
    (void)wanted;
    *ret = uv_buf_init(p->answer + p->got, (unsigned)(ANSWER_MAX - p->got));
}

/* The server keeps the connection; what follows the body's last brace is nothing. */
static void heard(uv_stream_t *stream, ssize_t n, const uv_buf_t *buf)
{
    struct post *p = stream->data;
    (void)buf;
    p->got += n > 0 ? (size_t)n : 0;
    if (n < 0 || (p->got && p->answer[p->got - 1] == '}'))
        uv_close((uv_handle_t *)&p->tcp, NULL);
}

static void connected(uv_connect_t *connect, int status)
{
    struct post *p = connect->data;
    if (status || uv_read_start((uv_stream_t *)&p->tcp, give_room, heard) ||
        uv_write(&p->write, (uv_stream_t *)&p->tcp, &p->request, 1, NULL))
        uv_close((uv_handle_t *)&p->tcp, NULL);
}

/* The public id in the address that a creation answered with. */
static str pub_of(str answer)
{
    const str place = S("/api/v1/dossiers/");
    const ptrdiff_t at = str_find(answer, place);
    return at < 0 ? STR_NONE : str_sub(answer, at + place.n, PUB_LETTERS);
}

static enum rc post(int port, const char *path, str pub, str *ret_answer)
{
    struct post *p = NEW(kept, struct post);
    struct sockaddr_in to;
    uv_loop_t loop;
    str request;
    const enum rc rc = host_file_get(kept, path, ANSWER_MAX, &request);
    if (rc)
        return rc;
    const ptrdiff_t hole = str_find(request, PUB_STANDS_HERE);
    if (hole >= 0)
        memcpy((char *)(uintptr_t)request.p + hole, pub.p, PUB_LETTERS);
    p->request = uv_buf_init((char *)(uintptr_t)request.p, (unsigned)request.n);
    uv_loop_init(&loop);
    uv_tcp_init(&loop, &p->tcp);
    p->tcp.data = p->connect.data = p;
    uv_ip4_addr("127.0.0.1", port, &to);
    if (uv_tcp_connect(&p->connect, &p->tcp, (const struct sockaddr *)&to, connected))
        uv_close((uv_handle_t *)&p->tcp, NULL);
    uv_run(&loop, UV_RUN_DEFAULT);
    uv_loop_close(&loop);
    *ret_answer = (str){p->answer, (ptrdiff_t)p->got};
    return str_starts(*ret_answer, S("HTTP/1.1 201 ")) ? RC_OK : RC_FAILED;
}

static enum rc note_thread(struct ctx *c, void *arg)
{
    (void)c;
    (void)arg;
    for (int k = 0; k < acts; k++)
        one[k] = other[k] = (struct trace){.mem = kept, .thread = pthread_self(), .of_one = true};
    return RC_OK;
}

/* A life, a request each; what the writer's thread asks while it is answered: the whole unit, no
   more. */
static enum rc live(int port, char *const *files, struct trace *into, str *ret_code)
{
    str answer = STR_NONE, first = STR_NONE;
    enum rc rc = RC_OK;
    for (int k = 0; !rc && k < acts; k++) {
        tracing = into ? &into[k] : NULL;
        rc = post(port, files[k], pub_of(first), &answer);
        tracing = NULL;
        if (k == 0)
            first = answer;
        if (rc || (into && !into[k].n))
            fprintf(stderr, "submit_floor: act %d: %.*s\n", k + 1, STR_ARG(answer));
        if (!rc && into && !into[k].n)
            rc = RC_FAILED;
    }
    const ptrdiff_t at = str_find(first, S("\"code\":\""));
    *ret_code = at < 0 ? STR_NONE : str_cut(str_sub(first, at + 8, 80), '"').head;
    return rc || ret_code->n ? rc : RC_FAILED;
}

static struct made_by maker_of(const struct db_value *v, char type, int act, int call)
{
    if ((type == 'i' || type == 'I') && !v->null)
        for (int a = 0; a <= act; a++)
            for (int k = 0; k < (a < act ? one[a].n : call); k++)
                if (one[a].call[k].made && one[a].call[k].made == v->i)
                    return (struct made_by){(int8_t)a, (int16_t)k};
    return (struct made_by){-1, 0};
}

/* Found once, so that a replay has nothing to search. */
static void find_makers(void)
{
    for (int a = 0; a < acts; a++)
        for (int k = 0; k < one[a].n; k++) {
            const struct trace_call *call = &one[a].call[k];
            for (int at = 0; call->q->in[at]; at++)
                made_by[a][k][at] = maker_of(&call->in[at], call->q->in[at], a, k);
        }
}

struct pair {
    str codes[2];
    struct q_bench_owner_of_row owner[2];
};

static enum rc read_owners(struct ctx *c, void *arg)
{
    struct pair *p = arg;
    enum rc rc = RC_OK;
    for (int i = 0; !rc && i < 2; i++)
        rc = q_bench_owner_of(c, p->codes[i], &p->owner[i]);
    return rc ? rc : q_bench_owners(c, OWNERS, &owners);
}

/* Both lives ask the same, each of its own owner. */
static enum rc find_owners(struct ctx *c, str code_of_other)
{
    struct pair p = {.codes = {code, code_of_other}};
    enum rc rc = store_read(folder.store, c, read_owners, &p);
    int found = 0;
    for (int a = 0; !rc && a < acts; a++)
        for (int k = 0; !rc && k < one[a].n; k++) {
            const struct trace_call *call = &one[a].call[k], *like = &other[a].call[k];
            if (one[a].n != other[a].n || call->q != like->q)
                rc = RC_FAILED;
            for (int at = 0; !rc && call->q->in[at]; at++)
                found += is_owner[a][k][at] = !call->in[at].null && call->in[at].i == p.owner[0].id &&
                                              like->in[at].i == p.owner[1].id;
        }
    if (!rc && (!found || p.owner[0].id == p.owner[1].id || !owners.n))
        rc = RC_FAILED;
    if (rc)
        fprintf(stderr, "submit_floor: the two remembered lives do not ask the same of two owners\n");
    return rc;
}

static enum rc remember(struct ctx *c, char *const *files)
{
    const struct web_config config = {.modules = app_modules,
                                      .auth = &app_auth,
                                      .store = folder.store,
                                      .files = app_parts()->files,
                                      .keys = app_parts()->keys,
                                      .listen = {S("127.0.0.1:0")},
                                      .base_url = STR_NONE,
                                      .spool = "/tmp"};
    struct web *web;
    struct trace *const into[LIVES] = {NULL, NULL, one, other};
    str codes[LIVES];
    enum rc rc = store_write(folder.store, c, note_thread, NULL);
    if (!rc)
        rc = web_start(c, &config, &web);
    if (rc)
        return rc;
    for (int i = 0; !rc && i < LIVES; i++)
        rc = live(web_port(web, 0), files + i * acts, into[i], &codes[i]);
    web_stop(web, 1000);
    if (rc)
        return rc;
    code = codes[2];
    find_makers();
    return find_owners(c, codes[3]);
}

/* ---- replay ---- */

struct again {
    struct store_unit unit;
    struct ctx c;
    int64_t n;
    int act; /* of the life that this is */
    enum rc rc;
    struct again *next; /* of those that are done */
    int64_t made[ACTS_MAX][TRACE_CALLS];
};

static bool is_pub(str s)
{
    return s.n == PUB_LETTERS && str_starts(s, S("01")) && !str_has(s, S(" "));
}

static struct db_value renew(struct ctx *c, const struct again *a, int call_at, int at)
{
    const struct trace_call *call = &one[a->act].call[call_at];
    const int64_t n = a->n;
    struct db_value v = call->in[at];
    const char type = call->q->in[at];
    if (is_owner[a->act][call_at][at])
        v.i = owners.v[n % owners.n].id;
    if (v.null || (type != 't' && type != 'T'))
        return v;
    if (str_eq(v.s, code))
        v.s = str_fmt(c->mem, "%.*s%07lld", STR_ARG(code), (long long)n);
    else if (is_pub(v.s)) /* its time stands first and stays */
        v.s = str_fmt(c->mem, "%.*s%09lld%.*s", STR_ARG(str_sub(v.s, 0, 10)), (long long)n,
                      STR_ARG(str_sub(v.s, 19, 7)));
    return v;
}

static enum rc again(struct ctx *c, void *arg)
{
    struct again *a = arg;
    const struct trace *t = &one[a->act];
    enum rc rc = RC_OK;
    for (int i = 0; !rc && i < t->n; i++) {
        const struct trace_call *call = &t->call[i];
        const struct made_by *by = made_by[a->act][i];
        struct db_value in[TRACE_VALUES];
        for (int k = 0; call->q->in[k]; k++) {
            in[k] = renew(c, a, i, k);
            if (by[k].act >= 0) /* the id that this replay's insert has returned */
                in[k].i = a->made[by[k].act][by[k].call];
        }
        rc = trace_replay(c, call, in, &a->made[a->act][i]);
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
    tracing = NULL; /* the unit is over */
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

/* ---- as many under way as there are connections ---- */

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static struct again *back; /* done, to be handed over again */

static void done(struct store_unit *u, enum rc rc)
{
    struct again *a = (struct again *)u; /* the unit stands first */
    pthread_mutex_lock(&lock);
    a->rc = rc;
    a->next = back;
    back = a;
    pthread_cond_signal(&changed);
    pthread_mutex_unlock(&lock);
}

static struct again *wait_back(void)
{
    pthread_mutex_lock(&lock);
    while (!back)
        pthread_cond_wait(&changed, &lock);
    struct again *all = back;
    back = NULL;
    pthread_mutex_unlock(&lock);
    return all;
}

/* The next act of its life, or the first of a new one. */
static enum rc hand_over(struct again *a, int64_t *next)
{
    arena_clear(a->c.mem);
    a->c = (struct ctx){.mem = a->c.mem, .now = host_now()};
    a->act = (a->act + 1) % acts;
    if (!a->act)
        a->n = (*next)++;
    a->unit = (struct store_unit){.c = &a->c, .fn = again, .arg = a, .done = done};
    return store_submit(folder.store, &a->unit);
}

static enum rc run(int callers, int64_t us)
{
    struct again *units = NEW_N(kept, struct again, callers);
    /* what one run numbered, the next must not meet */
    int64_t n = host_now().us / 10000 % 10000000 * 10, good = 0;
    const int64_t begun = host_monotonic_us(), cpu = host_cpu_us();
    enum rc rc = RC_OK;
    int under_way = 0;
    for (; !rc && under_way < callers; under_way++) {
        units[under_way].c.mem = arena_new(UNIT_MEMORY);
        units[under_way].act = acts - 1;
        rc = hand_over(&units[under_way], &n);
    }
    while (under_way)
        for (struct again *a = wait_back(), *next = NULL; a; a = next) {
            next = a->next;
            good += a->rc == RC_OK;
            rc = rc ? rc : a->rc;
            if (rc || host_monotonic_us() - begun >= us || hand_over(a, &n) != RC_OK)
                under_way--;
        }
    printf("done %lld %lld %lld\n", (long long)good, (long long)(host_monotonic_us() - begun),
           (long long)(host_cpu_us() - cpu));
    for (int i = 0; i < callers; i++)
        arena_free(units[i].c.mem);
    return rc;
}

int main(int argc, char **argv)
{
    int64_t callers, ms, many;
    if (argc < 5 || !str_to_i64(str_of(argv[2]), &callers) || !str_to_i64(str_of(argv[3]), &ms) ||
        !str_to_i64(str_of(argv[4]), &many) || callers < 1 || callers > CALLERS_MAX || many < 1 ||
        many > ACTS_MAX || argc != 5 + LIVES * many) {
        fprintf(stderr, "usage: submit_floor DIR CALLERS MS ACTS FILE...\n");
        return 2;
    }
    acts = (int)many;
    kept = arena_new((size_t)64 << 20);
    struct ctx c = {.mem = arena_new((size_t)64 << 20), .now = host_now()};
    enum rc rc = floor_open(c.mem, argv[1], &folder);
    if (rc)
        return 1;
    store_on_seal(folder.store, seal, NULL);
    rc = remember(&c, argv + 5);
    if (!rc)
        rc = run((int)callers, ms * 1000);
    if (rc)
        fprintf(stderr, "submit_floor: %s\n", rc_name(rc));
    floor_close(&folder);
    return rc ? 1 : 0;
}
