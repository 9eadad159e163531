/* common.h - passwords so common that they are tried first; inside access only. */
#ifndef MOTCUA_ACCESS_COMMON_H
#define MOTCUA_ACCESS_COMMON_H

#include "core/str.h"

/* `folded` is core/fold.h's of the password: marks and capitals do not make it rare. Figures
   and signs at the end do not either. */
bool access__is_common(str folded);

#endif
