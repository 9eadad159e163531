/* test_scan.c - a paper of an open dossier is scanned later, by who receives, as an act. */
#include "db/lib_engine.h" /* on both engines */
#include "lib_life.h"

struct later {
    struct step s;
    struct scan_in in;
    struct dossier_paper *papers;
    ptrdiff_t papers_n;
};

static enum rc step_scan(struct ctx *c, void *arg)
{
    struct later *l = arg;
    l->in.seen_version = l->s.ref.version;
    return dossier_add_scan(c, l->s.ref.id, &l->in, &l->s.ref);
}

static enum rc step_papers(struct ctx *c, void *arg)
{
    struct later *l = arg;
    return dossier_papers(c, l->s.ref.id, &l->papers, &l->papers_n);
}

static enum rc step_paper_files(struct ctx *c, void *arg)
{
    struct later *l = arg;
    const enum rc rc = dossier_get(c, l->s.ref.pub, &l->s.dossier);
    return rc ? rc : dossier_files(c, &l->s.dossier, &l->s.files, &l->s.files_n);
}

static struct later received(struct authority *a)
{
    static const str names[DOSSIER_PAPER_FILES] = {{"to-khai.pdf", 11}};
    static int64_t ids[DOSSIER_PAPER_FILES];
    struct later l = {.s = {.filing = full_filing(a, "1.004873")}};
    OK(a, &a->clerk, "2026-11-19T14:00", receive, &l.s);
    OK(a, &a->clerk, NULL, store, &l.s);
    OK(a, &a->clerk, NULL, papers, &l);
    ids[0] = l.s.file.id.v;
    l.in = (struct scan_in){.paper_id = l.papers[0].id,
                            .paper = {.files = ids, .file_names = names, .file_n = 1},
                            .note = S("quét sau")};
    return l;
}

static void a_scan_is_an_act(void **state)
{
    struct authority *a = *state;
    struct later l = received(a);
    const int64_t before = l.s.ref.version, papers = l.papers_n;
    OK(a, &a->clerk, "2026-11-19T15:00", scan, &l);
    assert_int_equal(l.s.ref.version, before + 1);
    OK(a, &a->clerk, NULL, paper_files, &l);
    assert_int_equal(l.s.files_n, 1);
    assert_true(l.s.files[0].paper_id.set && l.s.files[0].paper_id.v == l.in.paper_id);
    /* One that is in no list gets its own line, and nothing is missing for it. */
    l.in.paper_id = 0;
    l.in.paper.name = S("Sổ hộ khẩu");
    l.in.paper.form = S("copy");
    l.in.paper.complete = true;
    OK(a, &a->clerk, NULL, scan, &l);
    OK(a, &a->clerk, NULL, papers, &l);
    assert_int_equal(l.papers_n, papers + 1);
    assert_str(l.papers[papers].name, "Sổ hộ khẩu");
    OK(a, &a->clerk, NULL, look, &l.s);
    OK(a, &a->clerk, NULL, timeline, &l.s);
    assert_str(l.s.events[0].kind, "dossier.scanned");
    assert_str(l.s.events[0].note, "quét sau");
}

static void refused_scans(void **state)
{
    struct authority *a = *state;
    struct later l = received(a);
    const int64_t paper = l.in.paper_id;
    REFUSED(a, &a->officer, NULL, scan, &l, RC_DENIED, "");
    assert_int_equal(as(a, &a->other_clerk, NULL, step_scan, &l), RC_NOT_FOUND);
    assert_int_equal(as(a, &a->citizen, NULL, step_scan, &l), RC_NOT_FOUND);
    l.in.paper.file_n = 0;
    REFUSED(a, &a->clerk, NULL, scan, &l, RC_INVALID, "dossier.scan_needed");
    l.in.paper.file_n = DOSSIER_PAPER_FILES + 1;
    REFUSED(a, &a->clerk, NULL, scan, &l, RC_INVALID, "dossier.paper_files");
    l.in.paper.file_n = 1;
    l.in.paper_id = 999999;
    REFUSED(a, &a->clerk, NULL, scan, &l, RC_INVALID, "dossier.paper_unknown");
    l.in.paper_id = 0;
    REFUSED(a, &a->clerk, NULL, scan, &l, RC_INVALID, "dossier.paper_name_needed");
    l.in.paper_id = paper;
    l.s.ref.version--;
    REFUSED(a, &a->clerk, NULL, scan, &l, RC_CONFLICT, "casework.somebody_was_first");
    l.s.ref.version++;
    l.s.reason = S("nhập nhầm");
    OK(a, &a->clerk, NULL, cancel, &l.s);
    REFUSED(a, &a->clerk, NULL, scan, &l, RC_INVALID, "dossier.scan_over");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        AUTHORITY_TEST(a_scan_is_an_act),
        AUTHORITY_TEST(refused_scans),
    };
    return cmocka_run_group_tests_name("scans", tests, NULL, NULL);
}
