/* lib_desk.c - see lib_desk.h. */
#include "dossier/lib_desk.h"

#include "catalog/catalog.h"
#include "core/embed.h"
#include "dossier/dossier_module.h"
#include "dossier/lib_office.h"
#include "eform/versions.h"
#include "file/file.h"
#include "host/clock.h"
#include "host/lib_child.h"
#include "org/org.h"
#include "pdf/pdf.h"

extern const struct module dossier_api_module, catalog_module, catalog_quality_module, portal_module,
    ruleset_module, slip_module, dossier_book_module, counter_module, handover_module, result_module;
extern const struct module supervise_module, succession_module, applying_module, arrival_module;
const struct module *const desk_modules[] = {&web_module,
                                             &dossier_work_module,
                                             &dossier_desk_module,
                                             &dossier_form_module,
                                             &dossier_assign_module,
                                             &dossier_extend_module,
                                             &dossier_end_module,
                                             &dossier_mend_module,
                                             &dossier_slip_module,
                                             &dossier_tab_module,
                                             &dossier_person_module,
                                             &dossier_checklist_module,
                                             &handover_module,
                                             &dossier_bulk_module,
                                             &dossier_waive_module,
                                             &result_module,
                                             &dossier_bundle_module,
                                             &counter_module,
                                             &dossier_api_module,
                                             &catalog_module,
                                             &catalog_quality_module,
                                             &portal_module,
                                             &supervise_module,
                                             &ruleset_module,
                                             &slip_module,
                                             &dossier_book_module,
                                             &succession_module,
                                             &applying_module,
                                             &arrival_module,
                                             &dossier_hold_module,
                                             NULL};

/* The record names actors by their accounts; those of the office have theirs. */
static void add_accounts(struct authority *a)
{
    const struct actor *all[] = {&a->other_clerk, &a->citizen, &a->stranger};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        const char *sql =
            str_c(a->e->c.mem,
                  str_fmt(a->e->c.mem,
                          "INSERT INTO account (id, pub, kind, login, name, name_key, state, "
                          "must_change, totp_on, "
                          "totp_step, failures, lang, created_at) VALUES (%lld, 'account-%lld', '%s', "
                          "'login-%lld', '%.*s', '', 'active', FALSE, FALSE, 0, 0, 'vi', 0)",
                          (long long)all[i]->account, (long long)all[i]->account,
                          all[i]->kind == ACTOR_STAFF ? "staff" : "citizen", (long long)all[i]->account,
                          STR_ARG(all[i]->name)));
        assert_int_equal(engine_script(a->e, sql), RC_OK);
    }
}

int desk_start(struct desk *d, const char *listen)
{
    static struct actor control; /* the administrator's account, as one of the control office */
    static struct front_actor actors[11];
    void *state;
    if (office_setup(&state))
        return -1;
    struct authority *a = state;
    const struct front_actor known[] = {{"clerk", &a->clerk},     {"officer", &a->officer},
                                        {"leader", &a->leader},   {"clerk2", &a->other_clerk},
                                        {"citizen", &a->citizen}, {"stranger", &a->stranger},
                                        {"head", &office.head},   {"colleague", &office.colleague},
                                        {"admin", &office.admin}, {"control", &control}};
    control = office.admin;
    control.roles = 1u << ROLE_ANYBODY | 1u << ROLE_CONTROL_OFFICE;
    memcpy(actors, known, sizeof known);
    add_accounts(a);
    const struct front_config k = {.e = a->e,
                                   .modules = desk_modules,
                                   .actors = actors,
                                   .listen = listen,
                                   .office = S("UBND phường Bến Lụa")};
    *d = (struct desk){.a = a};
    if (front_start(&d->front, &k))
        return -1;
    d->mem = d->front.mem;
    d->port = d->front.port;
    return 0;
}

void desk_stop(struct desk *d)
{
    void *state = d->a;
    front_stop(&d->front);
    (void)authority_teardown(&state);
}

bool desk_sign_in(struct case_run *run, str actor, void *arg)
{
    return front_sign_in(run, actor, arg);
}

int desk_child(int argc, char **argv)
{
    static const struct spawn_kind *const kinds[] = {&file_reader_magic, &pdf_painter, NULL};
    return test_child(argc, argv, kinds);
}

/* ---- dossiers to look at ---- */

struct receiving {
    struct filing filing;
    struct filing_paper papers[16];
    bool accept;
    struct dossier_ref ref;
};

static enum rc receive(struct ctx *c, void *arg)
{
    struct receiving *r = arg;
    struct procedure_intake in;
    enum rc rc = catalog_intake(c, r->filing.procedure_code, 0, S("direct"), &in);
    if (rc)
        return rc;
    r->filing.paper_n = 0;
    for (ptrdiff_t i = 0; i < in.components_n && r->filing.paper_n < 16; i++)
        if (in.components[i].required)
            r->papers[r->filing.paper_n++] = (struct filing_paper){
                .component_id = in.components[i].id, .quantity = 1, .complete = true};
    r->filing.papers = r->papers;
    return r->accept ? dossier_receive(c, &r->filing, &(struct accept_in){0}, &r->ref)
                     : dossier_file(c, &r->filing, &r->ref);
}

struct dossier_ref desk_take_in(struct desk *d, struct filing filing, const char *when, bool accept)
{
    struct receiving r = {.filing = filing, .accept = accept};
    const enum rc rc = as(d->a, &d->a->clerk, when, receive, &r);
    if (rc)
        fail_msg("receive: %s %s", rc_name(rc), last_fault(d->a));
    /* What the arena holds dies with the next unit. */
    r.ref.pub = str_dup(d->mem, r.ref.pub);
    r.ref.code = str_dup(d->mem, r.ref.code);
    return r.ref;
}

struct dossier_ref desk_receive(struct desk *d, const char *procedure, const char *when, bool accept)
{
    return desk_take_in(d, sample_filing(d->a, procedure), when, accept);
}

/* ---- the .case files of a folder ---- */

static void let(struct desk *d, struct case_run *run, const char *name, const char *procedure,
                const char *when, bool accept)
{
    case_let(run, name, desk_receive(d, procedure, when, accept).pub);
}

/* Told another name and telephone than the register has. */
struct dossier_ref desk_told_otherwise(struct desk *d)
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

/* The sample of the form, for the late dossier. */
static enum rc fill_form(struct ctx *c, void *arg)
{
    const struct dossier_ref *d = arg;
    const struct eform_about about = {S("dossier"), d->id.v, d->pub};
    struct eform_version v;
    struct eform f;
    const enum rc rc = eform_in_force(c, S("2.000635"), instant_date(c->now), &v, &f);
    return rc ? rc : eform_keep(c, v.id, &about, f.sample);
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
    struct dossier_ref late = desk_receive(d, "1.004873", "2026-11-10T09:20", true);
    case_let(run, "LATE", late.pub);
    assert_int_equal(as(d->a, NULL, NULL, fill_form, &late), RC_OK);
    case_let(run, "COLLEAGUE", colleague_pub(d, &office.colleague));
    case_let(run, "ELSEWHERE", colleague_pub(d, &office.elsewhere));
    case_let(run, "TOLD", desk_told_otherwise(d).pub);
    struct filing online = sample_filing(d->a, "1.004873");
    online.channel = CHANNEL_ONLINE;
    online.origin = ORIGIN_OWN_PORTAL;
    (void)desk_take_in(d, online, "2026-11-20T09:40", false);
}

int desk_run_cases(struct desk *d, const char *folder)
{
    const struct case_config k = {
        .port = d->port, .sign_in = desk_sign_in, .prepare = prepare, .arg = d};
    return case_run_folder(&k, folder, d->mem);
}
