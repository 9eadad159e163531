/*
 * dossier_slip_http.c - what leaves as a file: the receipt, papers and results. A file is
 * reached through a dossier in reach and nothing else; what people brought is always an
 * attachment, our own receipt opens in the browser.
 */
#include "access/access.h"
#include "dossier/dossier_http.h"
#include "dossier/dossier_module.h"
#include "dossier/dossier_pdf.h"
#include "file/file.h"
#include "web/module.h"
#include "web/page.h"

static enum rc receipt_read(struct req *r)
{
    struct dossier d;
    struct receipt facts;
    struct pdf_doc *doc;
    enum rc rc = dossier_get(&r->c, param(r, "pub"), &d);
    if (!rc)
        rc = dossier_receipt(&r->c, d.id, &facts);
    if (!rc)
        rc = dossier_receipt_doc(&r->c, &facts, req_origin(r), &doc);
    if (!rc)
        r->kept = doc;
    return rc;
}

static enum rc slip_paper_read(struct req *r)
{
    struct dossier d;
    struct pdf_doc *doc;
    enum rc rc = dossier_get(&r->c, param(r, "pub"), &d);
    if (!rc)
        rc = dossier_slip_doc(&r->c, &d, param(r, "paper"), req_origin(r), &doc);
    if (!rc)
        r->kept = doc;
    return rc;
}

static enum rc file_show(struct req *r)
{
    int64_t no;
    struct file f;
    if (!str_to_i64(param(r, "no"), &no))
        return RC_NOT_FOUND;
    const enum rc rc = dossier_file_get(&r->c, param(r, "pub"), no, &f);
    return rc ? rc : show_file(r, &f);
}

static const struct route routes[] = {
    {GET, "/dossiers/:pub/receipt.pdf", receipt_read, .after = show_pdf, .need = PERM_SIGNED_IN,
     .flags = ROUTE_DATA},
    {GET, "/dossiers/:pub/slips/:paper", slip_paper_read, .after = show_pdf, .need = PERM_SIGNED_IN,
     .flags = ROUTE_DATA},
    {GET, "/dossiers/:pub/files/:no", file_show, .need = PERM_SIGNED_IN, .flags = ROUTE_DATA},
    {0}};
const struct module dossier_slip_module = {.name = "dossier_slip", .routes = routes};
