#!/usr/bin/env python3
"""check.py FILE [OTHER FILES...]: is a file of written judgements sound?
check.py --sums FILES...: how much the files hold together.

Prints the faults of form (line by line), the counts, and the leaks: near-duplicates inside the file and with the other
files, uneven lengths, and how well a classifier that reads the element alone guesses the labels (AUC inside a KPI;
.50 is a coin; a grid should stay under .58, a block under .70). A sheet across organisations (CROSS) takes all its texts
from the other files, none of them from the tenth that training leaves aside. Exit 1 when anything has to be mended.
Needs numpy and scikit-learn.

--sums prints pairs by kind, held back or for training, mean bytes of an element by label over all files, and how far the
pairs of sheets that stand in an organisation or block too are judged alike. Standard library only."""
import collections
import hashlib
import os
import re
import sys

os.environ.setdefault("OMP_NUM_THREADS", "1")

LABELS = {"++": 2, "+": 1, "-": -1, "0": 0}


def parse(path):
    """-> rows of (kpi dict, element, label, 'block', 'org' or 'cross'), faults, counts."""
    rows, faults, counts = [], [], collections.Counter()
    kpi = org = kind = None
    keys = []
    for number, line in enumerate(open(path, encoding="utf-8"), 1):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("|")]
        if line.startswith("K |"):
            org = kpi = None
            if len(cells) != 6 or cells[4] not in ("increase", "decrease") or cells[5] not in ("zh", "en", "mixed"):
                faults.append((number, "a K line has six cells: K | department | kpi | description | increase or decrease | zh, en or mixed", line))
                continue
            kpi = dict(department=cells[1], kpi=cells[2], description=cells[3], direction=cells[4], id=f"{path}:{number}")
            counts["K"] += 1
        elif line.startswith(("ORG |", "CROSS |")):
            org, kpi, keys, kind = f"{path}:{number}", None, [], cells[0].lower()
            counts[cells[0]] += 1
        elif org and re.match(r"k\d+ ?\|", line):
            if len(cells) != 5 or cells[4] not in ("increase", "decrease"):
                faults.append((number, "a k line has five cells: k1 | department | kpi | description | increase or decrease", line))
                continue
            keys.append(dict(department=cells[1], kpi=cells[2], description=cells[3], direction=cells[4], id=f"{org}:{cells[0]}"))
        elif org and line.startswith("e |"):
            labels = cells[-1].split()
            if len(cells) != 3 or len(labels) != len(keys) or any(x not in ("2", "1", "0", "-1") for x in labels):
                faults.append((number, f"an e line has three cells, the last with {len(keys)} labels out of 2 1 0 -1", line))
                continue
            rows += [(key, cells[1], int(label), kind) for key, label in zip(keys, labels)]
        elif kpi and re.match(r"(\+\+|\+|-|0)\s+\S", line):
            mark, text = line.split(None, 1)
            rows.append((kpi, text.strip(), LABELS[mark], "block"))
        else:
            faults.append((number, "a line that is neither K, ORG, k, e nor ++ + - 0", line))
    return rows, faults, counts


# The share of organisations and blocks that training leaves aside.
HELD = 0.1


def stable(text):
    """A number in [0, 1) that depends on the text alone."""
    return int(hashlib.md5(text.encode()).hexdigest()[:8], 16) / 2**32


def held(path, line):
    """Whether the organisation or block of this file that begins with this line is left aside in training."""
    return not line.startswith("CROSS |") and stable(os.path.basename(path) + line) < HELD


def group(row):
    """The organisation, block or sheet of a row: its file and line."""
    kpi, kind = row[0], row[3]
    return kpi["id"] if kind == "block" else kpi["id"].rsplit(":k", 1)[0]


def strangers(rows, others):
    """Texts of sheets that stand in no other file, or only where training may not look: (what, text)."""
    aside, seen = {}, {"KPI": set(), "element": set()}
    of = lambda kpi: (kpi["department"], kpi["kpi"], kpi["description"], kpi["direction"])
    for row in others:
        if row[3] != "cross":
            path, line = group(row).rsplit(":", 1)
            if path not in aside:
                aside[path] = open(path, encoding="utf-8").read().split("\n")
            if not held(path, aside[path][int(line) - 1].strip()):
                seen["KPI"].add(of(row[0]))
                seen["element"].add(row[1])
    wanted = {("KPI", of(r[0])) for r in rows if r[3] == "cross"} | {("element", r[1]) for r in rows if r[3] == "cross"}
    return sorted((what, text) for what, text in wanted if text not in seen[what])


def agreement(rows, others):
    """Pairs of sheets that another author judged as well: their number, the share on which both say helps, none or hurts alike, and
    Cohen's kappa of these three."""
    of = lambda row: ((row[0]["department"], row[0]["kpi"], row[0]["description"], row[0]["direction"]), row[1])
    sign = lambda label: (label > 0) - (label < 0)
    known = {of(r): sign(r[2]) for r in others if r[3] != "cross"}
    both = [(known[of(r)], sign(r[2])) for r in rows if r[3] == "cross" and of(r) in known]
    if not both:
        return None
    share = sum(a == b for a, b in both) / len(both)
    first, second = (collections.Counter(pair[n] for pair in both) for n in (0, 1))
    chance = sum(first[s] * second[s] for s in (-1, 0, 1)) / len(both) ** 2
    return len(both), share, (share - chance) / (1 - chance)


def folded(text):
    return re.sub(r"\W+", "", text.casefold())


def grams(text):
    text = folded(text)
    return {text[i:i + 3] for i in range(max(1, len(text) - 2))}


def near_duplicates(mine, others, limit=0.7):
    """Pairs of different texts that share more than `limit` of their three-letter pieces."""
    index, bags, found = collections.defaultdict(list), [], []
    for text, origin in [(t, "elsewhere") for t in others] + [(t, "here") for t in mine]:
        bag = grams(text)
        if origin == "here":
            hits = collections.Counter(n for g in bag for n in index[g])
            for n, shared in hits.most_common(3):
                other_text, other_bag, other_origin = bags[n]
                if shared / len(bag | other_bag) > limit:
                    found.append((text, other_text, other_origin))
        for g in bag:
            index[g].append(len(bags))
        bags.append((text, bag, origin))
    return found


def element_only(rows, others, marked=lambda label: label > 0):
    """AUC inside a KPI of a linear model that sees the element text alone (share of its KPIs with a `marked` label: those it helps), trained
    on the other files and, by folds over whole organisations and KPIs, on this one."""
    import numpy as np
    from scipy.sparse import vstack
    from sklearn.feature_extraction.text import HashingVectorizer
    from sklearn.linear_model import Ridge

    vectorizer = HashingVectorizer(analyzer="char_wb", ngram_range=(1, 4), n_features=2**15)
    def shares(rows):
        helped = collections.defaultdict(list)
        for row in rows:
            helped[group(row), row[1], row[3]].append(marked(row[2]))
        return list(helped), np.array([np.mean(v) for v in helped.values()])

    keys, y = shares(rows)
    x = vectorizer.transform([k[1] for k in keys])
    if others:
        other_keys, other_y = shares(others)
        other_x = vectorizer.transform([k[1] for k in other_keys])
    fold = {g: n % 4 for n, g in enumerate(sorted({k[0] for k in keys}))}
    guess = np.zeros(len(keys))
    for f in range(4):
        held = np.array([fold[k[0]] == f for k in keys])
        if not held.any():
            continue
        train_x, train_y = x[~held], y[~held]
        if others:
            train_x, train_y = vstack([train_x, other_x]), np.concatenate([train_y, other_y])
        guess[held] = Ridge(alpha=2.0, solver="lsqr").fit(train_x, train_y).predict(x[held])
    score = dict(zip(keys, guess))
    result = {}
    for kind in ("org", "cross", "block"):
        by_kpi, areas = collections.defaultdict(list), []
        for row in rows:
            if row[3] == kind:
                by_kpi[row[0]["id"]].append((score[group(row), row[1], kind], marked(row[2])))
        for pairs in by_kpi.values():
            good = [s for s, h in pairs if h]
            bad = [s for s, h in pairs if not h]
            if good and bad:
                areas.append(sum((g > b) + 0.5 * (g == b) for g in good for b in bad) / len(good) / len(bad))
        if areas:
            result[kind] = sum(areas) / len(areas)
    return result


NAMES = {"org": "organisations", "block": "blocks", "cross": "sheets"}


def sums(paths):
    total, everything = collections.Counter(), []
    for path in paths:
        lines = open(path, encoding="utf-8").read().split("\n")
        rows = parse(path)[0]
        everything += rows
        aside = {g: held(path, lines[int(g.rsplit(":", 1)[1]) - 1].strip()) for g in {group(r) for r in rows}}
        total.update((r[3], aside[group(r)]) for r in rows)
        total.update(("units", kind, aside[g]) for g, kind in {(group(r), r[3]) for r in rows})
    for kind, name in NAMES.items():
        kept, left = total[kind, False], total[kind, True]
        print(f"{name}: {total['units', kind, False] + total['units', kind, True]:,}, {kept + left:,} pairs; held back {total['units', kind, True]:,}, "
              f"{left:,} pairs; for training {kept:,} pairs")
    kept, left = (sum(total[kind, aside] for kind in NAMES) for aside in (False, True))
    print(f"together: {kept + left:,} pairs; held back {left:,}; for training {kept:,}")
    print("mean bytes of an element by label (delivers, helps, no effect, hurts):")
    for kind, name in NAMES.items():
        sizes = [[len(r[1].encode()) for r in everything if r[2] == label and r[3] == kind] for label in (2, 1, 0, -1)]
        if all(sizes):
            print(f"  {name}: " + ", ".join(f"{sum(s) / len(s):.0f}" for s in sizes))
    if agreed := agreement(everything, everything):
        print("judged in a sheet and elsewhere: {:,} pairs, alike {:.2f}, kappa {:.2f}".format(*agreed))


def main():
    if sys.argv[1] == "--sums":
        return sums(sys.argv[2:])
    path, others = sys.argv[1], [p for p in sys.argv[2:] if os.path.abspath(p) != os.path.abspath(sys.argv[1])]
    rows, faults, counts = parse(path)
    bad = bool(faults)
    print(path, dict(counts), "pairs", len(rows))
    for number, why, line in faults[:30]:
        print(f"FAULT line {number}: {why}: {line[:80]}")
    for kind in ("org", "cross", "block"):
        part = collections.Counter(r[2] for r in rows if r[3] == kind)
        total = sum(part.values())
        if total:
            print(f"  {kind}: " + ", ".join(f"{label}: {part[label]} ({part[label] / total:.0%})" for label in (2, 1, 0, -1)))
        sizes = [[len(r[1].encode()) for r in rows if r[2] == label and r[3] == kind] for label in (2, 1, 0, -1)]
        if all(sizes):
            print(f"  {kind}: mean bytes of an element by label " + ", ".join(f"{sum(s) / len(s):.0f}" for s in sizes))
    other_rows = [r for p in others for r in parse(p)[0]]
    elements = list(dict.fromkeys(r[1] for r in rows))
    seen = collections.Counter(folded(t) for t in elements)
    # Sheets put texts of this file together anew.
    other_texts = dict.fromkeys(r[1] for r in other_rows if r[3] != "cross")
    for what, text in strangers(rows, other_rows):
        print(f"NOT FROM TRAINING TEXTS of another file ({what}): {text}")
        bad = True
    written = {r[1] for r in rows if r[3] != "cross"}
    duplicates = near_duplicates([e for e in elements if e in written], list(other_texts) if written else [])
    for a, b, origin in duplicates[:20]:
        print(f"NEAR-DUPLICATE ({origin}): {a} ~ {b}")
    bad |= bool(duplicates) or any(n > 1 for n in seen.values())
    organisations = collections.defaultdict(lambda: collections.defaultdict(list))
    for r in rows:
        if r[3] != "block":
            organisations[group(r)][r[1]].append(r[2])
    empty = sum(all(v == 0 for v in labels) for org in organisations.values() for labels in org.values())
    mixed = sum(any(v > 0 for v in labels) and any(v < 0 for v in labels) for org in organisations.values() for labels in org.values())
    total = sum(len(org) for org in organisations.values())
    if total:
        print(f"  elements in grids {total}: without any effect {empty / total:.0%}, helping one and hurting another {mixed / total:.0%}")
    han = lambda text: bool(re.search("[\u4e00-\u9fff]", text))
    tongues = collections.Counter((han(r[0]["kpi"]), han(r[1])) for r in rows)
    both = tongues[True, False] + tongues[False, True]
    print("  languages: " + ", ".join(f"{name} {n / max(len(rows), 1):.0%}" for name, n in (("zh", tongues[True, True]), ("en", tongues[False, False]), ("both", both))))
    if agreed := agreement(rows, other_rows):
        print("  judged in two files: {} pairs, alike {:.2f}, kappa {:.2f}".format(*agreed))
    for kind, value in element_only(rows, other_rows).items():
        limit = 0.70 if kind == "block" else 0.58
        print(f"  {kind}: element-only AUC inside a KPI {value:.3f} (limit {limit:.2f}){'' if value < limit else '  LEAK'}")
        bad |= value >= limit
    # What harms may show: texts are judged apart from it, and no aim stands for it.
    for kind, value in element_only(rows, other_rows, lambda label: label < 0).items():
        print(f"  {kind}: the same of what works against {value:.3f}")
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
