/* dossier_desk.c - see dossier_desk.h. */
#include "dossier/dossier_desk.h"

#include "calendar/versions.h"
#include "org/org.h"
#include "casework/assign.h"
#include "casework/ledger.h"
#include "casework/parts.h"

static enum rc read_clock(struct ctx *c, struct desk_facts *f)
{
    struct calendar_use use;
    enum rc rc = work_clock_case(c, f->d.work.id, &f->clock, &f->w);
    f->has_clock = rc == RC_OK;
    if (f->has_clock)
        rc = clock_explain(c, f->w, &f->clock, &f->days);
    else if (rc == RC_NOT_FOUND) {
        rc = calendar_current(c, STR_NONE, &use);
        f->w = rc ? NULL : use.w;
    }
    if (!rc && f->has_clock)
        return clock_spent(c, f->w, &f->clock, f->d.work.step_since, c->now, &f->step_us);
    if (!rc)
        f->step_us = worktime_between(f->w, f->d.work.step_since, c->now);
    return rc;
}

static enum rc read_work(struct ctx *c, struct desk_facts *f)
{
    const char *why;
    bool branches = false;
    enum rc rc = work_actions(c, &f->d.work, &f->actions, &f->actions_n);
    for (ptrdiff_t i = 0; !rc && i < f->actions_n; i++)
        branches = branches || f->actions[i].fact.p;
    if (!rc && branches)
        rc = process_facts(c, f->d.work.process, &f->asked, &f->asked_n);
    if (!rc)
        rc = work_passes(c, f->d.work.id, &f->passes, &f->passes_n);
    if (!rc)
        rc = process_steps(c, f->d.work.process, &f->steps, &f->steps_n);
    if (!rc)
        rc = work_may_assign(c, &f->d.work, &why);
    if (!rc)
        f->may_assign = !why && access_reach(c->actor, PERM_DOSSIER_ASSIGN) > REACH_NOTHING;
    if (!rc)
        rc = read_clock(c, f);
    f->notice_by = INSTANT_NONE;
    if (rc || instant_is_none(f->d.accepted_at))
        return rc;
    rc = dossier_notice_by(c, &f->d, &f->notice_by);
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc read_consults(struct ctx *c, struct desk_facts *f)
{
    enum rc rc = work_consults(c, f->d.work.id, &f->consults, &f->consults_n);
    if (rc)
        return rc;
    f->consulted = NEW_N(c->mem, str, f->consults_n);
    for (ptrdiff_t i = 0; !rc && i < f->consults_n; i++) {
        struct agency a;
        rc = org_agency_by_id(c, f->consults[i].agency_id, &a);
        if (!rc)
            f->consulted[i] = a.name;
    }
    return rc;
}

/* Of what holds the clock, what no consultation and no supplement does. */
static enum rc read_holds(struct ctx *c, struct desk_facts *f)
{
    struct clock_entry *v;
    ptrdiff_t n;
    if (!f->d.work.clock_running && !f->d.work.clock_paused)
        return RC_OK;
    enum rc rc = work_holds(c, f->d.work.id, &f->holds, &f->holds_n);
    if (!rc)
        rc = work_clock_ledger(c, f->d.work.id, &v, &n);
    int held = 0;
    for (ptrdiff_t i = 0; !rc && i < n; i++)
        held += v[i].consult_id                  ? 0
                : str_eq(v[i].kind, S("pause"))  ? 1
                : str_eq(v[i].kind, S("resume")) ? -1
                                                 : 0;
    f->paused = held > 0 && f->d.work.clock_paused;
    return rc;
}

static enum rc read_end(struct ctx *c, struct desk_facts *f)
{
    if (work_status_open(f->d.work.status))
        return RC_OK;
    const enum rc rc = dossier_end(c, f->d.id, &f->end);
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc read_arrival(struct ctx *c, struct desk_facts *f)
{
    const enum rc rc = dossier_arrival_of(c, f->d.id, &f->arrival);
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum rc dossier_desk(struct ctx *c, str pub, struct desk_facts *ret_facts)
{
    struct desk_facts f = {0};
    struct work_part *parts;
    enum rc rc = dossier_get(c, pub, &f.d);
    if (!rc)
        rc = person_by_id(c, f.d.owner_id, &f.owner);
    if (!rc)
        rc = dossier_papers(c, f.d.id, &f.papers, &f.papers_n);
    if (!rc)
        rc = dossier_files(c, &f.d, &f.files, &f.files_n);
    if (!rc)
        rc = dossier_timeline(c, &f.d, &f.events, &f.events_n);
    if (!rc)
        rc = dossier_supplements(c, f.d.id, &f.supplements, &f.supplements_n);
    if (!rc)
        rc = dossier_told_otherwise(c, f.d.id, &f.told, &f.told_n);
    if (!rc)
        rc = dossier_checklist(c, f.d.id, &f.check);
    if (!rc)
        rc = work_waivers(c, f.d.work.id, &f.waivers, &f.waivers_n);
    if (!rc)
        rc = work_waivable(c, &f.d.work, &f.waivable);
    if (!rc)
        rc = work_parts(c, (struct work_id){f.d.id.v}, &parts, &f.parts_n);
    if (!rc)
        rc = dossier_given(c, f.d.id, &f.given, &f.given_n);
    if (!rc)
        rc = dossier_announced(c, f.d.id, &f.ready_at);
    if (!rc)
        rc = dossier_paper_place(c, f.d.id, &f.place);
    if (!rc)
        rc = dossier_extensions(c, f.d.id, &f.extensions, &f.extensions_n);
    if (!rc)
        rc = read_end(c, &f);
    if (!rc)
        rc = read_consults(c, &f);
    if (!rc)
        rc = read_holds(c, &f);
    if (!rc)
        rc = dossier_mends(c, f.d.id, &f.mends, &f.mends_n);
    if (!rc)
        rc = dossier_money(c, f.d.id, &f.money);
    if (!rc)
        rc = dossier_sync(c, f.d.id, &f.sync);
    if (!rc)
        rc = read_work(c, &f);
    if (!rc)
        rc = read_arrival(c, &f);
    if (!rc)
        *ret_facts = f;
    return rc;
}
