/*
 * ident.h - numbers people and organisations are known by: personal number (số định danh
 * cá nhân), tax code (MST), telephone. Shape and cross-checks only; whether the person
 * exists is asked elsewhere. Where a check can be wrong about a real person (no check
 * digit, merged provinces) it warns and does not refuse.
 */
#ifndef MOTCUA_CORE_IDENT_H
#define MOTCUA_CORE_IDENT_H

#include "core/date.h"

enum sex { SEX_UNKNOWN, SEX_MALE, SEX_FEMALE };

/* The personal number has no check digit: these are warnings, bits of a set. */
enum ident_warning {
    IDENT_PROVINCE = 1, /* the first three digits name no province of the 63 */
    IDENT_SEX = 2,      /* the fourth digit says another sex */
    IDENT_BIRTH = 4     /* century or year differ from the birth date */
};

bool ident_person_shape(str s);   /* 12 digits */
bool ident_old_card_shape(str s); /* 9 digits: CMND, still met in papers */
/* `s` has the shape; `birth` may be absent. */
unsigned ident_person_warnings(str s, date birth, enum sex sex);

/* 10 digits with their check digit, the same with -001..-999, or a 12-digit personal number. */
bool ident_tax_code_valid(str s);

/* Digits only, what people put `between` them dropped; STR_NONE if anything else is there. */
str ident_digits(struct arena *mem, str s, const char *between);
/* What mail servers take everywhere: ASCII, a domain with a dot, lower case after the @. */
MUST_USE bool ident_email_parse(struct arena *mem, str s, str *ret_email);

/* "0912 345 678", "84912345678", "+84 (91) 234.5678" -> +84912345678; mobile and landline. */
MUST_USE bool ident_phone_parse(struct arena *mem, str s, str *ret_e164);
str ident_phone_national(struct arena *mem, str e164); /* 0912 345 678 */

/* For the eye: 051196000017 -> 051 196 000 017, masked 051 196 ••• •••. */
str ident_person_show(struct arena *mem, str s);
str ident_person_mask(struct arena *mem, str s);
str ident_phone_mask(struct arena *mem, str e164); /* ••• ••• 218 */

#endif
