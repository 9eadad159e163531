#!/usr/bin/env bash
# `motcua routes` is the golden file: an address, a permission or a kind changes only on purpose.
# `tests/cli/test_routes.sh --update` writes the file anew; its difference is read in review.
. "$(dirname "$0")/lib.sh"
golden=tests/cli/routes.golden

if [ "${1:-}" = --update ]; then
    motcua routes >"$golden.new" && mv "$golden.new" "$golden"
    exit
fi

expect 0 "routes are listed" motcua routes
diff -u "$golden" "$tmp/out" >"$tmp/why"
tap $? "they are those of $golden"

# Both forms say the same: what stands as JSON, laid out as lines.
expect 0 "routes are listed as JSON" motcua routes --json
json '"\n".join(" ".join([r["method"], r["path"], r["need"], r["kind"]]) for r in d)' >"$tmp/json"
tr -s ' ' <"$golden" | diff -u - "$tmp/json" >"$tmp/why"
tap $? "the JSON says the same"

expect 2 "an unknown flag is refused" motcua routes --nosuch
tap_end
