#!/usr/bin/env bash
# `motcua arrival`: a file from the old system is tried, reported and taken in with its files; again it adds nothing.
. "$(dirname "$0")/lib.sh"

export MOTCUA_NOW=2026-11-19T14:00:00+07:00
expect 0 "a demo folder" motcua demo --data "$tmp/data" --dossiers 5
expect 0 "the sample has every column" motcua arrival sample
cp "$tmp/out" "$tmp/sample.csv"
mkdir "$tmp/files"
cp tests/api/paper.pdf "$tmp/files/a.pdf"
cat >"$tmp/old.csv" <<'CSV'
code,procedure,receiving,status,received_at,due_at,owner_name,owner_number,files
CU-1,1.004873,H48.101,processing,2026-11-16 09:00,2026-11-19,Lê Minh Họa,051196000017,Tờ khai=a.pdf
CU-2,1.004873,H48.101,approving,16/11/2026 09:00,2026-11-19,Trần Thị Thử,,b.pdf
CU-3,1.004873,H48.102,accepted,2026-11-18,,Ngô Văn Mẫu,,
CSV
expect 2 "no system named" motcua arrival import --data "$tmp/data" "$tmp/old.csv"
expect 4 "half a file" motcua arrival import --data "$tmp/data" --source mc-cu "$tmp/files/a.pdf"
expect 1 "tried: one row does not fit" motcua arrival import --data "$tmp/data" --source mc-cu --files "$tmp/files" --dry-run "$tmp/old.csv"
out_has "its file is missing" "3 files refused"
run=$(head -1 "$tmp/out" | cut -d: -f1)
expect 0 "the report" motcua arrival report --data "$tmp/data" "$run"
out_has "names line and code" '"3","CU-2"'
expect 6 "nothing unless all fits" motcua arrival apply --data "$tmp/data" --strict "$run"
expect 1 "what fits" motcua arrival apply --data "$tmp/data" "$run" --json
json_is "two" 'd["stored"], d["refused"]' '(2, 1)'
cp tests/api/paper.pdf "$tmp/files/b.pdf"
expect 0 "mended and told again" motcua arrival import --data "$tmp/data" --source mc-cu --files "$tmp/files" "$tmp/old.csv" --json
json_is "only what was missing" 'd["stored"], d["unchanged"], d["refused"]' '(1, 2, 0)'
expect 0 "the record verifies" motcua record verify --data "$tmp/data"
expect 0 "due dates and files too" motcua check --data "$tmp/data"
expect 3 "no such run" motcua arrival report --data "$tmp/data" 01m7s9nsc0swatjxkx8c8n5c4x
tap_end
