/*
 * test_walk.c - walking a folder on a disk that fails: what could not be read is not taken for
 * the end. The C library's readdir and fstatat are stood in for; a name that goes meanwhile
 * is no failure.
 */
#include "lib_test.h"

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "host/file.h"

static int reads_left, stat_error; /* reads_left < 0: all; stat_error for the name "b" */
static char dir[64];

struct dirent *readdir(DIR *d)
{
    static struct dirent *(*real)(DIR *);
    if (!real)
        *(void **)&real = dlsym(RTLD_NEXT, "readdir");
    if (reads_left == 0) {
        errno = EIO;
        return NULL;
    }
    reads_left--;
    return real(d);
}

int fstatat(int fd, const char *restrict name, struct stat *restrict st, int flags)
{
    static int (*real)(int, const char *, struct stat *, int);
    if (!real)
        *(void **)&real = dlsym(RTLD_NEXT, "fstatat");
    if (stat_error && strcmp(name, "b") == 0) {
        errno = stat_error;
        return -1;
    }
    return real(fd, name, st, flags);
}

static int setup(void **state)
{
    static const char *const names[] = {"a", "b", "c"};
    char path[96];
    (void)snprintf(dir, sizeof dir, "/tmp/motcua-walk-XXXXXX");
    if (!mkdtemp(dir))
        return -1;
    for (size_t i = 0; i < 3; i++) {
        (void)snprintf(path, sizeof path, "%s/%s", dir, names[i]);
        if (host_file_replace(path, S("x"), 0600))
            return -1;
    }
    reads_left = -1;
    stat_error = 0;
    return test_setup(state);
}

static int teardown(void **state)
{
    static const char *const names[] = {"a", "b", "c"};
    char path[96];
    for (size_t i = 0; i < 3; i++) {
        (void)snprintf(path, sizeof path, "%s/%s", dir, names[i]);
        (void)unlink(path);
    }
    return rmdir(dir) | test_teardown(state);
}
#define WALK_TEST(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)

static enum rc count(void *arg, const struct host_entry *e)
{
    int *n = arg;
    *n += !e->dir;
    return RC_OK;
}

static void test_walk__meets_every_name(void **state)
{
    const struct ctx *c = *state;
    int n = 0;
    assert_int_equal(host_dir_each(c->mem, dir, count, &n), RC_OK);
    assert_int_equal(n, 3);
}

static void test_walk__a_failing_disk_is_not_the_end(void **state)
{
    const struct ctx *c = *state;
    int n = 0;
    for (int i = 0; i < 5; i++) { /* with . and .. */
        reads_left = i;
        assert_int_equal(host_dir_each(c->mem, dir, count, &n), RC_UNAVAILABLE);
    }
}

static void test_walk__skips_only_what_is_gone(void **state)
{
    const struct ctx *c = *state;
    int n = 0;
    stat_error = ENOENT;
    assert_int_equal(host_dir_each(c->mem, dir, count, &n), RC_OK);
    assert_int_equal(n, 2);
    stat_error = EIO;
    assert_int_equal(host_dir_each(c->mem, dir, count, &n), RC_UNAVAILABLE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WALK_TEST(test_walk__meets_every_name),
        WALK_TEST(test_walk__a_failing_disk_is_not_the_end),
        WALK_TEST(test_walk__skips_only_what_is_gone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
