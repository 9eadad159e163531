/*
 * petition.h - petitions (phản ánh, kiến nghị về quy định hành chính, NĐ 20/2008/NĐ-CP): a second kind
 * of case on the engine of casework, which knows nothing of them. States, steps, who acts and
 * what each act needs are packs/processes/petition.json; times are packs/petitions. Here stands
 * what a petition is beside that: sender, words, assessment, answer, what is published.
 * Complaints and denunciations are no petitions: refused with where they belong, never handled.
 *
 * Invariants: 1. who follows a petition without an account has its public id, and sees no contact;
 * 2. nothing is published that a person has not checked, and nothing in which a number or the
 * sender's name is found; 3. a reminder is sent only when something is late; 4. every act is one
 * event. When you add an action to the process: what it stores in petition_act.c, its words in
 * text.vi and text.en.
 */
#ifndef MOTCUA_PETITION_PETITION_H
#define MOTCUA_PETITION_PETITION_H

#include "casework/casework.h"
#include "casework/parts.h"
#include "notify/notify.h"
#include "record/record.h"

extern const struct record_kind petition_kinds[];
extern const struct record_replayer petition_replayers[];
extern const struct notify_source petition_notices;

struct petition_id {
    int64_t v; /* = work_id */
};

/* A unit at every opening: the shipped process, where none is in force, and the times. */
MUST_USE enum rc petition_install(struct ctx *c);
/* For struct work_case. */
enum rc petition_migrated(struct ctx *c, struct work_id id, const struct work_migrated *m);

/* ---- sending ---- */

#define PETITION_CHANNELS "counter|post|phone|national"
#define PETITION_MATTERS "rule|conduct|complaint|denunciation"
struct petition_in {
    str channel; /* online: anybody; the others: staff who receive */
    str matter;  /* as the sender sees it; complaint and denunciation are refused with where they belong
                  */
    str agency;  /* code of the agency it concerns */
    str title, body;
    str name, phone, email, address;
    bool hide_name;
    str outside_id;   /* national petition system; staff only */
    instant filed_at; /* INSTANT_NONE = now; staff may enter a letter late */
};
struct petition_ref {
    struct petition_id id;
    str pub, code;
    int64_t version;
};
/* RC_INVALID at matter, agency (none such, or it receives nothing), title, body, name, phone (nobody
   could be answered), filed_at; RC_CONFLICT "outside_id" seen before; RC_DENIED as staff without the
   right. */
MUST_USE enum rc petition_send(struct ctx *c, const struct petition_in *in,
                               struct petition_ref *ret_ref);

/* ---- acts: who may do what and when is the process' to say ---- */

#define PETITION_CRITERIA 6
#define PETITION_OUTCOMES "amend|replace|abolish|propose|issue|keep"
struct petition_act {
    int64_t seen_version;
    str action, note, reason;
    str forwarded_to;                             /* forward */
    str into;                                     /* merge: code of the other */
    str criteria[PETITION_CRITERIA];              /* submit: met | not | none */
    str outcome, answer;                          /* submit */
    str public_title, public_text, public_answer; /* publish */
    bool checked;                                 /* publish: a person looked for personal data */
};
/* As work_take; RC_INVALID at the field that is missing or wrong, nothing changed. */
MUST_USE enum rc petition_do(struct ctx *c, struct petition_id id, const struct petition_act *in,
                             struct petition_ref *ret_ref);
/* The sender answers what was asked: whoever has the public id. RC_CONFLICT: nothing is asked. */
MUST_USE enum rc petition_clarify(struct ctx *c, str pub, int64_t seen_version, str text);
/* A reminder letter to who handles it, by the office that controls. RC_CONFLICT: nothing is late. */
MUST_USE enum rc petition_remind(struct ctx *c, struct petition_id id, str text);
/* Its number in the national petition system. RC_CONFLICT: another has it. */
MUST_USE enum rc petition_set_outside(struct ctx *c, struct petition_id id, str outside_id);
/* A job: runs out pauses, applies a new calendar to the clocks of petitions, a piece at a time. */
MUST_USE enum rc petition_tick(struct ctx *c, str cursor, str *ret_next);

/* ---- reading ---- */

struct petition {
    struct petition_id id;
    struct work work;
    str pub, code, channel, outside_id, agency, title, body;
    int64_t agency_id, account_id, merged_into; /* 0 = none */
    str name, phone, email, address;
    bool hide_name;
    enum lang lang;
    instant filed_at, entered_at, stage_due_at, answered_at, published_at;
    str question, clarified, forwarded_to, ended_reason, criteria, outcome, answer;
    str public_title, public_text, public_answer, public_name;
};
/* For staff in reach. RC_NOT_FOUND for everybody else. */
MUST_USE enum rc petition_get(struct ctx *c, str pub, struct petition *ret);
/* By its public id, for the sender: without contact, reminders and what was said inside. */
MUST_USE enum rc petition_follow(struct ctx *c, str pub, struct petition *ret);
/* Without rights of one's own: sources, replay. */
MUST_USE enum rc petition_get_by_id(struct ctx *c, struct petition_id id, struct petition *ret);

/* The letters that were sent, oldest first. */
struct petition_reminder {
    int64_t no;
    str text, by; /* name of the account */
    instant was_due_at, sent_at;
};
MUST_USE enum rc petition_reminders(struct ctx *c, const struct petition *p,
                                    struct petition_reminder **ret_v, ptrdiff_t *ret_n);
struct petition_row {
    int64_t id;
    str pub, code, title, agency, channel, step;
    enum work_status status;
    instant filed_at, stage_due_at;
    int64_t reminders; /* of open and late ones */
};
struct petition_rows {
    struct petition_row *v;
    ptrdiff_t n;
};
enum petition_list {
    PETITIONS_OPEN,
    PETITIONS_LATE,
    PETITIONS_WAITING,
    PETITIONS_DONE,
    PETITIONS_LISTS
};
/* Within the actor's reach; `after`: the row the page before ended with, or NULL. */
MUST_USE enum rc petition_list(struct ctx *c, enum petition_list which,
                               const struct petition_row *after, int64_t max,
                               struct petition_rows *ret);
MUST_USE enum rc petition_late_count(struct ctx *c, int64_t *ret_n);      /* of PETITIONS_LATE, all */
MUST_USE enum rc petition_mine(struct ctx *c, struct petition_rows *ret); /* of c->actor's account */
/* The same words within 60 days: may be the same matter. */
struct petition_alike {
    str code, pub, title, name;
    instant filed_at;
};
MUST_USE enum rc petition_alike(struct ctx *c, const struct petition *p, struct petition_alike **ret,
                                ptrdiff_t *ret_n);

struct petition_event {
    instant at;
    str kind, actor, note; /* actor: absent for the sender's own; note: what was said with it */
};
/* Newest first; `inside`: with what only staff may read. */
MUST_USE enum rc petition_timeline(struct ctx *c, const struct petition *p, bool inside,
                                   struct petition_event **ret, ptrdiff_t *ret_n);

/* Answered ones as published, newest first. `before`: the last of the page before, NULL = newest. */
struct petition_public {
    int64_t id;
    str code, title, text, answer, name, agency; /* name absent: hidden */
    instant filed_at, answered_at, published_at;
};
struct petition_publics {
    struct petition_public *v;
    ptrdiff_t n;
};
MUST_USE enum rc petition_published(struct ctx *c, const struct petition_public *before, int64_t max,
                                    struct petition_publics *ret);

/* ---- times, and where to send to ---- */

/* So long from then: "refuse" "forward" "ask" "process" "publish", and the article. RC_NOT_FOUND: no
   rule, or no calendar in force. */
MUST_USE enum rc petition_by(struct ctx *c, const char *rule, instant from, instant *ret_by,
                             str *ret_article);
MUST_USE enum rc petition_rule(struct ctx *c, const char *rule, date day, str *ret_value,
                               str *ret_article);

struct petition_contact {
    str address, phone, email, web;
};
/* RC_NOT_FOUND: the agency has none yet. */
MUST_USE enum rc petition_contact_get(struct ctx *c, int64_t agency, struct petition_contact *ret);
/* RC_DENIED without PERM_ORG_MANAGE; RC_INVALID: nothing given. */
MUST_USE enum rc petition_contact_put(struct ctx *c, int64_t agency, const struct petition_contact *in);

#endif
