"""What the judge says of the corpus' texts and of many others, for a smaller model to learn from.

Other texts are made from the project's own lists: words, the concepts' synonyms, synonyms behind a cue, two elements in one, and
texts of the corpus with some of their words changed for others, so that words the corpus lacks are met inside a sentence as well."""
import argparse
import csv
import hashlib
import os
import random
import re
import time

import numpy as np
import torch
import torch.nn.functional as F

import terms
import train
from corpus import DOWN, HAN, LONG_NAME, UP, kpi_text, plain, width
from e5 import Encoder, Pack, Pieces, pooled
from judge import LONGEST, Judge

CUED, JOINED, ELEMENTS_AS_KPIS, WORDS_AS_KPIS, SYNONYMS_AS_KPIS = 9000, 4000, 5000, 12000, 9000
CHANGED, CHANGED_KPIS = 14000, 7000


def kpi(department, name, description, direction):
    """A KPI as the student sees it: three texts and 1 for more, -1 for less, 0 where it is a topic."""
    way = {"increase": 1, "decrease": -1}.get(direction, 0) if width(name) <= LONG_NAME else 0
    return department, name, description, way


def shown(department, name, description, way):
    """The same as the judge reads it."""
    return kpi_text(department, name, description, {1: "increase", -1: "decrease", 0: ""}[way])


def written(k):
    """A KPI of the corpus in the ways it may stand in a table, the whole first, and turned round where its direction is not in its name."""
    department, name, description, direction = k["department"], k["kpi"], k["description"], k["direction"]
    named = any(w in name.casefold() for w in UP + DOWN)
    found = [kpi(department, name, description, direction), kpi("", name, description, direction)]
    if description:
        found.append(kpi(department, name, "", direction))
    if direction == "increase" and not named:
        found.append(kpi(department, name, description, ""))
    turned = None if train.flipped(k) is None else kpi(department, name, description, "decrease" if direction == "increase" else "increase")
    return found, turned


def changed(text, words, draw):
    """A text with one to three of its words changed for others of its language, of as many characters where they are Chinese."""
    for _ in range(draw.randint(1, 3)):
        places = [(m.start(), m.end(), draw.choice(words[0])) for m in re.finditer("[A-Za-z]{4,}", text)]
        for i in range(len(text) - 1):
            length = max((n for n in range(2, terms.LONGEST + 1) if text[i:i + n] in words[n]), default=0)
            if length:
                places.append((i, i + length, draw.choice(words[length, "all"])))
        if not places:
            break
        start, end, word = draw.choice(places)
        text = text[:start] + word + text[end:]
    return text


def others(units, words):
    """Texts beside the corpus, words among them: (KPIs, elements)."""
    draw = random.Random(11)
    kpis, elements = [], []
    seen = list(dict.fromkeys(e for u in units for e in u.elements))
    departments = {zh: sorted({k["department"] for u in units for k in u.kpis if k["department"] and zh == bool(HAN.search(k["department"]))}) for zh in (True, False)}
    elements += words
    kpis += [kpi("", w, "", "") for w in draw.sample(words, WORDS_AS_KPIS)]
    concepts = terms.concepts()
    synonyms = {True: [s for _, _, zh, _ in concepts for s in zh], False: [s for *_, en in concepts for s in en]}
    measured = {True: [s for kind, _, zh, _ in concepts if kind == "outcome" for s in zh], False: [s for kind, _, _, en in concepts if kind == "outcome" for s in en]}
    elements += synonyms[True] + synonyms[False]
    with open(os.path.join(terms.DATA, "knowledge", "cues.csv"), encoding="utf-8") as f:
        cues = [(r["cue"], r["lang"] == "zh", r["position"] == "before") for r in csv.DictReader(f)]
    for _ in range(CUED):
        cue, zh, before = draw.choice(cues)
        gap = "" if zh else " "
        thing = draw.choice(synonyms[zh])
        elements.append(cue + gap + thing if before else thing + gap + cue)
    for _ in range(SYNONYMS_AS_KPIS):
        zh = draw.random() < 0.5
        department = draw.choice(departments[zh]) if draw.random() < 0.7 else ""
        kpis.append(kpi(department, draw.choice(measured[zh]), "", draw.choice(("increase", "decrease", ""))))
    short = {zh: [e for e in seen if zh == bool(HAN.search(e)) and len(e) < (25 if zh else 80)] for zh in (True, False)}
    for _ in range(JOINED):
        zh = draw.random() < 0.6
        elements.append(("，" if zh else "; ").join(draw.sample(short[zh], 2)))
    kpis += [kpi("", e, "", "") for e in draw.sample(seen, ELEMENTS_AS_KPIS)]
    choice = {0: [w for w in words if w.isascii()]}
    for n in range(2, terms.LONGEST + 1):
        choice[n, "all"] = [w for w in words if len(w) == n and terms.is_han(w[0])]
        choice[n] = set(choice[n, "all"])
    names = list(dict.fromkeys((k["department"], k["kpi"], k["description"], k["direction"]) for u in units for k in u.kpis))
    elements += [changed(e, choice, draw) for e in draw.choices(seen, k=CHANGED)]
    for department, name, description, direction in draw.choices(names, k=CHANGED_KPIS):
        kpis.append(kpi(department, changed(name, choice, draw), description, draw.choice((direction, direction, ""))))
    return list(dict.fromkeys(kpis)), list(dict.fromkeys(elements))


class Teacher:
    """The judge, with the vectors of texts it has read kept in a file."""

    def __init__(self, model, cache):
        saved = torch.load(model, weights_only=False)
        pack = Pack()
        self.pieces = Pieces(pack, saved["rows"])
        self.judge = Judge(Encoder(pack, saved["rows"]), saved["options"]["frozen"], argparse.Namespace(**saved["options"]))
        self.judge.load_state_dict(saved["state"], strict=False)
        self.judge.eval()
        self.head = self.judge.head
        with open(model, "rb") as f:
            self.print = hashlib.md5(f.read()).hexdigest()
        self.cache = cache
        self.known = {}
        if cache and os.path.exists(cache):
            kept = torch.load(cache, weights_only=False)
            if kept["print"] == self.print:
                self.known = kept["known"]

    def read(self, texts, side):
        """Vectors of texts of one side, scaled as the head wants them."""
        known = self.known.setdefault(side, {})
        new = sorted({t for t in texts if t not in known})
        prefix, mean = ("query: ", self.judge.kpi_mean) if side == "kpi" else ("passage: ", self.judge.element_mean)
        ids = [self.pieces.framed(prefix + plain(t), LONGEST[side]) for t in new]
        order = sorted(range(len(new)), key=lambda i: len(ids[i]))
        began, told, at = time.time(), 0, 0
        while at < len(order):
            size = max(8, min(256, 2400 // len(ids[order[at]])))
            part = order[at:at + size]
            at += size
            with torch.inference_mode():
                lengths = [len(ids[i]) for i in part]
                x = self.judge.encoder(self.judge.encoder.embed([ids[i] for i in part]), lengths)
                v = F.normalize(pooled(x, lengths) - mean, dim=-1) * 20
            for j, i in enumerate(part):
                known[new[i]] = v[j].half().numpy()
            if at - told > 10000:
                told = at
                print(f"  {side}: {at} of {len(new)} texts, {time.time() - began:.0f} s", flush=True)
        if new and self.cache:
            torch.save({"print": self.print, "known": self.known}, self.cache)
        return torch.from_numpy(np.stack([known[t] for t in texts])).float() if texts else torch.zeros(0, 384)

    @torch.no_grad()
    def opinions(self, k, e):
        """Log-odds of helps and of hurts against none, and likeness, of each pair of vectors."""
        logits, views = self.head.grid(k, e)
        helps = torch.logsumexp(logits[..., 2:], -1) - logits[..., 1]
        return helps, logits[..., 0] - logits[..., 1], views[0]
