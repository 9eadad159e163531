/* test_pages.c - the pages of petitions over a real server: petition.case drives them. Sessions are
   named clerk clerk2 officer leader citizen stranger, as in tests/dossier. */
#include "db/lib_engine.h"
#include "http/lib_case.h"
#include "petition/lib_petition.h"

#include "app/modules.h"
#include "core/setting.h"
#include "crypto/crypto.h"
#include "file/file.h"
#include "web/server.h"
#include "web/settings.h"

static struct authority *authority;

static enum rc find_session(struct ctx *c, str token, struct web_who *who)
{
    const struct {
        const char *cookie;
        struct actor *actor;
    } known[] = {{"clerk", &authority->clerk},     {"clerk2", &authority->other_clerk},
                 {"officer", &authority->officer}, {"leader", &authority->leader},
                 {"citizen", &authority->citizen}, {"stranger", &authority->stranger}};
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
    return need == PERM_PUBLIC || access_reach(a, need) != REACH_NOTHING;
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

int main(void)
{
    static const struct setting *const lists[] = {web_settings};
    void *state = NULL;
    struct crypto_keys *keys;
    struct file_store *files;
    struct web *web;
    if (petition_setup(&state))
        return 1;
    authority = state;
    struct arena *mem = arena_new((size_t)64 << 20);
    (void)settings_new(mem, lists, 1);
    web_settings_now.log_requests = false;
    assert_int_equal(crypto_keys_open(authority->e->dir, &keys), RC_OK);
    assert_int_equal(file_store_open(authority->e->dir, &files), RC_OK);
    const struct web_config k = {.modules = app_modules,
                                 .auth = &auth,
                                 .store = authority->e->store,
                                 .files = files,
                                 .keys = keys,
                                 .listen = {S("127.0.0.1:0")},
                                 .spool = authority->e->dir,
                                 .workers = 2};
    struct ctx c = {.mem = mem};
    assert_int_equal(web_start(&c, &k, &web), RC_OK);
    const struct case_config cases = {.port = web_port(web, 0), .sign_in = sign_in};
    const int bad = case_run_folder(&cases, "tests/petition", mem);
    web_stop(web, 1000);
    file_store_close(files);
    crypto_keys_free(keys);
    arena_free(mem);
    (void)petition_teardown(&state);
    return bad;
}
