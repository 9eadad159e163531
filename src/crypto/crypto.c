/* crypto.c - random bytes, comparing, wiping, HMAC; see crypto.h. */
#include "crypto/crypto.h"

#include <liboath/oath.h>
#include <sodium.h>

_Static_assert(CRYPTO_MAC_SIZE == crypto_auth_hmacsha256_BYTES, "crypto.h carries the mac");

enum rc crypto_start(void)
{
    return sodium_init() >= 0 && oath_init() == OATH_OK ? RC_OK : RC_FAILED;
}

void crypto_random(void *to, size_t n)
{
    randombytes_buf(to, n);
}

bool crypto_equal(const void *a, const void *b, size_t n)
{
    return sodium_memcmp(a, b, n) == 0;
}

bool crypto_equal_str(str a, str b)
{
    return a.n == b.n && crypto_equal(a.p, b.p, (size_t)a.n);
}

void crypto_wipe(void *p, size_t n)
{
    sodium_memzero(p, n);
}

struct crypto_mac crypto_hmac(str key, str message)
{
    struct crypto_mac mac;
    crypto_auth_hmacsha256_state state;
    (void)crypto_auth_hmacsha256_init(&state, (const unsigned char *)key.p, (size_t)key.n);
    (void)crypto_auth_hmacsha256_update(&state, (const unsigned char *)message.p,
                                        (unsigned long long)message.n);
    (void)crypto_auth_hmacsha256_final(&state, mac.b);
    crypto_wipe(&state, sizeof state);
    return mac;
}

struct crypto_mac crypto_mac(const struct crypto_key *key, str message)
{
    return crypto_hmac((str){(const char *)key->b, CRYPTO_KEY_SIZE}, message);
}
