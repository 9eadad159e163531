/* test_mail.c - letters: addresses, bytes, and what becomes of each answer of a mail server. */
#include "mail/lib_smtp.h"

#include "mail/mail.h"

static struct letter letter(void)
{
    return (struct letter){S("lan@example.vn"), S("Mã một lần"),
                           S("Mã của bạn: x7p3m-jxzr9\n.\nHết.\n")};
}

static void set_server(struct ctx *c, const struct smtp *s)
{
    mail_config_now = (struct mail_config){.server = str_fmt(c->mem, "smtp://127.0.0.1:%d", s->port),
                                           .from = S("motcua@xa.example.vn")};
}

static void test_mail__addresses(void **state)
{
    static const char *const good[] = {"lan@example.vn", "a.b+c@x-y.gov.vn", "o'brien@example.com",
                                       "root@localhost"};
    static const char *const bad[] = {"",
                                      "lan",
                                      "@example.vn",
                                      "lan@",
                                      "lan@vn",
                                      "lan lan@example.vn",
                                      "lan@example.vn\r\nBcc: a@b.vn",
                                      "<lan@example.vn>",
                                      "lan@exa mple.vn",
                                      "lan@a@b.vn",
                                      "lần@example.vn",
                                      "\"lan\"@example.vn"};
    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        if (!mail_address_valid(str_of(good[i])))
            fail_msg("refused: %s", good[i]);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (mail_address_valid(str_of(bad[i])))
            fail_msg("taken: %s", bad[i]);
}

static void test_mail__connected_only_with_server_and_sender(void **state)
{
    static const struct {
        const char *server, *from;
        bool on;
    } t[] = {
        {"", "a@b.vn", false},
        {"smtp://127.0.0.1:25", "", false},
        {"smtp://127.0.0.1:25", "a@b.vn", true},
        {"smtps://mail.example.vn", "a@b.vn", true},
        {"smtp://[::1]:25", "a@b.vn", true},
        {"http://127.0.0.1:25", "a@b.vn", false},
        {"file:///etc/passwd", "a@b.vn", false},
        {"smtp://user:secret@127.0.0.1", "a@b.vn", false},
        {"smtp://127.0.0.1/x", "a@b.vn", false},
        {"smtp://", "a@b.vn", false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        mail_config_now =
            (struct mail_config){.server = str_of(t[i].server), .from = str_of(t[i].from)};
        if (mail_connected() != t[i].on)
            fail_msg("%s from %s", t[i].server, t[i].from);
    }
}

static void test_mail__bytes(void **state)
{
    struct ctx *c = *state;
    const struct letter l = letter();
    mail_config_now.from = S("motcua@xa.example.vn");
    assert_str(mail_message(c->mem, &l, S("event-7.x"), c->now),
               "Date: Thu, 19 Nov 2026 14:00:00 +0700\r\n"
               "From: <motcua@xa.example.vn>\r\n"
               "To: <lan@example.vn>\r\n"
               "Message-ID: <event-7.x@xa.example.vn>\r\n"
               "Subject: =?UTF-8?B?TcOjIG3hu5l0IGzhuqdu?=\r\n"
               "Auto-Submitted: auto-generated\r\n"
               "MIME-Version: 1.0\r\n"
               "Content-Type: text/plain; charset=utf-8\r\n"
               "Content-Transfer-Encoding: base64\r\n"
               "\r\n"
               "TcOjIGPhu6dhIGLhuqFuOiB4N3AzbS1qeHpyOQouCkjhur90Lgo=\r\n");
}

/* Nothing in a subject becomes a header; long ones are folded between letters. */
static void test_mail__subject_adds_no_header(void **state)
{
    struct ctx *c = *state;
    struct letter l = letter();
    l.subject = S("a\r\nBcc: b@c.vn");
    assert_false(str_has(mail_message(c->mem, &l, S("x"), c->now), S("Bcc")));
    l.subject =
        S("Ủy ban nhân dân xã Cẩm Thành trân trọng thông báo kết quả giải quyết hồ sơ của ông bà");
    const str m = mail_message(c->mem, &l, S("x"), c->now);
    for (struct str_cut line = str_cut(m, '\n'); line.found; line = str_cut(line.tail, '\n'))
        assert_true(line.head.n <= 90);
    assert_true(str_has(m, S("?=\r\n =?UTF-8?B?")));
}

static void test_mail__packed_and_read_again(void **state)
{
    struct ctx *c = *state;
    const struct letter l = letter();
    struct letter got;
    assert_true(mail_letter_parse(mail_letter_pack(c->mem, &l), &got));
    assert_true(str_eq(got.to, l.to) && str_eq(got.subject, l.subject) && str_eq(got.text, l.text));
    assert_false(mail_letter_parse(S("lan@example.vn"), &got));
    assert_false(mail_letter_parse(S("lan\nx\ny"), &got));
    assert_false(mail_letter_parse(S("lan@example.vn\nx\n\xff"), &got));
}

static void test_mail__taken(void **state)
{
    struct ctx *c = *state;
    struct smtp s;
    const struct letter l = letter();
    smtp_start(&s);
    set_server(c, &s);
    assert_int_equal(mail_send(c->mem, &l, S("event-7.x"), c->now), RC_OK);
    assert_int_equal(s.taken, 1);
    assert_non_null(strstr(s.from, "<motcua@xa.example.vn>"));
    assert_non_null(strstr(s.rcpt, "<lan@example.vn>"));
    assert_str(smtp_text(&s, c->mem), "Mã của bạn: x7p3m-jxzr9\n.\nHết.\n");
    smtp_stop(&s);
}

static void test_mail__refusals(void **state)
{
    struct ctx *c = *state;
    struct smtp s;
    struct letter l = letter();
    smtp_start(&s);
    set_server(c, &s);
    s.to_rcpt = "550 no such mailbox";
    assert_int_equal(mail_send(c->mem, &l, S("x"), c->now), RC_INVALID);
    s.to_rcpt = "451 come back later";
    assert_int_equal(mail_send(c->mem, &l, S("x"), c->now), RC_FAILED);
    s.to_rcpt = "421 going down";
    assert_int_equal(mail_send(c->mem, &l, S("x"), c->now), RC_UNAVAILABLE);
    l.to = S("nobody");
    assert_int_equal(mail_send(c->mem, &l, S("x"), c->now), RC_INVALID);
    assert_int_equal(s.taken, 0);
    smtp_stop(&s);
    l = letter();
    assert_int_equal(mail_send(c->mem, &l, S("x"), c->now), RC_UNAVAILABLE); /* nobody listens */
    mail_config_now.server = S("");
    assert_int_equal(mail_send(c->mem, &l, S("x"), c->now), RC_UNAVAILABLE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_mail__addresses),
        TEST(test_mail__connected_only_with_server_and_sender),
        TEST(test_mail__bytes),
        TEST(test_mail__subject_adds_no_header),
        TEST(test_mail__packed_and_read_again),
        TEST(test_mail__taken),
        TEST(test_mail__refusals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
