/* hash.c - see hash.h. */
#include "core/hash.h"

#include <sodium.h>
#include <string.h>

_Static_assert(sizeof(crypto_hash_sha256_state) == sizeof(struct sha256), "hash.h carries the state");
_Static_assert(_Alignof(crypto_hash_sha256_state) <= _Alignof(struct sha256), "and its alignment");

static crypto_hash_sha256_state *inner(struct sha256 *h)
{
    return (crypto_hash_sha256_state *)(void *)h->state;
}

void sha256_start(struct sha256 *h)
{
    (void)crypto_hash_sha256_init(inner(h));
}

void sha256_add(struct sha256 *h, const void *bytes, size_t n)
{
    if (n)
        (void)crypto_hash_sha256_update(inner(h), bytes, n);
}

void sha256_add_str(struct sha256 *h, str s)
{
    sha256_add(h, s.p, (size_t)s.n);
}

struct digest sha256_end(struct sha256 *h)
{
    struct digest d;
    (void)crypto_hash_sha256_final(inner(h), d.b);
    return d;
}

struct digest sha256_of(str s)
{
    struct sha256 h;
    sha256_start(&h);
    sha256_add_str(&h, s);
    return sha256_end(&h);
}

bool digest_eq(const struct digest *a, const struct digest *b)
{
    return memcmp(a->b, b->b, sizeof a->b) == 0;
}

str hex_of(struct arena *mem, const void *bytes, size_t n)
{
    char *text = arena_alloc(mem, n * 2 + 1);
    (void)sodium_bin2hex(text, n * 2 + 1, bytes, n);
    return (str){text, (ptrdiff_t)n * 2};
}

bool hex_parse(str hex, void *to, size_t n)
{
    size_t got = 0;
    if (hex.n < 0 || (size_t)hex.n != n * 2)
        return false;
    return sodium_hex2bin(to, n, hex.p, (size_t)hex.n, NULL, &got, NULL) == 0 && got == n;
}

str digest_hex(struct arena *mem, const struct digest *d)
{
    return hex_of(mem, d->b, sizeof d->b);
}

bool digest_parse(str hex, struct digest *ret_digest)
{
    struct digest d;
    if (!hex_parse(hex, d.b, sizeof d.b))
        return false;
    *ret_digest = d;
    return true;
}
