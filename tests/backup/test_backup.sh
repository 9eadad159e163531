#!/usr/bin/env bash
# Backup from the running server and back into an empty folder; damaged archives are refused.
. "$(dirname "$0")/../cli/lib.sh"

# is NAME GOT WANTED
is() {
    echo "got $2, expected $3" >"$tmp/why"
    [ "$2" = "$3" ]
    tap $? "$1"
}
contents() {
    sqlite3 "$1/motcua.db" "SELECT code, pub, filed_at FROM dossier ORDER BY id; SELECT seq, hex(chain) FROM seal ORDER BY seq" | sha256sum
}

data; one=$data
motcua demo --data "$one" --dossiers 40 --seed 3 --until 2026-11-19T17:00 >/dev/null
serve "$one"
tap $? "a server holds the folder"
expect 0 "backup while it runs" motcua backup "$tmp/b.tar" --data "$one" --json
json_is "it counts files" 'd["files"] >= 3' True
expect 6 "an existing file is not overwritten" motcua backup "$tmp/b.tar" --data "$one"
tar -tf "$tmp/b.tar" >"$tmp/list"
tap $? "any tar reads it"
grep -qx MANIFEST "$tmp/list"
tap $? "with a manifest"
stop
data; two=$data
expect 0 "restore into an empty folder" motcua restore "$tmp/b.tar" --data "$two"
is "everything is there" "$(contents "$one")" "$(contents "$two")"
is "the files too" "$(cd "$one" && find files -type f | sort | sha256sum)" "$(cd "$two" && find files -type f | sort | sha256sum)"
expect 0 "its record verifies" motcua record verify --data "$two"
serve "$two"
tap $? "and it serves"
stop
expect 6 "a folder with data is refused" motcua restore "$tmp/b.tar" --data "$two"

seed=${MOTCUA_SEED:-$RANDOM}
echo "# seed $seed"
RANDOM=$seed
size=$(stat -c %s "$tmp/b.tar")
for i in $(seq 12); do
    cp "$tmp/b.tar" "$tmp/bad.tar"
    at=$(((RANDOM * 32768 + RANDOM) % (size - 2048)))
    old=$(od -An -tu1 -j "$at" -N 1 "$tmp/bad.tar" | tr -d ' ')
    printf "$(printf '\\%03o' $(((old + 1 + RANDOM % 254) % 256)))" | dd of="$tmp/bad.tar" bs=1 seek="$at" conv=notrunc 2>/dev/null
    bad=$tmp/bad$i
    motcua restore "$tmp/bad.tar" --data "$bad" >"$tmp/out" 2>"$tmp/err"
    rc=$?
    # A changed byte of padding or of a header's unused part harms nothing; all else is found.
    if [ $rc -eq 0 ]; then
        [ "$(contents "$bad")" = "$(contents "$one")" ]
    else
        [ $rc -eq 4 ] && [ ! -f "$bad/motcua.db" ]
    fi
    tap $? "byte $at changed: found, or harmless"
done
head -c $((size / 2)) "$tmp/b.tar" >"$tmp/cut.tar"
expect 4 "a cut archive is refused" motcua restore "$tmp/cut.tar" --data "$tmp/cut"
[ ! -f "$tmp/cut/motcua.db" ]
tap $? "and leaves no data folder"
expect 4 "something else is refused" motcua restore "$binary" --data "$tmp/else"
tap_end
