/* setting.c - see setting.h. Rows are few (tens): a sorted array and a binary search. */
#include "core/setting.h"

#include <stdlib.h>
#include <string.h>

#include "core/buf.h"

struct slot {
    const struct setting *row;
    str value;
    enum setting_origin from;
};
struct settings {
    struct arena *mem;
    struct slot *slots;
    ptrdiff_t n;
};

static bool name_is_good(const char *name)
{
    for (const char *p = name; *p; p++)
        if (!((*p >= 'a' && *p <= 'z') || (*p >= '0' && *p <= '9') || *p == '_'))
            return false;
    return *name != 0;
}

static bool choice_has(const char *choices, str value)
{
    str rest = str_of(choices);
    for (struct str_cut cut = str_cut(rest, '|');; cut = str_cut(cut.tail, '|')) {
        if (str_eq(cut.head, value))
            return true;
        if (!cut.found)
            return false;
    }
}

/* Checks first, applies last: a refused value changes nothing. */
static enum rc apply(struct arena *mem, const struct setting *row, str value, str *ret_why)
{
    int64_t number = 0;
    switch (row->kind) {
    case SET_INT:
        if (!str_to_i64(value, &number) || number < row->min || number > row->max) {
            *ret_why = str_fmt(mem, "%s wants a whole number from %lld to %lld", row->name,
                               (long long)row->min, (long long)row->max);
            return RC_INVALID;
        }
        *(int64_t *)row->to = number;
        return RC_OK;
    case SET_BOOL:
        if (!str_eq(value, S("true")) && !str_eq(value, S("false"))) {
            *ret_why = str_fmt(mem, "%s wants true or false", row->name);
            return RC_INVALID;
        }
        *(bool *)row->to = str_eq(value, S("true"));
        return RC_OK;
    case SET_TEXT:
        if (value.n > row->max || memchr(value.p, 0, (size_t)value.n)) {
            *ret_why =
                str_fmt(mem, "%s wants at most %lld bytes of text", row->name, (long long)row->max);
            return RC_INVALID;
        }
        *(str *)row->to = value;
        return RC_OK;
    case SET_CHOICE:
        if (!choice_has(row->choices, value)) {
            *ret_why = str_fmt(mem, "%s wants one of %s", row->name, row->choices);
            return RC_INVALID;
        }
        *(str *)row->to = value;
        return RC_OK;
    }
    rc_bug("a setting of no kind", __FILE__, __LINE__);
    return RC_FAILED;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct slot *)a)->row->name, ((const struct slot *)b)->row->name);
}

static ptrdiff_t rows_of(const struct setting *list)
{
    ptrdiff_t n = 0;
    while (list && list[n].name)
        n++;
    return n;
}

struct settings *settings_new(struct arena *mem, const struct setting *const *lists, int n)
{
    struct settings *s = NEW(mem, struct settings);
    ptrdiff_t total = 0, at = 0;
    for (int i = 0; i < n; i++)
        total += rows_of(lists[i]);
    *s = (struct settings){mem, NEW_N(mem, struct slot, total), total};
    for (int i = 0; i < n; i++)
        for (ptrdiff_t k = 0; k < rows_of(lists[i]); k++) {
            const struct setting *row = &lists[i][k];
            str why;
            BUG_IF(!name_is_good(row->name) || !row->def || !row->help || !row->to);
            s->slots[at++] = (struct slot){row, str_of(row->def), SET_DEFAULT};
            BUG_IF(apply(mem, row, str_of(row->def), &why) != RC_OK);
        }
    if (total > 1)
        qsort(s->slots, (size_t)total, sizeof *s->slots, by_name);
    for (ptrdiff_t i = 1; i < total; i++)
        BUG_IF(by_name(&s->slots[i - 1], &s->slots[i]) == 0);
    return s;
}

static struct slot *find(struct settings *s, str name)
{
    ptrdiff_t low = 0, high = s->n;
    while (low < high) {
        ptrdiff_t mid = low + (high - low) / 2;
        int order = str_cmp(str_of(s->slots[mid].row->name), name);
        if (order == 0)
            return &s->slots[mid];
        if (order < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return NULL;
}

enum rc settings_set(struct settings *s, str name, str value, enum setting_origin from, str *ret_why)
{
    struct slot *slot = find(s, name);
    if (!slot) {
        *ret_why = str_fmt(s->mem, "there is no setting %.*s", STR_ARG(name));
        return RC_NOT_FOUND;
    }
    /* The environment and the command line can be read by other processes. */
    if (slot->row->secret && from != SET_FILE) {
        *ret_why =
            str_fmt(s->mem, "%s is a secret: it may stand in the settings file only", slot->row->name);
        return RC_INVALID;
    }
    str kept = str_dup(s->mem, value);
    enum rc rc = apply(s->mem, slot->row, kept, ret_why);
    if (rc == RC_OK && from >= slot->from) {
        slot->value = kept;
        slot->from = from;
    } else if (rc == RC_OK) {
        /* A weaker source never undoes a stronger one: the checked value is put back. */
        rc = apply(s->mem, slot->row, slot->value, ret_why);
    }
    return rc;
}

enum rc settings_read(struct settings *s, str text, int *ret_line, str *ret_why)
{
    int line = 0;
    for (struct str_cut row = str_cut(text, '\n');; row = str_cut(row.tail, '\n')) {
        line++;
        str t = str_trim(row.head);
        if (t.n > 0 && t.p[0] != '#') {
            struct str_cut pair = str_cut(t, '=');
            enum rc rc = RC_INVALID;
            if (!pair.found)
                *ret_why = S("a line is `name = value`");
            else
                rc = settings_set(s, str_trim(pair.head), str_trim(pair.tail), SET_FILE, ret_why);
            if (rc != RC_OK) {
                *ret_line = line;
                return rc;
            }
        }
        if (!row.found)
            return RC_OK;
    }
}

enum rc settings_env(struct settings *s, char *const *env, str *ret_why)
{
    for (; *env; env++) {
        struct str_cut pair = str_cut(str_of(*env), '=');
        if (!str_starts(pair.head, S("MOTCUA_SET_")))
            continue;
        str name = str_lower_ascii(s->mem, str_sub(pair.head, 11, pair.head.n));
        enum rc rc = settings_set(s, name, pair.tail, SET_ENV, ret_why);
        if (rc != RC_OK)
            return rc;
    }
    return RC_OK;
}

void settings_each(const struct settings *s,
                   void (*fn)(void *arg, const struct setting *row, str value,
                              enum setting_origin from),
                   void *arg)
{
    for (ptrdiff_t i = 0; i < s->n; i++) {
        const struct slot *slot = &s->slots[i];
        fn(arg, slot->row, slot->row->secret && slot->value.n ? S("(secret)") : slot->value,
           slot->from);
    }
}
