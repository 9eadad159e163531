/*
 * dossier.h - a dossier (hồ sơ) from filing to return: the acts. What pages and the API
 * read stands in dossier_read.h. Each act runs inside the caller's unit of work, checks the
 * actor, moves the work (casework), writes its event (record) and answers with the facts.
 *
 * Invariants: 1. a dossier keeps procedure version, case, process version and rule set of
 * its reception; 2. its code is never reused; 3. nothing is deleted: a mistake is mended by
 * dossier_correct or dossier_cancel (dossier_end.h), both stay visible; 4. `returned` waits for
 * nothing;
 * 5. times: `filed_at` is the legal time of arrival, `entered_at` when the system learned of
 * it. When you add an act, add its event kind to dossier_kinds, its row to the texts of
 * both timelines and its replay to dossier_replay.c.
 */
#ifndef MOTCUA_DOSSIER_DOSSIER_H
#define MOTCUA_DOSSIER_DOSSIER_H

#include "casework/casework.h"
#include "db/db.h"
#include "person/person.h"
#include "record/record.h"

extern const struct record_kind dossier_kinds[];
extern const struct record_replayer dossier_replayers[]; /* ends with a NULL object */

struct dossier_id {
    int64_t v; /* = work_id */
};

enum dossier_channel { CHANNEL_DIRECT, CHANNEL_ONLINE, CHANNEL_POSTAL, CHANNEL_COUNT };
enum dossier_origin {
    ORIGIN_COUNTER,
    ORIGIN_OWN_PORTAL,
    ORIGIN_NATIONAL_PORTAL,
    ORIGIN_MINISTRY_SYSTEM,
    ORIGIN_COUNT
};
str dossier_channel_code(enum dossier_channel c); /* direct | online | postal */
str dossier_origin_code(enum dossier_origin o);

/* ---- filing ---- */

#define DOSSIER_PAPER_FILES 20 /* of one paper, whoever hands it in */
struct filing_paper {
    int64_t component_id; /* 0 = brought in addition, `name` says what */
    str name, form, note;
    int64_t quantity;
    bool complete;
    const int64_t *files; /* file ids, already stored and synced */
    const str *file_names;
    ptrdiff_t file_n;
};

struct filing {
    str procedure_code;
    int64_t case_id; /* 0 = none chosen: the procedure has none, or only one */
    enum dossier_channel channel;
    enum dossier_origin origin;
    str outside_id;
    int64_t receiving_agency_id, receiving_unit_id; /* unit 0 = the agency's one-stop unit */
    int64_t competent_agency_id;   /* 0 = by the procedure's level and the receiving agency */
    int64_t counter_id, visit_id;  /* 0 = none */
    struct person owner, filer;    /* by id when known, else by number, else new; filer is
                                      ignored for authority `self` */
    str authority, authority_note; /* self parent guardian authorised representative */
    str result_by, result_address; /* counter | post | online */
    str note;
    int64_t sets;
    instant filed_at; /* legal time; INSTANT_NONE = c->now. Never later than c->now; staff may
                         enter paper late */
    const struct filing_paper *papers;
    ptrdiff_t paper_n;
};

bool dossier_authority_known(str word); /* self parent guardian authorised representative */
bool dossier_result_by_known(str word); /* counter post online */

struct dossier_ref {
    struct dossier_id id;
    str pub, code;
    int64_t version;
};

/*
 * Stores the filing as WORK_WAITING with its code and event `dossier.filed`. Staff file with
 * PERM_DOSSIER_RECEIVE at the receiving agency (else RC_DENIED); a citizen online and now, the
 * filer being the account's own person. A citizen's filing changes nobody else's record, and
 * a number that the register has under another name is refused.
 * RC_NOT_FOUND no such procedure; RC_INVALID with faults at their fields: closed for
 * intake (no settled deadline), unknown case, component of another procedure, file that is
 * not there, missing person data, time in the future; RC_CONFLICT outside_id seen before
 * (ret_ref is then the dossier that has it).
 */
MUST_USE enum rc dossier_file(struct ctx *c, const struct filing *in, struct dossier_ref *ret_ref);

/* ---- completeness (Điều 17): the answer to a WORK_WAITING dossier ---- */

struct accept_in {
    int64_t seen_version;
    str note;
    int64_t cash; /* đồng taken now; 0 = none */
};
/* Accepted: clock started at the legal time, due date, receipt, handed to the competent unit.
   RC_INVALID papers are missing; RC_CONFLICT, RC_DENIED as work_take. */
MUST_USE enum rc dossier_accept(struct ctx *c, struct dossier_id id, const struct accept_in *in,
                                struct dossier_ref *ret_ref);
/* At the counter filing and acceptance are one act: one unit of work, two events. */
MUST_USE enum rc dossier_receive(struct ctx *c, const struct filing *in, const struct accept_in *accept,
                                 struct dossier_ref *ret_ref);

struct supplement_item {
    int64_t paper_id; /* 0 = something that is not in the list */
    str text;
};
struct supplement_in {
    int64_t seen_version;
    str reason;
    const struct supplement_item *items;
    ptrdiff_t n;
};
/* Once and itemised: RC_CONFLICT "dossier.supplement.once" when one was asked before at this
   stage; RC_INVALID without items. Stops a running clock. */
MUST_USE enum rc dossier_ask_supplement(struct ctx *c, struct dossier_id id,
                                        const struct supplement_in *in, struct dossier_ref *ret_ref);
/* The citizen, or the clerk for them, brings what was asked: back to WORK_WAITING, or when it
   was asked during processing the clock restarts from zero. Of a paper that is listed, what is
   not told (form and note absent, quantity 0) stays, and so does that it was complete. */
MUST_USE enum rc dossier_complete_supplement(struct ctx *c, struct dossier_id id, int64_t seen_version,
                                             const struct filing_paper *papers, ptrdiff_t n,
                                             struct dossier_ref *ret_ref);
/* A job: stops (Điều 19.5) at most `max` dossiers whose citizen was asked in processing and let the
   rule set's days pass; *ret_n < max = done. */
MUST_USE enum rc dossier_stop_unanswered(struct ctx *c, int64_t max, int64_t *ret_n);

/* ---- processing, approval, result ---- */

struct act_in {
    int64_t seen_version;
    str action; /* submit approve send_back issue, or another word of the process; what has an act
                   of its own (accept supplement complete refuse return claim) is refused */
    str note;
    int64_t file_id; /* draft or result; 0 = none */
    str file_name;
    str reason;              /* key of one of the action's reasons */
    struct work_fact fact;   /* what its branch asks for; key absent = nothing said */
    struct def_words papers; /* keys of papers brought */
};
MUST_USE enum rc dossier_act(struct ctx *c, struct dossier_id id, const struct act_in *in,
                             struct dossier_ref *ret_ref);
MUST_USE enum rc dossier_claim(struct ctx *c, struct dossier_id id, int64_t seen_version, bool claim,
                               struct dossier_ref *ret_ref);

struct return_in {
    int64_t seen_version;
    str how;       /* counter | post | online */
    str collector; /* who took it, or the postal number */
    str document;  /* the paper they showed; needed of who is authorised */
    str authority; /* owner | filer | authorised; absent = not said */
    str authority_note;
    str note;
    int64_t cash; /* a fee taken only now */
};
MUST_USE enum rc dossier_return(struct ctx *c, struct dossier_id id, const struct return_in *in,
                                struct dossier_ref *ret_ref);

/* ---- what happens beside ---- */

struct correct_in {
    int64_t seen_version;
    str part; /* note | result_by | result_address | authority_note | sets | outside_id */
    str becomes, reason;
};
/* RC_INVALID at "becomes" when the dossier would no longer pass as a filing, RC_CONFLICT when
   another has this outside_id. */
MUST_USE enum rc dossier_correct(struct ctx *c, struct dossier_id id, const struct correct_in *in,
                                 struct dossier_ref *ret_ref);
/* A paper that lies here already, or one in addition (`paper_id` 0, named), scanned later. Whether
   the papers are complete does not change. RC_INVALID without a file, for an unknown paper, when
   the dossier is over. */
struct scan_in {
    int64_t seen_version, paper_id;
    struct filing_paper paper; /* files; of one in addition also name and form */
    str note;
};
MUST_USE enum rc dossier_add_scan(struct ctx *c, struct dossier_id id, const struct scan_in *in,
                                  struct dossier_ref *ret_ref);
/* Cash at the counter, numbered per agency and year. RC_CONFLICT when nothing is due, and for
   what dossier_takes_cash says no to. */
MUST_USE enum rc dossier_pay_cash(struct ctx *c, struct dossier_id id, int64_t seen_version,
                                  int64_t amount, int64_t *ret_number);

#endif
