/*
 * form_read.h - shared by the readers of forms (urlencoded, multipart, JSON) inside web.
 * Readers turn what came into a bag of named inputs; one binder judges them all, so that
 * a field means the same wherever it came from.
 */
#ifndef MOTCUA_WEB_FORM_READ_H
#define MOTCUA_WEB_FORM_READ_H

#include "core/hash.h"
#include "crypto/crypto.h"
#include "http/form.h"
#include "web/form.h"

#define FORM_FIELDS_MAX 96
#define FORM_INPUTS_MAX 400

/* NULL, or what a form's own array has wrong (English, stops the boot). */
const char *web__form_fault(const struct form *f);
/* NULL, or which text of a form that pages draw is missing. */
const char *web__form_texts_fault(const struct form *f);
bool web__form_has_files(const struct form *f);

/* The field an input name belongs to; part is 0 whole, 1 day, 2 month, 3 year. */
struct form_place {
    const struct field *field; /* NULL: not declared */
    ptrdiff_t index;
    str key; /* of a keyed field */
    int part;
};
struct form_place web__form_place(const struct form *f, str name);
/* "_token", "_key", "_version": the dispatcher's own inputs, allowed in every page form. */
bool web__form_reserved(str name);

/* Who may use the note of a file already stored (form_keep.c). */
struct form_keeper {
    const struct crypto_key *key;
    int64_t actor;
};
str web__kept_make(struct ctx *c, const struct form_keeper *k, str field, const struct form_file *file);
/* RC_INVALID: not ours, not theirs, not of this field. RC_NOT_FOUND: its time is over. */
MUST_USE enum rc web__kept_read(struct ctx *c, const struct form_keeper *k, str field, str text,
                                struct form_file *ret_file);
str web__kept_name(str text);

/* Every value typed under a name, `max` at most; how many. */
ptrdiff_t web__values_of(const struct form_values *v, str name, str *to, ptrdiff_t max);

/* Name and value of each, with `end` after both; without the dispatcher's own inputs. */
struct buf;
void web__values_write(struct buf *b, const struct form_values *v, char end);

struct form_bag;
struct form_bag *web__bag_new(struct ctx *c, const struct form *f, struct form_values *values);
/* One input, valid UTF-8. Undeclared or doubled names become malformed faults. */
void web__bag_text(struct form_bag *b, str name, str value);
/* For JSON: the place is known, the value has the right JSON type. */
void web__bag_put(struct form_bag *b, struct form_place at, str value);
/* The field's value had the wrong JSON type; `key` is the message. */
void web__bag_wrong(struct form_bag *b, struct form_place at, const char *key);
void web__bag_malformed(struct form_bag *b, str name, const char *key);
/* `at` was found before the bytes were stored; the file counts as one row. */
void web__bag_file(struct form_bag *b, struct form_place at, str name, const struct form_file *file);
void web__bag_keeper(struct form_bag *b, const struct form_keeper *k);
/* Room for one more file in that field? False after recording the fault. */
bool web__bag_file_fits(struct form_bag *b, struct form_place at, str name);
/* A file of that field was refused and its fault recorded: it does not count as missing. */
void web__bag_file_failed(struct form_bag *b, struct form_place at);
/* What a nested object was read into; NULL: it was refused and its faults are recorded. */
void web__bag_part(struct form_bag *b, struct form_place at, const void *part);
struct digest web__bag_hash(struct form_bag *b);
/* Judges everything: RC_OK and *ret_in, or RC_INVALID and all faults in the fields' order. */
MUST_USE enum rc web__bag_bind(struct form_bag *b, const void **ret_in);

/* One value of one field. NULL, or the message key of what is wrong with it and its arguments. */
struct form_reading {
    const struct field *field;
    struct form_row *row;
    str args[3];
    int arg_n;
};
const char *web__kind_read(struct ctx *c, struct form_reading *r, str text);
/* Is the value of this kind empty (and so absent)? */
bool web__kind_is_empty(const struct field *f, str text);
/* Message key of a missing required value. */
const char *web__kind_required(const struct field *f);
/* Writes an absent or read value into its place of the struct. */
void web__kind_store(const struct field *f, void *in, const struct form_row *row);
ptrdiff_t web__kind_limit(const struct field *f); /* letters of a text kind */

bool web__form_key_is_good(str key); /* what may stand for the star */
str web__json_name(struct arena *mem, const char *field);
/* The form and field a pointer into nested objects leads to; `field` NULL: none. */
struct form_place web__json_place(struct arena *mem, const struct form **f, str pointer);
str web__json_pointer(struct arena *mem, const struct form *f, str field);

/* Bytes a file may have where the field says nothing: the setting upload_file_max. */
int64_t web__form_file_max(void);
int64_t web__form_body_max(void); /* of a form with files, all together */
struct form_body {
    struct form_keeper keeper;
    str content_type;
    const struct http_body *body;
    struct file_store *files;
};
/* *ret_hash: of everything sent but the token and the key, whatever the encoding or boundary;
   set also when the form is refused. */
MUST_USE enum rc web__form_multipart(struct ctx *c, const struct form *f, const struct form_body *body,
                                     struct form_values *values, struct digest *ret_hash,
                                     const void **ret_in);
MUST_USE enum rc web__form_urlencoded(struct ctx *c, const struct form *f, str body,
                                      struct form_values *values, struct digest *ret_hash,
                                      const void **ret_in);

#endif
