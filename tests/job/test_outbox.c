/* test_outbox.c - rows from events, order for each object, retry, parking, letters, completeness;
   a partner that is away, slow of mind, or refuses. */
#include "db/lib_engine.h"
#include "job/lib_job.h"

#include "app/modules.h"
#include "app/outbox.h"
#include "core/buf.h"
#include "crypto/crypto.h"
#include "host/clock.h"
#include "job/inner.h"
#include "job/lib_job_sql.h"
#include "job/outbox.h"
#include "record/verify.h"
#include "web/module.h"

/* ---- a partner ---- */

static struct {
    bool connected;
    enum rc answer; /* to everything */
    int64_t poison; /* an event it answers RC_FAILED to; 0 = none */
    int64_t got[64];
    int asked, n;
    char letter[64];
    void (*meanwhile)(void);
} partner;

static bool connected(void)
{
    return partner.connected;
}

static enum rc deliver(struct ctx *c, const struct outbox_item *item)
{
    (void)c;
    partner.asked++;
    if (partner.meanwhile)
        partner.meanwhile();
    if (item->event == partner.poison)
        return RC_FAILED;
    if (partner.answer != RC_OK)
        return partner.answer;
    assert_true(partner.n < 64);
    partner.got[partner.n++] = item->event;
    (void)snprintf(partner.letter, sizeof partner.letter, "%.*s", STR_ARG(item->letter));
    return RC_OK;
}

static const struct outbox_rule rules[] = {
    {"test.happened", "partner"}, {"test.happened", "nobody"}, {"test.mailed", "partner"}, {0}};
static const struct outbox_destination destinations[] = {
    {.name = "partner", .text = "t", .connected = connected, .deliver = deliver},
    {.name = "nobody", .text = "t"},
    {0},
};
static const struct job_kind send[] = {
    {"outbox.partner", outbox_unit, .before = outbox_before, .arg = "partner"}, {0}};
static const struct job_kind *const kinds[] = {send, NULL};
static const struct record_kind record_kinds[] = {{"test.happened", "thing"},
                                                  {"test.mailed", "thing"},
                                                  {"test.other", "thing"},
                                                  {"outbox.run_again", "outbox"},
                                                  {0}};
static const struct record_kind *const all_kinds[] = {record_kinds, NULL};

static struct crypto_keys *keys;

static enum rc install(struct ctx *c, void *arg)
{
    (void)arg;
    return outbox_install(c);
}

static int setup(void **state)
{
    const int rc = job_test_setup(state);
    struct engine *e = *state;
    const struct record_setup record = {
        .kinds = all_kinds, .projections = outbox_projections, .replayers = outbox_replayers};
    memset(&partner, 0, sizeof partner);
    partner.connected = true;
    assert_int_equal(crypto_start(), RC_OK);
    assert_int_equal(crypto_keys_open(e->dir, &keys), RC_OK);
    outbox_configure(&(struct outbox_setup){rules, destinations, keys});
    record_configure(&record);
    job_configure(kinds);
    assert_int_equal(engine_write(e, install, NULL), RC_OK);
    return rc;
}

static int teardown(void **state)
{
    crypto_keys_free(keys);
    return job_test_teardown(state);
}
#define OUTBOX_TEST(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)

/* ---- acts ---- */

struct act {
    const char *kind;
    int64_t object, event;
    const char *letter;
    bool undo;
};
static enum rc append(struct ctx *c, void *arg)
{
    struct act *a = arg;
    struct event_row row;
    const struct event e = {.kind = a->kind, .object = a->object, .object_pub = S("thing-of-a-test")};
    enum rc rc = record_append_row(c, &e, &row);
    a->event = rc ? 0 : row.id;
    if (!rc && a->letter)
        rc = outbox_enclose(c, row.id, str_of(a->letter), (instant){c->now.us + DAY_US});
    return rc ? rc : a->undo ? RC_INVALID : RC_OK;
}

static int64_t happens(struct engine *e, int64_t object)
{
    struct act a = {.kind = "test.happened", .object = object};
    assert_int_equal(engine_write(e, append, &a), RC_OK);
    job_test_pass(SECOND_US);
    return a.event;
}

static void turn(struct engine *e)
{
    struct job_worker w = {.store = e->store, .name = "a"};
    assert_int_equal(job_test_ask(e, "outbox.partner", ""), RC_OK);
    assert_true(job_turn(&w));
}

static enum rc count(struct ctx *c, void *arg)
{
    return outbox_count(c, 0, arg);
}
static struct outbox_counts counts(struct engine *e)
{
    struct outbox_counts k;
    assert_int_equal(engine_read(e, count, &k), RC_OK);
    return k;
}

struct asked {
    const char *destination;
    int64_t object;
    str state;
};
static enum rc look(struct ctx *c, void *arg)
{
    struct asked *a = arg;
    return outbox_state(c, a->destination, "thing", a->object, &a->state);
}
static str state_of(struct engine *e, const char *destination, int64_t object)
{
    struct asked a = {.destination = destination, .object = object};
    assert_int_equal(engine_read(e, look, &a), RC_OK);
    return a.state;
}

/* ---- rows ---- */

static void test_outbox__row_comes_with_its_event(void **state)
{
    struct engine *e = *state;
    struct act undone = {.kind = "test.happened", .object = 1, .undo = true};
    struct act other = {.kind = "test.other", .object = 1};
    assert_int_equal(engine_write(e, append, &undone), RC_INVALID);
    assert_int_equal(engine_write(e, append, &other), RC_OK);
    assert_int_equal(counts(e).n[OUTBOX_WAITING], 0);
    assert_str(state_of(e, "partner", 1), "none");
    const instant at = e->c.now;
    (void)happens(e, 1);
    assert_int_equal(counts(e).n[OUTBOX_WAITING], 1);
    assert_int_equal(counts(e).oldest.us, at.us);
    assert_str(state_of(e, "partner", 1), "waiting");
    assert_str(state_of(e, "nobody", 1), "not_connected");
}

static str metrics(struct engine *e)
{
    struct buf b = buf_new(e->c.mem, (size_t)64 << 10);
    job__look(e->store);
    job_metrics(&b);
    return buf_str(&b);
}

/* A partner that is connected and lets nothing through is said to be silent, until it is back. */
static void test_outbox__silent_partner(void **state)
{
    struct engine *e = *state;
    (void)happens(e, 1);
    partner.answer = RC_UNAVAILABLE;
    turn(e);
    (void)happens(e, 2);
    job_test_pass(14 * MINUTE_US);
    assert_true(str_has(metrics(e), S("motcua_outbox_silent{destination=\"partner\"} 0")));
    assert_int_equal(job__silent(), 0);
    job_test_pass(2 * MINUTE_US);
    assert_true(str_has(metrics(e), S("motcua_outbox_silent{destination=\"partner\"} 1")));
    assert_true(str_has(metrics(e), S("motcua_outbox_silent{destination=\"nobody\"} 0")));
    assert_int_equal(job__silent(), 1);
    partner.answer = RC_OK;
    turn(e);
    assert_true(str_has(metrics(e), S("motcua_outbox_silent{destination=\"partner\"} 0")));
    assert_int_equal(job__silent(), 0);
}

static void test_outbox__sends_in_order(void **state)
{
    struct engine *e = *state;
    int64_t sent[9];
    for (int i = 0; i < 9; i++)
        sent[i] = happens(e, i % 3);
    turn(e);
    assert_int_equal(partner.n, 9);
    for (int i = 0; i < 9; i++)
        assert_int_equal(partner.got[i], sent[i]);
    assert_int_equal(counts(e).n[OUTBOX_SENT], 9);
    assert_str(state_of(e, "partner", 1), "sent");
    assert_str(state_of(e, "nobody", 1), "not_connected"); /* nothing pretends to be sent */
}

static void test_outbox__not_connected_waits(void **state)
{
    struct engine *e = *state;
    partner.connected = false;
    (void)happens(e, 1);
    turn(e);
    assert_int_equal(partner.asked, 0);
    assert_str(state_of(e, "partner", 1), "not_connected");
    partner.connected = true;
    turn(e);
    assert_int_equal(partner.n, 1);
}

/* ---- partners that fail ---- */

static void test_outbox__away_is_asked_once_a_batch_and_for_ever(void **state)
{
    struct engine *e = *state;
    partner.answer = RC_UNAVAILABLE;
    for (int i = 0; i < 5; i++)
        (void)happens(e, i);
    for (int i = 1; i <= 30; i++) {
        turn(e);
        assert_int_equal(partner.asked, i);
        job_test_pass(HOUR_US);
    }
    assert_int_equal(counts(e).n[OUTBOX_PARKED], 0);
    partner.answer = RC_OK;
    turn(e);
    assert_int_equal(partner.n, 5);
    assert_int_equal(counts(e).n[OUTBOX_SENT], 5);
}

static enum rc run_again(struct ctx *c, void *arg)
{
    return outbox_again(c, *(const str *)arg);
}
static enum rc list_parked(struct ctx *c, void *arg)
{
    return outbox_list_parked(c, S("partner"), 10, arg);
}

static enum rc count_parked(struct ctx *c, void *arg)
{
    return outbox_count_parked(c, arg);
}

static void test_outbox__poison_is_parked_and_holds_back_its_object_only(void **state)
{
    struct engine *e = *state;
    struct outbox_parked parked;
    partner.poison = happens(e, 1);
    const int64_t later = happens(e, 1), other = happens(e, 2);
    for (int i = 0; i < 10; i++) {
        turn(e);
        job_test_pass(HOUR_US);
    }
    assert_int_equal(partner.n, 1);
    assert_int_equal(partner.got[0], other);
    assert_str(state_of(e, "partner", 1), "parked");
    assert_int_equal(engine_read(e, list_parked, &parked), RC_OK);
    int64_t rows = 0;
    assert_int_equal(engine_read(e, count_parked, &rows), RC_OK);
    assert_true(rows == 1 && parked.n == 1);
    assert_int_equal(parked.v[0].event, partner.poison);
    assert_int_equal(parked.v[0].attempts, 10);
    assert_str(parked.errors[0], "failed");
    const int64_t mended = partner.poison;
    partner.poison = 0;
    turn(e);
    assert_int_equal(partner.n, 1); /* parked stays until somebody says so */
    str nowhere = S("nowhere"), name = S("partner");
    assert_int_equal(engine_write(e, run_again, &nowhere), RC_NOT_FOUND);
    assert_int_equal(engine_write(e, run_again, &name), RC_OK);
    turn(e);
    assert_int_equal(partner.n, 3);
    assert_int_equal(partner.got[1], mended);
    assert_int_equal(partner.got[2], later);
}

static void test_outbox__refused_for_good_is_parked_at_once(void **state)
{
    struct engine *e = *state;
    partner.answer = RC_INVALID;
    (void)happens(e, 1);
    turn(e);
    assert_int_equal(counts(e).n[OUTBOX_PARKED], 1);
}

/* The lease ran out while the partner thought: another worker has sent and marked meanwhile. */
static struct engine *stalled;
static void stall(void)
{
    struct job_worker other = {.store = stalled->store, .name = "b"};
    partner.meanwhile = NULL;
    job_test_pass(61 * SECOND_US);
    assert_true(job_turn(&other));
    partner.answer = RC_FAILED; /* what the stalled one hears comes too late */
}

static void test_outbox__stalled_worker_marks_nothing(void **state)
{
    struct engine *e = stalled = *state;
    partner.meanwhile = stall;
    (void)happens(e, 1);
    turn(e);
    assert_int_equal(partner.asked, 2);
    assert_int_equal(counts(e).n[OUTBOX_SENT], 1);
    assert_int_equal(counts(e).n[OUTBOX_FAILED], 0);
}

/* ---- letters ---- */

static enum rc letters(struct ctx *c, void *arg)
{
    return q_job_test_letters(c, arg);
}
static int64_t letters_left(struct engine *e)
{
    struct q_job_test_letters_row row;
    assert_int_equal(engine_read(e, letters, &row), RC_OK);
    return row.n;
}

static enum rc read_letter(struct ctx *c, void *arg)
{
    return q_job_test_letter(c, arg);
}

static void test_outbox__letter_is_sealed_and_goes_when_sent(void **state)
{
    struct engine *e = *state;
    struct act a = {.kind = "test.mailed", .object = 1, .letter = "mã x7p3m-jxzr9"};
    struct q_job_test_letter_row row;
    assert_int_equal(engine_write(e, append, &a), RC_OK);
    assert_int_equal(letters_left(e), 1);
    assert_int_equal(engine_read(e, read_letter, &row), RC_OK);
    assert_false(str_has(row.body, S("x7p3m")));
    partner.answer = RC_UNAVAILABLE;
    turn(e);
    assert_int_equal(letters_left(e), 1);
    partner.answer = RC_OK;
    job_test_pass(HOUR_US);
    turn(e);
    assert_string_equal(partner.letter, "mã x7p3m-jxzr9");
    assert_int_equal(letters_left(e), 0);
}

static void test_outbox__letter_goes_when_its_time_is_over(void **state)
{
    struct engine *e = *state;
    struct act a = {.kind = "test.mailed", .object = 1, .letter = "mã x7p3m-jxzr9"};
    assert_int_equal(engine_write(e, append, &a), RC_OK);
    partner.connected = false;
    job_test_pass(DAY_US);
    turn(e);
    assert_int_equal(letters_left(e), 0);
}

/* ---- complete ---- */

static enum rc verify(struct ctx *c, void *arg)
{
    const struct record_check check = {0};
    return record_verify(c, &check, arg);
}
static int64_t findings(struct engine *e)
{
    struct record_report report;
    if (engine_is_postgresql())
        assert_int_equal(store_seal_run(e->store), RC_OK);
    assert_int_equal(engine_read(e, verify, &report), RC_OK);
    return report.findings;
}

static void test_outbox__verifier_names_what_is_missing(void **state)
{
    struct engine *e = *state;
    for (int i = 0; i < 6; i++)
        (void)happens(e, i);
    assert_int_equal(findings(e), 0);
    turn(e);
    assert_int_equal(findings(e), 0);
    assert_int_equal(
        engine_script(e, "DELETE FROM outbox WHERE object_id = 3 AND destination = 'nobody'"), RC_OK);
    assert_int_equal(findings(e), 1);
    assert_int_equal(engine_script(e, "UPDATE outbox SET event_id = 900 WHERE object_id = 4"), RC_OK);
    assert_int_equal(findings(e), 5); /* two strange rows, two missing, and the one before */
}

/* A rule of a newer program speaks of later events only. */
static void test_outbox__rule_holds_from_its_day(void **state)
{
    static const struct outbox_rule more[] = {{"test.happened", "partner"},
                                              {"test.happened", "nobody"},
                                              {"test.mailed", "partner"},
                                              {"test.other", "partner"},
                                              {0}};
    struct engine *e = *state;
    struct act old = {.kind = "test.other", .object = 1};
    assert_int_equal(engine_write(e, append, &old), RC_OK);
    outbox_configure(&(struct outbox_setup){more, destinations, keys});
    assert_int_equal(engine_write(e, install, NULL), RC_OK);
    assert_int_equal(findings(e), 0);
    assert_int_equal(engine_write(e, append, &old), RC_OK);
    assert_int_equal(findings(e), 0);
    assert_int_equal(counts(e).n[OUTBOX_WAITING], 1);
    assert_int_equal(engine_script(e, "DELETE FROM outbox"), RC_OK);
    assert_int_equal(findings(e), 1);
}

/* ---- the program's own table ---- */

static bool is_kind(const char *name)
{
    for (const struct module *const *m = app_modules; *m; m++)
        for (const struct record_kind *k = (*m)->kinds; k && k->name; k++)
            if (strcmp(k->name, name) == 0)
                return true;
    return false;
}

/* A misspelt kind would never give a row, and nobody would hear of it. */
static void test_outbox__rules_of_the_program_name_its_kinds(void **state)
{
    (void)state;
    for (const struct outbox_rule *r = app_outbox_rules; r->kind; r++)
        if (!is_kind(r->kind))
            fail_msg("no such kind of event: %s", r->kind);
    outbox_configure(&(struct outbox_setup){app_outbox_rules, app_outbox_destinations, NULL});
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_outbox__rules_of_the_program_name_its_kinds),
        OUTBOX_TEST(test_outbox__row_comes_with_its_event),
        OUTBOX_TEST(test_outbox__silent_partner),
        OUTBOX_TEST(test_outbox__sends_in_order),
        OUTBOX_TEST(test_outbox__not_connected_waits),
        OUTBOX_TEST(test_outbox__away_is_asked_once_a_batch_and_for_ever),
        OUTBOX_TEST(test_outbox__poison_is_parked_and_holds_back_its_object_only),
        OUTBOX_TEST(test_outbox__refused_for_good_is_parked_at_once),
        OUTBOX_TEST(test_outbox__stalled_worker_marks_nothing),
        OUTBOX_TEST(test_outbox__letter_is_sealed_and_goes_when_sent),
        OUTBOX_TEST(test_outbox__letter_goes_when_its_time_is_over),
        OUTBOX_TEST(test_outbox__verifier_names_what_is_missing),
        OUTBOX_TEST(test_outbox__rule_holds_from_its_day),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
