/* test_partial.c - files in pieces, on both engines: they go on where they stopped, for their account
   and nobody else, and what comes out is what was said at first, or nothing. */
#include "crypto/crypto.h"
#include "db/lib_engine.h"
#include "file/file_partial.h"
#include "file/lib_bytes.h"
#include "host/clock.h"
#include "host/file.h"

#define AN 7
#define BINH 8
#define LARGE (INT64_C(1) << 20)

static const struct spawn_kind *const kinds[] = {&file_reader_magic, NULL};

struct act { /* one unit of work */
    int64_t account, at, max;
    str bytes, name, pub;
    struct file_partial p;
    struct file_pieces pieces;
    struct file_upload *up;
};

static enum rc begin(struct ctx *c, void *arg)
{
    struct act *a = arg;
    const struct file_partial_in in = {a->name, sha256_of(a->bytes), a->bytes.n, a->max};
    return file_partial_begin(c, a->account, &in, &a->p);
}
static enum rc get(struct ctx *c, void *arg)
{
    struct act *a = arg;
    const enum rc rc = file_partial_get(c, a->account, a->pub, &a->p);
    return rc ? rc : file_pieces(c, &a->p, &a->pieces);
}
static enum rc add(struct ctx *c, void *arg)
{
    struct act *a = arg;
    return file_partial_add(c, &a->p, a->at, a->up);
}
static enum rc stored(struct ctx *c, void *arg)
{
    struct act *a = arg;
    return file_partial_stored(c, &a->p, FILE_PDF);
}
static enum rc list_is_empty(struct ctx *c, void *arg)
{
    struct file_partials list;
    const enum rc rc = file_partial_list(c, ((struct act *)arg)->account, &list);
    return rc ? rc : list.n ? RC_CONFLICT : RC_OK;
}
static enum rc expire(struct ctx *c, void *arg)
{
    return file_partial_expire(c, 10, arg);
}
static enum rc sweep_spool(struct ctx *c, void *arg)
{
    int n = 0;
    return file_sweep(c, arg, (instant){host_now().us + DAY_US}, 0, &n);
}

static enum rc count_entry(void *arg, const struct host_entry *e)
{
    *(int *)arg += !e->dir;
    return RC_OK;
}
static int in_spool(struct engine *e)
{
    int n = 0;
    const char *dir = str_c(e->c.mem, str_fmt(e->c.mem, "%s/spool", e->dir));
    assert_int_equal(host_dir_each(e->c.mem, dir, count_entry, &n), RC_OK);
    return n;
}

static void fault_is(struct engine *e, const char *key)
{
    assert_non_null(e->c.faults);
    assert_string_equal(e->c.faults->key, key);
    e->c.faults = NULL;
}

/* One piece, its bytes first and its row after, as a request does it. */
static enum rc send_as(struct engine *e, struct file_store *s, struct act *a, int64_t at, str bytes)
{
    struct arena *mem = arena_new(1 << 20);
    struct ctx c = engine_ctx(mem, 5);
    a->at = at;
    assert_int_equal(file_upload_begin(&c, s, FILE_PIECE_MAX, &a->up), RC_OK);
    assert_int_equal(file_upload_write(a->up, bytes.p, (size_t)bytes.n), RC_OK);
    assert_int_equal(file_piece_sync(&c, a->up, "piece"), RC_OK);
    const enum rc rc = engine_write(e, add, a);
    arena_free(mem); /* the request ends */
    return rc;
}
static void send(struct engine *e, struct file_store *s, struct act *a, int64_t at, int64_t n)
{
    assert_int_equal(send_as(e, s, a, at, str_sub(a->bytes, at, n)), RC_OK);
}

static struct act said(struct engine *e, str bytes)
{
    struct act a = {.account = AN, .name = S("C:\\Giấy tờ\\đơn.pdf"), .bytes = bytes, .max = LARGE};
    assert_int_equal(engine_write(e, begin, &a), RC_OK);
    a.pub = a.p.pub;
    return a;
}

static struct file_store *store_of(struct engine *e)
{
    struct file_store *s = NULL;
    assert_int_equal(file_store_open(e->dir, &s), RC_OK);
    return s;
}

static void test_partial__goes_on_where_it_stopped(void **state)
{
    struct engine *e = *state;
    struct file_store *s = store_of(e);
    struct act a = said(e, bytes_pdf());
    struct file_stored whole;
    assert_str(a.p.name, "đơn.pdf");
    assert_int_equal(a.p.received, 0);
    send(e, s, &a, 0, 100);
    /* The line broke; another device of the account says the same file. */
    struct act b = said(e, bytes_pdf());
    assert_true(str_eq(b.pub, a.pub));
    assert_int_equal(b.p.received, 100);
    assert_int_equal(engine_read(e, list_is_empty, &b), RC_CONFLICT);
    assert_int_equal(engine_read(e, get, &b), RC_OK);
    assert_int_equal(file_partial_join(&e->c, s, &b.p, &b.pieces, &whole), RC_CONFLICT);
    fault_is(e, "file.partial.again");
    send(e, s, &b, 100, b.bytes.n);
    assert_int_equal(engine_read(e, get, &b), RC_OK);
    assert_int_equal(b.p.received, b.p.size);
    assert_int_equal(file_partial_join(&e->c, s, &b.p, &b.pieces, &whole), RC_OK);
    assert_int_equal(whole.type, FILE_PDF);
    assert_true(digest_eq(&whole.sha, &b.p.sha));
    assert_int_equal(engine_write(e, stored, &b), RC_OK);
    assert_int_equal(engine_read(e, list_is_empty, &b), RC_OK);
    /* Said once more, it is there. */
    b = said(e, bytes_pdf());
    assert_int_equal(b.p.type, FILE_PDF);
    file_store_close(s);
}

static void test_partial__of_two_at_once_one_goes_on(void **state)
{
    struct engine *e = *state;
    struct file_store *s = store_of(e);
    struct act a = said(e, bytes_pdf()), b = a;
    send(e, s, &a, 0, 50);
    assert_int_equal(send_as(e, s, &b, 0, str_sub(b.bytes, 0, 60)), RC_CONFLICT);
    fault_is(e, "file.partial.elsewhere");
    assert_int_equal(send_as(e, s, &b, 40, str_sub(b.bytes, 40, 60)), RC_CONFLICT);
    e->c.faults = NULL;
    /* More than was said. */
    assert_int_equal(send_as(e, s, &b, 50, (str){b.bytes.p, b.bytes.n}), RC_CONFLICT);
    e->c.faults = NULL;
    assert_int_equal(in_spool(e), 1); /* what was refused is gone */
    assert_int_equal(engine_read(e, get, &b), RC_OK);
    assert_int_equal(b.p.received, 50);
    file_store_close(s);
}

static void test_partial__is_its_accounts_own(void **state)
{
    struct engine *e = *state;
    struct act a = said(e, bytes_pdf()), b = a;
    b.account = BINH;
    assert_int_equal(engine_read(e, get, &b), RC_NOT_FOUND);
    assert_int_equal(engine_read(e, list_is_empty, &b), RC_OK);
    assert_int_equal(engine_write(e, begin, &b), RC_OK); /* the same bytes, from nothing */
    assert_false(str_eq(b.p.pub, a.p.pub));
}

static void test_partial__has_limits(void **state)
{
    struct engine *e = *state;
    struct act a = {.account = AN, .name = S("a.pdf"), .bytes = S(""), .max = 10};
    assert_int_equal(engine_write(e, begin, &a), RC_INVALID);
    fault_is(e, "file.empty");
    a.bytes = S("12345678901");
    assert_int_equal(engine_write(e, begin, &a), RC_INVALID);
    fault_is(e, "file.too_large");
    for (int i = 0; i < FILE_PARTIALS_MAX; i++) {
        a.bytes = str_fmt(e->c.mem, "file %d", i);
        assert_int_equal(engine_write(e, begin, &a), RC_OK);
    }
    assert_int_equal(engine_write(e, begin, &a), RC_OK); /* one that is begun */
    a.bytes = S("one more");
    assert_int_equal(engine_write(e, begin, &a), RC_CONFLICT);
    fault_is(e, "file.partial.too_many");
    a.account = BINH;
    assert_int_equal(engine_write(e, begin, &a), RC_OK);
}

static void test_partial__a_piece_has_limits(void **state)
{
    struct engine *e = *state;
    struct file_store *s = store_of(e);
    struct file_upload *up;
    assert_int_equal(file_upload_begin(&e->c, s, 4, &up), RC_OK);
    assert_int_equal(file_piece_sync(&e->c, up, "piece"), RC_INVALID);
    fault_is(e, "file.empty");
    assert_int_equal(file_upload_write(up, "12345", 5), RC_INVALID);
    assert_int_equal(file_piece_sync(&e->c, up, "piece"), RC_INVALID);
    fault_is(e, "file.piece_large");
    file_upload_abandon(up);
    assert_int_equal(in_spool(e), 0);
    file_store_close(s);
}

/* Other bytes than were said, or a kind we do not take: nothing is stored. */
static void test_partial__what_comes_out_is_what_was_said(void **state)
{
    struct engine *e = *state;
    struct file_store *s = store_of(e);
    struct act a = said(e, bytes_pdf());
    struct file_stored whole;
    char *other = arena_alloc(e->c.mem, (size_t)a.bytes.n);
    memcpy(other, a.bytes.p, (size_t)a.bytes.n);
    other[a.bytes.n / 2] ^= 1;
    assert_int_equal(send_as(e, s, &a, 0, (str){other, a.bytes.n}), RC_OK);
    assert_int_equal(engine_read(e, get, &a), RC_OK);
    assert_int_equal(file_partial_join(&e->c, s, &a.p, &a.pieces, &whole), RC_CONFLICT);
    fault_is(e, "file.partial.again");
    struct act b = said(e, S("MZ\x90 a program"));
    send(e, s, &b, 0, b.bytes.n);
    assert_int_equal(engine_read(e, get, &b), RC_OK);
    assert_int_equal(file_partial_join(&e->c, s, &b.p, &b.pieces, &whole), RC_INVALID);
    fault_is(e, "file.type");
    /* A piece that is missing, as after a restored backup. */
    assert_int_equal(host_file_remove(str_c(e->c.mem, str_fmt(e->c.mem, "%s/spool/%.*s", e->dir,
                                                              STR_ARG(b.pieces.v[0].spool)))),
                     RC_OK);
    assert_int_equal(file_partial_join(&e->c, s, &b.p, &b.pieces, &whole), RC_CONFLICT);
    file_store_close(s);
}

static void test_partial__abandoned_ones_go(void **state)
{
    struct engine *e = *state;
    struct file_store *s = store_of(e);
    struct act a = said(e, bytes_pdf());
    int64_t gone = 0;
    send(e, s, &a, 0, 100);
    assert_int_equal(engine_read(e, sweep_spool, s), RC_OK);
    assert_int_equal(in_spool(e), 1); /* a piece with a row stays, however old */
    e->c.now.us += FILE_PARTIAL_HOURS * HOUR_US - 1;
    assert_int_equal(engine_write(e, expire, &gone), RC_OK);
    assert_int_equal(gone, 0);
    e->c.now.us += 1;
    assert_int_equal(engine_read(e, get, &a), RC_NOT_FOUND);
    struct act b = said(e, bytes_pdf()); /* the old one has to make room */
    assert_int_equal(b.p.received, 0);
    e->c.now.us += FILE_PARTIAL_HOURS * HOUR_US;
    assert_int_equal(engine_write(e, expire, &gone), RC_OK);
    assert_int_equal(gone, 1);
    assert_int_equal(engine_read(e, sweep_spool, s), RC_OK);
    assert_int_equal(in_spool(e), 0);
    file_store_close(s);
}

static int start(void **state)
{
    (void)state;
    return crypto_start() == RC_OK && spawn_start(kinds) == RC_OK ? 0 : -1;
}
static int stop(void **state)
{
    (void)state;
    spawn_stop();
    return 0;
}

int main(int argc, char **argv)
{
    const int child = spawn_child_main(argc, argv, kinds);
    if (child >= 0)
        return child;
    const struct CMUnitTest tests[] = {
        ENGINE_TEST(test_partial__goes_on_where_it_stopped),
        ENGINE_TEST(test_partial__of_two_at_once_one_goes_on),
        ENGINE_TEST(test_partial__is_its_accounts_own),
        ENGINE_TEST(test_partial__has_limits),
        ENGINE_TEST(test_partial__a_piece_has_limits),
        ENGINE_TEST(test_partial__what_comes_out_is_what_was_said),
        ENGINE_TEST(test_partial__abandoned_ones_go),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
