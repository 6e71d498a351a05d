"""Writes what tests/judge.rs holds the program against: texts with their pieces, and texts with their vectors.

usage: python3 data/model/fixtures.py MODEL.pt CORPUS_FOLDER tests/judge
Pieces are those of the full vocabulary, for texts of which every piece was kept."""
import argparse
import os
import random
import sys

import torch

import corpus
from e5 import Encoder, Pack, Pieces
from judge import LONGEST, Judge


def main(model, folder, out):
    saved = torch.load(model, weights_only=False)
    pack, rows = Pack(), saved["rows"]
    where = {r: i for i, r in enumerate(rows)}
    full = Pieces(pack)
    units = corpus.units(corpus.files(folder))
    texts = sorted({t for u in units for t in u.elements} | {k["kpi"] for u in units for k in u.kpis})
    strange = ["Ｆｕｌｌ　ｗｉｄｔｈ １２％", "a  b   c", "  lead", "trail ", "①②③ ㎡ №5", "e\u0301te\u0301 café naïve", "100%→80%", "價格與品質「雙贏」", "x" * 60, "ﬁne ﬂow"]
    random.Random(3).shuffle(texts)
    os.makedirs(out, exist_ok=True)
    with open(os.path.join(out, "pieces.tsv"), "w", encoding="utf-8") as f:
        count = 0
        for text in strange + texts:
            ids = full.ids(text)
            if count < 2000 and "\t" not in text and all(i in where for i in ids):
                f.write(f"{text}\t{' '.join(str(where[i]) for i in ids)}\n")
                count += 1
    encoder = Encoder(pack, rows)
    judge = Judge(encoder, saved["options"]["frozen"], argparse.Namespace(**saved["options"]))
    judge.load_state_dict(saved["state"], strict=False)
    judge.eval()
    pieces = Pieces(pack, rows)
    with open(os.path.join(out, "vectors.tsv"), "w", encoding="utf-8") as f:
        for n, text in enumerate(texts[:40]):
            side = "kpi" if n % 2 else "element"
            ids = pieces.framed(("query: " if n % 2 else "passage: ") + text, LONGEST[side])
            with torch.no_grad():
                vector = encoder(encoder.embed([ids]), [len(ids)]).mean(0)
            f.write(f"{side}\t{text}\t{' '.join(f'{x:.4f}' for x in vector.tolist())}\n")


main(*sys.argv[1:4])
