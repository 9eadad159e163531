/*
 * portal_figures_view.c - the public figures in words. They are counted at most once a minute and
 * kept in memory: whoever comes when they are older counts them anew, the others meanwhile see
 * what was counted last. Every figure says the moment it holds for; where there is nothing to
 * count there are words, no 0 %.
 */
#include <pthread.h>

#include "dossier/figures.h"
#include "host/clock.h"
#include "portal/portal_words_view.h"

#define FRESH_US MINUTE_US
#define COUNTING_US (10 * SECOND_US) /* who counts longer may have ended without a word */

static struct {
    pthread_mutex_t lock;
    struct dossier_figures figures;
    int64_t counted_us, begun_us; /* by the monotonic clock; begun: 0 = nobody counts */
    bool known;
} kept = {.lock = PTHREAD_MUTEX_INITIALIZER};

void portal__figures_forget(void)
{
    (void)pthread_mutex_lock(&kept.lock);
    kept.known = false;
    kept.begun_us = 0;
    (void)pthread_mutex_unlock(&kept.lock);
}

/* What is kept, if it may be shown; false: the caller counts. */
static bool take(struct dossier_figures *ret)
{
    (void)pthread_mutex_lock(&kept.lock);
    const int64_t now = host_monotonic_us();
    const bool counting = kept.begun_us && now - kept.begun_us < COUNTING_US;
    const bool use = kept.known && (counting || now - kept.counted_us < FRESH_US);
    if (use)
        *ret = kept.figures;
    else
        kept.begun_us = now;
    (void)pthread_mutex_unlock(&kept.lock);
    return use;
}

static enum rc figures_of(struct ctx *c, struct dossier_figures *ret)
{
    if (take(ret))
        return RC_OK;
    const enum rc rc = dossier_figures(c, ret);
    (void)pthread_mutex_lock(&kept.lock);
    kept.begun_us = 0;
    if (!rc) {
        kept.figures = *ret;
        kept.counted_us = host_monotonic_us();
        kept.known = true;
    }
    (void)pthread_mutex_unlock(&kept.lock);
    return rc;
}

/* ---- words ---- */

static str number(const struct req *r, int64_t n)
{
    return text_number(r->c.mem, r->lang, n);
}
static str words(const struct req *r, const char *key, str arg, str more)
{
    const str args[] = {arg, more};
    return text_fmt(r->c.mem, r->lang, key, args, 2);
}

/* Tenths are cut, not rounded: one late dossier of many is not 100 %. */
static str share(const struct req *r, int64_t part, int64_t whole)
{
    const int64_t tenths = part * 1000 / whole;
    if (tenths % 10 == 0)
        return number(r, tenths / 10);
    return str_fmt(r->c.mem, r->lang == LANG_EN ? "%lld.%lld" : "%lld,%lld", (long long)(tenths / 10),
                   (long long)(tenths % 10));
}

static str time_of_day(const struct req *r, instant at)
{
    const int64_t us = instant_time_of_day(at);
    return str_fmt(r->c.mem, "%02d:%02d", (int)(us / HOUR_US), (int)(us / MINUTE_US % 60));
}

/* "01/11"; "1 November 2026", because 01/11 is read in two ways there. */
static str first_day(const struct req *r, date d)
{
    const struct civil c = date_civil(d);
    if (r->lang == LANG_EN)
        return str_cut(text_date(r->c.mem, r->lang, d), ' ').tail;
    return str_fmt(r->c.mem, "%02d/%02d", c.day, c.month);
}

/* A count, or words where there is nothing. */
static struct web_stat counted(const struct req *r, int64_t n, const char *some, const char *none,
                               str arg)
{
    return (struct web_stat){
        .number = n ? number(r, n) : text_get(r->lang, "portal.figures.none"),
        .text = words(r, n ? some : none, arg, S("")),
    };
}

static ptrdiff_t add_tiles(struct req *r, const struct dossier_figures *f, struct web_stat *v)
{
    const struct work_figures *w = &f->work;
    const str day = first_day(r, f->from);
    ptrdiff_t n = 0;
    v[n] = counted(r, f->received, "portal.figures.received", "portal.figures.received.none", day);
    if (f->received)
        v[n].note = words(r, f->synced ? "portal.figures.online_synced" : "portal.figures.online",
                          number(r, f->online), number(r, f->synced));
    n++;
    v[n] = counted(r, w->settled, "portal.figures.settled", "portal.figures.settled.none", day);
    if (w->settled) {
        v[n++].note = text_get(r->lang, "portal.figures.settled.what");
        v[n] = (struct web_stat){
            .number = share(r, w->settled - w->late, w->settled),
            .unit = S("%"),
            .text = text_get(r->lang, "portal.figures.on_time"),
            .note = w->late ? words(r, "portal.figures.late", number(r, w->late), number(r, w->settled))
                            : words(r, "portal.figures.late.none", number(r, w->settled), S(""))};
    }
    n++;
    v[n] =
        counted(r, w->open, "portal.figures.open", "portal.figures.open.none", time_of_day(r, f->at));
    if (w->open)
        v[n].note = w->overdue ? words(r, "portal.figures.overdue", number(r, w->overdue), S(""))
                               : text_get(r->lang, "portal.figures.overdue.none");
    return n + 1;
}

enum rc portal__figures(struct req *r, struct home_view *v)
{
    struct dossier_figures f;
    const enum rc rc = figures_of(&r->c, &f);
    if (rc)
        return rc;
    const bool today =
        str_eq(date_iso(r->c.mem, instant_date(f.at)), date_iso(r->c.mem, instant_date(r->c.now)));
    struct web_stat *tiles = NEW_N(r->c.mem, struct web_stat, 4);
    v->has_figures = f.received || f.work.settled || f.work.open;
    v->figures_at = today ? words(r, "portal.figures.today", time_of_day(r, f.at), S(""))
                          : words(r, "portal.figures.at", text_time(r->c.mem, r->lang, f.at), S(""));
    v->figures = (struct web_stats){tiles, v->has_figures ? add_tiles(r, &f, tiles) : 0};
    return RC_OK;
}
