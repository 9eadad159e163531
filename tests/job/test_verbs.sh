#!/usr/bin/env bash
# Jobs of a running server: `motcua job list|run` through its socket, gauges, and a kill -9 in
# between: what was held is taken up by the next server.
. "$(dirname "$0")/../cli/lib.sh"
unset MOTCUA_NOW # jobs follow a clock that runs

# runs NAME: how often it has finished, by --json in $tmp/out
runs() {
    motcua job list --data "$data" --json >"$tmp/out" && json "[j['runs'] for j in d if j['name'] == '$1'][0]"
}
has_run() {
    [ "$(runs file.sweep)" -ge "$1" ]
}

data
serve "$data"
tap $? "a server of a new folder"
expect 0 "its jobs are listed" motcua job list --data "$data"
grep -q 'waiting .* filing.expire' "$tmp/out"
tap $? "drafts expire by a job"
expect 0 "as JSON too" motcua job list --data "$data" --json
json_is "none has failed" "sum(j['failures'] for j in d)" 0
json_is "each is scheduled" "min(j['next'] for j in d) > '2026'" True
expect 0 "one is run now" motcua job run file.sweep --data "$data"
wait_for 10 has_run 1
tap $? "and it ran, in small units"
expect 3 "there is no such job" motcua job run nix --data "$data"
expect 2 "which one?" motcua job run --data "$data"
wait_for 20 sh -c "curl -s $url/metrics | grep -q '^motcua_job_units_total 1[6-9]'"
tap $? "its units are counted"
curl -s "$url/metrics" | grep -q '^motcua_jobs{state="parked"} 0'
tap $? "nothing is parked"
curl -s "$url/metrics" | grep -q '^motcua_outbox_connected{destination="national_portal"} 0'
tap $? "nothing pretends to speak to the national portal"

stop KILL
sqlite3 "$data/motcua.db" "UPDATE job SET run_at = 0, token = token + 1, lease_by = 'gone', attempts = 1,
    lease_until = $(($(date +%s) + 3600)) * 1000000, cursor = '240' WHERE name = 'file.sweep'"
expect 0 "after a kill it is still leased" motcua job list --data "$data"
grep -q 'running .* file.sweep' "$tmp/out"
tap $? "and says so"
serve "$data"
wait_for 10 has_run 2
tap $? "the next server takes it up at once"
expect 0 "the record verifies" motcua record verify --data "$data"
stop TERM
tap $? "the server ends well"
tap_end
