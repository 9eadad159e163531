/*
 * eform_read.c - a definition as text becomes a form, strictly: a member nobody knows, a wrong
 * type of value, a name used twice are faults at their place ("groups[0].fields[3].type").
 * First the fields with their names and types, then the rules that speak of them.
 */
#include "eform/eform_internal.h"

struct source {
    struct ctx *c;
    struct eform *f;
    struct json doc;
    enum rc rc;
};

enum rc eform__refuse(struct ctx *c, str place, const char *key, str arg)
{
    enum rc rc = fail_args(c, RC_INVALID, str_c(c->mem, place), key, &arg, 1);
    return rc;
}

static void refuse(struct source *s, str place, const char *key, str arg)
{
    s->rc = eform__refuse(s->c, place, key, arg);
}

static str under(struct source *s, str place, const char *member)
{
    return place.n ? str_fmt(s->c->mem, "%.*s.%s", STR_ARG(place), member) : str_of(member);
}

/* ---- pieces ---- */

static void only(struct source *s, struct json j, str place, const char *const *known)
{
    struct json_walk it = json_walk(j);
    if (!json_is_members(j)) {
        refuse(s, place, "eform.bad.object", STR_NONE);
        return;
    }
    while (json_next(&it))
        if (!str_among(it.key, known))
            refuse(s, under(s, place, str_c(s->c->mem, it.key)), "eform.bad.member", it.key);
}

static str text(struct source *s, struct json j, str place, const char *member, bool needed)
{
    const struct json x = json_get(j, member);
    const str t = json_text(x);
    if ((needed && !t.n) || (!json_is_absent(x) && !json_is_text(x)) || t.n > 1000)
        refuse(s, under(s, place, member), "eform.bad.text", STR_NONE);
    return t;
}

static struct eform_words words(struct source *s, struct json j, str place, const char *member,
                                bool needed)
{
    static const char *const known[] = {"vi", "en", NULL};
    const struct json x = json_get(j, member);
    const str at = under(s, place, member);
    if (json_is_absent(x)) {
        if (needed)
            refuse(s, at, "eform.bad.words", STR_NONE);
        return (struct eform_words){0};
    }
    only(s, x, at, known);
    return (struct eform_words){text(s, x, at, "vi", true), text(s, x, at, "en", true)};
}

static int64_t number(struct source *s, struct json j, str place, const char *member, int64_t otherwise)
{
    int64_t v = otherwise;
    const struct json x = json_get(j, member);
    if (!json_is_absent(x) && !json_int(x, &v))
        refuse(s, under(s, place, member), "eform.bad.number", STR_NONE);
    return v;
}

static bool truth(struct source *s, struct json j, str place, const char *member)
{
    bool v = false;
    const struct json x = json_get(j, member);
    if (!json_is_absent(x) && !json_bool(x, &v))
        refuse(s, under(s, place, member), "eform.bad.yes_no", STR_NONE);
    return v;
}

static date day(struct source *s, struct json j, const char *member, bool needed)
{
    date d = DATE_NONE;
    const struct json x = json_get(j, member);
    if ((json_is_absent(x) && needed) || (!json_is_absent(x) && !date_parse(json_text(x), &d)))
        refuse(s, str_of(member), "eform.bad.date", STR_NONE);
    return d;
}

/* [a-z][a-z0-9_]*, 20 at most: rules, inputs and tables name things so. */
static str key_of(struct source *s, struct json j, str place)
{
    const str key = text(s, j, place, "key", true);
    bool good = key.n <= 20 && key.n && key.p[0] >= 'a' && key.p[0] <= 'z';
    for (ptrdiff_t i = 0; i < key.n; i++)
        good = good && ((key.p[i] >= 'a' && key.p[i] <= 'z') || (key.p[i] >= '0' && key.p[i] <= '9') ||
                        key.p[i] == '_');
    if (key.n && !good)
        refuse(s, under(s, place, "key"), "eform.bad.key", key);
    return key;
}

static const str *texts(struct source *s, struct json j, str place, ptrdiff_t *ret_n)
{
    const ptrdiff_t n = json_count(j);
    str *v = NEW_N(s->c->mem, str, n);
    if (!json_is_absent(j) && !json_is_list(j))
        refuse(s, place, "eform.bad.list", STR_NONE);
    for (ptrdiff_t i = 0; i < n && json_is_list(j); i++) {
        v[i] = json_text(json_item(j, i));
        if (!v[i].n || v[i].n > 100)
            refuse(s, str_fmt(s->c->mem, "%.*s[%td]", STR_ARG(place), i), "eform.bad.text", STR_NONE);
    }
    *ret_n = json_is_list(j) ? n : 0;
    return v;
}

/* ---- fields ---- */

static void choices(struct source *s, struct json j, str place, struct eform_field *f)
{
    static const char *const known[] = {"value", "label", NULL};
    const struct json list = json_get(j, "choices");
    const str at = under(s, place, "choices");
    const bool needs = f->type == EFORM_CHOICE || f->type == EFORM_CHOICES;
    const ptrdiff_t n = json_count(list);
    if (needs != json_is_list(list) || n > 100 || (needs && n < 2)) {
        refuse(s, at, "eform.bad.choices", STR_NONE);
        return;
    }
    struct eform_choice *v = NEW_N(s->c->mem, struct eform_choice, n);
    for (ptrdiff_t i = 0; i < n; i++) {
        const struct json x = json_item(list, i);
        const str here = str_fmt(s->c->mem, "%.*s[%td]", STR_ARG(at), i);
        only(s, x, here, known);
        v[i] = (struct eform_choice){text(s, x, here, "value", true), words(s, x, here, "label", true)};
        for (ptrdiff_t k = 0; k < v[i].value.n; k++)
            if (!((v[i].value.p[k] >= 'a' && v[i].value.p[k] <= 'z') || v[i].value.p[k] == '_' ||
                  (v[i].value.p[k] >= '0' && v[i].value.p[k] <= '9')) ||
                v[i].value.n > 18)
                refuse(s, under(s, here, "value"), "eform.bad.key", v[i].value);
        for (ptrdiff_t k = 0; k < i; k++)
            if (str_eq(v[k].value, v[i].value))
                refuse(s, under(s, here, "value"), "eform.bad.twice", v[i].value);
    }
    f->choices = v;
    f->choices_n = n;
}

static enum eform_type type_of(struct source *s, struct json j, str place)
{
    const str name = text(s, j, place, "type", true);
    for (int t = 0; t < EFORM_TYPE_COUNT; t++)
        if (str_eq(name, str_of(eform_type_name((enum eform_type)t))))
            return (enum eform_type)t;
    if (name.n)
        refuse(s, under(s, place, "type"), "eform.bad.type", name);
    return EFORM_TEXT;
}

static void prefill(struct source *s, struct json j, str place, struct eform_field *f)
{
    static const char *const known[] = {"self.name",   "self.number",   "self.birth", "self.phone",
                                        "self.email",  "self.address",  "owner.name", "owner.number",
                                        "owner.birth", "owner.address", "earlier",    NULL};
    const str at = under(s, place, "prefill");
    f->prefill = texts(s, json_get(j, "prefill"), at, &f->prefill_n);
    for (ptrdiff_t i = 0; i < f->prefill_n; i++)
        if (!str_among(f->prefill[i], known))
            refuse(s, at, "eform.bad.prefill", f->prefill[i]);
    if (f->prefill_n && s->f->groups[f->group].repeats)
        refuse(s, at, "eform.bad.prefill", STR_NONE);
}

static void limits(struct source *s, struct json j, str place, struct eform_field *f)
{
    const bool letters = f->kind == EFORM_WORD;
    f->min = number(s, j, place, "min", letters ? 0 : INT64_MIN);
    f->max = number(s, j, place, "max", INT64_MAX);
    if (f->min > f->max || (letters && (f->min < 0 || (f->max != INT64_MAX && f->max > 2000))))
        refuse(s, under(s, place, "max"), "eform.bad.limits", STR_NONE);
}

static void read_field(struct source *s, struct json j, str place, ptrdiff_t group)
{
    static const char *const known[] = {"key", "type",    "label",  "hint",      "required", "min",
                                        "max", "choices", "show",   "need",      "value",    "check",
                                        "say", "prefill", "source", "component", "why",      NULL};
    static const char *const sources[] = {"population", "civil_status", "filing", "other", NULL};
    struct eform_field *f = &s->f->fields[s->f->fields_n];
    only(s, j, place, known);
    *f = (struct eform_field){.key = key_of(s, j, place), .group = group};
    f->path = str_fmt(s->c->mem, "%.*s.%.*s", STR_ARG(s->f->groups[group].key), STR_ARG(f->key));
    f->type = type_of(s, j, place);
    f->kind = eform__kind(f->type);
    f->label = words(s, j, place, "label", true);
    f->hint = words(s, j, place, "hint", false);
    f->why = words(s, j, place, "why", false);
    f->say = words(s, j, place, "say", !json_is_absent(json_get(j, "check")));
    f->source = text(s, j, place, "source", false);
    if (f->source.n && !str_among(f->source, sources))
        refuse(s, under(s, place, "source"), "eform.bad.source", f->source);
    f->component = text(s, j, place, "component", false);
    f->required = truth(s, j, place, "required") || f->type == EFORM_DECLARATION;
    limits(s, j, place, f);
    choices(s, j, place, f);
    prefill(s, j, place, f);
    if (f->key.n && eform_find(s->f, f->path) >= 0)
        refuse(s, under(s, place, "key"), "eform.bad.twice", f->key);
    if (f->type == EFORM_FILE && s->f->groups[group].repeats)
        refuse(s, under(s, place, "type"), "eform.bad.file_rows", STR_NONE);
    if (f->component.n && f->type != EFORM_FILE)
        refuse(s, under(s, place, "component"), "eform.bad.member", S("component"));
    s->f->fields_n++;
}

/* ---- groups ---- */

static void read_group(struct source *s, struct json j, ptrdiff_t at)
{
    static const char *const known[] = {"key", "label", "hint", "repeat", "show", "fields", NULL};
    static const char *const rows[] = {"min", "max", NULL};
    struct eform_group *g = &s->f->groups[at];
    const str place = str_fmt(s->c->mem, "groups[%td]", at);
    only(s, j, place, known);
    *g = (struct eform_group){.key = key_of(s, j, place), .min = 1, .max = 1};
    g->label = words(s, j, place, "label", true);
    g->hint = words(s, j, place, "hint", false);
    for (ptrdiff_t i = 0; i < at; i++)
        if (g->key.n && str_eq(s->f->groups[i].key, g->key))
            refuse(s, under(s, place, "key"), "eform.bad.twice", g->key);
    const struct json repeat = json_get(j, "repeat");
    if (!json_is_absent(repeat)) {
        only(s, repeat, under(s, place, "repeat"), rows);
        g->repeats = true;
        g->min = number(s, repeat, under(s, place, "repeat"), "min", 0);
        g->max = number(s, repeat, under(s, place, "repeat"), "max", EFORM_ROWS_MAX);
        if (g->min < 0 || g->max < 1 || g->min > g->max || g->max > EFORM_ROWS_MAX)
            refuse(s, under(s, place, "repeat"), "eform.bad.limits", STR_NONE);
    }
    const struct json fields = json_get(j, "fields");
    g->first = s->f->fields_n;
    if (!json_is_list(fields) || !json_count(fields))
        refuse(s, under(s, place, "fields"), "eform.bad.list", STR_NONE);
    for (ptrdiff_t i = 0; json_is_list(fields) && i < json_count(fields); i++) {
        if (s->f->fields_n == EFORM_FIELDS_MAX) {
            refuse(s, under(s, place, "fields"), "eform.bad.many", STR_NONE);
            return;
        }
        read_field(s, json_item(fields, i), str_fmt(s->c->mem, "%.*s.fields[%td]", STR_ARG(place), i),
                   at);
    }
    g->n = s->f->fields_n - g->first;
}

/* ---- rules ---- */

static const struct eform_expr *rule(struct source *s, struct json j, ptrdiff_t node,
                                     const char *member)
{
    const struct eform *f = s->f;
    const char *why = NULL;
    const struct json x = json_get(j, member);
    const str place = eform__place(s->c->mem, f, node, member);
    if (json_is_absent(x))
        return NULL;
    if (!json_is_text(x)) {
        refuse(s, place, "eform.bad.text", STR_NONE);
        return NULL;
    }
    const ptrdiff_t group = node < f->fields_n ? f->fields[node].group : -1;
    const struct eform_expr *e = eform_compile(s->c->mem, f, group, json_text(x), &why);
    if (!e)
        refuse(s, place, why, json_text(x));
    else
        s->f->steps += e->n;
    return e;
}

static const struct eform_expr *condition(struct source *s, struct json j, ptrdiff_t node,
                                          const char *member)
{
    const struct eform_expr *e = rule(s, j, node, member);
    if (e && eform_kind_of(e) != EFORM_BOOL)
        refuse(s, eform__place(s->c->mem, s->f, node, member), "eform.bad.types",
               json_text(json_get(j, member)));
    return e;
}

static struct json field_json(struct source *s, ptrdiff_t at)
{
    const struct eform_field *f = &s->f->fields[at];
    const struct json g = json_item(json_get(s->doc, "groups"), f->group);
    return json_item(json_get(g, "fields"), at - s->f->groups[f->group].first);
}

/* Of computed fields each may use those before and after it: until nothing changes. */
static void compute_kinds(struct source *s)
{
    struct eform *f = s->f;
    for (ptrdiff_t round = 0, changed = 1; changed && round < f->fields_n; round++) {
        changed = 0;
        for (ptrdiff_t i = 0; i < f->fields_n; i++) {
            const char *why;
            if (f->fields[i].type != EFORM_COMPUTED || f->fields[i].kind != EFORM_ABSENT)
                continue;
            const struct eform_expr *e = eform_compile(
                s->c->mem, f, f->fields[i].group, json_text(json_get(field_json(s, i), "value")), &why);
            if (e && eform_kind_of(e) != EFORM_ABSENT) {
                f->fields[i].kind = eform_kind_of(e);
                changed = 1;
            }
        }
    }
}

static void read_rules(struct source *s)
{
    struct eform *f = s->f;
    compute_kinds(s);
    for (ptrdiff_t i = 0; i < f->fields_n; i++) {
        struct eform_field *x = &f->fields[i];
        const struct json j = field_json(s, i);
        x->show = condition(s, j, i, "show");
        x->need = condition(s, j, i, "need");
        x->check = condition(s, j, i, "check");
        x->value = rule(s, j, i, "value");
        if ((x->type == EFORM_COMPUTED) != (x->value != NULL))
            refuse(s, eform__place(s->c->mem, f, i, "value"), "eform.bad.value", x->key);
    }
    for (ptrdiff_t i = 0; i < f->groups_n; i++)
        f->groups[i].show =
            condition(s, json_item(json_get(s->doc, "groups"), i), f->fields_n + i, "show");
    if (f->steps > 2000)
        refuse(s, S("groups"), "eform.bad.many", STR_NONE);
}

/* ---- the whole ---- */

static void read_head(struct source *s)
{
    static const char *const known[] = {"form",     "version", "name",   "procedures",
                                        "from",     "until",   "source", "verified",
                                        "replaces", "groups",  "sample", NULL};
    struct eform *f = s->f;
    only(s, s->doc, STR_NONE, known);
    f->code = text(s, s->doc, STR_NONE, "form", true);
    f->version = number(s, s->doc, STR_NONE, "version", 0);
    f->name = words(s, s->doc, STR_NONE, "name", true);
    f->procedures = texts(s, json_get(s->doc, "procedures"), S("procedures"), &f->procedures_n);
    f->replaces = texts(s, json_get(s->doc, "replaces"), S("replaces"), &f->replaces_n);
    f->source = text(s, s->doc, STR_NONE, "source", true);
    f->verified = truth(s, s->doc, STR_NONE, "verified");
    f->from = day(s, s->doc, "from", true);
    f->until = day(s, s->doc, "until", false);
    for (ptrdiff_t i = 0; i < f->code.n; i++)
        if (!((f->code.p[i] >= 'a' && f->code.p[i] <= 'z') ||
              (f->code.p[i] >= '0' && f->code.p[i] <= '9') || f->code.p[i] == '-') ||
            f->code.n > 40)
            refuse(s, S("form"), "eform.bad.key", f->code);
    if (f->version < 1 || f->version > 1000000)
        refuse(s, S("version"), "eform.bad.number", STR_NONE);
    if (!f->procedures_n || f->procedures_n > 50)
        refuse(s, S("procedures"), "eform.bad.list", STR_NONE);
    if (!date_is_none(f->until) && f->until.day <= f->from.day)
        refuse(s, S("until"), "eform.bad.date", STR_NONE);
}

static void read_groups(struct source *s)
{
    struct eform *f = s->f;
    const struct json groups = json_get(s->doc, "groups");
    const ptrdiff_t n = json_count(groups);
    f->fields = NEW_N(s->c->mem, struct eform_field, EFORM_FIELDS_MAX);
    f->groups = NEW_N(s->c->mem, struct eform_group, EFORM_GROUPS_MAX);
    if (!json_is_list(groups) || n < 1 || n > EFORM_GROUPS_MAX) {
        refuse(s, S("groups"), "eform.bad.list", STR_NONE);
        return;
    }
    for (; f->groups_n < n; f->groups_n++)
        read_group(s, json_item(groups, f->groups_n), f->groups_n);
}

/* A filled sample that would not pass itself helps nobody. */
static enum rc check_sample(struct ctx *c, const struct eform *f)
{
    struct eform_filled x;
    enum rc rc = eform_open(c, f, f->sample, &x);
    if (rc)
        return eform__refuse(c, S("sample"), "eform.bad.object", STR_NONE);
    eform_judge(c, &x);
    for (ptrdiff_t i = 0; i < f->fields_n; i++)
        for (ptrdiff_t row = 0; row < x.rows[f->fields[i].group]; row++)
            if (x.cells[i][row].fault)
                rc = eform__refuse(c, str_fmt(c->mem, "sample.%.*s", STR_ARG(f->fields[i].path)),
                                   "eform.bad.sample", f->fields[i].label.vi);
    if (!rc && !x.valid)
        rc = eform__refuse(c, S("sample"), "eform.bad.sample", STR_NONE);
    return rc;
}

enum rc eform_read(struct ctx *c, str source, struct eform *ret_form)
{
    struct eform f = {0};
    struct source s = {.c = c, .f = &f};
    struct json_error error;
    if (source.n > EFORM_SOURCE_MAX)
        return eform__refuse(c, STR_NONE, "eform.bad.many", STR_NONE);
    if (!json_parse(c->mem, source, &s.doc, &error))
        return eform__refuse(c, str_fmt(c->mem, "%d:%d", error.line, error.column), "eform.bad.json",
                             error.what);
    read_head(&s);
    if (!s.rc)
        read_groups(&s);
    if (!s.rc)
        read_rules(&s);
    if (!s.rc)
        s.rc = eform__check(c, &f);
    const struct json sample = json_get(s.doc, "sample");
    f.sample = json_is_members(sample) ? json_write(c->mem, sample, true) : S("{}");
    if (!s.rc && !json_is_absent(sample))
        s.rc = check_sample(c, &f);
    if (!s.rc)
        *ret_form = f;
    return s.rc;
}

ptrdiff_t eform_find(const struct eform *f, str path)
{
    for (ptrdiff_t i = 0; i < f->fields_n; i++)
        if (str_eq(f->fields[i].path, path))
            return i;
    return -1;
}
