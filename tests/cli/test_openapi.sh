#!/usr/bin/env bash
# /openapi.json of the served program: a 3.1 document, every $ref leads somewhere, every route
# of the API is in it and nothing else. A fault planted in it is found.
. "$(dirname "$0")/lib.sh"

data
serve "$data"
tap $? "serves"
curl -s "$url/openapi.json" >"$tmp/openapi.json"
expect 0 "routes" motcua routes --json
cp "$tmp/out" "$tmp/routes.json"
check() {
    python3 tests/cli/openapi.py "$1" "$2"
}
expect 0 "openapi.json is whole" check "$tmp/openapi.json" "$tmp/routes.json"
for name in Procedure Dossier DossierList DossierEventList Tracking File; do
    grep -q "\"$name\":{\"type\":\"object\"" "$tmp/openapi.json"
    tap $? "has the schema $name"
done
sed 's|schemas/DossierPaper"|schemas/Nothing"|' "$tmp/openapi.json" >"$tmp/planted.json"
expect 1 "a \$ref that leads nowhere is found" check "$tmp/planted.json" "$tmp/routes.json"
sed 's|/api/v1/tracking/|/api/v1/looking/|' "$tmp/openapi.json" >"$tmp/planted.json"
expect 1 "a route that is not listed is found" check "$tmp/planted.json" "$tmp/routes.json"
sed 's|"nextCursor"|"next_cursor"|' "$tmp/openapi.json" >"$tmp/planted.json"
expect 1 "a name of another style is found" check "$tmp/planted.json" "$tmp/routes.json"
stop
tap_end
