/*
 * test_second.c - two verifiers agree. Copies of a SQLite record are tampered with, ours says
 * what it finds, and tests/record/verify.py, written from the documentation alone, must say
 * the same of every copy. Not run on PostgreSQL,
 * which has no file to read.
 */
#include "record/lib_tamper.h"

#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>

#include "host/file.h"

#define COPIES 60

extern char **environ;

static enum rc strike_and_stay(struct ctx *c, void *arg)
{
    return tamper_strike(c, arg);
}

static enum rc verify(struct ctx *c, void *arg)
{
    struct attack *a = arg;
    return record_test_verify(c, a->head, &a->found);
}

/* One line for each number concerned: how a verifier groups them is its own affair. */
static void print_finding(FILE *f, const struct record_finding *v)
{
    const char *word = record_fault_word(v->fault);
    if (v->fault == FAULT_REORDERED)
        for (int64_t seq = v->seq; seq <= v->until; seq++)
            (void)fprintf(f, "%s %lld\n", word, (long long)seq);
    else if (v->fault == FAULT_UNSEALED)
        (void)fprintf(f, "%s event %lld\n", word, (long long)v->event);
    else if (v->fault == FAULT_MISSING || v->fault == FAULT_TRUNCATED || v->fault == FAULT_REWRITTEN)
        (void)fprintf(f, "%s %lld-%lld\n", word, (long long)v->seq, (long long)v->until);
    else
        (void)fprintf(f, "%s %lld\n", word, (long long)v->seq);
}

static void write_expected(const char *base, const struct attack *a)
{
    char path[160];
    (void)snprintf(path, sizeof path, "%s.expected", base);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    for (int i = 0; i < a->found.n; i++)
        print_finding(f, &a->found.v[i]);
    (void)fclose(f);
    (void)snprintf(path, sizeof path, "%s.head", base);
    f = fopen(path, "w");
    assert_non_null(f);
    (void)fprintf(f, "motcua-record 1\n%lld ", (long long)a->head->seq);
    for (int i = 0; i < 32; i++)
        (void)fprintf(f, "%02x", a->head->chain[i]);
    (void)fprintf(f, "\n");
    (void)fclose(f);
}

static int run_python(char *folder)
{
    char program[] = "python3", script[] = "tests/record/verify.py", flag[] = "--compare";
    char *argv[] = {program, script, flag, folder, NULL};
    pid_t child;
    int status = -1;
    if (posix_spawnp(&child, program, NULL, NULL, argv, environ) || waitpid(child, &status, 0) != child)
        return -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static enum rc read_head(struct ctx *c, void *arg)
{
    return record_get_head(c, arg);
}

static void test_second__verifier_agrees_on_tampered_copies(void **state)
{
    struct engine *e = *state;
    struct q_tamper_seals_rows seals;
    struct record_head head;
    struct attack a;
    char folder[96], base[128], path[160];
    const char *text = getenv("MOTCUA_SEED");
    const uint64_t seed = text ? strtoul(text, NULL, 10) : (uint64_t)time(NULL);
    print_message("seed %llu\n", (unsigned long long)seed);
    tamper_seed(seed);
    record_test_fill(e, TAMPER_EVENTS);
    assert_int_equal(engine_read(e, tamper_seals, &seals), RC_OK);
    assert_int_equal(engine_read(e, read_head, &head), RC_OK);
    (void)snprintf(folder, sizeof folder, "%s/copies", e->dir);
    assert_int_equal(mkdir(folder, 0700), 0);
    const char *original = engine_config(e)->path;
    for (int i = 0; i < COPIES; i++) {
        (void)snprintf(base, sizeof base, "%s/%02d", folder, i);
        (void)snprintf(path, sizeof path, "%s.db", base);
        assert_int_equal(store_copy(e->store, path), RC_OK);
        engine_config(e)->path = path;
        engine_reopen(e); /* without a sealer */
        tamper_choose(&a, &seals, &head);
        assert_int_equal(engine_write(e, strike_and_stay, &a), RC_OK);
        assert_int_equal(engine_read(e, verify, &a), RC_OK);
        write_expected(base, &a);
        engine_config(e)->path = original;
        engine_reopen(e);
    }
    assert_int_equal(run_python(folder), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {RECORD_TEST(test_second__verifier_agrees_on_tampered_copies)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
