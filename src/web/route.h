/*
 * route.h - the table of all routes as a tree of path segments, made once at start. A
 * literal segment wins over a parameter and there is no way back, so a look-up costs one
 * binary search for each segment. Shared inside web; app uses web_routes_check.
 *
 * Checked at start, and any fault stops the boot: no need, no handler, a changing route
 * without a form, two routes for one address, an API route that is not under /api/ (or the
 * other way round), names and offsets in forms that cannot be right.
 */
#ifndef MOTCUA_WEB_ROUTE_H
#define MOTCUA_WEB_ROUTE_H

#include "web/module.h"
#include "web/web.h"

#define WEB_PARAMS 6
#define WEB_SEGMENTS 12

struct route_tree;

struct route_match {
    const struct route *route; /* NULL: no such address, or not this method */
    unsigned allowed;          /* bit per enum http_method that the address has */
    str params[WEB_PARAMS];    /* in the order of the path; cleaned by the dispatcher */
    int param_n;
};

/* `modules` ends with NULL. False: *ret_why names the row and what is wrong with it. */
MUST_USE bool web_routes_check(struct arena *mem, const struct module *const *modules, str *ret_why);

/* NULL and *ret_why as above. Lives in `mem`. */
struct route_tree *web__routes(struct arena *mem, const struct module *const *modules, str *ret_why);
/* HEAD finds the GET route. */
struct route_match web__route_find(const struct route_tree *t, enum http_method method, str path);

#endif
