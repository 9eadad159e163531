/*
 * bench_print.c - what a bench found: lines for people as they come, or with --json one document
 * at the end. Bars are judged here and nowhere else.
 */
#include "bench/bench.h"

#include "host/file.h"
#include "host/thread.h"

#define CPU_LINE "\nmotcua_process_cpu_microseconds_total "
#define REPORT_MAX ((size_t)1 << 20)

/* ---- the accounting around a load ---- */

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

int64_t bench_rate(const struct bench_figures *f)
{
    return f->us ? f->ok * SECOND_US / f->us : 0;
}

int64_t bench_cpu_ns(const struct bench_figures *f)
{
    return f->answers ? f->cpu_us * 1000 / f->answers : 0;
}

/* ---- the machine ---- */

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
static str processor(struct cli *cli)
{
    const str cpu = bench_proc(cli, "/proc/cpuinfo");
    const ptrdiff_t at = str_find(cpu, S("model name"));
    return at < 0 ? S("unknown")
                  : str_trim(str_cut(str_cut(str_sub(cpu, at, 200), ':').tail, '\n').head);
}

/* ---- the report ---- */

struct bench_report {
    struct cli *cli;
    const char *name;
    int64_t sizes[3];
    struct buf machine, figures, bars, notes;
    bool good;
};

static void next(struct buf *b)
{
    if (b->n)
        buf_char(b, ',');
}

static void text(struct buf *b, const char *name, str value)
{
    buf_fmt(b, "\"%s\":", name);
    buf_json(b, value);
}

struct bench_report *bench_report_new(struct cli *cli, const char *name, int64_t dossiers,
                                      int64_t connections, int64_t seconds)
{
    struct bench_report *r = NEW(cli->c.mem, struct bench_report);
    const str version = str_trim(bench_proc(cli, "/proc/sys/kernel/osrelease")),
              load = str_trim(bench_proc(cli, "/proc/loadavg")), cpu = processor(cli);
    *r = (struct bench_report){cli, name, {dossiers, connections, seconds}, .good = true};
    struct buf *const bufs[] = {&r->machine, &r->figures, &r->bars, &r->notes};
    for (size_t i = 0; i < sizeof bufs / sizeof *bufs; i++)
        *bufs[i] = buf_new(cli->c.mem, REPORT_MAX);
    text(&r->machine, "processor", cpu);
    buf_fmt(&r->machine, ",\"cores\":%d,", host_cores());
    text(&r->machine, "kernel", version);
    buf_char(&r->machine, ',');
    text(&r->machine, "load", load);
    if (!cli->json)
        cli_printf(cli,
                   "machine: %.*s, %d cores, Linux %.*s; load before: %.*s\n"
                   "%s: %lld dossiers, %lld connections, %lld s a turn\n",
                   STR_ARG(cpu), host_cores(), STR_ARG(version), STR_ARG(load), name,
                   (long long)dossiers, (long long)connections, (long long)seconds);
    cli_flush(cli);
    return r;
}

/* "1.53" */
str bench_hundredths(struct arena *mem, int64_t percent)
{
    return str_fmt(mem, "%lld.%02lld", (long long)(percent / 100), (long long)(percent % 100));
}

static void figures_json(struct bench_report *r, const char *what, const struct bench_figures *f)
{
    struct buf *b = &r->figures;
    next(b);
    buf_char(b, '{');
    text(b, "name", str_of(what));
    const struct {
        const char *name;
        int64_t v;
    } numbers[] = {{"rate", bench_rate(f)}, {"p50_us", f->p50_us},       {"p99_us", f->p99_us},
                   {"max_us", f->max_us},   {"cpu_ns", bench_cpu_ns(f)}, {"answers", f->answers},
                   {"refused", f->refused}, {"other", f->other},         {"broken", f->broken},
                   {"bytes", f->bytes}};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        buf_fmt(b, ",\"%s\":%lld", numbers[i].name, (long long)numbers[i].v);
    buf_char(b, '}');
}

void bench_print(struct bench_report *r, const char *what, const struct bench_figures *f)
{
    struct cli *cli = r->cli;
    figures_json(r, what, f);
    if (cli->json)
        return;
    cli_printf(cli, "  %-26s %7lld/s", what, (long long)bench_rate(f));
    if (f->p50_us)
        cli_printf(cli, "  p50 %6lld us  p99 %7lld us", (long long)f->p50_us, (long long)f->p99_us);
    if (f->cpu_us)
        cli_printf(cli, "  CPU %6.*s us", STR_ARG(bench_hundredths(cli->c.mem, bench_cpu_ns(f) / 10)));
    cli_printf(cli, "  %lld answers, %lld refused, %lld other, %lld broken", (long long)f->answers,
               (long long)f->refused, (long long)f->other, (long long)f->broken);
    if (f->bytes)
        cli_printf(cli, ", %lld bytes", (long long)f->bytes);
    cli_printf(cli, "\n");
    cli_flush(cli);
}

void bench_note(struct bench_report *r, str note)
{
    next(&r->notes);
    buf_json(&r->notes, note);
    if (!r->cli->json)
        cli_printf(r->cli, "  %.*s\n", STR_ARG(note));
    cli_flush(r->cli);
}

/* ---- bars ---- */

void bench_ratio_add(struct bench_ratios *all, int64_t of, int64_t to)
{
    BUG_IF(all->n == BENCH_TURNS);
    all->percent[all->n++] = to > 0 ? (of * 100 + to / 2) / to : 0;
}

str bench_spread_text(struct arena *mem, const char *what, struct bench_ratios *all)
{
    bench_sort(all->percent, all->n);
    const str middle = bench_hundredths(mem, all->percent[all->n / 2]),
              least = bench_hundredths(mem, all->percent[0]),
              most = bench_hundredths(mem, all->percent[all->n - 1]);
    return str_fmt(mem, "%s %.*s times (%.*s to %.*s)", what, STR_ARG(middle), STR_ARG(least),
                   STR_ARG(most));
}

/* The middle one counts, the outer ones are printed: a machine shared with others has bad turns. */
void bench_judge(struct bench_report *r, const char *what, struct bench_ratios *all, int64_t bar,
                 enum bench_side side)
{
    struct arena *mem = r->cli->c.mem;
    BUG_IF(!all->n);
    bench_sort(all->percent, all->n);
    const int64_t middle = all->percent[all->n / 2];
    const bool met = side == BENCH_AT_LEAST ? middle >= bar : middle <= bar;
    const str least = bench_hundredths(mem, all->percent[0]), value = bench_hundredths(mem, middle),
              most = bench_hundredths(mem, all->percent[all->n - 1]),
              wanted = bench_hundredths(mem, bar);
    r->good = r->good && met;
    next(&r->bars);
    buf_char(&r->bars, '{');
    text(&r->bars, "name", str_of(what));
    buf_fmt(&r->bars,
            ",\"value\":%.*s,\"least\":%.*s,\"most\":%.*s,\"turns\":%td,\"%s\":%.*s,\"met\":%s}",
            STR_ARG(value), STR_ARG(least), STR_ARG(most), all->n,
            side == BENCH_AT_LEAST ? "at_least" : "at_most", STR_ARG(wanted), met ? "true" : "false");
    if (!r->cli->json)
        cli_printf(r->cli, "%s: %.*s (%.*s to %.*s in %td turns), bar %s %.*s%s\n", what,
                   STR_ARG(value), STR_ARG(least), STR_ARG(most), all->n,
                   side == BENCH_AT_LEAST ? ">=" : "<=", STR_ARG(wanted), met ? "" : " MISSED");
}

enum rc bench_report_end(struct bench_report *r, bool clean)
{
    struct cli *cli = r->cli;
    if (!clean)
        bench_note(r, S("some answers were not what was asked for: the figures do not count"));
    if (cli->json)
        cli_printf(cli,
                   "{\"bench\":\"%s\",\"machine\":{%.*s},\"dossiers\":%lld,\"connections\":%lld,"
                   "\"seconds\":%lld,\"figures\":[%.*s],\"bars\":[%.*s],\"notes\":[%.*s]}\n",
                   r->name, STR_ARG(buf_str(&r->machine)), (long long)r->sizes[0],
                   (long long)r->sizes[1], (long long)r->sizes[2], STR_ARG(buf_str(&r->figures)),
                   STR_ARG(buf_str(&r->bars)), STR_ARG(buf_str(&r->notes)));
    return r->good && clean ? RC_OK : cli_wrong(cli);
}
