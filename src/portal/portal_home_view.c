/* portal_home_view.c - the home page: a question, the next holiday, life events. */
#include "calendar/versions.h"
#include "catalog/catalog.h"
#include "portal/portal_words_view.h"

/* What people look for most, in their words; the search finds the procedures. */
static const struct {
    const char *text, *query;
} frequent[] = {
    {"portal.frequent.birth", "khai sinh"},
    {"portal.frequent.status", "tình trạng hôn nhân"},
    {"portal.frequent.residence", "thường trú"},
    {"portal.frequent.house", "giấy phép xây dựng"},
};
static const struct {
    const char *icon, *name, *text, *query;
} events[] = {
    {"baby", "portal.event.child", "portal.event.child.text", "khai sinh"},
    {"heart", "portal.event.family", "portal.event.family.text", "kết hôn"},
    {"home", "portal.event.house", "portal.event.house.text", "đất"},
    {"shop", "portal.event.business", "portal.event.business.text", "kinh doanh"},
    {"stamp", "portal.event.copies", "portal.event.copies.text", "chứng thực"},
    {"hand", "portal.event.support", "portal.event.support.text", "trợ cấp"},
};
#define COUNT(a) (ptrdiff_t)(sizeof(a) / sizeof *(a))

#define NOTICE_DAYS 7

/* The next named day off within a week, and when work goes on. */
static enum rc add_notice(struct req *r, struct home_view *v)
{
    struct calendar_use use;
    const enum rc rc = calendar_current(&r->c, STR_NONE, &use);
    if (rc)
        return rc == RC_NOT_FOUND ? RC_OK : rc;
    const struct calendar *cal = worktime_calendar(use.w);
    for (int i = 0; i <= NOTICE_DAYS; i++) {
        const date d = date_add(instant_date(r->c.now), i);
        const struct calendar_day *entry = calendar_entry(cal, d);
        if (!entry || calendar_works(cal, d))
            continue;
        const str args[] = {text_date(r->c.mem, r->lang, d), entry->name[r->lang],
                            text_date(r->c.mem, r->lang, calendar_nth_worked(cal, d, 1))};
        v->has_notice = true;
        v->notice = (struct web_notice){
            .tone = S("info"),
            .icon = S("calendar"),
            .strong = text_fmt(r->c.mem, r->lang, "portal.home.holiday", args, 2),
            .text = text_fmt(r->c.mem, r->lang, "portal.home.holiday.text", args, 3)};
        return RC_OK;
    }
    return RC_OK;
}

enum rc portal__home_view(struct req *r, struct home_view *ret)
{
    struct home_view v = {0};
    struct web_link *links = NEW_N(r->c.mem, struct web_link, COUNT(frequent));
    struct life_event *list = NEW_N(r->c.mem, struct life_event, COUNT(events));
    int64_t total = 0, open = 0;
    for (ptrdiff_t i = 0; i < COUNT(frequent); i++)
        links[i] =
            (struct web_link){.text = text_get(r->lang, frequent[i].text),
                              .to = HREF(r->c.mem, "/procedures?q={}", str_of(frequent[i].query))};
    for (ptrdiff_t i = 0; i < COUNT(events); i++)
        list[i] =
            (struct life_event){.icon = str_of(events[i].icon),
                                .name = text_get(r->lang, events[i].name),
                                .text = text_get(r->lang, events[i].text),
                                .to = HREF(r->c.mem, "/procedures?q={}", str_of(events[i].query))};
    v.frequent = (struct web_links){links, COUNT(frequent)};
    v.events = list;
    v.events_n = COUNT(events);
    enum rc rc = catalog_count(&r->c, &total, &open);
    const str number = text_number(r->c.mem, r->lang, total);
    v.all = text_fmt(r->c.mem, r->lang, "portal.home.all", &number, 1);
    if (!rc)
        rc = add_notice(r, &v);
    if (!rc) { /* the page is worth showing without them */
        v.shows_figures = portal__figures(r, &v) == RC_OK;
        r->c.faults = NULL;
    }
    *ret = v;
    return rc;
}
