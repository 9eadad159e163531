/*
 * console.h - the process as its user started it: terminal, environment, working folder.
 */
#ifndef MOTCUA_HOST_CONSOLE_H
#define MOTCUA_HOST_CONSOLE_H

#include "core/str.h"

bool host_is_terminal(int fd);
/* The value, or NULL; lives as long as the process. */
const char *host_env(const char *name);
/* All of it, as environ(7). */
char *const *host_env_all(void);
/* Without a slash at the end. */
MUST_USE enum rc host_cwd(char *to, size_t size);
/* The real, absolute path of something that exists. */
MUST_USE enum rc host_real_path(const char *path, char *to, size_t size);
/* One line from stdin without its end, echo off when it is a terminal. RC_INVALID when it is
   longer, RC_UNAVAILABLE at the end of the input. */
MUST_USE enum rc host_read_secret(const char *prompt, char *to, size_t size);

#endif
