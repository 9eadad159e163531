/* bench_print.c - figures in words, and the accounting around a load. */
#include "bench/bench.h"

#include "host/file.h"
#include "host/thread.h"

#define CPU_LINE "\nmotcua_process_cpu_microseconds_total "

static enum rc cpu_of(struct cli *cli, int port, int64_t *ret_us)
{
    str body;
    const enum rc rc = bench_get(cli, port, "/metrics", &body);
    if (rc)
        return rc;
    const ptrdiff_t at = str_find(body, S(CPU_LINE));
    const str value = str_cut(str_sub(body, at + (ptrdiff_t)sizeof CPU_LINE - 1, 24), '\n').head;
    return at >= 0 && str_to_i64(value, ret_us) ? RC_OK : RC_FAILED;
}

enum rc bench_load_accounted(struct cli *cli, const struct bench_load *load,
                             struct bench_figures *ret_figures)
{
    int64_t before = 0, after = 0;
    enum rc rc = cpu_of(cli, load->port, &before);
    if (!rc)
        rc = bench_load(cli, load, ret_figures);
    if (!rc)
        rc = cpu_of(cli, load->port, &after);
    ret_figures->cpu_us = after - before;
    return rc;
}

void bench_add(struct bench_figures *sum, const struct bench_figures *f)
{
    sum->answers += f->answers;
    sum->ok += f->ok;
    sum->refused += f->refused;
    sum->other += f->other;
    sum->broken += f->broken;
    sum->us += f->us;
    sum->cpu_us += f->cpu_us;
    sum->p50_us = f->p50_us > sum->p50_us ? f->p50_us : sum->p50_us;
    sum->p99_us = f->p99_us > sum->p99_us ? f->p99_us : sum->p99_us;
    sum->max_us = f->max_us > sum->max_us ? f->max_us : sum->max_us;
    sum->bytes = f->bytes;
}

str bench_ratio(struct cli *cli, int64_t of, int64_t to)
{
    const int64_t percent = to > 0 ? (of * 100 + to / 2) / to : 0;
    return str_fmt(cli->c.mem, "%lld.%02lld", (long long)(percent / 100), (long long)(percent % 100));
}

void bench_print(struct cli *cli, const char *what, const struct bench_figures *f)
{
    const int64_t rate = f->us ? f->answers * SECOND_US / f->us : 0;
    cli_printf(cli, "%-24s %7lld/s  p50 %6lld us  p99 %7lld us  max %7lld us", what, (long long)rate,
               (long long)f->p50_us, (long long)f->p99_us, (long long)f->max_us);
    if (f->cpu_us)
        cli_printf(cli, "  CPU %5.*s us", STR_ARG(bench_ratio(cli, f->cpu_us, f->answers)));
    cli_printf(cli, "  %lld answers, %lld refused, %lld other, %lld broken, %lld bytes\n",
               (long long)f->answers, (long long)f->refused, (long long)f->other, (long long)f->broken,
               (long long)f->bytes);
    cli_flush(cli);
}

/* What /proc says: such a file has no size before it is read. */
str bench_proc(struct cli *cli, const char *path)
{
    enum { MAX = 65536 };
    char *bytes = arena_alloc(cli->c.mem, MAX);
    size_t all = 0, got = 1;
    int fd;
    if (host_file_open(path, HOST_READ, &fd) != RC_OK)
        return S("");
    while (got && all < MAX)
        if (host_file_read(fd, bytes + all, MAX - all, &got) == RC_OK)
            all += got;
        else
            got = 0;
    host_file_close(fd);
    return (str){bytes, (ptrdiff_t)all};
}

/* The line of /proc/cpuinfo that names the processor. */
void bench_print_machine(struct cli *cli)
{
    const str cpu = bench_proc(cli, "/proc/cpuinfo");
    const str version = bench_proc(cli, "/proc/sys/kernel/osrelease"),
              load = bench_proc(cli, "/proc/loadavg");
    const ptrdiff_t at = str_find(cpu, S("model name"));
    const str model =
        at < 0 ? S("unknown") : str_trim(str_cut(str_cut(str_sub(cpu, at, 200), ':').tail, '\n').head);
    cli_printf(cli, "machine: %.*s, %d cores, Linux %.*s; load before: %.*s\n", STR_ARG(model),
               host_cores(), STR_ARG(str_trim(version)), STR_ARG(str_trim(load)));
}
