#!/usr/bin/env bash
# Wrong use is exit code 2, said on stderr, with nothing on stdout.
. "$(dirname "$0")/lib.sh"

expect 2 "no command" motcua
out_is "no command: nothing on stdout" ""
expect 2 "an unknown command" motcua nosuch
out_is "an unknown command: nothing on stdout" ""
err_has "an unknown command: says so on stderr" "motcua: "
expect 0 "version" motcua version
out_has "version: names the program" "motcua "

expect 2 "a clock that is no moment" env MOTCUA_NOW=soon "$binary" version
err_has "a clock that is no moment: says so" "MOTCUA_NOW"

tap_end
