/*
 * test_power.c - what is left of whole submissions when the power goes: machines send a file and
 * file a dossier with it over HTTP, through the real rules and the wiring of the program, while a
 * VFS notes what SQLite wrote and synced, and this program what was done to the files. Images of
 * the disk are made for moments drawn by seed and opened as the program opens them. Every dossier
 * whose 201 had been read is there whole, with its file; nothing is there by half; the record
 * verifies; the same key gets the same answer. That the test can fail is shown with
 * synchronous=OFF and with files that are not synced.
 *
 * MOTCUA_POWER_IMAGES (40 here, 1,000 before a release) and MOTCUA_SEED choose others.
 */
#include "api/lib_api.h"

#include <fcntl.h>
#include <pthread.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "app/wire.h"
#include "core/embed.h"
#include "crypto/crypto.h"
#include "db/lib_vfs.h"
#include "file/file.h"
#include "host/file.h"
#include "host/lib_child.h"
#include "http/lib_client.h"
#include "record/verify.h"
#include "tests/api/lib_power_sql.h"
#include "web/settings.h"

#define LANES 4
#define EACH 12
#define DOSSIERS (LANES * EACH)
#define FILE_BYTES 3000

static struct api api;
static struct filed {
    char place[64], code[40], secret[40]; /* as the first answer said */
} filed[DOSSIERS];

/* ---- what happens to files -------------------------------------------------------------------- */

/* A file moved to its place: whole on disk if it had been synced before, under its name for good
   once its folder was. `at` are moments of the VFS's journal. */
struct moved {
    char to[80];
    ino_t folder;
    bool whole, settled;
    int64_t at, settled_at;
    size_t n;
    char bytes[FILE_BYTES];
};
static struct {
    pthread_mutex_t lock;
    bool on, forget; /* forget: planted, no sync of a file counts */
    struct moved v[DOSSIERS * 2];
    int n;
    ino_t synced[DOSSIERS * 2];
    int synced_n;
} files = {.lock = PTHREAD_MUTEX_INITIALIZER};

static void note_sync(const struct stat *st)
{
    if (!S_ISDIR(st->st_mode)) {
        if (!files.forget && files.synced_n < DOSSIERS * 2)
            files.synced[files.synced_n++] = st->st_ino;
        return;
    }
    for (int i = 0; i < files.n; i++)
        if (files.v[i].folder == st->st_ino && !files.v[i].settled) {
            files.v[i].settled = true;
            files.v[i].settled_at = vfs_events();
        }
}

/* In front of the C library's, for everything this program does. */
int fsync(int fd)
{
    struct stat st;
    const int did = (int)syscall(SYS_fsync, fd);
    (void)pthread_mutex_lock(&files.lock);
    if (files.on && did == 0 && fstat(fd, &st) == 0)
        note_sync(&st);
    (void)pthread_mutex_unlock(&files.lock);
    return did;
}

static void note_move(int root, const char *to)
{
    struct stat st, folder;
    char above[80];
    if (files.n == DOSSIERS * 2)
        abort();
    struct moved *m = &files.v[files.n];
    (void)snprintf(m->to, sizeof m->to, "%s", to);
    (void)snprintf(above, sizeof above, "%s", to);
    *strrchr(above, '/') = 0;
    const int fd = openat(root, to, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &st) || fstatat(root, above, &folder, 0) ||
        read(fd, m->bytes, sizeof m->bytes) != st.st_size)
        abort();
    (void)close(fd);
    m->n = (size_t)st.st_size;
    m->folder = folder.st_ino;
    m->whole = false;
    for (int i = 0; i < files.synced_n; i++)
        m->whole |= files.synced[i] == st.st_ino;
    m->settled = false;
    m->at = vfs_events();
    files.n++;
}

int renameat(int from_root, const char *from, int root, const char *to)
{
    const int did = (int)syscall(SYS_renameat, from_root, from, root, to);
    (void)pthread_mutex_lock(&files.lock);
    if (files.on && did == 0 && strncmp(to, "files/", 6) == 0)
        note_move(root, to);
    (void)pthread_mutex_unlock(&files.lock);
    return did;
}

/* The files of a crash after `event` events: what was not synced is there, partly, or not. */
static void files_image(int64_t event, uint64_t random, const char *dir)
{
    char path[160];
    (void)snprintf(path, sizeof path, "%s/files", dir);
    assert_int_equal(host_dir_make(path), RC_OK);
    for (int i = 0; i < files.n; i++) {
        const struct moved *m = &files.v[i];
        random = random * UINT64_C(6364136223846793005) + 1442695040888963407u;
        const bool settled = m->settled && m->settled_at <= event;
        (void)snprintf(path, sizeof path, "%s/%s", dir, m->to);
        (void)unlink(path);
        if (m->at > event || (!settled && random >> 63))
            continue;
        *strrchr(path, '/') = 0;
        assert_int_equal(host_dir_make(path), RC_OK);
        (void)snprintf(path, sizeof path, "%s/%s", dir, m->to);
        const size_t n = m->whole ? m->n : (size_t)(random >> 33) % m->n;
        assert_int_equal(host_file_replace(path, (str){m->bytes, (ptrdiff_t)n}, 0600), RC_OK);
    }
}

/* ---- what the machines do ---------------------------------------------------------------------- */

static str request(struct arena *mem, const char *path, str key, const char *type, str body)
{
    return str_fmt(mem,
                   "POST %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %.*s\r\n"
                   "Idempotency-Key: %.*s\r\nContent-Type: %s\r\nContent-Length: %lld\r\n\r\n%.*s",
                   path, STR_ARG(api.token[CLERK]), STR_ARG(key), type, (long long)body.n,
                   STR_ARG(body));
}

/* Different in every dossier, so that each has a file of its own. */
static bool send_file(struct arena *mem, int port, int n, str *ret_pub)
{
    char text[FILE_BYTES / 2];
    struct answer a = {0};
    memset(text, 'a' + n % 26, sizeof text);
    const str body = str_fmt(
        mem,
        "--cut\r\nContent-Disposition: form-data; name=\"file\"; filename=\"giay.pdf\"\r\n"
        "Content-Type: application/pdf\r\n\r\n%%PDF-1.4\n%% %d %.*s\n1 0 obj<</Type/Catalog/Pages 2 0 "
        "R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%%%EOF\n"
        "\r\n--cut--\r\n",
        n, (int)sizeof text, text);
    const str key = str_fmt(mem, "power-file-%06d", n);
    if (!client_once(port, mem,
                     request(mem, "/api/v1/files", key, "multipart/form-data; boundary=cut", body),
                     &a) ||
        a.status != 201) {
        print_error("file %d: %d %.*s\n", n, a.status, STR_ARG(a.body));
        return false;
    }
    *ret_pub = str_dup(mem, str_sub(answer_header(&a, S("location")), 14, 40));
    return true;
}

static str filing(struct arena *mem, int n, str file)
{
    const str body = str_fmt(
        mem,
        "{\"procedure\":\"1.004222\",\"channel\":\"direct\",\"owner\":{\"kind\":\"natural\","
        "\"name\":\"Lê Minh Họa\",\"number\":\"0511960%05d\"},\"resultBy\":\"counter\",\"sets\":1,"
        "\"papers\":[{\"component\":1,\"complete\":true,\"files\":[\"%.*s\"]},"
        "{\"component\":2,\"complete\":true},{\"component\":3,\"complete\":true}]}",
        n, STR_ARG(file));
    return request(mem, "/api/v1/dossiers", str_fmt(mem, "power-key-%06d", n), "application/json",
                   body);
}

/* A text member of a JSON answer, good enough for ids and codes. */
static void member(char *to, size_t max, str json, const char *name)
{
    char find[40];
    (void)snprintf(find, sizeof find, "\"%s\":\"", name);
    const char *at = memmem(json.p, (size_t)json.n, find, strlen(find));
    const char *from = at ? at + strlen(find) : NULL;
    const char *end = from ? memchr(from, '"', (size_t)(json.p + json.n - from)) : NULL;
    (void)snprintf(to, max, "%.*s", end ? (int)(end - from) : 0, end ? from : "");
}

/* The parts of an answer that must be the same for ever. */
static bool read_filed(const struct answer *a, struct filed *ret)
{
    const str place = answer_header(a, S("location"));
    (void)snprintf(ret->place, sizeof ret->place, "%.*s", STR_ARG(place));
    member(ret->code, sizeof ret->code, a->body, "code");
    member(ret->secret, sizeof ret->secret, a->body, "trackingSecret");
    return a->status == 201 && ret->place[0] && ret->code[0] && ret->secret[0];
}

static str sent[DOSSIERS]; /* the requests, to be asked again */

static void *run_lane(void *arg)
{
    const int first = (int)(intptr_t)arg;
    bool *good = calloc(1, sizeof *good);
    struct arena *mem = arena_new((size_t)16 << 20);
    *good = true;
    for (int n = first; n < first + EACH && *good; n++) {
        str file;
        struct answer a = {0};
        *good = send_file(mem, api.port, n, &file);
        if (*good) {
            const str whole = filing(mem, n, file);
            sent[n] = (str){memcpy(malloc((size_t)whole.n), whole.p, (size_t)whole.n), whole.n};
            *good = client_once(api.port, mem, sent[n], &a) && read_filed(&a, &filed[n]);
        }
        if (*good)
            vfs_mark(n);
        else
            print_error("%d: %d %.*s\n", n, a.status, STR_ARG(a.body));
        arena_clear(mem);
    }
    arena_free(mem);
    return good;
}

/* ---- one image ------------------------------------------------------------------------------------
 */

static const char *planted; /* SQL of a new connection */
static enum rc on_connect(void *handle, void *arg)
{
    (void)arg;
    return !planted || sqlite3_exec(handle, planted, NULL, NULL, NULL) == SQLITE_OK ? RC_OK : RC_FAILED;
}
static void on_vfs(struct store_config *k)
{
    k->vfs = VFS_NAME;
    k->checkpoint_pages = 200;
    k->on_connect = on_connect;
}

struct seen {
    bool acknowledged[DOSSIERS];
    int64_t acknowledged_n, lost, half, doubled, broken, unverified, files_lost, other_answer, dossiers;
};

static void hear(void *arg, int64_t mark)
{
    struct seen *s = arg;
    s->acknowledged[mark] = true;
    s->acknowledged_n++;
}

struct look {
    struct q_power_count_row row;
    struct record_report report;
    struct file_store *files;
    const char *dir;
    int64_t files_lost;
};

static void found(void *arg, const struct record_finding *f)
{
    (void)arg;
    print_message("# %s %.*s: %.*s\n", record_fault_word(f->fault), STR_ARG(f->kind),
                  STR_ARG(f->detail));
}

static enum rc look_in(struct ctx *c, void *arg)
{
    struct look *l = arg;
    struct q_power_files_rows rows;
    struct record_check check = {.has_checkpoint = true, .needs_checkpoint = true, .found = found};
    enum rc rc = record_head_read(c->mem, l->dir, &check.checkpoint);
    if (!rc)
        rc = record_verify(c, &check, &l->report);
    if (!rc)
        rc = q_power_count(c, &l->row);
    if (!rc)
        rc = q_power_files(c, &rows);
    for (ptrdiff_t i = 0; !rc && i < rows.n; i++) {
        struct file f;
        l->files_lost +=
            file_get(c, (struct file_id){rows.v[i].id}, &f) || file_verify(c, l->files, &f);
    }
    return rc;
}

/* The same key again, over a server of its own: the same answer, no second dossier. */
static void ask_again(struct store *store, const char *dir, struct seen *s)
{
    struct api image = api;
    struct arena *mem = arena_new((size_t)16 << 20);
    api_serve(&image, store, dir);
    web_settings_now.api_minute = 0;
    for (int n = 0; n < DOSSIERS; n++) {
        struct answer a = {0};
        struct filed again = {0};
        if (!s->acknowledged[n])
            continue;
        s->other_answer += !client_once(image.port, mem, sent[n], &a) || !read_filed(&a, &again) ||
                           memcmp(&again, &filed[n], sizeof again) != 0 ||
                           !str_eq(answer_header(&a, S("idempotent-replayed")), S("true"));
        arena_clear(mem);
    }
    api_quiet(&image);
    arena_free(mem);
}

static void check_open_image(struct store *store, const char *dir, struct seen *s)
{
    struct arena *mem = arena_new((size_t)64 << 20);
    struct ctx c = {.mem = mem, .now = api.authority->e->c.now};
    struct look before = {.files = app_parts()->files, .dir = dir}, after = before;
    if (store_read(store, &c, look_in, &before) != RC_OK) {
        s->broken++;
    } else {
        ask_again(store, dir, s);
        const bool read = store_read(store, &c, look_in, &after) == RC_OK;
        s->lost +=
            before.row.dossiers < s->acknowledged_n ? s->acknowledged_n - before.row.dossiers : 0;
        s->half += before.row.half + before.row.orphans + (before.row.dossiers != before.row.keys) +
                   (before.row.dossiers != before.row.codes);
        s->doubled += after.row.dossiers != before.row.dossiers;
        s->unverified += !read || before.report.findings || before.report.unsealed;
        s->files_lost += before.files_lost;
        s->dossiers += before.row.dossiers;
    }
    arena_free(mem);
}

/* As the program opens a folder after a crash. */
static void check_image(const char *dir, struct seen *s)
{
    char path[160];
    struct store_config k = {.path = path};
    struct store *store = NULL;
    struct host_lock *lock;
    (void)snprintf(path, sizeof path, "%s/motcua.db", dir);
    assert_int_equal(host_lock_take(dir, &lock), RC_OK);
    k.lock = lock;
    if (store_open(&k, &store) || store_migrate(store, embed_migrations) || app_on_open(store, dir))
        s->broken++;
    else
        check_open_image(store, dir, s);
    store_close(store);
    host_lock_release(lock);
}

/* ---- the run ---------------------------------------------------------------------------------------
 */

static int64_t number_from(const char *name, int64_t otherwise)
{
    int64_t v = otherwise;
    const char *text = getenv(name);
    return text && !str_to_i64(str_of(text), &v) ? otherwise : v;
}

static int by_number(const void *a, const void *b)
{
    const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return x < y ? -1 : x > y;
}

static void copy_to_image(const char *dir, const char *name)
{
    char from[160], to[160];
    str bytes;
    struct arena *mem = arena_new(1 << 20);
    (void)snprintf(from, sizeof from, "%s/%s", api.authority->e->dir, name);
    (void)snprintf(to, sizeof to, "%s/%s", dir, name);
    (void)unlink(to);
    assert_int_equal(host_file_get(mem, from, 1 << 16, &bytes), RC_OK);
    assert_int_equal(host_file_replace(to, bytes, 0400), RC_OK);
    arena_free(mem);
}

/* What the program would have kept beside the database had it made this folder. */
static enum rc write_head(struct ctx *c, void *arg)
{
    struct record_head head;
    const enum rc rc = record_get_head(c, &head);
    return rc ? rc : record_head_write(c->mem, arg, &head, c->now);
}

/* Files dossiers under the VFS; answers the first moment at which the folder was whole. */
static int64_t run_workload(void)
{
    pthread_t threads[LANES];
    int64_t first;
    files.on = false;
    files.n = files.synced_n = 0;
    vfs_record(true);
    engine_adjust(on_vfs);
    api_start(&api);
    web_settings_now.api_minute = 0;
    engine_adjust(NULL);
    struct engine *e = api.authority->e;
    assert_int_equal(engine_read(e, write_head, e->dir), RC_OK);
    assert_int_equal(app_on_open(e->store, e->dir), RC_OK);
    vfs_settle(); /* the folder itself was there long before */
    first = vfs_events();
    files.on = true;
    vfs_slow_sync(500); /* so that several share a commit */
    for (int i = 0; i < LANES; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, run_lane, (void *)(intptr_t)(i * EACH)), 0);
    bool good = true;
    for (int i = 0; i < LANES; i++) {
        void *did;
        assert_int_equal(pthread_join(threads[i], &did), 0);
        good = good && *(bool *)did;
        free(did);
    }
    assert_true(good);
    vfs_slow_sync(0);
    vfs_record(false);
    files.on = false;
    return first;
}

static struct seen run(int64_t images)
{
    struct seen s = {.lost = 0};
    char dir[96];
    const int64_t seed = number_from("MOTCUA_SEED", 20261122), first = run_workload();
    int64_t *at = calloc((size_t)images, sizeof *at);
    struct ctx c = {.mem = api.mem};
    memcpy(c.rng.seed, &seed, sizeof seed);
    for (int64_t i = 0; i < images; i++) {
        uint32_t r;
        ctx_random(&c, &r, sizeof r);
        at[i] = first + (int64_t)(r % (uint64_t)(vfs_events() - first + 1));
    }
    qsort(at, (size_t)images, sizeof *at, by_number);
    (void)snprintf(dir, sizeof dir, "%s/image", api.authority->e->dir);
    assert_int_equal(host_dir_make(dir), RC_OK);
    for (int64_t i = 0; i < images; i++) {
        vfs_image(at[i], (uint64_t)(seed + i), dir, hear, &s);
        files_image(at[i], (uint64_t)(seed + i), dir);
        copy_to_image(dir, "secret");
        copy_to_image(dir, "record.head");
        check_image(dir, &s);
    }
    free(at);
    for (int i = 0; i < DOSSIERS; i++)
        free((void *)(uintptr_t)sent[i].p);
    print_message("# seed %lld: %lld images over %lld moments, %lld dossiers acknowledged before the "
                  "last, %lld found in all; lost %lld, half %lld, doubled %lld, broken %lld, "
                  "unverified %lld, files "
                  "lost %lld, other answers %lld\n",
                  (long long)seed, (long long)images, (long long)(vfs_events() - first),
                  (long long)s.acknowledged_n, (long long)s.dossiers, (long long)s.lost,
                  (long long)s.half, (long long)s.doubled, (long long)s.broken, (long long)s.unverified,
                  (long long)s.files_lost, (long long)s.other_answer);
    api_stop(&api);
    return s;
}

static void test_power__nothing_acknowledged_is_lost(void **state)
{
    (void)state;
    planted = NULL;
    files.forget = false;
    const struct seen s = run(number_from("MOTCUA_POWER_IMAGES", 40));
    assert_true(s.acknowledged_n > DOSSIERS / 2);
    assert_int_equal(s.lost, 0);
    assert_int_equal(s.half, 0);
    assert_int_equal(s.doubled, 0);
    assert_int_equal(s.broken, 0);
    assert_int_equal(s.unverified, 0);
    assert_int_equal(s.files_lost, 0);
    assert_int_equal(s.other_answer, 0);
}

static void test_power__without_synchronous_the_test_fails(void **state)
{
    (void)state;
    planted = "PRAGMA synchronous=OFF";
    files.forget = false;
    const struct seen s = run(12);
    assert_true(s.lost + s.broken > 0);
}

static void test_power__files_that_are_not_synced_are_missed(void **state)
{
    (void)state;
    planted = NULL;
    files.forget = true;
    const struct seen s = run(4);
    assert_true(s.files_lost > 0);
    assert_int_equal(s.lost, 0);
}

int main(int argc, char **argv)
{
    static const struct spawn_kind *const kinds[] = {&file_reader_magic, NULL};
    const int child = test_child(argc, argv, kinds);
    if (child >= 0)
        return child;
    vfs_install();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_power__nothing_acknowledged_is_lost),
        cmocka_unit_test(test_power__without_synchronous_the_test_fails),
        cmocka_unit_test(test_power__files_that_are_not_synced_are_missed),
    };
    const int failed = cmocka_run_group_tests(tests, NULL, NULL);
    spawn_stop();
    return failed;
}
