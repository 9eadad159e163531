/*
 * slip.h - papers from templates in files: a strict text that an administrator may replace,
 * read against the fields its kind of paper has, tried with sample data before it is taken,
 * kept in versions. Leaves out: where the facts come from (dossier), painting (pdf).
 *
 * Invariants: 1. the same template and data give the same description, so the same bytes;
 * 2. a template that is stored can be read; 3. versions are never edited, going back is a new
 * version; 4. a paper of a moment takes the version that was in force then. The language of
 * templates: docs/internals/slips.md. When you add a word to it, also change slip_read.c,
 * slip_pdf.c, that page and the fuzz corpus.
 */
#ifndef MOTCUA_SLIP_SLIP_H
#define MOTCUA_SLIP_SLIP_H

#include "record/record.h"
#include "ruleset/ruleset.h"

struct pdf_doc;

/* ---- kinds of paper: what a template may say ---- */

struct slip_field {
    const char *name, *sample; /* sample "": may be empty, then it is tried so */
};
#define SLIP_CELLS 14
struct slip_list {
    const char *name;
    const char *columns[SLIP_CELLS + 1]; /* ends with NULL */
    const char *const *sample;           /* cells of sample_rows rows */
    int sample_rows;
};
#define SLIP_NO_FORM RULE_COUNT
struct slip_kind {
    const char *key, *title;         /* "receipt"; message key */
    enum rule_key form;              /* whose number it bears; SLIP_NO_FORM */
    const struct slip_field *fields; /* ends with a NULL name */
    const struct slip_list *lists;   /* ends with a NULL name */
};
/* Once, before the store is used. Ends with NULL; process lifetime. */
void slip_configure(const struct slip_kind *const *kinds);
const struct slip_kind *const *slip_kinds(void);
const struct slip_kind *slip_kind_of(str key); /* NULL: none */

/* ---- data ---- */

struct slip_data;
struct slip_data *slip_data_new(struct arena *mem, const struct slip_kind *kind);
void slip_put(struct slip_data *d, const char *field, str value); /* BUG: no such field */
/* One row; `cells` in the order of the list's columns. */
void slip_row(struct slip_data *d, const char *list, const str *cells);
struct slip_data *slip_sample(struct arena *mem, const struct slip_kind *kind);

/* ---- templates ---- */

struct slip_template;
/* RC_INVALID with the line and the reason at `template`; nothing unknown is passed over. */
MUST_USE enum rc slip_read(struct ctx *c, const struct slip_kind *kind, str text,
                           const struct slip_template **ret_template);
/* The description for pdf_paint. */
struct pdf_doc *slip_doc(struct arena *mem, const struct slip_template *t, const struct slip_data *d,
                         instant created);
/* Reads, paints the sample and counts its pages; outside a unit of work. RC_INVALID as slip_read,
   or "slip.overflow" at `template` when the sample needs more pages than the template allows. */
MUST_USE enum rc slip_try(struct ctx *c, const struct slip_kind *kind, str text, str *ret_pdf);

/* ---- versions ---- */

extern const struct record_kind slip_event_kinds[]; /* slip.replaced */

struct slip_version {
    str ruleset, paper, body, reason, made_by; /* made_by: a name; absent = shipped */
    int64_t version;
    instant from_at, made_at;
};
struct slip_versions {
    struct slip_version *v;
    ptrdiff_t n;
};
/* The version of a moment; a set without templates of its own has those of the set before.
   RC_NOT_FOUND: no set has that paper. */
MUST_USE enum rc slip_find(struct ctx *c, const struct ruleset *set, str paper, instant at,
                           struct slip_version *ret_version);
/* A paper of that moment: its template in force then, filled. Numbers and templates are those of
   `set`. */
MUST_USE enum rc slip_fill(struct ctx *c, const struct ruleset *set, const struct slip_kind *kind,
                           const struct slip_data *d, instant at, struct pdf_doc **ret_doc);
/* Of one paper, oldest first; `paper` absent: the newest of every paper. */
MUST_USE enum rc slip_list_versions(struct ctx *c, str ruleset, str paper, struct slip_versions *ret);

struct slip_change {
    str ruleset, paper, body, reason;
    date from; /* DATE_NONE = at once; else a day to come */
};
/* RC_NOT_FOUND no such paper of that set; RC_INVALID at template, from, reason; RC_CONFLICT when
   it is the same already. The caller has tried it (slip_try). */
MUST_USE enum rc slip_replace(struct ctx *c, const struct slip_change *in, int64_t *ret_version);
/* A new version with the text of an old one, at once. */
MUST_USE enum rc slip_back(struct ctx *c, str ruleset, str paper, int64_t version, str reason,
                           int64_t *ret_version);
/* The shipped templates that the store does not know yet; safe to repeat. */
MUST_USE enum rc slip_install(struct ctx *c);

#endif
