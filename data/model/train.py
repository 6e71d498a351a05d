"""Trains the judge: a two-tower encoder and a head with four outcomes (hurts, none, indirect, direct).

usage: python3 train.py CORPUS_FOLDER WORDS_FOLDER OUT [--share 1.0] [--epochs 5] [--all] ...
Two CPU cores, fixed seed. Lower layers stay as they are in the pack and are computed once."""
import argparse
import math
import os
import random
import time
import unicodedata

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

import corpus
from corpus import HAN, kpi_text, plain
from e5 import Encoder, Pack, Pieces, pooled

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


def variants(kpi):
    """Ways the same KPI may stand in a table, with their weights: whole, without department, without description, and
    without a direction where more is better."""
    d = kpi["direction"]
    department, name, description = kpi["department"], kpi["kpi"], kpi["description"]
    whole = kpi_text(department, name, description, d)
    bare = kpi_text("", name, description, d)
    short = kpi_text(department, name, "", d)
    plain = kpi_text(department, name, description, "" if d == "increase" else d)
    # A goal without a department is mostly a title or a sentence, and nobody writes a direction beside it.
    return [whole, bare, short, plain], (0.55, 0.15, 0.15, 0.15) if department else (0.3, 0.0, 0.1, 0.6)


def flipped(kpi):
    """The same KPI with the other direction, where the direction is written before its name; else none."""
    d = "decrease" if kpi["direction"] == "increase" else "increase"
    other = kpi_text(kpi["department"], kpi["kpi"], kpi["description"], d)
    return None if other == kpi_text(kpi["department"], kpi["kpi"], kpi["description"], kpi["direction"]) else other


def auc(good, bad):
    good, bad = np.asarray(good), np.asarray(bad)
    return (good[:, None] > bad[None]).mean() + 0.5 * (good[:, None] == bad[None]).mean()


def shape(unit):
    """The kind of a unit, with organisations of more than six KPIs as "wide"."""
    return "wide" if unit.kind == "org" and len(unit.kpis) > 6 else unit.kind


def measure(judge, units, kpis, elements, name):
    """Prints AUC inside a KPI, helper above opposite, Brier and hit@1 of an organisation's elements."""
    judge.eval()
    kv, ev = {}, {}
    K = sorted({kpi_text(k["department"], k["kpi"], k["description"], k["direction"]) for u in units for k in u.kpis})
    E = sorted({e for u in units for e in u.elements})
    with torch.no_grad():
        for start in range(0, len(K), 128):
            part = K[start:start + 128]
            for t, v in zip(part, judge.vectors(kpis, [kpis.at[t] for t in part], True)):
                kv[t] = v
        for start in range(0, len(E), 128):
            part = E[start:start + 128]
            for t, v in zip(part, judge.vectors(elements, [elements.at[t] for t in part], False)):
                ev[t] = v
    result = {}
    for kind in ("org", "wide", "block"):
        inside, opposite, brier, likeness, n = [], [], [], [], 0
        right, asked = 0, 0
        for u in units:
            if shape(u) != kind:
                continue
            k = torch.stack([kv[kpi_text(x["department"], x["kpi"], x["description"], x["direction"])] for x in u.kpis])
            e = torch.stack([ev[t] for t in u.elements])
            with torch.no_grad():
                logits, views = judge.head.grid(k, e)
            like = views[0]
            p = logits.softmax(-1).numpy()
            rank = 2 * p[..., 3] + p[..., 2] - p[..., 0]
            y = np.array(u.labels)
            n += y.size
            brier.append(((p[..., 2] + p[..., 3] - (y > 0)) ** 2).ravel())
            for i in range(len(y)):
                if (y[i] > 0).any() and (y[i] <= 0).any():
                    inside.append(auc(rank[i][y[i] > 0], rank[i][y[i] <= 0]))
                    likeness.append(auc(like[i].numpy()[y[i] > 0], like[i].numpy()[y[i] <= 0]))
                if (y[i] > 0).any() and (y[i] < 0).any():
                    opposite.append(auc(rank[i][y[i] > 0], rank[i][y[i] < 0]))
            if kind != "block":
                for j in range(y.shape[1]):
                    if (y[:, j] == 2).sum() == 1:
                        asked += 1
                        right += y[:, j].argmax() == rank[:, j].argmax()
        if inside:
            print(f"{name} {kind}: AUC {np.mean(inside):.3f} (likeness {np.mean(likeness):.3f}) helper>opposite {np.mean(opposite):.3f} "
                  f"Brier {np.concatenate(brier).mean():.3f} hit@1 {right / max(asked, 1):.3f} pairs {n}", flush=True)
            result[kind] = float(np.mean(inside))
    return result


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("corpus")
    parser.add_argument("words")
    parser.add_argument("out")
    parser.add_argument("--share", type=float, default=1.0)
    parser.add_argument("--sheets", type=float, default=1.0)
    # The learning rate falls as for so many rounds; training ends after --stop of them, with the running average of the weights.
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--stop", type=int, default=2)
    # Goes on from what an earlier run saved after so many rounds; the optimizer starts anew, so that the result differs from one run's.
    parser.add_argument("--start", metavar="MODEL", default="")
    parser.add_argument("--done", type=int, default=0)
    parser.add_argument("--rate", type=float, default=1.5e-4)
    parser.add_argument("--head-rate", type=float, default=1e-3)
    parser.add_argument("--frozen", type=int, default=6)
    parser.add_argument("--texts", type=int, default=80)
    parser.add_argument("--cross", type=float, default=0.1)
    parser.add_argument("--contrast", type=float, default=0.2)
    parser.add_argument("--keep", type=float, default=0.5)
    parser.add_argument("--rank", type=int, default=128)
    parser.add_argument("--hidden", type=int, default=128)
    parser.add_argument("--head-dropout", type=float, default=0.2)
    parser.add_argument("--dropout", type=float, default=0.1)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--flip", type=float, default=0.2)
    parser.add_argument("--effect", type=float, default=2.5)
    parser.add_argument("--block-weight", type=float, default=1.0)
    o = parser.parse_args()
    torch.set_num_threads(o.threads)
    random.seed(o.seed)
    np.random.seed(o.seed)
    torch.manual_seed(o.seed)
    began = time.time()
    pack = Pack()
    everything = corpus.units(corpus.files(o.corpus))
    train, held = corpus.split(everything)
    # Shares for a learning curve: of what was written, and of the sheets that judge written texts across organisations.
    train = [u for u in train if corpus.stable("share" + u.elements[0]) < (o.sheets if u.kind == "cross" else o.share)]
    if o.all:
        train = everything
    else:
        everything = train + held
    kpi_texts = list(dict.fromkeys(v for u in everything for k in u.kpis for v in variants(k)[0] + ([flipped(k)] if flipped(k) else [])))
    element_texts = list(dict.fromkeys(e for u in everything for e in u.elements))
    rows = kept_rows(pack, o.words, kpi_texts + element_texts)
    pieces = Pieces(pack, rows)
    encoder = Encoder(pack, rows)
    encoder.dropout = o.dropout
    encoder.eval()
    print(f"rows {len(rows)}, units {len(train)} + {len(held)} held, pairs {sum(len(u.kpis) * len(u.elements) for u in train)}, "
          f"KPI texts {len(kpi_texts)}, elements {len(element_texts)}", flush=True)
    kpis = Texts(kpi_texts, "query: ", LONGEST["kpi"], pieces, encoder, o.frozen)
    elements = Texts(element_texts, "passage: ", LONGEST["element"], pieces, encoder, o.frozen)
    print(f"lower layers {time.time() - began:.0f} s", flush=True)
    judge = Judge(encoder, o.frozen, o)
    for part in encoder.layers[:o.frozen]:
        for p in part.parameters():
            p.requires_grad_(False)
    for p in (encoder.norm.weight, encoder.norm.bias):
        p.requires_grad_(False)
    judge.eval()
    # The pack's own likeness, kept as a second aim so that texts far from the corpus are still told apart.
    with torch.no_grad():
        firsts = []
        for texts, mean in ((kpis, judge.kpi_mean), (elements, judge.element_mean)):
            order = sorted(range(len(texts.ids)), key=lambda i: len(texts.ids[i]))
            raw = torch.zeros(len(order), 384)
            for start in range(0, len(order), 128):
                raw[order[start:start + 128]] = judge.raw(texts, order[start:start + 128])
            mean.copy_(raw.mean(0))
            firsts.append(F.normalize(raw - mean, dim=-1))
        kpi_first, element_first = firsts
    print(f"first vectors {time.time() - began:.0f} s", flush=True)
    if o.start:
        saved = torch.load(o.start)
        assert saved["rows"] == rows, "another vocabulary: the corpus has changed since"
        judge.load_state_dict(saved["state"], strict=False)
    measure(judge, held, kpis, elements, "start")
    layers = [p for layer in encoder.layers[o.frozen:] for p in layer.parameters()]
    heads = list(judge.head.parameters())
    optimizer = torch.optim.AdamW([dict(params=layers, lr=o.rate), dict(params=heads, lr=o.head_rate)], weight_decay=0.01, betas=(0.9, 0.98))
    base = [o.rate, o.head_rate]

    def batches():
        """Units until their texts fill a batch."""
        order = list(train)
        random.shuffle(order)
        batch, size = [], 0
        for u in order:
            batch.append(u)
            size += len(u.elements) + len(u.kpis)
            if size >= o.texts:
                yield batch
                batch, size = [], 0
        if len(batch) > 1:
            yield batch

    average = {n: p.detach().clone() for n, p in judge.named_parameters() if p.requires_grad}
    steps = o.epochs * sum(1 for _ in batches())
    begin = step = steps // o.epochs * o.done
    for epoch in range(o.done, min(o.epochs, o.stop)):
        judge.train()
        losses = []
        for batch in batches():
            progress = step / steps
            factor = min(1, (step - begin) / (0.08 * steps if begin == 0 else 40)) * (1 - progress)
            for group, rate in zip(optimizer.param_groups, base):
                group["lr"] = rate * max(factor, 0.01)
            # The whole form mostly, so that the head learns the department; the others so that tables without one are read as well.
            # Turned round, what helps a KPI hurts it: the direction must be read, not guessed from a good or bad sound.
            turned = [bool(flipped(k)) and random.random() < o.flip for u in batch for k in u.kpis]
            picked = [flipped(k) if turn else random.choices(*variants(k))[0] for turn, k in zip(turned, (k for u in batch for k in u.kpis))]
            es = list(dict.fromkeys(e for u in batch for e in u.elements))
            column = {e: j for j, e in enumerate(es)}
            ki = [kpis.at[t] for t in picked]
            ei = [elements.at[e] for e in es]
            kv, ev = judge.vectors(kpis, ki, True), judge.vectors(elements, ei, False)
            logits, views = judge.head.grid(kv, ev)
            like = views[0]
            target = torch.ones(len(ki), len(es), dtype=torch.long)
            weight = torch.zeros(len(ki), len(es))
            akin, helped, hurt = (torch.zeros(len(ki), len(es), dtype=torch.bool) for _ in range(3))
            row = 0
            for u in batch:
                columns = [column[e] for e in u.elements]
                for labels in u.labels:
                    for j, label in zip(columns, labels):
                        if label is not None:
                            effect = label if not turned[row] else 2 * (label < 0) - (label > 0)
                            target[row, j] = CLASS[effect]
                            weight[row, j] = (o.effect if effect else 1.0) * (o.block_weight if u.kind == "block" else 1.0) * (0.5 if turned[row] else 1.0)
                            akin[row, j] = label > 0
                            helped[row, j] = effect > 0
                            hurt[row, j] = effect < 0
                    row += 1
            # Pairs of different organisations: nearly always without effect.
            known = int((weight > 0).sum())
            free = (weight == 0).nonzero()
            chosen = free[torch.randperm(len(free))[:known]]
            weight[chosen[:, 0], chosen[:, 1]] = o.cross
            loss = (F.cross_entropy(logits.reshape(-1, 4), target.reshape(-1), reduction="none", label_smoothing=0.02) * weight.reshape(-1)).sum() / weight.sum()
            # Each view ranks its own pairs above all others, KPI by KPI and element by element.
            for view, scale, mine in zip(views, judge.head.scale.exp(), (akin, helped, hurt)):
                s = view * scale
                for t, h in ((s, mine), (s.T, mine.T)):
                    rest = torch.logsumexp(t.masked_fill(h, -1e9), 1, keepdim=True)
                    gain = t - torch.logaddexp(t, rest)
                    loss = loss - o.contrast * (gain * h).sum() / h.sum().clamp(min=1)
            first = kpi_first[ki] @ element_first[ei].T
            if (weight == 0).any():
                loss = loss + o.keep * 10 * ((like - first) ** 2)[weight == 0].mean()
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(layers + heads, 1.0)
            optimizer.step()
            step += 1
            decay = min(0.995, (step - begin) / (step - begin + 10))
            with torch.no_grad():
                for n, p in judge.named_parameters():
                    if n in average:
                        average[n].lerp_(p, 1 - decay)
            losses.append(loss.item())
            if step % 100 == 0:
                print(f"  step {step}/{steps} {time.time() - began:.0f} s loss {np.mean(losses[-100:]):.3f}", flush=True)
        print(f"epoch {epoch + 1}: {time.time() - began:.0f} s, loss {np.mean(losses):.3f}", flush=True)
        kept = {n: p.detach().clone() for n, p in judge.named_parameters() if n in average}
        with torch.no_grad():
            for n, p in judge.named_parameters():
                if n in average:
                    p.copy_(average[n])
        measure(judge, held, kpis, elements, f"epoch {epoch + 1}")
        torch.save({"rows": rows, "state": {n: v for n, v in judge.state_dict().items() if "words" not in n and "places" not in n}, "options": vars(o)}, o.out)
        if epoch + 1 < min(o.epochs, o.stop):
            with torch.no_grad():
                for n, p in judge.named_parameters():
                    if n in average:
                        p.copy_(kept[n])
    print(f"done {time.time() - began:.0f} s")


if __name__ == "__main__":
    main()
