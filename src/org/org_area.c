/* org_area.c - see area.h. */
#include "core/embed.h"
#include "core/fold.h"
#include "core/json.h"
#include "org/area.h"
#include "org/org.h"

#define LETTERS_MIN 2 /* of a name that is typed in short */

/* "Ủy ban nhân dân phường Bến Lụa" rules phường Bến Lụa. */
static str ruled(str agency)
{
    static const str offices[] = {S_INIT("Ủy ban nhân dân "), S_INIT("Uỷ ban nhân dân "),
                                  S_INIT("UBND ")};
    for (size_t i = 0; i < sizeof offices / sizeof *offices; i++)
        if (str_starts(agency, offices[i]))
            return str_trim(str_sub(agency, offices[i].n, agency.n));
    return agency;
}

/* Folded, and without the word for what it is: "phường Bến Lụa" and "ben lua" are the same. */
static str bare(struct arena *mem, str name)
{
    static const str kinds[] = {S_INIT("thanh pho "), S_INIT("tinh "),   S_INIT("tp. "),
                                S_INIT("tp "),        S_INIT("phuong "), S_INIT("xa "),
                                S_INIT("p. "),        S_INIT("x. "),     S_INIT("dac khu "),
                                S_INIT("thi tran "),  S_INIT("thi xa ")};
    const str s = fold(mem, name);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (str_starts(s, kinds[i]) && s.n > kinds[i].n)
            return str_sub(s, kinds[i].n, s.n);
    return s;
}

/* ---- the areas of a day ---- */

static struct area_province own(struct arena *mem, const struct agencies *all, const struct agency *p)
{
    struct area *v = NEW_N(mem, struct area, all->n);
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < all->n; i++)
        if (all->v[i].kind == AGENCY_COMMUNE && all->v[i].parent == p->id)
            v[n++] = (struct area){ruled(all->v[i].name), all->v[i].code};
    return (struct area_province){{ruled(p->name), p->code}, v, n};
}

static struct json shipped(struct arena *mem)
{
    struct json doc = {0};
    for (const struct embed *e = embed_packs; e->name; e++)
        if (str_eq(str_of(e->name), S("areas/vn.json")))
            BUG_IF(!json_parse(mem, (str){(const char *)e->bytes, (ptrdiff_t)e->size}, &doc, NULL));
    return json_get(doc, "provinces");
}

enum rc org_areas(struct ctx *c, date on, struct areas *ret_areas)
{
    struct agencies all;
    ptrdiff_t n = 0;
    const struct json list = shipped(c->mem);
    const enum rc rc = org_agency_list(c, 0, on, &all);
    if (rc)
        return rc;
    struct area_province *v = NEW_N(c->mem, struct area_province, all.n + json_count(list));
    for (ptrdiff_t i = 0; i < all.n; i++)
        if (all.v[i].kind == AGENCY_PROVINCE)
            v[n++] = own(c->mem, &all, &all.v[i]);
    const ptrdiff_t ours = n;
    for (ptrdiff_t i = 0; i < json_count(list); i++) {
        const struct json p = json_item(list, i);
        const struct area x = {json_text_of(p, "name"), json_text_of(p, "code")};
        bool there = false;
        for (ptrdiff_t k = 0; k < ours; k++)
            there = there || str_eq(bare(c->mem, v[k].area.name), bare(c->mem, x.name));
        if (!there)
            v[n++] = (struct area_province){.area = x};
    }
    *ret_areas = (struct areas){v, n};
    return RC_OK;
}

/* ---- one line ---- */

/* Cut at the last comma; without one all of it is the last part. */
static str last_part(str line, str *ret_before)
{
    ptrdiff_t at = line.n;
    while (at > 0 && line.p[at - 1] != ',')
        at--;
    *ret_before = at ? str_trim(str_sub(line, 0, at - 1)) : S("");
    return str_trim(str_sub(line, at, line.n - at));
}

static ptrdiff_t province_of(struct arena *mem, const struct areas *a, str name)
{
    const str key = bare(mem, name);
    for (ptrdiff_t i = 0; i < a->n && key.n; i++)
        if (str_eq(bare(mem, a->v[i].area.name), key))
            return i;
    return -1;
}

ptrdiff_t area_commune(struct arena *mem, const struct area_province *p, str typed)
{
    const str whole = fold(mem, typed), key = bare(mem, typed);
    ptrdiff_t same = AREA_NONE, begins = AREA_NONE;
    for (ptrdiff_t i = 0; i < p->n && key.n; i++) {
        const str full = fold(mem, p->communes[i].name), name = bare(mem, p->communes[i].name);
        if (str_eq(full, whole))
            return i;
        if (str_eq(name, key) && str_eq(key, whole))
            same = same == AREA_NONE ? i : AREA_SEVERAL;
        if (str_starts(str_eq(key, whole) ? name : full, whole) && key.n >= LETTERS_MIN)
            begins = begins == AREA_NONE ? i : AREA_SEVERAL;
    }
    return same != AREA_NONE ? same : begins;
}

/* "Tổ 3, Quảng Ngãi": the commune was left out. */
static bool below_commune(struct arena *mem, str part)
{
    static const char *const words[] = {"to",  "thon",  "so",  "ap",  "xom", "ban", "buon",
                                        "khu", "duong", "ngo", "hem", "kdc", "tdp", NULL};
    const str key = fold(mem, part);
    return (key.n && key.p[0] >= '0' && key.p[0] <= '9') || str_among(str_cut(key, ' ').head, words);
}

struct area_address area_read(struct arena *mem, const struct areas *a, str line)
{
    str before, earlier;
    const str last = last_part(line, &before);
    const ptrdiff_t province = province_of(mem, a, last);
    if (province >= 0) {
        const str commune = last_part(before, &earlier);
        if (area_commune(mem, &a->v[province], commune) == AREA_NONE && below_commune(mem, commune))
            return (struct area_address){province, S(""), before};
        return (struct area_address){province, commune, earlier};
    }
    for (ptrdiff_t i = 0; i < a->n; i++)
        for (ptrdiff_t k = 0; k < a->v[i].n; k++)
            if (str_eq(fold(mem, a->v[i].communes[k].name), fold(mem, last)))
                return (struct area_address){i, a->v[i].communes[k].name, before};
    return (struct area_address){-1, S(""), line};
}

str area_write(struct arena *mem, const struct areas *a, const struct area_address *x)
{
    str parts[3];
    ptrdiff_t n = 0;
    const str rest = str_trim(x->rest), commune = str_trim(x->commune);
    if (x->province < 0 || x->province >= a->n || (!rest.n && !commune.n))
        return rest;
    const struct area_province *p = &a->v[x->province];
    const ptrdiff_t at = area_commune(mem, p, commune);
    if (rest.n)
        parts[n++] = rest;
    if (commune.n)
        parts[n++] = at >= 0 ? p->communes[at].name : commune;
    parts[n++] = p->area.name;
    return str_join(mem, parts, n, S(", "));
}

str area_complete(struct arena *mem, const struct areas *a, str line)
{
    str before;
    struct area_address x = area_read(mem, a, line);
    if (x.province >= 0)
        return area_write(mem, a, &x);
    const str last = last_part(line, &before);
    for (ptrdiff_t i = 0; i < a->n && before.n; i++) {
        const ptrdiff_t at = area_commune(mem, &a->v[i], last);
        if (at >= 0) {
            x = (struct area_address){i, a->v[i].communes[at].name, before};
            return area_write(mem, a, &x);
        }
    }
    return line;
}

bool area_stands(struct arena *mem, const struct areas *a, str line)
{
    const struct area_address x = area_read(mem, a, line);
    return x.province < 0 || !a->v[x.province].n ||
           area_commune(mem, &a->v[x.province], x.commune) >= 0;
}
