/*
 * dossier_pdf.h - the papers of a dossier (law.md 2.1): facts put into the templates of its rule
 * set (slip/slip.h), from stored facts only, so that a reprint has the same bytes. Leaves out
 * how a paper looks (packs/slips) and painting (pdf).
 */
#ifndef MOTCUA_DOSSIER_DOSSIER_PDF_H
#define MOTCUA_DOSSIER_DOSSIER_PDF_H

#include "core/i18n.h"
#include "dossier/dossier_read.h"
#include "slip/slip.h"

/* receipt supplement refusal apology stop control_sheet handover follow_up_book: for
   slip_configure, in app's wiring and in tests. */
extern const struct slip_kind *const dossier_slip_kinds[];

/* Everything Mẫu 01 says. */
struct receipt {
    struct dossier dossier;
    struct person owner;
    struct dossier_paper *papers;
    struct fee_line *fees;
    ptrdiff_t papers_n, fees_n;
    str agency, unit, place; /* heads and place of the slip */
    str time_text;           /* "3 ngày làm việc" */
    int64_t paid, cash_number;
    str secret;
};
/* For a citizen who is not the owner without the owner's contact.
   RC_CONFLICT dossier.not_accepted: there is no receipt before acceptance. */
MUST_USE enum rc dossier_receipt(struct ctx *c, struct dossier_id id, struct receipt *ret_receipt);
/* `base_url` "https://host": the QR leads to <base_url>/t/<code>?s=<secret>. */
MUST_USE enum rc dossier_receipt_doc(struct ctx *c, const struct receipt *r, str base_url,
                                     struct pdf_doc **ret_doc);

/* Papers that a dossier has by now, for who asks: citizens get what is addressed to them. */
struct dossier_slip {
    const struct slip_kind *kind;
    str number; /* of the form, by the rule set: "01"; absent: it has none */
    instant at; /* when it came to be; INSTANT_NONE = as it stands now */
    bool draft; /* waits for a signature; staff only */
};
#define DOSSIER_SLIPS 8
MUST_USE enum rc dossier_slips(struct ctx *c, const struct dossier *d, struct dossier_slip *to,
                               int *ret_n);
/* RC_NOT_FOUND: there is no such paper, or not for who asks. */
MUST_USE enum rc dossier_slip_doc(struct ctx *c, const struct dossier *d, str paper, str base_url,
                                  struct pdf_doc **ret_doc);

/* The follow-up book: what the agency accepted in a year, in volumes. */
#define BOOK_VOLUME 500
MUST_USE enum rc dossier_book_count(struct ctx *c, int64_t agency, int year, int64_t *ret_n);
/* `volume` from 1. RC_NOT_FOUND: there is none such. */
MUST_USE enum rc dossier_book_doc(struct ctx *c, int64_t agency, int year, int64_t volume,
                                  struct pdf_doc **ret_doc);

#endif
