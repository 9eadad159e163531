"""oracle.py SEED N: random rules with random answers and what they give, for test_oracle.c.

Rules are grown as trees and computed on the trees; their text is printed from the same trees with
as few brackets as the order of operators allows, so that reading is tried too. Nothing here is
taken from the C code. A line: rule TAB answers TAB value."""
import datetime
import json
import random
import sys

LIMIT = 1 << 63
TODAY = datetime.date(2026, 11, 19)
R = random.Random(int(sys.argv[1]))


def cap(v):
    return v if v is not None and -LIMIT <= v < LIMIT else None


def lit(kind):
    if kind == "num":
        v = R.choice([0, 1, 2, 7, 18, 60, 365, R.randrange(100000), LIMIT - 1])
        return ("lit", kind, str(v), v)
    if kind == "day":
        d = datetime.date(1950, 1, 1) + datetime.timedelta(R.randrange(32000))
        return R.choice([("lit", kind, d.isoformat(), d), ("lit", kind, "today", TODAY)])
    if kind == "bool":
        v = R.random() < 0.5
        return ("lit", kind, "yes" if v else "no", v)
    v = R.choice(["", "Kinh", "x", "một hai"])
    return ("lit", kind, '"%s"' % v, v)


FIELDS = {"num": ["n1", "n2"], "dong": ["m1", "m2"], "day": ["d1", "d2"], "bool": ["b1", "b2"], "word": ["t1"]}


def grow(kind, depth):
    if depth <= 0 or R.random() < 0.15:
        if R.random() < 0.6 and kind in FIELDS:
            return ("field", kind, R.choice(FIELDS[kind]))
        return ("dong", kind, lit("num")) if kind == "dong" else lit(kind)
    d = depth - 1
    if kind == "num":
        w = R.choice(["+", "-", "*", "/", "neg", "count", "sum", "years", "days", "ratio"])
        if w == "count":
            return ("count", kind)
        if w == "sum":
            return ("sum", kind, "n")
        if w in ("years", "days"):
            return (w, kind, grow("day", d), grow("day", d))
        if w == "neg":
            return ("neg", kind, grow("num", d))
        if w == "ratio":
            return ("/", kind, grow("dong", d), grow("dong", d))
        return (w, kind, grow("num", d), grow("num", d))
    if kind == "dong":
        w = R.choice(["+", "-", "*", "r*", "/", "sum", "dong", "neg"])
        if w == "sum":
            return ("sum", kind, "m")
        if w == "dong":
            return ("dong", kind, grow("num", d))
        if w == "neg":
            return ("neg", kind, grow("dong", d))
        if w == "r*":
            return ("*", kind, grow("num", d), grow("dong", d))
        return (w, kind, grow("dong", d), grow("dong" if w in "+-" else "num", d))
    if kind == "bool":
        w = R.choice(["and", "or", "not", "cmp", "cmp", "choice", "has", "any", "filled"])
        if w in ("and", "or"):
            return (w, kind, grow("bool", d), grow("bool", d))
        if w == "not":
            return ("not", kind, grow("bool", d))
        if w == "any":
            return ("any", kind)
        if w == "has":
            return ("has", kind, R.choice("pqr"))
        if w == "choice":
            return ("choice", kind, R.choice(["=", "!="]), R.choice(["x", "y", "z"]))
        if w == "filled":
            return ("filled", kind, R.choice(["n1", "m2", "d1", "b2", "t1", "c1", "s1"]))
        k = R.choice(["num", "dong", "day", "word", "bool"])
        op = R.choice(["=", "!="] if k in ("word", "bool") else ["=", "!=", "<", "<=", ">", ">="])
        return ("cmp", kind, op, grow(k, d), grow(k, d))
    if kind == "word":
        return R.choice([("field", kind, "t1"), lit("word")])
    return R.choice([("field", kind, R.choice(FIELDS[kind])), lit(kind)])


LEVEL = {"or": 1, "and": 2, "not": 3, "cmp": 4, "choice": 4, "+": 5, "-": 5, "*": 6, "/": 6, "neg": 7}


def show(t, least=0):
    w = t[0]
    level = LEVEL.get(w, 8)
    if w == "lit":
        s = t[2]
    elif w == "field":
        s = "a." + t[2]
    elif w == "count":
        s = "count(r)"
    elif w == "sum":
        s = "sum(r.%s)" % t[2]
    elif w == "any":
        s = "any(r.b)"
    elif w == "has":
        s = 'has(a.s1, "%s")' % t[2]
    elif w == "filled":
        s = "filled(a.%s)" % t[2]
    elif w == "choice":
        s = 'a.c1 %s "%s"' % (t[2], t[3])
    elif w == "dong":
        s = "dong(%s)" % show(t[2])
    elif w in ("years", "days"):
        s = "%s(%s, %s)" % (w, show(t[2]), show(t[3]))
    elif w == "neg":
        s = "-" + show(t[2], 8)
    elif w == "not":
        s = "not " + show(t[2], 3)
    elif w == "cmp":
        s = "%s %s %s" % (show(t[3], 5), t[2], show(t[4], 5))
    else:
        s = "%s %s %s" % (show(t[2], level), w, show(t[3], level + 1))
    return "(%s)" % s if level < least or R.random() < 0.05 else s


def run(t, A):
    w = t[0]
    if w == "lit":
        return t[3]
    if w == "field":
        return A["a"].get(t[2])
    rows = A["r"]
    if w == "count":
        return len(rows)
    if w == "sum":
        total = 0
        for row in rows:
            total = cap(total + row.get(t[2], 0))
            if total is None:
                return None
        return total
    if w == "any":
        return any(row.get("b", False) for row in rows)
    if w == "has":
        return t[2] in A["a"].get("s1", [])
    if w == "filled":
        return A["a"].get(t[2]) is not None
    if w == "choice":
        v = A["a"].get("c1")
        return False if v is None else (v == t[3]) == (t[2] == "=")
    if w == "dong":
        return run(t[2], A)
    if w == "neg":
        v = run(t[2], A)
        return None if v is None else cap(-v)
    if w == "not":
        return not run(t[2], A)
    if w == "and":
        return bool(run(t[2], A)) and bool(run(t[3], A))
    if w == "or":
        return bool(run(t[2], A)) or bool(run(t[3], A))
    if w == "cmp":
        x, y = run(t[3], A), run(t[4], A)
        if x is None or y is None:
            return False
        return {"=": x == y, "!=": x != y, "<": x < y, "<=": x <= y, ">": x > y, ">=": x >= y}[t[2]]
    x, y = run(t[2], A), run(t[3], A)
    if x is None or y is None:
        return None
    if w == "years":
        return y.year - x.year - ((y.month, y.day) < (x.month, x.day))
    if w == "days":
        return (y - x).days
    if w == "+":
        return cap(x + y)
    if w == "-":
        return cap(x - y)
    if w == "*":
        return cap(x * y)
    if y == 0:
        return None
    return cap(abs(x) // abs(y) * (1 if (x < 0) == (y < 0) else -1))


def maybe(d, key, v):
    if R.random() < 0.75:
        d[key] = v


def answers():
    a = {}
    for k in ("n1", "n2"):
        maybe(a, k, R.choice([0, 1, -3, 18, R.randrange(-9000, 9000), LIMIT - 1]))
    for k in ("m1", "m2"):
        maybe(a, k, R.choice([0, 8000, R.randrange(10**12)]))
    for k in ("d1", "d2"):
        maybe(a, k, datetime.date(1940, 1, 1) + datetime.timedelta(R.randrange(36000)))
    for k in ("b1", "b2"):
        maybe(a, k, R.random() < 0.5)
    maybe(a, "t1", R.choice(["Kinh", "x", "một hai"]))
    maybe(a, "c1", R.choice(["x", "y", "z"]))
    some = [v for v in "pqr" if R.random() < 0.5]
    if some:
        a["s1"] = some
    rows = []
    for _ in range(R.randrange(4)):
        row = {}
        maybe(row, "n", R.randrange(-50, 50))
        maybe(row, "m", R.randrange(10**9))
        maybe(row, "b", R.random() < 0.3)
        rows.append(row)
    return {"a": a, "r": rows}


def plain(v):
    if isinstance(v, bool):
        return "yes" if v else "no"
    if isinstance(v, list):
        return [plain(x) for x in v]
    if isinstance(v, dict):
        return {k: plain(x) for k, x in v.items()}
    return v.isoformat() if isinstance(v, datetime.date) else str(v)


for _ in range(int(sys.argv[2])):
    tree = grow(R.choice(["num", "dong", "bool", "bool", "day"]), R.randrange(1, 5))
    text, A = show(tree), answers()
    value = run(tree, A)
    if len(text.encode()) > 480:
        continue
    told = "absent" if value is None else plain(value)
    print("\t".join([text, json.dumps(plain(A), ensure_ascii=False), told]))
