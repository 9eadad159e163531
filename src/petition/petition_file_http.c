/*
 * petition_file_http.c - files beside a petition: added by its sender on the page it is followed on, or
 * by staff; read by both.
 */
#include "petition/petition_file.h"
#include "petition/petition_http.h"

#include "access/access.h"
#include "web/page.h"

struct files_in {
    struct form_rows file;
};
static const struct field files_fields[] = {{"file", F_FILE, .many = true, .max_rows = PETITION_FILES,
                                             .hint = "petition.files.hint",
                                             .at = offsetof(struct files_in, file)},
                                            {0}};
static const struct form files_form = {"petition.files.", files_fields, sizeof(struct files_in), NULL};

enum rc petition__view_files(struct req *r, const struct petition *p, bool staff,
                             struct petition_files_view *v)
{
    struct petition_file *all;
    ptrdiff_t n;
    const enum rc rc = petition_files(&r->c, p, &all, &n);
    if (rc)
        return rc;
    const bool own =
        p->account_id && actor_is_citizen(r->who.actor) && r->who.actor->account == p->account_id;
    const bool handles = staff && access_reach(r->who.actor, PERM_PETITION_HANDLE) > REACH_NOTHING;
    struct web_link *links = NEW_N(r->c.mem, struct web_link, n);
    for (ptrdiff_t i = 0; i < n; i++) {
        const str no = str_fmt(r->c.mem, "%lld", (long long)all[i].no);
        links[i] =
            (struct web_link){.text = all[i].file.name,
                              .to = staff ? HREF(r->c.mem, "/work/petitions/{}/files/{}", p->pub, no)
                                          : HREF(r->c.mem, "/my/petitions/{}/files/{}", p->pub, no)};
    }
    const str count = str_fmt(r->c.mem, "%td", n);
    v->shown = staff || own;
    v->links = links;
    v->links_n = v->shown ? n : 0;
    v->count =
        n && !v->shown ? text_fmt(r->c.mem, r->lang, "petition.files.count", &count, 1) : STR_NONE;
    v->may_add = (own || handles) && work_status_open(p->work.status) && n < PETITION_FILES;
    v->any = n > 0 || v->may_add;
    v->action = staff ? HREF(r->c.mem, "/work/petitions/{}/files", p->pub)
                      : HREF(r->c.mem, "/my/petitions/{}/files", p->pub);
    if (v->may_add)
        v->fields = form_fields(r, &files_form, &(struct form_values){NULL});
    return RC_OK;
}

static enum rc add(struct req *r, const struct petition *p)
{
    const struct files_in *in = r->in;
    struct petition_file_in *v = NEW_N(r->c.mem, struct petition_file_in, in->file.n);
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < in->file.n; i++)
        if (in->file.v[i].file.name.p)
            v[n++] = (struct petition_file_in){in->file.v[i].file.stored, in->file.v[i].file.name};
    return petition_add_files(&r->c, p, v, n);
}

static enum rc staff_add(struct req *r)
{
    struct petition p;
    enum rc rc = petition_get(&r->c, param(r, "pub"), &p);
    if (!rc)
        rc = add(r, &p);
    return rc ? rc : see_other(r, HREF(r->c.mem, "/work/petitions/{}", p.pub));
}

static enum rc own_add(struct req *r)
{
    struct petition p;
    enum rc rc = petition_mine_get(&r->c, param(r, "pub"), &p);
    if (!rc)
        rc = add(r, &p);
    return rc ? rc : see_other(r, HREF(r->c.mem, "/petitions/follow/{}", p.pub));
}

static enum rc staff_file(struct req *r)
{
    struct petition p;
    struct file f;
    enum rc rc = petition_get(&r->c, param(r, "pub"), &p);
    if (!rc)
        rc = petition_file_get(&r->c, &p, param(r, "no"), &f);
    return rc ? rc : show_file(r, &f);
}

static enum rc own_file(struct req *r)
{
    struct petition p;
    struct file f;
    enum rc rc = petition_mine_get(&r->c, param(r, "pub"), &p);
    if (!rc)
        rc = petition_file_get(&r->c, &p, param(r, "no"), &f);
    return rc ? rc : show_file(r, &f);
}

static const struct route routes[] = {
    {POST, "/work/petitions/:pub/files", .need = PERM_PETITION_HANDLE, .form = &files_form,
     .write = staff_add, .again = petition__desk_show},
    {GET, "/work/petitions/:pub/files/:no", staff_file, .need = PERM_PETITION_READ,
     .flags = ROUTE_DATA},
    {POST, "/my/petitions/:pub/files", .need = PERM_SIGNED_IN, .form = &files_form, .write = own_add,
     .again = petition__follow_show},
    {GET, "/my/petitions/:pub/files/:no", own_file, .need = PERM_SIGNED_IN, .flags = ROUTE_DATA},
    {0},
};
extern const struct module petition_file_module;
const struct module petition_file_module = {.name = "petition_file", .routes = routes};
