/* i18n_table.h - the table made by tools/textgen.awk, sorted by key (bytes). */
#ifndef MOTCUA_CORE_I18N_TABLE_H
#define MOTCUA_CORE_I18N_TABLE_H

struct text_row {
    const char *key;
    const char *text[2]; /* by enum lang */
};
extern const struct text_row text_rows[];
extern const int text_row_count;

#endif
