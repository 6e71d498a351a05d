"""Turns written judgements into the three tables of `winwin eval`. Standard library only.

usage: python3 data/judgement/tables.py FOLDER OUT [org|block] [--held | --trained=N]
FOLDER/*.txt hold organisations and blocks (README.md); without a kind, both are taken. --held: only those that the judge was not
trained on; --trained=N: every Nth of the others, in the order of files and lines. Writes OUT/kpis.csv, OUT/elements.csv, OUT/labels.csv; elements are numbered inside their organisation or block.
"""
import csv
import glob
import os
import sys

from check import group, held, parse

HEADERS = {
    "kpis": ["kpi_id", "department", "kpi", "description", "direction"],
    "elements": ["element_id", "element"],
    "labels": ["kpi_id", "element_id", "label"],
}


def main(folder, out, *options):
    wanted = {o for o in options if o in ("org", "block")} or {"org", "block"}
    every = next((int(o.split("=")[1]) for o in options if o.startswith("--trained=")), 0)
    rows = {name: {} for name in HEADERS}
    trained = {}
    for path in sorted(glob.glob(os.path.join(folder, "*.txt"))):
        stem = os.path.splitext(os.path.basename(path))[0]
        lines = open(path, encoding="utf-8").read().split("\n")
        for row in parse(path)[0]:
            kpi, element, label, kind = row
            line = int(group(row).rsplit(":", 1)[1])
            if kind not in wanted or ("--held" in options and not held(path, lines[line - 1])):
                continue
            name = f"{stem}-{line}"
            if every and (held(path, lines[line - 1]) or trained.setdefault(name, len(trained)) % every):
                continue
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
