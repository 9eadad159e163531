/* petition_internal.h - shared by the files of petition; nobody else includes it. */
#ifndef MOTCUA_PETITION_INTERNAL_H
#define MOTCUA_PETITION_INTERNAL_H

#include "casework/merge.h"
#include "petition/petition.h"
#include "petition/petition_sql.h"

/* Appends the event of an act: what it left behind (version, status, due), and what was said, beside.
 */
struct petition_said {
    const char *name;
    str text;
};
MUST_USE enum rc petition__event(struct ctx *c, const struct petition *p, const char *kind,
                                 const struct petition_said *said, int n);
/* petition.files_added, with how many. */
MUST_USE enum rc petition__event_files(struct ctx *c, const struct petition *p,
                                       const struct petition_said *said, int n, int64_t files);
/* petition.taken_over, after it was: from which agency, to which. */
MUST_USE enum rc petition__event_taken_over(struct ctx *c, const struct petition *p,
                                            const struct work_taken_over *x);
/* May the actor do `perm` to it: 404 for what is out of reach. */
MUST_USE enum rc petition__check(struct ctx *c, const struct petition *p, enum perm perm);
/* What the authority owes next, after an act. */
MUST_USE enum rc petition__set_stage(struct ctx *c, struct petition_id id);
/* A number, an address, or the sender's name in what is to be published: the key of why not, NULL:
   nothing was found. A person looks all the same. */
const char *petition__personal(struct arena *mem, str text, const struct petition *p);

#endif
