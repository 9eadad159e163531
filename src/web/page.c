/* page.c - the chrome around every page: who and where one is, the ways to go, language, theme. */
#include "core/utf8.h"
#include "web/internal.h"
#include "web/settings.h"
#include "web/web_tpl.h"

static bool visible(const struct web_call *wc, const struct nav *n)
{
    return wc->w->cfg.auth->may(wc->r.c.actor, n->need);
}

/* False where it leads this actor to nothing. */
static bool link_of(struct web_call *wc, const struct nav *n, struct web_link *ret_link)
{
    struct req *r = &wc->r;
    const char *section = wc->shown->section;
    struct nav_count count = {0};
    const bool counted = n->count && r->c.db && n->count(r, &count) == RC_OK;
    struct web_link link = {
        .text = text_get(r->lang, counted && count.text ? count.text : n->text),
        .to = (href){str_of(n->to)},
        .current = section && n->section && str_eq(str_of(section), str_of(n->section)),
    };
    if (counted) {
        link.late = count.late;
        link.count = count.n > 0 ? text_number(r->c.mem, r->lang, count.n) : STR_NONE;
        link.to = count.to.n ? (href){count.to} : link.to;
    }
    *ret_link = link;
    return !counted || !count.hidden || link.current;
}

/* All links of one place and heading; `group` NULL takes every heading. */
static struct web_links links(struct web_call *wc, enum nav_place place, const char *group)
{
    struct web_link *v = NEW_N(wc->r.c.mem, struct web_link, 32);
    ptrdiff_t n = 0;
    for (const struct module *const *m = wc->w->cfg.modules; *m; m++)
        for (const struct nav *x = (*m)->nav; x && x->place; x++)
            if (x->place == place && (!group || str_eq(str_of(group), str_of(x->group))) &&
                visible(wc, x) && n < 32)
                n += link_of(wc, x, &v[n]);
    return (struct web_links){v, n};
}

#define GROUPS_MAX 16
struct grouping {
    const char *seen[GROUPS_MAX];
    struct web_group v[GROUPS_MAX];
    ptrdiff_t n_seen, n;
};

/* A heading is drawn once, and not without a link. */
static void take_group(struct web_call *wc, enum nav_place place, const char *group, struct grouping *g)
{
    for (ptrdiff_t i = 0; i < g->n_seen; i++)
        if (str_eq(str_of(g->seen[i]), str_of(group)))
            return;
    if (g->n_seen == GROUPS_MAX)
        return;
    g->seen[g->n_seen++] = group;
    const struct web_links under = links(wc, place, group);
    if (under.n)
        g->v[g->n++] = (struct web_group){text_get(wc->r.lang, group), under};
}

/* Those named by the configuration first, in its order: the day's work before the rules it follows. */
static struct web_groups groups(struct web_call *wc, enum nav_place place)
{
    struct grouping *g = NEW(wc->r.c.mem, struct grouping);
    for (const char *const *first = wc->w->cfg.groups; first && *first; first++)
        take_group(wc, place, *first, g);
    for (const struct module *const *m = wc->w->cfg.modules; *m; m++)
        for (const struct nav *x = (*m)->nav; x && x->place; x++)
            if (x->place == place)
                take_group(wc, place, x->group, g);
    return (struct web_groups){g->v, g->n};
}

static void look(struct web_call *wc, struct web_page *p)
{
    const struct req *r = &wc->r;
    static const struct {
        const char *name, *next, *next_name;
    } themes[] = {
        [THEME_AUTO] = {NULL, "dark", "web.theme.dark"},
        [THEME_LIGHT] = {"light", "auto", "web.theme.auto"},
        [THEME_DARK] = {"dark", "light", "web.theme.light"},
    };
    bool vi = r->lang == LANG_VI;
    p->lang = vi ? S("vi") : S("en");
    p->other_lang = vi ? S("en") : S("vi");
    p->other_lang_name = vi ? S("English") : S("Tiếng Việt");
    p->theme = str_of(themes[r->theme].name);
    p->next_theme = str_of(themes[r->theme].next);
    p->next_theme_name = text_get(r->lang, themes[r->theme].next_name);
    p->accent = str_eq(web_settings_now.accent, S("gom")) ? S("gom") : STR_NONE;
    p->css = web__static_href(wc->w, "style.css");
    p->fonts = r->plain ? HREF_NONE : web__static_href(wc->w, "fonts.css");
    p->script = web__static_href(wc->w, "enhance.js");
    p->icon = web__static_href(wc->w, "favicon.svg");
    p->lang_action = HREF_TO("/language");
    p->theme_action = HREF_TO("/theme");
}

/* The given name stands last; a post's place in brackets and its number do not count. */
static str initials(struct arena *mem, str name)
{
    const ptrdiff_t bracket = str_find(name, S(" ("));
    str rest = bracket > 0 ? str_sub(name, 0, bracket) : name, last = rest;
    for (struct str_cut cut = str_cut(rest, ' '); cut.found; cut = str_cut(cut.tail, ' '))
        if (cut.tail.n && (cut.tail.p[0] < '0' || cut.tail.p[0] > '9'))
            last = str_cut(cut.tail, ' ').head;
    return utf8_upper(mem, utf8_cut(last, 1));
}

static void person(struct web_call *wc, struct web_page *p)
{
    const struct web_who *who = &wc->r.who;
    if (!who->actor) {
        p->sign_in = HREF_TO("/sign-in");
        return;
    }
    p->user = who->name;
    p->user_post = who->office.n > 0 ? who->office : STR_NONE;
    p->user_initials = initials(wc->r.c.mem, who->name);
    p->sign_out = HREF_TO("/sign-out");
    p->account = HREF_TO("/account");
}

static str title(struct web_call *wc, const struct page *page)
{
    struct arena *mem = wc->r.c.mem;
    str t = text_fmt(mem, wc->r.lang, page->title, &page->title_arg, 1);
    if (wc->faults && wc->shown)
        t = text_fmt(mem, wc->r.lang, "web.errors.title", &t, 1);
    return str_fmt(mem, "%.*s – %.*s", STR_ARG(t), STR_ARG(web_settings_now.name));
}

static struct web_page *chrome(struct web_call *wc, const struct page *page)
{
    struct req *r = &wc->r;
    struct web_page *p = NEW(r->c.mem, struct web_page);
    bool staff = page->layout == LAYOUT_STAFF || page->layout == LAYOUT_COUNTER;
    look(wc, p);
    person(wc, p);
    p->title = title(wc, page);
    p->name = web_settings_now.name;
    p->owner = web_settings_now.owner.n ? web_settings_now.owner : STR_NONE;
    p->home = HREF_TO("/");
    p->question = page->layout == LAYOUT_QUESTION;
    p->counter = page->layout == LAYOUT_COUNTER;
    p->here = r->route && r->route->method == GET ? r->path : S("/");
    p->help = web_settings_now.help.n ? web_settings_now.help : text_get(r->lang, "web.help.counter");
    p->note = wc->w->cfg.demo ? text_get(r->lang, "web.demo") : STR_NONE;
    p->has_notice = wc->held;
    p->notice = (struct web_notice){.tone = S("info"),
                                    .icon = S("info"),
                                    .strong = text_get(r->lang, "web.held.strong"),
                                    .text = text_get(r->lang, "web.held.text"),
                                    .status = true};
    p->printed_at = text_time(r->c.mem, r->lang, r->c.now);
    p->address =
        str_fmt(r->c.mem, "%.*s%.*s", STR_ARG(wc->w->origin), STR_ARG(r->route ? r->path : S("/")));
    if (staff) {
        p->side = groups(wc, NAV_STAFF);
        p->search =
            wc->w->cfg.auth->may(r->c.actor, PERM_WORKLIST) ? HREF_TO("/work/search") : HREF_NONE;
        p->search_text = page->search;
    } else {
        p->nav = links(wc, NAV_PUBLIC, NULL);
        p->foot = groups(wc, NAV_FOOT);
    }
    return p;
}

struct html_out *page_begin(struct req *r, const struct page *page)
{
    struct web_call *wc = r->call;
    wc->shown = page;
    wc->page = buf_new(r->c.mem, PAGE_MAX);
    wc->out = (struct html_out){
        .b = &wc->page,
        .lang = r->lang,
        .icons = web__static_href(wc->w, "icons.svg"),
        .csrf = req_form_token(r),
        .once = req_form_key(r),
    };
    wc->chrome = chrome(wc, page);
    bool staff = page->layout == LAYOUT_STAFF || page->layout == LAYOUT_COUNTER;
    (staff ? tpl_web__staff_top : tpl_web__page_top)(&wc->out, wc->chrome);
    return &wc->out;
}

enum rc page_end(struct req *r)
{
    struct web_call *wc = r->call;
    const struct page *page = wc->shown;
    bool staff = page->layout == LAYOUT_STAFF || page->layout == LAYOUT_COUNTER;
    (staff ? tpl_web__staff_bottom : tpl_web__page_bottom)(&wc->out, wc->chrome);
    if (buf_full(&wc->page))
        return RC_UNAVAILABLE;
    web__header(wc, S("content-type"), S("text/html; charset=utf-8"));
    web__header(wc, S("content-language"), wc->chrome->lang);
    wc->reply.status = page->status ? page->status : 200;
    wc->reply.compress = true;
    wc->reply.body = buf_str(&wc->page);
    return RC_OK;
}
