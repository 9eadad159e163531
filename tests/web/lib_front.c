/* lib_front.c - see lib_front.h. */
#include "web/lib_front.h"

#include "core/setting.h"
#include "crypto/crypto.h"
#include "file/file.h"
#include "web/settings.h"

static struct front_config config;

static enum rc find_session(struct ctx *c, str token, struct web_who *who)
{
    (void)c;
    for (const struct front_actor *a = config.actors; a->cookie; a++)
        if (str_eq(token, str_of(a->cookie))) {
            const bool staff = a->actor->kind == ACTOR_STAFF;
            *who = (struct web_who){.actor = a->actor,
                                    .actor_id = a->actor->account,
                                    .session = 1 + (a - config.actors),
                                    .name = a->actor->name,
                                    .office = staff && config.office.p ? config.office : S(""),
                                    .staff = staff};
            return RC_OK;
        }
    return RC_NOT_FOUND;
}

/* A token is named as its actor is, and has all that a token of theirs may have. */
static enum rc find_token(struct ctx *c, str token, struct web_who *who)
{
    struct web_who holder;
    const enum rc rc = find_session(c, token, &holder);
    if (rc)
        return rc;
    struct actor *a = NEW(c->mem, struct actor);
    *a = *holder.actor;
    a->kind = ACTOR_TOKEN;
    for (unsigned p = PERM_NONE + 1; p < PERM_COUNT; p++)
        if (perm_for_tokens((enum perm)p))
            a->token_perms |= UINT64_C(1) << p;
    holder.actor = a;
    *who = holder;
    return RC_OK;
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

int front_start(struct front *f, const struct front_config *in)
{
    static const struct setting *const lists[] = {web_settings};
    config = *in;
    *f = (struct front){.mem = arena_new((size_t)64 << 20)};
    struct ctx c = {.mem = f->mem};
    (void)settings_new(f->mem, lists, 1);
    web_settings_now.log_requests = false;
    if (in->file_mb)
        web_settings_now.file_mb = in->file_mb;
    if (crypto_start() || crypto_keys_open(in->e->dir, &f->keys) ||
        file_store_open(in->e->dir, &f->files)) {
        print_error("front_start: no keys or files in %s\n", in->e->dir);
        return -1;
    }
    const struct web_config k = {
        .modules = in->modules,
        .auth = &auth,
        .store = in->e->store,
        .files = f->files,
        .keys = f->keys,
        .listen = {str_of(in->listen ? in->listen : "127.0.0.1:0")},
        .spool = in->e->dir,
        .workers = 2,
        .demo = in->demo,
    };
    if (web_start(&c, &k, &f->web) != RC_OK) {
        print_error("web_start: %s %.*s\n", c.faults ? c.faults->key : "?",
                    c.faults ? (int)c.faults->args[0].n : 0, c.faults ? c.faults->args[0].p : "");
        return -1;
    }
    f->port = web_port(f->web, 0);
    return 0;
}

void front_stop(struct front *f)
{
    web_stop(f->web, 2000);
    file_store_close(f->files);
    crypto_keys_free(f->keys);
    arena_free(f->mem);
}

bool front_sign_in(struct case_run *run, str actor, void *arg)
{
    (void)arg;
    case_set_cookie(run, S("mc"), actor);
    return true;
}

int front_run_cases(const struct front_config *in, const char *folder,
                    void (*prepare)(struct case_run *run, void *arg))
{
    struct front f;
    if (front_start(&f, in))
        return 1;
    const struct case_config cases = {.port = f.port, .sign_in = front_sign_in, .prepare = prepare};
    const int bad = case_run_folder(&cases, folder, f.mem);
    front_stop(&f);
    return bad;
}
