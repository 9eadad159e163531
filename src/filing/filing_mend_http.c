/*
 * filing_mend_http.c - the applicant asks for a wrong result to be corrected, or a lost one to be
 * issued again. What came of it is told by a notice on the dossier's page (words_notices).
 */
#include "access/access.h"
#include "dossier/dossier_mend.h"
#include "filing/filing_http.h"
#include "web/page.h"

struct mend_in_form {
    str kind, reason;
};
static const struct field mend_fields[] = {
    {"kind", F_CHOICE, .required = true, .choices = "correction|reissue",
     .at = offsetof(struct mend_in_form, kind)},
    {"reason", F_LINES, .required = true, .max = 2000, .hint = "filing.mend.reason.hint",
     .at = offsetof(struct mend_in_form, reason)},
    {0}};
const struct form filing__mend_form = {"filing.mend.", mend_fields, sizeof(struct mend_in_form), NULL};

enum rc filing__mend_show(struct req *r)
{
    struct dossier d;
    bool may = false;
    enum rc rc = dossier_get(&r->c, param(r, "pub"), &d);
    if (!rc)
        rc = dossier_may_mend(&r->c, &d, &may);
    if (rc)
        return rc;
    if (!may && r->route->method == GET)
        return see_other(r, HREF(r->c.mem, "/my/dossiers/{}", d.pub));
    struct filing_act_view v = {
        .action = HREF(r->c.mem, "/my/dossiers/{}/mend", d.pub),
        .heading = text_get(r->lang, "filing.mend.heading"),
        .hint = text_get(r->lang, "filing.mend.hint"),
        .button = text_get(r->lang, "filing.mend.go"),
        .fields = form_fields(r, &filing__mend_form, &r->values),
    };
    return filing__show_act(r, &d, &v);
}

enum rc filing__mend(struct req *r)
{
    const struct mend_in_form *in = r->in;
    struct dossier d;
    struct dossier_ref ref;
    enum rc rc = dossier_get(&r->c, param(r, "pub"), &d);
    if (!rc)
        rc = dossier_ask_mend(&r->c, d.id, &(struct mend_in){r->version, in->kind, in->reason}, &ref);
    return rc ? rc : see_other(r, HREF(r->c.mem, "/my/dossiers/{}", d.pub));
}
