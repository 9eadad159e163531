/*
 * process.h - process versions: the steps of a kind of work as data. What happens to one
 * piece of work stands in casework.h.
 */
#ifndef MOTCUA_CASEWORK_PROCESS_H
#define MOTCUA_CASEWORK_PROCESS_H

#include "access/access.h"
#include "core/ctx.h"

struct process_id {
    int64_t v;
};

enum step_kind { STEP_RECEIVE, STEP_PROCESS, STEP_APPROVE, STEP_ISSUE, STEP_KIND_COUNT };

struct process_step_in {
    str name, role_text;
    enum step_kind kind;
    int64_t minutes; /* share of the working time */
};
/* Makes the version of `code` with these steps and the usual actions and guards of their
   kinds (receive -> process -> approve -> issue), or finds the equal one that is there.
   RC_INVALID with a fault: no steps, a path that ends nowhere, an unknown order of kinds,
   shares of time that are negative. */
struct process_in {
    str code, name;   /* the procedure's */
    bool is_template; /* not approved by the authority */
    const struct process_step_in *steps;
    ptrdiff_t n;
};
MUST_USE enum rc process_put(struct ctx *c, const struct process_in *in,
                             struct process_id *ret_process);

struct process_step {
    int64_t id, rank, minutes;
    str name, role_text;
    enum step_kind kind;
    enum role role;
};
MUST_USE enum rc process_steps(struct ctx *c, struct process_id id, struct process_step **ret_steps,
                               ptrdiff_t *ret_n);

#endif
