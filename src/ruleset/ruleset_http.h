/* ruleset_http.h - inside the folder: rows of the module's descriptor, and what makes the views. */
#ifndef MOTCUA_RULESET_RULESET_HTTP_H
#define MOTCUA_RULESET_RULESET_HTTP_H

#include "ruleset/ruleset.h"
#include "ruleset/ruleset_view.h"
#include "web/module.h"
#include "web/web.h"

extern const struct route ruleset_routes[];
extern const struct nav ruleset_nav[];

/* "8 giờ làm việc", "cơ quan có thẩm quyền", "Mẫu số 01"; absent value: "–". */
str ruleset__value_text(struct req *r, enum rule_key k, str value);
str ruleset__key_text(struct req *r, enum rule_key k);

void ruleset__view_list(struct req *r, const struct ruleset_versions *all, struct ruleset_list_view *v);
/* `at` of the list. */
void ruleset__view_show(struct req *r, const struct ruleset_versions *all, ptrdiff_t at,
                        struct ruleset_show_view *v);
struct web_facts ruleset__value_facts(struct req *r, enum rule_key k, const struct rule_value *now);

#endif
