#!/usr/bin/env python3
"""lives.py SEED COUNT [dossiers] - random lives of cases from filing to their end, with every due date.

Written from the law (one-stop decrees 61/2018 and 118/2025, rules of deadlines) over the
day-by-day counting of tests/calendar/oracle.py; it shares nothing with the C code but the calendar
pack. All lives run at once on one virtual clock; jobs run every morning. One step a line:

    op|life|time|a|b|answer|due

answer: ok, or no (refused). due: what the case is promised after the step, - while its clock
stands, * where it is not asked. With `dossiers` only what the acts on a dossier do: one procedure of 3 working days, usual hours, a
supplement within the 3 working days of its notice. Between the steps: `calendar` (a version published, with the
days it gives off), `merge` (the agency ends, another answers for it) and `jobs`.
"""
import datetime as dt
import heapq
import os
import random
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../calendar"))
import oracle  # noqa: E402

DAY = dt.timedelta(days=1)
FIRST, LAST = dt.datetime(2022, 3, 1, 7, 0), dt.datetime(2027, 5, 31, 7, 0)
NEW_DECREE = dt.datetime(2025, 7, 1)
HOURS = oracle.HOURS
OPEN_ENDED = 10 ** 9


class Calendar(oracle.Calendar):
    """The pack, and days given off since; what was asked before is remembered."""

    def __init__(self, hours, off):
        super().__init__(False, hours)
        for d in off:
            self.entries[d] = {"kind": "swap_off", "confidence": "high"}
        self.known_worked, self.known_close = {}, {}

    def worked(self, d):
        if d not in self.known_worked:
            self.known_worked[d] = super().worked(d)
        return self.known_worked[d]

    def close(self, d):
        if d not in self.known_close:
            self.known_close[d] = super().close(d)
        return self.known_close[d]


class World:
    def __init__(self, seed, count, kind):
        self.rng = random.Random(seed)
        self.queue, self.no = [], 0
        self.off = [set()]  # of each version, the pack first
        self.calendars = {}
        self.lives = []
        self.open = set()
        self.limits = []
        span = (LAST - FIRST).days
        for i in range(count):
            self.push(self.moment(FIRST + DAY * self.rng.randrange(span)), kind(self, i).begin)
        for i in range(20):
            self.push(self.moment(FIRST + DAY * (span * (i + 1) // 21)), self.publish)
        for i in range(4 if kind == Life else 0):  # the agency is merged into another, with all that lies open
            self.push(self.moment(FIRST + DAY * (span * (i + 1) // 5)), self.merge)
        self.push(FIRST.replace(hour=6), self.jobs)

    def push(self, t, fn):
        self.no += 1
        heapq.heappush(self.queue, (t, self.no, fn))

    def moment(self, t):
        """A moment of that day, often on an edge of the hours."""
        rng = self.rng
        minute = rng.choice([420, 450, 690, 720, 810, 899, 900, 1020, 1050]) if rng.random() < 0.3 \
            else rng.randrange(420, 1079)
        return dt.datetime.combine(t.date(), dt.time()) + dt.timedelta(minutes=minute)

    def calendar(self, version, hours):
        key = (version, hours)
        if key not in self.calendars:
            self.calendars[key] = Calendar(HOURS[hours], self.off[version])
        return self.calendars[key]

    def publish(self, t):
        """Days given off, some already over: published late."""
        off = set(self.off[-1])
        for _ in range(self.rng.randrange(1, 4)):
            d = t.date() + DAY * self.rng.randrange(-8, 30)
            if d.isoweekday() < 6 and d not in self.calendar(0, 0).entries:
                off.add(d)
        self.off.append(off)
        print("calendar|%d|%s|%s||ok|*" % (len(self.off) - 1, iso(t), ",".join(sorted(map(str, off)))))

    def merge(self, t):
        print("merge||%s|||ok|*" % iso(t))

    def jobs(self, t):
        self.work(t)
        if self.queue:
            self.push(t + DAY, self.jobs)

    def work(self, t):
        print("jobs||%s|||ok|*" % iso(t))
        for life in sorted(self.open, key=lambda x: x.no):
            if life.morning(t):
                life.say("due", t)

    def run(self):
        while self.queue:
            t, _, fn = heapq.heappop(self.queue)
            if fn == self.jobs and not self.open and not self.queue:
                break
            fn(t)


def iso(t):
    return t.isoformat(timespec="minutes")


class Stop:
    def __init__(self, begun, kind, limit=None, consult=None):
        self.begun, self.kind, self.limit, self.consult = begun, kind, limit, consult
        self.ended, self.goes_on = None, False


class Life:
    may_go_on = True

    def __init__(self, world, no):
        rng = world.rng
        self.world, self.no = world, no
        self.rule = rng.choice([("wd", rng.choice([1, 2, 3, 5, 7, 10, 15, 20])), ("d", rng.choice([5, 15, 30])),
                                ("h", rng.choice([8, 16, 4])), ("wd", rng.choice([3, 5, 10])), ("same", 900)])
        self.hours = rng.randrange(len(HOURS))
        self.stops, self.extension = [], None
        self.version = self.looked = 0
        self.asked = self.over = self.finished = False
        self.status = "accepted"
        self.steps = rng.randrange(0, 7)
        self.consults, self.consult, self.asks = {}, 0, {}

    # ---- what the law says ----

    def settle(self, t):
        """A pause is over at its limit, whoever comes first."""
        changed = False
        for s in self.stops:
            if s.ended is None and s.limit is not None and s.limit <= t:
                s.ended = s.limit
                changed = True
        return changed

    def stands(self):
        return any(s.ended is None for s in self.stops)

    def due(self):
        if self.stands():
            return None
        stops = [(s.begun, s.ended, s.kind == "stop" and not s.goes_on) for s in self.stops]
        return oracle.due(self.world.calendar(self.version, self.hours), self.rule, self.start, stops,
                          self.extension)[1]

    def morning(self, t):
        """Limits of pauses, silence, the calendar in force, the 15 days of decree 118."""
        changed = False
        if not self.finished:
            changed = self.settle(t)
            newest = len(self.world.off) - 1
            if self.version != newest:
                self.version = newest
                changed = True
            if self.looked != newest:  # a clock that began again since has the new calendar, a question has not
                self.looked = newest
                self.redate(t)
                changed = True
        for s in self.stops:
            if s.kind == "stop" and s.ended is None and not self.over and self.decree == 118:
                if self.close_by <= t:
                    self.end(t, "close")
                    return False
        return changed

    def redate(self, t):
        """Questions that are neither answered nor late count by the new calendar too, and hold no longer."""
        for no, (begun, n, by) in sorted(self.asks.items()):
            new = oracle.working_days(self.world.calendar(self.version, 0), begun, n, [])
            if by < t or new == by:
                continue
            self.asks[no] = (begun, n, new)
            held = self.consults[no]
            if held and held.ended is None:
                held.ended = t
                if new > t and (self.stands() or self.due() >= t):
                    self.consults[no] = Stop(t, "hold", new, no)
                    self.stops.append(self.consults[no])

    # ---- steps ----

    def say(self, op, t, a="", b="", answer="ok"):
        if answer != "ok":
            self.tell(op, t, a, b, answer, "*")
            return
        if not self.finished:
            self.promised = self.due()
        self.tell(op, t, a, b, answer, iso(self.promised) if self.promised else "-")

    def tell(self, op, t, a, b, answer, due):
        print("|".join([op, str(self.no), iso(t), str(a), str(b), answer, due]))

    def begin(self, t):
        self.start = t
        self.decree = 118 if t >= NEW_DECREE else 61
        self.version = self.looked = len(self.world.off) - 1
        self.world.open.add(self)
        self.say("begin", t, oracle.rule_text(self.rule), self.hours)
        self.later(t)

    def later(self, t, most=9):
        # hours or days later, on any day: people also act on a Saturday
        rng = self.world.rng
        gap = dt.timedelta(minutes=rng.randrange(5, 600)) if rng.random() < 0.3 else DAY * rng.randrange(1, most)
        nxt = t + gap
        if nxt.hour < 7 or nxt.hour >= 18 or nxt <= t:
            nxt = self.world.moment(nxt + DAY)
        self.world.push(nxt, self.act)

    def act(self, t):
        if not self.over and any(s.ended is None and s.limit and s.limit <= t for s in self.stops):
            self.world.work(t)
        if self.over:
            return
        waiting = any(s.kind == "stop" and s.ended is None for s in self.stops)
        rng = self.world.rng
        if self.finished:
            self.over = True
            self.world.open.discard(self)
            self.say("return", t)
            return
        if waiting and rng.random() < 0.6:
            self.complete(t)
        elif self.steps > 0:
            self.steps -= 1
            rng.choice([self.pause, self.pause, self.resume, self.extend, self.extend, self.ask, self.ask, self.answer,
                        self.supplement, self.supplement])(t)
        elif waiting:
            if rng.random() < 0.1:
                self.end(t, "withdraw")
                return
        else:
            self.go_on(t)
        self.later(t, 25 if waiting else 9)

    def go_on(self, t):
        rng = self.world.rng
        if self.status == "accepted":
            if rng.random() < 0.08:
                self.end(t, "refuse")
            elif rng.random() < 0.05:
                self.end(t, "withdraw")
            else:
                self.status = "approving"
                self.say("submit", t)
        elif self.status == "approving":
            self.status = "accepted" if rng.random() < 0.1 else "approved"
            self.say("approve" if self.status == "approved" else "send_back", t)
        else:
            self.end(t, "issue")

    def end(self, t, op):
        """What a pause held runs on first; a supplement nobody answered has no date."""
        for s in self.stops:
            if s.ended is None and s.kind != "stop":
                s.ended = t
        self.promised = self.due()
        self.finished = True
        if op != "issue":
            self.over = True
            self.world.open.discard(self)
        self.say(op, t)

    def runs_in_time(self, t):
        return not self.stands() and t <= self.due()

    def pause(self, t):
        limit = self.world.moment(t + DAY * self.world.rng.randrange(1, 15))
        if self.runs_in_time(t):
            self.stops.append(Stop(t, "pause", limit))
            self.say("pause", t, iso(limit))
        else:
            self.say("pause", t, iso(limit), answer="no")

    def resume(self, t):
        held = [s for s in self.stops if s.kind == "pause" and s.ended is None]
        for s in held[-1:]:
            s.ended = t
        self.say("resume", t, answer="ok" if held else "no")

    def ask(self, t):
        """Another agency; it holds the clock where a ground allows it, until its own time is over."""
        rng = self.world.rng
        n, holds = rng.randrange(1, 6), rng.random() < (0.6 if self.runs_in_time(t) else 0.05)
        if holds and not self.runs_in_time(t):
            self.say("ask", t, "%d wd" % n, "holds", "no")
            return
        by = oracle.working_days(self.world.calendar(len(self.world.off) - 1, 0), t, n, [])
        self.consult += 1
        self.consults[self.consult], self.asks[self.consult] = None, (t, n, by)
        if holds:
            self.consults[self.consult] = Stop(t, "hold", by, self.consult)
            self.stops.append(self.consults[self.consult])
        self.say("ask", t, "%d wd" % n, "holds" if holds else "")

    def answer(self, t):
        if not self.consults:
            self.pause(t)
            return
        no = self.world.rng.choice(sorted(self.consults))
        held = self.consults.pop(no)
        self.asks.pop(no)
        if held and held.ended is None:
            held.ended = t
        self.say("answer", t, no)

    def supplement(self, t):
        if self.asked or self.status != "accepted":
            self.extend(t)
            return
        self.asked = True
        # promised in the notice: fifteen calendar days, as the calendar stands then
        self.close_by = oracle.calendar_days(self.world.calendar(len(self.world.off) - 1, 0), t, 15, [])
        self.stops.append(Stop(t, "stop"))
        self.say("supplement", t)

    def complete(self, t):
        """From zero, unless its process says that it counts on from where it stood."""
        goes_on = self.may_go_on and self.world.rng.random() < 0.3
        for s in self.stops:
            if s.kind == "stop" and s.ended is None:
                s.ended, s.goes_on = t, goes_on
        if goes_on:
            self.say("continue", t)
            return
        self.version = len(self.world.off) - 1
        self.say("complete", t, oracle.rule_text(self.rule), self.hours)

    def extend(self, t):
        rng = self.world.rng
        now = self.due()
        to = (now or t).date() + DAY * rng.choice([0, 1, 3, 5, 9, 14])
        cal = self.world.calendar(self.version, self.hours)
        good = self.extension is None and now is not None and t < now and (now.date() - t.date()).days >= 1 \
            and to > now.date() and cal.worked(to)
        if good:
            self.extension = (t, to)
        self.say("extend", t, to, answer="ok" if good else "no")


class Dossier(Life):
    may_go_on = False

    def __init__(self, world, no):
        super().__init__(world, no)
        self.rule, self.hours = ("wd", 3), 0
        self.steps = world.rng.randrange(0, 2)

    def pause(self, t):
        self.supplement(t)

    resume = extend = ask = answer = pause

    def supplement(self, t):
        """Once, and while its notice is not late."""
        calendar = self.world.calendar(len(self.world.off) - 1, 0)
        if self.asked or self.status != "accepted" or t > self.due() or \
                t > oracle.working_days(calendar, self.start, 3, []):
            self.say("supplement", t, answer="no")
        else:
            super().supplement(t)


if __name__ == "__main__":
    World(int(sys.argv[1]), int(sys.argv[2]), Dossier if "dossiers" in sys.argv else Life).run()
