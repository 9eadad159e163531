/* file_type.c - the table of types we take; see file.h. When you add one, teach file_magic.c its
   structure. */
#include "file/file.h"

static const struct {
    enum file_type type;
    const char *word, *name, *mime, *ending;
} types[] = {
    {FILE_PDF, "pdf", "PDF", "application/pdf", ".pdf"},
    {FILE_PNG, "png", "PNG", "image/png", ".png"},
    {FILE_JPEG, "jpeg", "JPEG", "image/jpeg", ".jpg"},
    {FILE_DOCX, "docx", "DOCX",
     "application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx"},
    {FILE_XLSX, "xlsx", "XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
     ".xlsx"},
    {FILE_ODT, "odt", "ODT", "application/vnd.oasis.opendocument.text", ".odt"},
};
#define TYPES (int)(sizeof types / sizeof *types)

static int find(enum file_type t)
{
    int i = 0;
    while (i < TYPES && types[i].type != t)
        i++;
    return i;
}

str file_type_mime(enum file_type t)
{
    const int i = find(t);
    return str_of(i < TYPES ? types[i].mime : "application/octet-stream");
}

str file_type_name(enum file_type t)
{
    const int i = find(t);
    return str_of(i < TYPES ? types[i].name : "");
}

str file_type_ending(enum file_type t)
{
    const int i = find(t);
    return str_of(i < TYPES ? types[i].ending : "");
}

enum file_type file_type_of_mime(str mime)
{
    for (int i = 0; i < TYPES; i++)
        if (str_eq(str_of(types[i].mime), mime))
            return types[i].type;
    return FILE_NONE;
}

static bool one_type(str word, unsigned *set)
{
    for (int i = 0; i < TYPES; i++)
        if (str_eq(str_of(types[i].word), word) || str_eq(str_of(types[i].mime), word)) {
            *set |= (unsigned)types[i].type;
            return true;
        }
    return false;
}

bool file_types_parse(str list, unsigned *ret_set)
{
    unsigned set = 0;
    while (list.n > 0) {
        ptrdiff_t n = 0;
        while (n < list.n && list.p[n] != ',' && list.p[n] != ' ')
            n++;
        if (n > 0 && !one_type(str_sub(list, 0, n), &set))
            return false;
        list = str_sub(list, n + 1, list.n);
    }
    if (set == 0)
        return false;
    *ret_set = set;
    return true;
}

str file_types_list(struct arena *mem, unsigned set)
{
    str parts[TYPES];
    ptrdiff_t n = 0;
    for (int i = 0; i < TYPES; i++)
        if (set & (unsigned)types[i].type)
            parts[n++] = str_of(types[i].name);
    return str_join(mem, parts, n, S(", "));
}
