/* access_setting.c - the numbers of law.md 12.2 as settings, and what app hands over at start. */
#include "access/inner.h"

#include "core/setting.h"

struct access_limits access__limits = {
    .staff_password = 14,
    .staff_password_mfa = 8,
    .citizen_password = 10,
    .failures = 5,
    .staff_lock_minutes = 720,
    .citizen_lock_minutes = 15,
    .staff_idle_minutes = 15,
    .admin_idle_minutes = 5,
    .citizen_idle_minutes = 60,
    .session_hours = 12,
    .account_idle_days = 45,
    .admin_password_days = 60,
    .reset_hours = 24,
};

#define NUMBER(setting, least, most, otherwise, text, member)                                          \
    {                                                                                                  \
        .name = setting, .kind = SET_INT, .min = least, .max = most, .def = otherwise, .help = text,   \
        .to = &access__limits.member                                                                   \
    }

const struct setting access_settings[] = {
    NUMBER("password_min_staff", 8, 64, "14", "letters of a password of staff without a second factor",
           staff_password),
    NUMBER("password_min_staff_mfa", 8, 64, "8", "the same with a second factor", staff_password_mfa),
    NUMBER("password_min_citizen", 8, 64, "10", "letters of a citizen's password", citizen_password),
    NUMBER("signin_failures", 2, 5, "5", "wrong passwords in a row that lock an account", failures),
    NUMBER("signin_lock_staff_minutes", 15, 43200, "720", "minutes an account of staff stays locked",
           staff_lock_minutes),
    NUMBER("signin_lock_citizen_minutes", 1, 43200, "15", "minutes a citizen's account stays locked",
           citizen_lock_minutes),
    NUMBER("idle_staff_minutes", 1, 480, "15",
           "minutes without a request after which staff are signed out", staff_idle_minutes),
    NUMBER("idle_admin_minutes", 1, 480, "5", "the same for administrators", admin_idle_minutes),
    NUMBER("idle_citizen_minutes", 1, 1440, "60", "the same for citizens", citizen_idle_minutes),
    NUMBER("session_hours", 1, 168, "12", "hours after which everybody signs in again", session_hours),
    NUMBER("account_idle_days", 7, 365, "45",
           "days without signing in after which staff accounts are disabled", account_idle_days),
    NUMBER("admin_password_days", 7, 365, "60", "days after which administrators change their password",
           admin_password_days),
    NUMBER("reset_hours", 1, 168, "24", "hours a one-time code is good for", reset_hours),
    {.name = "staff_second_factor",
     .kind = SET_BOOL,
     .def = "false",
     .help = "all staff, not only administrators, need a second factor",
     .to = &access__limits.staff_totp},
    {0},
};

static struct store *the_store;
static const struct crypto_keys *the_keys;

void access_configure(struct store *s, const struct crypto_keys *keys)
{
    the_store = s;
    the_keys = keys;
}

struct store *access__store(void)
{
    BUG_IF(!the_store);
    return the_store;
}

struct crypto_key access__key(const char *name)
{
    BUG_IF(!the_keys);
    return crypto_keys_get(the_keys, name);
}
