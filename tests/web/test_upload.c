/* test_upload.c - files in pieces over a real server: begun, broken off, gone on with, and the note
   that stands for the file in a form that knows nothing of pieces. And every refusal as problem+json.
 */
#include "db/lib_engine.h"

#include "core/buf.h"
#include "core/json.h"
#include "crypto/crypto.h"
#include "file/file_partial.h"
#include "file/lib_bytes.h"
#include "host/lib_child.h"
#include "http/lib_client.h"
#include "web/lib_site.h"

#define FORM "application/x-www-form-urlencoded"
#define PARTS "multipart/form-data; boundary=xx"

static struct site site;
static struct arena *mem;
static const char *who; /* cookie */

static int start(void **state)
{
    if (engine_setup(state))
        return -1;
    mem = ((struct engine *)*state)->c.mem;
    who = "mc=citizen";
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
static struct answer get(str path)
{
    return ask(
        str_fmt(mem, "GET %.*s HTTP/1.1\r\nHost: localhost\r\nCookie: %s\r\n\r\n", STR_ARG(path), who));
}
static struct answer post(str path, const char *type, str body)
{
    struct buf b = buf_new(mem, (size_t)8 << 20);
    buf_fmt(&b,
            "POST %.*s HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\n"
            "Cookie: %s\r\nContent-Type: %s\r\nContent-Length: %lld\r\n\r\n",
            STR_ARG(path), who, type, (long long)body.n);
    buf_add(&b, body);
    return ask(buf_str(&b));
}

static str token(void)
{
    const str page = get(S("/notes/new")).body, name = S("name=\"_token\" value=\"");
    const ptrdiff_t at = str_find(page, name);
    assert_true(at >= 0);
    return str_cut(str_sub(page, at + name.n, page.n), '"').head;
}

static struct json json_of(const struct answer *a, int status)
{
    struct json doc;
    if (a->status != status)
        fail_msg("%d: %.*s", a->status, STR_ARG(a->body));
    assert_true(json_parse(mem, a->body, &doc, NULL));
    return doc;
}
static str text_in(struct json doc, const char *name)
{
    return json_text(json_get(doc, name));
}
static void number_is(struct json doc, const char *name, int64_t want)
{
    int64_t v = -1;
    assert_true(json_int(json_get(doc, name), &v));
    assert_int_equal(v, want);
}
static void refused(struct answer a, int status, const char *code)
{
    const struct json doc = json_of(&a, status);
    assert_true(str_starts(answer_header(&a, S("content-type")), S("application/problem+json")));
    if (!str_has(a.body, str_of(code)))
        fail_msg("not %s: %.*s", code, STR_ARG(text_in(doc, "detail")));
}

/* A PDF of more than one piece: what stands before the end is of no matter. */
static str large_pdf(void)
{
    const ptrdiff_t n = (ptrdiff_t)FILE_PIECE_MAX + 1000;
    char *p = arena_alloc(mem, (size_t)n);
    memset(p, ' ', (size_t)n);
    memcpy(p, "%PDF-1.4\n", 9);
    memcpy(p + n - 6, "\n%%EOF", 6);
    return (str){p, n};
}

static str saying(str bytes, const char *field)
{
    const struct digest sha = sha256_of(bytes);
    return str_fmt(mem, "_token=%.*s&name=khai+sinh.pdf&size=%lld&sha=%.*s&field=%s", STR_ARG(token()),
                   (long long)bytes.n, STR_ARG(digest_hex(mem, &sha)), field);
}
static struct json begin(str bytes)
{
    const struct answer a = post(S("/uploads"), FORM, saying(bytes, "change"));
    return json_of(&a, 200);
}

struct part {
    const char *name, *filename;
    str content;
};
static str multipart(const struct part *parts, int n)
{
    struct buf b = buf_new(mem, (size_t)4 << 20);
    for (int i = 0; i < n; i++) {
        buf_fmt(&b, "--xx\r\nContent-Disposition: form-data; name=\"%s\"", parts[i].name);
        if (parts[i].filename)
            buf_fmt(&b, "; filename=\"%s\"", parts[i].filename);
        buf_add_c(&b, "\r\n\r\n");
        buf_add(&b, parts[i].content);
        buf_add_c(&b, "\r\n");
    }
    buf_add_c(&b, "--xx--\r\n");
    return buf_str(&b);
}
static struct answer piece(str id, int64_t at, str bytes)
{
    const struct part parts[] = {{"_token", NULL, token()},
                                 {"at", NULL, str_fmt(mem, "%lld", (long long)at)},
                                 {"piece", "blob", bytes}};
    return post(str_fmt(mem, "/uploads/%.*s", STR_ARG(id)), PARTS, multipart(parts, 3));
}
static struct answer finish(str id, const char *field)
{
    return post(str_fmt(mem, "/uploads/%.*s/finish", STR_ARG(id)), FORM,
                str_fmt(mem, "_token=%.*s&field=%s", STR_ARG(token()), field));
}
static struct answer paper(const char *field, str note)
{
    const struct part parts[] = {
        {"_token", NULL, token()},
        {"_key", NULL, str_fmt(mem, "key-%.*s", STR_ARG(str_sub(token(), 0, 20)))},
        {"account", NULL, S("An")},
        {field, NULL, note}};
    return post(S("/papers"), PARTS, multipart(parts, 4));
}

static void test_upload__goes_on_and_its_note_stands_for_the_file(void **state)
{
    (void)state;
    const str bytes = large_pdf();
    struct json s = begin(bytes);
    const str id = text_in(s, "id");
    number_is(s, "received", 0);
    number_is(s, "piece", FILE_PIECE_MAX);
    assert_true(str_has(text_in(json_get(s, "say"), "sending"), S("{1}%")));
    struct answer a = piece(id, 0, str_sub(bytes, 0, (ptrdiff_t)FILE_PIECE_MAX));
    number_is(json_of(&a, 200), "received", FILE_PIECE_MAX);
    refused(finish(id, "change"), 409, "file.partial.elsewhere"); /* not whole */
    a = get(S("/uploads"));
    const struct json list = json_of(&a, 200);
    assert_int_equal(json_count(json_get(list, "items")), 1);
    who = "mc=citizen-again"; /* another session of the account */
    s = begin(bytes);
    assert_true(str_eq(text_in(s, "id"), id));
    number_is(s, "received", FILE_PIECE_MAX);
    refused(piece(id, 0, S("again")), 409, "file.partial.elsewhere");
    a = piece(id, FILE_PIECE_MAX, str_sub(bytes, (ptrdiff_t)FILE_PIECE_MAX, bytes.n));
    number_is(json_of(&a, 200), "received", bytes.n);
    a = finish(id, "change");
    const str note = text_in(json_of(&a, 200), "note");
    assert_true(str_starts(note, S("k1.")));
    a = finish(id, "change"); /* the answer was lost on its way */
    assert_true(str_starts(text_in(json_of(&a, 200), "note"), S("k1.")));
    assert_true(str_starts(text_in(begin(bytes), "note"), S("k1.")));
    assert_int_equal(paper("pages_1", note).status, 400); /* made for another field */
    a = paper("change", note);
    assert_int_equal(a.status, 303);
    a = get(str_cut(answer_header(&a, S("location")), '?').head);
    assert_true(str_eq(a.body, bytes));
}

static void test_upload__is_its_accounts_own(void **state)
{
    (void)state;
    const str bytes = large_pdf(), id = text_in(begin(bytes), "id");
    who = "mc=clerk";
    refused(piece(id, 0, str_sub(bytes, 0, 100)), 404, "not-found");
    refused(finish(id, "change"), 404, "not-found");
    const struct answer list = get(S("/uploads"));
    assert_int_equal(json_count(json_get(json_of(&list, 200), "items")), 0);
    who = "x=y";
    refused(get(S("/uploads")), 401, "sign-in-needed");
    refused(post(S("/uploads"), FORM, S("name=a")), 401, "sign-in-needed");
}

/* Everything at once of a small file; what finishing answers. */
static struct answer whole(str bytes, const char *field)
{
    const str id = text_in(begin(bytes), "id");
    const struct answer a = piece(id, 0, bytes);
    number_is(json_of(&a, 200), "received", bytes.n);
    return finish(id, field);
}

static void test_upload__refuses_in_words(void **state)
{
    (void)state;
    const str said = str_fmt(mem, "_token=%.*s&name=a&field=change", STR_ARG(token()));
    const struct {
        const char *more, *sha;
        int status;
        const char *code;
    } rows[] = {
        {"&size=9000000000", "00", 422, "file.too_large"},
        {"&size=0", "00", 422, "file.empty"},
        {"", "00", 422, "web.form.required"},
        {"&size=5&photo=1", "00", 400, "web.form.unknown"},
        {"&size=5", "zz", 422, "web.form.code"},
        {"&size=5", "00", 200, "received"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct answer a =
            post(S("/uploads"), FORM,
                 str_fmt(mem, "%.*s%s&sha=%062d%s", STR_ARG(said), rows[i].more, 0, rows[i].sha));
        if (a.status != rows[i].status || !str_has(a.body, str_of(rows[i].code)))
            fail_msg("row %d: %d %.*s", (int)i, a.status, STR_ARG(a.body));
    }
    refused(post(S("/uploads"), FORM, S("_token=x&name=a&size=1&sha=0&field=a")), 403, "form-too-old");
    const str id = text_in(begin(large_pdf()), "id");
    refused(piece(id, 0, S("")), 422, "file.empty");
    refused(piece(id, -1, S("x")), 422, "web.form.out_of_range");
    char *most = arena_alloc(mem, (size_t)FILE_PIECE_MAX + 1);
    refused(piece(id, 0, (str){most, (ptrdiff_t)FILE_PIECE_MAX + 1}), 422, "file.piece_large");
    refused(piece(S("00000000000000000000000000"), 0, S("x")), 404, "not-found");
    refused(finish(id, "change"), 409, "file.partial.elsewhere");
}

static void test_upload__the_form_still_judges_the_file(void **state)
{
    (void)state;
    const str program = S("MZ\x90 a program");
    refused(whole(program, "change"), 422, "file.type");
    number_is(begin(program), "received", 0); /* refused once, it has to be sent anew */
    const struct answer a = whole(bytes_png(mem, 3, 3), "change");
    const str note = text_in(json_of(&a, 200), "note");
    assert_true(str_starts(note, S("k1.")));
    assert_int_equal(paper("change", note).status, 400); /* that field takes PDF alone */
}

/* Other bytes than were said: what came is dropped, and the page begins again. */
static void test_upload__other_bytes_begin_again(void **state)
{
    (void)state;
    const str bytes = large_pdf(), half = str_sub(bytes, 0, 1000);
    str id = text_in(begin(half), "id");
    struct answer a = piece(id, 0, str_sub(bytes, 1, 1000));
    assert_int_equal(a.status, 200);
    a = finish(id, "change");
    bool again = false;
    assert_true(json_bool(json_get(json_of(&a, 200), "again"), &again) && again);
    refused(finish(id, "change"), 404, "not-found");
    number_is(begin(half), "received", 0);
}

#define UPLOAD_TEST(name) cmocka_unit_test_setup_teardown(name, start, stop)

int main(int argc, char **argv)
{
    static const struct spawn_kind *const kinds[] = {&file_reader_magic, NULL};
    const int child = test_child(argc, argv, kinds);
    if (child >= 0)
        return child;
    const struct CMUnitTest tests[] = {
        UPLOAD_TEST(test_upload__goes_on_and_its_note_stands_for_the_file),
        UPLOAD_TEST(test_upload__is_its_accounts_own),
        UPLOAD_TEST(test_upload__refuses_in_words),
        UPLOAD_TEST(test_upload__the_form_still_judges_the_file),
        UPLOAD_TEST(test_upload__other_bytes_begin_again),
    };
    const int failed = cmocka_run_group_tests(tests, NULL, NULL);
    spawn_stop();
    return failed;
}
