/* check.h - `motcua check`: what is stored still is what it was made from. */
#ifndef MOTCUA_APP_CHECK_H
#define MOTCUA_APP_CHECK_H

#include "cli/cli.h"

enum rc app_check(struct cli *cli);

#endif
