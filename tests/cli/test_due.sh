#!/usr/bin/env bash
# `motcua due` needs no folder; the calendars of a folder come in and into force by verbs.
. "$(dirname "$0")/lib.sh"

expect 0 "due as JSON" motcua due --rule "3 wd" --from 2026-11-19T14:00 --json
json_is "the promised members" 'd["due"], d["provisional"], len(d["explanation"])' "('2026-11-25T17:30:00+07:00', False, 7)"
json_is "the holiday is not counted" '[(x["counted"], x["kind"]) for x in d["explanation"] if x["date"] == "2026-11-24"]' "[(False, 'holiday')]"
json_is "three days are counted" 'sum(x["counted"] for x in d["explanation"])' 3
expect 0 "due without explanation" motcua due --rule same_day_15h --from 2026-11-20T15:00
out_is "one line" "2026-11-23T17:30:00+07:00"
expect 0 "due explained in Vietnamese" motcua due --rule "3 wd" --from 2026-11-19T14:00 --explain --lang vi
out_has "names the holiday" "thứ Ba 24/11/2026: Ngày Văn hóa Việt Nam, không tính"
out_has "names the due day" "ngày làm việc thứ 3, đến hạn"
expect 0 "due explained in English" motcua due --rule "3 wd" --from 2026-11-19T14:00 --explain --lang en
out_has "names the holiday in English" "Vietnam Culture Day, not counted"
expect 0 "hours of a unit" motcua due --rule "8 h" --from 2026-11-20T16:00 --hours "1-5 08:00-12:00,13:00-17:00"
out_is "eight of its hours" "2026-11-23T16:00:00+07:00"
expect 0 "a doubtful date" motcua due --rule "2 wd" --from 2027-02-03T10:00
err_has "says it is provisional" "rovisional"
expect 0 "a doubtful date as JSON" motcua due --rule "2 wd" --from 2027-02-03T10:00 --json
json_is "is provisional" 'd["provisional"]' True

expect 2 "no rule" motcua due --from 2026-11-19T14:00
expect 2 "no start" motcua due --rule "3 wd"
expect 2 "an unknown language" motcua due --rule "3 wd" --from 2026-11-19T14:00 --lang fr
expect 4 "a rule that is none" motcua due --rule "3 weeks" --from 2026-11-19T14:00
expect 4 "a day that is none" motcua due --rule "3 wd" --from 2026-02-30T14:00
expect 4 "hours that are none" motcua due --rule "3 wd" --from 2026-11-19T14:00 --hours "1-5 12:00-08:00"
expect 4 "outside the calendar" motcua due --rule "3 wd" --from 1999-11-19T14:00
out_is "nothing on stdout" ""

expect 0 "the bar of the clock" motcua bench due --json
json_is "40 days cost no more than 1.5 of one" 'd["ratio_percent"] <= d["bar_percent"] == 150' True

tap_end
