/* eform_burden.c - what a version asks less than the one before: see versions.h. */
#include "eform/versions.h"

/* What the register or this filing already said is shown, not asked. */
bool eform_asks(const struct eform_field *f)
{
    if (f->type == EFORM_COMPUTED)
        return false;
    for (ptrdiff_t i = 0; i < f->prefill_n; i++)
        if (str_eq(f->prefill[i], S("self.name")) || str_eq(f->prefill[i], S("self.number")) ||
            str_eq(f->prefill[i], S("self.birth")) || str_starts(f->prefill[i], S("owner.")))
            return false;
    return true;
}

static int64_t asked(const struct eform *f)
{
    int64_t n = 0;
    for (ptrdiff_t i = 0; f && i < f->fields_n; i++)
        n += eform_asks(&f->fields[i]);
    return n;
}

void eform_compare(struct arena *mem, const struct eform *before, const struct eform *now,
                   struct eform_burden *ret_burden)
{
    const ptrdiff_t older = before ? before->fields_n : 0;
    struct eform_burden b = {.asked = asked(now), .asked_before = asked(before)};
    b.v = NEW_N(mem, struct eform_change, now->fields_n + older);
    for (ptrdiff_t i = 0; i < now->fields_n; i++) {
        const struct eform_field *f = &now->fields[i];
        b.v[b.n++] =
            (struct eform_change){.field = f, .added = before && eform_find(before, f->path) < 0};
        b.known += eform_asks(f) && f->source.n;
        b.unfounded += eform_asks(f) && !f->why.vi.n;
    }
    for (ptrdiff_t i = 0; i < older; i++)
        if (eform_find(now, before->fields[i].path) < 0)
            b.v[b.n++] = (struct eform_change){.field = &before->fields[i], .removed = true};
    if (b.asked_before)
        b.cut = (b.asked_before - b.asked) * 1000 / b.asked_before;
    *ret_burden = b;
}
