# lib.sh - tests of the motcua command: `. "$(dirname "$0")/lib.sh"`, then expect lines (see
# tests/tap.sh), then tap_end. `motcua` is the built binary with a fixed clock; `data` a fresh
# folder; `serve DIR` a server of the test's own on a free port, its address in $url.
. "$(dirname "${BASH_SOURCE[0]}")/../tap.sh"
cd "$top" || exit 70
binary=$top/${MOTCUA_BUILD:-build}/motcua
export MOTCUA_NOW=${MOTCUA_NOW:-2026-11-23T08:15:00+07:00}

motcua() {
    "$binary" "$@"
}

data_count=0
data() {
    data_count=$((data_count + 1))
    data=$tmp/data$data_count
    mkdir "$data"
}

# wait_for SECONDS COMMAND...: until it succeeds; false when time is over.
wait_for() {
    local until=$((SECONDS + $1))
    shift
    until "$@" >/dev/null 2>&1; do
        [ "$SECONDS" -lt "$until" ] || return 1
        sleep 0.05
    done
}

# serve DIR [ARG...]: port 0 lets the system choose; `motcua: ready URL` says which it was.
# The server's pid is $server, its output $tmp/serve.out and serve.err; ends with the test.
serve() {
    local dir=$1
    shift
    : >"$tmp/serve.out"
    "$binary" serve --data "$dir" --listen 127.0.0.1:0 "$@" >"$tmp/serve.out" 2>"$tmp/serve.err" </dev/null &
    server=$!
    tap_kill "$server"
    wait_for 10 grep -q '^motcua: ready ' "$tmp/serve.out" || return 1
    url=$(sed -n 's/^motcua: ready //p' "$tmp/serve.out" | head -n 1)
}

# stop [SIGNAL]: ends it and gives its exit code.
stop() {
    kill "-${1:-TERM}" "$server" 2>/dev/null
    wait "$server" 2>/dev/null
}

# json EXPRESSION: Python over the JSON document in $tmp/out, as `d`; prints the result.
json() {
    python3 -c 'import json, sys; d = json.load(open(sys.argv[1])); print(eval(sys.argv[2]))' "$tmp/out" "$1"
}
# json_is NAME EXPRESSION VALUE
json_is() {
    local got
    got=$(json "$2" 2>&1)
    { echo "$2 is $got, expected $3"; cat "$tmp/out"; } >"$tmp/why"
    [ "$got" = "$3" ]
    tap $? "$1"
}
