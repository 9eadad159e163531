# calls.awk - words of cwords that are calls, against a list and its exceptions.
# list: words (with -v first=1 only the first of a line, the rest says what to use instead);
# allow: `path call reason` lines; skip: a path prefix not looked at.
BEGIN {
    FS = "\t"
    while ((getline text < list) > 0) {
        n = split(text, w, /[ \t]+/)
        if (!n || w[1] == "" || w[1] ~ /^#/) continue
        if (first) { listed[w[1]] = 1; instead[w[1]] = substr(text, length(w[1]) + 1); sub(/^[ \t]+/, ", use ", instead[w[1]]) }
        else for (i = 1; i <= n; i++) if (w[i] != "") listed[w[i]] = 1
    }
    while ((getline text < allow) > 0) {
        row++; n = split(text, w, /[ \t]+/)
        if (!n || w[1] == "" || w[1] ~ /^#/) continue
        if (n < 3) { print allow ":" row ": expected: path call reason"; bad = 1 }
        allowed[w[1], w[2]] = row
    }
}
# A call is a listed word before `(` that is no member (`x->read(`, `.read = `) and no
# declaration of a member (`(*read)(`).
function settle() {
    if (held != "" && $3 == "P" && $4 == "(") {
        if ((held_path, held) in allowed) used[held_path, held] = 1
        else { print held_path ":" held_line ": " held "()" instead[held]; bad = 1 }
    }
    held = ""
}
skip != "" && index($1, skip) == 1 { held = ""; previous = ""; next }
{
    settle()
    if ($3 == "I" && ($4 in listed) && previous != "->" && previous != "." && previous != "*") {
        held = $4; held_path = $1; held_line = $2
    }
    previous = $4
}
END {
    for (key in allowed) if (!(key in used)) {
        split(key, w, SUBSEP); print allow ":" allowed[key] ": not needed any more: " w[1] " " w[2]; bad = 1
    }
    exit bad
}
