/*
 * utf8.h - text is checked and normalised once, at the edge; inside every str is valid
 * UTF-8 in NFC without hidden controls.
 */
#ifndef MOTCUA_CORE_UTF8_H
#define MOTCUA_CORE_UTF8_H

#include "core/str.h"

/* No overlong forms, surrogates, or values past U+10FFFF. */
bool utf8_valid(str s);

enum utf8_kind {
    UTF8_LINE, /* one line: tabs and line ends become a space, edges are trimmed */
    UTF8_TEXT  /* several lines: \r\n and \r become \n, tabs stay */
};
/*
 * What a person typed, made fit to store: NFC, without C0 and C1 controls, bidirectional
 * controls, zero-width spaces and byte-order marks. False if the bytes are not UTF-8; then
 * *ret_text is untouched. May return `s` itself when nothing changes.
 */
MUST_USE bool utf8_clean(struct arena *mem, str s, enum utf8_kind kind, str *ret_text);
/* Capital letters of every script; `s` must be valid. */
str utf8_upper(struct arena *mem, str s);
/* NFC only; `s` must be valid. */
str utf8_nfc(struct arena *mem, str s);
/* Letters as a reader counts them: code points without combining marks. `s` must be valid. */
ptrdiff_t utf8_letters(str s);
/* At most `max` letters, never cutting inside one. `s` must be valid. */
str utf8_cut(str s, ptrdiff_t max);

#endif
