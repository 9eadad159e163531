/*
 * test_desk.c - the pages of staff over a real server: the .case files beside it. With the
 * argument `serve ADDRESS` it fills the authority and waits, to look at the pages by hand:
 * the cookie mc=clerk signs in.
 */
#include "db/lib_engine.h" /* on both engines */
#include "dossier/lib_desk.h"
#include "dossier/lib_office.h"

#include "core/embed.h"
#include "eform/versions.h"
#include "host/clock.h"
#include "org/org.h"

#include <unistd.h>

static void let(struct desk *d, struct case_run *run, const char *name, const char *procedure,
                const char *when, bool accept)
{
    case_let(run, name, desk_receive(d, procedure, when, accept).pub);
}

/* Told another name and telephone than the register has. */
static struct dossier_ref told_otherwise(struct desk *d)
{
    struct filing f = sample_filing(d->a, "1.004873");
    f.owner.name = S("Lê Minh Hoạt");
    f.owner.phone = S("0987654321");
    return desk_take_in(d, f, "2026-11-20T09:30", true);
}

static enum rc add_duty(struct ctx *c, void *arg)
{
    const struct desk *d = arg;
    int64_t counter;
    const struct unit_hours hours[] = {
        {1, 27000000000, 41400000000}, {1, 48600000000, 63000000000}, {6, 27000000000, 41400000000}};
    enum rc rc = org_unit_set_hours(c, d->a->one_stop, hours, 3);
    if (!rc)
        rc = org_counter_add(c, d->a->one_stop, S("1"), S("Quầy 1"), &counter);
    return rc ? rc : org_duty_set(c, counter, instant_date(host_now()), d->a->clerk.staff);
}

static enum rc publish_form(struct ctx *c, void *arg)
{
    struct eform_version v;
    (void)arg;
    for (const struct embed *e = embed_packs; e->name; e++)
        if (str_has(str_of(e->name), S("ban-sao"))) {
            const enum rc rc = eform_add(c, (str){(const char *)e->bytes, (ptrdiff_t)e->size}, &v);
            return rc ? rc : eform_publish(c, v.pub);
        }
    return RC_NOT_FOUND;
}

struct asking {
    int64_t staff;
    struct staff found;
};

static enum rc find_staff(struct ctx *c, void *arg)
{
    struct asking *q = arg;
    return org_staff_by_id(c, q->staff, &q->found);
}

static str colleague_pub(struct desk *d, const struct actor *who)
{
    struct asking q = {.staff = who->staff};
    assert_int_equal(as(d->a, NULL, NULL, find_staff, &q), RC_OK);
    return str_dup(d->mem, q.found.pub);
}

static void prepare(struct case_run *run, void *arg)
{
    struct desk *d = arg;
    static bool once; /* of each file of cases, the first */
    if (!once) {
        assert_int_equal(as(d->a, NULL, NULL, add_duty, d), RC_OK);
        assert_int_equal(as(d->a, NULL, NULL, publish_form, d), RC_OK);
    }
    once = true;
    let(d, run, "WAITING", "1.004873", "2026-11-20T09:00", false);
    let(d, run, "OPEN", "1.004873", "2026-11-20T09:10", true);
    let(d, run, "LATE", "1.004873", "2026-11-10T09:20", true);
    case_let(run, "COLLEAGUE", colleague_pub(d, &office.colleague));
    case_let(run, "ELSEWHERE", colleague_pub(d, &office.elsewhere));
    case_let(run, "TOLD", told_otherwise(d).pub);
    struct filing online = sample_filing(d->a, "1.004873");
    online.channel = CHANNEL_ONLINE;
    online.origin = ORIGIN_OWN_PORTAL;
    (void)desk_take_in(d, online, "2026-11-20T09:40", false);
}

static int serve(const char *address)
{
    static const char *const days[] = {"2026-11-09T08:00", "2026-11-13T10:00", "2026-11-17T15:20",
                                       "2026-11-18T08:30", "2026-11-19T14:00", "2026-11-20T09:00"};
    static const char *const procedures[] = {"1.004873", "1.004859", "1.001022", "1.004884",
                                             "1.001193"};
    struct desk d;
    if (desk_start(&d, address))
        return 1;
    for (size_t i = 0; i < 24; i++)
        (void)desk_receive(&d, procedures[i % 5], days[i % 6], i % 7 != 0);
    print_message("/work/dossiers/%.*s\n", STR_ARG(told_otherwise(&d).pub));
    print_message("http://%s\n", address);
    (void)pause();
    return 0;
}

int main(int argc, char **argv)
{
    struct desk d;
    const int hidden = desk_child(argc, argv);
    if (hidden >= 0)
        return hidden;
    if (argc == 3 && strcmp(argv[1], "serve") == 0)
        return serve(argv[2]);
    if (desk_start(&d, "127.0.0.1:0"))
        return 1;
    const struct case_config k = {
        .port = d.port, .sign_in = desk_sign_in, .prepare = prepare, .arg = &d};
    const int bad = case_run_folder(&k, "tests/dossier", d.mem);
    desk_stop(&d);
    return bad;
}
