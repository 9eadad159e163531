/* common.c - stems met at the top of every published list, and their kin here. */
#include "access/common.h"

#include <stddef.h>

static const char *const stems[] = {
    "abc",
    "abcabc",
    "abcd",
    "abcdef",
    "admin",
    "adminadmin",
    "administrator",
    "anhyeuem",
    "asdf",
    "asdfgh",
    "asdfghjkl",
    "baby",
    "batman",
    "canbo",
    "changeme",
    "chungta",
    "congan",
    "congdan",
    "congchuc",
    "default",
    "doimatkhau",
    "dragon",
    "emyeuanh",
    "football",
    "gialai",
    "guest",
    "hanoi",
    "hello",
    "hochiminh",
    "iloveyou",
    "iloveu",
    "khongbiet",
    "kontum",
    "letmein",
    "login",
    "lovely",
    "master",
    "matkhau",
    "matkhaumoi",
    "michael",
    "monkey",
    "motcua",
    "nguyen",
    "nguyenvana",
    "pass",
    "passw0rd",
    "password",
    "passwordpassword",
    "p@ssw0rd",
    "p@ssword",
    "princess",
    "qazwsx",
    "qazwsxedc",
    "qaz",
    "quangngai",
    "quantri",
    "quantrivien",
    "qwe",
    "qweasd",
    "qweasdzxc",
    "qwer",
    "qwerty",
    "qwertyuiop",
    "root",
    "saigon",
    "secret",
    "shadow",
    "sunshine",
    "superman",
    "test",
    "testtest",
    "tinhyeu",
    "toiyeuvietnam",
    "trabong",
    "trungtam",
    "trustno",
    "user",
    "vietnam",
    "vietnamvodich",
    "welcome",
    "xinchao",
    "yeuem",
    "zaq",
    "zxcvbn",
    "zxcvbnm",
    "1q2w3e4r",
    "1q2w3e4r5t",
    "1qaz2wsx",
    "1qaz2wsx3edc",
    "a1b2c3d4",
    "q1w2e3r4",
    "zaq12wsx",
    "123qwe",
    "123abc",
    "1234abcd",
    "abc123abc",
    "matkhau123matkhau",
    NULL,
};

static bool letter(char ch)
{
    return ch >= 'a' && ch <= 'z';
}

static bool is_stem(str s)
{
    for (const char *const *at = stems; *at; at++)
        if (str_eq(s, str_of(*at)))
            return true;
    return false;
}

bool access__is_common(str folded)
{
    if (is_stem(folded))
        return true;
    str s = folded;
    while (s.n && !letter(s.p[s.n - 1])) /* password2026! */
        s.n--;
    if (is_stem(s))
        return true;
    while (s.n && !letter(s.p[0])) /* 123password */
        s = str_sub(s, 1, s.n);
    return is_stem(s);
}
