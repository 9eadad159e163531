#!/usr/bin/env bash
# `motcua process`: a file is checked without a folder, taken in as a draft, and comes out the same.
. "$(dirname "$0")/lib.sh"

sample=$PWD/packs/processes/joint.json
expect 0 "the shipped sample is right" motcua process check "$sample"
out_is "says nothing" ""
sed 's/"to": "book"/"to": "nowhere"/' "$sample" >"$tmp/broken.json"
expect 1 "a reference to nothing" motcua process check "$tmp/broken.json"
out_is "named at its place" '/steps/3/actions/0/to: There is no step “nowhere”.'
expect 1 "the same as JSON" motcua process check "$tmp/broken.json" --json
json_is "place and key" '[(x["at"], x["key"]) for x in d["faults"]]' "[('/steps/3/actions/0/to', 'casework.check.no_such_step')]"
head -c 100 "$sample" >"$tmp/cut.json"
expect 1 "half a file" motcua process check "$tmp/cut.json"
out_has "where it breaks off" "line 5"

expect 0 "a demo folder" motcua demo --data "$tmp/data" --dossiers 5
expect 0 "becomes a draft" motcua process import --data "$tmp/data" "$sample"
out_is "of its code" "mau.phoi-hop 1"
expect 4 "half a file is refused" motcua process import --data "$tmp/data" "$tmp/cut.json"
expect 0 "a broken one is a draft too" motcua process import --data "$tmp/data" "$tmp/broken.json"
expect 0 "comes out again" motcua process export --data "$tmp/data" mau.phoi-hop 1
cmp -s "$tmp/out" "$sample"
tap $? "byte for byte"
expect 0 "of a procedure of the pack" motcua process export --data "$tmp/data" 1.001193
expect 3 "of no procedure" motcua process export --data "$tmp/data" 9.999999
expect 2 "no such number" motcua process export --data "$tmp/data" 1.001193 first
tap_end
