"""Would a reader of both texts at once teach the judge something? Trains one of the same size and prints its figures on the held-back units.

usage: python3 teacher.py CORPUS_FOLDER WORDS_FOLDER [--share 0.25] [--epochs 3]
Lower layers read each text alone (as in train.py, computed once); the tuned upper layers read the two behind one another, each word of one
seeing all words of the other. Compare with `train.py --share` of the same share and without sheets (`--sheets 0`)."""
import argparse
import random
import time

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

import corpus
import train
from corpus import kpi_text
from e5 import Encoder, Pack, Pieces, pooled

FROZEN = 6


class Reader(nn.Module):
    """Outcome of a pair from the states of both texts after the lower layers."""

    def __init__(self, encoder):
        super().__init__()
        self.encoder = encoder
        self.sides = nn.Parameter(torch.zeros(2, 384))
        self.hidden, self.out = nn.Linear(2 * 384, 128), nn.Linear(128, 4)

    def forward(self, kpis, elements, pairs):
        k, km = kpis.lower([i for i, _ in pairs])
        e, em = elements.lower([j for _, j in pairs])
        x = self.encoder(torch.cat([k + self.sides[0], e + self.sides[1]], 1), torch.cat([km, em], 1), FROZEN)
        both = torch.cat([pooled(x[:, :k.shape[1]], km), pooled(x[:, k.shape[1]:], em)], 1)
        return self.out(F.dropout(F.relu(self.hidden(both)), 0.1, self.training))


def whole(kpi):
    return kpi_text(kpi["department"], kpi["kpi"], kpi["description"], kpi["direction"])


def labelled(units, kpis, elements):
    """(KPI text, element text, outcome) by number, one for each judged pair."""
    return [(kpis.at[whole(k)], elements.at[e], train.CLASS[label])
            for u in units for k, labels in zip(u.kpis, u.labels) for e, label in zip(u.elements, labels) if label is not None]


def batches(pairs, kpis, elements, size):
    """Pairs of like length together."""
    order = sorted(pairs, key=lambda p: (len(kpis.ids[p[0]]) + len(elements.ids[p[1]]), random.random()))
    made = [order[i:i + size] for i in range(0, len(order), size)]
    random.shuffle(made)
    return made


def measure(reader, held, kpis, elements, name):
    reader.eval()
    pairs = list(dict.fromkeys((i, j) for i, j, _ in labelled(held, kpis, elements)))
    chance = {}
    with torch.no_grad():
        for batch in batches([(i, j, 0) for i, j in pairs], kpis, elements, 64):
            for (i, j, _), p in zip(batch, reader(kpis, elements, [(i, j) for i, j, _ in batch]).softmax(-1)):
                chance[i, j] = float(2 * p[3] + p[2] - p[0])
    for kind in ("org", "wide", "block"):
        inside, opposite = [], []
        for u in held:
            if train.shape(u) != kind:
                continue
            for k, labels in zip(u.kpis, u.labels):
                rank = np.array([chance[kpis.at[whole(k)], elements.at[e]] for e in u.elements])
                y = np.array(labels)
                if (y > 0).any() and (y <= 0).any():
                    inside.append(train.auc(rank[y > 0], rank[y <= 0]))
                if (y > 0).any() and (y < 0).any():
                    opposite.append(train.auc(rank[y > 0], rank[y < 0]))
        if inside:
            print(f"{name} {kind}: AUC {np.mean(inside):.3f} helper>opposite {np.mean(opposite):.3f}", flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("corpus")
    parser.add_argument("words")
    parser.add_argument("--share", type=float, default=0.25)
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--rate", type=float, default=1e-4)
    o = parser.parse_args()
    for seed in (random.seed, np.random.seed, torch.manual_seed):
        seed(7)
    began = time.time()
    seen, held = corpus.split([u for u in corpus.units(corpus.files(o.corpus)) if u.kind != "cross"])
    seen = [u for u in seen if corpus.stable("share" + u.elements[0]) < o.share]
    kpi_texts = list(dict.fromkeys(whole(k) for u in seen + held for k in u.kpis))
    element_texts = list(dict.fromkeys(e for u in seen + held for e in u.elements))
    pack = Pack()
    rows = train.kept_rows(pack, o.words, kpi_texts + element_texts)
    pieces, encoder = Pieces(pack, rows), Encoder(pack, rows)
    encoder.eval()
    kpis = train.Texts(kpi_texts, "query: ", train.LONGEST["kpi"], pieces, encoder, FROZEN)
    elements = train.Texts(element_texts, "passage: ", train.LONGEST["element"], pieces, encoder, FROZEN)
    encoder.dropout = 0.1
    reader = Reader(encoder)
    layers = [p for layer in encoder.layers[FROZEN:] for p in layer.parameters()]
    rest = [reader.sides, *reader.hidden.parameters(), *reader.out.parameters()]
    optimizer = torch.optim.AdamW([dict(params=layers, lr=o.rate), dict(params=rest, lr=1e-3)], weight_decay=0.01)
    pairs = labelled(seen, kpis, elements)
    weights = torch.tensor([2.5, 1.0, 2.5, 2.5])
    steps, step = o.epochs * len(batches(pairs, kpis, elements, 32)), 0
    print(f"pairs {len(pairs)}, steps {steps}, {time.time() - began:.0f} s", flush=True)
    for epoch in range(o.epochs):
        reader.train()
        for batch in batches(pairs, kpis, elements, 32):
            factor = min(1, step / steps / 0.08) * (1 - step / steps)
            for group, rate in zip(optimizer.param_groups, (o.rate, 1e-3)):
                group["lr"] = rate * max(factor, 0.01)
            logits = reader(kpis, elements, [(i, j) for i, j, _ in batch])
            loss = F.cross_entropy(logits, torch.tensor([c for *_, c in batch]), weight=weights, label_smoothing=0.02)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(layers + rest, 1.0)
            optimizer.step()
            step += 1
        print(f"epoch {epoch + 1}: {time.time() - began:.0f} s", flush=True)
        measure(reader, held, kpis, elements, f"epoch {epoch + 1}")


if __name__ == "__main__":
    main()
