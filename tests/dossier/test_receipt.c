/* test_receipt.c - the slip as the counter prints it: the same bytes each time, over the server. */
#include "db/lib_engine.h" /* on both engines */
#include "dossier/lib_desk.h"

#include "http/lib_client.h"

static struct desk desk;

static int start(void **state)
{
    *state = &desk;
    return desk_start(&desk, "127.0.0.1:0");
}

static int stop(void **state)
{
    (void)state;
    desk_stop(&desk);
    return 0;
}

static str receipt(const struct dossier_ref *ref)
{
    struct answer a;
    const str request = str_fmt(
        desk.mem,
        "GET /dossiers/%.*s/receipt.pdf HTTP/1.1\r\nHost: localhost\r\nCookie: mc=clerk\r\n\r\n",
        STR_ARG(ref->pub));
    assert_true(client_once(desk.port, desk.mem, request, &a));
    assert_int_equal(a.status, 200);
    return a.body;
}

static void a_reprint_has_the_same_bytes(void **state)
{
    (void)state;
    const struct dossier_ref one = desk_receive(&desk, "1.004873", "2026-11-19T14:00", true);
    const struct dossier_ref other = desk_receive(&desk, "1.004873", "2026-11-19T14:05", true);
    const str first = receipt(&one), second = receipt(&one);
    assert_true(str_starts(first, S("%PDF-1.")));
    assert_true(str_eq(first, second));
    assert_false(str_eq(first, receipt(&other)));
}

int main(int argc, char **argv)
{
    const int hidden = desk_child(argc, argv);
    if (hidden >= 0)
        return hidden;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_reprint_has_the_same_bytes, start, stop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
