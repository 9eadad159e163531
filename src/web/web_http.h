/* web_http.h - shared by web_http.c and the files whose handlers it lists. */
#ifndef MOTCUA_WEB_WEB_HTTP_H
#define MOTCUA_WEB_WEB_HTTP_H

#include "web/web.h"

extern const struct route web_routes[];
enum rc web__favicon(struct req *r);
enum rc web__robots(struct req *r);
enum rc web__held_show(struct req *r);
enum rc web__livez(struct req *r);
enum rc web__readyz(struct req *r);
enum rc web__readyz_after(struct req *r);
enum rc web__metrics(struct req *r);

#endif
