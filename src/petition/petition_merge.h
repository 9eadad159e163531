/*
 * petition_merge.h - open petitions of an agency that ended: handed on to who answers for it since by
 * a job, one event each (petition.taken_over), due dates as before. What the data name nobody for
 * lies with the agency above, and here the control office names one. Leaves out: which successor
 * answers (org/successor.h), handing on (casework/merge.h). Its sender reads it on the page they
 * follow it on; nobody is written to.
 */
#ifndef MOTCUA_PETITION_MERGE_H
#define MOTCUA_PETITION_MERGE_H

#include "casework/merge.h"
#include "job/kind.h"
#include "petition/petition.h"

enum rc petition_job_mergers(struct ctx *c, struct job_run *run);
/* The successors of agencies are asked again at once: after a list was set. */
MUST_USE enum rc petition_ask_successors(struct ctx *c);

struct unplaced_petition {
    struct petition_id id;
    str pub, code, title, address; /* address: the sender's, where they gave one */
    instant due_at;                /* what is owed next; INSTANT_NONE = nothing now */
    int64_t version;
};
struct unplaced_petitions {
    struct unplaced_petition *v;
    ptrdiff_t n;
};
/* Of one agency that ended, by due date. RC_DENIED without PERM_SUCCESSION_MANAGE. */
MUST_USE enum rc petition_unplaced(struct ctx *c, int64_t ended, int64_t max,
                                   struct unplaced_petitions *ret);
/* `ended` 0 = of all. */
MUST_USE enum rc petition_unplaced_count(struct ctx *c, int64_t ended, int64_t *ret_n);
/* As work_name_heirs: each is an event (petition.taken_over). RC_DENIED. */
MUST_USE enum rc petition_name_heirs(struct ctx *c, const struct heirs_in *in,
                                     struct heirs_named *ret_done);

#endif
