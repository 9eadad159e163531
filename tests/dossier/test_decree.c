/*
 * test_decree.c - a new decree comes as data alone: a file with another clock and other form
 * numbers, and a version of the process with other shares. What was received before keeps its
 * set, its numbers and its shares; what comes after has the new ones.
 */
#include "lib_life.h"

#include "casework/process.h"
#include "catalog/catalog.h"
#include "dossier/dossier_pdf.h"

#include <string.h>

#define PROCEDURE "1.004873"

static struct actor control_office(struct authority *a)
{
    struct actor x = a->leader;
    x.roles = 1u << ROLE_ANYBODY | 1u << ROLE_CONTROL_OFFICE;
    return x;
}

static str replaced(struct arena *mem, str s, const char *was, const char *is)
{
    const ptrdiff_t at = str_find(s, str_of(was));
    if (at < 0)
        fail_msg("%s does not stand in\n%.*s", was, STR_ARG(s));
    const ptrdiff_t after = at + (ptrdiff_t)strlen(was);
    return str_fmt(mem, "%.*s%s%.*s", (int)at, s.p, is, (int)(s.n - after), s.p + after);
}

/* Điều 1: answers in 4 hours, closed after 10 days, the receipt is Mẫu số 21. */
static enum rc decree(struct ctx *c, void *arg)
{
    struct ruleset s;
    int64_t n;
    (void)arg;
    enum rc rc = ruleset_on(c, instant_date(c->now), &s);
    if (rc)
        return rc;
    str file = ruleset_export(c->mem, &s);
    file = replaced(c->mem, file, "\"nd118\"", "\"nd9\"");
    file = replaced(c->mem, file, "\"2025-07-01\"", "\"2027-01-01\"");
    file = replaced(c->mem, file, "\"value\": \"8 h\"", "\"value\": \"4 h\"");
    file = replaced(c->mem, file, "\"value\": \"15 d\"", "\"value\": \"10 d\"");
    file = replaced(c->mem, file, "\"form_receipt\": {\"value\": \"01\"",
                    "\"form_receipt\": {\"value\": \"21\"");
    return ruleset_import(c, file, DATE_NONE, S("Nghị định mới"), &n);
}

static enum rc shares(struct ctx *c, void *arg)
{
    struct process_version v;
    struct process_id draft;
    struct process_publish how = {.seen_edit = 1, .reason = S("Nghị định mới"), .unstaffed = true};
    (void)arg;
    assert_true(date_parse(S("2027-01-01"), &how.valid_from));
    enum rc rc = process_version_by(c, S(PROCEDURE), 1, &v);
    if (!rc)
        rc = process_import(c, replaced(c->mem, v.content, "720", "480"), &draft);
    return rc ? rc : process_publish(c, draft, &how);
}

struct look {
    struct dossier_id id;
    struct dossier d;
    struct ruleset rules;
    struct dossier_slip slips[DOSSIER_SLIPS];
    int slips_n;
    int64_t share;
    struct due_rule reply;
    instant reply_by;
};

static enum rc look_at(struct ctx *c, void *arg)
{
    struct look *x = arg;
    struct work_pass *v;
    ptrdiff_t n;
    enum rc rc = dossier_get_by_id(c, x->id, &x->d);
    if (!rc)
        rc = dossier_ruleset(c, &x->d, &x->rules);
    if (!rc)
        rc = dossier_slips(c, &x->d, x->slips, &x->slips_n);
    if (!rc)
        rc = work_passes(c, x->d.work.id, &v, &n);
    for (ptrdiff_t i = 0; !rc && i < n; i++)
        if (v[i].share_minutes > x->share)
            x->share = v[i].share_minutes;
    return rc ? rc : dossier_reply_by(c, x->d.filed_at, &x->reply, &x->reply_by);
}

static enum rc doc(struct ctx *c, void *arg)
{
    struct look *x = arg;
    struct pdf_doc *d;
    return dossier_slip_doc(c, &x->d, S("receipt"), S("https://x.example"), &d);
}

/* With every paper that is asked for. */
static enum rc receive(struct ctx *c, void *arg)
{
    struct step *s = arg;
    struct procedure_intake in;
    enum rc rc = catalog_intake(c, S(PROCEDURE), 0, S("direct"), &in);
    if (rc)
        return rc;
    struct filing_paper *papers = NEW_N(c->mem, struct filing_paper, in.components_n);
    s->filing.papers = papers;
    s->filing.paper_n = 0;
    for (ptrdiff_t i = 0; i < in.components_n; i++)
        if (in.components[i].required)
            papers[s->filing.paper_n++] = (struct filing_paper){
                .component_id = in.components[i].id, .quantity = 1, .complete = true};
    return dossier_receive(c, &s->filing, &s->accept, &s->ref);
}

static struct step received(struct authority *a, const char *when)
{
    struct step s = {.filing = sample_filing(a, PROCEDURE)};
    if (as(a, &a->clerk, when, receive, &s))
        fail_msg("%s", last_fault(a));
    return s;
}

static struct look seen(struct authority *a, struct dossier_id id)
{
    struct look x = {.id = id};
    assert_int_equal(as(a, &a->officer, "2027-01-05T10:00", look_at, &x), RC_OK);
    assert_int_equal(as(a, &a->officer, "2027-01-05T10:00", doc, &x), RC_OK); /* there are templates */
    return x;
}

static enum rc answer_by(struct ctx *c, void *arg)
{
    struct step *s = arg;
    struct dossier_supplement *v;
    ptrdiff_t n;
    const enum rc rc = dossier_supplements(c, s->ref.id, &v, &n);
    if (!rc)
        s->answer_by = v[0].answer_by;
    return rc;
}

static void closes(struct authority *a, struct step *s, const char *day)
{
    static const struct supplement_item items[] = {{0, S_INIT("Giấy xác nhận nơi thường trú")}};
    s->supplement = (struct supplement_in){s->ref.version, S("Thiếu giấy tờ"), items, 1};
    s->id = s->ref.id;
    if (as(a, &a->officer, "2027-01-05T10:00", step_ask, s) ||
        as(a, &a->officer, "2027-01-05T10:00", answer_by, s))
        fail_msg("%s", last_fault(a));
    assert_str(date_iso(a->e->c.mem, instant_date(s->answer_by)), day);
}

static void a_new_decree(void **state)
{
    struct authority *a = *state;
    struct actor control = control_office(a);
    if (as(a, &control, "2026-12-01T08:00", decree, NULL) ||
        as(a, &control, "2026-12-01T08:00", shares, NULL))
        fail_msg("%s", last_fault(a));
    struct step before = received(a, "2026-12-31T14:00"), after = received(a, "2027-01-04T09:00");
    const struct look old = seen(a, before.ref.id), new = seen(a, after.ref.id);
    assert_str(old.rules.code, "nd118");
    assert_str(new.rules.code, "nd9");
    assert_str(old.slips[0].number, "01");
    assert_str(new.slips[0].number, "21");
    assert_int_equal(old.reply.n, 8);
    assert_int_equal(new.reply.n, 4);
    assert_int_equal(old.share, 720);
    assert_int_equal(new.share, 480);
}

static void each_closes_by_its_own_law(void **state)
{
    struct authority *a = *state;
    struct actor control = control_office(a);
    if (as(a, &control, "2026-12-01T08:00", decree, NULL))
        fail_msg("%s", last_fault(a));
    struct step before = received(a, "2026-12-31T14:00"), after = received(a, "2027-01-04T09:00");
    closes(a, &before, "2027-01-20"); /* 15 days */
    closes(a, &after, "2027-01-15");  /* 10 days */
}

int main(void)
{
    const struct CMUnitTest tests[] = {AUTHORITY_TEST(a_new_decree),
                                       AUTHORITY_TEST(each_closes_by_its_own_law)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
