/*
 * test_verbs.c - the calendars of a folder from the command line: list, import, publish, and
 * what each refuses. Commands run in a child, as a shell would run them.
 */
#include "lib_test.h"

#include <sys/wait.h>
#include <unistd.h>

#include "calendar/calendar_module.h"
#include "calendar/versions.h"

static const struct record_kind *const kinds[] = {calendar_kinds, NULL};
static struct record_setup wiring = {.kinds = kinds};

static enum rc install(struct ctx *c, void *arg)
{
    (void)arg;
    return calendar_install(c);
}

static enum rc on_open(struct store *s, const char *dir)
{
    struct ctx c = {.mem = arena_new((size_t)16 << 20), .now = {INT64_C(1795071600) * SECOND_US}};
    (void)dir;
    record_configure(&wiring);
    store_on_seal(s, record_seal, NULL);
    const enum rc rc = store_write(s, &c, install, NULL);
    arena_free(c.mem);
    return rc;
}

static const struct verb *const lists[] = {calendar_verbs, NULL};
static const struct cli_app app = {
    .version = "9.9", .lists = lists, .migrations = embed_migrations, .on_open = on_open};

static char dir[64];
static char out[8192];

/* Runs `motcua WORDS`; its exit code. What it wrote to stdout is left in `out`. */
static int run(const char *const *words)
{
    char *argv[16] = {(char *)(uintptr_t) "motcua"};
    int argc = 1, status;
    FILE *to = tmpfile();
    for (; words[argc - 1]; argc++)
        argv[argc] = strdup(words[argc - 1]);
    const pid_t pid = fork();
    if (pid == 0) {
        (void)dup2(fileno(to), 1);
        _exit(cli_main(&app, argc, argv));
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    rewind(to);
    const size_t n = fread(out, 1, sizeof out - 1, to);
    out[n] = 0;
    (void)fclose(to);
    for (int i = 1; i < argc; i++)
        free(argv[i]);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}
#define RUN(...) run((const char *const[]){__VA_ARGS__, "--data", dir, NULL})

static void write_file(const char *path, const char *version, const char *day)
{
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    (void)fprintf(
        f,
        "{\"pack\": \"calendar\", \"code\": \"vn\", \"version\": \"%s\", \"rest_weekdays\": [6, 7], "
        "\"first_year\": 2026, \"last_year\": 2026, \"sources\": {\"s\": \"test\"}, \"days\": "
        "[{\"on\": \"%s\", \"kind\": \"holiday\", \"confidence\": \"high\", \"vi\": \"Nghỉ\", "
        "\"en\": \"Off\", \"source\": \"s\"}]}",
        version, day);
    assert_int_equal(fclose(f), 0);
}

static void test_calendar__comes_in_and_into_force_by_command(void **state)
{
    char pack[96];
    struct cli_data *data;
    (void)state;
    assert_true(test_folder(dir, sizeof dir, "verbs"));
    assert_int_equal(cli_data_open(&app, dir, NULL, true, &data), RC_OK);
    cli_data_close(data);
    (void)snprintf(pack, sizeof pack, "%s/pack.json", dir);
    write_file(pack, "test-1", "2026-11-25");
    assert_int_equal(RUN("calendar", "list"), 0);
    assert_string_equal(out, "2026-11-21 2022-2027 2026-11-19T14:00:00+07:00\n");
    assert_int_equal(RUN("calendar", "publish", "test-1"), 3);
    assert_int_equal(RUN("calendar", "import", pack), 0);
    assert_int_equal(RUN("calendar", "import", pack), 0); /* the same again */
    assert_int_equal(RUN("calendar", "list"), 0);
    assert_non_null(strstr(out, "test-1 2026-2026 -\n"));
    assert_int_equal(RUN("calendar", "publish", "test-1"), 0);
    assert_int_equal(RUN("calendar", "publish", "test-1"), 6);
    assert_int_equal(RUN("calendar", "list", "--json"), 0);
    assert_non_null(strstr(out, "{\"version\": \"test-1\", \"first_year\": 2026, \"last_year\": 2026, "
                                "\"published\": \"2"));
    write_file(pack, "test-1", "2026-11-26");
    assert_int_equal(RUN("calendar", "import", pack), 6); /* other content under a known version */
    write_file(pack, "test-2", "2027-11-26");
    assert_int_equal(RUN("calendar", "import", pack), 4); /* a day outside its years */
    assert_int_equal(RUN("calendar", "import", "/nowhere/pack.json"), 3);
    assert_int_equal(RUN("calendar", "import"), 2);
    assert_int_equal(unlink(pack), 0);
}

static int remove_folder(void **state)
{
    static const char *const names[] = {"motcua.db", "motcua.db-wal", "motcua.db-shm", "lock"};
    char path[96];
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        (void)snprintf(path, sizeof path, "%s/%s", dir, names[i]);
        (void)unlink(path);
    }
    return rmdir(dir);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_calendar__comes_in_and_into_force_by_command, remove_folder)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
