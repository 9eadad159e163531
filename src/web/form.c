/* form.c - the binder: inputs by name into one struct, every fault collected. See form_read.h. */
#include "web/form.h"

#include <stdio.h>
#include <string.h>

#include "core/buf.h"
#include "core/i18n.h"
#include "core/utf8.h"
#include "web/form_read.h"

static const struct {
    const char *suffix;
    ptrdiff_t n;
} parts[] = {{"", 0}, {"_day", 4}, {"_month", 6}, {"_year", 5}};

struct row_link {
    struct form_row row;
    str raw;
    struct row_link *next;
};
struct slot {    /* what came for one field */
    str part[4]; /* the value; of a date also day, month, year */
    bool given[4];
    struct row_link *first, **last;
    int rows;
    struct form_file file;
    const void *object;
    bool kept;   /* the file came as a note of an earlier sending */
    bool failed; /* its fault is known already */
};
struct form_bag {
    struct ctx *c;
    const struct form *f;
    struct form_values *values;
    const struct form_keeper *keeper; /* NULL: notes of files are not taken */
    struct slot *slots;
    int inputs;
    bool malformed;
    struct sha256 hash;
};

struct form_value { /* what was typed under one input name */
    str name, value;
    struct form_value *next;
};

/* ---- names ---------------------------------------------------------------------------- */

static bool is_keyed(const struct field *f)
{
    return str_ends(str_of(f->name), S("_*"));
}
static bool is_rows(const struct field *f)
{
    return f->many || is_keyed(f);
}
static int rows_max(const struct field *f)
{
    return f->max_rows > 0 ? f->max_rows : 50;
}

bool web__form_key_is_good(str key)
{
    for (ptrdiff_t i = 0; i < key.n; i++) {
        char ch = key.p[i];
        if (!((ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') || (ch >= '0' && ch <= '9') ||
              ch == '.' || ch == '_' || ch == '-'))
            return false;
    }
    return key.n > 0 && key.n <= 64;
}

static bool place_in(const struct field *f, str name, struct form_place *at)
{
    str own = str_of(f->name);
    if (is_keyed(f)) {
        str stem = str_sub(own, 0, own.n - 1);
        if (!str_starts(name, stem))
            return false;
        at->key = str_sub(name, stem.n, name.n - stem.n);
        return web__form_key_is_good(at->key);
    }
    if (!str_starts(name, own))
        return false;
    str rest = str_sub(name, own.n, name.n - own.n);
    for (int i = 0; i < (f->kind == F_DATE && !f->many ? 4 : 1); i++)
        if (str_eq(rest, (str){parts[i].suffix, parts[i].n})) {
            at->part = i;
            return true;
        }
    return false;
}

struct form_place web__form_place(const struct form *f, str name)
{
    for (ptrdiff_t i = 0; f->fields[i].name; i++) {
        struct form_place at = {.field = &f->fields[i], .index = i};
        if (place_in(&f->fields[i], name, &at))
            return at;
    }
    return (struct form_place){0};
}

bool web__form_reserved(str name)
{
    return str_eq(name, S("_token")) || str_eq(name, S("_key")) || str_eq(name, S("_version"));
}

bool web__form_has_files(const struct form *f)
{
    for (const struct field *x = f->fields; x->name; x++)
        if (x->kind == F_FILE)
            return true;
    return false;
}

/* Labels stand in error messages too, so input must never meet a missing one. */
static bool has_text(const struct form *f, str stem, str value)
{
    char key[256];
    int n = value.p ? snprintf(key, sizeof key, "%s%.*s%.*s", f->name, STR_ARG(stem), STR_ARG(value))
                    : snprintf(key, sizeof key, "%s%.*s", f->name, STR_ARG(stem));
    return n > 0 && (size_t)n < sizeof key && text_has(key);
}

static const char *field_fault(const struct form *f, const struct field *x)
{
    str name = str_of(x->name);
    str stem = is_keyed(x) ? str_sub(name, 0, name.n - 2) : name;
    for (ptrdiff_t i = 0; i < stem.n; i++)
        if (!((stem.p[i] >= 'a' && stem.p[i] <= 'z') || (i > 0 && stem.p[i] == '_') ||
              (i > 0 && stem.p[i] >= '0' && stem.p[i] <= '9')))
            return "a field's name is not lower_case";
    if (stem.n == 0 || x->kind <= F_NONE || x->kind > F_OBJECT)
        return "a field has no name or no kind";
    if (!has_text(f, stem, STR_NONE))
        return "a field has no label in text.vi and text.en";
    if (x->at >= f->size)
        return "a field lies outside its struct";
    if (is_rows(x) && x->at + sizeof(struct form_rows) > f->size)
        return "a repeated or keyed field wants a struct form_rows";
    if ((x->kind == F_CHOICE) != (x->choices != NULL))
        return "choices go with F_CHOICE";
    if ((x->kind == F_OBJECT) != (x->of != NULL) || (x->of && is_keyed(x)))
        return "nested forms go with F_OBJECT, one or repeated";
    if (x->of && web__form_fault(x->of))
        return web__form_fault(x->of);
    if (x->many && is_keyed(x))
        return "a field is keyed or repeated, not both";
    for (const struct field *y = f->fields; y < x; y++)
        if (web__form_place(f, stem).field != x && str_eq(str_of(y->name), name))
            return "a field's name stands twice";
    return NULL;
}

static bool has_choices(const struct form *f, const struct field *x)
{
    const struct form by_options = {.name = x->options};
    str rest = str_of(x->choices);
    char stem[128];
    (void)snprintf(stem, sizeof stem, "%s.", x->name);
    for (struct str_cut cut = str_cut(rest, '|');; cut = str_cut(cut.tail, '|')) {
        if (x->options ? !has_text(&by_options, cut.head, STR_NONE)
                       : !has_text(f, str_of(stem), cut.head))
            return false;
        if (!cut.found)
            return true;
    }
}

const char *web__form_texts_fault(const struct form *f)
{
    for (const struct field *x = f->fields; x->name; x++) {
        if (x->hint && !text_has(x->hint))
            return "a field's hint has no text";
        if (x->kind == F_CHOICE && !x->hidden && !has_choices(f, x))
            return "a choice has no text";
    }
    return NULL;
}

const char *web__form_fault(const struct form *f)
{
    ptrdiff_t n = 0;
    if (!f->name || !f->fields || f->size == 0)
        return "its form has no name, fields or size";
    if (!str_ends(str_of(f->name), S(".")))
        return "its form's name does not end in a dot";
    for (; f->fields[n].name; n++) {
        const char *fault =
            n < FORM_FIELDS_MAX ? field_fault(f, &f->fields[n]) : "its form is too large";
        if (fault)
            return fault;
    }
    return NULL;
}

/* ---- typed values ----------------------------------------------------------------------- */

str form_value(const struct form_values *v, str name)
{
    str found = STR_NONE;
    for (const struct form_value *x = v->first; x; x = x->next)
        if (str_eq(x->name, name))
            found = x->value;
    return found;
}

ptrdiff_t form_names(const struct form_values *v, str prefix, str *to, ptrdiff_t max)
{
    ptrdiff_t n = 0;
    for (const struct form_value *x = v->first; x && n < max; x = x->next) {
        bool met = !str_starts(x->name, prefix);
        for (ptrdiff_t i = 0; !met && i < n; i++)
            met = str_eq(to[i], x->name);
        if (!met)
            to[n++] = x->name;
    }
    return n;
}

void form_add(struct arena *mem, struct form_values *v, str name, str value)
{
    struct form_value *x = NEW(mem, struct form_value), **at = &v->first;
    *x = (struct form_value){str_dup(mem, name), value, NULL};
    while (*at)
        at = &(*at)->next;
    *at = x;
}

ptrdiff_t web__values_of(const struct form_values *v, str name, str *to, ptrdiff_t max)
{
    ptrdiff_t n = 0;
    for (const struct form_value *x = v->first; x && n < max; x = x->next)
        if (str_eq(x->name, name))
            to[n++] = x->value;
    return n;
}

void web__values_write(struct buf *b, const struct form_values *v, char end)
{
    for (const struct form_value *x = v->first; x; x = x->next) {
        if (web__form_reserved(x->name))
            continue;
        buf_add(b, x->name);
        buf_char(b, end);
        buf_add(b, x->value);
        buf_char(b, end);
    }
}

void form_add_int(struct arena *mem, struct form_values *v, str name, int64_t value)
{
    if (value != FORM_NO_INT)
        form_add(mem, v, name, str_fmt(mem, "%lld", (long long)value));
}

void form_add_date(struct arena *mem, struct form_values *v, const char *name, date d)
{
    if (date_is_none(d))
        return;
    struct civil c = date_civil(d);
    int number[] = {0, c.day, c.month, c.year};
    for (int i = 1; i < 4; i++)
        form_add(mem, v, str_fmt(mem, "%s%s", name, parts[i].suffix), str_fmt(mem, "%d", number[i]));
}

/* ---- collecting --------------------------------------------------------------------------- */

bool form_malformed(const struct ctx *c)
{
    static const char *const keys[] = {"web.form.unknown", "web.form.twice", "web.form.damaged"};
    for (const struct fault *x = c->faults; x; x = x->next)
        for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
            if (strcmp(x->key, keys[i]) == 0)
                return true;
    return false;
}

struct form_bag *web__bag_new(struct ctx *c, const struct form *f, struct form_values *values)
{
    struct form_bag *b = NEW(c->mem, struct form_bag);
    ptrdiff_t n = 0;
    while (f->fields[n].name)
        n++;
    *b = (struct form_bag){.c = c, .f = f, .values = values, .slots = NEW_N(c->mem, struct slot, n)};
    for (ptrdiff_t i = 0; i < n; i++)
        b->slots[i].last = &b->slots[i].first;
    sha256_start(&b->hash);
    return b;
}

/* Only the first is told: after it nothing of the form is judged. */
static void malformed(struct form_bag *b, str name, const char *key)
{
    str shown = name.p && utf8_valid(name) ? utf8_cut(name, 40) : S("");
    if (!b->malformed)
        (void)fail_args(b->c, RC_INVALID, NULL, key, &shown, 1);
    b->malformed = true;
}
void web__bag_malformed(struct form_bag *b, str name, const char *key)
{
    malformed(b, name, key);
}

/* Names and values each end in a byte that valid UTF-8 never has. */
static void hash_pair(struct form_bag *b, str name, str value)
{
    static const unsigned char end = 0xff;
    sha256_add_str(&b->hash, name);
    sha256_add(&b->hash, &end, 1);
    sha256_add_str(&b->hash, value);
    sha256_add(&b->hash, &end, 1);
}
struct digest web__bag_hash(struct form_bag *b)
{
    return sha256_end(&b->hash);
}

static struct row_link *add_row(struct form_bag *b, struct form_place at, str raw)
{
    struct slot *s = &b->slots[at.index];
    struct row_link *link = NEW(b->c->mem, struct row_link);
    link->row = (struct form_row){
        .key = at.key, .text = STR_NONE, .number = FORM_NO_INT, .day = DATE_NONE, .at = INSTANT_NONE};
    link->raw = raw;
    s->rows++;
    *s->last = link;
    s->last = &link->next;
    return link;
}

static str input_name(struct form_bag *b, const struct field *f, const struct form_row *row, int number)
{
    str name = str_of(f->name);
    if (is_keyed(f) && row)
        return str_fmt(b->c->mem, "%.*s%.*s", (int)name.n - 1, name.p, STR_ARG(row->key));
    if (f->many && row)
        return str_fmt(b->c->mem, "%s.%d", f->name, number);
    return is_keyed(f) ? str_sub(name, 0, name.n - 2) : name;
}

static void refuse(struct form_bag *b, str name, const char *key, const struct form_reading *r)
{
    (void)fail_at(b->c, RC_INVALID, name, key);
    struct fault *last = b->c->faults;
    while (last->next)
        last = last->next;
    for (int i = 0; r && i < r->arg_n; i++)
        last->args[i] = r->args[i];
}

void web__bag_put(struct form_bag *b, struct form_place at, str value)
{
    struct slot *s = &b->slots[at.index];
    if (is_rows(at.field)) {
        if (!web__kind_is_empty(at.field, value))
            (void)add_row(b, at, value);
        return;
    }
    if (s->given[at.part])
        malformed(b, str_of(at.field->name), "web.form.twice");
    s->given[at.part] = true;
    s->part[at.part] = value;
}

bool web__bag_file_fits(struct form_bag *b, struct form_place at, str name)
{
    struct slot *s = &b->slots[at.index];
    if (!is_rows(at.field)) {
        bool twice = s->file.name.p && !s->kept;
        if (twice)
            malformed(b, name, "web.form.twice");
        return !twice;
    }
    if (s->rows < rows_max(at.field))
        return true;
    if (s->rows == rows_max(at.field)) {
        struct form_reading r = {.args = {str_fmt(b->c->mem, "%d", rows_max(at.field))}, .arg_n = 1};
        refuse(b, input_name(b, at.field, NULL, 0), "web.form.too_many_rows", &r);
    }
    s->rows++;
    return false;
}

void web__bag_file_failed(struct form_bag *b, struct form_place at)
{
    b->slots[at.index].failed = true;
}

static void put_file(struct form_bag *b, struct form_place at, str name, const struct form_file *file)
{
    if (is_rows(at.field))
        add_row(b, at, STR_NONE)->row.file = *file;
    else
        b->slots[at.index].file = *file;
    if (b->keeper && !at.field->piece && !at.field->text)
        form_add(b->c->mem, b->values, name, web__kept_make(b->c, b->keeper, name, file));
}

void web__bag_part(struct form_bag *b, struct form_place at, const void *part)
{
    if (is_rows(at.field))
        add_row(b, at, STR_NONE)->row.part = part;
    else
        b->slots[at.index].object = part;
    b->slots[at.index].failed |= !part;
}

void web__bag_file(struct form_bag *b, struct form_place at, str name, const struct form_file *file)
{
    hash_pair(b, name, (str){(const char *)file->stored.sha.b, FILE_SHA_SIZE});
    b->slots[at.index].kept = false;
    put_file(b, at, name, file);
}

void web__bag_keeper(struct form_bag *b, const struct form_keeper *k)
{
    b->keeper = k;
}

/* A file field's text: empty from a browser without a file, or the note of a file we have. A
   file sent anew wins over its note. */
/* A note says what a file is; whether this field takes such a file the field says. */
static bool takes(const struct field *f, const struct file_stored *x)
{
    const int64_t max = f->max > 0 ? f->max : web__form_file_max();
    return !f->piece && !f->text && x->size <= max &&
           ((unsigned)x->type & (f->accept ? f->accept : FILE_ANY));
}

static void take_kept(struct form_bag *b, struct form_place at, str name, str value)
{
    struct form_file file;
    struct slot *s = &b->slots[at.index];
    if (value.n == 0 || (!is_rows(at.field) && s->file.name.p))
        return;
    enum rc rc = b->keeper ? web__kept_read(b->c, b->keeper, name, value, &file) : RC_INVALID;
    if (rc == RC_INVALID || (rc == RC_OK && !takes(at.field, &file.stored))) {
        malformed(b, name, "web.form.damaged");
    } else if (rc != RC_OK) {
        refuse(b, name, "web.form.file_again", NULL);
        s->failed = true;
    } else if (web__bag_file_fits(b, at, name)) {
        s->kept = true;
        put_file(b, at, name, &file);
    }
}

void web__bag_text(struct form_bag *b, str name, str value)
{
    enum utf8_kind kind = UTF8_LINE;
    str clean = STR_NONE;
    if (++b->inputs > FORM_INPUTS_MAX || !utf8_valid(name) || !utf8_valid(value)) {
        malformed(b, name, "web.form.damaged");
        return;
    }
    if (!str_eq(name, S("_token")) && !str_eq(name, S("_key")))
        hash_pair(b, name, value);
    struct form_place at = web__form_place(b->f, name);
    if (!at.field && !web__form_reserved(name)) {
        malformed(b, name, "web.form.unknown");
        return;
    }
    if (at.field && at.field->kind == F_OBJECT) {
        malformed(b, name, "web.form.damaged");
        return;
    }
    if (at.field && at.field->kind == F_FILE) {
        take_kept(b, at, name, value);
        return;
    }
    if (at.field && at.field->kind == F_PASSWORD) {
        web__bag_put(b, at, utf8_nfc(b->c->mem, value));
        return;
    }
    if (at.field && at.field->kind == F_LINES)
        kind = UTF8_TEXT;
    BUG_IF(!utf8_clean(b->c->mem, value, kind, &clean));
    clean = str_trim(clean);
    if (!at.field && form_value(b->values, name).p)
        malformed(b, name, "web.form.twice");
    if (b->values)
        form_add(b->c->mem, b->values, name, clean);
    if (at.field)
        web__bag_put(b, at, clean);
}

/* ---- judging -------------------------------------------------------------------------------- */

void web__bag_wrong(struct form_bag *b, struct form_place at, const char *key)
{
    struct form_row row = {.key = at.key};
    b->slots[at.index].failed = true;
    refuse(b, input_name(b, at.field, at.key.p ? &row : NULL, 0), key, NULL);
}

/* The three inputs as one ISO date; the message key when they are not all there. */
static const char *join_date(struct form_bag *b, struct slot *s)
{
    int64_t part[4] = {0};
    if (s->given[0] || !(s->given[1] || s->given[2] || s->given[3]))
        return NULL;
    bool any = false, all = true;
    for (int i = 1; i < 4; i++) {
        str t = s->part[i].p ? str_trim(s->part[i]) : S("");
        any |= t.n > 0;
        all &= t.n > 0;
        if (t.n > 4 || (t.n > 0 && !str_to_i64(t, &part[i])) || part[i] < 0)
            return "web.form.date";
    }
    if (any && !all)
        return "web.form.date_part";
    if (any)
        s->part[0] = str_fmt(b->c->mem, "%04d-%02d-%02d", (int)part[3], (int)part[2], (int)part[1]);
    return NULL;
}

static void bind_one(struct form_bag *b, const struct field *f, struct slot *s, void *in)
{
    if (s->failed)
        return;
    struct form_row row = {.text = STR_NONE,
                           .number = FORM_NO_INT,
                           .day = DATE_NONE,
                           .at = INSTANT_NONE,
                           .file = s->file,
                           .part = s->object};
    struct form_reading r = {.field = f, .row = &row};
    const char *fault = f->kind == F_DATE ? join_date(b, s) : NULL;
    bool empty = f->kind == F_FILE     ? !s->file.name.p
                 : f->kind == F_OBJECT ? !s->object
                                       : !s->part[0].p || web__kind_is_empty(f, s->part[0]);
    if (!fault && empty && f->required)
        fault = web__kind_required(f);
    else if (!fault && !empty && f->kind != F_FILE && f->kind != F_OBJECT)
        fault = web__kind_read(b->c, &r, s->part[0]);
    if (!fault && f->kind == F_BOOL && f->required && !row.yes)
        fault = web__kind_required(f);
    if (fault)
        refuse(b, str_of(f->name), fault, &r);
    else
        web__kind_store(f, in, &row);
}

static void bind_rows(struct form_bag *b, const struct field *f, struct slot *s, void *in)
{
    struct form_rows *to = (struct form_rows *)(void *)((char *)in + f->at);
    int most = rows_max(f), number = 0;
    if (s->rows > most) {
        str arg = str_fmt(b->c->mem, "%d", most);
        struct form_reading r = {.args = {arg}, .arg_n = 1};
        if (f->kind != F_FILE) /* files were refused on arrival */
            refuse(b, input_name(b, f, NULL, 0), "web.form.too_many_rows", &r);
        return;
    }
    if (s->rows == 0 && f->required && !s->failed)
        refuse(b, input_name(b, f, NULL, 0), web__kind_required(f), NULL);
    struct form_row *rows = NEW_N(b->c->mem, struct form_row, s->rows);
    for (struct row_link *x = s->first; x; x = x->next, number++) {
        struct form_reading r = {.field = f, .row = &x->row};
        const char *fault =
            f->kind == F_FILE || f->kind == F_OBJECT ? NULL : web__kind_read(b->c, &r, x->raw);
        if (fault)
            refuse(b, input_name(b, f, &x->row, number), fault, &r);
        rows[number] = x->row;
    }
    *to = (struct form_rows){rows, s->rows};
}

enum rc web__bag_bind(struct form_bag *b, const void **ret_in)
{
    if (b->malformed)
        return RC_INVALID;
    void *in = arena_alloc(b->c->mem, b->f->size);
    for (ptrdiff_t i = 0; b->f->fields[i].name; i++)
        (is_rows(&b->f->fields[i]) ? bind_rows : bind_one)(b, &b->f->fields[i], &b->slots[i], in);
    if (!b->c->faults && b->f->check && b->f->check(b->c, in) != RC_OK && !b->c->faults)
        BUG_IF("a form's check refused without a reason");
    if (b->c->faults)
        return RC_INVALID;
    *ret_in = in;
    return RC_OK;
}

enum rc web__form_urlencoded(struct ctx *c, const struct form *f, str body, struct form_values *values,
                             struct digest *ret_hash, const void **ret_in)
{
    struct form_bag *b = web__bag_new(c, f, values);
    struct http_pairs it = http_pairs(body, FORM_INPUTS_MAX);
    str name, value;
    enum http_next next;
    while ((next = http_pairs_next(&it, c->mem, &name, &value)) == HTTP_PAIR)
        web__bag_text(b, name, value);
    if (next == HTTP_BAD)
        malformed(b, S(""), "web.form.damaged");
    *ret_hash = web__bag_hash(b);
    return web__bag_bind(b, ret_in);
}

enum rc form_parse_urlencoded(struct ctx *c, const struct form *f, str body, struct form_values *values,
                              const void **ret_in)
{
    struct digest unused;
    return web__form_urlencoded(c, f, body, values, &unused, ret_in);
}
