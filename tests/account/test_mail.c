/* test_mail.c - a one-time code by mail, from the administrator's click to the mailbox: it works,
   and neither before nor after does it stand readable in the database. */
#include "db/lib_engine.h"
#include "access/lib_access.h"
#include "mail/lib_smtp.h"

#include "account/account_mail.h"
#include "app/wire.h"
#include "crypto/crypto.h"
#include "host/clock.h"
#include "job/job.h"
#include "job/outbox.h"
#include "mail/mail.h"
#include "record/verify.h"

static struct smtp server;

static int setup(void **state)
{
    const int rc = access_setup(state);
    struct engine *e = *state;
    assert_int_equal(app_on_open(e->store, e->dir), RC_OK);
    smtp_start(&server);
    mail_config_now =
        (struct mail_config){.server = str_fmt(e->c.mem, "smtp://127.0.0.1:%d", server.port),
                             .from = S("motcua@xa.example.vn")};
    host_clock_set(e->c.now);
    return rc;
}

static int teardown(void **state)
{
    smtp_stop(&server);
    mail_config_now = (struct mail_config){0};
    host_clock_set(INSTANT_NONE);
    return access_teardown(state);
}
#define MAIL_TEST(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)

struct mailing {
    int64_t account;
    str code, address;
};
static enum rc mail_code(struct ctx *c, void *arg)
{
    struct mailing *m = arg;
    struct account a;
    const enum rc rc = access_account_by_id(c, m->account, &a);
    return rc ? rc : account__mail_code(c, &a, m->code, S("https://mot-cua.example.vn"), &m->address);
}

static struct mailing asked(struct engine *e, const char *login)
{
    struct mailing m = {.account = access_make(e, login, ROLE_CLERK),
                        .code = crypto_code_new(e->c.mem)};
    const str sql = str_fmt(e->c.mem, "UPDATE account SET email = 'lan@example.vn' WHERE id = %lld",
                            (long long)m.account);
    assert_int_equal(engine_script(e, str_c(e->c.mem, sql)), RC_OK);
    return m;
}

static enum rc look(struct ctx *c, void *arg)
{
    return outbox_state(c, OUTBOX_MAIL, "account", *(const int64_t *)arg,
                        &((struct mailing *)arg)->address);
}
static str state_of(struct engine *e, const struct mailing *m)
{
    struct mailing found = *m;
    assert_int_equal(engine_read(e, look, &found), RC_OK);
    return found.address;
}

static bool stands_in(struct engine *e, const char *file, str what)
{
    const size_t max = (size_t)16 << 20;
    FILE *f = fopen(str_c(e->c.mem, str_fmt(e->c.mem, "%s/%s", e->dir, file)), "rb");
    char *bytes = malloc(max);
    assert_non_null(bytes);
    const size_t n = f ? fread(bytes, 1, max, f) : 0;
    const bool found = memmem(bytes, n, what.p, (size_t)what.n) != NULL;
    if (f)
        (void)fclose(f);
    free(bytes);
    return found;
}

/* The database and its log; on PostgreSQL there is nothing to look into. */
static bool stands_in_files(struct engine *e, str what)
{
    return stands_in(e, "motcua.db", what) || stands_in(e, "motcua.db-wal", what);
}

static void test_mail__code_arrives_and_is_readable_nowhere(void **state)
{
    struct engine *e = *state;
    struct job_worker w = {.store = e->store, .name = "a"};
    struct mailing m = asked(e, "canbo01");
    assert_int_equal(engine_write(e, mail_code, &m), RC_OK);
    assert_str(m.address, "lan@example.vn");
    assert_str(state_of(e, &m), "waiting");
    if (!engine_is_postgresql())
        assert_true(stands_in_files(e, S("access.reset_mailed"))); /* the eye sees */
    assert_false(stands_in_files(e, m.code));
    assert_true(job_turn(&w));
    assert_int_equal(server.taken, 1);
    assert_str(state_of(e, &m), "sent");
    const str text = smtp_text(&server, e->c.mem);
    assert_true(str_has(text, m.code) && str_has(text, S("https://mot-cua.example.vn/reset")));
    assert_false(stands_in_files(e, m.code));
    struct reset r = {.login = S("canbo01"), .code = m.code, .password = S("Mot-con-vit-2026 xoe")};
    struct ctx c = engine_ctx(e->c.mem, 9);
    assert_int_equal(access_reset_try(&c, &r), RC_OK);
    assert_int_equal(r.account, m.account);
}

static void test_mail__waits_while_no_server_is_connected(void **state)
{
    struct engine *e = *state;
    struct job_worker w = {.store = e->store, .name = "a"};
    struct mailing m = asked(e, "canbo01");
    assert_int_equal(engine_write(e, mail_code, &m), RC_OK);
    mail_config_now.server = S("");
    assert_true(job_turn(&w));
    assert_str(state_of(e, &m), "not_connected");
    assert_int_equal(server.taken, 0);
}

static void test_mail__refused(void **state)
{
    struct engine *e = *state;
    struct mailing m = asked(e, "canbo01");
    mail_config_now.server = S("");
    assert_int_equal(engine_write(e, mail_code, &m), RC_INVALID);
    assert_string_equal(house_fault(e), "account.mail.not_possible");
    mail_config_now.server = S("smtp://127.0.0.1:25");
    assert_int_equal(engine_script(e, "UPDATE account SET email = 'lan lan@example.vn'"), RC_OK);
    assert_int_equal(engine_write(e, mail_code, &m), RC_INVALID);
    assert_string_equal(house_fault(e), "account.mail.not_possible");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        MAIL_TEST(test_mail__code_arrives_and_is_readable_nowhere),
        MAIL_TEST(test_mail__waits_while_no_server_is_connected),
        MAIL_TEST(test_mail__refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
