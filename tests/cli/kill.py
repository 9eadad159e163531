#!/usr/bin/env python3
"""kill.py BINARY DATA TOKEN KILLS SEED: ends the server with kill -9 at random moments while
clients file dossiers, starts it again, and looks for every dossier that was acknowledged: it
must be there whole, once, under the same address for the same key. Prints TAP lines."""
import json
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request

binary, data, token, kills, seed = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]), int(sys.argv[5])
rng = random.Random(seed)
BODY = json.dumps({
    'procedure': '1.004222', 'channel': 'direct', 'owner': {'kind': 'natural', 'name': 'Lê Minh Họa', 'number': '051196000017'},
    'resultBy': 'counter', 'sets': 1,
    'papers': [{'component': 1, 'complete': True}, {'component': 2, 'complete': True}, {'component': 3, 'complete': True}],
}).encode()
acknowledged, unclear, refused, lock = {}, set(), [], threading.Lock()
ready_ms = []


def start():
    begun = time.monotonic()
    server = subprocess.Popen([binary, 'serve', '--data', data, '--listen', '127.0.0.1:0', 'log_requests=false',
                               'api_requests_minute=1000000'],  # one account asks for all
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL, text=True)
    line = server.stdout.readline()
    if not line.startswith('motcua: ready '):
        raise SystemExit(f'Bail out! the server did not start again: {line!r}')
    ready_ms.append((time.monotonic() - begun) * 1000)
    return server, line.split()[2]


def file_one(url, key):
    request = urllib.request.Request(url + '/api/v1/dossiers', BODY, {
        'Authorization': 'Bearer ' + token, 'Idempotency-Key': key, 'Content-Type': 'application/json'})
    with urllib.request.urlopen(request, timeout=10) as answer:
        return answer.headers['Location']


def client(url, name, stop):
    n = 0
    while not stop.is_set():
        key = f'kill-{name}-{n:06d}-{seed}'
        n += 1
        try:
            place = file_one(url, key)
            with lock:
                acknowledged[key] = place
        except urllib.error.HTTPError as e:
            refused.append(f'{e.code} {e.read()[:300]}')
            return
        except OSError:
            with lock:
                unclear.add(key)
            return
        except Exception:  # the connection ended inside the answer
            with lock:
                unclear.add(key)
            return


def round_of(number):
    server, url = start()
    stop = threading.Event()
    threads = [threading.Thread(target=client, args=(url, f'{number}-{i}', stop)) for i in range(4)]
    for t in threads:
        t.start()
    time.sleep(rng.uniform(0.005, 0.25))
    server.send_signal(signal.SIGKILL)
    server.wait()
    stop.set()
    for t in threads:
        t.join()


def main():
    print(f'# seed {seed}, {kills} kills', flush=True)
    for number in range(kills):
        round_of(number)
    server, url = start()
    again = sum(file_one(url, key) != place for key, place in acknowledged.items())
    doubled = sorted(unclear)
    for key in doubled:  # the client asks again: one dossier, whether it had been stored or not
        acknowledged[key] = file_one(url, key)
    server.send_signal(signal.SIGTERM)
    clean = server.wait() == 0
    db = sqlite3.connect(f'file:{data}/motcua.db?mode=ro', uri=True)
    stored = {row[0]: row[1] for row in db.execute('SELECT pub, id FROM dossier')}
    pubs = [place.rsplit('/', 1)[1] for place in acknowledged.values()]
    lost = sum(pub not in stored for pub in pubs)
    half = db.execute('''SELECT COUNT(*) FROM dossier d WHERE NOT EXISTS (SELECT 1 FROM work w WHERE w.id = d.id)
        OR (SELECT COUNT(*) FROM dossier_paper p WHERE p.dossier_id = d.id) <> 3
        OR NOT EXISTS (SELECT 1 FROM event e WHERE e.object_kind = 'dossier' AND e.object_id = d.id)''').fetchone()[0]
    silent = db.execute('''SELECT COUNT(*) FROM event e WHERE e.kind = 'dossier.filed' AND NOT EXISTS (SELECT 1 FROM outbox o
        WHERE o.event_id = e.id AND o.object_id = e.object_id AND o.destination = 'national_portal')''').fetchone()[0]
    orphans = db.execute('SELECT COUNT(*) FROM work WHERE id NOT IN (SELECT id FROM dossier)').fetchone()[0]
    results = [
        (not refused, f'{len(refused)} refused {refused[:1]}'),
        (len(pubs) > kills, f'{len(pubs)} filings were acknowledged'),
        (lost == 0, f'{lost} of them lost'),
        (len(set(pubs)) == len(pubs) == len(stored), f'{len(stored)} dossiers for {len(pubs)} keys, none twice'),
        (again == 0, f'{again} keys answered with another dossier than before'),
        (half == 0 and orphans == 0, f'{half} stored by half, {orphans} without a dossier'),
        (silent == 0, f'{silent} without their row in the outbox'),
        (clean, 'the last server ended well'),
    ]
    ready_ms.sort()
    print(f'# ready again: median {ready_ms[len(ready_ms) // 2]:.0f} ms, longest {ready_ms[-1]:.0f} ms; '
          f'{len(doubled)} answers were cut off')
    for i, (good, what) in enumerate(results, 1):
        print(('ok' if good else 'not ok') + f' {i} - {what}')


main()
