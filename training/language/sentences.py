"""Trains where sentences end.

    python sentences.py texts DATA FOLDER
    cargo xtask score nlp --data FOLDER --keep FOLDER/words/of.jsonl
    python sentences.py train FOLDER ABBREVIATIONS.toml OUT.bin

A linear model over the border between two words, whose features are hashed into one table; the engine's rules, which cut
the words, are one of them. What it sees of a border is in `crates/dateline/src/language/borders.rs` too: change both.
OUT.bin has a scale and a bias in float32, then a weight in int8 for each row; OUT.sha256 is written beside it.
"""
import argparse
import hashlib
import json
import os
import re
import struct
import tomllib

import numpy as np
import torch
import torch.nn.functional as F

import data
import features

ROWS = 1 << 16
# The words of a dateline at most: its dash ends no sentence.
DATELINE = 12
# Beside these the rules decide, which know what stands around quotations.
QUOTES = {'"', "''", "``", "“", "”"}
# "?!", "!!!", "?!.": all of a class.
BURST = re.compile(r"(?=.*[?!])[?!.]{2,}")
MASK = (1 << 64) - 1
PRIME = 0x100000001B3
# Ends of zones: nothing stands there.
NONE = 0xFFFF


def fold(template, *parts):
    """The row of a feature."""
    h = (template * 0x9E3779B97F4A7C15 + 1) & MASK
    for part in parts:
        h = ((h ^ part) * PRIME) & MASK
    return (h ^ (h >> 32)) % ROWS


_rows = {}


def row(*key):
    value = _rows.get(key)
    if value is None:
        value = _rows[key] = fold(*key)
    return value


def bucket(n):
    """A length, roughly."""
    return n if n < 4 else 4 + sum(n >= b for b in (6, 9, 14, 22, 35))


class Words:
    """What is seen of a word: the hash of its form, that of its last three letters, and its class."""

    def __init__(self, path):
        lists = tomllib.load(open(path, "rb"))
        names = ["before_name", "before_number", "dates", "other"]
        self.follows = {w: i + 1 for i, n in enumerate(names) for w in lists[n]}
        self.seen = {}

    def of(self, word):
        value = self.seen.get(word)
        if value is None:
            norm = features.norm(word)
            shape = data.shape(word)
            if shape == 0:
                kind = features.fnv(2, "!!" if BURST.fullmatch(norm) else norm[:3])
            else:
                stop = word.endswith(".")
                bare = word[:-1].lower()
                follows = self.follows.get(bare, 5 if len(bare) == 1 else 0) if stop else 0
                kind = shape + 8 * stop + 16 * follows
            value = self.seen[word] = (features.fnv(0, norm), features.fnv(1, norm[-3:]), kind)
        return value


def borders(zone, seen):
    """The rows of each border but those that depend on where the sentence began."""
    words, n = zone.words, len(zone.words)
    of = [seen.of(w) for w in words]
    form = lambda i: of[i][0] if 0 <= i < n else NONE
    kind = lambda i: of[i][2] if 0 <= i < n else NONE
    case = features.case_class(words)
    depth, quoted, inside = 0, 0, []
    for w in words:
        if w in ("(", "[", "“"):
            depth = min(depth + 1, 2)
        elif w in (")", "]", "”"):
            depth = max(depth - 1, 0)
        elif w in ('"', "''"):
            quoted ^= 1
        inside.append(depth * 2 + quoted)
    out = []
    for i in range(1, n):
        # The gap and what the rules say.
        g = zone.gaps[i] * 2 + zone.rules[i - 1]
        r = zone.rules[i - 1]
        a, b, x, y = form(i - 1), form(i), kind(i - 1), kind(i)
        a2, b2, x2, x3, y2, y3 = form(i - 2), form(i + 1), kind(i - 2), kind(i - 3), kind(i + 1), kind(i + 2)
        out.append([
            row(0, x, y, g), row(1, a, g), row(2, b, g), row(3, a, y, r), row(4, x, b, r), row(5, a, b), row(6, b, b2), row(7, a2, a),
            row(8, x2, x, y, r), row(9, x, y, y2, r), row(10, x2, x, y, y2, r), row(11, x, y, b2), row(12, a2, x, y), row(13, x, y, case, r),
            row(14, of[i - 1][1], y, r), row(15, x, y, y2, y3), row(16, x, y, bucket(n - i)), row(17, x, y, inside[i - 1], r),
            row(18, x3, x2, x, y),
        ])
    return out


def begun(zone, seen, i, start):
    """The rows that depend on where the sentence began."""
    b, r = bucket(i - start), zone.rules[i - 1]
    x, y = seen.of(zone.words[i - 1])[2], seen.of(zone.words[i])[2]
    return [row(19, b, x, y, r), row(20, b, zone.gaps[i] * 2 + r), row(21, seen.of(zone.words[start])[0], b, r)]


class Zone:
    """Words, the gap before each (0 none, 1 a space, 2 a line break), and whether a sentence ends behind each, by the rules and truly."""

    def __init__(self, doc):
        self.doc, self.words, self.gaps, self.rules, self.ends = doc, [], [], [], []


def zones(record, gold):
    """The zones of a document as the engine read it; blank lines part them."""
    text = gold["text"]
    at = np.cumsum([0] + [not c.isspace() for c in text])
    rules, ends = {b for _, b in record["sents"]}, {at[b] for _, b in gold["sents"]}
    zone, last = Zone(record["id"]), 0
    for start, end, *_ in record["tokens"]:
        gap = text[last:start]
        if zone.words and re.search(r"\n\s*\n", gap):
            yield zone
            zone = Zone(record["id"])
        zone.words.append(text[start:end])
        zone.gaps.append(2 if "\n" in gap else 1 if gap else 0)
        zone.rules.append(int(end in rules))
        zone.ends.append(at[end] in ends)
        last = end
    yield zone


CLOSE = re.compile(r"^([.,;:?!%)\]]|'s|n't|'\w+|''|-)$")


def joined(sentences):
    """The text of sentences that have words alone, and where each stands."""
    text, spans = "", []
    for s in sentences:
        start = None
        for w in s["words"]:
            if text and not (CLOSE.match(w) and start is not None) and not text.endswith(("(", "[", "$", "-")):
                text += " "
            start = len(text) if start is None else start
            text += w
        spans.append([start, len(text)])
    return text, spans


# By set, how much each of its borders counts.
WEIGHTS = {"ewt": 1.0, "ewt_flat": 1.0, "ewt_lower": 0.3, "gum": 1.0, "gum_flat": 0.5, "gum_lower": 0.3, "gmb": 1.0}


def texts(folder, out):
    """Writes the texts: as they are, without line breaks, without capitals; rules alone cut what is in no known language."""
    files = {name: [] for name in WEIGHTS}
    for name in ("ewt", "gum"):
        for line in open("%s/%s_train.jsonl" % (folder, name), encoding="utf8"):
            d = json.loads(line)
            add = lambda how, text: files[name + how].append((d["id"], text, d["sents"]))
            add("", d["text"])
            add("_flat", re.sub(r"\s", " ", d["text"]))
            add("_lower", "".join(c.lower() if len(c.lower()) == 1 else c for c in d["text"]))
    gmb = data.gmb(folder + "/gmb_ner_dataset.zip")
    for k in range(0, len(gmb) - 15, 45):
        files["gmb"].append(("gmb-%d" % k, *joined(gmb[k:k + 15])))
    os.makedirs(out + "/words", exist_ok=True)
    for name, docs in files.items():
        with open("%s/%s.jsonl" % (out, name), "w", encoding="utf8") as f:
            for doc, text, sents in docs:
                print(json.dumps(dict(id=doc, language="und", text=text, sents=sents)), file=f)


def load(folder, name):
    """The zones of a set as the engine cut its words."""
    gold = {d["id"]: d for d in map(json.loads, open("%s/%s.jsonl" % (folder, name), encoding="utf8"))}
    for line in open("%s/words/of.%s.jsonl" % (folder, name), encoding="utf8"):
        record = json.loads(line)
        yield from zones(record, gold[record["id"]])


def cut(weights, bias, zone, seen):
    """One past the last word of each sentence."""
    out, start = [], 0
    for i, rows in enumerate(borders(zone, seen), 1):
        if start == 0 and i <= DATELINE and zone.words[i - 1] in ("-", "--", "–", "—"):
            continue
        if not QUOTES.isdisjoint(zone.words[i - 1:i + 1]):
            if zone.rules[i - 1]:
                out.append(i)
                start = i
            continue
        if bias + weights[rows].sum() + weights[begun(zone, seen, i, start)].sum() > 0:
            out.append(i)
            start = i
    return out + [len(zone.words)]


def train(o):
    torch.set_num_threads(1)
    torch.manual_seed(5)
    seen = Words(o.abbreviations)
    rows, ends, weight, held = [], [], [], []
    for name, w in WEIGHTS.items():
        for zone in load(o.folder, name):
            if data.is_dev(zone.doc):
                held.append((name, zone))
                continue
            start = 0
            for i, part in enumerate(borders(zone, seen), 1):
                rows.append(part + begun(zone, seen, i, start))
                ends.append(zone.ends[i - 1])
                weight.append(w)
                if zone.ends[i - 1]:
                    start = i
    rows = torch.tensor(np.array(rows, np.int32)).long()
    ends, weight = torch.tensor(ends).float(), torch.tensor(weight)
    print(len(rows), "borders", flush=True)
    table = torch.nn.EmbeddingBag(ROWS, 1, mode="sum")
    torch.nn.init.zeros_(table.weight)
    bias = torch.nn.Parameter(torch.tensor([-2.0]))
    opt = torch.optim.Adam([table.weight, bias], lr=o.lr)
    size = 4096
    total = o.epochs * (len(rows) // size + 1)
    sched = torch.optim.lr_scheduler.LambdaLR(opt, lambda k: 1 - k / total * 0.98)
    for epoch in range(o.epochs):
        for pick in torch.randperm(len(rows)).split(size):
            keep = (torch.rand(rows[pick].shape) >= o.drop) / (1 - o.drop)
            score = table(rows[pick], per_sample_weights=keep)[:, 0] + bias
            loss = (F.binary_cross_entropy_with_logits(score, ends[pick], reduction="none") * weight[pick]).mean() + o.decay * table.weight.square().sum()
            opt.zero_grad()
            loss.backward()
            opt.step()
            sched.step()
        print("epoch", epoch, loss.item(), flush=True)
    exact = table.weight.detach().numpy()[:, 0]
    scale = np.float32(max(np.abs(exact).max(), 1e-8) / 127)
    weights = np.round(exact / scale).astype(np.int8)
    lean = bias.item() + o.lean
    blob = struct.pack("<ff", scale, lean) + weights.tobytes()
    open(o.out, "wb").write(blob)
    name = o.out.rsplit("/", 1)[-1]
    open(o.out.rsplit(".", 1)[0] + ".sha256", "w").write("%s  %s\n" % (hashlib.sha256(blob).hexdigest(), name))
    weights = weights.astype(np.float32) * scale
    for name in WEIGHTS:
        right = ours = theirs = 0
        for zone in (z for n, z in held if n == name):
            found = set(cut(weights, lean, zone, seen)[:-1])
            real = {i + 1 for i, x in enumerate(zone.ends) if x} - {len(zone.words)}
            right, ours, theirs = right + len(found & real), ours + len(found), theirs + len(real)
        print("held out, ends inside of zones: %s F1 %.4f" % (name, 2 * right / max(1, ours + theirs)))


def main():
    a = argparse.ArgumentParser()
    steps = a.add_subparsers(dest="step", required=True)
    b = steps.add_parser("texts")
    b.add_argument("data")
    b.add_argument("out")
    b = steps.add_parser("train")
    b.add_argument("folder")
    b.add_argument("abbreviations")
    b.add_argument("out")
    b.add_argument("--epochs", type=int, default=10)
    b.add_argument("--lr", type=float, default=0.02)
    b.add_argument("--decay", type=float, default=1e-6)
    b.add_argument("--drop", type=float, default=0.25)
    b.add_argument("--lean", type=float, default=0.3, help="added to the bias: ends are rare, and the held-out texts want some more")
    o = a.parse_args()
    if o.step == "texts":
        texts(o.data, o.out)
    else:
        train(o)


if __name__ == "__main__":
    main()
