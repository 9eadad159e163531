/* lib_smtp.h - a mail server of the test's own on a free port of this machine: takes one letter
   after the other and keeps the last, or refuses as it is told. */
#ifndef MOTCUA_TESTS_MAIL_LIB_SMTP_H
#define MOTCUA_TESTS_MAIL_LIB_SMTP_H

#include "lib_test.h"

#include <pthread.h>
#include <stdatomic.h>

struct smtp {
    int port;
    const char *to_rcpt; /* what RCPT is answered with; NULL = taken */
    _Atomic int taken;   /* letters */
    char from[200], rcpt[200], data[65536];
    /* its own */
    int fd;
    pthread_t thread;
    _Atomic bool ending;
};
void smtp_start(struct smtp *s);
void smtp_stop(struct smtp *s);
/* The body of the letter taken last, out of its base64. */
str smtp_text(struct smtp *s, struct arena *mem);

#endif
