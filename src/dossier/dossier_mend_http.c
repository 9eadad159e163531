/* dossier_mend_http.c - the pages of wrong and lost results: ask for a mend, decide it, the agency's
   list of what was asked for and what came of it. */
#include "dossier/dossier_mend.h"

#include "dossier/dossier_make_view.h"
#include "dossier/dossier_module.h"
#include "dossier/dossier_small.h"
#include "web/module.h"
#include "web/page.h"

#define LIST_MAX 200

struct mend_form_in {
    str kind, reason;
};
static const struct field mend_fields[] = {
    {"kind", F_CHOICE, .required = true, .choices = "correction|reissue",
     .at = offsetof(struct mend_form_in, kind)},
    {"reason", F_LINES, .required = true, .max = 2000, .hint = "dossier.mend.reason.hint",
     .at = offsetof(struct mend_form_in, reason)},
    {0}};
static const struct form mend_form = {"dossier.mend.", mend_fields, sizeof(struct mend_form_in), NULL};

static enum rc mend_show(struct req *r)
{
    static const struct dossier_small page = {
        &mend_form, "dossier.mend.heading", "dossier.mend.intro", "dossier.mend.go",
        "mend",     .danger = false};
    if (!form_value(&r->values, S("kind")).n)
        form_add(r->c.mem, &r->values, S("kind"), S("correction"));
    return dossier_small(r, &page, NULL);
}

static enum rc mend(struct req *r)
{
    const struct mend_form_in *in = r->in;
    struct dossier d;
    struct dossier_ref ref;
    enum rc rc = dossier_get(&r->c, param(r, "pub"), &d);
    if (!rc)
        rc = dossier_ask_mend(&r->c, d.id, &(struct mend_in){r->version, in->kind, in->reason}, &ref);
    return dossier_small_done(r, rc, d.pub);
}

struct decide_in {
    str decision, note;
    struct form_file file;
};
static const struct field decide_fields[] = {
    {"decision", F_CHOICE, .required = true, .choices = "done|refused",
     .at = offsetof(struct decide_in, decision)},
    {"file", F_FILE, .hint = "dossier.mend.decision.file.hint", .at = offsetof(struct decide_in, file)},
    {"note", F_LINES, .max = 2000, .hint = "dossier.mend.decision.note.hint",
     .at = offsetof(struct decide_in, note)},
    {0}};
static const struct form decide_form = {"dossier.mend.decision.", decide_fields,
                                        sizeof(struct decide_in), NULL};

static enum rc decide_show(struct req *r)
{
    struct dossier_small page = {&decide_form,        "dossier.mend.decision.heading",
                                 "dossier.mend.none", "dossier.mend.decision.go",
                                 "mend-decision",     .danger = false,
                                 .multipart = true};
    struct saying s;
    struct desk_facts f;
    enum rc rc = dossier_page_facts(r, &s, &f);
    if (rc)
        return rc;
    const struct dossier_mend *open = dossier_mend_waiting(f.mends, f.mends_n);
    if (open)
        page.intro_text = open->reason;
    if (!form_value(&r->values, S("decision")).n)
        form_add(s.mem, &r->values, S("decision"), S("done"));
    return dossier_small_of(r, &page, &s, &f, form_fields(r, &decide_form, &r->values));
}

static enum rc decide(struct req *r)
{
    const struct decide_in *in = r->in;
    struct mend_decision act = {
        .seen_version = r->version, .done = str_eq(in->decision, S("done")), .note = in->note};
    struct dossier d;
    struct dossier_ref ref;
    enum rc rc = dossier_get(&r->c, param(r, "pub"), &d);
    if (!rc && act.done)
        rc = dossier_page_file(r, &in->file, &act.file_id, &act.file_name);
    if (!rc)
        rc = dossier_decide_mend(&r->c, d.id, &act, &ref);
    return dossier_small_done(r, rc, d.pub);
}

/* ---- the list of an agency ---- */

static struct web_tag state_tag(const struct saying *s, const struct dossier_mend *m)
{
    static const struct {
        const char *state, *tone, *icon, *key;
    } looks[] = {{"open", "accent", "hourglass", "dossier.mend.state.open"},
                 {"done", "ok", "check", "dossier.mend.state.done"},
                 {"refused", "mute", "cross", "dossier.mend.state.refused"}};
    size_t at = 0;
    while (at < 2 && !str_eq(m->state, str_of(looks[at].state)))
        at++;
    return (struct web_tag){str_of(looks[at].tone), str_of(looks[at].icon),
                            text_get(s->lang, looks[at].key)};
}

/* Until when it is to be answered, or when it was. */
static struct web_due time_of(const struct saying *s, const struct dossier_mend *m)
{
    if (instant_is_none(m->closed_at))
        return words_due(s->mem, s->lang,
                         &(struct words_due_in){.w = s->w,
                                                .status = WORK_PROCESSING,
                                                .due = m->due_at,
                                                .finished = INSTANT_NONE,
                                                .since = INSTANT_NONE,
                                                .now = s->now});
    return (struct web_due){
        .tone = m->late ? S("bad") : S("mute"),
        .icon = m->late ? S("warn") : S("check"),
        .text = text_get(s->lang, m->late ? "dossier.mend.answered_late" : "dossier.mend.answered"),
        .when = dossier_moment(s, m->closed_at)};
}

/* Open, it leads to what may be done with it. */
static struct dossier_row_view request_row(const struct req *r, const struct saying *s,
                                           const struct mend_request *q)
{
    const bool open = instant_is_none(q->x.closed_at), reissue = str_eq(q->x.kind, S("reissue"));
    const bool decides = open && authz(r->c.actor, PERM_DOSSIER_APPROVE, REACH_AGENCY) == RC_OK;
    const str by =
        text_get(s->lang, str_eq(q->x.asked_by, S("applicant")) ? "dossier.mend.by.applicant"
                                                                : "dossier.mend.by.authority");
    const str under[] = {q->code, by, dossier_moment(s, q->x.opened_at)};
    return (struct dossier_row_view){
        .due = time_of(s, &q->x),
        .title = q->procedure,
        .under = str_join(s->mem, under, 3, S(" · ")),
        .to = decides ? HREF(s->mem, "/work/dossiers/{}/mend-decision", q->pub)
                      : HREF(s->mem, "/work/dossiers/{}", q->pub),
        .person = q->owner,
        .step =
            text_get(s->lang, reissue ? "dossier.mend.kind.reissue" : "dossier.mend.kind.correction"),
        .step_note = open ? q->x.reason : q->x.note,
        .tag = state_tag(s, &q->x),
        .claim = HREF_NONE,
        .code = q->code,
    };
}

static enum rc read_rows(struct req *r, const struct saying *s, bool answered,
                         struct dossier_row_view **ret_rows, ptrdiff_t *ret_n)
{
    struct mend_request *list;
    const enum rc rc = dossier_mend_list(&r->c, answered, LIST_MAX, &list, ret_n);
    if (rc)
        return rc;
    *ret_rows = NEW_N(s->mem, struct dossier_row_view, *ret_n);
    for (ptrdiff_t i = 0; i < *ret_n; i++)
        (*ret_rows)[i] = request_row(r, s, &list[i]);
    return RC_OK;
}

static enum rc list_show(struct req *r)
{
    struct saying s;
    struct dossier_row_view *open = NULL, *answered = NULL;
    ptrdiff_t open_n = 0, answered_n = 0;
    enum rc rc = dossier_saying(r, &s);
    if (!rc)
        rc = read_rows(r, &s, false, &open, &open_n);
    if (!rc)
        rc = read_rows(r, &s, true, &answered, &answered_n);
    if (rc)
        return rc;
    const struct dossier_small_list list = {.title = "dossier.mend.list",
                                            .section = "mends",
                                            .group = "dossier.mend.list.open",
                                            .none = "dossier.mend.list.none",
                                            .rows = open,
                                            .n = open_n,
                                            .group_2 = "dossier.mend.list.answered",
                                            .rows_2 = answered,
                                            .n_2 = answered_n};
    return dossier_small_list(r, &s, &list);
}

/* Beside the link while something waits; the list itself is there all the same. */
static enum rc count_waiting(struct req *r, struct nav_count *ret_count)
{
    return dossier_mend_count(&r->c, &ret_count->n);
}

static const struct nav nav[] = {{NAV_STAFF, "dossier.nav", "dossier.mend.list", "/work/mends",
                                  PERM_DOSSIER_CORRECT, "mends", count_waiting},
                                 {0}};
static const struct route routes[] = {{GET, "/work/mends", list_show, .need = PERM_DOSSIER_CORRECT},
                                      DOSSIER_SMALL("mend", mend, PERM_DOSSIER_CORRECT),
                                      DOSSIER_SMALL("mend-decision", decide, PERM_DOSSIER_APPROVE),
                                      {0}};
const struct module dossier_mend_module = {.name = "dossier_mend", .nav = nav, .routes = routes};
