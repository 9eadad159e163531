/*
 * connect.c - what every new SQLite connection of this program gets before its first query:
 * the tokenizers and functions of the capabilities, one line each.
 */
#include "app/app.h"

enum rc app_on_connect(void *sqlite3_handle, void *arg)
{
    (void)sqlite3_handle;
    (void)arg;
    return RC_OK;
}
