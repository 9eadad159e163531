/* handover_sheet.c - the sheet that goes with a hand-over, as a paper. */
#include "dossier/dossier_slip_words.h"
#include "handover/handover.h"
#include "slip/slip.h"

#define VI LANG_VI

static str number(struct ctx *c, int64_t n)
{
    return str_fmt(c->mem, "%lld", (long long)n);
}

static void put_line(struct ctx *c, struct slip_data *s, ptrdiff_t no, const struct handover_line *l)
{
    const bool paper = str_eq(l->form, S("paper"));
    const str mark = !l->answered ? S("☐")
                     : l->taken   ? S("☑")
                                  : str_fmt(c->mem, "☐ %.*s", STR_ARG(l->difference));
    const int64_t minutes = instant_is_none(l->due_at) ? 0 : instant_time_of_day(l->due_at) / MINUTE_US;
    const str due = instant_is_none(l->due_at)
                        ? S("")
                        : str_fmt(c->mem, "%02lld:%02lld %.*s", (long long)(minutes / 60),
                                  (long long)(minutes % 60),
                                  STR_ARG(text_day(c->mem, VI, instant_date(l->due_at))));
    const str cells[] = {number(c, no),
                         l->code,
                         l->procedure,
                         l->owner,
                         str_fmt(c->mem, "%02lld", (long long)l->sets),
                         text_get(VI, paper ? "dossier.slip.paper" : "dossier.slip.electronic"),
                         due,
                         mark};
    slip_row(s, "dossiers", cells);
}

enum rc handover_doc(struct ctx *c, str pub, struct pdf_doc **ret_doc)
{
    const struct slip_kind *kind = slip_kind_of(S("handover"));
    struct handover_sheet h;
    struct ruleset rules;
    BUG_IF(!kind);
    enum rc rc = handover_get(c, pub, &h);
    if (!rc)
        rc = ruleset_on(c, instant_date(h.gave_at), &rules);
    if (rc)
        return rc;
    struct slip_data *s = slip_data_new(c->mem, kind);
    slip_put(s, "from_agency", slip_words_lines(c->mem, h.from_agency));
    slip_put(s, "from_unit", h.from_unit);
    slip_put(s, "to_agency", h.to_agency);
    slip_put(s, "to_unit", h.to_unit);
    slip_put(s, "place", slip_words_place(h.from_agency));
    slip_put(s, "date", slip_words_day(c->mem, instant_date(h.gave_at)));
    slip_put(s, "gave_by", h.gave_by);
    slip_put(s, "gave_at", slip_words_moment(c->mem, h.gave_at));
    slip_put(s, "received_by", h.received_by);
    slip_put(s, "received_at", slip_words_moment(c->mem, h.received_at));
    slip_put(s, "count", number(c, h.count));
    slip_put(s, "note", h.note);
    slip_put(s, "receiver_note", h.receiver_note);
    for (ptrdiff_t i = 0; i < h.n; i++)
        put_line(c, s, i + 1, &h.lines[i]);
    return slip_fill(c, &rules, kind, s, h.gave_at, ret_doc);
}
