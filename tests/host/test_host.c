/* test_host.c - the doors to the system: files, the folder's lock, clocks, random bytes, the log. */
#include "lib_test.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "host/clock.h"
#include "host/console.h"
#include "host/file.h"
#include "host/local.h"
#include "host/lock.h"
#include "host/log.h"
#include "host/random.h"
#include "host/thread.h"

static char dir[64], path[128], other[128];

static int folder_setup(void **state)
{
    if (!test_folder(dir, sizeof dir, "host"))
        return -1;
    (void)snprintf(path, sizeof path, "%s/file", dir);
    (void)snprintf(other, sizeof other, "%s/other", dir);
    return test_setup(state);
}

static int folder_teardown(void **state)
{
    static const char *const names[] = {"file", "other", "lock", "socket", "file.new"};
    char name[128];
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        (void)snprintf(name, sizeof name, "%s/%s", dir, names[i]);
        (void)unlink(name);
    }
    (void)rmdir(other);
    return rmdir(dir) | test_teardown(state);
}
#define HOST_TEST(fn) cmocka_unit_test_setup_teardown(fn, folder_setup, folder_teardown)

static mode_t mode_of(const char *name)
{
    struct stat st;
    assert_int_equal(stat(name, &st), 0);
    return st.st_mode & 0777;
}

static void files_open_as_asked(void **state)
{
    int fd = -1;
    (void)state;
    assert_int_equal(host_file_open(path, HOST_READ, &fd), RC_NOT_FOUND);
    assert_int_equal(fd, -1);
    assert_int_equal(host_file_open(path, HOST_NEW, &fd), RC_OK);
    assert_true(fcntl(fd, F_GETFD) & FD_CLOEXEC);
    host_file_close(fd);
    assert_int_equal(mode_of(path), 0600);
    assert_int_equal(host_file_open(path, HOST_NEW, &fd), RC_CONFLICT);
    assert_int_equal(symlink("/etc/hostname", other), 0);
    assert_int_equal(host_file_open(other, HOST_WRITE, &fd), RC_UNAVAILABLE);
    assert_int_equal(host_file_open("/nowhere/file", HOST_WRITE, &fd), RC_NOT_FOUND);
    host_file_close(-1);
}

static void a_file_in_an_arena_closes_with_it(void **state)
{
    struct ctx *c = *state;
    int fd = -1;
    assert_int_equal(host_file_replace(path, S("x"), 0600), RC_OK);
    const struct arena_mark mark = arena_mark(c->mem);
    assert_int_equal(host_file_open_in(c->mem, path, HOST_READ, &fd), RC_OK);
    assert_true(fcntl(fd, F_GETFD) >= 0);
    arena_reset(c->mem, mark);
    assert_true(fcntl(fd, F_GETFD) < 0);
}

static void what_is_written_is_read(void **state)
{
    struct ctx *c = *state;
    char back[8] = "";
    size_t got = 0;
    int64_t size = 0;
    int fd = -1;
    str bytes;
    assert_int_equal(host_file_open(path, HOST_NEW, &fd), RC_OK);
    assert_int_equal(host_file_write(fd, "abcdef", 6), RC_OK);
    host_file_sync(fd);
    assert_int_equal(host_file_size(fd, &size), RC_OK);
    assert_int_equal(size, 6);
    assert_int_equal(host_file_read_at(fd, 4, back, sizeof back, &got), RC_OK);
    assert_int_equal(got, 2);
    assert_memory_equal(back, "ef", 2);
    assert_int_equal(host_file_seek(fd, 1), RC_OK);
    assert_int_equal(host_file_read(fd, back, 3, &got), RC_OK);
    assert_memory_equal(back, "bcd", 3);
    assert_int_equal(host_file_truncate(fd, 2), RC_OK);
    host_file_close(fd);
    assert_int_equal(host_file_get(c->mem, path, 2, &bytes), RC_OK);
    assert_str(bytes, "ab");
    assert_int_equal(host_file_get(c->mem, path, 1, &bytes), RC_INVALID);
    assert_int_equal(host_file_get(c->mem, other, 9, &bytes), RC_NOT_FOUND);
}

static void a_full_disk_is_unavailable(void **state)
{
    int fd = -1;
    (void)state;
    assert_int_equal(host_file_open("/dev/full", HOST_WRITE, &fd), RC_OK);
    assert_int_equal(host_file_write(fd, "x", 1), RC_UNAVAILABLE);
    host_file_close(fd);
}

/* A descriptor that cannot be synced stands for a disk that failed. */
static void a_failed_sync_ends_the_process(void **state)
{
    int ends[2], status = 0;
    (void)state;
    assert_int_equal(pipe(ends), 0);
    const pid_t pid = fork();
    if (pid == 0) {
        if (!freopen("/dev/null", "w", stderr))
            _exit(1);
        host_file_sync(ends[1]);
        _exit(0);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
    (void)close(ends[0]);
    (void)close(ends[1]);
}

static void replacing_is_whole(void **state)
{
    struct ctx *c = *state;
    str bytes;
    int fd = -1;
    assert_int_equal(host_file_replace(path, S("one"), 0400), RC_OK);
    assert_int_equal(mode_of(path), 0400);
    char draft[160];
    (void)snprintf(draft, sizeof draft, "%s.new", path);
    assert_int_equal(host_file_open(draft, HOST_NEW, &fd), RC_OK); /* a crash left it */
    host_file_close(fd);
    assert_int_equal(host_file_replace(path, S("two"), 0600), RC_OK);
    assert_int_equal(host_file_get(c->mem, path, 9, &bytes), RC_OK);
    assert_str(bytes, "two");
    assert_int_equal(host_file_replace("/nowhere/file", S("x"), 0600), RC_NOT_FOUND);
}

static void names_move_and_double(void **state)
{
    struct host_entry e;
    (void)state;
    assert_int_equal(host_file_replace(path, S("one"), 0600), RC_OK);
    assert_int_equal(host_file_rename(path, other), RC_OK);
    assert_int_equal(host_file_stat(path, &e), RC_NOT_FOUND);
    assert_int_equal(host_file_link(other, path), RC_OK);
    assert_int_equal(host_file_link(other, path), RC_CONFLICT);
    assert_int_equal(host_file_stat(path, &e), RC_OK);
    assert_int_equal(e.size, 3);
    assert_false(e.dir);
    assert_true(host_now().us - e.changed.us < 60 * SECOND_US);
    assert_int_equal(host_file_remove(path), RC_OK);
    assert_int_equal(host_file_remove(path), RC_NOT_FOUND);
}

static enum rc count_entry(void *arg, const struct host_entry *e)
{
    int *n = arg;
    ++*n;
    return strcmp(e->name, "stop") == 0 ? RC_DENIED : RC_OK;
}

static void greedy_walk(void *arg)
{
    struct ctx *c = arg;
    int n = 0;
    (void)!host_dir_each(c->mem, dir, count_entry, &n);
    (void)arena_alloc(c->mem, SIZE_MAX / 2);
}

static void folders_are_walked(void **state)
{
    struct ctx *c = *state;
    int n = 0;
    int64_t room = 0;
    assert_int_equal(host_dir_make(other), RC_OK);
    assert_int_equal(host_dir_make(other), RC_OK);
    assert_int_equal(mode_of(other), 0700);
    assert_int_equal(host_file_replace(path, S(""), 0600), RC_OK);
    assert_int_equal(host_dir_make(path), RC_CONFLICT);
    assert_int_equal(host_dir_each(c->mem, dir, count_entry, &n), RC_OK);
    assert_int_equal(n, 2);
    assert_int_equal(host_dir_each(c->mem, path, count_entry, &n), RC_NOT_FOUND);
    for (int i = 0; i < 3000; i++) /* more than a process has descriptors */
        assert_false(arena_run(c->mem, greedy_walk, c));
    assert_int_equal(host_dir_sync(dir), RC_OK);
    assert_int_equal(host_disk_free(dir, &room), RC_OK);
    assert_true(room > 0);
    assert_int_equal(host_dir_remove(dir), RC_CONFLICT);
}

static void a_folder_has_one_owner(void **state)
{
    struct host_lock *a = NULL, *b = NULL;
    int status = 0;
    (void)state;
    assert_int_equal(host_lock_take(dir, &a), RC_OK);
    assert_int_equal(host_lock_take(dir, &b), RC_BUSY);
    assert_null(b);
    const pid_t pid = fork();
    if (pid == 0)
        _exit(host_lock_take(dir, &b) == RC_BUSY ? 0 : 1);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_int_equal(status, 0);
    host_lock_release(a);
    assert_int_equal(host_lock_take(dir, &b), RC_OK);
    host_lock_release(b);
    host_lock_release(NULL);
    assert_int_equal(host_lock_take("/nowhere", &b), RC_NOT_FOUND);
}

static void the_wall_clock_can_stand_still(void **state)
{
    (void)state;
    const instant before = host_now();
    const int64_t steady = host_monotonic_us();
    host_clock_set((instant){42});
    host_sleep_us(2000);
    assert_int_equal(host_now().us, 42);
    assert_true(host_monotonic_us() - steady >= 2000);
    host_clock_set(INSTANT_NONE);
    assert_true(host_now().us >= before.us);
    assert_true(host_now().us > INT64_C(1700000000) * SECOND_US);
    assert_true(host_cpu_us() > 0);
    const struct timespec later = host_monotonic_after(3 * SECOND_US / 2);
    const int64_t at = later.tv_sec * SECOND_US + later.tv_nsec / 1000;
    assert_in_range(at - host_monotonic_us(), SECOND_US, 3 * SECOND_US / 2);
}

static void random_bytes_differ(void **state)
{
    unsigned char a[64] = {0}, b[64] = {0};
    (void)state;
    host_random(a, sizeof a);
    host_random(b, sizeof b);
    assert_memory_not_equal(a, b, sizeof a);
    const struct rng x = host_rng_new(), y = host_rng_new();
    assert_memory_not_equal(x.seed, y.seed, sizeof x.seed);
    assert_int_equal(x.drawn, 0);
}

/* One line, valid JSON whatever the values hold. */
static void a_log_line_is_one_line(void **state)
{
    char line[4096] = "", long_text[5000];
    const int before = dup(2);
    (void)state;
    memset(long_text, '"', sizeof long_text - 1);
    long_text[sizeof long_text - 1] = 0;
    FILE *f = fopen(path, "w+");
    assert_true(dup2(fileno(f), 2) == 2);
    host_clock_set((instant){7});
    LOG(LOG_ERROR, "test.event", LOG_STR("text", "a\"b\\c\nd\x7f đ"), LOG_INT("n", -5),
        LOG_STR("none", NULL));
    LOG(LOG_WARN, "test.long", LOG_STR("text", long_text));
    host_log_level(LOG_WARN);
    LOG(LOG_INFO, "test.hidden", LOG_INT("n", 1));
    host_log_level(LOG_INFO);
    host_clock_set(INSTANT_NONE);
    (void)dup2(before, 2);
    (void)close(before);
    rewind(f);
    assert_non_null(fgets(line, sizeof line, f));
    assert_string_equal(line, "{\"us\":7,\"level\":\"error\",\"event\":\"test.event\","
                              "\"text\":\"a\\u0022b\\u005cc\\u000ad\\u007f đ\",\"n\":-5,\"none\":0}\n");
    assert_non_null(fgets(line, sizeof line, f));
    assert_true(strlen(line) <= 2048);
    assert_string_equal(line + strlen(line) - 3, "\"}\n");
    assert_null(fgets(line, sizeof line, f));
    (void)fclose(f);
}

static void *echo_once(void *arg)
{
    const int listening = *(const int *)arg;
    int fd;
    char text[4];
    while (host_local_accept(listening, &fd) == RC_OK) {
        if (host_local_receive(fd, text, 4) == RC_OK)
            (void)!host_local_send(fd, text, 4);
        host_local_close(fd);
    }
    return NULL;
}

static void local_sockets_carry_bytes(void **state)
{
    struct host_thread t;
    int listening = -1, fd = -1;
    char back[8] = "";
    (void)state;
    assert_int_equal(host_local_connect(dir, "socket", &fd), RC_NOT_FOUND);
    assert_int_equal(host_local_listen(dir, "socket", &listening), RC_OK);
    (void)snprintf(other, sizeof other, "%s/socket", dir);
    assert_int_equal(mode_of(other), 0600);
    assert_int_equal(host_thread_start(&t, "echo", echo_once, &listening), 0);
    assert_int_equal(host_local_connect(dir, "socket", &fd), RC_OK);
    assert_int_equal(host_local_send(fd, "abcd", 4), RC_OK);
    assert_int_equal(host_local_receive(fd, back, 4), RC_OK);
    assert_memory_equal(back, "abcd", 4);
    assert_int_equal(host_local_receive(fd, back, 1), RC_NOT_FOUND);
    host_local_close(fd);
    host_local_wake(listening);
    host_thread_join(&t);
    host_local_close(listening);
    assert_int_equal(host_local_connect(dir, "socket", &fd), RC_NOT_FOUND); /* left by the dead */
    assert_int_equal(host_local_listen(dir, "socket", &listening), RC_OK);
    host_local_close(listening);
    host_local_remove(dir, "socket");
    assert_int_equal(access(other, F_OK), -1);
    assert_int_equal(host_local_listen("/nowhere", "socket", &listening), RC_NOT_FOUND);
}

static void the_user_s_paths(void **state)
{
    char text[4096], small[3];
    (void)state;
    assert_int_equal(host_cwd(text, sizeof text), RC_OK);
    assert_int_equal(text[0], '/');
    assert_int_equal(host_cwd(small, 1), RC_UNAVAILABLE);
    assert_int_equal(symlink(dir, path), 0);
    assert_int_equal(host_real_path(path, text, sizeof text), RC_OK);
    assert_string_equal(text, dir);
    assert_int_equal(host_real_path(path, small, sizeof small), RC_INVALID);
    assert_int_equal(host_real_path("/nowhere", text, sizeof text), RC_NOT_FOUND);
    assert_null(host_env("MOTCUA_NO_SUCH_NAME"));
}

static void conditions_wait_by_the_monotonic_clock(void **state)
{
    pthread_mutex_t lock;
    pthread_cond_t cond;
    const int64_t from = host_monotonic_us();
    const struct timespec until = host_monotonic_after(30000);
    (void)state;
    assert_int_equal(pthread_mutex_init(&lock, NULL), 0);
    host_cond_init(&cond);
    (void)pthread_mutex_lock(&lock);
    int e = 0;
    while (!e) /* a spurious wake-up is none */
        e = pthread_cond_timedwait(&cond, &lock, &until);
    (void)pthread_mutex_unlock(&lock);
    assert_int_equal(e, ETIMEDOUT);
    assert_true(host_monotonic_us() - from >= 30000);
    (void)pthread_cond_destroy(&cond);
    (void)pthread_mutex_destroy(&lock);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        HOST_TEST(files_open_as_asked),
        HOST_TEST(conditions_wait_by_the_monotonic_clock),
        HOST_TEST(a_file_in_an_arena_closes_with_it),
        HOST_TEST(what_is_written_is_read),
        HOST_TEST(a_full_disk_is_unavailable),
        HOST_TEST(a_failed_sync_ends_the_process),
        HOST_TEST(replacing_is_whole),
        HOST_TEST(names_move_and_double),
        HOST_TEST(folders_are_walked),
        HOST_TEST(a_folder_has_one_owner),
        HOST_TEST(the_wall_clock_can_stand_still),
        HOST_TEST(random_bytes_differ),
        HOST_TEST(a_log_line_is_one_line),
        HOST_TEST(local_sockets_carry_bytes),
        HOST_TEST(the_user_s_paths),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
