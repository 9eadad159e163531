/* lib_told.c - see lib_told.h. */
#include "notify/lib_told.h"

#include "app/wire.h"
#include "core/setting.h"
#include "crypto/crypto.h"
#include "host/clock.h"
#include "job/job.h"
#include "job/outbox.h"
#include "mail/mail.h"

struct told told;

static enum rc add_accounts(struct ctx *c, void *arg)
{
    struct told *t = arg;
    const struct account_new citizen = {.kind = ACCOUNT_CITIZEN,
                                        .login = S("+84912345001"),
                                        .name = S("Lê Minh Họa"),
                                        .email = S("hoa@example.vn"),
                                        .person = t->a->citizen.person};
    const struct account_new clerk = {.kind = ACCOUNT_STAFF,
                                      .login = S("motcua01"),
                                      .email = S("motcua01@example.vn"),
                                      .staff = t->a->clerk.staff};
    const struct grant g = {.agency = t->a->commune,
                            .unit = t->a->one_stop,
                            .role = ROLE_CLERK,
                            .from = instant_date(c->now),
                            .to = DATE_NONE};
    struct grant given = g;
    int64_t id;
    enum rc rc = access_account_add(c, &citizen, &t->citizen);
    if (!rc)
        rc = access_account_add(c, &clerk, &t->clerk);
    given.account = t->clerk;
    return rc ? rc : access_grant(c, &given, &id);
}

int told_setup(void **state)
{
    static const struct setting *const lists[] = {notify_settings, outbox_settings};
    if (authority_setup(state))
        return -1;
    struct authority *a = *state;
    (void)settings_new(a->e->c.mem, lists, 2);
    told.a = a;
    assert_int_equal(app_on_open(a->e->store, a->e->dir), RC_OK);
    notify_set_origin(S("https://mot-cua.example.vn"));
    smtp_start(&told.server);
    told_connect(true);
    told_at("2026-11-19T14:00");
    const enum rc rc = as(a, (struct actor *)(uintptr_t)access_system(), NULL, add_accounts, &told);
    if (rc)
        fail_msg("accounts: %s %s", rc_name(rc), last_fault(a));
    a->citizen.account = told.citizen;
    a->clerk.account = told.clerk;
    a->citizen.account_pub = S("citizen-of-a-test");
    told_follow();
    return 0;
}

int told_teardown(void **state)
{
    smtp_stop(&told.server);
    mail_config_now = (struct mail_config){0};
    host_clock_set(INSTANT_NONE);
    return authority_teardown(state);
}

void told_connect(bool on)
{
    mail_config_now = (struct mail_config){0};
    if (on)
        mail_config_now = (struct mail_config){
            .server = str_fmt(told.a->e->c.mem, "smtp://127.0.0.1:%d", told.server.port),
            .from = S("motcua@xa.example.vn")};
}

void told_at(const char *when)
{
    assert_true(instant_parse(str_of(when), &told.a->e->c.now));
    host_clock_set(told.a->e->c.now);
}

static enum rc follow(struct ctx *c, void *arg)
{
    return notify_follow(c, arg);
}

void told_follow(void)
{
    struct actor *system = (struct actor *)(uintptr_t)access_system();
    bool more = true;
    if (engine_is_postgresql())
        assert_int_equal(as(told.a, system, NULL, record_seal, NULL), RC_OK);
    while (more) {
        const enum rc rc = as(told.a, system, NULL, follow, &more);
        if (rc)
            fail_msg("follow: %s %s", rc_name(rc), last_fault(told.a));
    }
}

bool told_turn(void)
{
    struct job_worker w = {.store = told.a->e->store, .name = "a"};
    return job_turn(&w);
}

static enum rc mine(struct ctx *c, void *arg)
{
    return notice_mine(c, 0, 50, arg);
}

struct notices told_of(struct actor *who)
{
    struct notices all = {0};
    assert_int_equal(as(told.a, who, NULL, mine, &all), RC_OK);
    return all;
}

struct dossier_ref told_file(const char *when)
{
    struct step s = {.filing = online_filing(told.a, "1.004873")};
    told_at(when);
    OK(told.a, &told.a->citizen, when, file, &s);
    return s.ref;
}
