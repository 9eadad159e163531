/* dossier_mend_http.c - the pages of wrong and lost results: ask for a mend, decide it. */
#include "dossier/dossier_mend.h"

#include "dossier/dossier_make_view.h"
#include "dossier/dossier_module.h"
#include "dossier/dossier_small.h"
#include "file/file.h"
#include "web/module.h"
#include "web/page.h"

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
    enum rc rc = dossier_saying(r, &s);
    if (!rc)
        rc = dossier_desk(&r->c, param(r, "pub"), &f);
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
    struct file f;
    enum rc rc = dossier_get(&r->c, param(r, "pub"), &d);
    if (!rc && act.done && in->file.name.p) {
        rc = file_add(&r->c, &in->file.stored, in->file.name, r->c.actor->account, &f);
        act.file_id = f.id.v;
        act.file_name = f.name;
    }
    if (!rc)
        rc = dossier_decide_mend(&r->c, d.id, &act, &ref);
    return dossier_small_done(r, rc, d.pub);
}

static const struct route routes[] = {DOSSIER_SMALL("mend", mend, PERM_DOSSIER_CORRECT),
                                      DOSSIER_SMALL("mend-decision", decide, PERM_DOSSIER_APPROVE),
                                      {0}};
const struct module dossier_mend_module = {.name = "dossier_mend", .routes = routes};
