/* calendar_versions.c - calendars and hours in the tables, compiled forms in memory. See versions.h. */
#include <pthread.h>

#include "calendar/calendar_sql.h"
#include "calendar/versions.h"
#include "core/embed.h"
#include "core/hash.h"
#include "record/record.h"

const struct record_kind calendar_kinds[] = {{"calendar.added", "calendar_version"},
                                             {"calendar.proposed", "calendar_version"},
                                             {"calendar.published", "calendar_version"},
                                             {"calendar.hours_set", "hours_set"},
                                             {0}};

static enum rc tell(struct ctx *c, const char *kind, int64_t id, str pub,
                    const struct event_member *members, int n)
{
    const struct event e = {
        .kind = kind, .object = id, .object_pub = pub, .members = members, .member_count = n};
    return record_append(c, &e);
}

/* ---- compiled forms, kept for the life of the process -------------------------- */

struct kept_calendar {
    struct arena *mem; /* of the node itself */
    struct kept_calendar *next;
    str hash;
    const struct calendar *cal;
};
struct kept_worktime {
    struct arena *mem; /* of the node itself */
    struct kept_worktime *next;
    const struct calendar *cal;
    str spans;
    const struct worktime *w;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct kept_calendar *calendars;
static struct kept_worktime *worktimes;

/* An arena for something that is never given back; freed after all if the unit unwinds. */
struct keeping {
    struct arena_defer defer;
    struct arena *mem;
};

static void drop(void *arg)
{
    struct keeping *k = arg;
    arena_free(k->mem);
}

static struct keeping *begin_keeping(struct ctx *c)
{
    struct keeping *k = NEW(c->mem, struct keeping);
    k->mem = arena_new((size_t)2 << 20);
    BUG_IF(!k->mem);
    arena_defer(c->mem, &k->defer, drop, k);
    return k;
}

static void end_keeping(struct ctx *c, struct keeping *k)
{
    k->mem = NULL;
    arena_undefer(c->mem, &k->defer);
}

static const struct calendar *find_calendar(str hash)
{
    const struct calendar *found = NULL;
    BUG_IF(pthread_mutex_lock(&lock));
    for (const struct kept_calendar *k = calendars; k && !found; k = k->next)
        if (str_eq(k->hash, hash))
            found = k->cal;
    BUG_IF(pthread_mutex_unlock(&lock));
    return found;
}

static const struct worktime *find_worktime(const struct calendar *cal, str spans)
{
    const struct worktime *found = NULL;
    BUG_IF(pthread_mutex_lock(&lock));
    for (const struct kept_worktime *k = worktimes; k && !found; k = k->next)
        if (k->cal == cal && str_eq(k->spans, spans))
            found = k->w;
    BUG_IF(pthread_mutex_unlock(&lock));
    return found;
}

/* Two threads may compile the same; both forms are right and stay. */
static enum rc keep_calendar(struct ctx *c, const struct calendar_source *s, str hash,
                             const struct calendar **ret)
{
    struct keeping *k = begin_keeping(c);
    struct kept_calendar *node = NEW(k->mem, struct kept_calendar);
    node->mem = k->mem;
    node->hash = str_dup(k->mem, hash);
    const enum rc rc = calendar_compile(c, k->mem, s, &node->cal);
    if (rc) {
        arena_undefer(c->mem, &k->defer);
        return rc;
    }
    end_keeping(c, k);
    BUG_IF(pthread_mutex_lock(&lock));
    node->next = calendars;
    calendars = node;
    BUG_IF(pthread_mutex_unlock(&lock));
    *ret = node->cal;
    return RC_OK;
}

static const struct worktime *keep_worktime(struct ctx *c, const struct calendar *cal, str spans,
                                            const struct hours *h)
{
    struct keeping *k = begin_keeping(c);
    struct kept_worktime *node = NEW(k->mem, struct kept_worktime);
    node->mem = k->mem;
    node->cal = cal;
    node->spans = str_dup(k->mem, spans);
    node->w = worktime_compile(k->mem, cal, h);
    end_keeping(c, k);
    BUG_IF(pthread_mutex_lock(&lock));
    node->next = worktimes;
    worktimes = node;
    BUG_IF(pthread_mutex_unlock(&lock));
    return node->w;
}

/* ---- versions -------------------------------------------------------------------- */

/* Everything a compiled calendar is made of, in order of the days. */
static str content_hash(struct ctx *c, const struct calendar_source *s)
{
    struct sha256 h;
    sha256_start(&h);
    sha256_add_str(&h, str_fmt(c->mem, "calendar 1\n%.*s\n%.*s\n%u %d %d\n", STR_ARG(s->code),
                               STR_ARG(s->version), s->rest_days, s->first_year, s->last_year));
    for (ptrdiff_t i = 0; i < s->day_count; i++) {
        const struct calendar_day *d = &s->days[i];
        sha256_add_str(&h, str_fmt(c->mem, "%d\t%.*s\t%.*s\t%.*s\t%.*s\t%.*s\n", d->on.day,
                                   STR_ARG(calendar_kind_word(d->kind)),
                                   STR_ARG(calendar_confidence_word(d->confidence)),
                                   STR_ARG(d->name[LANG_VI]), STR_ARG(d->name[LANG_EN]),
                                   STR_ARG(d->source)));
    }
    const struct digest d = sha256_end(&h);
    return digest_hex(c->mem, &d);
}

static enum rc insert(struct ctx *c, const struct calendar_source *s, str hash, int64_t *ret_id)
{
    const struct q_calendar_add_version_in version = {.pub = ctx_new_pubid(c),
                                                      .code = s->code,
                                                      .version = s->version,
                                                      .rest_days = s->rest_days,
                                                      .first_year = s->first_year,
                                                      .last_year = s->last_year,
                                                      .hash = hash,
                                                      .created_at = c->now};
    struct q_calendar_add_version_row added;
    enum rc rc = q_calendar_add_version(c, &version, &added);
    for (ptrdiff_t i = 0; !rc && i < s->day_count; i++) {
        const struct calendar_day *d = &s->days[i];
        const struct q_calendar_add_day_in day = {.version_id = added.id,
                                                  .day = d->on,
                                                  .kind = calendar_kind_word(d->kind),
                                                  .confidence = calendar_confidence_word(d->confidence),
                                                  .name_vi = d->name[LANG_VI],
                                                  .name_en = d->name[LANG_EN],
                                                  .source = d->source};
        rc = q_calendar_add_day(c, &day, NULL);
    }
    if (rc)
        return rc;
    *ret_id = added.id;
    const struct event_member told[] = {EV_TEXT("version", s->version), EV_TEXT("hash", hash)};
    return tell(c, "calendar.added", added.id, version.pub, told, 2);
}

enum rc calendar_add(struct ctx *c, const struct calendar_source *source, int64_t *ret_id)
{
    const struct calendar *compiled;
    struct q_calendar_version_by_name_row known;
    enum rc rc = calendar_compile(c, c->mem, source, &compiled);
    if (rc)
        return rc;
    const str hash = content_hash(c, source);
    rc = q_calendar_version_by_name(c, source->code, source->version, &known);
    if (rc == RC_NOT_FOUND)
        return insert(c, source, hash, ret_id);
    if (rc)
        return rc;
    if (!str_eq(known.hash, hash))
        return fail(c, RC_CONFLICT, "version", "calendar.version.taken");
    *ret_id = known.id;
    return RC_OK;
}

enum rc calendar_publish(struct ctx *c, int64_t id)
{
    struct q_calendar_version_by_id_row row;
    struct q_calendar_proposal_open_row open;
    int64_t changed;
    enum rc rc = q_calendar_version_by_id(c, id, &row);
    if (!rc)
        rc = q_calendar_proposal_open(c, id, &open);
    if (rc)
        return rc;
    if (open.n)
        return fail(c, RC_DENIED, NULL, "calendar.confirm.needed");
    rc = q_calendar_publish(c, id, c->now, &changed);
    if (rc)
        return rc;
    if (!changed)
        return fail(c, RC_CONFLICT, NULL, "calendar.version.published");
    const struct event_member told[] = {EV_TEXT("version", row.version), EV_TEXT("hash", row.hash)};
    return tell(c, "calendar.published", id, row.pub, told, 2);
}

enum rc calendar_get(struct ctx *c, int64_t id, struct calendar_source *ret_source)
{
    struct q_calendar_version_by_id_row v;
    struct q_calendar_days_rows rows;
    enum rc rc = q_calendar_version_by_id(c, id, &v);
    if (!rc)
        rc = q_calendar_days(c, id, &rows);
    if (rc)
        return rc;
    struct calendar_day *days = NEW_N(c->mem, struct calendar_day, rows.n);
    for (ptrdiff_t i = 0; i < rows.n; i++) {
        const struct q_calendar_days_row *r = &rows.v[i];
        days[i] =
            (struct calendar_day){.on = r->day, .name = {r->name_vi, r->name_en}, .source = r->source};
        if (!calendar_kind_parse(r->kind, &days[i].kind) ||
            !calendar_confidence_parse(r->confidence, &days[i].confidence))
            return RC_FAILED;
    }
    *ret_source = (struct calendar_source){.code = v.code,
                                           .version = v.version,
                                           .rest_days = (unsigned)v.rest_days,
                                           .first_year = (int)v.first_year,
                                           .last_year = (int)v.last_year,
                                           .days = days,
                                           .day_count = rows.n};
    return RC_OK;
}

enum rc calendar_list(struct ctx *c, str code, struct calendar_versions *ret_list)
{
    struct q_calendar_versions_rows rows;
    const enum rc rc = q_calendar_versions(c, code, &rows);
    if (rc)
        return rc;
    struct calendar_version *v = NEW_N(c->mem, struct calendar_version, rows.n);
    for (ptrdiff_t i = 0; i < rows.n; i++) {
        const struct q_calendar_versions_row *r = &rows.v[i];
        v[i] = (struct calendar_version){
            r->id,         r->pub,         r->code, r->version, (int)r->first_year, (int)r->last_year,
            r->created_at, r->published_at};
    }
    *ret_list = (struct calendar_versions){v, rows.n};
    return RC_OK;
}

/* ---- hours ------------------------------------------------------------------------- */

enum rc hours_set_put(struct ctx *c, str code, str name, str name_en, const struct hours *h,
                      int64_t *ret_id)
{
    struct q_hours_set_current_row now;
    struct q_hours_set_add_row added;
    struct hours again;
    if (code.n == 0 || name.n == 0 || name_en.n == 0)
        return fail(c, RC_INVALID, "name", "calendar.hours.name");
    /* What the text cannot say (another ordinary day than Monday's) is not kept. */
    if (!hours_valid(h) || !hours_parse(hours_write(c->mem, h), &again) || !hours_eq(h, &again))
        return fail(c, RC_INVALID, "hours", "calendar.hours.spans");
    const str spans = hours_write(c->mem, h);
    enum rc rc = q_hours_set_current(c, code, &now);
    if (rc == RC_OK && str_eq(now.spans, spans) && str_eq(now.name, name) &&
        str_eq(now.name_en, name_en)) {
        *ret_id = now.id;
        return RC_OK;
    }
    if (rc != RC_OK && rc != RC_NOT_FOUND)
        return rc;
    const struct q_hours_set_add_in in = {.pub = ctx_new_pubid(c),
                                          .code = code,
                                          .name = name,
                                          .name_en = name_en,
                                          .spans = spans,
                                          .created_at = c->now};
    rc = q_hours_set_add(c, &in, &added);
    if (rc)
        return rc;
    *ret_id = added.id;
    const struct event_member told[] = {EV_TEXT("code", code), EV_TEXT("spans", spans)};
    return tell(c, "calendar.hours_set", added.id, in.pub, told, 2);
}

/* ---- a new folder ------------------------------------------------------------------ */

static enum rc install_pack(struct ctx *c, const struct embed *pack)
{
    struct calendar_source source;
    struct q_calendar_version_current_row now;
    int64_t id;
    enum rc rc =
        calendar_read_pack(c, (str){(const char *)pack->bytes, (ptrdiff_t)pack->size}, &source);
    if (!rc)
        rc = calendar_add(c, &source, &id);
    if (rc)
        return rc;
    rc = q_calendar_version_current(c, source.code, &now);
    return rc == RC_NOT_FOUND ? calendar_publish(c, id) : rc;
}

enum rc calendar_install(struct ctx *c)
{
    const struct hours usual = hours_usual();
    struct q_hours_set_current_row now;
    int64_t id;
    for (const struct embed *e = embed_packs; e->name; e++) {
        const str name = str_of(e->name);
        const enum rc rc = str_starts(name, S("calendars/")) ? install_pack(c, e) : RC_OK;
        if (rc)
            return rc;
    }
    const enum rc rc = q_hours_set_current(c, HOURS_USUAL, &now);
    if (rc != RC_NOT_FOUND)
        return rc;
    return hours_set_put(c, HOURS_USUAL, text_get(LANG_VI, "calendar.hours.usual"),
                         text_get(LANG_EN, "calendar.hours.usual"), &usual, &id);
}

/* ---- what deadlines are computed with ---------------------------------------------- */

static enum rc calendar_of(struct ctx *c, int64_t id, str hash, const struct calendar **ret)
{
    struct calendar_source source;
    *ret = find_calendar(hash);
    if (*ret)
        return RC_OK;
    const enum rc rc = calendar_get(c, id, &source);
    return rc ? rc : keep_calendar(c, &source, hash, ret);
}

static enum rc worktime_of(struct ctx *c, const struct calendar *cal, str spans,
                           const struct worktime **ret)
{
    struct hours h;
    *ret = find_worktime(cal, spans);
    if (*ret)
        return RC_OK;
    if (!hours_parse(spans, &h))
        return RC_FAILED;
    *ret = keep_worktime(c, cal, spans, &h);
    return RC_OK;
}

enum rc calendar_current(struct ctx *c, str hours_code, struct calendar_use *ret_use)
{
    struct q_calendar_version_current_row version;
    struct q_hours_set_current_row hours;
    struct calendar_use use = {0};
    const struct calendar *cal;
    enum rc rc = q_calendar_version_current(c, CALENDAR_CODE, &version);
    if (!rc)
        rc = calendar_of(c, version.id, version.hash, &cal);
    if (rc)
        return rc;
    rc = hours_code.n ? q_hours_set_current(c, hours_code, &hours) : RC_NOT_FOUND;
    if (rc == RC_NOT_FOUND)
        rc = q_hours_set_current(c, HOURS_USUAL, &hours);
    if (!rc)
        rc = worktime_of(c, cal, hours.spans, &use.w);
    if (rc)
        return rc;
    use.version = version.id;
    use.hours = hours.id;
    *ret_use = use;
    return RC_OK;
}

enum rc calendar_pinned(struct ctx *c, int64_t version, int64_t hours, const struct worktime **ret_w)
{
    struct q_calendar_version_by_id_row v;
    struct q_hours_set_by_id_row h;
    const struct calendar *cal;
    const struct worktime *w;
    enum rc rc = q_calendar_version_by_id(c, version, &v);
    if (!rc)
        rc = q_hours_set_by_id(c, hours, &h);
    if (!rc)
        rc = calendar_of(c, version, v.hash, &cal);
    if (!rc)
        rc = worktime_of(c, cal, h.spans, &w);
    if (!rc)
        *ret_w = w;
    return rc;
}
