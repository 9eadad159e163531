/* crypto_totp.c - time-based one-time codes by liboath; see crypto.h. */
#include "crypto/crypto.h"

#include "core/buf.h"

#include <liboath/oath.h>
#include <string.h>
#include <stdlib.h>

#define STEP_S 30
#define DIGITS 6

str crypto_totp_base32(struct arena *mem, str secret)
{
    char *text = NULL;
    size_t n = 0;
    if (oath_base32_encode(secret.p, (size_t)secret.n, &text, &n) != OATH_OK)
        return STR_NONE;
    while (n > 0 && text[n - 1] == '=')
        n--;
    str ret = STR_NONE;
    char copy[128];
    if (n < sizeof copy) {
        memcpy(copy, text, n); /* the arena may unwind: free the library's memory first */
        crypto_wipe(text, n);
        free(text);
        ret = str_dup(mem, (str){copy, (ptrdiff_t)n});
        crypto_wipe(copy, sizeof copy);
    } else {
        free(text);
    }
    return ret;
}

static void uri_escape(struct buf *b, str s)
{
    for (ptrdiff_t i = 0; i < s.n; i++) {
        const char ch = s.p[i];
        if ((ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') || (ch >= '0' && ch <= '9') ||
            ch == '-' || ch == '.' || ch == '_' || ch == '~')
            buf_char(b, ch);
        else
            buf_fmt(b, "%%%02X", (unsigned)(unsigned char)ch);
    }
}

str crypto_totp_uri(struct arena *mem, str secret, str issuer, str account)
{
    struct buf b = buf_new(mem, 2048);
    buf_add(&b, S("otpauth://totp/"));
    uri_escape(&b, issuer);
    buf_char(&b, ':');
    uri_escape(&b, account);
    buf_add(&b, S("?secret="));
    buf_add(&b, crypto_totp_base32(mem, secret));
    buf_add(&b, S("&issuer="));
    uri_escape(&b, issuer);
    buf_add(&b, S("&algorithm=SHA1&digits=6&period=30"));
    return buf_full(&b) ? STR_NONE : buf_str(&b);
}

static bool code_of_step(str secret, int64_t step, char out[DIGITS + 1])
{
    return oath_hotp_generate(secret.p, (size_t)secret.n, (uint64_t)step, DIGITS, false,
                              OATH_HOTP_DYNAMIC_TRUNCATION, out) == OATH_OK;
}

static int64_t step_of(instant at)
{
    return at.us / SECOND_US / STEP_S;
}

str crypto_totp_code(struct arena *mem, str secret, instant at)
{
    char code[DIGITS + 1];
    return code_of_step(secret, step_of(at), code) ? str_dup(mem, (str){code, DIGITS}) : STR_NONE;
}

enum rc crypto_totp_verify(str secret, str code, instant now, int64_t last_step, int64_t *ret_step)
{
    int64_t used = 0;
    for (int64_t step = step_of(now) - 1; step <= step_of(now) + 1; step++) {
        char want[DIGITS + 1];
        if (!code_of_step(secret, step, want))
            return RC_DENIED;
        /* All three are computed and compared whatever matches. */
        const bool same = crypto_equal_str(code, (str){want, DIGITS});
        used = same && step > last_step && used == 0 ? step : used;
        crypto_wipe(want, sizeof want);
    }
    if (used == 0)
        return RC_DENIED;
    *ret_step = used;
    return RC_OK;
}
