/*
 * peer.c - how many connections one address has open, over all loops. A chained table with
 * a keyed hash, so that nobody can choose addresses that meet in one chain; an IPv6 peer is
 * its /64, because whoever has one address there has them all.
 */
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "host/random.h"
#include "http/http_internal.h"

#define CHAINS 4096

struct entry {
    struct entry *next;
    uint64_t key;
    int n;
};

struct http__peers {
    pthread_mutex_t lock;
    int per_peer;
    uint64_t secret[2];
    struct entry *chains[CHAINS];
};

struct http__peers *http__peers_new(int per_peer)
{
    struct http__peers *p = calloc(1, sizeof *p);
    if (!p)
        return NULL;
    pthread_mutex_init(&p->lock, NULL);
    p->per_peer = per_peer;
    host_random(p->secret, sizeof p->secret);
    return p;
}

void http__peers_free(struct http__peers *p)
{
    if (!p)
        return;
    for (int i = 0; i < CHAINS; i++)
        while (p->chains[i]) {
            struct entry *e = p->chains[i];
            p->chains[i] = e->next;
            free(e);
        }
    pthread_mutex_destroy(&p->lock);
    free(p);
}

/* The address itself, 64 bits of it: IPv4 mapped or plain gives the same. Never 0. */
uint64_t http__peers_key(const struct host_addr *a)
{
    unsigned char bytes[8] = {0};
    const struct sockaddr_in6 *six = (const struct sockaddr_in6 *)&a->sa;
    if (a->sa.ss_family == AF_INET6 && !IN6_IS_ADDR_V4MAPPED(&six->sin6_addr)) {
        memcpy(bytes, six->sin6_addr.s6_addr, 8);
    } else {
        const void *four = a->sa.ss_family == AF_INET6
                               ? (const void *)(six->sin6_addr.s6_addr + 12)
                               : &((const struct sockaddr_in *)&a->sa)->sin_addr;
        bytes[0] = 1; /* no global IPv6 address begins so */
        memcpy(bytes + 4, four, 4);
    }
    uint64_t key;
    memcpy(&key, bytes, sizeof key);
    return key ? key : 1;
}

static struct entry **chain_of(struct http__peers *p, uint64_t key)
{
    __extension__ typedef unsigned __int128 wide;
    wide m = (wide)(key ^ p->secret[0]) * (p->secret[1] | 1);
    uint64_t mixed = (uint64_t)m ^ (uint64_t)(m >> 64);
    struct entry **at = &p->chains[mixed % CHAINS];
    while (*at && (*at)->key != key)
        at = &(*at)->next;
    return at;
}

bool http__peers_enter(struct http__peers *p, uint64_t key)
{
    pthread_mutex_lock(&p->lock);
    struct entry **at = chain_of(p, key);
    bool ok = true;
    if (!*at) {
        struct entry *e = calloc(1, sizeof *e);
        ok = e != NULL;
        if (e) {
            e->key = key;
            *at = e;
        }
    }
    ok = ok && (*at)->n < p->per_peer;
    if (ok)
        (*at)->n++;
    pthread_mutex_unlock(&p->lock);
    return ok;
}

void http__peers_leave(struct http__peers *p, uint64_t key)
{
    pthread_mutex_lock(&p->lock);
    struct entry **at = chain_of(p, key);
    BUG_IF(!*at || (*at)->n < 1);
    struct entry *e = *at;
    if (--e->n == 0) {
        *at = e->next;
        free(e);
    }
    pthread_mutex_unlock(&p->lock);
}
