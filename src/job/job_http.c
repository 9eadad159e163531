/* job_http.c - the page of jobs and outbox, for administrators: what runs, what failed, again. */
#include "job/job_http.h"

#include "job/inner.h"
#include "job/job_tpl.h"
#include "job/outbox.h"
#include "web/page.h"

#define JOBS_MAX 200  /* on the page; parked ones come first */
#define PARKED_MAX 20 /* of one destination */
#define DESTINATIONS_MAX 16

/* ---- words ---- */

static str say_number(struct req *r, const char *key, int64_t n)
{
    const str arg = text_number(r->c.mem, r->lang, n);
    return text_fmt(r->c.mem, r->lang, key, &arg, 1);
}

static str moment(struct req *r, instant at)
{
    return instant_is_none(at) ? text_get(r->lang, "job.never") : text_time(r->c.mem, r->lang, at);
}

static struct web_tag tag(struct req *r, const char *tone, const char *icon, const char *key)
{
    return (struct web_tag){str_of(tone), str_of(icon), text_get(r->lang, key)};
}

static struct web_tag job_tag(struct req *r, const struct job *j)
{
    if (j->parked)
        return tag(r, "bad", "warn", "job.state.parked");
    if (j->running)
        return tag(r, "accent", "half", "job.state.running");
    return j->last_error.p ? tag(r, "warn", "warn", "job.state.failed")
                           : tag(r, "ok", "hourglass", "job.state.waiting");
}

static str schedule(struct req *r, const struct job_kind *k)
{
    if (k && k->every_min)
        return say_number(r, "job.every", k->every_min);
    if (!k || !k->daily)
        return text_get(r->lang, "job.asked");
    const str hour = str_fmt(r->c.mem, "%02d:%02d", (k->daily - 1) / 60, (k->daily - 1) % 60);
    return text_fmt(r->c.mem, r->lang, "job.daily", &hour, 1);
}

static str next(struct req *r, const struct job *j)
{
    if (j->parked || j->running)
        return S("–");
    return j->run_at.us <= r->c.now.us ? text_get(r->lang, "job.soon")
                                       : text_time(r->c.mem, r->lang, j->run_at);
}

/* ---- the page ---- */

static enum rc add_jobs(struct req *r, struct jobs_view *view)
{
    struct jobs all;
    int64_t parked = 0;
    const enum rc rc = job_list(&r->c, JOBS_MAX, &all);
    if (rc)
        return rc;
    struct job_row *rows = NEW_N(r->c.mem, struct job_row, all.n);
    for (ptrdiff_t i = 0; i < all.n; i++) {
        const struct job *j = &all.v[i];
        parked += j->parked;
        rows[i] = (struct job_row){
            .title = j->kind && j->kind->title ? text_get(r->lang, j->kind->title) : j->name,
            .name =
                j->key.n ? str_fmt(r->c.mem, "%.*s %.*s", STR_ARG(j->name), STR_ARG(j->key)) : j->name,
            .schedule = schedule(r, j->kind),
            .next = next(r, j),
            .last = moment(r, j->last_at),
            .failures = text_number(r->c.mem, r->lang, j->failures),
            .error = j->last_error.p ? j->last_error : S(""),
            .state = job_tag(r, j),
            .again = HREF(r->c.mem, "/admin/jobs/{}/again", j->pub),
            .button = text_get(r->lang, j->parked ? "job.run_again" : "job.run_now"),
        };
    }
    view->jobs = rows;
    view->jobs_n = all.n;
    view->has_notice = parked > 0;
    view->notice = (struct web_notice){
        .tone = S("bad"), .icon = S("warn"), .text = say_number(r, "job.parked_notice", parked)};
    return RC_OK;
}

static str counted(struct req *r, int64_t n)
{
    return n < OUTBOX_COUNT_MAX ? text_number(r->c.mem, r->lang, n)
                                : say_number(r, "job.outbox.at_least", n);
}

static enum rc add_parked(struct req *r, const struct outbox_counts *k, struct job_outbox_row *row)
{
    struct outbox_parked p;
    const enum rc rc = outbox_list_parked(&r->c, str_of(k->destination->name), PARKED_MAX, &p);
    if (rc)
        return rc;
    struct job_parked_row *items = NEW_N(r->c.mem, struct job_parked_row, p.n);
    for (ptrdiff_t i = 0; i < p.n; i++)
        items[i] = (struct job_parked_row){p.v[i].kind, p.v[i].object_pub, moment(r, p.v[i].at),
                                           text_number(r->c.mem, r->lang, p.v[i].attempts),
                                           p.errors[i].p ? p.errors[i] : S("")};
    row->items = items;
    row->items_n = p.n;
    if (k->n[OUTBOX_PARKED] > p.n)
        row->rest = say_number(r, "job.outbox.rest", k->n[OUTBOX_PARKED] - p.n);
    return RC_OK;
}

static struct web_tag connection(struct req *r, const struct outbox_counts *k)
{
    if (outbox_is_silent(k, r->c.now))
        return tag(r, "bad", "warn", "job.outbox.silent");
    return k->connected ? tag(r, "ok", "check", "job.outbox.connected")
                        : tag(r, "mute", "ring", "job.outbox.not_connected");
}

static enum rc add_outbox(struct req *r, struct jobs_view *view)
{
    struct job_outbox_row *rows = NEW_N(r->c.mem, struct job_outbox_row, DESTINATIONS_MAX);
    struct outbox_counts k;
    enum rc rc = RC_OK;
    int n = 0;
    for (; n < DESTINATIONS_MAX && (rc = outbox_count(&r->c, n, &k)) == RC_OK; n++) {
        rows[n] = (struct job_outbox_row){
            .name = text_get(r->lang, k.destination->text),
            .waiting = counted(r, k.n[OUTBOX_WAITING]),
            .failed = counted(r, k.n[OUTBOX_FAILED]),
            .parked = counted(r, k.n[OUTBOX_PARKED]),
            .sent = counted(r, k.n[OUTBOX_SENT]),
            .oldest = instant_is_none(k.oldest) ? S("–") : moment(r, k.oldest),
            .state = connection(r, &k),
            .has_parked = k.n[OUTBOX_PARKED] > 0,
            .again = HREF(r->c.mem, "/admin/outbox/{}/again", str_of(k.destination->name)),
        };
        rc = add_parked(r, &k, &rows[n]);
        if (rc)
            return rc;
    }
    view->outbox = rows;
    view->outbox_n = n;
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc jobs_page(struct req *r)
{
    struct jobs_view view = {0};
    enum rc rc = add_jobs(r, &view);
    if (!rc)
        rc = add_outbox(r, &view);
    const struct page page = {.title = "job.heading", .layout = LAYOUT_STAFF, .section = "jobs"};
    return rc ? rc : show_page(r, &page, tpl_job_jobs, &view);
}

static enum rc again(struct req *r)
{
    const enum rc rc = job_again(&r->c, param(r, "pub"));
    return rc ? rc : see_other(r, HREF_TO("/admin/jobs"));
}

static enum rc send_again(struct req *r)
{
    const enum rc rc = outbox_again(&r->c, param(r, "destination"));
    return rc ? rc : see_other(r, HREF_TO("/admin/jobs#outbox"));
}

/* Beside its link: what waits for a person. */
static enum rc count_parked(struct req *r, struct nav_count *ret_count)
{
    struct job_counts k;
    int64_t rows = 0;
    enum rc rc = job_count(&r->c, &k);
    if (!rc)
        rc = outbox_count_parked(&r->c, &rows);
    if (rc)
        return rc;
    *ret_count = (struct nav_count){.n = k.parked + rows + job__silent(), .late = true};
    return RC_OK;
}

static const struct field no_fields[] = {{0}};
static const struct form no_form = {"job.", no_fields, sizeof(int), NULL};

const struct nav job_nav[] = {
    {NAV_STAFF, "account.admin", "job.heading", "/admin/jobs", PERM_JOB_MANAGE, "jobs", count_parked},
    {0},
};

#define MANAGE .need = PERM_JOB_MANAGE
const struct route job_routes[] = {
    {GET, "/admin/jobs", jobs_page, MANAGE},
    {POST, "/admin/jobs/:pub/again", MANAGE, .form = &no_form, .write = again},
    {POST, "/admin/outbox/:destination/again", MANAGE, .form = &no_form, .write = send_again},
    {0},
};
