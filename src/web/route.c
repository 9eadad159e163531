/* route.c - see route.h. */
#include "web/route.h"

#include <string.h>

#include "web/api.h"
#include "web/form_read.h"

struct node {
    str segment;
    struct node **kids; /* literal segments, sorted */
    ptrdiff_t kid_n;
    struct node *param;
    const struct route *routes[METHOD_COUNT];
};
struct route_tree {
    struct node root;
};

/* ---- what a row must be ------------------------------------------------------------- */

static bool segment_is_good(str s)
{
    bool param = s.n > 1 && s.p[0] == ':';
    if (s.n == 0 || s.n > 64)
        return false;
    for (ptrdiff_t i = param ? 1 : 0; i < s.n; i++) {
        char ch = s.p[i];
        bool letter = (ch >= 'a' && ch <= 'z') || (ch >= '0' && ch <= '9') || ch == '_';
        if (!letter && (param || (ch != '.' && ch != '-')))
            return false;
    }
    return s.p[0] != '.';
}

/* The path's parameter number `n`, or STR_NONE; the way over a path of ours. */
static str param_name(const char *path, int n)
{
    str rest = str_of(path + 1);
    for (struct str_cut cut = str_cut(rest, '/');; cut = str_cut(cut.tail, '/')) {
        if (cut.head.n > 0 && cut.head.p[0] == ':' && n-- == 0)
            return str_sub(cut.head, 1, cut.head.n - 1);
        if (!cut.found)
            return STR_NONE;
    }
}

static const char *path_fault(const char *path)
{
    int segments = 0, params = 0;
    if (path[0] != '/')
        return "its path does not begin with /";
    if (!path[1])
        return NULL;
    for (struct str_cut cut = str_cut(str_of(path + 1), '/');; cut = str_cut(cut.tail, '/')) {
        if (!segment_is_good(cut.head))
            return "a segment of its path is empty or has other letters than a-z 0-9 _ - .";
        segments++;
        params += cut.head.p[0] == ':';
        if (!cut.found)
            break;
    }
    if (segments > WEB_SEGMENTS || params > WEB_PARAMS)
        return "its path is too long";
    for (int i = 0; i < params; i++)
        for (int k = 0; k < i; k++)
            if (str_eq(param_name(path, i), param_name(path, k)))
                return "its path names a parameter twice";
    return NULL;
}

static const char *api_fault(const struct route *r)
{
    bool api = r->flags & ROUTE_API, under = strncmp(r->path, "/api/", 5) == 0;
    if (api != under)
        return "ROUTE_API and a path under /api/ go together";
    if (api && r->again)
        return "an API route redraws nothing";
    if (api && (!r->doc || !*r->doc))
        return "an API route has no .doc";
    if (!api && (r->out || (r->flags & ROUTE_KEY)))
        return ".out and ROUTE_KEY are for API routes";
    if ((r->method != GET || r->after) && (r->flags & (ROUTE_INLINE | ROUTE_SHORT)))
        return "ROUTE_INLINE and ROUTE_SHORT are for GET without .after";
    if (r->method == GET && (r->flags & (ROUTE_KEY | ROUTE_VERSION | ROUTE_REPEAT)))
        return "its flags are for changing routes";
    return NULL;
}

static const char *row_fault(const struct route *r)
{
    bool get = r->method == GET;
    if (!get && r->method != POST && r->method != PUT && r->method != PATCH)
        return "its method is not GET, POST, PUT or PATCH";
    const char *fault = path_fault(r->path);
    if (fault)
        return fault;
    if (r->need <= PERM_NONE || r->need >= PERM_COUNT)
        return "it says no .need";
    if (get && (!r->read || r->write || r->before || r->again))
        return "a GET has .read and no handler of changing routes";
    if (!get && !r->write == !r->read)
        return "a changing route has either .write or .read";
    if (!get && r->read && (r->before || r->flags & (ROUTE_API | ROUTE_VERSION)))
        return "a POST that only reads is a page without .before";
    if (r->after && !r->read)
        return ".after follows a .read";
    if (!get && !r->form)
        return "a changing route has no .form";
    if (r->body_max < 0 || (get && r->body_max))
        return "its .body_max cannot be";
    return api_fault(r);
}

static const char *form_fault(const struct route *r)
{
    if (!r->form)
        return NULL;
    if (r->method == GET && web__form_has_files(r->form))
        return "a query part holds no files";
    const char *fault = web__form_fault(r->form);
    if (fault || r->flags & ROUTE_API)
        return fault;
    return web__form_texts_fault(r->form);
}

/* ---- the tree ------------------------------------------------------------------------- */

static ptrdiff_t kid_at(const struct node *n, str segment, bool *ret_found)
{
    ptrdiff_t low = 0, high = n->kid_n;
    while (low < high) {
        ptrdiff_t mid = low + (high - low) / 2;
        int order = str_cmp(n->kids[mid]->segment, segment);
        if (order == 0) {
            *ret_found = true;
            return mid;
        }
        if (order < 0)
            low = mid + 1;
        else
            high = mid;
    }
    *ret_found = false;
    return low;
}

static struct node *grow(struct arena *mem, struct node *n, str segment)
{
    bool found;
    if (segment.p[0] == ':') {
        if (!n->param)
            n->param = NEW(mem, struct node);
        return n->param;
    }
    ptrdiff_t at = kid_at(n, segment, &found);
    if (found)
        return n->kids[at];
    struct node **kids = NEW_N(mem, struct node *, n->kid_n + 1);
    for (ptrdiff_t i = 0; i < n->kid_n; i++)
        kids[i + (i >= at)] = n->kids[i];
    kids[at] = NEW(mem, struct node);
    kids[at]->segment = segment;
    n->kids = kids;
    n->kid_n++;
    return kids[at];
}

static const char *add(struct arena *mem, struct route_tree *t, const struct route *r)
{
    struct node *n = &t->root;
    if (r->path[1])
        for (struct str_cut cut = str_cut(str_of(r->path + 1), '/');; cut = str_cut(cut.tail, '/')) {
            n = grow(mem, n, cut.head);
            if (!cut.found)
                break;
        }
    if (n->routes[r->method])
        return "another route has the same address";
    n->routes[r->method] = r;
    return NULL;
}

struct route_tree *web__routes(struct arena *mem, const struct module *const *modules, str *ret_why)
{
    struct route_tree *t = NEW(mem, struct route_tree);
    for (; *modules; modules++)
        for (const struct route *r = (*modules)->routes; r && r->path; r++) {
            const char *fault = row_fault(r);
            if (!fault)
                fault = form_fault(r);
            if (!fault)
                fault = add(mem, t, r);
            if (fault) {
                str method = http_method_name(r->method);
                *ret_why = str_fmt(mem, "route %.*s %s of %s: %s", STR_ARG(method), r->path,
                                   (*modules)->name, fault);
                return NULL;
            }
        }
    return t;
}

bool web_routes_check(struct arena *mem, const struct module *const *modules, str *ret_why)
{
    return web__routes(mem, modules, ret_why) != NULL;
}

/* ---- looking up ------------------------------------------------------------------------- */

static const struct node *step(const struct node *n, str segment, struct route_match *m)
{
    bool found;
    ptrdiff_t at = kid_at(n, segment, &found);
    if (found)
        return n->kids[at];
    if (!n->param || segment.n == 0 || m->param_n == WEB_PARAMS)
        return NULL;
    m->params[m->param_n++] = segment;
    return n->param;
}

struct route_match web__route_find(const struct route_tree *t, enum http_method method, str path)
{
    struct route_match m = {0};
    const struct node *n = path.n > 0 && path.p[0] == '/' ? &t->root : NULL;
    if (path.n > 1)
        for (struct str_cut cut = str_cut(str_sub(path, 1, path.n - 1), '/'); n;
             cut = str_cut(cut.tail, '/')) {
            n = step(n, cut.head, &m);
            if (!cut.found)
                break;
        }
    if (!n)
        return m;
    for (unsigned i = 0; i < METHOD_COUNT; i++)
        if (n->routes[i])
            m.allowed |= 1u << i;
    if (n->routes[GET])
        m.allowed |= 1u << HEAD;
    if ((unsigned)method < METHOD_COUNT)
        m.route = n->routes[method == HEAD ? GET : method];
    return m;
}
