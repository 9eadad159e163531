/*
 * test_pages.c - the pages of accounts over a real server: the case files of this folder,
 * against the house of org/lib_house.h with one account of each role. Actors are logins of
 * these accounts; they sign in by the form, quantri2 with a second factor.
 */
#include "access/lib_access.h"
#include "app/modules.h"
#include "app/wire.h"
#include "crypto/crypto.h"
#include "file/file.h"
#include "host/clock.h"
#include "http/lib_case.h"
#include "job/job.h"
#include "web/server.h"

#define SECRET S("12345678901234567890") /* of quantri2's second factor */

struct site {
    struct web *web;
    struct crypto_keys *keys;
    struct file_store *files;
    struct arena *mem;
};

static bool give_code(struct case_run *run, struct arena *mem)
{
    const instant now = host_now();
    case_let(run, "code", crypto_totp_code(mem, SECRET, now));
    case_let(run, "next_code", crypto_totp_code(mem, SECRET, (instant){now.us + 30 * SECOND_US}));
    return case_play(run, S("GET /sign-in/code\n-> 200\nPOST /sign-in/code\nhidden /sign-in/code\n"
                            "form code = ${code}\n-> 303 /work\n"));
}

/* By the form; quantri2 also gives a code. */
static bool sign_in(struct case_run *run, str actor, void *arg)
{
    struct site *s = arg;
    case_let(run, "login", actor);
    case_let(run, "password", S(ACCESS_PASSWORD));
    const bool in = case_play(run, S("GET /sign-in\n-> 200\nPOST /sign-in\nhidden /sign-in\n"
                                     "form login = ${login}\nform password = ${password}\n-> 303\n"));
    return in && (!str_eq(actor, S("quantri2")) || give_code(run, s->mem));
}

static enum rc enrol(struct ctx *c, void *arg)
{
    const int64_t account = *(const int64_t *)arg;
    const enum rc rc = access_totp_begin(c, account, SECRET);
    return rc ? rc
              : access_totp_confirm(c, account, crypto_totp_code(c->mem, SECRET, c->now), STR_NONE);
}

/* The public ids of who is away, who stands in and who leads. */
static const char *const names[] = {"OFFICER", "COLLEAGUE", "LEADER"};
static str pubs[3];

struct looking_up {
    int64_t account;
    struct account found;
};

static enum rc look_up(struct ctx *c, void *arg)
{
    struct looking_up *l = arg;
    return access_account_by_id(c, l->account, &l->found);
}

static void remember(struct engine *e, struct arena *mem, int which, int64_t account)
{
    struct looking_up l = {account, {0}};
    assert_int_equal(engine_read(e, look_up, &l), RC_OK);
    pubs[which] = str_dup(mem, l.found.pub);
}

static void prepare(struct case_run *run, void *arg)
{
    struct site *s = arg;
    const date today = instant_date(host_now());
    case_let(run, "password", S(ACCESS_PASSWORD));
    case_let(run, "YESTERDAY", date_iso(s->mem, date_add(today, -1)));
    case_let(run, "TODAY", date_iso(s->mem, today));
    case_let(run, "LATER", date_iso(s->mem, date_add(today, 6)));
    case_let(run, "FAR", date_iso(s->mem, date_add(today, 400)));
    for (int i = 0; i < 3; i++)
        case_let(run, names[i], pubs[i]);
}

static void start(struct engine *e, struct site *s)
{
    char spool[96];
    (void)snprintf(spool, sizeof spool, "%s/spool", e->dir);
    s->mem = arena_new((size_t)64 << 20);
    assert_int_equal(crypto_keys_open(e->dir, &s->keys), RC_OK);
    assert_int_equal(file_store_open(e->dir, &s->files), RC_OK);
    const struct web_config k = {.modules = app_modules,
                                 .auth = &app_auth,
                                 .store = e->store,
                                 .files = s->files,
                                 .keys = s->keys,
                                 .listen = {S("127.0.0.1:0")},
                                 .spool = str_c(s->mem, str_of(spool))};
    struct ctx c = {.mem = s->mem};
    assert_int_equal(web_start(&c, &k, &s->web), RC_OK);
}

static void stop(struct site *s)
{
    web_stop(s->web, 1000);
    file_store_close(s->files);
    crypto_keys_free(s->keys);
    arena_free(s->mem);
}

int main(void)
{
    void *state = NULL;
    struct site s = {0};
    if (access_setup(&state))
        return 1;
    struct engine *e = state;
    access_make(e, "motcua01", ROLE_CLERK);
    const int64_t officer = access_make(e, "chuyenvien", ROLE_OFFICER);
    const int64_t colleague = access_make(e, "dongnghiep", ROLE_OFFICER);
    access_make(e, "thanhtra", ROLE_INSPECTOR);
    const int64_t leader = access_make(e, "lanhdao", ROLE_LEADER);
    access_make(e, "kiemsoat", ROLE_CONTROL_OFFICE);
    access_make(e, "kiemsoat2", ROLE_CONTROL_OFFICE);
    access_make(e, "quantri", ROLE_ADMINISTRATOR);
    int64_t second = access_make(e, "quantri2", ROLE_ADMINISTRATOR);
    assert_int_equal(engine_write(e, enrol, &second), RC_OK);
    access_make_citizen(e, "0912345678");
    assert_int_equal(app_on_open(e->store, e->dir), RC_OK); /* jobs and outbox as in the program */
    assert_int_equal(job_prepare(&(struct job_worker){.store = e->store, .name = "test"}), RC_OK);
    start(e, &s);
    remember(e, s.mem, 0, officer);
    remember(e, s.mem, 1, colleague);
    remember(e, s.mem, 2, leader);
    const struct case_config k = {
        .port = web_port(s.web, 0), .sign_in = sign_in, .prepare = prepare, .arg = &s};
    const int bad = case_run_folder(&k, "tests/account", s.mem);
    stop(&s);
    (void)access_teardown(&state);
    return bad;
}
