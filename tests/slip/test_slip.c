/*
 * test_slip.c - the language of templates, and the shipped papers painted with their samples by the
 * real child: their text equals tests/slip/golden (`MOTCUA_GOLDEN=write` writes it anew, its
 * difference is read in review), the same data gives the same bytes.
 */
#include "lib_test.h"

#include "core/embed.h"
#include "core/buf.h"
#include "dossier/dossier_pdf.h"
#include "host/lib_child.h"
#include "pdf/pdf.h"
#include "slip/slip.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static const instant created = {INT64_C(1795071600) * SECOND_US};

static struct ctx *new_ctx(void)
{
    struct arena *mem = arena_new((size_t)64 << 20);
    struct ctx *c = NEW(mem, struct ctx);
    c->mem = mem;
    c->now = created;
    return c;
}

/* ---- shipped papers ---- */

static str text_of(struct ctx *c, str pdf)
{
    char path[] = "/tmp/slip_XXXXXX";
    int out[2];
    const int fd = mkstemp(path);
    assert_true(fd >= 0 && write(fd, pdf.p, (size_t)pdf.n) == pdf.n && pipe(out) == 0);
    const pid_t pid = fork();
    if (pid == 0) {
        if (dup2(out[1], 1) == 1)
            execlp("pdftotext", "pdftotext", "-layout", path, "-", (char *)NULL);
        _exit(127);
    }
    close(out[1]);
    char *text = arena_alloc(c->mem, 1 << 20);
    size_t n = 0;
    ssize_t got;
    while ((got = read(out[0], text + n, (1 << 20) - n)) > 0)
        n += (size_t)got;
    int status;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_int_equal(status, 0);
    close(out[0]);
    close(fd);
    (void)unlink(path);
    return (str){text, (ptrdiff_t)n};
}

static str file_text(struct ctx *c, const char *path)
{
    FILE *f = fopen(path, "rb");
    if (!f)
        return S("");
    char *text = arena_alloc(c->mem, 1 << 20);
    const size_t n = fread(text, 1, 1 << 20, f);
    (void)fclose(f);
    return (str){text, (ptrdiff_t)n};
}

static void compare(struct ctx *c, str name, str painted)
{
    const str text = str_fmt(c->mem, "%.*s\n", STR_ARG(str_trim(painted)));
    const char *path = str_c(c->mem, str_fmt(c->mem, "tests/slip/golden/%.*s.txt", STR_ARG(name)));
    if (getenv("MOTCUA_GOLDEN")) {
        FILE *f = fopen(path, "wb");
        assert_non_null(f);
        assert_int_equal(fwrite(text.p, 1, (size_t)text.n, f), text.n);
        assert_int_equal(fclose(f), 0);
    }
    if (!str_eq(text, file_text(c, path)))
        fail_msg("%s: the text of the paper is otherwise:\n%.*s", path, STR_ARG(text));
}

static void paint(const struct embed *e)
{
    struct ctx *c = new_ctx();
    const str name = str_of(e->name), path = str_sub(name, 6, name.n - 11), /* slips/….slip */
        body = {(const char *)e->bytes, (ptrdiff_t)e->size};
    const struct slip_kind *kind = slip_kind_of(str_cut(path, '/').tail);
    str pdf, again;
    assert_non_null(kind);
    const enum rc rc = slip_try(c, kind, body, &pdf);
    if (rc)
        fail_msg("%s: %s %.*s %.*s", e->name, c->faults ? c->faults->key : rc_name(rc),
                 STR_ARG(c->faults ? c->faults->args[0] : S("")),
                 STR_ARG(c->faults ? c->faults->args[1] : S("")));
    assert_int_equal(slip_try(c, kind, body, &again), RC_OK);
    assert_true(str_eq(pdf, again));
    const char *keep = getenv("MOTCUA_SLIPS"); /* a folder, to look at them */
    char *flat = (char *)(uintptr_t)str_c(c->mem, path);
    *strchr(flat, '/') = '-';
    if (keep) {
        FILE *f = fopen(str_c(c->mem, str_fmt(c->mem, "%s/%s.pdf", keep, flat)), "wb");
        assert_non_null(f);
        assert_int_equal(fwrite(pdf.p, 1, (size_t)pdf.n, f), pdf.n);
        assert_int_equal(fclose(f), 0);
    }
    compare(c, str_of(flat), text_of(c, pdf));
    arena_free(c->mem);
}

static void shipped_papers_are_as_they_were(void **state)
{
    (void)state;
    int n = 0;
    for (const struct embed *e = embed_packs; e->name; e++)
        if (strncmp(e->name, "slips/", 6) == 0) {
            paint(e);
            n++;
        }
    assert_int_equal(n, 15);
}

/* ---- the language ---- */

static const char *const rows[] = {"1", "một", "2", "hai"};
static const struct slip_field fields[] = {{"name", "Lê Thử"}, {"empty", ""}, {NULL, NULL}};
static const struct slip_list lists[] = {{"things", {"no", "word", NULL}, rows, 2},
                                         {NULL, {NULL}, NULL, 0}};
static const struct slip_kind sample = {"sample", "slip.shipped", SLIP_NO_FORM, fields, lists};

#define HEAD "slip 1\npage A5 10 10 10 10\nfits 1\ntitle: Thử\n"

static void a_template_is_filled(void **state)
{
    (void)state;
    struct ctx *c = new_ctx();
    str pdf;
    const str body = S(HEAD "p center bold: {name|upper} và **{name|whole}**\n"
                            "if empty\np: không thấy\nend\nunless empty\np: thấy\nend\n"
                            "each things\np: {no}. {word} của {name}\nend\n"
                            "table things: 1c 3l\nhead: STT | Chữ\nrow: {no} | {word}{br}xong\nend\n"
                            "if things\nfield dots: Trống | {empty}\nend\n");
    const enum rc rc = slip_try(c, &sample, body, &pdf);
    if (rc)
        fail_msg("%s %.*s", c->faults->key, STR_ARG(c->faults->args[0]));
    const str text = text_of(c, pdf);
    assert_true(str_has(text, S("LÊ THỬ và Lê Thử")));
    assert_true(str_has(text, S("thấy")) && !str_has(text, S("không thấy")));
    assert_true(str_has(text, S("2. hai của Lê Thử")));
    assert_true(str_has(text, S("STT")) && str_has(text, S("xong")));
    assert_true(str_has(text, S("Trống:")));
    arena_free(c->mem);
}

static void what_breaks_is_refused_with_its_line(void **state)
{
    (void)state;
    static const struct {
        const char *body, *key, *line;
    } cases[] = {
        {"", "slip.wrong.file", "1"},
        {"slip 2\n", "slip.wrong.file", "1"},
        {"slip 1\np: x\n", "slip.wrong.sheet", "2"},
        {"slip 1\npage A3 1 1 1 1\n", "slip.wrong.page", "2"},
        {"slip 1\npage A5 50 10 50 10\n", "slip.wrong.empty", "2"},
        {"slip 1\npage A5 10 45 10 45\n", "slip.wrong.margins", "2"},
        {"slip 1\npage A5 10 10 10\n", "slip.wrong.number", "2"},
        {"slip 1\nfits 0\n", "slip.wrong.number", "2"},
        {"slip 1\nsize 99\n", "slip.wrong.number", "2"},
        {HEAD, "slip.wrong.empty", "4"},
        {HEAD "p: {nobody}\n", "slip.wrong.field", "5"},
        {HEAD "p: {word}\n", "slip.wrong.field", "5"}, /* a column outside its list */
        {HEAD "p: {name\n", "slip.wrong.brace", "5"},
        {HEAD "p: name}\n", "slip.wrong.brace", "5"},
        {HEAD "p: {name|loud}\n", "slip.wrong.word", "5"},
        {HEAD "p: **{name}\n", "slip.wrong.bold", "5"},
        {HEAD "p loud: x\n", "slip.wrong.word", "5"},
        {HEAD "p size=99: x\n", "slip.wrong.word", "5"},
        {HEAD "para: x\n", "slip.wrong.word", "5"},
        {HEAD "p x\n", "slip.wrong.colon", "5"},
        {HEAD "rule: 5\n", "slip.wrong.colon", "5"},
        {HEAD "rule 500\n", "slip.wrong.number", "5"},
        {HEAD "field: only\n", "slip.wrong.cells", "5"},
        {HEAD "p: a | b\n", "slip.wrong.cells", "5"},
        {HEAD "end\n", "slip.wrong.end", "5"},
        {HEAD "if name\np: x\n", "slip.wrong.open", "5"},
        {HEAD "if nobody\n", "slip.wrong.field", "5"},
        {HEAD "each names\n", "slip.wrong.list", "5"},
        {HEAD "each things\neach things\n", "slip.wrong.nested", "6"},
        {HEAD "columns 50\n", "slip.wrong.columns", "5"},
        {HEAD "columns 50 50\np: x\nend\n", "slip.wrong.columns", "7"},
        {HEAD "columns 50 50\nnext\nnext\n", "slip.wrong.columns", "7"},
        {HEAD "next\n", "slip.wrong.columns", "5"},
        {HEAD "columns 50 50\nbreak\n", "slip.wrong.place", "6"},
        {HEAD "table things: 1c 90l\nend\n", "slip.wrong.narrow", "5"},
        {HEAD "table things: 1x\nend\n", "slip.wrong.number", "5"},
        {HEAD "table things:\nend\n", "slip.wrong.cells", "5"},
        {HEAD "table things: 1c 1c\nrow: {no}\nend\n", "slip.wrong.cells", "6"},
        {HEAD "table things: 1c\np: x\nend\n", "slip.wrong.place", "6"},
        {HEAD "table things: 1c\nspace 4\nend\n", "slip.wrong.place", "6"},
        {HEAD "table things: 1c\nhead: {no}\nend\n", "slip.wrong.field", "6"}, /* no row yet */
        {HEAD "row: x\n", "slip.wrong.place", "5"},
        {HEAD "qr 5: x\n", "slip.wrong.number", "5"},
        {HEAD "if name\nif name\nif name\nif name\nif name\nif name\nif name\n", "slip.wrong.deep",
         "11"},
        {HEAD "p: \xff\n", "slip.wrong.file", "0"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct ctx *c = new_ctx();
        const struct slip_template *t;
        const enum rc rc = slip_read(c, &sample, str_of(cases[i].body), &t);
        if (rc != RC_INVALID || strcmp(c->faults->key, cases[i].key) != 0)
            fail_msg("case %zu: %s %s", i, rc_name(rc), c->faults ? c->faults->key : "-");
        assert_str(c->faults->field, "template");
        assert_str(c->faults->args[0], cases[i].line);
        arena_free(c->mem);
    }
}

static void what_does_not_fit_is_refused(void **state)
{
    (void)state;
    struct ctx *c = new_ctx();
    struct buf b = buf_new(c->mem, 20000);
    str pdf = STR_NONE;
    buf_add(&b, S(HEAD));
    for (int i = 0; i < 100; i++)
        buf_add(&b, S("p: {name}\n"));
    assert_int_equal(slip_try(c, &sample, buf_str(&b), &pdf), RC_INVALID);
    assert_string_equal(c->faults->key, "slip.overflow");
    assert_str(c->faults->args[1], "1");
    assert_null(pdf.p);
    arena_free(c->mem);
}

int main(int argc, char **argv)
{
    static const struct spawn_kind *const kinds[] = {&pdf_painter, NULL};
    const int hidden = test_child(argc, argv, kinds);
    if (hidden >= 0)
        return hidden;
    slip_configure(dossier_slip_kinds);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shipped_papers_are_as_they_were),
        cmocka_unit_test(a_template_is_filled),
        cmocka_unit_test(what_breaks_is_refused_with_its_line),
        cmocka_unit_test(what_does_not_fit_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
