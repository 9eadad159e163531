/* pdf_qr.c - QR symbols for pages; on paper canvas_qr draws them. */
#include "pdf/pdf.h"

#include <qrencode.h>

#include "core/buf.h"

#define QUIET 4
#define PAYLOAD_MAX 1000

/* Runs of dark modules of one row, as rectangles one module high. */
static void add_row(struct buf *b, const QRcode *q, int y)
{
    int x = 0;
    while (x < q->width) {
        int from = x;
        while (x < q->width && q->data[y * q->width + x] & 1)
            x++;
        if (x > from)
            buf_fmt(b, "M%d %dh%dv1h-%dz", from + QUIET, y + QUIET, x - from, x - from);
        x += x == from;
    }
}

bool pdf_qr_path(struct arena *mem, str payload, str *ret_path, int *ret_side)
{
    struct buf b = buf_new(mem, (size_t)256 * 1024);
    if (payload.n <= 0 || payload.n > PAYLOAD_MAX)
        return false;
    QRcode *q = QRcode_encodeData((int)payload.n, (const unsigned char *)payload.p, 0, QR_ECLEVEL_M);
    if (!q)
        return false;
    for (int y = 0; y < q->width; y++)
        add_row(&b, q, y);
    *ret_side = q->width + 2 * QUIET;
    QRcode_free(q);
    *ret_path = buf_str(&b);
    return !buf_full(&b);
}
