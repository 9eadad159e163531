/* test_pdf.c - papers painted by the real child: same bytes, embedded fonts, text as NFC, QR codes
   that scanners read, pages that break where they should; and what is refused. */
#include "pdf/lib_sample.h"
#include "pdf/pdf_parts.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cairo.h>
#include <cmocka.h>

static const struct spawn_kind *const kinds[] = {&pdf_painter, NULL};
static const struct pdf_style body = {.size_pt10 = 130};

static struct ctx *new_ctx(void)
{
    struct arena *mem = arena_new(64 << 20);
    struct ctx *c = NEW(mem, struct ctx);
    c->mem = mem;
    return c;
}

static struct pdf_doc *new_doc(struct ctx *c)
{
    return pdf_new(c->mem, &pdf_page_document, S("Thử"), (instant){INT64_C(1795071600) * SECOND_US});
}

static void save(const char *path, str s)
{
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    assert_int_equal(fwrite(s.p, 1, (size_t)s.n, f), s.n);
    assert_int_equal(fclose(f), 0);
}

/* What a program prints; argv ends with NULL. */
static str output_of(struct arena *mem, const char *const *argv)
{
    int fds[2];
    assert_int_equal(pipe(fds), 0);
    const pid_t pid = fork();
    if (pid == 0) {
        const int null = open("/dev/null", O_RDWR);
        if (dup2(fds[1], 1) == 1 && dup2(null, 2) == 2)
            execvp(argv[0], (char *const *)(uintptr_t)argv);
        _exit(127);
    }
    close(fds[1]);
    char *text = arena_alloc(mem, 1 << 20);
    size_t n = 0;
    ssize_t got;
    while ((got = read(fds[0], text + n, (1 << 20) - n)) > 0)
        n += (size_t)got;
    close(fds[0]);
    int status;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    return (str){text, (ptrdiff_t)n};
}

static char dir[] = "/tmp/pdf_XXXXXX", file[64];
#define TOOL(...) output_of(c->mem, (const char *const[]){__VA_ARGS__, NULL})

static str painted(struct ctx *c, struct pdf_doc *d)
{
    str pdf = STR_NONE;
    assert_int_equal(pdf_paint(c, d, &pdf), RC_OK);
    save(file, pdf);
    return pdf;
}

static void test_pdf__same_data_same_bytes(void **state)
{
    (void)state;
    struct ctx *c = new_ctx();
    str one = painted(c, sample_receipt(c->mem, PDF_A4, 4)),
        two = painted(c, sample_receipt(c->mem, PDF_A4, 4));
    assert_true(str_eq(one, two));
    assert_false(str_eq(one, painted(c, sample_receipt(c->mem, PDF_A4, 5))));
    arena_free(c->mem);
}

static void test_pdf__fonts_are_embedded(void **state)
{
    (void)state;
    struct ctx *c = new_ctx();
    (void)painted(c, sample_receipt(c->mem, PDF_A4, 4));
    str list = TOOL("pdffonts", file);
    list = str_cut(str_cut(list, '\n').tail, '\n').tail;
    int n = 0;
    while (list.n > 0) {
        const struct str_cut line = str_cut(list, '\n');
        assert_true(str_has(line.head, S("LiberationSerif")) || str_has(line.head, S("DejaVuSans")));
        assert_true(str_has(line.head, S(" yes yes yes "))); /* embedded, subset, to unicode */
        list = line.tail;
        n++;
    }
    assert_true(n >= 4);
    const str info = TOOL("pdfinfo", file);
    assert_true(str_has(info, S("Giấy tiếp nhận hồ sơ và hẹn trả kết quả H48.97-261119-0012")));
    assert_true(str_has(info, S("Tagged:          yes")));
    assert_true(str_has(info, S("Pages:           1")));
    assert_true(str_has(info, S("Nov 19 ")) && str_has(info, S(" 2026")));
    arena_free(c->mem);
}

static void test_pdf__text_comes_out_as_nfc(void **state)
{
    (void)state;
    struct ctx *c = new_ctx();
    struct pdf_doc *d = new_doc(c);
    /* "Tiếp nhận" with combining marks, and what fonts often lack. */
    pdf_para(d, &body, S("Tie\xCC\x82\xCC\x81p nha\xCC\xA3\xCC\x82n 15.000 ₫ ☐ ☑ ✓ ưỡng Ỵ"));
    pdf_para_runs(d, &body,
                  (const struct pdf_run[]){{.text = S("đậm "), .bold = true},
                                           {.text = S("nghiêng "), .italic = true},
                                           {.text = S("cả hai"), .bold = true, .italic = true}},
                  3);
    (void)painted(c, d);
    const str text = TOOL("pdftotext", file, "-");
    assert_true(str_has(text, S("Tiếp nhận 15.000 ₫ ☐ ☑ ✓ ưỡng Ỵ")));
    assert_true(str_has(text, S("đậm nghiêng cả hai")));
    arena_free(c->mem);
}

static void test_pdf__receipt_says_everything(void **state)
{
    (void)state;
    struct ctx *c = new_ctx();
    (void)painted(c, sample_receipt(c->mem, PDF_A4, 4));
    const str text = TOOL("pdftotext", "-layout", file, "-");
    static const char *const parts[] = {"CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
                                        "Độc lập - Tự do - Hạnh phúc",
                                        "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
                                        "NGUYỄN THỊ THỦY TIÊN",
                                        "17 giờ 30 phút, ngày 25 tháng 11 năm 2026",
                                        "NGƯỜI TIẾP NHẬN HỒ SƠ",
                                        "k7mq-9d2x-hv4ta"};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (!str_has(text, str_of(parts[i])))
            fail_msg("missing: %s", parts[i]);
    arena_free(c->mem);
}

static void test_pdf__scanners_read_the_qr(void **state)
{
    (void)state;
    struct ctx *c = new_ctx();
    char image[80];
    const enum pdf_paper papers[] = {PDF_A4, PDF_A5};
    for (int i = 0; i < 2; i++) {
        (void)painted(c, sample_receipt(c->mem, papers[i], 4));
        (void)snprintf(image, sizeof image, "%s/page", dir);
        (void)TOOL("pdftoppm", "-r", "150", "-gray", "-singlefile", "-png", file, image);
        (void)snprintf(image, sizeof image, "%s/page.png", dir);
        const str got = TOOL("zbarimg", "-q", "--raw", image);
        assert_true(
            str_eq(str_trim(got), S("https://motcua.example.vn/t/H48.97-261119-0012#k7mq-9d2x-hv4ta")));
        unlink(image);
    }
    arena_free(c->mem);
}

static int count(str text, str needle)
{
    int n = 0;
    for (ptrdiff_t at; (at = str_find(text, needle)) >= 0; n++)
        text = str_sub(text, at + needle.n, text.n);
    return n;
}

static void test_pdf__long_tables_break_well(void **state)
{
    (void)state;
    struct ctx *c = new_ctx();
    (void)painted(c, sample_receipt(c->mem, PDF_A4, 70));
    const str text = TOOL("pdftotext", "-layout", file, "-");
    const int pages = count(text, S("\f"));
    assert_int_equal(pages, 4);
    assert_int_equal(count(text, S("STT")), 3); /* the header on each page with rows */
    assert_int_equal(count(text, S("Tờ khai đăng ký khai sinh")), 18);
    assert_true(str_has(text, S("\f                                      ")));
    const str second = str_sub(text, str_find(text, S("\f")) + 1, 200);
    assert_true(str_starts(str_trim(second), S("2\n"))); /* its number stands above it */
    arena_free(c->mem);
}

static str repeated(struct arena *mem, const char *word, int times)
{
    str *parts = NEW_N(mem, str, times);
    for (int i = 0; i < times; i++)
        parts[i] = str_of(word);
    return str_join(mem, parts, times, S(" "));
}

static void test_pdf__what_is_longer_than_a_page_goes_on(void **state)
{
    (void)state;
    struct ctx *c = new_ctx();
    struct pdf_doc *d = new_doc(c);
    const struct pdf_style justified = {
        .size_pt10 = 130, .align = PDF_JUSTIFY, .indent_mm10 = 100, .lead_pct = 120};
    const struct pdf_table t = {.size_pt10 = 120, .n = 2, .col = {{1, PDF_LEFT}, {3, PDF_LEFT}}};
    pdf_para(d, &justified, repeated(c->mem, "đoạn", 1500));
    pdf_table(d, &t);
    pdf_table_header(d, (const str[]){S("Cột"), S("Nội dung")});
    pdf_table_row(d, (const str[]){S("dài"), repeated(c->mem, "hàng", 1500)});
    pdf_table_end(d);
    (void)painted(c, d);
    const str text = TOOL("pdftotext", file, "-");
    assert_int_equal(count(text, S("đoạn")), 1500);
    assert_int_equal(count(text, S("hàng")), 1500);
    assert_true(count(text, S("\f")) >= 5);
    assert_true(count(text, S("Nội dung")) >= 3);
    arena_free(c->mem);
}

static void refuses(struct ctx *c, struct pdf_doc *d)
{
    str pdf = S("untouched");
    c->faults = NULL;
    assert_int_equal(pdf_paint(c, d, &pdf), RC_INVALID);
    assert_string_equal(c->faults->key, "pdf.bad");
    assert_true(str_eq(pdf, S("untouched")));
}

static void test_pdf__refuses_wrong_descriptions(void **state)
{
    (void)state;
    struct ctx *c = new_ctx();
    const struct pdf_table t = {.size_pt10 = 120, .n = 1, .col = {{1, PDF_LEFT}}};
    const struct pdf_style huge = {.size_pt10 = 9000};
    struct pdf_doc *d = new_doc(c);
    pdf_para(d, &body, S("\xff\xfe"));
    refuses(c, d);
    d = new_doc(c);
    pdf_columns(d, (const int[]){1, 1}, 2); /* never ended */
    refuses(c, d);
    d = new_doc(c);
    pdf_columns(d, (const int[]){1, 1}, 2); /* one column short */
    pdf_columns_end(d);
    refuses(c, d);
    d = new_doc(c);
    pdf_table(d, &t);
    pdf_para(d, &body, S("in a table"));
    pdf_table_end(d);
    refuses(c, d);
    d = new_doc(c);
    pdf_para(d, &huge, S("too large"));
    refuses(c, d);
    d = new_doc(c);
    pdf_qr(d, repeated(c->mem, "longer than a code", 100), 300, PDF_LEFT);
    refuses(c, d);
    d = new_doc(c);
    for (int i = 0; i < PDF_PAGES_MAX; i++)
        pdf_new_page(d);
    refuses(c, d);
    d = new_doc(c);
    pdf_para(d, &body, repeated(c->mem, "quá dài so với giới hạn", 200000));
    refuses(c, d);
    arena_free(c->mem);
}

struct png {
    char b[4096];
    size_t n;
};

static cairo_status_t png_write(void *arg, const unsigned char *bytes, unsigned n)
{
    struct png *p = arg;
    if (n > sizeof p->b - p->n)
        return CAIRO_STATUS_WRITE_ERROR;
    memcpy(p->b + p->n, bytes, n);
    p->n += n;
    return CAIRO_STATUS_SUCCESS;
}

static void test_pdf__pictures_are_checked_before_unpacking(void **state)
{
    (void)state;
    struct ctx *c = new_ctx();
    /* 30,000 x 30,000 pixels by its header. */
    struct pdf_doc *d = new_doc(c);
    pdf_image(d, S("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x75\x30\0\0\x75\x30\x08\x06\0\0\0\0\0\0\0"), 300,
              300, PDF_LEFT);
    refuses(c, d);
    d = new_doc(c);
    pdf_image(d, S("GIF89a no picture we know of, but long enough to look at"), 300, 300, PDF_LEFT);
    refuses(c, d);
    struct png png = {.n = 0};
    cairo_surface_t *image = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, 40, 20);
    assert_int_equal(cairo_surface_write_to_png_stream(image, png_write, &png), CAIRO_STATUS_SUCCESS);
    cairo_surface_destroy(image);
    d = new_doc(c);
    pdf_image(d, (str){png.b, (ptrdiff_t)png.n}, 300, 300, PDF_CENTER);
    (void)painted(c, d);
    assert_true(str_has(TOOL("pdfimages", "-list", file), S("image")));
    arena_free(c->mem);
}

static void test_pdf__reader_refuses_every_cut(void **state)
{
    (void)state;
    struct arena *mem = arena_new(64 << 20), *work = arena_new(64 << 20);
    const str all = pdf_bytes(sample_receipt(mem, PDF_A4, 2));
    struct pdf_parsed doc;
    assert_true(pdf__read(work, all, &doc));
    for (ptrdiff_t n = 0; n < all.n; n++) {
        arena_clear(work);
        assert_false(pdf__read(work, str_sub(all, 0, n), &doc));
    }
    assert_false(pdf__read(work, str_fmt(mem, "%.*sZ", STR_ARG(all)), &doc));
    arena_free(work);
    arena_free(mem);
}

static void test_pdf__speed(void **state)
{
    (void)state;
    struct ctx *c = new_ctx();
    double best = 1e9;
    for (int i = 0; i < 40; i++) {
        struct timespec from, to;
        str pdf;
        clock_gettime(CLOCK_MONOTONIC, &from);
        assert_int_equal(pdf_paint(c, sample_receipt(c->mem, PDF_A4, 4), &pdf), RC_OK);
        clock_gettime(CLOCK_MONOTONIC, &to);
        const double ms =
            (double)(to.tv_sec - from.tv_sec) * 1e3 + (double)(to.tv_nsec - from.tv_nsec) / 1e6;
        best = ms < best ? ms : best;
    }
    print_message("# a receipt: %.1f ms at best\n", best);
    arena_free(c->mem);
}

static int start(void **state)
{
    (void)state;
    if (!mkdtemp(dir))
        return -1;
    (void)snprintf(file, sizeof file, "%s/p.pdf", dir);
    return spawn_start(kinds) == RC_OK ? 0 : -1;
}

static int stop(void **state)
{
    (void)state;
    spawn_stop();
    unlink(file);
    return rmdir(dir);
}

int main(int argc, char **argv)
{
    const int child = spawn_child_main(argc, argv, kinds);
    if (child >= 0)
        return child;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pdf__same_data_same_bytes),
        cmocka_unit_test(test_pdf__fonts_are_embedded),
        cmocka_unit_test(test_pdf__text_comes_out_as_nfc),
        cmocka_unit_test(test_pdf__receipt_says_everything),
        cmocka_unit_test(test_pdf__scanners_read_the_qr),
        cmocka_unit_test(test_pdf__long_tables_break_well),
        cmocka_unit_test(test_pdf__what_is_longer_than_a_page_goes_on),
        cmocka_unit_test(test_pdf__refuses_wrong_descriptions),
        cmocka_unit_test(test_pdf__pictures_are_checked_before_unpacking),
        cmocka_unit_test(test_pdf__reader_refuses_every_cut),
        cmocka_unit_test(test_pdf__speed),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
