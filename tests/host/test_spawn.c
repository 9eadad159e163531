/* test_spawn.c - jobs through the spawner: answers, limits, deaths, and who dies with whom. */
#include "host/spawn.h"

#include <fcntl.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

/* The first byte of the input says what to do, the rest is echoed. */
static enum rc obey(int in, int out)
{
    static char text[1 << 20];
    size_t n = 0;
    ssize_t got;
    while (n < sizeof text && (got = read(in, text + n, sizeof text - n)) > 0)
        n += (size_t)got;
    volatile char *volatile nowhere = NULL;
    switch (n ? text[0] : 0) {
    case 'e':
        return spawn_write(out, text + 1, n - 1) ? RC_OK : RC_FAILED;
    case 'i':
        return spawn_write(out, "half", 4) ? RC_INVALID : RC_FAILED;
    case 'c':
        *nowhere = 1;
        return RC_OK;
    case 'l':
        for (volatile unsigned u = 0;; u++)
            ;
    case 'm':
        for (size_t mib = 1; mib <= 1024; mib++) {
            char *volatile p = malloc(1 << 20);
            if (!p)
                return RC_INVALID;
            memset(p, 1, 1 << 20);
        }
        return RC_OK;
    case 'o':
        for (;;)
            if (!spawn_write(out, text, sizeof text))
                return RC_FAILED;
    default:
        return RC_OK;
    }
}

static enum rc lie(int in, int out)
{
    (void)in;
    _exit(spawn_write(out, "half an answer", 14) ? 0 : 1);
}
static bool cannot_warm(void)
{
    return false;
}

static const struct spawn_kind plain = {.verb = "__test", .name = "plain", .work = obey};
static const struct spawn_kind liar = {.verb = "__test", .name = "liar", .work = lie};
static const struct spawn_kind cold = {
    .verb = "__test", .name = "cold", .warm = cannot_warm, .work = obey};
static const struct spawn_kind stranger = {.verb = "__test", .name = "stranger", .work = obey};
static const struct spawn_kind *const kinds[] = {&plain, &liar, &cold, NULL};

static enum rc run(struct arena *mem, const struct spawn_kind *k, str bytes, str *ret)
{
    const struct spawn_job job = {.kind = k, .fd = -1, .bytes = bytes, .limit = 65536};
    return spawn_run(mem, &job, ret);
}

static double now_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void test_spawn__answers_what_the_child_wrote(void **state)
{
    (void)state;
    struct arena *mem = arena_new(4 << 20);
    str got = STR_NONE;
    assert_int_equal(run(mem, &plain, S("exin chào"), &got), RC_OK);
    assert_true(str_eq(got, S("xin chào")));
    assert_int_equal(run(mem, &plain, S("e"), &got), RC_OK);
    assert_int_equal(got.n, 0);
    arena_free(mem);
}

static void test_spawn__reads_a_descriptor(void **state)
{
    (void)state;
    struct arena *mem = arena_new(4 << 20);
    char path[] = "/tmp/spawn_XXXXXX";
    const int w = mkstemp(path);
    assert_int_equal(write(w, "etừ tệp", 11), 11);
    const int fd = open(path, O_RDONLY | O_CLOEXEC);
    const struct spawn_job job = {.kind = &plain, .fd = fd, .limit = 100};
    str got = STR_NONE;
    assert_int_equal(spawn_run(mem, &job, &got), RC_OK);
    assert_true(str_eq(got, S("từ tệp")));
    close(fd);
    close(w);
    unlink(path);
    arena_free(mem);
}

static void test_spawn__refuses_bad_ends(void **state)
{
    (void)state;
    struct arena *mem = arena_new(4 << 20);
    str got = S("untouched");
    assert_int_equal(run(mem, &plain, S("i"), &got), RC_INVALID); /* the child said so */
    assert_int_equal(run(mem, &plain, S("c"), &got), RC_INVALID); /* it crashed */
    assert_int_equal(run(mem, &liar, S(""), &got), RC_INVALID);   /* it left without the end mark */
    assert_int_equal(run(mem, &plain, S("o"), &got), RC_INVALID); /* it never stops answering */
    assert_int_equal(run(mem, &cold, S("e"), &got), RC_UNAVAILABLE);
    assert_int_equal(run(mem, &stranger, S("e"), &got), RC_UNAVAILABLE);
    assert_true(str_eq(got, S("untouched")));
    assert_int_equal(run(mem, &plain, S("estill here"), &got), RC_OK);
    arena_free(mem);
}

static void test_spawn__answer_limit_is_exact(void **state)
{
    (void)state;
    struct arena *mem = arena_new(4 << 20);
    struct spawn_job job = {.kind = &plain, .fd = -1, .bytes = S("e12345"), .limit = 5};
    str got = STR_NONE;
    assert_int_equal(spawn_run(mem, &job, &got), RC_OK);
    assert_int_equal(got.n, 5);
    job.limit = 4;
    assert_int_equal(spawn_run(mem, &job, &got), RC_INVALID);
    arena_free(mem);
}

static void test_spawn__memory_is_limited(void **state)
{
    (void)state;
    struct arena *mem = arena_new(1 << 20);
    str got = STR_NONE;
    assert_int_equal(run(mem, &plain, S("m"), &got), RC_INVALID);
    arena_free(mem);
}

/* Both limits at once, to wait for the longer one only. */
static void *endless_loop(void *arg)
{
    double *took = arg;
    struct arena *mem = arena_new(1 << 20);
    str got = STR_NONE;
    const double from = now_s();
    *took = run(mem, &plain, S("l"), &got) == RC_INVALID ? now_s() - from : -1;
    arena_free(mem);
    return NULL;
}

static void test_spawn__time_is_limited(void **state)
{
    (void)state;
    struct arena *mem = arena_new(1 << 20);
    int fds[2];
    double loop = 0;
    pthread_t t;
    assert_int_equal(pthread_create(&t, NULL, endless_loop, &loop), 0);
    assert_int_equal(pipe2(fds, O_CLOEXEC), 0); /* an input that never comes */
    const struct spawn_job job = {.kind = &plain, .fd = fds[0], .limit = 100};
    str got = STR_NONE;
    const double from = now_s();
    assert_int_equal(spawn_run(mem, &job, &got), RC_INVALID);
    const double wait = now_s() - from;
    pthread_join(t, NULL);
    print_message("# endless loop ended after %.1f s, endless wait after %.1f s\n", loop, wait);
    /* Where others use the processors too, the limit of 10 s may come before 5 s of work. */
    double load = 0;
    assert_int_equal(getloadavg(&load, 1), 1);
    assert_true(loop > 4 && loop < (load < 1.5 ? 9.5 : 11.5));
    assert_true(wait > 9 && wait < 11.5);
    close(fds[0]);
    close(fds[1]);
    arena_free(mem);
}

static void *many(void *arg)
{
    int *good = arg;
    struct arena *mem = arena_new(1 << 20);
    for (int i = 0; i < 25; i++) {
        char text[32];
        const int n = snprintf(text, sizeof text, "e%p %d", arg, i);
        str got = STR_NONE;
        if (run(mem, &plain, (str){text, n}, &got) == RC_OK && str_eq(got, (str){text + 1, n - 1}))
            ++*good;
        arena_clear(mem);
    }
    arena_free(mem);
    return NULL;
}

static void test_spawn__threads_do_not_mix(void **state)
{
    (void)state;
    pthread_t t[8];
    int good[8] = {0};
    const double from = now_s();
    for (int i = 0; i < 8; i++)
        assert_int_equal(pthread_create(&t[i], NULL, many, &good[i]), 0);
    for (int i = 0; i < 8; i++)
        pthread_join(t[i], NULL);
    print_message("# 200 jobs by 8 threads: %.2f ms each\n", (now_s() - from) * 1000 / 200);
    for (int i = 0; i < 8; i++)
        assert_int_equal(good[i], 25);
}

static int count_children(void)
{
    char text[256];
    int n = 0;
    (void)snprintf(text, sizeof text, "/proc/self/task/%d/children", getpid());
    FILE *f = fopen(text, "r");
    if (!f)
        return -1;
    while (fscanf(f, "%255s", text) == 1)
        n++;
    (void)fclose(f);
    return n;
}

/* A server of its own, killed with -9: spawner and templates must be gone soon after. The pipe
   they all inherited tells: it ends when the last one has. */
static void test_spawn__nobody_outlives_the_server(void **state)
{
    (void)state;
    int alive[2];
    assert_int_equal(pipe(alive), 0);
    const pid_t server = fork();
    if (server == 0) {
        spawn_stop();
        close(alive[0]);
        if (dup2(alive[1], 2) != 2) /* stderr is the one descriptor that all of them keep */
            _exit(1);
        close(alive[1]);
        if (spawn_start(kinds) != RC_OK)
            _exit(1);
        struct arena *mem = arena_new(1 << 20);
        str got;
        if (run(mem, &plain, S("eready"), &got) != RC_OK)
            _exit(1);
        (void)dprintf(2, "R");
        (void)run(mem, &plain, S("l"), &got); /* a child at work */
        _exit(1);
    }
    close(alive[1]);
    char ch = 0;
    /* The cold template may complain first. */
    while (read(alive[0], &ch, 1) == 1 && ch != 'R')
        ;
    assert_int_equal(ch, 'R');
    usleep(100000);
    assert_int_equal(kill(server, SIGKILL), 0);
    assert_int_equal(waitpid(server, NULL, 0), server);
    const double from = now_s();
    while (read(alive[0], &ch, 1) == 1)
        ;
    assert_true(now_s() - from < 2);
    close(alive[0]);
}

static void test_spawn__stops_and_starts_again(void **state)
{
    (void)state;
    struct arena *mem = arena_new(1 << 20);
    str got = STR_NONE;
    spawn_stop();
    assert_int_equal(count_children(), 0);
    assert_int_equal(run(mem, &plain, S("e"), &got), RC_UNAVAILABLE);
    assert_int_equal(spawn_start(kinds), RC_OK);
    assert_int_equal(run(mem, &plain, S("e"), &got), RC_OK);
    arena_free(mem);
}

static void test_spawn__hidden_verb_is_not_for_people(void **state)
{
    (void)state;
    char program[] = "motcua", verb[] = "__test", name[] = "plain", other[] = "nothing";
    char *argv[] = {program, verb, name, NULL};
    const pid_t pid = fork();
    if (pid == 0) {
        const int null = open("/dev/null", O_RDWR);
        _exit(dup2(null, 2) == 2 && dup2(null, 3) == 3 ? spawn_child_main(3, argv, kinds) : 9);
    }
    int status;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 2);
    assert_int_equal(spawn_child_main(2, argv, kinds), -1);
    argv[2] = other;
    assert_int_equal(spawn_child_main(3, argv, kinds), -1);
}

static int start(void **state)
{
    (void)state;
    return spawn_start(kinds) == RC_OK ? 0 : -1;
}
static int stop(void **state)
{
    (void)state;
    spawn_stop();
    return 0;
}

int main(int argc, char **argv)
{
    const int child = spawn_child_main(argc, argv, kinds);
    if (child >= 0)
        return child;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_spawn__answers_what_the_child_wrote),
        cmocka_unit_test(test_spawn__reads_a_descriptor),
        cmocka_unit_test(test_spawn__refuses_bad_ends),
        cmocka_unit_test(test_spawn__answer_limit_is_exact),
        cmocka_unit_test(test_spawn__memory_is_limited),
        cmocka_unit_test(test_spawn__time_is_limited),
        cmocka_unit_test(test_spawn__threads_do_not_mix),
        cmocka_unit_test(test_spawn__nobody_outlives_the_server),
        cmocka_unit_test(test_spawn__stops_and_starts_again),
        cmocka_unit_test(test_spawn__hidden_verb_is_not_for_people),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
