/*
 * dossier_filled_http.c - the filled form of a dossier as a paper, for who may read the dossier: its
 * owner and filer, and staff in reach.
 */
#include "dossier/dossier_filled.h"
#include "dossier/dossier_read.h"
#include "eform/eform_pdf.h"
#include "web/module.h"
#include "web/page.h"

static enum rc form_read(struct req *r)
{
    struct dossier d;
    struct eform *f = NEW(r->c.mem, struct eform);
    struct eform_filled *x = NEW(r->c.mem, struct eform_filled);
    enum rc rc = dossier_get(&r->c, param(r, "pub"), &d);
    if (!rc)
        rc = dossier_filled(&r->c, &d, true, f, x);
    if (rc)
        return rc;
    const struct eform_paper paper = {.filled = x, .code = d.code, .at = d.filed_at};
    r->kept = eform_doc(r->c.mem, LANG_VI, &paper);
    return RC_OK;
}

static const struct route routes[] = {{GET, "/dossiers/:pub/form.pdf", form_read, .after = show_pdf,
                                       .need = PERM_SIGNED_IN, .flags = ROUTE_DATA},
                                      {0}};
extern const struct module dossier_filled_module;
const struct module dossier_filled_module = {.name = "dossier_filled", .routes = routes};
