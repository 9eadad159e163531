/*
 * record.c - appending, reading one object's timeline, erasing what is personal. Sealing
 * stands in record_seal.c, verification in record_verify.c.
 */
#include "record/record.h"

#include <stdlib.h>
#include <string.h>

#include "core/utf8.h"
#include "record/inner.h"
#include "record/record_sql.h"

#define KINDS_MAX 512

static struct record_setup setup;                  /* kinds NULL: not configured */
static const struct record_kind *kinds[KINDS_MAX]; /* sorted by name */
static size_t kind_count;

const struct record_setup *record__setup(void)
{
    BUG_IF(!setup.kinds);
    return &setup;
}

static int by_kind_name(const void *a, const void *b)
{
    const struct record_kind *const *x = a, *const *y = b;
    return strcmp((*x)->name, (*y)->name);
}

void record_configure(const struct record_setup *s)
{
    kind_count = 0;
    for (const struct record_kind *const *list = s->kinds; *list; list++)
        for (const struct record_kind *k = *list; k->name; k++) {
            BUG_IF(kind_count == KINDS_MAX || !k->object);
            kinds[kind_count++] = k;
        }
    qsort(kinds, kind_count, sizeof *kinds, by_kind_name);
    for (size_t i = 1; i < kind_count; i++)
        BUG_IF(strcmp(kinds[i - 1]->name, kinds[i]->name) == 0);
    setup = *s;
}

static const struct record_kind *find_kind(const char *name)
{
    const struct record_kind wanted = {name, NULL}, *key = &wanted;
    const struct record_kind **k = bsearch(&key, kinds, kind_count, sizeof *kinds, by_kind_name);
    BUG_IF(!k);
    return *k;
}

static enum rc project(struct ctx *c, const struct event_row *e)
{
    for (const struct record_projection *p = setup.projections; p && p->prefix; p++) {
        if (!str_starts(e->kind, str_of(p->prefix)))
            continue;
        const enum rc rc = p->fn(c, e);
        if (rc)
            return rc;
    }
    return RC_OK;
}

/* Everything but id and the private part. */
static enum rc fill_row(struct ctx *c, const struct event *e, struct event_row *row)
{
    const struct record_kind *kind = find_kind(e->kind);
    const struct event_by by = c->actor && setup.by ? setup.by(c->actor) : (struct event_by){0};
    *row = (struct event_row){
        .at = c->now,
        .legal = instant_is_none(e->legal) || e->legal.us == 0 ? c->now : e->legal,
        .kind = str_of(kind->name),
        .object_kind = str_of(kind->object),
        .object = e->object,
        .object_pub = e->object_pub,
        .actor = by.account,
        .acting_for = by.acting_for,
        .agency = by.agency,
        .purpose = e->purpose,
        .measure = e->measure,
    };
    BUG_IF(!e->object_pub.p);
    if (e->purpose.p && !utf8_valid(e->purpose))
        return fail(c, RC_INVALID, "purpose", "record.text_broken");
    return record__payload(c, e->members, e->member_count, &row->payload);
}

struct secret {
    str salt, body;
};

static enum rc fill_private(struct ctx *c, const struct event *e, struct event_row *row,
                            struct secret *ret)
{
    const enum rc rc = record__payload(c, e->personal, e->personal_count, &ret->body);
    if (rc)
        return rc;
    char *salt = arena_alloc(c->mem, 32);
    ctx_random(c, salt, 32);
    ret->salt = (str){salt, 32};
    struct digest *hash = NEW(c->mem, struct digest);
    *hash = record__private_hash(ret->salt, ret->body);
    row->private_hash = (str){(const char *)hash->b, sizeof hash->b};
    return RC_OK;
}

static enum rc insert(struct ctx *c, struct event_row *e, const struct secret *secret)
{
    const struct q_event_add_in in = {
        .at = e->at,
        .legal_at = e->legal,
        .kind = e->kind,
        .object_kind = e->object_kind,
        .object_id = e->object,
        .object_pub = e->object_pub,
        .actor_id = e->actor,
        .acting_for_id = e->acting_for,
        .agency_id = e->agency,
        .purpose = e->purpose,
        .receiving_id = e->measure.receiving,
        .competent_id = e->measure.competent,
        .version_id = e->measure.version,
        .channel = e->measure.channel,
        .origin = e->measure.origin,
        .payload = e->payload,
        .private_hash = e->private_hash,
    };
    struct q_event_add_row row;
    enum rc rc = q_event_add(c, &in, &row);
    if (rc)
        return rc;
    e->id = row.id;
    return secret->body.p ? q_event_private_add(c, e->id, secret->salt, secret->body, NULL) : RC_OK;
}

enum rc record_append_row(struct ctx *c, const struct event *e, struct event_row *ret_row)
{
    struct event_row row;
    struct secret secret = {STR_NONE, STR_NONE};
    enum rc rc = fill_row(c, e, &row);
    if (!rc && e->personal_count)
        rc = fill_private(c, e, &row, &secret);
    if (!rc)
        rc = insert(c, &row, &secret);
    if (!rc)
        rc = project(c, &row);
    if (!rc)
        *ret_row = row;
    return rc;
}

enum rc record_append(struct ctx *c, const struct event *e)
{
    struct event_row row;
    return record_append_row(c, e, &row);
}

enum rc record_list_object(struct ctx *c, str object_kind, int64_t object, int64_t after, int64_t max,
                           struct event_rows *ret_rows)
{
    struct q_event_of_object_rows rows;
    const enum rc rc = q_event_of_object(c, object_kind, object, after, max, &rows);
    if (rc)
        return rc;
    struct event_row *v = NEW_N(c->mem, struct event_row, rows.n);
    for (ptrdiff_t i = 0; i < rows.n; i++)
        v[i] = EVENT_ROW(&rows.v[i]);
    *ret_rows = (struct event_rows){v, rows.n};
    return RC_OK;
}

enum rc record_list_private(struct ctx *c, str object_kind, int64_t object,
                            struct event_privates *ret_parts)
{
    struct q_event_private_of_object_rows rows;
    const enum rc rc = q_event_private_of_object(c, object_kind, object, &rows);
    if (rc)
        return rc;
    struct event_private *list = NEW_N(c->mem, struct event_private, rows.n);
    for (ptrdiff_t i = 0; i < rows.n; i++)
        list[i] = (struct event_private){rows.v[i].event_id, rows.v[i].body};
    *ret_parts = (struct event_privates){list, rows.n};
    return RC_OK;
}

enum rc record_erase_private(struct ctx *c, int64_t event)
{
    int64_t erased = 0;
    const enum rc rc = q_event_private_erase(c, event, &erased);
    return !rc && !erased ? RC_NOT_FOUND : rc;
}

enum rc record_get_head(struct ctx *c, struct record_head *ret_head)
{
    struct q_seal_head_row row;
    const enum rc rc = q_seal_head(c, &row);
    if (rc == RC_NOT_FOUND) {
        *ret_head = (struct record_head){0};
        return RC_OK;
    }
    if (rc)
        return rc;
    ret_head->seq = row.seq;
    BUG_IF(row.chain.n != sizeof ret_head->chain);
    memcpy(ret_head->chain, row.chain.p, sizeof ret_head->chain);
    return RC_OK;
}
