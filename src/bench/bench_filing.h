/*
 * bench_filing.h - one submission, filed again and again: a clerk of the demo receives at the
 * counter, three papers with a file each, accepted at once. Shared by the bench and its floor.
 */
#ifndef MOTCUA_BENCH_FILING_H
#define MOTCUA_BENCH_FILING_H

#include "access/access.h"
#include "dossier/dossier.h"

#define BENCH_PAPERS 3
struct bench_filer {
    struct actor clerk;
    struct filing filing; /* owner is chosen by bench_file_one */
    struct filing_paper papers[BENCH_PAPERS];
    int64_t file;
    str file_name;
};
/* In a read; texts live in `keep`. RC_NOT_FOUND: no folder of a bench. */
MUST_USE enum rc bench_filer_find(struct ctx *c, struct arena *keep, struct bench_filer *ret_filer);
/* In a unit: the n-th submission. */
MUST_USE enum rc bench_file_one(struct ctx *c, struct bench_filer *f, int64_t n,
                                struct dossier_ref *ret_ref);

#endif
