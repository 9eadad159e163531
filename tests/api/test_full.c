/*
 * test_full.c - the disk is full in the middle of a submission by a machine: at every write of
 * its unit in turn, and while its file is stored or its body spooled. The answer is a 503 in
 * problem+json that says when to come back, nothing is stored by half, and once there is room the
 * same request with the same key succeeds, once.
 */
#include "api/lib_api.h"

#include <errno.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "core/buf.h"
#include "crypto/crypto.h"
#include "db/lib_vfs.h"
#include "file/file.h"
#include "host/lib_child.h"
#include "http/lib_client.h"
#include "web/settings.h"

static struct api api;

/* In front of the C library's: no room for the next file of the data folder (spool/ and what
   http keeps of long bodies). SQLite writes by pwrite, through its VFS. */
static _Atomic bool no_room;
ssize_t write(int fd, const void *bytes, size_t n)
{
    char link[64], at[256];
    if (no_room) {
        (void)snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
        const ssize_t len = readlink(link, at, sizeof at - 1);
        at[len > 0 ? len : 0] = 0;
        if (strncmp(at, api.authority->e->dir, strlen(api.authority->e->dir)) == 0) {
            errno = ENOSPC;
            return -1;
        }
    }
    return syscall(SYS_write, fd, bytes, n);
}

static void on_vfs(struct store_config *k)
{
    k->vfs = VFS_NAME;
}

static int start(void **state)
{
    (void)state;
    engine_adjust(on_vfs);
    api_start(&api);
    engine_adjust(NULL);
    web_settings_now.api_minute = 0;
    return 0;
}
static int stop(void **state)
{
    (void)state;
    api_stop(&api);
    return 0;
}

static str request(const char *path, const char *key, const char *type, str body)
{
    return str_fmt(api.mem,
                   "POST %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %.*s\r\n"
                   "Idempotency-Key: %s\r\nContent-Type: %s\r\nContent-Length: %lld\r\n\r\n%.*s",
                   path, STR_ARG(api.token[CLERK]), key, type, (long long)body.n, STR_ARG(body));
}

static struct answer ask(str bytes)
{
    struct answer a = {0};
    if (!client_once(api.port, api.mem, bytes, &a))
        fail_msg("no answer to %.*s", STR_ARG(str_sub(bytes, 0, 60)));
    return a;
}

static void assert_no_room(const struct answer *a)
{
    if (a->status != 503)
        fail_msg("%d %.*s", a->status, STR_ARG(a->body));
    assert_true(str_starts(answer_header(a, S("content-type")), S("application/problem+json")));
    assert_true(str_starts(a->body, S("{\"type\":\"urn:motcua:problem:unavailable\"")));
    assert_true(answer_header(a, S("retry-after")).n > 0);
}

/* The same again: 201 once, then the same place. */
static void assert_goes_through(str bytes)
{
    struct answer first = ask(bytes), again = ask(bytes);
    if (first.status != 201)
        fail_msg("%d %.*s", first.status, STR_ARG(first.body));
    assert_false(answer_header(&first, S("idempotent-replayed")).p != NULL);
    assert_int_equal(again.status, 201);
    assert_true(str_eq(answer_header(&again, S("idempotent-replayed")), S("true")));
    assert_true(str_eq(answer_header(&again, S("location")), answer_header(&first, S("location"))));
}

static str filing(const char *key, int n)
{
    const str body =
        str_fmt(api.mem,
                "{\"procedure\":\"1.004222\",\"channel\":\"direct\",\"owner\":{\"kind\":\"natural\","
                "\"name\":\"Lê Minh Họa\",\"number\":\"0511960%05d\"},\"resultBy\":\"counter\","
                "\"sets\":1,\"papers\":[{\"component\":1,\"complete\":true},{\"component\":2,"
                "\"complete\":true},{\"component\":3,\"complete\":true}]}",
                n);
    return request("/api/v1/dossiers", key, "application/json", body);
}

static void test_full__every_write_of_a_submission(void **state)
{
    (void)state;
    int refused = 0;
    for (int k = 1;; k++) {
        char key[32];
        (void)snprintf(key, sizeof key, "full-key-%06d", k);
        const str bytes = filing(key, k);
        const struct arena_mark mark = arena_mark(api.mem);
        const struct q_api_count_row before = api_counts(&api);
        vfs_fail_write(k, VFS_FULL, true);
        const struct answer a = ask(bytes);
        const bool failed = vfs_failed();
        vfs_fail_write(0, VFS_FULL, false);
        if (!failed) { /* it needs fewer writes than that */
            assert_int_equal(a.status, 201);
            break;
        }
        assert_no_room(&a);
        const struct q_api_count_row after = api_counts(&api);
        assert_memory_equal(&before, &after, sizeof before);
        assert_goes_through(bytes);
        const struct q_api_count_row then = api_counts(&api);
        assert_int_equal(then.dossiers, before.dossiers + 1);
        assert_int_equal(then.keys, before.keys + 1);
        refused++;
        arena_reset(api.mem, mark);
    }
    print_message("# %d writes of a submission failed in turn\n", refused);
    assert_true(refused > 20);
}

static str upload(const char *key, ptrdiff_t size)
{
    struct buf b = buf_new(api.mem, 1 << 20);
    buf_add_c(&b, "--cut\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n"
                  "Content-Type: application/pdf\r\n\r\n%PDF-1.4\n%");
    buf_add_c(&b, key);
    for (ptrdiff_t i = 0; i < size; i++)
        buf_char(&b, ' ');
    buf_add_c(&b, "\n%%EOF\n\r\n--cut--\r\n");
    return request("/api/v1/files", key, "multipart/form-data; boundary=cut", buf_str(&b));
}

static void test_full__a_file_finds_no_room(void **state)
{
    (void)state;
    static const struct {
        const char *key;
        ptrdiff_t size;
    } sizes[] = {{"full-file-small", 1000}, {"full-file-spooled", 200000}};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        const str bytes = upload(sizes[i].key, sizes[i].size);
        const struct q_api_count_row before = api_counts(&api);
        no_room = true;
        const struct answer a = ask(bytes);
        no_room = false;
        assert_no_room(&a);
        const struct q_api_count_row after = api_counts(&api);
        assert_memory_equal(&before, &after, sizeof before);
        assert_goes_through(bytes);
    }
}

int main(int argc, char **argv)
{
    static const struct spawn_kind *const kinds[] = {&file_reader_magic, NULL};
    const int child = test_child(argc, argv, kinds);
    if (child >= 0)
        return child;
    vfs_install();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_full__every_write_of_a_submission, start, stop),
        cmocka_unit_test_setup_teardown(test_full__a_file_finds_no_room, start, stop),
    };
    const int failed = cmocka_run_group_tests(tests, NULL, NULL);
    spawn_stop();
    return failed;
}
