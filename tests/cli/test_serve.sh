#!/usr/bin/env bash
# `motcua serve`: says when it is ready, ends when told, refuses what it cannot mean.
. "$(dirname "$0")/lib.sh"

code() {
    curl -s -o "$tmp/body" -w '%{http_code}' "$@"
}
# is NAME GOT WANTED
is() {
    echo "got $2, expected $3" >"$tmp/why"
    [ "$2" = "$3" ]
    tap $? "$1"
}

data
serve "$data"
tap $? "serves a new folder and prints its address"
is "alive" "$(code "$url/livez")" 200
is "ready" "$(code "$url/readyz")" 200
is "an unknown page is a page" "$(code "$url/no-such-page")" 404
grep -q "<h1>" "$tmp/body"
tap $? "an unknown page has a heading"
is "another host is refused" "$(code -H 'Host: evil.example' "$url/")" 421
is "the folder belongs to one" "$("$binary" serve --data "$data" --listen 127.0.0.1:0 >/dev/null 2>&1; echo $?)" 7
is "one log line for each request" "$(grep -c '"event":"web.request"' "$tmp/serve.err")" 4
grep -q "no-such-page" "$tmp/serve.err"
is "the log holds no address somebody typed" $? 1
stop TERM
is "SIGTERM ends it with 0" $? 0
serve "$data"
stop INT
is "SIGINT too, and the folder opens again" $? 0

data
serve "$data" site_name="Một cửa phường Bến Lụa" log_requests=false
tap $? "settings by name on the command line"
code "$url/x" >/dev/null
grep -q "Bến Lụa" "$tmp/body"
tap $? "a setting is on the page"
is "and another one in effect" "$(grep -c '"event":"web.request"' "$tmp/serve.err")" 0
stop

data
printf 'site_name = Từ tệp\n' >"$data/motcua.conf"
MOTCUA_SET_SITE_OWNER="Ủy ban" serve "$data"
code "$url/x" >/dev/null
grep -q "Từ tệp" "$tmp/body" && grep -q "Ủy ban" "$tmp/body"
tap $? "settings from the file and the environment"
stop
MOTCUA_SET_SITE_NAME="Từ môi trường" serve "$data"
code "$url/x" >/dev/null
grep -q "Từ môi trường" "$tmp/body"
tap $? "the environment wins over the file"
stop

data
expect 4 "an unknown setting stops the start" motcua serve --data "$data" site_nam=x
err_has "an unknown setting: named" "site_nam"
expect 4 "a value out of bounds" motcua serve --data "$data" idle_staff_minutes=0
err_has "a value out of bounds: what is wanted" "from 1 to 480"
printf '\nsite_name = ok\nlog_requests = maybe\n' >"$data/motcua.conf"
expect 4 "a bad line of the file" motcua serve --data "$data"
err_has "a bad line of the file: its number" "motcua.conf:3"
rm "$data/motcua.conf"
MOTCUA_SET_NOTHING=1 expect 4 "an unknown name in the environment" motcua serve --data "$data"
expect 4 "beyond loopback without TLS" motcua serve --data "$data" --listen 0.0.0.0:0
expect 4 "not an address" motcua serve --data "$data" --listen localhost:80
expect 4 "not a base URL" motcua serve --data "$data" --listen 127.0.0.1:0 --base-url ftp://x
touch "$data/demo"
expect 4 "a demo folder stays on this machine" motcua serve --data "$data" --listen 0.0.0.0:0 --base-url https://x.vn
err_has "a demo folder: says so" "--insecure"

expect 0 "routes" motcua routes
out_has "routes: one a line" "POST  /language"
expect 0 "routes as JSON" motcua routes --json
json_is "routes as JSON: a form" "[r['kind'] for r in d if r['path'] == '/theme'][0]" form
expect 0 "settings" motcua settings --json
json_is "settings: default and bounds" "[(s['value'], s['max']) for s in d if s['name'] == 'idle_staff_minutes'][0]" "('15', 480)"

tap_end
