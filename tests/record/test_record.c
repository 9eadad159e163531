/* test_record.c - appending, canonical payloads, private parts, sealing, listeners. */
#include "db/lib_engine.h"
#include "record/lib_record.h"

#include "core/hash.h"
#include "host/file.h"
#include "record/lib_tamper_sql.h"

static const str pub = S_INIT("01h00000000000000000000000");

static enum rc append(struct ctx *c, void *arg)
{
    return record_append(c, arg);
}

static enum rc list(struct ctx *c, void *arg)
{
    return record_list_object(c, S("thing"), 5, 0, 100, arg);
}

static void test_record__keeps_what_was_appended(void **state)
{
    struct engine *e = *state;
    const struct event_member members[] = {EV_TEXT("zeta", S("dấu \"nháy\" \\ và\ttab")),
                                           EV_INT("alpha", INT64_MIN),
                                           EV_BOOL("yes", true),
                                           EV_DATE("day", ((date){20000})),
                                           EV_DATE("none", DATE_NONE),
                                           EV_TIME("at", ((instant){1500000})),
                                           EV_TIME("never", INSTANT_NONE),
                                           EV_TEXT("absent", STR_NONE)};
    struct event ev = {.kind = "test.happened",
                       .object = 5,
                       .object_pub = pub,
                       .legal = {e->c.now.us - DAY_US},
                       .purpose = S("xác minh"),
                       .measure = {11, 12, 13, S("DIRECT"), S("counter")},
                       .members = members,
                       .member_count = 8};
    struct event_rows rows;
    int64_t n = 0;
    str text;
    assert_int_equal(engine_write(e, append, &ev), RC_OK);
    assert_int_equal(engine_read(e, list, &rows), RC_OK);
    assert_int_equal(rows.n, 1);
    const struct event_row *r = &rows.v[0];
    assert_true(r->at.us == e->c.now.us && r->legal.us == e->c.now.us - DAY_US);
    assert_str(r->kind, "test.happened");
    assert_str(r->object_kind, "thing");
    assert_str(r->purpose, "xác minh");
    assert_true(r->measure.receiving == 11 && r->measure.competent == 12 && r->measure.version == 13);
    assert_str(r->measure.channel, "DIRECT");
    assert_str(
        r->payload,
        "{\"absent\":null,\"alpha\":-9223372036854775808,\"at\":1500000,\"day\":\"2024-10-04\","
        "\"never\":null,\"none\":null,\"yes\":true,\"zeta\":\"dấu \\\"nháy\\\" \\\\ và\\ttab\"}");
    assert_null(r->private_hash.p);
    assert_true(record_member_int(r->payload, S("alpha"), &n) && n == INT64_MIN);
    assert_true(record_member_text(e->c.mem, r->payload, S("zeta"), &text));
    assert_str(text, "dấu \"nháy\" \\ và\ttab");
    assert_false(record_member_text(e->c.mem, r->payload, S("absent"), &text));
    assert_false(record_member_int(r->payload, S("zeta"), &n));
}

static void test_record__refuses_broken_and_long_text(void **state)
{
    struct engine *e = *state;
    char *big = arena_alloc(e->c.mem, 40000);
    memset(big, 'a', 40000);
    struct event_member m = EV_TEXT("note", S("\xff"));
    struct event ev = {
        .kind = "test.happened", .object = 5, .object_pub = pub, .members = &m, .member_count = 1};
    struct event_rows rows;
    assert_int_equal(engine_write(e, append, &ev), RC_INVALID);
    assert_string_equal(e->c.faults->key, "record.text_broken");
    m = EV_TEXT("note", ((str){big, 40000}));
    assert_int_equal(engine_write(e, append, &ev), RC_INVALID);
    assert_string_equal(e->c.faults->key, "record.payload_too_long");
    m = EV_TEXT("note", S(""));
    ev.purpose = S("\xc0\x80");
    assert_int_equal(engine_write(e, append, &ev), RC_INVALID);
    assert_int_equal(engine_read(e, list, &rows), RC_OK);
    assert_int_equal(rows.n, 0);
}

static enum rc erase(struct ctx *c, void *arg)
{
    return record_erase_private(c, *(int64_t *)arg);
}

struct private_read {
    int64_t event;
    ptrdiff_t n;
    str json;
};
static enum rc read_private(struct ctx *c, void *arg)
{
    struct private_read *p = arg;
    struct event_privates parts;
    const enum rc rc = record_list_private(c, S("thing"), 5, &parts);
    p->n = rc ? -1 : parts.n;
    for (ptrdiff_t i = 0; !rc && i < parts.n; i++)
        if (parts.v[i].event == p->event) {
            p->json = parts.v[i].json;
            return RC_OK;
        }
    return rc ? rc : RC_NOT_FOUND;
}

struct verifying {
    const struct record_head *checkpoint;
    struct findings found;
};
static enum rc verify(struct ctx *c, void *arg)
{
    struct verifying *v = arg;
    return record_test_verify(c, v->checkpoint, &v->found);
}

static void test_record__erases_the_private_part_and_still_verifies(void **state)
{
    struct engine *e = *state;
    const struct event_member m = EV_TEXT("name", S("Trần Văn Thử"));
    struct event ev = {
        .kind = "test.happened", .object = 5, .object_pub = pub, .personal = &m, .personal_count = 1};
    struct event_rows rows;
    struct verifying v = {0};
    assert_int_equal(engine_write(e, append, &ev), RC_OK);
    assert_int_equal(engine_write(e, append, &ev), RC_OK);
    record_test_seal(e);
    assert_int_equal(engine_read(e, list, &rows), RC_OK);
    assert_str(rows.v[0].payload, "{}");
    assert_int_equal(rows.v[0].private_hash.n, 32);
    assert_false(str_eq(rows.v[0].private_hash, rows.v[1].private_hash)); /* salted */
    struct private_read p = {.event = rows.v[0].id};
    assert_int_equal(engine_read(e, read_private, &p), RC_OK);
    assert_str(p.json, "{\"name\":\"Trần Văn Thử\"}");
    assert_int_equal(engine_write(e, erase, &p.event), RC_OK);
    assert_int_equal(engine_read(e, read_private, &p), RC_NOT_FOUND);
    assert_int_equal(p.n, 1); /* of the other event only */
    assert_int_equal(engine_write(e, erase, &p.event), RC_NOT_FOUND);
    assert_int_equal(engine_read(e, verify, &v), RC_OK);
    assert_int_equal(v.found.n, 0);
    assert_int_equal(v.found.report.erased, 1);
    assert_int_equal(v.found.report.private_parts, 1);
}

static enum rc seals(struct ctx *c, void *arg)
{
    return q_tamper_seals(c, arg);
}

static enum rc read_head(struct ctx *c, void *arg)
{
    return record_get_head(c, arg);
}

/* The vector of docs/internals/record.md: every field of a leaf, byte by byte. */
static void test_record__seals_the_documented_bytes(void **state)
{
    struct engine *e = *state;
    struct event ev = {.kind = "test.happened", .object = 1, .object_pub = S("x")};
    struct record_head head;
    e->c.now = (instant){INT64_C(1795071600000000)};
    assert_int_equal(engine_write(e, append, &ev), RC_OK);
    record_test_seal(e);
    assert_int_equal(engine_read(e, read_head, &head), RC_OK);
    assert_str(hex_of(e->c.mem, head.chain, 32),
               "7379ca8085084ce789c1867ad1c3490cfa76f0eb3ff875cdb7d644a087464e5d");
}

static enum rc append_and_fail(struct ctx *c, void *arg)
{
    const enum rc rc = record_append(c, arg);
    return rc ? rc : RC_CONFLICT;
}

static void test_record__seals_without_gaps_across_rolled_back_units(void **state)
{
    struct engine *e = *state;
    struct event ev = {.kind = "test.changed", .object = 5, .object_pub = pub};
    struct q_tamper_seals_rows rows;
    for (int i = 0; i < 20; i++) {
        assert_int_equal(engine_write(e, append, &ev), RC_OK);
        assert_int_equal(engine_write(e, append_and_fail, &ev), RC_CONFLICT);
        if (i % 3 == 0)
            record_test_seal(e);
    }
    record_test_seal(e);
    record_test_seal(e);
    assert_int_equal(engine_read(e, seals, &rows), RC_OK);
    assert_int_equal(rows.n, 20);
    for (ptrdiff_t i = 0; i < rows.n; i++) {
        assert_int_equal(rows.v[i].seq, i + 1);
        assert_true(i == 0 || rows.v[i].event_id > rows.v[i - 1].event_id);
    }
}

static enum rc append_many(struct ctx *c, void *arg)
{
    enum rc rc = RC_OK;
    for (int i = 0; !rc && i < 1300; i++)
        rc = record_append(c, arg);
    return rc;
}

static void test_record__seals_more_than_one_batch_at_once(void **state)
{
    struct engine *e = *state;
    struct event ev = {.kind = "test.changed", .object = 5, .object_pub = pub};
    struct q_tamper_seals_rows rows;
    struct verifying v = {0};
    assert_int_equal(engine_write(e, append_many, &ev), RC_OK);
    record_test_seal(e);
    assert_int_equal(engine_read(e, seals, &rows), RC_OK);
    assert_int_equal(rows.n, 1300);
    assert_int_equal(engine_read(e, verify, &v), RC_OK);
    assert_int_equal(v.found.n, 0);
    assert_int_equal(v.found.report.head.seq, 1300);
}

/* ---- listeners ---- */

static int projected;
static int64_t tallied, tally_next;
static bool listener_fails;

static enum rc project(struct ctx *c, const struct event_row *e)
{
    (void)c;
    projected++;
    assert_true(e->id > 0);
    return listener_fails ? RC_CONFLICT : RC_OK;
}

static enum rc tally(struct ctx *c, const struct event_row *v, ptrdiff_t n, int64_t first_seq)
{
    (void)c;
    if (first_seq != tally_next) /* a rolled-back batch is told again */
        tallied = first_seq - 1;
    tallied += n;
    tally_next = first_seq + n;
    return str_eq(v[0].object_kind, S("thing")) ? RC_OK : RC_FAILED;
}

static const struct record_projection projections[] = {{"test.", project}, {"none.", project}, {0}};
static const struct record_tally tallies[] = {{"count", tally}, {0}};

static void test_record__tells_projections_and_tallies(void **state)
{
    struct engine *e = *state;
    struct event ev = {.kind = "test.changed", .object = 5, .object_pub = pub};
    struct event_rows rows;
    projected = 0;
    tallied = 0;
    tally_next = 1;
    record_test_wiring.projections = projections;
    record_test_wiring.tallies = tallies;
    record_configure(&record_test_wiring);
    for (int i = 0; i < 5; i++)
        assert_int_equal(engine_write(e, append, &ev), RC_OK);
    record_test_seal(e);
    assert_int_equal(tallied, 5);
    assert_true(projected >= 5);
    listener_fails = true;
    assert_int_equal(engine_write(e, append, &ev), RC_CONFLICT);
    listener_fails = false;
    assert_int_equal(engine_read(e, list, &rows), RC_OK);
    assert_int_equal(rows.n, 5);
    record_test_wiring.projections = NULL;
    record_test_wiring.tallies = NULL;
    record_configure(&record_test_wiring);
}

static struct event_by by_seven(const struct actor *a)
{
    (void)a;
    return (struct event_by){7, 8, 9};
}

static void test_record__asks_who_acts(void **state)
{
    struct engine *e = *state;
    struct event ev = {.kind = "test.changed", .object = 5, .object_pub = pub};
    struct event_rows rows;
    static char nobody;
    record_test_wiring.by = by_seven;
    record_configure(&record_test_wiring);
    assert_int_equal(engine_write(e, append, &ev), RC_OK);
    e->c.actor = (struct actor *)(void *)&nobody;
    assert_int_equal(engine_write(e, append, &ev), RC_OK);
    e->c.actor = NULL;
    record_test_wiring.by = NULL;
    record_configure(&record_test_wiring);
    assert_int_equal(engine_read(e, list, &rows), RC_OK);
    assert_true(rows.v[0].actor == 0 && rows.v[0].agency == 0);
    assert_true(rows.v[1].actor == 7 && rows.v[1].acting_for == 8 && rows.v[1].agency == 9);
}

/* ---- the checkpoint outside ---- */

static void test_record__writes_and_reads_the_checkpoint(void **state)
{
    struct engine *e = *state;
    struct record_head head = {.seq = 42, .chain = {1, 2, 3, 255}}, back;
    char path[128];
    assert_int_equal(record_head_read(e->c.mem, e->dir, &back), RC_NOT_FOUND);
    assert_int_equal(record_head_write(e->c.mem, e->dir, &head, e->c.now), RC_OK);
    assert_int_equal(record_head_read(e->c.mem, e->dir, &back), RC_OK);
    assert_true(back.seq == 42 && memcmp(back.chain, head.chain, 32) == 0);
    (void)snprintf(path, sizeof path, "%s/record.head", e->dir);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    (void)fputs("motcua-record 1\n42 abc\n", f);
    (void)fclose(f);
    assert_int_equal(record_head_read(e->c.mem, e->dir, &back), RC_INVALID);
}

static void test_record__keeper_seals_and_leaves_a_checkpoint(void **state)
{
    struct engine *e = *state;
    struct event ev = {.kind = "test.changed", .object = 5, .object_pub = pub};
    struct record_keeper *k = NULL;
    struct record_head head;
    struct verifying v = {.checkpoint = &head};
    assert_int_equal(record_checkpoint(e->store, e->c.mem, e->dir),
                     RC_OK); /* as opening a folder does */
    assert_int_equal(record_keeper_start(e->store, e->dir, &k), RC_OK);
    for (int i = 0; i < 5; i++)
        assert_int_equal(engine_write(e, append, &ev), RC_OK);
    record_keeper_stop(k);
    record_keeper_stop(NULL);
    assert_int_equal(record_head_read(e->c.mem, e->dir, &head), RC_OK);
    assert_int_equal(head.seq, 5);
    assert_int_equal(engine_read(e, verify, &v), RC_OK);
    assert_int_equal(v.found.n, 0);
}

static void test_record__a_checkpoint_is_never_moved_back(void **state)
{
    struct engine *e = *state;
    struct event ev = {.kind = "test.changed", .object = 5, .object_pub = pub};
    struct record_head head, other = {.seq = 9};
    assert_int_equal(record_checkpoint(e->store, e->c.mem, e->dir), RC_OK); /* empty: it is born */
    assert_int_equal(engine_write(e, append, &ev), RC_OK);
    assert_int_equal(engine_write(e, append, &ev), RC_OK);
    record_test_seal(e);
    assert_int_equal(record_checkpoint(e->store, e->c.mem, e->dir), RC_OK);
    assert_int_equal(record_head_read(e->c.mem, e->dir, &head), RC_OK);
    assert_int_equal(head.seq, 2);
    assert_int_equal(record_head_write(e->c.mem, e->dir, &other, e->c.now), RC_OK); /* knows more */
    assert_int_equal(record_checkpoint(e->store, e->c.mem, e->dir), RC_CONFLICT);
    other.seq = 1; /* another chain */
    assert_int_equal(record_head_write(e->c.mem, e->dir, &other, e->c.now), RC_OK);
    assert_int_equal(record_checkpoint(e->store, e->c.mem, e->dir), RC_CONFLICT);
    assert_int_equal(host_file_remove(str_c(e->c.mem, str_fmt(e->c.mem, "%s/record.head", e->dir))),
                     RC_OK);
    assert_int_equal(record_checkpoint(e->store, e->c.mem, e->dir),
                     RC_CONFLICT); /* events, but no checkpoint */
    assert_int_equal(record_head_read(e->c.mem, e->dir, &head), RC_NOT_FOUND);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RECORD_TEST(test_record__keeps_what_was_appended),
        RECORD_TEST(test_record__refuses_broken_and_long_text),
        RECORD_TEST(test_record__erases_the_private_part_and_still_verifies),
        RECORD_TEST(test_record__seals_the_documented_bytes),
        RECORD_TEST(test_record__seals_without_gaps_across_rolled_back_units),
        RECORD_TEST(test_record__seals_more_than_one_batch_at_once),
        RECORD_TEST(test_record__tells_projections_and_tallies),
        RECORD_TEST(test_record__asks_who_acts),
        RECORD_TEST(test_record__writes_and_reads_the_checkpoint),
        RECORD_TEST(test_record__a_checkpoint_is_never_moved_back),
        RECORD_TEST(test_record__keeper_seals_and_leaves_a_checkpoint),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
