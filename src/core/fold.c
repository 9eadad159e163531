/*
 * fold.c - see fold.h. A letter is decomposed, its base kept and its marks sorted into
 * vowel marks (breve, circumflex, horn) and tones; of several the greatest counts, so the
 * order of the marks does not matter and every normal form gives the same key.
 */
#include "core/fold.h"

#include <string.h>
#include <utf8proc.h>

#define BREVE 0x306
#define CIRCUMFLEX 0x302
#define HORN 0x31b
#define D_STROKE 0x111
#define ETH 0xf0 /* typed for đ in old texts, its capital looks the same */

struct folder {
    char *to;
    size_t n, cap;
    bool exact, full, space;
    char tone;                 /* of the word so far, '1'..'5', 0 = none */
    utf8proc_int32_t letter;   /* waits for its marks; 0 = none */
    utf8proc_int32_t modifier; /* BREVE, CIRCUMFLEX, HORN or 0 */
};

static void emit_point(struct folder *f, utf8proc_int32_t c)
{
    utf8proc_uint8_t bytes[4];
    const size_t n = (size_t)utf8proc_encode_char(c, bytes);
    if (n > f->cap - f->n) {
        f->full = true;
        return;
    }
    memcpy(f->to + f->n, bytes, n);
    f->n += n;
}

static utf8proc_int32_t with_modifier(utf8proc_int32_t letter, utf8proc_int32_t modifier)
{
    static const struct {
        utf8proc_int32_t letter, modifier, whole;
    } pairs[] = {{'a', BREVE, 0x103},     {'a', CIRCUMFLEX, 0xe2}, {'e', CIRCUMFLEX, 0xea},
                 {'o', CIRCUMFLEX, 0xf4}, {'o', HORN, 0x1a1},      {'u', HORN, 0x1b0}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (pairs[i].letter == letter && pairs[i].modifier == modifier)
            return pairs[i].whole;
    return letter;
}

static char tone_of(utf8proc_int32_t mark)
{
    switch (mark) {
    case 0x301: /* sắc */
        return '1';
    case 0x300: /* huyền */
        return '2';
    case 0x309: /* hỏi */
        return '3';
    case 0x303: /* ngã */
        return '4';
    case 0x323: /* nặng */
        return '5';
    default:
        return 0;
    }
}

static void end_letter(struct folder *f)
{
    if (f->letter)
        emit_point(f, f->exact ? with_modifier(f->letter, f->modifier) : f->letter);
    f->letter = f->modifier = 0;
}

static void end_word(struct folder *f)
{
    end_letter(f);
    if (f->exact && f->tone)
        emit_point(f, f->tone);
    f->tone = 0;
}

/* Whatever a normal form may move past a tone counts as a mark (U+302E is a spacing one). */
static bool is_mark(utf8proc_int32_t c)
{
    const utf8proc_property_t *p = utf8proc_get_property(c);
    return p->category == UTF8PROC_CATEGORY_MN || p->combining_class != 0;
}

static bool is_word(utf8proc_int32_t c)
{
    const utf8proc_category_t k = utf8proc_category(c);
    return (k >= UTF8PROC_CATEGORY_LU && k <= UTF8PROC_CATEGORY_LO) ||
           (k >= UTF8PROC_CATEGORY_ND && k <= UTF8PROC_CATEGORY_NO);
}

static bool is_space(utf8proc_int32_t c)
{
    return c <= ' ' || c == 0x7f || c == 0x85 || utf8proc_category(c) == UTF8PROC_CATEGORY_ZS;
}

static void take_point(struct folder *f, utf8proc_int32_t c)
{
    if (is_mark(c)) {
        if ((c == BREVE || c == CIRCUMFLEX || c == HORN) && c > f->modifier)
            f->modifier = c;
        else if (tone_of(c) > f->tone)
            f->tone = tone_of(c);
        return;
    }
    if (is_space(c)) {
        end_word(f);
        f->space = f->n > 0;
        return;
    }
    if (is_word(c))
        end_letter(f);
    else
        end_word(f);
    if (f->space)
        emit_point(f, ' ');
    f->space = false;
    if (c == ETH)
        c = D_STROKE;
    f->letter = c == D_STROKE && !f->exact ? 'd' : c;
}

/* Decomposed and in lower case: at most 4 points come from one (18 for compatibility forms,
   which are not asked for); a bigger answer is left out. */
static bool fold_run(struct folder *f, str s)
{
    const utf8proc_option_t how = UTF8PROC_DECOMPOSE;
    for (ptrdiff_t i = 0; i < s.n;) {
        utf8proc_int32_t c, parts[8];
        int class = 0;
        const utf8proc_ssize_t n = utf8proc_iterate((const unsigned char *)s.p + i, s.n - i, &c);
        if (n <= 0)
            return false;
        i += (ptrdiff_t)n;
        const utf8proc_ssize_t count =
            utf8proc_decompose_char(utf8proc_tolower(c), parts, 8, how, &class);
        for (utf8proc_ssize_t k = 0; k < count && k < 8; k++)
            take_point(f, parts[k]);
    }
    end_word(f);
    return !f->full;
}

/* A letter never grows past three times its bytes, its tone included. */
static str run(struct arena *mem, str s, bool exact)
{
    const size_t cap = (size_t)s.n * 3 + 8;
    struct folder f = {.to = arena_alloc(mem, cap), .cap = cap, .exact = exact};
    BUG_IF(!fold_run(&f, s));
    return (str){f.to, (ptrdiff_t)f.n};
}

str fold(struct arena *mem, str s)
{
    return run(mem, s, false);
}

str fold_exact(struct arena *mem, str s)
{
    return run(mem, s, true);
}

str fold_initials(struct arena *mem, str s)
{
    const str key = fold(mem, s);
    char *to = arena_alloc(mem, (size_t)key.n);
    ptrdiff_t n = 0;
    bool inside = false;
    for (ptrdiff_t i = 0; i < key.n; i++) {
        const char ch = key.p[i];
        const bool word = (ch >= 'a' && ch <= 'z') || (ch >= '0' && ch <= '9');
        if (word && !inside)
            to[n++] = ch;
        inside = word;
    }
    return (str){to, n};
}

bool fold_has_marks(str s)
{
    for (ptrdiff_t i = 0; i < s.n;) {
        utf8proc_int32_t c, parts[8];
        int class = 0;
        const utf8proc_ssize_t n = utf8proc_iterate((const unsigned char *)s.p + i, s.n - i, &c);
        if (n <= 0)
            return false;
        i += (ptrdiff_t)n;
        c = utf8proc_tolower(c);
        const utf8proc_ssize_t count = utf8proc_decompose_char(c, parts, 8, UTF8PROC_DECOMPOSE, &class);
        if (c == D_STROKE || (count > 0 && is_mark(parts[count < 8 ? count - 1 : 7])))
            return true;
    }
    return false;
}
