/* catalog_list_view.c - the list of procedures, its filters and pages. */
#include "catalog/catalog_words_view.h"

#include "calendar/clock.h"

#define ROWS 25

static const struct {
    const char *intake, *brief, *whole;
} closed[] = {
    {"no_deadline", "catalog.closed.no_deadline.short", "catalog.closed.no_deadline"},
    {"row_only", "catalog.closed.row_only.short", "catalog.closed.row_only"},
    {"inactive", "catalog.closed.inactive.short", "catalog.closed.inactive"},
    {"ministry", "catalog.closed.ministry.short", "catalog.closed.ministry"},
};

str catalog__closed_words(const struct req *r, str intake, bool brief)
{
    for (size_t i = 0; i < sizeof closed / sizeof *closed; i++)
        if (str_eq(intake, str_of(closed[i].intake)))
            return text_get(r->lang, brief ? closed[i].brief : closed[i].whole);
    return STR_NONE;
}

static str level_words(const struct req *r, str level)
{
    static const struct {
        const char *level, *key;
    } words[] = {
        {"commune", "catalog.level.commune"},         {"department", "catalog.level.department"},
        {"province", "catalog.level.province"},       {"ministry", "catalog.level.ministry"},
        {"interlinked", "catalog.level.interlinked"},
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_eq(level, str_of(words[i].level)))
            return text_get(r->lang, words[i].key);
    return text_get(r->lang, "catalog.level.other");
}

/* A list to choose from, with the numbers beside the names. */
static enum rc select_of(struct req *r, enum facet_kind kind, const char *name, const char *label,
                         str chosen, struct web_field *ret)
{
    struct facet *facets;
    ptrdiff_t n;
    const enum rc rc = catalog_facets(&r->c, kind, &facets, &n);
    if (rc)
        return rc;
    struct web_option *options = NEW_N(r->c.mem, struct web_option, n + 1);
    options[0] = (struct web_option){
        .value = S(""), .text = text_get(r->lang, "catalog.filter.any"), .chosen = !chosen.n};
    for (ptrdiff_t i = 0; i < n; i++) {
        const str words = kind == FACET_LEVEL ? level_words(r, facets[i].name) : facets[i].name;
        const str number = text_number(r->c.mem, r->lang, facets[i].n);
        options[i + 1] = (struct web_option){
            .value = facets[i].name,
            .text = str_fmt(r->c.mem, "%.*s (%.*s)", STR_ARG(words), STR_ARG(number)),
            .chosen = str_eq(chosen, facets[i].name)};
    }
    *ret = (struct web_field){.id = str_fmt(r->c.mem, "f-%s", name),
                              .name = str_of(name),
                              .label = text_get(r->lang, label),
                              .select = true,
                              .options = options,
                              .options_n = n + 1};
    return RC_OK;
}

static str rule_words(const struct req *r, str rule)
{
    struct due_rule parsed;
    return due_rule_parse(rule, &parsed) ? due_rule_text(r->c.mem, r->lang, parsed) : STR_NONE;
}

static href list_href(struct req *r, const struct catalog_list_in *in, str cursor)
{
    return HREF(r->c.mem, "/procedures?q={}&field={}&agency={}&audience={}&level={}&open={}&cursor={}",
                in->q, in->field, in->agency, in->audience, in->level, in->open ? S("1") : S(""),
                cursor);
}

static void add_rows(struct req *r, const struct procedure_page *page, struct catalog_list_view *v)
{
    struct procedure_row *rows = NEW_N(r->c.mem, struct procedure_row, page->n);
    for (ptrdiff_t i = 0; i < page->n; i++) {
        const struct procedure *p = &page->rows[i];
        rows[i] = (struct procedure_row){.name = p->name,
                                         .code = p->code,
                                         .field = p->field,
                                         .agency = p->agency.n ? p->agency : p->promulgator,
                                         .deadline = rule_words(r, p->deadline_rule),
                                         .closed = catalog__closed_words(r, p->intake, true),
                                         .to = HREF(r->c.mem, "/procedures/{}", p->code)};
    }
    v->rows = rows;
    v->rows_n = page->n;
    v->none = page->n == 0;
}

static enum rc add_filters(struct req *r, const struct catalog_list_in *in, struct catalog_list_view *v)
{
    enum rc rc = select_of(r, FACET_FIELD, "field", "catalog.filter.field", in->field, &v->field);
    if (!rc)
        rc = select_of(r, FACET_AGENCY, "agency", "catalog.filter.agency", in->agency, &v->agency);
    if (!rc)
        rc = select_of(r, FACET_AUDIENCE, "audience", "catalog.filter.audience", in->audience,
                       &v->audience);
    if (!rc)
        rc = select_of(r, FACET_LEVEL, "level", "catalog.filter.level", in->level, &v->level);
    v->open = (struct web_field){.id = S("f-open"),
                                 .name = S("open"),
                                 .label = text_get(r->lang, "catalog.filter.open"),
                                 .checkbox = true,
                                 .value = S("1"),
                                 .chosen = in->open};
    return rc;
}

enum rc catalog__list_view(struct req *r, const struct catalog_list_in *in,
                           struct catalog_list_view *ret)
{
    const struct procedure_filter filter = {.field = in->field,
                                            .agency = in->agency,
                                            .audience = in->audience,
                                            .level = in->level,
                                            .text = in->q,
                                            .open_only = in->open,
                                            .cursor = in->cursor,
                                            .max = ROWS};
    struct catalog_list_view v = {.asked = in->q.n ? in->q : S("")};
    struct procedure_page page;
    int64_t total;
    enum rc rc = catalog_list(&r->c, &filter, &page);
    if (!rc)
        rc = catalog_list_count(&r->c, &filter, &total);
    if (!rc)
        rc = add_filters(r, in, &v);
    if (rc)
        return rc;
    add_rows(r, &page, &v);
    const str args[] = {in->q.n ? in->q : text_number(r->c.mem, r->lang, total)};
    v.heading =
        text_fmt(r->c.mem, r->lang, in->q.n ? "catalog.list.found" : "catalog.list.all", args, 1);
    v.empty = (struct web_empty){.heading = text_get(r->lang, "catalog.none"),
                                 .text = text_get(r->lang, "catalog.none.hint"),
                                 .link = text_get(r->lang, "catalog.none.link"),
                                 .to = HREF_TO("/procedures")};
    v.has_pages = page.more || in->cursor.n;
    v.pages = (struct web_pages){.from = S("1"),
                                 .to = text_number(r->c.mem, r->lang, page.n),
                                 .previous = in->cursor.n ? list_href(r, in, S("")) : HREF_NONE,
                                 .next = page.more ? list_href(r, in, page.next_cursor) : HREF_NONE};
    *ret = v;
    return RC_OK;
}
