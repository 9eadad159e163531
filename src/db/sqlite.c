/*
 * sqlite.c - one SQLite connection: opening it as the only writer or as a reader, its
 * statements, and what SQLite's codes mean to us. Leaves out threads and batches (writer.c).
 *
 * Invariants: 1. a reader is opened read-only and never checkpoints; 2. a statement is reset
 * before the call that stepped it ends, also when the arena unwinds: its defer node lives in
 * the statement, not on the stack; 3. SQLITE_IOERR_FSYNC ends the process.
 */
#include "db/driver.h"

#include <pthread.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "host/log.h"

#define APPLICATION_ID 0x6d6f7463 /* "motc" */
#define READER_CACHE_KIB "2000"
#define WRITER_CACHE_KIB "8000"
#define RESTART_WAIT_MS 100

struct stmt {
    sqlite3_stmt *h;
    struct arena_defer defer;
    bool busy;
    bool gives_id;     /* an insert whose RETURNING id is answered without asking */
    struct stmt *next; /* the same query, while the first is stepped: a query inside db_each */
};

struct sqlite {
    struct db base;
    sqlite3 *h;
    struct stmt **stmts; /* by query number */
    int stmt_count;
    sqlite3_stmt *verbs[DB_VERB_COUNT];
};

static struct sqlite *sqlite_of(struct db *d)
{
    return (struct sqlite *)d;
}

/* ---- codes ---- */

static void stop_if_sync_failed(int code)
{
    const bool sync_failed = code == SQLITE_IOERR_FSYNC || code == SQLITE_IOERR_DIR_FSYNC;
    if (sync_failed)
        LOG(LOG_ERROR, "db.fsync_failed", LOG_INT("code", code));
    BUG_IF(sync_failed);
}

static enum rc rc_of_primary(int code)
{
    switch (code & 0xff) {
    case SQLITE_OK:
    case SQLITE_DONE:
    case SQLITE_ROW:
        return RC_OK;
    case SQLITE_CONSTRAINT:
    case SQLITE_TOOBIG:
        return RC_INVALID;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return RC_BUSY;
    case SQLITE_FULL:
    case SQLITE_NOMEM:
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_INTERRUPT:
        return RC_UNAVAILABLE;
    default:
        return RC_FAILED;
    }
}

/* `what` is a query's name or a verb; values never reach the log. */
static enum rc rc_of(sqlite3 *h, int code, const char *what)
{
    stop_if_sync_failed(code);
    if (code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY ||
        code == SQLITE_CONSTRAINT_ROWID)
        return RC_CONFLICT;
    const enum rc rc = rc_of_primary(code);
    if (rc == RC_FAILED)
        LOG(LOG_ERROR, "db.query_failed", LOG_STR("query", what), LOG_INT("code", code),
            LOG_STR("why", sqlite3_errstr(code)));
    else if (rc == RC_UNAVAILABLE)
        LOG(LOG_WARN, "db.unavailable", LOG_STR("query", what), LOG_INT("code", code),
            LOG_INT("errno", h ? sqlite3_system_errno(h) : 0));
    return rc;
}

/* ---- statements ---- */

static enum rc grow_stmts(struct sqlite *s, int number)
{
    const int count = number + 64;
    struct stmt **grown = realloc(s->stmts, (size_t)count * sizeof *grown);
    if (!grown)
        return RC_UNAVAILABLE;
    memset(grown + s->stmt_count, 0, (size_t)(count - s->stmt_count) * sizeof *grown);
    s->stmts = grown;
    s->stmt_count = count;
    return RC_OK;
}

/* What SQLite says about our own text may be logged: it holds no values. */
static enum rc prepare_text(struct sqlite *s, const char *name, const char *sql, sqlite3_stmt **ret)
{
    const int code = sqlite3_prepare_v3(s->h, sql, -1, SQLITE_PREPARE_PERSISTENT, ret, NULL);
    if (code == SQLITE_ERROR)
        LOG(LOG_ERROR, "db.prepare_failed", LOG_STR("query", name),
            LOG_STR("why", sqlite3_errmsg(s->h)));
    return rc_of(s->h, code, name);
}

/*
 * SQLite gathers what RETURNING returns in a tree of its own, made and thrown away with each run.
 * The id of one inserted row is known without: `id` is the rowid of every table that has one
 * (migrations, @id). An upsert may insert none, so it keeps its clause.
 */
static bool only_returns_id(const struct db_query *q)
{
    static const char clause[] = "RETURNING id";
    const char *const sql = q->sql[0], *const end = strstr(sql, clause);
    return end && strspn(end + sizeof clause - 1, "; \n") == strlen(end + sizeof clause - 1) &&
           strncmp(sql, "INSERT INTO", 11) == 0 && strstr(sql, "VALUES (") &&
           !strstr(sql, "ON CONFLICT") && !strstr(sql, "SELECT");
}

static enum rc prepare_query(struct sqlite *s, const struct db_query *q, struct stmt *st)
{
    st->gives_id = only_returns_id(q);
    if (!st->gives_id)
        return prepare_text(s, q->name, q->sql[0], &st->h);
    char *cut = strdup(q->sql[0]);
    if (!cut)
        return RC_UNAVAILABLE;
    *strstr(cut, "RETURNING id") = 0;
    const enum rc rc = prepare_text(s, q->name, cut, &st->h);
    free(cut);
    return rc;
}

static enum rc prepare(struct sqlite *s, const struct db_query *q, struct stmt **ret)
{
    struct stmt *st = calloc(1, sizeof *st);
    enum rc rc = st ? prepare_query(s, q, st) : RC_UNAVAILABLE;
    if (rc == RC_OK && sqlite3_column_count(st->h) + st->gives_id != q->column_count) {
        LOG(LOG_ERROR, "db.column_count", LOG_STR("query", q->name),
            LOG_INT("declared", q->column_count), LOG_INT("real", sqlite3_column_count(st->h)));
        rc = RC_FAILED;
    }
    if (rc) {
        if (st)
            (void)sqlite3_finalize(st->h);
        free(st);
        return rc;
    }
    *ret = st;
    return RC_OK;
}

static enum rc find_stmt(struct sqlite *s, struct db_query *q, struct stmt **ret)
{
    const int number = db__query_number(q);
    enum rc rc = number < s->stmt_count ? RC_OK : grow_stmts(s, number);
    if (rc)
        return rc;
    struct stmt **at = &s->stmts[number];
    while (*at && (*at)->busy)
        at = &(*at)->next;
    if (!*at)
        rc = prepare(s, q, at);
    if (rc == RC_OK)
        *ret = *at;
    return rc;
}

static void reset_stmt(void *arg)
{
    struct stmt *st = arg;
    (void)sqlite3_reset(st->h); /* its code is that of the last step, already seen */
    st->busy = false;
}

static int bind_one(sqlite3_stmt *h, int at, char type, const struct db_value *v)
{
    if (v->null)
        return sqlite3_bind_null(h, at);
    switch (type) {
    case 't':
    case 'T':
        return sqlite3_bind_text64(h, at, v->s.p, (sqlite3_uint64)v->s.n, SQLITE_STATIC, SQLITE_UTF8);
    case 'x':
    case 'X':
        return sqlite3_bind_blob64(h, at, v->s.p, (sqlite3_uint64)v->s.n, SQLITE_STATIC);
    default:
        return sqlite3_bind_int64(h, at, v->i);
    }
}

static int bind_all(sqlite3_stmt *h, const struct db_call *call)
{
    const int used = sqlite3_bind_parameter_count(h); /* a dialect block may use fewer */
    int code = SQLITE_OK;
    for (int i = 0; i < used && code == SQLITE_OK; i++)
        code = bind_one(h, i + 1, call->q->in[i], &call->in[i]);
    return code;
}

static bool read_column(sqlite3_stmt *h, int at, void *row, const struct db_column *col)
{
    switch (sqlite3_column_type(h, at)) {
    case SQLITE_NULL:
        return db__set_null(row, col);
    case SQLITE_INTEGER:
        return db__set_int(row, col, sqlite3_column_int64(h, at));
    case SQLITE_TEXT: {
        const char *p = (const char *)sqlite3_column_text(h, at);
        return (col->type == 't' || col->type == 'T') &&
               db__set_bytes(row, col, (str){p, sqlite3_column_bytes(h, at)});
    }
    case SQLITE_BLOB: {
        const char *p = sqlite3_column_blob(h, at);
        return (col->type == 'x' || col->type == 'X') &&
               db__set_bytes(row, col, (str){p, sqlite3_column_bytes(h, at)});
    }
    default: /* a float: a sum that ran over */
        return false;
    }
}

static enum rc read_row(sqlite3_stmt *h, struct db_call *call)
{
    for (int i = 0; i < call->q->column_count; i++)
        if (!read_column(h, i, call->row, &call->q->columns[i])) {
            LOG(LOG_ERROR, "db.column_type", LOG_STR("query", call->q->name),
                LOG_STR("column", call->q->columns[i].name));
            return RC_FAILED;
        }
    return RC_OK;
}

/* `ret_refused`: SQLite said no, as opposed to the receiver of the rows. */
static enum rc step_all(struct sqlite *s, sqlite3_stmt *h, struct db_call *call, bool *ret_refused)
{
    for (;;) {
        const int code = sqlite3_step(h);
        if (code != SQLITE_ROW) {
            *ret_refused = code != SQLITE_DONE;
            return rc_of(s->h, code, call->q->name);
        }
        if (call->q->column_count) {
            enum rc rc = read_row(h, call);
            *ret_refused = rc != RC_OK;
            if (rc == RC_OK)
                rc = call->to(call);
            if (rc)
                return rc;
        }
    }
}

static enum rc give_id(struct sqlite *s, struct db_call *call)
{
    return db__set_int(call->row, &call->q->columns[0], sqlite3_last_insert_rowid(s->h))
               ? call->to(call)
               : RC_FAILED;
}

static enum rc sqlite_run(struct db *d, struct db_call *call)
{
    struct sqlite *s = sqlite_of(d);
    struct stmt *st;
    bool refused = true;
    enum rc rc = find_stmt(s, call->q, &st);
    if (rc == RC_OK) {
        st->busy = true;
        arena_defer(call->mem, &st->defer, reset_stmt, st);
        rc = rc_of(s->h, bind_all(st->h, call), call->q->name);
        if (rc == RC_OK)
            rc = step_all(s, st->h, call, &refused);
        if (rc == RC_OK && st->gives_id)
            rc = give_id(s, call);
        call->changed = sqlite3_stmt_readonly(st->h) ? 0 : sqlite3_changes64(s->h);
        arena_undefer(call->mem, &st->defer);
    }
    if (rc && refused)
        d->dead = rc;
    return rc;
}

static enum rc sqlite_verb(struct db *d, enum db_verb verb)
{
    static const char *const text[DB_VERB_COUNT] = {
        [DB_BEGIN_READ] = "BEGIN",     [DB_BEGIN_WRITE] = "BEGIN IMMEDIATE",
        [DB_COMMIT] = "COMMIT",        [DB_ROLLBACK] = "ROLLBACK",
        [DB_SAVE] = "SAVEPOINT unit",  [DB_RELEASE] = "RELEASE unit",
        [DB_BACK] = "ROLLBACK TO unit"};
    struct sqlite *s = sqlite_of(d);
    if (!s->verbs[verb]) {
        const enum rc rc = prepare_text(s, text[verb], text[verb], &s->verbs[verb]);
        if (rc)
            return rc;
    }
    const int code = sqlite3_step(s->verbs[verb]);
    (void)sqlite3_reset(s->verbs[verb]);
    return rc_of(s->h, code, text[verb]);
}

static enum rc sqlite_script(struct db *d, const char *sql)
{
    struct sqlite *s = sqlite_of(d);
    const int code = sqlite3_exec(s->h, sql, NULL, NULL, NULL);
    if (code != SQLITE_OK)
        LOG(LOG_ERROR, "db.script_failed", LOG_STR("why", sqlite3_errmsg(s->h)));
    return rc_of(s->h, code, "script");
}

static void sqlite_close(struct db *d)
{
    struct sqlite *s = sqlite_of(d);
    for (int i = 0; i < s->stmt_count; i++)
        while (s->stmts[i]) {
            struct stmt *st = s->stmts[i];
            s->stmts[i] = st->next;
            (void)sqlite3_finalize(st->h);
            free(st);
        }
    for (int i = 0; i < DB_VERB_COUNT; i++)
        (void)sqlite3_finalize(s->verbs[i]);
    BUG_IF(sqlite3_close(s->h) != SQLITE_OK);
    free(s->stmts);
    free(s);
}

static const struct db_driver driver = {sqlite_run, sqlite_verb, sqlite_script, sqlite_close};

/* ---- opening ---- */

static int exec(sqlite3 *h, const char *sql)
{
    return sqlite3_exec(h, sql, NULL, NULL, NULL);
}

static int read_text(void *to, int n, char **values, char **columns)
{
    char *text = to;
    (void)columns;
    if (n > 0 && values[0])
        (void)sqlite3_snprintf(32, text, "%s", values[0]);
    return 0;
}

/* An empty file becomes ours; a file of another program is refused. */
static enum rc claim(sqlite3 *h)
{
    char id[32] = "", pages[32] = "", set[64];
    int code = sqlite3_exec(h, "PRAGMA application_id", read_text, id, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_exec(h, "PRAGMA page_count", read_text, pages, NULL);
    if (code != SQLITE_OK)
        return rc_of(h, code, "application_id");
    if (strcmp(pages, "0") == 0)
        return rc_of(
            h, exec(h, sqlite3_snprintf(sizeof set, set, "PRAGMA application_id=%d", APPLICATION_ID)),
            "application_id");
    (void)sqlite3_snprintf(sizeof set, set, "%d", APPLICATION_ID);
    if (strcmp(id, set) == 0)
        return RC_OK;
    LOG(LOG_ERROR, "db.not_ours", LOG_STR("application_id", id));
    return RC_FAILED;
}

static enum rc common_settings(sqlite3 *h)
{
    int code =
        exec(h, "PRAGMA foreign_keys=ON; PRAGMA mmap_size=0; PRAGMA trusted_schema=OFF;"
                "PRAGMA temp_store=MEMORY; PRAGMA cell_size_check=ON; PRAGMA case_sensitive_like=ON");
    const int on[] = {SQLITE_DBCONFIG_DEFENSIVE};
    const int off[] = {SQLITE_DBCONFIG_DQS_DML, SQLITE_DBCONFIG_DQS_DDL,
                       SQLITE_DBCONFIG_TRUSTED_SCHEMA};
    for (size_t i = 0; code == SQLITE_OK && i < sizeof on / sizeof *on; i++)
        code = sqlite3_db_config(h, on[i], 1, NULL);
    for (size_t i = 0; code == SQLITE_OK && i < sizeof off / sizeof *off; i++)
        code = sqlite3_db_config(h, off[i], 0, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_extended_result_codes(h, 1);
    return rc_of(h, code, "settings");
}

static enum rc reader_settings(sqlite3 *h)
{
    int code = sqlite3_db_config(h, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    if (code == SQLITE_OK)
        code = exec(h, "PRAGMA query_only=ON; PRAGMA cache_size=-" READER_CACHE_KIB);
    if (code == SQLITE_OK)
        code = sqlite3_wal_autocheckpoint(h, 0);
    if (code == SQLITE_OK)
        code = sqlite3_busy_timeout(h, 1000);
    return rc_of(h, code, "reader settings");
}

static int count_wal(void *arg, sqlite3 *h, const char *name, int pages)
{
    struct store *s = arg;
    (void)h;
    (void)name;
    atomic_store(&s->wal_pages, pages);
    return SQLITE_OK;
}

static enum rc writer_settings(struct store *store, sqlite3 *h)
{
    char mode[32] = "";
    enum rc rc = claim(h);
    if (rc)
        return rc;
    int code = sqlite3_exec(h, "PRAGMA journal_mode=WAL", read_text, mode, NULL);
    if (code == SQLITE_OK && strcmp(mode, "wal") != 0)
        code = SQLITE_CANTOPEN;
    if (code == SQLITE_OK)
        code = exec(h, "PRAGMA synchronous=FULL; PRAGMA cache_size=-" WRITER_CACHE_KIB);
    if (code == SQLITE_OK) /* also takes the place of automatic checkpoints */
        (void)sqlite3_wal_hook(h, count_wal, store);
    return rc_of(h, code, "writer settings");
}

static enum rc set_up(struct store *store, sqlite3 *h, bool writer)
{
    const struct store_config *k = &store->config;
    enum rc rc = common_settings(h);
    if (rc == RC_OK)
        rc = writer ? writer_settings(store, h) : reader_settings(h);
    if (rc == RC_OK && k->on_connect)
        rc = k->on_connect(h, k->on_connect_arg);
    return rc;
}

/* Nobody reads SQLite's own count of memory, and every allocation of every connection would take
   one lock for it. Refused when the library is in use already: then it counts. */
static void configure_once(void)
{
    (void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

static enum rc open_connection(struct store *store, bool writer, struct db **ret_db)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    BUG_IF(pthread_once(&once, configure_once));
    const struct store_config *k = &store->config;
    const int flags = writer ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY;
    struct sqlite *s = calloc(1, sizeof *s);
    if (!s)
        return RC_UNAVAILABLE;
    s->base.driver = &driver;
    s->base.store = store;
    const int code = sqlite3_open_v2(k->path, &s->h, flags | SQLITE_OPEN_NOMUTEX, k->vfs);
    enum rc rc = rc_of(s->h, code, "open");
    if (rc == RC_OK)
        rc = set_up(store, s->h, writer);
    if (rc) {
        (void)sqlite3_close(s->h);
        free(s);
        return rc;
    }
    *ret_db = &s->base;
    return RC_OK;
}

enum rc db__sqlite_connect_reader(struct store *s, struct db **ret_db)
{
    return open_connection(s, false, ret_db);
}

enum rc db__sqlite_connect_writer(struct store *s, struct db **ret_db)
{
    BUG_IF(!s->config.lock); /* one process owns the data folder */
    if (!sqlite3_threadsafe() || sqlite3_libversion_number() < 3037000) {
        LOG(LOG_ERROR, "db.library_unfit", LOG_STR("sqlite", sqlite3_libversion()));
        return RC_FAILED;
    }
    return open_connection(s, true, ret_db);
}

bool db__sqlite_in_transaction(const struct db *d)
{
    return !sqlite3_get_autocommit(((const struct sqlite *)d)->h);
}

void db__sqlite_checkpoint(struct db *d, bool whole)
{
    struct sqlite *s = sqlite_of(d);
    int left = 0, done = 0;
    (void)sqlite3_busy_timeout(s->h, whole ? RESTART_WAIT_MS : 0);
    const int code = sqlite3_wal_checkpoint_v2(
        s->h, NULL, whole ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE, &left, &done);
    (void)sqlite3_busy_timeout(s->h, 0);
    if (code == SQLITE_OK && left == done)
        atomic_store(&d->store->wal_pages, 0);
    (void)rc_of(s->h, code, "checkpoint"); /* a reader in the way: next time */
}

/* One step under one read transaction: the copy is the state of one moment. */
static int copy_all(sqlite3 *from, sqlite3 *to)
{
    sqlite3_backup *b = sqlite3_backup_init(to, "main", from, "main");
    if (!b)
        return sqlite3_extended_errcode(to);
    (void)sqlite3_backup_step(b, -1);
    return sqlite3_backup_finish(b);
}

enum rc db__sqlite_copy(struct db *d, const char *path)
{
    struct sqlite *s = sqlite_of(d);
    sqlite3 *to = NULL;
    int code = sqlite3_open_v2(path, &to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL);
    if (code == SQLITE_OK)
        code = copy_all(s->h, to);
    const enum rc rc = rc_of(to, code, "copy");
    (void)sqlite3_close(to);
    return rc;
}
