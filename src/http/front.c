/*
 * front.c - who asks, when a TLS front of ours stands between: from an address that was named
 * as a front the last hop of X-Forwarded-For is the peer, because that one the front wrote
 * itself; what stands before it anybody may have written. From all others the header is noise.
 */
#include <stdio.h>

#include "http/http_internal.h"

/* A numeric address without port, or with one as some fronts write it, in its usual spelling. */
static bool address(str s, char to[HOST_ADDR_TEXT])
{
    struct host_addr a;
    char text[HOST_ADDR_TEXT + 8];
    const bool six = str_find(s, S(":")) >= 0 && !str_starts(s, S("["));
    const int n = six ? snprintf(text, sizeof text, "[%.*s]:0", STR_ARG(s))
                      : snprintf(text, sizeof text, "%.*s:0", STR_ARG(s));
    if (n < 0 || (size_t)n >= sizeof text)
        return false;
    if (!host_addr_parse((str){text, n}, &a) && !host_addr_parse(s, &a))
        return false;
    return host_addr_text(&a, to).n > 0;
}

enum rc http__fronts_read(struct ctx *c, struct http_server *s, str list)
{
    for (str rest = list; rest.n > 0;) {
        const struct str_cut cut = str_cut(rest, ',');
        const str one = str_trim(cut.head);
        if (s->front_n == HTTP__FRONTS || !address(one, s->fronts[s->front_n]))
            return fail_args(c, RC_INVALID, "trusted_front", "http.front.malformed", &one, 1);
        s->front_n++;
        rest = cut.tail;
    }
    return RC_OK;
}

bool http__is_front(const struct http_server *s, str peer)
{
    for (int i = 0; i < s->front_n; i++)
        if (str_eq(peer, str_of(s->fronts[i])))
            return true;
    return false;
}

static str last_hop(const struct http_request *r)
{
    for (int i = r->header_n - 1; i >= 0; i--)
        if (str_eq_nocase(r->headers[i].name, S("x-forwarded-for"))) {
            const str v = r->headers[i].value;
            ptrdiff_t at = v.n;
            while (at > 0 && v.p[at - 1] != ',')
                at--;
            return str_trim(str_sub(v, at, v.n));
        }
    return STR_NONE;
}

/* What is no address is not believed: then the front itself is the peer. */
str http__peer_of(const struct http__conn *c, const struct http_request *r, struct arena *mem)
{
    char text[HOST_ADDR_TEXT];
    const bool named = c->front && address(last_hop(r), text);
    return str_dup(mem, named ? str_of(text) : c->peer);
}
