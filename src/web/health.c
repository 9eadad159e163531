/*
 * health.c - what operators ask: alive, ready, how much. And the one log line of a request:
 * ids, codes and the route's pattern, never a path, a query or a name somebody typed.
 */
#include <stdatomic.h>
#include <unistd.h>

#include "host/clock.h"
#include "host/log.h"
#include "web/internal.h"
#include "web/settings.h"
#include "web/web_http.h"

#define STEPS 10

static const int64_t step_us[STEPS] = {1000,  2500,   5000,   10000,   25000,
                                       50000, 100000, 250000, 1000000, 5000000};

struct web_counts {
    _Atomic int64_t steps[3][STEPS + 1]; /* pages read, changes, API; the last is beyond */
    _Atomic int64_t total_us[3], count[3];
};

struct web_counts *web__counts_new(struct arena *mem)
{
    return NEW(mem, struct web_counts);
}

static void count(struct web_counts *counts, const struct web_call *wc, int64_t took)
{
    int kind = wc->api ? 2 : wc->r.route && wc->r.route->method != GET ? 1 : 0, i = 0;
    while (i < STEPS && took > step_us[i])
        i++;
    atomic_fetch_add_explicit(&counts->steps[kind][i], 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&counts->total_us[kind], took, memory_order_relaxed);
    atomic_fetch_add_explicit(&counts->count[kind], 1, memory_order_relaxed);
}

void web__done(const struct http_done *done, void *arg)
{
    struct web *w = arg;
    const struct web_call *wc = done->call->user;
    if (!wc)
        return;
    count(w->counts, wc, done->took_us);
    if (!web_settings_now.log_requests)
        return;
    const struct log_field fields[] = {
        {"id", wc->request_id, 0},
        {"method", http_method_name(done->call->req.method), 0},
        LOG_STR("route", wc->r.route ? wc->r.route->path : "-"),
        LOG_INT("status", done->status),
        LOG_INT("bytes", done->sent_bytes),
        LOG_INT("us", done->took_us),
        LOG_INT("actor", wc->r.who.actor_id),
        LOG_INT("cut", done->cut),
        {0},
    };
    host_log(done->status >= 500 ? LOG_WARN : LOG_INFO, "web.request", fields);
}

void web__refused(enum http_refusal why, int status, str peer, const char *what, void *arg)
{
    (void)peer; /* an address is personal data */
    (void)arg;
    if (web_settings_now.log_requests)
        LOG(LOG_INFO, "web.refused", LOG_INT("why", why), LOG_INT("status", status),
            LOG_STR("what", what));
}

/* ---- pages for machines --------------------------------------------------------------------- */

enum rc web__livez(struct req *r)
{
    return show_bytes(r, S("text/plain; charset=utf-8"), S("ok\n"), STR_NONE);
}

/* The snapshot is for who asks; the writer is asked when it is closed. */
enum rc web__readyz(struct req *r)
{
    (void)r;
    return RC_OK;
}

enum rc web__readyz_after(struct req *r)
{
    const enum rc rc = web__ready_ask(r->call->w->ready);
    return rc ? rc : show_bytes(r, S("text/plain; charset=utf-8"), S("ready\n"), STR_NONE);
}

static void family(struct buf *b, const char *name, const char *type, const char *help)
{
    buf_fmt(b, "# HELP motcua_%s %s\n# TYPE motcua_%s %s\n", name, help, name, type);
}
static void single(struct buf *b, const char *name, const char *type, const char *help, int64_t v)
{
    family(b, name, type, help);
    buf_fmt(b, "motcua_%s %lld\n", name, (long long)v);
}

static void latency(struct buf *b, const struct web_counts *counts)
{
    static const char *const kinds[] = {"page", "change", "api"};
    family(b, "request_seconds", "histogram", "Time from the whole request to the answer handed over.");
    for (int k = 0; k < 3; k++) {
        int64_t sum = 0;
        for (int i = 0; i <= STEPS; i++) {
            sum += atomic_load_explicit(&counts->steps[k][i], memory_order_relaxed);
            if (i < STEPS)
                buf_fmt(b, "motcua_request_seconds_bucket{kind=\"%s\",le=\"%lld.%06lld\"} %lld\n",
                        kinds[k], (long long)(step_us[i] / SECOND_US),
                        (long long)(step_us[i] % SECOND_US), (long long)sum);
            else
                buf_fmt(b, "motcua_request_seconds_bucket{kind=\"%s\",le=\"+Inf\"} %lld\n", kinds[k],
                        (long long)sum);
        }
        int64_t us = atomic_load_explicit(&counts->total_us[k], memory_order_relaxed);
        buf_fmt(b, "motcua_request_seconds_sum{kind=\"%s\"} %lld.%06lld\n", kinds[k],
                (long long)(us / SECOND_US), (long long)(us % SECOND_US));
        buf_fmt(b, "motcua_request_seconds_count{kind=\"%s\"} %lld\n", kinds[k], (long long)sum);
    }
}

static void connections(struct buf *b, const struct web *w)
{
    struct http_metrics m;
    http_server_metrics(w->http, &m);
    family(b, "answers_total", "counter", "Answers by class of status.");
    for (int i = 1; i < 6; i++)
        buf_fmt(b, "motcua_answers_total{class=\"%dxx\"} %lld\n", i, (long long)m.by_class[i]);
    family(b, "refused_total", "counter", "Requests the server refused before any handler.");
    static const char *const why[HTTP_REFUSAL_COUNT] = {"malformed", "head",    "body",
                                                        "slow",      "crowded", "resource"};
    for (int i = 0; i < HTTP_REFUSAL_COUNT; i++)
        buf_fmt(b, "motcua_refused_total{why=\"%s\"} %lld\n", why[i], (long long)m.refused[i]);
    single(b, "received_bytes_total", "counter", "Bytes read from connections.", m.bytes_in);
    single(b, "sent_bytes_total", "counter", "Bytes written to connections.", m.bytes_out);
    single(b, "connections", "gauge", "Open connections.", m.connections);
    single(b, "calls", "gauge", "Requests being answered.", m.calls);
    single(b, "workers_waiting", "gauge", "Requests waiting for a worker.", m.pool_waiting);
    single(b, "workers_running", "gauge", "Workers at work.", m.pool_running);
    single(b, "spooled_total", "counter", "Bodies that went to a spool file.", m.spooled);
}

static void storage(struct buf *b, const struct web *w)
{
    struct store_stats s;
    store_get_stats(w->cfg.store, &s);
    single(b, "store_commits_total", "counter", "Durable commits.", s.commits);
    single(b, "store_units_total", "counter", "Units of work run.", s.units);
    single(b, "store_reruns_total", "counter", "Units run again on their own.", s.reruns);
    single(b, "store_refused_total", "counter", "Units refused because the queue was full.", s.refused);
    single(b, "store_queued", "gauge", "Units waiting for the writer.", s.queued);
    single(b, "store_wal_pages", "gauge", "Pages in the write-ahead log.", s.wal_pages);
    single(b, "process_cpu_microseconds_total", "counter", "User and system time of the process.",
           host_cpu_us());
}

/* From this machine, and not through a front on it: what the front passes on bears the name of
   the site, or says for whom it comes. */
static bool from_here(const struct web_call *wc)
{
    const struct http_request *q = &wc->http->req;
    return (str_starts(q->peer, S("127.")) || str_eq(q->peer, S("::1"))) &&
           web__is_loopback_name(q->host) && !http_header(q, S("x-forwarded-for")).p;
}

enum rc web__metrics(struct req *r)
{
    const struct web_call *wc = r->call;
    if (!web_settings_now.metrics_open && !from_here(wc))
        return RC_NOT_FOUND;
    struct buf b = buf_new(r->c.mem, (size_t)256 * 1024);
    connections(&b, wc->w);
    latency(&b, wc->w->counts);
    storage(&b, wc->w);
    if (wc->w->cfg.metrics)
        wc->w->cfg.metrics(&b);
    return show_bytes(r, S("text/plain; version=0.0.4; charset=utf-8"), buf_str(&b), STR_NONE);
}
