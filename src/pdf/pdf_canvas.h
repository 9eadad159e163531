/* pdf_canvas.h - the paper being painted: pages, text, boxes; inside pdf only, in the painter.
   Lengths are points from the top left corner. `draw` false measures and leaves no trace. */
#ifndef MOTCUA_PDF_PDF_CANVAS_H
#define MOTCUA_PDF_PDF_CANVAS_H

#include "pdf/pdf_parts.h"

#include <pango/pangocairo.h>

struct canvas {
    const struct pdf_page *page;
    cairo_surface_t *surface;
    cairo_t *cr;
    PangoContext *pango;
    double width, height, top, bottom; /* paper; the text's upper and lower edge */
    int pages;
    bool draw, failed;
    double text_left, text_right; /* of the last paragraph, for rules under it */
};

/* Text laid out: lines of one height, painted any number at a time. */
struct text {
    PangoLayout *layout;
    int lines;
    double x, line_height, ascent, widest;
    double left, right; /* extent of the ink of all lines */
};

#define PT10(v) ((v) / 10.0)
#define MM10(v) ((v)*72.0 / 254.0)

void canvas_open(struct canvas *k, const struct pdf_parsed *doc, cairo_write_func_t write, void *arg);
bool canvas_close(struct canvas *k);
/* Ends the page and begins the next one; fails past the limit. */
void canvas_turn(struct canvas *k);

struct text text_new(struct canvas *k, const struct pdf_style *s, const struct pdf_run *runs, int n,
                     double x, double width);
void text_free(struct text *t);
/* Lines from..from+count-1, the first with its top at y. */
void text_draw(struct canvas *k, const struct text *t, int from, int count, double y);

void canvas_line(struct canvas *k, double x0, double y0, double x1, double y1, double thick);
/* Dots on a base line, for what is filled in by hand. */
void canvas_leader(struct canvas *k, double x0, double x1, double base);
void canvas_qr(struct canvas *k, str payload, double x, double y, double size);
void canvas_png(struct canvas *k, str png, double x, double y, double width, double height);
/* A structure tag around what is drawn next: "P", "H1", "TD" … */
void canvas_tag(struct canvas *k, const char *name);
void canvas_untag(struct canvas *k, const char *name);

#endif
