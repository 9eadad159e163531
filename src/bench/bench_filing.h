/*
 * bench_filing.h - one submission, sent again and again over the API as a ministry's system would:
 * a clerk's token receives for a commune, three papers of the catalogue with a file each, sent
 * before, accepted at once. Shared by the bench and its floor, which gets the bytes of two.
 */
#ifndef MOTCUA_BENCH_FILING_H
#define MOTCUA_BENCH_FILING_H

#include "bench/bench.h"

#define BENCH_PAPERS 3
struct bench_filer {
    int64_t account;
    str token;
    str procedure, procedure_case, competent; /* case absent: the procedure has none */
    int64_t components[BENCH_PAPERS];         /* their numbers in the catalogue */
    str files[BENCH_PAPERS];                  /* as the server named them */
    struct person *people;
    int64_t next; /* keys are numbered by time: what one run used, the next must not meet */
    int port;
};
/* Finds clerk and procedure in the folder of a bench and gives the clerk a token. */
MUST_USE enum rc bench_filer_new(struct cli *cli, struct store *s, struct bench_filer *ret_filer);
/* Sends the files to the server on f->port. */
MUST_USE enum rc bench_filer_send_files(struct cli *cli, struct bench_filer *f);
/* For bench_load.make: the whole request of the next submission. */
size_t bench_filing(void *filer, char *to);

#endif
