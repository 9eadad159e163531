/* ctx.c - reasons and random values of a unit of work; see ctx.h. */
#include "core/ctx.h"

#include <sodium.h>
#include <string.h>

static struct fault *add_fault(struct ctx *c, enum rc rc, str field, const char *key)
{
    BUG_IF(rc == RC_OK || !key);
    struct fault *f = NEW(c->mem, struct fault);
    struct fault **at = &c->faults;
    f->rc = rc;
    f->field = field;
    f->key = key;
    while (*at)
        at = &(*at)->next;
    *at = f;
    return f;
}

enum rc fail(struct ctx *c, enum rc rc, const char *field, const char *key)
{
    (void)add_fault(c, rc, str_of(field), key);
    return rc;
}

enum rc fail_args(struct ctx *c, enum rc rc, const char *field, const char *key, const str *args,
                  int count)
{
    struct fault *f = add_fault(c, rc, str_of(field), key);
    BUG_IF(count < 0 || count > (int)(sizeof f->args / sizeof *f->args));
    for (int i = 0; i < count; i++)
        f->args[i] = str_dup(c->mem, args[i]);
    return rc;
}

enum rc fail_at(struct ctx *c, enum rc rc, str field, const char *key)
{
    (void)add_fault(c, rc, str_dup(c->mem, field), key);
    return rc;
}

/* Each draw has a key of its own, made from the seed and its number, so setting `drawn`
   back repeats the stream whatever the sizes of the draws were. */
void ctx_random(struct ctx *c, void *to, size_t n)
{
    unsigned char number[8], key[randombytes_SEEDBYTES];
    _Static_assert(sizeof c->rng.seed == randombytes_SEEDBYTES, "seed is a libsodium seed");
    for (size_t i = 0; i < sizeof number; i++)
        number[i] = (unsigned char)(c->rng.drawn >> (8 * i));
    c->rng.drawn++;
    BUG_IF(crypto_generichash(key, sizeof key, number, sizeof number, c->rng.seed, sizeof c->rng.seed));
    randombytes_buf_deterministic(to, n, key);
    sodium_memzero(key, sizeof key);
}

/* 130 bits of letters hold 128 bits of id, so the first letter is 0..7. */
str ctx_new_pubid(struct ctx *c)
{
    static const char letters[] = "0123456789abcdefghjkmnpqrstvwxyz";
    unsigned char id[16];
    const uint64_t ms = c->now.us > 0 ? (uint64_t)(c->now.us / 1000) : 0;
    char *text = arena_alloc(c->mem, 26);
    for (size_t i = 0; i < 6; i++)
        id[i] = (unsigned char)(ms >> (40 - 8 * i));
    ctx_random(c, id + 6, 10);
    uint32_t pending = 0;
    int bits = 2; /* two leading zero bits */
    size_t at = 0;
    for (size_t i = 0; i < sizeof id; i++) {
        pending = pending << 8 | id[i];
        for (bits += 8; bits >= 5; bits -= 5)
            text[at++] = letters[pending >> (bits - 5) & 31];
    }
    BUG_IF(at != 26 || bits != 0);
    return (str){text, 26};
}
