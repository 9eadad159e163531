/*
 * catalog_quality_view.c - the reports of imports in words: each kind of defect by name, and what
 * it means for the procedures. When you add a kind to an importer, add it here with its two texts.
 */
#include "catalog/catalog_quality_view.h"

#include <string.h>

#define IMPORTS 50

/* clang-format off: a line a kind */
static const struct {
    const char *kind, *name, *why;
} kinds[] = {
    {"unverified", "catalog.defect.unverified", "catalog.defect.unverified.why"},
    {"unit_other", "catalog.defect.unit_other", "catalog.defect.unit_other.why"},
    {"unit_month", "catalog.defect.unit_month", "catalog.defect.unit_month.why"},
    {"time_missing", "catalog.defect.time_missing", "catalog.defect.time_missing.why"},
    {"channel_twice", "catalog.defect.channel_twice", "catalog.defect.channel_twice.why"},
    {"times_differ", "catalog.defect.times_differ", "catalog.defect.times_differ.why"},
    {"case_time_differs", "catalog.defect.case_time_differs", "catalog.defect.case_time_differs.why"},
    {"fee_open", "catalog.defect.fee_open", "catalog.defect.fee_open.why"},
    {"fee_suspicious", "catalog.defect.fee_suspicious", "catalog.defect.fee_suspicious.why"},
    {"fee_without_currency", "catalog.defect.fee_without_currency",
     "catalog.defect.fee_without_currency.why"},
    {"note_as_paper", "catalog.defect.note_as_paper", "catalog.defect.note_as_paper.why"},
    {"paper_without_name", "catalog.defect.paper_without_name",
     "catalog.defect.paper_without_name.why"},
    {"paper_code_odd", "catalog.defect.paper_code_odd", "catalog.defect.paper_code_odd.why"},
    {"part_missing", "catalog.defect.part_missing", "catalog.defect.part_missing.why"},
    {"part_twice", "catalog.defect.part_twice", "catalog.defect.part_twice.why"},
    {"too_long", "catalog.defect.too_long", "catalog.defect.too_long.why"},
    {"code_blanks", "catalog.defect.code_blanks", "catalog.defect.code_blanks.why"},
    {"code_odd", "catalog.defect.code_odd", "catalog.defect.code_odd.why"},
    {"name_blanks", "catalog.defect.name_blanks", "catalog.defect.name_blanks.why"},
    {"state_odd", "catalog.defect.state_odd", "catalog.defect.state_odd.why"},
    {"promulgator_missing", "catalog.defect.promulgator_missing",
     "catalog.defect.promulgator_missing.why"},
    {"agency_missing", "catalog.defect.agency_missing", "catalog.defect.agency_missing.why"},
    {"field_missing", "catalog.defect.field_missing", "catalog.defect.field_missing.why"},
    {"several_fields", "catalog.defect.several_fields", "catalog.defect.several_fields.why"},
    {"audience_missing", "catalog.defect.audience_missing", "catalog.defect.audience_missing.why"},
    {"level_unknown", "catalog.defect.level_unknown", "catalog.defect.level_unknown.why"},
};
/* clang-format on */

/* A report of an older version may have kinds of its own: those keep their code name. */
static str kind_words(const struct req *r, str kind, bool why)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (str_eq(kind, str_of(kinds[i].kind)))
            return text_get(r->lang, why ? kinds[i].why : kinds[i].name);
    return why ? STR_NONE : kind;
}

static str number(const struct req *r, int64_t n)
{
    return text_number(r->c.mem, r->lang, n);
}

/* Where on the server a file lay is nobody's business here. */
static str file_name(str source)
{
    ptrdiff_t from = source.n;
    while (from > 0 && source.p[from - 1] != '/')
        from--;
    return from < source.n ? str_sub(source, from, source.n) : source;
}

static struct quality_import import_row(struct req *r, const struct catalog_import_facts *x)
{
    return (struct quality_import){
        .number = number(r, x->number),
        .when = text_time(r->c.mem, r->lang, x->at),
        .source = file_name(x->source),
        .read = number(r, x->read),
        .stored = number(r, x->stored),
        .merged = number(r, x->merged),
        .unchanged = number(r, x->unchanged),
        .notes = number(r, x->notes),
        .defects = number(r, x->defects),
        .to = HREF(r->c.mem, "/admin/catalog/{}", str_fmt(r->c.mem, "%lld", (long long)x->number)),
    };
}

enum rc catalog__quality_list(struct req *r, int64_t before, struct quality_list_view *ret)
{
    struct catalog_imports all;
    struct quality_list_view v = {.empty = {.heading = text_get(r->lang, "catalog.quality.none"),
                                            .text = text_get(r->lang, "catalog.quality.none.text")}};
    const enum rc rc = catalog_import_list(&r->c, before, IMPORTS + 1, &all);
    if (rc)
        return rc;
    v.rows_n = all.n > IMPORTS ? IMPORTS : all.n;
    struct quality_import *rows = NEW_N(r->c.mem, struct quality_import, v.rows_n);
    for (ptrdiff_t i = 0; i < v.rows_n; i++)
        rows[i] = import_row(r, &all.v[i]);
    v.rows = rows;
    v.none = v.rows_n == 0;
    v.has_pages = all.n > IMPORTS || before != FORM_NO_INT;
    if (v.has_pages && v.rows_n)
        v.pages = (struct web_pages){
            .from = rows[0].number,
            .to = rows[v.rows_n - 1].number,
            .previous = before == FORM_NO_INT ? HREF_NONE : HREF_TO("/admin/catalog"),
            .next = all.n > IMPORTS
                        ? HREF(r->c.mem, "/admin/catalog?before={}",
                               str_fmt(r->c.mem, "%lld", (long long)all.v[IMPORTS - 1].number))
                        : HREF_NONE};
    *ret = v;
    return RC_OK;
}

static void add_facts(struct req *r, const struct quality_import *x, struct quality_import_view *v)
{
    const str parts[] = {x->stored, x->merged, x->unchanged};
    const struct web_fact facts[] = {
        {.term = text_get(r->lang, "catalog.quality.when"), .value = x->when},
        {.term = text_get(r->lang, "catalog.quality.file"), .value = x->source},
        {.term = text_get(r->lang, "catalog.quality.read"),
         .value = x->read,
         .note = text_fmt(r->c.mem, r->lang, "catalog.quality.parts", parts, 3)},
        {.term = text_get(r->lang, "catalog.quality.notes"),
         .value = x->notes,
         .note = text_get(r->lang, "catalog.quality.notes.what")},
    };
    struct web_fact *to = NEW_N(r->c.mem, struct web_fact, 4);
    memcpy(to, facts, sizeof facts);
    v->facts = (struct web_facts){to, 4};
}

/* Bars are tenths of a percent of the longest, never nothing for something. */
static int64_t share(int64_t n, int64_t most)
{
    const int64_t w = most ? n * 1000 / most : 0;
    return n && !w ? 1 : w;
}

enum rc catalog__quality_import(struct req *r, int64_t no, struct quality_import_view *ret)
{
    struct catalog_import_facts x;
    struct defect_kinds all;
    struct quality_import_view v = {0};
    enum rc rc = catalog_import_get(&r->c, no, &x);
    if (!rc)
        rc = catalog_defect_kinds(&r->c, x.id, &all);
    if (rc)
        return rc;
    const struct quality_import row = import_row(r, &x);
    const str args[] = {row.number, row.defects};
    struct quality_kind *rows = NEW_N(r->c.mem, struct quality_kind, all.n);
    for (ptrdiff_t i = 0; i < all.n; i++)
        rows[i] = (struct quality_kind){
            .name = kind_words(r, all.v[i].kind, false),
            .why = kind_words(r, all.v[i].kind, true),
            .places = number(r, all.v[i].n),
            .procedures = number(r, all.v[i].procedures),
            .width = str_fmt(r->c.mem, "%lld", (long long)share(all.v[i].n, all.v[0].n)),
            .to = HREF(r->c.mem, "/admin/catalog/{}/{}", str_fmt(r->c.mem, "%lld", (long long)no),
                       all.v[i].kind)};
    v.clean = all.n == 0;
    v.heading =
        text_fmt(r->c.mem, r->lang, v.clean ? "catalog.quality.clean" : "catalog.quality.one", args, 2);
    v.most = v.clean ? STR_NONE : text_fmt(r->c.mem, r->lang, "catalog.quality.most", &rows[0].name, 1);
    v.empty = (struct web_empty){.heading = v.heading,
                                 .text = text_get(r->lang, "catalog.quality.clean.text"),
                                 .link = text_get(r->lang, "catalog.quality.clean.link"),
                                 .to = HREF_TO("/procedures")};
    v.rows = rows;
    v.rows_n = all.n;
    add_facts(r, &row, &v);
    *ret = v;
    return RC_OK;
}

static void add_pages(struct req *r, href base, int64_t from, int64_t shown, int64_t total,
                      struct quality_kind_view *v)
{
    const int64_t back = from > CATALOG_DEFECTS_PAGE ? from - CATALOG_DEFECTS_PAGE : 1,
                  next = from + CATALOG_DEFECTS_PAGE;
    v->has_pages = total > CATALOG_DEFECTS_PAGE;
    v->pages = (struct web_pages){
        .from = number(r, from),
        .to = number(r, from + shown - 1),
        .total = number(r, total),
        .previous =
            from > 1 ? (href){str_fmt(r->c.mem, "%.*s?cursor=%lld", STR_ARG(base.s), (long long)back)}
                     : HREF_NONE,
        .next = next <= total
                    ? (href){str_fmt(r->c.mem, "%.*s?cursor=%lld", STR_ARG(base.s), (long long)next)}
                    : HREF_NONE};
}

enum rc catalog__quality_kind(struct req *r, int64_t no, str kind, int64_t from,
                              struct quality_kind_view *ret)
{
    struct catalog_import_facts x;
    struct defect_lines all;
    struct quality_kind_view v = {0};
    int64_t total = 0;
    from = from == FORM_NO_INT ? 1 : from;
    enum rc rc = catalog_import_get(&r->c, no, &x);
    if (!rc)
        rc = catalog_defect_list(&r->c, x.id, kind, from - 1, &all, &total);
    if (!rc && !all.n)
        rc = RC_NOT_FOUND;
    if (rc)
        return rc;
    const href back = HREF(r->c.mem, "/admin/catalog/{}", str_fmt(r->c.mem, "%lld", (long long)no));
    const str no_text = number(r, no);
    const str args[] = {kind_words(r, kind, false), number(r, total)};
    struct quality_line *rows = NEW_N(r->c.mem, struct quality_line, all.n);
    for (ptrdiff_t i = 0; i < all.n; i++)
        rows[i] = (struct quality_line){
            .code = all.v[i].code,
            .name = all.v[i].name.n ? all.v[i].name : text_get(r->lang, "catalog.quality.not_stored"),
            .detail = all.v[i].detail,
            .to = all.v[i].name.n ? HREF(r->c.mem, "/procedures/{}", all.v[i].code) : HREF_NONE};
    v.back = (struct web_link){
        .text = text_fmt(r->c.mem, r->lang, "catalog.quality.number", &no_text, 1), .to = back};
    v.heading = text_fmt(r->c.mem, r->lang, "catalog.quality.of_kind", args, 2);
    v.why = kind_words(r, kind, true);
    v.rows = rows;
    v.rows_n = all.n;
    add_pages(r, HREF(r->c.mem, "/admin/catalog/{}/{}", str_fmt(r->c.mem, "%lld", (long long)no), kind),
              from, all.n, total, &v);
    *ret = v;
    return RC_OK;
}
