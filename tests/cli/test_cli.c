/*
 * test_cli.c - commands: options, refusals, exit codes, and the same verb run by a process of
 * its own and by the server that holds the folder. Commands run in a child with its output in
 * files, as a shell would run them.
 */
#include "lib_test.h"

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/cli.h"
#include "db/lib_sample.h"
#include "db/lib_sample_sql.h"
#include "host/clock.h"
#include "host/file.h"
#include "host/local.h"

/* ---- the verbs ---- */

static enum rc add_one(struct ctx *c, void *arg)
{
    struct q_counter_get_row row = {0};
    int64_t *n = arg;
    const enum rc rc = q_counter_get(c, S("n"), &row);
    if (rc && rc != RC_NOT_FOUND)
        return rc;
    *n = (rc ? 0 : row.n) + *n;
    return q_counter_set(c, S("n"), *n, NULL);
}

static enum rc counter_add(struct cli *cli)
{
    int64_t by = 0;
    enum rc rc = cli_get_int(cli, "by", 1, 0, 100, &by);
    if (rc == RC_OK)
        rc = store_write(cli->store, &cli->c, add_one, &by);
    if (rc)
        return rc;
    cli_printf(cli, cli->json ? "{\"n\": %lld}\n" : "n = %lld\n", (long long)by);
    if (cli_flag(cli, "warn"))
        cli_err(cli, "a word of warning");
    return RC_OK;
}

static enum rc refuse(struct cli *cli)
{
    const str what = str_of(cli->argv[0]);
    if (str_eq(what, S("wrong")))
        return cli_wrong(cli);
    if (str_eq(what, S("fault")))
        return fail(&cli->c, RC_DENIED, "person", "core.money");
    return str_eq(what, S("missing")) ? RC_NOT_FOUND : cli_usage(cli, "not this");
}

static enum rc ask(struct cli *cli)
{
    str line;
    const enum rc rc = cli_secret(cli, "Word: ", &line);
    if (rc == RC_OK)
        cli_printf(cli, "[%.*s]\n", STR_ARG(line));
    return rc;
}

static enum rc paths(struct cli *cli)
{
    for (int i = 0; i < cli->argc; i++)
        cli_printf(cli, "%s\n", cli_path(cli, str_of(cli->argv[i])));
    return RC_OK;
}

static enum rc large(struct cli *cli)
{
    char *p = arena_alloc(cli->c.mem, 3000000);
    memset(p, 'x', 3000000);
    for (int64_t i = 0; i <= 10; i++)
        cli_progress(cli, "writing", i, 10);
    cli_out(cli, (str){p, 3000000});
    return RC_OK;
}

static enum rc greedy(struct cli *cli)
{
    for (;;)
        (void)arena_alloc(cli->c.mem, (size_t)64 << 20);
    return RC_OK;
}

static const struct cli_option add_options[] = {
    {"by", 'b', "N", "how much"}, {"warn", 'w', NULL, "also warns"}, {0}};
static const struct verb verbs[] = {
    {.name = "counter add",
     .help = "adds",
     .data = CLI_NEW,
     .options = add_options,
     .run = counter_add},
    {.name = "look",
     .help = "needs an existing folder",
     .data = CLI_DATA,
     .options = add_options,
     .run = counter_add},
    {.name = "refuse", .operands = "HOW", .help = "says no", .min = 1, .max = 1, .run = refuse},
    {.name = "ask", .help = "asks", .data = CLI_DATA, .run = ask},
    {.name = "paths",
     .operands = "FILE...",
     .help = "paths",
     .data = CLI_DATA,
     .min = 1,
     .max = -1,
     .run = paths},
    {.name = "large", .help = "writes much", .data = CLI_DATA, .run = large},
    {.name = "greedy", .help = "takes all memory", .run = greedy},
    {.name = "own", .help = "must hold the folder", .data = CLI_OWN, .run = paths},
    {.name = "__hidden", .help = "is not shown", .run = paths},
    {0}};
static const struct verb *const lists[] = {verbs, NULL};
static const struct cli_app app = {.version = "9.9", .lists = lists, .migrations = sample_migrations};

/* ---- running a command ---- */

struct ran {
    int code;
    char out[4096], err[4096];
    size_t out_size;
};

static size_t slurp(FILE *f, char *to, size_t size)
{
    size_t n = 0, got;
    char more[4096];
    rewind(f);
    while ((got = fread(more, 1, sizeof more, f)) > 0) {
        for (size_t i = 0; i < got && n + i < size - 1; i++)
            to[n + i] = more[i];
        n += got;
    }
    to[n < size - 1 ? n : size - 1] = 0;
    return n;
}

/* `typed` is stdin; the words end with NULL. */
static struct ran run(const char *typed, const char *const *words)
{
    struct ran r = {0};
    char *argv[32] = {(char *)(uintptr_t) "motcua"};
    int argc = 1;
    FILE *in = tmpfile(), *out = tmpfile(), *err = tmpfile();
    for (; words[argc - 1]; argc++)
        argv[argc] = strdup(words[argc - 1]);
    (void)fputs(typed, in);
    rewind(in);
    const pid_t pid = fork();
    if (pid == 0) {
        (void)dup2(fileno(in), 0);
        (void)dup2(fileno(out), 1);
        (void)dup2(fileno(err), 2);
        _exit(cli_main(&app, argc, argv));
    }
    int status = 0;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    r.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    r.out_size = slurp(out, r.out, sizeof r.out);
    (void)slurp(err, r.err, sizeof r.err);
    (void)fclose(in);
    (void)fclose(out);
    (void)fclose(err);
    for (int i = 1; i < argc; i++)
        free(argv[i]);
    return r;
}
#define RUN(...) run("", (const char *const[]){__VA_ARGS__, NULL})

static void has(const char *text, const char *part)
{
    if (!strstr(text, part))
        fail_msg("\"%s\" lacks \"%s\"", text, part);
}

/* ---- a folder for each test ---- */

struct folder {
    char dir[64], data[80];
    struct cli_data *held;
    struct cli_admin *admin;
};

static int folder_setup(void **state)
{
    struct folder *f = calloc(1, sizeof *f);
    if (!test_folder(f->dir, sizeof f->dir, "cli"))
        return -1;
    (void)snprintf(f->data, sizeof f->data, "%s/data", f->dir);
    *state = f;
    return 0;
}

static void serve(struct folder *f)
{
    assert_int_equal(cli_data_open(&app, f->data, NULL, true, &f->held), RC_OK);
    assert_int_equal(cli_admin_start(&app, f->held, &f->admin), RC_OK);
}

static int folder_teardown(void **state)
{
    static const char *const names[] = {"motcua.db", "motcua.db-wal", "motcua.db-shm", "lock",
                                        "admin.sock"};
    struct folder *f = *state;
    char path[128];
    cli_admin_stop(f->admin);
    cli_data_close(f->held);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        (void)snprintf(path, sizeof path, "%s/%s", f->data, names[i]);
        (void)unlink(path);
    }
    (void)rmdir(f->data);
    const int left = rmdir(f->dir);
    free(f);
    return left;
}
#define CLI_TEST(fn) cmocka_unit_test_setup_teardown(fn, folder_setup, folder_teardown)

/* ---- tests ---- */

static void help_lists_what_is_not_hidden(void **state)
{
    (void)state;
    struct ran r = RUN("help");
    assert_int_equal(r.code, 0);
    has(r.out, "counter add");
    assert_null(strstr(r.out, "hidden"));
    r = RUN("counter", "add", "--help");
    assert_int_equal(r.code, 0);
    has(r.out, "--by N");
    has(r.out, "--data DIR");
}

static void a_wrong_line_is_a_usage_error(void **state)
{
    struct folder *f = *state;
    static const char *const lines[][6] = {{"nothing"},
                                           {"counter"},
                                           {"refuse"},
                                           {"refuse", "a", "b"},
                                           {"refuse", "wrong", "--by", "3"},
                                           {"refuse", "other"},
                                           {"counter", "add"},
                                           {"refuse", "wrong", "--data", "/tmp"}};
    (void)unsetenv("MOTCUA_DATA");
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        const struct ran r = run("", lines[i]);
        assert_int_equal(r.code, 2);
        assert_int_equal(r.out_size, 0);
        has(r.err, "motcua: ");
    }
    assert_int_equal(RUN("counter", "add", "--data", f->data, "--by").code, 2);
    assert_int_equal(RUN("counter", "add", "--data", f->data, "--by", "101").code, 2);
    assert_int_equal(RUN("counter", "add", "--data", f->data, "--by", "1x").code, 2);
    assert_int_equal(RUN("counter", "add", "--data", f->data, "--warn=1").code, 2);
}

static void codes_follow_the_answer(void **state)
{
    (void)state;
    assert_int_equal(RUN("refuse", "wrong").code, 1);
    assert_int_equal(RUN("refuse", "missing").code, 3);
    const struct ran r = RUN("refuse", "fault");
    assert_int_equal(r.code, 5);
    has(r.err, "motcua: person: ");
    assert_int_equal(RUN("greedy").code, 7);
}

static void a_folder_is_made_only_by_who_may(void **state)
{
    struct folder *f = *state;
    struct ran r = RUN("look", "--data", f->data);
    assert_int_equal(r.code, 3);
    r = RUN("counter", "add", "--data", f->data, "-b", "5");
    assert_int_equal(r.code, 0);
    assert_string_equal(r.out, "n = 5\n");
    r = RUN("look", "--data", f->data, "--json", "-w");
    assert_int_equal(r.code, 0);
    assert_string_equal(r.out, "{\"n\": 6}\n");
    assert_string_equal(r.err, "a word of warning\n");
    assert_int_equal(RUN("look", "--data", f->dir).code, 3); /* a folder, but not ours */
}

static void the_environment_names_the_folder(void **state)
{
    struct folder *f = *state;
    (void)setenv("MOTCUA_DATA", f->data, 1);
    assert_int_equal(RUN("counter", "add").code, 0);
    (void)unsetenv("MOTCUA_DATA");
}

static void a_held_folder_is_reached_through_its_server(void **state)
{
    struct folder *f = *state;
    serve(f);
    for (int i = 1; i <= 3; i++) {
        char want[16];
        const struct ran r = RUN("look", "--data", f->data, "--warn");
        (void)snprintf(want, sizeof want, "n = %d\n", i);
        assert_int_equal(r.code, 0);
        assert_string_equal(r.out, want);
        assert_string_equal(r.err, "a word of warning\n");
    }
    assert_int_equal(RUN("look", "--data", f->data, "--by", "x").code, 2);
    const struct ran r = run("swordfish\nmore", (const char *const[]){"ask", "--data", f->data, NULL});
    assert_int_equal(r.code, 0);
    assert_string_equal(r.out, "[swordfish]\n");
    assert_int_equal(RUN("ask", "--data", f->data).code, 7);
    assert_int_equal(RUN("large", "--data", f->data).out_size, 3000000);
    assert_int_equal(RUN("own", "--data", f->data).code, 0);
}

static void paths_are_those_of_who_typed(void **state)
{
    struct folder *f = *state;
    char want[600], cwd[512];
    serve(f);
    assert_non_null(getcwd(cwd, sizeof cwd));
    const struct ran r = RUN("paths", "--data", f->data, "a b", "/c");
    (void)snprintf(want, sizeof want, "%s/a b\n/c\n", cwd);
    assert_string_equal(r.out, want);
}

static void many_commands_at_once_all_count(void **state)
{
    struct folder *f = *state;
    pid_t pids[12];
    serve(f);
    for (size_t i = 0; i < 12; i++) {
        pids[i] = fork();
        if (pids[i] == 0) {
            char *argv[] = {(char *)(uintptr_t) "motcua", (char *)(uintptr_t) "look",
                            (char *)(uintptr_t) "--data", f->data, NULL};
            if (!freopen("/dev/null", "w", stdout))
                _exit(9);
            _exit(cli_main(&app, 4, argv));
        }
    }
    for (size_t i = 0; i < 12; i++) {
        int status = 0;
        assert_int_equal(waitpid(pids[i], &status, 0), pids[i]);
        assert_int_equal(status, 0);
    }
    assert_string_equal(RUN("look", "--data", f->data).out, "n = 13\n");
}

static void a_broken_line_harms_nobody(void **state)
{
    struct folder *f = *state;
    int fd;
    serve(f);
    static const str lines[] = {{"", 0},
                                {"R\xff\xff\xff\xff", 5},
                                {"R\0\0\0\0", 5},
                                {"R\0\0\0\4abcd", 9},
                                {"X\0\0\0\0", 5},
                                {"R\0\0\0\3"
                                 "1e\0",
                                 8}};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        assert_int_equal(host_local_connect(f->data, "admin.sock", &fd), RC_OK);
        assert_int_equal(host_local_send(fd, lines[i].p, (size_t)lines[i].n), RC_OK);
        host_local_close(fd);
    }
    assert_int_equal(RUN("look", "--data", f->data).code, 0);
}

/* More than the server runs at once, so that its listener waits for one of them, too. */
#define SILENT 6

static void connect_silently(struct folder *f, int fds[SILENT])
{
    for (int i = 0; i < SILENT; i++)
        assert_int_equal(host_local_connect(f->data, "admin.sock", &fds[i]), RC_OK);
    host_sleep_us(200000);
}

static void stop_at_once(struct folder *f)
{
    const int64_t from = host_monotonic_us();
    (void)alarm(60); /* waiting for ever ends the test */
    cli_admin_stop(f->admin);
    (void)alarm(0);
    f->admin = NULL;
    assert_true(host_monotonic_us() - from < 3 * SECOND_US);
}

static void a_silent_visitor_does_not_hold_up_the_end(void **state)
{
    struct folder *f = *state;
    int fds[SILENT];
    serve(f);
    connect_silently(f, fds);
    stop_at_once(f);
    for (int i = 0; i < SILENT; i++)
        host_local_close(fds[i]);
}

static void a_silent_visitor_is_let_go(void **state)
{
    struct folder *f = *state;
    int fds[SILENT];
    serve(f);
    connect_silently(f, fds);
    (void)alarm(60);
    assert_int_equal(RUN("look", "--data", f->data).code, 0);
    (void)alarm(0);
    for (int i = 0; i < SILENT; i++)
        host_local_close(fds[i]);
}

static void a_command_that_asks_somebody_does_not_hold_up_the_end(void **state)
{
    static const char line[] = "1e/\0ask\0--data\0.";
    struct folder *f = *state;
    char answer[5];
    int fd;
    serve(f);
    assert_int_equal(host_local_connect(f->data, "admin.sock", &fd), RC_OK);
    const char head[] = {'R', 0, 0, 0, sizeof line};
    assert_int_equal(host_local_send(fd, head, 5), RC_OK);
    assert_int_equal(host_local_send(fd, line, sizeof line), RC_OK);
    assert_int_equal(host_local_receive(fd, answer, 5), RC_OK);
    assert_int_equal(answer[0], 'P');
    char prompt[64];
    assert_true(answer[4] > 0 && (size_t)answer[4] <= sizeof prompt);
    assert_int_equal(host_local_receive(fd, prompt, (size_t)answer[4]), RC_OK);
    stop_at_once(f);
    char kind = 0;
    while (host_local_receive(fd, answer, 5) == RC_OK) { /* what it still says, its exit code last */
        kind = answer[0];
        assert_true((size_t)answer[4] <= sizeof prompt);
        assert_int_equal(host_local_receive(fd, prompt, (size_t)answer[4]), RC_OK);
    }
    assert_int_equal(kind, 'X');
    assert_int_not_equal(prompt[0], 0);
    host_local_close(fd);
}

static void a_folder_held_by_another_program_is_busy(void **state)
{
    struct folder *f = *state;
    assert_int_equal(cli_data_open(&app, f->data, NULL, true, &f->held), RC_OK);
    const struct ran r = RUN("look", "--data", f->data);
    assert_int_equal(r.code, 7);
    has(r.err, "another program holds the folder");
    struct cli_data *again;
    assert_int_equal(cli_data_open(&app, f->data, NULL, true, &again), RC_BUSY);
}

static void the_socket_is_for_its_user_only(void **state)
{
    struct folder *f = *state;
    int fd;
    serve(f);
    if (geteuid() != 0)
        return; /* only root can try to be somebody else */
    assert_int_equal(chmod(f->dir, 0755) | chmod(f->data, 0755), 0);
    char path[128];
    (void)snprintf(path, sizeof path, "%s/admin.sock", f->data);
    assert_int_equal(chmod(path, 0666), 0); /* the folder's mode is not what keeps others out */
    const pid_t pid = fork();
    if (pid == 0) {
        if (seteuid(65534))
            _exit(3);
        _exit(host_local_connect(f->data, "admin.sock", &fd) == RC_OK ? 1 : 0);
    }
    int status = 0;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_int_equal(status, 0);
    assert_int_equal(RUN("look", "--data", f->data).code, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CLI_TEST(help_lists_what_is_not_hidden),
        CLI_TEST(a_wrong_line_is_a_usage_error),
        CLI_TEST(codes_follow_the_answer),
        CLI_TEST(a_folder_is_made_only_by_who_may),
        CLI_TEST(the_environment_names_the_folder),
        CLI_TEST(a_held_folder_is_reached_through_its_server),
        CLI_TEST(paths_are_those_of_who_typed),
        CLI_TEST(many_commands_at_once_all_count),
        CLI_TEST(a_broken_line_harms_nobody),
        CLI_TEST(a_silent_visitor_does_not_hold_up_the_end),
        CLI_TEST(a_silent_visitor_is_let_go),
        CLI_TEST(a_command_that_asks_somebody_does_not_hold_up_the_end),
        CLI_TEST(a_folder_held_by_another_program_is_busy),
        CLI_TEST(the_socket_is_for_its_user_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
