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

struct json record_members(struct arena *mem, str payload)
{
    struct json doc = {NULL};
    return json_parse(mem, payload, &doc, NULL) ? doc : (struct json){NULL};
}
