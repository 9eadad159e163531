/* dossier_slip_words.h - how papers write moments, days and the head. */
#ifndef MOTCUA_DOSSIER_DOSSIER_SLIP_WORDS_H
#define MOTCUA_DOSSIER_DOSSIER_SLIP_WORDS_H

#include "core/date.h"

str slip_words_moment(struct arena *mem, instant t); /* 17 giờ 30 phút, ngày 25 tháng 11 năm 2026 */
str slip_words_day(struct arena *mem, date d);       /* 25 tháng 11 năm 2026 */
str slip_words_lines(struct arena *mem, str agency); /* the place has a line of its own */
str slip_words_place(str agency);                    /* "Bến Lụa" of "UBND phường Bến Lụa" */

#endif
