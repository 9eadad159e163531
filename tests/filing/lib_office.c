/* lib_office.c - see lib_office.h. */
#include "filing/lib_office.h"

#include "core/setting.h"
#include "crypto/crypto.h"
#include "file/file.h"
#include "web/settings.h"
#include "web/web.h"

extern const struct module dossier_bundle_module, eform_admin_module, eform_sample_module,
    filing_module;
static const struct module *const modules[] = {&web_module,         &dossier_bundle_module,
                                               &eform_admin_module, &eform_sample_module,
                                               &filing_module,      NULL};

static struct authority *authority;
static struct actor control; /* the leader, in the control office */

static enum rc find_session(struct ctx *c, str token, struct web_who *who)
{
    const struct {
        const char *cookie;
        struct actor *actor;
    } known[] = {{"control", &control},
                 {"citizen", &authority->citizen},
                 {"stranger", &authority->stranger},
                 {"clerk", &authority->clerk}};
    (void)c;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (str_eq(token, str_of(known[i].cookie))) {
            *who = (struct web_who){.actor = known[i].actor,
                                    .actor_id = known[i].actor->account,
                                    .session = 1 + (int64_t)i,
                                    .name = known[i].actor->name,
                                    .staff = known[i].actor->staff != 0};
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

void office_start(struct office *o, struct authority *a, const char *listen)
{
    static const struct setting *const lists[] = {web_settings};
    authority = a;
    control = a->leader;
    control.roles = 1u << ROLE_CONTROL_OFFICE;
    o->a = a;
    o->mem = arena_new((size_t)64 << 20);
    struct ctx c = {.mem = o->mem};
    (void)settings_new(o->mem, lists, 1);
    web_settings_now.log_requests = false;
    web_settings_now.file_mb = 1;
    assert_int_equal(crypto_keys_open(a->e->dir, &o->keys), RC_OK);
    assert_int_equal(file_store_open(a->e->dir, &o->files), RC_OK);
    const struct web_config k = {
        .modules = modules,
        .auth = &auth,
        .store = a->e->store,
        .files = o->files,
        .keys = o->keys,
        .listen = {str_of(listen)},
        .spool = a->e->dir,
        .workers = 4,
        .demo = true,
    };
    if (web_start(&c, &k, &o->web) != RC_OK)
        fail_msg("web_start: %s %.*s", c.faults ? c.faults->key : "?",
                 c.faults ? (int)c.faults->args[0].n : 0, c.faults ? c.faults->args[0].p : "");
    o->port = web_port(o->web, 0);
}

void office_stop(struct office *o)
{
    web_stop(o->web, 2000);
    file_store_close(o->files);
    crypto_keys_free(o->keys);
    arena_free(o->mem);
}
