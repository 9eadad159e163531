/*
 * spool.c - a long body goes to an unlinked file in slices. The write runs in libuv's own
 * threads and the connection rests meanwhile, so a slow disk holds up one upload and never
 * the loop, and a fast peer never fills the memory.
 */
#include "host/file.h"
#include "http/http_internal.h"

bool http__spool_due(const struct http__call *call)
{
    if (call->spool_fd < 0)
        return call->body_n > call->loop->server->config.limits.body_memory;
    return call->body_len >= HTTP__SLICE || (call->body_done && call->body_len > 0);
}

static void on_written(uv_fs_t *fs);

static int write_rest(struct http__call *call, size_t from)
{
    uv_buf_t buf = uv_buf_init(call->body + from, (unsigned)(call->body_len - from));
    call->busy = true;
    return uv_fs_write(&call->loop->uv, &call->fs, call->spool_fd, &buf, 1, call->spooled, on_written);
}

static void on_written(uv_fs_t *fs)
{
    struct http__call *call = (struct http__call *)((char *)fs - offsetof(struct http__call, fs));
    ssize_t n = fs->result;
    uv_fs_req_cleanup(fs);
    call->busy = false;
    struct http__conn *c = call->conn;
    if (!c) {
        http__call_release(call, true);
        return;
    }
    if (n <= 0) {
        http__conn_refuse(c, HTTP_REFUSED_RESOURCE, 503, "spool");
        return;
    }
    call->spooled += n;
    size_t done = (size_t)(call->spooled - (call->body_n - (int64_t)call->body_len));
    if (done < call->body_len) { /* a short write */
        size_t left = call->body_len - done;
        __builtin_memmove(call->body, call->body + done, left);
        call->body_len = left;
        if (write_rest(call, 0) < 0) {
            call->busy = false;
            http__conn_refuse(c, HTTP_REFUSED_RESOURCE, 503, "spool");
        }
        return;
    }
    call->body_len = 0;
    if (call->body_done)
        http__call_complete(call);
    http__conn_go_on(c);
}

bool http__spool_flush(struct http__call *call)
{
    struct http__conn *c = call->conn;
    if (call->spool_fd < 0) {
        http__count(&call->loop->stats.spooled, 1);
        if (host_file_open(call->loop->server->spool, HOST_TEMP, &call->spool_fd) != RC_OK) {
            call->spool_fd = -1;
            http__conn_refuse(c, HTTP_REFUSED_RESOURCE, 503, "spool");
            return false;
        }
    }
    if (write_rest(call, 0) < 0) {
        call->busy = false;
        http__conn_refuse(c, HTTP_REFUSED_RESOURCE, 503, "spool");
        return false;
    }
    http__conn_read(c, false);
    return true;
}
