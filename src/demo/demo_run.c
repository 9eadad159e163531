/*
 * demo_run.c - the virtual clock: a heap of what happens next. Every act is the real rule,
 * with the actor and the moment it has in the story; nothing is written around the rules.
 * Many acts share a commit, since nobody waits for them.
 *
 * A dossier's life is drawn when it is filed: how it comes, whether papers are missing,
 * whether it is refused, how much of its time is used. What lies after the end stays open.
 * The last weeks are the busiest and take their time, so that who signs in finds work in
 * every step, some of it due today, some late.
 */
#include "demo/demo.h"
#include "dossier/dossier_end.h"

#include "calendar/versions.h"
#include "dossier/dossier_read.h"
#include "catalog/catalog.h"
#include "notify/notify.h"

#include <string.h>

#define BATCH 64
#define PAPERS 24
#define RECENT_DAYS 28
#define CITIZENS_OWN 6
#define TOLD_DAYS 14

enum act {
    ACT_FILE,
    ACT_CHECK,
    ACT_COMPLETE,
    ACT_CLAIM,
    ACT_SUBMIT,
    ACT_APPROVE,
    ACT_ISSUE,
    ACT_RETURN,
    ACT_OVER
};

struct life {
    struct dossier_ref ref;
    int32_t procedure, place, officer;
    int32_t used_per_mille; /* of the time from acceptance to due date */
    int64_t person;
    enum dossier_channel channel;
    bool incomplete, unclear, never_completed, refused; /* unclear: seen by the officer only */
    enum act next;
    instant at, accepted, due;
};

/* Procedures that are open, with what a filing needs of them. */
struct offer {
    str code;
    int64_t case_id, department; /* department: index of the place that settles, or -1 */
    struct filing_paper papers[PAPERS];
    ptrdiff_t papers_n;
};

struct state {
    struct demo_run *run;
    struct arena *mem;
    struct demo_random random;
    const struct worktime *time;
    struct offer *offers;
    ptrdiff_t offers_n, commune_n; /* those of communes stand first */
    struct life *lives;
    int64_t *heap, heap_n; /* lives by next moment */
    bool untold;           /* of the last look at the record: there is more */
};

/* ---- the heap ---- */

static bool sooner(const struct state *s, int64_t a, int64_t b)
{
    const struct life *x = &s->lives[a], *y = &s->lives[b];
    return x->at.us != y->at.us ? x->at.us < y->at.us : a < b;
}

static void swap(int64_t *a, int64_t *b)
{
    const int64_t kept = *a;
    *a = *b;
    *b = kept;
}

static void push(struct state *s, int64_t life)
{
    int64_t at = s->heap_n++;
    s->heap[at] = life;
    while (at && sooner(s, s->heap[at], s->heap[(at - 1) / 2])) {
        swap(&s->heap[at], &s->heap[(at - 1) / 2]);
        at = (at - 1) / 2;
    }
}

static int64_t pop(struct state *s)
{
    const int64_t first = s->heap[0];
    int64_t at = 0;
    s->heap[0] = s->heap[--s->heap_n];
    for (;;) {
        int64_t least = at;
        for (int64_t child = 2 * at + 1; child <= 2 * at + 2 && child < s->heap_n; child++)
            if (sooner(s, s->heap[child], s->heap[least]))
                least = child;
        if (least == at)
            return first;
        swap(&s->heap[at], &s->heap[least]);
        at = least;
    }
}

/* ---- what is offered ---- */

static enum rc offer(struct ctx *c, struct state *s, const struct procedure *p, int64_t department,
                     struct offer *o)
{
    struct procedure_full full;
    struct procedure_intake intake;
    enum rc rc = catalog_get(c, p->code, &full);
    *o = (struct offer){.code = str_dup(s->mem, p->code), .department = department};
    if (!rc && full.cases_n > 1)
        o->case_id = full.cases[0].id;
    if (!rc)
        rc = catalog_intake(c, p->code, o->case_id, S("direct"), &intake);
    for (ptrdiff_t i = 0; !rc && i < intake.components_n && o->papers_n < PAPERS; i++)
        if (intake.components[i].required)
            o->papers[o->papers_n++] = (struct filing_paper){
                .component_id = intake.components[i].id, .quantity = 1, .complete = true};
    return rc;
}

static int64_t department_of(const struct state *s, struct ctx *c, str agency)
{
    for (int64_t i = DEMO_COMMUNES; i < DEMO_PLACES; i++) {
        struct agency a;
        if (!org_agency_by_id(c, s->run->demo->place[i].agency, &a) && str_starts(agency, a.name))
            return i;
    }
    return -1;
}

static enum rc collect(struct ctx *c, struct state *s, str level, bool departments)
{
    struct procedure_filter f = {.level = level, .open_only = true, .max = 200};
    struct procedure_page page;
    enum rc rc = catalog_list(c, &f, &page);
    for (ptrdiff_t i = 0; !rc && i < page.n; i++) {
        const int64_t at = departments ? department_of(s, c, page.rows[i].agency) : -1;
        if (departments == (at >= 0))
            rc = offer(c, s, &page.rows[i], at, &s->offers[s->offers_n++]);
    }
    return rc;
}

static enum rc prepare(struct ctx *c, void *arg)
{
    struct state *s = arg;
    struct calendar_use use;
    s->offers = NEW_N(s->mem, struct offer, 400);
    enum rc rc = calendar_current(c, STR_NONE, &use);
    s->time = use.w;
    if (!rc)
        rc = collect(c, s, S("commune"), false);
    s->commune_n = s->offers_n;
    if (!rc)
        rc = collect(c, s, S("department"), true);
    return rc;
}

/* ---- the lives ---- */

/* A moment inside working hours of the day, or for online filings any hour of it. */
static instant moment_of(struct state *s, date day, bool online)
{
    if (online)
        return instant_at(day, (int64_t)demo_draw(&s->random, 24 * 60) * MINUTE_US);
    const instant open = instant_at(day, 7 * HOUR_US + 30 * MINUTE_US);
    return worktime_after(s->time, open, (int64_t)(1 + demo_draw(&s->random, 7 * 60 + 30)) * MINUTE_US);
}

/* Each department as often as the next, however many procedures it has. */
static int32_t department_offer(struct state *s)
{
    int64_t at[DEMO_PLACES], n = 0, own = 0;
    for (ptrdiff_t i = s->commune_n; i < s->offers_n; i++) {
        int64_t k = 0;
        while (k < n && at[k] != s->offers[i].department)
            k++;
        at[k] = s->offers[i].department;
        n += k == n;
    }
    const int64_t department = at[demo_draw(&s->random, (uint64_t)n)];
    for (ptrdiff_t i = s->commune_n; i < s->offers_n; i++)
        own += s->offers[i].department == department;
    own = (int64_t)demo_draw(&s->random, (uint64_t)own);
    for (ptrdiff_t i = s->commune_n; i < s->offers_n; i++)
        if (s->offers[i].department == department && own-- == 0)
            return (int32_t)i;
    BUG_IF(true);
}

static int32_t between(struct demo_random *r, int32_t from, int32_t to)
{
    return from + (int32_t)demo_draw(r, (uint64_t)(to - from));
}

static void draw_trouble(struct demo_random *r, struct life *l, bool recent)
{
    const bool late = demo_chance(r, recent ? 220 : 60);
    l->refused = demo_chance(r, 30);
    l->incomplete = !l->refused && demo_chance(r, 80);
    l->unclear = !l->refused && !l->incomplete && demo_chance(r, 40);
    l->never_completed = recent && (l->incomplete || l->unclear) && demo_chance(r, 250);
    l->used_per_mille = late     ? between(r, 1050, 2250)
                        : recent ? between(r, 700, 1000)
                                 : between(r, 200, 980);
}

/* Of the last weeks, the more the later. */
static date recent_day(struct demo_random *r, date last)
{
    const int32_t a = between(r, 0, RECENT_DAYS), b = between(r, 0, RECENT_DAYS);
    return date_add(last, -(a < b ? a : b));
}

static void conceive(struct state *s, int64_t n, date first, int32_t days)
{
    struct life *l = &s->lives[n];
    struct demo_random *r = &s->random;
    const bool own = n < CITIZENS_OWN; /* of the account that is told */
    const bool recent = demo_chance(r, 280) || (own && n % 2 == 0);
    const bool department = !own && s->offers_n > s->commune_n && demo_chance(r, 180);
    l->procedure = department ? department_offer(s) : (int32_t)demo_draw(r, (uint64_t)s->commune_n);
    /* The first commune is the one whose accounts are told, and the busiest. */
    l->place = department            ? (int32_t)s->offers[l->procedure].department
               : demo_chance(r, 160) ? 0
                                     : between(r, 0, DEMO_COMMUNES);
    l->officer = (int32_t)demo_draw(r, DEMO_OFFICERS);
    l->person = (int64_t)demo_draw(r, (uint64_t)s->run->dossiers * 3 / 5 + 1);
    l->channel = demo_chance(r, 450)   ? CHANNEL_DIRECT
                 : demo_chance(r, 900) ? CHANNEL_ONLINE
                                       : CHANNEL_POSTAL;
    if (own)
        l->person = DEMO_CITIZEN;
    draw_trouble(r, l, recent);
    l->next = ACT_FILE;
    date day = recent ? recent_day(r, date_add(first, days))
                      : date_add(first, (int32_t)demo_draw(r, (uint64_t)days));
    const bool online = l->channel == CHANNEL_ONLINE;
    while (!online && !calendar_works(worktime_calendar(s->time), day))
        day = date_add(day, -1);
    l->at = moment_of(s, day, online);
    push(s, n);
}

static void later(struct state *s, struct life *l, enum act next, instant from, int64_t minutes_max)
{
    l->next = next;
    l->at = worktime_after(s->time, from,
                           (int64_t)(1 + demo_draw(&s->random, (uint64_t)minutes_max)) * MINUTE_US);
}

/* The moment at which so much of the time between acceptance and due date is used. */
static instant at_share(const struct state *s, const struct life *l, int64_t per_mille)
{
    const int64_t all = worktime_between(s->time, l->accepted, l->due);
    const int64_t us = (all > HOUR_US ? all : HOUR_US) / 1000 * per_mille * l->used_per_mille / 1000;
    return worktime_after(s->time, l->accepted, us > MINUTE_US ? us : MINUTE_US);
}

static enum rc take_due(struct ctx *c, struct life *l, enum act next)
{
    struct work w;
    const enum rc rc = work_get(c, (struct work_id){l->ref.id.v}, &w);
    if (!rc) {
        l->accepted = c->now;
        l->due = w.due_at;
        l->next = next;
    }
    return rc;
}

static bool files_oneself(const struct life *l)
{
    return l->person == DEMO_CITIZEN && l->channel == CHANNEL_ONLINE;
}

static enum rc file(struct ctx *c, struct state *s, struct life *l)
{
    const struct offer *o = &s->offers[l->procedure];
    struct demo_place *p = &s->run->demo->place[l->place];
    const struct person owner = demo_person(c->mem, s->run->seed, l->person);
    const bool online = l->channel == CHANNEL_ONLINE;
    const struct filing filing = {
        .procedure_code = o->code,
        .case_id = o->case_id,
        .channel = l->channel,
        .origin = online ? ORIGIN_OWN_PORTAL : ORIGIN_COUNTER,
        .receiving_agency_id = p->receiving,
        .competent_agency_id = files_oneself(l) ? 0 : p->agency, /* a citizen names none */
        .owner = owner,
        .authority = S("self"),
        .result_by = online ? S("online") : S("counter"),
        .sets = 1,
        .filed_at = INSTANT_NONE,
        .papers = o->papers,
        .paper_n = l->incomplete && o->papers_n ? o->papers_n - 1 : o->papers_n,
    };
    s->run->filed++;
    if (l->channel == CHANNEL_DIRECT && !l->incomplete && !l->refused) {
        c->actor = &p->clerk;
        enum rc rc = dossier_receive(c, &filing, &(struct accept_in){0}, &l->ref);
        return rc ? rc : take_due(c, l, ACT_CLAIM);
    }
    c->actor = !online            ? &p->clerk
               : files_oneself(l) ? &s->run->demo->citizen
                                  : (struct actor *)(uintptr_t)access_system();
    const enum rc rc = dossier_file(c, &filing, &l->ref);
    later(s, l, ACT_CHECK, c->now, online ? 7 * 60 : 60);
    return rc;
}

/* Those who never answer leave it open. */
static enum rc ask(struct ctx *c, struct state *s, struct life *l, const char *reason)
{
    const struct supplement_item items[] = {
        {0, S("Bản chính giấy tờ còn thiếu trong thành phần hồ sơ")}};
    const struct supplement_in in = {l->ref.version, str_of(reason), items, 1};
    later(s, l, l->never_completed ? ACT_OVER : ACT_COMPLETE, c->now, 5 * 8 * 60);
    l->incomplete = l->unclear = false;
    return dossier_ask_supplement(c, l->ref.id, &in, &l->ref);
}

static enum rc check(struct ctx *c, struct state *s, struct life *l)
{
    c->actor = &s->run->demo->place[l->place].clerk;
    if (l->refused) {
        l->next = ACT_OVER;
        s->run->refused++;
        return dossier_refuse(c, l->ref.id,
                              &(struct refusal_in){l->ref.version, S("not_competent"),
                                                   S("Không thuộc phạm vi tiếp nhận của thủ tục")},
                              &l->ref);
    }
    if (l->incomplete && s->offers[l->procedure].papers_n)
        return ask(c, s, l, "Hồ sơ chưa đủ giấy tờ");
    const enum rc rc =
        dossier_accept(c, l->ref.id, &(struct accept_in){.seen_version = l->ref.version}, &l->ref);
    return rc ? rc : take_due(c, l, ACT_CLAIM);
}

/* Brought before the check it is checked again; afterwards its time starts anew. */
static enum rc complete(struct ctx *c, struct state *s, struct life *l)
{
    const struct offer *o = &s->offers[l->procedure];
    const bool accepted = l->accepted.us > 0;
    c->actor = &s->run->demo->place[l->place].clerk;
    if (!accepted)
        later(s, l, ACT_CHECK, c->now, 4 * 60);
    enum rc rc = dossier_complete_supplement(c, l->ref.id, l->ref.version, &o->papers[o->papers_n - 1],
                                             1, &l->ref);
    if (!rc && accepted)
        rc = take_due(c, l, ACT_SUBMIT);
    return rc;
}

static enum rc move(struct ctx *c, struct life *l, struct actor *who, const char *action,
                    int64_t file_id, str name)
{
    c->actor = who;
    return dossier_act(c, l->ref.id,
                       &(struct act_in){.seen_version = l->ref.version,
                                        .action = str_of(action),
                                        .file_id = file_id,
                                        .file_name = name},
                       &l->ref);
}

static enum rc give_back(struct ctx *c, struct demo_place *p, struct life *l, uint64_t seed)
{
    const struct person owner = demo_person(c->mem, seed, l->person);
    const bool online = l->channel == CHANNEL_ONLINE;
    c->actor = &p->clerk;
    return dossier_return(c, l->ref.id,
                          &(struct return_in){.seen_version = l->ref.version,
                                              .how = online ? S("online") : S("counter"),
                                              .collector = owner.name},
                          &l->ref);
}

/* An officer asks within the days of the rule set and before the due date, or not at all. */
static enum rc still_asks(struct ctx *c, const struct life *l, bool *ret_asks)
{
    struct dossier d;
    instant by;
    enum rc rc = dossier_get_by_id(c, l->ref.id, &d);
    if (!rc)
        rc = dossier_notice_by(c, &d, &by);
    if (!rc)
        *ret_asks =
            c->now.us <= by.us && (instant_is_none(d.work.due_at) || c->now.us <= d.work.due_at.us);
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc submit(struct ctx *c, struct state *s, struct life *l)
{
    struct demo_place *p = &s->run->demo->place[l->place];
    bool asks = l->unclear && s->offers[l->procedure].papers_n;
    enum rc rc = asks ? still_asks(c, l, &asks) : RC_OK;
    c->actor = &p->officer[l->officer];
    if (rc || asks)
        return rc ? rc : ask(c, s, l, "Giấy tờ chưa rõ, cần đối chiếu bản chính");
    rc = move(c, l, c->actor, "submit", 0, STR_NONE);
    l->next = ACT_APPROVE;
    return rc;
}

static enum rc take_step(struct ctx *c, struct state *s, struct life *l)
{
    struct demo *d = s->run->demo;
    struct demo_place *p = &d->place[l->place];
    enum rc rc = RC_OK;
    switch (l->next) {
    case ACT_FILE:
        rc = file(c, s, l);
        break;
    case ACT_CHECK:
        rc = check(c, s, l);
        break;
    case ACT_COMPLETE:
        rc = complete(c, s, l);
        break;
    case ACT_CLAIM:
        c->actor = &p->officer[l->officer];
        rc = dossier_claim(c, l->ref.id, l->ref.version, true, &l->ref);
        l->next = ACT_SUBMIT;
        break;
    case ACT_SUBMIT:
        rc = submit(c, s, l);
        break;
    case ACT_APPROVE:
        rc = move(c, l, &p->leader, "approve", 0, STR_NONE);
        l->next = ACT_ISSUE;
        break;
    case ACT_ISSUE:
        rc = move(c, l, &p->clerk, "issue", d->result_file, d->result_name);
        s->run->finished++;
        s->run->late += c->now.us > l->due.us;
        later(s, l, ACT_RETURN, c->now, 3 * 8 * 60);
        break;
    case ACT_RETURN:
        rc = give_back(c, p, l, s->run->seed);
        l->next = ACT_OVER;
        break;
    case ACT_OVER:
        break;
    }
    return rc;
}

/* When the next step of a running case comes; filing, check and return set it themselves. What
   is late lies with the officer. */
static void schedule(struct state *s, struct life *l)
{
    static const int64_t usual[] = {
        [ACT_CLAIM] = 100, [ACT_SUBMIT] = 820, [ACT_APPROVE] = 930, [ACT_ISSUE] = 1000};
    static const int64_t late[] = {
        [ACT_CLAIM] = 100, [ACT_SUBMIT] = 950, [ACT_APPROVE] = 980, [ACT_ISSUE] = 1000};
    if (l->next >= ACT_CLAIM && l->next <= ACT_ISSUE)
        l->at = at_share(s, l, (l->used_per_mille > 1000 ? late : usual)[l->next]);
}

/* A unit may be run again, so it starts from what was so after the last commit. */
struct saved {
    struct life *lives;
    int64_t *heap, heap_n;
    struct demo_random random;
    struct demo_run run;
};

struct batch {
    struct state *s;
    struct saved saved;
};

static void save(struct batch *b)
{
    const struct state *s = b->s;
    memcpy(b->saved.lives, s->lives, (size_t)s->run->dossiers * sizeof *s->lives);
    memcpy(b->saved.heap, s->heap, (size_t)s->run->dossiers * sizeof *s->heap);
    b->saved.heap_n = s->heap_n;
    b->saved.random = s->random;
    b->saved.run = *s->run;
}

static void restore(struct batch *b)
{
    struct state *s = b->s;
    *s->run = b->saved.run;
    memcpy(s->lives, b->saved.lives, (size_t)s->run->dossiers * sizeof *s->lives);
    memcpy(s->heap, b->saved.heap, (size_t)s->run->dossiers * sizeof *s->heap);
    s->heap_n = b->saved.heap_n;
    s->random = b->saved.random;
}

static bool has_more(const struct state *s)
{
    return s->heap_n && s->lives[s->heap[0]].at.us <= s->run->until.us;
}

/* The acts of one commit, each at its own moment. */
static enum rc batch_unit(struct ctx *c, void *arg)
{
    struct batch *b = arg;
    struct state *s = b->s;
    const instant now = c->now;
    enum rc rc = RC_OK;
    restore(b);
    for (int i = 0; !rc && i < BATCH && has_more(s); i++) {
        const struct arena_mark mark = arena_mark(c->mem);
        const int64_t n = pop(s);
        struct life *l = &s->lives[n];
        c->now = l->at;
        rc = take_step(c, s, l);
        schedule(s, l);
        l->ref.pub = l->ref.code = STR_NONE; /* they lie in the unit's memory */
        if (l->next != ACT_OVER)
            push(s, n);
        if (!rc)
            arena_reset(c->mem, mark);
    }
    c->now = now;
    return rc;
}

/* Room for the plan: lives, the heap and the copies of both. */
static void make_room(struct state *s, struct batch *b)
{
    s->lives = NEW_N(s->mem, struct life, s->run->dossiers);
    s->heap = NEW_N(s->mem, int64_t, s->run->dossiers);
    b->s = s;
    b->saved.lives = NEW_N(s->mem, struct life, s->run->dossiers);
    b->saved.heap = NEW_N(s->mem, int64_t, s->run->dossiers);
}

instant demo_begin(instant until)
{
    return instant_at(date_add(instant_date(until), -548), 0);
}

/* People are told of the last weeks, as they went by; of what was before, nobody. */
static enum rc tell_unit(struct ctx *c, void *arg)
{
    return c->now.us < ((struct state *)arg)->run->until.us - TOLD_DAYS * DAY_US
               ? notify_skip(c)
               : notify_follow(c, &((struct state *)arg)->untold);
}

static enum rc tell(struct state *s, struct ctx *c)
{
    enum rc rc;
    c->now = has_more(s) ? s->lives[s->heap[0]].at : s->run->until;
    do {
        s->untold = false;
        rc = store_write(s->run->demo->store, c, tell_unit, s);
    } while (!rc && s->untold);
    return rc;
}

enum rc demo_run(struct arena *mem, struct demo_run *run)
{
    struct state s = {.run = run, .mem = mem, .random = {run->seed}};
    struct batch b = {0};
    struct arena *work = arena_new((size_t)64 << 20);
    const date last = instant_date(run->until), first = instant_date(demo_begin(run->until));
    if (!work)
        return RC_UNAVAILABLE;
    struct ctx c = {
        .mem = work, .now = run->until, .actor = (struct actor *)(uintptr_t)access_system()};
    memcpy(c.rng.seed, &run->seed, sizeof run->seed);
    enum rc rc = store_read(run->demo->store, &c, prepare, &s);
    if (!rc && (s.commune_n == 0 || s.offers_n == s.commune_n))
        rc = RC_NOT_FOUND;
    make_room(&s, &b);
    for (int64_t n = 0; !rc && n < run->dossiers; n++)
        conceive(&s, n, first, last.day - first.day);
    while (!rc && has_more(&s)) {
        save(&b);
        arena_clear(work);
        c.faults = NULL;
        c.now = s.lives[s.heap[0]].at;
        rc = store_write(run->demo->store, &c, batch_unit, &b);
        if (!rc)
            rc = tell(&s, &c);
        if (run->progress)
            run->progress(run->arg, run->filed, run->dossiers);
    }
    for (const struct fault *f = c.faults; rc && f; f = f->next)
        run->why = f->key;
    arena_free(work);
    return rc;
}
