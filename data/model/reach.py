"""Measures how well concepts are found by meaning alone, on texts whose words name one.

usage: python3 reach.py MODEL.pt CORPUS_FOLDER KNOWLEDGE_FOLDER [HOW_MANY]
For elements and KPIs of the organisations held back from training: the nearest concept by the judge's likeness, how often it is the
one that the words name (or one that it drives or is driven by), by cosine; and how many texts reach no concept by words."""
import csv
import os
import re
import sys

import torch

import corpus
import export
from e5 import Pack

STEP = 0.05


def matcher(folder):
    """A text's concepts by their words; the longest synonym wins where two overlap. Words of English are compared without endings."""
    stem = lambda w: re.sub(r"(ies|ing|ed|es|s)$", "", w)
    han, latin = {}, {}
    with open(os.path.join(folder, "concepts.csv"), encoding="utf-8", newline="") as f:
        rows = sorted(csv.DictReader(f), key=lambda r: r["id"].encode())
    for i, r in enumerate(rows):
        for word in r["zh"].split("|"):
            han[corpus.plain(word)] = i
        for word in r["en"].split("|"):
            latin[" ".join(stem(w) for w in word.lower().split())] = i
    zh = re.compile("|".join(sorted(map(re.escape, filter(None, han)), key=len, reverse=True)))
    en = re.compile(r"\b(?:" + "|".join(sorted(map(re.escape, filter(None, latin)), key=len, reverse=True)) + r")\b")

    def of(text):
        words = " ".join(stem(w) for w in re.findall(r"[a-z0-9&'-]+|[^a-z0-9\s]", text.lower()))
        return {han[m] for m in zh.findall(text)} | {latin[m] for m in en.findall(words)}

    return rows, of


def main(model, corpus_folder, knowledge_folder, how_many=1500):
    saved = torch.load(model, weights_only=False)
    subject = export.encoded(saved, Pack())
    rows, named = matcher(knowledge_folder)
    at = {r["id"]: i for i, r in enumerate(rows)}
    near = {i: {i} for i in range(len(rows))}
    with open(os.path.join(knowledge_folder, "drives.csv"), encoding="utf-8", newline="") as f:
        for r in csv.DictReader(f):
            near[at[r["from"]]].add(at[r["to"]])
            near[at[r["to"]]].add(at[r["from"]])
    held = [u for u in corpus.split(corpus.units(corpus.files(corpus_folder)))[1] if u.kind == "org"]
    texts = {
        "element": sorted({corpus.plain(e) for u in held for e in u.elements}, key=corpus.stable)[:how_many],
        "kpi": sorted({corpus.plain(k["kpi"]) for u in held for k in u.kpis}, key=corpus.stable)[:how_many],
    }
    for side, part in texts.items():
        both = subject(side, [corpus.plain(r["name_zh"]) for r in rows]) + subject(side, [r["name_en"] for r in rows])
        best, which = (subject(side, part) @ torch.nn.functional.normalize(both, dim=-1).T).max(1)
        words = [named(t) for t in part]
        print(f"{side}: {len(part)} texts, {sum(map(bool, words)) / len(part):.2f} name a concept")
        cut = 0.3
        while cut < 1:
            chosen = [i for i, c in enumerate(best.tolist()) if cut <= c < cut + STEP]
            known = [i for i in chosen if words[i]]
            silent = len(chosen) - len(known)
            if known:
                same = sum(which[i].item() in words[i] for i in known) / len(known)
                linked = sum(any(which[i].item() in near[w] for w in words[i]) for i in known) / len(known)
                print(f"  cosine {cut:.2f}: {len(known):4} named, nearest is the same {same:.2f}, same or linked {linked:.2f}; {silent:4} without words")
            cut += STEP


if __name__ == "__main__":
    main(*sys.argv[1:4], *map(int, sys.argv[4:5]))
