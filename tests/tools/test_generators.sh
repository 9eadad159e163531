#!/usr/bin/env bash
# textgen.awk and embed: what they write, what they refuse, and that nothing is written anew
# when nothing changed. (sqlgen and tplgen are tested with the folders that own them.)
. "$(dirname "$0")/../tap.sh"
cd "$top" || exit 70
make -s build/tools/embed || exit 70

mkdir -p "$tmp/src/folder"
cd "$tmp" || exit 70
texts() {
    awk -v out="$tmp/texts.c" -v keys="$tmp/texts.keys" -f "$top/tools/textgen.awk" src/*/text.vi src/*/text.en /dev/null
}
write() {
    printf '%b' "$1" >src/folder/text.vi
    printf '%b' "$2" >src/folder/text.en
}

write '# lời\nfolder.b = Hồ sơ "A"\\n\nfolder.a = Một\n' 'folder.a = One\nfolder.b = Dossier = file\n'
expect 0 "texts: two languages" texts
cp texts.keys out; out_is "texts: keys are sorted" "folder.a
folder.b"
cp texts.c out
out_has "texts: a row has both languages" '{"folder.a", {"Một", "One"}}'
out_has "texts: quotes are kept, and what follows the first equals sign" '"Hồ sơ \"A\"'
out_has "texts: the count" "text_row_count = 2"
write 'folder.a = Một\nfolder.b = Hai\n' 'folder.a = One\n'
expect 1 "texts: a language missing" texts
err_has "texts: is named" "folder.b has no text.en"
write 'folder.a = Một\nfolder.a = Hai\n' 'folder.a = One\n'
expect 1 "texts: a key twice" texts
err_has "texts: with its line" "src/folder/text.vi:2: key twice: folder.a"
write 'other.a = Một\n' 'other.a = One\n'
expect 1 "texts: a key of another folder" texts
err_has "texts: says what it should be" "key must be folder.lower_case"
write 'folder.a: Một\n' 'folder.a = One\n'
expect 1 "texts: no equals sign" texts
err_has "texts: says what is expected" "expected \`key = text\`"

embed() {
    "$top/build/tools/embed" x files out.c
}
compile() {
    printf '#include <stdio.h>\n#include "core/embed.h"\nextern const struct embed embed_x[];\nint main(void)\n{\n    for (const struct embed *e = embed_x; e->name; e++)\n        printf("%%s %%zu %%s %%.*s\\n", e->name, e->size, e->hash, (int)e->size, (const char *)e->bytes);\n    return 0;\n}\n' >main.c
    gcc -std=c17 -I"$top/src" -o show main.c out.c && ./show
}
mkdir -p files/below
printf 'beta' >files/b
printf 'alpha' >files/a
printf '\001"\\\n' >files/below/c
expect 0 "embed: a folder" embed
expect 0 "embed: what it writes is C" compile
sed -E 's/ [0-9a-f]{16} / /' out | head -3 >names && cp names out
out_has "embed: bytes as they are" "a 5 alpha"
cut -d' ' -f1 out | tr '\n' ' ' >names && cp names out
out_is "embed: sorted, with folders" "a b below/c "
before=$(stat -c %Y.%i out.c)
sleep 0.01
embed
[ "$(stat -c %Y.%i out.c)" = "$before" ]
tap $? "embed: nothing changed, nothing written"
./show >one
printf 'gamma' >files/a
embed && compile >two
[ "$(awk '$1 == "a" {print $3}' one)" != "$(awk '$1 == "a" {print $3}' two)" ]
tap $? "embed: another content, another hash"
[ "$(awk '$1 == "b" {print $3}' one)" = "$(awk '$1 == "b" {print $3}' two)" ]
tap $? "embed: the same content, the same hash"
rm -r files
expect 0 "embed: no folder is an empty table" embed
expect 0 "embed: which is C too" compile
out_is "embed: and has no row" ""

cd "$top" || exit 70
tap_end
