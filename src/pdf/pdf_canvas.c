/*
 * pdf_canvas.c - cairo and Pango, see pdf_canvas.h. Fontconfig is given exactly the faces we
 * name, so the machine's own configuration and other fonts change nothing: same bytes
 * everywhere. Line heights come from the style's own face, so that a ☑ from the other face
 * does not push lines apart.
 */
#include "pdf/pdf_canvas.h"

#include "core/buf.h"

#include <cairo-pdf.h>
#include <fontconfig/fontconfig.h>
#include <pango/pangofc-fontmap.h>
#include <qrencode.h>
#include <string.h>

#define FAMILY "Liberation Serif"
#define PIXELS_MAX (INT64_C(50) * 1000 * 1000)

/* Folders the faces may lie in: Debian 12's, and the older package's. */
#define SERIF_2 "/usr/share/fonts/truetype/liberation2/"
#define SERIF_1 "/usr/share/fonts/truetype/liberation/"
#define SANS "/usr/share/fonts/truetype/dejavu/"
const char *const pdf__font_places[] = {SERIF_2, SERIF_1, SANS, NULL};

static PangoFontMap *fonts;

static bool add_face(FcConfig *config, const char *const *places)
{
    for (; *places; places++)
        if (FcConfigAppFontAddFile(config, (const FcChar8 *)*places))
            return true;
    return false;
}

static bool add_faces(FcConfig *config)
{
    return add_face(config, (const char *[]){SERIF_2 "LiberationSerif-Regular.ttf",
                                             SERIF_1 "LiberationSerif-Regular.ttf", NULL}) &&
           add_face(config, (const char *[]){SERIF_2 "LiberationSerif-Bold.ttf",
                                             SERIF_1 "LiberationSerif-Bold.ttf", NULL}) &&
           add_face(config, (const char *[]){SERIF_2 "LiberationSerif-Italic.ttf",
                                             SERIF_1 "LiberationSerif-Italic.ttf", NULL}) &&
           add_face(config, (const char *[]){SERIF_2 "LiberationSerif-BoldItalic.ttf",
                                             SERIF_1 "LiberationSerif-BoldItalic.ttf", NULL}) &&
           add_face(config, (const char *[]){SANS "DejaVuSans.ttf", NULL});
}

static cairo_status_t write_nowhere(void *arg, const unsigned char *bytes, unsigned n)
{
    (void)arg;
    (void)bytes;
    (void)n;
    return CAIRO_STATUS_SUCCESS;
}

/* A page with every face on it, so that all files are open before the walls go up. */
static bool paint_sample(void)
{
    static const struct pdf_parsed sample = {.page = {.paper = PDF_A5}, .created = {0}};
    struct canvas k;
    canvas_open(&k, &sample, write_nowhere, NULL);
    for (int i = 0; i < 4; i++) {
        const struct pdf_style s = {.size_pt10 = 130, .bold = i & 1, .italic = i & 2, .lead_pct = 100};
        const struct pdf_run run = {.text = S("Đã nhận đủ ☐ ☑ ✓ hồ sơ \xE4\xB8\xAD")};
        struct text t = text_new(&k, &s, &run, 1, 0, 400);
        text_draw(&k, &t, 0, t.lines, 10);
        text_free(&t);
    }
    return canvas_close(&k);
}

bool pdf__warm(void)
{
    FcConfig *config = FcConfigCreate();
    if (!config || !add_faces(config) || !FcConfigBuildFonts(config) || !FcConfigSetCurrent(config))
        return false;
    fonts = pango_cairo_font_map_new();
    pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(fonts), config);
    FcConfigDestroy(config);
    return paint_sample();
}

static void metadata(cairo_surface_t *surface, const struct pdf_parsed *doc)
{
    struct arena *mem = arena_new(1 << 20);
    const date day = instant_date(doc->created);
    const struct civil c = date_civil(day);
    const int s = (int)(instant_time_of_day(doc->created) / SECOND_US);
    const str at = str_fmt(mem, "%04d-%02d-%02dT%02d:%02d:%02d+07:00", c.year, c.month, c.day, s / 3600,
                           s / 60 % 60, s % 60);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, str_c(mem, doc->title));
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, str_c(mem, at));
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "motcua");
    arena_free(mem);
}

void canvas_open(struct canvas *k, const struct pdf_parsed *doc, cairo_write_func_t write, void *arg)
{
    static const double sizes[][2] = {{210, 297}, {148, 210}, {297, 210}};
    *k = (struct canvas){.page = &doc->page, .draw = true, .pages = 1};
    k->width = MM10(sizes[doc->page.paper][0] * 10);
    k->height = MM10(sizes[doc->page.paper][1] * 10);
    k->top = MM10(doc->page.top_mm10);
    k->bottom = k->height - MM10(doc->page.bottom_mm10);
    k->surface = cairo_pdf_surface_create_for_stream(write, arg, k->width, k->height);
    metadata(k->surface, doc);
    k->cr = cairo_create(k->surface);
    cairo_set_line_cap(k->cr, CAIRO_LINE_CAP_SQUARE); /* whole corners of tables */
    k->pango = pango_font_map_create_context(fonts);
    pango_cairo_context_set_resolution(k->pango, 72);
    pango_context_set_language(k->pango, pango_language_from_string("vi"));
    pango_context_set_round_glyph_positions(k->pango, FALSE);
    cairo_font_options_t *o = cairo_font_options_create();
    cairo_font_options_set_hint_metrics(o, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_hint_style(o, CAIRO_HINT_STYLE_NONE);
    pango_cairo_context_set_font_options(k->pango, o);
    cairo_font_options_destroy(o);
    canvas_tag(k, "Document");
}

bool canvas_close(struct canvas *k)
{
    canvas_untag(k, "Document");
    cairo_destroy(k->cr);
    cairo_surface_finish(k->surface);
    const bool ok = !k->failed && cairo_surface_status(k->surface) == CAIRO_STATUS_SUCCESS;
    cairo_surface_destroy(k->surface);
    g_object_unref(k->pango);
    return ok;
}

static void page_number(struct canvas *k)
{
    struct arena *mem = arena_new(1 << 16);
    const struct pdf_style s = {.size_pt10 = 130, .align = PDF_CENTER, .lead_pct = 100};
    const struct pdf_run run = {.text = str_fmt(mem, "%d", k->pages)};
    const double left = MM10(k->page->left_mm10), right = MM10(k->page->right_mm10);
    struct text t = text_new(k, &s, &run, 1, left, k->width - left - right);
    text_draw(k, &t, 0, 1, (k->top - t.line_height) * 0.6);
    text_free(&t);
    arena_free(mem);
}

void canvas_turn(struct canvas *k)
{
    if (++k->pages > PDF_PAGES_MAX)
        k->failed = true;
    if (k->failed || !k->draw)
        return;
    cairo_show_page(k->cr);
    if (k->page->numbered)
        page_number(k);
}

static void put_attributes(PangoAttrList *list, const struct pdf_run *run, size_t from, size_t to)
{
    PangoAttribute *a[] = {run->bold ? pango_attr_weight_new(PANGO_WEIGHT_BOLD) : NULL,
                           run->italic ? pango_attr_style_new(PANGO_STYLE_ITALIC) : NULL,
                           run->whole ? pango_attr_allow_breaks_new(FALSE) : NULL};
    for (int i = 0; i < 3; i++)
        if (a[i]) {
            a[i]->start_index = (guint)from;
            a[i]->end_index = (guint)to;
            pango_attr_list_insert(list, a[i]);
        }
}

/* Line ends become line separators: one paragraph for indents and justification. */
static void put_text(GString *g, str s)
{
    for (ptrdiff_t i = 0; i < s.n; i++)
        if (s.p[i] == '\n')
            g_string_append(g, "\xE2\x80\xA8");
        else
            g_string_append_c(g, (unsigned char)s.p[i] < 0x20 || s.p[i] == 0x7f ? ' ' : s.p[i]);
}

static PangoFontDescription *face_of(const struct pdf_style *s)
{
    PangoFontDescription *d = pango_font_description_new();
    pango_font_description_set_family(d, FAMILY);
    pango_font_description_set_size(d, s->size_pt10 * PANGO_SCALE / 10);
    if (s->bold)
        pango_font_description_set_weight(d, PANGO_WEIGHT_BOLD);
    if (s->italic)
        pango_font_description_set_style(d, PANGO_STYLE_ITALIC);
    return d;
}

static void measure(struct canvas *k, struct text *t, const PangoFontDescription *d, int lead_pct)
{
    PangoFontMetrics *m = pango_context_get_metrics(k->pango, d, NULL);
    const double ascent = pango_font_metrics_get_ascent(m) / (double)PANGO_SCALE;
    const double descent = pango_font_metrics_get_descent(m) / (double)PANGO_SCALE;
    pango_font_metrics_unref(m);
    t->line_height = (ascent + descent) * lead_pct / 100;
    t->ascent = t->line_height - descent;
    t->lines = pango_layout_get_line_count(t->layout);
    t->left = 1e9;
    PangoLayoutIter *it = pango_layout_get_iter(t->layout);
    do {
        PangoRectangle r;
        pango_layout_iter_get_line_extents(it, NULL, &r);
        const double left = t->x + r.x / (double)PANGO_SCALE, width = r.width / (double)PANGO_SCALE;
        t->left = left < t->left ? left : t->left;
        t->right = left + width > t->right ? left + width : t->right;
        t->widest = width > t->widest ? width : t->widest;
    } while (pango_layout_iter_next_line(it));
    pango_layout_iter_free(it);
}

struct text text_new(struct canvas *k, const struct pdf_style *s, const struct pdf_run *runs, int n,
                     double x, double width)
{
    static const PangoAlignment aligns[] = {PANGO_ALIGN_LEFT, PANGO_ALIGN_CENTER, PANGO_ALIGN_RIGHT,
                                            PANGO_ALIGN_LEFT};
    const double indent = MM10(s->indent_mm10), hang = MM10(s->hang_mm10);
    const double inset = indent < hang ? indent : hang;
    struct text t = {.layout = pango_layout_new(k->pango), .x = x + inset};
    PangoFontDescription *d = face_of(s);
    PangoAttrList *attrs = pango_attr_list_new();
    GString *g = g_string_new(NULL);
    for (int i = 0; i < n; i++) {
        const size_t from = g->len;
        put_text(g, runs[i].text);
        put_attributes(attrs, &runs[i], from, g->len);
    }
    pango_layout_set_font_description(t.layout, d);
    pango_layout_set_text(t.layout, g->str, (int)g->len);
    pango_layout_set_attributes(t.layout, attrs);
    pango_layout_set_width(t.layout, (int)((width - inset > 1 ? width - inset : 1) * PANGO_SCALE));
    pango_layout_set_indent(t.layout, (int)((indent - hang) * PANGO_SCALE));
    pango_layout_set_wrap(t.layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_alignment(t.layout, aligns[s->align]);
    pango_layout_set_justify(t.layout, s->align == PDF_JUSTIFY);
    measure(k, &t, d, s->lead_pct);
    g_string_free(g, TRUE);
    pango_attr_list_unref(attrs);
    pango_font_description_free(d);
    return t;
}

void text_free(struct text *t)
{
    g_object_unref(t->layout);
}

void text_draw(struct canvas *k, const struct text *t, int from, int count, double y)
{
    if (!k->draw)
        return;
    PangoLayoutIter *it = pango_layout_get_iter(t->layout);
    for (int i = 0; i < from + count; i++) {
        if (i >= from) {
            PangoRectangle r;
            pango_layout_iter_get_line_extents(it, NULL, &r);
            cairo_move_to(k->cr, t->x + r.x / (double)PANGO_SCALE,
                          y + (i - from) * t->line_height + t->ascent);
            pango_cairo_show_layout_line(k->cr, pango_layout_iter_get_line_readonly(it));
        }
        if (!pango_layout_iter_next_line(it))
            break;
    }
    pango_layout_iter_free(it);
}

void canvas_line(struct canvas *k, double x0, double y0, double x1, double y1, double thick)
{
    if (!k->draw)
        return;
    cairo_set_line_width(k->cr, thick);
    cairo_move_to(k->cr, x0, y0);
    cairo_line_to(k->cr, x1, y1);
    cairo_stroke(k->cr);
}

void canvas_leader(struct canvas *k, double x0, double x1, double base)
{
    static const double dots[] = {0, 2.6};
    if (!k->draw || x1 - x0 < 6)
        return;
    cairo_save(k->cr);
    cairo_set_line_cap(k->cr, CAIRO_LINE_CAP_ROUND);
    cairo_set_dash(k->cr, dots, 2, 0);
    /* From the right, so that the dots of lines below each other stand in columns. */
    canvas_line(k, x1, base - 0.4, x0, base - 0.4, 0.8);
    cairo_restore(k->cr);
}

void canvas_qr(struct canvas *k, str payload, double x, double y, double size)
{
    const int quiet = 4;
    QRcode *q =
        payload.n > 0 && payload.n <= 1000
            ? QRcode_encodeData((int)payload.n, (const unsigned char *)payload.p, 0, QR_ECLEVEL_M)
            : NULL;
    if (!q) {
        k->failed = true;
        return;
    }
    const double module = size / (q->width + 2 * quiet);
    for (int r = 0; k->draw && r < q->width; r++)
        for (int c = 0; c < q->width; c++)
            if (q->data[r * q->width + c] & 1)
                cairo_rectangle(k->cr, x + (c + quiet) * module, y + (r + quiet) * module, module,
                                module);
    if (k->draw)
        cairo_fill(k->cr); /* one path: no seams between modules */
    QRcode_free(q);
}

static cairo_status_t read_png(void *arg, unsigned char *to, unsigned n)
{
    str *s = arg;
    if (s->n < (ptrdiff_t)n)
        return CAIRO_STATUS_READ_ERROR;
    memcpy(to, s->p, n);
    *s = str_sub(*s, (ptrdiff_t)n, s->n);
    return CAIRO_STATUS_SUCCESS;
}

/* The header names the size before anything is unpacked. */
static bool png_fits(str s)
{
    int64_t side[2] = {0, 0};
    if (s.n < 33 || memcmp(s.p, "\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16) != 0)
        return false;
    for (int i = 0; i < 8; i++)
        side[i / 4] = side[i / 4] << 8 | (unsigned char)s.p[16 + i];
    return side[0] > 0 && side[1] > 0 && side[0] <= PIXELS_MAX / side[1];
}

void canvas_png(struct canvas *k, str png, double x, double y, double width, double height)
{
    if (!k->draw)
        return;
    cairo_surface_t *image =
        png_fits(png) ? cairo_image_surface_create_from_png_stream(read_png, &png) : NULL;
    if (!image || cairo_surface_status(image) != CAIRO_STATUS_SUCCESS) {
        k->failed = true;
        cairo_surface_destroy(image);
        return;
    }
    const double w = cairo_image_surface_get_width(image), h = cairo_image_surface_get_height(image);
    const double scale = width / w < height / h ? width / w : height / h;
    cairo_save(k->cr);
    cairo_translate(k->cr, x + (width - w * scale) / 2, y + (height - h * scale) / 2);
    cairo_scale(k->cr, scale, scale);
    cairo_set_source_surface(k->cr, image, 0, 0);
    cairo_rectangle(k->cr, 0, 0, w, h);
    cairo_fill(k->cr); /* not paint: cairo 1.16 loses count of tags there */
    cairo_restore(k->cr);
    cairo_surface_destroy(image);
}

void canvas_tag(struct canvas *k, const char *name)
{
    if (k->draw)
        cairo_tag_begin(k->cr, name, "lang='vi'");
}

void canvas_untag(struct canvas *k, const char *name)
{
    if (k->draw)
        cairo_tag_end(k->cr, name);
}
