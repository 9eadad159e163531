/*
 * fold.h - search keys of Vietnamese text. Two forms of a word: *fold* is lower case
 * without any mark and with đ as d ("hoà" -> "hoa"); *exact* keeps the letters ă â ê ô ơ
 * ư đ and moves the tone to the end as a digit ("hoà", "hòa" and its NFD form -> "hoa2").
 * Runs of white space become one space, edges are trimmed, punctuation stays (codes such
 * as 1.001193 must stay searchable).
 *
 * Stored keys are made by these functions: a change of their output needs a migration.
 */
#ifndef MOTCUA_CORE_FOLD_H
#define MOTCUA_CORE_FOLD_H

#include "core/str.h"

/* Valid UTF-8 in, in any normal form. */
str fold(struct arena *mem, str s);
str fold_exact(struct arena *mem, str s);
/* First letters of the words, folded: "Xác nhận tình trạng hôn nhân" -> "xntthn". */
str fold_initials(struct arena *mem, str s);
/* True if some letter carries a Vietnamese mark or is đ: the searcher meant it exactly. */
bool fold_has_marks(str s);

#endif
