/*
 * ruleset_pack.c - rule sets as files: read strictly, written in one spelling. What is not
 * known in a file is refused with its place, so a misspelt key is never silently ignored.
 */
#include "core/buf.h"
#include "core/embed.h"
#include "ruleset/ruleset_internal.h"

#define PACK_MAX ((size_t)256 << 10)
#define FORMAT S("motcua.rulesets/1")
#define NAME_MAX_BYTES 200
#define NOTE_MAX_BYTES 600

static enum rc wrong_at(struct ctx *c, str at, const char *member, const char *key)
{
    return fail_at(c, RC_INVALID, str_fmt(c->mem, "%.*s%s", STR_ARG(at), member), key);
}

/* Every member is one of `known`. */
static enum rc only(struct ctx *c, struct json object, str at, const char *const *known)
{
    if (!json_is_members(object))
        return wrong_at(c, at, "", "ruleset.pack.malformed");
    for (struct json_walk it = json_walk(object); json_next(&it);)
        if (!str_among(it.key, known))
            return fail_at(c, RC_INVALID, str_fmt(c->mem, "%.*s%.*s", STR_ARG(at), STR_ARG(it.key)),
                           "ruleset.pack.unknown");
    return RC_OK;
}

static bool fits(str s, ptrdiff_t max)
{
    return s.n > 0 && s.n <= max;
}

static enum rc read_value(struct ctx *c, struct json j, str at, enum rule_key k, struct rule_value *ret)
{
    static const char *const known[] = {"value", "article", "label", "note", NULL};
    const struct rule_value v = {json_text_of(j, "value"), json_text_of(j, "article"),
                                 json_text_of(j, "label"), json_text_of(j, "note")};
    const enum rc rc = only(c, j, at, known);
    if (rc)
        return rc;
    const char *wrong = ruleset__wrong(k, v.value);
    if (wrong)
        return wrong_at(c, at, "value", wrong);
    if (!fits(v.article, NAME_MAX_BYTES))
        return wrong_at(c, at, "article", "ruleset.wrong.article");
    if (!rule_label_known(v.label))
        return wrong_at(c, at, "label", "ruleset.wrong.label");
    if (v.note.n > NOTE_MAX_BYTES)
        return wrong_at(c, at, "note", "ruleset.wrong.note");
    *ret = v;
    return RC_OK;
}

static enum rc read_values(struct ctx *c, struct json values, str at, struct ruleset_source *s)
{
    enum rule_key k;
    enum rc rc = RC_OK;
    if (!json_is_members(values))
        return wrong_at(c, at, "values", "ruleset.pack.malformed");
    for (struct json_walk it = json_walk(values); !rc && json_next(&it);) {
        const str here = str_fmt(c->mem, "%.*svalues.%.*s.", STR_ARG(at), STR_ARG(it.key));
        if (!rule_key_parse(it.key, &k))
            return wrong_at(c, str_sub(here, 0, here.n - 1), "", "ruleset.pack.unknown");
        rc = read_value(c, it.value, here, k, &s->value[k]);
    }
    for (unsigned i = 0; !rc && i < RULE_COUNT; i++)
        if (rule_key_required((enum rule_key)i) && !s->value[i].value.n)
            rc = wrong_at(
                c, at,
                str_c(c->mem, str_fmt(c->mem, "values.%.*s", STR_ARG(rule_key_word((enum rule_key)i)))),
                "ruleset.pack.missing");
    return rc;
}

static bool code_word(str s)
{
    for (ptrdiff_t i = 0; i < s.n; i++)
        if (!((s.p[i] >= 'a' && s.p[i] <= 'z') || (s.p[i] >= '0' && s.p[i] <= '9') || s.p[i] == '_'))
            return false;
    return s.n > 0 && s.n <= 20;
}

enum rc ruleset__read(struct ctx *c, struct json set, str at, struct ruleset_source *ret)
{
    static const char *const known[] = {"code", "name", "valid_from", "source", "values", NULL};
    struct ruleset_source s = {.code = json_text_of(set, "code"),
                               .name = json_text_of(set, "name"),
                               .source = json_text_of(set, "source")};
    enum rc rc = only(c, set, at, known);
    if (rc)
        return rc;
    if (!code_word(s.code))
        return wrong_at(c, at, "code", "ruleset.wrong.code");
    if (!fits(s.name, NAME_MAX_BYTES))
        return wrong_at(c, at, "name", "ruleset.wrong.name");
    if (!fits(s.source, NOTE_MAX_BYTES))
        return wrong_at(c, at, "source", "ruleset.wrong.note");
    if (!date_parse(json_text_of(set, "valid_from"), &s.set_from))
        return wrong_at(c, at, "valid_from", "ruleset.wrong.date");
    rc = read_values(c, json_get(set, "values"), at, &s);
    if (!rc)
        *ret = s;
    return rc;
}

/* ---- writing ---- */

static void put_member(struct buf *b, const char *name, str value, const char *after)
{
    buf_add(b, S("\""));
    buf_add(b, str_of(name));
    buf_add(b, S("\": "));
    buf_json(b, value);
    buf_add(b, str_of(after));
}

str ruleset__write(struct arena *mem, const struct ruleset_source *s)
{
    struct buf b = buf_new(mem, PACK_MAX);
    buf_add(&b, S("  {\n    "));
    put_member(&b, "code", s->code, ",\n    ");
    put_member(&b, "name", s->name, ",\n    ");
    put_member(&b, "valid_from", date_iso(mem, s->set_from), ",\n    ");
    put_member(&b, "source", s->source, ",\n    ");
    buf_add(&b, S("\"values\": {"));
    const char *between = "\n      ";
    for (unsigned k = 0; k < RULE_COUNT; k++) {
        const struct rule_value *v = &s->value[k];
        if (!v->value.n)
            continue;
        buf_add(&b, str_of(between));
        buf_json(&b, rule_key_word((enum rule_key)k));
        buf_add(&b, S(": {"));
        put_member(&b, "value", v->value, ", ");
        put_member(&b, "article", v->article, ", ");
        put_member(&b, "label", v->label, v->note.n ? ", " : "");
        if (v->note.n)
            put_member(&b, "note", v->note, "");
        buf_add(&b, S("}"));
        between = ",\n      ";
    }
    buf_add(&b, S("\n    }\n  }"));
    BUG_IF(buf_full(&b)); /* every part is bounded */
    return buf_str(&b);
}

str ruleset_export(struct arena *mem, const struct ruleset *s)
{
    struct ruleset_source out = {
        .code = s->code, .name = s->name, .source = s->source, .set_from = s->set_from};
    for (int k = 0; k < RULE_COUNT; k++)
        out.value[k] = s->value[k];
    const str set = ruleset__write(mem, &out);
    return str_fmt(mem, "{\n\"format\": \"%.*s\",\n\"rulesets\": [\n%.*s\n]\n}\n", STR_ARG(FORMAT),
                   STR_ARG(set));
}

/* ---- taking a file ---- */

static enum rc open_pack(struct ctx *c, str file, struct json *ret_sets)
{
    static const char *const known[] = {"format", "rulesets", NULL};
    struct json doc;
    struct json_error e;
    if (!json_parse(c->mem, file, &doc, &e)) {
        const str at[] = {str_fmt(c->mem, "%d", e.line), str_fmt(c->mem, "%d", e.column)};
        return fail_args(c, RC_INVALID, "file", "ruleset.pack.syntax", at, 2);
    }
    const enum rc rc = only(c, doc, S(""), known);
    if (rc)
        return rc;
    *ret_sets = json_get(doc, "rulesets");
    if (!str_eq(json_text_of(doc, "format"), FORMAT) || !json_count(*ret_sets))
        return fail(c, RC_INVALID, "file", "ruleset.pack.malformed");
    return RC_OK;
}

static const struct ruleset *newest(const struct ruleset_versions *all, str code)
{
    const struct ruleset *found = NULL;
    for (ptrdiff_t i = 0; i < all->n; i++)
        if (str_eq(all->v[i].set.code, code))
            found = &all->v[i].set;
    return found;
}

static bool same(struct arena *mem, const struct ruleset_source *s, const struct ruleset *was)
{
    struct ruleset_difference *d;
    const struct ruleset is = {.value = s->value};
    return str_eq(s->name, was->name) && str_eq(s->source, was->source) &&
           ruleset_differ(mem, was, &is, &d) == 0;
}

/* A new set begins after every other, and after today: no day that has begun changes its law. */
static enum rc check_new(struct ctx *c, const struct ruleset_source *s, str at,
                         const struct ruleset_versions *all)
{
    if (s->set_from.day <= instant_date(c->now).day)
        return wrong_at(c, at, "valid_from", "ruleset.wrong.past");
    for (ptrdiff_t i = 0; i < all->n; i++)
        if (s->set_from.day <= all->v[i].set.valid_from.day)
            return wrong_at(c, at, "valid_from", "ruleset.wrong.order");
    return RC_OK;
}

static enum rc take(struct ctx *c, const struct ruleset_source *s, str at, date valid_from, str reason,
                    int64_t *ret_n)
{
    struct ruleset_versions all;
    enum rc rc = ruleset_list(c, &all);
    if (rc)
        return rc;
    const struct ruleset *was = newest(&all, s->code);
    if (was && s->set_from.day != was->set_from.day)
        return wrong_at(c, at, "valid_from", "ruleset.wrong.set_from");
    if (was && same(c->mem, s, was))
        return RC_OK;
    ++*ret_n;
    if (!was) {
        rc = check_new(c, s, at, &all);
        return rc ? rc : ruleset__put(c, s, NULL, s->set_from, reason);
    }
    rc = ruleset__check_from(c, was, valid_from);
    return rc ? rc : ruleset__put(c, s, was, valid_from, reason);
}

enum rc ruleset_import(struct ctx *c, str file, date valid_from, str reason, int64_t *ret_n)
{
    struct json sets;
    struct ruleset_source s;
    int64_t n = 0;
    if (!str_trim(reason).n)
        return fail(c, RC_INVALID, "reason", "ruleset.wrong.reason");
    enum rc rc = open_pack(c, file, &sets);
    for (ptrdiff_t i = 0; !rc && i < json_count(sets); i++) {
        const str at = str_fmt(c->mem, "rulesets[%td].", i);
        rc = ruleset__read(c, json_item(sets, i), at, &s);
        if (!rc)
            rc = take(c, &s, at, valid_from, reason, &n);
    }
    if (!rc && !n)
        return fail(c, RC_CONFLICT, "file", "ruleset.pack.nothing_new");
    if (!rc)
        *ret_n = n;
    return rc;
}

enum rc ruleset_install(struct ctx *c)
{
    const struct embed *pack = embed_packs;
    struct ruleset_versions all;
    struct ruleset_source s;
    struct json sets;
    while (pack->name && !str_eq(str_of(pack->name), S("rulesets/vn.json")))
        pack++;
    BUG_IF(!pack->name);
    enum rc rc = ruleset_list(c, &all);
    if (!rc)
        rc = open_pack(c, (str){(const char *)pack->bytes, (ptrdiff_t)pack->size}, &sets);
    for (ptrdiff_t i = 0; !rc && i < json_count(sets); i++) {
        rc = ruleset__read(c, json_item(sets, i), S(""), &s);
        if (!rc && !newest(&all, s.code))
            rc = ruleset__put(c, &s, NULL, s.set_from, text_get(LANG_VI, "ruleset.shipped"));
    }
    return rc;
}
