/* lib_hold.c - see lib_hold.h. */
#include "lib_hold.h"

#include "casework/process.h"

#include <string.h>

const struct process_edit hold_grounds = {
    "\n}\n", ",\n \"holds\": [\n"
             "  {\"key\": \"finance\", \"name\": \"Chờ nộp tiền\", \"article\": \"Luật A, Điều 5\", "
             "\"limit\": \"4 wd\"},\n"
             "  {\"key\": \"opinion\", \"name\": \"Chờ ý kiến\", \"article\": \"Luật A, Điều 6\", "
             "\"limit\": \"3 wd\", \"consult\": true}\n ]\n}\n"};

static struct actor control_office(struct authority *a)
{
    struct actor x = a->leader;
    x.roles = 1u << ROLE_ANYBODY | 1u << ROLE_CONTROL_OFFICE;
    return x;
}

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
    struct process_id draft;
    const struct process_publish how = {.seen_edit = 1,
                                        .reason = S("Luật chuyên ngành"),
                                        .valid_from = instant_date(c->now),
                                        .unstaffed = true};
    enum rc rc = process_version_by(c, S(HOLD_PROCEDURE), 1, &v);
    if (!rc)
        rc = process_import(c, replaced(c->mem, v.content, edit->was, edit->is), &draft);
    return rc ? rc : process_publish(c, draft, &how);
}

void hold_as_control(struct authority *a, const char *when, enum rc (*fn)(struct ctx *, void *),
                     void *arg)
{
    struct actor control = control_office(a);
    if (as(a, &control, when, fn, arg))
        fail_msg("%s", last_fault(a));
}

void hold_publish(struct authority *a, const char *when, const struct process_edit *edit)
{
    struct process_edit e = *edit;
    hold_as_control(a, when, publish, &e);
}
