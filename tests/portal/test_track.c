/*
 * test_track.c - guessing at receipts' secrets, over a real server: pages, receipt and API are
 * counted together, by address and by code; beyond the limit a known code answers like an
 * unknown one; whom a TLS front speaks for; and the rate headers of /api.
 */
#include "db/lib_engine.h" /* on both engines */
#include "dossier/lib_desk.h"

#include "access/inner.h"
#include "core/buf.h"
#include "dossier/dossier_read.h"
#include "http/lib_client.h"
#include "web/settings.h"

static struct desk desk;
static struct dossier_ref known;
static str secret;

static enum rc find_secret(struct ctx *c, void *arg)
{
    struct dossier d;
    const enum rc rc = dossier_get_by_id(c, known.id, &d);
    *(str *)arg = dossier_secret(c->mem, &d);
    return rc;
}

static int start(void **state)
{
    (void)state;
    if (desk_start(&desk, "127.0.0.1:0"))
        return -1;
    known = desk_receive(&desk, "1.004873", "2026-11-20T09:00", true);
    known.code = str_dup(desk.mem, known.code);
    assert_int_equal(engine_read(desk.a->e, find_secret, &secret), RC_OK);
    secret = str_dup(desk.mem, secret);
    web_settings_now.guesses_from = 5;
    web_settings_now.guesses_at = 5;
    web_settings_now.api_minute = 1000;
    access__guess_forget_all();
    return 0;
}
static int stop(void **state)
{
    (void)state;
    desk_stop(&desk);
    return 0;
}
static int fresh(void **state)
{
    (void)state;
    access__guess_forget_all();
    web_settings_now.guesses_from = web_settings_now.guesses_at = 5;
    web_settings_now.api_minute = 1000;
    return 0;
}

static struct answer get(const char *form, str code, const char *s)
{
    struct answer a = {0};
    struct buf path = buf_new(desk.mem, 500);
    for (const char *p = form; *p; p++)
        if (*p == '@')
            buf_add(&path, code);
        else
            buf_char(&path, *p);
    const str request =
        str_fmt(desk.mem, "GET %.*s%s HTTP/1.1\r\nHost: localhost\r\n\r\n", STR_ARG(buf_str(&path)), s);
    assert_true(client_once(desk.port, desk.mem, request, &a));
    return a;
}

/* All the ways in. A right secret is never counted, so it stays right. */
static const char *const ways[] = {"/t/@?s=", "/tracking?code=@&s=", "/t/@/receipt.pdf?s=",
                                   "/t/@/slips/receipt?s=", "/api/v1/tracking/@?secret="};
#define WAYS (sizeof ways / sizeof *ways)

static void test_track__every_way_counts_wrong_secrets(void **state)
{
    (void)state;
    for (size_t w = 0; w < WAYS; w++) {
        access__guess_forget_all();
        for (int i = 0; i < 20; i++)
            assert_int_equal(get(ways[w], known.code, str_c(desk.mem, secret)).status, 200);
        for (int i = 0; i < 5; i++)
            assert_true(get(ways[w], known.code, "wrong").status < 429);
        for (size_t other = 0; other < WAYS; other++) {
            const struct answer a = get(ways[other], known.code, "wrong");
            assert_int_equal(a.status, 429);
            int64_t wait = 0;
            assert_true(str_to_i64(answer_header(&a, S("retry-after")), &wait));
            assert_true(wait > 0 && wait <= 3601);
        }
        /* Also the right one: or the answer would tell it. */
        assert_int_equal(get(ways[w], known.code, str_c(desk.mem, secret)).status, 429);
    }
}

static void test_track__unknown_codes_count_by_address(void **state)
{
    (void)state;
    for (int i = 0; i < 5; i++) {
        const str code = str_fmt(desk.mem, "H48.101-000000-%04d", i);
        assert_int_equal(get("/tracking?code=@", code, "").status, 404);
    }
    assert_int_equal(get("/tracking?code=@", S("H48.101-000000-0009"), "").status, 429);
    assert_int_equal(get("/t/@", known.code, "").status, 429);
    /* The form itself, the home page and the catalogue stay open. */
    assert_int_equal(get("/tracking", S(""), "").status, 200);
    assert_int_equal(get("/", S(""), "").status, 200);
}

static void test_track__a_code_alone_is_no_guess(void **state)
{
    (void)state;
    for (int i = 0; i < 20; i++)
        assert_int_equal(get("/t/@", known.code, "").status, 200);
}

static void test_track__a_code_is_guarded_from_all_sides(void **state)
{
    (void)state;
    web_settings_now.guesses_from = 1000;
    for (int i = 0; i < 5; i++)
        assert_int_equal(get("/t/@?s=", known.code, "wrong").status, 200);
    assert_int_equal(get("/t/@?s=", known.code, "wrong").status, 429);
    /* Only that one, and without a secret it still tells what the law lets it tell. */
    assert_int_equal(get("/t/@", known.code, "").status, 200);
    assert_int_equal(get("/t/@?s=", S("H48.101-000000-0001"), "wrong").status, 404);
}

/* What differs is the moment, the masked token and the request's number. */
static str same(const struct answer *a)
{
    static const char *const from[] = {"name=\"_token\" value=\"", "urn:motcua:request:"};
    struct buf b = buf_new(desk.mem, (size_t)1 << 20);
    str rest = a->body;
    for (size_t i = 0; i < 2; i++) {
        for (ptrdiff_t at = str_find(rest, str_of(from[i])); at >= 0;
             at = str_find(rest, str_of(from[i]))) {
            buf_add(&b, str_sub(rest, 0, at));
            const struct str_cut cut = str_cut(str_sub(rest, at + str_of(from[i]).n, rest.n), '"');
            rest = cut.tail;
        }
    }
    buf_add(&b, rest);
    return buf_str(&b);
}

static void test_track__beyond_the_limit_a_known_code_is_like_an_unknown_one(void **state)
{
    (void)state;
    const str unknown = S("H48.101-000000-0007");
    web_settings_now.guesses_at = 1000;
    for (int i = 0; i < 5; i++)
        (void)get("/t/@?s=", unknown, "wrong");
    for (size_t w = 0; w < WAYS; w++) {
        const struct answer one = get(ways[w], known.code, str_c(desk.mem, secret)),
                            two = get(ways[w], unknown, "wrong");
        assert_int_equal(one.status, 429);
        assert_int_equal(two.status, 429);
        /* The address is on the page, for print: the codes have the same length. */
        const str a = same(&one), b = same(&two);
        assert_int_equal(a.n, b.n);
        assert_false(str_has(a, S("1.004873")));
    }
}

static void test_track__the_page_says_it_in_plain_words(void **state)
{
    (void)state;
    for (int i = 0; i < 5; i++)
        (void)get("/t/@?s=", known.code, "wrong");
    const struct answer page = get("/t/@?s=", known.code, "wrong");
    assert_true(str_has(page.body, S("Tạm dừng vì có quá nhiều lần thử")));
    assert_true(str_has(page.body, S("Thử lại sau 10 phút.")));
    assert_true(str_eq(answer_header(&page, S("cache-control")), S("no-store")));
    const struct answer json = get("/api/v1/tracking/@?secret=", known.code, "wrong");
    assert_true(str_has(json.body, S("\"code\":\"too-many-requests\"")));
}

/* Papers addressed to the applicant, for who has the secret: nothing else, whoever asks. */
static void test_track__papers_with_the_secret_alone(void **state)
{
    (void)state;
    const char *s = str_c(desk.mem, secret);
    const struct answer page = get("/t/@?s=", known.code, s);
    assert_true(str_has(page.body, str_fmt(desk.mem, "/t/%.*s/slips/receipt?s=", STR_ARG(known.code))));
    assert_false(str_has(page.body, S("control_sheet")));
    assert_false(str_has(get("/t/@", known.code, "").body, S("/slips/")));
    const struct answer pdf = get("/t/@/slips/receipt?s=", known.code, s);
    assert_int_equal(pdf.status, 200);
    assert_true(str_starts(pdf.body, S("%PDF-")));
    assert_int_equal(get("/t/@/slips/receipt", known.code, "").status, 404);
    assert_int_equal(get("/t/@/slips/receipt?s=", known.code, "wrong").status, 404);
    assert_int_equal(get("/t/@/slips/refusal?s=", known.code, s).status, 404);
    assert_int_equal(get("/t/@/slips/control_sheet?s=", known.code, s).status, 404);
    const str staff = str_fmt(desk.mem,
                              "GET /t/%.*s/slips/control_sheet?s=%s HTTP/1.1\r\nHost: localhost\r\n"
                              "Cookie: mc=clerk\r\n\r\n",
                              STR_ARG(known.code), s);
    struct answer a = {0};
    assert_true(client_once(desk.port, desk.mem, staff, &a));
    assert_int_equal(a.status, 404);
}

/* ---- the API ---- */

static void test_track__api_says_what_is_left(void **state)
{
    (void)state;
    web_settings_now.api_minute = 3;
    for (int i = 2; i >= 0; i--) {
        const struct answer a = get("/api/v1/procedures", S(""), "");
        const str left = str_fmt(desk.mem, "\"api\";r=%d;t=", i);
        assert_int_not_equal(a.status, 429);
        assert_true(str_eq(answer_header(&a, S("ratelimit-policy")), S("\"api\";q=3;w=60")));
        assert_true(str_starts(answer_header(&a, S("ratelimit")), left));
    }
    static const char *const paths[] = {"/api/v1/tracking/@", "/api/v1/nothing", "/api/v1/dossiers"};
    for (size_t i = 0; i < 3; i++) {
        const struct answer a = get(paths[i], known.code, "");
        int64_t wait = 0;
        assert_int_equal(a.status, 429);
        assert_true(str_to_i64(answer_header(&a, S("retry-after")), &wait) && wait > 0 && wait <= 61);
        assert_true(str_starts(answer_header(&a, S("ratelimit")), S("\"api\";r=0;t=")));
    }
    const struct answer page = get("/procedures", S(""), "");
    assert_int_equal(page.status, 200);
    assert_null(answer_header(&page, S("ratelimit")).p);
}

#define TRACK_TEST(name) cmocka_unit_test_setup(name, fresh)

int main(int argc, char **argv)
{
    const int hidden = desk_child(argc, argv);
    if (hidden >= 0)
        return hidden;
    const struct CMUnitTest tests[] = {
        TRACK_TEST(test_track__every_way_counts_wrong_secrets),
        TRACK_TEST(test_track__unknown_codes_count_by_address),
        TRACK_TEST(test_track__a_code_alone_is_no_guess),
        TRACK_TEST(test_track__a_code_is_guarded_from_all_sides),
        TRACK_TEST(test_track__beyond_the_limit_a_known_code_is_like_an_unknown_one),
        TRACK_TEST(test_track__the_page_says_it_in_plain_words),
        TRACK_TEST(test_track__papers_with_the_secret_alone),
        TRACK_TEST(test_track__api_says_what_is_left),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
