"""The judge: a text's vector from a language model's upper layers, and a head that reads two vectors."""
import math
import os
import unicodedata

import torch
import torch.nn as nn
import torch.nn.functional as F

from corpus import plain
from e5 import Pieces, pooled

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
    """Texts with their ids and the hidden states after the lower layers."""

    def __init__(self, texts, prefix, longest, pieces, encoder, frozen):
        self.at = {t: i for i, t in enumerate(texts)}
        self.ids = [pieces.framed(prefix + plain(t), longest) for t in texts]
        self.states = [None] * len(texts)
        self.frozen = frozen
        self.encoder = encoder
        order = sorted(range(len(texts)), key=lambda i: len(self.ids[i]))
        with torch.no_grad(), short_numbers():
            for start in range(0, len(order), 64):
                part = order[start:start + 64]
                x, mask = self.embedded(part)
                x = encoder(x, mask, 0, frozen)
                for j, i in enumerate(part):
                    self.states[i] = x[j, :len(self.ids[i])].to(torch.bfloat16).clone()

    def embedded(self, part):
        longest = max(len(self.ids[i]) for i in part)
        ids = torch.full((len(part), longest), 1)
        mask = torch.zeros(len(part), longest)
        for j, i in enumerate(part):
            ids[j, :len(self.ids[i])] = torch.tensor(self.ids[i])
            mask[j, :len(self.ids[i])] = 1
        return self.encoder.embed(ids), mask

    def lower(self, part):
        longest = max(len(self.ids[i]) for i in part)
        x = torch.zeros(len(part), longest, 384)
        mask = torch.zeros(len(part), longest)
        for j, i in enumerate(part):
            x[j, :len(self.ids[i])] = self.states[i].float()
            mask[j, :len(self.ids[i])] = 1
        return x, mask


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
        product = F.dropout(product, self.dropout, self.training)
        inner = torch.cat([product, 4 * torch.stack(views, -1)], -1)
        h = self.kpi_hidden(k)[:, None, :] + self.element_hidden(e)[None, :, :] + self.mix(inner)
        return self.out(F.dropout(F.relu(h), self.dropout, self.training)), views


class Judge(nn.Module):
    def __init__(self, encoder, frozen, options):
        super().__init__()
        self.encoder, self.frozen = encoder, frozen
        self.head = Head(rank=options.rank, hidden=options.hidden, dropout=options.head_dropout)
        self.register_buffer("kpi_mean", torch.zeros(384))
        self.register_buffer("element_mean", torch.zeros(384))

    def raw(self, texts, part):
        """Pooled vectors; texts of like length run together, so that a long one does not pad the others."""
        order = sorted(range(len(part)), key=lambda j: len(texts.ids[part[j]]))
        made, places = [], []
        for start in range(0, len(order), 24):
            group = order[start:start + 24]
            x, mask = texts.lower([part[j] for j in group])
            with short_numbers():
                x = self.encoder(x, mask, self.frozen)
            made.append(pooled(x.float(), mask))
            places += group
        back = torch.empty(len(part), dtype=torch.long)
        back[places] = torch.arange(len(part))
        return torch.cat(made)[back]

    def vectors(self, texts, part, kpi):
        mean = self.kpi_mean if kpi else self.element_mean
        return F.normalize(self.raw(texts, part) - mean, dim=-1) * 20
