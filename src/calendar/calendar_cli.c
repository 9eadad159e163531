/*
 * calendar_cli.c - `motcua due` on the shipped calendar, the calendars of a folder, and the
 * measure of the clock. A new version comes in by `calendar import`, into force by `calendar
 * publish`.
 */
#include "calendar/calendar_module.h"

#include "calendar/versions.h"
#include "cli/cli.h"
#include "host/clock.h"
#include "host/file.h"

#define PACK_MAX ((size_t)4 << 20)

/* ---- due ---- */

static void write_day(struct cli *cli, struct buf *b, const struct clock_day *d)
{
    static const str prefix = S_INIT("calendar.why.");
    buf_add(b, S("{\"date\": "));
    buf_json(b, date_iso(cli->c.mem, d->on));
    buf_add_c(b, d->counted ? ", \"counted\": true, \"why\": " : ", \"counted\": false, \"why\": ");
    buf_json(b, clock_why_text(cli->c.mem, cli->lang, d));
    buf_add(b, S(", \"kind\": "));
    buf_json(b, str_sub(str_of(d->why), prefix.n, 64));
    buf_char(b, '}');
}

static void write_json(struct cli *cli, const struct clock_case *k, const struct clock_due *due,
                       const struct clock_days *days)
{
    struct arena *mem = cli->c.mem;
    struct buf b = buf_new(mem, (size_t)4 << 20);
    buf_add(&b, S("{\"due\": "));
    buf_json(&b, instant_iso(mem, due->due));
    buf_add_c(&b, due->provisional ? ", \"provisional\": true" : ", \"provisional\": false");
    buf_add(&b, S(", \"confidence\": "));
    buf_json(&b, calendar_confidence_word(due->confidence));
    buf_add(&b, S(", \"rule\": "));
    buf_json(&b, due_rule_write(mem, k->rule));
    buf_add(&b, S(", \"from\": "));
    buf_json(&b, instant_iso(mem, k->start));
    buf_add(&b, S(", \"calendar\": "));
    buf_json(&b, calendar_version(calendar_shipped()));
    buf_add(&b, S(", \"explanation\": ["));
    for (ptrdiff_t i = 0; i < days->n; i++) {
        if (i)
            buf_add(&b, S(", "));
        write_day(cli, &b, &days->v[i]);
    }
    buf_add(&b, S("]}\n"));
    cli_out(cli, buf_str(&b));
}

static void write_text(struct cli *cli, const struct clock_due *due, const struct clock_days *days)
{
    struct arena *mem = cli->c.mem;
    cli_printf(cli, "%.*s\n", STR_ARG(instant_iso(mem, due->due)));
    if (due->provisional)
        cli_err(cli, "%.*s", STR_ARG(text_get(cli->lang, "calendar.provisional")));
    for (ptrdiff_t i = 0; cli_flag(cli, "explain") && i < days->n; i++)
        cli_printf(cli, "  %.*s\n", STR_ARG(clock_day_text(mem, cli->lang, &days->v[i])));
}

static enum rc read_due(struct cli *cli, struct clock_case *k, struct hours *h)
{
    const str lang = cli_get(cli, "lang"), hours = cli_get(cli, "hours");
    if (!cli_get(cli, "rule").n || !cli_get(cli, "from").n)
        return cli_usage(cli, "--rule and --from are needed");
    if (lang.p && !str_eq(lang, S("vi")) && !str_eq(lang, S("en")))
        return cli_usage(cli, "--lang is vi or en");
    if (lang.p)
        cli->lang = str_eq(lang, S("vi")) ? LANG_VI : LANG_EN;
    if (!due_rule_parse(cli_get(cli, "rule"), &k->rule))
        return fail(&cli->c, RC_INVALID, "rule", "calendar.due.rule");
    if (!instant_parse(cli_get(cli, "from"), &k->start))
        return fail(&cli->c, RC_INVALID, "from", "calendar.due.from");
    if (hours.p && !hours_parse(hours, h))
        return fail(&cli->c, RC_INVALID, "hours", "calendar.hours.spans");
    return RC_OK;
}

static enum rc due(struct cli *cli)
{
    struct clock_case k = {.extended_at = INSTANT_NONE, .extended_to = DATE_NONE};
    struct hours h = hours_usual();
    struct clock_due due;
    struct clock_days days = {0};
    enum rc rc = read_due(cli, &k, &h);
    if (rc)
        return rc;
    const struct worktime *w = worktime_compile(cli->c.mem, calendar_shipped(), &h);
    rc = clock_due(&cli->c, w, &k, &due);
    if (!rc && (cli->json || cli_flag(cli, "explain")))
        rc = clock_explain(&cli->c, w, &k, &days);
    if (rc)
        return rc;
    if (cli->json)
        write_json(cli, &k, &due, &days);
    else
        write_text(cli, &due, &days);
    return RC_OK;
}

/* ---- calendars of a folder ---- */

static enum rc list_unit(struct ctx *c, void *arg)
{
    return calendar_list(c, CALENDAR_CODE, arg);
}

static enum rc list(struct cli *cli)
{
    struct calendar_versions all = {0};
    struct buf b = buf_new(cli->c.mem, (size_t)1 << 20);
    const enum rc rc = store_read(cli->store, &cli->c, list_unit, &all);
    for (ptrdiff_t i = 0; !rc && i < all.n; i++) {
        const struct calendar_version *v = &all.v[i];
        const str published =
            instant_is_none(v->published) ? STR_NONE : instant_iso(cli->c.mem, v->published);
        if (!cli->json) {
            cli_printf(cli, "%.*s %d-%d %.*s\n", STR_ARG(v->version), v->first_year, v->last_year,
                       STR_ARG(published.n ? published : S("-")));
            continue;
        }
        buf_add_c(&b, i ? ", {\"version\": " : "{\"version\": ");
        buf_json(&b, v->version);
        buf_fmt(&b, ", \"first_year\": %d, \"last_year\": %d, \"published\": ", v->first_year,
                v->last_year);
        if (published.n)
            buf_json(&b, published);
        else
            buf_add(&b, S("null"));
        buf_char(&b, '}');
    }
    if (!rc && cli->json)
        cli_printf(cli, "{\"calendars\": [%.*s]}\n", STR_ARG(buf_str(&b)));
    return rc;
}

static enum rc import_unit(struct ctx *c, void *arg)
{
    int64_t id;
    return calendar_add(c, arg, &id);
}

static enum rc import(struct cli *cli)
{
    struct calendar_source source;
    str text;
    enum rc rc = host_file_get(cli->c.mem, cli_path(cli, str_of(cli->argv[0])), PACK_MAX, &text);
    if (!rc)
        rc = calendar_read_pack(&cli->c, text, &source);
    if (!rc)
        rc = store_write(cli->store, &cli->c, import_unit, &source);
    if (!rc)
        cli_err(cli, "%.*s: %td", STR_ARG(source.version), source.day_count);
    return rc;
}

static enum rc publish_unit(struct ctx *c, void *arg)
{
    const str version = str_of(arg);
    struct calendar_versions all;
    const enum rc rc = calendar_list(c, CALENDAR_CODE, &all);
    for (ptrdiff_t i = 0; !rc && i < all.n; i++)
        if (str_eq(all.v[i].version, version))
            return calendar_publish(c, all.v[i].id);
    return rc ? rc : fail(c, RC_NOT_FOUND, "version", "calendar.version.unknown");
}

static enum rc publish(struct cli *cli)
{
    return store_write(cli->store, &cli->c, publish_unit, cli->argv[0]);
}

/* ---- bench ---- */

#define STARTS 1024
#define CALLS 200000
#define ROUNDS 9
#define BAR_PERCENT 150

/* CPU nanoseconds of one deadline of `n` working days; starts of four years in turn. */
static int64_t measure(struct cli *cli, const struct worktime *w, int32_t n, int64_t *sum)
{
    const instant first = instant_at(date_from_civil((struct civil){2023, 1, 2}), 9 * HOUR_US);
    struct clock_case k = {.rule = {.unit = DUE_WORKING_DAYS, .n = n}, .extended_at = INSTANT_NONE};
    struct clock_due d;
    const int64_t before = host_cpu_us();
    for (int i = 0; i < CALLS; i++) {
        k.start.us = first.us + (i * 7 % STARTS) * (DAY_US + 13 * MINUTE_US);
        if (clock_due(&cli->c, w, &k, &d) == RC_OK)
            *sum += d.due.us;
    }
    return (host_cpu_us() - before) * 1000 / CALLS;
}

static int64_t least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static enum rc bench_due(struct cli *cli)
{
    const struct worktime *w = worktime_shipped();
    int64_t one = INT64_MAX, forty = INT64_MAX, sum = 0;
    for (int i = 0; i < ROUNDS; i++) { /* in turn, so that a busy machine hits both */
        one = least(one, measure(cli, w, 1, &sum));
        forty = least(forty, measure(cli, w, 40, &sum));
    }
    BUG_IF(sum == 0);
    const int64_t percent = forty * 100 / (one > 0 ? one : 1);
    if (cli->json)
        cli_printf(cli,
                   "{\"bench\": \"due\", \"one_day_ns\": %lld, \"forty_days_ns\": %lld, "
                   "\"ratio_percent\": %lld, "
                   "\"bar_percent\": %d}\n",
                   (long long)one, (long long)forty, (long long)percent, BAR_PERCENT);
    else
        cli_printf(cli, "due: 1 day %lld ns, 40 days %lld ns, ratio %lld.%02lld (bar 1.50)\n",
                   (long long)one, (long long)forty, (long long)(percent / 100),
                   (long long)(percent % 100));
    return percent > BAR_PERCENT ? cli_wrong(cli) : RC_OK;
}

static const struct cli_option due_options[] = {
    {"rule", 0, "RULE", "\"3 wd\", \"8 h\", \"15 d\", \"2 h_wall\", same_day_15h"},
    {"from", 0, "TIME", "acceptance, 2026-11-19T14:00"},
    {"hours", 0, "HOURS", "\"1-5 07:30-11:30,13:30-17:30\""},
    {"explain", 0, NULL, "every day that leads to the date"},
    {"lang", 0, "vi|en", "language of the explanation"},
    {0},
};

const struct verb calendar_verbs[] = {
    {.name = "due", .help = "when a case is due, and why", .options = due_options, .run = due},
    {.name = "calendar list", .help = "versions of the calendar", .data = CLI_DATA, .run = list},
    {.name = "calendar import",
     .operands = "FILE",
     .help = "adds a version of the calendar",
     .data = CLI_DATA,
     .min = 1,
     .max = 1,
     .run = import},
    {.name = "calendar publish",
     .operands = "VERSION",
     .help = "puts a version of the calendar in force",
     .data = CLI_DATA,
     .min = 1,
     .max = 1,
     .run = publish},
    {.name = "bench due", .help = "cost of a deadline of 40 days against 1 day", .run = bench_due},
    {0},
};
