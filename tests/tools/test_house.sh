#!/usr/bin/env bash
# Each checker of tools/house passes a small clean tree and finds each fault planted in it.
. "$(dirname "$0")/../tap.sh"
make -s -C "$top" build/tools/cwords || exit 70
house=$top/tools/house

# A tree that every checker passes.
clean() {
    rm -rf "$tmp/tree"
    mkdir -p "$tmp/tree"/{src/{core,host,db,http,access,org,dossier/tpl},migrations,docs/adr,tools/house}
    cd "$tmp/tree" || exit 70
    cp "$top/.clang-format" .
    cat >tools/layers.txt <<'END'
floor 0 core
floor 1 host
floor 2 db http
floor 3 access org
floor 5 dossier
edge access org
public core *
END
    : >tools/house/banned.allow
    : >tools/house/doors.allow
    local f
    for f in core host db http access org dossier; do
        printf '/* %s.h - a contract. */\n#ifndef H_%s\n#define H_%s\nint %s_do(int a);\n#endif\n' $f $f $f $f >src/$f/$f.h
        printf '/* %s.c - does it. */\n#include "%s/%s.h"\n\nint %s_do(int a)\n{\n    return a;\n}\n' $f $f $f $f >src/$f/$f.c
        { printf '# %s\n' $f; yes line | head -12; } >src/$f/README.md
    done
    printf '/* dossier_http.c - pages. */\n#include "http/http.h"\n\nenum rc show(struct req *r)\n{\n    return fail(&r->c, RC_INVALID, "x", "dossier.bad");\n}\n' >src/dossier/dossier_http.c
    printf 'dossier.bad = Sai\ndossier.title = Hồ sơ\n' >src/dossier/text.vi
    printf '<h1>{{t "dossier.title"}}</h1>\n' >src/dossier/tpl/show.html
    printf -- '-- What is kept. Owner: dossier.\nCREATE TABLE dossier (id @id);\n-- owner: org\nCREATE TABLE agency (id @id);\nCREATE VIEW v_agency AS SELECT id FROM agency;\n' >migrations/0001_base.sql
    printf -- '-- :exec dossier_add\n-- in id int\nINSERT INTO dossier (id) SELECT id FROM v_agency WHERE id = :id;\n' >src/dossier/dossier.sql
    printf '# Title\n\n[core](src/core/README.md)\n' >README.md
}
run_on() {
    HOUSE_ROOT=$tmp/tree "$house/$1"
}
passes() {
    clean
    expect 0 "$1: a clean tree" run_on "$1"
    out_is "$1: says nothing about it" ""
}
# finds CHECKER TITLE TEXT: the tree as it stands is refused, and TEXT says why.
finds() {
    expect 1 "$1: $2" run_on "$1"
    out_has "$1: $2, and says so" "$3"
    clean
}
empty() {
    rm -rf "$tmp/tree" && mkdir "$tmp/tree"
    expect 1 "$1: an empty tree does not pass" run_on "$1"
    clean
}

passes floors
sed -i '1a #include "dossier/dossier.h"' src/core/core.c
finds floors "a higher floor" "src/core/core.c:2: core is below dossier"
sed -i '1a #include "access/access.h"' src/org/org.c
finds floors "a neighbour without an edge" "src/org/org.c:2: no edge org access"
sed -i '1a #include "org/org.h"' src/access/access.c
expect 0 "floors: a neighbour by an edge" run_on floors
sed -i '1a #include "org/inside.h"' src/access/access.c
finds floors "a private header" "org/inside.h is not a public header of org"
echo 'edge org access' >>tools/layers.txt
finds floors "edges that go round" "edges go round: org access"
{
    echo 'floor 4 a b c d e f g h'
    for from in a b c d e f g h; do for to in a b c d e f g h; do echo "edge $from $to"; done; done
} >>tools/layers.txt
expect 1 "floors: everybody knows everybody, in finite time" timeout 10 env HOUSE_ROOT="$tmp/tree" "$house/floors"
clean
echo 'edge org core' >>tools/layers.txt
finds floors "an edge between floors" "edge between different floors"
echo 'floor 5 dossier' >>tools/layers.txt
finds floors "a floor said twice" "tools/layers.txt:8: floor of dossier stands twice, first in line 5"
printf 'public core core.h\n' >>tools/layers.txt
finds floors "public headers said twice" "public headers of core stands twice, first in line 7"
echo 'edge access org' >>tools/layers.txt
finds floors "an edge said twice" "edge access org stands twice, first in line 6"
mkdir src/new && echo '#include "core/core.h"' >src/new/new.c
finds floors "a folder without a floor" "src/new has no floor"
sed -i '1a #include "dossier.h"' src/dossier/dossier.c
finds floors "an include without its folder" "include as"
sed -i '1a #include "access/types.h"' src/org/org.c
printf '/* types.h - a contract. */\n#include "core/core.h"\n' >src/access/types.h
echo 'contract access/types.h' >>tools/layers.txt
expect 0 "floors: a contract needs no edge" run_on floors
sed -i '1a #include "db/db.h"' src/access/types.h
finds floors "a contract that knows more" "src/access/types.h:2: a contract includes core and contracts only: db/db.h"
sed -i '1a #include "access/types.h"' src/core/core.c
echo 'contract access/types.h' >>tools/layers.txt
finds floors "a contract of a higher floor" "core is below access"
empty floors

passes roles
sed -i '1a #include "db/db.h"' src/dossier/dossier_http.c
finds roles "a handler with the database" "src/dossier/dossier_http.c:2: a handler calls rules"
sed -i '1a #include "dossier/dossier_sql.h"' src/dossier/dossier_http.c
finds roles "a handler with queries" "a handler calls rules"
sed -i '1a #include "http/http.h"' src/dossier/dossier.c
finds roles "a rule with pages" "src/dossier/dossier.c:2: a rule does not include http/http.h"
sed -i '1a #include "org/org_sql.h"' src/dossier/dossier.c
finds roles "queries of another folder" "generated queries belong to org"
printf '/* x */\n#include "db/db.h"\n' >src/dossier/dossier_pdf.c
finds roles "a painter with the database" "a painter is given facts"
printf '/* x */\n#include "http/http.h"\n' >src/dossier/dossier_jobs.c
finds roles "a job with pages" "a job or command does not include"
empty roles

passes banned
printf '/* x */\nvoid f(char *p)\n{\n    strcpy(p, "strcat(");\n}\n' >src/core/x.c
finds banned "strcpy" "src/core/x.c:4: strcpy(), use str, buf_add"
printf '/* localtime( */\nint f(struct s *p)\n{\n    return p->system(1) + p->x.rand();\n}\n' >src/core/x.c
expect 0 "banned: comments and members are no calls" run_on banned
echo 'src/core/gone.c gets old code' >tools/house/banned.allow
finds banned "an exception nobody needs" "not needed any more: src/core/gone.c gets"
echo 'src/core/gone.c gets' >tools/house/banned.allow
finds banned "an exception without a reason" "expected: path call reason"
mkdir tests && printf '/* x */\nint f(void)\n{\n    return atoi("1");\n}\n' >tests/test_x.c
finds banned "a call in the tests" "tests/test_x.c:4: atoi()"
empty banned

passes doors
printf '/* x */\nint f(void)\n{\n    return open("x", 0);\n}\n' >src/dossier/x.c
finds doors "open outside host" "src/dossier/x.c:4: open()"
printf '/* x */\nint f(void)\n{\n    return time(0) + clock_gettime(0, 0);\n}\n' >src/dossier/x.c
finds doors "the clock outside host" "src/dossier/x.c:4: clock_gettime()"
printf '/* x */\nint f(void)\n{\n    return open("x", 0);\n}\n' >src/host/x.c
expect 0 "doors: host may" run_on doors
printf '/* x */\nint f(void)\n{\n    return open("x", 0);\n}\n' >src/dossier/x.c
echo 'src/dossier/x.c open a reason' >tools/house/doors.allow
expect 0 "doors: an exception with a reason" run_on doors
empty doors

passes budgets
{ printf '/* x */\nvoid f(void)\n{\n'; yes '    g();' | head -78; printf '}\n'; } >src/core/x.c
finds budgets "a function of 81 lines" "src/core/x.c:2: f has 81 lines"
{ printf '/* x */\nvoid f(void)\n{\n'; yes '    g();' | head -77; printf '}\n'; } >src/core/x.c
expect 0 "budgets: a function of 80 lines" run_on budgets
{ printf '/* x */\nenum rc show(struct req *r)\n{\n'; yes '    g();' | head -28; printf '}\n'; } >src/dossier/dossier_http.c
finds budgets "a handler of 31 lines" "handler show has 31 lines"
{ printf '/* x */\nstatic const int t[] = {\n'; yes '    1,' | head -200; printf '};\n'; } >src/core/x.c
expect 0 "budgets: a table is no function" run_on budgets
printf '/* x */\nint f(int a, int b, int c, int d, int e, int g, int h);\n' >src/core/x.h
finds budgets "7 parameters" "f has 7 parameters"
printf '/* x */\nint f(int a, int (*b)(int, int, int), int c, int d, int e, int g, ...)\n{\n    return a;\n}\n' >src/core/x.c
expect 0 "budgets: parameters of a parameter do not count" run_on budgets
{ echo '/* x */'; yes 'extern int x;' | head -200; } >src/dossier/dossier.h
finds budgets "a public header of 201 lines" "public header of 201 lines"
{ echo '/* x */'; yes 'extern int x;' | head -1000; } >src/core/x.c
finds budgets "a file of 1001 lines" "file of 1001 lines"
empty budgets

passes format
printf '/* x */\nint  f( void );\n' >src/core/x.c
finds format "another layout" "src/core/x.c:2: clang-format -i would change this"
empty format

passes texts
sed -i 's/"dossier.bad"/"dossier.worse"/' src/dossier/dossier_http.c
finds texts "a key without a text" "dossier_http.c:6: no such text: dossier.worse"
sed -i 's/"dossier.bad"/r ? "dossier.bad" : "dossier.worst"/' src/dossier/dossier_http.c
finds texts "a chosen key without a text" "no such text: dossier.worst"
echo 'dossier.lonely = Một mình' >>src/dossier/text.vi
finds texts "a text nobody uses" "text.vi:3: nobody uses dossier.lonely"
echo 'dossier.status.new = Mới' >>src/dossier/text.vi
echo 'const char *const p = "dossier.status.%s";' >>src/dossier/dossier.c
expect 0 "texts: a key built from its beginning" run_on texts
empty texts

passes tables
printf -- '-- :exec x\nUPDATE agency SET id = 1;\n' >>src/dossier/dossier.sql
finds tables "an update of another's table" "dossier writes agency, which org owns"
printf -- '-- :exec x\nDELETE FROM agency;\n' >>src/dossier/dossier.sql
finds tables "a delete in another's table" "dossier writes agency, which org owns"
printf -- '-- :exec x\nINSERT INTO nowhere (id) VALUES (1) ON CONFLICT DO UPDATE SET id = 2;\n' >>src/dossier/dossier.sql
finds tables "a table no migration creates" "no migration creates nowhere"
printf -- '-- Tables owned: own_list (made at the start).\n-- :exec x\nDELETE FROM own_list;\n' >>src/dossier/dossier.sql
expect 0 "tables: a table the program makes itself" run_on tables
printf -- '-- :one x\nSELECT id FROM agency;\n' >>src/dossier/dossier.sql
finds tables "another's table read without its view" "dossier reads agency of org"
printf 'CREATE TABLE own (id @id);\n' >migrations/0002_org.sql
expect 0 "tables: the file's name gives the owner" run_on tables
printf 'CREATE TABLE lost (id @id);\n' >migrations/0003_lost.sql
finds tables "a table without an owner" "lost has no owner"
echo '-- owner: org' >migrations/0001_again.sql
finds tables "two migrations of one number" "number given twice: 0001"
echo '-- given to org: nothing' >migrations/0004_org.sql
finds tables "a table that is not there passed on" "gives away nothing, which no migration creates"
echo '-- given to nobody: dossier' >migrations/0004_org.sql
finds tables "a table passed on to no folder" "gives dossier to nobody, which is no folder"
echo '-- given to org: dossier' >migrations/0004_org.sql
finds tables "a table that was passed on" "dossier writes dossier, which org owns"
echo 'const char *const q = "SELECT id FROM dossier";' >>src/dossier/dossier.c
finds tables "SQL in C" "SQL stands in .sql files"
empty tables

passes docs
rm src/org/README.md
finds docs "a folder without a README" "src/org/README.md:1: missing"
echo short >src/org/README.md
finds docs "a README too short" "src/org/README.md:1: 1 lines"
sed -i 1d src/org/org.h
finds docs "a header without a comment" "src/org/org.h:1: begins without a comment"
echo '[gone](docs/gone.md)' >>README.md
finds docs "a link that leads nowhere" "README.md:4: leads nowhere: docs/gone.md"
echo '<img src="docs/gone.png">' >>README.md
finds docs "a picture that is not there" "leads nowhere: docs/gone.png"
printf '# Decisions\n' >docs/adr/README.md && touch docs/adr/0001-a.md
finds docs "a page its index forgets" "docs/adr/README.md:1: does not lead to 0001-a.md"
touch docs/adr/0001-a.md docs/adr/0001-b.md
finds docs "a number given twice" "number given twice: 0001"
empty docs

passes words
printf 'see /%s/main\n' work >notes.md
finds words "a path of one machine" "notes.md:1:see "
printf 'https://%s.%s.org/x\n' registry npmjs >notes.md
finds words "a registry's host" "host of a registry"
printf '/* %s: later */\n' "TO""DO" >src/core/x.c
finds words "unfinished work" "unfinished"
printf 'line \n' >notes.md
finds words "white space at the end" "white space at the end"
empty words

clean
printf 'PKGS := sqlite3 jansson\n' >Makefile
printf 'libsqlite3-dev build src/core why\nlibjansson-dev build src/core why\n' >packages.txt
cp Makefile packages.txt "$tmp/"
packages_clean() {
    clean
    cp "$tmp/Makefile" "$tmp/packages.txt" .
}
expect 0 "packages: a clean tree" run_on packages
sed -i 1d packages.txt
expect 1 "packages: a library that is not listed" run_on packages
out_has "packages: and says so" "sqlite3 is linked, but libsqlite3-dev is not listed"
packages_clean
echo 'curl test tests/nowhere why' >>packages.txt
expect 1 "packages: a folder that is not there" run_on packages
out_has "packages: and says so" "packages.txt:3: no such folder: tests/nowhere"
packages_clean
sed -n 1p packages.txt >>packages.txt
expect 1 "packages: listed twice" run_on packages
out_has "packages: and says so" "listed twice: libsqlite3-dev"
packages_clean
sed -i 's/jansson/nosuchmodule/' Makefile
expect 1 "packages: a module nobody knows" run_on packages
empty packages

# binary: a small program built as ours is passes; without each protection it does not.
clean
cat >hello.c <<'END'
#include <stdio.h>
#include <string.h>
int main(int argc, char **argv)
{
    char text[64] = "";
    for (int i = 0; i < argc; i++)
        strncat(text, argv[i], sizeof text - strlen(text) - 1);
    return printf("%s\n", text) < 0;
}
END
good="-O2 -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 -fstack-protector-strong -fcf-protection=full -fPIE -pie -Wl,-z,relro,-z,now,-z,noexecstack,-z,nodlopen"
build() {
    # shellcheck disable=SC2086
    gcc -w -o hello hello.c $good "$@"
}
binary_finds() {
    build "${@:3}"
    expect 1 "binary: $1" env HOUSE_ROOT="$tmp/tree" "$house/binary" hello
    out_has "binary: $1, and says so" "$2"
}
build
expect 0 "binary: a hardened program" env HOUSE_ROOT="$tmp/tree" "$house/binary" hello
binary_finds "not PIE" "PIE (type DYN) is missing" -no-pie -fno-pie
binary_finds "lazy binding" "BIND_NOW is missing" -Wl,-z,lazy
binary_finds "no RELRO" "RELRO is missing" -Wl,-z,norelro
binary_finds "executable stack" "a stack that is not executable is missing" -Wl,-z,execstack
binary_finds "no stack protector" "stack protector is missing" -fno-stack-protector
binary_finds "no fortify" "fortified calls is missing" -U_FORTIFY_SOURCE -fno-builtin
binary_finds "no CET" "CET is missing: main" -fcf-protection=none
binary_finds "an RPATH" "has an RPATH" -Wl,-rpath,/opt
build -Wl,-z,lazy
rm hello
expect 1 "binary: none there" env HOUSE_ROOT="$tmp/tree" "$house/binary" hello

cd "$top" || exit 70
tap_end
