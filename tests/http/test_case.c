/*
 * test_case.c - the runner of *.case files: what it sends, what it keeps, and above all
 * that each kind of disappointment fails a case and is named by its line.
 */
#include "http/lib_case.h"

#include "core/buf.h"
#include "http/form.h"
#include "http/lib_server.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <cmocka.h>

static struct test_server server;
static struct arena *mem;

/* /page: hidden fields; /in: sets a cookie and goes to /who; /who: says the cookie; else: all of the
 * request */
static void handle(struct http_call *call, void *arg)
{
    (void)arg;
    const struct http_request *r = &call->req;
    struct buf b = buf_new(call->mem, 1 << 20);
    struct http_header *headers = NEW_N(call->mem, struct http_header, 2); /* until it has left */
    headers[0] = (struct http_header){S("Content-Type"), S("text/html; charset=utf-8")};
    struct http_reply reply = {.status = 200, .headers = headers, .header_n = 1};
    str who;
    if (str_eq(r->path, S("/page"))) {
        buf_add(&b, S("<form method=\"post\" action=\"/a\"><input type=\"hidden\" name=\"t\" "
                      "value=\"one\"></form>"
                      "<form action=\"/b?x=1&amp;y=2\"><input name=\"csrf\" type=\"hidden\" "
                      "value=\"a&amp;b&quot;\">"
                      "<input name=\"shown\" value=\"no\"></form> id=<b>D-1</b>"));
    } else if (str_eq(r->path, S("/in"))) {
        reply.status = 303;
        headers[1] =
            (struct http_header){S("Set-Cookie"), S("__Host-sid=s1; Path=/; Secure; HttpOnly")};
        headers[0] = (struct http_header){S("Location"), S("http://localhost/who")};
        reply.header_n = 2;
    } else if (str_eq(r->path, S("/out"))) {
        headers[1] = (struct http_header){S("Set-Cookie"), S("__Host-sid=; Max-Age=0")};
        reply.header_n = 2;
    } else if (str_eq(r->path, S("/who"))) {
        buf_add(&b, S("you are "));
        buf_add(&b, http_cookie(r, S("__Host-sid"), &who) ? who : S("nobody"));
    } else {
        for (int i = 0; i < r->header_n; i++)
            buf_fmt(&b, "%.*s: %.*s\n", STR_ARG(r->headers[i].name), STR_ARG(r->headers[i].value));
        buf_add(&b, r->body.mem);
    }
    reply.body = buf_str(&b);
    http_answer(call, &reply);
}

static bool sign_in(struct case_run *run, str actor, void *arg)
{
    (void)arg;
    case_let(run, "actor", actor);
    if (str_eq(actor, S("clerk:binh")))
        return case_play(run, S("GET /in\n-> 303\nfollow\n-> 200\nhas you are s1\n"));
    if (str_eq(actor, S("citizen:an"))) {
        case_set_cookie(run, S("__Host-sid"), S("an"));
        return true;
    }
    return false;
}

static void prepare(struct case_run *run, void *arg)
{
    (void)arg;
    case_let(run, "base", S("/who"));
}

static int start(void **state)
{
    (void)state;
    mem = arena_new((size_t)512 << 20);
    test_server_start(&server, &(struct http_config){.handler = handle});
    return 0;
}

static int stop(void **state)
{
    (void)state;
    test_server_stop(&server);
    arena_free(mem);
    return 0;
}

static struct case_result run(const char *text)
{
    struct case_config config = {
        .port = server.port, .sign_in = sign_in, .prepare = prepare, .quiet = true};
    struct case_result result = {0};
    case_run_text(&config, "t", str_of(text), mem, &result);
    return result;
}

static void must_pass(const char *text, int cases)
{
    struct case_result r = run(text);
    if (r.failed)
        print_error("%.*s\n", STR_ARG(r.first_failure));
    assert_int_equal(r.failed, 0);
    assert_int_equal(r.passed, cases);
}

static void test_case__requests_and_checks(void **state)
{
    (void)state;
    must_pass("# a comment\n\n"
              "== one\nGET ${base}\n-> 200\nhas you are nobody\nhasnt you are s1\nheader content-type "
              "text/html\n"
              "noheader server\n"
              "== two\nGET /in\n-> 303 http://localhost/who\nfollow\n-> 200\nhas you are s1\n",
              2);
}

static void test_case__sessions_are_kept_apart(void **state)
{
    (void)state;
    must_pass(
        "== each its own jar\nas citizen:an\nGET /who\n-> 200\nhas you are an\nas clerk:binh\nGET "
        "/who\n-> 200\n"
        "has you are s1\nas citizen:an\nGET /who\n-> 200\nhas you are an\nas nobody\nGET /who\n-> 200\n"
        "has you are nobody\n"
        "== a new case is nobody, the jars stay, a cookie can end\nGET /who\n-> 200\nhas nobody\nas "
        "clerk:binh\n"
        "GET /who\n-> 200\nhas you are s1\nGET /out\n-> 200\nGET /who\n-> 200\nhas you are nobody\n",
        2);
}

static void test_case__forms_files_and_json(void **state)
{
    (void)state;
    must_pass(
        "== urlencoded, with origin\nPOST /x\nform a = Đặng & b\nform c =\nform d = 1\\n2\n-> 200\n"
        "has a=%C4%90%E1%BA%B7ng+%26+b&c=&d=1%0D%0A2\nhas Content-Type: "
        "application/x-www-form-urlencoded\n"
        "has Origin: http://localhost:\nhas Sec-Fetch-Site: same-origin\n"
        "== multipart\nPOST /x\nform a = 1\nfile f = a b.pdf | application/pdf | %PDF\n-> 200\n"
        "has name=\"f\"; filename=\"a b.pdf\"\nhas %PDF\n"
        "== a file from disk\nPOST /x\nfile f = a.txt | text/plain | "
        "@tests/http/vectors/400_http_0_9.http\n-> 200\n"
        "has GET /pool\n"
        "== json\nPATCH /x\njson {\"a\":\njson 1}\nsend Idempotency-Key: k\nsend Origin:\n-> 200\n"
        "has {\"a\":\nhas 1}\nhas Idempotency-Key: k\nhas application/json\nhasnt Origin:\n",
        4);
}

static void test_case__grabs_and_hidden_fields(void **state)
{
    (void)state;
    must_pass("== all hidden\nGET /page\n-> 200\ngrab id between '<b>' '</b>'\ngrab type header "
              "content-type\nPOST /x\n"
              "hidden\nform id = ${id}\n-> 200\nhas t=one&csrf=a%26b%22&id=D-1\nhasnt shown\nlet k = "
              "${id}-2\n"
              "GET /x\nsend X-Type: ${type} ${k}\n-> 200\nhas X-Type: text/html; charset=utf-8 D-1-2\n"
              "== of one form\nGET /page\n-> 200\nPOST /x\nhidden /b?x=1&y=2\n-> 200\nhas "
              "csrf=a%26b%22\nhasnt t=one\n",
              2);
}

static void test_case__each_disappointment_fails(void **state)
{
    (void)state;
    static const struct {
        const char *text, *failure;
    } rows[] = {
        {"== x\nGET /who\n-> 404\n", "t:3: status: 200, wanted 404"},
        {"== x\nGET /in\n-> 303 /elsewhere\n", "t:3: location: http://localhost/who"},
        {"== x\nGET /who\n-> 200\nhas you are s1\n", "t:4: the body has not: you are s1"},
        {"== x\nGET /who\n-> 200\nhasnt you\n", "t:4: the body has: you"},
        {"== x\nGET /who\n-> 200\nheader x-none\n", "t:4: no header: x-none"},
        {"== x\nGET /who\n-> 200\nheader content-type json\n", "t:4: header: text/html; charset=utf-8"},
        {"== x\nGET /who\n-> 200\nnoheader date\n", "t:4: header: "},
        {"== x\nGET /${none}\n", "t:2: no such variable: none"},
        {"== x\nas stranger\n", "t:2: cannot sign in: stranger"},
        {"== x\nGET /page\n-> 200\ngrab a between '<i>' '</i>'\n", "t:4: nothing to grab"},
        {"== x\nGET /page\n-> 200\ngrab a header x-none\n", "t:4: no header to grab"},
        {"== x\nGET /page\n-> 200\ngrab a\n", "t:4: grab wants"},
        {"== x\nGET /who\n-> 200\nPOST /x\nhidden\n", "t:5: no hidden field on the page"},
        {"== x\nGET /page\n-> 200\nPOST /x\nhidden /c\n", "t:5: no hidden field on the page: /c"},
        {"== x\nGET /who\n-> 200\nfollow\n", "t:4: nothing to follow"},
        {"== x\n-> 200\n", "t:2: belongs to a request"},
        {"== x\nGET /who\n-> abc\n", "t:3: -> wants a request"},
        {"== x\nform a = 1\n", "t:2: belongs to a request"},
        {"== x\nPOST /x\nform a\n", "t:3: form wants NAME = VALUE"},
        {"== x\nPOST /x\nfile a = b\n", "t:3: file wants"},
        {"== x\nPOST /x\nfile a = b | c/d | @/none/such\n", "t:3: cannot read"},
        {"== x\nPOST /x\nsend a\n", "t:3: send wants"},
        {"== x\nlet a\n", "t:2: let wants"},
        {"== x\nGET /who\nGET /who\n", "t:3: a request without ->"},
        {"== x\nGET /who\n", "t:2: a request without ->: /who"},
        {"== x\nBREW /who\n", "t:2: unknown word: BREW"},
        {"has x\n== x\n", "t:1: a line before the first =="},
        {"# nothing\n", "t:1: no case"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct case_result r = run(rows[i].text);
        if (!str_starts(r.first_failure, str_of(rows[i].failure)))
            print_error("wanted %s got %.*s\n", rows[i].failure, STR_ARG(r.first_failure));
        assert_true(r.failed >= 1);
        assert_true(str_starts(r.first_failure, str_of(rows[i].failure)));
    }
}

static void test_case__a_failed_case_does_not_stop_the_next(void **state)
{
    (void)state;
    struct case_result r =
        run("== bad\nGET /who\n-> 404\nGET /none\n== good\nGET /who\n-> 200\n== bad\nGET /who\n");
    assert_int_equal(r.passed, 1);
    assert_int_equal(r.failed, 2);
}

static void test_case__no_server_is_a_failure(void **state)
{
    (void)state;
    struct case_config config = {.port = 1, .quiet = true};
    struct case_result r = {0};
    case_run_text(&config, "t", S("== x\nGET /\n-> 200\n"), mem, &r);
    assert_int_equal(r.failed, 1);
    assert_true(str_starts(r.first_failure, S("t:3: no answer")));
    case_run_file(&config, "/none/such.case", mem, &r);
    assert_int_equal(r.failed, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_case__requests_and_checks),
        cmocka_unit_test(test_case__sessions_are_kept_apart),
        cmocka_unit_test(test_case__forms_files_and_json),
        cmocka_unit_test(test_case__grabs_and_hidden_fields),
        cmocka_unit_test(test_case__each_disappointment_fails),
        cmocka_unit_test(test_case__a_failed_case_does_not_stop_the_next),
        cmocka_unit_test(test_case__no_server_is_a_failure),
    };
    return cmocka_run_group_tests_name("http case", tests, start, stop);
}
