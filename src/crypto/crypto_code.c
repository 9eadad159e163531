/*
 * crypto_code.c - codes that people read, say and type. 32 letters: digits and lower case without
 * i l o u; a reader may write those for 1 1 0 v and is understood.
 */
#include "crypto/crypto.h"

#include <string.h>

static const char letters[] = "0123456789abcdefghjkmnpqrstvwxyz";

#define RECEIPT_LETTERS 13
#define CODE_LETTERS 10
#define CODE_BYTES 7
#define TOKEN_BYTES 32
#define TOKEN_LETTERS 52

/* The first `n` groups of five bits. */
static void spell(const unsigned char *bytes, size_t size, int n, char *to)
{
    unsigned window = 0, bits = 0;
    size_t at = 0;
    for (int i = 0; i < n; i++) {
        if (bits < 5) {
            window = window << 8 | (at < size ? bytes[at++] : 0u);
            bits += 8;
        }
        bits -= 5;
        to[i] = letters[window >> bits & 31];
    }
}

/* Typed text as our letters; false if it has others or more than `max`. */
static bool unspell(str typed, char *to, int max, int *ret_n)
{
    int n = 0;
    for (ptrdiff_t i = 0; i < typed.n; i++) {
        char ch = typed.p[i];
        if (ch == ' ' || ch == '-')
            continue;
        ch = ch >= 'A' && ch <= 'Z' ? (char)(ch - 'A' + 'a') : ch;
        ch = ch == 'i' || ch == 'l' ? '1' : ch == 'o' ? '0' : ch == 'u' ? 'v' : ch;
        if (ch == 0 || !strchr(letters, ch) || n == max)
            return false;
        to[n++] = ch;
    }
    *ret_n = n;
    return true;
}

static void receipt_letters(const struct crypto_key *key, str pubid, int64_t generation, char *to)
{
    char message[64];
    size_t n = 0;
    BUG_IF(pubid.n <= 0 || pubid.n > 48);
    memcpy(message, pubid.p, (size_t)pubid.n);
    n = (size_t)pubid.n;
    message[n++] = '/';
    for (int shift = 56; shift >= 0; shift -= 8)
        message[n++] = (char)((uint64_t)generation >> shift & 255);
    struct crypto_mac mac = crypto_mac(key, (str){message, (ptrdiff_t)n});
    spell(mac.b, sizeof mac.b, RECEIPT_LETTERS, to);
    crypto_wipe(&mac, sizeof mac);
}

str crypto_receipt_secret(struct arena *mem, const struct crypto_key *key, str pubid,
                          int64_t generation)
{
    char l[RECEIPT_LETTERS];
    receipt_letters(key, pubid, generation, l);
    return str_fmt(mem, "%.4s-%.4s-%.5s", l, l + 4, l + 8);
}

bool crypto_receipt_match(const struct crypto_key *key, str pubid, int64_t generation, str typed)
{
    char want[RECEIPT_LETTERS], got[RECEIPT_LETTERS] = {0};
    int n = 0;
    receipt_letters(key, pubid, generation, want);
    const bool read = unspell(typed, got, RECEIPT_LETTERS, &n) && n == RECEIPT_LETTERS;
    return crypto_equal(want, got, RECEIPT_LETTERS) && read;
}

str crypto_code_new(struct arena *mem)
{
    unsigned char bytes[CODE_BYTES];
    char l[CODE_LETTERS];
    crypto_random(bytes, sizeof bytes);
    spell(bytes, sizeof bytes, CODE_LETTERS, l);
    return str_fmt(mem, "%.5s-%.5s", l, l + 5);
}

struct crypto_mac crypto_code_mac(const struct crypto_key *key, str typed)
{
    char l[CODE_LETTERS];
    int n = 0;
    if (!unspell(typed, l, CODE_LETTERS, &n) || n != CODE_LETTERS)
        return crypto_mac(key, S("not a code")); /* the mac of no code: codes have ten letters */
    return crypto_mac(key, (str){l, CODE_LETTERS});
}

str crypto_token_new(struct arena *mem)
{
    unsigned char bytes[TOKEN_BYTES];
    char l[TOKEN_LETTERS];
    crypto_random(bytes, sizeof bytes);
    spell(bytes, sizeof bytes, TOKEN_LETTERS, l);
    crypto_wipe(bytes, sizeof bytes);
    return str_dup(mem, (str){l, TOKEN_LETTERS});
}
