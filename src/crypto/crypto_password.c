/*
 * crypto_password.c - argon2id, two at a time: each takes 19 MiB and some 40 ms of a core, so a
 * flood of sign-ins must wait here and not push the server out of memory or of time.
 */
#include "crypto/crypto.h"

#include "host/slots.h"

#include <sodium.h>
#include <string.h>

#define PASSES 2
#define MEMORY ((size_t)19 << 20)
#define WAIT_S 10

_Static_assert(CRYPTO_PASSWORD_HASH_MAX >= crypto_pwhash_STRBYTES, "the hash fits");

static struct host_slots slots = HOST_SLOTS(2, 64);

enum rc crypto_password_hash(struct arena *mem, str password, str *ret_hash)
{
    char hash[crypto_pwhash_STRBYTES];
    if (host_slots_take(&slots, WAIT_S) != RC_OK)
        return RC_BUSY;
    const int rc =
        crypto_pwhash_str_alg(hash, password.p ? password.p : "", (unsigned long long)password.n,
                              PASSES, MEMORY, crypto_pwhash_ALG_ARGON2ID13);
    host_slots_give(&slots);
    if (rc != 0)
        return RC_UNAVAILABLE; /* no memory */
    *ret_hash = str_dup(mem, str_of(hash));
    return RC_OK;
}

enum rc crypto_password_verify(str hash, str password, bool *ret_stale)
{
    char text[crypto_pwhash_STRBYTES] = {0};
    if (hash.n <= 0 || hash.n >= (ptrdiff_t)sizeof text || !str_starts(hash, S("$argon2id$")))
        return RC_DENIED;
    memcpy(text, hash.p, (size_t)hash.n);
    if (host_slots_take(&slots, WAIT_S) != RC_OK)
        return RC_BUSY;
    const int rc =
        crypto_pwhash_str_verify(text, password.p ? password.p : "", (unsigned long long)password.n);
    host_slots_give(&slots);
    if (rc != 0)
        return RC_DENIED;
    *ret_stale = crypto_pwhash_str_needs_rehash(text, PASSES, MEMORY) != 0;
    return RC_OK;
}

/* The hash of 32 random bytes that nobody kept. */
str crypto_password_nobody(void)
{
    return S("$argon2id$v=19$m=19456,t=2,p=1$S8FWKUrp5S2zJCknN0Q9nw$"
             "fU7EUEIRr0HGtAOzpxkoQMmxd71I3fnRZN1onOOPJKw");
}
