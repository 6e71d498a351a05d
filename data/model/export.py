"""Writes a trained judge as one safetensors file: 4-bit word rows and lower layers as they are in the pack, 8-bit upper layers.

usage: python3 export.py MODEL.pt OUT.safetensors CORPUS_FOLDER CONCEPTS.csv
A 4-bit tensor NAME is NAME.scale [rows, columns/32] and NAME.nibbles [rows, columns/2] (per block of 32 the low nibbles are
columns 0 to 15, the high ones 16 to 31; value = (nibble - 8) * scale). An 8-bit one is NAME.scale [rows] and NAME.int8 [rows,
columns]. Biases and norms are in full precision."""
import argparse
import csv
import re
import sys

import numpy as np
import torch
from safetensors.numpy import save_file

import corpus
from e5 import Encoder, Pack, Pieces
from judge import LONGEST, Judge, Texts

SHORT = {"query": "q", "key": "k", "value": "v", "out": "ao", "up": "fi", "down": "fo"}


def four(pack, name, columns, rows=None):
    blocks = pack.blocks(name)
    scale = blocks["scale"].reshape(-1, columns // 32)
    nibbles = blocks["nibbles"].reshape(-1, columns // 2)
    if rows is not None:
        scale, nibbles = scale[rows], nibbles[rows]
    return np.ascontiguousarray(scale), np.ascontiguousarray(nibbles)


def eight(weight):
    weight = weight.numpy().astype(np.float32)
    scale = np.maximum(np.abs(weight).max(1) / 127, 1e-12)
    return scale.astype(np.float32), np.round(weight / scale[:, None]).clip(-127, 127).astype(np.int8)


# Judged pairs that can be pointed to, of each language, and the numbers that each of their texts keeps.
PRECEDENTS = 4500
NARROW = 128
FOREIGN = re.compile("[A-Za-z]{4,}")


def clear(k, e, label):
    """Whether a pair can be pointed to: a clear label, short texts, one language without words of the other."""
    zh = bool(corpus.HAN.search(k["kpi"]))
    short = len(k["kpi"]) <= (18 if zh else 60) and len(e) <= (28 if zh else 80)
    alike = zh == bool(corpus.HAN.search(e)) and not (zh and FOREIGN.search(k["kpi"] + e))
    return label in (2, -1) and short and alike and bool(k["direction"])


def narrow(vectors, basis):
    """Vectors in fewer numbers, of length 1, in 8 bits."""
    vectors = vectors @ basis.T
    return np.round(vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-6) * 127).astype(np.int8)


def precedents(subject, folder):
    """Judged pairs to point to, of grids that training saw, spread over the subjects. A text that stands in several pairs is kept once; vectors
    keep the directions in which they differ most."""
    units = [u for u in corpus.split(corpus.units(corpus.files(folder)))[0] if u.kind == "org"]
    found = {True: [], False: []}
    for u in units:
        for k, labels in zip(u.kpis, u.labels):
            for e, label in zip(u.elements, labels):
                if clear(k, e, label):
                    found[bool(corpus.HAN.search(e))].append((corpus.stable(k["kpi"] + e), k, e, label))
    chosen = [x for zh in (True, False) for x in sorted(found[zh], key=lambda x: x[0])[:PRECEDENTS]]
    # As a KPI is shown: its name and its direction.
    shown = lambda k: (corpus.plain(k["kpi"]).replace("\t", " "), "+" if k["direction"] == "increase" else "-")
    kpis, elements = {}, {}
    for _, k, e, _ in chosen:
        kpis.setdefault(shown(k), corpus.kpi_text(k["department"], k["kpi"], k["description"], k["direction"]))
        elements.setdefault(corpus.plain(e), e)
    texts = {"kpi": list(kpis.values()), "element": list(elements.values())}
    vectors = {side: subject(side, texts[side]).numpy().astype(np.float32) for side in texts}
    _, _, basis = np.linalg.svd(np.concatenate(list(vectors.values())), full_matrices=False)
    basis = basis[:NARROW]
    # Of a direction its sign is free: the largest number is positive, so that every machine writes the same.
    basis *= np.sign(basis[np.arange(NARROW), np.abs(basis).argmax(1)])[:, None]
    places = {key: at for at, key in enumerate(kpis)}, {key: at for at, key in enumerate(elements)}
    made = {f"precedents.{side}": narrow(vectors[side], basis) for side in vectors}
    made["precedents.basis"] = basis.astype(np.float16)
    for name, lines in (
        ("kpis", ["\t".join(key) for key in kpis]),
        ("elements", list(elements)),
        ("pairs", [f"{places[0][shown(k)]}\t{places[1][corpus.plain(e)]}\t{label}" for _, k, e, label in chosen]),
    ):
        made[f"precedents.{name}"] = np.frombuffer("\n".join(lines).encode(), np.uint8)
    return made


def encoded(saved, pack):
    """A function from texts of one side to their vectors of subject, each of length 1."""
    encoder = Encoder(pack, saved["rows"])
    judge = Judge(encoder, saved["options"]["frozen"], argparse.Namespace(**saved["options"]))
    judge.load_state_dict(saved["state"], strict=False)
    judge.eval()
    pieces = Pieces(pack, saved["rows"])

    def of(side, texts):
        store = Texts(texts, {"kpi": "query: ", "element": "passage: "}[side], LONGEST[side], pieces, encoder, judge.frozen)
        with torch.no_grad():
            vectors = torch.cat([judge.vectors(store, list(range(i, min(i + 128, len(texts)))), side == "kpi") for i in range(0, len(texts), 128)])
            return torch.nn.functional.normalize(getattr(judge.head, f"{side}_like")(vectors), dim=-1)

    return of


def concepts(subject, table):
    """What each concept is about: the mean of its two names, on each side."""
    with open(table, encoding="utf-8", newline="") as f:
        rows = sorted(csv.DictReader(f), key=lambda r: r["id"].encode())
    made = {"concepts.ids": np.frombuffer("\n".join(r["id"] for r in rows).encode(), np.uint8)}
    for side in ("kpi", "element"):
        both = subject(side, [corpus.plain(r["name_zh"]) for r in rows]) + subject(side, [r["name_en"] for r in rows])
        made[f"concepts.{side}"] = np.round(torch.nn.functional.normalize(both, dim=-1).numpy() * 127).astype(np.int8)
    return made


def main(model, out, folder, table):
    pack = Pack()
    saved = torch.load(model, weights_only=False)
    subject = encoded(saved, pack)
    rows, state, options = np.array(saved["rows"]), saved["state"], saved["options"]
    frozen = options["frozen"]
    t = {}
    t["words.scale"], t["words.nibbles"] = four(pack, "emb.word", pack.width, rows)
    places = pack.tensor("emb.pos", pack.width).reshape(-1, pack.width)
    kind = pack.tensor("emb.type").reshape(-1, pack.width)[0]
    longest = 2 + 8 + max(96, 112)
    t["places"] = (places[:longest] + kind).astype(np.float16)
    t["norm.weight"], t["norm.bias"] = pack.tensor("emb.ln.w"), pack.tensor("emb.ln.b")
    for n in range(pack.layers):
        for part, short in SHORT.items():
            name = f"layers.{n}.{part}"
            if n < frozen:
                columns = pack.inner if part == "down" else pack.width
                t[f"{name}.scale"], t[f"{name}.nibbles"] = four(pack, f"l{n}.{short}.w", columns)
            else:
                t[f"{name}.scale"], t[f"{name}.int8"] = eight(state[f"encoder.{name}.weight"])
            t[f"{name}.bias"] = state[f"encoder.{name}.bias"].numpy()
        for part in ("norm1", "norm2"):
            t[f"layers.{n}.{part}.weight"] = state[f"encoder.layers.{n}.{part}.weight"].numpy()
            t[f"layers.{n}.{part}.bias"] = state[f"encoder.layers.{n}.{part}.bias"].numpy()
    for name in state:
        if name.startswith("head."):
            value = state[name].numpy()
            t[name] = value.astype(np.float16) if value.ndim == 2 and value.size > 10000 else value.astype(np.float32).reshape(-1) if value.ndim == 0 else value.astype(np.float32)
    t["kpi_mean"], t["element_mean"] = state["kpi_mean"].numpy(), state["element_mean"].numpy()
    t |= precedents(subject, folder) | concepts(subject, table)
    pieces = [pack.pieces[r] for r in rows]
    assert not any("\n" in p for p in pieces)
    t["pieces"] = np.frombuffer("\n".join(pieces).encode(), np.uint8)
    t["scores"] = pack.scores[rows].astype(np.float32)
    special = {"bos": pack.bos, "eos": pack.eos, "pad": pack.pad, "unknown": pack.unknown}
    where = {int(r): i for i, r in enumerate(rows)}
    signs = set("".join(pieces))
    normal = {c: to for c, to in pack.normal.items() if all(x in signs or x == " " for x in to)}
    t["normal"] = np.frombuffer("\n".join(f"{c:x} {' '.join(f'{ord(x):x}' for x in to)}".rstrip() for c, to in sorted(normal.items())).encode(), np.uint8)
    about = {k: str(where[v]) for k, v in special.items()} | {"heads": str(pack.heads), "layers": str(pack.layers), "rank": str(options["rank"]), "hidden": str(options["hidden"]), "view": "128", "epsilon": "1e-12", "licence": "MIT; from multilingual-e5-small (MIT)"}
    save_file(t, out, metadata=about)
    size = lambda p: sum(v.nbytes for k, v in t.items() if k.startswith(p)) / 1e6
    print(f"words {size('words'):.1f} MB, layers {size('layers'):.1f} MB, head {size('head'):.2f} MB, all {sum(v.nbytes for v in t.values()) / 1e6:.1f} MB")


if __name__ == "__main__":
    main(*sys.argv[1:5])
