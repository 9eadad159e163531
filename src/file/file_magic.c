/*
 * file_magic.c - the reader child that says what bytes are. libmagic names the type, then the
 * structure is checked for the few types we take: a picture's size before anybody decodes it,
 * an office file's members, sizes and ratio before anybody unpacks it. Everything else is
 * refused. Runs locked down (host/spawn.h): the bytes come by descriptor 0, mapped.
 * Answer: the mime type.
 */
#include "file/file.h"

#include <magic.h>
#include <string.h>
#include <zip.h>

#define MAGIC_BYTES ((size_t)1 << 20)
#define PIXELS_MAX (INT64_C(50) * 1000 * 1000)
#define ZIP_ENTRIES_MAX 1000
#define ZIP_UNPACKED_MAX (UINT64_C(200) << 20)
#define ZIP_RATIO_MAX 100
#define MAGIC_DB "/usr/share/misc/magic.mgc"

static magic_t magic;

static bool magic_warm(void)
{
    size_t most = MAGIC_BYTES;
    magic = magic_open(MAGIC_MIME_TYPE | MAGIC_NO_CHECK_COMPRESS | MAGIC_NO_CHECK_TAR |
                       MAGIC_NO_CHECK_ELF | MAGIC_NO_CHECK_CDF | MAGIC_NO_CHECK_TOKENS);
    return magic && magic_setparam(magic, MAGIC_PARAM_BYTES_MAX, &most) == 0 &&
           magic_load(magic, MAGIC_DB) == 0 &&
           magic_buffer(magic, "%PDF-1.7", 8) != NULL; /* touch what the first job would */
}

static int64_t be(str s, ptrdiff_t at, int bytes)
{
    int64_t v = 0;
    for (int i = 0; i < bytes; i++)
        v = v << 8 | (unsigned char)s.p[at + i];
    return v;
}

static bool picture_fits(int64_t width, int64_t height)
{
    return width > 0 && height > 0 && width <= PIXELS_MAX / height;
}

static bool png_good(str s)
{
    static const char head[] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
    return s.n > 33 && memcmp(s.p, head, 16) == 0 && picture_fits(be(s, 16, 4), be(s, 20, 4));
}

/* Walks the segments to the frame header, which holds the size. */
static bool jpeg_good(str s)
{
    ptrdiff_t at = 2;
    if (s.n < 4 || be(s, 0, 2) != 0xffd8)
        return false;
    while (at + 9 <= s.n && be(s, at, 1) == 0xff) {
        const int64_t mark = be(s, at + 1, 1);
        if (mark == 0xff) { /* fill byte */
            at++;
            continue;
        }
        if (mark >= 0xc0 && mark <= 0xcf && mark != 0xc4 && mark != 0xc8 && mark != 0xcc)
            return picture_fits(be(s, at + 7, 2), be(s, at + 5, 2));
        if (mark == 0xd9 || mark == 0xda || mark < 0xc0)
            return false; /* data before a frame header */
        at += 2 + (ptrdiff_t)be(s, at + 2, 2);
    }
    return false;
}

static bool pdf_good(str s)
{
    const ptrdiff_t tail = s.n > 2048 ? s.n - 2048 : 0;
    return (str_starts(s, S("%PDF-1.")) || str_starts(s, S("%PDF-2."))) &&
           str_has(str_sub(s, tail, s.n - tail), S("%%EOF"));
}

/* A member's name that leads nowhere else. */
static bool member_good(str name)
{
    return name.n > 0 && name.n < 512 && name.p[0] != '/' && !str_has(name, S("\\")) &&
           !str_has(name, S("..")) && !str_has(name, S(":")) && !str_ends(name, S("vbaProject.bin")) &&
           !str_ends(name, S(".zip"));
}

struct zip_sums {
    uint64_t unpacked, packed;
};

static bool member_fits(const struct zip_stat *st, struct zip_sums *sum)
{
    const zip_uint64_t need =
        ZIP_STAT_NAME | ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_ENCRYPTION_METHOD;
    if ((st->valid & need) != need || st->encryption_method != ZIP_EM_NONE ||
        !member_good(str_of(st->name)))
        return false;
    if (st->size > ZIP_UNPACKED_MAX || st->size > 4096 + st->comp_size * ZIP_RATIO_MAX)
        return false;
    sum->unpacked += st->size;
    sum->packed += st->comp_size;
    return sum->unpacked <= ZIP_UNPACKED_MAX;
}

static bool has_member(zip_t *z, const char *name)
{
    return zip_name_locate(z, name, 0) >= 0;
}

static bool odt_mimetype(zip_t *z)
{
    static const char want[] = "application/vnd.oasis.opendocument.text";
    char got[sizeof want + 1];
    zip_file_t *f = zip_fopen(z, "mimetype", 0);
    const zip_int64_t n = f ? zip_fread(f, got, sizeof got) : -1;
    if (f)
        (void)zip_fclose(f);
    return n == (zip_int64_t)sizeof want - 1 && memcmp(got, want, sizeof want - 1) == 0;
}

static enum file_type office_kind(zip_t *z)
{
    struct zip_sums sum = {0};
    const zip_int64_t n = zip_get_num_entries(z, 0);
    if (n <= 0 || n > ZIP_ENTRIES_MAX)
        return FILE_NONE;
    for (zip_int64_t i = 0; i < n; i++) {
        struct zip_stat st;
        if (zip_stat_index(z, (zip_uint64_t)i, 0, &st) != 0 || !member_fits(&st, &sum))
            return FILE_NONE;
    }
    if (sum.unpacked > 65536 + sum.packed * ZIP_RATIO_MAX)
        return FILE_NONE;
    const bool ooxml = has_member(z, "[Content_Types].xml") && has_member(z, "_rels/.rels");
    if (ooxml && has_member(z, "word/document.xml"))
        return FILE_DOCX;
    if (ooxml && has_member(z, "xl/workbook.xml"))
        return FILE_XLSX;
    return odt_mimetype(z) && has_member(z, "content.xml") ? FILE_ODT : FILE_NONE;
}

static enum file_type office_type(str s)
{
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *src = zip_source_buffer_create(s.p, (zip_uint64_t)s.n, 0, &error);
    /* CHECKCONS: the local headers must agree with the directory. */
    zip_t *z = src ? zip_open_from_source(src, ZIP_RDONLY | ZIP_CHECKCONS, &error) : NULL;
    const enum file_type t = z ? office_kind(z) : FILE_NONE;
    if (z)
        zip_discard(z);
    else if (src)
        zip_source_free(src);
    zip_error_fini(&error);
    return t;
}

static enum file_type type_of(str s, str mime)
{
    if (str_eq(mime, file_type_mime(FILE_PDF)))
        return pdf_good(s) ? FILE_PDF : FILE_NONE;
    if (str_eq(mime, file_type_mime(FILE_PNG)))
        return png_good(s) ? FILE_PNG : FILE_NONE;
    if (str_eq(mime, file_type_mime(FILE_JPEG)))
        return jpeg_good(s) ? FILE_JPEG : FILE_NONE;
    /* libmagic tells office files apart by the order of members, which writers differ in. */
    if (str_starts(s, S("PK\003\004")))
        return office_type(s);
    return FILE_NONE;
}

static enum rc magic_work(int in, int out)
{
    str s;
    if (!spawn_input(in, FILE_SIZE_MAX, &s))
        return RC_INVALID;
    const char *mime = magic_buffer(magic, s.p, (size_t)s.n < MAGIC_BYTES ? (size_t)s.n : MAGIC_BYTES);
    const enum file_type t = mime ? type_of(s, str_of(mime)) : FILE_NONE;
    const str name = file_type_mime(t);
    return t != FILE_NONE && spawn_write(out, name.p, (size_t)name.n) ? RC_OK : RC_INVALID;
}

static const char *const magic_reads[] = {MAGIC_DB, NULL};

const struct spawn_kind file_reader_magic = {
    .verb = "__reader",
    .name = "magic",
    .may_read = magic_reads,
    .warm = magic_warm,
    .work = magic_work,
};
