/*
 * calendar_pack.c - reads a calendar pack (packs/calendars, docs/internals/legal-clock.md)
 * and keeps the shipped one, compiled once for the process.
 */
#include <pthread.h>

#include "calendar/calendar.h"
#include "core/embed.h"
#include "core/json.h"

#define PACK_NAME "calendars/vn.json"

static enum rc refuse(struct ctx *c, str field)
{
    return fail_at(c, RC_INVALID, field, "calendar.pack.member");
}

/* Every member is one of `known`, so a misspelt one is not silently ignored. */
static enum rc only(struct ctx *c, struct json object, str at, const char *known)
{
    for (struct json_walk it = json_walk(object); json_next(&it);)
        if (!str_has(str_of(known), str_fmt(c->mem, " %.*s ", STR_ARG(it.key))))
            return fail_at(c, RC_INVALID, str_fmt(c->mem, "%.*s%.*s", STR_ARG(at), STR_ARG(it.key)),
                           "calendar.pack.unknown");
    return RC_OK;
}

static enum rc read_day(struct ctx *c, struct json j, struct json sources, str at,
                        struct calendar_day *ret_day)
{
    struct calendar_day d = {0};
    const enum rc rc = only(c, j, at, " on kind confidence vi en source ");
    if (rc)
        return rc;
    if (!date_parse(json_text_of(j, "on"), &d.on))
        return refuse(c, str_fmt(c->mem, "%.*son", STR_ARG(at)));
    if (!calendar_kind_parse(json_text_of(j, "kind"), &d.kind))
        return refuse(c, str_fmt(c->mem, "%.*skind", STR_ARG(at)));
    if (!calendar_confidence_parse(json_text_of(j, "confidence"), &d.confidence))
        return refuse(c, str_fmt(c->mem, "%.*sconfidence", STR_ARG(at)));
    d.name[LANG_VI] = json_text_of(j, "vi");
    d.name[LANG_EN] = json_text_of(j, "en");
    d.source = json_text(json_get_str(sources, json_text_of(j, "source")));
    if (d.name[LANG_VI].n == 0 || d.name[LANG_EN].n == 0)
        return refuse(c, str_fmt(c->mem, "%.*svi", STR_ARG(at)));
    if (d.source.n == 0)
        return refuse(c, str_fmt(c->mem, "%.*ssource", STR_ARG(at)));
    *ret_day = d;
    return RC_OK;
}

static enum rc read_days(struct ctx *c, struct json doc, struct calendar_source *s)
{
    const struct json list = json_get(doc, "days"), sources = json_get(doc, "sources");
    if (!json_is_list(list) || !json_is_members(sources))
        return refuse(c, S("days"));
    struct calendar_day *days = NEW_N(c->mem, struct calendar_day, json_count(list));
    for (ptrdiff_t i = 0; i < json_count(list); i++) {
        const enum rc rc =
            read_day(c, json_item(list, i), sources, str_fmt(c->mem, "days[%td].", i), &days[i]);
        if (rc)
            return rc;
    }
    s->days = days;
    s->day_count = json_count(list);
    return RC_OK;
}

static enum rc read_rest(struct ctx *c, struct json doc, struct calendar_source *s)
{
    const struct json list = json_get(doc, "rest_weekdays");
    int64_t day;
    if (!json_is_list(list))
        return refuse(c, S("rest_weekdays"));
    for (ptrdiff_t i = 0; i < json_count(list); i++) {
        if (!json_int(json_item(list, i), &day) || day < 1 || day > 7)
            return refuse(c, S("rest_weekdays"));
        s->rest_days |= 1u << day;
    }
    return RC_OK;
}

enum rc calendar_read_pack(struct ctx *c, str text, struct calendar_source *ret_source)
{
    struct json doc;
    struct json_error e;
    struct calendar_source s = {0};
    if (!json_parse(c->mem, text, &doc, &e)) {
        const str at[] = {str_fmt(c->mem, "%d", e.line), str_fmt(c->mem, "%d", e.column)};
        return fail_args(c, RC_INVALID, NULL, "calendar.pack.syntax", at, 2);
    }
    enum rc rc = only(c, doc, S(""),
                      " pack code version title rest_weekdays first_year last_year sources days ");
    if (rc)
        return rc;
    s.code = json_text_of(doc, "code");
    s.version = json_text_of(doc, "version");
    if (!str_eq(json_text_of(doc, "pack"), S("calendar")) || s.code.n == 0 || s.version.n == 0)
        return refuse(c, S("pack"));
    s.first_year = (int)(json_int_of(doc, "first_year", 0) & 0xffff);
    s.last_year = (int)(json_int_of(doc, "last_year", 0) & 0xffff);
    rc = read_rest(c, doc, &s);
    if (!rc)
        rc = read_days(c, doc, &s);
    if (!rc)
        *ret_source = s;
    return rc;
}

static pthread_once_t once = PTHREAD_ONCE_INIT;
static const struct calendar *shipped;
static const struct worktime *shipped_worktime;

static const struct embed *find_pack(void)
{
    for (const struct embed *e = embed_packs; e->name; e++)
        if (str_eq(str_of(e->name), S(PACK_NAME)))
            return e;
    return NULL;
}

static void load_shipped(void)
{
    static struct arena *kept; /* lives as long as the process */
    const struct hours usual = hours_usual();
    const struct embed *pack = find_pack();
    struct calendar_source source;
    struct ctx c = {.mem = arena_new((size_t)8 << 20)};
    kept = arena_new((size_t)2 << 20);
    BUG_IF(!pack || !c.mem || !kept);
    BUG_IF(calendar_read_pack(&c, (str){(const char *)pack->bytes, (ptrdiff_t)pack->size}, &source) !=
           RC_OK);
    BUG_IF(calendar_compile(&c, kept, &source, &shipped) != RC_OK);
    shipped_worktime = worktime_compile(kept, shipped, &usual);
    arena_free(c.mem);
}

const struct calendar *calendar_shipped(void)
{
    BUG_IF(pthread_once(&once, load_shipped) != 0);
    return shipped;
}

const struct worktime *worktime_shipped(void)
{
    BUG_IF(pthread_once(&once, load_shipped) != 0);
    return shipped_worktime;
}
