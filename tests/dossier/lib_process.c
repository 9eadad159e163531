/* lib_process.c - see lib_process.h. */
#include "dossier/lib_process.h"

#include "core/embed.h"

#include <string.h>

struct actor process_control = {
    .kind = ACTOR_STAFF, .account = 990, .roles = 1u << ROLE_ANYBODY | 1u << ROLE_CONTROL_OFFICE};

str process_sample(struct arena *mem, const char *was, const char *is)
{
    str text = STR_NONE;
    for (const struct embed *p = embed_packs; p->name; p++)
        if (strcmp(p->name, "processes/joint.json") == 0)
            text = (str){(const char *)p->bytes, (ptrdiff_t)p->size};
    const char *const changes[][2] = {
        {"mau.phoi-hop", "1.004873"}, {" \"template\": true,\n", ""}, {was, is}};
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        const str old = str_of(changes[i][0]);
        const ptrdiff_t at = str_find(text, old);
        assert_true(at >= 0);
        const str head = str_sub(text, 0, at), tail = str_sub(text, at + old.n, text.n);
        text = str_fmt(mem, "%.*s%s%.*s", STR_ARG(head), changes[i][1], STR_ARG(tail));
    }
    return text;
}

enum rc process_as_told(struct ctx *c, void *publishing)
{
    struct publishing *p = publishing;
    const enum rc rc = process_import(c, p->text, &p->id);
    return rc ? rc
              : process_publish(c, p->id,
                                &(struct process_publish){.seen_edit = 1,
                                                          .valid_from = instant_date(c->now),
                                                          .reason = S("Quyết định"),
                                                          .unstaffed = true});
}
