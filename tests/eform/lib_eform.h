/* lib_eform.h - definitions for tests. */
#ifndef MOTCUA_TESTS_EFORM_LIB_EFORM_H
#define MOTCUA_TESTS_EFORM_LIB_EFORM_H

#include "lib_test.h"

#include "eform/eform.h"

/* One field of each kind in group a, and group r that repeats: nothing required, no conditions. */
str lib_eform_plain(void);
/* A form whose groups are `groups` (JSON), for procedure `procedure`, version `version`. */
str lib_eform(struct arena *mem, const char *procedure, int version, const char *groups);
/* {"key":K,"type":T,"label":{…} EXTRA} */
#define FIELD(key, type, extra)                                                                        \
    "{\"key\":\"" key "\",\"type\":\"" type "\",\"label\":{\"vi\":\"" key "\",\"en\":\"" key           \
    "\"}" extra "}"
#define GROUP(key, extra, fields)                                                                      \
    "{\"key\":\"" key "\",\"label\":{\"vi\":\"" key "\",\"en\":\"" key "\"}" extra                     \
    ",\"fields\":[" fields "]}"
#define CHOICES                                                                                        \
    ",\"choices\":[{\"value\":\"x\",\"label\":{\"vi\":\"X\",\"en\":\"X\"}},{\"value\":\"y\","          \
    "\"label\":{"                                                                                      \
    "\"vi\":\"Y\",\"en\":\"Y\"}},{\"value\":\"z\",\"label\":{\"vi\":\"Z\",\"en\":\"Z\"}}]"

#endif
