#!/usr/bin/env bash
# `motcua check`: what it finds after somebody has been at the database or the files, and that
# it goes on to name the rest.
. "$(dirname "$0")/lib.sh"

data; one=$data
expect 0 "a demo province" motcua demo --data "$one" --dossiers 40 --seed 7 --until 2026-11-19T17:00
expect 0 "nothing differs" motcua check --data "$one" --json
json_is "every clock was looked at" 'd["works"] >= 36' True
json_is "and every file" 'd["files"] >= 1' True
json_is "it says so" 'd["ok"] and d["findings"] == []' True

sql() { sqlite3 "$one/motcua.db" "$1"; }
late=$(sql "SELECT min(id) FROM work WHERE due_at IS NOT NULL")
bad=$(sql "SELECT max(id) FROM work WHERE due_at IS NOT NULL")
sql "UPDATE work SET due_at = due_at + 86400000000 WHERE id = $late"
sql "UPDATE work_clock SET rule = 'soon' WHERE work_id = $bad AND rule IS NOT NULL"
expect 1 "a bent due date and a rule that is none" motcua check --data "$one"
out_has "names the dossier" "$(sql "SELECT code FROM dossier WHERE id = $late")"
out_has "and the other" "$(sql "SELECT code FROM dossier WHERE id = $bad")"
out_has "counts them" "2 findings"

file=$(find "$one/files" -type f | head -n 1)
size=$(stat -c %s "$file")
tr '\0-\377' '\1-\377\0' <"$file" >"$tmp/bent"
chmod u+w "$file"
cp "$tmp/bent" "$file"
expect 1 "bytes that are not what their name says" motcua check --data "$one"
out_has "named as damaged" ": damaged"
out_has "beside the dates" "3 findings"
truncate -s $((size - 1)) "$file"
expect 1 "bytes that are gone" motcua check --data "$one" --json
json_is "named as missing" '[f["why"] for f in d["findings"] if f["kind"] == "file"]' "['missing']"
json_is "and not well" 'd["ok"]' False

serve "$one"
expect 1 "through a server that has the folder" motcua check --data "$one"
out_has "the same findings" "3 findings"
stop
expect 3 "no such folder" motcua check --data "$tmp/nowhere"

tap_end
