/* lib_sample.c - see lib_sample.h. */
#include "db/lib_sample.h"

#define TABLES                                                                                         \
    "-- every type word\n"                                                                             \
    "CREATE TABLE sample (\n"                                                                          \
    "    id @id,\n"                                                                                    \
    "    n @int NOT NULL, n_null @money,\n"                                                            \
    "    t @text NOT NULL UNIQUE CHECK (t <> 'refused'), t_null @text,\n"                              \
    "    m @time NOT NULL, m_null @time,\n"                                                            \
    "    d @date NOT NULL, d_null @date,\n"                                                            \
    "    b @bool NOT NULL,\n"                                                                          \
    "    x @blob NOT NULL, x_null @blob\n"                                                             \
    ") @strict;\n"                                                                                     \
    "CREATE TABLE sample_child (\n"                                                                    \
    "    parent @int NOT NULL REFERENCES sample (id),\n"                                               \
    "    kind @text NOT NULL\n"                                                                        \
    ") @strict;\n"                                                                                     \
    "CREATE TABLE counter (name @text NOT NULL PRIMARY KEY, n @int NOT NULL) @strict;\n"

const struct embed sample_migrations[] = {
    {"0001_sample.sql", (const unsigned char *)TABLES, sizeof TABLES - 1, ""},
    {0},
};
