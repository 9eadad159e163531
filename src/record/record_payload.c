/*
 * record_payload.c - payloads: flat JSON objects in one canonical spelling (members sorted
 * by name, no blanks, integers, booleans, texts, null). Written here, read back here.
 */
#include <string.h>

#include "core/buf.h"
#include "core/json.h"
#include "core/utf8.h"
#include "record/inner.h"

#define MEMBERS_MAX 64

static bool name_ok(const char *name)
{
    if (!name || name[0] < 'a' || name[0] > 'z')
        return false;
    for (const char *p = name; *p; p++)
        if (!((*p >= 'a' && *p <= 'z') || (*p >= '0' && *p <= '9') || *p == '_'))
            return false;
    return true;
}

/* Indexes of the members in order of their names; a handful, so by insertion. */
static void order(const struct event_member *v, int n, int *index)
{
    for (int i = 0; i < n; i++) {
        BUG_IF(!name_ok(v[i].name));
        int at = i;
        for (; at > 0 && strcmp(v[index[at - 1]].name, v[i].name) > 0; at--)
            index[at] = index[at - 1];
        BUG_IF(at > 0 && strcmp(v[index[at - 1]].name, v[i].name) == 0);
        index[at] = i;
    }
}

static void write_value(struct buf *b, const struct event_member *m)
{
    switch (m->type) {
    case EVENT_TEXT:
        if (m->text.p)
            buf_json(b, m->text);
        else
            buf_add_c(b, "null");
        return;
    case EVENT_BOOL:
        buf_add_c(b, m->n ? "true" : "false");
        return;
    case EVENT_INT:
        buf_i64(b, m->n);
        return;
    case EVENT_TIME:
        if (m->n == INSTANT_NONE.us)
            buf_add_c(b, "null");
        else
            buf_i64(b, m->n);
        return;
    case EVENT_DATE:
        if (m->n == DATE_NONE.day)
            buf_add_c(b, "null");
        else
            buf_json(b, date_iso(b->mem, (date){(int32_t)m->n}));
        return;
    }
    BUG_IF(true);
}

enum rc record__payload(struct ctx *c, const struct event_member *v, int n, str *ret_json)
{
    int index[MEMBERS_MAX];
    BUG_IF(n < 0 || n > MEMBERS_MAX);
    order(v, n, index);
    struct buf b = buf_new(c->mem, RECORD_PAYLOAD_MAX);
    buf_char(&b, '{');
    for (int i = 0; i < n; i++) {
        const struct event_member *m = &v[index[i]];
        if (m->type == EVENT_TEXT && m->text.p && !utf8_valid(m->text))
            return fail(c, RC_INVALID, m->name, "record.text_broken");
        if (i)
            buf_char(&b, ',');
        buf_json(&b, str_of(m->name));
        buf_char(&b, ':');
        write_value(&b, m);
    }
    buf_char(&b, '}');
    if (buf_full(&b))
        return fail(c, RC_INVALID, NULL, "record.payload_too_long");
    *ret_json = buf_str(&b);
    return RC_OK;
}

/* ---- reading back: a timeline asks a few members of many payloads, and a document built of each
   of them was half of the public tracking page ---- */

/* In the canonical spelling a quote after `{` or `,` that a name and `":` follow begins a member:
   inside a text a quote is escaped, and one that ends a text is followed by `,` or `}`. */
static bool find_member(str payload, str name, str *ret_rest)
{
    str rest = payload;
    for (;;) {
        const ptrdiff_t at = str_find(rest, name);
        if (at < 0)
            return false;
        const str tail = str_sub(rest, at + name.n, rest.n);
        if (at > 1 && rest.p[at - 1] == '"' && (rest.p[at - 2] == '{' || rest.p[at - 2] == ',') &&
            str_starts(tail, S("\":"))) {
            *ret_rest = str_sub(tail, 2, tail.n);
            return true;
        }
        rest = str_sub(rest, at + 1, rest.n);
    }
}

/* Its end, and whether anything in it is escaped; -1 = it never ends. */
static ptrdiff_t text_end(str quoted, bool *ret_escaped)
{
    *ret_escaped = false;
    for (ptrdiff_t i = 1; i < quoted.n; i++) {
        if (quoted.p[i] == '"')
            return i;
        if (quoted.p[i] == '\\') {
            *ret_escaped = true;
            i++;
        }
    }
    return -1;
}

bool record_member_text(struct arena *mem, str payload, str name, str *ret_text)
{
    struct json list;
    bool escaped;
    str rest;
    if (!find_member(payload, name, &rest) || !str_starts(rest, S("\"")))
        return false;
    const ptrdiff_t end = text_end(rest, &escaped);
    if (end < 0)
        return false;
    str text = str_sub(rest, 1, end - 1);
    if (escaped) {
        const str one = str_fmt(mem, "[%.*s]", STR_ARG(str_sub(rest, 0, end + 1)));
        if (!json_parse(mem, one, &list, NULL))
            return false;
        text = json_text(json_item(list, 0));
    }
    *ret_text = text;
    return true;
}

bool record_member_int(str payload, str name, int64_t *ret_n)
{
    str rest;
    if (!find_member(payload, name, &rest))
        return false;
    ptrdiff_t n = 0;
    while (n < rest.n && rest.p[n] != ',' && rest.p[n] != '}')
        n++;
    return n < rest.n && str_to_i64(str_sub(rest, 0, n), ret_n);
}
