/*
 * casework_edit_view.c - the forms of a draft: drawn with what stands there, and, after somebody else
 * changed the draft meanwhile, with what was typed and what stands there now beside it. Nothing
 * typed is lost, nothing of the other's is overwritten unseen.
 */
#include "casework/casework_view.h"

#include "casework/casework_tpl.h"
#include "core/buf.h"
#include "core/fold.h"

#include <string.h>

/* ---- which draft ---- */

static bool fresh(const struct req *r)
{
    return !r->values.first;
}

enum rc casework__drawn(struct req *r, struct designed *ret_designed)
{
    struct designed d;
    const enum rc rc = casework__designed(r, &d);
    if (rc)
        return rc;
    d.fresh = fresh(r);
    d.over = d.v.state != PROCESS_DRAFT;
    d.late = !d.fresh && (d.over || r->version != d.v.edit);
    if (d.over && d.fresh)
        return RC_NOT_FOUND;
    *ret_designed = d;
    return RC_OK;
}

enum rc casework__writable(struct req *r, struct designed *ret_designed)
{
    struct designed d;
    const enum rc rc = casework__designed(r, &d);
    if (rc)
        return rc;
    if (d.v.state != PROCESS_DRAFT || r->version != d.v.edit)
        return fail(&r->c, RC_CONFLICT, NULL, "casework.process.changed");
    *ret_designed = d;
    return RC_OK;
}

enum rc casework__keep(struct req *r, const struct designed *d)
{
    const enum rc rc = process_edit(&r->c, d->v.id, r->version, &d->def);
    return rc ? rc : see_other(r, casework__version_href(r->c.mem, &d->v, ""));
}

/* ---- what stands there ---- */

void casework__put(struct req *r, struct form_values *v, const char *name, str value)
{
    if (value.p)
        form_add(r->c.mem, v, str_of(name), value);
}

void casework__put_bool(struct req *r, struct form_values *v, const char *name, bool yes)
{
    if (yes)
        form_add(r->c.mem, v, str_of(name), S("1"));
}

/* A value as the field shows it. */
static str shown(struct req *r, const struct web_field *x, str value)
{
    if (x->checkbox)
        return text_get(r->lang, value.n ? "casework.edit.ticked" : "casework.edit.not_ticked");
    for (ptrdiff_t i = 0; i < x->options_n; i++)
        if (str_eq(x->options[i].value, value))
            return x->options[i].text;
    return value.n ? value : S("–");
}

static bool same(str a, str b)
{
    return str_eq(a.p ? a : S(""), b.p ? b : S(""));
}

struct web_fields casework__stands(struct req *r, struct web_fields fields,
                                   const struct form_values *now)
{
    struct web_field *v = NEW_N(r->c.mem, struct web_field, fields.n);
    for (ptrdiff_t i = 0; i < fields.n; i++) {
        v[i] = fields.v[i];
        const str typed = form_value(&r->values, v[i].name), stands = form_value(now, v[i].name);
        if (v[i].hidden || same(typed, stands))
            continue;
        const str value = shown(r, &v[i], stands);
        const str words = text_fmt(r->c.mem, r->lang, "casework.edit.stands", &value, 1);
        v[i].hint =
            v[i].hint.n ? str_fmt(r->c.mem, "%.*s %.*s", STR_ARG(v[i].hint), STR_ARG(words)) : words;
    }
    return (struct web_fields){v, fields.n};
}

/* ---- the form ---- */

static struct web_notice notice(struct req *r, const char *key)
{
    return (struct web_notice){
        .tone = S("warn"), .icon = S("warn"), .text = text_get(r->lang, key), .status = true};
}

struct process_form_view casework__form(struct req *r, const struct form *f,
                                        const struct process_version *v, href action)
{
    const char *name = str_c(r->c.mem, str_fmt(r->c.mem, "%sheading", f->name));
    return (struct process_form_view){
        .crumbs = casework__crumbs(r, v, S("x")),
        .errors = req_errors(r),
        .heading = text_get(r->lang, name),
        .button = text_get(r->lang, str_c(r->c.mem, str_fmt(r->c.mem, "%sbutton", f->name))),
        .version = v ? str_fmt(r->c.mem, "%lld", (long long)v->edit) : STR_NONE,
        .action = action,
        .fields = form_fields(r, f, &r->values),
    };
}

enum rc casework__show_form(struct req *r, const struct process_form_view *view)
{
    const struct page page = {.title = "casework.designer.title",
                              .title_arg = view->heading,
                              .section = "processes",
                              .layout = LAYOUT_STAFF};
    return show_page(r, &page, tpl_casework_form, view);
}

enum rc casework__show_edit(struct req *r, const struct designed *d, struct process_form_view *view,
                            const struct form_values *now)
{
    enum rc rc = RC_OK;
    if (d->late) {
        view->has_stale = true;
        view->stale = notice(r, d->over   ? "casework.edit.over"
                                : d->gone ? "casework.edit.gone"
                                          : "casework.edit.late");
        view->errors = (struct web_errors){0}; /* the notice says it, with what to do */
    }
    if (d->over)
        view->button = STR_NONE;
    if (d->late && now)
        view->fields = casework__stands(r, view->fields, now);
    if (d->fresh && now)
        rc = casework__beside(r, d, view);
    return rc ? rc : casework__show_form(r, view);
}

/* ---- keys ---- */

/* "Không thuộc thẩm quyền" -> "khong_thuoc_tham_quyen": whoever names a thing need not invent a key. */
str casework__key_of(struct arena *mem, str name)
{
    const str plain = fold(mem, name);
    char *to = NEW_N(mem, char, 41);
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < plain.n && n < 40; i++) {
        const char ch = plain.p[i];
        const bool letter = ch >= 'a' && ch <= 'z', digit = ch >= '0' && ch <= '9';
        if (letter || (digit && n))
            to[n++] = ch;
        else if (n && to[n - 1] != '_')
            to[n++] = '_';
    }
    while (n && to[n - 1] == '_')
        n--;
    return n ? (str){to, n} : S("x");
}

/* A line each: "key: words", or the words alone. */
bool casework__read_choices(struct arena *mem, str lines, struct def_choices *ret)
{
    struct def_choices list = {NEW_N(mem, struct def_choice, lines.n / 2 + 1), 0};
    while (lines.n) {
        const struct str_cut line = str_cut(lines, '\n'), pair = str_cut(line.head, ':');
        const str words = str_trim(line.head);
        const struct def_choice one =
            pair.found ? (struct def_choice){str_trim(pair.head), str_trim(pair.tail)}
                       : (struct def_choice){casework__key_of(mem, words), words};
        if (words.n && (!process_key_ok(one.key) || !one.name.n))
            return false;
        if (words.n)
            list.v[list.n++] = one;
        lines = line.tail;
    }
    *ret = list;
    return list.n <= 40;
}

str casework__choice_lines(struct arena *mem, const struct def_choices *list)
{
    struct buf b = buf_new(mem, 64 * 1024);
    for (ptrdiff_t i = 0; i < list->n; i++)
        buf_fmt(&b, "%s%.*s: %.*s", i ? "\n" : "", STR_ARG(list->v[i].key), STR_ARG(list->v[i].name));
    return buf_str(&b);
}

/* ---- what several forms ask ---- */

void casework__select_step(struct req *r, const struct designed *d, struct web_field *x,
                           const char *none)
{
    struct web_option *v = NEW_N(r->c.mem, struct web_option, d->def.steps.n + 1);
    ptrdiff_t n = 0;
    if (none)
        v[n++] = (struct web_option){.value = S(""), .text = text_get(r->lang, none)};
    for (ptrdiff_t i = 0; i < d->def.steps.n; i++)
        v[n++] = (struct web_option){.value = d->def.steps.v[i].key, .text = d->def.steps.v[i].name};
    field_select(r, x, v, n);
}

struct process_list casework__with(struct arena *mem, struct process_list list, size_t size,
                                   ptrdiff_t at, const void *item)
{
    char *v = NEW_N(mem, char, (list.n + 1) * (ptrdiff_t)size);
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i <= list.n; i++) {
        const void *from = i == at ? item : i < list.n ? (char *)list.v + (size_t)i * size : NULL;
        if (from)
            memcpy(v + (size_t)n++ * size, from, size);
    }
    return (struct process_list){v, n};
}
