/*
 * test_place_pages.c - the pages of somebody whose step at a named agency it is: found in the list,
 * opened with the step alone, gone from their sight once it is done.
 */
#include "db/lib_engine.h" /* on both engines */
#include "dossier/lib_desk.h"
#include "dossier/lib_process.h"

static const char cases[] =
    "== a clerk finds a step of theirs in another commune's dossier, and the step alone\n"
    "as     clerk2\n"
    "GET    /work?list=open\n"
    "->     200\n"
    "has    /work/dossiers/${HERE}\n"
    "GET    /work/dossiers/${HERE}\n"
    "->     200\n"
    "has    /work/dossiers/${HERE}/act\n"
    "hasnt  /work/dossiers/${HERE}/cancel\n"
    "hasnt  /work/dossiers/${HERE}/correct\n"
    "hasnt  /work/dossiers/${HERE}/pay\n"
    "hasnt  /work/dossiers/${HERE}/withdraw\n"
    "== what is not the step's is not found\n"
    "as     clerk2\n"
    "GET    /work/dossiers/${HERE}\n"
    "->     200\n"
    "POST   /work/dossiers/${HERE}/cancel\n"
    "hidden /work/dossiers/${HERE}/act\n"
    "form   reason = nhầm\n"
    "->     404\n"
    "== done, it goes on, and they go back to their list\n"
    "as     clerk2\n"
    "GET    /work/dossiers/${HERE}\n"
    "->     200\n"
    "POST   /work/dossiers/${HERE}/act\n"
    "hidden /work/dossiers/${HERE}/act\n"
    "form   action = register\n"
    "->     303 /work\n"
    "follow\n"
    "->     200\n"
    "GET    /work/dossiers/${HERE}\n"
    "->     404\n"
    "== the leader of the competent agency signs it\n"
    "as     leader\n"
    "GET    /work/dossiers/${HERE}\n"
    "->     200\n"
    "has    Ký\n";

static struct dossier_ref here;

static void prepare(struct case_run *run, void *arg)
{
    (void)arg;
    case_let(run, "HERE", here.pub);
}

struct acting {
    struct dossier_ref ref;
    str action;
};
static enum rc act(struct ctx *c, void *arg)
{
    struct acting *x = arg;
    return dossier_act(c, x->ref.id,
                       &(struct act_in){.seen_version = x->ref.version, .action = x->action}, &x->ref);
}

/* Until it is the other clerk's turn. */
static void bring_there(struct desk *d)
{
    struct authority *a = d->a;
    struct publishing p = {.text = str_of(process_elsewhere)};
    struct actor there = a->other_clerk;
    there.roles = 1u << ROLE_ANYBODY | 1u << ROLE_LEADER;
    assert_int_equal(as(a, &process_control, "2026-11-19T08:00", process_as_told, &p), RC_OK);
    here = desk_receive(d, "1.004873", "2026-11-20T09:10", true);
    struct acting x = {here, S("submit")};
    assert_int_equal(as(a, &a->officer, NULL, act, &x), RC_OK);
    x.action = S("approve");
    assert_int_equal(as(a, &there, NULL, act, &x), RC_OK);
}

int main(int argc, char **argv)
{
    struct desk d;
    struct case_result result = {0};
    const int hidden = desk_child(argc, argv);
    if (hidden >= 0)
        return hidden;
    if (desk_start(&d, "127.0.0.1:0"))
        return 1;
    bring_there(&d);
    const struct case_config k = {
        .port = d.port, .sign_in = desk_sign_in, .prepare = prepare, .arg = &d};
    case_run_text(&k, "place", str_of(cases), d.mem, &result);
    print_message("1..%d\n", result.passed + result.failed);
    desk_stop(&d);
    return result.failed ? 1 : 0;
}
