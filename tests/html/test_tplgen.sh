#!/usr/bin/env bash
# test_tplgen.sh - what the template compiler accepts, refuses, and what its C refuses. TAP.
set -u
tmp=$(mktemp -d); trap 'rm -rf "$tmp"' EXIT
gen=build/tools/tplgen; n=0
ok() { n=$((n + 1)); echo "ok $n - $1"; }
not_ok() { n=$((n + 1)); echo "not ok $n - $1"; sed 's/^/# /' "$tmp/err"; }
printf 'x.hello\nx.range\n' >"$tmp/keys"
mkdir -p "$tmp/x"
cat >"$tmp/x/x_view.h" <<'H'
#pragma once
#include "html/html.h"
struct row { str name; int64_t n; bool on; href to; };
struct rows { const struct row *v; ptrdiff_t n; };
struct av { str name; href to; bool on; html raw; int64_t n; const struct row *rows; ptrdiff_t rows_n; struct rows list;
            struct row one; const struct row *ref; const str *words; ptrdiff_t words_n; };
H

template() { printf '<!-- view: struct av -->\n%s\n' "$1" >"$tmp/a.html"; }
generate() { $gen x "$tmp/keys" "$tmp/x/x_tpl" "$tmp/a.html" "${@}" 2>"$tmp/err"; }

# refuse WHAT TEMPLATE LINE MESSAGE: the generator ends with 1 and names file, line and reason.
refuse() {
    template "$2"
    if ! generate && grep -q "a.html:$3: error: .*$4" "$tmp/err"; then ok "refuses $1"; else not_ok "refuses $1"; fi
}
# refuse_c WHAT TEMPLATE LINE: the generator accepts, the C compiler refuses at the template's line.
refuse_c() {
    template "$2"
    if generate && ! gcc -std=c17 -Wall -Wextra -Werror -Isrc -I"$tmp" -fsyntax-only "$tmp/x/x_tpl.c" 2>"$tmp/err" &&
        grep -q "a.html:$3:" "$tmp/err"; then ok "C refuses $1"; else not_ok "C refuses $1"; fi
}
# writes WHAT TEMPLATE WANT: the generated calls, one a line, without #line.
writes() {
    template "$2"
    generate && gcc -std=c17 -Wall -Wextra -Werror -Wpedantic -Isrc -I"$tmp" -fsyntax-only "$tmp/x/x_tpl.c" 2>>"$tmp/err" || { not_ok "$1"; return; }
    sed -n '/^{/,/^}/p' "$tmp/x/x_tpl.c" | grep -vE '^#line|^[{}]|\(void\)' | sed 's/^ *//' >"$tmp/got"
    printf '%s\n' "$3" >"$tmp/want"
    if diff "$tmp/want" "$tmp/got" >"$tmp/err"; then ok "$1"; else not_ok "$1"; fi
}

refuse 'a field in a script' $'<p>\n<script>{{name}}</script>' 3 'no field in a script'
refuse 'inline script' '<script>alert(1)</script>' 2 'no inline script'
refuse 'an inline style element' '<style>b{}</style>' 2 'no inline style'
refuse 'a style attribute' '<p style="x">' 2 'no inline style'
refuse 'an event attribute' '<p onclick="x">' 2 'no inline onclick'
refuse 'a field in an unquoted attribute' '<p class={{name}}>' 2 'unquoted'
refuse 'a field later in an unquoted attribute' '<p class=a{{name}}>' 2 'unquoted'
refuse 'a field as a tag name' '<{{name}}>' 2 'outside an attribute'
refuse 'a field as an attribute name' '<p {{name}}>' 2 'outside an attribute'
refuse 'a field in a comment' '<!-- {{name}} -->' 2 'no field in a comment'
refuse 'a link with something before it' '<a href="/x/{{to}}">x</a>' 2 'one href field'
refuse 'two fields in a link' '<a href="{{to}}{{to}}">x</a>' 2 'one href field'
refuse 'a text key as a link' "<a href=\"{{t \"x.hello\"}}\">x</a>" 2 'no text key here'
refuse 'srcset' '<img srcset="a.png 2x">' 2 'not for templates'
refuse 'a meta refresh' '<meta http-equiv="refresh">' 2 'not for templates'
refuse 'an unknown text key' $'<p>\n{{t "x.none"}}' 3 'unknown text key x.none'
refuse 'an open if' $'<p>\n{{#if on}}' 3 'never closed'
refuse 'an open each' '{{#each rows}}' 2 'never closed'
refuse 'a lone /if' '{{/if}}' 2 'closes nothing'
refuse 'crossed blocks' '{{#if on}}{{#each rows}}{{/if}}{{/each}}' 2 'closes nothing'
refuse 'else twice' '{{#if on}}{{else}}{{else}}{{/if}}' 2 'else'
refuse 'a branch that opens a value' '<p{{#if on}} class="{{/if}}">' 2 'another place'
refuse 'branches that differ' '<p {{#if on}}class="a{{else}}id="b{{/if}}">' 2 'another place'
refuse 'a branch that ends inside a tag' '{{#if on}}<p{{/if}}>' 2 'another place'
refuse 'a name glued to a tag by a block' '<scr{{#if on}} x{{/if}}ipt>' 2 'space is missing'
refuse 'a partial in an attribute' '<p class="{{> x/_b}}">' 2 'in text only'
refuse 'an outer row that is not there' '{{../name}}' 2 'nothing above'
refuse 'an expression' '{{n + 1}}' 2 'not a field'
refuse 'braces never closed' '{{name' 2 'never closed'
refuse 'a file that ends in a tag' '<p class="x' 3 'ends inside'
printf '<p>x</p>\n' >"$tmp/a.html"
if ! generate && grep -q 'a.html:1: error: the first line' "$tmp/err"; then ok 'refuses a file without its view'; else not_ok 'refuses a file without its view'; fi

refuse_c 'an unknown field' $'<p>\n{{nme}}</p>' 3
refuse_c 'a str as a link' $'\n\n<a href="{{name}}">x</a>' 4
refuse_c 'a number as a link' '<a href="{{n}}">x</a>' 2
refuse_c 'a str in src' '<img src="{{name}}" alt="">' 2
refuse_c 'a str in formaction' '<button formaction="{{name}}">x</button>' 2
refuse_c 'trusted markup in an attribute' '<p title="{{raw}}">' 2
refuse_c 'a bool as text' '{{on}}' 2
refuse_c 'a struct as text' '{{one}}' 2
refuse_c 'a struct as a condition' '{{#if one}}x{{/if}}' 2
refuse_c 'an href after the #' '<a href="#{{to}}">x</a>' 2
refuse_c 'rows without a count' '{{#each ref}}x{{/each}}' 2

writes 'each place has its writer' '<a class="b {{name}}" href="{{to}}#x-{{name}}">{{name}}</a>' \
'html_raw(o, S("<a class=\"b "));
html_attr(o, v0->name);
html_raw(o, S("\" href=\""));
html_link(o, v0->to);
html_raw(o, S("#x-"));
html_frag(o, v0->name);
html_raw(o, S("\">"));
html_text(o, v0->name);
html_raw(o, S("</a>"));'
writes 'an attribute without a value' '<input{{#if on}} checked{{/if}}>' \
'html_raw(o, S("<input"));
if (html_true(v0->on)) {
html_raw(o, S(" checked"));
}
html_raw(o, S(">"));'
writes 'rows, outer fields and words' '{{#each rows}}{{name}}{{../name}}{{/each}}{{#each words}}{{.}}{{/each}}' \
'for (ptrdiff_t i1 = 0; i1 < v0->rows_n; i1++) {
__typeof__(&v0->rows[0]) v1 = &v0->rows[i1];
html_text(o, v1->name);
html_text(o, v0->name);
}
for (ptrdiff_t i2 = 0; i2 < v0->words_n; i2++) {
__typeof__(&v0->words[0]) v2 = &v0->words[i2];
html_text(o, (*v2));
}'
writes 'a list {v, n}, nested names, negation, a pointer' '{{#each list.v}}{{#if !on}}{{n}}{{/if}}{{/each}}{{#if ref}}{{one.n}}{{/if}}' \
'for (ptrdiff_t i1 = 0; i1 < v0->list.n; i1++) {
__typeof__(&v0->list.v[0]) v1 = &v0->list.v[i1];
if (!html_true(v1->on)) {
html_text(o, v1->n);
}
}
if (html_true(v0->ref)) {
html_text(o, v0->one.n);
}'
writes 'texts with and without arguments' '<b title="{{t "x.hello"}}">{{t "x.range" n name}}</b>' \
'html_raw(o, S("<b title=\""));
html_attr(o, text_at(o->lang, 0));
html_raw(o, S("\">"));
html_text(o, html_filled(o, 1, (const str[]){html_arg(o, v0->n), html_arg(o, v0->name)}, 2));
html_raw(o, S("</b>"));'
writes 'page fields, white space, comments' $'<ul>\n  <!-- gone -->\n  <li>a\n     <b>b</b>\n  {{! gone }}\n  <li>c</ul>\n<use href="{{@icons}}#x"/>\n<pre>\n  a\n</pre>\n<textarea>\n  b</textarea>' \
'html_raw(o, S("<ul><li>a\n<b>b</b><li>c</ul><use href=\""));
html_link(o, o->icons);
html_raw(o, S("#x\"/>\n<pre>\n  a\n</pre>\n<textarea>\n  b</textarea>"));'
writes 'a script by address' '<script src="{{to}}" defer></script>' \
'html_raw(o, S("<script src=\""));
html_link(o, v0->to);
html_raw(o, S("\" defer></script>"));'

printf '<!-- view: struct row -->\n{{name}}' >"$tmp/_b.html"
template '{{> x/_b one}}{{> x/_b *ref}}{{#each rows}}{{> x/_b}}{{/each}}'
if generate "$tmp/_b.html" && gcc -std=c17 -Wall -Wextra -Werror -Wpedantic -Isrc -I"$tmp" -fsyntax-only "$tmp/x/x_tpl.c" 2>>"$tmp/err" &&
    [ "$(grep -c 'tpl_x__b(o, &v0->one);\|tpl_x__b(o, v0->ref);\|tpl_x__b(o, v1);' "$tmp/x/x_tpl.c")" -eq 3 ]; then ok 'partials'; else not_ok 'partials'; fi
template '{{> x/_b}}'
if generate "$tmp/_b.html" && ! gcc -std=c17 -Werror -Isrc -I"$tmp" -fsyntax-only "$tmp/x/x_tpl.c" 2>"$tmp/err"; then ok 'C refuses a partial of another view'; else not_ok 'C refuses a partial of another view'; fi
echo "1..$n"
