/* bench_filing.c - see bench_filing.h. */
#include "bench/bench_filing.h"

#include "bench/bench_sql.h"
#include "demo/demo.h"
#include "dossier/dossier_read.h"

#define SEED 1
#define PEOPLE 500 /* of the demo's, who file in turn */

static enum rc find_papers(struct ctx *c, struct arena *keep, int64_t dossier, struct bench_filer *f)
{
    struct dossier_paper *papers;
    ptrdiff_t n;
    const enum rc rc = dossier_papers(c, (struct dossier_id){dossier}, &papers, &n);
    if (rc)
        return rc;
    if (n != BENCH_PAPERS)
        return RC_NOT_FOUND;
    for (int i = 0; i < BENCH_PAPERS; i++)
        f->papers[i] = (struct filing_paper){.component_id = papers[i].component_id.v,
                                             .form = str_dup(keep, papers[i].form),
                                             .quantity = 1,
                                             .complete = true,
                                             .files = &f->file,
                                             .file_names = &f->file_name,
                                             .file_n = 1};
    return RC_OK;
}

enum rc bench_filer_find(struct ctx *c, struct arena *keep, struct bench_filer *f)
{
    struct q_bench_clerk_row clerk;
    struct q_bench_three_papers_row like;
    enum rc rc = q_bench_clerk(c, &clerk);
    if (!rc)
        rc = q_bench_three_papers(c, clerk.agency_id, &like);
    if (rc)
        return rc;
    *f = (struct bench_filer){
        .clerk = {.kind = ACTOR_STAFF,
                  .account = clerk.account_id,
                  .staff = clerk.staff_id,
                  .agency = clerk.agency_id,
                  .unit = clerk.unit_id,
                  .roles = 1u << ROLE_ANYBODY | 1u << ROLE_CLERK},
        .filing = {.procedure_code = str_dup(keep, like.procedure),
                   .case_id = like.case_id.v,
                   .channel = CHANNEL_DIRECT,
                   .origin = ORIGIN_COUNTER,
                   .receiving_agency_id = like.receiving_id,
                   .competent_agency_id = like.competent_id,
                   .authority = S("self"),
                   .result_by = S("counter"),
                   .sets = 1,
                   .filed_at = INSTANT_NONE,
                   .paper_n = BENCH_PAPERS},
        .file = like.file_id,
        .file_name = S("giay-to.pdf"),
    };
    return find_papers(c, keep, like.id, f);
}

enum rc bench_file_one(struct ctx *c, struct bench_filer *f, int64_t n, struct dossier_ref *ret_ref)
{
    struct filing in = f->filing;
    in.papers = f->papers;
    in.owner = demo_person(c->mem, SEED, n % PEOPLE);
    c->actor = &f->clerk;
    return dossier_receive(c, &in, &(struct accept_in){0}, ret_ref);
}
