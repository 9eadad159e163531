/* inner.h - what the files of access share among themselves; nobody else includes it. */
#ifndef MOTCUA_ACCESS_INNER_H
#define MOTCUA_ACCESS_INNER_H

#include "access/access.h"

#endif
