/*
 * bench_filing.h - one submission, sent again and again over the API as a ministry's system would:
 * a clerk's token receives for a commune, three papers of the catalogue with a file each, sent
 * before, accepted at once or left to wait. Officer and leader of the same commune may go on with
 * it (bench_life.c). The floors get the bytes of four of each request.
 */
#ifndef MOTCUA_BENCH_FILING_H
#define MOTCUA_BENCH_FILING_H

#include "bench/bench.h"

#define BENCH_PAPERS 3
enum bench_who { BENCH_CLERK, BENCH_OFFICER, BENCH_LEADER, BENCH_WHO_COUNT };
struct bench_filer {
    int64_t account[BENCH_WHO_COUNT];
    str token[BENCH_WHO_COUNT];
    bool waits;                               /* filed, and not accepted at once */
    str procedure, procedure_case, competent; /* case absent: the procedure has none */
    int64_t components[BENCH_PAPERS];         /* their numbers in the catalogue */
    str files[BENCH_PAPERS];                  /* as the server named them */
    struct person *people;
    int64_t next;  /* keys are numbered by time: what one run used, the next must not meet */
    int64_t owner; /* whose turn it is among the people */
    int port;
};
/* Finds clerk and procedure in the folder of a bench and gives clerk, officer and leader
   a token each. */
MUST_USE enum rc bench_filer_new(struct cli *cli, struct store *s, struct bench_filer *ret_filer);
/* Sends the files to the server on f->port. */
MUST_USE enum rc bench_filer_send_files(struct cli *cli, struct bench_filer *f);
/* For bench_load.make: the whole request of the next submission. */
size_t bench_filing(void *filer, int connection, char *to);
/* The last n owners file the next n once more. */
void bench_filer_again(struct bench_filer *f, int n);
/* An act on a dossier by its address below /api/v1/dossiers/, for the version seen. */
size_t bench_act(struct bench_filer *f, enum bench_who who, str at, int64_t version, str body,
                 char *to);

#endif
