/* dossier_words_view.c - see dossier_words_view.h; words of ui rules, section 8. */
#include "dossier/dossier_words_view.h"

#include "casework/ledger.h"
#include "core/buf.h"
#include "dossier/dossier_extend.h"
#include "dossier/dossier_mend.h"
#include "dossier/dossier_pdf.h"

str words_channel(enum lang lang, str channel)
{
    if (str_eq(channel, S("online")))
        return text_get(lang, "dossier.channel.online");
    return text_get(lang,
                    str_eq(channel, S("postal")) ? "dossier.channel.postal" : "dossier.channel.direct");
}

enum rc words_dossier_days(struct ctx *c, enum lang lang, const struct dossier *d,
                           struct web_days *ret_days)
{
    struct clock_case k;
    const struct worktime *w;
    struct clock_entry *ledger;
    ptrdiff_t n;
    enum rc rc = work_clock_case(c, d->work.id, &k, &w);
    if (!rc)
        rc = words_days(c, lang, w, &k, false, ret_days);
    if (!rc)
        rc = work_clock_ledger(c, d->work.id, &ledger, &n);
    if (!rc && n) {
        const str args[] = {ledger[0].ground, calendar_version(worktime_calendar(w))};
        const str parts[] = {text_fmt(c->mem, lang, "dossier.words.basis", args, 2),
                             words_clock_story(c, lang, ledger, n)};
        ret_days->basis = str_join(c->mem, parts, parts[1].n ? 2 : 1, S(". "));
    }
    return rc;
}

/* ---- timeline ---- */

/* "dossier.accepted" -> "dossier.event.accepted" or "dossier.did.accepted". */
static const struct {
    const char *kind, *staff, *citizen;
} event_texts[] = {
    {"dossier.filed", "dossier.event.filed", "dossier.did.filed"},
    {"dossier.checked", "dossier.event.checked", "dossier.did.checked"},
    {"dossier.accepted", "dossier.event.accepted", "dossier.did.accepted"},
    {"dossier.supplement_asked", "dossier.event.supplement_asked", "dossier.did.supplement_asked"},
    {"dossier.supplement_completed", "dossier.event.supplement_completed",
     "dossier.did.supplement_completed"},
    {"dossier.refused", "dossier.event.refused", "dossier.did.refused"},
    {"dossier.moved", "dossier.event.moved", "dossier.did.moved"},
    {"dossier.claimed", "dossier.event.claimed", "dossier.did.claimed"},
    {"dossier.assigned", "dossier.event.assigned", "dossier.did.assigned"},
    {"dossier.part_done", "dossier.event.part_done", "dossier.did.part_done"},
    {"dossier.result_added", "dossier.event.result_added", "dossier.did.result_added"},
    {"dossier.part_given", "dossier.event.part_given", "dossier.did.part_given"},
    {"dossier.originals_returned", "dossier.event.originals_returned",
     "dossier.did.originals_returned"},
    {"dossier.delivered", "dossier.event.delivered", "dossier.did.delivered"},
    {"dossier.announced", "dossier.event.announced", "dossier.did.announced"},
    {"dossier.guard_waived", "dossier.event.guard_waived", "dossier.did.guard_waived"},
    {"dossier.handed_over", "dossier.event.handed_over", "dossier.did.handed_over"},
    {"dossier.handover_received", "dossier.event.handover_received", "dossier.did.handover_received"},
    {"dossier.issued", "dossier.event.issued", "dossier.did.issued"},
    {"dossier.returned", "dossier.event.returned", "dossier.did.returned"},
    {"dossier.withdrawn", "dossier.event.withdrawn", "dossier.did.withdrawn"},
    {"dossier.stopped", "dossier.event.stopped", "dossier.did.stopped"},
    {"dossier.stop_asked", "dossier.event.stop_asked", "dossier.did.stop_asked"},
    {"dossier.settled", "dossier.event.settled", "dossier.did.settled"},
    {"dossier.mend_asked", "dossier.event.mend_asked", "dossier.did.mend_asked"},
    {"dossier.mended", "dossier.event.mended", "dossier.did.mended"},
    {"dossier.reissued", "dossier.event.reissued", "dossier.did.reissued"},
    {"dossier.mend_refused", "dossier.event.mend_refused", "dossier.did.mend_refused"},
    {"dossier.consult_asked", "dossier.event.consult_asked", "dossier.did.consult_asked"},
    {"dossier.consult_answered", "dossier.event.consult_answered", "dossier.did.consult_answered"},
    {"dossier.cancelled", "dossier.event.cancelled", "dossier.did.cancelled"},
    {"dossier.corrected", "dossier.event.corrected", "dossier.did.corrected"},
    {"dossier.scanned", "dossier.event.scanned", "dossier.did.scanned"},
    {"dossier.paid", "dossier.event.paid", "dossier.did.paid"},
    {"dossier.migrated", "dossier.event.migrated", "dossier.did.migrated"},
    {"dossier.moved_in", "dossier.event.moved_in", "dossier.did.moved_in"},
    {"dossier.synced", "dossier.event.synced", "dossier.did.synced"},
    {"dossier.apology_drafted", "dossier.event.apology_drafted", "dossier.did.apology_drafted"},
    {"dossier.apology_declined", "dossier.event.apology_declined", "dossier.did.apology_declined"},
    {"dossier.apologised", "dossier.event.apologised", "dossier.did.apologised"},
    {"dossier.extended", "dossier.event.extended", "dossier.did.extended"},
    {"dossier.clock_paused", "dossier.event.clock_paused", "dossier.did.clock_paused"},
    {"dossier.clock_resumed", "dossier.event.clock_resumed", "dossier.did.clock_resumed"},
    {"dossier.consult_silent", "dossier.event.consult_silent", "dossier.did.consult_silent"},
    {"dossier.consult_redated", "dossier.event.consult_redated", "dossier.did.consult_redated"},
    {"dossier.taken_over", "dossier.event.taken_over", "dossier.did.taken_over"},
    {"dossier.calendar_changed", "dossier.event.calendar_changed", "dossier.did.calendar_changed"},
};

static str event_title(struct ctx *c, enum lang lang, const struct dossier_event *e, bool staff)
{
    const str args[] = {e->to_step, e->to_name};
    for (size_t i = 0; i < sizeof event_texts / sizeof *event_texts; i++)
        if (str_eq(e->kind, str_of(event_texts[i].kind)))
            return text_fmt(c->mem, lang, staff ? event_texts[i].staff : event_texts[i].citizen, args,
                            2);
    return e->kind;
}

enum rc words_viewings(struct ctx *c, enum lang lang, const struct dossier *d, bool staff,
                       struct web_timeline *ret_list)
{
    struct dossier_viewing *v;
    ptrdiff_t n;
    const enum rc rc = dossier_viewings(c, d, &v, &n);
    if (rc)
        return rc;
    struct web_event *list = NEW_N(c->mem, struct web_event, n);
    for (ptrdiff_t i = 0; i < n; i++) {
        const str when = words_moment(c->mem, lang, v[i].at, c->now);
        const str parts[] = {when, v[i].office, v[i].actor};
        const str why = text_get(
            lang, str_c(c->mem, str_fmt(c->mem, "dossier.purpose.%.*s", STR_ARG(v[i].purpose))));
        list[i] = (struct web_event){
            .state = S("done"),
            .title = v[i].form ? text_fmt(c->mem, lang, "dossier.viewing.form", &why, 1) : why,
            .detail = str_join(c->mem, parts, staff ? 3 : 2, S(" · ")),
            .more = v[i].note};
    }
    *ret_list = (struct web_timeline){list, n};
    return RC_OK;
}

static void add_part(struct buf *b, str s)
{
    if (!s.n)
        return;
    if (b->n)
        buf_add(b, S(" · "));
    buf_add(b, s);
}

static str event_detail(struct ctx *c, enum lang lang, const struct dossier_event *e, bool staff)
{
    struct buf b = buf_new(c->mem, 1024);
    add_part(&b, words_moment(c->mem, lang, e->legal_at, c->now));
    if (!instant_is_none(e->due_at)) {
        const str args[] = {text_time(c->mem, lang, e->due_at)};
        add_part(&b, text_fmt(c->mem, lang, "dossier.words.promised", args, 1));
    }
    if (!instant_is_none(e->was_due_at) && e->was_due_at.us != e->due_at.us) {
        const str args[] = {text_time(c->mem, lang, e->was_due_at)};
        add_part(&b, text_fmt(c->mem, lang, "dossier.words.was_due", args, 1));
    }
    if (staff) {
        add_part(&b, e->actor);
        if (e->acting_for.n) {
            const str args[] = {e->acting_for, e->sign_form};
            add_part(&b, text_fmt(c->mem, lang,
                                  e->sign_form.n ? "dossier.words.signs_for" : "dossier.words.acts_for",
                                  args, 2));
        }
        if (e->took_us > 0) {
            const str args[] = {clock_time_text(c->mem, lang, worktime_shipped(), e->took_us)};
            add_part(&b, text_fmt(c->mem, lang, "dossier.words.took", args, 1));
        }
        const str number[] = {str_fmt(c->mem, "%lld", (long long)e->event_id)};
        add_part(&b, text_fmt(c->mem, lang, "dossier.words.event_number", number, 1));
    }
    add_part(&b, e->office);
    return buf_str(&b);
}

struct web_timeline words_timeline(struct ctx *c, enum lang lang, const struct dossier_event *events,
                                   ptrdiff_t n, bool staff)
{
    struct web_event *list = NEW_N(c->mem, struct web_event, n);
    for (ptrdiff_t i = 0; i < n; i++)
        list[i] = (struct web_event){.state = i ? S("done") : S("now"),
                                     .title = event_title(c, lang, &events[i], staff),
                                     .detail = event_detail(c, lang, &events[i], staff),
                                     .more = events[i].note};
    return (struct web_timeline){list, n};
}

/* ---- what must not be missed ---- */

static struct web_notice apology_notice(struct ctx *c, enum lang lang,
                                        const struct dossier_extension *x)
{
    const str promised = text_time(c->mem, lang, x->new_due_at);
    const bool extends = str_eq(x->kind, S("extension"));
    return (struct web_notice){
        .tone = S("warn"),
        .icon = S("clock"),
        .strong = text_fmt(c->mem, lang, extends ? "dossier.told.extended" : "dossier.told.apologised",
                           &promised, 1),
        .text = x->reason,
    };
}

/* A result being mended, or mended last. */
static enum rc mend_notice(struct ctx *c, enum lang lang, const struct dossier *d,
                           struct web_notice *ret_notice)
{
    struct dossier_mend *list;
    ptrdiff_t n;
    const enum rc rc = dossier_mends(c, d->id, &list, &n);
    if (rc || !n)
        return rc;
    const struct dossier_mend *last = &list[n - 1];
    const bool correction = str_eq(last->kind, S("correction"));
    const str when =
        text_time(c->mem, lang, instant_is_none(last->closed_at) ? last->due_at : last->closed_at);
    const char *key = str_eq(last->state, S("refused")) ? "dossier.told.mend_refused"
                      : str_eq(last->state, S("done"))
                          ? (correction ? "dossier.told.mended" : "dossier.told.reissued")
                      : instant_is_none(last->due_at) ? "dossier.told.mending"
                                                      : "dossier.told.mending_by";
    *ret_notice = (struct web_notice){.tone = S("info"),
                                      .icon = S("info"),
                                      .strong = text_fmt(c->mem, lang, key, &when, 1),
                                      .text = last->note.n ? last->note : S("")};
    return RC_OK;
}

enum rc words_notices(struct ctx *c, enum lang lang, const struct dossier *d,
                      struct web_notice **ret_notices, ptrdiff_t *ret_n)
{
    struct dossier_extension *list;
    struct web_notice *v = NEW_N(c->mem, struct web_notice, 4);
    ptrdiff_t n, count = 0;
    enum rc rc = dossier_extensions(c, d->id, &list, &n);
    const struct dossier_extension *last = rc ? NULL : dossier_last_signed(list, n);
    if (last && instant_is_none(d->work.finished_at))
        v[count++] = apology_notice(c, lang, last);
    if (!rc && !instant_is_none(d->work.finished_at))
        rc = mend_notice(c, lang, d, &v[count]);
    count += v[count].strong.n > 0;
    *ret_notices = v;
    *ret_n = count;
    return rc;
}

/* ---- papers ---- */

str words_slip(struct arena *mem, enum lang lang, const struct dossier_slip *slip)
{
    const str args[] = {text_get(lang, slip->kind->title), slip->number};
    return text_fmt(mem, lang, slip->draft ? "dossier.slip.link_draft" : "dossier.slip.link", args, 2);
}
