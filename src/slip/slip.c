/* slip.c - kinds of paper and the data they are filled with. */
#include "slip/slip_parts.h"

static const struct slip_kind *const none[] = {NULL};
static const struct slip_kind *const *kinds = none;

void slip_configure(const struct slip_kind *const *list)
{
    kinds = list;
}

const struct slip_kind *const *slip_kinds(void)
{
    return kinds;
}

const struct slip_kind *slip_kind_of(str key)
{
    for (const struct slip_kind *const *k = kinds; *k; k++)
        if (str_eq(key, str_of((*k)->key)))
            return *k;
    return NULL;
}

int slip__field_at(const struct slip_kind *k, str name)
{
    for (int i = 0; k->fields[i].name; i++)
        if (str_eq(name, str_of(k->fields[i].name)))
            return i;
    return -1;
}

int slip__list_at(const struct slip_kind *k, str name)
{
    for (int i = 0; k->lists[i].name; i++)
        if (str_eq(name, str_of(k->lists[i].name)))
            return i;
    return -1;
}

int slip__columns(const struct slip_list *l)
{
    int n = 0;
    while (l->columns[n])
        n++;
    return n;
}

int slip__column_at(const struct slip_list *l, str name)
{
    for (int i = 0; l->columns[i]; i++)
        if (str_eq(name, str_of(l->columns[i])))
            return i;
    return -1;
}

struct slip_data *slip_data_new(struct arena *mem, const struct slip_kind *kind)
{
    struct slip_data *d = NEW(mem, struct slip_data);
    int fields = 0, lists = 0;
    while (kind->fields[fields].name)
        fields++;
    while (kind->lists[lists].name)
        lists++;
    d->mem = mem;
    d->kind = kind;
    d->value = NEW_N(mem, str, fields + 1);
    d->list = NEW_N(mem, struct slip_rows, lists + 1);
    return d;
}

void slip_put(struct slip_data *d, const char *field, str value)
{
    const int at = slip__field_at(d->kind, str_of(field));
    BUG_IF(at < 0);
    d->value[at] = value;
}

void slip_row(struct slip_data *d, const char *list, const str *cells)
{
    const int at = slip__list_at(d->kind, str_of(list));
    BUG_IF(at < 0);
    struct slip_rows *rows = &d->list[at];
    const int n = slip__columns(&d->kind->lists[at]);
    if (rows->n == rows->cap) {
        const ptrdiff_t cap = rows->cap ? 2 * rows->cap : 16;
        str *more = NEW_N(d->mem, str, cap * n);
        for (ptrdiff_t i = 0; i < rows->n * n; i++)
            more[i] = rows->cells[i];
        rows->cells = more;
        rows->cap = cap;
    }
    for (int i = 0; i < n; i++)
        rows->cells[rows->n * n + i] = cells[i];
    rows->n++;
}

struct slip_data *slip_sample(struct arena *mem, const struct slip_kind *kind)
{
    struct slip_data *d = slip_data_new(mem, kind);
    for (int i = 0; kind->fields[i].name; i++)
        d->value[i] = str_of(kind->fields[i].sample);
    for (int i = 0; kind->lists[i].name; i++) {
        const struct slip_list *l = &kind->lists[i];
        const int n = slip__columns(l);
        for (int row = 0; row < l->sample_rows; row++) {
            str cells[SLIP_CELLS];
            for (int k = 0; k < n; k++)
                cells[k] = str_of(l->sample[row * n + k]);
            slip_row(d, l->name, cells);
        }
    }
    return d;
}
