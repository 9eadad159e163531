#!/usr/bin/env bash
# `motcua demo`: an empty folder only, the same story for the same seed, and the record of it
# agrees with what is stored.
. "$(dirname "$0")/lib.sh"

story() {
    sqlite3 "$1/motcua.db" "SELECT d.code, d.filed_at, d.accepted_at, d.punctuality, w.status, w.due_at, w.version
      FROM dossier d JOIN work w ON w.id = d.id ORDER BY d.id"
}
# is NAME GOT WANTED
is() {
    echo "got $2, expected $3" >"$tmp/why"
    [ "$2" = "$3" ]
    tap $? "$1"
}

data; one=$data
expect 0 "makes a province" motcua demo --data "$one" --dossiers 80 --seed 7 --until 2026-11-19T17:00 --json
json_is "nearly all were filed" 'd["dossiers"] >= 76' True
json_is "most are finished" 'd["finished"] > 40' True
is "no dossier is older than its procedure" "$(sqlite3 "$one/motcua.db" "SELECT count(*) FROM dossier d
  JOIN procedure_version v ON v.id = d.procedure_version_id WHERE v.valid_from * 86400000000 > d.filed_at + 7 * 3600000000")" 0
expect 6 "refuses a folder that has data" motcua demo --data "$one" --dossiers 5
data; two=$data
expect 0 "makes it again" motcua demo --data "$two" --dossiers 80 --seed 7 --until 2026-11-19T17:00
is "the same seed tells the same story" "$(story "$one" | sha256sum)" "$(story "$two" | sha256sum)"
data; busy=$data
expect 0 "a busy end" motcua demo --data "$busy" --dossiers 600 --seed 1 --until 2026-11-19T14:00
# open_ones NAME CONDITION LEAST: open dossiers of which that is so.
open_ones() {
    n=$(sqlite3 "$busy/motcua.db" "SELECT count(*) FROM work w JOIN process_step s ON s.id = w.step_id WHERE w.closed_at IS NULL AND $2")
    echo "$n open, expected $3" >"$tmp/why"
    [ "$n" -ge "$3" ]
    tap $? "$1"
}
now="unixepoch('2026-11-19 07:00') * 1000000"
for kind in receive process approve issue; do open_ones "open ones at the step $kind" "s.kind = '$kind'" 2; done
open_ones "in officers' hands" "s.kind = 'process' AND w.handler_id IS NOT NULL" 20
open_ones "some are late" "w.due_at < $now" 2
open_ones "some are due today" "w.due_at BETWEEN $now AND unixepoch('2026-11-19 16:59') * 1000000" 2
open_ones "some wait for a citizen" "w.status = 'supplement'" 3
open_ones "one to be accepted" "w.status = 'waiting'" 1
is "nobody is waited for since long ago" "$(sqlite3 "$busy/motcua.db" "SELECT count(*) FROM work
  WHERE closed_at IS NULL AND step_since < $now - 90 * 86400 * 1000000")" 0
data; three=$data
expect 0 "another seed" motcua demo --data "$three" --dossiers 80 --seed 8 --until 2026-11-19T17:00
[ "$(story "$one" | sha256sum)" != "$(story "$three" | sha256sum)" ]
tap $? "tells another story"
data; four=$data
MOTCUA_NOW=2026-08-03T10:00 expect 0 "told at another time" motcua demo --data "$four" --dossiers 40
is "nothing happens later" "$(sqlite3 "$four/motcua.db" "SELECT max(filed_at) <= unixepoch('2026-08-03 03:00') * 1000000 FROM dossier")" 1
# shows DIR: the moment a server of it answers at, as its own header says.
shows() {
    MOTCUA_NOW=2026-08-03T10:00 serve "$1"
    curl -sI "$url/livez" | tr -d '\r' | sed -n 's/^[Dd]ate: //p'
    stop
}
# made DIR LOGIN: the day the account was made, written by a command without a server.
made() {
    MOTCUA_NOW=2026-08-03T10:00 motcua user add "$2" --role administrator --name "Thử" --data "$1" >/dev/null
    sqlite3 "$1/motcua.db" "SELECT date((created_at + 7 * 3600000000) / 1000000, 'unixepoch') FROM account WHERE login = '$2'"
}
is "a command on a demo, too" "$(made "$four" quantri8)" 2026-08-03
data
is "nothing is dated back in a real folder" "$(made "$data" quantri8)" "$(TZ=Asia/Ho_Chi_Minh date +%F)"
is "a demo's server stands at that time" "$(shows "$four")" "Mon, 03 Aug 2026 03:00:00 GMT"
data
[ "$(shows "$data")" != "Mon, 03 Aug 2026 03:00:00 GMT" ]
tap $? "a real one does not"
expect 2 "a malformed end" motcua demo --data "$three" --until soon
[ -f "$one/demo" ]
tap $? "the folder is marked"
expect 4 "a marked folder stays on this machine" motcua serve --data "$one" --listen 0.0.0.0:0
tap_end
