/*
 * dossier_end_http.c - the pages that end a dossier without a result: refuse, withdraw for an
 * applicant who asked on paper, cancel; and the one that notes what was given back.
 */
#include "dossier/dossier_end.h"

#include "dossier/dossier_make_view.h"
#include "dossier/dossier_module.h"
#include "dossier/dossier_http.h"
#include "dossier/dossier_small.h"
#include "web/module.h"
#include "web/page.h"

/* ---- refuse ---- */

struct refuse_in {
    str ground, reason;
};
static const struct field refuse_fields[] = {
    {"ground", F_CHOICE, .required = true, .choices = DOSSIER_REFUSAL_GROUNDS,
     .at = offsetof(struct refuse_in, ground)},
    {"reason", F_LINES, .required = true, .max = 2000, .hint = "dossier.refuse.reason.hint",
     .at = offsetof(struct refuse_in, reason)},
    {0}};
static const struct form refuse_form = {"dossier.refuse.", refuse_fields, sizeof(struct refuse_in),
                                        NULL};

static enum rc refuse_show(struct req *r)
{
    static const struct dossier_small page = {
        &refuse_form,  "dossier.refuse.heading", "dossier.refuse.intro", "dossier.refuse.go", "refuse",
        .danger = true};
    return dossier_small(r, &page, NULL);
}

enum rc dossier__refuse_show(struct req *r)
{
    return refuse_show(r);
}

static enum rc refuse(struct req *r)
{
    const struct refuse_in *in = r->in;
    struct dossier d;
    struct dossier_ref ref;
    enum rc rc = dossier_get(&r->c, param(r, "pub"), &d);
    if (!rc)
        rc =
            dossier_refuse(&r->c, d.id, &(struct refusal_in){r->version, in->ground, in->reason}, &ref);
    return dossier_small_done(r, rc, d.pub);
}

/* ---- withdraw, on paper ---- */

struct withdraw_in {
    str how, reason;
    struct form_file file;
};
static const struct field withdraw_fields[] = {
    {"how", F_CHOICE, .required = true, .choices = "withdraw|stop",
     .at = offsetof(struct withdraw_in, how)},
    {"reason", F_LINES, .required = true, .max = 2000, .at = offsetof(struct withdraw_in, reason)},
    {"file", F_FILE, .hint = "dossier.withdraw.file.hint", .at = offsetof(struct withdraw_in, file)},
    {0}};
static const struct form withdraw_form = {"dossier.withdraw.", withdraw_fields,
                                          sizeof(struct withdraw_in), NULL};

static enum rc withdraw_show(struct req *r)
{
    static const struct dossier_small page = {&withdraw_form,
                                              "dossier.withdraw.heading",
                                              "dossier.withdraw.intro",
                                              "dossier.withdraw.go",
                                              "withdraw",
                                              .danger = true,
                                              .multipart = true};
    if (!form_value(&r->values, S("how")).n)
        form_add(r->c.mem, &r->values, S("how"), S("withdraw"));
    return dossier_small(r, &page, NULL);
}

static enum rc withdraw(struct req *r)
{
    const struct withdraw_in *in = r->in;
    struct withdrawal_in act = {.seen_version = r->version, .how = in->how, .reason = in->reason};
    struct dossier d;
    struct dossier_ref ref;
    enum rc rc = dossier_get(&r->c, param(r, "pub"), &d);
    if (!rc)
        rc = dossier_page_file(r, &in->file, &act.file_id, &act.file_name);
    if (!rc)
        rc = dossier_withdraw(&r->c, d.id, &act, &ref);
    return dossier_small_done(r, rc, d.pub);
}

/* ---- cancel ---- */

struct cancel_in {
    str reason;
};
static const struct field cancel_fields[] = {
    {"reason", F_LINES, .required = true, .max = 2000, .at = offsetof(struct cancel_in, reason)}, {0}};
static const struct form cancel_form = {"dossier.cancel.", cancel_fields, sizeof(struct cancel_in),
                                        NULL};

static enum rc cancel_show(struct req *r)
{
    static const struct dossier_small page = {
        &cancel_form,  "dossier.cancel.heading", "dossier.cancel.intro", "dossier.cancel.go", "cancel",
        .danger = true};
    return dossier_small(r, &page, NULL);
}

static enum rc cancel(struct req *r)
{
    const struct cancel_in *in = r->in;
    struct dossier d;
    struct dossier_ref ref;
    enum rc rc = dossier_get(&r->c, param(r, "pub"), &d);
    if (!rc)
        rc = dossier_cancel(&r->c, d.id, r->version, in->reason, &ref);
    return dossier_small_done(r, rc, d.pub);
}

/* ---- what is given back ---- */

struct settle_in {
    bool papers_back;
    str papers_to, refund, note;
};
static const struct field settle_fields[] = {
    {"papers_back", F_BOOL, .at = offsetof(struct settle_in, papers_back)},
    {"papers_to", F_TEXT, .max = 200, .at = offsetof(struct settle_in, papers_to)},
    {"refund", F_CHOICE, .choices = "refunded|kept", .at = offsetof(struct settle_in, refund)},
    {"note", F_LINES, .max = 2000, .hint = "dossier.settle.note.hint",
     .at = offsetof(struct settle_in, note)},
    {0}};
static const struct form settle_form = {"dossier.settle.", settle_fields, sizeof(struct settle_in),
                                        NULL};

/* Only what is still open is asked for. */
static struct web_fields settle_fields_of(struct req *r, const struct saying *s,
                                          const struct desk_facts *f)
{
    struct web_field *x = NEW_N(s->mem, struct web_field, 4);
    ptrdiff_t n = 0;
    if (str_eq(f->end.papers, S("due"))) {
        x[n++] = form_field(r, &settle_form, &r->values, S("papers_back"));
        x[n++] = form_field(r, &settle_form, &r->values, S("papers_to"));
    }
    if (str_eq(f->end.refund, S("open"))) {
        x[n++] = form_field(r, &settle_form, &r->values, S("refund"));
        x[n++] = form_field(r, &settle_form, &r->values, S("note"));
    }
    return (struct web_fields){x, n};
}

static enum rc settle_show(struct req *r)
{
    static const struct dossier_small page = {
        &settle_form, "dossier.settle.heading", "dossier.settle.intro", "dossier.settle.go",
        "settle",     .danger = false};
    return dossier_small(r, &page, settle_fields_of);
}

static enum rc settle(struct req *r)
{
    const struct settle_in *in = r->in;
    struct dossier d;
    struct dossier_ref ref;
    enum rc rc = dossier_get(&r->c, param(r, "pub"), &d);
    if (!rc)
        rc = dossier_settle(&r->c, d.id,
                            &(struct settlement_in){.seen_version = r->version,
                                                    .papers_back = in->papers_back,
                                                    .papers_to = in->papers_to,
                                                    .refund = in->refund,
                                                    .note = in->note},
                            &ref);
    return dossier_small_done(r, rc, d.pub);
}

static const struct route routes[] = {DOSSIER_SMALL("refuse", refuse, PERM_WORKLIST),
                                      DOSSIER_SMALL("withdraw", withdraw, PERM_DOSSIER_RECEIVE),
                                      DOSSIER_SMALL("cancel", cancel, PERM_DOSSIER_CORRECT),
                                      DOSSIER_SMALL("settle", settle, PERM_DOSSIER_RETURN),
                                      {0}};
const struct module dossier_end_module = {.name = "dossier_end", .routes = routes};
