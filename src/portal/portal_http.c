/* portal_http.c - home and public tracking. */
#include "access/access.h"
#include "dossier/dossier_pdf.h"
#include "pdf/pdf.h"
#include "portal/portal_tpl.h"
#include "portal/portal_words_view.h"

struct track_in {
    str code, s;
};
static const struct field track_fields[] = {
    {"code", F_CODE, .max = 60, .at = offsetof(struct track_in, code)},
    {"s", F_TEXT, .max = 40, .at = offsetof(struct track_in, s)},
    {0},
};
static const struct form track_form = {"portal.tracking.", track_fields, sizeof(struct track_in), NULL};

static enum rc home(struct req *r)
{
    struct home_view view;
    const enum rc rc = portal__home_view(r, &view);
    if (rc)
        return rc;
    const struct page page = {.title = "portal.home.title"};
    return show_page(r, &page, tpl_portal_home, &view);
}

static enum rc ask(struct req *r, const struct track_in *in, const char *error)
{
    const struct track_view view = {
        .track = {in->code, in->s, error ? text_get(r->lang, error) : STR_NONE}};
    const struct page page = {
        .title = "portal.track.title", .section = "tracking", .status = error ? 404 : 200};
    return show_page(r, &page, tpl_portal_track, &view);
}

/* Every look-up by a code and a secret goes through here: wrong ones are counted. */
static enum rc look(struct req *r, str code, str secret, struct dossier *ret_dossier, bool *ret_full)
{
    enum rc rc = req_guess(r, code, secret);
    if (rc)
        return rc;
    rc = dossier_track(&r->c, code, secret, ret_dossier, ret_full);
    if (rc == RC_NOT_FOUND || (!rc && secret.n && !*ret_full))
        req_guessed(r, code, secret);
    return rc;
}

/* Who has the secret is who got the receipt, and no more than that, whatever post they have. */
static struct actor *holder(struct actor *who)
{
    return actor_is_citizen(who) ? who : NULL;
}

static enum rc show(struct req *r, str code, const struct track_in *in)
{
    struct dossier d;
    struct tracking_view view;
    bool full;
    enum rc rc = look(r, code, in->s, &d, &full);
    if (rc == RC_NOT_FOUND)
        return ask(r, &(struct track_in){code, in->s}, "portal.track.unknown");
    struct actor *const who = r->c.actor;
    r->c.actor = holder(who);
    if (!rc)
        rc = portal__tracking_view(r, &d, full, in->s, &view);
    r->c.actor = who;
    if (rc)
        return rc;
    const struct page page = {
        .title = "portal.tracking.title", .title_arg = view.heading, .section = "tracking"};
    return show_page(r, &page, tpl_portal_tracking, &view);
}

static enum rc tracking(struct req *r)
{
    const struct track_in *in = r->in;
    return in->code.n ? show(r, in->code, in) : ask(r, in, NULL);
}

static enum rc by_code(struct req *r)
{
    return show(r, param(r, "code"), r->in);
}

/* The receipt again, for who has the secret: facts and painting in one read. */
static enum rc receipt(struct req *r)
{
    const struct track_in *in = r->in;
    struct dossier d;
    struct receipt facts;
    struct pdf_doc *doc;
    bool full;
    str pdf;
    enum rc rc = look(r, param(r, "code"), in->s, &d, &full);
    if (!rc && !full)
        return RC_NOT_FOUND;
    if (!rc)
        rc = dossier_receipt(&r->c, d.id, &facts);
    if (!rc)
        rc = dossier_receipt_doc(&r->c, &facts, req_origin(r), &doc);
    if (!rc)
        rc = pdf_paint(&r->c, doc, &pdf);
    return rc ? rc : show_bytes(r, S("application/pdf"), pdf, STR_NONE);
}

/* The other papers addressed to the applicant, painted when the snapshot is closed. */
static enum rc slip(struct req *r)
{
    const struct track_in *in = r->in;
    struct actor *const who = r->c.actor;
    struct dossier d;
    struct pdf_doc *doc;
    bool full;
    enum rc rc = look(r, param(r, "code"), in->s, &d, &full);
    if (!rc && !full)
        return RC_NOT_FOUND;
    r->c.actor = holder(who);
    if (!rc)
        rc = dossier_slip_doc(&r->c, &d, param(r, "paper"), req_origin(r), &doc);
    r->c.actor = who;
    if (!rc)
        r->kept = doc;
    return rc;
}

const struct route portal_routes[] = {
    {GET, "/", home, .need = PERM_PUBLIC}, /* counts once a minute: not on the loop thread */
    {GET, "/tracking", tracking, .need = PERM_PUBLIC, .form = &track_form, .flags = ROUTE_SHORT},
    {GET, "/offices", portal__offices, .need = PERM_PUBLIC, .flags = ROUTE_SHORT},
    {GET, "/offices/:code", portal__office, .need = PERM_PUBLIC, .flags = ROUTE_SHORT},
    {GET, "/t/:code", by_code, .need = PERM_PUBLIC, .form = &track_form, .flags = ROUTE_SHORT},
    {GET, "/t/:code/receipt.pdf", receipt, .need = PERM_PUBLIC, .form = &track_form},
    {GET, "/t/:code/slips/:paper", slip, .after = show_pdf, .need = PERM_PUBLIC, .form = &track_form,
     .flags = ROUTE_DATA},
    {0},
};
