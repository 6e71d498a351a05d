"""Trains the judge: a two-tower encoder and a head with four outcomes (hurts, none, indirect, direct).

usage: python3 train.py CORPUS_FOLDER WORDS_FOLDER OUT [--share 1.0] [--epochs 5] [--all] ...
Two CPU cores, fixed seed. Lower layers stay as they are in the pack and are computed once."""
import argparse
import collections
import random
import time

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

import corpus
from corpus import HAN, kpi_text
from e5 import Dropout, Encoder, Pack, Pieces
from judge import CLASS, LONGEST, Judge, Texts, kept_rows, trained

def variants(kpi):
    """Ways the same KPI may stand in a table, with their weights: whole, without department, without description, and
    without a direction where more is better."""
    d = kpi["direction"]
    department, name, description = kpi["department"], kpi["kpi"], kpi["description"]
    bare = kpi_text("", name, description, d)
    short = kpi_text(department, name, "", d)
    plain = kpi_text(department, name, description, "" if d == "increase" else d)
    # A goal without a department is mostly a title or a sentence, and nobody writes a direction beside it.
    return [whole(kpi), bare, short, plain], (0.55, 0.15, 0.15, 0.15) if department else (0.3, 0.0, 0.1, 0.6)


def whole(kpi):
    """A KPI's text with everything known of it."""
    return kpi_text(kpi["department"], kpi["kpi"], kpi["description"], kpi["direction"])


def flipped(kpi):
    """The same KPI with the other direction, where the direction is written before its name; else none."""
    d = "decrease" if kpi["direction"] == "increase" else "increase"
    other = kpi_text(kpi["department"], kpi["kpi"], kpi["description"], d)
    return None if other == whole(kpi) else other


def shown(kpi, turn):
    """A KPI's text as it is put before the judge: turned round, or in one of the ways it may stand in a table."""
    return flipped(kpi) if turn else random.choices(*variants(kpi))[0]


def auc(good, bad):
    good, bad = np.asarray(good), np.asarray(bad)
    return (good[:, None] > bad[None]).mean() + 0.5 * (good[:, None] == bad[None]).mean()


def shape(unit):
    """The kind of a unit, with organisations of more than six KPIs as "wide"."""
    return "wide" if unit.kind == "org" and len(unit.kpis) > 6 else unit.kind


def ranked(p):
    """What pairs are ranked by, of the probabilities of their four outcomes [..., 4]."""
    return 2 * p[..., 3] + p[..., 2] - p[..., 0]


def read(judge, units, kpis, elements):
    """Probabilities of the four outcomes [kpis, elements, 4] and likenesses [kpis, elements] of each unit."""
    judge.eval()
    kv, ev = {}, {}
    K = sorted({whole(k) for u in units for k in u.kpis})
    E = sorted({e for u in units for e in u.elements})
    with torch.no_grad():
        for texts, store, vectors, kpi in ((K, kpis, kv, True), (E, elements, ev, False)):
            for start in range(0, len(texts), 128):
                part = texts[start:start + 128]
                vectors.update(zip(part, judge.vectors(store, [store.at[t] for t in part], kpi)))
        for u in units:
            logits, views = judge.head.grid(torch.stack([kv[whole(k)] for k in u.kpis]), torch.stack([ev[t] for t in u.elements]))
            yield logits.softmax(-1).numpy(), views[0].numpy()


def measure(judge, units, kpis, elements, name):
    """Prints AUC inside a KPI, helper above opposite, Brier and hit@1 of an organisation's elements; returns the order of all pairs."""
    figures = {kind: collections.defaultdict(list) for kind in ("org", "wide", "block")}
    ranks = []
    for u, (p, like) in zip(units, read(judge, units, kpis, elements)):
        f = figures[shape(u)]
        rank = ranked(p)
        ranks.append(rank.ravel())
        y = np.array(u.labels)
        f["brier"] += [((p[..., 2] + p[..., 3] - (y > 0)) ** 2).ravel()]
        for i in range(len(y)):
            helps, hurts = y[i] > 0, y[i] < 0
            if helps.any() and not helps.all():
                f["inside"].append(auc(rank[i][helps], rank[i][~helps]))
                f["likeness"].append(auc(like[i][helps], like[i][~helps]))
            if helps.any() and hurts.any():
                f["opposite"].append(auc(rank[i][helps], rank[i][hurts]))
        if u.kind != "block":
            f["hit"] += [y[:, j].argmax() == rank[:, j].argmax() for j in range(y.shape[1]) if (y[:, j] == 2).sum() == 1]
    for kind, f in figures.items():
        if f:
            mean = {n: np.mean(np.concatenate(v) if n == "brier" else v) for n, v in f.items()}
            print(f"{name} {kind}: AUC {mean['inside']:.3f} (likeness {mean['likeness']:.3f}) helper>opposite {mean['opposite']:.3f} "
                  f"Brier {mean['brier']:.3f} hit@1 {mean.get('hit', 0):.3f} pairs {sum(map(len, f['brier']))}", flush=True)
    return np.concatenate(ranks)


def disorder(logits, judged, helped, hurt):
    """How often, smoothly, a KPI's helper does not stand above what helps it not, or its opposite not below the rest; [kpis, elements, 4]."""
    loss = 0.0
    for odd, top, others in zip(odds(logits).unbind(-1), (helped, hurt), (hurt, helped)):
        # An opposite in a helper's place is the worst of faults, and there are few of them among pairs without effect.
        weight = top[:, :, None] * (judged & ~top)[:, None, :] * (1.0 + 2.0 * others)[:, None, :]
        loss = loss + (F.softplus(odd[:, None, :] - odd[:, :, None]) * weight).sum() / weight.sum().clamp(min=1)
    return loss


def mingled(views, scales, marked):
    """How far each view is from ranking its own pairs above all others, KPI by KPI and element by element."""
    loss = 0.0
    for view, scale, mine in zip(views, scales, marked):
        s = view * scale
        for t, h in ((s, mine), (s.T, mine.T)):
            rest = torch.logsumexp(t.masked_fill(h, -1e9), 1, keepdim=True)
            gain = t - torch.logaddexp(t, rest)
            loss = loss - (gain * h).sum() / h.sum().clamp(min=1)
    return loss


def odds(logits):
    """Log-odds of helps and of hurts, each against the rest [..., 2]."""
    of = lambda mine, rest: torch.logsumexp(mine, -1) - torch.logsumexp(rest, -1)
    return torch.stack([of(logits[..., 2:], logits[..., :2]), of(logits[..., :1], logits[..., 1:])], -1)


def in_other_language(units, known, kpis=True, elements=True):
    """Units whose texts are all known in the other language, with those of the KPIs, of the elements, or of both in its place."""
    for u in units:
        other_kpis, other_elements = [corpus.twin(k, known) for k in u.kpis], [known.get(e) for e in u.elements]
        if all(other_kpis) and all(other_elements):
            yield u._replace(kpis=other_kpis if kpis else u.kpis, elements=other_elements if elements else u.elements)


def measure_languages(judge, units, known, kpis, elements, name):
    """The same organisations in their own language, with one side and with both in the other, and how far both readings agree."""
    own = measure(judge, list(in_other_language(units, known, False, False)), kpis, elements, name + " own language,")
    measure(judge, list(in_other_language(units, known, True, False)), kpis, elements, name + " KPIs in the other,")
    both = measure(judge, list(in_other_language(units, known)), kpis, elements, name + " both in the other,")
    print(f"{name}: order of pairs in one language and in the other, correlation {np.corrcoef(own, both)[0, 1]:.3f}", flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("corpus")
    parser.add_argument("words")
    parser.add_argument("out")
    parser.add_argument("--share", type=float, default=1.0)
    parser.add_argument("--sheets", type=float, default=1.0)
    # Part of the sheets that a round takes, drawn anew for each: organisations come more often, so that they weigh more.
    parser.add_argument("--sheets-a-round", type=float, default=0.5)
    # The learning rate falls as for so many rounds; training ends after --stop of them, with the running average of the weights.
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--stop", type=int, default=3)
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
    # How often a text stands in the other language, and the weight of the likeness of both.
    parser.add_argument("--twins", type=float, default=0.35)
    parser.add_argument("--same", type=float, default=1.0)
    parser.add_argument("--pairs", type=int, default=5)
    # The weight of the order inside a KPI: helpers above the rest, opposites below it.
    parser.add_argument("--order", type=float, default=0.0)
    # Part of the batches that are read a second time in the other language, and the weight of both readings' agreement.
    parser.add_argument("--again", type=float, default=0.0)
    parser.add_argument("--alike", type=float, default=0.1)
    o = parser.parse_args()
    torch.set_num_threads(o.threads)
    random.seed(o.seed)
    np.random.seed(o.seed)
    torch.manual_seed(o.seed)
    Dropout.numbers = np.random.default_rng(o.seed)
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
    known = corpus.translations(o.corpus)
    every_kpi = [k for u in everything for k in u.kpis]
    used = {(k["department"], k["kpi"], k["description"]) for k in every_kpi} | {e for u in everything for e in u.elements}
    back = {other: text for text, other in known.items() if text in used}
    every_kpi += [t for t in (corpus.twin(k, known) for k in every_kpi) if t]
    kpi_texts = list(dict.fromkeys(v for k in every_kpi for v in variants(k)[0] + ([flipped(k)] if flipped(k) else [])))
    element_texts = list(dict.fromkeys([e for u in everything for e in u.elements] + [known[e] for u in everything for e in u.elements if e in known]))
    saved = trained(o.start, pack) if o.start else None
    # A judge that goes on keeps its vocabulary: what is new to it falls apart into unknown pieces.
    rows = saved["rows"] if saved else kept_rows(pack, o.words, kpi_texts + element_texts)
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
            # Each language around its own middle: the pack finds two texts of two languages less alike than two of one.
            zh = torch.tensor([bool(HAN.search(t)) for t in texts.at])
            for language in (zh, ~zh):
                raw[language] -= raw[language].mean(0)
            firsts.append(F.normalize(raw, dim=-1))
        kpi_first, element_first = firsts
    print(f"first vectors {time.time() - began:.0f} s", flush=True)
    if saved:
        judge.load_state_dict(saved["state"], strict=False)
    measure(judge, held, kpis, elements, "start")
    measure_languages(judge, held, known, kpis, elements, "start")
    layers = [p for layer in encoder.layers[o.frozen:] for p in layer.parameters()]
    heads = list(judge.head.parameters())
    optimizer = torch.optim.AdamW([dict(params=layers, lr=o.rate), dict(params=heads, lr=o.head_rate)], weight_decay=0.01, betas=(0.9, 0.98), fused=True)
    base = [o.rate, o.head_rate]

    def batches():
        """Units until their texts fill a batch."""
        sheets, others = [u for u in train if u.kind == "cross"], [u for u in train if u.kind != "cross"]
        order = others + random.sample(sheets, round(len(sheets) * o.sheets_a_round))
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

    def pairs_of(batch):
        """A few texts of a batch and the same in the other language, by side: (store, places of text, twin, text, twin ..., whether KPIs)."""
        both = [(k, corpus.twin(k, known)) for u in batch for k in u.kpis]
        sides = [(kpis, True, [(whole(a), whole(b)) for a, b in both if b]), (elements, False, [(e, known[e]) for u in batch for e in u.elements if e in known])]
        for texts, kpi, pairs in sides:
            pairs = random.sample(pairs, min(o.pairs, len(pairs)))
            if pairs:
                yield texts, [texts.at[t] for pair in pairs for t in pair], kpi

    learned = [p for p in judge.parameters() if p.requires_grad]
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
            # What a text says is the same in the other language: any of them may stand there in it.
            here = [corpus.twin(k, known) or k if random.random() < o.twins else k for u in batch for k in u.kpis]
            # The whole form mostly, so that the head learns the department; the others so that tables without one are read as well.
            # Turned round, what helps a KPI hurts it: the direction must be read, not guessed from a good or bad sound.
            turned = [bool(flipped(k)) and random.random() < o.flip for k in here]
            picked = [shown(k, turn) for turn, k in zip(turned, here)]
            es = list(dict.fromkeys(e for u in batch for e in u.elements))
            column = {e: j for j, e in enumerate(es)}
            es = [known.get(e, e) if random.random() < o.twins else e for e in es]
            ki = [kpis.at[t] for t in picked]
            ei = [elements.at[e] for e in es]
            parts = [(kpis, ki, True), (elements, ei, False)]
            again = random.random() < o.again
            if again:
                there = [corpus.twin(k, known) or corpus.twin(k, back) or k for k in here]
                there = [t if not turn or flipped(t) else k for t, k, turn in zip(there, here, turned)]
                parts.append((kpis, [kpis.at[shown(k, turn)] for turn, k in zip(turned, there)], True))
                parts.append((elements, [elements.at[known.get(e) or back.get(e) or e] for e in es], False))
            kv, ev, *more = judge.together(parts + (list(pairs_of(batch)) if o.same else []))
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
            judged = weight > 0
            free = (~judged).nonzero()
            chosen = free[torch.randperm(len(free))[:int(judged.sum())]]
            weight[chosen[:, 0], chosen[:, 1]] = o.cross
            outcome = lambda z: (F.cross_entropy(z.reshape(-1, 4), target.reshape(-1), reduction="none", label_smoothing=0.02) * weight.reshape(-1)).sum() / weight.sum()
            loss = outcome(logits)
            if again:
                second, _ = judge.head.grid(more.pop(0), more.pop(0))
                differing = ((odds(logits) - odds(second)) ** 2).sum(-1)
                loss = (loss + outcome(second)) / 2 + o.alike * (differing * judged).sum() / judged.sum()
            if o.order:
                loss = loss + o.order * disorder(logits, judged, helped, hurt)
            loss = loss + o.contrast * mingled(views, judge.head.scale.exp(), (akin, helped, hurt))
            first = kpi_first[ki] @ element_first[ei].T
            if (weight == 0).any():
                loss = loss + o.keep * 10 * ((like - first) ** 2)[weight == 0].mean()
            for vectors in more:
                # How far texts are from the same in the other language: 1 - cosine.
                loss = loss + o.same * (1 - F.cosine_similarity(*vectors.view(-1, 2, vectors.shape[-1]).unbind(1))).mean()
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(layers + heads, 1.0)
            optimizer.step()
            step += 1
            decay = min(0.995, (step - begin) / (step - begin + 10))
            with torch.no_grad():
                torch._foreach_lerp_(list(average.values()), learned, 1 - decay)
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
        measure_languages(judge, held, known, kpis, elements, f"epoch {epoch + 1}")
        torch.save({"rows": rows, "state": {n: v for n, v in judge.state_dict().items() if "words" not in n and "places" not in n}, "options": vars(o)}, o.out)
        if epoch + 1 < min(o.epochs, o.stop):
            with torch.no_grad():
                for n, p in judge.named_parameters():
                    if n in average:
                        p.copy_(kept[n])
    print(f"done {time.time() - began:.0f} s")


if __name__ == "__main__":
    main()
