"""Writes the teacher as the model that `--model accurate` runs: python accurate.py TEACHER.pt OUT_FOLDER

`accurate.onnx` has matrices and embeddings in int8 and reads word pieces; `accurate.json` has labels and the words of
the tokenizer; `accurate.sha256` has the hash of each.
"""
import hashlib
import json
import math
import os
import sys
import tempfile

import onnx
import torch
import torch.nn.functional as F
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import nn

import data
from label import REST
from teacher import SETS, Batcher, Teacher

LONGEST = 400


class Rows(nn.Module):
    """An embedding in int8, with a scale for each row."""

    def __init__(self, table):
        super().__init__()
        scale = table.abs().amax(1, keepdim=True).clamp(min=1e-8) / 127
        self.register_buffer("scale", scale)
        self.register_buffer("rows", (table / scale).round().to(torch.int8))

    def forward(self, ids):
        return self.rows[ids].float() * self.scale[ids]


class Accurate(nn.Module):
    """The teacher, with what only training needs left out."""

    def __init__(self, teacher):
        super().__init__()
        self.t = teacher
        e = teacher.bert.embeddings
        self.pieces = Rows(e.word_embeddings.weight.detach())
        place = e.position_embeddings.weight[:LONGEST] + e.token_type_embeddings.weight[0]
        self.register_buffer("place", place.detach())
        # GUM's names; its share of "none" is parted between none and MISC as wikigold's.
        rest = torch.zeros(len(data.NER), dtype=torch.bool)
        rest[REST] = True
        self.register_buffer("rest", rest.float())

    def layer(self, layer, x, mask):
        a = layer.attention.self
        B, m, d = x.shape
        h = a.num_attention_heads
        split = lambda y: y.view(B, m, h, d // h).transpose(1, 2)
        q, k, v = split(a.query(x)), split(a.key(x)), split(a.value(x))
        p = (q @ k.transpose(2, 3) / math.sqrt(d // h) + mask).softmax(-1)
        y = (p @ v).transpose(1, 2).reshape(B, m, d)
        x = layer.attention.output.LayerNorm(layer.attention.output.dense(y) + x)
        y = layer.output.dense(F.gelu(layer.intermediate.dense(x)))
        return layer.output.LayerNorm(y + x)

    def names(self, h, B, n):
        styles = self.t.ner(h).view(B, n, len(SETS), len(data.NER))
        gum, wiki = (styles[:, :, SETS.index(s)].softmax(-1) for s in ("gum", "wikigold"))
        part = wiki * self.rest
        part = part / part.sum(-1, keepdim=True)
        return (gum * (1 - self.rest) + (gum * self.rest).sum(-1, keepdim=True) * part + 1e-9).log()

    def forward(self, pieces, piece_shapes, mask, pool, shapes):
        t = self.t
        x = self.pieces(pieces) + t.shape(piece_shapes) + self.place[None, :pieces.shape[1]]
        x = t.bert.embeddings.LayerNorm(x)
        far = ((1 - mask) * -1e4)[:, None, None, :]
        w = t.mix.softmax(0)
        mixed = w[0] * x
        for i, layer in enumerate(t.bert.encoder.layer):
            x = self.layer(layer, x, far)
            mixed = mixed + w[i + 1] * x
        h = torch.cat([pool @ mixed, t.shape_out(shapes)], -1)
        B, n, e = h.shape
        hr = torch.cat([t.root.expand(B, 1, e), h], 1)
        one = lambda y: torch.cat([y, torch.ones_like(y[..., :1])], -1)
        arcs = (one(F.gelu(t.arc_dep(h))) @ t.arc_w) @ F.gelu(t.arc_head(hr)).transpose(1, 2)
        # The share of the relations' scores that the dependent decides; the product with the head's is left to the reader.
        R, k, _ = t.rel_w.shape
        rel_dep = one(F.gelu(t.rel_dep(h))) @ t.rel_w.permute(1, 0, 2).reshape(k, R * k)
        return t.upos(h), t.xpos(h), self.names(h, B, n), arcs, rel_dep, one(F.gelu(t.rel_head(hr)))


def bare(path):
    """Leaves out where in which script each node came from: paths of the machine that trained."""
    model = onnx.load(path)
    graph = model.graph
    for part in [model, graph, *graph.node, *graph.value_info, *graph.input, *graph.output, *graph.initializer]:
        del part.metadata_props[:]
        part.doc_string = ""
    onnx.save(model, path)


INPUTS = ["pieces", "piece_shapes", "mask", "pool", "shapes"]
OUTPUTS = ["upos", "xpos", "names", "arcs", "rel_dep", "rel_head"]


def main():
    saved = torch.load(sys.argv[1])
    teacher = Teacher(*saved["labels"])
    teacher.load_state_dict(saved["state"])
    teacher.eval()
    model = Accurate(teacher).eval()
    batcher = Batcher(saved["labels"], styles=False)
    rows = [dict(words=w.split(), set="text") for w in ("Ana Ruiz left Almer on Monday .", "The port reopened .", "Ships came in")]
    b = batcher.batch(rows)
    example = (b["pieces"], b["piece_shape"], b["piece_mask"].float(), b["pool"], b["shape"])
    with torch.no_grad():
        ours, whole = model(*example), teacher(b)
        print("arcs differ by", (ours[3] - whole["arcs"])[0].abs().max().item())
    batch, m, n = torch.export.Dim("batch"), torch.export.Dim("m", max=LONGEST), torch.export.Dim("n", max=LONGEST)
    dynamic = ({0: batch, 1: m}, {0: batch, 1: m}, {0: batch, 1: m}, {0: batch, 1: n, 2: m}, {0: batch, 1: n})
    folder = sys.argv[2]
    with tempfile.TemporaryDirectory() as tmp:
        plain = os.path.join(tmp, "plain.onnx")
        torch.onnx.export(model, example, plain, input_names=INPUTS, output_names=OUTPUTS, dynamic_shapes=dynamic, dynamo=True, external_data=False)
        quantize_dynamic(plain, os.path.join(folder, "accurate.onnx"), op_types_to_quantize=["MatMul", "Gemm"], weight_type=QuantType.QInt8, per_channel=True)
    bare(os.path.join(folder, "accurate.onnx"))
    vocab = batcher.tok.get_vocab()
    upos, xpos, rels = saved["labels"]
    about = dict(upos=upos, xpos=xpos, rels=rels, names=data.NER, pieces=sorted(vocab, key=vocab.get))
    json.dump(about, open(os.path.join(folder, "accurate.json"), "w"), ensure_ascii=False)
    with open(os.path.join(folder, "accurate.sha256"), "w") as out:
        for name in ("accurate.onnx", "accurate.json"):
            blob = open(os.path.join(folder, name), "rb").read()
            print(len(blob), name)
            out.write("%s  %s\n" % (hashlib.sha256(blob).hexdigest(), name))


if __name__ == "__main__":
    main()
