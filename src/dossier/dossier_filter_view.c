/*
 * dossier_filter_view.c - what narrows a work list: three lists to choose from and a chip for
 * each choice made, which leads to the list without it. When you add a filter, also change
 * struct worklist_filter, dossier_list.sql and the forms of dossier_http.c and
 * dossier_read_api.c.
 */
#include "dossier/dossier_make_view.h"

enum { BY_FIELD, BY_STEP, BY_CHANNEL, BY_COUNT };

static const char *const names[BY_COUNT] = {"field", "step", "channel"};
static const char *const labels[BY_COUNT] = {"dossier.work.field", "dossier.work.step",
                                             "dossier.work.channel"};

static str *value_of(struct worklist_filter *only, int by)
{
    return by == BY_FIELD ? &only->field : by == BY_STEP ? &only->step : &only->channel;
}

static str chosen_of(const struct worklist_filter *only, int by)
{
    struct worklist_filter copy = *only;
    return *value_of(&copy, by);
}

href dossier__narrowed(struct arena *mem, href to, const struct worklist_filter *only)
{
    for (int by = 0; by < BY_COUNT; by++)
        if (chosen_of(only, by).n)
            to = href_with(mem, to, str_of(names[by]), chosen_of(only, by));
    return to;
}

static str words_of(const struct saying *s, int by, str value)
{
    static const struct {
        const char *step, *key;
    } steps[] = {
        {"receive", "dossier.work.step.receive"},
        {"process", "dossier.work.step.process"},
        {"approve", "dossier.work.step.approve"},
        {"issue", "dossier.work.step.issue"},
    };
    for (size_t i = 0; by == BY_STEP && i < sizeof steps / sizeof *steps; i++)
        if (str_eq(value, str_of(steps[i].step)))
            return text_get(s->lang, steps[i].key);
    return by == BY_CHANNEL ? words_channel(s->lang, value) : value;
}

static void add(const struct saying *s, struct web_field *x, struct web_option *list, int by, str value,
                str chosen)
{
    list[x->options_n++] = (struct web_option){
        .value = value, .text = words_of(s, by, value), .chosen = str_eq(value, chosen)};
}

/* A field that is chosen but offered no more (its procedures were closed) stays in the list. */
static struct web_field select_of(const struct saying *s, const struct worklist_facts *f, int by)
{
    static const char *const values[BY_COUNT][5] = {
        [BY_STEP] = {"receive", "process", "approve", "issue"},
        [BY_CHANNEL] = {"direct", "online", "postal"},
    };
    const str chosen = chosen_of(&f->only, by);
    struct web_option *list = NEW_N(s->mem, struct web_option, f->fields_n + 6);
    struct web_field x = {.id = str_fmt(s->mem, "f-%s", names[by]),
                          .name = str_of(names[by]),
                          .label = text_get(s->lang, labels[by]),
                          .select = true,
                          .options = list,
                          .options_n = 1};
    list[0] = (struct web_option){
        .value = S(""), .text = text_get(s->lang, "dossier.filter.any"), .chosen = !chosen.n};
    bool found = !chosen.n;
    for (ptrdiff_t i = 0; by == BY_FIELD && i < f->fields_n; i++) {
        found = found || str_eq(chosen, f->fields[i].name);
        add(s, &x, list, by, f->fields[i].name, chosen);
    }
    for (const char *const *value = values[by]; *value; value++)
        add(s, &x, list, by, str_of(*value), chosen);
    if (by == BY_FIELD && !found)
        add(s, &x, list, by, chosen, chosen);
    return x;
}

void dossier__view_filter(const struct saying *s, const struct worklist_facts *f,
                          struct dossier_filter_view *ret_view)
{
    struct web_field *fields = NEW_N(s->mem, struct web_field, BY_COUNT);
    struct web_link *chips = NEW_N(s->mem, struct web_link, BY_COUNT);
    const href list = HREF(s->mem, "/work?list={}", f->list);
    ptrdiff_t n = 0;
    for (int by = 0; by < BY_COUNT; by++) {
        struct worklist_filter without = f->only;
        const str args[] = {text_get(s->lang, labels[by]), words_of(s, by, chosen_of(&f->only, by))};
        fields[by] = select_of(s, f, by);
        if (!chosen_of(&f->only, by).n)
            continue;
        *value_of(&without, by) = STR_NONE;
        chips[n++] = (struct web_link){.text = dossier_say(s, "dossier.filter.chip", args, 2),
                                       .to = dossier__narrowed(s->mem, list, &without)};
    }
    *ret_view = (struct dossier_filter_view){.list = f->list,
                                             .fields = {fields, BY_COUNT},
                                             .chips = {n ? chips : NULL, n},
                                             .clear = n > 1 ? list : HREF_NONE};
}
