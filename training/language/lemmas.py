"""Writes data/language/lemmas.tsv, the endings and exceptions by which words become lemmas, from the training sets:

    python lemmas.py DATA VECTORS.npz OUT.tsv [TEST.jsonl ...]

An entry is a tag, an ending ("~ies") or a whole word in lower case ("went"), how many letters to cut, and what to
add; `=` before what is added keeps the capitals of the word, otherwise the lemma is in lower case.
"""
import collections
import json
import sys

import data

MAX = 6
KEEP = {"NNP", "NNPS"}
# The tags whose words are many: endings are learned for these alone.
OPEN = {"NN", "NNS", "NNP", "NNPS", "JJ", "JJR", "JJS", "RB", "RBR", "RBS", "VB", "VBD", "VBG", "VBN", "VBP", "VBZ"}


def edit(form, lemma, xpos):
    """(letters to cut, what to add) of the normal form, with `=` if the word's capitals stay."""
    low = form.lower()
    base, mark = (form, "=") if xpos in KEEP else (low, "")
    if not mark and lemma != lemma.lower():
        if form != low and base != lemma:
            base, mark = form, "="
        if len(form) < 2:
            base, mark = low, ""
    k = 0
    while k < min(len(base), len(lemma)) and base[k] == lemma[k]:
        k += 1
    return len(base) - k, mark + lemma[k:]


def apply(form, cut, add):
    form = form.replace("’", "'")
    base = form if add.startswith("=") else form.lower()
    return base[:len(base) - cut] + add.lstrip("=")


def lookup(table, form, xpos):
    low = form.lower().replace("’", "'")
    e = table.get((xpos, low))
    for k in range(min(MAX, len(low) - 1), -1, -1):
        if e is not None:
            break
        e = table.get((xpos, "~" + low[len(low) - k:]))
    if e is None or e[0] > len(low):
        return form.lower().replace("’", "'")
    return apply(form, *e)


def learn(rows):
    tokens = collections.defaultdict(collections.Counter)
    for form, xpos, lemma in rows:
        if lemma != "_":
            tokens[xpos, form.lower().replace("’", "'")][edit(form.replace("’", "'"), lemma.replace("’", "'"), xpos)] += 1
    best = {k: max(sorted(c), key=lambda e: c[e]) for k, c in tokens.items()}
    ends = collections.defaultdict(collections.Counter)
    for (xpos, low), e in best.items():
        for k in range(0, min(MAX if xpos in OPEN else 0, len(low) - 1) + 1):
            if e[0] <= k:
                ends[xpos, low[len(low) - k:]][e] += 1
    table = {}
    for (xpos, end), c in sorted(ends.items(), key=lambda x: len(x[0][1])):
        if end == "":
            e, n = c.most_common(1)[0]
            table[xpos, "~"] = e
            continue
        e = max(sorted(c), key=lambda e: c[e])
        n, total = c[e], sum(c.values())
        parent = None
        for k in range(len(end) - 1, -1, -1):
            parent = table.get((xpos, "~" + end[len(end) - k:] if k else "~"))
            if parent is not None:
                break
        if e != parent and (n >= 2 or len(end) >= 9) and n - c[parent] >= 2 and n / total > 0.6:
            table[xpos, "~" + end] = e
    for (xpos, low), e in best.items():
        form = low
        rule = None
        for k in range(min(MAX, len(low) - 1), -1, -1):
            rule = table.get((xpos, "~" + low[len(low) - k:]))
            if rule is not None:
                break
        if rule != e:
            if xpos in KEEP and sum(tokens[xpos, low].values()) < 2:
                continue
            table[xpos, low] = e
    return table


def known(table, words):
    """Entries for words whose lemma by the endings is no known word, while another by the spelling is."""
    for xpos, end in (("VBD", "ed"), ("VBN", "ed"), ("VBG", "ing"), ("NNS", "s")):
        for w in sorted(words):
            if not w.endswith(end) or len(w) < len(end) + 3 or not w.isalpha() or (xpos, w) in table or not w.isascii():
                continue
            if lookup(table, w, xpos) in words:
                continue
            stem = w[:-len(end)]
            if end == "s":
                options = [(1, ""), (2, "")] if w.endswith("es") else [(1, "")]
            else:
                options = [(len(end), ""), (len(end), "e")]
                if len(stem) > 2 and stem[-1] == stem[-2]:
                    options.append((len(end) + 1, ""))
            good = [o for o in options if w[:len(w) - o[0]] + o[1] in words]
            if len(good) == 1:
                table[xpos, w] = good[0]
    return table


def main():
    sents = [s for s in data.load(sys.argv[1]) if "lemma" in s]
    rows = [(w, x, l) for s in sents for w, x, l in zip(s["words"], s["xpos"], s["lemma"]) if l is not None]
    half = [(w, x, l) for s in sents if not s["dev"] for w, x, l in zip(s["words"], s["xpos"], s["lemma"])]
    dev = [(w, x, l) for s in sents if s["dev"] for w, x, l in zip(s["words"], s["xpos"], s["lemma"])]
    table = learn(half)
    print("held out", sum(lookup(table, w, x) == l for w, x, l in dev) / len(dev))
    import numpy as np
    words = set(np.load(sys.argv[2])["words"].tolist())
    table = known(learn(rows), words)
    print(len(table), "entries;", sum(k[1].startswith("~") for k in table), "endings")
    with open(sys.argv[3], "w", encoding="utf8") as f:
        f.write("# From words to lemmas by tag: endings (\"~ies\") and whole words; letters to cut and what to add, `=` keeps capitals.\n")
        f.write("# Source: training/language/lemmas.py over UD English EWT and GUM. Licence: CC BY-SA 4.0.\n")
        f.write("tag\tword\tcut\tadd\n")
        for (xpos, word), (cut, add) in sorted(table.items()):
            f.write("%s\t%s\t%d\t%s\n" % (xpos, word, cut, add))
    for path in sys.argv[4:]:
        wrong, n = collections.Counter(), 0
        for line in open(path, encoding="utf8"):
            d = json.loads(line)
            for a, b, _, x, l, *_ in d["tokens"]:
                n += 1
                p = lookup(table, d["text"][a:b], x)
                if p != l and l != "_":
                    wrong[d["text"][a:b], x, l, p] += 1
        print(path, 1 - sum(wrong.values()) / n, wrong.most_common(25))


if __name__ == "__main__":
    main()
