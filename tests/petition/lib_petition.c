/* lib_petition.c - see lib_petition.h. */
#include "petition/lib_petition.h"

#include "app/wire.h"
#include "host/clock.h"

/* The record names actors by their accounts. */
static void add_accounts(struct authority *a)
{
    struct actor *all[] = {&a->clerk,       &a->officer, &a->leader,
                           &a->other_clerk, &a->citizen, &a->stranger};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        const long long id = (long long)all[i]->account;
        const bool staff = all[i]->kind == ACTOR_STAFF;
        const str sql = str_fmt(a->e->c.mem,
                                "INSERT INTO account (id, pub, kind, login, name, name_key, state, "
                                "must_change, totp_on, totp_step, failures, lang, created_at) VALUES "
                                "(%lld, 'account-%lld', '%s', 'login-%lld', '%.*s', '', 'active', "
                                "FALSE, FALSE, 0, 0, 'vi', 0)",
                                id, id, staff ? "staff" : "citizen", id, STR_ARG(all[i]->name));
        assert_int_equal(engine_script(a->e, str_c(a->e->c.mem, sql)), RC_OK);
    }
}

int petition_setup(void **state)
{
    if (authority_setup(state))
        return -1;
    struct authority *a = *state;
    add_accounts(a);
    host_clock_set(a->e->c.now);
    return app_on_open(a->e->store, a->e->dir) == RC_OK ? 0 : -1;
}

int petition_teardown(void **state)
{
    host_clock_set(INSTANT_NONE);
    return authority_teardown(state);
}

enum rc deed_send(struct ctx *c, void *arg)
{
    struct deed *d = arg;
    return petition_send(c, &d->in, &d->ref);
}

enum rc deed_do(struct ctx *c, void *arg)
{
    struct deed *d = arg;
    d->act.seen_version = d->ref.version;
    const enum rc rc = petition_do(c, d->ref.id, &d->act, &d->ref);
    return rc ? rc : petition_get_by_id(c, d->ref.id, &d->p);
}

enum rc deed_look(struct ctx *c, void *arg)
{
    struct deed *d = arg;
    return petition_get(c, d->ref.pub, &d->p);
}

enum rc deed_follow(struct ctx *c, void *arg)
{
    struct deed *d = arg;
    return petition_follow(c, d->ref.pub, &d->p);
}

enum rc deed_clarify(struct ctx *c, void *arg)
{
    struct deed *d = arg;
    enum rc rc = petition_clarify(c, d->ref.pub, d->ref.version, d->text);
    if (!rc)
        rc = petition_get_by_id(c, d->ref.id, &d->p);
    if (!rc)
        d->ref.version = d->p.work.version;
    return rc;
}

enum rc deed_remind(struct ctx *c, void *arg)
{
    struct deed *d = arg;
    return petition_remind(c, d->ref.id, d->text);
}

enum rc deed_outside(struct ctx *c, void *arg)
{
    struct deed *d = arg;
    return petition_set_outside(c, d->ref.id, d->text);
}

enum rc deed_list(struct ctx *c, void *arg)
{
    struct deed *d = arg;
    return petition_list(c, d->which, NULL, 50, &d->rows);
}

enum rc deed_published(struct ctx *c, void *arg)
{
    struct deed *d = arg;
    return petition_published(c, NULL, 50, &d->publics);
}

enum rc deed_timeline(struct ctx *c, void *arg)
{
    struct deed *d = arg;
    return petition_timeline(c, &d->p, true, &d->events, &d->events_n);
}

struct petition_in sample_petition(void)
{
    return (struct petition_in){
        .channel = S("online"),
        .matter = S("rule"),
        .agency = S("H48.101"),
        .title = S("Bỏ yêu cầu nộp bản sao hộ khẩu"),
        .body = S("Thủ tục xác nhận tình trạng hôn nhân vẫn đòi bản sao hộ khẩu đã bỏ từ 2023."),
        .name = S("Lê Minh Họa"),
        .phone = S("0912345218"),
        .email = S("hoa@example.vn"),
        .filed_at = INSTANT_NONE,
    };
}

struct petition_act act_of(const char *action)
{
    return (struct petition_act){.action = str_of(action)};
}

struct petition_act full_answer(void)
{
    struct petition_act act = {.action = S("submit"),
                               .outcome = S("amend"),
                               .answer = S("Quy định sẽ được sửa trong tháng 12.")};
    for (int i = 0; i < PETITION_CRITERIA; i++)
        act.criteria[i] = i < 5 ? S("met") : S("none");
    return act;
}
