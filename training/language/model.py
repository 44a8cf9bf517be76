"""The fast model: embeddings, gated recurrent blocks over a sentence, heads for tags, arcs, relations and names."""
import torch
import torch.nn.functional as F
from torch import nn

import features


class Scan(torch.autograd.Function):
    """c[t] = a[t] c[t-1] + b[t]; time is dimension 0."""

    @staticmethod
    def forward(ctx, a, b):
        c = torch.empty_like(b)
        c[0] = b[0]
        for t in range(1, b.shape[0]):
            torch.addcmul(b[t], a[t], c[t - 1], out=c[t])
        ctx.save_for_backward(a, c)
        return c

    @staticmethod
    def backward(ctx, grad):
        a, c = ctx.saved_tensors
        g = grad.contiguous().clone()
        for t in range(g.shape[0] - 2, -1, -1):
            g[t].addcmul_(a[t + 1], g[t + 1])
        da = torch.zeros_like(a)
        torch.mul(g[1:], c[:-1], out=da[1:])
        return da, g


def scan(f, z):
    """The recurrence over [B, T, H]: the first half of the states runs forward, the second backward."""
    k = f.shape[-1] // 2
    turn = lambda x: torch.cat([x[..., :k], x[..., k:].flip(1)], -1)
    a, b = turn(f).transpose(0, 1).contiguous(), turn((1 - f) * z).transpose(0, 1).contiguous()
    return turn(Scan.apply(a, b).transpose(0, 1))


class Locked(nn.Module):
    """Dropout of the same units at all words of a sentence: better for recurrences, and cheap."""

    def __init__(self, p):
        super().__init__()
        self.p = p

    def forward(self, x):
        if not self.training or not self.p:
            return x
        keep = torch.rand(x.shape[0], 1, x.shape[-1]) >= self.p
        return x * (keep / (1 - self.p))


class Block(nn.Module):
    """h + W2 (scan(W1 conv(norm(h))) * gate): a depthwise convolution, then a recurrence in both directions."""

    def __init__(self, d, hidden, drop):
        super().__init__()
        self.norm = nn.LayerNorm(d)
        self.conv = nn.Parameter(torch.zeros(3, d))
        with torch.no_grad():
            self.conv[1] = 1.0
            self.conv[0] = self.conv[2] = 0.3
        self.win = nn.Linear(d, 3 * hidden)
        self.out = nn.Linear(hidden, d)
        with torch.no_grad():
            self.win.bias[hidden:2 * hidden] = torch.linspace(-1.0, 2.0, hidden // 2).repeat(2)
        self.hidden = hidden
        self.drop = Locked(drop)

    def forward(self, h, mask):
        x = self.norm(h) * mask
        left = F.pad(x, (0, 0, 1, 0))[:, :-1]
        right = F.pad(x, (0, 0, 0, 1))[:, 1:]
        x = left * self.conv[0] + x * self.conv[1] + right * self.conv[2]
        x = self.drop(x)
        z, f, g = self.win(x).split(self.hidden, -1)
        # Padding: the state passes over it unchanged, and stays zero behind it in the reverse direction.
        z = z * mask
        f = torch.where(mask > 0, 0.5 + 0.5 * f * torch.rsqrt(1 + f * f), torch.ones_like(f))
        c = scan(f, z)
        return h + self.drop(self.out(c * F.relu(g)))


class Fast(nn.Module):
    def __init__(self, vectors, labels, ner, d=128, hidden=128, blocks=2, arc=64, rel=64, drop=0.25, ner_hidden=64):
        super().__init__()
        self.labels, self.ner_labels = labels, ner
        upos, xpos, rels = labels
        self.config = dict(d=d, hidden=hidden, blocks=blocks, arc=arc, rel=rel, ner_hidden=ner_hidden)
        self.table = nn.EmbeddingBag(features.TOTAL + 1, d, mode="sum", padding_idx=features.NULL)
        nn.init.normal_(self.table.weight, std=0.3)
        with torch.no_grad():
            self.table.weight[features.NULL] = 0
        self.vectors = nn.Embedding.from_pretrained(torch.cat([torch.zeros(1, vectors.shape[1]), vectors]), freeze=True)
        self.vec = nn.Linear(vectors.shape[1], d)
        self.norm0 = nn.LayerNorm(d)
        self.blocks = nn.ModuleList(Block(d, hidden, drop) for _ in range(blocks))
        self.norm1 = nn.LayerNorm(d)
        self.upos, self.xpos = nn.Linear(d, len(upos)), nn.Linear(d, len(xpos))
        self.arc_dep, self.arc_head = nn.Linear(d, arc), nn.Linear(d, arc)
        self.root = nn.Parameter(torch.zeros(arc))
        self.dist = nn.Parameter(torch.zeros(2, 16))
        self.rel_dep, self.rel_head = nn.Linear(d, rel), nn.Linear(d, rel, bias=False)
        self.rel_root = nn.Parameter(torch.zeros(rel))
        self.rel_out = nn.Linear(rel, len(rels))
        self.ner_in, self.ner_out = nn.Linear(d, ner_hidden), nn.Linear(ner_hidden, len(ner))
        self.drop = Locked(drop)
        self.emb_drop = Locked(drop)

    def forward(self, b):
        rows, vec, mask = b["rows"], b["vec"], b["mask"][..., None].float()
        B, n, k = rows.shape
        v = self.vectors(vec)
        if self.training:
            # Word dropout: the form and its vector, or the vector alone, are unknown.
            gone = torch.rand(B, n) < 0.1
            rows = rows.clone()
            rows[..., 0] = torch.where(gone, torch.full_like(rows[..., 0], features.NULL), rows[..., 0])
            v = v * (torch.rand(B, n) >= 0.08)[..., None]
        e = self.table(rows.view(B * n, k)).view(B, n, -1) + self.vec(v)
        h = F.relu(self.norm0(e))
        h = self.emb_drop(h) * mask
        for block in self.blocks:
            h = block(h, mask)
        h = self.drop(self.norm1(h))
        dep = self.arc_dep(h)
        head = torch.cat([self.root.expand(B, 1, -1), self.arc_head(h)], 1)
        arcs = (self.drop(F.relu(dep)) @ self.drop(head).transpose(1, 2)) * 0.2
        # The distance to the head, capped.
        at = torch.arange(n)
        far = at[None, :] - at[:, None]
        bias = torch.where(far < 0, self.dist[0][(-far).clamp(0, 15)], self.dist[1][far.clamp(0, 15)])
        arcs = torch.cat([arcs[..., :1], arcs[..., 1:] + bias], -1)
        arcs = arcs.masked_fill(~torch.cat([b["mask"][:, :1], b["mask"]], 1)[:, None, :], -1e4)
        eye = torch.eye(n, n + 1, dtype=torch.bool).roll(1, 1)
        arcs = arcs.masked_fill(eye, -1e4)
        rd = self.rel_dep(h)
        rh = torch.cat([self.rel_root.expand(B, 1, -1), self.rel_head(h)], 1)
        return dict(upos=self.upos(h), xpos=self.xpos(h), arcs=arcs, rd=rd, rh=rh, ner=self.ner_out(self.drop(F.relu(self.ner_in(h)))))

    def rels(self, out, heads):
        rh = out["rh"].gather(1, heads[..., None].expand(-1, -1, out["rh"].shape[-1]))
        return self.rel_out(self.drop(F.relu(out["rd"] + rh)))
