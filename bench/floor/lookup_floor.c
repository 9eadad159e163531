/*
 * lookup_floor.c - the floor of the public tracking page: the HTTP layer, a snapshot, the
 * statements of the page, and a constant body, on the thread that would answer the page. No routes, no
 * rules, no templates, no form, no secret to compare.
 *
 *   lookup_floor DIR BYTES      serves the folder of a bench on a free port until SIGTERM;
 *                               GET /t/CODE with a body of BYTES, GET /metrics for its CPU
 *
 * The statements of a dossier are remembered when it is asked for first, by calling what the
 * page calls (portal_tracking_view.c); after that they are replayed.
 */
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>

#include "floor/folder.h"
#include "floor/trace.h"

#include "dossier/dossier_words_view.h"
#include "host/clock.h"
#include "http/http.h"

#define SLOTS 8192 /* dossiers asked for; a power of two */

struct slot {
    str code;
    struct trace trace;
    _Atomic bool filled;
};

static struct slot *slots[SLOTS];
static pthread_mutex_t recording = PTHREAD_MUTEX_INITIALIZER;
static struct arena *kept;
static struct floor_folder folder;
static str page;

struct asked {
    struct http_call *call;
    struct ctx c;
    str code;
};

/* What the page asks for; keep with portal__tracking_view. */
static enum rc facts(struct ctx *c, str code)
{
    struct dossier d;
    struct clock_case k;
    const struct worktime *w;
    struct web_days days;
    struct dossier_event *events;
    struct dossier_supplement *supplements;
    struct process_step *steps;
    ptrdiff_t n;
    bool full;
    enum rc rc = dossier_track(c, code, S(""), &d, &full);
    if (!rc)
        rc = work_clock_case(c, d.work.id, &k, &w);
    if (!rc && !instant_is_none(d.work.due_at))
        rc = words_dossier_days(c, LANG_VI, &d, &days);
    if (!rc)
        rc = dossier_timeline(c, &d, &events, &n);
    if (!rc && work_status_open(d.work.status))
        rc = process_steps(c, d.work.process, &steps, &n);
    if (!rc && d.work.status == WORK_SUPPLEMENT)
        rc = dossier_supplements(c, d.id, &supplements, &n);
    return rc;
}

static struct slot *slot_of(str code)
{
    uint64_t at = 1469598103934665603u;
    for (ptrdiff_t i = 0; i < code.n; i++)
        at = (at ^ (unsigned char)code.p[i]) * 1099511628211u;
    for (;; at++) {
        struct slot *s = slots[at % SLOTS];
        if (!s || str_eq(s->code, code)) {
            if (!s) {
                s = NEW(kept, struct slot);
                s->code = str_dup(kept, code);
                s->trace.mem = kept;
                slots[at % SLOTS] = s;
            }
            return s;
        }
    }
}

static enum rc record(struct ctx *c, str code, struct slot **ret_slot)
{
    enum rc rc = RC_OK;
    pthread_mutex_lock(&recording);
    struct slot *s = slot_of(code);
    if (!s->filled) {
        tracing = &s->trace;
        rc = facts(c, code);
        tracing = NULL;
        s->filled = rc == RC_OK;
    }
    pthread_mutex_unlock(&recording);
    *ret_slot = s;
    return rc;
}

static enum rc replay(struct ctx *c, void *arg)
{
    const struct asked *a = arg;
    struct slot *s;
    enum rc rc = record(c, a->code, &s);
    for (int i = 0; !rc && i < s->trace.n; i++) {
        int64_t made;
        rc = trace_replay(c, &s->trace.call[i], s->trace.call[i].in, &made);
    }
    return rc;
}

static void answer(struct http_call *call, int status, str body)
{
    static const struct http_header head[] = {{{"Content-Type", 12}, {"text/html; charset=utf-8", 24}}};
    http_answer(call,
                &(struct http_reply){.status = status, .headers = head, .header_n = 1, .body = body});
}

static void work(void *arg)
{
    struct asked *a = arg;
    const enum rc rc = store_read(folder.store, &a->c, replay, a);
    answer(a->call, rc ? 500 : 200, rc ? S("wrong") : page);
}

static void handle(struct http_call *call, void *arg)
{
    (void)arg;
    if (str_eq(call->req.path, S("/metrics"))) {
        answer(call, 200,
               str_fmt(call->mem, "\nmotcua_process_cpu_microseconds_total %lld\n",
                       (long long)host_cpu_us()));
        return;
    }
    struct asked *a = NEW(call->mem, struct asked);
    *a = (struct asked){.call = call,
                        .c = {.mem = call->mem, .now = host_now()},
                        .code = str_sub(call->req.path, 3, call->req.path.n)};
    /* where the page is answered too (ROUTE_SHORT): on the loop while a reader is free */
    if (store_read_is_near(folder.store))
        work(a);
    else if (http_pool_run(http_call_server(call), work, a) != RC_OK)
        answer(call, 503, S("busy"));
}

static int serve(struct ctx *c)
{
    struct http_server *s;
    sigset_t ends;
    int which;
    const struct http_config config = {
        .listen = {S("127.0.0.1:0")}, .spool = "/tmp", .handler = handle};
    sigemptyset(&ends);
    sigaddset(&ends, SIGTERM);
    sigaddset(&ends, SIGINT);
    pthread_sigmask(SIG_BLOCK, &ends, NULL);
    if (http_server_start(c, &config, &s) != RC_OK)
        return 1;
    printf("ready http://127.0.0.1:%d\n", http_server_port(s, 0));
    fflush(stdout);
    sigwait(&ends, &which);
    http_server_stop(s, 1000);
    return 0;
}

int main(int argc, char **argv)
{
    struct ctx c = {.mem = arena_new((size_t)64 << 20)};
    int64_t bytes;
    if (argc != 3 || !str_to_i64(str_of(argv[2]), &bytes) || bytes < 1) {
        fprintf(stderr, "usage: lookup_floor DIR BYTES\n");
        return 2;
    }
    kept = arena_new((size_t)1 << 30);
    char *body = arena_alloc(kept, (size_t)bytes);
    memset(body, 'x', (size_t)bytes);
    page = (str){body, (ptrdiff_t)bytes};
    if (floor_open(c.mem, argv[1], &folder) != RC_OK)
        return 1;
    const int code = serve(&c);
    floor_close(&folder);
    return code;
}
