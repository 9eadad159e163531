/*
 * spawn_jail.c - see spawn_jail.h. Landlock by system call: the version is asked from the
 * kernel, because Debian 12's headers and kernel know an older one than newer kernels offer.
 * The seccomp filter is an allowlist; what libraries try and can do without (open, stat,
 * ioctl) is refused with an error, everything else kills the child.
 * When a library update makes children die with signal 31, its system call is missing here.
 */
#include "host/spawn_jail.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <seccomp.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

struct jail_ruleset {
    uint64_t fs, net, scoped; /* the kernel is told how many of them it knows */
};
struct jail_path {
    uint64_t access;
    int32_t fd;
} __attribute__((packed));
#define JAIL_FS_READ ((UINT64_C(1) << 2) | (UINT64_C(1) << 3)) /* READ_FILE, READ_DIR */
#define JAIL_RULE_PATH 1

bool spawn__bind_to_parent(int parent)
{
    static const struct rlimit none = {0, 0};
    return prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 && getppid() == parent &&
           prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && prctl(PR_SET_DUMPABLE, 0) == 0 &&
           setrlimit(RLIMIT_CORE, &none) == 0;
}

static int landlock_version(void)
{
    const long v = syscall(SYS_landlock_create_ruleset, NULL, 0, 1u);
    return v < 0 ? 0 : (int)v;
}

/* All rights the version knows: what is not handled would stay allowed. */
static struct jail_ruleset landlock_all(int version)
{
    static const int fs_bits[] = {0, 13, 14, 15, 15, 16};
    struct jail_ruleset r = {0};
    r.fs = (UINT64_C(1) << fs_bits[version > 5 ? 5 : version]) - 1;
    r.net = version >= 4 ? 3 : 0;    /* bind and connect TCP */
    r.scoped = version >= 6 ? 3 : 0; /* abstract sockets, signals outside */
    return r;
}

static bool landlock_allow(int ruleset, const char *path)
{
    const int fd = open(path, O_PATH | O_CLOEXEC);
    if (fd < 0)
        return errno == ENOENT; /* one of several places; warm finds out */
    struct jail_path rule = {.access = UINT64_C(1) << 2, .fd = fd};
    const int dir = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (dir >= 0) {
        rule.access = JAIL_FS_READ;
        (void)close(dir);
    }
    const long rc = syscall(SYS_landlock_add_rule, ruleset, JAIL_RULE_PATH, &rule, 0u);
    (void)close(fd);
    return rc == 0;
}

int spawn__landlock(const char *const *may_read)
{
    const int version = landlock_version();
    if (version == 0)
        return 0;
    const struct jail_ruleset all = landlock_all(version);
    const size_t size = version >= 6 ? sizeof all : version >= 4 ? 16 : 8;
    const int ruleset = (int)syscall(SYS_landlock_create_ruleset, &all, size, 0u);
    if (ruleset < 0)
        return -1;
    bool ok = true;
    for (const char *const *p = may_read; ok && p && *p; p++)
        ok = landlock_allow(ruleset, *p);
    ok = ok && syscall(SYS_landlock_restrict_self, ruleset, 0u) == 0;
    (void)close(ruleset);
    return ok ? version : -1;
}

/* Memory, the two descriptors, time, ending. */
static const int allowed[] = {
    SCMP_SYS(brk),
    SCMP_SYS(munmap),
    SCMP_SYS(mremap),
    SCMP_SYS(madvise),
    SCMP_SYS(futex),
    SCMP_SYS(exit),
    SCMP_SYS(exit_group),
    SCMP_SYS(rt_sigreturn),
    SCMP_SYS(clock_gettime),
    SCMP_SYS(gettimeofday),
    SCMP_SYS(time),
    SCMP_SYS(getpid),
    SCMP_SYS(gettid),
    SCMP_SYS(getrandom),
    SCMP_SYS(sched_yield),
    SCMP_SYS(sysinfo),
    SCMP_SYS(uname),
    SCMP_SYS(restart_syscall),
    SCMP_SYS(sigaltstack),
#ifdef __SANITIZE_ADDRESS__
    SCMP_SYS(sched_getaffinity), /* asked for by every new thread of theirs */
#endif
};
/* What libraries try and can do without. */
static const int refused[] = {
    SCMP_SYS(open),
    SCMP_SYS(openat),
    SCMP_SYS(stat),
    SCMP_SYS(lstat),
    SCMP_SYS(newfstatat),
    SCMP_SYS(statx),
    SCMP_SYS(getpeername),
    SCMP_SYS(faccessat),
    SCMP_SYS(faccessat2),
    SCMP_SYS(readlink),
    SCMP_SYS(readlinkat),
    SCMP_SYS(getcwd),
    SCMP_SYS(ioctl),
    SCMP_SYS(fcntl),
    SCMP_SYS(getdents64),
    SCMP_SYS(statfs),
    SCMP_SYS(fstatfs),
    SCMP_SYS(prlimit64),
    SCMP_SYS(getrlimit),
#ifndef __SANITIZE_ADDRESS__
    SCMP_SYS(sched_getaffinity),
#endif
};

/* Allowed when argument `arg`, of which the bits of `mask` count, is `value`. */
static int allow_if(scmp_filter_ctx f, int call, unsigned arg, uint64_t mask, uint64_t value)
{
    const struct scmp_arg_cmp cmp = {arg, SCMP_CMP_MASKED_EQ, mask, value};
    return seccomp_rule_add_array(f, SCMP_ACT_ALLOW, call, 1, &cmp);
}

/* Threads and nothing else that clone can make; clone3 hides its flags from a filter, so the
   library is told that there is none. */
static int thread_rules(scmp_filter_ctx f)
{
    const uint64_t thread = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD;
    const uint64_t never = CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER |
                           CLONE_NEWPID | CLONE_NEWNET | CLONE_PTRACE | CLONE_VFORK;
    static const int also[] = {SCMP_SYS(rt_sigprocmask), SCMP_SYS(set_robust_list), SCMP_SYS(rseq)};
    static const int without[] = {SCMP_SYS(sched_getattr), SCMP_SYS(sched_setattr)};
    int rc = allow_if(f, SCMP_SYS(clone), 0, thread | never, thread);
    if (rc == 0)
        rc = allow_if(f, SCMP_SYS(prctl), 0, UINT32_MAX, PR_SET_NAME);
    if (rc == 0)
        rc = seccomp_rule_add(f, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0);
    for (size_t i = 0; i < sizeof also / sizeof *also && rc == 0; i++)
        rc = seccomp_rule_add(f, SCMP_ACT_ALLOW, also[i], 0);
    for (size_t i = 0; i < sizeof without / sizeof *without && rc == 0; i++)
        rc = seccomp_rule_add(f, SCMP_ACT_ERRNO(EACCES), without[i], 0);
    return rc;
}

static int filter_rules(scmp_filter_ctx f)
{
    int rc = 0;
    for (size_t i = 0; i < sizeof allowed / sizeof *allowed && rc == 0; i++)
        rc = seccomp_rule_add(f, SCMP_ACT_ALLOW, allowed[i], 0);
    for (size_t i = 0; i < sizeof refused / sizeof *refused && rc == 0; i++)
        rc = seccomp_rule_add(f, SCMP_ACT_ERRNO(EACCES), refused[i], 0);
    /* cairo asks whether a font file it has long opened may be read; nothing is looked at. */
    if (rc == 0)
        rc = seccomp_rule_add(f, SCMP_ACT_ERRNO(0), SCMP_SYS(access), 0);
    static const int on_input[] = {SCMP_SYS(read), SCMP_SYS(pread64), SCMP_SYS(lseek), SCMP_SYS(fstat)};
    for (size_t i = 0; i < sizeof on_input / sizeof *on_input && rc == 0; i++)
        rc = allow_if(f, on_input[i], 0, UINT32_MAX, 0);
    for (unsigned fd = 0; fd <= 2 && rc == 0; fd++)
        rc = allow_if(f, SCMP_SYS(close), 0, UINT32_MAX, fd);
    for (unsigned fd = 1; fd <= 2 && rc == 0; fd++)
        rc = allow_if(f, SCMP_SYS(write), 0, UINT32_MAX, fd);
    /* Memory, but never code. */
    if (rc == 0)
        rc = allow_if(f, SCMP_SYS(mmap), 2, PROT_EXEC, 0);
    if (rc == 0)
        rc = allow_if(f, SCMP_SYS(mprotect), 2, PROT_EXEC, 0);
    return rc;
}

static struct sock_filter program[1024];
static unsigned short program_len;

bool spawn__filter_make(bool threads)
{
    scmp_filter_ctx f = seccomp_init(SCMP_ACT_KILL_PROCESS);
    const int fd = memfd_create("filter", MFD_CLOEXEC);
    bool ok = false;
    if (f && fd >= 0 && filter_rules(f) == 0 && (!threads || thread_rules(f) == 0) &&
        seccomp_export_bpf(f, fd) == 0) {
        const ssize_t n = pread(fd, program, sizeof program, 0);
        ok = n > 0 && (size_t)n < sizeof program && (size_t)n % sizeof *program == 0;
        program_len = ok ? (unsigned short)((size_t)n / sizeof *program) : 0;
    }
    if (fd >= 0)
        (void)close(fd);
    if (f)
        seccomp_release(f);
    return ok;
}

bool spawn__lock_down(size_t base)
{
    const struct {
        int what;
        rlim_t max;
    } limits[] = {{RLIMIT_CPU, SPAWN_CPU_S},
                  {RLIMIT_AS, base + SPAWN_MEMORY},
                  {RLIMIT_FSIZE, 0},
                  {RLIMIT_NOFILE, 3}};
    /* Before the descriptors run out. */
    if (spawn__landlock(NULL) < 0)
        return false;
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
        const struct rlimit r = {limits[i].max, limits[i].max};
        if (setrlimit((__rlimit_resource_t)limits[i].what, &r) != 0)
            return false;
    }
    const struct sock_fprog p = {.len = program_len, .filter = program};
    return program_len > 0 && syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0u, &p) == 0;
}

struct spawn_protection spawn__probe(void)
{
    uint32_t action = SECCOMP_RET_KILL_PROCESS;
    return (struct spawn_protection){
        .landlock = landlock_version(),
        .seccomp = syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0u, &action) == 0,
    };
}
