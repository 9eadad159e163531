/*
 * process.h - process versions: drafts, checks, publishing, what is in force on a day, and the
 * moving of running work to another version. What a process says stands in process_def.h; what
 * happens to one piece of work in casework.h.
 *
 * Invariants: 1. a version is its file; what the engine works with (steps, actions, guards,
 * parts, facts) is derived from it once, at publishing; 2. a published version is never changed
 * or deleted: work stays on the one it was opened with until it is moved by name; 3. nothing is
 * published that process_check refuses; 4. publishing, discarding and moving are events of the
 * record, with who and why (NĐ 118/2025/NĐ-CP asks for an approved internal process; which one
 * a dossier followed must be provable).
 * Drafting, publishing and moving need PERM_PROCESS_MANAGE: RC_DENIED.
 */
#ifndef MOTCUA_CASEWORK_PROCESS_H
#define MOTCUA_CASEWORK_PROCESS_H

#include "access/access.h"
#include "casework/process_def.h"
#include "core/ctx.h"
#include "record/record.h"

extern const struct record_kind process_kinds[];
extern const struct record_replayer process_replayers[];

struct process_id {
    int64_t v;
};

/* ---- by kinds of steps: what catalogues give ---- */

struct process_step_in {
    str name, role_text;
    enum step_kind kind;
    int64_t minutes; /* share of the working time */
};
struct process_in {
    str code, name;   /* the procedure's */
    str kind;         /* of work */
    bool is_template; /* not approved by the authority */
    const struct process_step_in *steps;
    ptrdiff_t n;
};
/* Publishes the process with these steps and the usual actions and guards of their kinds
   (receive -> process -> approve -> issue), or finds the equal one that is there. The first of
   a code holds for all days, a later one from today. RC_INVALID with a fault: no steps, a path
   that ends nowhere, an unknown order of kinds, shares of time that are negative. */
MUST_USE enum rc process_put(struct ctx *c, const struct process_in *in,
                             struct process_id *ret_process);
/* The same as data, to begin a draft with. */
MUST_USE enum rc process_usual(struct ctx *c, const struct process_in *in, struct process_def *ret_def);

/* ---- versions ---- */

enum process_state { PROCESS_DRAFT, PROCESS_PUBLISHED, PROCESS_DISCARDED };
struct process_version {
    struct process_id id;
    str code, kind, name, content; /* content: the file; absent in lists */
    int64_t no, edit;              /* edit: +1 with every change, for whoever saw another */
    enum process_state state;
    bool is_template;
    date valid_from; /* DATE_NONE: not published */
    instant created_at, published_at;
    str created_by, published_by, reason;
    int64_t running; /* open pieces of work on it; of published ones */
};
struct process_versions {
    struct process_version *v;
    ptrdiff_t n;
};
MUST_USE enum rc process_version_get(struct ctx *c, struct process_id id,
                                     struct process_version *ret_version);
MUST_USE enum rc process_version_by(struct ctx *c, str code, int64_t no,
                                    struct process_version *ret_version);
/* Of one process, newest first; RC_NOT_FOUND: no such process. */
MUST_USE enum rc process_version_list(struct ctx *c, str code, struct process_versions *ret);
/* All processes by code after `after`, each as its newest version; `what`: one code, or absent. */
struct process_code {
    str code, kind, name;
    bool is_template;
    int64_t versions, drafts;
};
struct process_codes {
    struct process_code *v;
    ptrdiff_t n;
};
MUST_USE enum rc process_code_list(struct ctx *c, str what, str after, int64_t max,
                                   struct process_codes *ret);
/* In force on a day: the authority's own before a template, then the newest. RC_NOT_FOUND. */
MUST_USE enum rc process_of_code(struct ctx *c, str code, str kind, date day,
                                 struct process_id *ret_process);

/* A new draft of its code. RC_INVALID "/process": the code has another kind. */
MUST_USE enum rc process_draft(struct ctx *c, const struct process_def *def,
                               struct process_id *ret_process);
/* The same from a file; RC_INVALID with the faults of process_read. */
MUST_USE enum rc process_import(struct ctx *c, str text, struct process_id *ret_process);
/* Puts another content into a draft (same code and kind, and to be read again, else RC_INVALID).
   RC_CONFLICT: changed meanwhile, or no draft any more. */
MUST_USE enum rc process_edit(struct ctx *c, struct process_id id, int64_t seen_edit,
                              const struct process_def *def);
MUST_USE enum rc process_discard(struct ctx *c, struct process_id id, int64_t seen_edit);
struct process_publish {
    int64_t seen_edit;
    date valid_from; /* not in the past */
    str reason;
    bool unstaffed; /* may have steps nobody can take yet: said by who publishes, kept in the event */
};
/* Runs every check, then makes it the version for work opened from that day on. RC_INVALID with
   all faults at their places, nothing changed; RC_CONFLICT as process_edit. */
MUST_USE enum rc process_publish(struct ctx *c, struct process_id id, const struct process_publish *in);

/* ---- what a published version holds ---- */

struct process_step {
    int64_t id, rank, minutes;
    str key, name, role_text;
    enum step_kind kind;
    enum role role;
};
MUST_USE enum rc process_steps(struct ctx *c, struct process_id id, struct process_step **ret_steps,
                               ptrdiff_t *ret_n);
/* The facts its branches ask for, to be offered by pages. */
MUST_USE enum rc process_facts(struct ctx *c, struct process_id id, struct def_fact **ret_facts,
                               ptrdiff_t *ret_n);

/* ---- what differs ---- */

struct process_change {
    str at;            /* place in the newer file, or in the older where it is gone */
    str before, after; /* as written; absent: not there */
};
struct process_changes {
    struct process_change *v;
    ptrdiff_t n;
};
/* Steps, actions, guards, facts and parts are matched by their keys, not by their order. */
struct process_changes process_diff(struct arena *mem, const struct process_def *before,
                                    const struct process_def *after);

#endif
