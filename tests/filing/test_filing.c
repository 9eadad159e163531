/*
 * test_filing.c - drafts from the first question to the dossier, and what each rule refuses;
 * on both engines, over the small authority of tests/dossier.
 */
#include "dossier/lib_authority.h"

#include "filing/filing.h"

#define BIRTH "1.001193"
#define NOW "2026-11-19T14:00"

/* What one unit is asked to do, and what came of it. */
struct work_in {
    const char *procedure;
    str pub, file_pub;
    enum filing_question question;
    struct filing_answers answer;
    ptrdiff_t paper;
    struct filing_paper_in put;
    struct filing_draft draft;
    struct filing_head *heads;
    struct dossier_ref ref;
    struct dossier_paper *papers;
    struct person person;
    ptrdiff_t n;
    int64_t gone, stale;
};

static enum rc begin(struct ctx *c, void *arg)
{
    struct work_in *w = arg;
    return filing_begin(c, str_of(w->procedure), &w->pub);
}

static enum rc get(struct ctx *c, void *arg)
{
    struct work_in *w = arg;
    return filing_get(c, w->pub, &w->draft);
}

static enum rc answer(struct ctx *c, void *arg)
{
    struct work_in *w = arg;
    const enum rc rc = filing_get(c, w->pub, &w->draft);
    w->draft.version -= w->stale;
    return rc ? rc : filing_answer(c, &w->draft, w->question, &w->answer);
}

static enum rc put(struct ctx *c, void *arg)
{
    struct work_in *w = arg;
    const enum rc rc = filing_get(c, w->pub, &w->draft);
    return rc ? rc : filing_put_paper(c, &w->draft, w->paper, &w->put);
}

static enum rc take_away(struct ctx *c, void *arg)
{
    struct work_in *w = arg;
    const enum rc rc = filing_get(c, w->pub, &w->draft);
    return rc ? rc : filing_remove_file(c, &w->draft, w->file_pub);
}

static enum rc give_up(struct ctx *c, void *arg)
{
    struct work_in *w = arg;
    const enum rc rc = filing_get(c, w->pub, &w->draft);
    return rc ? rc : filing_delete(c, &w->draft);
}

static enum rc submit(struct ctx *c, void *arg)
{
    struct work_in *w = arg;
    const enum rc rc = filing_get(c, w->pub, &w->draft);
    return rc ? rc : filing_submit(c, &w->draft, &w->ref);
}

/* What two windows do: both read before either wrote. */
static enum rc submit_stale(struct ctx *c, void *arg)
{
    struct work_in *w = arg;
    return filing_submit(c, &w->draft, &w->ref);
}

static enum rc list(struct ctx *c, void *arg)
{
    struct work_in *w = arg;
    return filing_list(c, &w->heads, &w->n);
}

static enum rc expire(struct ctx *c, void *arg)
{
    struct work_in *w = arg;
    return filing_expire(c, 10, &w->gone);
}

static enum rc papers(struct ctx *c, void *arg)
{
    struct work_in *w = arg;
    return dossier_papers(c, w->ref.id, &w->papers, &w->n);
}

static enum rc own_person(struct ctx *c, void *arg)
{
    struct work_in *w = arg;
    return person_by_id(c, w->n, &w->person);
}

static enum rc see_file(struct ctx *c, void *arg)
{
    struct work_in *w = arg;
    struct file f;
    return file_get_by_pub(c, w->file_pub, &f);
}

static enum rc by_citizen(struct authority *a, enum rc (*fn)(struct ctx *, void *), struct work_in *w)
{
    return as(a, &a->citizen, NOW, fn, w);
}

static void refused(struct authority *a, enum rc (*fn)(struct ctx *, void *), struct work_in *w,
                    enum rc rc, const char *key)
{
    assert_int_equal(by_citizen(a, fn, w), rc);
    assert_string_equal(last_fault(a), key);
}

static void say(struct authority *a, struct work_in *w, enum filing_question q,
                struct filing_answers in)
{
    w->question = q;
    w->answer = in;
    const enum rc rc = by_citizen(a, answer, w);
    if (rc)
        fail_msg("question %d: %s %s", (int)q, rc_name(rc), last_fault(a));
}

static ptrdiff_t first_of(const struct filing_draft *d, enum filing_question q)
{
    for (ptrdiff_t i = 0; i < d->steps_n; i++)
        if (d->steps[i].question == q)
            return i;
    return -1;
}

static const struct filing_answers self = {.authority = S_INIT("self")};
static const struct filing_answers contact = {.owner = {.birth = {INT32_MIN}},
                                              .phone = S_INIT("0912345218")};

static struct filing_upload upload(const char *name)
{
    return (struct filing_upload){{.sha = sha256_of(str_of(name)), .size = 100, .type = FILE_PDF},
                                  str_of(name)};
}

static void put_all(struct authority *a, struct work_in *w)
{
    const struct filing_upload file = upload("giay.pdf");
    assert_int_equal(by_citizen(a, get, w), RC_OK);
    for (ptrdiff_t i = 0; i < w->draft.papers_n; i++) {
        if (w->draft.papers[i].way != FILING_UPLOAD)
            continue;
        const bool skip = filing_may_skip(&w->draft.papers[i]);
        w->paper = i;
        w->put = (struct filing_paper_in){&file, skip ? 0 : 1, skip, false};
        assert_int_equal(by_citizen(a, put, w), RC_OK);
    }
}

static str commune_pub(struct authority *a, struct work_in *w);

/* Everything answered for oneself. */
static void finish(struct authority *a, struct work_in *w, struct filing_answers whom,
                   struct filing_answers owner)
{
    w->procedure = w->procedure ? w->procedure : BIRTH;
    assert_int_equal(by_citizen(a, begin, w), RC_OK);
    say(a, w, FILING_WHOM, whom);
    say(a, w, FILING_OWNER, owner);
    say(a, w, FILING_AGENCY, (struct filing_answers){.agency = commune_pub(a, w)});
    put_all(a, w);
    say(a, w, FILING_RESULT, (struct filing_answers){.result_by = S("online")});
    say(a, w, FILING_NOTE, (struct filing_answers){.note = S("Cháu sinh tại nhà.")});
}

static enum rc find_commune(struct ctx *c, void *arg)
{
    struct work_in *w = arg;
    struct procedure_full p;
    struct filing_places places;
    const enum rc rc = filing_open(c, str_of(w->procedure), &p, &places);
    if (!rc)
        w->file_pub = places.v[0].pub;
    return rc;
}

static str commune_pub(struct authority *a, struct work_in *w)
{
    assert_int_equal(by_citizen(a, find_commune, w), RC_OK);
    return w->file_pub;
}

/* ---- the way through ---- */

static void test_filing__a_draft_becomes_one_dossier(void **state)
{
    struct authority *a = *state;
    struct work_in w = {0}, again;
    finish(a, &w, self, contact);
    assert_int_equal(by_citizen(a, get, &w), RC_OK);
    assert_int_equal(filing_next(&w.draft), w.draft.steps_n);
    again = w;
    assert_int_equal(by_citizen(a, submit, &w), RC_OK);
    assert_true(w.ref.code.n > 0);
    /* The same window again, and another that had read before: one dossier. */
    refused(a, submit_stale, &again, RC_CONFLICT, "filing.changed");
    assert_int_equal(by_citizen(a, submit, &again), RC_OK);
    assert_int_equal(again.ref.id.v, w.ref.id.v);
    assert_int_equal(by_citizen(a, list, &w), RC_OK);
    assert_int_equal(w.n, 0);
    refused(a, give_up, &w, RC_CONFLICT, "filing.sent");
    w.question = FILING_NOTE;
    refused(a, answer, &w, RC_CONFLICT, "filing.sent");
}

static void test_filing__papers_reach_the_dossier_as_they_were_answered(void **state)
{
    struct authority *a = *state;
    struct work_in w = {0};
    int forms = 0, files = 0, skipped = 0;
    finish(a, &w, self, contact);
    assert_int_equal(by_citizen(a, submit, &w), RC_OK);
    assert_int_equal(by_citizen(a, papers, &w), RC_OK);
    for (ptrdiff_t i = 0; i < w.n; i++) {
        assert_true(w.papers[i].complete);
        forms += str_eq(w.papers[i].form, S("electronic_form"));
        files += str_eq(w.papers[i].form, S("electronic"));
        skipped += str_eq(w.papers[i].form, S("not_needed"));
    }
    assert_int_equal(forms, 1);
    assert_int_equal(files, 1);
    assert_int_equal(skipped, 4); /* three of other cases, and the form's twin on paper */
}

static void test_filing__contact_goes_to_the_filers_own_record(void **state)
{
    struct authority *a = *state;
    struct work_in w = {0};
    struct filing_answers child = contact;
    child.owner.name = S("Lê Bé Thử");
    BUG_IF(!date_parse(S("2026-11-10"), &child.owner.birth));
    finish(a, &w, (struct filing_answers){.authority = S("parent")}, child);
    assert_int_equal(by_citizen(a, submit, &w), RC_OK);
    w.n = a->citizen.person;
    assert_int_equal(by_citizen(a, own_person, &w), RC_OK);
    assert_true(str_eq(w.person.phone, S("+84912345218")));
}

static void test_filing__a_draft_is_found_again_with_its_answers(void **state)
{
    struct authority *a = *state;
    struct work_in w = {0};
    finish(a, &w, self, contact);
    assert_int_equal(by_citizen(a, list, &w), RC_OK);
    assert_int_equal(w.n, 1);
    assert_true(str_eq(w.heads[0].pub, w.pub));
    assert_int_equal(by_citizen(a, get, &w), RC_OK);
    assert_true(str_eq(w.draft.answers.note, S("Cháu sinh tại nhà.")));
    assert_true(str_eq(w.draft.place.name, S("Ủy ban nhân dân phường Bến Lụa")));
    assert_true(str_eq(filing_owner(&w.draft).number, S("051196000017")));
    assert_int_equal(w.draft.expires_at.us - w.draft.saved_at.us, FILING_DAYS * DAY_US);
}

/* ---- whose it is, and until when ---- */

static void test_filing__another_accounts_draft_does_not_exist(void **state)
{
    struct authority *a = *state;
    struct work_in w = {.procedure = BIRTH};
    assert_int_equal(by_citizen(a, begin, &w), RC_OK);
    assert_int_equal(as(a, &a->stranger, NOW, get, &w), RC_NOT_FOUND);
    assert_int_equal(as(a, &a->stranger, NOW, submit, &w), RC_NOT_FOUND);
    assert_int_equal(as(a, &a->clerk, NOW, get, &w), RC_NOT_FOUND);
    assert_int_equal(as(a, NULL, NOW, get, &w), RC_NOT_FOUND);
    assert_int_equal(as(a, &a->clerk, NOW, begin, &w), RC_DENIED);
}

static void test_filing__a_draft_ends_and_is_removed_with_its_files(void **state)
{
    struct authority *a = *state;
    struct work_in w = {0};
    finish(a, &w, self, contact);
    assert_int_equal(by_citizen(a, get, &w), RC_OK);
    for (ptrdiff_t i = 0; i < w.draft.papers_n; i++)
        if (w.draft.papers[i].files_n)
            w.file_pub = w.draft.papers[i].files[0].pub;
    assert_int_equal(as(a, &a->citizen, "2026-12-19T13:59", get, &w), RC_OK);
    assert_int_equal(as(a, &a->citizen, "2026-12-19T14:01", get, &w), RC_NOT_FOUND);
    assert_int_equal(as(a, &a->citizen, "2026-12-19T13:59", expire, &w), RC_OK);
    assert_int_equal(w.gone, 0);
    assert_int_equal(by_citizen(a, see_file, &w), RC_OK);
    assert_int_equal(as(a, &a->citizen, "2026-12-19T14:01", expire, &w), RC_OK);
    assert_int_equal(w.gone, 1);
    assert_int_equal(by_citizen(a, get, &w), RC_NOT_FOUND);
    assert_int_equal(by_citizen(a, see_file, &w), RC_NOT_FOUND);
}

static void test_filing__what_was_sent_keeps_its_files(void **state)
{
    struct authority *a = *state;
    struct work_in w = {0};
    finish(a, &w, self, contact);
    assert_int_equal(by_citizen(a, get, &w), RC_OK);
    for (ptrdiff_t i = 0; i < w.draft.papers_n; i++)
        if (w.draft.papers[i].files_n)
            w.file_pub = w.draft.papers[i].files[0].pub;
    assert_int_equal(by_citizen(a, submit, &w), RC_OK);
    assert_int_equal(as(a, &a->citizen, "2027-01-19T14:01", expire, &w), RC_OK);
    assert_int_equal(w.gone, 1);
    assert_int_equal(by_citizen(a, see_file, &w), RC_OK);
}

static void test_filing__a_draft_can_be_given_up(void **state)
{
    struct authority *a = *state;
    struct work_in w = {0};
    finish(a, &w, self, contact);
    assert_int_equal(as(a, &a->stranger, NOW, give_up, &w), RC_NOT_FOUND);
    assert_int_equal(by_citizen(a, give_up, &w), RC_OK);
    assert_int_equal(by_citizen(a, get, &w), RC_NOT_FOUND);
}

static void test_filing__an_account_keeps_so_many_drafts(void **state)
{
    struct authority *a = *state;
    struct work_in w = {.procedure = BIRTH};
    for (int i = 0; i < FILING_DRAFTS_MAX; i++)
        assert_int_equal(by_citizen(a, begin, &w), RC_OK);
    refused(a, begin, &w, RC_CONFLICT, "filing.too_many");
}

/* ---- refusals ---- */

static void test_filing__closed_procedures_are_refused(void **state)
{
    struct authority *a = *state;
    struct work_in w = {.procedure = "9.999999"};
    assert_int_equal(by_citizen(a, begin, &w), RC_NOT_FOUND);
    w.procedure = "2.000986"; /* several authorities, none of them named like ours */
    refused(a, begin, &w, RC_INVALID, "filing.no_competent");
    assert_int_equal(engine_script(a->e, "UPDATE unit_procedure SET procedure_code = '1.000894'"),
                     RC_OK);
    w.procedure = BIRTH;
    refused(a, begin, &w, RC_INVALID, "filing.no_place");
}

static void test_filing__an_unfinished_draft_is_not_sent(void **state)
{
    struct authority *a = *state;
    struct work_in w = {.procedure = BIRTH};
    assert_int_equal(by_citizen(a, begin, &w), RC_OK);
    refused(a, submit, &w, RC_INVALID, "filing.unfinished");
    w.question = FILING_OWNER;
    refused(a, answer, &w, RC_INVALID, "filing.whom_first");
}

static void test_filing__each_question_says_what_is_missing(void **state)
{
    struct authority *a = *state;
    struct work_in w = {.procedure = BIRTH};
    assert_int_equal(by_citizen(a, begin, &w), RC_OK);
    w.question = FILING_WHOM;
    w.answer = (struct filing_answers){.authority = S("friend")};
    refused(a, answer, &w, RC_INVALID, "web.form.choice");
    w.answer.authority = S("authorised");
    refused(a, answer, &w, RC_INVALID, "dossier.authority_note_needed");
    say(a, &w, FILING_WHOM, self);
    w.question = FILING_OWNER;
    w.answer = (struct filing_answers){.owner = {.birth = DATE_NONE}};
    refused(a, answer, &w, RC_INVALID, "web.form.required");
    w.answer.phone = S("12");
    refused(a, answer, &w, RC_INVALID, "person.phone");
    w.question = FILING_AGENCY;
    w.answer = (struct filing_answers){.agency = S("nowhere")};
    refused(a, answer, &w, RC_INVALID, "web.form.choice");
    w.question = FILING_RESULT;
    w.answer = (struct filing_answers){.result_by = S("pigeon")};
    refused(a, answer, &w, RC_INVALID, "web.form.choice");
    w.answer.result_by = S("post");
    refused(a, answer, &w, RC_INVALID, "dossier.address_needed");
    assert_int_equal(by_citizen(a, get, &w), RC_OK);
    assert_int_equal(w.draft.answers.answered, 1u << FILING_WHOM);
}

static void test_filing__another_owner_is_asked_for_again(void **state)
{
    struct authority *a = *state;
    struct work_in w = {.procedure = BIRTH};
    assert_int_equal(by_citizen(a, begin, &w), RC_OK);
    say(a, &w, FILING_WHOM, self);
    say(a, &w, FILING_OWNER, contact);
    say(a, &w, FILING_WHOM, (struct filing_answers){.authority = S("parent")});
    assert_int_equal(by_citizen(a, get, &w), RC_OK);
    assert_int_equal(w.draft.steps[filing_next(&w.draft)].question, FILING_OWNER);
    w.question = FILING_OWNER;
    w.answer = contact;
    w.answer.owner.name = S("Lê Bé Thử");
    refused(a, answer, &w, RC_INVALID, "web.form.required"); /* neither number nor birth */
    say(a, &w, FILING_WHOM,
        (struct filing_answers){.authority = S("representative"), .authority_note = S("Quyết định 5")});
    w.question = FILING_OWNER;
    w.answer = contact;
    w.answer.owner.name = S("Công ty Thử");
    refused(a, answer, &w, RC_INVALID, "web.form.required"); /* a tax code */
    w.answer.owner.tax_code = S("0100109106");
    say(a, &w, FILING_OWNER, w.answer);
}

/* The stranger is in the register: a number of theirs under another name is refused at once, and
   nothing of their record is shown or changed. */
static void test_filing__a_number_under_another_name_is_refused(void **state)
{
    struct authority *a = *state;
    struct work_in w = {.procedure = BIRTH};
    assert_int_equal(by_citizen(a, begin, &w), RC_OK);
    say(a, &w, FILING_WHOM,
        (struct filing_answers){.authority = S("authorised"), .authority_note = S("Giấy số 1")});
    w.question = FILING_OWNER;
    w.answer = contact;
    w.answer.owner.name = S("Ai Đó");
    w.answer.owner.number = S("051196000018");
    refused(a, answer, &w, RC_INVALID, "dossier.person_differs");
    w.answer.owner.name = S("Trần Thị Thử");
    say(a, &w, FILING_OWNER, w.answer);
}

static void test_filing__papers_are_files_or_not_of_this_case(void **state)
{
    struct authority *a = *state;
    struct work_in w = {.procedure = BIRTH};
    const struct filing_upload file = upload("giay.pdf");
    assert_int_equal(by_citizen(a, begin, &w), RC_OK);
    assert_int_equal(by_citizen(a, get, &w), RC_OK);
    const ptrdiff_t first = first_of(&w.draft, FILING_PAPER);
    const ptrdiff_t needed = w.draft.steps[first].paper, other = w.draft.steps[first + 1].paper;
    assert_false(filing_may_skip(&w.draft.papers[needed]));
    w.paper = needed;
    refused(a, put, &w, RC_INVALID, "filing.paper.none");
    w.put = (struct filing_paper_in){.skip = true};
    refused(a, put, &w, RC_INVALID, "filing.paper.required");
    w.paper = other;
    w.put = (struct filing_paper_in){0};
    refused(a, put, &w, RC_INVALID, "filing.paper.file_or_skip");
    w.put = (struct filing_paper_in){&file, 1, true, false};
    refused(a, put, &w, RC_INVALID, "filing.paper.skip_or_files");
    w.put.skip = false;
    assert_int_equal(by_citizen(a, put, &w), RC_OK);
    assert_true(w.draft.steps[first + 1].done);
    struct filing_upload many[FILING_FILES_MAX];
    for (int i = 0; i < FILING_FILES_MAX; i++)
        many[i] = file;
    w.put = (struct filing_paper_in){many, FILING_FILES_MAX, false, false};
    refused(a, put, &w, RC_INVALID, "web.form.too_many_rows");
    assert_int_equal(by_citizen(a, get, &w), RC_OK);
    assert_int_equal(w.draft.papers[other].files_n, 1);
    w.file_pub = w.draft.papers[other].files[0].pub;
    assert_int_equal(as(a, &a->stranger, NOW, take_away, &w), RC_NOT_FOUND);
    assert_int_equal(by_citizen(a, take_away, &w), RC_OK);
    assert_int_equal(by_citizen(a, take_away, &w), RC_NOT_FOUND);
    assert_int_equal(by_citizen(a, see_file, &w), RC_NOT_FOUND);
    w.put = (struct filing_paper_in){.skip = true};
    assert_int_equal(by_citizen(a, put, &w), RC_OK);
    assert_true(w.draft.papers[other].skipped);
}

static void test_filing__a_save_for_an_older_version_is_refused(void **state)
{
    struct authority *a = *state;
    struct work_in w = {.procedure = BIRTH};
    assert_int_equal(by_citizen(a, begin, &w), RC_OK);
    say(a, &w, FILING_WHOM, self);
    w.question = FILING_NOTE;
    w.stale = 1;
    refused(a, answer, &w, RC_CONFLICT, "filing.changed");
}

static void test_filing__the_case_chooses_the_papers(void **state)
{
    struct authority *a = *state;
    struct work_in w = {.procedure = "1.013225"};
    assert_int_equal(by_citizen(a, begin, &w), RC_OK);
    assert_int_equal(by_citizen(a, get, &w), RC_OK);
    assert_int_equal(w.draft.steps[0].question, FILING_CASE);
    assert_false(w.draft.steps[0].done);
    w.question = FILING_CASE;
    w.answer = (struct filing_answers){.case_key = S("no such case")};
    refused(a, answer, &w, RC_INVALID, "web.form.choice");
    const struct procedure_case *x = &w.draft.procedure.cases[1];
    say(a, &w, FILING_CASE, (struct filing_answers){.case_key = x->code.n ? x->code : x->name});
    assert_int_equal(by_citizen(a, get, &w), RC_OK);
    assert_true(w.draft.steps[0].done);
    assert_true(str_eq(w.draft.case_name, w.draft.procedure.cases[1].name));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        AUTHORITY_TEST(test_filing__a_draft_becomes_one_dossier),
        AUTHORITY_TEST(test_filing__papers_reach_the_dossier_as_they_were_answered),
        AUTHORITY_TEST(test_filing__contact_goes_to_the_filers_own_record),
        AUTHORITY_TEST(test_filing__a_draft_is_found_again_with_its_answers),
        AUTHORITY_TEST(test_filing__another_accounts_draft_does_not_exist),
        AUTHORITY_TEST(test_filing__a_draft_ends_and_is_removed_with_its_files),
        AUTHORITY_TEST(test_filing__what_was_sent_keeps_its_files),
        AUTHORITY_TEST(test_filing__a_draft_can_be_given_up),
        AUTHORITY_TEST(test_filing__an_account_keeps_so_many_drafts),
        AUTHORITY_TEST(test_filing__closed_procedures_are_refused),
        AUTHORITY_TEST(test_filing__an_unfinished_draft_is_not_sent),
        AUTHORITY_TEST(test_filing__each_question_says_what_is_missing),
        AUTHORITY_TEST(test_filing__another_owner_is_asked_for_again),
        AUTHORITY_TEST(test_filing__a_number_under_another_name_is_refused),
        AUTHORITY_TEST(test_filing__papers_are_files_or_not_of_this_case),
        AUTHORITY_TEST(test_filing__a_save_for_an_older_version_is_refused),
        AUTHORITY_TEST(test_filing__the_case_chooses_the_papers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
