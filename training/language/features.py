"""What the fast model sees of a word. `crates/dateline/src/language/model/features.rs` does the same: change both."""
import numpy as np

import data

# Rows of the embedding table by feature, in order: form, suffixes of 1 to 4, prefixes of 2 and 3 letters, the lists of
# names that know the word, shape.
ROWS = [12288, 512, 2048, 4096, 6144, 1024, 4096, 64, 64]
OFFSETS = np.cumsum([0] + ROWS[:-1])
TOTAL = sum(ROWS)
# The row that is always zero: the feature is missing.
NULL = TOTAL


def fnv(seed, text):
    h = 0xCBF29CE484222325
    for b in bytes([seed]) + text.encode():
        h = ((h ^ b) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return h ^ (h >> 32)


QUOTES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‑": "-"})


def norm(word):
    """Lower case, straight quotes, all digits 0."""
    return "".join("0" if c in "0123456789" else c for c in word.translate(QUOTES).lower())


# By word, a bit for each list of `names.py` that has it.
KNOWN = {}
_cache = {}


def word_rows(word):
    """The rows of all features but the shape."""
    rows = _cache.get(word)
    if rows is None:
        n = norm(word)
        parts = [n] + [n[-k:] for k in (1, 2, 3, 4)] + [n[:k] for k in (2, 3)]
        rows = [int(OFFSETS[i] + fnv(i, p) % ROWS[i]) for i, p in enumerate(parts)]
        rows += [int(OFFSETS[-2] + KNOWN.get(n, 0)), data.shape(word)]
        _cache[word] = rows
    return rows


def case_class(words):
    """0 running text, 1 ALL CAPS, 2 no capitals, 3 Title Case."""
    alpha = [w for w in words if any(c.isalpha() for c in w)]
    many = [w for w in alpha if len(w) > 1]
    capitals = sum(not any(c.islower() for c in w) for w in many)
    if len(many) >= 2 and capitals * 5 >= len(many) * 4:
        return 1
    if not any(c.isupper() for w in alpha for c in w):
        return 2
    long = [w for w in alpha if len(w) > 3]
    if len(long) >= 3 and sum(w[0].isupper() for w in long) * 5 >= len(long) * 4:
        return 3
    return 0


def sentence_rows(words):
    out = np.array([word_rows(w) for w in words], dtype=np.int64)
    c = case_class(words)
    first = np.zeros(len(words), dtype=np.int64)
    first[0] = 1
    out[:, -1] = OFFSETS[-1] + out[:, -1] + 8 * first + 16 * c
    return out
