"""Reads the training sets of the language layer into sentences.

A sentence is a dict: `words`, `set`, `doc`, `dev` (bool), and for the tasks that its set annotates `upos`, `xpos`,
`lemma`, `head` (index in the sentence, -1 for the root), `rel` (up to and with the colon), `ner` (BIOES).
"""
import csv
import hashlib
import io
import json
import random
import zipfile

TYPES = ["PER", "ORG", "LOC", "MISC"]
NER = ["O"] + [p + "-" + t for t in TYPES for p in "BIES"]
# Sets that annotate only PER, ORG and LOC: their O may hide a MISC.
HIDES_MISC = {"gum"}


def is_dev(doc):
    """One document in ten is held out for early stopping."""
    return hashlib.sha256(doc.encode()).digest()[0] < 26


def bioes(n, spans):
    tags = ["O"] * n
    for a, b, t in spans:
        if b - a == 1:
            tags[a] = "S-" + t
        else:
            tags[a], tags[b - 1] = "B-" + t, "E-" + t
            for i in range(a + 1, b - 1):
                tags[i] = "I-" + t
    return tags


def ud(path, name):
    out = []
    for line in open(path, encoding="utf8"):
        d = json.loads(line)
        text, toks = d["text"], d["tokens"]
        starts = {t[0]: i for i, t in enumerate(toks)}
        ends = {t[1]: i + 1 for i, t in enumerate(toks)}
        ents, used = [], set()
        for a, b, t in sorted(d.get("ents", []), key=lambda e: (e[0], -e[1])):
            if a in starts and b in ends and t in TYPES:
                r = range(starts[a], ends[b])
                if not used.intersection(r):
                    used.update(r)
                    ents.append((r.start, r.stop, t))
        k = 0
        for a, b in d["sents"]:
            i = k
            while k < len(toks) and toks[k][1] <= b:
                k += 1
            if k == i:
                continue
            ts = toks[i:k]
            s = dict(set=name, doc=d["id"], dev=is_dev(d["id"]), words=[text[t[0]:t[1]] for t in ts])
            s["upos"] = [t[2] for t in ts]
            s["xpos"] = [t[3] for t in ts]
            s["lemma"] = [t[4] for t in ts]
            s["head"] = [t[5] - i if t[5] >= 0 else -1 for t in ts]
            s["rel"] = [t[6] for t in ts]
            if any(h >= len(ts) or h < -1 for h in s["head"]):
                continue
            if "ents" in d:
                s["ner"] = bioes(len(ts), [(x - i, y - i, t) for x, y, t in ents if i <= x and y <= k])
            out.append(s)
    return out


KEEPS = {"anti", "co", "e", "ex", "mid", "multi", "non", "post", "pre", "pro", "re", "semi", "sub", "un", "vice", "al", "el"}


def split_hyphens(words, tags):
    """The tokens of Universal Dependencies: "part-owner" is three."""
    out_words, out_tags = [], []
    for word, tag in zip(words, tags):
        parts = word.split("-")
        ok = len(parts) > 1 and all(p.isalnum() for p in parts) and parts[0].lower() not in KEEPS and not parts[0].isdigit()
        pieces = [p for part in parts for p in (part, "-")][:-1] if ok else [word]
        out_words += pieces
        out_tags += [tag if k == 0 else tag.replace("B-", "I-") for k in range(len(pieces))]
    return out_words, out_tags


def from_bio(words, tags, name, doc, table):
    words, tags = split_hyphens(words, tags)
    spans, start = [], None
    kinds = [table(w, t) for w, t in zip(words, tags)]
    for i in range(len(words) + 1):
        new = i == len(words) or kinds[i] is None or tags[i].startswith("B-") or (start is not None and kinds[i] != kinds[start])
        if new and start is not None:
            spans.append((start, i, kinds[start]))
            start = None
        if i < len(words) and kinds[i] is not None and start is None:
            start = i
    return dict(set=name, doc=doc, dev=is_dev(doc), words=words, ner=bioes(len(words), spans))


def conll(path, name, table):
    out, words, tags, block = [], [], [], 0
    for line in list(open(path, encoding="utf8")) + [""]:
        parts = line.split()
        if len(parts) < 2:
            if words:
                out.append(from_bio(words, tags, name, "%s-%d" % (name, len(out) // 20), table))
            words, tags = [], []
            continue
        words.append(parts[0])
        tags.append(parts[-1])
    return out


WNUT = {"person": "PER", "location": "LOC", "corporation": "ORG", "group": "ORG", "product": "MISC", "creative-work": "MISC"}


def wnut(_, tag):
    return WNUT.get(tag[2:])


def wikigold(_, tag):
    return tag[2:] if tag != "O" else None


def gmb(path):
    with zipfile.ZipFile(path) as z:
        rows = csv.reader(io.TextIOWrapper(z.open("ner_dataset.csv"), encoding="latin-1", newline=""))
        next(rows)
        out, words, tags, pos = [], [], [], []

        def flush():
            if not words:
                return
            def table(i, tag):
                t = tag[2:]
                if t == "gpe":
                    return "LOC" if pos[i] in ("NNP",) else "MISC"
                return {"geo": "LOC", "org": "ORG", "per": "PER", "art": "MISC", "eve": "MISC", "nat": "MISC"}.get(t)
            kinds = ["%s-%s" % (t[0], table(i, t)) if table(i, t) else "O" for i, t in enumerate(tags)]
            # The zip's titles ("President", "Mr.") are inside of per: UD names leave them out.
            for i, k in enumerate(kinds):
                if k == "B-PER" and words[i] in TITLES and i + 1 < len(kinds) and kinds[i + 1] == "I-PER":
                    kinds[i], kinds[i + 1] = "O", "B-PER"
            out.append(from_bio(list(words), kinds, "gmb", "gmb-%d" % (len(out) // 20), wikigold))

        for first, word, tag_pos, tag in rows:
            if first.strip():
                flush()
                words, tags, pos = [], [], []
            word = word.strip()
            if not word:
                continue
            words.append(word)
            tags.append(tag)
            pos.append(tag_pos)
        flush()
    seen, unique = set(), []
    for s in out:
        key = " ".join(s["words"])
        if key not in seen and len(s["words"]) > 2:
            seen.add(key)
            unique.append(s)
    return unique


TITLES = set("""President Mr. Mrs. Ms. Dr. Prime Minister Senator Secretary Chancellor King Queen Prince General Gen. Gov.
Sen. Rep. Lt. Col. Capt. Judge Ambassador Governor Pope Rev. Foreign Defense Vice Premier""".split())


def load(folder):
    sets = ud(folder + "/ewt_train.jsonl", "ewt") + ud(folder + "/gum_train.jsonl", "gum")
    sets += conll(folder + "/wikigold.conll", "wikigold", wikigold)
    sets += conll(folder + "/wnut17_train.conll", "wnut", wnut)
    sets += gmb(folder + "/gmb_ner_dataset.zip")
    return sets


def recase(words, how):
    """A copy as a headline, in capitals or without them has it."""
    if how == "lower":
        return [w.lower() for w in words]
    if how == "upper":
        return [w.upper() for w in words]
    small = {"a", "an", "the", "of", "in", "on", "to", "and", "or", "for", "at", "by", "with", "as", "but", "from", "'s", "n't"}
    return [w if i and w.lower() in small else w[:1].upper() + w[1:] for i, w in enumerate(words)]


def shape(word):
    """The casing pattern: 0 other, 1 lower, 2 Title, 3 UPPER, 4 miXed, 5 Initial, 6 digits, 7 digits and letters."""
    alpha = sum(c.isalpha() for c in word)
    if any(c in "0123456789" for c in word):
        return 7 if alpha else 6
    if not alpha:
        return 0
    upper = sum(c.isupper() for c in word)
    if not upper:
        return 1
    if not any(c.islower() for c in word):
        return 5 if alpha == 1 else 3
    return 2 if upper == 1 and word[0].isupper() else 4


if __name__ == "__main__":
    import collections
    import sys
    s = load(sys.argv[1])
    n = collections.Counter()
    for x in s:
        n[x["set"], "sents"] += 1
        n[x["set"], "tokens"] += len(x["words"])
        n[x["set"], "dev"] += x["dev"]
    print(n)
    for name in ("gum", "wikigold", "wnut", "gmb"):
        rows = [x for x in s if x["set"] == name]
        random.Random(1).shuffle(rows)
        for x in rows[:4]:
            print(name, " ".join("%s/%s" % (w, t) if t != "O" else w for w, t in zip(x["words"], x["ner"])))
