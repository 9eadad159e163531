/* dossier_given.c - the book of what was given; see dossier_given.h. */
#include "dossier/dossier_given.h"

#include "dossier/dossier_internal.h"
#include "dossier/dossier_given_sql.h"
#include "dossier/dossier_mend.h"

static str opt_text(str s)
{
    return s.n ? s : STR_NONE;
}

/* ---- who takes it ---- */

enum rc dossier_check_taker(struct ctx *c, const struct taker *t)
{
    static const char *const known[] = {"owner", "filer", "authorised", NULL};
    const bool authorised = str_eq(t->authority, S("authorised"));
    enum rc rc = RC_OK;
    if (!dossier_result_by_known(t->how))
        rc = fail(c, RC_INVALID, "how", "dossier.result_by_unknown");
    else if (!str_eq(t->how, S("online")) && !str_trim(t->collector).n)
        rc = fail(c, RC_INVALID, "collector",
                  str_eq(t->how, S("post")) ? "dossier.postal_number_needed"
                                            : "dossier.collector_needed");
    if (t->authority.n && !str_among(t->authority, known))
        rc = fail(c, RC_INVALID, "authority", "dossier.given.authority_unknown");
    if (authorised && !str_trim(t->authority_note).n)
        rc = fail(c, RC_INVALID, "authority_note", "dossier.authority_note_needed");
    if (authorised && !str_trim(t->document).n)
        rc = fail(c, RC_INVALID, "document", "dossier.given.document_needed");
    return rc;
}

enum rc dossier__put_given(struct ctx *c, struct dossier_act *a, const char *what,
                           const struct taker *t, str note, int64_t *ret_id)
{
    struct q_given_insert_row row;
    const enum rc rc =
        q_given_insert(c,
                       &(struct q_given_insert_in){.dossier_id = a->id.v,
                                                   .agency_id = a->head.receiving_agency_id,
                                                   .what = str_of(what),
                                                   .how = t->how,
                                                   .collector = opt_text(t->collector),
                                                   .document = opt_text(t->document),
                                                   .authority = opt_text(t->authority),
                                                   .authority_note = opt_text(t->authority_note),
                                                   .note = opt_text(note),
                                                   .given_at = c->now,
                                                   .given_by = c->actor->account},
                       &row);
    if (rc)
        return rc;
    dossier_act_say(a, EV_TEXT("how", t->how));
    if (t->authority.n)
        dossier_act_say(a, EV_TEXT("authority", t->authority));
    dossier_act_say_personal(a, EV_TEXT("collector", t->collector));
    dossier_act_say_personal(a, EV_TEXT("document", t->document));
    dossier_act_say_personal(a, EV_TEXT("authority_note", t->authority_note));
    *ret_id = row.id;
    return RC_OK;
}

/* ---- what is there to give ---- */

static bool was_given(const struct q_given_items_rows *given, int64_t file_no, int64_t paper)
{
    for (ptrdiff_t i = 0; i < given->n; i++)
        if (file_no ? given->v[i].file_no.set && given->v[i].file_no.v == file_no
                    : given->v[i].paper_id.set && given->v[i].paper_id.v == paper)
            return true;
    return false;
}

/* Papers that were brought and lie here: not what is held electronically, was not needed, or was
   only shown. */
static bool is_brought(const struct q_dossier_papers_row *p)
{
    return p->quantity > 0 && !str_starts(p->form, S("electronic")) &&
           !str_eq(p->form, S("not_needed")) && !str_eq(p->form, S("present_only"));
}

/* The last act gave whatever result there was: later ones came of a correction or a re-issue. */
static enum rc given_until(struct ctx *c, struct dossier_id id, instant *ret_at)
{
    struct q_given_rows rows;
    const enum rc rc = q_given(c, id.v, &rows);
    *ret_at = INSTANT_NONE;
    for (ptrdiff_t i = rows.n; !rc && i-- > 0;)
        if (str_eq(rows.v[i].what, S("result")))
            *ret_at = rows.v[i].given_at;
    return rc;
}

/* Results that hold, and were given neither with the last act nor before it. */
static enum rc put_results(struct ctx *c, struct dossier_id id, const struct q_given_items_rows *given,
                           struct giveables *g)
{
    struct q_dossier_files_rows files;
    struct dossier_mend *mends;
    ptrdiff_t mends_n;
    instant until;
    enum rc rc = q_dossier_files(c, id.v, &files);
    if (!rc)
        rc = dossier_mends(c, id, &mends, &mends_n);
    if (!rc)
        rc = given_until(c, id, &until);
    if (rc)
        return rc;
    g->results = NEW_N(c->mem, struct giveable, files.n);
    for (ptrdiff_t i = 0; i < files.n; i++)
        if (str_eq(files.v[i].kind, S("result")) && !was_given(given, i + 1, 0) &&
            instant_is_none(dossier_mend_replaced(mends, mends_n, files.v[i].id)) &&
            (instant_is_none(until) || files.v[i].added_at.us > until.us))
            g->results[g->results_n++] = (struct giveable){i + 1, i + 1, files.v[i].name};
    return RC_OK;
}

enum rc dossier_giveables(struct ctx *c, struct dossier_id id, struct giveables *ret)
{
    struct q_given_items_rows given;
    struct q_dossier_papers_rows papers;
    struct giveables g = {0};
    enum rc rc = q_given_items(c, id.v, &given);
    if (!rc)
        rc = put_results(c, id, &given, &g);
    if (!rc)
        rc = q_dossier_papers(c, id.v, &papers);
    if (rc)
        return rc;
    g.papers = NEW_N(c->mem, struct giveable, papers.n);
    for (ptrdiff_t i = 0; i < papers.n; i++)
        if (is_brought(&papers.v[i]) && !was_given(&given, 0, papers.v[i].id))
            g.papers[g.papers_n++] = (struct giveable){papers.v[i].id, i + 1, papers.v[i].name};
    *ret = g;
    return RC_OK;
}

/* ---- giving some of it ---- */

static const struct giveable *find(const struct giveable *list, ptrdiff_t n, int64_t id)
{
    for (ptrdiff_t i = 0; i < n; i++)
        if (list[i].id == id)
            return &list[i];
    return NULL;
}

static enum rc check_items(struct ctx *c, const struct give_in *in, const struct giveable *list,
                           ptrdiff_t n)
{
    if (in->n < 1)
        return fail(c, RC_INVALID, "items", "dossier.given.none");
    for (ptrdiff_t i = 0; i < in->n; i++) {
        if (!find(list, n, in->items[i]))
            return fail(c, RC_CONFLICT, "items", "dossier.given.not_here");
        for (ptrdiff_t k = 0; k < i; k++)
            if (in->items[i] == in->items[k])
                return fail(c, RC_INVALID, "items", "dossier.given.twice");
    }
    return RC_OK;
}

static enum rc put_items(struct ctx *c, int64_t given, const struct give_in *in, bool results,
                         const struct giveables *g)
{
    enum rc rc = RC_OK;
    for (ptrdiff_t i = 0; !rc && i < in->n; i++) {
        const struct opt_int item = OPT_INT(in->items[i]);
        const struct giveable *x = results ? find(g->results, g->results_n, in->items[i])
                                           : find(g->papers, g->papers_n, in->items[i]);
        rc = q_given_item_insert(
            c,
            &(struct q_given_item_insert_in){.given_id = given,
                                             .rank = i + 1,
                                             .file_no = results ? item : OPT_INT_NONE,
                                             .paper_id = results ? OPT_INT_NONE : item,
                                             .name = x->name},
            NULL);
    }
    return rc;
}

enum rc dossier_given_some(struct ctx *c, struct dossier_act *a, bool results, const struct give_in *in)
{
    struct giveables g;
    int64_t given = 0;
    enum rc rc = dossier_giveables(c, a->id, &g);
    if (!rc)
        rc = dossier_check_taker(c, &in->to);
    if (!rc)
        rc = check_items(c, in, results ? g.results : g.papers, results ? g.results_n : g.papers_n);
    if (!rc)
        rc = work_touch(c, (struct work_id){a->id.v}, in->seen_version);
    if (!rc)
        rc = dossier__put_given(c, a, results ? "part" : "originals", &in->to, in->note, &given);
    if (!rc)
        rc = put_items(c, given, in, results, &g);
    return rc || results || in->n < g.papers_n ? rc
                                               : dossier__end_papers_back(c, a->id, in->to.collector);
}

enum rc dossier__give_papers(struct ctx *c, struct dossier_act *a, const struct taker *t)
{
    struct giveables g;
    struct give_in in = {.to = *t};
    int64_t given = 0;
    enum rc rc = dossier_giveables(c, a->id, &g);
    if (rc)
        return rc;
    int64_t *items = NEW_N(c->mem, int64_t, g.papers_n);
    for (; in.n < g.papers_n; in.n++)
        items[in.n] = g.papers[in.n].id;
    in.items = items;
    rc = dossier__put_given(c, a, "originals", t, STR_NONE, &given);
    if (!rc)
        rc = put_items(c, given, &in, false, &g);
    return rc ? rc : dossier__end_papers_back(c, a->id, t->collector);
}

enum rc dossier_given_file(struct ctx *c, const struct dossier_act *a, int64_t file_id, str name)
{
    return q_dossier_file_insert(
        c,
        &(struct q_dossier_file_insert_in){.dossier_id = a->id.v,
                                           .kind = S("result"),
                                           .file_id = file_id,
                                           .name = name,
                                           .added_at = c->now,
                                           .added_by = OPT_INT(c->actor->account)},
        NULL);
}

/* ---- letters, early word ---- */

enum rc dossier_given_on_way(struct ctx *c, struct dossier_id id, int64_t *ret_letter, instant *ret_at)
{
    struct q_given_on_way_row letter;
    const enum rc rc = q_given_on_way(c, id.v, &letter);
    if (rc)
        return rc;
    *ret_letter = letter.id;
    *ret_at = letter.given_at;
    return RC_OK;
}

enum rc dossier_given_arrived(struct ctx *c, const struct dossier_act *a, int64_t letter, date on)
{
    const enum rc rc = q_given_arrived(c, letter, on, NULL);
    return rc || a->work.status != WORK_RETURNED
               ? rc
               : q_dossier_set_delivery(c, a->id.v, S("delivered"), NULL);
}

enum rc dossier_given_early(struct ctx *c, struct dossier_id id, instant ready_at)
{
    return q_announcement_insert(c, id.v, ready_at, c->now, c->actor->account, NULL);
}

/* ---- reading ---- */

static struct given given_of(struct ctx *c, const struct q_given_row *r,
                             const struct q_given_items_rows *items)
{
    str *names = NEW_N(c->mem, str, items->n);
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < items->n; i++)
        if (items->v[i].given_id == r->id)
            names[n++] = items->v[i].name;
    return (struct given){.what = r->what,
                          .how = r->how,
                          .collector = r->collector,
                          .document = r->document,
                          .authority = r->authority,
                          .authority_note = r->authority_note,
                          .note = r->note,
                          .by = r->by,
                          .at = r->given_at,
                          .delivered_on = r->delivered_on,
                          .items = names,
                          .n = n};
}

enum rc dossier_given(struct ctx *c, struct dossier_id id, struct given **ret_v, ptrdiff_t *ret_n)
{
    struct q_given_rows rows;
    struct q_given_items_rows items;
    enum rc rc = q_given(c, id.v, &rows);
    if (!rc)
        rc = q_given_items(c, id.v, &items);
    if (rc)
        return rc;
    *ret_v = NEW_N(c->mem, struct given, rows.n);
    *ret_n = rows.n;
    for (ptrdiff_t i = 0; i < rows.n; i++)
        (*ret_v)[i] = given_of(c, &rows.v[i], &items);
    return RC_OK;
}

enum rc dossier_announced(struct ctx *c, struct dossier_id id, instant *ret_ready_at)
{
    struct q_announcement_last_row row;
    const enum rc rc = q_announcement_last(c, id.v, &row);
    *ret_ready_at = rc ? INSTANT_NONE : row.ready_at;
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static struct postings postings_of(struct ctx *c, const struct q_postings_rows *rows)
{
    struct posting *v = NEW_N(c->mem, struct posting, rows->n);
    for (ptrdiff_t i = 0; i < rows->n; i++) {
        const struct q_postings_row *r = &rows->v[i];
        v[i] = (struct posting){.pub = r->pub,
                                .code = r->code,
                                .owner = r->owner,
                                .address = r->address,
                                .slip = r->slip,
                                .by = r->by,
                                .sent_at = r->sent_at,
                                .delivered_on = r->delivered_on};
    }
    return (struct postings){v, rows->n};
}

enum rc dossier_postings(struct ctx *c, date day, struct postings *ret_day, struct postings *ret_open)
{
    enum { MAX = 500 };
    struct q_postings_rows of_day, open;
    enum rc rc = authz(c->actor, PERM_DOSSIER_RETURN, REACH_AGENCY);
    if (!rc)
        rc = q_postings(c, c->actor->agency, instant_at(day, 0), instant_at(date_add(day, 1), 0), MAX,
                        &of_day);
    if (!rc)
        rc = q_postings_open(c, c->actor->agency, MAX, &open);
    if (rc)
        return rc;
    *ret_day = postings_of(c, &of_day);
    *ret_open = postings_of(c, &open);
    return RC_OK;
}
