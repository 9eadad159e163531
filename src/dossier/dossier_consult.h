/*
 * dossier_consult.h - asking another agency about a dossier (Điều 19): the question has its own time,
 * the dossier's clock runs on, unless a ground of its process lets the question hold it. Who is asked
 * sees the question, the dossier's number and its procedure, and nothing else of it, and answers with a
 * text and a file. Silence is noted by a job (casework).
 */
#ifndef MOTCUA_DOSSIER_CONSULT_H
#define MOTCUA_DOSSIER_CONSULT_H

#include "dossier/dossier.h"

struct consult_in {
    int64_t seen_version;
    str agency; /* code */
    str question;
    int64_t days; /* working days to answer, 1..30 */
    str hold; /* key of a ground of its process that lets the question hold the clock; absent: none */
};
/* By who examines it. RC_INVALID at agency, question, days, hold; RC_CONFLICT when it is over, or its
   clock cannot be held (ledger.h). */
MUST_USE enum rc dossier_ask_consult(struct ctx *c, struct dossier_id id, const struct consult_in *in,
                                     struct dossier_ref *ret_ref);

/* A question as the agency asked sees it. */
struct asked_consult {
    int64_t id;
    struct dossier_id dossier;
    str pub, code, procedure, asking, question, answer;
    instant asked_at, due_at, answered_at;
};
/* RC_NOT_FOUND for everybody but the agency that is asked. */
MUST_USE enum rc dossier_consult_get(struct ctx *c, str pub, struct asked_consult *ret_consult);
struct consult_answer {
    str answer;
    int64_t file_id; /* 0 = none */
    str file_name;
};
/* Once, also after its time. RC_CONFLICT answered already; RC_INVALID at answer. */
MUST_USE enum rc dossier_answer_consult(struct ctx *c, str pub, const struct consult_answer *in);
/* What waits for the actor's answer, at most `max`; question and answer are left out. */
MUST_USE enum rc dossier_consults_asked(struct ctx *c, int64_t max, struct asked_consult **ret,
                                        ptrdiff_t *ret_n);
/* How many wait for it in all. */
MUST_USE enum rc dossier_consults_asked_count(struct ctx *c, int64_t *ret_n);

#endif
