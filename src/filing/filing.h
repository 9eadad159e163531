/*
 * filing.h - online filing by the citizen before it becomes a dossier: a draft, its answers
 * by question, its files. Sent, it is a dossier like any other (dossier/dossier.h). Leaves
 * out: what a form is (eform), payment, signing.
 *
 * Invariants: 1. a draft belongs to one account; for everybody else, and past its end, it
 * does not exist (RC_NOT_FOUND); 2. each save raises its version, a save made for another
 * version is RC_CONFLICT; 3. it is sent once: sending again answers the same dossier; 4.
 * answers name papers, cases and agencies by what survives a new version of the procedure;
 * 5. the form of a procedure is that of the day the draft was begun.
 * When you add a question: its row in filing_questions[], its member in filing_answers.c,
 * its page in filing_http.c, its lines on the check page (filing_view.c).
 */
#ifndef MOTCUA_FILING_FILING_H
#define MOTCUA_FILING_FILING_H

#include "catalog/catalog.h"
#include "dossier/dossier.h"
#include "eform/versions.h"
#include "file/file.h"
#include "org/org.h"

#define FILING_DAYS 30
#define FILING_DRAFTS_MAX 20 /* of one account */
#define FILING_FILES_MAX DOSSIER_PAPER_FILES
#define FILING_FILE_TYPES FILE_ANY /* judged by content */

enum filing_question {
    FILING_CASE,  /* only when the procedure has several */
    FILING_WHOM,  /* for oneself, or with which authority */
    FILING_OWNER, /* whose matter it is, and how to reach the filer */
    FILING_AGENCY,
    FILING_GROUP, /* one page for each group of the procedure's form, if it has one */
    FILING_PAPER, /* one page for each paper that is handed in as files */
    FILING_RESULT,
    FILING_NOTE,
    FILING_QUESTION_COUNT
};

/* How a paper of the catalogue reaches us online. */
enum filing_way {
    FILING_UPLOAD,
    FILING_FORM, /* the answers are the form */
    FILING_TWIN, /* the same form on paper, "khi nộp trực tiếp": not shown online */
    FILING_SHOW, /* shown when collecting, or found in the registers: nothing to send */
};

struct filing_file {
    int64_t file_id, size;
    str pub, name;
    enum file_type type;
};

struct filing_paper_need {
    str key; /* its code, else its name */
    const struct procedure_component *component;
    enum filing_way way;
    bool skipped;   /* "Không thuộc trường hợp này" */
    bool off, must; /* the form says: not of this case; has to be there */
    struct filing_file *files;
    ptrdiff_t files_n;
};

/* What is being typed and not answered yet: by question and input, as it stands on the page. */
struct filing_typed {
    str question, name; /* as in addresses and forms: "owner", "phone" */
    str value;          /* absent: as if nothing was typed; empty: cleared */
};

struct filing_answers {
    unsigned answered; /* bit per enum filing_question, FILING_PAPER apart */
    str case_key;
    str authority, authority_note; /* as struct filing */
    struct person owner;           /* what was typed; see filing_owner */
    str phone, email;              /* of the filer */
    str agency;                    /* public id */
    str result_by, result_address;
    str note;
    str form, form_answers; /* version of the form, absent = none; what was typed into it */
    const str *form_done;   /* keys of the groups that were answered */
    ptrdiff_t form_done_n;
    const str *skipped; /* keys of papers */
    ptrdiff_t skipped_n;
    const struct filing_typed *typed; /* sorted */
    ptrdiff_t typed_n;
};

/* One page of the way. */
struct filing_step {
    enum filing_question question;
    ptrdiff_t paper; /* index into papers; -1 */
    ptrdiff_t group; /* index into the form's groups; -1 */
    bool done;
};

struct filing_place {
    int64_t id;
    str pub, name, name_en;
    enum agency_kind kind;
};
struct filing_places {
    struct filing_place *v;
    ptrdiff_t n;
};

struct filing_draft {
    int64_t id, version;
    str pub;
    instant saved_at, expires_at;
    struct opt_int dossier_id; /* sent */
    struct procedure_full procedure;
    int64_t case_id; /* 0 = none */
    str case_name;
    struct filing_answers answers;
    struct person self; /* the account's person; id 0 = it has none */
    struct filing_place place;
    const struct eform *form; /* NULL = the procedure had none when the draft was begun */
    struct eform_version form_version;
    struct eform_filled filled;
    bool *form_known; /* by field: said by the register or by this filing, not asked */
    bool form_newer;  /* another version is in force by now */
    struct filing_paper_need *papers;
    struct filing_step *steps;
    ptrdiff_t papers_n, steps_n;
};

/* May this procedure be filed online, and where? RC_NOT_FOUND no such procedure; RC_INVALID
   "procedure" catalog.closed.*, filing.no_place, filing.no_competent. */
MUST_USE enum rc filing_open(struct ctx *c, str procedure_code, struct procedure_full *ret_procedure,
                             struct filing_places *ret_places);
/* RC_CONFLICT filing.too_many: as many drafts as an account may keep. */
MUST_USE enum rc filing_begin(struct ctx *c, str procedure_code, str *ret_pub);
MUST_USE enum rc filing_get(struct ctx *c, str pub, struct filing_draft *ret_draft);
struct filing_head {
    str pub, procedure_code, procedure_name;
    instant saved_at, expires_at;
};
/* The account's own that are not sent, latest first. */
MUST_USE enum rc filing_list(struct ctx *c, struct filing_head **ret_v, ptrdiff_t *ret_n);

/* ---- answering; each checks and stores one question, RC_INVALID with faults at its fields,
   RC_CONFLICT filing.sent or filing.changed ---- */

/* What `question` needs of `in`; the other members are kept as they are. */
MUST_USE enum rc filing_answer(struct ctx *c, struct filing_draft *d, enum filing_question question,
                               const struct filing_answers *in);
/* Files beside those already there; `skip` says that the paper is not of this case, and then
   it has none. RC_INVALID "file": none yet and not skipped (unless `more` come later), or too many. */
struct filing_upload {
    struct file_stored stored;
    str name;
};
struct filing_paper_in {
    const struct filing_upload *files;
    ptrdiff_t n;
    bool skip, more;
};
MUST_USE enum rc filing_put_paper(struct ctx *c, struct filing_draft *d, ptrdiff_t paper,
                                  const struct filing_paper_in *in);
/* What was typed into one group, already in d->filled: stored as typed, wrong or not, and judged. */
MUST_USE enum rc filing_put_group(struct ctx *c, struct filing_draft *d, ptrdiff_t group);
/* Keeps what is typed, without a word about it, until its question is answered; until then the
   question is not done. */
MUST_USE enum rc filing_type(struct ctx *c, struct filing_draft *d, const struct filing_typed *v,
                             ptrdiff_t n);
/* The same for a group, already in d->filled. */
MUST_USE enum rc filing_type_group(struct ctx *c, struct filing_draft *d, ptrdiff_t group);
/* Absent: nothing is being typed there. */
str filing_typed_value(const struct filing_draft *d, str question, str name);
/* Is everything in that group in order? */
bool filing_group_valid(const struct filing_draft *d, ptrdiff_t group);
/* The letters by which one's own draft is found on another device ("K7QM-2P4X"). */
str filing_resume_code(struct arena *mem, str pub);
/* RC_NOT_FOUND: none of the account's drafts. */
MUST_USE enum rc filing_find_code(struct ctx *c, str code, str *ret_pub);
MUST_USE enum rc filing_remove_file(struct ctx *c, struct filing_draft *d, str file_pub);
MUST_USE enum rc filing_delete(struct ctx *c, struct filing_draft *d);

/* May the paper be left out with a word? Those the law does not ask of everybody. */
bool filing_may_skip(const struct filing_paper_need *p);
/* The person whose matter it is, as it will be filed: for oneself what the register knows. */
struct person filing_owner(const struct filing_draft *d);
/* The first step that is not done; steps_n when all are. */
ptrdiff_t filing_next(const struct filing_draft *d);

/* ---- sending ---- */

/* Files it with channel online and marks the draft. RC_INVALID: filing.unfinished, or what
   dossier_file says. A draft that was sent answers its dossier again. */
MUST_USE enum rc filing_submit(struct ctx *c, struct filing_draft *d, struct dossier_ref *ret_ref);

/* ---- a job: at most `max` drafts past their end, with their files; *ret_gone < max = done ---- */
MUST_USE enum rc filing_expire(struct ctx *c, int64_t max, int64_t *ret_gone);

#endif
