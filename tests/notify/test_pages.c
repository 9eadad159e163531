/*
 * test_pages.c - the pages of notices over a real server: notify.case drives them. Sessions are
 * named citizen, stranger, clerk, admin. One letter was refused, two dossiers were filed.
 */
#include "db/lib_engine.h"
#include "http/lib_case.h"
#include "notify/lib_told.h"

#include "app/modules.h"
#include "crypto/crypto.h"
#include "file/file.h"
#include "web/server.h"

static struct actor admin;

static enum rc find_session(struct ctx *c, str token, struct web_who *who)
{
    const struct {
        const char *cookie;
        struct actor *actor;
    } known[] = {{"citizen", &told.a->citizen},
                 {"stranger", &told.a->stranger},
                 {"clerk", &told.a->clerk},
                 {"admin", &admin}};
    (void)c;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (str_eq(token, str_of(known[i].cookie))) {
            *who = (struct web_who){.actor = known[i].actor,
                                    .actor_id = known[i].actor->account,
                                    .session = 1 + (int64_t)i,
                                    .name = known[i].actor->name,
                                    .staff = known[i].actor->kind == ACTOR_STAFF};
            return RC_OK;
        }
    return RC_NOT_FOUND;
}

static enum rc find_token(struct ctx *c, str token, struct web_who *who)
{
    (void)c;
    (void)token;
    (void)who;
    return RC_NOT_FOUND;
}

static bool may(const struct actor *a, enum perm need)
{
    return access_reach(a, need) != REACH_NOTHING;
}

static void seen(int64_t session, instant at)
{
    (void)session;
    (void)at;
}
static const struct web_auth auth = {find_session, find_token, may, seen};

static bool sign_in(struct case_run *run, str actor, void *arg)
{
    (void)arg;
    case_set_cookie(run, S("mc"), actor);
    return true;
}

/* The letter about the first dossier is refused by its server; of the last nobody can be told. */
static void file_some(struct case_run *run, void *arg)
{
    struct step quiet = {.filing = full_filing(told.a, "1.004873")};
    (void)arg;
    case_let(run, "OWN", told_file("2026-11-19T14:10").pub);
    told_follow();
    told.server.to_rcpt = "550 no such mailbox";
    while (told_turn())
        ;
    told.server.to_rcpt = NULL;
    (void)told_file("2026-11-19T14:20");
    quiet.filing.owner = (struct person){.kind = PERSON_NATURAL,
                                         .name = S("Võ Thị Lặng"),
                                         .number = S("051196000098"),
                                         .phone = S("0912345777"),
                                         .birth = DATE_NONE};
    OK(told.a, &told.a->clerk, "2026-11-19T14:30", receive, &quiet);
    case_let(run, "QUIET", quiet.ref.pub);
    told_follow();
}

int main(void)
{
    void *state = NULL;
    struct crypto_keys *keys;
    struct file_store *files;
    struct web *web;
    if (told_setup(&state))
        return 1;
    struct authority *a = told.a;
    struct arena *mem = arena_new((size_t)64 << 20);
    admin = a->leader;
    admin.account = 4000;
    admin.account_pub = S("administrator");
    admin.roles = 1u << ROLE_ANYBODY | 1u << ROLE_ADMINISTRATOR;
    a->stranger.account = told.clerk + 1000; /* of nobody */
    assert_int_equal(crypto_keys_open(a->e->dir, &keys), RC_OK);
    assert_int_equal(file_store_open(a->e->dir, &files), RC_OK);
    const struct web_config k = {.modules = app_modules,
                                 .auth = &auth,
                                 .store = a->e->store,
                                 .files = files,
                                 .keys = keys,
                                 .listen = {S("127.0.0.1:0")},
                                 .spool = a->e->dir,
                                 .workers = 2};
    struct ctx c = {.mem = mem};
    assert_int_equal(web_start(&c, &k, &web), RC_OK);
    const struct case_config cases = {
        .port = web_port(web, 0), .sign_in = sign_in, .prepare = file_some};
    const int bad = case_run_folder(&cases, "tests/notify", mem);
    web_stop(web, 1000);
    file_store_close(files);
    crypto_keys_free(keys);
    arena_free(mem);
    (void)told_teardown(&state);
    return bad;
}
