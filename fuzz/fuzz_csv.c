/* fuzz_csv.c - rows have equal length, lines go forward, and what was read, written again
   with every field quoted, reads back equal. */
#include "fuzz.h"

#include "core/buf.h"
#include "core/csv.h"

static void quote(struct buf *b, str s)
{
    buf_char(b, '"');
    for (ptrdiff_t i = 0; i < s.n; i++) {
        if (s.p[i] == '"')
            buf_char(b, '"');
        buf_char(b, s.p[i]);
    }
    buf_char(b, '"');
}

static void check_again(struct arena *mem, const struct csv_row *row)
{
    struct buf b = buf_new(mem, 64 << 20);
    struct csv_row again;
    for (int i = 0; i < row->n; i++) {
        if (i)
            buf_char(&b, ',');
        quote(&b, row->v[i]);
    }
    struct csv f = csv_open(buf_str(&b));
    FUZZ_CHECK(csv_read(&f, mem, &again) == CSV_ROW && again.n == row->n);
    for (int i = 0; i < row->n; i++)
        FUZZ_CHECK(str_eq(again.v[i], row->v[i]));
    FUZZ_CHECK(csv_read(&f, mem, &again) == CSV_END);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    struct arena *mem = fuzz_arena();
    struct csv f = csv_open((str){(const char *)bytes, (ptrdiff_t)n});
    struct csv_row row;
    int line = 0, columns = -1;
    enum csv_next next;
    if (n > 65536)
        return 0;
    while ((next = csv_read(&f, mem, &row)) == CSV_ROW) {
        FUZZ_CHECK(f.line > line && row.n > 0 && row.n <= CSV_FIELDS_MAX);
        FUZZ_CHECK(columns < 0 || columns == row.n);
        line = f.line;
        columns = row.n;
        check_again(mem, &row);
    }
    FUZZ_CHECK((next == CSV_BAD) == (f.why != NULL));
    return 0;
}
