/* test_magic.c - what the reader child takes and refuses; spoofed, truncated, oversized bytes. */
#include "file/file.h"
#include "file/lib_bytes.h"
#include "lib_test.h"

#include <time.h>

static const struct spawn_kind *const kinds[] = {&file_reader_magic, NULL};
static struct arena *mem;

static enum file_type type_of(str bytes)
{
    const struct spawn_job job = {.kind = &file_reader_magic, .fd = -1, .bytes = bytes, .limit = 200};
    str mime = STR_NONE;
    const enum rc rc = spawn_run(mem, &job, &mime);
    if (rc == RC_OK)
        assert_int_not_equal(file_type_of_mime(mime), FILE_NONE);
    else
        assert_int_equal(rc, RC_INVALID);
    return rc == RC_OK ? file_type_of_mime(mime) : FILE_NONE;
}

static void test_magic__takes_our_types(void **state)
{
    (void)state;
    assert_int_equal(type_of(bytes_pdf()), FILE_PDF);
    assert_int_equal(type_of(bytes_png(mem, 100, 200)), FILE_PNG);
    assert_int_equal(type_of(bytes_jpeg(mem, 100, 200)), FILE_JPEG);
    assert_int_equal(type_of(bytes_docx(mem)), FILE_DOCX);
    assert_int_equal(
        type_of(bytes_zip(mem, true,
                          (const char *const[]){"[Content_Types].xml", "<Types/>", "_rels/.rels",
                                                "<R/>", "xl/workbook.xml", "<workbook/>", NULL})),
        FILE_XLSX);
    assert_int_equal(
        type_of(bytes_zip(mem, false,
                          (const char *const[]){"mimetype", "application/vnd.oasis.opendocument.text",
                                                "content.xml", "<office/>", NULL})),
        FILE_ODT);
}

static void test_magic__refuses_other_types(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "plain text",
        "<html><script>alert(1)</script></html>",
        "<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"/>",
        "GIF89a\1\0\1\0\x80\1\1\1\1\1\1\1\1\1!",
        "MZ\x90 a program",
        "\177ELF\2\1\1",
        "#!/bin/sh\necho\n",
        "Rar!\x1a\x07\x01",
        "7z\xbc\xaf\x27\x1c",
        "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 an old office file",
        "RIFF\1\1\1\1WEBPVP8 ",
        "%PDF-3.0\n%%EOF",
        "%PDF-1.4\nno end",
        "PK\003\004 and nothing more",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (type_of(str_of(bad[i])) != FILE_NONE)
            fail_msg("took %s", bad[i]);
}

static void test_magic__refuses_pixel_floods(void **state)
{
    (void)state;
    assert_int_equal(type_of(bytes_png(mem, 10000, 5000)), FILE_PNG); /* 50 MP exactly */
    assert_int_equal(type_of(bytes_png(mem, 10001, 5000)), FILE_NONE);
    assert_int_equal(type_of(bytes_png(mem, 0xffffffff, 0xffffffff)), FILE_NONE);
    assert_int_equal(type_of(bytes_png(mem, 0, 10)), FILE_NONE);
    assert_int_equal(type_of(bytes_jpeg(mem, 65535, 65535)), FILE_NONE);
    assert_int_equal(type_of(bytes_jpeg(mem, 0, 5)), FILE_NONE);
}

static void test_magic__refuses_truncated_pictures(void **state)
{
    (void)state;
    const str png = bytes_png(mem, 10, 10), jpeg = bytes_jpeg(mem, 10, 10);
    assert_int_equal(type_of(str_sub(png, 0, 24)), FILE_NONE);
    assert_int_equal(type_of(str_sub(jpeg, 0, 22)), FILE_NONE);
}

/* DOCX members and one more. */
static str docx_with(const char *name, const char *content)
{
    return bytes_zip(mem, true,
                     (const char *const[]){"[Content_Types].xml", "<T/>", "_rels/.rels", "<R/>",
                                           "word/document.xml", "<w/>", name, content, NULL});
}

static char *run_of(char ch, size_t n)
{
    char *p = arena_alloc(mem, n + 1);
    memset(p, ch, n);
    return p;
}

static void test_magic__refuses_bad_archives(void **state)
{
    (void)state;
    assert_int_equal(type_of(docx_with("word/styles.xml", "<s/>")), FILE_DOCX);
    assert_int_equal(type_of(docx_with("../outside", "x")), FILE_NONE);
    assert_int_equal(type_of(docx_with("/etc/passwd", "x")), FILE_NONE);
    assert_int_equal(type_of(docx_with("a\\b", "x")), FILE_NONE);
    assert_int_equal(type_of(docx_with("C:x", "x")), FILE_NONE);
    assert_int_equal(type_of(docx_with("word/vbaProject.bin", "macro")), FILE_NONE);
    assert_int_equal(type_of(docx_with("inner.zip", "PK")), FILE_NONE);
    assert_int_equal(type_of(docx_with("bomb", run_of('0', 8 << 20))), FILE_NONE); /* 1,000 : 1 */
    assert_int_equal(
        type_of(bytes_zip(mem, true, (const char *const[]){"readme.txt", "just a zip", NULL})),
        FILE_NONE);
    const char **many = NEW_N(mem, const char *, 2 * 1002 + 1);
    for (int i = 0; i < 1002; i++) {
        many[2 * i] = str_c(mem, i == 0   ? S("[Content_Types].xml")
                                 : i == 1 ? S("_rels/.rels")
                                 : i == 2 ? S("word/document.xml")
                                          : str_fmt(mem, "word/%d", i));
        many[2 * i + 1] = "x";
    }
    assert_int_equal(type_of(bytes_zip(mem, false, many)), FILE_NONE);
    many[2 * 1000] = NULL;
    assert_int_equal(type_of(bytes_zip(mem, false, many)), FILE_DOCX);
    /* A local header that says something else than the directory. */
    const str good = bytes_docx(mem);
    char *lies = arena_alloc(mem, (size_t)good.n);
    memcpy(lies, good.p, (size_t)good.n);
    lies[30] = 'X';
    assert_int_equal(type_of((str){lies, good.n}), FILE_NONE);
    for (ptrdiff_t n = 1; n < good.n; n += 37)
        assert_int_equal(type_of(str_sub(good, 0, good.n - n)), FILE_NONE);
}

static void test_magic__types_of_a_list(void **state)
{
    (void)state;
    unsigned set = 99;
    assert_true(file_types_parse(S("pdf,png, jpeg"), &set));
    assert_int_equal(set, FILE_PDF | FILE_PNG | FILE_JPEG);
    assert_str(file_types_list(mem, set), "PDF, PNG, JPEG");
    assert_true(file_types_parse(S("application/pdf image/jpeg"), &set));
    assert_int_equal(set, FILE_PDF | FILE_JPEG);
    assert_false(file_types_parse(S("pdf,exe"), &set));
    assert_false(file_types_parse(S(""), &set));
    assert_false(file_types_parse(S(" , "), &set));
    assert_int_equal(set, FILE_PDF | FILE_JPEG);
}

static void test_magic__speed(void **state)
{
    (void)state;
    const str docx = bytes_docx(mem);
    double best[2] = {1e9, 1e9};
    for (int i = 0; i < 100; i++) {
        struct timespec from, to;
        clock_gettime(CLOCK_MONOTONIC, &from);
        assert_int_equal(type_of(i & 1 ? docx : bytes_pdf()), i & 1 ? FILE_DOCX : FILE_PDF);
        clock_gettime(CLOCK_MONOTONIC, &to);
        const double ms =
            (double)(to.tv_sec - from.tv_sec) * 1e3 + (double)(to.tv_nsec - from.tv_nsec) / 1e6;
        best[i & 1] = ms < best[i & 1] ? ms : best[i & 1];
    }
    print_message("# a type read, at best: PDF %.2f ms, DOCX %.2f ms\n", best[0], best[1]);
}

static int start(void **state)
{
    (void)state;
    mem = arena_new(64 << 20);
    return spawn_start(kinds) == RC_OK ? 0 : -1;
}
static int stop(void **state)
{
    (void)state;
    spawn_stop();
    arena_free(mem);
    return 0;
}

int main(int argc, char **argv)
{
    const int child = spawn_child_main(argc, argv, kinds);
    if (child >= 0)
        return child;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_magic__takes_our_types),
        cmocka_unit_test(test_magic__refuses_other_types),
        cmocka_unit_test(test_magic__refuses_pixel_floods),
        cmocka_unit_test(test_magic__refuses_truncated_pictures),
        cmocka_unit_test(test_magic__refuses_bad_archives),
        cmocka_unit_test(test_magic__types_of_a_list),
        cmocka_unit_test(test_magic__speed),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
