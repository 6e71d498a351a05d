"""The judge: a text's vector from a language model's upper layers, and a head that reads two vectors."""
import math
import os
import unicodedata

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
from safetensors import safe_open

from corpus import plain
from e5 import Dropout, Pieces, pooled

CLASS = {-1: 0, 0: 1, 1: 2, 2: 3}
LONGEST = {"kpi": 96, "element": 112}


def kept_rows(pack, words, texts):
    """Rows of the vocabulary for Chinese in both scripts, English words, digits and signs."""
    keep = {pack.bos, pack.eos, pack.pad, pack.unknown}
    foreign = lambda c: "\u3040" <= c <= "\u30ff" or "\uac00" <= c <= "\ud7af"
    for row, piece in enumerate(pack.pieces):
        body = piece.replace("\u2581", "")
        han = any("\u3400" <= c <= "\u9fff" for c in body)
        sign = all(not unicodedata.category(c).startswith(("L", "M")) for c in body) and len(body) <= 4
        single = len(body) == 1 and ord(body) < 128
        if (han and not any(foreign(c) for c in body)) or sign or single:
            keep.add(row)
    full = Pieces(pack)
    for name in ("en.txt", "zh.txt"):
        for line in open(os.path.join(words, name), encoding="utf-8"):
            word = line.split("\t")[0].strip()
            for form in {word, word.capitalize(), word.upper() if len(word) < 6 else word}:
                keep.update(full.ids(form))
    for text in texts:
        keep.update(full.ids(plain(text)))
    return sorted(keep)


def short_numbers():
    """Products in bfloat16 where the processor has them; elsewhere they would be far slower than full precision."""
    return torch.autocast("cpu", torch.bfloat16, enabled=torch.cpu._is_avx512_bf16_supported())


class Texts:
    """Texts with their ids and the hidden states after the lower layers: those of all texts in one row, shortest text first."""

    def __init__(self, texts, prefix, longest, pieces, encoder, frozen):
        self.at = {t: i for i, t in enumerate(texts)}
        self.ids = [pieces.framed(prefix + plain(t), longest) for t in texts]
        self.starts = [0] * len(texts)
        self.states = torch.empty(sum(map(len, self.ids)), encoder.kind.numel(), dtype=torch.bfloat16)
        order = sorted(range(len(texts)), key=lambda i: len(self.ids[i]))
        at = 0
        with torch.no_grad(), short_numbers():
            for first in range(0, len(order), 256):
                part = [self.ids[i] for i in order[first:first + 256]]
                x = encoder(encoder.embed(part), [len(ids) for ids in part], 0, frozen)
                self.states[at:at + len(x)] = x
                for i in order[first:first + 256]:
                    self.starts[i] = at
                    at += len(self.ids[i])

    def lower(self, i):
        """The states of a text's pieces."""
        return self.states[self.starts[i]:self.starts[i] + len(self.ids[i])]


class Head(nn.Module):
    """A pair's outcome from its two vectors: what each says alone, a product of two short projections, and three
    likenesses (cosines of projections): of subject, of what helps, and of what hurts."""

    VIEWS = ("like", "help", "hurt")

    def __init__(self, width=384, rank=64, hidden=128, view=128, dropout=0.2):
        super().__init__()
        self.kpi_hidden, self.element_hidden = nn.Linear(width, hidden), nn.Linear(width, hidden, bias=False)
        self.kpi_rank, self.element_rank = nn.Linear(width, rank, bias=False), nn.Linear(width, rank, bias=False)
        self.mix = nn.Linear(rank + len(self.VIEWS), hidden, bias=False)
        self.out = nn.Linear(hidden, 4)
        with torch.no_grad():
            shared = torch.randn(rank, width) / math.sqrt(width)
            self.kpi_rank.weight.copy_(shared + 0.3 * torch.randn(rank, width) / math.sqrt(width))
            self.element_rank.weight.copy_(shared + 0.3 * torch.randn(rank, width) / math.sqrt(width))
        for name in self.VIEWS:
            size = width if name == "like" else view
            start = torch.eye(width) if name == "like" else torch.nn.init.orthogonal_(torch.empty(size, width))
            for side in ("kpi", "element"):
                part = nn.Linear(width, size, bias=False)
                with torch.no_grad():
                    part.weight.copy_(start)
                setattr(self, f"{side}_{name}", part)
        self.dropout = dropout
        self.scale = nn.Parameter(torch.tensor([math.log(12.0)] * len(self.VIEWS)))

    def grid(self, k, e):
        """Logits [kpis, elements, 4] and the likenesses [kpis, elements] by view."""
        views = [F.normalize(getattr(self, "kpi_" + n)(k), dim=-1) @ F.normalize(getattr(self, "element_" + n)(e), dim=-1).T for n in self.VIEWS]
        product = self.kpi_rank(k)[:, None, :] * self.element_rank(e)[None, :, :]
        share = self.dropout if self.training else 0.0
        product = Dropout.apply(product, share)
        inner = torch.cat([product, 4 * torch.stack(views, -1)], -1)
        h = self.kpi_hidden(k)[:, None, :] + self.element_hidden(e)[None, :, :] + self.mix(inner)
        return self.out(Dropout.apply(F.relu(h), share)), views


class Judge(nn.Module):
    def __init__(self, encoder, frozen, options):
        super().__init__()
        self.encoder, self.frozen = encoder, frozen
        self.head = Head(rank=options.rank, hidden=options.hidden, dropout=options.head_dropout)
        self.register_buffer("kpi_mean", torch.zeros(384))
        self.register_buffer("element_mean", torch.zeros(384))

    def raw(self, texts, part):
        """Pooled vectors of some of the texts of a store."""
        return self.pool([(texts, i) for i in part])

    def pool(self, wanted):
        """Pooled vectors [wanted, width] of texts of any stores, read together: texts of one length run side by side."""
        order = sorted(range(len(wanted)), key=lambda j: len(wanted[j][0].ids[wanted[j][1]]))
        lengths = [len(wanted[j][0].ids[wanted[j][1]]) for j in order]
        x = torch.cat([wanted[j][0].lower(wanted[j][1]) for j in order]).float()
        with short_numbers():
            x = self.encoder(x, lengths, self.frozen)
        back = torch.empty(len(order), dtype=torch.long)
        back[order] = torch.arange(len(order))
        return pooled(x.float(), lengths)[back]

    def centred(self, raw, kpi):
        """Pooled vectors around the middle of their side, each of length 20."""
        return F.normalize(raw - (self.kpi_mean if kpi else self.element_mean), dim=-1) * 20

    def vectors(self, texts, part, kpi):
        return self.centred(self.raw(texts, part), kpi)

    def together(self, parts):
        """Vectors of several parts, each (store, places, whether KPIs), read in one go, which takes half the time."""
        raw = self.pool([(texts, i) for texts, part, _ in parts for i in part])
        return [self.centred(r, kpi) for r, (_, _, kpi) in zip(raw.split([len(part) for _, part, _ in parts]), parts)]


def trained(path, pack):
    """What a training saved, or as much of it as an exported judge holds (upper layers rounded to 8 bits): rows, state and options."""
    if not path.endswith(".safetensors"):
        return torch.load(path, weights_only=False)
    with safe_open(path, "np") as f:
        t, about = {name: f.get_tensor(name) for name in f.keys()}, f.metadata()
    row = {piece: i for i, piece in enumerate(pack.pieces)}
    state = {}
    for name, value in t.items():
        if name.endswith(".int8"):
            stem = name.removesuffix(".int8")
            state[f"encoder.{stem}.weight"] = value.astype(np.float32) * t[f"{stem}.scale"][:, None]
        elif name.startswith("layers.") and name.endswith((".weight", ".bias")):
            state[f"encoder.{name}"] = value
        elif name.startswith("head.") or name in ("kpi_mean", "element_mean"):
            state[name] = value.astype(np.float32)
    frozen = sum(name.endswith("query.nibbles") for name in t)
    options = {"frozen": frozen, "rank": int(about["rank"]), "hidden": int(about["hidden"]), "head_dropout": 0.2}
    rows = [row[piece] for piece in bytes(t["pieces"]).decode().split("\n")]
    return {"rows": rows, "state": {n: torch.from_numpy(np.array(v)) for n, v in state.items()}, "options": options}
