/*
 * test_full.c - the disk is full while a citizen sends a finished draft: at every write of that
 * unit in turn. The page says that nothing is lost and when to try again, no dossier is there, the
 * draft is as it was; once there is room the same form with the same key makes one dossier.
 */
#include "filing/lib_office.h"

#include "crypto/crypto.h"
#include "db/lib_vfs.h"
#include "dossier/dossier_sql.h"
#include "file/file.h"
#include "filing/filing.h"
#include "host/lib_child.h"
#include "http/lib_case.h"

static struct office office;

/* From the first question to the page that shows all answers. */
#define TO_THE_PAPERS                                                                                  \
    "as citizen\n"                                                                                     \
    "GET /procedures/1.001193/file\n-> 200\n"                                                          \
    "POST /procedures/1.001193/file\nhidden /procedures/1.001193/file\n"                               \
    "-> 303 /drafts/\ngrab at header Location\nfollow\n-> 200\n"                                       \
    "POST ${at}\nhidden ${at}\nform authority = self\n"                                                \
    "-> 303 /drafts/\ngrab at header Location\nfollow\n-> 200\n"                                       \
    "POST ${at}\nhidden ${at}\nform phone = 0912345218\n"                                              \
    "form address = Tổ 4\n"                                                                          \
    "-> 303 /drafts/\ngrab at header Location\nfollow\n-> 200\n"                                       \
    "grab commune between 'name=\"agency\" value=\"' '\"'\n"                                           \
    "POST ${at}\nhidden ${at}\nform agency = ${commune}\n"                                             \
    "-> 303 /drafts/\ngrab at header Location\nfollow\n-> 200\n"                                       \
    "POST ${at}\nhidden ${at}\n"                                                                       \
    "file file = giấy.pdf | application/pdf | @tests/api/paper.pdf\n"                                \
    "-> 303 /drafts/\ngrab at header Location\nfollow\n-> 200\n"
#define SKIP_ONE                                                                                       \
    "POST ${at}\nhidden ${at}\nform skip = 1\n"                                                        \
    "file file =  | application/pdf |\n"                                                               \
    "-> 303 /drafts/\ngrab at header Location\nfollow\n-> 200\n"
#define THE_REST                                                                                       \
    "POST ${at}\nhidden ${at}\nform result_by = online\n"                                              \
    "-> 303 /drafts/\ngrab at header Location\nfollow\n-> 200\n"                                       \
    "POST ${at}\nhidden ${at}\nform note = Cháu sinh tại nhà.\n"                                   \
    "-> 303 /drafts/\ngrab at header Location\nfollow\n-> 200\n"                                       \
    "has Kiểm tra lại trước khi gửi\n"                                                        \
    "grab token between 'name=\"_token\" value=\"' '\"'\n"                                             \
    "grab key between 'name=\"_key\" value=\"' '\"'\n"
#define SEND_IT "POST ${at}\nform _token = ${token}\nform _key = ${key}\nform oath = 1\n"

/* Drafts of the citizen, and dossiers of anybody. */
struct state_now {
    ptrdiff_t drafts;
    int64_t dossiers;
};
static enum rc look(struct ctx *c, void *arg)
{
    struct state_now *s = arg;
    struct filing_head *heads;
    struct q_dossier_count_row row;
    enum rc rc = filing_list(c, &heads, &s->drafts);
    if (!rc)
        rc = q_dossier_count(c, &row);
    s->dossiers = rc ? -1 : row.n;
    return rc;
}
static bool there_are(ptrdiff_t drafts, int64_t dossiers)
{
    struct state_now s = {0};
    struct engine *e = office.a->e;
    e->c.actor = &office.a->citizen;
    return engine_read(e, look, &s) == RC_OK && s.drafts == drafts && s.dossiers == dossiers;
}

static int refused;
static bool good;

/* Until a submission needs fewer writes than the disk still takes; that one went through. */
static bool fill_the_disk(struct case_run *run)
{
    for (int k = 1;; k++) {
        vfs_fail_write(k, VFS_FULL, true);
        const bool said =
            case_play(run, S(SEND_IT "-> 503\nhas Không mất gì cả\nheader Retry-After\n"));
        const bool failed = vfs_failed();
        vfs_fail_write(0, VFS_FULL, false);
        if (!failed)
            return !said;
        if (!said || !there_are(1, 0))
            return false;
        refused++;
    }
}

static void prepare(struct case_run *run, void *arg)
{
    (void)arg;
    good = case_play(run, S(TO_THE_PAPERS)) && case_play(run, S(SKIP_ONE)) &&
           case_play(run, S(SKIP_ONE)) && case_play(run, S(SKIP_ONE)) && case_play(run, S(THE_REST)) &&
           there_are(1, 0) && fill_the_disk(run) && there_are(0, 1) &&
           case_play(run, S(SEND_IT "-> 303 /dossiers/\ngrab sent header Location\n" SEND_IT
                                    "-> 303 ${sent}\nfollow\n-> 200\nhas Đã nhận\n")) &&
           there_are(0, 1);
}

static bool sign_in(struct case_run *run, str actor, void *arg)
{
    (void)arg;
    case_set_cookie(run, S("mc"), actor);
    return true;
}

static void on_vfs(struct store_config *k)
{
    k->vfs = VFS_NAME;
}

/* The runner's own word does not count: the last try is meant to be answered otherwise. */
static void test_full__every_write_of_a_citizens_submission(void **state)
{
    void *authority = NULL;
    struct case_result result = {0};
    (void)state;
    engine_adjust(on_vfs);
    assert_int_equal(authority_setup(&authority), 0);
    engine_adjust(NULL);
    office_start(&office, authority, "127.0.0.1:0");
    const struct case_config k = {
        .port = office.port, .sign_in = sign_in, .prepare = prepare, .quiet = true};
    case_run_text(&k, "full", S("== one\nas citizen\nGET /my\n-> 200\n"), office.mem, &result);
    print_message("# %d writes of a submission failed in turn; %.*s\n", refused,
                  STR_ARG(result.first_failure));
    assert_true(good);
    assert_true(refused > 20);
    office_stop(&office);
    assert_int_equal(authority_teardown(&authority), 0);
}

int main(int argc, char **argv)
{
    static const struct spawn_kind *const kinds[] = {&file_reader_magic, NULL};
    const int child = test_child(argc, argv, kinds);
    if (child >= 0)
        return child;
    vfs_install();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_full__every_write_of_a_citizens_submission),
    };
    const int failed = cmocka_run_group_tests(tests, NULL, NULL);
    spawn_stop();
    return failed;
}
