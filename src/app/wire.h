/*
 * wire.h - what the modules' arrays become for one process: keys, files, record, access.
 * Everything that opens a store of a data folder goes through app_on_open.
 */
#ifndef MOTCUA_APP_WIRE_H
#define MOTCUA_APP_WIRE_H

#include "core/rc.h"
#include "core/setting.h"

struct store;
struct web_auth;

struct app_parts {
    struct crypto_keys *keys;
    struct file_store *files;
};
/* Of the folder opened last; NULL members before that. */
const struct app_parts *app_parts(void);

/* For cli_app.on_open: keys and files of the folder, the record's kinds, its sealer. */
enum rc app_on_open(struct store *s, const char *dir);

/* Every setting of app and the modules; `n` lists. */
const struct setting *const *app_setting_lists(int *ret_n);
/* access behind web's port. */
extern const struct web_auth app_auth;

#endif
