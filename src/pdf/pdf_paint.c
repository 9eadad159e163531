/*
 * pdf_paint.c - blocks flow down the pages; see pdf.h for what they are. Rules of the flow: a
 * paragraph leaves neither its first nor its last line alone (two at least on each side), keep_next
 * stays with the block that follows, columns are never cut, table headers come again.
 */
#include "pdf/pdf_canvas.h"

#define RULE_THICK 0.7
#define BORDER 0.5
#define PAD_X 3.5
#define PAD_TOP 1.8
#define PAD_BOTTOM 3.0

struct flow {
    struct canvas k;
    const struct pdf_parsed *doc;
    double x, width, y; /* the column being filled */
    bool fresh;         /* nothing stands on the page yet */
    bool locked;        /* inside columns: no page may turn */
};

static void turn(struct flow *f)
{
    canvas_turn(&f->k);
    f->y = f->k.top;
    f->fresh = true;
}

/* Room for `height`, on a new page if need be; what is higher than a page starts at its top. */
static void reserve(struct flow *f, double height)
{
    if (!f->locked && !f->fresh && f->y + height > f->k.bottom + 0.01)
        turn(f);
}

static double gap_before(const struct flow *f, const struct pdf_style *s)
{
    return f->fresh && !f->locked ? 0 : PT10(s->before_pt10);
}

static struct text text_of(struct flow *f, const struct pdf_block *b)
{
    if (b->tag != PDF_FIELD)
        return text_new(&f->k, &b->style, b->run, b->n, f->x, f->width);
    /* The style's weight is for the value. */
    struct pdf_style plain = b->style;
    plain.bold = plain.italic = false;
    const struct pdf_run runs[] = {
        b->run[0],
        {.text = S(": ")},
        {.text = b->run[1].text, .bold = b->style.bold, .italic = b->style.italic}};
    return text_new(&f->k, &plain, runs, 3, f->x, f->width);
}

static double lead_height(struct flow *f, int at);

/* What must follow on the same page: for keep_next the beginning of the next block. */
static double height_kept(struct flow *f, int at, double own)
{
    const struct pdf_block *b = &f->doc->v[at];
    return own + (b->style.keep_next && at + 1 < f->doc->n
                      ? PT10(b->style.after_pt10) + lead_height(f, at + 1)
                      : 0);
}

static void block_columns(struct flow *f, int *at);

/* The least height with which the block at `at` can begin on a page. */
static double lead_height(struct flow *f, int at)
{
    const struct pdf_block *b = &f->doc->v[at];
    double height = 0;
    if (b->tag == PDF_PARA || b->tag == PDF_FIELD) {
        struct text t = text_of(f, b);
        height = PT10(b->style.before_pt10) + t.line_height * (t.lines < 4 ? t.lines : 2);
        text_free(&t);
    } else if (b->tag == PDF_COLUMNS && !f->locked) {
        struct flow dry = *f;
        dry.k.draw = false;
        dry.locked = true;
        dry.y = 0;
        block_columns(&dry, &at);
        height = dry.y;
    } else if (b->tag == PDF_TABLE || b->tag == PDF_SPACE) {
        height = b->tag == PDF_TABLE ? 4 * PT10(b->table->size_pt10) : PT10(b->a);
    }
    return height;
}

static const char *tag_of(const struct pdf_block *b)
{
    static const char *const names[] = {"P", "H1", "H2", "H3"};
    return names[b->level];
}

/* How many of `left` lines go on this page, `fit` having room: never one alone on either side. */
static int lines_here(int left, int fit, bool fresh)
{
    if (fit >= left)
        return left;
    if (left - fit < 2 && left >= 3)
        fit = left - 2;
    if (fit < 2 && !fresh)
        fit = 0;
    return fit < 1 && fresh ? 1 : fit;
}

static void draw_lines(struct flow *f, const struct pdf_block *b, const struct text *t)
{
    for (int done = 0; done < t->lines && !f->k.failed;) {
        const double room = f->locked ? 1e6 : f->k.bottom - f->y + 0.01;
        const int fit = (int)(room / t->line_height);
        const int n = lines_here(t->lines - done, fit > 0 ? fit : 0, f->fresh);
        if (n > 0) {
            canvas_tag(&f->k, tag_of(b));
            text_draw(&f->k, t, done, n, f->y);
            canvas_untag(&f->k, tag_of(b));
            f->y += n * t->line_height;
            f->fresh = false;
            done += n;
        }
        if (done < t->lines)
            turn(f);
    }
}

static void leader(struct flow *f, const struct text *t)
{
    PangoLayoutLine *last = pango_layout_get_line_readonly(t->layout, t->lines - 1);
    PangoRectangle r;
    pango_layout_line_get_extents(last, NULL, &r);
    const double from = t->x + (r.x + r.width) / (double)PANGO_SCALE;
    canvas_leader(&f->k, from + 3, f->x + f->width, f->y - t->line_height + t->ascent);
}

static void block_text(struct flow *f, int at)
{
    const struct pdf_block *b = &f->doc->v[at];
    struct text t = text_of(f, b);
    const int first = t.lines < 4 ? t.lines : 2;
    reserve(f, gap_before(f, &b->style) + height_kept(f, at, first * t.line_height));
    f->y += gap_before(f, &b->style);
    draw_lines(f, b, &t);
    if (b->tag == PDF_FIELD && b->leader)
        leader(f, &t);
    f->k.text_left = t.left;
    f->k.text_right = t.right;
    f->y += PT10(b->style.after_pt10);
    text_free(&t);
}

static void rule_under(struct flow *f, int pct)
{
    const double half = (f->k.text_right - f->k.text_left) * pct / 200;
    const double middle = (f->k.text_left + f->k.text_right) / 2;
    f->y += 2.2;
    canvas_line(&f->k, middle - half, f->y, middle + half, f->y, RULE_THICK);
    f->y += 2.2;
}

static void rule(struct flow *f, int at)
{
    const struct pdf_block *b = &f->doc->v[at];
    reserve(f, PT10(b->a) + PT10(b->b) + (at + 1 < f->doc->n ? lead_height(f, at + 1) : 0));
    f->y += PT10(b->a);
    canvas_line(&f->k, f->x, f->y, f->x + f->width, f->y, RULE_THICK);
    f->y += PT10(b->b);
    f->fresh = false;
}

static void box(struct flow *f, const struct pdf_block *b)
{
    double width = MM10(b->a), height = b->tag == PDF_QR ? width : MM10(b->b);
    if (width > f->width) {
        height *= f->width / width;
        width = f->width;
    }
    reserve(f, height);
    const double free = f->width - width;
    const double x = f->x + (b->align == PDF_CENTER ? free / 2 : b->align == PDF_RIGHT ? free : 0);
    canvas_tag(&f->k, "Figure");
    if (b->tag == PDF_QR)
        canvas_qr(&f->k, b->bytes, x, f->y, width);
    else
        canvas_png(&f->k, b->bytes, x, f->y, width, height);
    canvas_untag(&f->k, "Figure");
    f->y += height;
    f->fresh = false;
}

/* ---- tables ---- */
struct cells {
    struct text t[PDF_CELLS_MAX];
    int done[PDF_CELLS_MAX]; /* lines already painted, of a row longer than a page */
    double edge[PDF_CELLS_MAX + 1];
    double line_height;
    const struct pdf_table *table;
};

static void cells_edges(const struct flow *f, const struct pdf_table *t, double *edge)
{
    int sum = 0, until = 0;
    for (int i = 0; i < t->n; i++)
        sum += t->col[i].weight;
    for (int i = 0; i <= t->n; i++) {
        edge[i] = f->x + f->width * until / sum;
        until += i < t->n ? t->col[i].weight : 0;
    }
}

static void cells_open(struct flow *f, struct cells *c, const struct pdf_table *t,
                       const struct pdf_block *row)
{
    const bool bold = row->tag != PDF_ROW;
    c->table = t;
    cells_edges(f, t, c->edge);
    for (int i = 0; i < t->n; i++) {
        const struct pdf_style s = {.size_pt10 = t->size_pt10,
                                    .bold = bold,
                                    .align = row->tag == PDF_ROW_HEADER ? PDF_CENTER : t->col[i].align,
                                    .lead_pct = 100};
        const struct pdf_run run = {.text = row->cell[i]};
        c->done[i] = 0;
        c->t[i] =
            text_new(&f->k, &s, &run, 1, c->edge[i] + PAD_X, c->edge[i + 1] - c->edge[i] - 2 * PAD_X);
    }
    c->line_height = c->t[0].line_height;
}

static int cells_lines_left(const struct cells *c)
{
    int most = 0;
    for (int i = 0; i < c->table->n; i++) {
        const int left = c->t[i].lines - c->done[i];
        most = left > most ? left : most;
    }
    return most;
}

static void cells_close(struct cells *c)
{
    for (int i = 0; i < c->table->n; i++)
        text_free(&c->t[i]);
}

/* `lines` lines of every cell, with the borders around them. */
static void cells_draw(struct flow *f, struct cells *c, int lines, bool header)
{
    const double height = lines * c->line_height + PAD_TOP + PAD_BOTTOM;
    const int n = c->table->n;
    canvas_tag(&f->k, "TR");
    for (int i = 0; i < n; i++) {
        const int left = c->t[i].lines - c->done[i], now = left < lines ? left : lines;
        /* A header's short cells stand in the middle of its height. */
        const double drop = header ? (lines - now) * c->line_height / 2 : 0;
        canvas_tag(&f->k, header ? "TH" : "TD");
        text_draw(&f->k, &c->t[i], c->done[i], now, f->y + PAD_TOP + drop);
        canvas_untag(&f->k, header ? "TH" : "TD");
        c->done[i] += now;
    }
    canvas_untag(&f->k, "TR");
    if (!c->table->no_borders) {
        for (int i = 0; i <= n; i++)
            canvas_line(&f->k, c->edge[i], f->y, c->edge[i], f->y + height, BORDER);
        canvas_line(&f->k, c->edge[0], f->y, c->edge[n], f->y, BORDER);
        canvas_line(&f->k, c->edge[0], f->y + height, c->edge[n], f->y + height, BORDER);
    }
    f->y += height;
    f->fresh = false;
}

/* The header rows stand first; they come again on each page. */
static void headers_draw(struct flow *f, const struct pdf_table *t, int first)
{
    for (int i = first; f->doc->v[i].tag == PDF_ROW_HEADER && !f->k.failed; i++) {
        struct cells c;
        cells_open(f, &c, t, &f->doc->v[i]);
        cells_draw(f, &c, cells_lines_left(&c), true);
        cells_close(&c);
    }
}

static void row_flow(struct flow *f, const struct pdf_table *t, int first, const struct pdf_block *row)
{
    struct cells c;
    cells_open(f, &c, t, row);
    for (int left; (left = cells_lines_left(&c)) > 0 && !f->k.failed;) {
        const double room = f->k.bottom - f->y - PAD_TOP - PAD_BOTTOM + 0.01;
        int fit = room > 0 ? (int)(room / c.line_height) : 0;
        const int page = (int)((f->k.bottom - f->k.top) / c.line_height) - 4;
        if (fit < left && left <= page && !f->fresh)
            fit = 0; /* a row that a page can hold is not cut */
        if (fit > 0) {
            cells_draw(f, &c, left < fit ? left : fit, false);
        } else {
            const bool stuck = f->fresh;
            turn(f);
            headers_draw(f, t, first);
            if (stuck)
                f->k.failed = true; /* a page too low for one line */
        }
    }
    cells_close(&c);
}

static void block_table(struct flow *f, int *at)
{
    const struct pdf_table *t = f->doc->v[*at].table;
    const int first = ++*at;
    reserve(f, 5 * PT10(t->size_pt10));
    canvas_tag(&f->k, "Table");
    headers_draw(f, t, first);
    for (; f->doc->v[*at].tag != PDF_TABLE_END && !f->k.failed; ++*at)
        if (f->doc->v[*at].tag != PDF_ROW_HEADER)
            row_flow(f, t, first, &f->doc->v[*at]);
    canvas_untag(&f->k, "Table");
    while (f->doc->v[*at].tag != PDF_TABLE_END)
        ++*at;
}

/* ---- the flow ---- */
static void block_one(struct flow *f, int *at)
{
    const struct pdf_block *b = &f->doc->v[*at];
    switch (b->tag) {
    case PDF_PARA:
    case PDF_FIELD:
        block_text(f, *at);
        break;
    case PDF_RULE_UNDER:
        rule_under(f, b->a);
        break;
    case PDF_RULE:
        rule(f, *at);
        break;
    case PDF_SPACE:
        f->y += f->fresh && !f->locked ? 0 : PT10(b->a);
        break;
    case PDF_NEW_PAGE:
        turn(f);
        break;
    case PDF_QR:
    case PDF_IMAGE:
        box(f, b);
        break;
    case PDF_COLUMNS:
        block_columns(f, at);
        break;
    case PDF_TABLE:
        block_table(f, at);
        break;
    case PDF_COLUMN_NEXT:
    case PDF_COLUMNS_END:
    case PDF_ROW_HEADER:
    case PDF_ROW:
    case PDF_TABLE_END:
    case PDF_END:
    default:
        BUG_IF(true); /* the reader lets none of them stand alone */
    }
}

/* Side by side from the same height; leaves *at on the block that ends them. */
static void columns_fill(struct flow *f, int *at)
{
    const struct pdf_block *b = &f->doc->v[*at];
    const double x = f->x, width = f->width, top = f->y;
    double lowest = top, from = 0;
    int sum = 0, col = 0;
    for (int i = 0; i < b->n; i++)
        sum += b->weight[i];
    const bool was = f->locked;
    f->locked = true;
    f->width = width * b->weight[0] / sum;
    while (f->doc->v[++*at].tag != PDF_COLUMNS_END && !f->k.failed) {
        if (f->doc->v[*at].tag != PDF_COLUMN_NEXT) {
            block_one(f, at);
            continue;
        }
        lowest = f->y > lowest ? f->y : lowest;
        from += b->weight[col++];
        f->x = x + width * from / sum;
        f->width = width * b->weight[col] / sum;
        f->y = top;
    }
    while (f->doc->v[*at].tag != PDF_COLUMNS_END)
        ++*at;
    f->y = f->y > lowest ? f->y : lowest;
    f->x = x;
    f->width = width;
    f->locked = was;
    f->fresh = false;
}

static void block_columns(struct flow *f, int *at)
{
    if (!f->locked)
        reserve(f, lead_height(f, *at));
    columns_fill(f, at);
}

struct sink {
    bool (*write)(void *arg, const void *bytes, size_t n);
    void *arg;
};

static cairo_status_t sink_write(void *arg, const unsigned char *bytes, unsigned n)
{
    const struct sink *s = arg;
    return s->write(s->arg, bytes, n) ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR;
}

bool pdf__paint(const struct pdf_parsed *doc, bool (*write)(void *arg, const void *bytes, size_t n),
                void *arg)
{
    struct sink sink = {write, arg};
    struct flow f = {.doc = doc, .fresh = true};
    canvas_open(&f.k, doc, sink_write, &sink);
    f.x = MM10(doc->page.left_mm10);
    f.width = f.k.width - f.x - MM10(doc->page.right_mm10);
    f.y = f.k.top;
    if (f.width < 72 || f.k.bottom - f.k.top < 72)
        f.k.failed = true;
    for (int at = 0; at < doc->n && !f.k.failed; at++)
        block_one(&f, &at);
    return canvas_close(&f.k);
}
