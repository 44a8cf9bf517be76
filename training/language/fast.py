"""Trains the fast model: python fast.py DATA VECTORS.npz OUT.pt [--teacher SOFT.npz] [--epochs 20]"""
import argparse
import random
import time

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

import data
import features
from model import Fast
from teacher import Gold, batches, ner_loss, spans


class Batcher:
    def __init__(self, labels, words):
        self.gold = Gold(labels)
        self.vocab = {w: i + 1 for i, w in enumerate(words)}

    def prepare(self, s):
        if "rows" not in s:
            s["rows"] = features.sentence_rows(s["words"])
            s["vec"] = np.array([self.vocab.get(features.norm(w), 0) for w in s["words"]])
        return s

    def batch(self, rows, soft=None):
        B, n = len(rows), max(len(s["words"]) for s in rows)
        b = dict(rows=torch.full((B, n, len(features.ROWS)), features.NULL), vec=torch.zeros(B, n, dtype=torch.long),
                 mask=torch.zeros(B, n, dtype=torch.bool), hides=torch.zeros(B, dtype=torch.bool), weight=torch.ones(B))
        for k in ("upos", "xpos", "head", "rel", "ner"):
            b[k] = torch.full((B, n), -100)
        for i, s in enumerate(rows):
            self.prepare(s)
            L = len(s["words"])
            b["rows"][i, :L] = torch.from_numpy(s["rows"])
            b["vec"][i, :L] = torch.from_numpy(s["vec"])
            b["mask"][i, :L] = True
            b["hides"][i] = s["set"] in data.HIDES_MISC
            b["weight"][i] = 0.3 if s["set"] == "gmb" else 1.0
            self.gold.fill(b, i, s)
        if soft is not None:
            soft.fill(b, rows)
        return b


class Soft:
    """The teacher's distributions by token, as float16 arrays over all sentences in the order of `data.load`."""

    def __init__(self, path):
        z = np.load(path)
        self.z = {k: z[k] for k in z.files}
        self.start, self.arc_start = self.z["start"], self.z["arc_start"]

    def fill(self, b, rows):
        B, n = b["mask"].shape
        dims = {k: self.z[k].shape[1] for k in ("upos", "xpos", "rel", "ner")}
        t = {k: np.zeros((B, n, d), np.float16) for k, d in dims.items()}
        arcs, heads = np.zeros((B, n, n + 1), np.float16), np.zeros((B, n), np.int64)
        has = np.zeros(B, bool)
        for i, s in enumerate(rows):
            k = s["index"]
            a, L = self.start[k], len(s["words"])
            if self.start[k + 1] - a != L:
                continue
            has[i] = True
            for name in dims:
                t[name][i, :L] = self.z[name][a:a + L]
            heads[i, :L] = self.z["head"][a:a + L]
            p = self.arc_start[k]
            arcs[i, :L, :L + 1] = self.z["arcs"][p:p + L * (L + 1)].reshape(L, L + 1)
            # The teacher may think of a word as its own head; the fast model cannot.
            arcs[i, np.arange(L), np.arange(L) + 1] = 0
        b["soft"] = {k: torch.from_numpy(v).float() for k, v in t.items()}
        b["soft"]["arcs"] = torch.from_numpy(arcs).float()
        b["soft"]["head"] = torch.from_numpy(heads)
        b["soft"]["has"] = torch.from_numpy(has)


def ce(logits, gold):
    return F.cross_entropy(logits.flatten(0, 1), gold.flatten(), ignore_index=-100, reduction="sum")


def loss_of(model, b, out, soft_weight):
    tokens = b["mask"].sum()
    loss = 0.0
    if (b["upos"] >= 0).any():
        r = model.rels(out, b["head"].clamp(min=0))
        loss = loss + (ce(out["upos"], b["upos"]) + ce(out["xpos"], b["xpos"]) + ce(out["arcs"], b["head"]) + ce(r, b["rel"])) / tokens
    if (b["ner"] >= 0).any():
        if "soft" in b:
            # One way of drawing the lines of names: GUM's, which the teacher has learned to draw everywhere.
            b["ner"] = torch.where(b["hides"][:, None], b["ner"], torch.full_like(b["ner"], -100))
        for w in b["weight"].unique():
            part = (b["weight"] == w)[:, None] & (b["ner"] >= 0)
            if part.any():
                gold = torch.where(part, b["ner"], torch.full_like(b["ner"], -100))
                loss = loss + w * ner_loss(out["ner"], gold, b["hides"]) * part.sum() / tokens
    if "soft" in b and soft_weight:
        s = b["soft"]
        m = b["mask"] & s["has"][:, None]
        # Cross entropy to the teacher's distribution, the same for every task.
        kl = lambda logits, p, m: -((p * logits.log_softmax(-1)).sum(-1) * m).sum() / tokens
        r = model.rels(out, s["head"])
        soft = kl(out["upos"], s["upos"], m) + kl(out["xpos"], s["xpos"], m) + kl(out["arcs"], s["arcs"], m) + kl(r, s["rel"], m) + kl(out["ner"], s["ner"], m)
        loss = loss + soft_weight * soft
    return loss


def evaluate(model, batcher, rows):
    model.eval()
    c = {}
    names = [0, 0, 0]
    with torch.no_grad():
        for cur in batches(rows, 6000):
            b = batcher.batch(cur)
            o = model(b)
            heads = o["arcs"].argmax(-1)
            r = model.rels(o, heads).argmax(-1)
            ok = b["upos"] >= 0
            good = (heads == b["head"]) & ok
            base = torch.tensor([batcher.gold.rels[x.split(":")[0]] if x.split(":")[0] in batcher.gold.rels else 0 for x in model.labels[2]])
            for k, v in dict(n=ok, upos=(o["upos"].argmax(-1) == b["upos"]) & ok, xpos=(o["xpos"].argmax(-1) == b["xpos"]) & ok, uas=good,
                             las=good & (base[r] == base[b["rel"].clamp(min=0)])).items():
                c[k] = c.get(k, 0) + int(v.sum())
            p = o["ner"].argmax(-1)
            for i, s in enumerate(cur):
                if "ner" in s:
                    gs, ps = spans(s["ner"]), spans([data.NER[k] for k in p[i, :len(s["words"])].tolist()])
                    if s["set"] in data.HIDES_MISC:
                        ps = {x for x in ps if x[2] != "MISC"}
                    names[0] += len(gs & ps); names[1] += len(gs); names[2] += len(ps)
    model.train()
    out = {k: round(v / max(1, c["n"]), 4) for k, v in c.items() if k != "n" and c["n"]}
    if names[1]:
        out["ner"] = round(2 * names[0] / max(1, names[1] + names[2]), 4)
    return out


def main():
    a = argparse.ArgumentParser()
    a.add_argument("data")
    a.add_argument("vectors")
    a.add_argument("out")
    a.add_argument("--teacher")
    a.add_argument("--epochs", type=int, default=20)
    a.add_argument("--threads", type=int, default=1)
    a.add_argument("--gmb", type=int, default=6000, help="sentences of the silver set in each epoch")
    a.add_argument("--size", type=int, default=2500)
    a.add_argument("--lr", type=float, default=3e-3)
    a.add_argument("--d", type=int, default=128)
    a.add_argument("--hidden", type=int, default=128)
    a.add_argument("--blocks", type=int, default=2)
    a.add_argument("--drop", type=float, default=0.25)
    a.add_argument("--soft", type=float, default=1.0)
    a.add_argument("--recase", type=float, default=0.2)
    a.add_argument("--start", help="go on from this model")
    o = a.parse_args()
    torch.set_num_threads(o.threads)
    torch.manual_seed(11)
    rng = random.Random(11)
    rows = data.load(o.data)
    for i, s in enumerate(rows):
        s["index"] = i
    collect = lambda k: sorted({x for s in rows if k in s for x in s[k]})
    labels = collect("upos"), collect("xpos"), collect("rel")
    z = np.load(o.vectors)
    words = z["words"].tolist()
    known = dict(zip(z["known_words"].tolist(), z["known"].tolist()))
    features.KNOWN.update(known)
    model = Fast(torch.from_numpy(z["vectors"]), labels, data.NER, d=o.d, hidden=o.hidden, blocks=o.blocks, drop=o.drop)
    batcher = Batcher(labels, words)
    soft = Soft(o.teacher) if o.teacher else None
    if o.start:
        model.load_state_dict(torch.load(o.start)["state"], strict=False)
    train = [s for s in rows if not s["dev"]]
    gold, gmb = [s for s in train if s["set"] != "gmb"], [s for s in train if s["set"] == "gmb"]
    if soft:
        gmb = [s for s in gmb if soft.start[s["index"] + 1] > soft.start[s["index"]]]
    dev = {n: [s for s in rows if s["dev"] and s["set"] == n] for n in ("ewt", "gum", "wikigold", "wnut", "gmb")}
    opt = torch.optim.AdamW([p for p in model.parameters() if p.requires_grad], lr=o.lr, weight_decay=0.01, betas=(0.9, 0.98), fused=True)
    per = len(batches(gold + gmb[:o.gmb], o.size, random.Random(1)))
    total = per * o.epochs
    sched = torch.optim.lr_scheduler.LambdaLR(opt, lambda k: min(1, (k + 1) / (total * 0.05)) * max(0.01, 1 - k / total))
    t0, step = time.time(), 0
    rng.shuffle(gmb)
    at = 0
    for epoch in range(o.epochs):
        part = [gmb[(at + i) % len(gmb)] for i in range(o.gmb)]
        at += o.gmb
        copies = []
        for s in gold + part:
            r = rng.random()
            if r < o.recase and len(s["words"]) > 1:
                s = {k: v for k, v in s.items() if k not in ("rows", "vec")}
                r /= o.recase
                s["words"] = data.recase(s["words"], "title" if r < 0.4 else "upper" if r < 0.7 else "lower")
            copies.append(s)
        mean = 0.0
        cuts = batches(copies, o.size, rng)
        for cur in cuts:
            b = batcher.batch(cur, soft)
            out = model(b)
            loss = loss_of(model, b, out, o.soft)
            opt.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 2.0)
            opt.step()
            sched.step()
            step += 1
            mean += loss.item()
        print("epoch %d loss %.3f %ds cpu %ds" % (epoch, mean / len(cuts), time.time() - t0, time.process_time()), flush=True)
        torch.save(dict(state=model.state_dict(), labels=labels, config=model.config, words=words, known=known), o.out)
        if epoch % 3 == 2 or epoch == o.epochs - 1:
            for n, d in dev.items():
                print("  ", n, evaluate(model, batcher, d if n != "gmb" else d[:600]), flush=True)


if __name__ == "__main__":
    main()
