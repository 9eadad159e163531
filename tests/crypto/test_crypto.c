/* test_crypto.c - published vectors and refusals of keys, passwords, one-time codes. */
#include "core/hash.h"
#include "crypto/crypto.h"
#include "host/file.h"
#include "lib_test.h"

#include <pthread.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static struct arena *mem;

/* ---- RFC 4231 ---- */
static void check_hmac(str key, str message, const char *hex)
{
    const struct crypto_mac mac = crypto_hmac(key, message);
    assert_true(str_starts(hex_of(mem, mac.b, sizeof mac.b), str_of(hex)));
}

static str filled(char with, ptrdiff_t n)
{
    char *p = arena_alloc(mem, (size_t)n);
    memset(p, with, (size_t)n);
    return (str){p, n};
}

static void test_crypto__hmac_rfc4231(void **state)
{
    (void)state;
    static const char counted[] =
        "\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f\x10\x11\x12\x13\x14"
        "\x15\x16\x17\x18\x19";
    check_hmac(filled(0x0b, 20), S("Hi There"),
               "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    check_hmac(S("Jefe"), S("what do ya want for nothing?"),
               "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    check_hmac(filled((char)0xaa, 20), filled((char)0xdd, 50),
               "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe");
    check_hmac((str){counted, 25}, filled((char)0xcd, 50),
               "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b");
    check_hmac(filled(0x0c, 20), S("Test With Truncation"), "a3b6167473100ee06e0c796c2955552b");
    check_hmac(filled((char)0xaa, 131), S("Test Using Larger Than Block-Size Key - Hash Key First"),
               "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
    check_hmac(filled((char)0xaa, 131),
               S("This is a test using a larger than block-size key and a larger than block-size data. "
                 "The key "
                 "needs to be hashed before being used by the HMAC algorithm."),
               "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2");
}

static void test_crypto__equal(void **state)
{
    (void)state;
    assert_true(crypto_equal_str(S("abc"), S("abc")));
    assert_false(crypto_equal_str(S("abc"), S("abd")));
    assert_false(crypto_equal_str(S("abc"), S("ab")));
    assert_true(crypto_equal_str(S(""), S("")));
}

/* ---- RFC 6238, appendix B: SHA-1 rows, the last six of eight digits ---- */
static void test_crypto__totp_rfc6238(void **state)
{
    (void)state;
    static const struct {
        int64_t at;
        const char *code;
    } rows[] = {{59, "287082"},         {1111111109, "081804"}, {1111111111, "050471"},
                {1234567890, "005924"}, {2000000000, "279037"}, {20000000000, "353130"}};
    const str secret = S("12345678901234567890");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const instant at = {rows[i].at * SECOND_US};
        int64_t step = -1;
        assert_true(str_eq(crypto_totp_code(mem, secret, at), str_of(rows[i].code)));
        assert_int_equal(crypto_totp_verify(secret, str_of(rows[i].code), at, 0, &step), RC_OK);
        assert_int_equal(step, rows[i].at / 30);
    }
}

static void test_crypto__totp_window_and_replay(void **state)
{
    (void)state;
    const str secret = S("12345678901234567890");
    const instant at = {INT64_C(1111111111) * SECOND_US};
    const str code = crypto_totp_code(mem, secret, at);
    int64_t step = -1, second = -1;
    const instant early = {at.us - 30 * SECOND_US}, late = {at.us + 30 * SECOND_US};
    assert_int_equal(crypto_totp_verify(secret, code, early, 0, &step), RC_OK);
    assert_int_equal(crypto_totp_verify(secret, code, late, 0, &step), RC_OK);
    assert_int_equal(crypto_totp_verify(secret, code, (instant){late.us + 30 * SECOND_US}, 0, &second),
                     RC_DENIED);
    assert_int_equal(crypto_totp_verify(secret, code, (instant){early.us - 30 * SECOND_US}, 0, &second),
                     RC_DENIED);
    assert_int_equal(crypto_totp_verify(secret, code, at, step, &second), RC_DENIED); /* used before */
    assert_int_equal(crypto_totp_verify(secret, code, at, step + 1, &second), RC_DENIED);
    assert_int_equal(crypto_totp_verify(secret, code, at, step - 1, &second), RC_OK);
    assert_int_equal(crypto_totp_verify(secret, S("050472"), at, 0, &second), RC_DENIED);
    assert_int_equal(crypto_totp_verify(secret, S("50471"), at, 0, &second), RC_DENIED);
    assert_int_equal(crypto_totp_verify(secret, S("0050471"), at, 0, &second), RC_DENIED);
    assert_int_equal(crypto_totp_verify(secret, S(""), at, 0, &second), RC_DENIED);
}

static void test_crypto__totp_uri(void **state)
{
    (void)state;
    assert_true(str_eq(crypto_totp_base32(mem, S("12345678901234567890")),
                       S("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")));
    assert_true(str_eq(crypto_totp_uri(mem, S("12345678901234567890"), S("motcua"), S("a&b@xã")),
                       S("otpauth://totp/motcua:a%26b%40x%C3%A3?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
                         "&issuer=motcua&algorithm=SHA1&digits=6&period=30")));
}

/* ---- passwords ---- */
static void test_crypto__password(void **state)
{
    (void)state;
    str hash = STR_NONE, again = STR_NONE;
    bool stale = true;
    assert_int_equal(crypto_password_hash(mem, S("mật khẩu dài"), &hash), RC_OK);
    assert_true(str_starts(hash, S("$argon2id$v=19$m=19456,t=2,p=1$")));
    assert_true(hash.n < CRYPTO_PASSWORD_HASH_MAX);
    assert_int_equal(crypto_password_verify(hash, S("mật khẩu dài"), &stale), RC_OK);
    assert_false(stale);
    assert_int_equal(crypto_password_verify(hash, S("mật khẩu dà"), &stale), RC_DENIED);
    assert_int_equal(crypto_password_verify(hash, S(""), &stale), RC_DENIED);
    assert_int_equal(crypto_password_hash(mem, S("mật khẩu dài"), &again), RC_OK);
    assert_false(str_eq(hash, again)); /* salted */
}

static void test_crypto__password_refuses_other_hashes(void **state)
{
    (void)state;
    bool stale;
    static const char *const bad[] = {"",
                                      "x",
                                      "$argon2id$",
                                      "$argon2i$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$aGFzaA",
                                      "$2y$10$abcdefghijklmnopqrstuu",
                                      "$argon2id$v=19$m=19456,t=2,p=1$$"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(crypto_password_verify(str_of(bad[i]), S("x"), &stale), RC_DENIED);
    assert_int_equal(crypto_password_verify(filled('$', 500), S("x"), &stale), RC_DENIED);
    assert_int_equal(crypto_password_verify(STR_NONE, S("x"), &stale), RC_DENIED);
}

static void test_crypto__password_of_nobody_costs_the_same(void **state)
{
    (void)state;
    bool stale;
    assert_true(str_starts(crypto_password_nobody(), S("$argon2id$v=19$m=19456,t=2,p=1$")));
    assert_int_equal(crypto_password_verify(crypto_password_nobody(), S(""), &stale), RC_DENIED);
}

static void test_crypto__password_cost_that_is_old_is_stale(void **state)
{
    (void)state;
    bool stale = false;
    /* What a weaker past would have stored. */
    char weak[crypto_pwhash_STRBYTES];
    assert_int_equal(crypto_pwhash_str(weak, "password", 8, 1, 8 << 20), 0);
    assert_int_equal(crypto_password_verify(str_of(weak), S("password"), &stale), RC_OK);
    assert_true(stale);
}

struct hashing {
    pthread_t t;
    enum rc rc;
};
static void *hash_one(void *arg)
{
    struct hashing *h = arg;
    struct arena *a = arena_new(1 << 16);
    str hash;
    h->rc = crypto_password_hash(a, S("x"), &hash);
    arena_free(a);
    return NULL;
}

static void test_crypto__password_queue(void **state)
{
    (void)state;
    struct hashing h[8];
    struct timespec from, to;
    clock_gettime(CLOCK_MONOTONIC, &from);
    for (int i = 0; i < 8; i++)
        assert_int_equal(pthread_create(&h[i].t, NULL, hash_one, &h[i]), 0);
    for (int i = 0; i < 8; i++)
        pthread_join(h[i].t, NULL);
    clock_gettime(CLOCK_MONOTONIC, &to);
    for (int i = 0; i < 8; i++)
        assert_int_equal(h[i].rc, RC_OK);
    print_message("# 8 password hashes through 2 slots: %.0f ms\n",
                  (double)(to.tv_sec - from.tv_sec) * 1e3 + (double)(to.tv_nsec - from.tv_nsec) / 1e6);
}

/* ---- keys of a folder ---- */
static char dir[64], path[96];

static void test_crypto__keys_are_made_once(void **state)
{
    (void)state;
    struct crypto_keys *k = NULL, *again = NULL;
    struct host_entry e;
    assert_int_equal(crypto_keys_open(dir, &k), RC_OK);
    assert_int_equal(host_file_stat(path, &e), RC_OK);
    assert_int_equal(e.mode, 0400);
    assert_int_equal(crypto_keys_open(dir, &again), RC_OK);
    const struct crypto_key a = crypto_keys_get(k, "receipt"), b = crypto_keys_get(again, "receipt"),
                            c = crypto_keys_get(k, "csrf");
    assert_memory_equal(a.b, b.b, sizeof a.b);
    assert_memory_not_equal(a.b, c.b, sizeof a.b);
    crypto_keys_free(k);
    crypto_keys_free(again);
    crypto_keys_free(NULL);
}

static void test_crypto__keys_refuse_damage(void **state)
{
    (void)state;
    struct crypto_keys *k = NULL;
    str good = STR_NONE;
    assert_int_equal(host_file_get(mem, path, 1000, &good), RC_OK);
    static const char *const bad[] = {"", "motcua-secret-1 \n", "motcua-secret-2 "};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_int_equal(host_file_replace(path, str_of(bad[i]), 0400), RC_OK);
        assert_int_equal(crypto_keys_open(dir, &k), RC_INVALID);
    }
    assert_int_equal(host_file_replace(path, str_fmt(mem, "%.*sx", STR_ARG(good)), 0400), RC_OK);
    assert_int_equal(crypto_keys_open(dir, &k), RC_INVALID); /* longer than it should be */
    assert_int_equal(host_file_replace(path, good, 0440), RC_OK);
    assert_int_equal(crypto_keys_open(dir, &k), RC_INVALID); /* others may read it */
    assert_int_equal(crypto_keys_open("/nonexistent/folder", &k), RC_NOT_FOUND);
    assert_null(k);
}

/* ---- codes ---- */
static void test_crypto__receipt_secret(void **state)
{
    (void)state;
    struct crypto_key key = {{1}}, other = {{2}};
    const str pub = S("01hzy2m9d0q5v8w3k7c4x6tb2n");
    const str one = crypto_receipt_secret(mem, &key, pub, 1);
    assert_int_equal(one.n, 15);
    assert_true(one.p[4] == '-' && one.p[9] == '-');
    for (ptrdiff_t i = 0; i < one.n; i++)
        assert_true(one.p[i] == '-' || strchr("0123456789abcdefghjkmnpqrstvwxyz", one.p[i]));
    assert_true(str_eq(one, crypto_receipt_secret(mem, &key, pub, 1))); /* reprints are equal */
    assert_false(str_eq(one, crypto_receipt_secret(mem, &key, pub, 2)));
    assert_false(str_eq(one, crypto_receipt_secret(mem, &other, pub, 1)));
    assert_false(str_eq(one, crypto_receipt_secret(mem, &key, S("01hzy2m9d0q5v8w3k7c4x6tb2p"), 1)));
    assert_true(crypto_receipt_match(&key, pub, 1, one));
    assert_false(crypto_receipt_match(&key, pub, 2, one));
    assert_false(crypto_receipt_match(&key, pub, 1, str_sub(one, 0, 14)));
    assert_false(crypto_receipt_match(&key, pub, 1, str_fmt(mem, "%.*s0", STR_ARG(one))));
    assert_false(crypto_receipt_match(&key, pub, 1, S("")));
}

static void test_crypto__receipt_forgives_typing(void **state)
{
    (void)state;
    struct crypto_key key = {{7}};
    int changed = 0;
    for (int g = 0; g < 200; g++) {
        const str one = crypto_receipt_secret(mem, &key, S("pub"), g);
        char typed[64];
        int n = 0;
        for (ptrdiff_t i = 0; i < one.n; i++) {
            char ch = one.p[i];
            if (ch == '-')
                ch = ' ';
            else if (ch == '1')
                ch = g & 1 ? 'I' : 'l';
            else if (ch == '0')
                ch = 'O';
            else if (ch == 'v')
                ch = 'U';
            else if (ch >= 'a')
                ch = (char)(ch - 'a' + 'A');
            changed += ch != one.p[i];
            typed[n++] = ch;
        }
        assert_true(crypto_receipt_match(&key, S("pub"), g, (str){typed, n}));
        typed[0] = typed[0] == '2' ? '3' : '2';
        assert_false(crypto_receipt_match(&key, S("pub"), g, (str){typed, n}));
    }
    assert_true(changed > 1000);
}

static void test_crypto__one_time_codes(void **state)
{
    (void)state;
    struct crypto_key key = {{3}};
    const str code = crypto_code_new(mem);
    assert_int_equal(code.n, 11);
    assert_false(str_eq(code, crypto_code_new(mem)));
    const struct crypto_mac stored = crypto_code_mac(&key, code);
    const struct crypto_mac typed =
        crypto_code_mac(&key, str_fmt(mem, " %.5s %.5s ", code.p, code.p + 6));
    assert_memory_equal(stored.b, typed.b, sizeof stored.b);
    const struct crypto_mac wrong = crypto_code_mac(&key, str_sub(code, 0, 10));
    assert_memory_not_equal(stored.b, wrong.b, sizeof stored.b);
    const str token = crypto_token_new(mem);
    assert_int_equal(token.n, 52);
    assert_false(str_eq(token, crypto_token_new(mem)));
}

static int start(void **state)
{
    (void)state;
    mem = arena_new(8 << 20);
    if (!test_folder(dir, sizeof dir, "crypto") || crypto_start() != RC_OK)
        return -1;
    (void)snprintf(path, sizeof path, "%s/secret", dir);
    return 0;
}

static int stop(void **state)
{
    (void)state;
    arena_free(mem);
    unlink(path);
    return rmdir(dir);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_crypto__hmac_rfc4231),
        cmocka_unit_test(test_crypto__equal),
        cmocka_unit_test(test_crypto__totp_rfc6238),
        cmocka_unit_test(test_crypto__totp_window_and_replay),
        cmocka_unit_test(test_crypto__totp_uri),
        cmocka_unit_test(test_crypto__password),
        cmocka_unit_test(test_crypto__password_refuses_other_hashes),
        cmocka_unit_test(test_crypto__password_of_nobody_costs_the_same),
        cmocka_unit_test(test_crypto__password_cost_that_is_old_is_stale),
        cmocka_unit_test(test_crypto__password_queue),
        cmocka_unit_test(test_crypto__keys_are_made_once),
        cmocka_unit_test(test_crypto__keys_refuse_damage),
        cmocka_unit_test(test_crypto__receipt_secret),
        cmocka_unit_test(test_crypto__receipt_forgives_typing),
        cmocka_unit_test(test_crypto__one_time_codes),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
