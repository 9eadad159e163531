/* arrival_report.c - what was said of the rows of a run, in words and as CSV for a spreadsheet. */
#include "arrival/arrival_internal.h"
#include "arrival/arrival_sql.h"
#include "core/buf.h"

#define REPORT_LINES 100000
#define REPORT_MAX ((size_t)64 << 20)

enum rc arrival_said(struct ctx *c, int64_t run, int64_t skip, int64_t max, struct arrival_said **ret_v,
                     ptrdiff_t *ret_n)
{
    struct q_arrival_notes_rows rows;
    const enum rc rc = q_arrival_notes(c, run, skip, max, &rows);
    if (rc)
        return rc;
    struct arrival_said *v = NEW_N(c->mem, struct arrival_said, rows.n);
    for (ptrdiff_t i = 0; i < rows.n; i++) {
        const struct q_arrival_notes_row *r = &rows.v[i];
        v[i] = (struct arrival_said){.line = r->line,
                                     .code = r->code,
                                     .member = r->member,
                                     .key = str_c(c->mem, r->key),
                                     .arg = r->arg1,
                                     .arg2 = r->arg2,
                                     .refused = r->refused};
    }
    *ret_v = v;
    *ret_n = rows.n;
    return RC_OK;
}

/* A message of a build that is gone is shown by its key. What a personal column held is not told. */
str arrival_said_text(struct arena *mem, enum lang lang, const struct arrival_said *s)
{
    const int at = arrival__column(s->member);
    const bool personal = at >= 0 && arrival_columns[at].personal;
    const str args[] = {personal ? S("…") : s->arg, personal ? S("…") : s->arg2};
    return text_has(s->key) ? text_fmt(mem, lang, s->key, args, 2) : str_of(s->key);
}

/* RFC 4180; what a spreadsheet would take for a formula begins with an apostrophe. */
static void cell(struct buf *b, str text, bool last)
{
    const bool computes = text.n && (text.p[0] == '=' || text.p[0] == '+' || text.p[0] == '-' ||
                                     text.p[0] == '@' || text.p[0] == '\t' || text.p[0] == '\r');
    buf_char(b, '"');
    if (computes)
        buf_char(b, '\'');
    for (ptrdiff_t i = 0; i < text.n; i++) {
        if (text.p[i] == '"')
            buf_char(b, '"');
        buf_char(b, text.p[i]);
    }
    buf_add_c(b, last ? "\"\r\n" : "\",");
}

enum rc arrival_report(struct ctx *c, int64_t run, enum lang lang, str *ret_csv)
{
    static const char *const heads[] = {"arrival.report.line", "arrival.report.code",
                                        "arrival.report.outcome", "arrival.report.column",
                                        "arrival.report.why"};
    struct buf b = buf_new(c->mem, REPORT_MAX);
    struct arrival_said *v;
    ptrdiff_t n;
    const enum rc rc = arrival_said(c, run, 0, REPORT_LINES, &v, &n);
    if (rc)
        return rc;
    buf_add_c(&b, "\xEF\xBB\xBF"); /* spreadsheets here need it to read UTF-8 */
    for (size_t i = 0; i < 5; i++)
        cell(&b, text_get(lang, heads[i]), i == 4);
    for (ptrdiff_t i = 0; i < n; i++) {
        cell(&b, str_fmt(c->mem, "%lld", (long long)v[i].line), false);
        cell(&b, v[i].code, false);
        cell(&b, text_get(lang, v[i].refused ? "arrival.refused" : "arrival.taken"), false);
        cell(&b, arrival_column_label(lang, v[i].member), false);
        cell(&b, arrival_said_text(c->mem, lang, &v[i]), true);
    }
    if (buf_full(&b))
        return fail(c, RC_INVALID, NULL, "arrival.report.too_large");
    *ret_csv = buf_str(&b);
    return RC_OK;
}
