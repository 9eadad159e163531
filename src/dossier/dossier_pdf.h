/*
 * dossier_pdf.h - the slips as descriptions for the painter (pdf/pdf.h). Built from stored
 * facts only, so that a reprint has the same bytes. Mẫu 01 of TT 01/2018 and TT 03/2025;
 * layout of NĐ 30/2020 (law.md 2.2, 10).
 */
#ifndef MOTCUA_DOSSIER_PDF_H
#define MOTCUA_DOSSIER_PDF_H

#include "core/i18n.h"
#include "dossier/dossier_read.h"

/* Everything Mẫu 01 says. */
struct receipt {
    struct dossier dossier;
    struct person owner;
    struct dossier_paper *papers;
    struct fee_line *fees;
    ptrdiff_t papers_n, fees_n;
    str parent_agency, agency, unit, place; /* heads and place of the slip */
    str time_text;                          /* "3 ngày làm việc" */
    int64_t paid, cash_number;
    str secret;
};
/* For a citizen who is not the owner without the owner's contact.
   RC_CONFLICT dossier.not_accepted: there is no receipt before acceptance. */
MUST_USE enum rc dossier_receipt(struct ctx *c, struct dossier_id id, struct receipt *ret_receipt);

/* `base_url` "https://host": the QR leads to <base_url>/t/<code>?s=<secret>. */
struct pdf_doc;
struct pdf_doc *dossier_receipt_doc(struct arena *mem, enum lang lang, const struct receipt *r,
                                    str base_url);

#endif
