/*
 * dossier_bundle_http.c - all files of a dossier in one download: asked for (and written down) by a
 * POST, fetched from where that leads. The ZIP is made when the snapshot is closed.
 */
#include "access/access.h"
#include "dossier/dossier_bundle.h"
#include "dossier/dossier_module.h"
#include "web/module.h"
#include "web/page.h"

static const struct field take_fields[] = {{0}};
static const struct form take_form = {"dossier.bundle.", take_fields, sizeof(int), NULL};

static enum rc take(struct req *r)
{
    const str pub = param(r, "pub");
    const enum rc rc = dossier_bundle_take(&r->c, pub);
    return rc ? rc : see_other(r, HREF(r->c.mem, "/dossiers/{}/files.zip", pub));
}

static enum rc bundle_read(struct req *r)
{
    struct dossier_bundle *b = NEW(r->c.mem, struct dossier_bundle);
    const enum rc rc = dossier_bundle_get(&r->c, param(r, "pub"), b);
    r->kept = b;
    return rc;
}

static enum rc bundle_send(struct req *r)
{
    const struct dossier_bundle *b = r->kept;
    return show_bundle(r, b->members, b->n, b->name);
}

static const struct route routes[] = {
    {POST, "/dossiers/:pub/bundle", .write = take, .need = PERM_SIGNED_IN, .form = &take_form,
     .flags = ROUTE_REPEAT},
    {GET, "/dossiers/:pub/files.zip", bundle_read, .after = bundle_send, .need = PERM_SIGNED_IN,
     .flags = ROUTE_DATA},
    {0}};
const struct module dossier_bundle_module = {.name = "dossier_bundle", .routes = routes};
