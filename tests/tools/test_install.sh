#!/usr/bin/env bash
# tools/install asks apt only for what is missing, and says clearly when it cannot have it.
# dpkg-query and apt-get are stand-ins here: nothing of the system is touched.
. "$(dirname "$0")/../tap.sh"
cd "$top" || exit 70
mkdir "$tmp/bin"
cat >"$tmp/bin/dpkg-query" <<END
#!/bin/sh
for name; do :; done
grep -qx "\$name" "$tmp/installed" && printf installed
END
cat >"$tmp/bin/apt-get" <<END
#!/bin/sh
echo "\$*" >>"$tmp/calls"
case "\$*" in
*update*) [ -e "$tmp/unreachable" ] && { echo "could not resolve"; exit 100; }; touch "$tmp/updated" ;;
*) [ -e "$tmp/updated" ] || [ ! -e "$tmp/stale" ] || { echo "unable to locate"; exit 100; }
   [ -e "$tmp/unreachable" ] && { echo "failed to fetch"; exit 100; }; exit 0 ;;
esac
END
cat >"$tmp/bin/id" <<'END'
#!/bin/sh
echo "${FAKE_UID:-0}"
END
chmod +x "$tmp"/bin/*
cat >"$tmp/packages" <<'END'
# comment
alpha     build  src    first
beta      run    src    second
gamma     test   tests  third
sh?sh     test   tests  there already
no?nosuch test   tests  not there
END
export PATH=$tmp/bin:$PATH MOTCUA_PACKAGES=$tmp/packages
reset() {
    rm -f "$tmp"/{calls,updated,stale,unreachable}
    printf '%s\n' "$@" >"$tmp/installed"
    : >"$tmp/calls"
}

reset alpha beta
expect 0 "all there" tools/install build run
cp "$tmp/calls" "$tmp/out"; out_is "apt is not asked" ""
reset alpha
expect 0 "one missing" tools/install build run
out_has "it is named" "installing: beta"
cp "$tmp/calls" "$tmp/out"; out_has "apt is asked for it" "install --no-install-recommends beta"
out_hasnt "and for nothing else" "alpha"
out_hasnt "without new lists" "update"
reset alpha beta gamma; touch "$tmp/stale"
expect 0 "old lists" tools/install test
cp "$tmp/calls" "$tmp/out"; out_has "are asked anew" "update"
out_hasnt "a command that exists is not installed" " sh"
reset alpha beta; touch "$tmp/unreachable"
expect 7 "the archive cannot be reached" tools/install test
err_has "what could not be installed is named" "could not install: gamma no"
err_has "apt's own words are shown" "could not resolve"
reset alpha
mkdir "$tmp/only"
for program in bash env awk sed dirname id dpkg-query apt-get; do ln -s "$(command -v $program)" "$tmp/only/$program"; done
expect 5 "neither root nor sudo" env FAKE_UID=1000 PATH="$tmp/only" tools/install run
err_has "is said, with the packages" "needs root or sudo to install: beta"
expect 2 "no kind" tools/install
expect 2 "an unknown kind" tools/install everything
echo 'delta build' >>"$tmp/packages"
expect 4 "a malformed line" tools/install build
err_has "is named" "packages:7"
unset MOTCUA_PACKAGES
expect 0 "the real list is well formed" tools/install --list build run test
out_has "and names the compiler" "build-essential"

tap_end
