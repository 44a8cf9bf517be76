"""Distils static word vectors out of the sentence encoder: python vectors.py DATA ENTITIES OUT.npz [--dims 96]

Each word of the vocabulary is read by itself; layers 0, 3 and 6 are joined and cut to the principal components.
"""
import argparse
import collections
import glob

import numpy as np
import torch
from transformers import BertModel, BertTokenizerFast

import data
import features
import names
from teacher import ENCODER


def vocabulary(folder, entities, tok):
    count = collections.Counter()
    for s in data.load(folder):
        if not s["dev"]:
            count.update(features.norm(w) for w in s["words"])
    words = {w for w, n in count.items() if n >= 2 and len(w) <= 24}
    words |= {w for w in tok.get_vocab() if w.isalpha() and w.isascii() and len(w) > 1}
    for path in glob.glob(entities + "/*.tsv"):
        for line in open(path, encoding="utf8"):
            if not line.startswith("#"):
                for field in line.rstrip("\n").split("\t")[:2]:
                    words |= {features.norm(w) for w in field.replace("|", " ").split() if w.isalpha()}
    return sorted(words)


def main():
    a = argparse.ArgumentParser()
    a.add_argument("data")
    a.add_argument("entities")
    a.add_argument("out")
    a.add_argument("--dims", type=int, default=96)
    o = a.parse_args()
    torch.set_num_threads(1)
    tok = BertTokenizerFast.from_pretrained(ENCODER)
    words = vocabulary(o.data, o.entities, tok)
    print(len(words), "words")
    bert = BertModel.from_pretrained(ENCODER, add_pooling_layer=False).eval()
    order = sorted(range(len(words)), key=lambda i: len(tok.tokenize(words[i])))
    rows = np.zeros((len(words), 3 * 384), dtype=np.float32)
    with torch.no_grad():
        for k in range(0, len(order), 512):
            ids = order[k:k + 512]
            e = tok([words[i] for i in ids], padding=True, truncation=True, max_length=16, return_tensors="pt")
            hs = bert(**e, output_hidden_states=True).hidden_states
            m = e["attention_mask"].clone()
            m[:, 0] = 0
            m.scatter_(1, (e["attention_mask"].sum(1) - 1)[:, None], 0)
            m = m[..., None].float()
            rows[ids] = torch.cat([(hs[l] * m).sum(1) / m.sum(1).clamp(min=1) for l in (0, 3, 6)], -1).numpy()
    rows = rows.reshape(len(words), 3, 384)
    rows -= rows.mean(0)
    rows /= rows.std((0, 2), keepdims=True)
    rows = rows.reshape(len(words), -1)
    cov = rows.T @ rows / len(rows)
    val, vec = np.linalg.eigh(cov.astype(np.float64))
    x = rows @ vec[:, ::-1][:, :o.dims].astype(np.float32)
    # Milder than whitening: each component by the root of its deviation.
    x /= np.sqrt(x.std(0))
    x /= x.std()
    known = sorted(names.known(o.entities).items())
    print(len(known), "words in lists of names")
    np.savez(o.out, words=np.array(words), vectors=x.astype(np.float32),
             known_words=np.array([w for w, _ in known]), known=np.array([m for _, m in known], np.uint8))
    print("kept variance", val[::-1][:o.dims].sum() / val.sum())


if __name__ == "__main__":
    main()
