/*
 * dossier_read.h - what pages, slips and the API read of a dossier. dossier_get, the lists and
 * the search keep to the actor's reach: what is not yours is RC_NOT_FOUND. Parts of a dossier
 * (papers, files, money, timeline) are asked for by what dossier_get gave, and check no more.
 * Texts are the stored facts; words for people are made by the views.
 */
#ifndef MOTCUA_DOSSIER_DOSSIER_READ_H
#define MOTCUA_DOSSIER_DOSSIER_READ_H

#include "dossier/dossier.h"
#include "ruleset/ruleset.h"

struct dossier {
    struct dossier_id id;
    struct work work; /* status, step, handler, due date, version */
    str pub, code, ruleset;
    int64_t ruleset_version; /* of the day of reception */
    int64_t secret_generation;
    int64_t procedure_id, procedure_version_id;
    str procedure_pub, procedure_code, procedure_name;
    struct opt_int case_id;
    str case_name;
    str channel, origin, outside_id;
    str receiving_agency, competent_agency, unit, handler; /* names; absent = none */
    int64_t owner_id, filer_id;
    struct opt_int owner_account_id;
    str owner_name, filer_name;
    str authority, authority_note, result_by, result_address, note, refusal_reason;
    int64_t sets;
    instant filed_at, entered_at, accepted_at, returned_at, cancelled_at;
    str received_by, collector;
    str punctuality, money_status, delivery_status;
};

/* How far the national portal has been told of it, read from the outbox (outbox_state): "none",
   "not_connected", "waiting", "failed", "parked", "sent". */
MUST_USE enum rc dossier_sync(struct ctx *c, struct dossier_id id, str *ret_state);
/* For staff in reach, the owner or filer. RC_NOT_FOUND for everybody else. */
MUST_USE enum rc dossier_get(struct ctx *c, str pub, struct dossier *ret_dossier);
/* In reach only because it stands at a step with the place agency:CODE of the actor's role and agency,
   which neither received it nor is competent: it is theirs to read and to do the step. */
bool dossier_by_step_only(const struct actor *a, const struct work *w);
/* Without rights of one's own: jobs, slips after the act, replay. */
MUST_USE enum rc dossier_get_by_id(struct ctx *c, struct dossier_id id, struct dossier *ret_dossier);
/* Public tracking. With a wrong or missing secret `full` is false and the page shows code and
   degree of completion only (law: look-up privacy). RC_NOT_FOUND for an unknown code. */
MUST_USE enum rc dossier_track(struct ctx *c, str code, str secret, struct dossier *ret_dossier,
                               bool *ret_full);
/* The receipt's secret: an HMAC of public id and generation, so reprints are equal. */
str dossier_secret(struct arena *mem, const struct dossier *d);
/* Once at start, from the data folder's keys. */
struct crypto_key;
void dossier_configure(const struct crypto_key *receipt_key);

struct dossier_paper {
    int64_t id;
    struct opt_int component_id;
    str name, form, note;
    int64_t quantity;
    bool complete;
};
MUST_USE enum rc dossier_papers(struct ctx *c, struct dossier_id id, struct dossier_paper **ret_papers,
                                ptrdiff_t *ret_n);
struct dossier_file {
    int64_t id, file_id, size;
    int64_t no; /* its place in the dossier, from 1, whoever asks */
    struct opt_int paper_id;
    str pub, kind, name, mime, hash;
    instant added_at, replaced_at; /* replaced: another result took its place; INSTANT_NONE */
};
/* Those the actor may see: citizens no draft, and a result once it is issued. */
MUST_USE enum rc dossier_files(struct ctx *c, const struct dossier *d, struct dossier_file **ret_files,
                               ptrdiff_t *ret_n);

/* What was told of owner or filer when filing and is otherwise in the register: the paper counts
   for the dossier, the register is not changed by it. For staff. */
struct dossier_told {
    str who, part, told; /* owner | filer; name old_number tax_code birth sex phone email address */
};
MUST_USE enum rc dossier_told_otherwise(struct ctx *c, struct dossier_id id,
                                        struct dossier_told **ret_told, ptrdiff_t *ret_n);

/* Who settles a procedure of that level and agency (as the catalogue writes them) unless it is said:
   the receiving commune for communes' procedures, else the agency of that name, else RC_NOT_FOUND. */
struct agency;
MUST_USE enum rc dossier_competent(struct ctx *c, str level, str agency, const struct agency *receiving,
                                   date day, struct agency *ret_competent);

/* Until when the authority says whether an online filing of `from` is complete: the
   rule of the set of that day, and when it ends. RC_NOT_FOUND: no rule set, or no calendar in force. */
MUST_USE enum rc dossier_reply_by(struct ctx *c, instant from, struct due_rule *ret_rule,
                                  instant *ret_by);

/* The set and version a dossier keeps. */
MUST_USE enum rc dossier_ruleset(struct ctx *c, const struct dossier *d, struct ruleset *ret_set);

/* Until when an officer may ask for a supplement: the rule set's working days from acceptance.
   RC_NOT_FOUND before acceptance, or no calendar in force. */
MUST_USE enum rc dossier_notice_by(struct ctx *c, const struct dossier *d, instant *ret_by);

struct dossier_event {
    int64_t event_id;
    instant at, legal_at;
    str acting_for, sign_form;     /* whose place the actor stood in for; "KT" "TUQ" "TL" */
    str kind, actor, office, note; /* actor and office absent for the citizen's own acts */
    str from_step, to_step;
    str to_name; /* assignment: whose desk it came on */
    int64_t took_us;
    instant due_at;     /* acts that set it */
    instant was_due_at; /* before that, where it was moved by no act */
};
/* Newest first. For citizens internal notes are left out. */
MUST_USE enum rc dossier_timeline(struct ctx *c, const struct dossier *d,
                                  struct dossier_event **ret_events, ptrdiff_t *ret_n);

/* The owner in full, for a purpose (person_view): whoever reads the dossier and may unmask.
   RC_DENIED for who reads it only; RC_INVALID as person_view. The dossier does not change. */
MUST_USE enum rc dossier_view_owner(struct ctx *c, struct dossier_id id, str purpose, str note,
                                    struct person *ret_owner);
/* Who saw the owner's number in full for this dossier, newest first. Notes for staff only. */
struct dossier_viewing {
    instant at;
    int64_t account;
    bool form; /* the filled form, not the entry of the register */
    str actor, office, purpose, note;
};
MUST_USE enum rc dossier_viewings(struct ctx *c, const struct dossier *d,
                                  struct dossier_viewing **ret_v, ptrdiff_t *ret_n);

struct dossier_supplement {
    int64_t id;
    instant asked_at, answer_by, completed_at;
    str reason;
    const str *items;
    ptrdiff_t n;
};
MUST_USE enum rc dossier_supplements(struct ctx *c, struct dossier_id id,
                                     struct dossier_supplement **ret, ptrdiff_t *ret_n);

struct fee_line {
    str kind, note;
    struct opt_int amount; /* unset = fixed by another body */
};
MUST_USE enum rc dossier_fees(struct ctx *c, struct dossier_id id, struct fee_line **ret_lines,
                              ptrdiff_t *ret_n);

/* What ended without a result owes nothing: refused, withdrawn, stopped, cancelled. */
bool dossier_takes_cash(enum work_status s);
/* What is due by the fee lines and what was taken; `open` when a line has no sum. */
struct dossier_money {
    int64_t due, paid, last_number;
    bool open;
};
MUST_USE enum rc dossier_money(struct ctx *c, struct dossier_id id, struct dossier_money *ret_money);

/* The file with that `no` in a dossier in reach, if dossier_files shows it; else RC_NOT_FOUND. */
struct file; /* file/file.h */
MUST_USE enum rc dossier_file_get(struct ctx *c, str pub, int64_t no, struct file *ret_file);

/* Its work was moved to another version of the process: the event (struct work_case, parts.h). */
struct work_migrated;
MUST_USE enum rc dossier_migrated(struct ctx *c, struct work_id id, const struct work_migrated *m);

/* By public id or code; 0 for what nobody knows. Says nothing of reach. */
MUST_USE enum rc dossier_find(struct ctx *c, str what, struct dossier_id *ret_id);
/* What the fees of an intake come to; `open`: a line has no fixed sum. False: out of bounds. */
struct procedure_intake; /* catalog/catalog.h */
bool dossier_fee_due(const struct procedure_intake *in, int64_t *ret_due, bool *ret_open);

#endif
