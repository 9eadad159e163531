/*
 * test_arrival.c - files of dossiers of other systems: refused whole when malformed, tried without
 * a trace, taken in row by row, told again without doubles.
 */
#include "db/lib_engine.h" /* on both engines */
#include "../dossier/lib_authority.h"

#include "arrival/arrival_internal.h"
#include "core/buf.h"
#include "record/verify.h"

struct file_in {
    struct authority *a;
    enum arrival_kind kind;
    const char *text;
    struct arrival_table table;
    str pub, csv;
    struct arrival_run run;
    struct arrival_said *said;
    ptrdiff_t said_n;
    bool strict, more;
    int64_t count;
};

static enum rc open_it(struct ctx *c, void *arg)
{
    struct file_in *in = arg;
    enum rc rc = arrival_table_read(c, in->kind, str_of(in->text), &in->table);
    if (!rc)
        rc = arrival_open(c,
                          &(struct arrival_open){.kind = in->kind,
                                                 .source = S("mc-cu"),
                                                 .name = S("cu.csv"),
                                                 .bytes = str_of(in->text),
                                                 .table = &in->table},
                          &in->pub);
    if (!rc)
        in->pub = test_keep(in->pub);
    return rc;
}

static enum rc step(struct ctx *c, void *arg)
{
    struct file_in *in = arg;
    return arrival_step(c, in->pub, 2, &in->more);
}

static enum rc apply(struct ctx *c, void *arg)
{
    struct file_in *in = arg;
    return arrival_apply(c, in->pub, in->strict);
}

static enum rc discard(struct ctx *c, void *arg)
{
    return arrival_discard(c, ((struct file_in *)arg)->pub);
}

static enum rc look(struct ctx *c, void *arg)
{
    struct file_in *in = arg;
    enum rc rc = arrival_get(c, in->pub, &in->run);
    if (!rc)
        rc = arrival_said(c, in->run.id, 0, 100, &in->said, &in->said_n);
    return rc ? rc : arrival_report(c, in->run.id, LANG_EN, &in->csv);
}

static void run(struct authority *a, struct file_in *in)
{
    do
        assert_int_equal(as(a, (struct actor *)(uintptr_t)access_system(), NULL, step, in), RC_OK);
    while (in->more);
    assert_int_equal(as(a, (struct actor *)(uintptr_t)access_system(), NULL, look, in), RC_OK);
}

static struct file_in tried(struct authority *a, enum arrival_kind kind, const char *text)
{
    struct file_in in = {.a = a, .kind = kind, .text = text};
    if (as(a, (struct actor *)(uintptr_t)access_system(), "2026-11-19T14:00", open_it, &in))
        fail_msg("%s", last_fault(a));
    run(a, &in);
    assert_int_equal(in.run.state, RUN_CHECKED);
    return in;
}

static void taken(struct authority *a, struct file_in *in)
{
    assert_int_equal(as(a, (struct actor *)(uintptr_t)access_system(), NULL, apply, in), RC_OK);
    run(a, in);
    assert_int_equal(in->run.state, RUN_DONE);
}

static void refused(struct authority *a, const char *text, const char *key)
{
    struct file_in in = {.a = a, .text = text};
    assert_int_equal(as(a, (struct actor *)(uintptr_t)access_system(), NULL, open_it, &in), RC_INVALID);
    assert_string_equal(last_fault(a), key);
}

static enum rc seal(struct ctx *c, void *arg)
{
    (void)arg;
    return record_seal(c, NULL);
}

static enum rc dossiers(struct ctx *c, void *arg)
{
    struct file_in *in = arg;
    struct record_report report;
    const enum rc rc = record_verify(c, &(struct record_check){0}, &report);
    in->count = report.findings;
    return rc;
}

#define HEAD "code,procedure,receiving,status,received_at,due_at,owner_name,owner_number,note\n"
#define GOOD(code)                                                                                     \
    code ",1.004873,H48.101,processing,2026-11-09 09:00,2026-11-12,Nguyễn Văn Thử,051196000099,\n"

static void a_malformed_file_is_refused_whole(void **state)
{
    struct authority *a = *state;
    refused(a, "", "arrival.file.empty");
    refused(a, HEAD, "arrival.file.empty");
    refused(a, "code,nobody\nx,y\n", "arrival.file.column");
    refused(a, "code,code\nx,y\n", "arrival.file.column_twice");
    refused(a, "code,procedure\nx,y\n", "arrival.file.column_missing");
    refused(a, HEAD "x,y\n", "core.csv.columns");
    refused(a, HEAD "\"x,y\n", "core.csv.open_quote");
    refused(a, "\xff\xfe", "arrival.file.not_utf8");
    refused(a, "[{\"code\": 1", "arrival.file.json");
    refused(a, "{\"code\": 1}", "arrival.file.no_list");
    refused(a, "[{\"nobody\": 1}]", "arrival.file.column");
    struct file_in in = {.text = HEAD GOOD("A")};
    assert_int_equal(as(a, &a->clerk, NULL, open_it, &in), RC_DENIED);
}

static void each_cell_is_refused_at_its_place(void **state)
{
    struct ctx *c = *state;
    static const struct {
        const char *member, *value, *key;
    } rows[] = {
        {"status", "nobody knows", "arrival.cell.status"},
        {"status", "", "dossier.arrive.needed"},
        {"code", "", "dossier.arrive.needed"},
        {"owner_name", "", "dossier.arrive.needed"},
        {"received_at", "", "dossier.arrive.needed"},
        {"received_at", "9.11.2026", "arrival.cell.moment"},
        {"owner_birth", "1/1/90", "arrival.cell.day"},
        {"channel", "fax", "arrival.cell.channel"},
        {"paid", "maybe", "arrival.cell.yes"},
        {"sets", "two", "dossier.sets_bounds"},
        {"owner_kind", "ghost", "arrival.cell.owner_kind"},
        {"paused", "2026-11-10T08:00", "arrival.cell.span"},
        {"restarted", "2026-11-12T08:00/2026-11-10T08:00", "arrival.cell.span"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        str cell[ARRIVAL_COLUMNS] = {0};
        struct arrival_read read;
        for (int k = 0; arrival_columns[k].member; k++)
            cell[k] = str_of(arrival_columns[k].sample);
        assert_int_equal(arrival__read(c, ARRIVAL_MOVED, cell, &read), RC_OK);
        assert_int_equal(read.to.stand_n, 1);
        cell[arrival__column(str_of(rows[i].member))] = str_of(rows[i].value);
        assert_int_equal(arrival__read(c, ARRIVAL_MOVED, cell, &read), RC_INVALID);
        assert_str(c->faults->field, rows[i].member);
        assert_string_equal(c->faults->key, rows[i].key);
        c->faults = NULL;
    }
}

static void what_is_too_much_is_refused(void **state)
{
    struct ctx *c = *state;
    struct arrival_table t;
    struct buf b = buf_new(c->mem, 8 << 20);
    const str huge = {"x", ARRIVAL_BYTES_MAX + 1};
    assert_int_equal(arrival_table_read(c, ARRIVAL_MOVED, huge, &t), RC_INVALID);
    assert_string_equal(c->faults->key, "arrival.file.too_large");
    c->faults = NULL;
    buf_add_c(&b, "code,procedure,receiving,status,received_at,owner_name\n");
    for (int i = 0; i <= ARRIVAL_ROWS_MAX; i++)
        buf_add_c(&b, "a,b,c,d,e,f\n");
    assert_int_equal(arrival_table_read(c, ARRIVAL_MOVED, buf_str(&b), &t), RC_INVALID);
    assert_string_equal(c->faults->key, "arrival.file.too_many");
}

static void tried_without_a_trace_then_taken_in(void **state)
{
    struct authority *a = *state;
    struct file_in in =
        tried(a, ARRIVAL_MOVED,
              HEAD GOOD("CU-1")
                  GOOD("CU-2") "CU-3,9.9,H48.101,processing,2026-11-09,,Trần Thử,,\n"
                               "CU-4,1.004873,H99,processing,2026-11-09,,Trần Thử,,\n"
                               "CU-5,1.004873,H48.101,processing,ngày 9,,Trần Thử,,\n"
                               "CU-1,1.004873,H48.101,processing,2026-11-09,,Trần Thử,,\n"
                               "=1+1,1.004873,H48.101,processing,2026-11-09,,Trần Thử,,\n"
                               "CU-6,1.004873,H48.101,Chờ ký,09/11/2026 09:00,2026-11-13,Trần Thử,,\n"
                               "CU-7,1.004873,H48.101,processing,2026-11-09,,Trần Thử,12345,\n");
    assert_int_equal(in.run.rows, 9);
    assert_int_equal(in.run.fits, 3);
    assert_int_equal(in.run.refused, 6);
    assert_int_equal(in.run.stored, 0);
    static const struct {
        int line;
        const char *member, *key;
        bool refused;
    } want[] = {
        {4, "procedure", "dossier.arrive.no_procedure", true},
        {5, "receiving", "arrival.no_agency", true},
        {6, "received_at", "arrival.cell.moment", true},
        {7, "code", "arrival.twice", true},
        {8, "code", "dossier.arrive.code", true},
        {9, "due_at", "arrival.due_differs", false},
        {10, "owner_number", "person.number", true},
    };
    assert_int_equal(in.said_n, 7);
    for (int i = 0; i < 7; i++) {
        assert_int_equal(in.said[i].line, want[i].line);
        assert_str(in.said[i].member, want[i].member);
        assert_string_equal(in.said[i].key, want[i].key);
        assert_int_equal(in.said[i].refused, want[i].refused);
    }
    assert_true(str_has(in.csv, S("\"8\",\"'=1+1\",\"Not taken in\",\"Dossier code\"")));
    assert_false(str_has(in.csv, S("12345")));
    in.strict = true;
    assert_int_equal(as(a, (struct actor *)(uintptr_t)access_system(), NULL, apply, &in), RC_CONFLICT);
    assert_string_equal(last_fault(a), "arrival.some_refused");
    in.strict = false;
    taken(a, &in);
    assert_int_equal(in.run.stored, 3);
    assert_int_equal(in.run.refused, 6);
    assert_int_equal(as(a, (struct actor *)(uintptr_t)access_system(), NULL, apply, &in), RC_CONFLICT);
    assert_string_equal(last_fault(a), "arrival.not_checked");
    assert_int_equal(as(a, (struct actor *)(uintptr_t)access_system(), NULL, discard, &in),
                     RC_CONFLICT);
    assert_string_equal(last_fault(a), "arrival.begun");
    (void)engine_write(a->e, seal, NULL);
    assert_int_equal(engine_read(a->e, dossiers, &in), RC_OK);
    assert_int_equal(in.count, 0);
}

static void told_again_nothing_is_double(void **state)
{
    struct authority *a = *state;
    struct file_in in = tried(a, ARRIVAL_MOVED, HEAD GOOD("CU-1"));
    taken(a, &in);
    struct file_in again = tried(a, ARRIVAL_MOVED, HEAD GOOD("CU-1") GOOD("CU-2"));
    assert_int_equal(again.run.unchanged, 1);
    assert_int_equal(again.run.fits, 1);
    taken(a, &again);
    assert_int_equal(again.run.stored, 1);
    /* other columns, the same content; then another content */
    struct file_in other = tried(a, ARRIVAL_MOVED,
                                 "[{\"procedure\":\"1.004873\",\"code\":\"CU-1\",\"receiving\":\"H48."
                                 "101\",\"status\":\"processing\","
                                 "\"received_at\":\"2026-11-09 "
                                 "09:00\",\"due_at\":\"2026-11-12\",\"owner_name\":\"Nguyễn Văn Thử\","
                                 "\"owner_number\":\"051196000099\"},{\"procedure\":\"1.004873\","
                                 "\"code\":\"CU-2\",\"receiving\":"
                                 "\"H48.101\",\"status\":\"approving\",\"received_at\":\"2026-11-09 "
                                 "09:00\",\"owner_name\":\"Thử\"}]");
    assert_int_equal(other.run.unchanged, 1);
    assert_int_equal(other.run.differs, 1);
    assert_string_equal(other.said[0].key, "arrival.differs");
    assert_int_equal(as(a, (struct actor *)(uintptr_t)access_system(), NULL, discard, &other), RC_OK);
    assert_int_equal(as(a, (struct actor *)(uintptr_t)access_system(), NULL, apply, &other),
                     RC_CONFLICT);
    (void)last_fault(a);
}

static void a_ministry_s_file_is_followed(void **state)
{
    struct authority *a = *state;
    assert_int_equal(engine_script(a->e, "UPDATE procedure SET processing_system = 'ministry_central', "
                                         "intake = 'ministry' WHERE code = '1.004873'"),
                     RC_OK);
#define SYNC "code,procedure,receiving,status,received_at,due_at,owner_name\n"
    struct file_in in = tried(a, ARRIVAL_SYNCED,
                              SYNC "BO-1,1.004873,H48.101,processing,2026-11-09,2026-11-20,Trần Thử\n"
                                   "BO-2,1.001193,H48.101,processing,2026-11-09,2026-11-20,Trần Thử\n");
    assert_int_equal(in.run.fits, 1);
    assert_string_equal(in.said[0].key, "dossier.arrive.not_ministry");
    taken(a, &in);
    in = tried(a, ARRIVAL_SYNCED,
               SYNC "BO-1,1.004873,H48.101,returned,2026-11-09,2026-11-20,Trần Thử\n");
    taken(a, &in);
    assert_int_equal(in.run.updated, 1);
    in = tried(a, ARRIVAL_SYNCED,
               SYNC "BO-1,1.004873,H48.101,returned,2026-11-09,2026-11-20,Trần Thử\n");
    assert_int_equal(in.run.unchanged, 1);
    (void)engine_write(a->e, seal, NULL);
    assert_int_equal(engine_read(a->e, dossiers, &in), RC_OK);
    assert_int_equal(in.count, 0);
}

static void moments_are_read_as_people_write_them(void **state)
{
    (void)state;
    static const struct {
        const char *text, *want;
    } rows[] = {
        {"2026-11-09T09:00", "2026-11-09T09:00:00+07:00"},
        {"2026-11-09 09:30", "2026-11-09T09:30:00+07:00"},
        {"09/11/2026 9:05", "2026-11-09T09:05:00+07:00"},
        {"09/11/2026", "2026-11-09T08:00:00+07:00"},
        {"2026-11-09", "2026-11-09T08:00:00+07:00"},
        {"9/11/2026", NULL},
        {"31/02/2026", NULL},
        {"2026-13-01", NULL},
        {"hôm qua", NULL},
    };
    struct arena *mem = arena_new(1 << 20);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        instant at;
        const bool good = arrival__moment(str_of(rows[i].text), 8 * HOUR_US, &at);
        assert_int_equal(good, rows[i].want != NULL);
        if (good)
            assert_str(instant_iso(mem, at), rows[i].want);
    }
    arena_free(mem);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        AUTHORITY_TEST(a_malformed_file_is_refused_whole),
        AUTHORITY_TEST(tried_without_a_trace_then_taken_in),
        AUTHORITY_TEST(told_again_nothing_is_double),
        AUTHORITY_TEST(a_ministry_s_file_is_followed),
        TEST(each_cell_is_refused_at_its_place),
        TEST(what_is_too_much_is_refused),
        cmocka_unit_test(moments_are_read_as_people_write_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
