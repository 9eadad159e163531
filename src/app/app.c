/* app.c - see app.h. */
#include "app/app.h"

#include <stdio.h>
#include <string.h>

int app_main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "version") == 0)
        return printf("motcua 0.1.0\n") < 0 ? 70 : 0;
    (void)fprintf(stderr, "motcua: unknown command\n");
    return 2;
}
