/* lib_sample.h - papers to paint in tests; invented people and numbers. */
#ifndef MOTCUA_TESTS_PDF_LIB_SAMPLE_H
#define MOTCUA_TESTS_PDF_LIB_SAMPLE_H

#include "pdf/pdf.h"

/* A receipt as Mẫu 01 lays it out, with `papers` rows in its table. */
struct pdf_doc *sample_receipt(struct arena *mem, enum pdf_paper paper, int papers);

#endif
