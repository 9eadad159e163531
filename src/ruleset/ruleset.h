/*
 * ruleset.h - what a decree decides, as data with dates: clocks, form numbers, whose code
 * heads a dossier's. A set (nd61, nd118) holds from its first day until the next one begins;
 * inside a set versions follow each other, each from a date and with a reason. A dossier
 * keeps set and version of its day of reception. Leaves out: computing dates (calendar), the
 * steps of a procedure (casework), how a paper looks (slip).
 *
 * Invariants: 1. a version is never edited; 2. a day that has begun keeps its version: a new
 * one begins tomorrow at the earliest; 3. versions of a set begin in the order of their
 * numbers; 4. every value names its article and how sure it is. When you add a key, also add
 * its row in ruleset_keys.c, its texts, and its value in packs/rulesets.
 */
#ifndef MOTCUA_RULESET_RULESET_H
#define MOTCUA_RULESET_RULESET_H

#include "calendar/clock.h"
#include "record/record.h"

enum rule_key {
    RULE_CODE_OWNER,       /* receiving | competent */
    RULE_START,            /* complete: the clock starts with a complete dossier */
    RULE_REPLY,            /* answer to an online filing */
    RULE_NOTICE,           /* the officer is told of an online filing */
    RULE_TRANSFER,         /* paper from the counter to the unit */
    RULE_TRANSFER_LEVEL,   /* paper to an agency of another level */
    RULE_RETURN_NOTICE,    /* notice to complete, from acceptance; its article stops the clock */
    RULE_RESTART,          /* zero: after completion the clock begins anew; resume: goes on */
    RULE_CLOSE_UNANSWERED, /* closed when nothing comes */
    RULE_EXTENSION_BEFORE, /* days before the due date at which an extension is asked at the latest */
    RULE_EXTENSION_MAX,    /* how many there may be */
    RULE_CORRECTION,       /* a wrong result */
    RULE_FORM_RECEIPT,     /* numbers of the forms, "01" */
    RULE_FORM_SUPPLEMENT,
    RULE_FORM_REFUSAL,
    RULE_FORM_APOLOGY,
    RULE_FORM_STOP,
    RULE_FORM_CONTROL_SHEET,
    RULE_FORM_FOLLOW_UP_BOOK,
    RULE_COUNT
};
enum rule_kind { RULE_DUE, RULE_NUMBER, RULE_WORD, RULE_FORM };

str rule_key_word(enum rule_key k); /* "reply", "form_receipt" */
enum rule_kind rule_key_kind(enum rule_key k);
bool rule_key_required(enum rule_key k); /* every set has it */
MUST_USE bool rule_key_parse(str word, enum rule_key *ret_key);

/* As it stands in the data. An absent value: this set says nothing of it. */
struct rule_value {
    str value;   /* "8 h", "1", "competent", "01" */
    str article; /* "Nghị định 118/2025/NĐ-CP, Điều 17.2" */
    str label;   /* found | known_unverified | inferred | decided */
    str note;    /* absent mostly */
};
bool rule_label_known(str label);

struct ruleset {
    int64_t id;                     /* of the version */
    str pub, code, name, source;    /* nd118, Nghị định 118/2025/NĐ-CP */
    int64_t version;                /* 1, 2 … of the set */
    date set_from, set_to;          /* of the set; set_to = first day of the next, DATE_NONE = open */
    date valid_from;                /* of the version */
    const struct rule_value *value; /* RULE_COUNT of them; process lifetime */
};

/* RC_NOT_FOUND: no set knows that day. */
MUST_USE enum rc ruleset_on(struct ctx *c, date day, struct ruleset *ret_set);
/* As a dossier keeps it. */
MUST_USE enum rc ruleset_of(struct ctx *c, str code, int64_t version, struct ruleset *ret_set);
/* All versions, sets by their first day, newest version of a set last. */
struct ruleset_version {
    struct ruleset set;
    str reason, made_by; /* made_by: a name; absent = shipped */
    instant made_at;
};
struct ruleset_versions {
    struct ruleset_version *v;
    ptrdiff_t n;
};
MUST_USE enum rc ruleset_list(struct ctx *c, struct ruleset_versions *ret_list);

/* Reading a value. False: the set has none such. */
MUST_USE bool ruleset_due(const struct ruleset *s, enum rule_key k, struct due_rule *ret_rule);
int64_t ruleset_number(const struct ruleset *s, enum rule_key k); /* 0: none */
bool ruleset_is(const struct ruleset *s, enum rule_key k, str word);
str ruleset_form(const struct ruleset *s, enum rule_key k);   /* "01"; absent: no such form */
str ruleset_ground(const struct ruleset *s, enum rule_key k); /* the article */
/* The end of that clock, begun then, by the calendar in force; no stops. RC_NOT_FOUND: none. */
MUST_USE enum rc ruleset_by(struct ctx *c, const struct ruleset *s, enum rule_key k, instant from,
                            instant *ret_by);

/* ---- changing ---- */

extern const struct record_kind ruleset_kinds[]; /* ruleset.added, ruleset.changed */

/* One value from a date on. RC_NOT_FOUND no such set; RC_INVALID with faults at value, article,
   label, valid_from, reason; RC_CONFLICT when it says so already or `seen` is not the newest. */
struct ruleset_change {
    str code;
    int64_t seen; /* newest version when the form was drawn */
    enum rule_key key;
    struct rule_value to; /* an empty value takes it out */
    date valid_from;
    str reason;
};
MUST_USE enum rc ruleset_set(struct ctx *c, const struct ruleset_change *in, int64_t *ret_version);

/* What differs between two versions: keys in order. */
struct ruleset_difference {
    enum rule_key key;
    struct rule_value was, is;
};
ptrdiff_t ruleset_differ(struct arena *mem, const struct ruleset *a, const struct ruleset *b,
                         struct ruleset_difference **ret_list);

/* ---- as a file ---- */

/* One version as a file that ruleset_import reads; the same version gives the same bytes. */
str ruleset_export(struct arena *mem, const struct ruleset *s);
/* Sets not known begin on their own first day, known ones that differ get a version from
   `valid_from`. Nothing is taken unless all of it may be: RC_INVALID with the place in the file,
   RC_CONFLICT when nothing is new. *ret_n: versions made. */
MUST_USE enum rc ruleset_import(struct ctx *c, str file, date valid_from, str reason, int64_t *ret_n);
/* The shipped sets that the store does not know yet; safe to repeat. */
MUST_USE enum rc ruleset_install(struct ctx *c);

#endif
