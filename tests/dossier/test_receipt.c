/* test_receipt.c - the slip as the counter prints it: the same bytes each time, over the server. */
#include "db/lib_engine.h" /* on both engines */
#include "dossier/lib_desk.h"

#include "dossier/dossier_end.h"
#include "http/lib_client.h"
#include "ruleset/ruleset.h"

#include <stdio.h>
#include <stdlib.h>

static struct desk desk;

static int start(void **state)
{
    *state = &desk;
    return desk_start(&desk, "127.0.0.1:0");
}

static int stop(void **state)
{
    (void)state;
    desk_stop(&desk);
    return 0;
}

static int ask(const struct dossier_ref *ref, const char *who, const char *what, str *ret_body)
{
    struct answer a;
    const str request =
        str_fmt(desk.mem, "GET /dossiers/%.*s/%s HTTP/1.1\r\nHost: localhost\r\nCookie: mc=%s\r\n\r\n",
                STR_ARG(ref->pub), what, who);
    assert_true(client_once(desk.port, desk.mem, request, &a));
    *ret_body = a.body;
    return a.status;
}

static str paper(const struct dossier_ref *ref, const char *what)
{
    str body;
    assert_int_equal(ask(ref, "clerk", what, &body), 200);
    assert_true(str_starts(body, S("%PDF-1.")));
    return body;
}

static str receipt(const struct dossier_ref *ref)
{
    return paper(ref, "receipt.pdf");
}

static void a_reprint_has_the_same_bytes(void **state)
{
    (void)state;
    const struct dossier_ref one = desk_receive(&desk, "1.004873", "2026-11-19T14:00", true);
    const struct dossier_ref other = desk_receive(&desk, "1.004873", "2026-11-19T14:05", true);
    const str first = receipt(&one), second = receipt(&one);
    assert_true(str_starts(first, S("%PDF-1.")));
    assert_true(str_eq(first, second));
    assert_false(str_eq(first, receipt(&other)));
}

struct asking {
    struct dossier_ref ref;
    struct supplement_in in;
};

static enum rc ask_supplement(struct ctx *c, void *arg)
{
    struct asking *a = arg;
    return dossier_ask_supplement(c, a->ref.id, &a->in, &a->ref);
}

static enum rc refuse(struct ctx *c, void *arg)
{
    struct asking *a = arg;
    const struct refusal_in in = {a->ref.version, S("not_competent"), S("Không thuộc thẩm quyền")};
    return dossier_refuse(c, a->ref.id, &in, &a->ref);
}

/* One engine for all: the receipt is one of the papers, each is there once its act is done. */
static void papers_follow_the_acts(void **state)
{
    (void)state;
    static const struct supplement_item items[] = {{0, S_INIT("Giấy tờ chứng minh nơi thường trú")}};
    const struct dossier_ref done = desk_receive(&desk, "1.004873", "2026-11-19T14:00", true);
    struct asking a = {.ref = desk_receive(&desk, "1.004873", "2026-11-19T14:10", false)};
    str body;
    assert_true(str_eq(receipt(&done), paper(&done, "slips/receipt")));
    (void)paper(&done, "slips/control_sheet");
    assert_int_equal(ask(&done, "clerk", "slips/supplement", &body), 404);
    assert_int_equal(ask(&done, "clerk", "slips/nothing", &body), 404);
    assert_int_equal(ask(&done, "clerk2", "slips/receipt", &body), 404);
    assert_int_equal(ask(&done, "citizen", "slips/control_sheet", &body),
                     404);                                               /* not addressed to them */
    assert_int_equal(ask(&a.ref, "clerk", "slips/receipt", &body), 404); /* not accepted yet */
    a.in = (struct supplement_in){a.ref.version, S("Thiếu giấy tờ"), items, 1};
    assert_int_equal(as(desk.a, &desk.a->clerk, "2026-11-19T15:00", ask_supplement, &a), RC_OK);
    const str first = paper(&a.ref, "slips/supplement");
    assert_true(str_eq(first, paper(&a.ref, "slips/supplement")));
}

static void a_refusal_has_its_paper(void **state)
{
    (void)state;
    struct asking a = {.ref = desk_receive(&desk, "1.004873", "2026-11-19T14:10", false)};
    str body;
    assert_int_equal(ask(&a.ref, "clerk", "slips/refusal", &body), 404);
    assert_int_equal(as(desk.a, &desk.a->clerk, "2026-11-19T15:00", refuse, &a), RC_OK);
    (void)paper(&a.ref, "slips/refusal");
    assert_int_equal(ask(&a.ref, "clerk", "slips/stop", &body), 404);
}

static int get(const char *who, const char *path, str *ret_body)
{
    struct answer a;
    const str request =
        str_fmt(desk.mem, "GET %s HTTP/1.1\r\nHost: localhost\r\nCookie: mc=%s\r\n\r\n", path, who);
    assert_true(client_once(desk.port, desk.mem, request, &a));
    *ret_body = a.body;
    return a.status;
}

/* A number of a form by data alone; MOTCUA_SLIPS names a folder to keep the papers in. */
static enum rc renumber(struct ctx *c, void *arg)
{
    struct ruleset_change x = {.code = S("nd118"),
                               .seen = 1,
                               .key = RULE_FORM_RECEIPT,
                               .to = {S("21"), S("Nghị định mới, Điều 1"), S("decided"), STR_NONE},
                               .reason = S("Nghị định mới")};
    int64_t version;
    (void)arg;
    assert_true(date_parse(S("2026-11-21"), &x.valid_from));
    return ruleset_set(c, &x, &version);
}

static void keep(const char *name, str pdf)
{
    const char *folder = getenv("MOTCUA_SLIPS");
    if (!folder)
        return;
    FILE *f = fopen(str_c(desk.mem, str_fmt(desk.mem, "%s/%s.pdf", folder, name)), "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(pdf.p, 1, (size_t)pdf.n, f), pdf.n);
    assert_int_equal(fclose(f), 0);
}

static void a_new_number_is_on_new_papers_only(void **state)
{
    (void)state;
    str page;
    assert_int_equal(as(desk.a, &desk.a->leader, "2026-11-19T08:00", renumber, NULL), RC_OK);
    const struct dossier_ref before = desk_receive(&desk, "1.004873", "2026-11-20T14:00", true),
                             after = desk_receive(&desk, "1.004873", "2026-11-21T08:00", true);
    keep("before", receipt(&before));
    keep("after", receipt(&after));
    assert_int_equal(
        get("clerk",
            str_c(desk.mem, str_fmt(desk.mem, "/work/dossiers/%.*s/papers", STR_ARG(before.pub))),
            &page),
        200);
    assert_true(str_has(page, S("Mẫu số 01")) && !str_has(page, S("Mẫu số 21")));
    assert_int_equal(
        get("clerk",
            str_c(desk.mem, str_fmt(desk.mem, "/work/dossiers/%.*s/papers", STR_ARG(after.pub))),
            &page),
        200);
    assert_true(str_has(page, S("Mẫu số 21")) && !str_has(page, S("Mẫu số 01")));
}

static void the_book_has_what_was_accepted(void **state)
{
    (void)state;
    str body;
    (void)desk_receive(&desk, "1.004873", "2026-11-19T14:00", true);
    (void)desk_receive(&desk, "1.004873", "2026-11-19T14:10", false); /* not accepted */
    assert_int_equal(get("clerk", "/work/book", &body), 200);
    assert_true(str_has(body, S("/work/book/2026/1")));
    assert_int_equal(get("clerk", "/work/book/2026/1", &body), 200);
    assert_true(str_starts(body, S("%PDF-1.")));
    assert_int_equal(get("clerk", "/work/book/2026/2", &body), 404);
    assert_int_equal(get("clerk", "/work/book/1999/1", &body), 404);
    assert_int_equal(get("clerk", "/work/book/2026/0", &body), 404);
    assert_int_equal(get("clerk", "/work/book/x/1", &body), 404);
    assert_int_equal(get("citizen", "/work/book/2026/1", &body), 403);
    assert_int_equal(get("clerk2", "/work/book/2026/1", &body), 404); /* nothing at their agency */
}

int main(int argc, char **argv)
{
    const int hidden = desk_child(argc, argv);
    if (hidden >= 0)
        return hidden;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_reprint_has_the_same_bytes, start, stop),
        cmocka_unit_test_setup_teardown(papers_follow_the_acts, start, stop),
        cmocka_unit_test_setup_teardown(a_new_number_is_on_new_papers_only, start, stop),
        cmocka_unit_test_setup_teardown(the_book_has_what_was_accepted, start, stop),
        cmocka_unit_test_setup_teardown(a_refusal_has_its_paper, start, stop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
