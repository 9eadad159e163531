/* lib_life.c - see lib_life.h. */
#include "lib_life.h"

#include "catalog/catalog.h"

enum rc step_receive(struct ctx *c, void *arg)
{
    struct step *s = arg;
    return dossier_receive(c, &s->filing, &s->accept, &s->ref);
}

enum rc step_file(struct ctx *c, void *arg)
{
    struct step *s = arg;
    return dossier_file(c, &s->filing, &s->ref);
}

enum rc step_accept(struct ctx *c, void *arg)
{
    struct step *s = arg;
    s->accept.seen_version = s->ref.version;
    return dossier_accept(c, s->ref.id, &s->accept, &s->ref);
}

enum rc step_act(struct ctx *c, void *arg)
{
    struct step *s = arg;
    return dossier_act(c, s->ref.id, &s->act, &s->ref);
}

enum rc step_claim(struct ctx *c, void *arg)
{
    struct step *s = arg;
    return dossier_claim(c, s->ref.id, s->ref.version, s->claim, &s->ref);
}

enum rc step_ask(struct ctx *c, void *arg)
{
    struct step *s = arg;
    s->supplement.seen_version = s->ref.version;
    return dossier_ask_supplement(c, s->ref.id, &s->supplement, &s->ref);
}

enum rc step_complete(struct ctx *c, void *arg)
{
    struct step *s = arg;
    return dossier_complete_supplement(c, s->ref.id, s->ref.version, s->papers, s->papers_n, &s->ref);
}

enum rc step_refuse(struct ctx *c, void *arg)
{
    struct step *s = arg;
    return dossier_refuse(c, s->ref.id, &(struct refusal_in){s->ref.version, s->ground, s->reason},
                          &s->ref);
}

enum rc step_give_back(struct ctx *c, void *arg)
{
    struct step *s = arg;
    s->ret.seen_version = s->ref.version;
    return dossier_return(c, s->ref.id, &s->ret, &s->ref);
}

enum rc step_withdraw(struct ctx *c, void *arg)
{
    struct step *s = arg;
    return dossier_withdraw(c, s->ref.id,
                            &(struct withdrawal_in){.seen_version = s->ref.version,
                                                    .how = s->how.n ? s->how : S("withdraw"),
                                                    .reason = s->reason,
                                                    .file_id = s->act.file_id,
                                                    .file_name = s->act.file_name},
                            &s->ref);
}

enum rc step_settle(struct ctx *c, void *arg)
{
    struct step *s = arg;
    s->settlement.seen_version = s->ref.version;
    return dossier_settle(c, s->ref.id, &s->settlement, &s->ref);
}

enum rc step_end(struct ctx *c, void *arg)
{
    struct step *s = arg;
    return dossier_end(c, s->ref.id, &s->end);
}

enum rc step_cancel(struct ctx *c, void *arg)
{
    struct step *s = arg;
    return dossier_cancel(c, s->ref.id, s->ref.version, s->reason, &s->ref);
}

enum rc step_correct(struct ctx *c, void *arg)
{
    struct step *s = arg;
    return dossier_correct(
        c, s->ref.id, &(struct correct_in){s->ref.version, s->part, s->becomes, s->reason}, &s->ref);
}

enum rc step_apologise(struct ctx *c, void *arg)
{
    struct step *s = arg;
    return dossier_draft_extension(
        c, s->ref.id, &(struct extension_in){s->ref.version, s->kind, s->reason, s->to}, &s->ref);
}

enum rc step_decide(struct ctx *c, void *arg)
{
    struct step *s = arg;
    return dossier_decide_extension(
        c, s->ref.id, &(struct extension_decision){s->ref.version, s->sign, s->reason}, &s->ref);
}

enum rc step_letters(struct ctx *c, void *arg)
{
    struct step *s = arg;
    return dossier_extensions(c, s->ref.id, &s->letters, &s->letters_n);
}

enum rc step_pay(struct ctx *c, void *arg)
{
    struct step *s = arg;
    return dossier_pay_cash(c, s->ref.id, s->ref.version, s->amount, &s->number);
}

enum rc step_look(struct ctx *c, void *arg)
{
    struct step *s = arg;
    return dossier_get(c, s->ref.pub, &s->dossier);
}

enum rc step_track(struct ctx *c, void *arg)
{
    struct step *s = arg;
    return dossier_track(c, s->code, s->secret, &s->dossier, &s->full);
}

enum rc step_timeline(struct ctx *c, void *arg)
{
    struct step *s = arg;
    return dossier_timeline(c, &s->dossier, &s->events, &s->events_n);
}

enum rc step_worklist(struct ctx *c, void *arg)
{
    struct step *s = arg;
    return dossier_worklist(c, s->which, NULL, STR_NONE, 50, &s->page);
}

enum rc step_counts(struct ctx *c, void *arg)
{
    struct step *s = arg;
    return dossier_worklist_counts(c, NULL, s->counts);
}

enum rc step_search(struct ctx *c, void *arg)
{
    struct step *s = arg;
    return dossier_search(c, s->text, 20, &s->page);
}

enum rc step_store(struct ctx *c, void *arg)
{
    struct step *s = arg;
    const struct file_stored stored = {.size = 1, .type = FILE_PDF};
    const enum rc rc = file_add(c, &stored, S("van-ban.pdf"), 0, &s->file);
    s->act.file_id = s->file.id.v;
    s->act.file_name = S("van-ban.pdf");
    return rc;
}

enum rc step_files(struct ctx *c, void *arg)
{
    struct step *s = arg;
    return dossier_files(c, &s->dossier, &s->files, &s->files_n);
}

enum rc step_open_file(struct ctx *c, void *arg)
{
    struct step *s = arg;
    return dossier_file_get(c, s->ref.pub, s->file_no, &s->file);
}

enum rc step_list_papers(struct ctx *c, void *arg)
{
    struct step *s = arg;
    return dossier_papers(c, s->ref.id, &s->list, &s->list_n);
}

enum rc step_mine(struct ctx *c, void *arg)
{
    struct step *s = arg;
    return dossier_mine(c, STR_NONE, 50, &s->page);
}

enum rc step_told(struct ctx *c, void *arg)
{
    struct step *s = arg;
    return dossier_told_otherwise(c, s->ref.id, &s->told, &s->told_n);
}

enum rc step_person(struct ctx *c, void *arg)
{
    struct step *s = arg;
    return person_by_number(c, s->filing.owner.number, &s->person);
}

struct filing_paper full_papers[8];

struct intake_look {
    const char *code;
    struct procedure_intake intake;
};

static enum rc intake(struct ctx *c, void *arg)
{
    struct intake_look *l = arg;
    return catalog_intake(c, str_of(l->code), 0, S("direct"), &l->intake);
}

struct filing full_filing(struct authority *a, const char *procedure)
{
    struct intake_look l = {.code = procedure};
    struct filing f = sample_filing(a, procedure);
    ptrdiff_t n = 0;
    assert_int_equal(as(a, NULL, NULL, intake, &l), RC_OK);
    for (ptrdiff_t i = 0; i < l.intake.components_n && n < 8; i++)
        if (l.intake.components[i].required)
            full_papers[n++] = (struct filing_paper){
                .component_id = l.intake.components[i].id, .quantity = 1, .complete = true};
    f.papers = full_papers;
    f.paper_n = n;
    return f;
}

struct filing online_filing(struct authority *a, const char *procedure)
{
    struct filing f = full_filing(a, procedure);
    f.channel = CHANNEL_ONLINE;
    f.origin = ORIGIN_OWN_PORTAL;
    return f;
}
