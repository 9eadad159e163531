/* ruleset_keys.c - the keys of a rule set: their words, kinds, and which values they take. */
#include "ruleset/ruleset_internal.h"

#include <string.h>

#define NUMBER_MAX 99
#define FORM_MAX 12 /* bytes of a form's number */

/* clang-format off: a line a key */
static const struct {
    const char *word;
    enum rule_kind kind;
    bool required;
    const char *choices[3];
} keys[RULE_COUNT] = {
    [RULE_CODE_OWNER] = {"code_owner", RULE_WORD, true, {"receiving", "competent", NULL}},
    [RULE_START] = {"start", RULE_WORD, true, {"complete", NULL, NULL}},
    [RULE_REPLY] = {"reply", RULE_DUE, true, {NULL}},
    [RULE_NOTICE] = {"notice", RULE_DUE, false, {NULL}},
    [RULE_TRANSFER] = {"transfer", RULE_DUE, true, {NULL}},
    [RULE_TRANSFER_LEVEL] = {"transfer_level", RULE_DUE, false, {NULL}},
    [RULE_RETURN_NOTICE] = {"return_notice", RULE_DUE, true, {NULL}},
    [RULE_RESTART] = {"restart", RULE_WORD, true, {"zero", "resume", NULL}},
    [RULE_CLOSE_UNANSWERED] = {"close_unanswered", RULE_DUE, false, {NULL}},
    [RULE_EXTENSION_BEFORE] = {"extension_before", RULE_NUMBER, true, {NULL}},
    [RULE_EXTENSION_MAX] = {"extension_max", RULE_NUMBER, true, {NULL}},
    [RULE_CORRECTION] = {"correction", RULE_DUE, false, {NULL}},
    [RULE_FORM_RECEIPT] = {"form_receipt", RULE_FORM, true, {NULL}},
    [RULE_FORM_SUPPLEMENT] = {"form_supplement", RULE_FORM, true, {NULL}},
    [RULE_FORM_REFUSAL] = {"form_refusal", RULE_FORM, true, {NULL}},
    [RULE_FORM_APOLOGY] = {"form_apology", RULE_FORM, true, {NULL}},
    [RULE_FORM_STOP] = {"form_stop", RULE_FORM, false, {NULL}},
    [RULE_FORM_CONTROL_SHEET] = {"form_control_sheet", RULE_FORM, true, {NULL}},
    [RULE_FORM_FOLLOW_UP_BOOK] = {"form_follow_up_book", RULE_FORM, true, {NULL}},
};
/* clang-format on */

str rule_key_word(enum rule_key k)
{
    BUG_IF((unsigned)k >= RULE_COUNT);
    return str_of(keys[k].word);
}

enum rule_kind rule_key_kind(enum rule_key k)
{
    BUG_IF((unsigned)k >= RULE_COUNT);
    return keys[k].kind;
}

bool rule_key_required(enum rule_key k)
{
    BUG_IF((unsigned)k >= RULE_COUNT);
    return keys[k].required;
}

const char *const *ruleset__choices(enum rule_key k)
{
    BUG_IF((unsigned)k >= RULE_COUNT || keys[k].kind != RULE_WORD);
    return keys[k].choices;
}

bool rule_key_parse(str word, enum rule_key *ret_key)
{
    for (unsigned k = 0; k < RULE_COUNT; k++)
        if (str_eq(word, str_of(keys[k].word))) {
            *ret_key = (enum rule_key)k;
            return true;
        }
    return false;
}

bool rule_label_known(str label)
{
    static const char *const labels[] = {"found", "known_unverified", "inferred", "decided", NULL};
    return str_among(label, labels);
}

static bool form_number(str s)
{
    for (ptrdiff_t i = 0; i < s.n; i++)
        if (!((s.p[i] >= '0' && s.p[i] <= '9') || (s.p[i] >= 'A' && s.p[i] <= 'Z') ||
              (s.p[i] >= 'a' && s.p[i] <= 'z') || strchr(".-/", s.p[i])))
            return false;
    return s.n > 0 && s.n <= FORM_MAX;
}

const char *ruleset__wrong(enum rule_key k, str value)
{
    struct due_rule rule;
    int64_t n;
    switch (rule_key_kind(k)) {
    case RULE_DUE:
        return due_rule_parse(value, &rule) ? NULL : "ruleset.wrong.due";
    case RULE_NUMBER:
        return str_to_i64(value, &n) && n >= 1 && n <= NUMBER_MAX ? NULL : "ruleset.wrong.number";
    case RULE_WORD:
        return str_among(value, keys[k].choices) ? NULL : "ruleset.wrong.word";
    case RULE_FORM:
    default:
        return form_number(value) ? NULL : "ruleset.wrong.form";
    }
}

bool ruleset_due(const struct ruleset *s, enum rule_key k, struct due_rule *ret_rule)
{
    BUG_IF(rule_key_kind(k) != RULE_DUE);
    return s->value[k].value.n && due_rule_parse(s->value[k].value, ret_rule);
}

int64_t ruleset_number(const struct ruleset *s, enum rule_key k)
{
    int64_t n = 0;
    BUG_IF(rule_key_kind(k) != RULE_NUMBER);
    return str_to_i64(s->value[k].value, &n) ? n : 0;
}

bool ruleset_is(const struct ruleset *s, enum rule_key k, str word)
{
    return str_eq(s->value[k].value, word);
}

str ruleset_form(const struct ruleset *s, enum rule_key k)
{
    BUG_IF(rule_key_kind(k) != RULE_FORM);
    return s->value[k].value;
}

str ruleset_ground(const struct ruleset *s, enum rule_key k)
{
    BUG_IF((unsigned)k >= RULE_COUNT);
    return s->value[k].article;
}

static bool value_eq(const struct rule_value *a, const struct rule_value *b)
{
    return str_eq(a->value, b->value) && str_eq(a->article, b->article) && str_eq(a->label, b->label) &&
           str_eq(a->note, b->note);
}

ptrdiff_t ruleset_differ(struct arena *mem, const struct ruleset *a, const struct ruleset *b,
                         struct ruleset_difference **ret_list)
{
    struct ruleset_difference *v = NEW_N(mem, struct ruleset_difference, RULE_COUNT);
    ptrdiff_t n = 0;
    for (unsigned k = 0; k < RULE_COUNT; k++)
        if (!value_eq(&a->value[k], &b->value[k]))
            v[n++] = (struct ruleset_difference){(enum rule_key)k, a->value[k], b->value[k]};
    *ret_list = v;
    return n;
}
