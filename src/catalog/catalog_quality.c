/* catalog_quality.c - the stored reports of imports, read again: which, what kinds, which codes. */
#include "catalog/catalog_import.h"

#include "catalog/catalog_sql.h"

enum rc catalog_import_list(struct ctx *c, int64_t before, int64_t max, struct catalog_imports *ret)
{
    struct q_catalog_imports_rows rows;
    const enum rc rc = q_catalog_imports(c, before == INT64_MIN ? INT64_MAX : before, max, &rows);
    if (rc)
        return rc;
    struct catalog_import_facts *v = NEW_N(c->mem, struct catalog_import_facts, rows.n);
    for (ptrdiff_t i = 0; i < rows.n; i++)
        v[i] = (struct catalog_import_facts){.id = rows.v[i].id,
                                             .number = rows.v[i].number,
                                             .at = rows.v[i].at,
                                             .source = rows.v[i].source,
                                             .read = rows.v[i].read,
                                             .stored = rows.v[i].stored,
                                             .merged = rows.v[i].merged,
                                             .unchanged = rows.v[i].unchanged,
                                             .notes = rows.v[i].notes,
                                             .defects = rows.v[i].defects};
    *ret = (struct catalog_imports){v, rows.n};
    return RC_OK;
}

enum rc catalog_import_get(struct ctx *c, int64_t number, struct catalog_import_facts *ret)
{
    struct catalog_imports one;
    if (number < 1 || number == INT64_MAX)
        return RC_NOT_FOUND;
    const enum rc rc = catalog_import_list(c, number + 1, 1, &one);
    if (rc)
        return rc;
    if (!one.n || one.v[0].number != number)
        return RC_NOT_FOUND;
    *ret = one.v[0];
    return RC_OK;
}

enum rc catalog_defect_kinds(struct ctx *c, int64_t import, struct defect_kinds *ret)
{
    struct q_catalog_defect_kinds_rows rows;
    const enum rc rc = q_catalog_defect_kinds(c, import, &rows);
    if (rc)
        return rc;
    struct defect_kind *v = NEW_N(c->mem, struct defect_kind, rows.n);
    for (ptrdiff_t i = 0; i < rows.n; i++)
        v[i] = (struct defect_kind){rows.v[i].kind, rows.v[i].n, rows.v[i].procedures};
    *ret = (struct defect_kinds){v, rows.n};
    return RC_OK;
}

enum rc catalog_defect_list(struct ctx *c, int64_t import, str kind, int64_t skip,
                            struct defect_lines *ret, int64_t *ret_total)
{
    struct q_catalog_defects_rows rows;
    struct q_catalog_defect_count_row count;
    enum rc rc = q_catalog_defect_count(c, import, kind, &count);
    if (!rc)
        rc = q_catalog_defects(c, import, kind, skip, CATALOG_DEFECTS_PAGE, &rows);
    if (rc)
        return rc;
    struct defect_line *v = NEW_N(c->mem, struct defect_line, rows.n);
    for (ptrdiff_t i = 0; i < rows.n; i++)
        v[i] = (struct defect_line){rows.v[i].code, rows.v[i].detail, rows.v[i].name};
    *ret = (struct defect_lines){v, rows.n};
    *ret_total = count.n;
    return RC_OK;
}
