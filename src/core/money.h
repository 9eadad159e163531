/*
 * money.h - đồng as int64, never a fraction. Display is i18n's (text_money); here are
 * reading and the amount in words that Vietnamese receipts carry.
 */
#ifndef MOTCUA_CORE_MONEY_H
#define MOTCUA_CORE_MONEY_H

#include "core/str.h"

/* "15000", "15.000", "1,500,000", with or without đ, đồng, VND; groups must be whole; 0..10^15. */
MUST_USE bool money_parse(str s, int64_t *ret_vnd);
/* "mười lăm nghìn đồng"; lower case, always Vietnamese; 0..10^15. */
str money_words(struct arena *mem, int64_t vnd);

#endif
