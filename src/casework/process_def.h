/*
 * process_def.h - a process as data, and its file: what a control office writes, reads back and
 * has checked before it is published. Nothing here touches the database except process_staff.
 *
 * The file is JSON ("motcua.process/1"), read strictly: an unknown or repeated member, a wrong
 * type or word is a fault at its place (a JSON pointer: "/steps/1/actions/0/to"). Members may
 * stand in any order; what has its usual value may be left out. process_write writes one
 * spelling only, so what was written is read and written again byte for byte.
 *
 * How it is understood: a piece of work opens at the first step, `waiting`. A state is a step
 * and a status; an action leads from the states of its step in `from` to `to` (absent: stays)
 * and `status`. Of several actions of one code in one state the first whose `when` holds is
 * meant; one without `when` stands last and means otherwise.
 * When you add a member: its row in casework_process_file.c (it reads and writes), its check,
 * its column if the engine needs it at run time, docs/internals/process.md, the fuzzer's corpus.
 */
#ifndef MOTCUA_CASEWORK_PROCESS_DEF_H
#define MOTCUA_CASEWORK_PROCESS_DEF_H

#include "access/perm.h"
#include "casework/status.h"
#include "core/ctx.h"

/* For the lists and filters of pages; what may be done stands in the actions. */
enum step_kind { STEP_RECEIVE, STEP_PROCESS, STEP_APPROVE, STEP_ISSUE, STEP_KIND_COUNT };

/* What an action does to the clock of the work. The case knows rule and ground, so it carries
   it out (work_move.clock); the end of the clock is the engine's own. */
enum process_clock {
    CLOCK_NONE,
    CLOCK_START,
    CLOCK_STOP,
    CLOCK_RESUME,  /* goes on where it stood */
    CLOCK_RESTART, /* from zero: NĐ 118/2025/NĐ-CP, Điều 19.5 */
    CLOCK_COUNT
};
/* Who takes it: who holds the step, or the applicant (and, for them, the receiving counter). */
enum process_by { TAKEN_BY_STEP, TAKEN_BY_APPLICANT, TAKEN_BY_COUNT };
/* The lead's step is left when every part is done, or when the lead says so, with a reason. */
enum process_join { JOIN_ALL, JOIN_LEAD, JOIN_COUNT };

struct def_words { /* keys, in their order */
    str *v;
    ptrdiff_t n;
};
struct def_choice { /* a reason, or a value of a fact */
    str key, name;
};
struct def_choices {
    struct def_choice *v;
    ptrdiff_t n;
};
struct def_fact { /* what a branch asks for; the case says it, and it is kept with the work */
    str key, name;
    struct def_choices values;
};
struct def_when {
    str fact;
    struct def_words is; /* any of these values */
};
struct def_action {
    str code;      /* accept submit approve … any word; "claim" is taken by work_claim */
    str label;     /* for pages, where they have no word of their own; absent mostly */
    unsigned from; /* 1u << enum work_status */
    str to;        /* key of a step; absent: stays */
    enum work_status status;
    enum process_clock clock;
    enum process_by by;
    bool needs_note, needs_file, automatic; /* automatic: taken by the engine on arrival */
    struct def_choices reasons;             /* one must be chosen */
    struct def_words papers;                /* keys of papers the case must bring */
    struct def_when *when;                  /* NULL: always */
};
struct def_actions {
    struct def_action *v;
    ptrdiff_t n;
};
struct def_step {
    str key, name, who; /* who: the source's words for who does it */
    enum step_kind kind;
    enum role role; /* staff */
    /* receiving_unit | receiving_agency | competent_unit | competent_leaders | unit:CODE |
       agency:CODE */
    str place;
    int64_t minutes; /* share of the working time */
    struct def_actions actions;
};
struct def_steps {
    struct def_step *v;
    ptrdiff_t n;
};
struct def_guard { /* the same person may not do both */
    str a, b;
    bool waivable; /* by a leader, with a reason: communes where one person holds two roles */
};
struct def_guards {
    struct def_guard *v;
    ptrdiff_t n;
};
struct def_part {
    str key, name;
    enum role role;
    str place;
    int64_t minutes;
};
struct def_parts {
    struct def_part *v;
    ptrdiff_t n;
};
struct def_parallel { /* beside the step `at`, whose holder leads: one lead, one clock */
    str at;
    enum process_join join;
    struct def_parts parts;
};
struct def_hold { /* lets the clock stand, up to a limit counted from its first use */
    str key, name, article, limit;
    bool consult; /* by asking another agency; else by a leader's letter */
};
struct process_def {
    str code, kind, name; /* kind of work: the engine only stores it */
    str time;             /* legal time, "3 wd"; absent: named by nothing, shares are not checked */
    bool is_template;     /* not approved by the authority: shown as such */
    struct def_facts {
        struct def_fact *v;
        ptrdiff_t n;
    } facts;
    struct def_steps steps;
    struct def_guards guards;
    struct def_parallels {
        struct def_parallel *v;
        ptrdiff_t n;
    } parallel;
    struct def_holds {
        struct def_hold *v;
        ptrdiff_t n;
    } holds;
};

#define PROCESS_FILE_MAX (256 << 10)
#define PROCESS_STEPS_MAX 64

/* RC_INVALID with every fault at its place; broken JSON: field "/", line and column as args. */
MUST_USE enum rc process_read(struct ctx *c, str text, struct process_def *ret_def);
/* The one spelling. What process_read gave never passes PROCESS_FILE_MAX by much: no fault. */
str process_write(struct arena *mem, const struct process_def *def);

/* Words as in the file and in tables. */
str process_clock_word(enum process_clock clock);
str step_kind_word(enum step_kind kind);
bool process_place_known(str place);
bool process_key_ok(str key); /* [a-z][a-z0-9_]*, at most 40 */
const struct def_step *process_def_step(const struct process_def *def, str key); /* NULL: none */

/*
 * The static checks of publishing, every fault at its place: a reference to nothing, a state
 * nobody reaches, one without a way to a result or a refusal, a branch that leaves a value
 * open, automatic actions in a circle, a clock started twice or never, shares over the legal
 * time, a guard over a step with itself. RC_INVALID with the faults in c->faults.
 */
MUST_USE enum rc process_check(struct ctx *c, const struct process_def *def);
/* The longest way forward (to later steps), in minutes of share, and the legal time in them; 0: none.
 */
void process_shares(const struct process_def *def, int64_t *ret_most, int64_t *ret_legal);
/* Beside these, with the people of this folder today: a role nobody holds at its place, a
   guard that needs more people than there are. RC_INVALID the same way. */
MUST_USE enum rc process_check_staff(struct ctx *c, const struct process_def *def);

#endif
