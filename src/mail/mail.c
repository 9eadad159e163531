/* mail.c - see mail.h. Callbacks of the library touch no arena. */
#include "mail/mail.h"

#include <curl/curl.h>
#include <pthread.h>
#include <sodium.h>
#include <string.h>

#include "core/buf.h"
#include "core/utf8.h"

#define MESSAGE_MAX ((size_t)256 << 10)
#define CONNECT_S 10L
#define WHOLE_S 30L
#define WORD_BYTES 45 /* of UTF-8 in one encoded word of RFC 2047, 75 letters at most */
#define LINE_BYTES 57 /* 76 letters of base64 */

struct mail_config mail_config_now;

const struct setting mail_settings[] = {
    {.name = "mail_server",
     .kind = SET_TEXT,
     .max = 200,
     .def = "",
     .help =
         "smtp://host:port (STARTTLS, needed unless it is this machine) or smtps://; empty = no mail",
     .to = &mail_config_now.server},
    {.name = "mail_from",
     .kind = SET_TEXT,
     .max = 120,
     .def = "",
     .help = "address our letters come from",
     .to = &mail_config_now.from},
    {.name = "mail_user",
     .kind = SET_TEXT,
     .max = 120,
     .def = "",
     .help = "account at the mail server; empty = it asks for none",
     .to = &mail_config_now.user},
    {.name = "mail_password",
     .kind = SET_TEXT,
     .max = 200,
     .def = "",
     .help = "its password",
     .secret = true,
     .to = &mail_config_now.password},
    {0},
};

/* ---- addresses ---- */

static bool atom_letter(char ch)
{
    return (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') || (ch >= '0' && ch <= '9') ||
           memchr("!#$%&'*+-/=?^_`{|}~.", ch, 20) != NULL;
}

bool mail_address_valid(str address)
{
    const struct str_cut parts = str_cut(address, '@');
    if (!parts.found || !parts.head.n || parts.head.n > 64 || parts.tail.n < 3 || address.n > 120)
        return false;
    for (ptrdiff_t i = 0; i < parts.head.n; i++)
        if (!atom_letter(parts.head.p[i]))
            return false;
    bool dot = false;
    for (ptrdiff_t i = 0; i < parts.tail.n; i++) {
        const char ch = parts.tail.p[i];
        dot |= ch == '.';
        if (!((ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') || (ch >= '0' && ch <= '9') ||
              ch == '.' || ch == '-'))
            return false;
    }
    return dot || str_eq(parts.tail, S("localhost"));
}

/* The host of scheme://host[:port]; absent when it is neither smtp nor smtps. */
static str host_of(str url)
{
    str rest = STR_NONE;
    if (str_starts(url, S("smtp://")))
        rest = str_sub(url, 7, url.n);
    else if (str_starts(url, S("smtps://")))
        rest = str_sub(url, 8, url.n);
    if (!rest.n || str_has(rest, S("@")) || str_has(rest, S("/")))
        return STR_NONE;
    return str_starts(rest, S("[")) ? rest : str_cut(rest, ':').head;
}

static bool is_local(str url)
{
    const str host = host_of(url);
    return str_eq(host, S("127.0.0.1")) || str_eq(host, S("localhost")) || str_starts(host, S("[::1]"));
}

bool mail_connected(void)
{
    return host_of(mail_config_now.server).n > 0 && mail_address_valid(mail_config_now.from);
}

/* ---- letters ---- */

str mail_letter_pack(struct arena *mem, const struct letter *l)
{
    return str_fmt(mem, "%.*s\n%.*s\n%.*s", STR_ARG(l->to), STR_ARG(l->subject), STR_ARG(l->text));
}

bool mail_letter_parse(str packed, struct letter *ret_letter)
{
    const struct str_cut to = str_cut(packed, '\n'), subject = str_cut(to.tail, '\n');
    if (!to.found || !subject.found || !mail_address_valid(to.head) || !utf8_valid(packed))
        return false;
    *ret_letter = (struct letter){to.head, subject.head, subject.tail};
    return true;
}

static void add_base64(struct buf *b, str bytes)
{
    char line[LINE_BYTES * 2];
    (void)sodium_bin2base64(line, sizeof line, (const unsigned char *)bytes.p, (size_t)bytes.n,
                            sodium_base64_VARIANT_ORIGINAL);
    buf_add_c(b, line);
}

/* Encoded words; a letter of several bytes is never cut. */
static void add_subject(struct buf *b, str subject)
{
    for (ptrdiff_t at = 0; at < subject.n;) {
        ptrdiff_t end = at + WORD_BYTES < subject.n ? at + WORD_BYTES : subject.n;
        while (end < subject.n && (subject.p[end] & 0xc0) == 0x80)
            end--;
        buf_add_c(b, at ? "\r\n =?UTF-8?B?" : "=?UTF-8?B?");
        add_base64(b, str_sub(subject, at, end - at));
        buf_add_c(b, "?=");
        at = end;
    }
}

/* Thu, 19 Nov 2026 14:00:00 +0700 */
static void add_date(struct buf *b, instant at)
{
    static const char days[] = "MonTueWedThuFriSatSun",
                      months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    const date day = instant_date(at);
    const struct civil c = date_civil(day);
    const int s = (int)(instant_time_of_day(at) / SECOND_US);
    buf_fmt(b, "%.3s, %d %.3s %d %02d:%02d:%02d +0700", days + 3 * (date_weekday(day) - 1), (int)c.day,
            months + 3 * (c.month - 1), (int)c.year, s / 3600, s / 60 % 60, s % 60);
}

str mail_message(struct arena *mem, const struct letter *l, str id, instant at)
{
    struct buf b = buf_new(mem, MESSAGE_MAX);
    const str domain = str_cut(mail_config_now.from, '@').tail;
    buf_add_c(&b, "Date: ");
    add_date(&b, at);
    buf_fmt(&b, "\r\nFrom: <%.*s>\r\nTo: <%.*s>\r\nMessage-ID: <%.*s@%.*s>\r\nSubject: ",
            STR_ARG(mail_config_now.from), STR_ARG(l->to), STR_ARG(id), STR_ARG(domain));
    add_subject(&b, l->subject);
    buf_add_c(&b,
              "\r\nAuto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n"
              "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n");
    for (ptrdiff_t i = 0; i < l->text.n; i += LINE_BYTES) {
        add_base64(&b, str_sub(l->text, i, LINE_BYTES));
        buf_add_c(&b, "\r\n");
    }
    return buf_str(&b);
}

/* ---- sending ---- */

struct upload {
    const char *p;
    size_t left;
};
static size_t on_read(char *to, size_t size, size_t n, void *arg)
{
    struct upload *u = arg;
    const size_t take = size * n < u->left ? size * n : u->left;
    memcpy(to, u->p, take);
    u->p += take;
    u->left -= take;
    return take;
}

static pthread_once_t once = PTHREAD_ONCE_INIT;
static bool ready;
static void start_library(void)
{
    ready = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
}

/* Everything the library is given, made before it holds anything. */
struct sending {
    const char *url, *from, *user, *password;
    struct upload upload;
    struct curl_slist *to;
};

static bool set_safety(CURL *curl)
{
    const long tls = is_local(mail_config_now.server) ? (long)CURLUSESSL_NONE : (long)CURLUSESSL_ALL;
    return curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps") == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_PROXY, "") == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, CONNECT_S) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_TIMEOUT, WHOLE_S) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_USE_SSL, tls) == CURLE_OK;
}

static bool set_letter(CURL *curl, struct sending *s)
{
    if (*s->user && (curl_easy_setopt(curl, CURLOPT_USERNAME, s->user) != CURLE_OK ||
                     curl_easy_setopt(curl, CURLOPT_PASSWORD, s->password) != CURLE_OK))
        return false;
    return curl_easy_setopt(curl, CURLOPT_URL, s->url) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_MAIL_FROM, s->from) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, s->to) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_READFUNCTION, on_read) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_READDATA, &s->upload) == CURLE_OK;
}

/* What the server said last decides; without a word of it, it was not reached. */
static enum rc answer_of(CURL *curl, CURLcode code)
{
    long said = 0;
    if (code == CURLE_OK)
        return RC_OK;
    if (curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &said) != CURLE_OK ||
        code == CURLE_LOGIN_DENIED || code == CURLE_OPERATION_TIMEDOUT || said == 421)
        return RC_UNAVAILABLE;
    if (said >= 500 && said < 600)
        return RC_INVALID;
    return said >= 400 && said < 500 ? RC_FAILED : RC_UNAVAILABLE;
}

static enum rc perform(const char *address, struct sending *s)
{
    enum rc rc = RC_UNAVAILABLE;
    (void)pthread_once(&once, start_library);
    CURL *curl = ready ? curl_easy_init() : NULL;
    s->to = curl ? curl_slist_append(NULL, address) : NULL;
    if (s->to && set_safety(curl) && set_letter(curl, s))
        rc = answer_of(curl, curl_easy_perform(curl));
    curl_slist_free_all(s->to);
    curl_easy_cleanup(curl);
    return rc;
}

enum rc mail_send(struct arena *mem, const struct letter *l, str id, instant at)
{
    const struct mail_config *k = &mail_config_now;
    if (!mail_connected())
        return RC_UNAVAILABLE;
    if (!mail_address_valid(l->to))
        return RC_INVALID;
    const str message = mail_message(mem, l, id, at);
    struct sending s = {
        .url = str_c(mem, k->server),
        .from = str_c(mem, str_fmt(mem, "<%.*s>", STR_ARG(k->from))),
        .user = str_c(mem, k->user),
        .password = str_c(mem, k->password),
        .upload = {message.p, (size_t)message.n},
    };
    return perform(str_c(mem, str_fmt(mem, "<%.*s>", STR_ARG(l->to))), &s);
}
