/* settings.h - what an authority sets about its site. Filled at start, read everywhere in web. */
#ifndef MOTCUA_WEB_SETTINGS_H
#define MOTCUA_WEB_SETTINGS_H

#include "core/setting.h"

struct web_settings {
    str name, owner, help, accent;
    int64_t file_mb, body_mb;
    int64_t guesses_from, guesses_at, api_minute;
    bool metrics_open, log_requests;
};
extern struct web_settings web_settings_now;
extern const struct setting web_settings[];

#endif
