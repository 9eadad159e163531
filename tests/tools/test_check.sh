#!/usr/bin/env bash
# ./check adds up what its checks say and cannot pass on silence; tools/run_tests likewise.
. "$(dirname "$0")/../tap.sh"
cd "$top" || exit 70

check() {
    printf '%s\n' "$@" >"$tmp/list"
    MOTCUA_CHECK_LIST=$tmp/list MOTCUA_CHECK_LOGS=$tmp/logs ./check
}
last() {
    tail -n 1 "$tmp/out" >"$tmp/last" && cp "$tmp/last" "$tmp/out"
}

expect 0 "all pass" check "one a Makefile echo 3 passed, 0 failed" "two b Makefile echo 4 passed, 0 failed" "two c Makefile echo 5 passed, 0 failed"
last; out_is "the sum is the last line" "12 passed, 0 failed"
expect 1 "one fails" check "one a Makefile echo 3 passed, 0 failed" "two b Makefile echo why not; echo 4 passed, 2 failed"
out_has "its output is shown" "why not"
last; out_is "failures are added up" "7 passed, 2 failed"
expect 1 "no test ran" check "one a Makefile echo 3 passed, 0 failed" "two b Makefile echo 0 passed, 0 failed"
last; out_is "no test counts as a failure" "3 passed, 1 failed"
expect 1 "no last line" check "two b Makefile echo 4 passed, 0 failed; echo hello"
last; out_is "no count counts as a failure" "0 passed, 1 failed"
expect 1 "an exit code against the count" check "two b Makefile echo 4 passed, 0 failed; exit 3"
last; out_is "the exit code wins" "4 passed, 1 failed"
expect 1 "nothing ran at all" check "one a no/such/file echo 3 passed, 0 failed"
out_has "what is absent is named" "absent: no/such/file"
last; out_is "nothing is a failure" "0 passed, 1 failed"
expect 4 "a bad line in the list" check "four a Makefile true"
expect 0 "checks of lane two run side by side" check "two a Makefile touch $tmp/a; while ! test -e $tmp/b; do sleep 0.05; done; echo 1 passed, 0 failed" \
    "two b Makefile touch $tmp/b; while ! test -e $tmp/a; do sleep 0.05; done; echo 1 passed, 0 failed"
expect 0 "of lane three, three at once" check "three a Makefile touch $tmp/3a; while ! test -e $tmp/3c; do sleep 0.05; done; echo 1 passed, 0 failed" \
    "three b Makefile touch $tmp/3b; while ! test -e $tmp/3a; do sleep 0.05; done; echo 1 passed, 0 failed" \
    "three c Makefile touch $tmp/3c; while ! test -e $tmp/3b; do sleep 0.05; done; echo 1 passed, 0 failed"
expect 0 "lane one waits for what stands above" check "two a Makefile sleep 0.3; touch $tmp/first; echo 1 passed, 0 failed" \
    "one b Makefile test -e $tmp/first && echo 1 passed, 0 failed"
expect 0 "an idle one neither takes a place nor is waited for" check \
    "idle i Makefile while ! test -e $tmp/end; do sleep 0.05; done; echo 1 passed, 0 failed" \
    "two a Makefile rm -f $tmp/[ab]; while ! test -e $tmp/b; do sleep 0.05; done; echo 1 passed, 0 failed" \
    "two b Makefile sleep 0.2; touch $tmp/b; echo 1 passed, 0 failed" \
    "one c Makefile touch $tmp/end; echo 1 passed, 0 failed"
last; out_is "and is counted with the others" "4 passed, 0 failed"
expect 1 "an idle one that fails" check "idle i Makefile echo 1 passed, 1 failed" "two b Makefile echo 4 passed, 0 failed"
expect 0 "an idle one yields" check "idle i Makefile chrt -p \$\$ | grep -q SCHED_IDLE && echo 1 passed, 0 failed"

# run_tests in a tree of its own
mkdir -p "$tmp/tree"/{tools,build/test,tests/x}
cp tools/run_tests tools/memory_folder "$tmp/tree/tools/"
run_tests() {
    (cd "$tmp/tree" && tools/run_tests build "$@")
}
plant() {
    rm -rf "$tmp/tree/build/test" "$tmp/tree"/tests/x/* && mkdir -p "$tmp/tree/build/test"
    touch "$tmp/tree/tests/x/test_a.c"
    printf '#!/bin/sh\n%s\n' "$1" >"$tmp/tree/build/test/x__test_a"
    chmod +x "$tmp/tree/build/test/x__test_a"
}
plant 'echo "[       OK ] one"; echo "[       OK ] two"'
expect 0 "run_tests: passes are counted" run_tests
out_has "run_tests: and said" "2 passed, 0 failed"
plant 'echo "[       OK ] one"; echo "[  FAILED  ] two"; echo "[  FAILED  ] two"; exit 1'
expect 1 "run_tests: a failure" run_tests
out_has "run_tests: counted once" "1 passed, 1 failed"
plant 'echo "[       OK ] one"; kill -SEGV $$'
expect 1 "run_tests: a crash after a pass" run_tests
out_has "run_tests: counts as a failure" "1 passed, 1 failed"
plant 'exit 0'
expect 1 "run_tests: a program without a test" run_tests
out_has "run_tests: is a failure" "0 passed, 1 failed"
plant 'echo "[       OK ] one"'
rm "$tmp/tree/tests/x/test_a.c"
expect 1 "run_tests: a program whose source is gone, and nothing else" run_tests
out_has "run_tests: is not run" "0 passed, 0 failed"
plant 'echo "[       OK ] one"'
printf '#!/bin/sh\necho "ok 1 - a"\necho "1..2"\n' >"$tmp/tree/tests/x/test_b.sh" && chmod +x "$tmp/tree/tests/x/test_b.sh"
expect 1 "run_tests: a plan that was not kept" run_tests
out_has "run_tests: is a failure" "2 passed, 1 failed"
printf '#!/bin/sh\necho "ok 1 - a"\n' >"$tmp/tree/tests/x/test_b.sh"
expect 1 "run_tests: a shell test without a plan" run_tests
plant 'sleep 5; echo "[       OK ] one"'
expect 1 "run_tests: a program that hangs" env MOTCUA_TEST_SECONDS=1 bash -c "cd '$tmp/tree' && tools/run_tests build"

tap_end
