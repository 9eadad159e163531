#!/usr/bin/env bash
# test_pack.sh - the shipped calendar is what make_pack.py makes of the research file.
echo "1..1"
shared=${MOTCUA_SHARED:-../shared}
if [ ! -f "$shared/data/vn-holidays.json" ]; then
    echo "ok 1 # SKIP $shared/data/vn-holidays.json is not here"
    exit 0
fi
if python3 tests/calendar/make_pack.py "$shared/data/vn-holidays.json" | cmp - packs/calendars/vn.json; then
    echo "ok 1 - packs/calendars/vn.json is current"
else
    echo "not ok 1 - packs/calendars/vn.json differs"
    exit 1
fi
