#!/usr/bin/env python3
"""oracle.py SEED COUNT - random cases of the legal clock with their answers.

An independent reading of the rules, by walking day after day and piece after piece; it
shares nothing with the C code but the calendar pack. One case a line:

    calendar|rule|start|stops|extended_at/extended_to|hours|due|confidence

calendar 0 is the shipped pack, 1 the same with Saturdays worked (no make-up days).
A stop is from/to/r or from/to/-, several are joined by a comma.
"""
import datetime as dt
import json
import os
import random
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
PACK = json.load(open(os.path.join(HERE, "../../packs/calendars/vn.json"), encoding="utf-8"))
HOURS = [
    "1-5 07:30-11:30,13:30-17:30",
    "1-5 07:00-11:30,13:30-17:00; 6 07:30-11:30",
    "1-4 08:00-12:00,13:00-17:00; 5 08:00-12:00,13:00-16:00; 6 08:00-10:00,10:30-12:00",
]
DAY = dt.timedelta(days=1)
RANK = ["high", "medium", "low", "missing"]


def parse_hours(text):
    table = {}
    for group in text.split("; "):
        days, spans = group.split(" ")
        ends = [int(x) for x in days.split("-")]
        list_ = []
        for span in spans.split(","):
            list_.append(tuple(dt.timedelta(hours=int(t[:2]), minutes=int(t[3:])) for t in span.split("-")))
        for d in range(ends[0], ends[-1] + 1):
            table[d] = list_
    return table


class Calendar:
    def __init__(self, saturdays, hours):
        self.rest = {7} if saturdays else {6, 7}
        self.hours = parse_hours(hours)
        self.entries = {}
        for d in PACK["days"]:
            if not (saturdays and d["kind"] == "makeup_workday"):
                self.entries[dt.date.fromisoformat(d["on"])] = d

    def worked(self, d):
        kind = self.entries.get(d, {}).get("kind", "unsettled")
        if kind == "makeup_workday":
            return True
        return kind == "unsettled" and d.isoweekday() not in self.rest

    def spans(self, d):
        if not self.worked(d):
            return []
        makeup = self.entries.get(d, {}).get("kind") == "makeup_workday"
        day = 1 if makeup or d.isoweekday() not in self.hours else d.isoweekday()
        midnight = dt.datetime.combine(d, dt.time())
        return [(midnight + a, midnight + b) for a, b in self.hours[day]]

    def close(self, d):
        return self.spans(d)[-1][1]

    def doubt(self, d):
        if d in self.entries:
            return RANK.index(self.entries[d]["confidence"])
        return 0 if PACK["first_year"] <= d.year <= PACK["last_year"] else 3


def stands_at(stops, t):
    return bool(stops) and any(a < t <= b for a, b, _ in stops)


def pieces(spans, stops):
    """The parts of spans in which the clock runs."""
    for a, b in spans:
        parts = [(a, b)]
        for s, e, _ in stops:
            parts = [q for p in parts for q in ((p[0], min(p[1], s)), (max(p[0], e), p[1])) if q[0] < q[1]]
        yield from sorted(parts)


def use_up(spans_of_days, stops, begun, amount):
    for spans in spans_of_days:
        for a, b in pieces(spans, stops):
            a = max(a, begun)
            if a >= b:
                continue
            if amount <= b - a:
                return a + amount
            amount -= b - a


def days_from(d):
    while True:
        yield d
        d += DAY


def working_days(cal, begun, n, stops):
    for d in days_from(begun.date() + DAY):
        if cal.worked(d) and not stands_at(stops, cal.close(d)):
            n -= 1
            if n == 0:
                return cal.close(d)


def calendar_days(cal, begun, n, stops):
    for d in days_from(begun.date() + DAY):
        if n and not stands_at(stops, dt.datetime.combine(d + DAY, dt.time())):
            n -= 1
            if n == 0:
                break
    for e in days_from(d):
        if cal.worked(e) and not stands_at(stops, cal.close(e)):
            return cal.close(e)


def same_day(cal, begun, minutes, strict, stops):
    d = begun.date()
    cutoff = dt.datetime.combine(d, dt.time()) + dt.timedelta(minutes=minutes + (1 if strict else 0))
    if begun < cutoff and cal.worked(d) and begun < cal.close(d):
        for e in days_from(d):
            if cal.worked(e) and not any(max(a, begun) < cal.close(e) <= b for a, b, _ in stops):
                return cal.close(e)
    return working_days(cal, begun, 1, stops)


def due(cal, rule, start, stops, extension):
    begun = max([start] + [b for _, b, restart in stops if restart])
    if extension and extension[0] >= begun:
        begun, to = extension
        while not cal.worked(to):  # given off since it was promised
            to += DAY
        n = sum(cal.worked(begun.date() + DAY * i) for i in range(1, (to - begun.date()).days + 1))
        return begun, working_days(cal, begun, n, stops)
    unit, n = rule
    if unit == "wd":
        return begun, working_days(cal, begun, n, stops)
    if unit == "d":
        return begun, calendar_days(cal, begun, n, stops)
    if unit == "h":
        return begun, use_up((cal.spans(d) for d in days_from(begun.date())), stops, begun, dt.timedelta(hours=n))
    if unit == "h_wall":
        far = [[(begun, begun + DAY * 4000)]]
        return begun, use_up(far, stops, begun, dt.timedelta(hours=n))
    return begun, same_day(cal, begun, n, unit == "after", stops)


def moment(rng, d):
    style = rng.random()
    if style < 0.3:  # on an edge of the hours
        minute = rng.choice([0, 420, 450, 480, 690, 720, 780, 810, 899, 900, 901, 960, 1020, 1050, 1439])
    elif style < 0.8:
        minute = rng.randrange(420, 1080)
    else:
        minute = rng.randrange(1440)
    second = rng.choice([0, 0, 0, rng.randrange(60)])
    return dt.datetime.combine(d, dt.time()) + dt.timedelta(minutes=minute, seconds=second)


def random_day(rng):
    if rng.random() < 0.5:  # near a special day
        d = dt.date.fromisoformat(rng.choice(PACK["days"])["on"]) + DAY * rng.randrange(-9, 4)
    else:
        d = dt.date(2021, 6, 1) + DAY * rng.randrange(2700)
    return d


def random_rule(rng):
    unit = rng.choice(["wd", "wd", "wd", "h", "h", "d", "d", "h_wall", "same", "same", "after"])
    if unit in ("same", "after"):
        return unit, rng.choice([900, 900, 960, 870])
    n = rng.choice([1, 2, 3, 5, 7, 10, 15, 20, 30]) if rng.random() < 0.8 else rng.randrange(1, 200)
    return unit, n * (rng.choice([1, 2, 8]) if unit.startswith("h") else 1)


def random_stops(rng, start):
    stops, at = [], start
    for _ in range(rng.choice([0, 0, 0, 1, 1, 2, 3])):
        a = max(moment(rng, at.date() + DAY * rng.randrange(0, 8)), at)
        b = max(moment(rng, a.date() + DAY * rng.randrange(0, 15)), a)
        stops.append((a, b, rng.random() < 0.15))
        at = rng.choice([a, b])
    return stops


def rule_text(rule):
    unit, n = rule
    if unit in ("same", "after"):
        word = "%dh" % (n // 60) if n % 60 == 0 else "%dh%02d" % (n // 60, n % 60)
        return "same_day_" + ("after_" if unit == "after" else "") + word
    return "%d %s" % (n, unit)


def iso(t):
    return t.strftime("%Y-%m-%dT%H:%M:%S")


def case(rng):
    saturdays, hours = rng.random() < 0.2, rng.choice(HOURS)
    cal = Calendar(saturdays, hours)
    rule, start = random_rule(rng), moment(rng, random_day(rng))
    stops, extension = random_stops(rng, start), None
    if rng.random() < 0.1:
        at = moment(rng, start.date() + DAY * rng.randrange(1, 10))
        to = at.date() + DAY * rng.randrange(1, 30)
        if not cal.worked(to) and rng.random() < 0.8:  # else: a day that was given off later
            while not cal.worked(to):
                to += DAY
        extension = (at, to)
    begun, answer = due(cal, rule, start, stops, extension)
    doubt = max(cal.doubt(begun.date() + DAY * i) for i in range((answer.date() - begun.date()).days + 1))
    return "|".join([
        "1" if saturdays else "0", rule_text(rule), iso(start),
        ",".join("%s/%s/%s" % (iso(a), iso(b), "r" if r else "-") for a, b, r in stops),
        "%s/%s" % (iso(extension[0]), extension[1].isoformat()) if extension else "",
        hours, iso(answer), RANK[doubt]])


if __name__ == "__main__":
    generator = random.Random(int(sys.argv[1]))
    for _ in range(int(sys.argv[2])):
        print(case(generator))
