/* filing_my_view.c - the pages after sending: confirmation, own list, one dossier. */
#include "calendar/clock.h"
#include "casework/casework_words_view.h"
#include "core/ident.h"
#include "dossier/dossier_words_view.h"
#include "filing/filing_make_view.h"
#include "pdf/pdf.h"

#define SAY(w, key) text_get((w)->lang, key)

bool filing__may_withdraw(const struct dossier *d)
{
    return work_status_open(d->work.status) && d->work.status < WORK_APPROVED && !d->work.synced;
}

static href track(const struct filing_words *w, const struct filing_facts *f)
{
    return HREF(w->mem, "/t/{}?s={}", f->d.code, f->secret);
}

static href receipt(const struct filing_words *w, const struct filing_facts *f)
{
    return instant_is_none(f->d.accepted_at)
               ? HREF_NONE
               : HREF(w->mem, "/t/{}/receipt.pdf?s={}", f->d.code, f->secret);
}

/* ---- confirmation ---- */

static str rule_text(const struct filing_words *w, const struct filing_facts *f)
{
    struct due_rule rule;
    const str text = catalog_rule(&f->procedure, f->d.case_id.v, S("online"));
    return text.n && due_rule_parse(text, &rule) ? due_rule_text(w->mem, w->lang, rule)
                                                 : SAY(w, "filing.time.open");
}

static struct web_timeline what_next(const struct filing_words *w, const struct filing_facts *f)
{
    struct web_event *v = NEW_N(w->mem, struct web_event, 3);
    ptrdiff_t n = 0;
    const bool waiting = f->d.work.status == WORK_WAITING;
    const str by[] = {words_moment(w->mem, w->lang, f->promise.by, w->now),
                      due_rule_text(w->mem, w->lang, f->promise.rule)};
    const str fee = filing__fee(w, f->fees, f->fees_n), rule = rule_text(w, f);
    v[n++] = (struct web_event){.state = waiting ? S("now") : S("done"),
                                .title = SAY(w, "filing.next.check"),
                                .detail = filing__say(w, "filing.next.check.by", by, 2)};
    if (str_eq(f->d.money_status, S("due")))
        v[n++] = (struct web_event){.state = S("todo"),
                                    .title = filing__say(w, "filing.next.pay", &fee, 1),
                                    .detail = SAY(w, "filing.next.pay.when")};
    v[n++] = (struct web_event){.state = S("todo"),
                                .title = SAY(w, "filing.next.result"),
                                .detail = filing__say(w, "filing.next.result.by", &rule, 1)};
    return (struct web_timeline){v, n};
}

void filing__view_sent(const struct filing_words *w, const struct filing_facts *f, str origin,
                       struct filing_sent_view *v)
{
    int side;
    const str moment = text_time(w->mem, w->lang, f->d.filed_at);
    const str phone = f->phone.n ? ident_phone_mask(w->mem, f->phone) : STR_NONE;
    const href to = track(w, f);
    *v = (struct filing_sent_view){
        .code = f->d.code,
        .secret = f->secret,
        .lead = moment,
        .reached = phone.n ? filing__say(w, "filing.sent.phone", &phone, 1) : STR_NONE,
        .next = what_next(w, f),
        .track = to,
        .mine = HREF(w->mem, "/my/dossiers/{}", f->d.pub),
        .receipt = receipt(w, f),
        .keep = {.tone = S("plain"), .icon = S("lock"), .text = SAY(w, "filing.sent.keep")},
    };
    if (pdf_qr_path(w->mem, str_fmt(w->mem, "%.*s%.*s", STR_ARG(origin), STR_ARG(to.s)), &v->qr, &side))
        v->qr_box = str_fmt(w->mem, "0 0 %d %d", side, side);
}

/* ---- the list ---- */

static struct filing_dossier_row row_of(const struct filing_words *w, const struct worklist_row *x)
{
    enum work_status status = WORK_WAITING;
    BUG_IF(!work_status_parse(x->status, &status));
    struct filing_dossier_row v = {
        .go = HREF(w->mem, "/my/dossiers/{}", x->pub),
        .code = x->code,
        .name = x->procedure_name,
        .owner = x->owner_name,
        .state = words_citizen_status(w->lang, status),
        .tag = words_status(w->lang, status),
    };
    v.has_due = x->clock_running && work_status_open(status) && status != WORK_ISSUED &&
                !instant_is_none(x->due_at);
    if (v.has_due)
        v.due = words_due(w->mem, w->lang,
                          &(struct words_due_in){.w = worktime_shipped(),
                                                 .status = status,
                                                 .due = x->due_at,
                                                 .finished = INSTANT_NONE,
                                                 .since = INSTANT_NONE,
                                                 .provisional = x->due_provisional,
                                                 .now = w->now});
    return v;
}

void filing__view_my(const struct filing_words *w, const struct filing_head *drafts, ptrdiff_t n,
                     const struct worklist_page *page, struct filing_my_view *v)
{
    *v = (struct filing_my_view){
        .drafts = NEW_N(w->mem, struct filing_draft_row, n),
        .dossiers = NEW_N(w->mem, struct filing_dossier_row, page->n),
        .drafts_n = n,
        .dossiers_n = page->n,
        .more = page->more ? HREF(w->mem, "/my?after={}", page->next_cursor) : HREF_NONE,
        .empty = {SAY(w, "filing.my.empty"), SAY(w, "filing.my.empty.text"),
                  SAY(w, "filing.my.empty.link"), HREF_TO("/procedures")},
    };
    for (ptrdiff_t i = 0; i < n; i++) {
        const str args[] = {words_moment(w->mem, w->lang, drafts[i].saved_at, w->now),
                            text_day(w->mem, w->lang, instant_date(drafts[i].expires_at))};
        v->drafts[i] = (struct filing_draft_row){
            HREF(w->mem, "/drafts/{}", drafts[i].pub), HREF(w->mem, "/drafts/{}/delete", drafts[i].pub),
            drafts[i].procedure_name, filing__say(w, "filing.saved", args, 2)};
    }
    for (ptrdiff_t i = 0; i < page->n; i++)
        v->dossiers[i] = row_of(w, &page->rows[i]);
}

/* ---- one dossier ---- */

static struct filing_file_link link_of(const struct filing_words *w, const struct filing_facts *f,
                                       ptrdiff_t i)
{
    const str name = f->files[i].name;
    return (struct filing_file_link){
        HREF(w->mem, "/my/dossiers/{}/files/{}", f->d.pub, f->files[i].pub),
        instant_is_none(f->files[i].replaced_at) ? name
                                                 : filing__say(w, "dossier.file.replaced", &name, 1),
        filing__size(w, file_type_of_mime(f->files[i].mime), f->files[i].size)};
}

static void add_results(const struct filing_words *w, const struct filing_facts *f,
                        struct filing_mine_view *v)
{
    v->results = NEW_N(w->mem, struct filing_file_link, f->files_n);
    for (ptrdiff_t i = 0; i < f->files_n; i++)
        if (str_eq(f->files[i].kind, S("result")))
            v->results[v->results_n++] = link_of(w, f, i);
}

static struct web_tag paper_state(const struct filing_words *w, const struct dossier_paper *p)
{
    if (!p->complete)
        return (struct web_tag){S("warn"), S("warn"), SAY(w, "filing.paper.missing")};
    return (struct web_tag){S("mute"), S("check"), SAY(w, "filing.paper.have")};
}

/* What the authority wrote to the applicant: why the clock was held. */
static void add_letters(const struct filing_words *w, const struct filing_facts *f,
                        struct filing_mine_view *v)
{
    struct filing_paper_row row = {
        .name = SAY(w, "filing.paper.letters"),
        .tag = (struct web_tag){S("mute"), S("check"), SAY(w, "filing.paper.of_authority")},
        .files = NEW_N(w->mem, struct filing_file_link, f->files_n)};
    for (ptrdiff_t i = 0; i < f->files_n; i++)
        if (str_eq(f->files[i].kind, S("letter")))
            row.files[row.files_n++] = link_of(w, f, i);
    if (row.files_n)
        v->papers[v->papers_n++] = row;
}

static void add_papers(const struct filing_words *w, const struct filing_facts *f,
                       struct filing_mine_view *v)
{
    v->papers = NEW_N(w->mem, struct filing_paper_row, f->papers_n + 1);
    for (ptrdiff_t i = 0; i < f->papers_n; i++) {
        if (f->papers[i].complete && str_eq(f->papers[i].form, S("not_needed")))
            continue;
        struct filing_paper_row *row = &v->papers[v->papers_n++];
        *row = (struct filing_paper_row){.name = f->papers[i].name,
                                         .note = f->papers[i].note,
                                         .tag = paper_state(w, &f->papers[i]),
                                         .files = NEW_N(w->mem, struct filing_file_link, f->files_n)};
        for (ptrdiff_t k = 0; k < f->files_n; k++)
            if (str_eq(f->files[k].kind, S("paper")) && f->files[k].paper_id.set &&
                f->files[k].paper_id.v == f->papers[i].id)
                row->files[row->files_n++] = link_of(w, f, k);
    }
    add_letters(w, f, v);
}

/* Who has it, and must the reader act? */
static void add_lead(const struct filing_words *w, const struct filing_facts *f,
                     struct filing_mine_view *v)
{
    const struct dossier *d = &f->d;
    const enum work_status s = d->work.status;
    const str by[] = {words_moment(w->mem, w->lang, f->promise.by, w->now)};
    const bool here = s == WORK_WAITING || s == WORK_SUPPLEMENT || s == WORK_ISSUED;
    const str who[] = {here ? d->receiving_agency : d->competent_agency};
    if (work_status_open(s))
        v->who = filing__say(w, "filing.mine.who", who, 1);
    if (s == WORK_SUPPLEMENT)
        v->duty = SAY(w, "filing.mine.duty.supplement");
    else if (s == WORK_WAITING && f->promise.by.us > w->now.us)
        v->duty = filing__say(w, "filing.mine.duty.waiting", by, 1);
    else if (s == WORK_ISSUED)
        v->duty = SAY(w, "filing.mine.duty.issued");
    else if (work_status_open(s))
        v->duty = SAY(w, d->work.clock_paused ? "filing.mine.duty.paused" : "filing.mine.duty.none");
}

static void add_notice(const struct filing_words *w, const struct filing_facts *f,
                       struct filing_mine_view *v)
{
    if (f->d.work.status == WORK_REFUSED) {
        v->has_notice = true;
        v->notice = (struct web_notice){.tone = S("bad"),
                                        .icon = S("cross"),
                                        .strong = SAY(w, "filing.mine.refused"),
                                        .text = f->d.refusal_reason};
    }
    if (f->d.work.status != WORK_SUPPLEMENT || !f->supplements_n)
        return;
    const struct dossier_supplement *x = &f->supplements[0];
    const str by =
        instant_is_none(x->answer_by) ? STR_NONE : words_moment(w->mem, w->lang, x->answer_by, w->now);
    v->asked_heading =
        by.n ? filing__say(w, "filing.mine.asked.by", &by, 1) : SAY(w, "filing.mine.asked");
    v->asked = x->items;
    v->asked_n = x->n;
    v->supplement = HREF(w->mem, "/my/dossiers/{}/supplement", f->d.pub);
}

static void add_promise(const struct filing_words *w, const struct filing_facts *f,
                        struct filing_mine_view *v)
{
    const struct work *k = &f->d.work;
    if (instant_is_none(k->due_at) || !f->days.n)
        return;
    v->promise = text_time(w->mem, w->lang, k->due_at);
    const struct web_due due = words_due(w->mem, w->lang,
                                         &(struct words_due_in){.w = worktime_shipped(),
                                                                .status = k->status,
                                                                .due = k->due_at,
                                                                .finished = k->finished_at,
                                                                .since = INSTANT_NONE,
                                                                .now = w->now});
    v->late = (struct web_tag){due.tone, due.icon, due.text};
    v->days = f->days;
}

/* Papers to print, and all files at once when there is more than one. */
static void add_slips(const struct filing_words *w, const struct filing_facts *f,
                      struct filing_mine_view *v)
{
    struct web_link *links = NEW_N(w->mem, struct web_link, f->slips_n);
    const str n = text_number(w->mem, w->lang, f->files_n);
    for (int i = 0; i < f->slips_n; i++)
        links[i] = (struct web_link){
            .text = words_slip(w->mem, w->lang, &f->slips[i]),
            .to = HREF(w->mem, "/dossiers/{}/slips/{}", f->d.pub, str_of(f->slips[i].kind->key))};
    v->slips = (struct web_links){links, f->slips_n};
    if (f->files_n < 2)
        return;
    v->bundle = HREF(w->mem, "/dossiers/{}/bundle", f->d.pub);
    v->bundle_text = filing__say(w, "filing.mine.bundle", &n, 1);
}

void filing__view_mine(const struct filing_words *w, const struct filing_facts *f,
                       struct filing_mine_view *v)
{
    const str number[] = {f->d.code, f->d.procedure_name};
    *v = (struct filing_mine_view){
        .number = str_join(w->mem, number, 2, S(" · ")),
        .state = words_citizen_status(w->lang, f->d.work.status),
        .track = track(w, f),
        .told = HREF(w->mem, "/my/dossiers/{}/notices", f->d.pub), /* page of notify */
        .confirmation = HREF(w->mem, "/dossiers/{}/confirmation", f->d.pub),
        .events = words_timeline(&(struct ctx){.mem = w->mem, .now = w->now}, w->lang, f->events,
                                 f->events_n, false),
        .views = f->views,
        .notices = f->notices,
        .notices_n = f->notices_n,
    };
    if (filing__may_withdraw(&f->d))
        v->withdraw = HREF(w->mem, "/my/dossiers/{}/withdraw", f->d.pub);
    if (f->may_mend)
        v->mend = HREF(w->mem, "/my/dossiers/{}/mend", f->d.pub);
    add_slips(w, f, v);
    add_lead(w, f, v);
    add_notice(w, f, v);
    add_promise(w, f, v);
    add_results(w, f, v);
    add_papers(w, f, v);
    v->has_form = f->filled != NULL;
    if (!f->filled)
        return;
    v->form = (struct eform_filled_view){.name = eform_say(&f->filled->form->name, w->lang),
                                         .pdf = HREF(w->mem, "/dossiers/{}/form.pdf", f->d.pub)};
    v->form.groups_n = eform_view_groups(w->mem, w->lang, f->filled, &v->form.groups);
}
