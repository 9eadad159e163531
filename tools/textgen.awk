# textgen.awk - src/*/text.vi and text.en into one sorted C table and a list of keys.
# Refuses: a key without its folder's name in front, a key twice, a key lacking a language.
function die(msg) { printf "%s:%d: %s\n", FILENAME, FNR, msg > "/dev/stderr"; failed = 1; exit 1 }
function quote(s) { gsub(/\\/, "\\\\", s); gsub(/"/, "\\\"", s); return "\"" s "\"" }
/^[ \t]*(#|$)/ { next }
{
    n = split(FILENAME, part, "/"); folder = part[n - 1]; lang = part[n]; sub(/^text\./, "", lang)
    at = index($0, " = ")
    if (!at) die("expected `key = text`")
    key = substr($0, 1, at - 1); text = substr($0, at + 3)
    if (index(key, folder ".") != 1 || key !~ /^[a-z0-9_.]+$/) die("key must be " folder ".lower_case: " key)
    if ((lang, key) in texts) die("key twice: " key)
    texts[lang, key] = text
    if (!(key in seen)) { seen[key] = 1; list[++count] = key }
}
END {
    if (failed) exit 1
    for (i = 1; i <= count; i++) for (l = 1; l <= split("vi en", langs, " "); l++)
        if (!((langs[l], list[i]) in texts)) { printf "texts: %s has no text.%s\n", list[i], langs[l] > "/dev/stderr"; failed = 1 }
    if (failed) exit 1
    for (i = 2; i <= count; i++) { k = list[i]; for (j = i - 1; j > 0 && list[j] > k; j--) list[j + 1] = list[j]; list[j + 1] = k }
    print "/* made by tools/textgen.awk */\n#include \"core/i18n_table.h\"\n" > out
    print "const struct text_row text_rows[] = {" > out
    printf "" > keys
    for (i = 1; i <= count; i++) {
        k = list[i]
        printf "    {\"%s\", {%s, %s}},\n", k, quote(texts["vi", k]), quote(texts["en", k]) > out
        print k > keys
    }
    print "    {0}};\nconst int text_row_count = " count + 0 ";" > out
}
