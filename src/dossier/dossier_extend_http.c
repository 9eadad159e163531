/*
 * dossier_extend_http.c - the letter of apology: the page that drafts it, the page where a leader
 * signs or declines it, the list of those that wait for a signature.
 */
#include "dossier/dossier_extend.h"

#include "access/access.h"
#include "dossier/dossier_make_view.h"
#include "dossier/dossier_module.h"
#include "dossier/dossier_small.h"
#include "dossier/dossier_tpl.h"
#include "web/module.h"
#include "web/page.h"

#define LIST_MAX 200

/* ---- draft ---- */

struct apology_in {
    str kind, reason;
    date new_due;
};
static const struct field apology_fields[] = {
    {"kind", F_CHOICE, .required = true, .hidden = true, .choices = "extension|apology",
     .at = offsetof(struct apology_in, kind)},
    {"reason", F_LINES, .required = true, .max = 2000, .hint = "dossier.apology.reason.hint",
     .at = offsetof(struct apology_in, reason)},
    {"new_due", F_DATE, .required = true, .hint = "dossier.apology.new_due.hint",
     .at = offsetof(struct apology_in, new_due)},
    {0}};
static const struct form apology_form = {"dossier.apology.", apology_fields, sizeof(struct apology_in),
                                         NULL};

/* On the day of the promise, and after it, nothing can be extended any more. */
static bool still_extends(const struct saying *s, const struct desk_facts *f)
{
    const instant due = f->d.work.due_at;
    return !instant_is_none(due) && instant_date(s->now).day < instant_date(due).day;
}

static enum rc apology_show(struct req *r)
{
    static const struct dossier_small longer = {&apology_form,
                                                "dossier.extension.heading",
                                                "dossier.extension.intro",
                                                "dossier.apology.go",
                                                "apology",
                                                .danger = false};
    static const struct dossier_small late = {&apology_form,
                                              "dossier.apology.heading",
                                              "dossier.apology.intro",
                                              "dossier.apology.go",
                                              "apology",
                                              .danger = false};
    struct saying s;
    struct desk_facts f;
    enum rc rc = dossier_page_facts(r, &s, &f);
    if (rc)
        return rc;
    const bool extends = still_extends(&s, &f);
    form_add(s.mem, &r->values, S("kind"), extends ? S("extension") : S("apology"));
    return dossier_small_of(r, extends ? &longer : &late, &s, &f,
                            form_fields(r, &apology_form, &r->values));
}

static enum rc apology(struct req *r)
{
    const struct apology_in *in = r->in;
    struct dossier d;
    struct dossier_ref ref;
    enum rc rc = dossier_get(&r->c, param(r, "pub"), &d);
    if (!rc)
        rc = dossier_draft_extension(
            &r->c, d.id, &(struct extension_in){r->version, in->kind, in->reason, in->new_due}, &ref);
    return dossier_small_done(r, rc, d.pub);
}

/* ---- signature ---- */

struct decision_in {
    str decision, note;
};
static const struct field decision_fields[] = {
    {"decision", F_CHOICE, .required = true, .choices = "sign|decline",
     .at = offsetof(struct decision_in, decision)},
    {"note", F_LINES, .max = 2000, .hint = "dossier.apology.decision.note.hint",
     .at = offsetof(struct decision_in, note)},
    {0}};
static const struct form decide_form = {"dossier.apology.decision.", decision_fields,
                                        sizeof(struct decision_in), NULL};

static str letter_text(const struct saying *s, const struct dossier_extension *x)
{
    const str args[] = {text_time(s->mem, s->lang, x->was_due_at),
                        text_time(s->mem, s->lang, x->new_due_at), x->reason, x->drafter};
    return dossier_say(
        s, str_eq(x->kind, S("extension")) ? "dossier.extension.letter" : "dossier.apology.letter",
        args, 4);
}

static enum rc decide_show(struct req *r)
{
    struct dossier_small page = {&decide_form,
                                 "dossier.apology.decision.heading",
                                 "dossier.apology.decision.none",
                                 "dossier.apology.decision.go",
                                 "apology-decision",
                                 .danger = false};
    struct saying s;
    struct desk_facts f;
    enum rc rc = dossier_page_facts(r, &s, &f);
    if (rc)
        return rc;
    const struct dossier_extension *draft = dossier_draft_waiting(f.extensions, f.extensions_n);
    if (draft)
        page.intro_text = letter_text(&s, draft);
    if (!form_value(&r->values, S("decision")).n)
        form_add(s.mem, &r->values, S("decision"), S("sign"));
    return dossier_small_of(r, &page, &s, &f, form_fields(r, &decide_form, &r->values));
}

static enum rc decide(struct req *r)
{
    const struct decision_in *in = r->in;
    struct dossier d;
    struct dossier_ref ref;
    enum rc rc = dossier_get(&r->c, param(r, "pub"), &d);
    if (!rc)
        rc = dossier_decide_extension(
            &r->c, d.id,
            &(struct extension_decision){r->version, str_eq(in->decision, S("sign")), in->note}, &ref);
    return dossier_small_done(r, rc, d.pub);
}

/* ---- those that wait ---- */

static struct dossier_row_view row_of(const struct saying *s, const struct extension_waiting *x)
{
    const bool extends = str_eq(x->kind, S("extension"));
    const struct words_due_in due = {.w = s->w,
                                     .status = WORK_PROCESSING,
                                     .due = x->was_due_at,
                                     .finished = INSTANT_NONE,
                                     .since = INSTANT_NONE,
                                     .now = s->now};
    const str promised = text_time(s->mem, s->lang, x->new_due_at);
    const str drafted = dossier_moment(s, x->drafted_at);
    return (struct dossier_row_view){
        .due = words_due(s->mem, s->lang, &due),
        .title = x->procedure,
        .under = x->code,
        .to = HREF(s->mem, "/work/dossiers/{}/apology-decision", x->pub),
        .step = dossier_say(s, "dossier.apology.promises", &promised, 1),
        .step_note = dossier_say(s, "dossier.apology.drafted", &drafted, 1),
        .tag = {S("accent"), S("pen"),
                text_get(s->lang, extends ? "dossier.extension.word" : "dossier.apology.word")},
        .claim = HREF_NONE,
        .code = x->code,
    };
}

static enum rc list_show(struct req *r)
{
    struct saying s;
    struct extension_waiting *list;
    ptrdiff_t n = 0;
    enum rc rc = dossier_saying(r, &s);
    if (!rc)
        rc = dossier_extensions_waiting(&r->c, LIST_MAX, &list, &n);
    if (rc)
        return rc;
    struct dossier_row_view *rows = NEW_N(s.mem, struct dossier_row_view, n);
    for (ptrdiff_t i = 0; i < n; i++)
        rows[i] = row_of(&s, &list[i]);
    return dossier_small_list(r, &s,
                              &(struct dossier_small_list){.title = "dossier.apology.list",
                                                           .section = "apologies",
                                                           .group = "dossier.apology.waiting",
                                                           .none = "dossier.apology.list.none",
                                                           .rows = rows,
                                                           .n = n});
}

static enum rc count_waiting(struct req *r, struct nav_count *ret_count)
{
    const enum rc rc = dossier_extensions_waiting_count(&r->c, &ret_count->n);
    ret_count->hidden = !ret_count->n;
    return rc;
}

static const struct nav nav[] = {{NAV_STAFF, "dossier.nav", "dossier.apology.list", "/work/apologies",
                                  PERM_DOSSIER_APPROVE, "apologies", count_waiting},
                                 {0}};

static const struct route routes[] = {{GET, "/work/apologies", list_show, .need = PERM_DOSSIER_APPROVE},
                                      DOSSIER_SMALL("apology", apology, PERM_DOSSIER_PROCESS),
                                      DOSSIER_SMALL("apology-decision", decide, PERM_DOSSIER_APPROVE),
                                      {0}};
const struct module dossier_extend_module = {.name = "dossier_extend", .nav = nav, .routes = routes};
