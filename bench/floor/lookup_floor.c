/*
 * lookup_floor.c - the floor of the public tracking page: the HTTP layer, a snapshot, the
 * statements of the page, and a constant body. No routes, no rules, no templates, no form, no
 * secret to compare.
 *
 *   lookup_floor DIR BYTES      serves the folder of a bench on a free port until SIGTERM;
 *                               GET /t/CODE with a body of BYTES, GET /metrics for its CPU
 *
 * The statements of a dossier are remembered when it is asked for first, by calling what the
 * page calls (portal_tracking_view.c); after that they are replayed.
 */
#include <stdatomic.h>

#include "casework/ledger.h"
#include "floor/serve.h"
#include "floor/trace.h"

#include "dossier/dossier_words_view.h"

#define SLOTS 8192 /* dossiers asked for; a power of two */

struct slot {
    str code;
    struct trace trace;
    _Atomic bool filled;
};

static struct slot *slots[SLOTS];
static pthread_mutex_t recording = PTHREAD_MUTEX_INITIALIZER;

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

static enum rc floor_ask(struct ctx *c, str path)
{
    struct slot *s;
    enum rc rc = record(c, str_sub(path, 3, path.n), &s);
    for (int i = 0; !rc && i < s->trace.n; i++) {
        int64_t made;
        rc = trace_replay(c, &s->trace.call[i], s->trace.call[i].in, &made);
    }
    return rc;
}

int main(int argc, char **argv)
{
    int64_t bytes;
    if (argc != 3 || !str_to_i64(str_of(argv[2]), &bytes) || bytes < 1) {
        fprintf(stderr, "usage: lookup_floor DIR BYTES\n");
        return 2;
    }
    return floor_serve(argv[1], bytes, true);
}
