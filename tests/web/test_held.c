/*
 * test_held.c - a form that comes after its session has ended: what was typed waits for the same
 * account, is shown again and never sent on by itself; and everything that is not held.
 */
#include "db/lib_engine.h"

#include "core/buf.h"
#include "crypto/crypto.h"
#include "file/file.h"
#include "host/lib_child.h"
#include "http/lib_client.h"
#include "web/lib_site.h"

#include <unistd.h>

#define FORM "application/x-www-form-urlencoded"

static struct site site;
static struct arena *mem;

static int start(void **state)
{
    if (engine_setup(state))
        return -1;
    mem = ((struct engine *)*state)->c.mem;
    site_start(&site, *state, NULL);
    return 0;
}
static int stop(void **state)
{
    site_stop(&site);
    return engine_teardown(state);
}

static struct answer ask(str request)
{
    struct answer a = {0};
    assert_true(client_once(site.port, mem, request, &a));
    return a;
}
static struct answer get(str path, const char *cookie)
{
    return ask(str_fmt(mem, "GET %.*s HTTP/1.1\r\nHost: localhost\r\nCookie: %s\r\n\r\n", STR_ARG(path),
                       cookie));
}
static struct answer post_from(const char *origin, const char *path, const char *cookie,
                               const char *type, str body)
{
    return ask(str_fmt(mem,
                       "POST %s HTTP/1.1\r\nHost: localhost\r\nOrigin: %s\r\nCookie: %s\r\n"
                       "Content-Type: %s\r\nContent-Length: %lld\r\n\r\n%.*s",
                       path, origin, cookie, type, (long long)body.n, STR_ARG(body)));
}
static struct answer post(const char *path, const char *cookie, str body)
{
    return post_from("http://localhost", path, cookie, FORM, body);
}

static str between(str s, const char *from, const char *to)
{
    ptrdiff_t at = str_find(s, str_of(from));
    str rest = at < 0 ? STR_NONE : str_sub(s, at + str_of(from).n, s.n);
    ptrdiff_t end = str_find(rest, str_of(to));
    return end < 0 ? STR_NONE : str_sub(rest, 0, end);
}
static str token_on(str page)
{
    const str t = between(page, "name=\"_token\" value=\"", "\"");
    assert_non_null(t.p);
    return t;
}
static str token_of(const char *cookie)
{
    return token_on(get(S("/notes/new"), cookie).body);
}

static str note(str token, const char *rest)
{
    return str_fmt(mem, "_token=%.*s&_key=key-00000001&%s", STR_ARG(token), rest);
}

/* Where the sign-in page leads back to; the answer must be that page. */
static str held_at(const struct answer *a)
{
    const str to = answer_header(a, S("location")), start_ = S("/sign-in?back=/held/");
    assert_int_equal(a->status, 303);
    assert_true(str_starts(to, start_));
    return str_fmt(mem, "/held/%.*s", STR_ARG(str_sub(to, start_.n, to.n)));
}

static str hold(const char *rest)
{
    const str token = token_of("mc=citizen");
    site_revoke("citizen");
    const struct answer a = post("/notes", "mc=citizen", note(token, rest));
    site_revoke(NULL);
    return held_at(&a);
}

static void test_held__what_was_typed_comes_back_to_be_sent_again(void **state)
{
    (void)state;
    const str at = hold("account=An%20%26%20%3Cb%3E&pages=7&menu_day=3&menu_month=2&menu_year=1990");
    assert_int_equal(site_notes(&site), 0);
    const struct answer page = get(at, "mc=citizen-again");
    assert_int_equal(page.status, 200);
    assert_true(str_has(page.body, S("value=\"An &amp; &lt;b&gt;\"")));
    assert_true(str_has(page.body, S("value=\"7\"")));
    assert_true(str_has(page.body, S("name=\"menu_year\" value=\"1990\"")));
    assert_true(str_has(page.body, S("Bài nhập vẫn còn.")));
    assert_false(str_has(page.body, S("Lỗi: ")));
    assert_true(str_eq(answer_header(&page, S("cache-control")), S("no-store")));
    assert_int_equal(site_notes(&site), 0); /* looking sends nothing */
    const struct answer sent =
        post("/notes", "mc=citizen-again", note(token_on(page.body), "account=An&pages=7"));
    assert_int_equal(sent.status, 303);
    assert_int_equal(site_notes(&site), 1);
}

static void test_held__what_would_be_refused_is_held_too(void **state)
{
    (void)state;
    const struct answer page = get(hold("account=&pages=200"), "mc=citizen-again");
    assert_int_equal(page.status, 200);
    assert_true(str_has(page.body, S("value=\"200\"")));
}

static void test_held__a_signed_out_browser_sends_no_cookie(void **state)
{
    (void)state;
    const str token = token_of("mc=citizen");
    const struct answer a = post("/notes", "x=y", note(token, "account=An"));
    assert_int_equal(get(held_at(&a), "mc=citizen").status, 200);
}

static void test_held__nobody_else_gets_it(void **state)
{
    (void)state;
    const str at = hold("account=rieng-tu");
    assert_int_equal(get(at, "mc=clerk").status, 404);
    assert_false(str_has(get(at, "mc=clerk").body, S("rieng-tu")));
    assert_int_equal(get(at, "mc=citizen").status, 200);
    const struct answer visitor = get(at, "x=y");
    assert_int_equal(visitor.status, 303);
    assert_true(str_starts(answer_header(&visitor, S("location")), S("/sign-in?back=%2Fheld%2F")));
    assert_int_equal(get(S("/held/nothing"), "mc=citizen").status, 404);
    assert_int_equal(get(S("/held/%FF"), "mc=citizen").status, 400);
    assert_true(str_has(get(S("/held/nothing"), "mc=citizen").body, S("một giờ")));
}

static void test_held__the_database_alone_opens_nothing(void **state)
{
    (void)state;
    const str at = hold("account=rieng-tu");
    assert_int_equal(site_held(&site, S("rieng-tu")), 1);
    const char *const bend = engine_is_postgresql()
                                 ? "UPDATE held_form SET boxed = '\\x00'::bytea || boxed"
                                 : "UPDATE held_form SET boxed = CAST(x'00' || boxed AS BLOB)";
    assert_int_equal(engine_script(site.engine, bend), RC_OK);
    assert_int_equal(get(at, "mc=citizen").status, 404);
}

static enum rc sweep(struct ctx *c, void *arg)
{
    return web_held_sweep(c, 100, arg);
}

static void test_held__an_hour_is_the_end(void **state)
{
    (void)state;
    int64_t gone = -1;
    const str at = hold("account=An");
    assert_int_equal(engine_write(site.engine, sweep, &gone), RC_OK);
    assert_int_equal(get(at, "mc=citizen").status, 200);
    assert_int_equal(engine_script(site.engine, "UPDATE held_form SET until = 1"), RC_OK);
    assert_int_equal(get(at, "mc=citizen").status, 404);
    assert_int_equal(engine_write(site.engine, sweep, &gone), RC_OK);
    assert_int_equal(gone, 1);
    assert_int_equal(site_held(&site, STR_NONE), 0);
}

static void test_held__an_account_has_room_for_twenty(void **state)
{
    (void)state;
    str last = STR_NONE;
    for (int i = 0; i < 22; i++)
        last = hold("account=An");
    assert_int_equal(site_held(&site, STR_NONE), 20);
    assert_int_equal(get(last, "mc=citizen").status, 200);
}

/* ---- what is not held --------------------------------------------------------------------- */

static void refused(const struct answer *a, int status)
{
    assert_int_equal(a->status, status);
    assert_int_equal(site_held(&site, STR_NONE), 0);
    assert_int_equal(site_notes(&site), 0);
}

static void test_held__another_site_plants_nothing(void **state)
{
    (void)state;
    const str body = note(token_of("mc=citizen"), "account=An");
    site_revoke("citizen");
    static const char *const origins[] = {"https://example.vn", "null", "http://localhost:1"};
    for (size_t i = 0; i < sizeof origins / sizeof *origins; i++) {
        const struct answer a = post_from(origins[i], "/notes", "mc=citizen", FORM, body);
        refused(&a, 403);
    }
    const struct answer none =
        ask(str_fmt(mem,
                    "POST /notes HTTP/1.1\r\nHost: localhost\r\nCookie: "
                    "mc=citizen\r\nContent-Type: " FORM "\r\nContent-Length: %lld\r\n\r\n%.*s",
                    (long long)body.n, STR_ARG(body)));
    refused(&none, 403);
}

static void test_held__a_page_of_ours_must_have_sent_it(void **state)
{
    (void)state;
    const str token = token_of("mc=citizen");
    char *forged = arena_alloc(mem, (size_t)token.n);
    site_revoke("citizen");
    /* nonce, account, session tag (of no use any more), account tag */
    static const int bend[] = {0, 16, 64, 95};
    for (size_t i = 0; i < sizeof bend / sizeof *bend; i++) {
        memcpy(forged, token.p, (size_t)token.n);
        forged[bend[i]] = forged[bend[i]] == '0' ? '1' : '0';
        const struct answer a = post("/notes", "mc=citizen", note((str){forged, token.n}, "account=A"));
        refused(&a, 401);
    }
    struct answer a = post("/notes", "mc=citizen", S("account=A"));
    refused(&a, 401);
    a = post("/notes", "mc=citizen", note(S("00"), "account=A"));
    refused(&a, 401);
}

static void test_held__a_visitors_page_has_nobody_to_wait_for(void **state)
{
    (void)state;
    const str token = token_on(get(S("/"), "x=y").body);
    const struct answer a = post("/notes", "x=y", note(token, "account=A"));
    refused(&a, 303);
    assert_true(str_eq(answer_header(&a, S("location")), S("/sign-in?back=%2F")));
}

static void test_held__a_form_without_a_page_is_not(void **state)
{
    (void)state;
    const str token = token_of("mc=citizen");
    site_revoke("citizen");
    const struct answer a = post("/repeat", "mc=citizen", note(token, "account=A"));
    refused(&a, 303);
    assert_true(str_eq(answer_header(&a, S("location")), S("/sign-in?back=%2F")));
}

static void test_held__what_no_form_sends_is_not(void **state)
{
    (void)state;
    const str token = token_of("mc=citizen");
    site_revoke("citizen");
    struct answer a = post("/notes", "mc=citizen", note(token, "account=A&actor_id=1"));
    refused(&a, 401);
    a = post("/notes", "mc=citizen", note(token, "account=%FF"));
    refused(&a, 401);
    a = post_from("http://localhost", "/notes", "mc=citizen", "application/json", S("{}"));
    refused(&a, 401);
    a = post_from("http://localhost", "/papers", "mc=citizen", "multipart/form-data; boundary=xx",
                  S("--xx\r\n"));
    refused(&a, 401);
}

static void test_held__a_role_that_is_gone_shows_nothing(void **state)
{
    (void)state;
    const str token = token_of("mc=clerk");
    site_revoke("clerk");
    const struct answer a = post("/staff-notes", "mc=clerk", note(token, "account=rieng-tu"));
    site_revoke(NULL);
    const str at = held_at(&a);
    assert_int_equal(get(at, "mc=clerk").status, 200);
    assert_int_equal(get(at, "mc=former-clerk").status, 403);
    assert_false(str_has(get(at, "mc=former-clerk").body, S("rieng-tu")));
}

/* ---- files --------------------------------------------------------------------------------- */

struct part {
    const char *name, *filename;
    str content;
};
static str multipart(str token, const struct part *parts, int n)
{
    struct buf b = buf_new(mem, (size_t)4 << 20);
    for (int i = 0; i < n; i++) {
        buf_fmt(&b, "--xx\r\nContent-Disposition: form-data; name=\"%s\"", parts[i].name);
        if (parts[i].filename)
            buf_fmt(&b, "; filename=\"%s\"\r\nContent-Type: application/pdf", parts[i].filename);
        buf_add_c(&b, "\r\n\r\n");
        buf_add(&b, parts[i].content);
        buf_add_c(&b, "\r\n");
    }
    buf_fmt(&b,
            "--xx\r\nContent-Disposition: form-data; name=\"_token\"\r\n\r\n%.*s\r\n"
            "--xx\r\nContent-Disposition: form-data; name=\"_key\"\r\n\r\nkey-00000002\r\n--xx--\r\n",
            STR_ARG(token));
    return buf_str(&b);
}
static struct answer post_papers(str body)
{
    return post_from("http://localhost", "/papers", "mc=citizen", "multipart/form-data; boundary=xx",
                     body);
}

static const char pdf[] =
    "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>"
    "endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";

static bool is_stored(void)
{
    const struct digest sha = sha256_of(str_of(pdf));
    const str hex = digest_hex(mem, &sha);
    const str path =
        str_fmt(mem, "%s/files/%.*s/%.*s", site.engine->dir, 2, hex.p, (int)hex.n - 2, hex.p + 2);
    return access(str_c(mem, path), F_OK) == 0;
}

static void test_held__a_file_need_not_be_sent_again(void **state)
{
    (void)state;
    const struct part parts[] = {{"account", NULL, S("An")}, {"change", "khai sinh.pdf", str_of(pdf)}};
    const str token = token_of("mc=citizen");
    site_revoke("citizen");
    struct answer a = post_papers(multipart(token, parts, 2));
    site_revoke(NULL);
    assert_true(is_stored());
    const struct answer page = get(held_at(&a), "mc=citizen");
    assert_int_equal(page.status, 200);
    assert_true(str_has(page.body, S("khai sinh.pdf</label>")));
    const str kept = between(page.body, "name=\"change\" value=\"", "\"");
    const struct part again[] = {{"account", NULL, S("An")}, {"change", NULL, kept}};
    a = post_papers(multipart(token_on(page.body), again, 2));
    assert_int_equal(a.status, 303);
    const str place = str_cut(answer_header(&a, S("location")), '?').head;
    assert_true(str_eq(get(place, "mc=citizen").body, str_of(pdf)));
}

static void test_held__no_file_is_stored_for_a_stranger(void **state)
{
    (void)state;
    const struct part parts[] = {{"account", NULL, S("An")}, {"change", "a.pdf", str_of(pdf)}};
    site_revoke("citizen");
    const struct answer a = post_papers(multipart(S("00"), parts, 2));
    refused(&a, 401);
    assert_false(is_stored());
}

static void test_held__what_is_too_long_is_not(void **state)
{
    (void)state;
    const str token = token_of("mc=citizen");
    char *long_ = arena_alloc(mem, 60000);
    memset(long_, 'x', 60000);
    struct part parts[6] = {{"account", NULL, S("An")}};
    static const char *const names[] = {"menu_1", "menu_2", "menu_3", "menu_4", "menu_5"};
    for (int i = 0; i < 5; i++)
        parts[i + 1] = (struct part){names[i], NULL, {long_, 60000}};
    site_revoke("citizen");
    struct answer a = post_papers(multipart(token, parts, 6));
    refused(&a, 401);
    a = post_papers(multipart(token, parts, 5));
    assert_int_equal(a.status, 303);
}

#define HELD_TEST(name) cmocka_unit_test_setup_teardown(name, start, stop)

int main(int argc, char **argv)
{
    static const struct spawn_kind *const kinds[] = {&file_reader_magic, NULL};
    const int child = test_child(argc, argv, kinds);
    if (child >= 0)
        return child;
    const struct CMUnitTest tests[] = {
        HELD_TEST(test_held__what_was_typed_comes_back_to_be_sent_again),
        HELD_TEST(test_held__what_would_be_refused_is_held_too),
        HELD_TEST(test_held__a_signed_out_browser_sends_no_cookie),
        HELD_TEST(test_held__nobody_else_gets_it),
        HELD_TEST(test_held__the_database_alone_opens_nothing),
        HELD_TEST(test_held__an_hour_is_the_end),
        HELD_TEST(test_held__an_account_has_room_for_twenty),
        HELD_TEST(test_held__another_site_plants_nothing),
        HELD_TEST(test_held__a_page_of_ours_must_have_sent_it),
        HELD_TEST(test_held__a_visitors_page_has_nobody_to_wait_for),
        HELD_TEST(test_held__a_form_without_a_page_is_not),
        HELD_TEST(test_held__what_no_form_sends_is_not),
        HELD_TEST(test_held__a_role_that_is_gone_shows_nothing),
        HELD_TEST(test_held__a_file_need_not_be_sent_again),
        HELD_TEST(test_held__no_file_is_stored_for_a_stranger),
        HELD_TEST(test_held__what_is_too_long_is_not),
    };
    const int failed = cmocka_run_group_tests(tests, NULL, NULL);
    spawn_stop();
    return failed;
}
