/* lib_smtp.c - see lib_smtp.h. */
#include "mail/lib_smtp.h"

#include <netinet/in.h>
#include <sodium.h>
#include <sys/socket.h>
#include <unistd.h>

static void say(FILE *f, const char *line)
{
    (void)fprintf(f, "%s\r\n", line);
    (void)fflush(f);
}

static void keep(char *to, size_t size, const char *line)
{
    (void)snprintf(to, size, "%.199s", line);
    to[strcspn(to, "\r\n")] = 0;
}

/* The lines behind DATA, until the lonely dot. */
static void take_data(struct smtp *s, FILE *f, FILE *out)
{
    char line[2048];
    size_t n = 0;
    say(out, "354 go on");
    while (fgets(line, sizeof line, f) && strcmp(line, ".\r\n") != 0) {
        const size_t len = strlen(line);
        if (n + len < sizeof s->data) {
            memcpy(s->data + n, line, len);
            n += len;
        }
    }
    s->data[n] = 0;
    s->taken++;
    say(out, "250 taken");
}

static void talk(struct smtp *s, FILE *f, FILE *out)
{
    char line[2048];
    say(out, "220 test");
    while (fgets(line, sizeof line, f)) {
        if (strncmp(line, "DATA", 4) == 0) {
            take_data(s, f, out);
        } else if (strncmp(line, "RCPT", 4) == 0) {
            keep(s->rcpt, sizeof s->rcpt, line);
            say(out, s->to_rcpt ? s->to_rcpt : "250 fine");
        } else if (strncmp(line, "QUIT", 4) == 0) {
            say(out, "221 bye");
            return;
        } else {
            if (strncmp(line, "MAIL", 4) == 0)
                keep(s->from, sizeof s->from, line);
            say(out, "250 fine");
        }
    }
}

static void *serve(void *arg)
{
    struct smtp *s = arg;
    while (!s->ending) {
        const int fd = accept(s->fd, NULL, NULL);
        FILE *in = fd < 0 ? NULL : fdopen(fd, "r"), *out = in ? fdopen(dup(fd), "w") : NULL;
        if (out)
            talk(s, in, out);
        if (out)
            (void)fclose(out);
        if (in)
            (void)fclose(in);
    }
    return NULL;
}

void smtp_start(struct smtp *s)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t size = sizeof at;
    memset(s, 0, sizeof *s);
    s->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(bind(s->fd, (struct sockaddr *)&at, sizeof at), 0);
    assert_int_equal(listen(s->fd, 8), 0);
    assert_int_equal(getsockname(s->fd, (struct sockaddr *)&at, &size), 0);
    s->port = ntohs(at.sin_port);
    assert_int_equal(pthread_create(&s->thread, NULL, serve, s), 0);
}

void smtp_stop(struct smtp *s)
{
    s->ending = true;
    (void)shutdown(s->fd, SHUT_RDWR);
    (void)pthread_join(s->thread, NULL);
    (void)close(s->fd);
}

str smtp_text(struct smtp *s, struct arena *mem)
{
    const char *body = strstr(s->data, "\r\n\r\n");
    unsigned char *text = arena_alloc(mem, sizeof s->data);
    size_t n = 0;
    assert_non_null(body);
    assert_int_equal(sodium_base642bin(text, sizeof s->data, body + 4, strlen(body + 4), "\r\n", &n,
                                       NULL, sodium_base64_VARIANT_ORIGINAL),
                     0);
    return (str){(const char *)text, (ptrdiff_t)n};
}
