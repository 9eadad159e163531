/* filing_typed.c - what is being typed into a question, kept until the question is answered. */
#include "filing/filing_internal.h"

str filing__question_name(enum filing_question q)
{
    static const char *const names[FILING_QUESTION_COUNT] = {
        [FILING_CASE] = "case",     [FILING_WHOM] = "whom",  [FILING_OWNER] = "owner",
        [FILING_AGENCY] = "agency", [FILING_GROUP] = "form", [FILING_PAPER] = "paper",
        [FILING_RESULT] = "result", [FILING_NOTE] = "note",
    };
    return str_of(names[q]);
}

str filing__group_name(struct arena *mem, const struct filing_draft *d, ptrdiff_t group)
{
    return str_fmt(mem, "form/%.*s", STR_ARG(d->form->groups[group].key));
}

bool filing__typing(const struct filing_answers *a, str question)
{
    for (ptrdiff_t i = 0; i < a->typed_n; i++)
        if (str_eq(a->typed[i].question, question))
            return true;
    return false;
}

str filing_typed_value(const struct filing_draft *d, str question, str name)
{
    for (ptrdiff_t i = 0; i < d->answers.typed_n; i++)
        if (str_eq(d->answers.typed[i].question, question) && str_eq(d->answers.typed[i].name, name))
            return d->answers.typed[i].value;
    return STR_NONE;
}

static int order(const struct filing_typed *a, const struct filing_typed *b)
{
    const int by_question = str_cmp(a->question, b->question);
    return by_question ? by_question : str_cmp(a->name, b->name);
}

/* The list anew, with this one in its place, or without it. */
static void set(struct ctx *c, struct filing_answers *a, const struct filing_typed *x)
{
    struct filing_typed *v = NEW_N(c->mem, struct filing_typed, a->typed_n + 1);
    ptrdiff_t n = 0, i = 0;
    for (; i < a->typed_n && order(&a->typed[i], x) < 0; i++)
        v[n++] = a->typed[i];
    if (x->value.p)
        v[n++] = *x;
    for (; i < a->typed_n; i++)
        if (order(&a->typed[i], x) != 0)
            v[n++] = a->typed[i];
    a->typed = v;
    a->typed_n = n;
}

void filing__typed_drop(struct ctx *c, struct filing_answers *a, str question)
{
    struct filing_typed *v = NEW_N(c->mem, struct filing_typed, a->typed_n);
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < a->typed_n; i++)
        if (!str_eq(a->typed[i].question, question))
            v[n++] = a->typed[i];
    a->typed = v;
    a->typed_n = n;
}

enum rc filing_type(struct ctx *c, struct filing_draft *d, const struct filing_typed *v, ptrdiff_t n)
{
    for (ptrdiff_t i = 0; i < n; i++)
        set(c, &d->answers, &v[i]);
    return filing__save(c, d);
}
