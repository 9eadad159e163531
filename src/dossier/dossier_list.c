/*
 * dossier_list.c - work lists, their counts, search. The list is chosen by the actor's
 * post: own desk, unit, the leaders' desk or the whole agency; pages continue after the
 * last row's (due, id), so that no row is shown twice or skipped.
 */
#include "dossier/dossier_internal.h"
#include "casework/assign.h"
#include "dossier/dossier_list.h"

#include "dossier/dossier_list_sql.h"

#include <stdlib.h>
#include <string.h>

#define COUNT_MAX 1000
#define SAME_MAX 10

static const instant beginning = {INT64_MIN + 1};
static const instant end_of_time = {INT64_MAX};

static struct worklist_page page_of(struct ctx *c, const struct q_worklist_rows *rows)
{
    struct worklist_row *list = NEW_N(c->mem, struct worklist_row, rows->n);
    for (ptrdiff_t i = 0; i < rows->n; i++) {
        const struct q_worklist_row *r = &rows->v[i];
        list[i] = (struct worklist_row){
            .pub = r->pub,
            .code = r->code,
            .procedure_name = r->procedure_name,
            .owner_name = r->owner_name,
            .channel = r->channel,
            .step_name = r->step_name,
            .status = r->status,
            .handler = r->handler_name,
            .due_at = r->due_at,
            .finished_at = r->finished_at,
            .step_since = r->step_since,
            .reply_by = INSTANT_NONE,
            .due_provisional = r->due_provisional,
            .clock_running = str_eq(r->clock_state, S("running")),
            .mine = c->actor && r->handler_id.set &&
                    (r->handler_id.v == c->actor->staff || r->handler_id.v == c->actor->for_staff),
            .asking = r->asks > 0,
            .synced = r->synced,
            .version = r->version,
        };
    }
    return (struct worklist_page){.rows = list, .n = rows->n};
}

/* What came online waits for an answer (Điều 17.2): since it lies here, the rule set's hours. */
static enum rc promise_replies(struct ctx *c, struct worklist_page *page)
{
    for (ptrdiff_t i = 0; i < page->n; i++) {
        struct worklist_row *r = &page->rows[i];
        struct due_rule rule;
        if (r->synced || !str_eq(r->channel, S("online")) ||
            !str_eq(r->status, work_status_code(WORK_WAITING)))
            continue;
        const enum rc rc = dossier_reply_by(c, r->step_since, &rule, &r->reply_by);
        if (rc && rc != RC_NOT_FOUND)
            return rc;
    }
    return RC_OK;
}

struct span {
    instant from, to;
    str status;
};

static struct span span_of(const struct ctx *c, enum worklist which)
{
    const instant tomorrow = instant_at(date_add(instant_date(c->now), 1), 0);
    struct span s = {beginning, end_of_time, S("")};
    if (which == LIST_OVERDUE)
        s.to = c->now;
    else if (which == LIST_TODAY)
        s = (struct span){c->now, tomorrow, S("")};
    else if (which == LIST_WAITING)
        s.status = work_status_code(WORK_WAITING);
    else if (which == LIST_SIGN)
        s.status = work_status_code(WORK_APPROVING);
    else if (which == LIST_SUPPLEMENT)
        s.status = work_status_code(WORK_SUPPLEMENT);
    else if (which == LIST_READY)
        s.status = work_status_code(WORK_ISSUED);
    return s;
}

static bool has_role(const struct actor *a, enum role role)
{
    return (a->roles >> role & 1u) != 0;
}

/* The choices of both queries of dossier_list.sql and what they ask for. */
struct asked {
    int with;
    int64_t who, within;
    enum role role; /* of what no unit has yet */
    bool asking;    /* of another agency: queries of their own */
    struct span span;
};
_Static_assert((int)Q_WORKLIST_DESK == (int)Q_WORKLIST_COUNT_DESK &&
                   (int)Q_WORKLIST_UNIT == (int)Q_WORKLIST_COUNT_UNIT &&
                   (int)Q_WORKLIST_BELOW == (int)Q_WORKLIST_COUNT_BELOW &&
                   (int)Q_WORKLIST_STATUS == (int)Q_WORKLIST_COUNT_STATUS &&
                   (int)Q_WORKLIST_FIELD == (int)Q_WORKLIST_COUNT_FIELD &&
                   (int)Q_WORKLIST_ASKING_FIELD == (int)Q_WORKLIST_ASKING_COUNT_FIELD,
               "a list and its number make the same choices");

static bool has_hands(const struct actor *a)
{
    return has_role(a, ROLE_CLERK) || has_role(a, ROLE_OFFICER);
}

bool dossier_has_desk(const struct actor *a)
{
    return has_hands(a) || has_role(a, ROLE_LEADER);
}

enum worklist_span dossier_worklist_span(const struct actor *a)
{
    if (a->unit && has_hands(a) && !has_role(a, ROLE_LEADER))
        return SPAN_UNIT;
    return access_reach(a, PERM_WORKLIST) < REACH_BELOW ? SPAN_AGENCY : SPAN_BELOW;
}

static struct asked path_of(const struct actor *a, enum worklist which)
{
    if (which == LIST_STAND_IN)
        return (struct asked){.with = Q_WORKLIST_HANDLER, .who = 0};
    if (which == LIST_OPEN)
        return (struct asked){.with = Q_WORKLIST_OPEN, .who = a->agency, .role = ROLE_OFFICER};
    if (which == LIST_MINE && has_hands(a)) /* a leader who also examines has a desk too */
        return (struct asked){.with = Q_WORKLIST_HANDLER,
                              .who = a->for_staff ? a->for_staff : a->staff};
    if ((which == LIST_MINE || which == LIST_SIGN) && has_role(a, ROLE_LEADER))
        return (struct asked){.with = Q_WORKLIST_LEADERS, .who = a->agency};
    if (dossier_worklist_span(a) == SPAN_UNIT)
        return (struct asked){.with = Q_WORKLIST_UNIT, .who = a->unit};
    return (struct asked){.with = Q_WORKLIST_AGENCY, .who = a->agency};
}

/* The reach "below" is asked of a tree only: most agencies are leaves. */
static enum rc widen(struct ctx *c, struct asked *x)
{
    struct q_worklist_tree_row below;
    if (x->with != Q_WORKLIST_AGENCY || dossier_worklist_span(c->actor) != SPAN_BELOW)
        return RC_OK;
    const enum rc rc = q_worklist_tree(c, x->who, &below);
    if (!rc && below.n)
        x->with = Q_WORKLIST_BELOW;
    return rc;
}

/* A desk the actor leads, or their own; whoever else's is not theirs to know of. */
static enum rc desk_of(struct ctx *c, str pub, struct asked *x)
{
    struct colleagues desks;
    struct colleague who;
    const struct actor *a = c->actor;
    bool leads = false;
    enum rc rc = pub.n ? work_colleague_by_pub(c, pub, &who) : RC_NOT_FOUND;
    if (!rc)
        rc = work_leads(c, a->agency, a->unit, &leads);
    if (!rc && leads)
        rc = work_staff_of(c, a->agency, has_role(a, ROLE_LEADER) ? 0 : a->unit, true, &desks);
    bool found = !rc && who.staff == a->staff;
    for (ptrdiff_t i = 0; !rc && leads && i < desks.n; i++)
        found = found || desks.v[i].staff == who.staff;
    x->with = Q_WORKLIST_DESK;
    x->within = a->agency;
    x->who = rc ? 0 : who.staff;
    return rc || found ? rc : RC_NOT_FOUND;
}

/* The same choices among the queries of what waits for another agency. */
static int asking_with(int path, const struct worklist_filter *only)
{
    return (path == Q_WORKLIST_UNIT    ? Q_WORKLIST_ASKING_UNIT
            : path == Q_WORKLIST_BELOW ? Q_WORKLIST_ASKING_BELOW
                                       : Q_WORKLIST_ASKING_AGENCY) +
           (only->step.n ? Q_WORKLIST_ASKING_STEP : 0) +
           (only->channel.n ? Q_WORKLIST_ASKING_CHANNEL : 0) +
           (only->field.n ? Q_WORKLIST_ASKING_FIELD : 0);
}

static enum rc asked_of(struct ctx *c, enum worklist which, const struct worklist_filter *only,
                        struct asked *ret_asked)
{
    struct asked x = path_of(c->actor, which);
    const enum rc rc = which == LIST_PERSON ? desk_of(c, only->who, &x) : widen(c, &x);
    x.span = span_of(c, which);
    *ret_asked = x;
    ret_asked->asking = which == LIST_CONSULT;
    ret_asked->with = asking_with(x.with, only);
    if (ret_asked->asking)
        return rc;
    x.with += x.span.status.n ? Q_WORKLIST_STATUS : 0;
    x.with += only->step.n ? Q_WORKLIST_STEP : 0;
    x.with += only->channel.n ? Q_WORKLIST_CHANNEL : 0;
    x.with += only->field.n ? Q_WORKLIST_FIELD : 0;
    *ret_asked = x;
    return rc;
}

static const struct worklist_filter everything;

static enum rc check_filter(struct ctx *c, const struct worklist_filter *only)
{
    static const char *const steps[] = {"receive", "process", "approve", "issue", NULL};
    static const char *const channels[] = {"direct", "online", "postal", NULL};
    struct q_worklist_field_row field;
    if (only->step.n && !str_among(only->step, steps))
        return fail(c, RC_INVALID, "step", "dossier.filter.step_unknown");
    if (only->channel.n && !str_among(only->channel, channels))
        return fail(c, RC_INVALID, "channel", "dossier.filter.channel_unknown");
    const enum rc rc = only->field.n ? q_worklist_field(c, only->field, &field) : RC_OK;
    return rc == RC_NOT_FOUND ? fail(c, RC_INVALID, "field", "dossier.filter.field_unknown") : rc;
}

struct cursor {
    instant due;
    int64_t id;
};

static enum rc read_cursor(struct ctx *c, str text, struct cursor *ret_cursor)
{
    *ret_cursor = (struct cursor){beginning, 0};
    if (!text.n)
        return RC_OK;
    const struct str_cut cut = str_cut(text, '.');
    if (!cut.found || !str_to_i64(cut.head, &ret_cursor->due.us) ||
        !str_to_i64(cut.tail, &ret_cursor->id))
        return fail(c, RC_INVALID, "cursor", "dossier.cursor_unknown");
    return RC_OK;
}

static enum rc read_rows(struct ctx *c, const struct asked *x, const struct worklist_filter *only,
                         const struct cursor *after, int64_t max, struct q_worklist_rows *ret_rows)
{
    const struct q_worklist_in in = {.who = x->who,
                                     .after_due = after->due,
                                     .after_id = after->id,
                                     .due_from = x->span.from,
                                     .due_to = x->span.to,
                                     .max = max,
                                     .within = x->within,
                                     .role = str_of(role_word(x->role)),
                                     .status = x->span.status,
                                     .step = only->step,
                                     .channel = only->channel,
                                     .field = only->field};
    const struct q_worklist_asking_in asking = {.who = x->who,
                                                .after_due = after->due,
                                                .after_id = after->id,
                                                .max = max,
                                                .step = only->step,
                                                .channel = only->channel,
                                                .field = only->field};
    return x->asking ? q_worklist_asking(c, x->with, &asking, ret_rows)
                     : q_worklist(c, x->with, &in, ret_rows);
}

/* ---- lists of several paths: desks of those one stands in for, roles of what no unit has ---- */

struct paths {
    struct asked *v;
    ptrdiff_t n;
};

static enum rc stand_ins(struct ctx *c, const struct asked *x, struct paths *p)
{
    struct q_worklist_stand_ins_rows rows = {0};
    const enum rc rc =
        c->actor->staff ? q_worklist_stand_ins(c, c->actor->staff, instant_date(c->now), &rows) : RC_OK;
    if (rc)
        return rc;
    *p = (struct paths){NEW_N(c->mem, struct asked, rows.n), rows.n};
    for (ptrdiff_t i = 0; i < rows.n; i++) {
        p->v[i] = *x;
        p->v[i].who = rows.v[i].staff_id;
    }
    return RC_OK;
}

/* A clerk who is no officer finds the steps of clerks, who is both finds both. */
static enum rc paths_of(struct ctx *c, enum worklist which, const struct asked *x, struct paths *p)
{
    const struct actor *a = c->actor;
    if (which == LIST_STAND_IN)
        return stand_ins(c, x, p);
    *p = (struct paths){NEW_N(c->mem, struct asked, 2), 1};
    p->v[0] = p->v[1] = *x;
    if (which != LIST_OPEN || !has_role(a, ROLE_CLERK))
        return RC_OK;
    p->n = has_role(a, ROLE_OFFICER) || has_role(a, ROLE_LEADER) ? 2 : 1;
    p->v[p->n - 1].role = ROLE_CLERK;
    return RC_OK;
}

static int by_due(const void *a, const void *b)
{
    const struct q_worklist_row *x = a, *y = b;
    if (x->due_sort.us != y->due_sort.us)
        return x->due_sort.us < y->due_sort.us ? -1 : 1;
    return x->id < y->id ? -1 : x->id > y->id;
}

/* Each path by its own index, then one order: mostly there is one. */
static enum rc read_paths(struct ctx *c, const struct paths *p, const struct worklist_filter *only,
                          const struct cursor *after, int64_t max, struct q_worklist_rows *ret_rows)
{
    enum rc rc = RC_OK;
    if (p->n == 1)
        return read_rows(c, p->v, only, after, max, ret_rows);
    struct q_worklist_rows all = {NEW_N(c->mem, struct q_worklist_row, p->n * (ptrdiff_t)max), 0};
    for (ptrdiff_t i = 0; !rc && i < p->n; i++) {
        struct q_worklist_rows rows;
        rc = read_rows(c, &p->v[i], only, after, max, &rows);
        for (ptrdiff_t k = 0; !rc && k < rows.n; k++)
            all.v[all.n++] = rows.v[k];
    }
    if (all.n)
        qsort(all.v, (size_t)all.n, sizeof *all.v, by_due);
    all.n = all.n < max ? all.n : (ptrdiff_t)max;
    *ret_rows = all;
    return rc;
}

enum rc dossier_worklist(struct ctx *c, enum worklist which, const struct worklist_filter *only,
                         str cursor, int64_t max, struct worklist_page *ret_page)
{
    struct q_worklist_rows rows;
    struct cursor after;
    struct paths paths;
    struct asked x;
    BUG_IF(max < 1 || max > 200);
    only = only ? only : &everything;
    enum rc rc = authz(c->actor, PERM_WORKLIST, REACH_HELD);
    if (!rc)
        rc = check_filter(c, only);
    if (!rc)
        rc = read_cursor(c, cursor, &after);
    if (!rc)
        rc = asked_of(c, which, only, &x);
    if (!rc)
        rc = paths_of(c, which, &x, &paths);
    if (!rc) /* one more tells of a next page */
        rc = read_paths(c, &paths, only, &after, max + 1, &rows);
    if (rc)
        return rc;
    *ret_page = page_of(c, &rows);
    if (rows.n > max) {
        const struct q_worklist_row *last = &rows.v[max - 1];
        ret_page->more = true;
        ret_page->n = (ptrdiff_t)max;
        ret_page->next_cursor =
            str_fmt(c->mem, "%lld.%lld", (long long)last->due_sort.us, (long long)last->id);
    }
    return promise_replies(c, ret_page);
}

static enum rc count_rows(struct ctx *c, const struct asked *x, const struct worklist_filter *only,
                          int64_t *n)
{
    struct q_worklist_count_row row;
    const struct q_worklist_count_in in = {.who = x->who,
                                           .due_from = x->span.from,
                                           .due_to = x->span.to,
                                           .max = COUNT_MAX,
                                           .within = x->within,
                                           .role = str_of(role_word(x->role)),
                                           .status = x->span.status,
                                           .step = only->step,
                                           .channel = only->channel,
                                           .field = only->field};
    struct q_worklist_asking_count_row few;
    const struct q_worklist_asking_count_in asking = {.who = x->who,
                                                      .due_from = beginning,
                                                      .max = COUNT_MAX,
                                                      .step = only->step,
                                                      .channel = only->channel,
                                                      .field = only->field};
    const enum rc rc = x->asking ? q_worklist_asking_count(c, x->with, &asking, &few)
                                 : q_worklist_count(c, x->with, &in, &row);
    *n += rc ? 0 : x->asking ? few.n : row.n;
    return rc;
}

enum rc dossier_worklist_count(struct ctx *c, enum worklist which, const struct worklist_filter *only,
                               int64_t *ret_n)
{
    struct paths paths = {0};
    int64_t n = 0;
    if (!c->actor)
        return RC_NOT_FOUND;
    only = only ? only : &everything;
    struct asked x;
    enum rc rc = asked_of(c, which, only, &x);
    if (!rc)
        rc = paths_of(c, which, &x, &paths);
    for (ptrdiff_t i = 0; !rc && i < paths.n; i++)
        rc = count_rows(c, &paths.v[i], only, &n);
    if (!rc)
        *ret_n = n;
    return rc;
}

enum rc dossier_worklist_counts(struct ctx *c, const struct worklist_filter *only,
                                int64_t ret_counts[LIST_COUNT])
{
    enum rc rc = RC_OK;
    for (int which = 0; !rc && which < LIST_COUNT; which++)
        if (which != LIST_PERSON)
            rc = dossier_worklist_count(c, (enum worklist)which, only, &ret_counts[which]);
    return rc;
}

/* ---- search ---- */

static enum rc by_code(struct ctx *c, str text, int64_t max, struct q_worklist_rows *ret_rows)
{
    const struct access_scope s = access_scope(c->actor, PERM_DOSSIER_READ);
    const str to = str_fmt(c->mem, "%.*s\x7f", STR_ARG(text));
    return q_worklist_by_code(c,
                              &(struct q_worklist_by_code_in){text, to, s.all, s.person, s.staff,
                                                              s.unit, s.agency, s.tree, max},
                              ret_rows);
}

static enum rc by_person(struct ctx *c, int64_t person, int64_t max, struct worklist_page *page)
{
    const struct access_scope s = access_scope(c->actor, PERM_DOSSIER_READ);
    struct q_worklist_rows rows;
    const enum rc rc =
        q_worklist_by_person(c,
                             &(struct q_worklist_by_person_in){person, s.all, s.person, s.staff, s.unit,
                                                               s.agency, s.tree, max},
                             &rows);
    if (rc || !rows.n)
        return rc;
    const struct worklist_page found = page_of(c, &rows);
    struct worklist_row *all = NEW_N(c->mem, struct worklist_row, page->n + found.n);
    if (page->n)
        memcpy(all, page->rows, (size_t)page->n * sizeof *all);
    memcpy(all + page->n, found.rows, (size_t)found.n * sizeof *all);
    page->rows = all;
    page->n += found.n;
    return RC_OK;
}

static bool looks_like_code(str s)
{
    return str_has(s, S(".")) && str_has(s, S("-"));
}

enum rc dossier_search(struct ctx *c, str text, int64_t max, struct worklist_page *ret_page)
{
    struct persons people;
    struct q_worklist_rows rows;
    *ret_page = (struct worklist_page){0};
    enum rc rc = authz(c->actor, PERM_WORKLIST, REACH_HELD);
    text = str_trim(text);
    if (rc || !text.n)
        return rc;
    if (looks_like_code(text)) {
        rc = by_code(c, text, max, &rows);
        if (!rc)
            *ret_page = page_of(c, &rows);
        return rc;
    }
    rc = person_search(c, text, 20, &people);
    for (ptrdiff_t i = 0; !rc && i < people.n && ret_page->n < max; i++)
        rc = by_person(c, people.v[i].id, max - ret_page->n, ret_page);
    return rc;
}

enum rc dossier_mine(struct ctx *c, str cursor, int64_t max, struct worklist_page *ret_page)
{
    struct q_worklist_rows rows;
    int64_t before = INT64_MAX;
    if (!c->actor || !c->actor->account)
        return RC_NOT_FOUND;
    if (cursor.n && !str_to_i64(cursor, &before))
        return fail(c, RC_INVALID, "cursor", "dossier.cursor_unknown");
    const enum rc rc =
        q_worklist_by_account(c, c->actor->account, c->actor->person, before, max + 1, &rows);
    if (rc)
        return rc;
    *ret_page = page_of(c, &rows);
    if (rows.n > max) {
        ret_page->more = true;
        ret_page->n = (ptrdiff_t)max;
        ret_page->next_cursor = str_fmt(c->mem, "%lld", (long long)rows.v[max - 1].id);
    }
    return RC_OK;
}

enum rc dossier_same_matter(struct ctx *c, int64_t person_id, int64_t procedure_id,
                            struct worklist_page *ret_page)
{
    const struct access_scope s = access_scope(c->actor, PERM_DOSSIER_READ);
    const instant since = {c->now.us - 90 * DAY_US};
    struct q_worklist_rows rows;
    struct q_worklist_same_matter_count_row all;
    enum rc rc = q_worklist_same_matter(
        c,
        &(struct q_worklist_same_matter_in){person_id, procedure_id, since, s.all, s.person, s.staff,
                                            s.unit, s.agency, s.tree, SAME_MAX},
        &rows);
    if (!rc)
        rc = q_worklist_same_matter_count(c, person_id, procedure_id, since, &all);
    if (rc)
        return rc;
    *ret_page = page_of(c, &rows);
    ret_page->elsewhere = rows.n < SAME_MAX ? all.n - rows.n : 0;
    return RC_OK;
}
