/* filing_internal.h - shared inside the folder only. */
#ifndef MOTCUA_FILING_INTERNAL_H
#define MOTCUA_FILING_INTERNAL_H

#include "filing/filing.h"

/* Answers as canonical JSON: members by name, absent ones left out. RC_INVALID when too long. */
MUST_USE enum rc filing__answers_write(struct ctx *c, const struct filing_answers *a, str *ret_json);
/* What was stored by filing__answers_write; RC_FAILED for anything else. */
MUST_USE enum rc filing__answers_read(struct ctx *c, str json, struct filing_answers *ret_answers);

/* Papers and steps that follow from the procedure, the case and the answers. */
MUST_USE enum rc filing__plan(struct ctx *c, struct filing_draft *d);
/* Only the papers, of a procedure nobody answered anything about yet. */
void filing__plan_papers(struct ctx *c, struct filing_draft *d);
/* The draft's form with its answers, what is known filled in, judged. */
MUST_USE enum rc filing__form_load(struct ctx *c, struct filing_draft *d);
/* Which papers the form's fields ask for, or not; adds those the procedure does not list. */
void filing__form_papers(struct ctx *c, struct filing_draft *d);
/* {"form": …} for a draft that is begun; "{}" when the procedure has none. */
MUST_USE enum rc filing__form_pin(struct ctx *c, str procedure, str *ret_answers);
MUST_USE enum rc filing__form_keep(struct ctx *c, const struct filing_draft *d,
                                   const struct dossier_ref *ref);
/* Is anything being typed there? And the end of it: the question is answered. */
bool filing__typing(const struct filing_answers *a, str question);
void filing__typed_drop(struct ctx *c, struct filing_answers *a, str question);
/* "owner": how its address ends; of papers and groups the first word. */
str filing__question_name(enum filing_question q);
/* "form/child" */
str filing__group_name(struct arena *mem, const struct filing_draft *d, ptrdiff_t group);
bool filing__has(const struct filing_answers *a, enum filing_question q);
/* Stores the answers with the version that was read. */
MUST_USE enum rc filing__save(struct ctx *c, struct filing_draft *d);

#endif
