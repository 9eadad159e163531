/*
 * crypto.h - passwords, keys, codes: libsodium and liboath behind names of our own. No
 * primitive is written here. Leaves out: signatures of documents, TLS, the record's hashes
 * (core/hash.h).
 *
 * Invariants: 1. secrets are compared in constant time and wiped after use; 2. keys come
 * from the data folder's secret file and are derived by name, so that no two uses share one;
 * 3. random values drawn here are true random: draw them before a unit of work starts.
 */
#ifndef MOTCUA_CRYPTO_CRYPTO_H
#define MOTCUA_CRYPTO_CRYPTO_H

#include "core/ctx.h"

#define CRYPTO_KEY_SIZE 32
#define CRYPTO_MAC_SIZE 32

/* Once per process, before threads. */
MUST_USE enum rc crypto_start(void);
void crypto_random(void *to, size_t n);
bool crypto_equal(const void *a, const void *b, size_t n);
/* Same length and content; the time does not depend on where they differ. */
bool crypto_equal_str(str a, str b);
void crypto_wipe(void *p, size_t n);

struct crypto_key {
    unsigned char b[CRYPTO_KEY_SIZE];
};
struct crypto_mac {
    unsigned char b[CRYPTO_MAC_SIZE];
};
/* HMAC-SHA256; `key` of any length (RFC 4231), or one of ours. */
struct crypto_mac crypto_hmac(str key, str message);
struct crypto_mac crypto_mac(const struct crypto_key *key, str message);

/* The keys of a data folder. */
struct crypto_keys;
/* DIR/secret: read, or made once with mode 0400 (synced, renamed into place). RC_INVALID if it
   is damaged or readable by others. Free with crypto_keys_free, which wipes. */
MUST_USE enum rc crypto_keys_open(const char *dir, struct crypto_keys **ret_keys);
void crypto_keys_free(struct crypto_keys *keys);
/* The key of one use; `name` has at most 8 letters and never changes: "receipt", "csrf". */
struct crypto_key crypto_keys_get(const struct crypto_keys *keys, const char *name);

/* ---- small secrets at rest: a key of ours, a random nonce, and a tag ---- */
#define CRYPTO_SECRET_EXTRA 40
str crypto_secret_seal(struct arena *mem, const struct crypto_key *key, str plain);
/* False if the box was changed or belongs to another key. */
MUST_USE bool crypto_secret_open(struct arena *mem, const struct crypto_key *key, str box,
                                 str *ret_plain);

/* ---- passwords: argon2id, 19 MiB, 2 passes; two at a time in the whole process ---- */
#define CRYPTO_PASSWORD_HASH_MAX 128
/* Also what the hash of nobody costs: verify against crypto_password_nobody for unknown names.
   RC_BUSY when too many wait. The hash is text. */
MUST_USE enum rc crypto_password_hash(struct arena *mem, str password, str *ret_hash);
/* RC_DENIED when it does not match. *ret_stale: hash again with today's cost and store it. */
MUST_USE enum rc crypto_password_verify(str hash, str password, bool *ret_stale);
str crypto_password_nobody(void);

/* ---- TOTP (RFC 6238, SHA-1, 6 digits, 30 s), as authenticator apps know it ---- */
#define CRYPTO_TOTP_SECRET_SIZE 20
str crypto_totp_base32(struct arena *mem, str secret);
/* otpauth://totp/… for the QR code; issuer and account are escaped here. */
str crypto_totp_uri(struct arena *mem, str secret, str issuer, str account);
str crypto_totp_code(struct arena *mem, str secret, instant at);
/* One step around `now` is accepted. `last_step` is the step used before (0: none): it and older
   ones are refused (replay). *ret_step is to be stored. RC_DENIED otherwise. */
MUST_USE enum rc crypto_totp_verify(str secret, str code, instant now, int64_t last_step,
                                    int64_t *ret_step);

/* ---- codes people read: 32 letters without look-alikes (no i l o u; read as 1 1 0 v) ---- */
/* The secret on a receipt: 65 bits, `xxxx-xxxx-xxxxx`, the same for the same id and generation. */
str crypto_receipt_secret(struct arena *mem, const struct crypto_key *key, str pubid,
                          int64_t generation);
/* What somebody typed against it: case, spaces, dashes and look-alikes do not matter. */
bool crypto_receipt_match(const struct crypto_key *key, str pubid, int64_t generation, str typed);
/* A one-time code of 50 bits, `xxxxx-xxxxx`. Store crypto_code_mac of it, never the code. */
str crypto_code_new(struct arena *mem);
struct crypto_mac crypto_code_mac(const struct crypto_key *key, str typed);
/* 32 random bytes as 52 letters: session ids, tokens. */
str crypto_token_new(struct arena *mem);

#endif
