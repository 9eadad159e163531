/* json.c - see json.h. The only file that includes jansson. */
#include "core/json.h"

#include <jansson.h>
#include <string.h>

static void drop(void *arg)
{
    json_decref(arg);
}

static void tell(struct arena *mem, const json_error_t *e, struct json_error *ret_error)
{
    if (!ret_error)
        return;
    ret_error->line = e->line > 0 ? e->line : 0;
    ret_error->column = e->column > 0 ? e->column : 0;
    ret_error->what = str_dup(mem, str_of(e->text));
}

bool json_parse(struct arena *mem, str text, struct json *ret_doc, struct json_error *ret_error)
{
    struct arena_defer *node = NEW(mem, struct arena_defer); /* may unwind: nothing held yet */
    json_error_t error = {.line = 0};
    json_t *doc = json_loadb(text.p ? text.p : "", (size_t)text.n, JSON_REJECT_DUPLICATES, &error);
    if (!doc) {
        tell(mem, &error, ret_error);
        return false;
    }
    arena_defer(mem, node, drop, doc);
    ret_doc->node = doc;
    return true;
}

bool json_is_absent(struct json j)
{
    return !j.node || json_is_null(j.node);
}

bool json_is_members(struct json j)
{
    return j.node && json_typeof(j.node) == JSON_OBJECT;
}

bool json_is_list(struct json j)
{
    return j.node && json_typeof(j.node) == JSON_ARRAY;
}

bool json_is_text(struct json j)
{
    return j.node && json_typeof(j.node) == JSON_STRING;
}

struct json json_get(struct json object, const char *key)
{
    return (struct json){json_object_get(object.node, key)};
}

struct json json_get_str(struct json object, str key)
{
    for (struct json_walk it = json_walk(object); json_next(&it);)
        if (str_eq(it.key, key))
            return it.value;
    return (struct json){NULL};
}

struct json json_item(struct json array, ptrdiff_t index)
{
    return (struct json){index < 0 ? NULL : json_array_get(array.node, (size_t)index)};
}

ptrdiff_t json_count(struct json j)
{
    return (ptrdiff_t)(json_is_list(j) ? json_array_size(j.node) : json_object_size(j.node));
}

str json_text(struct json j)
{
    if (!json_is_text(j))
        return STR_NONE;
    return (str){json_string_value(j.node), (ptrdiff_t)json_string_length(j.node)};
}

bool json_int(struct json j, int64_t *ret_value)
{
    if (!j.node || json_typeof(j.node) != JSON_INTEGER)
        return false;
    *ret_value = json_integer_value(j.node);
    return true;
}

bool json_bool(struct json j, bool *ret_value)
{
    if (!j.node || !json_is_boolean(j.node))
        return false;
    *ret_value = json_typeof(j.node) == JSON_TRUE;
    return true;
}

str json_text_of(struct json object, const char *key)
{
    return json_text(json_get(object, key));
}

int64_t json_int_of(struct json object, const char *key, int64_t otherwise)
{
    int64_t v;
    return json_int(json_get(object, key), &v) ? v : otherwise;
}

bool json_bool_of(struct json object, const char *key, bool otherwise)
{
    bool v;
    return json_bool(json_get(object, key), &v) ? v : otherwise;
}

struct json_walk json_walk(struct json object)
{
    return (struct json_walk){.object = json_is_members(object) ? object.node : NULL};
}

bool json_next(struct json_walk *it)
{
    /* jansson's iterators take a json_t they do not change. */
    json_t *object;
    memcpy(&object, &it->object, sizeof object);
    if (!object)
        return false;
    it->at = it->started ? json_object_iter_next(object, it->at) : json_object_iter(object);
    it->started = true;
    if (!it->at) {
        it->object = NULL;
        return false;
    }
    it->key = str_of(json_object_iter_key(it->at));
    it->value.node = json_object_iter_value(it->at);
    return true;
}

str json_write(struct arena *mem, struct json j, bool sorted)
{
    const size_t how = JSON_COMPACT | JSON_ENCODE_ANY | (sorted ? JSON_SORT_KEYS : 0);
    if (!j.node)
        return S("null");
    const size_t n = json_dumpb(j.node, NULL, 0, how);
    BUG_IF(n == 0);
    char *text = arena_alloc(mem, n);
    BUG_IF(json_dumpb(j.node, text, n, how) != n);
    return (str){text, (ptrdiff_t)n};
}
