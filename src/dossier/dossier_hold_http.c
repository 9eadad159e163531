/*
 * dossier_hold_http.c - the pages that pause the clock of a dossier by a ground of its process and let
 * it run on. The grounds offered are those that can still hold, each with its last day.
 */
#include "dossier/dossier_hold.h"

#include "dossier/dossier_make_view.h"
#include "dossier/dossier_module.h"
#include "dossier/dossier_small.h"
#include "web/module.h"
#include "web/page.h"

struct pause_form_in {
    str hold, reason, letter;
    date until;
    struct form_file file;
};
static const struct field pause_fields[] = {
    {"hold", F_TEXT, .required = true, .max = 40, .at = offsetof(struct pause_form_in, hold)},
    {"until", F_DATE, .required = true, .hint = "dossier.hold.until.hint",
     .at = offsetof(struct pause_form_in, until)},
    {"letter", F_TEXT, .required = true, .max = 120, .hint = "dossier.hold.letter.hint",
     .at = offsetof(struct pause_form_in, letter)},
    {"file", F_FILE, .hint = "dossier.hold.file.hint", .at = offsetof(struct pause_form_in, file)},
    {"reason", F_LINES, .required = true, .max = 2000, .hint = "dossier.hold.reason.hint",
     .at = offsetof(struct pause_form_in, reason)},
    {0}};
static const struct form pause_form = {"dossier.hold.", pause_fields, sizeof(struct pause_form_in),
                                       NULL};

static enum rc pause_show(struct req *r)
{
    struct dossier_small page = {
        &pause_form, "dossier.hold.heading", "dossier.hold.intro", "dossier.hold.go",
        "pause",     .danger = false,        .multipart = true};
    struct saying s;
    struct desk_facts f;
    enum rc rc = dossier_page_facts(r, &s, &f);
    if (rc)
        return rc;
    struct web_option *o = NEW_N(s.mem, struct web_option, f.holds_n);
    const ptrdiff_t n = dossier__hold_options(&s, &f, false, o);
    struct web_fields fields = form_fields(r, &pause_form, &r->values);
    field_select(r, fields_get(fields, "hold"), o, n);
    fields_get(fields, "file")->optional = false; /* the rule asks for it */
    page.nothing = !n;
    if (!n)
        page.intro_text = text_get(s.lang, "dossier.hold.none");
    return dossier_small_of(r, &page, &s, &f, fields);
}

static enum rc pause(struct req *r)
{
    const struct pause_form_in *in = r->in;
    struct pause_in act = {.seen_version = r->version,
                           .hold = in->hold,
                           .until = in->until,
                           .reason = in->reason,
                           .letter = in->letter};
    struct dossier d;
    struct dossier_ref ref;
    enum rc rc = dossier_get(&r->c, param(r, "pub"), &d);
    if (!rc)
        rc = dossier_page_file(r, &in->file, &act.file_id, &act.file_name);
    if (!rc)
        rc = dossier_pause(&r->c, d.id, &act, &ref);
    return dossier_small_done(r, rc, d.pub);
}

struct resume_form_in {
    str note;
};
static const struct field resume_fields[] = {{"note", F_LINES, .required = true, .max = 2000,
                                              .hint = "dossier.resume.note.hint",
                                              .at = offsetof(struct resume_form_in, note)},
                                             {0}};
static const struct form resume_form = {"dossier.resume.", resume_fields, sizeof(struct resume_form_in),
                                        NULL};

static enum rc resume_show(struct req *r)
{
    static const struct dossier_small page = {
        &resume_form, "dossier.resume.heading", "dossier.resume.intro", "dossier.resume.go",
        "resume",     .danger = false};
    return dossier_small(r, &page, NULL);
}

static enum rc resume(struct req *r)
{
    const struct resume_form_in *in = r->in;
    struct dossier d;
    struct dossier_ref ref;
    enum rc rc = dossier_get(&r->c, param(r, "pub"), &d);
    if (!rc)
        rc = dossier_resume(&r->c, d.id, &(struct resume_in){r->version, in->note}, &ref);
    return dossier_small_done(r, rc, d.pub);
}

static const struct route routes[] = {DOSSIER_SMALL("pause", pause, PERM_DOSSIER_APPROVE),
                                      DOSSIER_SMALL("resume", resume, PERM_DOSSIER_PROCESS),
                                      {0}};
const struct module dossier_hold_module = {.name = "dossier_hold", .routes = routes};
