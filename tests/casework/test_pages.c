/*
 * test_pages.c - the pages of processes over a real server: designer.case drives them. Sessions:
 * control and control2 (two people of the control office), officer. ${DRAFT} is a draft of the shipped
 * sample that uses every part of the file; one dossier waits for reception by 1.001193, version 1.
 */
#include "db/lib_engine.h" /* on both engines */
#include "dossier/lib_authority.h"
#include "web/lib_front.h"

#include "app/modules.h"
#include "casework/parts.h"
#include "casework/process.h"
#include "core/embed.h"
#include "job/job.h"

static struct authority *authority;
static struct actor control, control2;

static enum rc draft(struct ctx *c, void *arg)
{
    struct process_id id;
    (void)arg;
    for (const struct embed *p = embed_packs; p->name; p++)
        if (strcmp(p->name, "processes/joint.json") == 0)
            return process_import(c, (str){(const char *)p->bytes, (ptrdiff_t)p->size}, &id);
    return RC_NOT_FOUND;
}

static enum rc file_one(struct ctx *c, void *arg)
{
    struct filing f = sample_filing(authority, "1.001193");
    return dossier_file(c, &f, arg);
}

static void add_draft(struct case_run *run, void *arg)
{
    (void)arg;
    assert_int_equal(as(authority, &control, "2026-11-19T14:00", draft, NULL), RC_OK);
    case_let(run, "DRAFT", S("/admin/processes/mau.phoi-hop/1"));
}

int main(void)
{
    static const struct job_kind *const jobs[] = {casework_jobs, NULL};
    void *state = NULL;
    if (authority_setup(&state))
        return 1;
    job_configure(jobs); /* an order asks for one; nothing runs here */
    struct authority *a = authority = state;
    struct dossier_ref ref;
    control = control2 = a->leader;
    control.roles = control2.roles = 1u << ROLE_ANYBODY | 1u << ROLE_CONTROL_OFFICE;
    control2.account = a->clerk.account;
    control2.name = S("Người thứ hai");
    const struct front_actor actors[] = {
        {"control", &control}, {"control2", &control2}, {"officer", &a->officer}, {NULL, NULL}};
    assert_int_equal(as(a, &a->clerk, "2026-11-19T14:00", file_one, &ref), RC_OK);
    const struct front_config config = {.e = a->e, .modules = app_modules, .actors = actors};
    const int bad = front_run_cases(&config, "tests/casework", add_draft);
    (void)authority_teardown(&state);
    return bad;
}
