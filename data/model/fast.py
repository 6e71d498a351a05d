"""Trains and writes the fast encoder: a word table that says of a pair what the judge says, in a thousandth of the time.

usage: python3 fast.py MODEL.pt CORPUS_FOLDER OUT.safetensors [--fixtures FOLDER] [--cache FILE] ...
Two CPU cores, fixed seed. The judge reads every text once (kept in --cache); the rest is small matrices."""
import argparse
import random
import time

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.numpy import save_file

import corpus
import student as st
import teacher as te
import terms
from train import auc, shape

LABEL = {-1: 2, 0: 0, 1: 1, 2: 1}


class Material:
    """Texts as terms, and what the teacher makes of them."""

    def __init__(self, o):
        began = time.time()
        units = corpus.units(corpus.files(o.corpus))
        self.seen, self.held = corpus.split(units)
        texts = {t for u in self.seen for k in u.kpis for t in (k["department"], k["kpi"], k["description"])} | {e for u in self.seen for e in u.elements}
        texts |= {s for _, _, zh, en in terms.concepts() for s in zh + en}
        rows, costs, self.share = terms.vocabulary(sorted(texts))
        # In the order of their keys, as the table lies in the file.
        self.keys = sorted(rows.items(), key=lambda x: terms.key(x[0]))
        self.costs = costs
        self.terms = terms.Terms({t: i for i, (t, _) in enumerate(self.keys)}, costs)
        self.words = [w for _, w in self.keys if w is not None]
        self.ways = [[te.written(k) for k in u.kpis] for u in self.seen + self.held]
        more_kpis, more_elements = te.others(self.seen, self.words)
        own_kpis = list(dict.fromkeys(k for ways in self.ways for found, turned in ways for k in found + ([turned] if turned else [])))
        own_elements = list(dict.fromkeys(e for u in units for e in u.elements))
        self.kpis, self.elements = list(dict.fromkeys(own_kpis + more_kpis)), list(dict.fromkeys(own_elements + more_elements))
        self.more_kpis, self.more_elements = range(len(own_kpis), len(self.kpis)), range(len(own_elements), len(self.elements))
        self.kpi_at, self.element_at = {k: i for i, k in enumerate(self.kpis)}, {e: i for i, e in enumerate(self.elements)}
        print(f"rows {len(self.keys)} ({len(self.costs)} Chinese words), KPIs {len(self.kpis)} ({len(own_kpis)} of the corpus), elements {len(self.elements)} "
              f"({len(own_elements)}), {time.time() - began:.0f} s", flush=True)
        self.teacher = te.Teacher(o.model, o.cache)
        self.kpi_vectors = self.teacher.read([te.shown(*k) for k in self.kpis], "kpi")
        self.element_vectors = self.teacher.read(self.elements, "element")
        self.word_vectors = F.normalize(self.teacher.head.element_like(self.teacher.read(self.words, "element")), dim=-1).detach()
        print(f"teacher {time.time() - began:.0f} s", flush=True)
        self.lists = {}

    def cut(self, text):
        """A text's rows and kinds."""
        if text not in self.lists:
            found = self.terms.of(text)
            self.lists[text] = (np.array([r for r, _ in found], np.int32), np.array([k for _, k in found], np.int8))
        return self.lists[text]

    def read_kpis(self, model, kpis, drop=0.0):
        name = model.bags([self.cut(k[1]) for k in kpis], drop)
        around = model.bags([joined(self.cut(k[0]), self.cut(k[2])) for k in kpis], drop)
        return model.kpi(name, around, torch.tensor([float(k[3]) for k in kpis]))

    def read_elements(self, model, elements, drop=0.0):
        return model.element(model.bags([self.cut(e) for e in elements], drop))


def joined(a, b):
    return np.concatenate([a[0], b[0]]), np.concatenate([a[1], b[1]])


def batches(units, size):
    order = list(range(len(units)))
    random.shuffle(order)
    batch, count = [], 0
    for u in order:
        batch.append(u)
        count += len(units[u].kpis)
        if count >= size:
            yield batch
            batch, count = [], 0


def fit(m, o):
    model = st.Student(len(m.keys), o.width, o.hidden, o.view)
    model.dropout = o.dropout
    st.start(model, m.keys, m.words, m.share, m.word_vectors)
    table = list(model.table.parameters())
    rest = [p for n, p in model.named_parameters() if not n.startswith("table")]
    quick, slow = torch.optim.SparseAdam(table, lr=o.table_rate, betas=(0.9, 0.99)), torch.optim.AdamW(rest, lr=o.rate, betas=(0.9, 0.99), weight_decay=0.01)
    # Decoders to the teacher's own vectors, thrown away afterwards.
    decoders = torch.nn.ModuleDict({side: torch.nn.Linear(3 * o.view, 384 + 256) for side in ("kpi", "element")})
    aside = torch.optim.AdamW(decoders.parameters(), lr=o.rate)
    aims = {}
    with torch.no_grad():
        for side, vectors in (("kpi", m.kpi_vectors), ("element", m.element_vectors)):
            view = lambda name: F.normalize(getattr(m.teacher.head, f"{side}_{name}")(vectors), dim=-1)
            aims[side] = torch.cat([view("like"), view("help"), view("hurt")], -1)
    steps, step, began, losses = o.rounds * sum(1 for _ in batches(m.seen, o.kpis)), 0, time.time(), []
    for round_ in range(o.rounds):
        model.train()
        for batch in batches(m.seen, o.kpis):
            factor = min(1, step / 200) * (1 - step / steps) + 0.01
            for optimizer, rate in ((quick, o.table_rate), (slow, o.rate), (aside, o.rate)):
                optimizer.param_groups[0]["lr"] = rate * factor
            kpis, places, turns = [], [], []
            elements = list(dict.fromkeys(e for u in batch for e in m.seen[u].elements))
            column = {e: j for j, e in enumerate(elements)}
            for u in batch:
                for n, (found, turned) in enumerate(m.ways[u]):
                    turn = turned is not None and random.random() < 0.2
                    kpis.append(turned if turn else found[0] if random.random() < 0.6 else random.choice(found))
                    places.append((u, n))
                    turns.append(turn)
            own = len(kpis)
            kpis += [m.kpis[i] for i in random.sample(m.more_kpis, o.more_kpis)]
            more = random.sample(m.more_elements, o.more_elements)
            elements += [m.elements[i] for i in more]
            ki, ei = [m.kpi_at[k] for k in kpis], [m.element_at[e] for e in elements]
            k, e = m.read_kpis(model, kpis, o.drop), m.read_elements(model, elements, o.drop)
            helps, hurts, like = model.pairs(k, e)
            want = m.teacher.opinions(m.kpi_vectors[ki], m.element_vectors[ei])
            target = torch.stack([torch.zeros_like(want[0]), want[0], want[1]], -1).softmax(-1)
            weight = torch.full((len(kpis), len(elements)), o.cross)
            for i, (u, n) in enumerate(places):
                unit = m.seen[u]
                columns = torch.tensor([column[x] for x in unit.elements])
                weight[i, columns] = 1.0
                labels = torch.tensor([LABEL[0 if x is None else -x if turns[i] and x < 0 else -1 if turns[i] and x > 0 else x] for x in unit.labels[n]])
                judged = torch.tensor([x is not None for x in unit.labels[n]])
                trust = o.labels * (0.5 if turns[i] else 1.0) * judged.float()[:, None]
                target[i, columns] = target[i, columns] * (1 - trust) + F.one_hot(labels, 3).float() * trust
            logits = torch.stack([torch.zeros_like(helps), helps, hurts], -1)
            part = weight / weight.sum()
            loss = -(part * (target * logits.log_softmax(-1)).sum(-1)).sum()
            odds = (helps - want[0].clamp(-9, 6)) ** 2 + (hurts - want[1].clamp(-9, 6)) ** 2
            loss = loss + o.odds * (part * odds).sum() + o.like * (part * (like - want[2]) ** 2).sum()
            for side, y, where in (("kpi", k, ki), ("element", e, ei)):
                made = decoders[side](torch.cat(y[:3], -1)).split((384, 128, 128), -1)
                aim = aims[side][where].split((384, 128, 128), -1)
                loss = loss + o.decode * sum((1 - F.cosine_similarity(a, b, dim=-1)).mean() for a, b in zip(made, aim))
            for optimizer in (quick, slow, aside):
                optimizer.zero_grad()
            loss.backward()
            for optimizer in (quick, slow, aside):
                optimizer.step()
            step += 1
            losses.append(loss.item())
        if (round_ + 1) % o.tell == 0 or round_ + 1 == o.rounds:
            print(f"round {round_ + 1}: {time.time() - began:.0f} s, loss {np.mean(losses[-200:]):.4f}, kinds {[round(x, 2) for x in model.kinds.tolist()]}, "
                  f"akin {[round(x, 2) for x in model.akin.tolist()]}", flush=True)
            measure(m, model, f"round {round_ + 1}")
    return model.eval()


def gain(labels):
    return sum((2 ** max(l, 0) - 1) / np.log2(i + 2) for i, l in enumerate(labels[:5]))


def measure(m, model, name):
    """Figures of the held-back units; in brackets the teacher's."""
    model.eval()
    kinds = ("org", "wide", "block")
    found = {(who, kind, figure): [] for who in ("own", "teacher") for kind in kinds for figure in ("AUC", "like", "help>opp", "nDCG@5")}
    with torch.no_grad():
        for u, ways in zip(m.held, m.ways[len(m.seen):]):
            kpis = [w[0][0] for w in ways]
            own = model.pairs(m.read_kpis(model, kpis), m.read_elements(model, u.elements))
            theirs = m.teacher.opinions(m.kpi_vectors[[m.kpi_at[k] for k in kpis]], m.element_vectors[[m.element_at[e] for e in u.elements]])
            y = np.array(u.labels)
            for who, (helps, hurts, like) in (("own", own), ("teacher", theirs)):
                p = torch.stack([torch.zeros_like(helps), helps, hurts], -1).softmax(-1).numpy()
                rank = p[..., 1] - p[..., 2]
                for i in range(len(y)):
                    good, bad = y[i] > 0, y[i] <= 0
                    if good.any() and bad.any():
                        found[who, shape(u), "AUC"].append(auc(rank[i][good], rank[i][bad]))
                        found[who, shape(u), "like"].append(auc(like[i].numpy()[good], like[i].numpy()[bad]))
                        order = np.argsort(-rank[i], kind="stable")
                        found[who, shape(u), "nDCG@5"].append(gain(y[i][order]) / gain(sorted(y[i], reverse=True)))
                    if good.any() and (y[i] < 0).any():
                        found[who, shape(u), "help>opp"].append(auc(rank[i][good], rank[i][y[i] < 0]))
    for kind in kinds:
        print(f"{name} {kind}: " + ", ".join(f"{f} {np.mean(found['own', kind, f]):.3f} ({np.mean(found['teacher', kind, f]):.3f})" for f in ("AUC", "like", "help>opp", "nDCG@5")), flush=True)


def write(m, model, out):
    """The table with its keys in order, and the small layers."""
    table = model.table.weight.detach()
    scale, rows = st.rounded(table)
    with torch.no_grad():
        model.table.weight.copy_(torch.from_numpy(scale.astype(np.float32)[:, None] * rows))
        for n, p in model.named_parameters():
            if n.endswith(".weight") and not n.startswith("table"):
                p.copy_(p.half().float())
    tensors = {
        "keys": np.array([terms.key(t) for t, _ in m.keys], np.uint64),
        "costs": np.array([m.costs.get(t, 0) for t, _ in m.keys], np.uint8),
        "table.scale": scale,
        "table.int8": rows,
        "kinds": model.kinds.detach().numpy(),
        "akin": model.akin.detach().numpy(),
        "base": model.base.detach().numpy(),
    }
    for side in ("kpi", "element"):
        for layer in ("in", "out", "skip"):
            part = getattr(model, f"{side}_{layer}")
            tensors[f"{side}_{layer}.weight"] = part.weight.detach().numpy().astype(np.float16)
            if part.bias is not None:
                tensors[f"{side}_{layer}.bias"] = part.bias.detach().numpy()
    keys = tensors["keys"]
    assert (keys[1:] > keys[:-1]).all(), "two terms of one key"
    about = {"width": str(model.width), "hidden": str(model.hidden), "view": str(model.view), "alone": str(terms.ALONE), "longest": str(terms.LONGEST),
             "licence": "MIT; learned from a judge tuned from multilingual-e5-small (MIT); words of jieba (MIT) and SCOWL"}
    save_file(tensors, out, metadata=about)
    print(f"{out}: {sum(t.nbytes for t in tensors.values()) / 1e6:.2f} MB", flush=True)


STRANGE = ["", "Ｆｕｌｌ　ｗｉｄｔｈ １２％", "①②③ ㎡ №5", "價格與品質「雙贏」", "x" * 60, "café naïve e\u0301", "don’t 'quote' it's", "2030 300km 5G B2B", "龘㐂𠮷😀", "un\u200bit İstanbul ﬁne"]


def fixtures(m, model, folder):
    """Texts with their outputs, for tests/fast.rs."""
    import os
    os.makedirs(folder, exist_ok=True)
    draw = random.Random(5)
    held = [(k, u) for u in m.held for k in u.kpis]
    lines = []
    join = lambda values: " ".join(f"{x:.5f}" for x in values)
    with torch.no_grad():
        elements = STRANGE + sorted(draw.sample(sorted({e for u in m.held for e in u.elements}), 110))
        for text, *y in zip(elements, *m.read_elements(model, elements)):
            lines.append(["element", "", text, "", "0", join(torch.cat(y).tolist())])
        kpis = [te.kpi("市场部", s, "", "increase") for s in STRANGE[:5]]
        kpis += [draw.choice(te.written(k)[0]) for k, _ in draw.sample(held, 95)]
        for (department, text, description, way), *y in zip(kpis, *m.read_kpis(model, kpis)):
            lines.append(["kpi", department, text, description, str(way), join(torch.cat(y).tolist())])
    with open(os.path.join(folder, "outputs.tsv"), "w", encoding="utf-8") as f:
        f.writelines("\t".join(cells) + "\n" for cells in lines)


def options():
    parser = argparse.ArgumentParser()
    parser.add_argument("model")
    parser.add_argument("corpus")
    parser.add_argument("out")
    parser.add_argument("--fixtures", default="")
    parser.add_argument("--cache", default="")
    parser.add_argument("--width", type=int, default=112)
    parser.add_argument("--hidden", type=int, default=192)
    parser.add_argument("--view", type=int, default=64)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--tell", type=int, default=2)
    parser.add_argument("--kpis", type=int, default=130)
    parser.add_argument("--more-kpis", type=int, default=60)
    parser.add_argument("--more-elements", type=int, default=250)
    parser.add_argument("--table-rate", type=float, default=2e-3)
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--dropout", type=float, default=0.1)
    parser.add_argument("--drop", type=float, default=0.1)
    parser.add_argument("--cross", type=float, default=0.02)
    parser.add_argument("--labels", type=float, default=0.3)
    parser.add_argument("--odds", type=float, default=0.05)
    parser.add_argument("--like", type=float, default=10.0)
    parser.add_argument("--decode", type=float, default=0.2)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--threads", type=int, default=2)
    return parser.parse_args()


def main():
    o = options()
    torch.set_num_threads(o.threads)
    for seed in (random.seed, np.random.seed, torch.manual_seed):
        seed(o.seed)
    m = Material(o)
    model = fit(m, o)
    write(m, model, o.out)
    measure(m, model, "as written")
    if o.fixtures:
        fixtures(m, model, o.fixtures)


if __name__ == "__main__":
    main()
