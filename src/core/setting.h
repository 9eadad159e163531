/*
 * setting.h - settings as data. A setting is a row of its folder's array: name, kind,
 * bounds, default, help, and the variable it fills. Sources, later ones win: default,
 * file (DIR/motcua.conf, `name = value` lines), environment (MOTCUA_SET_NAME), flag
 * (--name value). An unknown name or a value out of bounds stops the boot. Values are
 * process-lifetime and never change after start, so anybody may read them.
 *
 *     static int64_t idle_minutes;
 *     const struct setting access_settings[] = {
 *         {.name = "staff_idle_minutes", .kind = SET_INT, .min = 1, .max = 480, .def = "15",
 *          .help = "minutes without a request after which staff are signed out", .to = &idle_minutes},
 *         {0}};
 */
#ifndef MOTCUA_CORE_SETTING_H
#define MOTCUA_CORE_SETTING_H

#include "core/str.h"

enum setting_kind {
    SET_INT,    /* to: int64_t; min..max */
    SET_BOOL,   /* to: bool; true false */
    SET_TEXT,   /* to: str; max bytes */
    SET_CHOICE, /* to: str; one of choices, `a|b|c` */
};

struct setting {
    const char *name; /* lower_case; unique over all modules */
    enum setting_kind kind;
    int64_t min, max;
    const char *def;
    const char *choices;
    const char *help;
    bool secret; /* value never printed or logged; may not stand in environment or flags */
    void *to;
};

enum setting_origin { SET_DEFAULT, SET_FILE, SET_ENV, SET_FLAG };

struct settings;

/* `lists`: `n` arrays, each ended by a zeroed row. Fills every variable with its default;
   BUG on a row that breaks its own rules. Lives in `mem`. */
struct settings *settings_new(struct arena *mem, const struct setting *const *lists, int n);
/* RC_NOT_FOUND: no such name. RC_INVALID: `ret_why` says what is wanted. */
MUST_USE enum rc settings_set(struct settings *s, str name, str value, enum setting_origin from,
                              str *ret_why);
/* The text of the settings file; stops at the first bad line. */
MUST_USE enum rc settings_read(struct settings *s, str text, int *ret_line, str *ret_why);
/* Environment as in environ(7): takes every MOTCUA_SET_*. */
MUST_USE enum rc settings_env(struct settings *s, char *const *env, str *ret_why);

/* Calls `fn` for each in order of name, with the value as text (secrets as "(secret)"). */
void settings_each(const struct settings *s,
                   void (*fn)(void *arg, const struct setting *row, str value,
                              enum setting_origin from),
                   void *arg);

#endif
