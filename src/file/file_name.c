/* file_name.c - names somebody gave to files: cleaned to show, and written into a header. */
#include "file/file.h"

#include "core/buf.h"
#include "core/fold.h"
#include "core/utf8.h"

#define LETTERS_MAX 120

static bool is_forbidden(char ch)
{
    return ch == '"' || ch == '<' || ch == '>' || ch == ':' || ch == '|' || ch == '?' || ch == '*';
}

/* After the last slash of either kind: browsers of old sent whole paths. */
static str base_of(str name)
{
    ptrdiff_t from = 0;
    for (ptrdiff_t i = 0; i < name.n; i++)
        if (name.p[i] == '/' || name.p[i] == '\\')
            from = i + 1;
    return str_sub(name, from, name.n);
}

static bool has_ending(struct arena *mem, str name, enum file_type type)
{
    const str lower = str_lower_ascii(mem, name);
    return str_ends(lower, file_type_ending(type)) ||
           (type == FILE_JPEG && str_ends(lower, S(".jpeg")));
}

/* The ending says what the bytes are, whatever the sender called them. */
str file_name_clean(struct arena *mem, str name, enum file_type type)
{
    str clean = S("");
    if (!utf8_clean(mem, base_of(name), UTF8_LINE, &clean))
        clean = S("");
    struct buf b = buf_new(mem, (size_t)clean.n + 1);
    for (ptrdiff_t i = 0; i < clean.n; i++)
        buf_char(&b, is_forbidden(clean.p[i]) ? '_' : clean.p[i]);
    str s = str_trim(buf_str(&b));
    while (s.n > 0 && s.p[0] == '.')
        s = str_sub(s, 1, s.n);
    str ending = file_type_ending(type);
    if (ending.n > 0 && has_ending(mem, s, type)) {
        ptrdiff_t dot = s.n - 1;
        while (s.p[dot] != '.')
            dot--;
        ending = str_sub(s, dot, s.n);
        s = str_sub(s, 0, dot);
    }
    s = str_trim(utf8_cut(s, LETTERS_MAX - ending.n));
    return str_fmt(mem, "%.*s%.*s", STR_ARG(s.n > 0 ? s : S("tep")), STR_ARG(ending));
}

static bool is_token(char ch)
{
    return (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') || (ch >= '0' && ch <= '9') ||
           ch == '.' || ch == '-' || ch == '_';
}

str file_disposition(struct arena *mem, str name)
{
    struct buf b = buf_new(mem, 4096);
    const str plain = fold(mem, name);
    buf_add(&b, S("attachment; filename=\""));
    for (ptrdiff_t i = 0; i < plain.n; i++)
        if (is_token(plain.p[i]))
            buf_char(&b, plain.p[i]);
        else if (((unsigned char)plain.p[i] & 0xc0) != 0x80) /* one for a letter */
            buf_char(&b, '_');
    buf_add(&b, S("\"; filename*=UTF-8''"));
    for (ptrdiff_t i = 0; i < name.n; i++)
        if (is_token(name.p[i]))
            buf_char(&b, name.p[i]);
        else
            buf_fmt(&b, "%%%02X", (unsigned)(unsigned char)name.p[i]);
    return buf_full(&b) ? S("attachment") : buf_str(&b);
}
