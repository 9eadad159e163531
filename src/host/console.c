/* console.c - see console.h. */
#include "host/console.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

bool host_is_terminal(int fd)
{
    return isatty(fd) == 1;
}

const char *host_env(const char *name)
{
    return getenv(name);
}

char *const *host_env_all(void)
{
    return environ;
}

enum rc host_cwd(char *to, size_t size)
{
    return getcwd(to, size) ? RC_OK : RC_UNAVAILABLE;
}

enum rc host_real_path(const char *path, char *to, size_t size)
{
    char real[PATH_MAX];
    if (!realpath(path, real))
        return errno == ENOENT || errno == ENOTDIR ? RC_NOT_FOUND : RC_UNAVAILABLE;
    if (strlen(real) >= size)
        return RC_INVALID;
    memcpy(to, real, strlen(real) + 1);
    return RC_OK;
}

/* Byte by byte: what follows the line belongs to whoever reads next. */
static enum rc read_line(char *to, size_t size)
{
    size_t n = 0;
    for (;;) {
        char ch;
        const ssize_t got = read(STDIN_FILENO, &ch, 1);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0 && n == 0)
            return RC_UNAVAILABLE;
        if (got <= 0 || ch == '\n')
            break;
        if (n + 1 >= size)
            return RC_INVALID;
        to[n++] = ch;
    }
    to[n] = 0;
    return RC_OK;
}

enum rc host_read_secret(const char *prompt, char *to, size_t size)
{
    struct termios before, quiet;
    if (tcgetattr(STDIN_FILENO, &before))
        return read_line(to, size);
    quiet = before;
    quiet.c_lflag &= ~(tcflag_t)ECHO;
    (void)!write(STDERR_FILENO, prompt, strlen(prompt));
    (void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
    const enum rc rc = read_line(to, size);
    (void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
    (void)!write(STDERR_FILENO, "\n", 1);
    return rc;
}
