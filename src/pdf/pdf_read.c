/* pdf_read.c - bytes become blocks again, in the painter; see pdf_parts.h. */
#include "pdf/pdf_parts.h"

#include "core/utf8.h"

#define LENGTH_MAX 5000 /* mm10: half a metre */
#define GAP_MAX 5000    /* pt10 */
#define RUNS_MAX 200
#define BLOCKS_MAX 100000

struct reader {
    struct arena *mem;
    str left;
    bool bad;
    bool columns, table; /* open now */
    int columns_left, cells;
};

static int get(struct reader *r, int least, int most)
{
    if (r->left.n < 4) {
        r->bad = true;
        return least;
    }
    uint32_t u = 0;
    for (int i = 3; i >= 0; i--)
        u = u << 8 | (unsigned char)r->left.p[i];
    r->left = str_sub(r->left, 4, r->left.n - 4);
    const int v = (int)u;
    r->bad = r->bad || v < least || v > most;
    return r->bad ? least : v;
}

static str get_bytes(struct reader *r)
{
    const int n = get(r, 0, (int)PDF_INPUT_MAX);
    if (n > r->left.n)
        r->bad = true;
    if (r->bad)
        return S("");
    const str s = str_sub(r->left, 0, n);
    r->left = str_sub(r->left, n, r->left.n - n);
    return s;
}

static str get_text(struct reader *r)
{
    const str s = get_bytes(r);
    r->bad = r->bad || !utf8_valid(s);
    return r->bad ? S("") : s;
}

static struct pdf_style get_style(struct reader *r)
{
    struct pdf_style s = {.size_pt10 = get(r, 60, 480),
                          .align = (enum pdf_align)get(r, 0, PDF_JUSTIFY)};
    const int flags = get(r, 0, 7);
    s.bold = flags & 1;
    s.italic = flags & 2;
    s.keep_next = flags & 4;
    s.before_pt10 = get(r, 0, GAP_MAX);
    s.after_pt10 = get(r, 0, GAP_MAX);
    s.indent_mm10 = get(r, 0, 1000);
    s.hang_mm10 = get(r, 0, 1000);
    s.lead_pct = get(r, 50, 400);
    return s;
}

static void read_para(struct reader *r, struct pdf_block *b)
{
    b->style = get_style(r);
    b->level = get(r, 0, 3);
    b->n = get(r, 0, RUNS_MAX);
    b->run = NEW_N(r->mem, struct pdf_run, b->n);
    for (int i = 0; i < b->n && !r->bad; i++) {
        const int flags = get(r, 0, 7);
        b->run[i] = (struct pdf_run){.bold = flags & 1, .italic = flags & 2, .whole = flags & 4};
        b->run[i].text = get_text(r);
    }
}

static void read_field(struct reader *r, struct pdf_block *b)
{
    b->style = get_style(r);
    b->run = NEW_N(r->mem, struct pdf_run, 2);
    b->n = 2;
    b->run[0].text = get_text(r);
    b->run[1].text = get_text(r);
    b->leader = get(r, 0, 1);
}

static void read_box(struct reader *r, struct pdf_block *b)
{
    b->a = get(r, 50, LENGTH_MAX);
    b->b = get(r, b->tag == PDF_IMAGE ? 10 : 0, LENGTH_MAX);
    b->align = (enum pdf_align)get(r, 0, PDF_RIGHT);
    b->bytes = get_bytes(r);
}

static void read_columns(struct reader *r, struct pdf_block *b)
{
    r->bad = r->bad || r->columns;
    b->n = get(r, 1, PDF_COLUMNS_MAX);
    for (int i = 0; i < b->n; i++)
        b->weight[i] = get(r, 1, 1000);
    r->columns = true;
    r->columns_left = b->n;
}

static void read_table(struct reader *r, struct pdf_block *b)
{
    r->bad = r->bad || r->columns;
    b->table = NEW(r->mem, struct pdf_table);
    b->table->size_pt10 = get(r, 60, 480);
    b->table->no_borders = get(r, 0, 1);
    b->table->n = get(r, 1, PDF_CELLS_MAX);
    for (int i = 0; i < b->table->n; i++) {
        b->table->col[i].weight = get(r, 1, 1000);
        b->table->col[i].align = (enum pdf_align)get(r, 0, PDF_JUSTIFY);
    }
    r->table = true;
    r->cells = b->table->n;
}

static void read_row(struct reader *r, struct pdf_block *b)
{
    b->n = r->cells;
    b->cell = NEW_N(r->mem, str, b->n);
    for (int i = 0; i < b->n && !r->bad; i++)
        b->cell[i] = get_text(r);
}

static void read_block(struct reader *r, struct pdf_block *b)
{
    const bool row = b->tag == PDF_ROW || b->tag == PDF_ROW_HEADER;
    if (r->table != (row || b->tag == PDF_TABLE_END)) {
        r->bad = true;
        return;
    }
    switch (b->tag) {
    case PDF_PARA:
        read_para(r, b);
        break;
    case PDF_FIELD:
        read_field(r, b);
        break;
    case PDF_RULE_UNDER:
    case PDF_RULE:
    case PDF_SPACE:
    case PDF_NEW_PAGE:
        b->a = get(r, 0, GAP_MAX);
        b->b = get(r, 0, GAP_MAX);
        r->bad = r->bad || (b->tag == PDF_NEW_PAGE && r->columns) ||
                 (b->tag == PDF_RULE_UNDER && b->a > 200);
        break;
    case PDF_QR:
    case PDF_IMAGE:
        read_box(r, b);
        break;
    case PDF_COLUMNS:
        read_columns(r, b);
        break;
    case PDF_COLUMN_NEXT:
        r->bad = r->bad || !r->columns || --r->columns_left < 1;
        break;
    case PDF_COLUMNS_END:
        r->bad = r->bad || !r->columns || r->columns_left != 1;
        r->columns = false;
        break;
    case PDF_TABLE:
        read_table(r, b);
        break;
    case PDF_ROW_HEADER:
    case PDF_ROW:
        read_row(r, b);
        break;
    case PDF_TABLE_END:
        r->table = false;
        break;
    case PDF_END:
    default:
        r->bad = true;
    }
}

static void read_head(struct reader *r, struct pdf_parsed *doc)
{
    r->bad = !str_starts(r->left, S(PDF_MAGIC));
    r->left = str_sub(r->left, 4, r->left.n);
    doc->page.paper = (enum pdf_paper)get(r, 0, PDF_A4_LANDSCAPE);
    doc->page.top_mm10 = get(r, 0, 500);
    doc->page.right_mm10 = get(r, 0, 500);
    doc->page.bottom_mm10 = get(r, 0, 500);
    doc->page.left_mm10 = get(r, 0, 500);
    doc->page.numbered = get(r, 0, 1);
    doc->title = get_text(r);
    const int64_t high = get(r, 0, INT32_MAX / 2), low = get(r, 0, 65535);
    doc->created = (instant){(high * 65536 + low) * SECOND_US};
}

bool pdf__read(struct arena *mem, str bytes, struct pdf_parsed *ret_doc)
{
    struct pdf_parsed doc = {0};
    struct reader r = {.mem = mem, .left = bytes};
    read_head(&r, &doc);
    int room = 64;
    doc.v = NEW_N(mem, struct pdf_block, room);
    while (!r.bad && r.left.n > 0 && r.left.p[0] != PDF_END) {
        if (doc.n == room) {
            struct pdf_block *more = NEW_N(mem, struct pdf_block, room * 2);
            for (int i = 0; i < doc.n; i++)
                more[i] = doc.v[i];
            doc.v = more;
            room *= 2;
        }
        doc.v[doc.n] = (struct pdf_block){.tag = (enum pdf_tag)(unsigned char)r.left.p[0]};
        r.left = str_sub(r.left, 1, r.left.n);
        read_block(&r, &doc.v[doc.n++]);
        r.bad = r.bad || doc.n > BLOCKS_MAX;
    }
    r.bad = r.bad || r.columns || r.table || r.left.n != 1;
    *ret_doc = doc;
    return !r.bad;
}
