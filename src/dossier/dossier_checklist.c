/* dossier_checklist.c - see dossier_checklist.h. */
#include "dossier/dossier_checklist.h"

#include "dossier/dossier_checklist_sql.h"
#include "dossier/dossier_internal.h"

static str field_of(struct ctx *c, const char *part, int64_t paper)
{
    return str_fmt(c->mem, "%s_%lld", part, (long long)paper);
}

static enum rc check_line(struct ctx *c, const struct checklist_line *l)
{
    static const char *const held[] = {"matches", "differs", "not_held", NULL};
    if (!str_among(l->held, held))
        return fail_at(c, RC_INVALID, field_of(c, "held", l->paper_id), "dossier.check.held_unknown");
    if (l->complete && !l->present && !str_eq(l->held, S("matches")))
        return fail_at(c, RC_INVALID, field_of(c, "complete", l->paper_id), "dossier.check.absent");
    if (str_eq(l->held, S("differs")) && !str_trim(l->note).n)
        return fail_at(c, RC_INVALID, field_of(c, "note", l->paper_id), "dossier.check.say_difference");
    return RC_OK;
}

static const struct checklist_line *line_for(const struct checklist_in *in, int64_t paper)
{
    for (ptrdiff_t i = 0; i < in->n; i++)
        if (in->lines[i].paper_id == paper)
            return &in->lines[i];
    return NULL;
}

/* Each paper once, and nothing else. */
static enum rc check_lines(struct ctx *c, const struct checklist_in *in,
                           const struct q_dossier_papers_rows *papers)
{
    static const char *const accounts[] = {"found", "made", "none", NULL};
    enum rc rc = RC_OK;
    if (!str_among(in->account, accounts))
        rc = fail(c, RC_INVALID, "account", "dossier.check.account_unknown");
    if (str_eq(in->account, S("none")) && !str_trim(in->note).n)
        rc = fail(c, RC_INVALID, "remark", "dossier.check.say_no_account");
    if (in->n != papers->n)
        return fail(c, RC_INVALID, "papers", "dossier.check.every_paper");
    for (ptrdiff_t i = 0; i < papers->n; i++) {
        const struct checklist_line *l = line_for(in, papers->v[i].id);
        if (!l)
            return fail(c, RC_INVALID, "papers", "dossier.check.every_paper");
        const enum rc bad = check_line(c, l);
        rc = rc ? rc : bad;
    }
    return rc;
}

static enum rc put_line(struct ctx *c, int64_t check, struct dossier_id id,
                        const struct q_dossier_papers_row *p, const struct checklist_line *l)
{
    const enum rc rc = q_dossier_check_line_insert(
        c,
        &(struct q_dossier_check_line_insert_in){.check_id = check,
                                                 .paper_id = p->id,
                                                 .present = l->present,
                                                 .complete = l->complete,
                                                 .held = l->held,
                                                 .note = l->note.n ? l->note : STR_NONE},
        NULL);
    if (rc || p->complete == l->complete)
        return rc;
    return q_dossier_paper_complete(c,
                                    &(struct q_dossier_paper_complete_in){.id = p->id,
                                                                          .dossier_id = id.v,
                                                                          .complete = l->complete,
                                                                          .form = p->form,
                                                                          .quantity = p->quantity,
                                                                          .note = p->note},
                                    NULL);
}

static void say(struct dossier_act *a, const struct checklist_in *in)
{
    int64_t missing = 0, reused = 0, differs = 0;
    for (ptrdiff_t i = 0; i < in->n; i++) {
        missing += !in->lines[i].complete;
        reused += in->lines[i].complete && !in->lines[i].present;
        differs += str_eq(in->lines[i].held, S("differs"));
    }
    dossier_act_say(a, EV_TEXT("account", in->account));
    dossier_act_say(a, EV_INT("papers", in->n));
    dossier_act_say(a, EV_INT("missing", missing));
    dossier_act_say(a, EV_INT("reused", reused));
    dossier_act_say(a, EV_INT("differs", differs));
    dossier_act_say_personal(a, EV_TEXT("note", in->note));
}

enum rc dossier_check(struct ctx *c, struct dossier_id id, const struct checklist_in *in,
                      struct dossier_ref *ret_ref)
{
    struct dossier_act a;
    struct q_dossier_papers_rows papers;
    struct q_dossier_check_insert_row row = {0};
    enum rc rc = dossier_act_begin(c, id, PERM_DOSSIER_RECEIVE, &a);
    if (!rc && a.work.status != WORK_WAITING)
        return fail(c, RC_CONFLICT, NULL, "dossier.check.answered");
    if (!rc)
        rc = q_dossier_papers(c, id.v, &papers);
    if (!rc)
        rc = check_lines(c, in, &papers);
    if (!rc)
        rc = work_touch(c, (struct work_id){id.v}, in->seen_version);
    if (!rc)
        rc = q_dossier_check_insert(
            c,
            &(struct q_dossier_check_insert_in){.dossier_id = id.v,
                                                .at = c->now,
                                                .by_account = c->actor->account,
                                                .account = in->account,
                                                .note = in->note.n ? in->note : STR_NONE},
            &row);
    for (ptrdiff_t i = 0; !rc && i < papers.n; i++)
        rc = put_line(c, row.id, id, &papers.v[i], line_for(in, papers.v[i].id));
    if (rc)
        return rc;
    say(&a, in);
    return dossier_act_end(c, &a, "dossier.checked", INSTANT_NONE, ret_ref);
}

enum rc dossier_checklist(struct ctx *c, struct dossier_id id, struct checklist *ret_list)
{
    struct q_dossier_check_last_row last;
    struct q_dossier_check_lines_rows rows;
    enum rc rc = q_dossier_check_last(c, id.v, &last);
    if (rc == RC_NOT_FOUND) {
        *ret_list = (struct checklist){.at = INSTANT_NONE};
        return RC_OK;
    }
    if (!rc)
        rc = q_dossier_check_lines(c, last.id, &rows);
    if (rc)
        return rc;
    struct checklist_line *lines = NEW_N(c->mem, struct checklist_line, rows.n);
    for (ptrdiff_t i = 0; i < rows.n; i++)
        lines[i] = (struct checklist_line){rows.v[i].paper_id, rows.v[i].present, rows.v[i].complete,
                                           rows.v[i].held, rows.v[i].note};
    *ret_list = (struct checklist){last.at, last.by, last.account, last.note, lines, rows.n};
    return RC_OK;
}
