# lib.sh - what the checkers in this folder share. A checker prints `path:line: what is
# wrong`, exits 1 if it printed anything, and also if it found nothing to look at: a check
# that looks at nothing must not pass. HOUSE_ROOT is the tree looked at (the tests plant
# faults in small trees of their own); the tools come from the tree the checker stands in.
set -u
set -o pipefail
export LC_ALL=C
tools=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "${HOUSE_ROOT:-$tools/..}" || exit 70
name=$(basename "$0")

nothing() {
    echo "$name: $*: nothing was looked at"
    exit 1
}
# sources FOLDER...: C files and headers below the folders that exist, into files=().
sources() {
    local dirs=() d
    for d in "$@"; do [ -d "$d" ] && dirs+=("$d"); done
    files=()
    [ ${#dirs[@]} -gt 0 ] && mapfile -t files < <(find "${dirs[@]}" -name '*.[ch]' -type f | sort)
    [ ${#files[@]} -gt 0 ]
}
cwords() {
    "${CWORDS:-$tools/../build/tools/cwords}" "${files[@]}"
}
