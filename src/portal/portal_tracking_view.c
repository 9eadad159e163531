/*
 * portal_tracking_view.c - the tracking page: the heading is the answer, then who has it,
 * whether anything must be done, by when and why that date. Never a name or an address.
 */
#include "calendar/versions.h"
#include "casework/ledger.h"
#include "dossier/dossier_pdf.h"
#include "portal/portal_words_view.h"

static str words(const struct req *r, const char *key)
{
    return text_get(r->lang, key);
}

/* "Bộ phận Tư pháp, UBND phường … đang giữ hồ sơ." */
static str who(const struct req *r, const struct dossier *d)
{
    const bool received = d->work.agency_id == d->work.receiving_agency_id;
    const str agency = received ? d->receiving_agency : d->competent_agency;
    const str parts[] = {d->unit, agency};
    const str place = d->unit.n ? str_join(r->c.mem, parts, 2, S(", ")) : agency;
    if (!work_status_open(d->work.status))
        return str_eq(d->refusal_reason, STR_NONE)
                   ? S("")
                   : text_fmt(r->c.mem, r->lang, "portal.tracking.reason", &d->refusal_reason, 1);
    return text_fmt(r->c.mem, r->lang, "portal.tracking.who", &place, 1);
}

static str must(const struct req *r, const struct dossier *d)
{
    if (d->work.status == WORK_SUPPLEMENT)
        return words(r, "portal.tracking.must.supplement");
    if (d->work.status == WORK_ISSUED)
        return words(r, str_eq(d->result_by, S("online")) ? "portal.tracking.must.online"
                        : str_eq(d->result_by, S("post")) ? "portal.tracking.must.post"
                                                          : "portal.tracking.must.collect");
    return work_status_open(d->work.status) ? words(r, "portal.tracking.must.nothing") : S("");
}

static enum rc add_promise(struct req *r, const struct dossier *d, struct tracking_view *v)
{
    struct clock_case k;
    const struct worktime *w;
    enum rc rc = work_clock_case(&r->c, d->work.id, &k, &w);
    if (rc)
        return rc == RC_NOT_FOUND ? RC_OK : rc;
    const str rule = due_rule_text(r->c.mem, r->lang, k.rule);
    const bool days = k.rule.unit == DUE_WORKING_DAYS || k.rule.unit == DUE_DAYS;
    v->rule = text_fmt(r->c.mem, r->lang, days ? "portal.tracking.rule" : "portal.tracking.rule.plain",
                       &rule, 1);
    if (instant_is_none(d->work.due_at))
        return RC_OK;
    const struct words_due_in in = {.w = w,
                                    .due = d->work.due_at,
                                    .finished = d->work.finished_at,
                                    .since = INSTANT_NONE,
                                    .status = d->work.status,
                                    .now = r->c.now};
    const struct web_due due = words_due(r->c.mem, r->lang, &in);
    v->promised = true;
    v->promise = text_time(r->c.mem, r->lang, d->work.due_at);
    v->provisional = d->work.due_provisional;
    v->pace =
        (struct web_tag){due.tone.n ? due.tone : S("ok"), due.tone.n ? due.icon : S("check"), due.text};
    rc = words_dossier_days(&r->c, r->lang, d, &v->days);
    v->has_days = !rc && v->days.n > 0;
    return rc;
}

/* What is still to come: the steps after this one. */
static enum rc add_todo(struct req *r, const struct dossier *d, struct tracking_view *v)
{
    struct process_step *steps;
    ptrdiff_t n;
    if (!work_status_open(d->work.status))
        return RC_OK;
    const enum rc rc = process_steps(&r->c, d->work.process, &steps, &n);
    if (rc)
        return rc;
    struct web_event *list = NEW_N(r->c.mem, struct web_event, n);
    ptrdiff_t count = 0;
    for (ptrdiff_t i = 0; i < n; i++)
        if (steps[i].rank > d->work.step_rank)
            list[count++] = (struct web_event){
                .state = S("todo"), .title = steps[i].name, .detail = steps[i].role_text};
    v->todo = (struct web_timeline){list, count};
    v->has_todo = count > 0;
    return RC_OK;
}

static enum rc add_supplement(struct req *r, const struct dossier *d, struct tracking_view *v)
{
    struct dossier_supplement *list;
    ptrdiff_t n;
    if (d->work.status != WORK_SUPPLEMENT)
        return RC_OK;
    const enum rc rc = dossier_supplements(&r->c, d->id, &list, &n);
    if (!rc && n) {
        v->has_supplement = true;
        v->supplement_reason = list[0].reason;
        v->supplement_items = list[0].items;
        v->supplement_items_n = list[0].n;
    }
    return rc;
}

/* What is addressed to the applicant, whoever holds the secret of the receipt. */
static enum rc add_papers(struct req *r, const struct dossier *d, str secret, struct tracking_view *v)
{
    struct dossier_slip have[DOSSIER_SLIPS];
    int n;
    const enum rc rc = dossier_slips(&r->c, d, have, &n);
    if (rc)
        return rc;
    struct web_link *links = NEW_N(r->c.mem, struct web_link, n);
    for (int i = 0; i < n; i++)
        links[i] = (struct web_link){
            .text = words_slip(r->c.mem, r->lang, &have[i]),
            .to = HREF(r->c.mem, "/t/{}/slips/{}?s={}", d->code, str_of(have[i].kind->key), secret)};
    v->papers = (struct web_links){links, n};
    return RC_OK;
}

enum rc portal__tracking_view(struct req *r, const struct dossier *d, bool full, str secret,
                              struct tracking_view *ret)
{
    struct tracking_view v = {.back = HREF_TO("/tracking"),
                              .code = d->code,
                              .procedure = d->procedure_name,
                              .full = full,
                              .heading = words_citizen_status(r->lang, d->work.status)};
    struct dossier_event *events;
    struct web_notice *notices = NULL;
    ptrdiff_t n;
    enum rc rc = RC_OK;
    if (full) {
        v.who = who(r, d);
        v.must = must(r, d);
        v.own = HREF(r->c.mem, "/my/dossiers/{}", d->pub);
        rc = add_papers(r, d, secret, &v);
        if (!rc)
            rc = add_promise(r, d, &v);
        if (!rc)
            rc = words_notices(&r->c, r->lang, d, &notices, &v.notices_n);
        if (!rc)
            rc = dossier_timeline(&r->c, d, &events, &n);
        if (!rc)
            v.timeline = words_timeline(&r->c, r->lang, events, n, false);
        if (!rc)
            rc = add_todo(r, d, &v);
        if (!rc)
            rc = add_supplement(r, d, &v);
        v.notices = notices;
    }
    *ret = v;
    return rc;
}
