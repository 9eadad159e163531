/* casework_status.c - the words of enum work_status, as stored and sent. */
#include "casework/casework.h"

static const struct {
    str code;
    bool open;
} statuses[WORK_STATUS_COUNT] = {
    [WORK_WAITING] = {{"waiting", 7}, true},      [WORK_SUPPLEMENT] = {{"supplement", 10}, true},
    [WORK_ACCEPTED] = {{"accepted", 8}, true},    [WORK_PROCESSING] = {{"processing", 10}, true},
    [WORK_APPROVING] = {{"approving", 9}, true},  [WORK_APPROVED] = {{"approved", 8}, true},
    [WORK_ISSUED] = {{"issued", 6}, true},        [WORK_RETURNED] = {{"returned", 8}, false},
    [WORK_REFUSED] = {{"refused", 7}, false},     [WORK_WITHDRAWN] = {{"withdrawn", 9}, false},
    [WORK_STOPPED] = {{"stopped", 7}, false},     [WORK_CANCELLED] = {{"cancelled", 9}, false},
    [WORK_FORWARDED] = {{"forwarded", 9}, false},
};

str work_status_code(enum work_status s)
{
    BUG_IF((unsigned)s >= WORK_STATUS_COUNT);
    return statuses[s].code;
}

bool work_status_open(enum work_status s)
{
    BUG_IF((unsigned)s >= WORK_STATUS_COUNT);
    return statuses[s].open;
}

bool work_status_parse(str code, enum work_status *ret_status)
{
    for (int s = 0; s < WORK_STATUS_COUNT; s++)
        if (str_eq(code, statuses[s].code)) {
            *ret_status = (enum work_status)s;
            return true;
        }
    return false;
}
