"""How long the desk lets readers wait: requests at a fixed rate (whether or not those before are answered), by kind of page.

    dateline serve big.db --rate 1000 &
    python3 bench/desk_load.py http://127.0.0.1:8321 [--rate 50] [--seconds 30] [--pid PID]

Prints a line of JSON: milliseconds at the median and at 95 of 100, counted from when a request was due, and with --pid the
most memory of the server. Addresses are drawn from the archive itself with a fixed seed.
"""
import argparse, http.client, json, random, threading, time, urllib.parse

parser = argparse.ArgumentParser()
parser.add_argument("base")
parser.add_argument("--rate", type=float, default=50)
parser.add_argument("--seconds", type=float, default=30)
parser.add_argument("--pid", type=int)
args = parser.parse_args()
host = urllib.parse.urlparse(args.base).netloc
local = threading.local()


def get(path):
    if not hasattr(local, "connection"):
        local.connection = http.client.HTTPConnection(host, timeout=30)
    try:
        local.connection.request("GET", path, headers={"accept-encoding": "gzip"})
        answer = local.connection.getresponse()
        return answer.status, answer.read()
    except Exception:
        local.connection.close()
        del local.connection
        return 0, b""


def plain(path):
    connection = http.client.HTTPConnection(host, timeout=60)
    connection.request("GET", path)
    return json.loads(connection.getresponse().read())


chance = random.Random(7)
newest = plain("/api/v1/articles?limit=200")
total, ids = newest["total"], [item["id"] for item in newest["items"]]
ids += [chance.randrange(1, total) for _ in range(400)]
# Readers come to a story by an article, so that large ones are opened more often; and to the largest ones by the list of them.
stories = [item["id"] for item in plain("/api/v1/stories?limit=20")["items"]]
outlets = plain("/api/v1/outlets")["items"]
first, last = min(item["from"] for item in outlets)[:7], max(item["to"] for item in outlets)[:7]
months = [f"{year}-{month:02}" for year in range(int(first[:4]), int(last[:4]) + 1) for month in range(1, 13)]
pages = [plain(f"/api/v1/articles?limit=200&to={month}")["items"] for month in months if first <= month <= last][:24]
stories += [item["story"] for page in pages for item in page if item["story"]]
words = sorted({word.lower() for item in newest["items"] for word in (item["headline"] or "").split() if word.isalpha() and len(word) > 4})
kinds = {
    "latest": lambda: "/",
    "article": lambda: f"/article/{chance.choice(ids)}",
    "story": lambda: f"/story/{chance.choice(stories)}",
    "search": lambda: "/search?q=" + urllib.parse.quote(" ".join(chance.sample(words, chance.choice([1, 1, 2])))),
}
times, wrong, lock = {kind: [] for kind in kinds}, [], threading.Lock()


def one(kind, path, due):
    status, _ = get(path)
    spent = (time.perf_counter() - due) * 1000
    with lock:
        times[kind].append(spent)
        if status not in (200, 404):
            wrong.append((status, path))


for kind in kinds:
    for _ in range(5):
        get(kinds[kind]())
queue, done = [], threading.Event()
condition = threading.Condition()


def worker():
    while True:
        with condition:
            while not queue and not done.is_set():
                condition.wait(0.1)
            if not queue:
                return
            job = queue.pop(0)
        one(*job)


workers = [threading.Thread(target=worker) for _ in range(24)]
for thread in workers:
    thread.start()
start, names, peak = time.perf_counter(), list(kinds), 0
for n in range(int(args.rate * args.seconds)):
    due = start + n / args.rate
    time.sleep(max(0.0, due - time.perf_counter()))
    kind = names[n % len(names)]
    with condition:
        queue.append((kind, kinds[kind](), due))
        condition.notify()
    if args.pid and n % 50 == 0:
        status = open(f"/proc/{args.pid}/status").read()
        peak = max(peak, int(status.split("VmRSS:")[1].split()[0]) // 1024)
done.set()
for thread in workers:
    thread.join()


def at(values, share):
    values = sorted(values)
    return round(values[min(len(values) - 1, int(len(values) * share))], 1)


report = {"articles": total, "rate": args.rate, "wrong": len(wrong), "memory_mb": peak}
report.update({kind: {"p50_ms": at(values, 0.5), "p95_ms": at(values, 0.95)} for kind, values in times.items()})
print(json.dumps(report))
if wrong:
    print(wrong[:5])
