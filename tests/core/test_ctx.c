/* test_ctx.c - faults, random stream, public ids, hashes. */
#include "lib_test.h"

#include "core/hash.h"

static void test_ctx__faults_keep_their_order(void **state)
{
    struct ctx *c = *state;
    const str args[] = {S("3"), S("5")};
    assert_int_equal(fail(c, RC_INVALID, "status", "core.day"), RC_INVALID);
    assert_int_equal(fail_args(c, RC_CONFLICT, NULL, "core.date", args, 2), RC_CONFLICT);
    assert_int_equal(fail_at(c, RC_INVALID, S("row[2].name"), "core.time"), RC_INVALID);
    const struct fault *f = c->faults;
    assert_str(f->field, "status");
    assert_null(f->next->field.p);
    assert_str(f->next->args[1], "5");
    assert_str(f->next->next->field, "row[2].name");
    assert_null(f->next->next->next);
}

static void test_ctx__rewinding_repeats_the_random_stream(void **state)
{
    struct ctx *c = *state;
    unsigned char first[40], second[40], again[40];
    c->rng.seed[0] = 9;
    ctx_random(c, first, sizeof first);
    ctx_random(c, second, sizeof second);
    assert_memory_not_equal(first, second, sizeof first);
    c->rng.drawn = 1;
    ctx_random(c, again, sizeof again);
    assert_memory_equal(second, again, sizeof again);
    c->rng = (struct rng){.seed = {8}};
    ctx_random(c, again, sizeof again);
    assert_memory_not_equal(first, again, sizeof again);
}

static void test_ctx__public_ids_are_ordered_by_time_and_unique(void **state)
{
    struct ctx *c = *state;
    const str a = ctx_new_pubid(c), b = ctx_new_pubid(c);
    c->now.us += 1000;
    const str later = ctx_new_pubid(c);
    assert_int_equal(a.n, 26);
    assert_false(str_eq(a, b));
    assert_true(str_cmp(a, later) < 0 && str_cmp(b, later) < 0);
    for (ptrdiff_t i = 0; i < a.n; i++)
        assert_non_null(strchr("0123456789abcdefghjkmnpqrstvwxyz", a.p[i]));
    assert_true(str_starts(a, str_sub(later, 0, 8)));
}

static void test_hash__matches_the_published_vectors(void **state)
{
    struct ctx *c = *state;
    struct sha256 h;
    struct digest d = sha256_of(S("abc")), back;
    assert_str(digest_hex(c->mem, &d),
               "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    d = sha256_of(S(""));
    assert_str(digest_hex(c->mem, &d),
               "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    sha256_start(&h);
    for (int i = 0; i < 1000; i++)
        sha256_add_str(&h, S("aaaaaaaaaa"));
    for (int i = 0; i < 99; i++)
        for (int k = 0; k < 1000; k++)
            sha256_add(&h, "aaaaaaaaaa", 10);
    d = sha256_end(&h); /* a million a */
    assert_str(digest_hex(c->mem, &d),
               "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    assert_true(digest_parse(digest_hex(c->mem, &d), &back) && digest_eq(&d, &back));
}

static void test_hash__refuses_hex_of_another_length(void **state)
{
    (void)state;
    unsigned char two[2];
    assert_false(hex_parse(S("abc"), two, 2) || hex_parse(S("abcg"), two, 2) ||
                 hex_parse(S("ab cd"), two, 2) || hex_parse(S("abcdef"), two, 2));
    assert_true(hex_parse(S("aBcD"), two, 2) && two[0] == 0xab && two[1] == 0xcd);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_ctx__faults_keep_their_order),
        TEST(test_ctx__rewinding_repeats_the_random_stream),
        TEST(test_ctx__public_ids_are_ordered_by_time_and_unique),
        TEST(test_hash__matches_the_published_vectors),
        TEST(test_hash__refuses_hex_of_another_length),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
