/* lib_oracle.c - see lib_oracle.h. */
#include "calendar/lib_oracle.h"

#include <spawn.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "calendar/versions.h"
#include "core/buf.h"

extern char **environ;

const char *oracle_seed(void)
{
    static char seed[32];
    const char *given = getenv("MOTCUA_SEED");
    if (!seed[0]) {
        (void)snprintf(seed, sizeof seed, "%s", given ? given : "");
        if (!given)
            (void)snprintf(seed, sizeof seed, "%lld", (long long)time(NULL));
        print_message("oracle seed %s\n", seed);
    }
    return seed;
}

struct oracle oracle_ask(const char *script, const char *const *args)
{
    struct oracle o;
    char *argv[8] = {strdup("python3"), strdup(script), strdup(oracle_seed())};
    int n = 3, fd[2];
    posix_spawn_file_actions_t actions;
    for (; *args; args++) {
        assert_true(n < 7);
        argv[n++] = strdup(*args);
    }
    assert_int_equal(pipe(fd), 0);
    assert_int_equal(posix_spawn_file_actions_init(&actions), 0);
    assert_int_equal(posix_spawn_file_actions_adddup2(&actions, fd[1], 1), 0);
    assert_int_equal(posix_spawn_file_actions_addclose(&actions, fd[0]), 0);
    assert_int_equal(posix_spawnp(&o.pid, "python3", &actions, NULL, argv, environ), 0);
    (void)posix_spawn_file_actions_destroy(&actions);
    while (n)
        free(argv[--n]);
    (void)close(fd[1]);
    o.from = fdopen(fd[0], "r");
    assert_non_null(o.from);
    return o;
}

void oracle_done(struct oracle *o)
{
    int status;
    assert_int_equal(waitpid(o->pid, &status, 0), o->pid);
    assert_int_equal(status, 0);
    (void)fclose(o->from);
}

str oracle_says(struct arena *mem, const char *script, const char *const *args)
{
    struct oracle o = oracle_ask(script, args);
    struct buf all = buf_new(mem, (size_t)16 << 20);
    char part[65536];
    for (size_t n; (n = fread(part, 1, sizeof part, o.from)) > 0;)
        buf_add(&all, (str){part, (ptrdiff_t)n});
    assert_false(buf_full(&all));
    oracle_done(&o);
    return buf_str(&all);
}

static int by_day(const void *a, const void *b)
{
    return ((const struct calendar_day *)a)->on.day - ((const struct calendar_day *)b)->on.day;
}

enum rc oracle_publish(struct ctx *c, str off, str version)
{
    struct calendar_versions all;
    struct calendar_source s;
    int64_t id;
    enum rc rc = calendar_list(c, CALENDAR_CODE, &all);
    if (!rc)
        rc = calendar_get(c, all.v[0].id, &s);
    if (rc)
        return rc;
    struct calendar_day *days = NEW_N(c->mem, struct calendar_day, s.day_count + off.n / 11 + 1);
    memcpy(days, s.days, (size_t)s.day_count * sizeof *days);
    for (struct str_cut cut = {.tail = off, .found = off.n > 0}; cut.found; s.day_count++) {
        cut = str_cut(cut.tail, ',');
        days[s.day_count] = (struct calendar_day){
            .kind = DAY_SWAP_OFF, .name = {S("Nghỉ"), S("Off")}, .source = S("decision")};
        assert_true(date_parse(cut.head, &days[s.day_count].on));
    }
    qsort(days, (size_t)s.day_count, sizeof *days, by_day);
    s.days = days;
    s.version = version;
    rc = calendar_add(c, &s, &id);
    return rc ? rc : calendar_publish(c, id);
}
