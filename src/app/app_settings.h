/* app_settings.h - how the process serves; the rest of the settings stand in their folders. */
#ifndef MOTCUA_APP_APP_SETTINGS_H
#define MOTCUA_APP_APP_SETTINGS_H

#include "core/setting.h"

struct app_settings {
    str listen, base_url, trusted_front;
    bool insecure;
    int64_t workers, drain_s;
};
extern struct app_settings app_settings_now;
extern const struct setting app_settings[];

#endif
