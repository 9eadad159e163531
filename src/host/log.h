/*
 * log.h - one JSON line on stderr for each thing worth knowing. Ids and codes only: no
 * personal data, no secrets, no text somebody typed (security.md: audit is not a log).
 * Only the dispatcher, the job runner, the command line and the drivers of floors 1 and 2
 * log; everybody else returns.
 *
 *     LOG(LOG_ERROR, "db.query_failed", LOG_STR("query", name), LOG_INT("code", code));
 */
#ifndef MOTCUA_HOST_LOG_H
#define MOTCUA_HOST_LOG_H

#include "core/str.h"

enum log_level { LOG_INFO, LOG_WARN, LOG_ERROR };

struct log_field {
    const char *name;
    str s; /* absent: the number counts */
    int64_t i;
};
#define LOG_STR(name, cstring)                                                                         \
    {                                                                                                  \
        (name), str_of(cstring), 0                                                                     \
    }
#define LOG_INT(name, number)                                                                          \
    {                                                                                                  \
        (name), {NULL, 0}, (number)                                                                    \
    }
#define LOG(level, event, ...) host_log((level), (event), (const struct log_field[]){__VA_ARGS__, {0}})

/* `fields` ends with a NULL name. At most 2,000 bytes are written; what is not printable
   ASCII or UTF-8 is escaped. */
void host_log(enum log_level level, const char *event, const struct log_field *fields);
/* Below this nothing is written; LOG_INFO at start. */
void host_log_level(enum log_level least);

#endif
