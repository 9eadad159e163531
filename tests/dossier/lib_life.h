/*
 * lib_life.h - the acts on a dossier as steps of a test: what each is given and what it answers
 * stand in one struct, so that a story reads as a row of them.
 */
#ifndef MOTCUA_TESTS_DOSSIER_LIB_LIFE_H
#define MOTCUA_TESTS_DOSSIER_LIB_LIFE_H

#include "lib_authority.h"

#include "dossier/dossier_end.h"
#include "dossier/dossier_extend.h"
#include "dossier/dossier_list.h"
#include "file/file.h"

struct step {
    struct filing filing;
    struct accept_in accept;
    struct act_in act;
    struct return_in ret;
    struct supplement_in supplement;
    struct dossier_id id;
    int64_t version, amount, number;
    str reason, part, becomes, code, secret, text;
    str kind;        /* of a letter of apology */
    str ground, how; /* of a refusal, of a withdrawal */
    struct settlement_in settlement;
    struct dossier_end end;
    date to;
    instant answer_by; /* of a supplement */
    struct dossier_extension *letters;
    ptrdiff_t letters_n;
    bool full, claim, sign;
    const struct filing_paper *papers;
    ptrdiff_t papers_n;
    struct dossier_ref ref;
    struct dossier dossier;
    struct worklist_page page;
    struct dossier_event *events;
    ptrdiff_t events_n;
    enum worklist which;
    int64_t counts[LIST_COUNT];
    struct dossier_file *files;
    ptrdiff_t files_n;
    int64_t file_no;
    struct dossier_paper *list;
    ptrdiff_t list_n;
    struct dossier_told *told;
    ptrdiff_t told_n;
    struct person person;
    struct file file;
};

/* For as(), or through OK and REFUSED by their name without `step_`. */
enum rc step_receive(struct ctx *c, void *arg);
enum rc step_file(struct ctx *c, void *arg);
enum rc step_accept(struct ctx *c, void *arg);
enum rc step_act(struct ctx *c, void *arg);
enum rc step_claim(struct ctx *c, void *arg);
enum rc step_ask(struct ctx *c, void *arg);
enum rc step_complete(struct ctx *c, void *arg);
enum rc step_refuse(struct ctx *c, void *arg);
enum rc step_give_back(struct ctx *c, void *arg);
enum rc step_withdraw(struct ctx *c, void *arg);
enum rc step_settle(struct ctx *c, void *arg);
enum rc step_end(struct ctx *c, void *arg);
enum rc step_cancel(struct ctx *c, void *arg);
enum rc step_correct(struct ctx *c, void *arg);
enum rc step_apologise(struct ctx *c, void *arg);
enum rc step_decide(struct ctx *c, void *arg);
enum rc step_letters(struct ctx *c, void *arg);
enum rc step_pay(struct ctx *c, void *arg);
enum rc step_look(struct ctx *c, void *arg);
enum rc step_track(struct ctx *c, void *arg);
enum rc step_timeline(struct ctx *c, void *arg);
enum rc step_worklist(struct ctx *c, void *arg);
enum rc step_counts(struct ctx *c, void *arg);
enum rc step_search(struct ctx *c, void *arg);
enum rc step_store(struct ctx *c, void *arg); /* a file nobody has used yet, into act.file_id */
enum rc step_files(struct ctx *c, void *arg); /* of s->dossier: look first */
enum rc step_open_file(struct ctx *c, void *arg);
enum rc step_list_papers(struct ctx *c, void *arg);
enum rc step_mine(struct ctx *c, void *arg);
enum rc step_told(struct ctx *c, void *arg);
enum rc step_person(struct ctx *c, void *arg); /* the owner's record, by the number filed with */

#define OK(a, who, when, fn, s)                                                                        \
    do {                                                                                               \
        const enum rc rc_ = as((a), (who), (when), step_##fn, (s));                                    \
        if (rc_)                                                                                       \
            fail_msg("%s: %s %s", #fn, rc_name(rc_), last_fault(a));                                   \
    } while (0)
#define REFUSED(a, who, when, fn, s, rc, key)                                                          \
    do {                                                                                               \
        assert_int_equal(as((a), (who), (when), step_##fn, (s)), (rc));                                \
        assert_string_equal(last_fault(a), (key));                                                     \
    } while (0)

/* At the counter of the commune, every required paper brought. The papers are shared: one such
   filing at a time. */
struct filing full_filing(struct authority *a, const char *procedure);
/* The same from our own portal, as a citizen's account files it. */
struct filing online_filing(struct authority *a, const char *procedure);
extern struct filing_paper full_papers[8];

#endif
