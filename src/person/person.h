/*
 * person.h - whose dossiers there are and who files them: natural persons, businesses, and the
 * agencies themselves, which are applicants of internal procedures (TTHC nội bộ). Leaves out: accounts
 * (access), staff (org), merging two persons (later).
 *
 * Invariants: 1. a personal number (12 digits) or a tax code names at most one person;
 * an old 9-digit number may stand on several (they were reused); 2. name_key is the folded
 * name and nothing else searches by name; 3. everything here is personal data: print it
 * masked (core/ident.h), unmasked only with a purpose in the record.
 */
#ifndef MOTCUA_PERSON_PERSON_H
#define MOTCUA_PERSON_PERSON_H

#include "core/ctx.h"
#include "core/ident.h"
#include "record/record.h"

extern const struct record_kind person_kinds[];

enum person_kind { PERSON_NATURAL, PERSON_BUSINESS, PERSON_AGENCY };

struct person {
    int64_t id;
    str pub;
    enum person_kind kind;
    str name;       /* as written, NFC */
    str number;     /* 12 digits; an agency's code (law.md 3.4); absent for a business or if unknown */
    str old_number; /* 9 digits */
    str tax_code;   /* 0100109106 or 0100109106-001 */
    date birth;     /* DATE_NONE = unknown */
    enum sex sex;
    str phone; /* E.164: +84912345678 */
    str email, address;
    int64_t revision; /* raised by each change; the ETag */
};
struct persons {
    struct person *v;
    ptrdiff_t n;
};

/* Doubts that do not stop (law.md 3.5): enum ident_warning of the number. */
unsigned person_doubts(const struct person *p);

MUST_USE enum rc person_by_id(struct ctx *c, int64_t id, struct person *ret_person);
MUST_USE enum rc person_by_pub(struct ctx *c, str pub, struct person *ret_person);
/* By personal number or agency's code, tax code: exactly one or RC_NOT_FOUND. */
MUST_USE enum rc person_by_number(struct ctx *c, str number, struct person *ret_person);
MUST_USE enum rc person_by_tax_code(struct ctx *c, str tax_code, struct person *ret_person);

/* Checks and normalises every field (phone to E.164, NFC, trimmed). RC_INVALID at the field. */
MUST_USE enum rc person_check(struct ctx *c, struct person *p);
/* What was given and is known otherwise, a bit per part; what one of the two does not say does
   not differ. */
enum person_part {
    PERSON_NAME,
    PERSON_OLD_NUMBER,
    PERSON_TAX_CODE,
    PERSON_BIRTH,
    PERSON_SEX,
    PERSON_PHONE,
    PERSON_EMAIL,
    PERSON_ADDRESS,
    PERSON_PART_COUNT
};
unsigned person_differences(struct ctx *c, const struct person *given, const struct person *found);
/* Every agency of the house that is no person yet becomes one, under its code and name. Safe to
   repeat; a unit of work at start. */
MUST_USE enum rc person_install_agencies(struct ctx *c);
/* The number as pages show it: a personal one masked, an agency's code and a tax code whole. */
str person_number_shown(struct arena *mem, const struct person *p);

/* The one with this number (natural, agency) or tax code (business), else a new one; never a new
   agency: RC_INVALID at "number". What was found
   is not changed: person_differences are in *ret_differs, the caller decides (law.md 1.2, 3b). */
MUST_USE enum rc person_find_or_create(struct ctx *c, const struct person *p, struct person *ret_person,
                                       unsigned *ret_differs);
/* RC_CONFLICT if revision is not the stored one, or number or tax code belong to another. */
MUST_USE enum rc person_update(struct ctx *c, const struct person *p, str reason);
/* Who may be the same: equal number, old number, phone, or equal folded name and birth. */
MUST_USE enum rc person_duplicates(struct ctx *c, const struct person *p, struct persons *ret_list);
/* Somebody is seen in full: the event person.viewed with its purpose, nothing personal in its payload.
   Whether the actor may is the caller's to ask. RC_INVALID: no such purpose, or "other" without a
   note that says which. */
#define PERSON_PURPOSES "identity|examine|register|complaint|other"
struct person_viewing {
    str purpose, note;
    str about; /* public id of the dossier it is for */
    str part;  /* "form": a form filled in for it; absent: the entry of the register */
};
MUST_USE enum rc person_view(struct ctx *c, int64_t id, const struct person_viewing *in,
                             struct person *ret_person);
/* Who saw a person in full for that dossier, newest first. */
struct person_viewed {
    instant at;
    int64_t actor, agency; /* account, agency */
    str purpose, note, part;
};
MUST_USE enum rc person_views(struct ctx *c, int64_t id, str about, struct person_viewed **ret_v,
                              ptrdiff_t *ret_n);
/* For the counter: a number, a phone, or the beginning of a folded name; max 50. */
MUST_USE enum rc person_search(struct ctx *c, str what, int64_t max, struct persons *ret_list);

#endif
