#!/usr/bin/env python3
"""A second verifier, written from docs/internals/record.md and from nothing else.

verify.py DB [HEAD]        prints one finding a line, exit code 1 if there are any
verify.py --compare DIR    for every DIR/N.db with N.expected (and N.head): both must agree
"""
import hashlib
import os
import sqlite3
import struct
import sys

COLUMNS = ("id at legal_at kind object_kind object_id object_pub actor_id acting_for_id agency_id purpose "
           "receiving_id competent_id version_id channel origin payload private_hash").split()
NUMBERS = {"id", "at", "legal_at", "object_id", "actor_id", "acting_for_id", "agency_id", "receiving_id",
           "competent_id", "version_id"}


def sha(data):
    return hashlib.sha256(data).digest()


def leaf_of(row):
    out = b"\x00\x01"
    for name, value in zip(COLUMNS, row):
        if name in NUMBERS:
            out += struct.pack(">q", value)
        elif value is None:
            out += b"\xff\xff\xff\xff"
        else:
            data = value.encode() if isinstance(value, str) else value
            out += struct.pack(">I", len(data)) + data
    return sha(out)


def link(before, leaf):
    return sha(b"\x02" + before + leaf)


def read_head(path):
    if not path or not os.path.exists(path):
        return None
    lines = open(path).read().split("\n")
    if lines[0] != "motcua-record 1":
        return None
    seq, chain = lines[1].split(" ")
    return int(seq), bytes.fromhex(chain)


def true_places(seals, broken):
    """Where each seal belongs: the predecessor of a broken link is found by trying every chain value."""
    place, waiting = {}, {}
    values = {0: bytes(32)}
    values.update({seq: chain for seq, (_, _, chain) in seals.items()})
    for seq, (_, leaf, chain) in seals.items():
        before = seq - 1
        if seq in broken:
            before = next((k for k, v in values.items() if k != seq and link(v, leaf) == chain), None)
        waiting[seq] = before
    for seq in seals:
        path, at = [], seq
        while at not in place and at and waiting.get(at) is not None and at not in path:
            path.append(at)
            at = waiting[at]
        for step in reversed(path):
            before = waiting[step]
            if before == 0:
                place[step] = 1
            elif before in place:
                place[step] = place[before] + 1
            elif before not in seals or waiting.get(before) is None:
                place[step] = before + 1
    return waiting, place


def verify(db, head):
    con = sqlite3.connect("file:%s?mode=ro" % db, uri=True)
    events = {r[0]: r for r in con.execute("SELECT %s FROM event" % ", ".join(COLUMNS))}
    private = {r[0]: r[1:] for r in con.execute("SELECT event_id, salt, body FROM event_private")}
    seals = {r[0]: r[1:] for r in con.execute("SELECT seq, event_id, leaf, chain FROM seal ORDER BY seq")}
    found = set()
    sealed_leaf = {leaf: seq for seq, (_, leaf, _) in seals.items()}
    broken, stored, derived, expected = set(), bytes(32), bytes(32), 1
    for seq, (event, leaf, chain) in seals.items():
        linked = True
        if seq != expected:
            found.add("missing %d-%d" % (expected, seq - 1))
            linked = False
        real = leaf_of(events[event]) if event in events else None
        good = not linked or chain in (link(stored, leaf), link(derived, leaf))
        seal_wrong = False
        if not good and real and chain in (link(stored, real), link(derived, real)):
            found.add("seal %d" % seq)
            seal_wrong = True
        elif not good:
            broken.add(seq)
        if real is None:
            found.add("deleted %d" % seq)
        elif real != leaf and not seal_wrong:
            moved = sealed_leaf.get(real)
            found.add(("reordered %d" if moved and moved != seq else "edited %d") % seq)
        derived = link(derived, real if seal_wrong else leaf) if linked else chain
        stored, expected = chain, seq + 1
    if broken:
        before, place = true_places(seals, broken)
        for seq in seals:
            if seq in broken and before[seq] is None:
                found.add("seal %d" % seq)
            elif place.get(seq, seq) != seq:
                found.add("reordered %d" % seq)
    for event, (salt, body) in private.items():
        covered = events[event][-1] if event in events else None
        seq = next((s for s, v in seals.items() if v[0] == event), 0)
        if event in events and seq and sha(salt + body.encode()) != covered:
            found.add("private %d" % seq)
    sealed = {v[0] for v in seals.values()}
    found.update("unsealed event %d" % e for e in events if e not in sealed)
    if head and head[0] > expected - 1:
        found.add("truncated %d-%d" % (expected, head[0]))
    elif head and head[0] in seals and seals[head[0]][2] != head[1] and not broken:
        found.add("rewritten 1-%d" % head[0])
    return found


def compare(folder):
    agreed = 0
    for name in sorted(os.listdir(folder)):
        if not name.endswith(".db"):
            continue
        base = os.path.join(folder, name[:-3])
        ours = verify(base + ".db", read_head(base + ".head"))
        theirs = set(open(base + ".expected").read().split("\n")) - {""}
        if ours != theirs:
            print("%s: first verifier %s, second %s" % (name, sorted(theirs), sorted(ours)))
            return 1
        agreed += 1
    print("%d records, two verifiers agree" % agreed)
    return 0 if agreed else 1


if __name__ == "__main__":
    if len(sys.argv) == 3 and sys.argv[1] == "--compare":
        sys.exit(compare(sys.argv[2]))
    if len(sys.argv) not in (2, 3):
        print(__doc__, file=sys.stderr)
        sys.exit(2)
    lines = sorted(verify(sys.argv[1], read_head(sys.argv[2] if len(sys.argv) == 3 else None)))
    print("\n".join(lines) if lines else "nothing found")
    sys.exit(1 if lines else 0)
