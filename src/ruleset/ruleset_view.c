/* ruleset_view.c - rule sets in words: values as people say them, versions and what differs. */
#include "access/access.h"
#include "ruleset/ruleset_http.h"
#include "ruleset/ruleset_internal.h"

/* clang-format off: a line a key */
static const char *const key_texts[RULE_COUNT] = {
    [RULE_CODE_OWNER] = "ruleset.key.code_owner",
    [RULE_START] = "ruleset.key.start",
    [RULE_REPLY] = "ruleset.key.reply",
    [RULE_NOTICE] = "ruleset.key.notice",
    [RULE_TRANSFER] = "ruleset.key.transfer",
    [RULE_TRANSFER_LEVEL] = "ruleset.key.transfer_level",
    [RULE_RETURN_NOTICE] = "ruleset.key.return_notice",
    [RULE_RESTART] = "ruleset.key.restart",
    [RULE_CLOSE_UNANSWERED] = "ruleset.key.close_unanswered",
    [RULE_EXTENSION_BEFORE] = "ruleset.key.extension_before",
    [RULE_EXTENSION_MAX] = "ruleset.key.extension_max",
    [RULE_CORRECTION] = "ruleset.key.correction",
    [RULE_FORM_RECEIPT] = "ruleset.key.form_receipt",
    [RULE_FORM_SUPPLEMENT] = "ruleset.key.form_supplement",
    [RULE_FORM_REFUSAL] = "ruleset.key.form_refusal",
    [RULE_FORM_APOLOGY] = "ruleset.key.form_apology",
    [RULE_FORM_STOP] = "ruleset.key.form_stop",
    [RULE_FORM_CONTROL_SHEET] = "ruleset.key.form_control_sheet",
    [RULE_FORM_FOLLOW_UP_BOOK] = "ruleset.key.form_follow_up_book",
};
static const struct {
    const char *word, *key, *tone, *icon;
} labels[] = {
    {"found", "ruleset.label.found", "ok", "check"},
    {"known_unverified", "ruleset.label.known_unverified", "warn", "warn"},
    {"inferred", "ruleset.label.inferred", "warn", "warn"},
    {"decided", "ruleset.label.decided", "accent", "check"},
};
static const struct {
    const char *word, *key;
} words[] = {
    {"receiving", "ruleset.word.receiving"}, {"competent", "ruleset.word.competent"},
    {"complete", "ruleset.word.complete"},   {"zero", "ruleset.word.zero"},
    {"resume", "ruleset.word.resume"},
};
/* clang-format on */

static str number(struct req *r, int64_t n)
{
    return text_number(r->c.mem, r->lang, n);
}

static str say1(struct req *r, const char *key, str a)
{
    return text_fmt(r->c.mem, r->lang, key, &a, 1);
}

str ruleset__key_text(struct req *r, enum rule_key k)
{
    return text_get(r->lang, key_texts[k]);
}

str ruleset__value_text(struct req *r, enum rule_key k, str value)
{
    struct due_rule rule;
    if (!value.n)
        return S("–");
    for (size_t i = 0; rule_key_kind(k) == RULE_WORD && i < sizeof words / sizeof *words; i++)
        if (str_eq(value, str_of(words[i].word)))
            return text_get(r->lang, words[i].key);
    if (rule_key_kind(k) == RULE_DUE && due_rule_parse(value, &rule))
        return due_rule_text(r->c.mem, r->lang, rule);
    return rule_key_kind(k) == RULE_FORM ? say1(r, "ruleset.form_number", value) : value;
}

static struct web_tag label_tag(struct req *r, str label)
{
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
        if (str_eq(label, str_of(labels[i].word)))
            return (struct web_tag){str_of(labels[i].tone), str_of(labels[i].icon),
                                    text_get(r->lang, labels[i].key)};
    return (struct web_tag){S("mute"), S("ring"), text_get(r->lang, "ruleset.label.none")};
}

static str day(struct req *r, date d)
{
    return text_day(r->c.mem, r->lang, d);
}

static str span(struct req *r, const struct ruleset *s)
{
    const str args[] = {day(r, s->set_from),
                        date_is_none(s->set_to) ? S("") : day(r, date_add(s->set_to, -1))};
    return text_fmt(r->c.mem, r->lang, date_is_none(s->set_to) ? "ruleset.span.open" : "ruleset.span",
                    args, 2);
}

/* Of a version: the first day it no longer holds; DATE_NONE = open. */
static date ends(const struct ruleset_versions *all, ptrdiff_t at)
{
    const struct ruleset *s = &all->v[at].set;
    if (at + 1 < all->n && str_eq(all->v[at + 1].set.code, s->code))
        return all->v[at + 1].set.valid_from;
    return s->set_to;
}

static struct web_tag state(struct req *r, date from, date to)
{
    const int32_t today = instant_date(r->c.now).day;
    if (from.day > today)
        return (struct web_tag){S("accent"), S("hourglass"), text_get(r->lang, "ruleset.state.next")};
    if (!date_is_none(to) && to.day <= today)
        return (struct web_tag){S("mute"), S("ring"), text_get(r->lang, "ruleset.state.over")};
    return (struct web_tag){S("ok"), S("check"), text_get(r->lang, "ruleset.state.now")};
}

static bool last_of_set(const struct ruleset_versions *all, ptrdiff_t at)
{
    return at + 1 == all->n || !str_eq(all->v[at + 1].set.code, all->v[at].set.code);
}

void ruleset__view_list(struct req *r, const struct ruleset_versions *all, struct ruleset_list_view *v)
{
    struct ruleset_row *rows = NEW_N(r->c.mem, struct ruleset_row, all->n);
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < all->n; i++) {
        const struct ruleset *s = &all->v[i].set;
        if (last_of_set(all, i))
            rows[n++] = (struct ruleset_row){.to = HREF(r->c.mem, "/admin/rulesets/{}", s->code),
                                             .name = s->name,
                                             .code = s->code,
                                             .dates = span(r, s),
                                             .versions = number(r, s->version),
                                             .state = state(r, s->set_from, s->set_to)};
    }
    v->rows = rows;
    v->rows_n = n;
    v->manages = access_reach(r->who.actor, PERM_CATALOG_MANAGE) == REACH_ALL;
    v->import = HREF_TO("/admin/rulesets/import");
}

static void add_values(struct req *r, const struct ruleset *s, bool editable,
                       struct ruleset_show_view *v)
{
    struct ruleset_value_row *rows = NEW_N(r->c.mem, struct ruleset_value_row, RULE_COUNT);
    for (int i = 0; i < RULE_COUNT; i++) {
        const enum rule_key k = (enum rule_key)i;
        const struct rule_value *x = &s->value[k];
        const bool due = rule_key_kind(k) == RULE_DUE && x->value.n;
        rows[i] = (struct ruleset_value_row){
            .name = ruleset__key_text(r, k),
            .value = ruleset__value_text(r, k, x->value),
            .raw = due ? x->value : STR_NONE,
            .article = x->article.n ? x->article : S("–"),
            .note = x->note,
            .label = label_tag(r, x->label),
            .edit = editable ? HREF(r->c.mem, "/admin/rulesets/{}/values/{}", s->code, rule_key_word(k))
                             : HREF_NONE,
        };
    }
    v->values = rows;
    v->values_n = RULE_COUNT;
}

static str told(struct req *r, enum rule_key k, const struct rule_value *x)
{
    const str value = ruleset__value_text(r, k, x->value);
    return x->article.n ? str_fmt(r->c.mem, "%.*s (%.*s)", STR_ARG(value), STR_ARG(x->article)) : value;
}

static void add_changes(struct req *r, const struct ruleset *was, const struct ruleset *is,
                        struct ruleset_show_view *v)
{
    struct ruleset_difference *d;
    const ptrdiff_t n = ruleset_differ(r->c.mem, was, is, &d);
    struct ruleset_change_row *rows = NEW_N(r->c.mem, struct ruleset_change_row, n);
    for (ptrdiff_t i = 0; i < n; i++)
        rows[i] = (struct ruleset_change_row){
            ruleset__key_text(r, d[i].key), told(r, d[i].key, &d[i].was), told(r, d[i].key, &d[i].is)};
    v->changes = rows;
    v->changes_n = n;
    v->has_changes = n > 0;
    const str args[] = {was->name, number(r, was->version)};
    v->changes_heading = text_fmt(r->c.mem, r->lang, "ruleset.changes", args, 2);
}

static void add_versions(struct req *r, const struct ruleset_versions *all, str code,
                         struct ruleset_show_view *v)
{
    struct ruleset_version_row *rows = NEW_N(r->c.mem, struct ruleset_version_row, all->n);
    ptrdiff_t n = 0;
    for (ptrdiff_t i = all->n - 1; i >= 0; i--) {
        const struct ruleset_version *x = &all->v[i];
        if (!str_eq(x->set.code, code))
            continue;
        const str when = text_time(r->c.mem, r->lang, x->made_at);
        rows[n++] = (struct ruleset_version_row){
            .to = HREF(r->c.mem, "/admin/rulesets/{}/versions/{}", code,
                       str_fmt(r->c.mem, "%lld", (long long)x->set.version)),
            .number = number(r, x->set.version),
            .from = day(r, x->set.valid_from),
            .reason = x->reason,
            .made = x->made_by.n ? str_fmt(r->c.mem, "%.*s, %.*s", STR_ARG(x->made_by), STR_ARG(when))
                                 : when,
            .state = state(r, x->set.valid_from, ends(all, i)),
        };
    }
    v->versions = rows;
    v->versions_n = n;
}

static struct web_facts set_facts(struct req *r, const struct ruleset *s)
{
    struct web_fact *f = NEW_N(r->c.mem, struct web_fact, 4);
    f[0] = (struct web_fact){.term = text_get(r->lang, "ruleset.dates"), .value = span(r, s)};
    f[1] =
        (struct web_fact){.term = text_get(r->lang, "ruleset.version"), .value = number(r, s->version)};
    f[2] = (struct web_fact){.term = text_get(r->lang, "ruleset.valid_from"),
                             .value = day(r, s->valid_from)};
    f[3] = (struct web_fact){.term = text_get(r->lang, "ruleset.source"), .value = s->source};
    return (struct web_facts){f, 4};
}

/* A version is read against the one before it, the first of a set against the set before. */
void ruleset__view_show(struct req *r, const struct ruleset_versions *all, ptrdiff_t at,
                        struct ruleset_show_view *v)
{
    const struct ruleset *s = &all->v[at].set;
    const bool newest = last_of_set(all, at);
    const bool over = !date_is_none(s->set_to) && s->set_to.day <= instant_date(r->c.now).day + 1;
    v->manages = newest && !over && access_reach(r->who.actor, PERM_CATALOG_MANAGE) == REACH_ALL;
    v->back = (struct web_link){.text = text_get(r->lang, "ruleset.heading"),
                                .to = HREF_TO("/admin/rulesets")};
    v->heading = s->name;
    v->state = state(r, s->valid_from, ends(all, at));
    v->facts = set_facts(r, s);
    v->file = HREF(r->c.mem, "/admin/rulesets/{}/versions/{}/file", s->code,
                   str_fmt(r->c.mem, "%lld", (long long)s->version));
    add_values(r, s, v->manages, v);
    if (at > 0)
        add_changes(r, &all->v[at - 1].set, s, v);
    add_versions(r, all, s->code, v);
}

struct web_facts ruleset__value_facts(struct req *r, enum rule_key k, const struct rule_value *now)
{
    struct web_fact *f = NEW_N(r->c.mem, struct web_fact, 3);
    f[0] = (struct web_fact){.term = text_get(r->lang, "ruleset.was"),
                             .value = ruleset__value_text(r, k, now->value)};
    f[1] = (struct web_fact){.term = text_get(r->lang, "ruleset.article"),
                             .value = now->article.n ? now->article : S("–")};
    f[2] = (struct web_fact){.term = text_get(r->lang, "ruleset.sure"),
                             .value = label_tag(r, now->label).text};
    return (struct web_facts){f, 3};
}
