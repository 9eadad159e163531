#!/usr/bin/env bash
# `motcua bench`: small runs whose figures mean nothing; what is tested is that each verb measures
# what it says, in the documented shape (bench/README.md), and touches no folder but its own.
. "$(dirname "$0")/../cli/lib.sh"

# A bar may be missed on a busy machine (1); anything else is a fault.
bench() {
    motcua bench "$@" --turns 1 --seconds 1 --connections 8 --json
    local rc=$?
    [ "$rc" -le 1 ]
}
shape='sorted(d), sorted(d["machine"]), sorted({k for f in d["figures"] for k in f}), sorted({k for b in d["bars"] for k in b} - {"at_least", "at_most"})'
documented="(['bars', 'bench', 'connections', 'dossiers', 'figures', 'machine', 'notes', 'seconds'], ['cores', 'kernel', 'load', 'processor'], ['answers', 'broken', 'bytes', 'cpu_ns', 'max_us', 'name', 'other', 'p50_us', 'p99_us', 'rate', 'refused'], ['least', 'met', 'most', 'name', 'turns', 'value'])"
worked='all(f["answers"] > 0 and f["broken"] == f["other"] == f["refused"] == 0 for f in d["figures"])'
data

expect 0 "lookup" bench lookup --data "$data" --dossiers 2000
json_is "lookup: the documented shape" "$shape" "$documented"
json_is "lookup: page, open loop, floor" '[f["name"] for f in d["figures"]][:3]' "['page, closed loop', 'page, open loop at half', 'floor, closed loop']"
json_is "lookup: every answer was a page" "$worked" True
json_is "lookup: its bars" '[(b["name"], b["at_most"]) for b in d["bars"]]' "[('lookup, CPU of its floor', 1.8), ('ready after, seconds', 0.5), ('resident at rest, MiB', 40.0)]"
json_is "lookup: the floor answers as many bytes" 'd["figures"][0]["bytes"] > 2000 and d["figures"][2]["bytes"] > 2000' True

expect 0 "worklist" bench worklist --data "$data" --dossiers 2000
json_is "worklist: the documented shape" "$shape" "$documented"
json_is "worklist: every answer was the list" "$worked" True
json_is "worklist: its bar" '(d["bars"][0]["name"], d["bars"][0]["at_most"])' "('worklist, growth over that of its floor', 1.25)"

expect 0 "submit" bench submit --data "$data" --dossiers 2000
json_is "submit: the documented shape" "$shape" "$documented"
json_is "submit: every submission was acknowledged" "$worked" True
json_is "submit: its bar" '[(b["name"], b["at_least"]) for b in d["bars"]]' "[('submit, rate of its floor', 0.5)]"
filed=$(json 'd["figures"][0]["answers"]')
expect 0 "what was filed" sqlite3 "$data/submit-2000/motcua.db" \
    "SELECT COUNT(*) >= $filed FROM (SELECT 1 FROM dossier d JOIN dossier_paper p ON p.dossier_id = d.id
       JOIN dossier_file f ON f.paper_id = p.id WHERE d.accepted_at IS NOT NULL AND d.id > 2000
      GROUP BY d.id HAVING COUNT(*) = 3)"
out_is "every one acknowledged stands there, accepted, with three papers and their files" 1

expect 0 "life" bench life --data "$data" --dossiers 2000
json_is "life: the documented shape" "$shape" "$documented"
json_is "life: every act was taken" "$worked" True
json_is "life: its bars" '[(b["name"], b.get("at_least"), b.get("at_most")) for b in d["bars"]]' \
    "[('life, rate of its floor', 0.4, None), ('life, growth over that of its floor', None, 1.25)]"
acts=$(json 'd["figures"][2]["answers"]')
expect 0 "what was lived" sqlite3 "$data/life-2000/motcua.db" \
    "SELECT COUNT(*) >= $acts / 7 - 8 FROM dossier d JOIN work w ON w.id = d.id WHERE d.id > 2000 AND w.status = 'returned'"
out_is "the lives that were counted have ended with the result handed over" 1
expect 0 "what the floor replayed" sqlite3 "$data/life-2000/motcua.db" \
    "SELECT COUNT(*) > 0 FROM dossier d JOIN work w ON w.id = d.id
      WHERE w.status = 'returned' AND length(d.code) > 24 AND (SELECT COUNT(*) FROM work_pass p WHERE p.work_id = w.id) = 5"
out_is "went through all its steps too" 1
expect 0 "whose the replayed ones are" sqlite3 "$data/submit-2000/motcua.db" \
    "SELECT COUNT(DISTINCT owner_id) * 2 > COUNT(*) FROM dossier WHERE length(code) > 24"
out_is "owners take turns in the floor as in the load" 1

mkdir -p "$data/3000" && echo mine >"$data/3000/letter"
expect 6 "a folder that no bench made is refused" motcua bench lookup --data "$data" --dossiers 3000
err_has "and named" "3000 is not a folder of a finished bench"
expect 0 "what was in it is untouched" cat "$data/3000/letter"
out_is "the letter" mine
expect 2 "too few dossiers" motcua bench lookup --data "$data" --dossiers 5
expect 2 "an address that is none" motcua bench http nowhere
expect 7 "a port where nobody answers" motcua bench http 127.0.0.1:1/ --seconds 1
expect 7 "a floor that is not there" motcua bench lookup --data "$data" --dossiers 2000 --turns 1 --seconds 1 --floors "$tmp"
tap_end
