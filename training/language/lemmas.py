"""Writes data/language/lemmas.tsv, the endings and exceptions by which words become lemmas, from the training sets and a lexicon:

    python lemmas.py DATA OUT.tsv [TEST.jsonl ...]

An entry is a tag, an ending ("~ies") or a whole word in lower case ("went"), how many letters to cut, and what to
add; `=` before what is added keeps the capitals of the word, otherwise the lemma is in lower case. The training sets
decide about the words that they have, slips in verbs apart; the lexicon about other common verbs, plurals and comparatives.
"""
import collections
import csv
import gzip
import importlib.resources
import json
import sys

import wordfreq

import data

MAX = 6
# The words of the lexicon that are common enough to be learned from (Zipf scale).
COMMON = 2.0
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


def lexicon():
    """The inflected forms of the SPECIALIST lexicon: tag, form and lemma."""
    path = importlib.resources.files("lemminflect") / "resources" / "infl_lu.csv.gz"
    tags = {"verb": ("VBD", "VBN", "VBG", "VBZ"), "noun": ("NNS",), "adj": ("JJR", "JJS")}
    for lemma, kind, *cells in csv.reader(gzip.open(path, "rt", encoding="utf8")):
        cells = [cell.split("/") for cell in cells]
        if kind == "verb" and len(cells) > 1:
            # Where the participle is not given, or is beside a regular past, the past is one.
            cells[1] = [form for form in cells[1] + cells[0] if form and (cells[1] == [""] or form in cells[1] or form.endswith("ed"))]
        for tag, variants in zip(tags.get(kind, ()), cells):
            for form in variants:
                if form.isascii() and form.isalpha() and form.islower() and lemma.isalpha() and lemma.islower():
                    yield tag, form, lemma


def forms():
    """Of each common form of the lexicon what makes its commonest lemma of it, where no other lemma is about as common; all lemmas."""
    lemmas = collections.defaultdict(dict)
    for tag, form, lemma in lexicon():
        if wordfreq.zipf_frequency(form, "en") >= COMMON:
            lemmas[tag, form][lemma] = wordfreq.zipf_frequency(lemma, "en")
    out = {}
    for (tag, form), found in lemmas.items():
        first, *others = sorted(found, key=lambda lemma: (-found[lemma], lemma))
        if not others or found[first] - found[others[0]] > 0.5:
            out[tag, form] = edit(form, first, tag)
    return out, {lemma for found in lemmas.values() for lemma in found}


def learn(rows, more, lemmas):
    tokens = collections.defaultdict(collections.Counter)
    for form, xpos, lemma in rows:
        if lemma != "_":
            tokens[xpos, form.lower().replace("’", "'")][edit(form.replace("’", "'"), lemma.replace("’", "'"), xpos)] += 1
    best = {k: max(sorted(c), key=lambda e: c[e]) for k, c in tokens.items()}
    # The annotation has slips ("fled" of "flead"): a verb that the lexicon does not know yields to one that it knows.
    best = more | {k: e for k, e in best.items() if k not in more or k[0][0] != "V" or apply(k[1], *e) in lemmas}
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


def main():
    sents = [s for s in data.load(sys.argv[1]) if "lemma" in s]
    rows = [(w, x, l) for s in sents for w, x, l in zip(s["words"], s["xpos"], s["lemma"]) if l is not None]
    half = [(w, x, l) for s in sents if not s["dev"] for w, x, l in zip(s["words"], s["xpos"], s["lemma"])]
    dev = [(w, x, l) for s in sents if s["dev"] for w, x, l in zip(s["words"], s["xpos"], s["lemma"])]
    more, lemmas = forms()
    table = learn(half, more, lemmas)
    print("held out", sum(lookup(table, w, x) == l for w, x, l in dev) / len(dev))
    table = learn(rows, more, lemmas)
    print(len(table), "entries;", sum(k[1].startswith("~") for k in table), "endings")
    with open(sys.argv[2], "w", encoding="utf8") as f:
        f.write("# From words to lemmas by tag: endings (\"~ies\") and whole words; letters to cut and what to add, `=` keeps capitals.\n")
        f.write("# Source: training/language/lemmas.py over UD English EWT and GUM, and forms of the SPECIALIST Lexicon (U.S. National Library of Medicine). Licence: CC BY-SA 4.0.\n")
        f.write("tag\tword\tcut\tadd\n")
        for (xpos, word), (cut, add) in sorted(table.items()):
            f.write("%s\t%s\t%d\t%s\n" % (xpos, word, cut, add))
    for path in sys.argv[3:]:
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
