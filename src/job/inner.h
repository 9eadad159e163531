/* inner.h - what the files of job share among themselves; nobody else includes it. */
#ifndef MOTCUA_JOB_INNER_H
#define MOTCUA_JOB_INNER_H

#include "job/job.h"

#define JOB_LEASE_S 60
#define JOB_TRIES 10

const struct job_kind *job__kind(str name); /* NULL: no such kind in this program */
/* Every kind in turn; NULL after the last. */
const struct job_kind *job__kind_at(int i);
/* When a scheduled kind runs next after `now`; INSTANT_NONE: it is not scheduled. */
instant job__next(const struct job_kind *k, instant now);
/* For the gauges (job_metrics.c): a small unit ended; time to look. */
void job__counted(bool good);
void job__look(struct store *s);
/* Destinations that stopped answering, as of that look. */
int job__silent(void);
/* 10 s, 20 s, 40 s ... at most an hour. */
instant job__retry(int64_t attempts, instant now);

#endif
