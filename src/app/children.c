/* children.c - see children.h. Only verbs that take uploads or make papers get a spawner: it must
   be forked before the first thread, and most commands are over sooner than it would be ready. */
#include "app/children.h"

#include <string.h>

#include "file/file.h"
#include "host/log.h"
#include "host/spawn.h"
#include "pdf/pdf.h"

static const struct spawn_kind *const kinds[] = {&file_reader_magic, &pdf_painter, NULL};
static const char *const verbs[] = {"serve", "demo", "arrival", NULL};

int app_children(int argc, char **argv)
{
    const int child = spawn_child_main(argc, argv, kinds);
    if (child >= 0)
        return child;
    for (const char *const *v = verbs; argc > 1 && *v; v++)
        if (strcmp(argv[1], *v) == 0 && spawn_start(kinds) != RC_OK)
            LOG(LOG_ERROR, "spawn.not_started", LOG_INT("seccomp", spawn_protection().seccomp),
                LOG_INT("landlock", spawn_protection().landlock)); /* uploads and papers answer busy */
    return -1;
}
