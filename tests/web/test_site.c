/*
 * test_site.c - the dispatcher over a real server and store: the .case files beside it, then
 * what a data file cannot say (what was stored, twins at once, a session that ends, files).
 */
#include "db/lib_engine.h"
#include "http/lib_case.h"
#include "web/lib_site.h"

#include "core/buf.h"
#include "core/json.h"
#include "crypto/crypto.h"
#include "file/file.h"
#include "host/lib_child.h"
#include "http/lib_client.h"
#include "web/api.h"
#include "web/settings.h"

#define TWINS 16

static struct site site;

static int start(void **state)
{
    if (engine_setup(state))
        return -1;
    site_start(&site, *state, NULL);
    return 0;
}
static int stop(void **state)
{
    site_stop(&site);
    return engine_teardown(state);
}

/* ---- one request by hand ------------------------------------------------------------------- */

static struct answer ask(struct arena *mem, str request)
{
    struct answer a = {0};
    if (!client_once(site.port, mem, request, &a))
        fail_msg("no answer to %.*s", STR_ARG(str_sub(request, 0, 60)));
    return a;
}

static struct answer get(struct arena *mem, const char *path, const char *cookie)
{
    return ask(mem,
               str_fmt(mem, "GET %s HTTP/1.1\r\nHost: localhost\r\nCookie: %s\r\n\r\n", path, cookie));
}

static str between(str s, const char *from, const char *to)
{
    ptrdiff_t at = str_find(s, str_of(from));
    str rest = at < 0 ? STR_NONE : str_sub(s, at + str_of(from).n, s.n);
    ptrdiff_t end = str_find(rest, str_of(to));
    return end < 0 ? STR_NONE : str_sub(rest, 0, end);
}

static str form_token(struct arena *mem, const char *cookie)
{
    str t = between(get(mem, "/notes/new", cookie).body, "name=\"_token\" value=\"", "\"");
    assert_non_null(t.p);
    return t;
}

static str post(struct arena *mem, const char *path, const char *type, str body)
{
    return str_fmt(
        mem,
        "POST %s HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\nCookie: mc=citizen\r\n"
        "Content-Type: %s\r\nContent-Length: %lld\r\n\r\n%.*s",
        path, type, (long long)body.n, STR_ARG(body));
}

/* ---- stored or not ---------------------------------------------------------------------------- */

static void test_site__only_success_is_stored(void **state)
{
    static const char *const refused[] = {"taken",  "missing", "denied", "busy",
                                          "broken", "wrong",   "stale",  "memory"};
    struct arena *mem = ((struct engine *)*state)->c.mem;
    str token = form_token(mem, "mc=citizen");
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        str body =
            str_fmt(mem, "_token=%.*s&_key=key-%08d&account=%s", STR_ARG(token), (int)i, refused[i]);
        struct answer a = ask(mem, post(mem, "/notes", "application/x-www-form-urlencoded", body));
        assert_true(a.status >= 400);
    }
    assert_int_equal(site_notes(&site), 0);
    str body = str_fmt(mem, "_token=%.*s&_key=key-00000000&account=fine", STR_ARG(token));
    assert_int_equal(ask(mem, post(mem, "/notes", "application/x-www-form-urlencoded", body)).status,
                     303);
    assert_int_equal(site_notes(&site), 1);
}

/* The same click many times at once: one note, and everybody is led to it. */
static void test_site__twins_at_once_make_one(void **state)
{
    struct arena *mem = ((struct engine *)*state)->c.mem;
    str token = form_token(mem, "mc=citizen");
    str body = str_fmt(mem, "_token=%.*s&_key=twin-key-1&account=twin", STR_ARG(token));
    str request = post(mem, "/notes", "application/x-www-form-urlencoded", body);
    struct client_twin twins[TWINS] = {0};
    assert_true(client_twins(site.port, request, TWINS, twins));
    for (int i = 0; i < TWINS; i++) {
        assert_int_equal(twins[i].status, 303);
        assert_string_equal(twins[i].place, twins[0].place);
    }
    assert_int_equal(site_notes(&site), 1);
}

static void test_site__a_revoked_session_ends_at_once(void **state)
{
    struct arena *mem = ((struct engine *)*state)->c.mem;
    str token = form_token(mem, "mc=citizen");
    site_revoke("citizen");
    assert_int_equal(get(mem, "/notes/new", "mc=citizen").status, 303);
    str body = str_fmt(mem, "_token=%.*s&_key=key-00000001&account=late", STR_ARG(token));
    struct answer a = ask(mem, post(mem, "/notes", "application/x-www-form-urlencoded", body));
    assert_int_equal(a.status, 303); /* what was typed waits: test_held.c */
    assert_true(str_starts(answer_header(&a, S("location")), S("/sign-in?back=")));
    assert_int_equal(site_notes(&site), 0);
}

/* Two cookies of one name: a planted one may be among them, so none counts. */
static void test_site__a_doubled_cookie_is_none(void **state)
{
    struct arena *mem = ((struct engine *)*state)->c.mem;
    assert_int_equal(get(mem, "/notes/new", "mc=citizen; mc=clerk").status, 303);
    assert_int_equal(get(mem, "/notes/new", "__Host-mc=citizen").status, 303);
}

static void test_site__each_page_has_tokens_of_its_own(void **state)
{
    struct arena *mem = ((struct engine *)*state)->c.mem;
    assert_false(str_eq(form_token(mem, "mc=citizen"), form_token(mem, "mc=citizen")));
}

static void test_site__openapi_is_a_json_document(void **state)
{
    struct arena *mem = ((struct engine *)*state)->c.mem;
    struct json doc;
    struct answer a = get(mem, "/openapi.json", "x=y");
    assert_true(json_parse(mem, a.body, &doc, NULL));
    struct json put = json_get(json_get(json_get(doc, "paths"), "/api/v1/notes/{pub}"), "put");
    assert_true(str_eq(json_text(json_get(put, "summary")), S("Change a note")));
    assert_int_equal(json_count(json_get(put, "parameters")), 3);
    static const struct module *const none[] = {NULL};
    assert_true(json_parse(mem, web_openapi(mem, none, S("http://localhost")), &doc, NULL));
    assert_true(json_parse(mem, web_routes_text(mem, none, true), &doc, NULL));
}

static void test_site__cursors_come_back_as_they_went(void **state)
{
    struct arena *mem = ((struct engine *)*state)->c.mem;
    const struct api_cursor at = {.key = {0, INT64_MAX, INT64_MIN, -1}, .n = 4};
    struct api_cursor back;
    assert_true(api_cursor_parse(api_cursor_text(mem, &at), &back));
    assert_int_equal(back.n, 4);
    assert_memory_equal(back.key, at.key, sizeof at.key);
    static const char *const wrong[] = {"", "-", "1-", "x", "1-2-3-4-5", "11111111111111111", "1,2"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_false(api_cursor_parse(str_of(wrong[i]), &back));
}

/* ---- files --------------------------------------------------------------------------------------- */

struct part {
    const char *name, *filename;
    str content;
};
static str multipart(struct arena *mem, str token, const char *key, const struct part *parts, int n)
{
    struct buf b = buf_new(mem, (size_t)16 << 20);
    buf_fmt(&b, "--xx\r\nContent-Disposition: form-data; name=\"_token\"\r\n\r\n%.*s\r\n",
            STR_ARG(token));
    buf_fmt(&b, "--xx\r\nContent-Disposition: form-data; name=\"_key\"\r\n\r\n%s\r\n", key);
    for (int i = 0; i < n; i++) {
        buf_fmt(&b, "--xx\r\nContent-Disposition: form-data; name=\"%s\"", parts[i].name);
        if (parts[i].filename)
            buf_fmt(&b, "; filename=\"%s\"\r\nContent-Type: application/pdf", parts[i].filename);
        buf_add_c(&b, "\r\n\r\n");
        buf_add(&b, parts[i].content);
        buf_add_c(&b, "\r\n");
    }
    buf_add_c(&b, "--xx--\r\n");
    return post(mem, "/papers", "multipart/form-data; boundary=xx", buf_str(&b));
}

static const char pdf[] =
    "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>"
    "endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";

static void test_site__a_file_comes_back_as_an_attachment(void **state)
{
    struct arena *mem = ((struct engine *)*state)->c.mem;
    str token = form_token(mem, "mc=citizen");
    const struct part parts[] = {{"account", NULL, S("An")},
                                 {"change", "../../khai sinh.pdf", str_of(pdf)},
                                 {"pages_7", "a.pdf", str_of(pdf)},
                                 {"pages_8", "", S("")}};
    str request = multipart(mem, token, "file-key-1", parts, 4);
    struct answer a = ask(mem, request);
    assert_int_equal(a.status, 303);
    str place = answer_header(&a, S("location"));
    assert_true(str_ends(place, S("?n=1")));
    /* The same click with another boundary is the same request: files count by their content. */
    struct answer twin = ask(mem, request);
    assert_int_equal(twin.status, 303);
    assert_true(str_eq(answer_header(&twin, S("location")), place));
    struct answer file = get(mem, str_c(mem, str_cut(place, '?').head), "mc=citizen");
    assert_int_equal(file.status, 200);
    assert_true(str_eq(file.body, str_of(pdf)));
    assert_true(str_starts(answer_header(&file, S("content-disposition")), S("attachment")));
    assert_false(str_has(answer_header(&file, S("content-disposition")), S("..")));
    assert_true(str_eq(answer_header(&file, S("x-content-type-options")), S("nosniff")));
    assert_true(str_has(answer_header(&file, S("content-security-policy")), S("sandbox")));
}

static void refused(struct engine *e, const struct part *parts, int n, const char *says)
{
    struct arena *mem = e->c.mem;
    str token = form_token(mem, "mc=citizen");
    struct answer a = ask(mem, multipart(mem, token, "file-key-2", parts, n));
    if (!str_has(a.body, str_of(says)))
        fail_msg("%d: not said: %s in\n%.*s", a.status, says, STR_ARG(a.body));
    assert_true(a.status == 422 || a.status == 400);
}

static void test_site__files_are_refused_at_their_field(void **state)
{
    struct engine *e = *state;
    char *big = arena_alloc(e->c.mem, (3 << 20) + 1);
    memset(big, ' ', 3 << 20);
    memcpy(big, pdf, sizeof pdf - 1);
    const struct part wrong[] = {{"account", NULL, S("An")},
                                 {"change", "a.pdf", S("MZ\x90 this is a program")}};
    refused(e, wrong, 2, "href=\"#f-change\"");
    const struct part large[] = {{"account", NULL, S("")}, {"change", "a.pdf", {big, 3 << 20}}};
    refused(e, large, 2, "2 MB");
    refused(e, large, 2, "href=\"#f-account\"");
    const struct part many[] = {{"account", NULL, S("An")},
                                {"pages_1", "a.pdf", str_of(pdf)},
                                {"pages_2", "a.pdf", str_of(pdf)},
                                {"pages_3", "a.pdf", str_of(pdf)}};
    refused(e, many, 4, "tối đa 2 mục");
    const struct part twice[] = {
        {"account", NULL, S("An")}, {"change", "a.pdf", str_of(pdf)}, {"change", "b.pdf", str_of(pdf)}};
    refused(e, twice, 3, "hai lần");
    const struct part unknown[] = {{"account", NULL, S("An")}, {"photo", "a.pdf", str_of(pdf)}};
    refused(e, unknown, 2, "photo");
    const struct part text_as_file[] = {{"account", "a.pdf", str_of(pdf)}};
    refused(e, text_as_file, 1, "bị hỏng");
    const struct part file_as_text[] = {{"account", NULL, S("An")}, {"change", NULL, S("x")}};
    refused(e, file_as_text, 2, "bị hỏng");
}

/* A fault elsewhere does not cost the upload: the page keeps a note of the file. */
static void test_site__a_file_sent_once_is_kept(void **state)
{
    struct arena *mem = ((struct engine *)*state)->c.mem;
    str token = form_token(mem, "mc=citizen");
    const struct part first[] = {{"account", NULL, S("")}, {"change", "khai sinh.pdf", str_of(pdf)}};
    struct answer a = ask(mem, multipart(mem, token, "kept-key-1", first, 2));
    assert_int_equal(a.status, 422);
    assert_true(str_has(a.body, S("khai sinh.pdf</label>")));
    str note = between(a.body, "name=\"change\" value=\"", "\"");
    assert_true(str_starts(note, S("k1.")));
    const struct part second[] = {
        {"account", NULL, S("An")}, {"change", "", S("")}, {"change", NULL, note}};
    a = ask(mem, multipart(mem, token, "kept-key-2", second, 3));
    assert_int_equal(a.status, 303);
    str place = str_cut(answer_header(&a, S("location")), '?').head;
    assert_true(str_eq(get(mem, str_c(mem, place), "mc=citizen").body, str_of(pdf)));
    /* Another field, another person, a changed note. */
    const struct part field[] = {{"account", NULL, S("An")}, {"pages_1", NULL, note}};
    assert_int_equal(ask(mem, multipart(mem, token, "kept-key-3", field, 2)).status, 400);
    char *changed = arena_alloc(mem, (size_t)note.n);
    memcpy(changed, note.p, (size_t)note.n);
    changed[4] ^= 1;
    const struct part forged[] = {{"account", NULL, S("An")}, {"change", NULL, {changed, note.n}}};
    assert_int_equal(ask(mem, multipart(mem, token, "kept-key-4", forged, 2)).status, 400);
    str clerk = multipart(mem, form_token(mem, "mc=clerk"), "kept-key-5", second, 3);
    str body = str_sub(clerk, str_find(clerk, S("\r\n\r\n")) + 4, clerk.n);
    str other = str_fmt(
        mem,
        "POST /papers HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\nCookie: mc=clerk\r\n"
        "Content-Type: multipart/form-data; boundary=xx\r\nContent-Length: %lld\r\n\r\n%.*s",
        (long long)body.n, STR_ARG(body));
    assert_int_equal(ask(mem, other).status, 400);
    /* A file sent anew wins over the note. */
    const struct part both[] = {{"account", NULL, S("An")},
                                {"change", NULL, note},
                                {"change", "b.pdf", S("%PDF-1.4\n%%EOF\n")}};
    a = ask(mem, multipart(mem, token, "kept-key-6", both, 3));
    assert_int_equal(a.status, 303);
    place = str_cut(answer_header(&a, S("location")), '?').head;
    assert_true(str_eq(get(mem, str_c(mem, place), "mc=citizen").body, S("%PDF-1.4\n%%EOF\n")));
}

static void test_site__a_broken_multipart_stores_nothing(void **state)
{
    struct arena *mem = ((struct engine *)*state)->c.mem;
    str token = form_token(mem, "mc=citizen");
    str body =
        str_fmt(mem, "--xx\r\nContent-Disposition: form-data; name=\"_token\"\r\n\r\n%.*s\r\n--xx\r\n",
                STR_ARG(token));
    struct answer a = ask(mem, post(mem, "/papers", "multipart/form-data; boundary=xx", body));
    assert_int_equal(a.status, 400);
    a = ask(mem, post(mem, "/papers", "multipart/form-data", body));
    assert_true(a.status == 400 || a.status == 403);
    a = ask(mem, post(mem, "/notes", "multipart/form-data; boundary=xx", body));
    assert_int_equal(a.status, 415);
}

/* A style sheet is packed for who takes it, by the same reading as a page. */
static void test_site__static_files_are_packed_for_who_takes_them(void **state)
{
    static const struct {
        const char *accepts;
        bool gzip;
    } rows[] = {{"gzip", true}, {"*", true}, {"xgzip", false}, {"gzip;q=0.0", false}, {"br", false}};
    struct arena *mem = ((struct engine *)*state)->c.mem;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct answer a =
            ask(mem, str_fmt(mem,
                             "GET /static/0/style.css HTTP/1.1\r\nHost: localhost\r\n"
                             "Accept-Encoding: %s\r\n\r\n",
                             rows[i].accepts));
        assert_int_equal(a.status, 200);
        if ((answer_header(&a, S("content-encoding")).p != NULL) != rows[i].gzip)
            fail_msg("Accept-Encoding: %s", rows[i].accepts);
    }
}

/* ---- behind a TLS front
 * ------------------------------------------------------------------------------ */

/* A front on this machine passes everything on: only who asks by a loopback name is let in. */
static void test_site__metrics_stay_on_the_machine(void **state)
{
    static const struct {
        const char *head;
        int status;
    } asks[] = {{"Host: 127.0.0.1:9090\r\n", 200},
                {"Host: localhost\r\n", 200},
                {"Host: mot-cua.example.vn\r\n", 404},
                {"Host: localhost\r\nX-Forwarded-For: 203.0.113.7\r\n", 404}};
    struct engine *e = *state;
    struct site s;
    struct answer a;
    site_start(&s, e, "https://mot-cua.example.vn");
    for (size_t i = 0; i < sizeof asks / sizeof *asks; i++) {
        str request = str_fmt(e->c.mem, "GET /metrics HTTP/1.1\r\n%s\r\n", asks[i].head);
        assert_true(client_once(s.port, e->c.mem, request, &a));
        assert_int_equal(a.status, asks[i].status);
    }
    site_stop(&s);
}

static void test_site__the_base_url_decides_cookie_and_origin(void **state)
{
    struct engine *e = *state;
    struct site s;
    struct answer a;
    site_start(&s, e, "https://mot-cua.example.vn");
    assert_true(str_eq(web_origin(s.web), S("https://mot-cua.example.vn")));
    const char *host = "Host: mot-cua.example.vn\r\n";
    str page =
        str_fmt(e->c.mem, "GET /notes/new HTTP/1.1\r\n%sCookie: __Host-mc=citizen\r\n\r\n", host);
    assert_true(client_once(s.port, e->c.mem, page, &a));
    assert_int_equal(a.status, 200);
    assert_true(str_starts(answer_header(&a, S("strict-transport-security")), S("max-age=")));
    str token = between(a.body, "name=\"_token\" value=\"", "\"");
    static const struct {
        const char *origin;
        int status;
    } tries[] = {{"https://mot-cua.example.vn", 303},
                 {"http://mot-cua.example.vn", 403},
                 {"https://example.vn", 403}};
    for (size_t i = 0; i < 3; i++) {
        str body = str_fmt(e->c.mem, "_token=%.*s&lang=en", STR_ARG(token));
        str request = str_fmt(
            e->c.mem,
            "POST /language HTTP/1.1\r\n%sOrigin: %s\r\nCookie: __Host-mc=citizen\r\nContent-Type: "
            "application/x-www-form-urlencoded\r\nContent-Length: %lld\r\n\r\n%.*s",
            host, tries[i].origin, (long long)body.n, STR_ARG(body));
        assert_true(client_once(s.port, e->c.mem, request, &a));
        assert_int_equal(a.status, tries[i].status);
        if (a.status == 303)
            assert_true(str_ends(answer_header(&a, S("set-cookie")), S("; Secure")));
    }
    str elsewhere = S("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
    assert_true(client_once(s.port, e->c.mem, elsewhere, &a));
    assert_int_equal(a.status, 421);
    site_stop(&s);
}

static str came_from(struct site *s, struct arena *mem, const char *host, const char *forwarded)
{
    static int code;
    struct answer a;
    str request =
        str_fmt(mem, "GET /guess/code-%d HTTP/1.1\r\nHost: %s\r\n%s\r\n", code++, host, forwarded);
    assert_true(client_once(s->port, mem, request, &a));
    return a.status == 429 ? S("429") : between(a.body, "<h1>", "</h1>");
}

/* One /64 is one guesser, another is not; where the front does not say, codes alone are guarded. */
static void test_site__guesses_are_counted_by_network(void **state)
{
    struct engine *e = *state;
    struct site s;
    site_front("127.0.0.1");
    site_start(&s, e, "https://a.vn");
    site_front(NULL);
    web_settings_now.guesses_from = 3;
    for (int i = 1; i <= 4; i++) {
        const char *header =
            str_c(e->c.mem, str_fmt(e->c.mem, "X-Forwarded-For: 2001:db8:7::%d\r\n", i));
        const str want = i > 3 ? S("429") : str_fmt(e->c.mem, "2001:db8:7::%d", i);
        assert_true(str_eq(came_from(&s, e->c.mem, "a.vn", header), want));
    }
    assert_str(came_from(&s, e->c.mem, "a.vn", "X-Forwarded-For: 2001:db8:8::1\r\n"), "2001:db8:8::1");
    for (int i = 0; i < 10; i++)
        assert_str(came_from(&s, e->c.mem, "a.vn", ""), "127.0.0.1");
    site_stop(&s);
}

/* ---- all together
 * ------------------------------------------------------------------------------------ */

static bool sign_in(struct case_run *run, str actor, void *arg)
{
    (void)arg;
    case_set_cookie(run, S("mc"), actor);
    return true;
}

static int cases(void)
{
    void *state = NULL;
    if (start(&state))
        return 1;
    const struct case_config k = {.port = site.port, .sign_in = sign_in};
    int bad = case_run_folder(&k, "tests/web", site.mem);
    return stop(&state) || bad;
}

#define SITE_TEST(name) cmocka_unit_test_setup_teardown(name, start, stop)

int main(int argc, char **argv)
{
    static const struct spawn_kind *const kinds[] = {&file_reader_magic, NULL};
    const int child = test_child(argc, argv, kinds);
    if (child >= 0)
        return child;
    const struct CMUnitTest tests[] = {
        SITE_TEST(test_site__only_success_is_stored),
        SITE_TEST(test_site__twins_at_once_make_one),
        SITE_TEST(test_site__a_revoked_session_ends_at_once),
        SITE_TEST(test_site__a_doubled_cookie_is_none),
        SITE_TEST(test_site__each_page_has_tokens_of_its_own),
        SITE_TEST(test_site__openapi_is_a_json_document),
        SITE_TEST(test_site__cursors_come_back_as_they_went),
        SITE_TEST(test_site__a_file_comes_back_as_an_attachment),
        SITE_TEST(test_site__files_are_refused_at_their_field),
        SITE_TEST(test_site__a_file_sent_once_is_kept),
        SITE_TEST(test_site__a_broken_multipart_stores_nothing),
        SITE_TEST(test_site__static_files_are_packed_for_who_takes_them),
        cmocka_unit_test_setup_teardown(test_site__metrics_stay_on_the_machine, engine_setup,
                                        engine_teardown),
        cmocka_unit_test_setup_teardown(test_site__the_base_url_decides_cookie_and_origin, engine_setup,
                                        engine_teardown),
        cmocka_unit_test_setup_teardown(test_site__guesses_are_counted_by_network, engine_setup,
                                        engine_teardown),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    failed |= cases();
    spawn_stop();
    return failed;
}
