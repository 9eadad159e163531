#!/usr/bin/env bash
# The server is ended with kill -9 while dossiers are filed: nothing acknowledged is lost, nothing
# is stored by half, and the record verifies. MOTCUA_KILLS (25 here, 500 before a release),
# MOTCUA_SEED to repeat a run.
. "$(dirname "$0")/lib.sh"
unset MOTCUA_NOW # the server is under a clock that runs

data
motcua demo --data "$data" --dossiers 0 >/dev/null
token=$(motcua user token tiepnhan.camthanh --name kill --perms "DOSSIER_READ DOSSIER_RECEIVE" --data "$data" --json |
    python3 -c 'import json, sys; print(json.load(sys.stdin)["token"])')
[ -n "$token" ]
tap $? "a clerk's machine has a token"
python3 tests/cli/kill.py "$binary" "$data" "$token" "${MOTCUA_KILLS:-25}" "${MOTCUA_SEED:-$RANDOM}" >"$tmp/kill" 2>"$tmp/why"
rc=$?
grep '^#' "$tmp/kill"
while read -r line; do
    case $line in
    ok*) tap 0 "${line#* - }" ;;
    "not ok"*) tap 1 "${line#* - }" ;;
    esac
done <"$tmp/kill"
tap $rc "the driver ran to its end"
expect 0 "the record verifies" motcua record verify --data "$data"
tap_end
