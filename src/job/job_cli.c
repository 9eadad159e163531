/* job_cli.c - `motcua job list|run`: the same for those who have the folder. */
#include "job/job_cli.h"

#include "db/db.h"
#include "job/job.h"

#define ALL 1000

static enum rc read_list(struct ctx *c, void *arg)
{
    return job_list(c, ALL, arg);
}

static const char *state_of(const struct job *j)
{
    return j->parked ? "parked" : j->running ? "running" : j->last_error.p ? "failed" : "waiting";
}

static void print_json(struct cli *cli, const struct job *j, bool first)
{
    struct buf b = buf_new(cli->c.mem, 8192);
    buf_fmt(&b, "%s\n  {\"id\": \"%.*s\", \"name\": ", first ? "" : ",", STR_ARG(j->pub));
    buf_json(&b, j->name);
    buf_add_c(&b, ", \"key\": ");
    buf_json(&b, j->key);
    buf_fmt(&b, ", \"state\": \"%s\", \"next\": \"%.*s\", \"last\": ", state_of(j),
            STR_ARG(instant_iso(cli->c.mem, j->run_at)));
    if (instant_is_none(j->last_at))
        buf_add_c(&b, "null");
    else
        buf_json(&b, instant_iso(cli->c.mem, j->last_at));
    buf_fmt(&b, ", \"attempts\": %lld, \"runs\": %lld, \"failures\": %lld, \"error\": ",
            (long long)j->attempts, (long long)j->runs, (long long)j->failures);
    if (j->last_error.p)
        buf_json(&b, j->last_error);
    else
        buf_add_c(&b, "null");
    buf_char(&b, '}');
    cli_out(cli, buf_str(&b));
}

static enum rc list(struct cli *cli)
{
    struct jobs all;
    const enum rc rc = store_read(cli->store, &cli->c, read_list, &all);
    if (rc)
        return rc;
    if (cli->json)
        cli_out(cli, S("["));
    for (ptrdiff_t i = 0; i < all.n; i++) {
        const struct job *j = &all.v[i];
        if (cli->json)
            print_json(cli, j, i == 0);
        else
            cli_printf(cli, "%.*s %-7s %.*s %.*s %.*s\n", STR_ARG(j->pub), state_of(j),
                       STR_ARG(instant_iso(cli->c.mem, j->run_at)), STR_ARG(j->name),
                       STR_ARG(j->last_error.p ? j->last_error : S("")));
    }
    if (cli->json)
        cli_out(cli, S("\n]\n"));
    return RC_OK;
}

static enum rc run_again(struct ctx *c, void *arg)
{
    return job_again(c, *(const str *)arg);
}

/* Due from now on: by the server that has the folder, or by the next one. */
static enum rc run(struct cli *cli)
{
    str wanted = str_of(cli->argv[0]);
    struct jobs all;
    enum rc rc = store_read(cli->store, &cli->c, read_list, &all);
    for (ptrdiff_t i = 0; !rc && i < all.n; i++)
        if (!all.v[i].key.n && str_eq(all.v[i].name, wanted))
            wanted = all.v[i].pub;
    if (!rc)
        rc = store_write(cli->store, &cli->c, run_again, &wanted);
    if (!rc)
        cli_err(cli, "%s is due now", cli->argv[0]);
    return rc;
}

const struct verb job_verbs[] = {
    {.name = "job list",
     .help = "jobs: state, next run, why the last one failed",
     .data = CLI_DATA,
     .run = list},
    {.name = "job run",
     .operands = "NAME|ID",
     .help = "makes a job due now, a parked one too",
     .data = CLI_DATA,
     .min = 1,
     .max = 1,
     .run = run},
    {0},
};
