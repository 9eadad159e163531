/*
 * petition_exchange.h - petitions from and for the national petition system, as a file: no exchange
 * with it is connected, and its own format is not public. What comes in keeps its number there and
 * comes in once; what goes out is what became of each, without its sender.
 *
 * {"format": "motcua.petition-exchange/1", "petitions": [{"number", "filedAt", "agency", "title",
 *   "text", "sender": {"name", "phone", "email", "address", "hideName"}}]}; out: number, code, agency,
 *   state, filedAt, dueAt, answeredAt, publishedAt, outcome, answer, forwardedTo, reason.
 */
#ifndef MOTCUA_PETITION_EXCHANGE_H
#define MOTCUA_PETITION_EXCHANGE_H

#include "petition/petition.h"

#define PETITION_EXCHANGE_BYTES (512 * 1024)
#define PETITION_EXCHANGE_MAX 100 /* petitions of a file that comes in: one short unit of work */

struct petition_imported {
    int64_t fresh, known; /* known: their number was here already; they stay as they are */
};
/* All or nothing; of each what the file says, the rest is set here. RC_INVALID with every fault at its
   place ("/petitions/2/title"), also for an agency out of the actor's reach. RC_DENIED without
   PERM_PETITION_HANDLE. */
MUST_USE enum rc petition_take_in(struct ctx *c, struct petition_in *v, ptrdiff_t n,
                                  struct petition_imported *ret_counts);
/* The same of a file. */
MUST_USE enum rc petition_import(struct ctx *c, str text, struct petition_imported *ret_counts);

/* What became of those in reach that have a number there, newest first, at most 5,000. */
struct petition_outcome {
    str number, code, agency, state, outcome, answer, forwarded_to, reason;
    instant filed_at, due_at, answered_at, published_at;
};
struct petition_outcomes {
    struct petition_outcome *v;
    ptrdiff_t n;
};
MUST_USE enum rc petition_outcomes(struct ctx *c, struct petition_outcomes *ret);
/* The same as a file. */
MUST_USE enum rc petition_export(struct ctx *c, str *ret_text);

#endif
