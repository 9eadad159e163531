/*
 * area.h - what an address is made of: the provinces of the country (packs/areas) and, of the
 * authority's own, the communes of a day, which are its agencies. An address is kept as the one line
 * that people read, "Tổ 4, phường Bến Lụa, tỉnh Trà Giang": what was declared on its day, whatever
 * merges later; here it is taken apart, put together, and what was typed in short is found. Pure but
 * for org_areas.
 */
#ifndef MOTCUA_ORG_AREA_H
#define MOTCUA_ORG_AREA_H

#include "core/ctx.h"

struct area {
    str name; /* "phường Bến Lụa", "tỉnh Trà Giang" */
    str code; /* of its agency; of a province elsewhere the State's number */
};
struct area_province {
    struct area area;
    const struct area *communes; /* by code */
    ptrdiff_t n;                 /* 0: its communes are not known here */
};
struct areas {
    const struct area_province *v; /* the authority's own first */
    ptrdiff_t n;
};
MUST_USE enum rc org_areas(struct ctx *c, date on, struct areas *ret_areas);

struct area_address {
    ptrdiff_t province; /* -1: none that is known, the rest is the whole line */
    str commune, rest;
};
/* Its last part a province, or a commune of the authority's own province. */
struct area_address area_read(struct arena *mem, const struct areas *a, str line);
/* A commune is written by its whole name when area_commune finds it. "" when neither commune nor rest
   was given. */
str area_write(struct arena *mem, const struct areas *a, const struct area_address *address);

#define AREA_NONE (-1)
#define AREA_SEVERAL (-2)
/* The commune of that name, with or without its kind and marks, or the only one that begins so. */
ptrdiff_t area_commune(struct arena *mem, const struct area_province *p, str typed);
/* One line as a clerk types it: "Tổ 4, ben lua". What is not found stays as it was typed. */
str area_complete(struct arena *mem, const struct areas *a, str line);
/* False: it names a province whose communes are known, and none of them. */
bool area_stands(struct arena *mem, const struct areas *a, str line);

#endif
