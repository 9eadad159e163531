/*
 * notify.h - notices (thông báo): who is told of what happened, in which words and by which way.
 * It follows the sealed record from where it stopped, so whoever writes an event calls nobody.
 * Leaves out: what an event means to people (a source, below) and how a channel is spoken to (a
 * destination of the outbox, job/outbox.h: retry, back-off, parked letters, silence).
 *
 * Invariants: 1. one notice for each event, kind and recipient, whatever is run twice; 2. the page
 * of an account shows every notice to it, by whatever other channel it also went; 3. a message is
 * asked for only of a channel that is connected: otherwise the page says that it is not; 4. a
 * template is taken only when it fills with the sample of its kind in both languages; 5. what
 * was told stays as it was told: words, template version, language.
 * When you add a kind of notice: its row in a source, its words in packs/notices/vn.json, its
 * title notify.kind.* in text.vi and text.en.
 */
#ifndef MOTCUA_NOTIFY_NOTIFY_H
#define MOTCUA_NOTIFY_NOTIFY_H

#include "core/ctx.h"
#include "core/i18n.h"
#include "core/setting.h"
#include "record/record.h"

extern const struct record_kind notify_kinds[];
extern const struct record_replayer notify_replayers[];
extern const struct setting notify_settings[];

/* ---- what may stand in a template: {code}, {due} … ---- */

enum notice_field {
    NOTICE_CODE,      /* of the case */
    NOTICE_PROCEDURE, /* what is asked for; a petition's title never */
    NOTICE_AGENCY,    /* who has it */
    NOTICE_AT,        /* when it happened */
    NOTICE_DUE,       /* the date that holds from now on */
    NOTICE_OLD_DUE,   /* the one that held before */
    NOTICE_REPLY_BY,  /* until when the authority answers */
    NOTICE_ITEMS,     /* how many things are asked for */
    NOTICE_ANSWER_BY, /* until when they are to be brought */
    NOTICE_UNTIL,     /* until when a clock stands at the latest, or an answer was to come */
    NOTICE_ASKED,     /* the agency that was asked */
    NOTICE_HOW,       /* the way of the result */
    NOTICE_LINK,      /* address of the page of the case */
    NOTICE_FIELD_COUNT
};
#define NOTICE_BIT(field) (1u << (field))
const char *notice_field_word(enum notice_field f); /* "old_due" */

/* A kind of notice: which fields its templates may use, and which they must. */
struct notice_kind {
    const char *code;  /* "accepted" */
    const char *title; /* message key */
    unsigned may, must;
};

/* ---- sources: what an event tells whom; arrays that app connects ---- */

struct notice_event {
    int64_t seq, id, object, actor;
    instant at;
    str kind, object_kind, object_pub, channel, payload;
};
struct notice_tell {
    const struct notice_kind *kind;
    int64_t account; /* 0: somebody without one, reached at `address` if at all */
    int64_t person;  /* then: who; 0 = nobody the register has */
    str address;     /* e-mail */
    str path;        /* "/my/dossiers/…": becomes {link} */
    const str (*values)[NOTICE_FIELD_COUNT]; /* by language */
};
/* Writes the notice and asks for its messages; done before: nothing. For sources. */
MUST_USE enum rc notice_tell(struct ctx *c, const struct notice_event *e, const struct notice_tell *t);

struct notify_source {
    const char *object;              /* kind of the object of its events */
    const struct notice_kind *kinds; /* ended by code NULL */
    /* An event of that object. RC_NOT_FOUND: nothing to be told any more. */
    enum rc (*gather)(struct ctx *c, const struct notice_event *e);
};
/* Once, before the store is used. `sources` ends with object NULL and stays. */
void notify_configure(const struct notify_source *sources);
/* "https://mot-cua.example.vn": what links in letters begin with. Process lifetime. */
void notify_set_origin(str origin);
extern const struct notify_source notify_dossier_source;
/* Accounts that hold the role in the unit that day, at most ten: for sources. */
struct notice_accounts {
    int64_t v[10];
    ptrdiff_t n;
};
MUST_USE enum rc notice_accounts_of_unit(struct ctx *c, int64_t unit, const char *role, date day,
                                         struct notice_accounts *ret);
/* Accounts of those who head the unit that day. */
MUST_USE enum rc notice_accounts_of_heads(struct ctx *c, int64_t unit, date day,
                                          struct notice_accounts *ret);
/* Accounts that hold the role in the agency that day. */
MUST_USE enum rc notice_accounts_of_agency(struct ctx *c, int64_t agency, const char *role, date day,
                                           struct notice_accounts *ret);
/* Citizens' accounts of a person. */
MUST_USE enum rc notice_accounts_of_person(struct ctx *c, int64_t person, struct notice_accounts *ret);

/* A unit at every opening: shipped templates, and the place in the record where reading begins (its
   end, in a folder that is older than this). */
MUST_USE enum rc notify_install(struct ctx *c);
/* What happened until now is told to nobody: a demo's past. */
MUST_USE enum rc notify_skip(struct ctx *c);
/* One small unit of the job: the next events. *ret_more: there are more. */
MUST_USE enum rc notify_follow(struct ctx *c, bool *ret_more);
/* Officers whose answer to an online filing is nearly due; then filings nobody was told of: tried
   again, and past the time of the rule set told to the head of the one-stop, or the leaders. */
MUST_USE enum rc notify_remind(struct ctx *c, bool *ret_more);
/* Online filings whose officer was not told in time and is not yet, the oldest first. */
struct notice_untold {
    str code, agency;
    instant at, by;
};
MUST_USE enum rc notify_untold(struct ctx *c, int64_t max, struct notice_untold **ret,
                               ptrdiff_t *ret_n);
/* For /metrics: how many, as the job saw it last. */
struct buf;
void notify_metrics(struct buf *b);
/* The next of those that wait for a quota. *ret_sent: how many went. */
MUST_USE enum rc notify_release(struct ctx *c, int64_t *ret_sent);

/* ---- templates ---- */

/* The i-th kind of all sources; NULL after the last. */
const struct notice_kind *notice_kind_at(int i);
const struct notice_kind *notice_kind_of(str code); /* NULL: no such kind */

struct notice_words {
    str subject, body;
};
struct notice_template {
    int64_t version; /* 0 in a draft */
    date from;
    struct notice_words words[LANG_COUNT];
    str made_by, reason; /* made_by absent: shipped */
    instant made_at;
};
#define NOTICE_SUBJECT_MAX 150 /* letters, filled */
#define NOTICE_BODY_MAX 2000
/* In force that day. RC_NOT_FOUND: none yet. */
MUST_USE enum rc notice_template_on(struct ctx *c, str kind, date day, struct notice_template *ret);
/* Newest first. */
MUST_USE enum rc notice_template_list(struct ctx *c, str kind, struct notice_template **ret,
                                      ptrdiff_t *ret_n);
/* Fills both languages with the sample of the kind. RC_INVALID at subject_vi, body_vi, subject_en,
   body_en: unknown field, one that is missing, a brace that does not end, too long. */
MUST_USE enum rc notice_template_check(struct ctx *c, const struct notice_kind *k,
                                       const struct notice_template *t,
                                       struct notice_words ret_sample[LANG_COUNT]);
/* Checks and adds the next version; an event. RC_INVALID also at "from" (before today) and "reason";
   RC_CONFLICT when another version than `seen` is the newest. */
MUST_USE enum rc notice_template_save(struct ctx *c, const struct notice_kind *k,
                                      const struct notice_template *t, int64_t seen);

/* ---- what a person chose ---- */

struct notice_choice {
    bool mail, sms, zalo;
    enum lang lang;
    str address; /* e-mail it goes to; absent: none is known */
};
MUST_USE enum rc notice_choice_get(struct ctx *c, int64_t account, struct notice_choice *ret);
/* Of c->actor's own account. RC_INVALID "mail" without an address; "sms", "zalo" while not connected.
 */
MUST_USE enum rc notice_choice_put(struct ctx *c, const struct notice_choice *in);

/* ---- reading ---- */

struct notice {
    int64_t id;
    str pub, kind, object_kind, object_pub, name, subject, body; /* name: whose account; absent */
    bool account;                                                /* shown on somebody's page */
    enum lang lang;
    instant at, read_at, sent_at;
    str mail; /* "" none; held not_connected stale; waiting failed parked sent: as the outbox has it */
    int64_t attempts;
    str last_error;
};
struct notices {
    struct notice *v;
    ptrdiff_t n;
};
/* Of c->actor's own account, newest first; `before` 0 = from the newest. */
MUST_USE enum rc notice_mine(struct ctx *c, int64_t before, int64_t max, struct notices *ret);
MUST_USE enum rc notice_unread(struct ctx *c, int64_t *ret_n); /* at most 100 */
MUST_USE enum rc notice_read(struct ctx *c);                   /* all of c->actor's */
/* Of one object within reach of the caller; account 0 = to everybody. Newest first. */
MUST_USE enum rc notice_of_object(struct ctx *c, str object_kind, int64_t object, int64_t account,
                                  struct notices *ret);
/* Letters that were given up, newest first. */
MUST_USE enum rc notice_parked(struct ctx *c, int64_t max, struct notices *ret);
MUST_USE enum rc notice_held(struct ctx *c, int64_t *ret_n); /* waiting for a quota; at most 1,000 */
/* A parked letter once more, to the address the person has now; an event. RC_NOT_FOUND: none such;
   RC_CONFLICT: it is not parked; RC_INVALID: no address any more. */
MUST_USE enum rc notice_again(struct ctx *c, str pub);

#endif
