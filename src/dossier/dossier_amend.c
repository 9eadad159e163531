/*
 * dossier_amend.c - what is added beside the steps: corrections with their reason, scans, cash
 * with its number. What was there before stays visible.
 */
#include "dossier/dossier_internal.h"

static str opt_text(str s)
{
    return s.n ? s : STR_NONE;
}

/* Writes the new value into `d`, hands the old one back; whether it is one, check_whole says.
   False: no such part. */
static bool replace_part(struct ctx *c, struct dossier *d, str part, str becomes, str *ret_was)
{
    const struct {
        const char *name;
        str *at;
    } texts[] = {
        {"note", &d->note},
        {"result_by", &d->result_by},
        {"result_address", &d->result_address},
        {"authority_note", &d->authority_note},
        {"outside_id", &d->outside_id},
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (str_eq(part, str_of(texts[i].name))) {
            *ret_was = *texts[i].at;
            *texts[i].at = becomes;
            return true;
        }
    if (!str_eq(part, S("sets")))
        return false;
    *ret_was = str_fmt(c->mem, "%lld", (long long)d->sets);
    if (!str_to_i64(becomes, &d->sets))
        d->sets = 0;
    return true;
}

/* The corrected dossier keeps what filing asks of one; the fault is told at the new value. */
static enum rc check_whole(struct ctx *c, const struct dossier *d)
{
    struct q_dossier_by_outside_row other;
    struct fault *before = c->faults;
    enum rc rc = dossier__check_words(c, &(struct filing){.authority = d->authority,
                                                          .authority_note = d->authority_note,
                                                          .result_by = d->result_by,
                                                          .result_address = d->result_address,
                                                          .sets = d->sets});
    for (struct fault *at = c->faults; at && at != before; at = at->next)
        at->field = S("becomes");
    if (rc || !d->outside_id.n)
        return rc;
    rc = q_dossier_by_outside(c, d->origin, d->outside_id, &other);
    if (!rc && other.id != d->id.v)
        return fail(c, RC_CONFLICT, "becomes", "dossier.outside_seen");
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc write_correction(struct ctx *c, const struct dossier *d,
                                const struct q_dossier_correction_insert_in *row)
{
    const enum rc rc = q_dossier_set_corrected(c,
                                               &(struct q_dossier_set_corrected_in){
                                                   .id = d->id.v,
                                                   .note = opt_text(d->note),
                                                   .result_by = d->result_by,
                                                   .result_address = opt_text(d->result_address),
                                                   .authority_note = opt_text(d->authority_note),
                                                   .sets = d->sets,
                                                   .outside_id = opt_text(d->outside_id),
                                               },
                                               NULL);
    return rc ? rc : q_dossier_correction_insert(c, row, NULL);
}

enum rc dossier_correct(struct ctx *c, struct dossier_id id, const struct correct_in *in,
                        struct dossier_ref *ret_ref)
{
    struct dossier_act a;
    struct dossier d;
    str was = STR_NONE;
    enum rc rc = dossier_act_begin(c, id, PERM_DOSSIER_CORRECT, &a);
    if (!rc && !str_trim(in->reason).n)
        return fail(c, RC_INVALID, "reason", "dossier.reason_needed");
    if (!rc)
        rc = dossier_get_by_id(c, id, &d);
    if (!rc && !replace_part(c, &d, in->part, in->becomes, &was))
        return fail(c, RC_INVALID, "part", "dossier.part_unknown");
    if (!rc)
        rc = check_whole(c, &d);
    if (!rc)
        rc = work_touch(c, (struct work_id){id.v}, in->seen_version);
    if (!rc)
        rc = write_correction(c, &d,
                              &(struct q_dossier_correction_insert_in){.dossier_id = id.v,
                                                                       .part = in->part,
                                                                       .was = opt_text(was),
                                                                       .became = opt_text(in->becomes),
                                                                       .reason = in->reason,
                                                                       .by_account = c->actor->account,
                                                                       .at = c->now});
    if (rc)
        return rc;
    dossier_act_say(&a, EV_TEXT("part", in->part));
    dossier_act_say_personal(&a, EV_TEXT("was", was));
    dossier_act_say_personal(&a, EV_TEXT("became", in->becomes));
    dossier_act_say_personal(&a, EV_TEXT("reason", in->reason));
    return dossier_act_end(c, &a, "dossier.corrected", INSTANT_NONE, ret_ref);
}

/* ---- scans ---- */

/* The paper is this dossier's, and takes that many files more; how many papers there are. */
static enum rc check_paper(struct ctx *c, struct dossier_id id, const struct scan_in *in,
                           ptrdiff_t *ret_papers_n)
{
    struct q_dossier_papers_rows papers;
    struct q_dossier_files_rows files;
    bool known = !in->paper_id;
    ptrdiff_t n = in->paper.file_n;
    enum rc rc = q_dossier_papers(c, id.v, &papers);
    if (!rc)
        rc = q_dossier_files(c, id.v, &files);
    if (rc)
        return rc;
    for (ptrdiff_t i = 0; i < papers.n; i++)
        known = known || papers.v[i].id == in->paper_id;
    for (ptrdiff_t i = 0; in->paper_id && i < files.n; i++)
        n += files.v[i].paper_id.set && files.v[i].paper_id.v == in->paper_id;
    if (!known)
        return fail(c, RC_INVALID, "paper", "dossier.paper_unknown");
    if (!in->paper_id && !str_trim(in->paper.name).n)
        return fail(c, RC_INVALID, "name", "dossier.paper_name_needed");
    if (n > DOSSIER_PAPER_FILES)
        return fail(c, RC_INVALID, "file", "dossier.paper_files");
    *ret_papers_n = papers.n;
    return RC_OK;
}

enum rc dossier_add_scan(struct ctx *c, struct dossier_id id, const struct scan_in *in,
                         struct dossier_ref *ret_ref)
{
    struct dossier_act a;
    ptrdiff_t papers_n = 0;
    enum rc rc = dossier_act_begin(c, id, PERM_DOSSIER_RECEIVE, &a);
    if (!rc && !work_status_open(a.work.status))
        return fail(c, RC_INVALID, NULL, "dossier.scan_over");
    if (!rc && !in->paper.file_n)
        return fail(c, RC_INVALID, "file", "dossier.scan_needed");
    if (!rc)
        rc = check_paper(c, id, in, &papers_n);
    if (!rc)
        rc = work_touch(c, (struct work_id){id.v}, in->seen_version);
    if (!rc)
        rc = in->paper_id ? dossier__put_files(c, id, in->paper_id, &in->paper)
                          : dossier__put_paper(c, id, papers_n + 1, &in->paper);
    if (rc)
        return rc;
    dossier_act_say(&a, EV_INT("paper", in->paper_id));
    dossier_act_say(&a, EV_INT("files", in->paper.file_n));
    dossier_act_say_personal(&a, EV_TEXT("name", in->paper.name));
    dossier_act_say_personal(&a, EV_TEXT("note", in->note));
    return dossier_act_end(c, &a, "dossier.scanned", INSTANT_NONE, ret_ref);
}

/* ---- money ---- */

enum rc dossier__take_cash(struct ctx *c, struct dossier_act *a, int64_t amount, int64_t *ret_number)
{
    struct q_dossier_fee_due_row sums;
    struct q_dossier_payment_last_row last;
    const int64_t year = date_civil(instant_date(c->now)).year;
    const int64_t agency = a->head.receiving_agency_id;
    enum rc rc = q_dossier_fee_due(c, a->id.v, &sums);
    if (!rc && sums.due <= sums.paid)
        return fail(c, RC_CONFLICT, "cash", "dossier.nothing_due");
    if (!rc && (amount <= 0 || amount > sums.due - sums.paid))
        return fail(c, RC_INVALID, "cash", "dossier.cash_bounds");
    if (!rc)
        rc = q_dossier_payment_last(c, agency, year, &last);
    if (!rc)
        rc = q_dossier_payment_insert(
            c,
            &(struct q_dossier_payment_insert_in){.dossier_id = a->id.v,
                                                  .agency_id = agency,
                                                  .year = year,
                                                  .number = last.number + 1,
                                                  .amount = amount,
                                                  .how = S("cash"),
                                                  .taken_by = c->actor->account,
                                                  .taken_at = c->now},
            NULL);
    if (!rc && sums.paid + amount == sums.due)
        rc = q_dossier_set_money(c, a->id.v, S("paid"), NULL);
    if (rc)
        return rc;
    dossier_act_say(a, EV_INT("cash", amount));
    *ret_number = last.number + 1;
    return RC_OK;
}

bool dossier_takes_cash(enum work_status s)
{
    return work_status_open(s) || s == WORK_RETURNED;
}

enum rc dossier_pay_cash(struct ctx *c, struct dossier_id id, int64_t seen_version, int64_t amount,
                         int64_t *ret_number)
{
    struct dossier_act a;
    struct dossier_ref ref;
    enum rc rc = dossier_act_begin(c, id, PERM_PAYMENT_TAKE, &a);
    if (!rc && !dossier_takes_cash(a.work.status))
        return fail(c, RC_CONFLICT, NULL, "dossier.pay_over");
    if (!rc)
        rc = work_touch(c, (struct work_id){id.v}, seen_version);
    if (!rc)
        rc = dossier__take_cash(c, &a, amount, ret_number);
    if (rc)
        return rc;
    dossier_act_say(&a, EV_INT("cash_number", *ret_number));
    return dossier_act_end(c, &a, "dossier.paid", INSTANT_NONE, &ref);
}
