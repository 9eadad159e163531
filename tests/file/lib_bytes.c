/* lib_bytes.c - see lib_bytes.h. */
#include "file/lib_bytes.h"

#include <string.h>
#include <zip.h>

#include "lib_test.h"

str bytes_pdf(void)
{
    return S("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count "
             "0/Kids[]>>endobj\n"
             "trailer<</Root 1 0 R>>\n%%EOF\n");
}

static void put_be(char *p, unsigned v, int n)
{
    for (int i = 0; i < n; i++)
        p[i] = (char)(v >> 8 * (n - 1 - i) & 255);
}

str bytes_png(struct arena *mem, unsigned width, unsigned height)
{
    static const char head[] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR........\x08\x06\0\0\0....\0\0\0\0IEND\xae"
                               "B`\x82";
    char *p = arena_alloc(mem, sizeof head);
    memcpy(p, head, sizeof head);
    put_be(p + 16, width, 4);
    put_be(p + 20, height, 4);
    return (str){p, sizeof head - 1};
}

str bytes_jpeg(struct arena *mem, unsigned width, unsigned height)
{
    static const char head[] = "\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0"
                               "\xff\xc0\0\x11\x08....\3\1\x22\0\2\x11\1\3\x11\1\xff\xd9";
    char *p = arena_alloc(mem, sizeof head);
    memcpy(p, head, sizeof head);
    put_be(p + 25, height, 2);
    put_be(p + 27, width, 2);
    return (str){p, sizeof head - 1};
}

str bytes_zip(struct arena *mem, bool deflate, const char *const *members)
{
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *out = zip_source_buffer_create(NULL, 0, 0, &error);
    assert_non_null(out);
    zip_source_keep(out);
    zip_t *z = zip_open_from_source(out, ZIP_TRUNCATE, &error);
    assert_non_null(z);
    for (; *members; members += 2) {
        zip_source_t *content = zip_source_buffer(z, members[1], strlen(members[1]), 0);
        const zip_int64_t at = zip_file_add(z, members[0], content, 0);
        assert_true(at >= 0);
        assert_int_equal(
            zip_set_file_compression(z, (zip_uint64_t)at, deflate ? ZIP_CM_DEFLATE : ZIP_CM_STORE, 0),
            0);
    }
    assert_int_equal(zip_close(z), 0);
    struct zip_stat st;
    assert_int_equal(zip_source_stat(out, &st), 0);
    char *p = arena_alloc(mem, st.size);
    assert_int_equal(zip_source_open(out), 0);
    assert_int_equal(zip_source_read(out, p, st.size), st.size);
    (void)zip_source_close(out);
    zip_source_free(out);
    return (str){p, (ptrdiff_t)st.size};
}

str bytes_docx(struct arena *mem)
{
    return bytes_zip(mem, true,
                     (const char *const[]){"[Content_Types].xml", "<Types/>", "_rels/.rels",
                                           "<Relationships/>", "word/document.xml",
                                           "<w:document>Đơn xin</w:document>", NULL});
}
