/* test_route.c - finding a route, and each mistake in the table that stops the boot. */
#include "lib_test.h"

#include "web/route.h"

static enum rc handler(struct req *r)
{
    (void)r;
    return RC_OK;
}
struct one_in {
    str text;
};
static const struct field fields[] = {{"menu", F_TEXT, .at = 0}, {0}};
static const struct form form = {"web.", fields, sizeof(struct one_in), NULL};
static const struct field file_fields[] = {{"menu", F_FILE, .at = 0}, {0}};
static const struct form file_form = {"web.", file_fields, sizeof(struct form_file), NULL};

static const struct route table[] = {
    {GET, "/", handler, .need = PERM_PUBLIC},
    {GET, "/dossiers", handler, .need = PERM_PUBLIC},
    {POST, "/dossiers", .write = handler, .need = PERM_PUBLIC, .form = &form},
    {GET, "/dossiers/new", handler, .need = PERM_PUBLIC},
    {GET, "/dossiers/:pub", handler, .need = PERM_PUBLIC},
    {GET, "/dossiers/:pub/files/:no", handler, .need = PERM_PUBLIC},
    {PUT, "/api/v1/dossiers/:pub", .write = handler, .need = PERM_API, .form = &form,
     .flags = ROUTE_API, .doc = "x"},
    {0}};
static const struct module module = {.name = "test", .routes = table};
static const struct module *const modules[] = {&module, NULL};

static struct route_match find(struct ctx *c, enum http_method m, const char *path)
{
    str why = STR_NONE;
    struct route_tree *t = web__routes(c->mem, modules, &why);
    assert_non_null(t);
    return web__route_find(t, m, str_of(path));
}

static void test_route__literal_wins_and_parameters_are_kept(void **state)
{
    struct route_match m = find(*state, GET, "/dossiers/abc/files/7");
    assert_ptr_equal(m.route, &table[5]);
    assert_str(m.params[0], "abc");
    assert_str(m.params[1], "7");
    assert_ptr_equal(find(*state, GET, "/dossiers/new").route, &table[3]);
    assert_ptr_equal(find(*state, GET, "/dossiers/newer").route, &table[4]);
    assert_ptr_equal(find(*state, GET, "/").route, &table[0]);
    assert_ptr_equal(find(*state, HEAD, "/dossiers").route, &table[1]);
}

static void test_route__exact_paths_only(void **state)
{
    static const char *const paths[] = {
        "/dossiers/",         "//dossiers", "/dossiers/new/files/1", "/dossiers/a/files",
        "/dossiers/a/files/", "/Dossiers",  "/dossiers//files/1",    "",
        "dossiers",           "/x",         "/dossiers/a/files/7/8", "/static/../dossiers"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        struct route_match m = find(*state, GET, paths[i]);
        if (m.route || m.allowed)
            fail_msg("%s was found", paths[i]);
    }
}

static void test_route__another_method_is_told(void **state)
{
    struct route_match m = find(*state, PUT, "/dossiers");
    assert_null(m.route);
    assert_int_equal(m.allowed, 1u << GET | 1u << HEAD | 1u << POST);
    m = find(*state, GET, "/api/v1/dossiers/a");
    assert_null(m.route);
    assert_int_equal(m.allowed, 1u << PUT);
}

static void stops(struct ctx *c, struct route r, const char *what)
{
    const struct route rows[] = {{GET, "/ok/:id", handler, .need = PERM_PUBLIC}, r, {0}};
    const struct module m = {.name = "test", .routes = rows};
    const struct module *const list[] = {&m, NULL};
    str why = STR_NONE;
    if (web_routes_check(c->mem, list, &why) || !str_has(why, str_of(what)))
        fail_msg("wanted \"%s\", got \"%.*s\"", what, STR_ARG(why));
}

static void test_route__each_mistake_stops_the_boot(void **state)
{
    struct ctx *c = *state;
    stops(c, (struct route){GET, "/a", handler, .need = PERM_NONE}, "no .need");
    stops(c, (struct route){GET, "/a", handler, .need = PERM_COUNT}, "no .need");
    stops(c, (struct route){GET, "/a", .need = PERM_PUBLIC}, "a GET has .read");
    stops(c, (struct route){GET, "/a", handler, .need = PERM_PUBLIC, .write = handler},
          "a GET has .read");
    stops(c, (struct route){POST, "/a", .write = handler, .need = PERM_PUBLIC}, "no .form");
    stops(c, (struct route){POST, "/a", .need = PERM_PUBLIC, .form = &form}, "either .write or .read");
    stops(c, (struct route){POST, "/a", handler, .need = PERM_PUBLIC, .form = &form, .write = handler},
          "either .write or .read");
    stops(c, (struct route){POST, "/a", handler, .need = PERM_PUBLIC, .form = &form, .before = handler},
          "only reads");
    stops(
        c,
        (struct route){POST, "/a", handler, .need = PERM_PUBLIC, .form = &form, .flags = ROUTE_VERSION},
        "only reads");
    stops(c,
          (struct route){POST, "/a", .write = handler, .need = PERM_PUBLIC, .form = &form,
                         .after = handler},
          ".after");
    stops(c, (struct route){DELETE, "/a", .write = handler, .need = PERM_PUBLIC, .form = &form},
          "method");
    stops(c, (struct route){GET, "/ok/:other", handler, .need = PERM_PUBLIC}, "same address");
    stops(c, (struct route){GET, "a", handler, .need = PERM_PUBLIC}, "does not begin with /");
    stops(c, (struct route){GET, "/a/", handler, .need = PERM_PUBLIC}, "segment");
    stops(c, (struct route){GET, "/a//b", handler, .need = PERM_PUBLIC}, "segment");
    stops(c, (struct route){GET, "/A", handler, .need = PERM_PUBLIC}, "segment");
    stops(c, (struct route){GET, "/..", handler, .need = PERM_PUBLIC}, "segment");
    stops(c, (struct route){GET, "/:", handler, .need = PERM_PUBLIC}, "segment");
    stops(c, (struct route){GET, "/:a/:a", handler, .need = PERM_PUBLIC}, "twice");
    stops(c, (struct route){GET, "/:a/:b/:c/:d/:e/:f/:g", handler, .need = PERM_PUBLIC}, "too long");
    stops(c, (struct route){GET, "/api/v1/a", handler, .need = PERM_PUBLIC}, "go together");
    stops(c, (struct route){GET, "/a", handler, .need = PERM_PUBLIC, .flags = ROUTE_API, .doc = "x"},
          "go together");
    stops(c, (struct route){GET, "/api/v1/a", handler, .need = PERM_PUBLIC, .flags = ROUTE_API},
          "no .doc");
    stops(c, (struct route){GET, "/a", handler, .need = PERM_PUBLIC, .flags = ROUTE_REPEAT}, "flags");
    stops(c, (struct route){GET, "/a", handler, .need = PERM_PUBLIC, .body_max = 1}, "body_max");
    stops(c, (struct route){GET, "/a", handler, .need = PERM_PUBLIC, .form = &file_form}, "no files");
    stops(c,
          (struct route){POST, "/a", .write = handler, .need = PERM_PUBLIC, .form = &form,
                         .flags = ROUTE_SHORT},
          "for GET");
    stops(
        c,
        (struct route){GET, "/a", handler, .need = PERM_PUBLIC, .after = handler, .flags = ROUTE_SHORT},
        "without .after");
    const struct form wrong = {"web", fields, sizeof(struct one_in), NULL};
    stops(c, (struct route){GET, "/a", handler, .need = PERM_PUBLIC, .form = &wrong}, "dot");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_route__literal_wins_and_parameters_are_kept),
        TEST(test_route__exact_paths_only),
        TEST(test_route__another_method_is_told),
        TEST(test_route__each_mistake_stops_the_boot),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
