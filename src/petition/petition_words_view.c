/* petition_words_view.c - words and lists that several pages of petitions share. */
#include "petition/petition_http.h"

#include "casework/casework_words_view.h"
#include "org/org.h"
#include "web/page.h"

const str *petition__lines(struct arena *mem, str text, ptrdiff_t *ret_n)
{
    ptrdiff_t n = 1, at = 0;
    for (ptrdiff_t i = 0; i < text.n; i++)
        n += text.p[i] == '\n';
    str *v = NEW_N(mem, str, n);
    for (struct str_cut cut = str_cut(text, '\n');; cut = str_cut(cut.tail, '\n')) {
        if (str_trim(cut.head).n)
            v[at++] = cut.head;
        if (!cut.found)
            break;
    }
    *ret_n = at;
    return v;
}

str petition__words(const struct req *r, const char *prefix, str word)
{
    const char *key = str_c(r->c.mem, str_fmt(r->c.mem, "%s%.*s", prefix, STR_ARG(word)));
    return text_has(key) ? text_get(r->lang, key) : word;
}

struct web_timeline petition__timeline(const struct req *r, const struct petition_event *v, ptrdiff_t n)
{
    struct web_event *rows = NEW_N(r->c.mem, struct web_event, n);
    for (ptrdiff_t i = 0; i < n; i++) {
        const str when = words_moment(r->c.mem, r->lang, v[i].at, r->c.now);
        const str parts[] = {when, v[i].actor};
        rows[i] = (struct web_event){
            .state = i ? S("done") : S("now"),
            .title = petition__words(r, "petition.event.", str_cut(v[i].kind, '.').tail),
            .detail = v[i].actor.n ? str_join(r->c.mem, parts, 2, S(" · ")) : when,
            .more = v[i].note};
    }
    return (struct web_timeline){rows, n};
}

str petition__state(const struct req *r, const struct petition *p)
{
    return petition__words(r, "petition.state.", work_status_code(p->work.status));
}

enum rc petition__agencies(struct req *r, struct web_field *field)
{
    struct agencies all;
    const enum rc rc = org_agency_list(&r->c, 0, instant_date(r->c.now), &all);
    if (rc)
        return rc;
    struct web_option *o = NEW_N(r->c.mem, struct web_option, all.n + 1);
    ptrdiff_t n = 0;
    o[n++] = (struct web_option){.value = S(""), .text = text_get(r->lang, "petition.choose")};
    for (ptrdiff_t i = 0; i < all.n; i++) {
        const struct agency *a = &all.v[i];
        if (a->kind == AGENCY_COMMUNE || a->kind == AGENCY_DEPARTMENT || a->kind == AGENCY_CENTRE)
            o[n++] = (struct web_option){.value = a->code, .text = a->name};
    }
    field_select(r, field, o, n);
    return RC_OK;
}
