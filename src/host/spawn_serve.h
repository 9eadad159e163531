/* spawn_serve.h - the spawner's loop and what passes between the processes; inside host only. */
#ifndef MOTCUA_HOST_SPAWN_SERVE_H
#define MOTCUA_HOST_SPAWN_SERVE_H

#include "host/spawn.h"

/* A child begins its answer with one byte: without it no child ever started. */
#define SPAWN_BEGIN "!"
/* Ends a complete answer: these seven bytes and '0' + enum rc. Without it the child died. */
#define SPAWN_END "motcua:"
#define SPAWN_END_SIZE 8

/* One job on the sockets: the kind's index, with the descriptors of input and output. */
struct spawn_message {
    uint32_t kind;
    int fd[2];
};
/* 1 a message came or went; 0 the peer is gone; -1 not now (would block, interrupted, damaged). */
int spawn__send(int sock, const struct spawn_message *m, int flags);
int spawn__receive(int sock, struct spawn_message *ret_m);

/* The spawner: serves `sock` until the server is gone. */
_Noreturn void spawn__serve(int sock, int parent, const struct spawn_kind *const *kinds, int count);

#endif
