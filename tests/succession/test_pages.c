/* test_pages.c - the pages of agencies that ended over a real server: the .case file beside it. */
#include "db/lib_engine.h" /* on both engines */
#include "dossier/lib_desk.h"

#include "dossier/dossier_clock.h"
#include "job/job.h"
#include "org/org.h"
#include "petition/petition_merge.h"

struct ending {
    struct desk *d;
    int64_t district, unit;
    str pub, living;
    char next[64];
    enum rc (*job)(struct ctx *c, struct job_run *run);
    struct petition_ref petition;
};

static enum rc open_district(struct ctx *c, void *arg)
{
    struct ending *x = arg;
    struct agency a = {.code = S("H48.55"),
                       .name = S("Ủy ban nhân dân huyện Thử"),
                       .name_en = S("People's Committee of Thử district"),
                       .kind = AGENCY_DISTRICT,
                       .level = 2,
                       .parent = x->d->a->province,
                       .to = DATE_NONE};
    BUG_IF(!date_parse(S("2018-01-01"), &a.from));
    enum rc rc = org_agency_open(c, &a, &x->district);
    if (!rc)
        rc = org_unit_open(c,
                           &(struct unit){.agency = x->district,
                                          .code = S("H48.55.MC"),
                                          .name = S("Một cửa huyện"),
                                          .kind = UNIT_ONE_STOP,
                                          .from = a.from,
                                          .to = DATE_NONE},
                           &x->unit);
    return rc ? rc : org_unit_take(c, x->unit, S("*"), a.from);
}

static enum rc end_district(struct ctx *c, void *arg)
{
    struct ending *x = arg;
    struct agency a;
    const date on = instant_date(c->now);
    enum rc rc = org_unit_close(c, x->unit, on, S("Kết thúc cấp huyện"));
    if (!rc)
        rc = org_agency_close(c, x->district, on, 0, S("Kết thúc cấp huyện"));
    if (!rc)
        rc = org_agency_by_id(c, x->district, &a);
    if (rc)
        return rc;
    x->pub = str_dup(x->d->mem, a.pub);
    rc = org_agency_by_id(c, x->d->a->commune, &a);
    if (!rc)
        x->living = str_dup(x->d->mem, a.pub);
    return rc;
}

static enum rc follow(struct ctx *c, void *arg)
{
    struct ending *x = arg;
    struct job_run run = {.cursor = str_of(x->next), .next = S("")};
    const enum rc rc = x->job(c, &run);
    (void)snprintf(x->next, sizeof x->next, "%.*s", STR_ARG(run.next));
    return rc;
}

static str taken_in(struct ending *x, const char *number, const char *address)
{
    struct filing f = sample_filing(x->d->a, "1.004873");
    f.receiving_agency_id = f.competent_agency_id = x->district;
    f.owner.number = str_of(number);
    f.owner.address = str_of(address);
    return desk_take_in(x->d, f, "2026-11-16T09:10", true).pub;
}

static void follow_all(struct ending *x, enum rc (*job)(struct ctx *c, struct job_run *run))
{
    x->job = job;
    do
        assert_int_equal(as(x->d->a, NULL, "2026-11-17T09:30", follow, x), RC_OK);
    while (x->next[0]);
}

static enum rc install(struct ctx *c, void *arg)
{
    (void)arg;
    return petition_install(c);
}

static enum rc send_petition(struct ctx *c, void *arg)
{
    struct ending *x = arg;
    return petition_send(
        c,
        &(struct petition_in){
            .channel = S("online"),
            .matter = S("rule"),
            .agency = S("H48.55"),
            .title = S("Bỏ yêu cầu nộp bản sao hộ khẩu"),
            .body = S("Thủ tục xác nhận tình trạng hôn nhân vẫn đòi bản sao hộ khẩu đã bỏ."),
            .name = S("Lê Minh Họa"),
            .phone = S("0912345218"),
            .filed_at = INSTANT_NONE},
        &x->petition);
}

static void prepare(struct case_run *run, void *arg)
{
    static struct ending x;
    struct desk *d = arg;
    struct actor *system = (struct actor *)(uintptr_t)access_system();
    const struct actor clerk = d->a->clerk;
    x = (struct ending){.d = d};
    assert_int_equal(as(d->a, system, "2026-11-16T09:00", open_district, &x), RC_OK);
    d->a->clerk.agency = x.district;
    d->a->clerk.unit = x.unit;
    case_let(run, "ONE", taken_in(&x, "051196000021", "Thôn 2, xã Nghĩa Lâm"));
    case_let(run, "TWO", taken_in(&x, "051196000022", ""));
    d->a->clerk = clerk;
    assert_int_equal(as(d->a, system, "2026-11-16T10:00", install, NULL), RC_OK);
    assert_int_equal(as(d->a, NULL, NULL, send_petition, &x), RC_OK);
    case_let(run, "PETITION", str_dup(d->mem, x.petition.pub));
    assert_int_equal(as(d->a, system, "2026-11-17T09:00", end_district, &x), RC_OK);
    follow_all(&x, dossier_job_mergers);
    follow_all(&x, petition_job_mergers);
    case_let(run, "ENDED", x.pub);
    case_let(run, "LIVING", x.living);
}

static const struct job_kind mergers[] = {{"dossier.follow_mergers", dossier_job_mergers,
                                           .daily = JOB_DAILY(0, 30), .title = "dossier.job.mergers"},
                                          {"petition.follow_mergers", petition_job_mergers,
                                           .daily = JOB_DAILY(0, 35), .title = "petition.job.mergers"},
                                          {0}};
static const struct job_kind *const jobs[] = {mergers, NULL};

int main(int argc, char **argv)
{
    struct desk d;
    const int hidden = desk_child(argc, argv);
    if (hidden >= 0)
        return hidden;
    job_configure(jobs);
    if (desk_start(&d, "127.0.0.1:0"))
        return 1;
    const struct case_config k = {
        .port = d.port, .sign_in = desk_sign_in, .prepare = prepare, .arg = &d};
    const int bad = case_run_folder(&k, "tests/succession", d.mem);
    desk_stop(&d);
    return bad;
}
