/*
 * ruleset.c - which set a day or a dossier has. A version never changes, so its read form is
 * kept for the life of the process under the hash of its text, shared by threads and stores.
 */
#include <pthread.h>

#include "access/access.h"
#include "calendar/versions.h"
#include "core/hash.h"
#include "db/db.h"
#include "ruleset/ruleset_internal.h"
#include "ruleset/ruleset_sql.h"

const struct record_kind ruleset_kinds[] = {
    {"ruleset.added", "ruleset"}, {"ruleset.changed", "ruleset"}, {0}};

/* ---- read forms ---- */

struct kept {
    struct arena *mem; /* of the node itself */
    struct kept *next;
    str hash;
    struct ruleset_source set;
};
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct kept *all;

static const struct ruleset_source *find(str hash)
{
    const struct ruleset_source *found = NULL;
    BUG_IF(pthread_mutex_lock(&lock));
    for (const struct kept *k = all; k && !found; k = k->next)
        if (str_eq(k->hash, hash))
            found = &k->set;
    BUG_IF(pthread_mutex_unlock(&lock));
    return found;
}

static void copy(struct arena *mem, const struct ruleset_source *from, struct ruleset_source *to)
{
    *to = (struct ruleset_source){.code = str_dup(mem, from->code),
                                  .name = str_dup(mem, from->name),
                                  .source = str_dup(mem, from->source),
                                  .set_from = from->set_from};
    for (int k = 0; k < RULE_COUNT; k++)
        to->value[k] = (struct rule_value){
            str_dup(mem, from->value[k].value), str_dup(mem, from->value[k].article),
            str_dup(mem, from->value[k].label), str_dup(mem, from->value[k].note)};
}

/* Two threads may read the same; both forms are right and stay. */
static const struct ruleset_source *keep(const struct ruleset_source *s, str hash)
{
    struct arena *mem = arena_new((size_t)256 << 10);
    BUG_IF(!mem);
    struct kept *k = NEW(mem, struct kept);
    k->mem = mem;
    k->hash = str_dup(mem, hash);
    copy(mem, s, &k->set);
    BUG_IF(pthread_mutex_lock(&lock));
    k->next = all;
    all = k;
    BUG_IF(pthread_mutex_unlock(&lock));
    return &k->set;
}

static enum rc load(struct ctx *c, int64_t id, str hash, const struct ruleset_source **ret)
{
    struct q_ruleset_body_row row;
    struct ruleset_source s;
    struct json doc;
    *ret = find(hash);
    if (*ret)
        return RC_OK;
    enum rc rc = q_ruleset_body(c, id, &row);
    if (!rc && !json_parse(c->mem, row.body, &doc, NULL))
        return RC_FAILED;
    if (!rc)
        rc = ruleset__read(c, doc, S(""), &s);
    if (!rc)
        *ret = keep(&s, hash);
    return rc;
}

/* ---- look-ups ---- */

static enum rc complete(struct ctx *c, str hash, struct ruleset *s)
{
    const struct ruleset_source *source;
    const enum rc rc = load(c, s->id, hash, &source);
    if (rc)
        return rc;
    s->name = source->name;
    s->source = source->source;
    s->value = source->value;
    return RC_OK;
}

enum rc ruleset_on(struct ctx *c, date day, struct ruleset *ret_set)
{
    struct q_ruleset_on_row r;
    enum rc rc = q_ruleset_on(c, day, &r);
    if (rc)
        return rc;
    struct ruleset s = {.id = r.id,
                        .pub = r.pub,
                        .code = r.code,
                        .version = r.version,
                        .set_from = r.set_from,
                        .set_to = r.set_to,
                        .valid_from = r.valid_from};
    rc = complete(c, r.hash, &s);
    if (!rc)
        *ret_set = s;
    return rc;
}

enum rc ruleset_of(struct ctx *c, str code, int64_t version, struct ruleset *ret_set)
{
    struct q_ruleset_of_row r;
    enum rc rc = q_ruleset_of(c, code, version, &r);
    if (rc)
        return rc;
    struct ruleset s = {.id = r.id,
                        .pub = r.pub,
                        .code = r.code,
                        .version = r.version,
                        .set_from = r.set_from,
                        .set_to = r.set_to,
                        .valid_from = r.valid_from};
    rc = complete(c, r.hash, &s);
    if (!rc)
        *ret_set = s;
    return rc;
}

/* First day of the set that follows; the list is in the order of first days. */
static date next_from(const struct q_ruleset_all_rows *rows, ptrdiff_t at)
{
    for (ptrdiff_t i = at + 1; i < rows->n; i++)
        if (rows->v[i].set_from.day > rows->v[at].set_from.day)
            return rows->v[i].set_from;
    return DATE_NONE;
}

enum rc ruleset_list(struct ctx *c, struct ruleset_versions *ret_list)
{
    struct q_ruleset_all_rows rows;
    enum rc rc = q_ruleset_all(c, &rows);
    if (rc)
        return rc;
    struct ruleset_version *v = NEW_N(c->mem, struct ruleset_version, rows.n);
    for (ptrdiff_t i = 0; !rc && i < rows.n; i++) {
        const struct q_ruleset_all_row *r = &rows.v[i];
        v[i] = (struct ruleset_version){.set = {.id = r->id,
                                                .pub = r->pub,
                                                .code = r->code,
                                                .version = r->version,
                                                .set_from = r->set_from,
                                                .set_to = next_from(&rows, i),
                                                .valid_from = r->valid_from},
                                        .reason = r->reason,
                                        .made_by = r->made_by,
                                        .made_at = r->made_at};
        rc = complete(c, r->hash, &v[i].set);
    }
    if (!rc)
        *ret_list = (struct ruleset_versions){v, rows.n};
    return rc;
}

enum rc ruleset_by(struct ctx *c, const struct ruleset *s, enum rule_key k, instant from,
                   instant *ret_by)
{
    struct calendar_use use;
    struct clock_due due;
    struct clock_case one = {.start = from, .extended_at = INSTANT_NONE, .extended_to = DATE_NONE};
    if (!ruleset_due(s, k, &one.rule))
        return RC_NOT_FOUND;
    enum rc rc = calendar_current(c, STR_NONE, &use);
    if (!rc)
        rc = clock_due(c, use.w, &one, &due);
    if (!rc)
        *ret_by = due.due;
    return rc;
}

/* ---- storing a version ---- */

/* "reply: 8 h → 4 h; form_stop: – → 05": what an inspector reads in the record. */
static str told(struct arena *mem, const struct ruleset_source *s, const struct ruleset *was)
{
    struct ruleset_difference *d;
    const struct ruleset is = {.value = s->value};
    const ptrdiff_t n = ruleset_differ(mem, was, &is, &d);
    str *parts = NEW_N(mem, str, n + 1);
    for (ptrdiff_t i = 0; i < n; i++) {
        const str a = d[i].was.value.n ? d[i].was.value : S("–");
        const str b = d[i].is.value.n ? d[i].is.value : S("–");
        parts[i] =
            str_fmt(mem, "%.*s: %.*s → %.*s", STR_ARG(rule_key_word(d[i].key)), STR_ARG(a), STR_ARG(b));
    }
    return str_join(mem, parts, n, S("; "));
}

enum rc ruleset__put(struct ctx *c, const struct ruleset_source *s, const struct ruleset *was,
                     date valid_from, str reason)
{
    const str body = ruleset__write(c->mem, s);
    struct sha256 h;
    struct q_ruleset_of_row row;
    sha256_start(&h);
    sha256_add_str(&h, body);
    const struct digest d = sha256_end(&h);
    const struct q_ruleset_put_in in = {
        .pub = ctx_new_pubid(c),
        .code = s->code,
        .version = was ? was->version + 1 : 1,
        .name = s->name,
        .set_from = s->set_from,
        .valid_from = valid_from,
        .body = body,
        .hash = digest_hex(c->mem, &d),
        .reason = reason,
        .made_at = c->now,
        .made_by = c->actor && c->actor->staff ? OPT_INT(c->actor->staff) : OPT_INT_NONE,
    };
    enum rc rc = q_ruleset_put(c, &in, NULL);
    if (!rc)
        rc = q_ruleset_of(c, in.code, in.version, &row);
    if (rc)
        return rc;
    const struct event_member members[] = {
        EV_TEXT("code", s->code),          EV_INT("version", in.version),
        EV_DATE("valid_from", valid_from), EV_TEXT("hash", in.hash),
        EV_TEXT("reason", reason),         EV_TEXT("changed", was ? told(c->mem, s, was) : STR_NONE)};
    return record_append(c, &(struct event){.kind = was ? "ruleset.changed" : "ruleset.added",
                                            .object = row.id,
                                            .object_pub = in.pub,
                                            .members = members,
                                            .member_count = was ? 6 : 5});
}
