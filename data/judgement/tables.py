"""Turns written judgements into the three tables of `winwin eval`. Standard library only.

usage: python3 data/judgement/tables.py FOLDER OUT [org|block] [--held]
FOLDER/*.txt hold organisations and blocks (README.md); without a kind, both are taken. --held: only those that the judge was not
trained on. Writes OUT/kpis.csv, OUT/elements.csv, OUT/labels.csv; elements are numbered inside their organisation or block.
"""
import csv
import glob
import hashlib
import os
import sys

from check import parse

HEADERS = {
    "kpis": ["kpi_id", "department", "kpi", "description", "direction"],
    "elements": ["element_id", "element"],
    "labels": ["kpi_id", "element_id", "label"],
}
# The share of organisations and blocks that training leaves aside; data/model/corpus.py draws the same ones.
HELD = 0.1


def held(path, line):
    """Whether the organisation or block that begins with this line is left aside."""
    text = os.path.basename(path) + line
    return int(hashlib.md5(text.encode()).hexdigest()[:8], 16) / 2**32 < HELD


def main(folder, out, *options):
    wanted = {o for o in options if o in ("org", "block")} or {"org", "block"}
    rows = {name: {} for name in HEADERS}
    for path in sorted(glob.glob(os.path.join(folder, "*.txt"))):
        stem = os.path.splitext(os.path.basename(path))[0]
        lines = open(path, encoding="utf-8").read().split("\n")
        for kpi, element, label, kind in parse(path)[0]:
            group = kpi["id"].rsplit(":k", 1)[0] if kind == "org" else kpi["id"]
            line = int(group.rsplit(":", 1)[1])
            if kind not in wanted or ("--held" in options and not held(path, lines[line - 1])):
                continue
            name = f"{stem}-{line}"
            kpi_id = f"{name}-{kpi['id'].rsplit(':', 1)[1]}" if kind == "org" else name
            numbers = rows["elements"].setdefault(name, {})
            number = numbers.setdefault(element, len(numbers) + 1)
            rows["kpis"][kpi_id] = [kpi_id, kpi["department"], kpi["kpi"], kpi["description"], kpi["direction"]]
            rows["labels"][kpi_id, number] = [kpi_id, f"{name}-e{number}", label]
    rows["elements"] = {(n, i): [f"{n}-e{i}", e] for n, numbers in rows["elements"].items() for e, i in numbers.items()}
    os.makedirs(out, exist_ok=True)
    for name, table in rows.items():
        with open(os.path.join(out, f"{name}.csv"), "w", newline="", encoding="utf-8") as f:
            writer = csv.writer(f)
            writer.writerow(HEADERS[name])
            writer.writerows(table.values())


main(*sys.argv[1:])
