/* lib_hold.c - see lib_hold.h. */
#include "lib_hold.h"

#include "casework/process.h"
#include "lib_process.h"

#include <string.h>

const struct process_edit hold_grounds = {
    "\n}\n", ",\n \"holds\": [\n"
             "  {\"key\": \"finance\", \"name\": \"Chờ nộp tiền\", \"article\": \"Luật A, Điều 5\", "
             "\"limit\": \"4 wd\"},\n"
             "  {\"key\": \"opinion\", \"name\": \"Chờ ý kiến\", \"article\": \"Luật A, Điều 6\", "
             "\"limit\": \"3 wd\", \"consult\": true}\n ]\n}\n"};

static str replaced(struct arena *mem, str s, const char *was, const char *is)
{
    const ptrdiff_t at = str_find(s, str_of(was));
    if (at < 0)
        fail_msg("%s does not stand in\n%.*s", was, STR_ARG(s));
    const ptrdiff_t after = at + (ptrdiff_t)strlen(was);
    return str_fmt(mem, "%.*s%s%.*s", (int)at, s.p, is, (int)(s.n - after), s.p + after);
}

/* The process of the procedure with other words, in force at once. */
static enum rc publish(struct ctx *c, void *arg)
{
    const struct process_edit *edit = arg;
    struct process_version v;
    struct publishing p = {0};
    const enum rc rc = process_version_by(c, S(HOLD_PROCEDURE), 1, &v);
    if (rc)
        return rc;
    p.text = replaced(c->mem, v.content, edit->was, edit->is);
    return process_as_told(c, &p);
}

void hold_as_control(struct authority *a, const char *when, enum rc (*fn)(struct ctx *, void *),
                     void *arg)
{
    if (as(a, &process_control, when, fn, arg))
        fail_msg("%s", last_fault(a));
}

void hold_publish(struct authority *a, const char *when, const struct process_edit *edit)
{
    struct process_edit e = *edit;
    hold_as_control(a, when, publish, &e);
}
