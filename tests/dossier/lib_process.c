/* lib_process.c - see lib_process.h. */
#include "dossier/lib_process.h"

#include "core/embed.h"

#include <string.h>

struct actor process_control = {
    .kind = ACTOR_STAFF, .account = 990, .roles = 1u << ROLE_ANYBODY | 1u << ROLE_CONTROL_OFFICE};

const char process_elsewhere[] =
    "{\"format\":\"motcua.process/1\",\"process\":\"1.004873\",\"kind\":\"dossier\",\"name\":\"Liên "
    "thông\","
    "\"time\":\"3 wd\",\"steps\":["
    "{\"key\":\"receive\",\"name\":\"Tiếp nhận\",\"kind\":\"receive\",\"role\":\"clerk\","
    "\"place\":\"receiving_unit\",\"minutes\":60,\"actions\":["
    "{\"code\":\"accept\",\"from\":[\"waiting\"],\"to\":\"assess\",\"status\":\"accepted\",\"clock\":"
    "\"start\"},"
    "{\"code\":\"refuse\",\"from\":[\"waiting\"],\"status\":\"refused\",\"needs_note\":true}]},"
    "{\"key\":\"assess\",\"name\":\"Thẩm định\",\"kind\":\"process\",\"role\":\"officer\","
    "\"place\":\"competent_unit\",\"minutes\":240,\"actions\":["
    "{\"code\":\"submit\",\"from\":[\"accepted\"],\"to\":\"consent\",\"status\":\"approving\"}]},"
    "{\"key\":\"consent\",\"name\":\"Đồng ý của xã kia\",\"kind\":\"approve\",\"role\":\"leader\","
    "\"place\":\"agency:H48.102\",\"minutes\":240,\"actions\":["
    "{\"code\":\"approve\",\"from\":[\"approving\"],\"to\":\"register\",\"status\":\"approving\"}]},"
    "{\"key\":\"register\",\"name\":\"Vào sổ ở xã kia\",\"kind\":\"process\",\"role\":\"clerk\","
    "\"place\":\"agency:H48.102\",\"minutes\":60,\"actions\":["
    "{\"code\":\"register\",\"from\":[\"approving\"],\"to\":\"sign\",\"status\":\"approving\"}]},"
    "{\"key\":\"sign\",\"name\":\"Ký\",\"kind\":\"approve\",\"role\":\"leader\","
    "\"place\":\"competent_leaders\",\"minutes\":240,\"actions\":["
    "{\"code\":\"approve\",\"from\":[\"approving\"],\"to\":\"issue\",\"status\":\"approved\"}]},"
    "{\"key\":\"issue\",\"name\":\"Trả\",\"kind\":\"issue\",\"role\":\"clerk\",\"place\":\"receiving_"
    "unit\","
    "\"minutes\":60,\"actions\":["
    "{\"code\":\"issue\",\"from\":[\"approved\"],\"status\":\"issued\",\"needs_file\":true},"
    "{\"code\":\"return\",\"from\":[\"issued\"],\"status\":\"returned\"}]}]}";

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
