/* web_http.h - shared by web_http.c and the files whose handlers it lists. */
#ifndef MOTCUA_WEB_WEB_HTTP_H
#define MOTCUA_WEB_WEB_HTTP_H

#include "web/web.h"

extern const struct route web_routes[];
extern const struct form web__partial_form, web__piece_form, web__partial_field_form;
enum rc web__partials(struct req *r);
enum rc web__partial_begin(struct req *r);
enum rc web__partial_piece(struct req *r);
enum rc web__partial_join(struct req *r);
enum rc web__partial_finish(struct req *r);
enum rc web__favicon(struct req *r);
enum rc web__robots(struct req *r);
enum rc web__held_show(struct req *r);
enum rc web__livez(struct req *r);
enum rc web__readyz(struct req *r);
enum rc web__readyz_after(struct req *r);
enum rc web__metrics(struct req *r);

#endif
