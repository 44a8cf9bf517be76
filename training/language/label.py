"""Lets the teacher read the training texts: python label.py DATA TEACHER.pt OUT.npz [--gmb 20000] [--threads 1]

Keeps its distributions as float16. Names are labelled everywhere as GUM draws them, and what GUM leaves out, names of
other things, as wikigold does.
"""
import argparse
import random
import time

import numpy as np
import torch

import data
from teacher import SETS, Batcher, Teacher, batches


REST = [i for i, l in enumerate(data.NER) if l == "O" or l.endswith("MISC")]


def names(styles):
    """GUM's distribution; its share of "none" is parted between none and MISC as wikigold's."""
    gum, wiki = (styles[:, :, SETS.index(s)].softmax(-1) for s in ("gum", "wikigold"))
    rest = wiki[..., REST] / wiki[..., REST].sum(-1, keepdim=True)
    gum[..., REST] = gum[..., REST].sum(-1, keepdim=True) * rest
    return gum


def main():
    a = argparse.ArgumentParser()
    a.add_argument("data")
    a.add_argument("teacher")
    a.add_argument("out")
    a.add_argument("--gmb", type=int, default=20000)
    a.add_argument("--threads", type=int, default=1)
    o = a.parse_args()
    torch.set_num_threads(o.threads)
    m = torch.load(o.teacher)
    model = Teacher(*m["labels"])
    model.load_state_dict(m["state"])
    model.eval()
    batcher = Batcher(m["labels"], styles=False)
    rows = data.load(o.data)
    for i, s in enumerate(rows):
        s["index"] = i
    gmb = [s for s in rows if s["set"] == "gmb" and not s["dev"]]
    random.Random(3).shuffle(gmb)
    # Short sentences first would be cheap, long ones are news: take them as they come.
    chosen = [s for s in rows if s["set"] != "gmb" and not s["dev"]] + gmb[:o.gmb]
    have = {s["index"] for s in chosen}
    start, arc_start = np.zeros(len(rows) + 1, np.int64), np.zeros(len(rows) + 1, np.int64)
    for i, s in enumerate(rows):
        n = len(s["words"]) if i in have else 0
        start[i + 1] = start[i] + n
        arc_start[i + 1] = arc_start[i] + n * (n + 1)
    N, dims = start[-1], dict(upos=len(m["labels"][0]), xpos=len(m["labels"][1]), rel=len(m["labels"][2]), ner=len(data.NER))
    out = {k: np.zeros((N, d), np.float16) for k, d in dims.items()}
    out["head"] = np.zeros(N, np.int16)
    out["arcs"] = np.zeros(arc_start[-1], np.float16)
    t0, done = time.time(), 0
    with torch.no_grad():
        for k, cur in enumerate(batches(chosen, 2000)):
            b = batcher.batch(cur)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                o_ = model(b)
            o_ = {key: x.float() for key, x in o_.items()}
            heads = o_["arcs"].argmax(-1)
            p = {"upos": o_["upos"], "xpos": o_["xpos"], "ner": o_["ner"], "rel": model.rels(o_, heads), "arcs": o_["arcs"]}
            p = {key: x.softmax(-1) for key, x in p.items()}
            p["ner"] = names(o_["styles"])
            p = {key: x.numpy().astype(np.float16) for key, x in p.items()}
            for i, s in enumerate(cur):
                n, at, arc = len(s["words"]), start[s["index"]], arc_start[s["index"]]
                for key in dims:
                    out[key][at:at + n] = p[key][i, :n]
                out["head"][at:at + n] = heads[i, :n]
                out["arcs"][arc:arc + n * (n + 1)] = p["arcs"][i, :n, :n + 1].reshape(-1)
                done += n
            if k % 100 == 0:
                print(done, "of", N, "%ds" % (time.time() - t0), flush=True)
    np.savez(o.out, start=start, arc_start=arc_start, **out)


if __name__ == "__main__":
    main()
