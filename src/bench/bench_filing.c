/* bench_filing.c - see bench_filing.h. */
#include "bench/bench_filing.h"

#include "access/access.h"
#include "access/signin.h"
#include "bench/bench_sql.h"
#include "catalog/catalog.h"
#include "core/json.h"
#include "crypto/crypto.h"
#include "demo/demo.h"
#include "dossier/dossier_read.h"
#include "host/clock.h"
#include "org/org.h"

#include <string.h>

#define SEED 1
#define PEOPLE 5000 /* who file in turn; the first are the demo's own */
#define BODY_MAX 3000

/* ---- who files what ---- */

static enum rc find_papers(struct ctx *c, const struct q_bench_three_papers_row *like,
                           struct bench_filer *f)
{
    struct dossier_paper *papers;
    struct procedure_full full;
    ptrdiff_t n;
    enum rc rc = dossier_papers(c, (struct dossier_id){like->id}, &papers, &n);
    if (!rc)
        rc = catalog_get_terms(c, like->procedure, &full);
    if (rc)
        return rc;
    for (ptrdiff_t i = 0; i < full.cases_n; i++)
        if (like->case_id.set && full.cases[i].id == like->case_id.v)
            f->procedure_case = full.cases[i].code;
    int found = 0;
    for (ptrdiff_t i = 0; i < n; i++)
        for (ptrdiff_t k = 0; k < full.components_n && found < BENCH_PAPERS; k++)
            if (papers[i].complete && papers[i].component_id.set &&
                full.components[k].id == papers[i].component_id.v)
                f->components[found++] = full.components[k].rank;
    return found == BENCH_PAPERS ? RC_OK : RC_NOT_FOUND;
}

/* Who goes on with it where it is settled. */
static enum rc find_others(struct ctx *c, int64_t agency, struct bench_filer *f)
{
    struct q_bench_holder_row officer, leader;
    enum rc rc = q_bench_holder(c, agency, S("officer"), &officer);
    if (!rc)
        rc = q_bench_holder(c, agency, S("leader"), &leader);
    if (rc)
        return rc;
    f->account[BENCH_OFFICER] = officer.account_id;
    f->account[BENCH_LEADER] = leader.account_id;
    return RC_OK;
}

static enum rc find(struct ctx *c, void *arg)
{
    struct bench_filer *f = arg;
    struct q_bench_clerk_row clerk;
    struct q_bench_three_papers_row like;
    struct agency competent;
    enum rc rc = q_bench_clerk(c, &clerk);
    if (!rc)
        rc = q_bench_three_papers(c, clerk.agency_id, &like);
    if (!rc)
        rc = org_agency_by_id(c, like.competent_id, &competent);
    if (!rc)
        rc = find_papers(c, &like, f);
    if (!rc)
        rc = find_others(c, like.competent_id, f);
    if (rc)
        return rc;
    f->account[BENCH_CLERK] = clerk.account_id;
    f->procedure = like.procedure;
    f->competent = competent.code;
    return RC_OK;
}

#define MAY(perm) (UINT64_C(1) << (perm))
static enum rc give_tokens(struct ctx *c, void *arg)
{
    static const uint64_t perms[BENCH_WHO_COUNT] = {
        [BENCH_CLERK] = MAY(PERM_DOSSIER_RECEIVE) | MAY(PERM_DOSSIER_READ) | MAY(PERM_DOSSIER_RETURN) |
                        MAY(PERM_FILE_UPLOAD),
        [BENCH_OFFICER] = MAY(PERM_DOSSIER_READ) | MAY(PERM_WORKLIST) | MAY(PERM_DOSSIER_PROCESS),
        [BENCH_LEADER] = MAY(PERM_DOSSIER_READ) | MAY(PERM_DOSSIER_APPROVE),
    };
    const struct bench_filer *f = arg;
    enum rc rc = RC_OK;
    for (int who = 0; !rc && who < BENCH_WHO_COUNT; who++) {
        const struct token t = {
            .name = S("bench"), .perms = perms[who], .until = date_add(instant_date(c->now), 30)};
        rc = access_token_issue(c, f->account[who], &t, f->token[who]);
    }
    return rc;
}

enum rc bench_filer_new(struct cli *cli, struct store *s, struct bench_filer *ret_filer)
{
    struct bench_filer f = {.procedure_case = STR_NONE, .next = host_now().us, .owner = host_now().us};
    enum rc rc = store_read(s, &cli->c, find, &f);
    for (int who = 0; who < BENCH_WHO_COUNT; who++)
        f.token[who] = crypto_token_new(cli->c.mem);
    if (!rc)
        rc = store_write(s, &cli->c, give_tokens, &f);
    if (rc) {
        cli_err(cli, "this folder has no clerk of the demo with a dossier of three papers");
        return rc;
    }
    f.people = NEW_N(cli->c.mem, struct person, PEOPLE);
    for (int64_t i = 0; i < PEOPLE; i++)
        f.people[i] = demo_person(cli->c.mem, SEED, i);
    *ret_filer = f;
    return RC_OK;
}

/* ---- requests ---- */

/* As long as a public id, so that a replay finds and renews it. */
static str key_of(struct arena *mem, int64_t n)
{
    return str_fmt(mem, "01%024lld", (long long)n);
}

struct post {
    enum bench_who who;
    const char *path, *type;
    int64_t key, version; /* 0 = it has none yet */
};

static str head(struct arena *mem, const struct bench_filer *f, const struct post *p, ptrdiff_t length)
{
    const str k = key_of(mem, p->key),
              seen =
                  !p->version ? S("") : str_fmt(mem, "If-Match: \"v%lld\"\r\n", (long long)p->version);
    return str_fmt(mem,
                   "POST %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nAuthorization: Bearer %.*s\r\n"
                   "Idempotency-Key: %.*s\r\n%.*sContent-Type: %s\r\nContent-Length: %td\r\n\r\n",
                   p->path, f->port, STR_ARG(f->token[p->who]), STR_ARG(k), STR_ARG(seen), p->type,
                   length);
}

/* Head and body to where a connection sends from; returns how many bytes. */
static size_t put_together(struct arena *mem, const struct bench_filer *f, const struct post *p,
                           str body, char *to)
{
    const str top = head(mem, f, p, body.n);
    const size_t size = (size_t)(top.n + body.n);
    BUG_IF(size > BENCH_REQUEST_MAX);
    memcpy(to, top.p, (size_t)top.n);
    memcpy(to + top.n, body.p, (size_t)body.n);
    return size;
}

enum rc bench_filer_send_files(struct cli *cli, struct bench_filer *f)
{
    struct arena *mem = cli->c.mem;
    enum rc rc = RC_OK;
    for (int i = 0; !rc && i < BENCH_PAPERS; i++) {
        struct json doc;
        str answer;
        const str body = str_fmt(
            mem,
            "--part\r\nContent-Disposition: form-data; name=\"file\"; filename=\"giay-to-%d.pdf\""
            "\r\nContent-Type: application/pdf\r\n\r\n%%PDF-1.4\n%%a paper of the bench, %d\n"
            "1 0 obj\n<</Type/Catalog>>\nendobj\ntrailer\n<</Root 1 0 R>>\n%%%%EOF\n"
            "\r\n--part--\r\n",
            i + 1, i + 1);
        const str top = head(mem, f,
                             &(struct post){.path = "/api/v1/files",
                                            .type = "multipart/form-data; boundary=part",
                                            .key = f->next++},
                             body.n);
        const str parts[] = {top, body};
        rc = bench_ask(cli, f->port, str_join(mem, parts, 2, S("")), &answer);
        if (!rc && (!json_parse(mem, answer, &doc, NULL) || !json_text_of(doc, "id").n))
            rc = RC_FAILED;
        if (!rc)
            f->files[i] = json_text_of(doc, "id");
    }
    if (rc)
        cli_err(cli, "the server does not take the files of the submissions: %s", rc_name(rc));
    return rc;
}

static void member(struct buf *b, const char *name, str value)
{
    if (!value.n)
        return;
    buf_fmt(b, ",\"%s\":", name);
    buf_json(b, value);
}

static void write_body(struct buf *b, struct bench_filer *f)
{
    const struct person *p = &f->people[f->owner++ % PEOPLE];
    buf_fmt(b, "{\"accept\":%s,", f->waits ? "false" : "true");
    buf_add_c(b, "\"owner\":{\"kind\":\"natural\"");
    member(b, "name", p->name);
    member(b, "number", p->number);
    member(b, "phone", p->phone);
    member(b, "address", p->address);
    buf_char(b, '}');
    member(b, "procedure", f->procedure);
    member(b, "case", f->procedure_case);
    member(b, "competent", f->competent);
    for (int i = 0; i < BENCH_PAPERS; i++)
        buf_fmt(b, "%s{\"component\":%lld,\"complete\":true,\"files\":[\"%.*s\"]}",
                i ? "," : ",\"papers\":[", (long long)f->components[i], STR_ARG(f->files[i]));
    buf_add_c(b, "]}");
}

size_t bench_filing(void *filer, int connection, char *to)
{
    struct bench_filer *f = filer;
    const struct post p = {.path = "/api/v1/dossiers", .type = "application/json", .key = f->next++};
    struct arena *mem = arena_new((size_t)64 << 10);
    (void)connection;
    BUG_IF(!mem);
    struct buf b = buf_new(mem, BODY_MAX);
    write_body(&b, f);
    BUG_IF(buf_full(&b));
    const size_t size = put_together(mem, f, &p, buf_str(&b), to);
    arena_free(mem);
    return size;
}

void bench_filer_again(struct bench_filer *f, int n)
{
    f->owner -= n;
}

size_t bench_act(struct bench_filer *f, enum bench_who who, str at, int64_t version, str body, char *to)
{
    struct arena *mem = arena_new((size_t)64 << 10);
    BUG_IF(!mem);
    const struct post p = {.who = who,
                           .path = str_fmt(mem, "/api/v1/dossiers/%.*s", STR_ARG(at)).p,
                           .type = "application/json",
                           .key = f->next++,
                           .version = version};
    const size_t size = put_together(mem, f, &p, body, to);
    arena_free(mem);
    return size;
}
