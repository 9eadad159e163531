/* crypto_secret.c - small secrets at rest: XSalsa20-Poly1305 of libsodium, a random nonce in front. */
#include <sodium.h>
#include <string.h>

#include "crypto/crypto.h"

_Static_assert(CRYPTO_SECRET_EXTRA == crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES,
               "nonce and tag");
_Static_assert(CRYPTO_KEY_SIZE == crypto_secretbox_KEYBYTES, "one key size");

str crypto_secret_seal(struct arena *mem, const struct crypto_key *key, str plain)
{
    unsigned char *box = arena_alloc(mem, (size_t)plain.n + CRYPTO_SECRET_EXTRA);
    crypto_random(box, crypto_secretbox_NONCEBYTES);
    BUG_IF(crypto_secretbox_easy(box + crypto_secretbox_NONCEBYTES, (const unsigned char *)plain.p,
                                 (unsigned long long)plain.n, box, key->b));
    return (str){(const char *)box, plain.n + CRYPTO_SECRET_EXTRA};
}

bool crypto_secret_open(struct arena *mem, const struct crypto_key *key, str box, str *ret_plain)
{
    if (!box.p || box.n < CRYPTO_SECRET_EXTRA)
        return false;
    const unsigned char *b = (const unsigned char *)box.p;
    unsigned char *plain = arena_alloc(mem, (size_t)box.n);
    if (crypto_secretbox_open_easy(plain, b + crypto_secretbox_NONCEBYTES,
                                   (unsigned long long)(box.n - (ptrdiff_t)crypto_secretbox_NONCEBYTES),
                                   b, key->b))
        return false;
    *ret_plain = (str){(const char *)plain, box.n - CRYPTO_SECRET_EXTRA};
    return true;
}
