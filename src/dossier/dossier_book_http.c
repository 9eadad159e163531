/* dossier_book_http.c - the follow-up book of the actor's agency: its volumes by year, each as PDF. */
#include "access/access.h"
#include "dossier/dossier_book_view.h"
#include "dossier/dossier_pdf.h"
#include "dossier/dossier_tpl.h"
#include "org/org.h"
#include "web/module.h"
#include "web/page.h"

#define YEARS 3      /* this one and those before it */
#define BOOK_MAX 200 /* volumes named on the page */

static enum rc add_year(struct req *r, int year, struct dossier_book_year *to)
{
    int64_t n;
    const enum rc rc = dossier_book_count(&r->c, r->c.actor->agency, year, &n);
    if (rc)
        return rc;
    const int64_t all = (n + BOOK_VOLUME - 1) / BOOK_VOLUME, shown = all < BOOK_MAX ? all : BOOK_MAX;
    struct web_link *v = NEW_N(r->c.mem, struct web_link, shown);
    to->year = str_fmt(r->c.mem, "%d", year);
    for (int64_t i = 0; i < shown; i++) {
        const int64_t last = (i + 1) * BOOK_VOLUME < n ? (i + 1) * BOOK_VOLUME : n;
        const str args[] = {text_number(r->c.mem, r->lang, i + 1),
                            text_number(r->c.mem, r->lang, i * BOOK_VOLUME + 1),
                            text_number(r->c.mem, r->lang, last)};
        v[i] = (struct web_link){.text = text_fmt(r->c.mem, r->lang, "dossier.book.volume", args, 3),
                                 .to = HREF(r->c.mem, "/work/book/{}/{}", to->year,
                                            str_fmt(r->c.mem, "%lld", (long long)i + 1))};
    }
    to->volumes = (struct web_links){v, shown};
    return RC_OK;
}

static enum rc show(struct req *r)
{
    struct agency a;
    struct dossier_book_view v = {.years_n = YEARS};
    const int this_year = date_civil(instant_date(r->c.now)).year;
    struct dossier_book_year *years = NEW_N(r->c.mem, struct dossier_book_year, YEARS);
    enum rc rc = r->c.actor->agency ? org_agency_by_id(&r->c, r->c.actor->agency, &a) : RC_NOT_FOUND;
    for (int i = 0; !rc && i < YEARS; i++)
        rc = add_year(r, this_year - i, &years[i]);
    if (rc)
        return rc;
    v.agency = a.name;
    v.years = years;
    const struct page page = {
        .title = "dossier.book.heading", .section = "book", .layout = LAYOUT_STAFF};
    return show_page(r, &page, tpl_dossier_book, &v);
}

static enum rc volume_read(struct req *r)
{
    int64_t year, volume;
    struct pdf_doc *doc;
    if (!r->c.actor->agency || !str_to_i64(param(r, "year"), &year) || year < 1 || year > 9998 ||
        !str_to_i64(param(r, "volume"), &volume) || volume > INT32_MAX)
        return RC_NOT_FOUND;
    const enum rc rc = dossier_book_doc(&r->c, r->c.actor->agency, (int)year, volume, &doc);
    if (!rc)
        r->kept = doc;
    return rc;
}

static const struct nav nav[] = {{NAV_STAFF, "dossier.nav.counter", "dossier.book.heading",
                                  "/work/book", PERM_DOSSIER_RECEIVE, "book", NULL},
                                 {0}};
static const struct route routes[] = {{GET, "/work/book", show, .need = PERM_DOSSIER_RECEIVE},
                                      {GET, "/work/book/:year/:volume", volume_read, .after = show_pdf,
                                       .need = PERM_DOSSIER_RECEIVE, .flags = ROUTE_DATA},
                                      {0}};
extern const struct module dossier_book_module;
const struct module dossier_book_module = {.name = "dossier_book", .nav = nav, .routes = routes};
