# tap.sh - tests in shell that speak TAP: `. tests/tap.sh`, then expect lines, then `tap_end`.
# A test runs in a folder of its own ($tmp, removed at the end); nothing stops at the first
# fault. Programs started in the background are given to `tap_kill` to end with the test.
set -u
export LC_ALL=C.UTF-8 TZ=UTC
unset MOTCUA_TESTS MOTCUA_TEST_DATABASE
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
tmp=$(mktemp -d) || exit 70
tap_count=0 tap_failed=0 tap_children=()
tap_clean() {
    local pid
    for pid in "${tap_children[@]+"${tap_children[@]}"}"; do kill "$pid" 2>/dev/null; done
    rm -rf "$tmp"
}
trap tap_clean EXIT

tap_kill() {
    tap_children+=("$1")
}

# tap RC NAME: one result; what stands in $tmp/why is shown as a comment when it failed.
tap() {
    tap_count=$((tap_count + 1))
    if [ "$1" -eq 0 ]; then
        echo "ok $tap_count - $2"
    else
        tap_failed=$((tap_failed + 1))
        echo "not ok $tap_count - $2"
        [ ! -e "$tmp/why" ] || sed 's/^/# /' "$tmp/why" | head -n 40
    fi
    rm -f "$tmp/why"
}

# expect RC NAME COMMAND...: the exit code; stdout and stderr stay in $tmp/out, $tmp/err.
expect() {
    local want=$1 title=$2 got
    shift 2
    "$@" >"$tmp/out" 2>"$tmp/err" </dev/null
    got=$?
    { echo "exit code $got, expected $want: $*"; cat "$tmp/out" "$tmp/err"; } >"$tmp/why"
    [ "$got" -eq "$want" ]
    tap $? "$title"
}

# NAME TEXT: a fixed string is, or is not, in what the last command said; or is all of it.
out_has() {
    { echo "stdout lacks: $2"; cat "$tmp/out"; } >"$tmp/why"
    grep -qF -- "$2" "$tmp/out"
    tap $? "$1"
}
err_has() {
    { echo "stderr lacks: $2"; cat "$tmp/err"; } >"$tmp/why"
    grep -qF -- "$2" "$tmp/err"
    tap $? "$1"
}
out_hasnt() {
    { echo "stdout has: $2"; cat "$tmp/out"; } >"$tmp/why"
    ! grep -qF -- "$2" "$tmp/out"
    tap $? "$1"
}
out_is() {
    { echo "expected:"; echo "$2"; echo "stdout:"; cat "$tmp/out"; } >"$tmp/why"
    [ "$(cat "$tmp/out")" = "$2" ]
    tap $? "$1"
}

tap_end() {
    echo "1..$tap_count"
    [ "$tap_failed" -eq 0 ]
    exit
}
