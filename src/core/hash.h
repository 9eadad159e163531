/*
 * hash.h - SHA-256 (libsodium), at once or piece by piece. Names content and chains the
 * record; keys, passwords and MACs are crypto's.
 */
#ifndef MOTCUA_CORE_HASH_H
#define MOTCUA_CORE_HASH_H

#include "core/str.h"

struct digest {
    unsigned char b[32];
};

struct sha256 {
    _Alignas(8) unsigned char state[104]; /* a crypto_hash_sha256_state; checked in hash.c */
};

void sha256_start(struct sha256 *h);
void sha256_add(struct sha256 *h, const void *bytes, size_t n);
void sha256_add_str(struct sha256 *h, str s);
struct digest sha256_end(struct sha256 *h);
struct digest sha256_of(str s);

bool digest_eq(const struct digest *a, const struct digest *b);
str digest_hex(struct arena *mem, const struct digest *d); /* 64 lower-case letters */
MUST_USE bool digest_parse(str hex, struct digest *ret_digest);
/* Any bytes as lower-case hex, and back: exactly `n` bytes or false. */
str hex_of(struct arena *mem, const void *bytes, size_t n);
MUST_USE bool hex_parse(str hex, void *to, size_t n);

#endif
