#!/usr/bin/env bash
# ./run: from a built tree to a served demo province; the second time without making it anew.
. "$(dirname "$0")/lib.sh"
unset MOTCUA_NOW

# start NAME: ./run on the demo folder, until it says that it serves.
start() {
    : >"$tmp/run.out"
    ./run "$tmp/demo" 127.0.0.1:0 >"$tmp/run.out" 2>"$tmp/run.err" </dev/null &
    runner=$!
    wait_for 120 grep -q '^motcua: ready ' "$tmp/run.out"
    local rc=$?
    cp "$tmp/run.out" "$tmp/out"
    cat "$tmp/run.out" "$tmp/run.err" >"$tmp/why"
    tap $rc "$1"
    url=$(sed -n 's/^motcua: ready //p' "$tmp/run.out")
    server=$(pgrep -P "$runner" -x motcua)
    tap_kill "$server"
}
finish() {
    kill -TERM "$server"
    wait "$runner"
    tap $? "$1"
}

start "a new folder is filled and served"
out_has "who may sign in is said" "Sign in as"
out_has "with a clerk among them" "clerk"
expect 0 "the address answers" curl -fsS "$url/"
out_has "with a page" "<h1"
finish "it ends when told to"

made=$(stat -c %i "$tmp/demo/motcua.db")
start "the same folder is served again"
out_has "who may sign in is said again" "Sign in as"
out_hasnt "nothing is made anew" "making a demo province"
[ "$made" = "$(stat -c %i "$tmp/demo/motcua.db")" ]
tap $? "it is the same database"

expect 7 "a folder in use is refused" timeout 60 ./run "$tmp/demo" 127.0.0.1:0
finish "it ends again"

tap_end
