#!/usr/bin/env bash
# test_user.sh - `motcua user` and `motcua record` on a folder: what works, what is refused, and
# that the record names what somebody changed behind the program's back.
. "$(dirname "$0")/../tap.sh"
m=$top/${MOTCUA_BUILD:-build}/motcua
d=$tmp/data
export MOTCUA_DATA=$d

expect 3 "user list: no folder" "$m" user list
expect 4 "user add: staff do not sign in with a telephone number" "$m" user add 0912345678 --name X
expect 0 "user add: the first administrator in a new folder" "$m" user add quantri --role administrator --name "Quản trị"
grep -qE '^[0-9a-z]{5}(-[0-9a-z]{5}){3}$' "$tmp/out"; tap $? "a password was made and printed"
expect 6 "the same login again" "$m" user add quantri --name "Quản trị"
err_has "and why" "already in use"
expect 4 "an unknown role" "$m" user add moi --name Moi --role king
expect 4 "a role that needs an agency" "$m" user add moi --name Moi --role clerk
expect 4 "an agency that is not there" "$m" user add moi --name Moi --role clerk --agency H48.99
expect 0 "nothing of it stayed" "$m" user list --json
out_hasnt "moi was not added" '"moi"'
out_has "the administrator is listed" '"login": "quantri"'
python3 -m json.tool <"$tmp/out" >/dev/null; tap $? "the list is JSON"
expect 6 "the last administrator cannot be disabled" "$m" user disable quantri --reason thu
expect 2 "a reason is asked for" "$m" user disable quantri
expect 3 "an unknown login" "$m" user reset khongco
expect 0 "a one-time code" "$m" user reset quantri
expect 4 "a token with too much" "$m" user token quantri --name may --perms USER_MANAGE
expect 4 "a token with an unknown word" "$m" user token quantri --name may --perms NOTHING
expect 0 "a token" "$m" user token quantri --name may --perms "ORG_READ CATALOG_READ" --json
out_has "is printed once" '"token": "'

printf 'ngan\n' | "$m" user add hai --name Hai --role control_office --password >"$tmp/out" 2>"$tmp/err"
[ $? -eq 4 ]; tap $? "a short password is refused"
printf 'Ngựa ô qua cầu 7 nhịp\nNgựa ô\n' | "$m" user add hai --name Hai --role control_office --password >"$tmp/out" 2>"$tmp/err"
[ $? -eq 4 ]; tap $? "two passwords that differ are refused"
printf 'Ngựa ô qua cầu 7 nhịp\nNgựa ô qua cầu 7 nhịp\n' | "$m" user add hai --name Hai --role control_office --password >"$tmp/out" 2>"$tmp/err"
tap $? "a password from stdin"
expect 0 "a second role" "$m" user role hai administrator
expect 6 "which he has then" "$m" user role hai administrator
expect 0 "now the first administrator can go" "$m" user disable quantri --reason "nghỉ việc"
expect 0 "and come back" "$m" user enable quantri --reason "quay lại"
expect 0 "a role ends" "$m" user role hai control_office --end
expect 3 "once" "$m" user role hai control_office --end

expect 0 "the record verifies" "$m" record verify --json
out_has "without findings" '"ok": true'
expect 0 "the record is shown" "$m" record show --json --limit 5
[ "$(python3 -c 'import json,sys; print(len(json.load(sys.stdin)))' <"$tmp/out")" = 5 ]; tap $? "five events of JSON"
python3 - "$d/motcua.db" <<'PY'
import sqlite3, sys
c = sqlite3.connect(sys.argv[1]); c.execute("UPDATE event SET actor_id = 7 WHERE id = 3"); c.commit(); c.close()
PY
expect 1 "a changed event is found" "$m" record verify
out_has "and named" "edited: number 3 event 3"
python3 - "$d/motcua.db" <<'PY'
import sqlite3, sys
c = sqlite3.connect(sys.argv[1]); c.execute("UPDATE event SET actor_id = 0 WHERE id = 3")
n = c.execute("SELECT max(seq) FROM seal").fetchone()[0]
c.execute("DELETE FROM event WHERE id IN (SELECT event_id FROM seal WHERE seq > ?)", (n - 2,))
c.execute("DELETE FROM seal WHERE seq > ?", (n - 2,)); c.commit(); c.close()
PY
expect 1 "a record cut off is found" "$m" record verify
out_has "and named" "truncated: "
expect 2 "accepting needs a reason" "$m" record accept
expect 0 "after a look into it" "$m" record accept --reason "kiểm tra xong"
expect 0 "the record goes on from there" "$m" record verify
tap_end
