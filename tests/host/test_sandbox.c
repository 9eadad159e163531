/*
 * test_sandbox.c - forbidden acts from inside a child of each kind all fail. Each kind keeps its
 * own warming and walls and gets acts in place of its work; the same acts outside the walls
 * succeed, so that none of them fails for a reason of its own.
 * When you add a kind of child, add a row to `subjects`.
 */
#include "file/file.h"
#include "host/spawn.h"
#include "pdf/pdf.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define MARK "/tmp/sandbox_mark"
#define SECRET "/etc/hostname"

static bool act_socket(void)
{
    return socket(AF_INET, SOCK_STREAM, 0) >= 0;
}
static bool act_unix_socket(void)
{
    return socket(AF_UNIX, SOCK_STREAM, 0) >= 0;
}
static bool act_read_file(void)
{
    return open(SECRET, O_RDONLY) >= 0;
}
static bool act_read_font(void) /* readable while warming, no longer at work */
{
    return open("/usr/share/fonts/truetype/liberation2/LiberationSerif-Regular.ttf", O_RDONLY) >= 0;
}
static bool act_openat2(void)
{
    const struct {
        uint64_t flags, mode, resolve;
    } how = {.flags = O_RDONLY};
    return syscall(SYS_openat2, AT_FDCWD, SECRET, &how, sizeof how) >= 0;
}
static bool act_write_file(void)
{
    return open(MARK, O_WRONLY | O_CREAT, 0600) >= 0;
}
static bool act_make_dir(void)
{
    return mkdir(MARK, 0700) == 0;
}
static bool act_look(void)
{
    struct stat st;
    return stat(SECRET, &st) == 0;
}
static bool act_exec(void)
{
    char *const argv[] = {NULL};
    return execve("/nonexistent", argv, argv) == 0 || errno == ENOENT; /* the system looked for it */
}
static bool act_fork(void)
{
    const long pid = syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);
    if (pid == 0)
        _exit(0);
    return pid > 0;
}
static bool act_clone3(void)
{
    struct {
        uint64_t a[11];
    } args = {{0}};
    args.a[4] = SIGCHLD;
    const long pid = syscall(SYS_clone3, &args, sizeof args);
    if (pid == 0)
        _exit(0);
    return pid > 0;
}
static bool act_kill_parent(void)
{
    return kill(getppid(), 0) == 0;
}
static bool act_trace_parent(void)
{
    return ptrace(PTRACE_SEIZE, getppid(), NULL, NULL) == 0;
}
static bool act_read_memory(void)
{
    char b = 0;
    struct iovec l = {&b, 1}, r = {&b, 1};
    return syscall(SYS_process_vm_readv, getpid(), &l, 1UL, &r, 1UL, 0UL) == 1;
}
static bool act_lift_limit(void)
{
    const struct rlimit r = {2, 2}; /* even lowering goes through the same door */
    return setrlimit(RLIMIT_CPU, &r) == 0;
}
static bool act_catch_signals(void)
{
    const struct sigaction ignore = {.sa_handler = SIG_IGN};
    return sigaction(SIGTERM, &ignore, NULL) == 0;
}
static bool act_run_data(void)
{
    void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return p != MAP_FAILED;
}
static bool act_make_executable(void)
{
    void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return p != MAP_FAILED && mprotect(p, 4096, PROT_READ | PROT_EXEC) == 0;
}
static bool act_new_namespace(void)
{
    return unshare(CLONE_NEWUSER | CLONE_NEWNET) == 0;
}
static bool act_copy_descriptor(void)
{
    return dup(1) >= 0;
}
static bool act_write_input(void)
{
    return write(0, "x", 1) == 1;
}
static bool act_seventh_descriptor(void) /* nothing but 0, 1, 2 was inherited */
{
    for (int fd = 3; fd < 64; fd++)
        if (syscall(SYS_lseek, fd, 0L, SEEK_CUR) >= 0 || errno != EBADF)
            return true;
    return false;
}
static bool act_raise_privileges(void)
{
    return syscall(SYS_setresuid, 0, 0, 0) == 0;
}
static bool act_shared_memory(void)
{
    return memfd_create("x", 0) >= 0;
}

static bool (*const acts[])(void) = {
    act_socket,
    act_unix_socket,
    act_read_file,
    act_read_font,
    act_openat2,
    act_write_file,
    act_make_dir,
    act_look,
    act_exec,
    act_fork,
    act_clone3,
    act_kill_parent,
    act_trace_parent,
    act_read_memory,
    act_lift_limit,
    act_catch_signals,
    act_run_data,
    act_make_executable,
    act_new_namespace,
    act_copy_descriptor,
    act_write_input,
    act_seventh_descriptor,
    act_raise_privileges,
    act_shared_memory,
};
#define ACTS (int)(sizeof acts / sizeof *acts)

/* Reads which act, tries it, says whether it worked. A child that is killed says nothing. */
static enum rc act(int in, int out)
{
    unsigned char which = 0;
    if (read(in, &which, 1) != 1 || which >= ACTS)
        return RC_INVALID;
    return spawn_write(out, acts[which]() ? "done" : "none", 4) ? RC_OK : RC_FAILED;
}

static struct spawn_kind magic_acts, painter_acts,
    plain_acts = {.verb = "__test", .name = "acts", .work = act};
static const struct spawn_kind *const subjects[] = {&plain_acts, &magic_acts, &painter_acts, NULL};

static void prepare(void)
{
    magic_acts = file_reader_magic;
    painter_acts = pdf_painter;
    magic_acts.name = "magic-acts";
    painter_acts.name = "painter-acts";
    magic_acts.work = painter_acts.work = act;
}

static void no_act_succeeds(const struct spawn_kind *k)
{
    struct arena *mem = arena_new(1 << 20);
    int killed = 0, refused = 0;
    for (int i = 0; i < ACTS; i++) {
        const char which = (char)i;
        const struct spawn_job job = {.kind = k, .fd = -1, .bytes = {&which, 1}, .limit = 100};
        str got = S("");
        const enum rc rc = spawn_run(mem, &job, &got);
        if (rc == RC_OK && str_starts(got, S("done")))
            fail_msg("act %d succeeded inside %s", i, k->name);
        assert_true(rc == RC_OK || rc == RC_INVALID); /* the child did run */
        killed += rc == RC_INVALID;
        refused += rc == RC_OK;
        assert_int_equal(access(MARK, F_OK), -1);
    }
    print_message("# %s: %d acts, %d refused, %d killed the child\n", k->name, ACTS, refused, killed);
    assert_true(killed >= 10);
    arena_free(mem);
}

static void test_sandbox__plain_child(void **state)
{
    (void)state;
    no_act_succeeds(&plain_acts);
}
static void test_sandbox__magic_reader(void **state)
{
    (void)state;
    no_act_succeeds(&magic_acts);
}
static void test_sandbox__painter(void **state)
{
    (void)state;
    no_act_succeeds(&painter_acts);
}

/* Outside the walls nearly all of them work: what fails here fails for want of rights or of
   something to act on, and proves nothing above. */
static void test_sandbox__acts_work_outside(void **state)
{
    (void)state;
    int worked = 0;
    for (int i = 0; i < ACTS; i++) {
        fflush(NULL);
        const pid_t pid = fork();
        if (pid == 0) {
            FILE *in = tmpfile();
            if (!in || dup2(fileno(in), 0) != 0)
                _exit(2);
            _exit(acts[i]() ? 0 : 1);
        }
        int status;
        assert_int_equal(waitpid(pid, &status, 0), pid);
        worked += WIFEXITED(status) && WEXITSTATUS(status) == 0;
        unlink(MARK);
        rmdir(MARK);
    }
    print_message("# outside %d of %d acts work\n", worked, ACTS);
    assert_true(worked >= ACTS - 5);
}

static void test_sandbox__protection_is_reported(void **state)
{
    (void)state;
    const struct spawn_protection p = spawn_protection();
    print_message("# landlock %d, seccomp %d\n", p.landlock, p.seccomp);
    assert_true(p.seccomp);
    assert_true(p.landlock >= 0);
}

static int start(void **state)
{
    (void)state;
    return spawn_start(subjects) == RC_OK ? 0 : -1;
}
static int stop(void **state)
{
    (void)state;
    spawn_stop();
    return 0;
}

int main(int argc, char **argv)
{
    prepare();
    const int child = spawn_child_main(argc, argv, subjects);
    if (child >= 0)
        return child;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sandbox__plain_child),
        cmocka_unit_test(test_sandbox__magic_reader),
        cmocka_unit_test(test_sandbox__painter),
        cmocka_unit_test(test_sandbox__acts_work_outside),
        cmocka_unit_test(test_sandbox__protection_is_reported),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
