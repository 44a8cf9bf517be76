"""Writes a trained model as the file the engine reads: python export.py MODEL.pt OUT.bin

The file: "DLFAST1\\n", the length of the header as u32 (little-endian), the header in JSON (labels, sizes, where each
tensor stands), then tensors at multiples of 64 bytes: tables as rows of int8 with a scale of float32 for each row,
all else as float32. OUT.sha256 is written beside it.
"""
import hashlib
import json
import struct
import sys

import numpy as np
import torch

import features


def quantise(x):
    scale = np.maximum(np.abs(x).max(1), 1e-8) / 127
    return np.round(x / scale[:, None]).astype(np.int8), scale.astype(np.float32)


def main():
    m = torch.load(sys.argv[1], map_location="cpu")
    state = {k: v.numpy() for k, v in m["state"].items()}
    cfg = m["config"]
    tensors, parts, at = {}, [], 0

    def add(name, x, kind):
        nonlocal at
        raw = np.ascontiguousarray(x).tobytes()
        pad = -len(raw) % 64
        tensors[name] = dict(at=at, rows=int(x.shape[0]), cols=int(x.shape[1] if x.ndim > 1 else 1), kind=kind)
        parts.append(raw + b"\0" * pad)
        at += len(raw) + pad

    q, s = quantise(state["table.weight"][:features.TOTAL])
    add("table", q, "i8"); add("table_scale", s, "f32")
    q, s = quantise(state["vectors.weight"][1:])
    add("vectors", q, "i8"); add("vectors_scale", s, "f32")

    def f32(name, x):
        add(name, x.astype(np.float32), "f32")

    def linear(name, w, b=None):
        # Input by output, as the product wants it.
        f32(name, w.T)
        f32(name + "_bias", b if b is not None else np.zeros(w.shape[0]))

    linear("vec", state["vec.weight"], state["vec.bias"])
    for n in ("norm0", "norm1"):
        f32(n, np.stack([state[n + ".weight"], state[n + ".bias"]]))
    for i in range(cfg["blocks"]):
        p = "blocks.%d." % i
        f32("block%d_norm" % i, np.stack([state[p + "norm.weight"], state[p + "norm.bias"]]))
        f32("block%d_conv" % i, state[p + "conv"])
        linear("block%d_in" % i, state[p + "win.weight"], state[p + "win.bias"])
        linear("block%d_out" % i, state[p + "out.weight"], state[p + "out.bias"])
    heads = ["upos", "xpos", "arc_dep", "arc_head", "rel_dep", "rel_head", "ner_in"]
    w = np.concatenate([state[h + ".weight"] for h in heads])
    b = np.concatenate([state[h + ".bias"] if h + ".bias" in state else np.zeros(state[h + ".weight"].shape[0], np.float32) for h in heads])
    linear("heads", w, b)
    linear("rel_out", state["rel_out.weight"], state["rel_out.bias"])
    linear("ner_out", state["ner_out.weight"], state["ner_out.bias"])
    f32("root", state["root"]); f32("rel_root", state["rel_root"]); f32("dist", state["dist"])
    words = "\n".join(m["words"]).encode()
    add("words", np.frombuffer(words, np.uint8), "u8")
    known = sorted(m["known"].items())
    add("known_words", np.frombuffer("\n".join(w for w, _ in known).encode(), np.uint8), "u8")
    add("known", np.array([mask for _, mask in known], np.uint8), "u8")
    upos, xpos, rels = m["labels"]
    header = dict(config=cfg, rows=features.ROWS, upos=upos, xpos=xpos, rels=rels, names=m.get("ner", None) or __import__("data").NER, tensors=tensors)
    h = json.dumps(header).encode()
    h += b" " * (-(12 + len(h)) % 64)
    blob = b"DLFAST1\n" + struct.pack("<I", len(h)) + h + b"".join(parts)
    open(sys.argv[2], "wb").write(blob)
    name = sys.argv[2].rsplit("/", 1)[-1]
    open(sys.argv[2].rsplit(".", 1)[0] + ".sha256", "w").write("%s  %s\n" % (hashlib.sha256(blob).hexdigest(), name))
    print(len(blob), "bytes")


if __name__ == "__main__":
    main()
