/* record_cli.c - `record verify`, `record show`, `record accept`: for those who check. */
#include <string.h>

#include "core/hash.h"
#include "record/inner.h"
#include "record/record_module.h"
#include "record/record_sql.h"
#include "record/verify.h"

#define PAGE 500

/* ---- verify ---- */

struct verifying {
    struct cli *cli;
    struct record_check check;
    struct record_report report;
    bool first;
};

static void write_json_finding(struct cli *cli, const struct record_finding *f, bool first)
{
    struct buf b = buf_new(cli->c.mem, 8192);
    buf_add_c(&b, first ? "\n    {\"fault\": " : ",\n    {\"fault\": ");
    buf_json(&b, str_of(record_fault_word(f->fault)));
    buf_fmt(&b, ", \"seq\": %lld, \"until\": %lld, \"event\": %lld, \"kind\": ", (long long)f->seq,
            (long long)f->until, (long long)f->event);
    buf_json(&b, f->kind.p ? f->kind : S(""));
    buf_add_c(&b, ", \"object\": ");
    buf_json(&b, f->object_pub.p ? f->object_pub : S(""));
    buf_add_c(&b, ", \"detail\": ");
    buf_json(&b, f->detail);
    buf_char(&b, '}');
    cli_out(cli, buf_str(&b));
}

static void write_finding(struct cli *cli, const struct record_finding *f)
{
    cli_printf(cli, "%s:", record_fault_word(f->fault));
    if (f->seq)
        cli_printf(cli, f->until > f->seq ? " numbers %lld to %lld" : " number %lld", (long long)f->seq,
                   (long long)f->until);
    if (f->event)
        cli_printf(cli, " event %lld", (long long)f->event);
    if (f->kind.n)
        cli_printf(cli, " %.*s", STR_ARG(f->kind));
    if (f->object_pub.n)
        cli_printf(cli, " of %.*s", STR_ARG(f->object_pub));
    cli_printf(cli, ": %.*s\n", STR_ARG(f->detail));
}

static void on_finding(void *arg, const struct record_finding *f)
{
    struct verifying *v = arg;
    const struct arena_mark mark = arena_mark(v->cli->c.mem);
    if (v->cli->json)
        write_json_finding(v->cli, f, v->first);
    else
        write_finding(v->cli, f);
    v->first = false;
    arena_reset(v->cli->c.mem, mark);
}

static enum rc run_verify(struct ctx *c, void *arg)
{
    struct verifying *v = arg;
    return record_verify(c, &v->check, &v->report);
}

static void write_summary(struct cli *cli, const struct record_report *r)
{
    struct digest chain;
    memcpy(chain.b, r->head.chain, sizeof chain.b);
    const str hex = digest_hex(cli->c.mem, &chain);
    if (cli->json)
        cli_printf(cli,
                   "],\n  \"sealed\": %lld, \"waiting\": %lld, \"private\": %lld, \"erased\": %lld,\n"
                   "  \"head\": {\"seq\": %lld, \"chain\": \"%.*s\"}, \"ok\": %s}\n",
                   (long long)r->sealed, (long long)r->unsealed, (long long)r->private_parts,
                   (long long)r->erased, (long long)r->head.seq, STR_ARG(hex),
                   r->findings ? "false" : "true");
    else
        cli_printf(cli,
                   "%lld events sealed, %lld waiting, %lld private parts, %lld erased; %lld "
                   "findings\nhead %lld %.*s\n",
                   (long long)r->sealed, (long long)r->unsealed, (long long)r->private_parts,
                   (long long)r->erased, (long long)r->findings, (long long)r->head.seq, STR_ARG(hex));
}

static enum rc verify(struct cli *cli)
{
    struct verifying v = {.cli = cli, .first = true};
    const enum rc head = record_head_read(cli->c.mem, cli->data, &v.check.checkpoint);
    if (head && head != RC_NOT_FOUND && head != RC_INVALID)
        return head;
    v.check.has_checkpoint = head == RC_OK;
    v.check.needs_checkpoint = true;
    v.check.found = on_finding;
    v.check.arg = &v;
    if (cli->json)
        cli_out(cli, S("{\"findings\": ["));
    const enum rc rc = store_read(cli->store, &cli->c, run_verify, &v);
    if (rc)
        return rc;
    write_summary(cli, &v.report);
    return v.report.findings ? cli_wrong(cli) : RC_OK;
}

/* ---- show ---- */

struct showing {
    struct cli *cli;
    str object;
    int64_t after, left;
    bool first;
};

static void show_event(struct showing *s, const struct q_record_show_row *r)
{
    struct cli *cli = s->cli;
    const str at = instant_iso(cli->c.mem, r->at);
    if (!cli->json) {
        cli_printf(cli, "%lld %.*s %.*s %.*s actor %lld agency %lld %.*s\n", (long long)r->seq,
                   STR_ARG(at), STR_ARG(r->kind), STR_ARG(r->object_pub), (long long)r->actor_id,
                   (long long)r->agency_id, STR_ARG(r->payload));
        return;
    }
    struct buf b = buf_new(cli->c.mem, (size_t)64 << 10);
    buf_fmt(&b,
            "%s{\"seq\": %lld, \"event\": %lld, \"at\": \"%.*s\", \"legalAt\": \"%.*s\", \"kind\": ",
            s->first ? "\n  " : ",\n  ", (long long)r->seq, (long long)r->id, STR_ARG(at),
            STR_ARG(instant_iso(cli->c.mem, r->legal_at)));
    buf_json(&b, r->kind);
    buf_add_c(&b, ", \"object\": ");
    buf_json(&b, r->object_pub);
    buf_fmt(&b, ", \"actor\": %lld, \"actingFor\": %lld, \"agency\": %lld, \"payload\": ",
            (long long)r->actor_id, (long long)r->acting_for_id, (long long)r->agency_id);
    buf_add(&b, r->payload);
    buf_add_c(&b, ", \"chain\": \"");
    buf_hex(&b, r->chain.p, (size_t)r->chain.n);
    buf_add_c(&b, "\"}");
    cli_out(cli, buf_str(&b));
    s->first = false;
}

static enum rc show_page_of(struct ctx *c, void *arg)
{
    struct showing *s = arg;
    struct q_record_show_rows rows;
    const enum rc rc = q_record_show(c, s->after, s->object, s->left < PAGE ? s->left : PAGE, &rows);
    if (rc)
        return rc;
    for (ptrdiff_t i = 0; i < rows.n; i++) {
        show_event(s, &rows.v[i]);
        s->after = rows.v[i].seq;
        s->left--;
    }
    if (!rows.n)
        s->left = 0;
    return RC_OK;
}

static enum rc show(struct cli *cli)
{
    struct showing s = {.cli = cli, .object = cli_get(cli, "object"), .first = true};
    enum rc rc = cli_get_int(cli, "after", 0, 0, INT64_MAX - 1, &s.after);
    if (!rc)
        rc = cli_get_int(cli, "limit", 100, 1, INT64_MAX, &s.left);
    if (rc)
        return rc;
    if (cli->json)
        cli_out(cli, S("["));
    while (!rc && s.left > 0 && cli_alive(cli)) {
        const struct arena_mark mark = arena_mark(cli->c.mem);
        rc = store_read(cli->store, &cli->c, show_page_of, &s);
        arena_reset(cli->c.mem, mark);
    }
    if (cli->json)
        cli_out(cli, S("\n]\n"));
    return rc;
}

/* ---- accept ---- */

static enum rc append_accepted(struct ctx *c, void *arg)
{
    const struct event_member members[] = {EV_TEXT("reason", *(const str *)arg)};
    return record_append(c, &(struct event){.kind = "record.checkpoint_accepted",
                                            .object_pub = S("record"),
                                            .members = members,
                                            .member_count = 1});
}

static enum rc read_head(struct ctx *c, void *arg)
{
    return record_get_head(c, arg);
}

/* After somebody has looked into it: the acceptance itself is an event. */
static enum rc accept_checkpoint(struct cli *cli)
{
    str reason = cli_get(cli, "reason");
    struct record_head head;
    if (!reason.n)
        return cli_usage(cli, "--reason is needed");
    enum rc rc = store_write(cli->store, &cli->c, append_accepted, &reason);
    if (!rc)
        rc = store_seal_run(cli->store);
    if (!rc)
        rc = store_read(cli->store, &cli->c, read_head, &head);
    if (!rc)
        rc = record_head_write(cli->c.mem, cli->data, &head, cli->c.now);
    if (!rc)
        cli_err(cli, "checkpoint is now number %lld", (long long)head.seq);
    return rc;
}

static const struct cli_option show_options[] = {
    {"after", 0, "N", "from the number after N"},
    {"limit", 'n', "N", "at most N events; 100"},
    {"object", 'o', "ID", "of one object, by public id"},
    {0},
};
static const struct cli_option accept_options[] = {{"reason", 'r', "TEXT", "what was found out"}, {0}};

const struct verb record_verbs[] = {
    {.name = "record verify",
     .help = "replays the chain, names what was changed",
     .data = CLI_DATA,
     .run = verify},
    {.name = "record show",
     .help = "sealed events",
     .data = CLI_DATA,
     .options = show_options,
     .run = show},
    {.name = "record accept",
     .help = "a new checkpoint, after a finding was looked into",
     .data = CLI_DATA,
     .options = accept_options,
     .run = accept_checkpoint},
    {0},
};
