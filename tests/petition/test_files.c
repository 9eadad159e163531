/* test_files.c - files beside a petition: who adds them, who reads them, on both engines. */
#include "db/lib_engine.h"
#include "petition/lib_petition.h"

#include "petition/petition_file.h"
#include "record/verify.h"

struct adding {
    struct petition p;
    struct petition_file_in in[PETITION_FILES + 1];
    ptrdiff_t n, files_n;
    struct petition_file *files;
    struct file file;
    str pub, no;
};
static enum rc add(struct ctx *c, void *arg)
{
    struct adding *w = arg;
    for (ptrdiff_t i = 0; i < w->n; i++)
        w->in[i] =
            (struct petition_file_in){.stored = {.size = 1, .type = FILE_PDF}, .name = S("anh.pdf")};
    return petition_add_files(c, &w->p, w->in, w->n);
}
static enum rc files(struct ctx *c, void *arg)
{
    struct adding *w = arg;
    return petition_files(c, &w->p, &w->files, &w->files_n);
}
static enum rc one(struct ctx *c, void *arg)
{
    struct adding *w = arg;
    return petition_file_get(c, &w->p, w->no, &w->file);
}
static enum rc mine(struct ctx *c, void *arg)
{
    struct adding *w = arg;
    return petition_mine_get(c, w->pub, &w->p);
}
static enum rc verify(struct ctx *c, void *arg)
{
    const struct record_check check = {0};
    return record_verify(c, &check, arg);
}

static int64_t findings(struct authority *a)
{
    struct record_report report;
    assert_int_equal(engine_read(a->e, verify, &report), RC_OK);
    return report.findings;
}

/* Sent by the citizen with an account. */
static struct deed sent(struct authority *a)
{
    struct deed d = {.in = sample_petition()};
    MUST(a, &a->citizen, "2026-11-19T14:00", send, &d);
    MUST(a, &a->clerk, NULL, look, &d);
    return d;
}

static void refused(struct authority *a, struct actor *who, struct adding *w, enum rc rc,
                    const char *key)
{
    assert_int_equal(as(a, who, NULL, add, w), rc);
    assert_string_equal(last_fault(a), key);
}

static void test_files__its_sender_and_staff_add_them(void **state)
{
    struct authority *a = *state;
    struct deed d = sent(a);
    struct adding w = {.p = d.p, .pub = d.p.pub, .n = 2};
    assert_int_equal(as(a, &a->citizen, NULL, add, &w), RC_OK);
    w.n = 1;
    assert_int_equal(as(a, &a->clerk, NULL, add, &w), RC_OK);
    assert_int_equal(as(a, &a->clerk, NULL, files, &w), RC_OK);
    assert_int_equal(w.files_n, 3);
    assert_true(w.files[0].by_sender && !w.files[2].by_sender);
    assert_int_equal(w.files[2].no, 3);
    MUST(a, &a->clerk, NULL, look, &d);
    MUST(a, &a->clerk, NULL, timeline, &d);
    assert_str(d.events[0].kind, "petition.files_added");
    assert_str(d.events[1].note, "anh.pdf, anh.pdf");
    if (engine_is_postgresql())
        assert_int_equal(as(a, &a->leader, NULL, record_seal, NULL), RC_OK);
    assert_int_equal(findings(a), 0);
    assert_int_equal(engine_script(a->e, "DELETE FROM petition_file WHERE no = 3"), RC_OK);
    assert_int_equal(findings(a), 1);
}

static void test_files__nobody_else_does(void **state)
{
    struct authority *a = *state;
    struct deed d = sent(a);
    struct adding w = {.p = d.p, .pub = d.p.pub, .n = 1, .no = S("1")};
    assert_int_equal(as(a, &a->stranger, NULL, add, &w), RC_NOT_FOUND);
    assert_int_equal(as(a, NULL, NULL, add, &w), RC_NOT_FOUND); /* who has the link */
    assert_int_equal(as(a, &a->other_clerk, NULL, add, &w), RC_NOT_FOUND);
    (void)last_fault(a);
    assert_int_equal(as(a, &a->stranger, NULL, mine, &w), RC_NOT_FOUND);
    assert_int_equal(as(a, NULL, NULL, mine, &w), RC_NOT_FOUND);
    assert_int_equal(as(a, &a->clerk, NULL, one, &w), RC_NOT_FOUND);
    w.n = 0;
    refused(a, &a->citizen, &w, RC_INVALID, "petition.files.none");
    w.n = PETITION_FILES + 1;
    refused(a, &a->citizen, &w, RC_INVALID, "petition.files.many");
    w.n = 1;
    assert_int_equal(as(a, &a->citizen, NULL, add, &w), RC_OK);
    assert_int_equal(as(a, &a->citizen, NULL, mine, &w), RC_OK);
    assert_int_equal(as(a, &a->citizen, NULL, one, &w), RC_OK);
    w.no = S("x");
    assert_int_equal(as(a, &a->citizen, NULL, one, &w), RC_NOT_FOUND);
    w.n = PETITION_FILES;
    refused(a, &a->citizen, &w, RC_INVALID, "petition.files.many");
    d.act = act_of("refuse");
    d.act.reason = S("unclear");
    d.act.note = S("Không nêu rõ quy định nào.");
    d.ref.version = d.p.work.version;
    const enum rc rc = as(a, &a->clerk, NULL, deed_do, &d);
    assert_int_equal(rc, RC_OK);
    w.p = d.p;
    w.n = 1;
    refused(a, &a->citizen, &w, RC_CONFLICT, "petition.files.over");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PETITION_TEST(test_files__its_sender_and_staff_add_them),
        PETITION_TEST(test_files__nobody_else_does),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
