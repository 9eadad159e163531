/*
 * perm.c - the table role x permission, and the words of both. One row a permission; asking
 * about a row that was left out ends the process.
 */
#include "access/perm.h"

#include <stddef.h>
#include <string.h>

#include "core/rc.h"

#define O REACH_OWN
#define H REACH_HELD
#define U REACH_UNIT
#define A REACH_AGENCY
#define B REACH_BELOW
#define X REACH_ALL

/* Columns: anybody, citizen, clerk, officer, leader, control office, inspector, administrator.
   `sees`: the permission whose reach decides between 403 (seen, not allowed) and 404. */
static const struct {
    const char *word;
    unsigned char reach[ROLE_COUNT];
    enum perm sees;
} perms[PERM_COUNT] = {
    [PERM_NONE] = {"NONE", {0}, PERM_NONE},
    [PERM_PUBLIC] = {"PUBLIC", {X, X, X, X, X, X, X, X}, PERM_NONE},
    [PERM_SIGNED_IN] = {"SIGNED_IN", {0, X, X, X, X, X, X, X}, PERM_NONE},
    [PERM_DOSSIER_FILE] = {"DOSSIER_FILE", {0, O, 0, 0, 0, 0, 0, 0}, PERM_DOSSIER_TRACK},
    [PERM_DOSSIER_TRACK] = {"DOSSIER_TRACK", {0, O, 0, 0, 0, 0, 0, 0}, PERM_DOSSIER_TRACK},
    [PERM_DOSSIER_WITHDRAW] = {"DOSSIER_WITHDRAW", {0, O, 0, 0, 0, 0, 0, 0}, PERM_DOSSIER_TRACK},
    [PERM_PROFILE_EDIT] = {"PROFILE_EDIT", {0, O, 0, 0, 0, 0, 0, 0}, PERM_NONE},
    [PERM_WORKLIST] = {"WORKLIST", {0, 0, A, U, A, B, B, 0}, PERM_NONE},
    [PERM_DOSSIER_READ] = {"DOSSIER_READ", {0, 0, A, A, A, B, B, 0}, PERM_DOSSIER_READ},
    [PERM_DOSSIER_RECEIVE] = {"DOSSIER_RECEIVE", {0, 0, A, 0, 0, 0, 0, 0}, PERM_DOSSIER_READ},
    [PERM_DOSSIER_PROCESS] = {"DOSSIER_PROCESS", {0, 0, 0, U, A, 0, 0, 0}, PERM_DOSSIER_READ},
    [PERM_DOSSIER_ASSIGN] = {"DOSSIER_ASSIGN", {0, 0, U, U, A, 0, 0, 0}, PERM_DOSSIER_READ},
    [PERM_DOSSIER_APPROVE] = {"DOSSIER_APPROVE", {0, 0, 0, 0, A, 0, 0, 0}, PERM_DOSSIER_READ},
    [PERM_DOSSIER_RETURN] = {"DOSSIER_RETURN", {0, 0, A, 0, 0, 0, 0, 0}, PERM_DOSSIER_READ},
    [PERM_DOSSIER_CORRECT] = {"DOSSIER_CORRECT", {0, 0, A, 0, A, 0, 0, 0}, PERM_DOSSIER_READ},
    [PERM_PAYMENT_TAKE] = {"PAYMENT_TAKE", {0, 0, A, 0, 0, 0, 0, 0}, PERM_DOSSIER_READ},
    [PERM_PERSON_READ] = {"PERSON_READ", {0, 0, X, X, X, 0, X, 0}, PERM_NONE},
    [PERM_PERSON_UNMASK] = {"PERSON_UNMASK", {0, 0, X, X, X, 0, 0, 0}, PERM_PERSON_READ},
    [PERM_PERSON_EDIT] = {"PERSON_EDIT", {0, 0, X, 0, 0, 0, 0, 0}, PERM_PERSON_READ},
    [PERM_FILE_UPLOAD] = {"FILE_UPLOAD", {0, O, A, U, A, 0, 0, 0}, PERM_NONE},
    [PERM_INTERNAL_FILE] = {"INTERNAL_FILE", {0, 0, X, X, X, X, 0, 0}, PERM_NONE},
    [PERM_PETITION_READ] = {"PETITION_READ", {0, 0, A, A, A, B, B, 0}, PERM_PETITION_READ},
    [PERM_PETITION_HANDLE] = {"PETITION_HANDLE", {0, 0, A, A, A, 0, 0, 0}, PERM_PETITION_READ},
    [PERM_PETITION_REMIND] = {"PETITION_REMIND", {0, 0, 0, 0, 0, B, 0, 0}, PERM_PETITION_READ},
    [PERM_CATALOG_READ] = {"CATALOG_READ", {0, 0, X, X, X, X, X, X}, PERM_NONE},
    [PERM_CATALOG_MANAGE] = {"CATALOG_MANAGE", {0, 0, 0, 0, 0, X, 0, 0}, PERM_CATALOG_READ},
    [PERM_CALENDAR_MANAGE] = {"CALENDAR_MANAGE", {0, 0, 0, 0, 0, X, 0, X}, PERM_NONE},
    [PERM_PROCESS_MANAGE] = {"PROCESS_MANAGE", {0, 0, 0, 0, 0, X, 0, X}, PERM_NONE},
    [PERM_ARRIVAL_MANAGE] = {"ARRIVAL_MANAGE", {0, 0, 0, 0, 0, 0, 0, X}, PERM_NONE},
    [PERM_ORG_READ] = {"ORG_READ", {0, 0, X, X, X, X, X, X}, PERM_NONE},
    [PERM_ORG_MANAGE] = {"ORG_MANAGE", {0, 0, 0, 0, 0, 0, 0, X}, PERM_ORG_READ},
    [PERM_SUCCESSION_MANAGE] = {"SUCCESSION_MANAGE", {0, 0, 0, 0, 0, X, 0, 0}, PERM_ORG_READ},
    [PERM_DUTY_MANAGE] = {"DUTY_MANAGE", {0, 0, H, H, A, 0, 0, X}, PERM_ORG_READ},
    [PERM_FIGURES_READ] = {"FIGURES_READ", {0, 0, 0, 0, B, X, X, 0}, PERM_NONE},
    [PERM_RECORD_READ] = {"RECORD_READ", {0, 0, 0, 0, 0, X, X, X}, PERM_NONE},
    [PERM_USER_READ] = {"USER_READ", {0, 0, 0, 0, 0, 0, X, X}, PERM_NONE},
    [PERM_USER_MANAGE] = {"USER_MANAGE", {0, 0, 0, 0, 0, 0, 0, X}, PERM_USER_READ},
    [PERM_SIGNIN_LOG_READ] = {"SIGNIN_LOG_READ", {0, 0, 0, 0, 0, 0, X, X}, PERM_NONE},
    [PERM_SETTING_MANAGE] = {"SETTING_MANAGE", {0, 0, 0, 0, 0, 0, 0, X}, PERM_NONE},
    [PERM_JOB_MANAGE] = {"JOB_MANAGE", {0, 0, 0, 0, 0, 0, 0, X}, PERM_NONE},
    [PERM_BACKUP] = {"BACKUP", {0, 0, 0, 0, 0, 0, 0, X}, PERM_NONE},
    [PERM_API] = {"API", {0}, PERM_NONE}, /* of tokens, not of roles: authz */
};

static const char *const role_words[ROLE_COUNT] = {
    "anybody", "citizen", "clerk", "officer", "leader", "control_office", "inspector", "administrator",
};

static const char *const reach_words[REACH_COUNT] = {
    "nothing", "own", "held", "unit", "agency", "below", "all",
};

const char *perm_word(enum perm perm)
{
    return (unsigned)perm < PERM_COUNT && perms[perm].word ? perms[perm].word : "?";
}

const char *role_word(enum role role)
{
    BUG_IF((unsigned)role >= ROLE_COUNT);
    return role_words[role];
}

const char *reach_word(enum reach reach)
{
    BUG_IF((unsigned)reach >= REACH_COUNT);
    return reach_words[reach];
}

bool role_parse(const char *word, enum role *ret_role)
{
    for (unsigned i = 0; i < ROLE_COUNT; i++)
        if (strcmp(role_words[i], word) == 0) {
            *ret_role = (enum role)i;
            return true;
        }
    return false;
}

bool perm_parse(const char *word, enum perm *ret_perm)
{
    for (unsigned i = PERM_NONE + 1; i < PERM_COUNT; i++)
        if (perms[i].word && strcmp(perms[i].word, word) == 0) {
            *ret_perm = (enum perm)i;
            return true;
        }
    return false;
}

enum reach perm_reach(enum role role, enum perm perm)
{
    BUG_IF((unsigned)role >= ROLE_COUNT || (unsigned)perm >= PERM_COUNT || !perms[perm].word);
    return (enum reach)perms[perm].reach[role];
}

enum perm perm_sees(enum perm perm)
{
    BUG_IF((unsigned)perm >= PERM_COUNT);
    return perms[perm].sees;
}

bool role_is_staff(enum role role)
{
    return role >= ROLE_CLERK && role < ROLE_COUNT;
}

/* Machines read and act on dossiers and petitions; they never manage people, settings or the record.
   PERM_API itself is implied by being a token. */
bool perm_for_tokens(enum perm perm)
{
    return (perm >= PERM_DOSSIER_FILE && perm <= PERM_FILE_UPLOAD && perm != PERM_PERSON_UNMASK) ||
           perm == PERM_PETITION_READ || perm == PERM_PETITION_HANDLE || perm == PERM_CATALOG_READ ||
           perm == PERM_ORG_READ || perm == PERM_FIGURES_READ;
}
