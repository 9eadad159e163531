/*
 * stop.h - being told to end. SIGTERM and SIGINT are blocked in every thread and fetched by
 * the one that waits, so nothing runs inside a signal handler.
 */
#ifndef MOTCUA_HOST_STOP_H
#define MOTCUA_HOST_STOP_H

/* Before any thread exists: threads inherit it. */
void host_stop_prepare(void);
/* Blocks until somebody asks us to end. */
void host_stop_wait(void);

#endif
