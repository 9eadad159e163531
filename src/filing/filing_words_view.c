/* filing_words_view.c - names of questions and their addresses; words shared by the pages. */
#include "casework/casework_words_view.h"
#include "filing/filing_make_view.h"

#include <string.h>

struct filing_words filing__words(const struct req *r)
{
    return (struct filing_words){r->c.mem, r->lang, r->c.now};
}

str filing__say(const struct filing_words *w, const char *key, const str *args, int count)
{
    return text_fmt(w->mem, w->lang, key, args, count);
}

str filing__slug(struct arena *mem, const struct filing_draft *d, ptrdiff_t step)
{
    const struct filing_step *s = &d->steps[step];
    if (s->question == FILING_GROUP)
        return filing__group_name(mem, d, s->group);
    if (s->question == FILING_PAPER)
        return str_fmt(mem, "paper-%lld", (long long)s->paper + 1);
    return filing__question_name(s->question);
}

static bool names_group(const struct filing_draft *d, ptrdiff_t group, str slug)
{
    return str_starts(slug, S("form/")) && str_eq(str_sub(slug, 5, slug.n), d->form->groups[group].key);
}

ptrdiff_t filing__step(const struct filing_draft *d, str slug)
{
    int64_t paper = 0;
    const bool is_paper = str_starts(slug, S("paper-")) && str_to_i64(str_sub(slug, 6, slug.n), &paper);
    for (ptrdiff_t i = 0; i < d->steps_n; i++)
        if (d->steps[i].question == FILING_GROUP ? names_group(d, d->steps[i].group, slug)
            : d->steps[i].question == FILING_PAPER
                ? is_paper && d->steps[i].paper + 1 == paper
                : str_eq(slug, filing__question_name(d->steps[i].question)))
            return i;
    return -1;
}

href filing__question(struct arena *mem, const struct filing_draft *d, ptrdiff_t step)
{
    if (step >= d->steps_n)
        return HREF(mem, "/drafts/{}/check", d->pub);
    if (d->steps[step].question == FILING_GROUP)
        return HREF(mem, "/drafts/{}/form/{}", d->pub, d->form->groups[d->steps[step].group].key);
    return HREF(mem, "/drafts/{}/{}", d->pub, filing__slug(mem, d, step));
}

str filing__size(const struct filing_words *w, enum file_type type, int64_t size)
{
    const int64_t kb = (size + 1023) / 1024;
    const str number = text_number(w->mem, w->lang, kb < 10240 ? kb : kb / 1024);
    return str_fmt(w->mem, "%.*s · %.*s %s", STR_ARG(file_type_name(type)), STR_ARG(number),
                   kb < 10240 ? "kB" : "MB");
}

str filing__fee(const struct filing_words *w, const struct fee_line *lines, ptrdiff_t n)
{
    int64_t sum = 0;
    bool open = false;
    for (ptrdiff_t i = 0; i < n; i++) {
        sum += lines[i].amount.set ? lines[i].amount.v : 0;
        open = open || !lines[i].amount.set;
    }
    if (!n || (open && !sum))
        return text_get(w->lang, n ? "filing.fee.open" : "filing.fee.none");
    return text_money(w->mem, w->lang, sum);
}
