/*
 * test_api.c - the case files of this folder against a real server with real tokens, then what
 * a data file cannot say: bytes that are no UTF-8, bodies too large, twins at once, and that a
 * refusal leaves nothing behind.
 */
#include "api/lib_api.h"
#include "db/lib_engine.h"

#include "core/buf.h"
#include "crypto/crypto.h"
#include "file/file.h"
#include "pdf/pdf.h"
#include "host/lib_child.h"
#include "http/lib_client.h"

#define TWINS 8

static struct api api;

static int start(void **state)
{
    (void)state;
    api_start(&api);
    return 0;
}
static int stop(void **state)
{
    (void)state;
    api_stop(&api);
    return 0;
}

static str post(const char *path, enum holder who, const char *key, str body)
{
    return str_fmt(
        api.mem,
        "POST %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %.*s\r\n"
        "Idempotency-Key: %s\r\nContent-Type: application/json\r\nContent-Length: %lld\r\n\r\n%.*s",
        path, STR_ARG(api.token[who]), key, (long long)body.n, STR_ARG(body));
}

static struct answer ask(str request)
{
    struct answer a = {0};
    if (!client_once(api.port, api.mem, request, &a))
        fail_msg("no answer to %.*s", STR_ARG(str_sub(request, 0, 60)));
    return a;
}

static str filing(const char *name, const char *more)
{
    return str_fmt(
        api.mem,
        "{\"procedure\":\"1.004222\",\"owner\":{\"name\":\"%s\",\"number\":\"051196000099\"}%s}", name,
        more);
}

static void test_api__a_refused_filing_stores_nothing(void **state)
{
    static const struct {
        const char *name, *more;
        int status;
    } tries[] = {
        {"\xff\xfe", "", 400},
        {"An \xe1\xbb", "", 400},
        {"An", ",\"x\":1", 400},
        {"An", ",\"sets\":0", 422},
        {"An", ",\"resultBy\":\"post\"", 422},
        {"An", ",\"accept\":true", 422}, /* filed, then refused: papers are missing */
        {"An", ",\"papers\":[{\"component\":1,\"files\":[\"00000000000000000000000000\"]}]", 422},
    };
    const struct q_api_count_row before = api_counts(&api);
    (void)state;
    for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) {
        str body = filing(tries[i].name, tries[i].more);
        struct answer a = ask(post("/api/v1/dossiers", CLERK, "refused-key-1", body));
        if (a.status != tries[i].status)
            fail_msg("%zu: %d %.*s", i, a.status, STR_ARG(a.body));
        assert_true(str_starts(answer_header(&a, S("content-type")), S("application/problem+json")));
    }
    const struct q_api_count_row after = api_counts(&api);
    assert_memory_equal(&before, &after, sizeof before);
}

static void test_api__a_body_too_large_is_told(void **state)
{
    struct buf b = buf_new(api.mem, 1 << 20);
    (void)state;
    buf_add_c(&b, "{\"note\":\"");
    for (int i = 0; i < 70000; i++)
        buf_char(&b, 'a');
    buf_add_c(&b, "\"}");
    assert_int_equal(ask(post("/api/v1/dossiers", CLERK, "large-key-1", buf_str(&b))).status, 413);
}

/* A machine that lost the line and tries again, many times at once: one dossier. */
static void test_api__twins_at_once_make_one_dossier(void **state)
{
    const struct q_api_count_row before = api_counts(&api);
    struct client_twin twins[TWINS] = {0};
    const str request = post("/api/v1/dossiers", CLERK, "twin-key-1", filing("An", ""));
    (void)state;
    assert_true(client_twins(api.port, request, TWINS, twins));
    for (int i = 0; i < TWINS; i++) {
        assert_int_equal(twins[i].status, 201);
        assert_string_equal(twins[i].place, twins[0].place);
    }
    const struct q_api_count_row after = api_counts(&api);
    assert_int_equal(after.dossiers, before.dossiers + 1);
    assert_int_equal(after.keys, before.keys + 1);
}

static int cases(void)
{
    api_start(&api);
    api_publish(&api, "tests/api/process.json");
    const struct case_config k = {.port = api.port, .prepare = api_variables, .arg = &api};
    const int bad = case_run_folder(&k, "tests/api", api.mem);
    api_stop(&api);
    return bad;
}

#define API_TEST(name) cmocka_unit_test_setup_teardown(name, start, stop)

int main(int argc, char **argv)
{
    static const struct spawn_kind *const kinds[] = {&file_reader_magic, &pdf_painter, NULL};
    const int child = test_child(argc, argv, kinds);
    if (child >= 0)
        return child;
    const struct CMUnitTest tests[] = {
        API_TEST(test_api__a_refused_filing_stores_nothing),
        API_TEST(test_api__a_body_too_large_is_told),
        API_TEST(test_api__twins_at_once_make_one_dossier),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    failed |= cases();
    spawn_stop();
    return failed;
}
