/*
 * access_guess.c - how often something was guessed at, in memory: a table of fixed size, four
 * places for each key, the longest untouched one gives way. Keys are hashed under a secret
 * of the process, so that nobody can choose names that push out another's. What must
 * outlive the process (the lock of a real account) is also in the database.
 */
#include <pthread.h>
#include <string.h>

#include "access/inner.h"

#define SETS 4096
#define WAYS 4

struct guess {
    unsigned char key[16];
    int64_t failures, last_us;
};

static struct guess table[SETS][WAYS];
static unsigned char secret[16];
static bool has_secret;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void key_of(char kind, str what, unsigned char key[16])
{
    struct sha256 h;
    if (!has_secret)
        crypto_random(secret, sizeof secret);
    has_secret = true;
    sha256_start(&h);
    sha256_add(&h, secret, sizeof secret);
    sha256_add(&h, &kind, 1);
    sha256_add_str(&h, what);
    const struct digest d = sha256_end(&h);
    memcpy(key, d.b, 16);
}

static struct guess *find(const unsigned char key[16])
{
    struct guess *set = table[(key[0] << 8 | key[1]) % SETS], *oldest = set;
    for (int i = 0; i < WAYS; i++) {
        if (memcmp(set[i].key, key, 16) == 0)
            return &set[i];
        if (set[i].last_us < oldest->last_us)
            oldest = &set[i];
    }
    *oldest = (struct guess){0};
    memcpy(oldest->key, key, 16);
    return oldest;
}

int64_t access__guess_delay_us(int64_t failures, int64_t lock_minutes)
{
    if (failures <= 0)
        return 0;
    if (failures >= access__limits.failures)
        return lock_minutes * MINUTE_US;
    return SECOND_US << (failures - 1);
}

enum rc access__guess(char kind, str what, int64_t lock_minutes, instant now, int64_t *ret_wait_us)
{
    unsigned char key[16];
    enum rc rc = RC_OK;
    (void)pthread_mutex_lock(&lock);
    key_of(kind, what, key);
    struct guess *g = find(key);
    const int64_t wait = g->last_us + access__guess_delay_us(g->failures, lock_minutes) - now.us;
    if (g->failures && wait > 0) {
        *ret_wait_us = wait;
        rc = RC_BUSY;
    } else {
        if (g->failures >= access__limits.failures) /* the lock is over */
            g->failures = 0;
        g->failures++;
        g->last_us = now.us;
    }
    (void)pthread_mutex_unlock(&lock);
    return rc;
}

void access__guess_right(char kind, str what)
{
    unsigned char key[16];
    (void)pthread_mutex_lock(&lock);
    key_of(kind, what, key);
    struct guess *g = find(key);
    g->failures = 0;
    g->last_us = 0;
    (void)pthread_mutex_unlock(&lock);
}

str access__guess_account(struct arena *mem, int64_t account)
{
    return str_fmt(mem, "%lld", (long long)account);
}

void access__guess_forget(struct arena *mem, int64_t account, str login)
{
    const str number = access__guess_account(mem, account);
    access__guess_right('s', login);
    access__guess_right('r', login);
    access__guess_right('c', number);
    access__guess_right('p', number);
}

/* Looking makes no room: only what was done takes a place from another. */
static struct guess *seek(const unsigned char key[16])
{
    struct guess *set = table[(key[0] << 8 | key[1]) % SETS];
    for (int i = 0; i < WAYS; i++)
        if (memcmp(set[i].key, key, 16) == 0)
            return &set[i];
    return NULL;
}

/* `failures` is the count, `last_us` the beginning of its window. */
struct access_rate access_rate(const struct access_window *w, str what, int64_t take, instant now)
{
    unsigned char key[16];
    struct access_rate r = {.limit = w->limit, .left = w->limit, .reset_us = w->length_us};
    (void)pthread_mutex_lock(&lock);
    key_of(w->kind, what, key);
    struct guess *g = take ? find(key) : seek(key);
    if (g && (g->failures == 0 || g->last_us + w->length_us <= now.us || g->last_us > now.us))
        *g = (struct guess){.last_us = now.us};
    if (g) {
        memcpy(g->key, key, sizeof key);
        g->failures += take;
        r.left = g->failures < w->limit ? w->limit - g->failures : 0;
        r.over = take ? g->failures > w->limit : g->failures >= w->limit;
        r.reset_us = g->last_us + w->length_us - now.us;
    }
    (void)pthread_mutex_unlock(&lock);
    return r;
}

void access__guess_forget_all(void)
{
    (void)pthread_mutex_lock(&lock);
    memset(table, 0, sizeof table);
    (void)pthread_mutex_unlock(&lock);
}

bool access__login_is_citizens(str login)
{
    return str_starts(login, S("+")) || str_find(login, S("@")) >= 0;
}

int64_t access__lock_minutes(str login)
{
    return access__login_is_citizens(login) ? access__limits.citizen_lock_minutes
                                            : access__limits.staff_lock_minutes;
}
