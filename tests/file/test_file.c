/* test_file.c - bytes in, rows, bytes out, on both engines: what is refused leaves nothing behind,
   what is stored is whole. */
#include "crypto/crypto.h"
#include "db/lib_engine.h"
#include "file/file.h"
#include "file/lib_bytes.h"
#include "host/clock.h"
#include "host/file.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zip.h>

static const struct spawn_kind *const kinds[] = {&file_reader_magic, NULL};

static enum rc count_entry(void *arg, const struct host_entry *e)
{
    *(int *)arg += !e->dir;
    return RC_OK;
}

static int files_in(struct arena *mem, const char *dir, const char *below)
{
    int n = 0;
    assert_int_equal(host_dir_each(mem, str_c(mem, str_fmt(mem, "%s/%s", dir, below)), count_entry, &n),
                     RC_OK);
    return n;
}

static int files_stored(struct arena *mem, const char *dir)
{
    int n = 0;
    for (int i = 0; i < FILE_SHARDS; i++)
        n += files_in(mem, dir, str_c(mem, str_fmt(mem, "files/%02x", i)));
    return n;
}

static struct file_store *open_store(const char *dir)
{
    struct file_store *s = NULL;
    assert_int_equal(file_store_open(dir, &s), RC_OK);
    return s;
}

static enum rc upload(struct ctx *c, struct file_store *s, str bytes, unsigned accept,
                      struct file_stored *ret)
{
    struct file_upload *up;
    enum rc rc = file_upload_begin(c, s, 1 << 20, &up);
    if (rc)
        return rc;
    for (ptrdiff_t at = 0; at < bytes.n;
         at += 1000) { /* piece by piece, as it comes from the network */
        const str part = str_sub(bytes, at, 1000);
        if (file_upload_write(up, part.p, (size_t)part.n) != RC_OK)
            break;
    }
    return file_upload_store(c, up, accept, "paper", ret);
}

struct add {
    struct file_stored stored;
    str name;
    struct file file;
};
static enum rc add(struct ctx *c, void *arg)
{
    struct add *a = arg;
    return file_add(c, &a->stored, a->name, 7, &a->file);
}
static enum rc get_again(struct ctx *c, void *arg)
{
    struct add *a = arg;
    struct file by_id, by_pub;
    assert_int_equal(file_get(c, a->file.id, &by_id), RC_OK);
    assert_int_equal(file_get_by_pub(c, a->file.pub, &by_pub), RC_OK);
    assert_int_equal(by_id.id.v, by_pub.id.v);
    assert_true(str_eq(by_id.pub, a->file.pub) && str_eq(by_id.name, a->file.name));
    assert_true(digest_eq(&by_id.sha, &a->file.sha));
    assert_int_equal(by_id.size, a->file.size);
    assert_int_equal(by_id.type, a->file.type);
    assert_int_equal(by_id.at.us, c->now.us);
    assert_int_equal(file_get(c, (struct file_id){a->file.id.v + 1}, &by_id), RC_NOT_FOUND);
    assert_int_equal(file_get_by_pub(c, S("nobody"), &by_id), RC_NOT_FOUND);
    return RC_OK;
}

static void test_file__goes_in_and_comes_out(void **state)
{
    struct engine *e = *state;
    struct file_store *s = open_store(e->dir);
    struct add a = {.name = S("Đơn xin.pdf")};
    const str bytes = bytes_pdf();
    const struct digest sha = sha256_of(bytes);
    assert_int_equal(upload(&e->c, s, bytes, FILE_ANY, &a.stored), RC_OK);
    assert_int_equal(a.stored.size, bytes.n);
    assert_int_equal(a.stored.type, FILE_PDF);
    assert_true(digest_eq(&a.stored.sha, &sha));
    assert_int_equal(engine_write(e, add, &a), RC_OK);
    assert_int_equal(engine_read(e, get_again, &a), RC_OK);
    int fd = -1;
    size_t got = 0;
    char back[1000];
    assert_int_equal(file_open_read(&e->c, s, &a.file, &fd), RC_OK);
    assert_int_equal(host_file_read(fd, back, sizeof back, &got), RC_OK);
    assert_true(str_eq((str){back, (ptrdiff_t)got}, bytes));
    assert_int_equal(file_verify(&e->c, s, &a.file), RC_OK);
    assert_int_equal(files_in(e->c.mem, e->dir, "spool"), 0);
    file_store_close(s);
}

/* Two files as one ZIP: names in Vietnamese, bytes as they were, nothing left in spool/. */
static void test_file__several_leave_as_one(void **state)
{
    struct engine *e = *state;
    struct file_store *s = open_store(e->dir);
    struct add a = {.name = S("a.pdf")};
    int fd = -1;
    int64_t size = 0, at = 0;
    assert_int_equal(upload(&e->c, s, bytes_pdf(), FILE_ANY, &a.stored), RC_OK);
    assert_int_equal(engine_write(e, add, &a), RC_OK);
    struct file_member m[] = {{&a.file, S("01 Đơn xin xác nhận.pdf")}, {&a.file, S("02 Tờ khai.pdf")}};
    assert_int_equal(file_bundle(&e->c, s, m, 2, &fd, &size), RC_OK);
    assert_int_equal(files_in(e->c.mem, e->dir, "spool"), 0);
    char *bytes = arena_alloc(e->c.mem, (size_t)size);
    while (at < size) {
        size_t got = 0;
        assert_int_equal(host_file_read_at(fd, at, bytes + at, (size_t)(size - at), &got), RC_OK);
        at += (int64_t)got;
    }
    zip_error_t why;
    zip_error_init(&why);
    zip_source_t *src = zip_source_buffer_create(bytes, (zip_uint64_t)size, 0, &why);
    zip_t *z = zip_open_from_source(src, ZIP_RDONLY | ZIP_CHECKCONS, &why);
    assert_non_null(z);
    assert_int_equal(zip_get_num_entries(z, 0), 2);
    const zip_int64_t first = zip_name_locate(z, "01 Đơn xin xác nhận.pdf", ZIP_FL_ENC_UTF_8);
    assert_int_equal(first, 0);
    char back[1000];
    zip_file_t *in = zip_fopen_index(z, 0, 0);
    const zip_int64_t n = zip_fread(in, back, sizeof back);
    assert_true(str_eq((str){back, (ptrdiff_t)n}, bytes_pdf()));
    (void)zip_fclose(in);
    zip_discard(z);
    zip_error_fini(&why);
    /* One whose bytes are gone refuses the whole. */
    struct file gone = a.file;
    gone.size++;
    m[1].file = &gone;
    assert_int_equal(file_bundle(&e->c, s, m, 2, &fd, &size), RC_NOT_FOUND);
    assert_int_equal(files_in(e->c.mem, e->dir, "spool"), 0);
    file_store_close(s);
}

static void test_file__same_bytes_lie_once(void **state)
{
    struct engine *e = *state;
    struct file_store *s = open_store(e->dir);
    struct add a = {.name = S("a.pdf")}, b = {.name = S("b.pdf")};
    assert_int_equal(upload(&e->c, s, bytes_pdf(), FILE_ANY, &a.stored), RC_OK);
    assert_int_equal(upload(&e->c, s, bytes_pdf(), FILE_ANY, &b.stored), RC_OK);
    assert_int_equal(engine_write(e, add, &a), RC_OK);
    assert_int_equal(engine_write(e, add, &b), RC_OK);
    assert_int_not_equal(a.file.id.v, b.file.id.v);
    assert_int_equal(files_stored(e->c.mem, e->dir), 1);
    file_store_close(s);
}

static void refused(struct engine *e, struct file_store *s, str bytes, unsigned accept, const char *key)
{
    struct file_stored stored;
    e->c.faults = NULL;
    assert_int_equal(upload(&e->c, s, bytes, accept, &stored), RC_INVALID);
    assert_string_equal(e->c.faults->key, key);
    assert_str(e->c.faults->field, "paper");
    assert_int_equal(files_stored(e->c.mem, e->dir), 0);
    assert_int_equal(files_in(e->c.mem, e->dir, "spool"), 0);
}

static void test_file__refuses_and_keeps_nothing(void **state)
{
    struct engine *e = *state;
    struct file_store *s = open_store(e->dir);
    refused(e, s, S(""), FILE_ANY, "file.empty");
    refused(e, s, S("MZ\x90 a program called giay.pdf"), FILE_ANY, "file.type");
    refused(e, s, bytes_pdf(), FILE_PNG | FILE_JPEG, "file.type");
    assert_str(e->c.faults->args[0], "PNG, JPEG");
    char *big = arena_alloc(e->c.mem, (1 << 20) + 1);
    refused(e, s, (str){big, (1 << 20) + 1}, FILE_ANY, "file.too_large");
    assert_str(e->c.faults->args[0], "1");
    file_store_close(s);
}

static void test_file__abandoned_uploads_leave_nothing(void **state)
{
    struct engine *e = *state;
    struct file_store *s = open_store(e->dir);
    struct arena *mem = arena_new(1 << 20);
    struct ctx c = engine_ctx(mem, 3);
    struct file_upload *up;
    assert_int_equal(file_upload_begin(&c, s, 1000, &up), RC_OK);
    assert_int_equal(file_upload_write(up, "half", 4), RC_OK);
    assert_int_equal(files_in(e->c.mem, e->dir, "spool"), 1);
    file_upload_abandon(up);
    assert_int_equal(files_in(e->c.mem, e->dir, "spool"), 0);
    assert_int_equal(file_upload_begin(&c, s, 1000, &up), RC_OK);
    arena_free(mem); /* a request that ended on its way */
    assert_int_equal(files_in(e->c.mem, e->dir, "spool"), 0);
    file_store_close(s);
}

static void test_file__full_disk_is_said_and_passes(void **state)
{
    struct engine *e = *state;
    struct file_store *s = open_store(e->dir);
    struct file_stored stored;
    struct rlimit was, small = {2000, 0};
    char *big = arena_alloc(e->c.mem, 100000);
    const struct sigaction ignore = {.sa_handler = SIG_IGN};
    struct sigaction old;
    assert_int_equal(sigaction(SIGXFSZ, &ignore, &old), 0);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &was), 0);
    small.rlim_max = was.rlim_max;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    const enum rc rc = upload(&e->c, s, (str){big, 100000}, FILE_ANY, &stored);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &was), 0);
    assert_int_equal(sigaction(SIGXFSZ, &old, NULL), 0);
    assert_int_equal(rc, RC_UNAVAILABLE);
    assert_string_equal(e->c.faults->key, "file.disk");
    assert_int_equal(files_in(e->c.mem, e->dir, "spool"), 0);
    e->c.faults = NULL;
    assert_int_equal(upload(&e->c, s, bytes_pdf(), FILE_ANY, &stored), RC_OK);
    file_store_close(s);
}

static void test_file__without_a_reader_nothing_is_taken(void **state)
{
    struct engine *e = *state;
    struct file_store *s = open_store(e->dir);
    struct file_stored stored;
    spawn_stop();
    const enum rc rc = upload(&e->c, s, bytes_pdf(), FILE_ANY, &stored);
    assert_int_equal(spawn_start(kinds), RC_OK);
    assert_int_equal(rc, RC_UNAVAILABLE);
    assert_string_equal(e->c.faults->key, "file.busy");
    assert_int_equal(files_stored(e->c.mem, e->dir), 0);
    assert_int_equal(files_in(e->c.mem, e->dir, "spool"), 0);
    file_store_close(s);
}

static const char *stored_path(struct engine *e, const struct file *f)
{
    const str hex = digest_hex(e->c.mem, &f->sha);
    return str_c(e->c.mem, str_fmt(e->c.mem, "%s/files/%.2s/%.62s", e->dir, hex.p, hex.p + 2));
}

static void test_file__damage_is_noticed(void **state)
{
    struct engine *e = *state;
    struct file_store *s = open_store(e->dir);
    struct add a = {.name = S("a.pdf")};
    int fd;
    assert_int_equal(upload(&e->c, s, bytes_pdf(), FILE_ANY, &a.stored), RC_OK);
    assert_int_equal(engine_write(e, add, &a), RC_OK);
    const char *path = stored_path(e, &a.file);
    str good;
    assert_int_equal(host_file_get(e->c.mem, path, 10000, &good), RC_OK);
    char *bad = arena_alloc(e->c.mem, (size_t)good.n);
    memcpy(bad, good.p, (size_t)good.n);
    bad[20] ^= 1;
    assert_int_equal(host_file_replace(path, (str){bad, good.n}, 0600), RC_OK);
    assert_int_equal(file_verify(&e->c, s, &a.file), RC_INVALID);
    assert_string_equal(e->c.faults->key, "file.damaged");
    e->c.faults = NULL;
    assert_int_equal(host_file_replace(path, str_sub(good, 0, 10), 0600), RC_OK);
    assert_int_equal(file_open_read(&e->c, s, &a.file, &fd), RC_NOT_FOUND);
    e->c.faults = NULL;
    assert_int_equal(unlink(path), 0);
    assert_int_equal(symlink("/etc/hostname", path), 0); /* a link is not followed */
    assert_int_equal(file_open_read(&e->c, s, &a.file, &fd), RC_NOT_FOUND);
    assert_string_equal(e->c.faults->key, "file.missing");
    /* The same bytes again make it whole. */
    struct file_stored again;
    e->c.faults = NULL;
    assert_int_equal(upload(&e->c, s, bytes_pdf(), FILE_ANY, &again), RC_OK);
    assert_int_equal(file_verify(&e->c, s, &a.file), RC_OK);
    file_store_close(s);
}

static enum rc get_destroyed(struct ctx *c, void *arg)
{
    const struct add *a = arg;
    struct file f;
    assert_int_equal(file_get(c, a->file.id, &f), RC_NOT_FOUND);
    assert_int_equal(file_get_by_pub(c, a->file.pub, &f), RC_NOT_FOUND);
    return RC_OK;
}

static void test_file__destroyed_files_are_not_shown(void **state)
{
    struct engine *e = *state;
    struct file_store *s = open_store(e->dir);
    struct add a = {.name = S("a.pdf")};
    assert_int_equal(upload(&e->c, s, bytes_pdf(), FILE_ANY, &a.stored), RC_OK);
    assert_int_equal(engine_write(e, add, &a), RC_OK);
    assert_int_equal(engine_script(e, "UPDATE file SET state = 'destroyed'"), RC_OK);
    assert_int_equal(engine_read(e, get_destroyed, &a), RC_OK);
    file_store_close(s);
}

struct sweep {
    struct file_store *s;
    instant before;
    int removed;
};
static enum rc sweep_all(struct ctx *c, void *arg)
{
    struct sweep *w = arg;
    w->removed = 0;
    for (int i = 0; i < FILE_SHARDS; i++) {
        int n = 0;
        const enum rc rc = file_sweep(c, w->s, w->before, i, &n);
        if (rc)
            return rc;
        w->removed += n;
    }
    return RC_OK;
}

static void test_file__sweep_takes_orphans_only(void **state)
{
    struct engine *e = *state;
    struct file_store *s = open_store(e->dir);
    struct add owned = {.name = S("a.pdf")};
    struct file_stored orphan;
    struct arena *mem = arena_new(1 << 20);
    struct ctx c = engine_ctx(mem, 3);
    struct file_upload *stale;
    assert_int_equal(upload(&e->c, s, bytes_pdf(), FILE_ANY, &owned.stored), RC_OK);
    assert_int_equal(upload(&e->c, s, bytes_docx(e->c.mem), FILE_ANY, &orphan), RC_OK);
    assert_int_equal(engine_write(e, add, &owned), RC_OK);
    assert_int_equal(file_upload_begin(&c, s, 1000, &stale), RC_OK);
    struct sweep w = {.s = s, .before = {host_now().us - DAY_US}};
    assert_int_equal(engine_read(e, sweep_all, &w), RC_OK);
    assert_int_equal(w.removed, 0); /* all are young */
    w.before.us = host_now().us + DAY_US;
    assert_int_equal(engine_read(e, sweep_all, &w), RC_OK);
    assert_int_equal(w.removed, 2);
    assert_int_equal(files_stored(e->c.mem, e->dir), 1);
    assert_int_equal(files_in(e->c.mem, e->dir, "spool"), 0);
    assert_int_equal(file_verify(&e->c, s, &owned.file), RC_OK);
    assert_int_equal(engine_script(e, "UPDATE file SET state = 'destroyed'"), RC_OK);
    assert_int_equal(engine_read(e, sweep_all, &w), RC_OK);
    assert_int_equal(w.removed, 1);
    arena_free(mem);
    file_store_close(s);
}

/* ---- names ---- */
static void test_file__names_are_cleaned(void **state)
{
    (void)state;
    static const struct {
        const char *in;
        enum file_type type;
        const char *out;
    } rows[] = {
        {"Đơn xin.pdf", FILE_PDF, "Đơn xin.pdf"},
        {"C:\\Users\\An\\Đơn.pdf", FILE_PDF, "Đơn.pdf"},
        {"../../etc/passwd", FILE_PDF, "passwd.pdf"},
        {"..", FILE_PNG, "tep.png"},
        {"", FILE_PNG, "tep.png"},
        {".pdf", FILE_PDF, "pdf.pdf"},
        {"virus.exe", FILE_PDF, "virus.exe.pdf"},
        {"anh.JPEG", FILE_JPEG, "anh.JPEG"},
        {"anh.png", FILE_JPEG, "anh.png.jpg"},
        {"a\"b<c>d|e?f*g:h.pdf", FILE_PDF, "a_b_c_d_e_f_g_h.pdf"},
        {"xa\xE2\x80\xAEgpj.exe", FILE_PNG, "xagpj.exe.png"}, /* right-to-left override */
        {"a\nb\tc.pdf", FILE_PDF, "a b c.pdf"},
        {"Tie\xCC\x82\xCC\x81ng.pdf", FILE_PDF, "Tiếng.pdf"},
        {"\xff\xfe.pdf", FILE_PDF, "tep.pdf"},
        {"   .pdf", FILE_PDF, "pdf.pdf"},
    };
    struct arena *mem = arena_new(1 << 20);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_str(file_name_clean(mem, str_of(rows[i].in), rows[i].type), rows[i].out);
    char long_name[2000];
    memset(long_name, 'a', sizeof long_name);
    memcpy(long_name + sizeof long_name - 4, ".pdf", 4);
    const str cut = file_name_clean(mem, (str){long_name, sizeof long_name}, FILE_PDF);
    assert_int_equal(cut.n, 120);
    assert_true(str_ends(cut, S("a.pdf")));
    arena_free(mem);
}

static void test_file__disposition(void **state)
{
    (void)state;
    struct arena *mem = arena_new(1 << 20);
    assert_str(
        file_disposition(mem, S("Đơn xin (1).pdf")),
        "attachment; filename=\"don_xin__1_.pdf\"; filename*=UTF-8''%C4%90%C6%A1n%20xin%20%281%29.pdf");
    assert_str(file_disposition(mem, S("a\"\r\nX: y.pdf")),
               "attachment; filename=\"a__x__y.pdf\"; filename*=UTF-8''a%22%0D%0AX%3A%20y.pdf");
    arena_free(mem);
}

/* ---- kill -9 ---- */
/* Says so once the first file is stored. */
static void store_for_ever(const char *dir, int tell)
{
    struct file_store *s = open_store(dir);
    for (unsigned n = 0;; n++) {
        struct arena *mem = arena_new(4 << 20);
        struct ctx c = engine_ctx(mem, 1);
        struct file_stored stored;
        const str bytes = str_fmt(mem, "%d %u %0*d", getpid(), n, (int)(n * 7919 % 300000), 0);
        if (file_store_bytes(&c, s, FILE_PDF, bytes, &stored) != RC_OK)
            _exit(1);
        arena_free(mem);
        if (n == 0 && write(tell, "!", 1) != 1)
            _exit(1);
    }
}

struct whole {
    struct arena *mem;
    const char *dir;
    int shard, n;
};
static enum rc is_whole(void *arg, const struct host_entry *e)
{
    struct whole *w = arg;
    str bytes;
    const str path = str_fmt(w->mem, "%s/files/%02x/%s", w->dir, w->shard, e->name);
    assert_int_equal(host_file_get(w->mem, str_c(w->mem, path), 4 << 20, &bytes), RC_OK);
    const struct digest sha = sha256_of(bytes);
    const str hex = digest_hex(w->mem, &sha);
    assert_true(bytes.n > 0 && str_eq(hex, str_fmt(w->mem, "%02x%s", w->shard, e->name)));
    w->n++;
    return RC_OK;
}

static void test_file__kill_9_leaves_no_half_file(void **state)
{
    (void)state;
    char dir[64];
    assert_true(test_folder(dir, sizeof dir, "file"));
    int stored = 0;
    for (int round = 0; round < 25; round++) {
        int tell[2];
        char ch;
        assert_int_equal(pipe(tell), 0);
        const pid_t pid = fork();
        if (pid == 0)
            store_for_ever(dir, tell[1]);
        close(tell[1]);
        assert_int_equal(read(tell[0], &ch, 1), 1);
        close(tell[0]);
        usleep((useconds_t)(round * 3777 % 30000));
        assert_int_equal(kill(pid, SIGKILL), 0);
        assert_int_equal(waitpid(pid, NULL, 0), pid);
    }
    for (int i = 0; i < FILE_SHARDS; i++) {
        struct arena *mem = arena_new(256 << 20);
        struct whole w = {mem, dir, i, 0};
        assert_int_equal(
            host_dir_each(mem, str_c(mem, str_fmt(mem, "%s/files/%02x", dir, i)), is_whole, &w), RC_OK);
        stored += w.n;
        arena_free(mem);
    }
    print_message("# 25 kills: %d files, all whole\n", stored);
    assert_true(stored >= 25);
    const char *const rm[] = {"rm", "-rf", dir, NULL};
    if (fork() == 0) {
        execvp(rm[0], (char *const *)(uintptr_t)rm);
        _exit(127);
    }
    assert_true(wait(NULL) > 0);
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
        cmocka_unit_test(test_file__names_are_cleaned),
        cmocka_unit_test(test_file__disposition),
        cmocka_unit_test(test_file__kill_9_leaves_no_half_file),
        ENGINE_TEST(test_file__goes_in_and_comes_out),
        ENGINE_TEST(test_file__several_leave_as_one),
        ENGINE_TEST(test_file__same_bytes_lie_once),
        ENGINE_TEST(test_file__refuses_and_keeps_nothing),
        ENGINE_TEST(test_file__abandoned_uploads_leave_nothing),
        ENGINE_TEST(test_file__full_disk_is_said_and_passes),
        ENGINE_TEST(test_file__without_a_reader_nothing_is_taken),
        ENGINE_TEST(test_file__damage_is_noticed),
        ENGINE_TEST(test_file__destroyed_files_are_not_shown),
        ENGINE_TEST(test_file__sweep_takes_orphans_only),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
