/*
 * record_leaf.c - the exact bytes that are hashed. docs/internals/record.md describes them so
 * that anybody can write a verifier; tests/record/verify.py is one. A change here without a
 * new RECORD_VERSION would call every older record forged.
 */
#include "record/inner.h"

static void add_i64(struct sha256 *h, int64_t v)
{
    unsigned char b[8];
    for (int i = 0; i < 8; i++)
        b[i] = (unsigned char)((uint64_t)v >> (56 - 8 * i));
    sha256_add(h, b, sizeof b);
}

/* Length first, so that no two lists of texts give the same bytes; absent is not empty. */
static void add_text(struct sha256 *h, str s)
{
    const uint32_t n = s.p ? (uint32_t)s.n : UINT32_MAX;
    const unsigned char b[4] = {(unsigned char)(n >> 24), (unsigned char)(n >> 16),
                                (unsigned char)(n >> 8), (unsigned char)n};
    sha256_add(h, b, sizeof b);
    if (s.p)
        sha256_add_str(h, s);
}

struct digest record__leaf(const struct event_row *e)
{
    static const unsigned char start[2] = {0x00, RECORD_VERSION};
    struct sha256 h;
    sha256_start(&h);
    sha256_add(&h, start, sizeof start);
    add_i64(&h, e->id);
    add_i64(&h, e->at.us);
    add_i64(&h, e->legal.us);
    add_text(&h, e->kind);
    add_text(&h, e->object_kind);
    add_i64(&h, e->object);
    add_text(&h, e->object_pub);
    add_i64(&h, e->actor);
    add_i64(&h, e->acting_for);
    add_i64(&h, e->agency);
    add_text(&h, e->purpose);
    add_i64(&h, e->measure.receiving);
    add_i64(&h, e->measure.competent);
    add_i64(&h, e->measure.version);
    add_text(&h, e->measure.channel);
    add_text(&h, e->measure.origin);
    add_text(&h, e->payload);
    add_text(&h, e->private_hash);
    return sha256_end(&h);
}

struct digest record__chain(const unsigned char prev[32], const struct digest *leaf)
{
    static const unsigned char start[1] = {0x02};
    struct sha256 h;
    sha256_start(&h);
    sha256_add(&h, start, sizeof start);
    sha256_add(&h, prev, 32);
    sha256_add(&h, leaf->b, sizeof leaf->b);
    return sha256_end(&h);
}

struct digest record__private_hash(str salt, str body)
{
    struct sha256 h;
    sha256_start(&h);
    sha256_add_str(&h, salt);
    sha256_add_str(&h, body);
    return sha256_end(&h);
}
