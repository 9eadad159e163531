/* eform_pdf.h - a filled form, or its sample, as a paper. */
#ifndef MOTCUA_EFORM_PDF_H
#define MOTCUA_EFORM_PDF_H

#include "eform/eform.h"

struct pdf_doc;
struct eform_paper {
    const struct eform_filled *filled;
    str code;   /* of the dossier; absent for a sample */
    instant at; /* when it was filed; of a sample the day its version begins */
    bool sample;
};
/* For pdf_paint. */
struct pdf_doc *eform_doc(struct arena *mem, enum lang lang, const struct eform_paper *paper);

#endif
