/* lib_eform.c - see lib_eform.h. */
#include "eform/lib_eform.h"

str lib_eform(struct arena *mem, const char *procedure, int version, const char *groups)
{
    return str_fmt(
        mem,
        "{\"form\":\"thu\",\"version\":%d,\"name\":{\"vi\":\"Thử\",\"en\":\"Trial\"},"
        "\"procedures\":[\"%s\"],\"from\":\"2025-07-01\",\"source\":\"thử\",\"groups\":[%s]}",
        version, procedure, groups);
}

#define PQR                                                                                            \
    ",\"choices\":[{\"value\":\"p\",\"label\":{\"vi\":\"P\",\"en\":\"P\"}},{\"value\":\"q\","          \
    "\"label\":{"                                                                                      \
    "\"vi\":\"Q\",\"en\":\"Q\"}},{\"value\":\"r\",\"label\":{\"vi\":\"R\",\"en\":\"R\"}}]"

str lib_eform_plain(void)
{
    return S(
        "{\"form\":\"plain\",\"version\":1,\"name\":{\"vi\":\"Thử\",\"en\":\"Trial\"},"
        "\"procedures\":[\"0.1\"],\"from\":\"2025-07-01\",\"source\":\"thử\",\"groups\":[" GROUP(
            "a", "",
            FIELD("n1", "number", "") "," FIELD("n2", "number", "") "," FIELD("m1", "money", "") "," FIELD("m2", "money", "") "," FIELD("d1", "date", "") "," FIELD(
                "d2", "date",
                "") "," FIELD("b1", "yes_no",
                              "") "," FIELD("b2", "yes_no",
                                            "") "," FIELD("t1", "text",
                                                          "") "," FIELD("c1", "choice",
                                                                        CHOICES) "," FIELD("s1",
                                                                                           "choices",
                                                                                           PQR)) "," GROUP("r",
                                                                                                           ",\"repeat\":{\"min\":0,\"max\":20}",
                                                                                                           FIELD("n", "number", "") "," FIELD(
                                                                                                               "m",
                                                                                                               "money",
                                                                                                               "") "," FIELD("b",
                                                                                                                             "yes_no",
                                                                                                                             "")) "]}");
}
