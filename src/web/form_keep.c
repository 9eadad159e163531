/*
 * form_keep.c - a file that came with a refused form need not be sent again: its bytes are
 * stored already, and the redrawn page carries a signed note of them. The note names the
 * person and the field, so it can be used nowhere else, and ends before the bytes are swept.
 *
 *     k1.<end, ms>.<size>.<type>.<sha-256>.<mac>.<file name>      numbers in hex
 */
#include "core/buf.h"
#include "web/form_read.h"

#define HOURS 12 /* bytes without a row are swept after a day */
#define MAC_BYTES 16

static str mac_of(struct ctx *c, const struct form_keeper *k, str field, str note, str file_name)
{
    struct buf b = buf_new(c->mem, 2048);
    buf_fmt(&b, "file %lld ", (long long)k->actor);
    buf_add(&b, field);
    buf_char(&b, '\n');
    buf_add(&b, note);
    buf_char(&b, '\n');
    buf_add(&b, file_name);
    BUG_IF(buf_full(&b));
    const struct crypto_mac mac = crypto_mac(k->key, buf_str(&b));
    return hex_of(c->mem, mac.b, MAC_BYTES);
}

str web__kept_make(struct ctx *c, const struct form_keeper *k, str field, const struct form_file *file)
{
    const int64_t end = c->now.us / 1000 + HOURS * HOUR_US / 1000;
    const str note = str_fmt(c->mem, "k1.%llx.%llx.%x.%.*s", (unsigned long long)end,
                             (unsigned long long)file->stored.size, (unsigned)file->stored.type,
                             STR_ARG(digest_hex(c->mem, &file->stored.sha)));
    const str mac = mac_of(c, k, field, note, file->name);
    return str_fmt(c->mem, "%.*s.%.*s.%.*s", STR_ARG(note), STR_ARG(mac), STR_ARG(file->name));
}

/* The parts up to the fifth dot are the note; then mac and name. */
static bool cut(str text, str *ret_note, str *ret_mac, str *ret_name)
{
    ptrdiff_t at = -1;
    for (int dots = 0; dots < 5; dots++) {
        const ptrdiff_t next = str_find(str_sub(text, at + 1, text.n), S("."));
        if (next < 0)
            return false;
        at += next + 1;
    }
    *ret_note = str_sub(text, 0, at);
    const struct str_cut rest = str_cut(str_sub(text, at + 1, text.n), '.');
    *ret_mac = rest.head;
    *ret_name = rest.tail;
    return rest.found;
}

static bool number(str *rest, uint64_t *ret_v)
{
    const struct str_cut one = str_cut(*rest, '.');
    *rest = one.tail;
    return str_to_u64_hex(one.head, ret_v);
}

enum rc web__kept_read(struct ctx *c, const struct form_keeper *k, str field, str text,
                       struct form_file *ret_file)
{
    str note, mac, name;
    uint64_t end, size, type;
    struct form_file file = {0};
    if (!str_starts(text, S("k1.")) || text.n > 1000 || !cut(text, &note, &mac, &name) ||
        !crypto_equal_str(mac, mac_of(c, k, field, note, name)))
        return RC_INVALID;
    str rest = str_sub(note, 3, note.n);
    if (!number(&rest, &end) || !number(&rest, &size) || !number(&rest, &type) ||
        !digest_parse(rest, &file.stored.sha))
        return RC_INVALID;
    if ((int64_t)end < c->now.us / 1000)
        return RC_NOT_FOUND;
    file.name = name;
    file.stored.size = (int64_t)size;
    file.stored.type = (enum file_type)type;
    *ret_file = file;
    return RC_OK;
}

str web__kept_name(str text)
{
    str note, mac, name;
    return cut(text, &note, &mac, &name) ? name : STR_NONE;
}
