/*
 * casework_clock.c - the ledger of one piece of work and the projection due_at. The
 * arithmetic is calendar's; here stands what happened to this clock, in order. What time
 * itself does stands in casework_chores.c, consultations in casework_consult.c.
 */
#include "casework/casework_internal.h"

#include "calendar/versions.h"

struct ledger {
    struct q_work_clock_ledger_rows rows;
    struct clock_case k;
    struct clock_stop *stops;
    struct clock_recount *recounts;
    instant due;                           /* after the entry read last */
    struct q_work_clock_ledger_row **held; /* the row of each stop: a pause, or a supplement */
    struct calendar_use use;               /* of the last entry that says it */
    instant told;                          /* the date another system gave; INSTANT_NONE */
    bool started, ended;
};

static bool same_hold(const struct q_work_clock_ledger_row *a, const struct q_work_clock_ledger_row *b)
{
    return a->consult_id.set == b->consult_id.set && a->consult_id.v == b->consult_id.v;
}

static void open_stop(struct ledger *l, struct q_work_clock_ledger_row *r)
{
    l->held[l->k.stop_count] = r;
    l->stops[l->k.stop_count++] =
        (struct clock_stop){.from = r->at, .to = INSTANT_NONE, .ground = r->ground};
}

static bool ends_a_stop(str kind)
{
    static const char *const words[] = {"restart", "continue", "resume", NULL};
    return str_among(kind, words);
}

/* The last open stop that the row ends: a supplement by a restart or by going on, a pause by its own
   resumption. */
static struct clock_stop *stop_ended_by(struct ledger *l, const struct q_work_clock_ledger_row *r)
{
    const str kind = str_eq(r->kind, S("resume")) ? S("pause") : S("stop");
    for (ptrdiff_t i = l->k.stop_count - 1; i >= 0; i--)
        if (instant_is_none(l->stops[i].to) && str_eq(l->held[i]->kind, kind) &&
            same_hold(l->held[i], r))
            return &l->stops[i];
    return NULL;
}

/* False: by words that are no rule. */
static bool take_row(struct ledger *l, struct q_work_clock_ledger_row *r)
{
    struct clock_stop *stop;
    const instant was_due = l->due;
    l->due = r->due_at;
    if (r->calendar_version_id.set)
        l->use = (struct calendar_use){.version = r->calendar_version_id.v, .hours = r->hours_id.v};
    if (str_eq(r->kind, S("start"))) {
        l->started = true;
        l->k.start = r->at;
        return due_rule_parse(r->rule, &l->k.rule);
    }
    if (str_eq(r->kind, S("stop")) || str_eq(r->kind, S("pause"))) {
        open_stop(l, r);
    } else if (ends_a_stop(r->kind)) {
        stop = stop_ended_by(l, r);
        if (stop) {
            stop->to = r->at;
            stop->restart = str_eq(r->kind, S("restart"));
        }
    } else if (str_eq(r->kind, S("extend"))) {
        l->k.extended_at = r->at;
        l->k.extended_to = r->extended_to;
        l->k.extensions++;
    } else if (str_eq(r->kind, S("told"))) {
        l->told = r->limit_at;
    } else if (str_eq(r->kind, S("calendar"))) {
        l->recounts[l->k.recount_n++] = (struct clock_recount){r->at, r->ground, was_due, r->due_at};
    } else if (str_eq(r->kind, S("end"))) {
        l->ended = true;
    }
    return true;
}

/* The ledger as the pure clock wants it; with room for one entry more. */
static enum rc read_ledger(struct ctx *c, struct work_id id, struct ledger *l)
{
    *l = (struct ledger){.k = {.extended_at = INSTANT_NONE, .extended_to = DATE_NONE},
                         .told = INSTANT_NONE};
    const enum rc rc = q_work_clock_ledger(c, id.v, &l->rows);
    if (rc)
        return rc;
    l->stops = NEW_N(c->mem, struct clock_stop, l->rows.n + 1);
    l->held = NEW_N(c->mem, struct q_work_clock_ledger_row *, l->rows.n + 1);
    l->recounts = NEW_N(c->mem, struct clock_recount, l->rows.n + 1);
    l->k.stops = l->stops;
    l->k.recounts = l->recounts;
    bool understood = true;
    for (ptrdiff_t i = 0; i < l->rows.n; i++)
        understood = take_row(l, &l->rows.v[i]) && understood;
    l->started = l->started && understood;
    return RC_OK;
}

static enum rc derive(struct ctx *c, struct ledger *l, struct clock_due *ret_due)
{
    *ret_due = (struct clock_due){.due = l->told, .stands = INSTANT_NONE};
    if (!l->started)
        return RC_OK;
    const enum rc rc = calendar_pinned(c, l->use.version, l->use.hours, &l->use.w);
    return rc ? rc : clock_due(c, l->use.w, &l->k, ret_due);
}

enum rc work_check_due(struct ctx *c, struct work_id after, int64_t max,
                       struct work_due_check *ret_check)
{
    struct q_work_due_list_rows rows;
    enum rc rc = q_work_due_list(c, after.v, max, &rows);
    if (rc)
        return rc;
    struct work_due_check k = {
        .faults = NEW_N(c->mem, struct work_due_fault, rows.n), .seen = rows.n, .last = after};
    for (ptrdiff_t i = 0; i < rows.n; i++) {
        struct ledger l;
        struct clock_due due = {.due = INSTANT_NONE};
        k.last.v = rows.v[i].id;
        rc = read_ledger(c, k.last, &l);
        if (!rc)
            rc = derive(c, &l, &due);
        if (rc && rc != RC_NOT_FOUND) /* a calendar that is gone gives no date */
            return rc;
        const instant derived = rc ? INSTANT_NONE : due.due;
        if (derived.us != rows.v[i].due_at.us)
            k.faults[k.n++] = (struct work_due_fault){k.last, rows.v[i].due_at, derived};
    }
    *ret_check = k;
    return RC_OK;
}

enum rc work_clock_case(struct ctx *c, struct work_id id, struct clock_case *ret_case,
                        const struct worktime **ret_w)
{
    struct ledger l;
    const enum rc rc = read_ledger(c, id, &l);
    if (rc)
        return rc;
    if (!l.started)
        return RC_NOT_FOUND;
    *ret_case = l.k;
    return calendar_pinned(c, l.use.version, l.use.hours, ret_w);
}

/* ---- writing ---- */

/* The first limit among the pauses that hold the clock; its row. */
static const struct q_work_clock_ledger_row *first_limit(const struct ledger *l)
{
    const struct q_work_clock_ledger_row *first = NULL;
    for (ptrdiff_t i = 0; i < l->k.stop_count; i++)
        if (instant_is_none(l->stops[i].to) && !instant_is_none(l->held[i]->limit_at) &&
            (!first || l->held[i]->limit_at.us < first->limit_at.us))
            first = l->held[i];
    return first;
}

/* Did the due date pass before a stop that would otherwise move it? It stays missed. */
static instant missed(const struct q_work_clock_now_row *now, const struct q_work_clock_ledger_row *r)
{
    const bool stops = str_eq(r->kind, S("stop"));
    if (stops && instant_is_none(now->missed_at) && !instant_is_none(now->due_at) &&
        now->due_at.us < r->at.us)
        return now->due_at;
    return now->missed_at;
}

static enum rc insert(struct ctx *c, struct work_id id, const struct q_work_clock_ledger_row *r)
{
    return q_work_clock_insert(
        c,
        &(struct q_work_clock_insert_in){.work_id = id.v,
                                         .kind = r->kind,
                                         .at = r->at,
                                         .entered_at = c->now,
                                         .rule = r->rule,
                                         .hours_id = r->hours_id,
                                         .calendar_version_id = r->calendar_version_id,
                                         .limit_at = r->limit_at,
                                         .extended_to = r->extended_to,
                                         .consult_id = r->consult_id,
                                         .ground = r->ground,
                                         .hold_key = r->hold_key,
                                         .due_at = r->due_at},
        NULL);
}

/* Writes an entry behind those read, derives anew, keeps the projection. */
static enum rc enter_behind(struct ctx *c, struct work_id id, struct ledger *l,
                            struct q_work_clock_ledger_row *r)
{
    struct clock_due due;
    struct q_work_clock_now_row now;
    if (r->at.us > c->now.us)
        return fail(c, RC_INVALID, "at", "casework.clock.future");
    if (l->rows.n && r->at.us < l->rows.v[l->rows.n - 1].at.us)
        return fail(c, RC_INVALID, "at", "casework.clock.order");
    l->started = take_row(l, r) && l->started;
    enum rc rc = derive(c, l, &due);
    if (!rc)
        rc = q_work_clock_now(c, id.v, &now);
    if (!rc && now.synced)
        return fail(c, RC_CONFLICT, NULL, "casework.synced");
    if (rc)
        return rc;
    BUG_IF(!l->started);
    const struct q_work_clock_ledger_row *limit = first_limit(l);
    r->due_at = due.due;
    rc = insert(c, id, r);
    return rc ? rc
              : q_work_due(c,
                           &(struct q_work_due_in){
                               .id = id.v,
                               .due_at = due.due,
                               .due_sort = instant_is_none(due.due) ? FAR_FUTURE : due.due,
                               .due_provisional = due.provisional,
                               .clock_state = instant_is_none(due.stands) ? S("running") : S("stopped"),
                               .pause_until = limit ? limit->limit_at : INSTANT_NONE,
                               .missed_at = missed(&now, r),
                           },
                           NULL);
}

static struct q_work_clock_ledger_row entry(const char *kind, instant at, str ground)
{
    return (struct q_work_clock_ledger_row){.kind = str_of(kind),
                                            .at = at,
                                            .rule = STR_NONE,
                                            .limit_at = INSTANT_NONE,
                                            .extended_to = DATE_NONE,
                                            .ground = ground,
                                            .hold_key = STR_NONE,
                                            .due_at = INSTANT_NONE};
}

/* What a pause left behind at its limit, up to a moment; then the ledger as it stands. */
static enum rc lapse(struct ctx *c, struct work_id id, instant upto, struct ledger *l)
{
    for (;;) {
        enum rc rc = read_ledger(c, id, l);
        const struct q_work_clock_ledger_row *first = rc || l->ended ? NULL : first_limit(l);
        if (rc || !first || first->limit_at.us > upto.us)
            return rc;
        struct q_work_clock_ledger_row r = entry("resume", first->limit_at, first->ground);
        r.consult_id = first->consult_id;
        rc = enter_behind(c, id, l, &r);
        if (rc)
            return rc;
    }
}

enum rc casework__clock_lapse(struct ctx *c, struct work_id id, instant upto)
{
    struct ledger l;
    return lapse(c, id, upto, &l);
}

/* What a pause left behind at its limit comes first. */
static enum rc enter(struct ctx *c, struct work_id id, struct q_work_clock_ledger_row *r)
{
    struct ledger l;
    if (r->at.us > c->now.us)
        return fail(c, RC_INVALID, "at", "casework.clock.future");
    const enum rc rc = lapse(c, id, r->at, &l);
    return rc ? rc : enter_behind(c, id, &l, r);
}

enum rc work_clock_start(struct ctx *c, struct work_id id, const struct clock_start *in)
{
    struct ledger l;
    struct due_rule rule;
    struct calendar_use use;
    if (!due_rule_parse(in->rule, &rule))
        return fail(c, RC_INVALID, "rule", "casework.rule_unknown");
    if (in->at.us > c->now.us)
        return fail(c, RC_INVALID, "at", "casework.clock.future");
    enum rc rc = lapse(c, id, in->at, &l);
    if (!rc)
        rc = calendar_current(c, in->hours_set, &use);
    if (rc)
        return rc;
    struct q_work_clock_ledger_row r = entry(l.rows.n ? "restart" : "start", in->at, in->ground);
    r.rule = in->rule;
    r.hours_id = OPT_INT(use.hours);
    r.calendar_version_id = OPT_INT(use.version);
    return enter_behind(c, id, &l, &r);
}

enum rc work_clock_stop(struct ctx *c, struct work_id id, instant at, str ground)
{
    struct q_work_clock_ledger_row r = entry("stop", at, ground);
    return enter(c, id, &r);
}

enum rc work_clock_continue(struct ctx *c, struct work_id id, instant at, str ground)
{
    struct ledger l;
    struct q_work_clock_ledger_row r = entry("continue", at, ground);
    const enum rc rc = lapse(c, id, at, &l);
    if (rc)
        return rc;
    if (l.ended || !stop_ended_by(&l, &r))
        return fail(c, RC_CONFLICT, NULL, "casework.clock.no_stop");
    return enter_behind(c, id, &l, &r);
}

enum rc casework__clock_pause(struct ctx *c, struct work_id id, const struct casework_pause *in)
{
    struct q_work_clock_now_row now;
    struct ledger l;
    if (!str_trim(in->ground).n)
        return fail(c, RC_INVALID, "ground", "casework.clock.ground_needed");
    if (instant_is_none(in->until) || in->until.us <= in->at.us)
        return fail(c, RC_INVALID, "until", "casework.clock.limit");
    enum rc rc = lapse(c, id, in->at, &l);
    if (!rc)
        rc = q_work_clock_now(c, id.v, &now);
    if (rc)
        return rc;
    if (!str_eq(now.clock_state, S("running")))
        return fail(c, RC_CONFLICT, NULL, "casework.clock.not_running");
    if (now.due_at.us < in->at.us)
        return fail(c, RC_CONFLICT, NULL, "casework.clock.overdue");
    struct q_work_clock_ledger_row r = entry("pause", in->at, in->ground);
    r.limit_at = in->until;
    r.consult_id = in->consult_id;
    r.hold_key = in->hold.n ? in->hold : STR_NONE;
    return enter_behind(c, id, &l, &r);
}

enum rc work_clock_pause(struct ctx *c, struct work_id id, instant at, instant until, str ground)
{
    return casework__clock_pause(c, id,
                                 &(struct casework_pause){.at = at, .until = until, .ground = ground});
}

enum rc casework__clock_resume(struct ctx *c, struct work_id id, instant at, str ground,
                               struct opt_int consult)
{
    struct ledger l;
    struct q_work_clock_ledger_row r = entry("resume", at, ground);
    r.consult_id = consult;
    const enum rc rc = lapse(c, id, at, &l);
    if (rc)
        return rc;
    if (l.ended || !stop_ended_by(&l, &r))
        return RC_NOT_FOUND;
    return enter_behind(c, id, &l, &r);
}

/* Two entries: the pause ends, and another begins with the new limit; none when that has passed, or
   when the due date has (no pause hides a late one). */
enum rc casework__clock_hold_until(struct ctx *c, struct work_id id, int64_t consult, instant until)
{
    struct ledger l;
    struct q_work_clock_now_row now;
    struct q_work_clock_ledger_row r = entry("resume", c->now, STR_NONE);
    r.consult_id = OPT_INT(consult);
    enum rc rc = lapse(c, id, c->now, &l);
    const struct clock_stop *held = rc || l.ended ? NULL : stop_ended_by(&l, &r);
    if (!held)
        return rc;
    struct q_work_clock_ledger_row again = *l.held[held - l.stops];
    r.ground = again.ground;
    rc = enter_behind(c, id, &l, &r);
    if (!rc)
        rc = q_work_clock_now(c, id.v, &now);
    const bool late = !rc && !instant_is_none(now.due_at) && now.due_at.us < c->now.us;
    if (rc || late || until.us <= c->now.us)
        return rc;
    again.at = c->now;
    again.limit_at = until;
    return enter(c, id, &again);
}

enum rc work_clock_resume(struct ctx *c, struct work_id id, instant at, str ground)
{
    const enum rc rc = casework__clock_resume(c, id, at, ground, OPT_INT_NONE);
    return rc == RC_NOT_FOUND ? fail(c, RC_CONFLICT, NULL, "casework.clock.no_pause") : rc;
}

enum rc work_clock_extend(struct ctx *c, struct work_id id, instant asked, date to,
                          const struct extension_rule *rule, str ground)
{
    struct ledger l;
    if (!str_trim(ground).n)
        return fail(c, RC_INVALID, "ground", "casework.clock.ground_needed");
    enum rc rc = lapse(c, id, asked, &l);
    if (rc)
        return rc;
    if (!l.started || l.ended)
        return fail(c, RC_CONFLICT, NULL, "casework.clock.not_running");
    rc = calendar_pinned(c, l.use.version, l.use.hours, &l.use.w);
    if (!rc)
        rc = clock_check_extension(c, l.use.w, &l.k, asked, to, rule);
    struct q_work_clock_ledger_row r = entry("extend", asked, ground);
    r.extended_to = to;
    return rc ? rc : enter_behind(c, id, &l, &r);
}

enum rc casework__clock_calendar(struct ctx *c, struct work_id id, int64_t version, str ground,
                                 struct clock_change *ret_change)
{
    struct ledger l;
    const enum rc rc = lapse(c, id, c->now, &l);
    if (rc)
        return rc;
    struct q_work_clock_ledger_row r = entry("calendar", c->now, ground);
    r.hours_id = OPT_INT(l.use.hours);
    r.calendar_version_id = OPT_INT(version);
    ret_change->was_calendar = l.use.version;
    ret_change->calendar = version;
    return enter_behind(c, id, &l, &r);
}

/* What a pause held runs on first: nothing ends without a date it can be measured by. */
static enum rc run_on(struct ctx *c, struct work_id id, instant at)
{
    enum rc rc = casework__clock_lapse(c, id, at);
    for (;;) {
        struct ledger l;
        if (!rc)
            rc = read_ledger(c, id, &l);
        const struct q_work_clock_ledger_row *held = rc ? NULL : first_limit(&l);
        if (rc || !held)
            return rc;
        struct q_work_clock_ledger_row r = entry("resume", at, held->ground);
        r.consult_id = held->consult_id;
        rc = enter(c, id, &r);
    }
}

/* The due date stays as the promise it was; only the clock has stopped counting, so that what
   waits to be collected is in no list of late ones. */
enum rc casework__clock_end(struct ctx *c, const struct work *w, instant at)
{
    struct q_work_clock_now_row now;
    if (!w->clock_running && !w->clock_paused)
        return RC_OK;
    enum rc rc = w->clock_paused ? run_on(c, w->id, at) : RC_OK;
    if (!rc)
        rc = q_work_clock_now(c, w->id.v, &now);
    if (rc || !str_eq(now.clock_state, S("running")))
        return rc;
    struct q_work_clock_ledger_row r = entry("end", at, S(""));
    r.due_at = now.due_at;
    rc = insert(c, w->id, &r);
    return rc ? rc
              : q_work_due(c,
                           &(struct q_work_due_in){.id = w->id.v,
                                                   .due_at = now.due_at,
                                                   .due_sort = FAR_FUTURE,
                                                   .due_provisional = now.due_provisional,
                                                   .clock_state = S("ended"),
                                                   .pause_until = INSTANT_NONE,
                                                   .missed_at = now.missed_at},
                           NULL);
}

enum rc casework__working_us(struct ctx *c, const struct work *w, instant from, instant to,
                             int64_t *ret_us)
{
    struct clock_case k;
    struct calendar_use use;
    enum rc rc = work_clock_case(c, w->id, &k, &use.w);
    if (!rc) /* what the clock stood is nobody's time */
        return clock_spent(c, use.w, &k, from, to, ret_us);
    if (rc == RC_NOT_FOUND)
        rc = calendar_current(c, STR_NONE, &use);
    if (!rc)
        *ret_us = worktime_between(use.w, from, to);
    return rc;
}

enum rc work_clock_ledger(struct ctx *c, struct work_id id, struct clock_entry **ret_entries,
                          ptrdiff_t *ret_n)
{
    struct q_work_clock_ledger_rows rows;
    const enum rc rc = q_work_clock_ledger(c, id.v, &rows);
    if (rc)
        return rc;
    struct clock_entry *list = NEW_N(c->mem, struct clock_entry, rows.n);
    for (ptrdiff_t i = 0; i < rows.n; i++)
        list[i] = (struct clock_entry){.kind = rows.v[i].kind,
                                       .rule = rows.v[i].rule,
                                       .ground = rows.v[i].ground,
                                       .hours_id = rows.v[i].hours_id.v,
                                       .at = rows.v[i].at,
                                       .entered_at = rows.v[i].entered_at,
                                       .due_at = rows.v[i].due_at,
                                       .limit = rows.v[i].limit_at,
                                       .extended_to = rows.v[i].extended_to,
                                       .consult_id = rows.v[i].consult_id.v,
                                       .calendar_version_id = rows.v[i].calendar_version_id.v};
    *ret_entries = list;
    *ret_n = rows.n;
    return RC_OK;
}
