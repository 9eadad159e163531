/*
 * eform.h - electronic forms as data: a definition (strict JSON, shipped in packs/forms or
 * typed in by an administrator), its one evaluator, and the judging of what was filled in.
 * Versions and their tables stand in eform/versions.h, papers and lists in eform/show.h.
 * Leaves out: who fills it in and for what (filing, dossier).
 *
 * Invariants: 1. a definition that eform_read took has no unknown field, no type mismatch, no
 * circle and no field that can never be reached; 2. evaluating it costs a bounded number of
 * steps (no loops; EFORM_* limits); 3. what is not shown has no value; 4. judging what
 * eform_write wrote gives the same values again. When you add a type: its row in eform_type.c,
 * its control in filing and dossier, its line in docs/internals/forms.md.
 */
#ifndef MOTCUA_EFORM_EFORM_H
#define MOTCUA_EFORM_EFORM_H

#include "core/ctx.h"
#include "core/i18n.h"
#include "core/json.h"

struct areas; /* org/area.h */

#define EFORM_FIELDS_MAX 120
#define EFORM_GROUPS_MAX 30
#define EFORM_ROWS_MAX 20      /* of a group that repeats */
#define EFORM_SOURCE_MAX 65536 /* bytes of a definition */

enum eform_type {
    EFORM_TEXT,
    EFORM_LINES,
    EFORM_NUMBER,
    EFORM_MONEY,
    EFORM_DATE,
    EFORM_ID, /* personal number */
    EFORM_PHONE,
    EFORM_EMAIL,
    EFORM_ADDRESS,
    EFORM_CHOICE,
    EFORM_CHOICES, /* several */
    EFORM_YES_NO,
    EFORM_FILE,        /* handed in as a paper; never in a group that repeats */
    EFORM_DECLARATION, /* has to be ticked */
    EFORM_COMPUTED,
    EFORM_TYPE_COUNT
};

/* What rules compute with. ANY: may be anything (only while a definition is checked). */
enum eform_kind {
    EFORM_ABSENT,
    EFORM_NUM,
    EFORM_DONG,
    EFORM_DAY,
    EFORM_WORD,
    EFORM_SET,
    EFORM_BOOL,
    EFORM_ANY
};
struct eform_value {
    enum eform_kind kind;
    int64_t n;      /* NUM, DONG; DAY: days since 1970; BOOL */
    str text;       /* WORD */
    const str *set; /* SET */
    ptrdiff_t set_n;
};

struct eform_words {
    str vi, en;
};
str eform_say(const struct eform_words *w, enum lang lang);

struct eform_expr; /* a compiled rule */

struct eform_choice {
    str value;
    struct eform_words label;
};
struct eform_field {
    str key, path; /* "birth", "child.birth" */
    enum eform_type type;
    enum eform_kind kind;
    ptrdiff_t group;
    struct eform_words label, hint, why, say; /* why: the ground for asking; say: of `check` */
    str source;       /* where the State has it already; absent = nowhere it may be reused from */
    str component;    /* FILE: code or name of the procedure's paper */
    bool required;    /* unless `need` decides */
    int64_t min, max; /* letters, value, days from today for dates; INT64_MIN, INT64_MAX = open */
    const struct eform_choice *choices;
    ptrdiff_t choices_n;
    const str *prefill; /* self.name, earlier … in the order they are tried */
    ptrdiff_t prefill_n;
    const struct eform_expr *show, *need, *value, *check; /* NULL = none */
};
struct eform_group {
    str key;
    struct eform_words label, hint;
    bool repeats;
    int64_t min, max;   /* rows */
    ptrdiff_t first, n; /* its fields */
    const struct eform_expr *show;
};
struct eform {
    str code;
    int64_t version;
    struct eform_words name;
    const str *procedures;
    ptrdiff_t procedures_n;
    const str *replaces; /* codes or names of papers that are the same form on paper */
    ptrdiff_t replaces_n;
    str source; /* where the official text stands, or that it was not found */
    bool verified;
    date from, until; /* until DATE_NONE = open */
    struct eform_group *groups;
    struct eform_field *fields;
    ptrdiff_t groups_n, fields_n;
    const ptrdiff_t *order;    /* fields and groups (fields_n + group) as they depend on each other */
    str sample;                /* answers of the filled sample, as eform_open reads them */
    ptrdiff_t steps;           /* of all rules together */
    const struct areas *areas; /* an address is chosen from; NULL: it is one line */
    bool areas_bind;           /* and has to stand in */
};

/* RC_INVALID, every fault with its place ("groups[2].fields[0].show") as field. */
MUST_USE enum rc eform_read(struct ctx *c, str source, struct eform *ret_form);
const char *eform_type_name(enum eform_type t); /* as definitions write it */
/* The field of that path; -1. */
ptrdiff_t eform_find(const struct eform *f, str path);

/* ---- what was filled in ---- */

struct eform_cell {
    str text; /* as typed; several choices joined by '|' */
    struct eform_value v;
    bool shown, required;
    const char *fault;              /* message key; NULL = in order */
    const struct eform_words *said; /* the definition's own words, with fault "eform.rule" */
    str args[3];
};
struct eform_filled {
    const struct eform *form;
    struct eform_cell **cells; /* by field, EFORM_ROWS_MAX each (1 when its group does not repeat) */
    ptrdiff_t *rows;           /* by group */
    bool *shown;               /* by group */
    const char **group_fault;  /* by group: too few or too many rows */
    bool valid;                /* everything, after eform_judge */
};

/* `answers`: {"child": {"name": "…"}, "witnesses": [{"name": "…"}]}, texts and lists of texts; what
   the form does not have is left out. `answers` empty: nothing yet. RC_INVALID: not such a JSON. */
MUST_USE enum rc eform_open(struct ctx *c, const struct eform *f, str answers,
                            struct eform_filled *ret_filled);
/* "child.name", "witnesses.1.name"; of several choices also "child.papers.value". False: the form
   has no such field or row. Rows are numbered from 0 and made as they are named. */
MUST_USE bool eform_place(const struct eform *f, str name, ptrdiff_t *ret_field, ptrdiff_t *ret_row);
str eform_name(struct arena *mem, const struct eform *f, ptrdiff_t field, ptrdiff_t row);
MUST_USE bool eform_set(struct eform_filled *x, str name, str text);
struct eform_cell *eform_cell(const struct eform_filled *x, ptrdiff_t field, ptrdiff_t row);

/* Before it is filled in: of a form with addresses the areas of today; `bind`: a commune that is none
   of its province's is a fault. What was kept is judged without. */
MUST_USE enum rc eform_with_areas(struct ctx *c, struct eform *f, bool bind);

/* Types, conditions, computed values, checks: fills v, shown, required, fault of every cell. */
void eform_judge(struct ctx *c, struct eform_filled *x);
/* As answers again: what is shown and in order as its value (`all`: everything as typed). RC_INVALID
   "eform.too_long". */
MUST_USE enum rc eform_write(struct ctx *c, const struct eform_filled *x, bool all, str *ret_answers);
/* A value for people; "" when absent. */
str eform_text(struct arena *mem, enum lang lang, const struct eform_field *field,
               const struct eform_value *v);

/* Personal numbers and telephones as those see them who may not see them whole. */
void eform_mask(struct arena *mem, struct eform_filled *x);

/* ---- the language of rules, for tests and fuzzing ---- */

/* NULL and the fault's key in *ret_why when it does not fit the form. `group` -1: no row of its own. */
const struct eform_expr *eform_compile(struct arena *mem, const struct eform *f, ptrdiff_t group,
                                       str text, const char **ret_why);
enum eform_kind eform_kind_of(const struct eform_expr *e);
struct eform_value eform_eval(const struct eform_expr *e, const struct eform_filled *x, ptrdiff_t row,
                              date today);

#endif
