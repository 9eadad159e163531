#!/usr/bin/env bash
# sqlgen: what it writes and what it refuses, each with file and line. What the written C does
# is tested on both engines by test_query.c.
. "$(dirname "$0")/../tap.sh"
cd "$top" || exit 70
make -s build/tools/sqlgen || exit 70

cd "$tmp" || exit 70
mkdir -p src/a gen/a
gen() {
    "$top/build/tools/sqlgen" src/a/a.sql gen/a/a_sql
}
write() {
    printf '%b' "$1" >src/a/a.sql
}
compiles() {
    gcc -std=c17 -D_GNU_SOURCE -Wall -Wextra -Werror -Wpedantic -Wconversion -Wshadow -Wmissing-prototypes \
        -I"$top/src" -Igen -c -o a.o gen/a/a_sql.c
}
good() { # NAME TEXT
    write "$2"
    expect 0 "$1" gen
    expect 0 "$1: which compiles" compiles
    cp gen/a/a_sql.c out
}
bad() { # NAME LINE MESSAGE TEXT
    rm -f gen/a/a_sql.h gen/a/a_sql.c
    write "$4"
    expect 1 "refused: $1" gen
    err_has "refused: $1: says where and why" "src/a/a.sql:$2: error: $3"
    [ ! -e gen/a/a_sql.h ] && [ ! -e gen/a/a_sql.c ]
    tap $? "refused: $1: nothing looks made"
}

good "an empty file" '-- nothing yet\n'
good "exec" '-- :exec a_set\n-- in id int, was text, status text?\nUPDATE t SET s = :status WHERE id = :id AND s = :was;\n'
out_has "numbers in order of declaration, SQLite" 'UPDATE t SET s = \?3 WHERE id = \?1 AND s = \?2"'
out_has "numbers in order of declaration, PostgreSQL" 'UPDATE t SET s = $3 WHERE id = $1 AND s = $2"'
out_has "letters" '.in = "itT"'
cp gen/a/a_sql.h out
out_has "up to four inputs are parameters" 'enum rc q_a_set(struct ctx *c, int64_t id, str was, str status, int64_t *ret_changed);'
out_has "a guard from the name" '#ifndef MOTCUA_GEN_A_A_SQL_H'

good "five inputs" '-- :exec a_set\n-- in a int, b int?,\n-- in d time, e date?, f bool\nSELECT :a, :b, :d, :e, :f\n'
cp gen/a/a_sql.h out
out_has "five inputs are a struct" 'enum rc q_a_set(struct ctx *c, const struct q_a_set_in *in, int64_t *ret_changed);'
out_has "NULL has a type" 'struct opt_int b;'

good "rows" '-- :one a_one\n-- out id int\nSELECT 1;\n-- :many a_many\n-- out t text?, x blob\nSELECT 1;\n-- :each a_each\n-- in n int\n-- out n int\nSELECT :n;\n'
cp gen/a/a_sql.h out
out_has "one" 'enum rc q_a_one(struct ctx *c, struct q_a_one_row *ret_row);'
out_has "many" 'enum rc q_a_many(struct ctx *c, struct q_a_many_rows *ret);'
out_has "each" 'enum rc (*fn)(void *arg, const struct q_a_each_row *row), void *arg);'

good "what is no input" "-- :exec a_odd\n-- in id int\n/* :no */ SELECT ':no', \":no\", 'it''s :no', 1::text, x[1:2] -- :no\n  , :id /* :no\n :no */;\n-- a remark on :no\n"
out_has "strings, names, casts and comments are left alone" "':no', \\\":no\\\", 'it''s :no', 1::text, x[1:2]"
out_hasnt "comments are gone" 'remark'
good "dialects" '-- :one a_now\n-- in n int\n-- out n int\nSELECT\n-- @postgresql  a reason\n:n::bigint\n-- @sqlite\n:n\n-- @both\nAS n;\n'
out_has "SQLite's text" '.sql = {"SELECT\n"'
grep -A2 '.sql = {' gen/a/a_sql.c | tr -d '\n' >out
out_has "its own, then both" '\?1\n"            "AS n"'
grep -A6 '.sql = {' gen/a/a_sql.c | tr -d '\n' >out
out_has "PostgreSQL's text" '$1::bigint\n"'
good "a backslash" "-- :one a_b\n-- out t text\nSELECT '\\\\x';\n"
out_has "is kept" "'\\\\x'"

good "a shared row" '-- :many a_all\n-- out id int, t text\nSELECT 1, 2;\n-- :many a_some\n-- in n int\n-- out = a_all\nSELECT :n, 2;\n'
cp gen/a/a_sql.h out
out_has "is the other query's" 'enum rc q_a_some(struct ctx *c, int64_t n, struct q_a_all_rows *ret);'
bad "a shared row nobody has" 2 '`-- out = a_all`: no such query above' '-- :many a_some\n-- out = a_all\nSELECT 1;\n'
bad "a shared row with columns" 6 '`-- out = a_all`: no such query above, or columns already given' '-- :many a_all\n-- out n int\nSELECT 1;\n-- :many a_some\n-- out t text\n-- out = a_all\nSELECT 1;\n'
good "the columns' names" '-- :many a_all\n-- in n int\n-- out id int, t text\nSELECT :out FROM a WHERE n = :n;\n'
out_has "stand where :out stands" '"SELECT id, t FROM a WHERE n = \?1"'
bad ":out of no columns" 2 '`:out` is not declared' '-- :exec a_x\nSELECT :out;\n'

set_of='-- :many a_set\n-- in who int, max int, late int\n-- out id int\nSELECT id FROM a WHERE TRUE\n-- @one mine\nAND m = :who\n-- @or unit\nAND u = :who\n-- @with late\nAND l = :late\n-- @always\nLIMIT :max;\n'
good "a closed set" "$set_of"
tr -d '\n' <gen/a/a_sql.c | sed 's/\\n" *"/ /g; s/  */ /g' >out
out_has "one text" '.name = "a_set mine", .sql = {"SELECT id FROM a WHERE TRUE AND m = \?1 LIMIT \?2"'
out_has "or the other" '.name = "a_set unit", .sql = {"SELECT id FROM a WHERE TRUE AND u = \?1 LIMIT \?2"'
out_has "with a third" '.name = "a_set mine late", .sql = {"SELECT id FROM a WHERE TRUE AND m = \?1 AND l = \?3 LIMIT \?2"'
out_has "and for the other engine" '"SELECT id FROM a WHERE TRUE AND u = $1 AND l = $3 LIMIT $2"'
out_has "as many inputs as the text takes" '.in = "ii",'
out_has "or all of them" '.in = "iii",'
tap $(($(grep -o '.name = "a_set' gen/a/a_sql.c | wc -l) != 4)) "four statements"
out_has "no other may be asked for" 'BUG_IF(with < 0 || with >= 4);'
cp gen/a/a_sql.h out
out_has "chosen by constants that add up" 'enum { Q_A_SET_LATE = 2 };'
out_has "in the call" 'enum rc q_a_set(struct ctx *c, int with, int64_t who, int64_t max, int64_t late, struct q_a_set_rows *ret);'
good "a choice of exec, one and each" '-- :exec a_x\nDELETE FROM a\n-- @with b\nWHERE b\n-- :one a_y\n-- out n int\nSELECT 1\n-- @with b\nWHERE b\n-- :each a_z\n-- out n int\nSELECT 1\n-- @with b\nWHERE b\n'
bad "the other of nothing" 3 '`@or b` without `@one`' '-- :exec a_x\nDELETE FROM a\n-- @or b\nWHERE b;\n'
bad "a choice without a name" 3 'expected a choice' '-- :exec a_x\nDELETE FROM a\n-- @with\nWHERE b;\n'
bad "a choice twice" 5 '`b` is chosen twice' '-- :exec a_x\nDELETE FROM a\n-- @with b\nWHERE b\n-- @with b\nAND c;\n'
bad "a choice at the beginning" 2 'a_x begins with a choice' '-- :exec a_x\n-- @with b\nDELETE FROM a;\n'
bad "an engine inside a choice" 5 'text for one engine inside a choice' '-- :exec a_x\nDELETE FROM a\n-- @with b\nWHERE b\n-- @sqlite\nAND c;\n'
bad "a set too large" 10 'a_x stands for more than 128 statements' '-- :exec a_x\nDELETE FROM a\n-- @with a\n-- @with b\n-- @with d\n-- @with e\n-- @with f\n-- @with g\n-- @with h\n-- @with i\nWHERE b;\n'
bad "a name that is not declared" 3 '`:idd` is not declared in `-- in` of a_x' '-- :exec a_x\n-- in id int\nSELECT :idd;\n'
bad "a name that is not used" 1 'input `was` of a_x is never used' '-- :exec a_x\n-- in id int, was text\nSELECT :id;\n'
bad "a name in a string only" 1 'input `id` of a_x is never used' "-- :exec a_x\n-- in id int\nSELECT ':id';\n"
bad "a type nobody knows" 2 'unknown type `string`' '-- :exec a_x\n-- in id string\nSELECT :id;\n'
bad "a kind nobody knows" 1 'unknown kind `row`' '-- :row a_x\nSELECT 1;\n'
bad "no name" 1 "expected the query's name" '-- :exec\nSELECT 1;\n'
bad "capitals" 1 "expected the query's name in lower case" '-- :exec Set\nSELECT 1;\n'
bad "words after the name" 1 'unexpected `now` after the name' '-- :exec a_x now\nSELECT 1;\n'
bad "an input twice" 2 '`id` is declared twice' '-- :exec a_x\n-- in id int, id int\nSELECT :id;\n'
bad "an input twice over two lines" 3 '`id` is declared twice' '-- :exec a_x\n-- in id int,\n-- in id int\nSELECT :id;\n'
bad "a query twice" 3 'query `a_x` stands twice' '-- :exec a_x\nSELECT 1;\n-- :exec a_x\nSELECT 1;\n'
bad "a bool that may be NULL" 2 '`bool` cannot be NULL' '-- :exec a_x\n-- in b bool?\nSELECT :b;\n'
bad "a word of C" 2 '`default` is a word of C' '-- :exec a_x\n-- in default int\nSELECT :default;\n'
bad "a word of the function" 2 '`c` is a word of C' '-- :exec a_x\n-- in c int\nSELECT :c;\n'
bad "no type" 2 'expected a type' '-- :exec a_x\n-- in id\nSELECT :id;\n'
bad "no comma" 2 'expected `,` between fields' '-- :exec a_x\n-- in id int was text\nSELECT :id, :was;\n'
bad "an empty list" 2 'expected `name type' '-- :exec a_x\n-- in\nSELECT 1;\n'
bad "exec with rows" 1 'a_x is exec and has no `-- out`' '-- :exec a_x\n-- out id int\nSELECT 1;\n'
bad "rows without columns" 1 'a_x needs `-- out`' '-- :one a_x\nSELECT 1;\n'
bad "no text" 1 'a_x has no text for sqlite' '-- :exec a_x\n-- :exec a_y\nSELECT 1;\n'
bad "text for one engine only" 1 'a_x has no text for postgresql' '-- :exec a_x\n-- @sqlite\nSELECT 1;\n'
bad "a block nobody knows" 3 'unknown block `@mysql`' '-- :exec a_x\nSELECT 1\n-- @mysql\n;\n'
bad "two statements" 3 'text after the `;` of a_x' '-- :exec a_x\nDELETE FROM t;\nDELETE FROM u;\n'
bad "two statements on a line" 2 'text after the `;` of a_x' '-- :exec a_x\nDELETE FROM t; DELETE FROM u;\n'
bad "text outside a query" 1 'text outside a query' 'SELECT 1;\n'
bad "an open string" 2 'a string does not end on its line' "-- :exec a_x\nSELECT 'a;\n"
bad "an open name" 2 'a quoted name does not end on its line' '-- :exec a_x\nSELECT "a;\n'
bad "an open comment" 3 'a block comment does not end' '-- :exec a_x\nSELECT 1; /* and\n so on\n'
bad "what follows a good query" 5 'unknown type `x`' '-- :exec a_x\nSELECT 1;\n\n-- :exec a_y\n-- in n x\nSELECT :n;\n'
long=$(printf 'x%.0s' $(seq 100))
bad "a name too long" 1 "the query's name is longer than" "-- :exec $long\nSELECT 1;\n"
many=$(for i in $(seq 65); do printf 'n%d int, ' "$i"; done)
bad "too many inputs" 2 'more than 64 fields' "-- :exec a_x\n-- in $many\nSELECT 1;\n"

expect 2 "no arguments: usage" "$top/build/tools/sqlgen"
expect 1 "no such file" "$top/build/tools/sqlgen" nowhere.sql gen/a/b_sql
err_has "no such file: says so" "nowhere.sql:0: error: cannot read"
write '-- :exec a_x\nSELECT 1;\n'
expect 1 "an output that cannot be written" "$top/build/tools/sqlgen" src/a/a.sql nowhere/a_sql

tap_end
