"""Turns judged organisations into the three tables of `winwin eval`. Standard library only.

usage: python3 data/judgement/tables.py FOLDER OUT
FOLDER/*.txt hold sections `ORG | kind | language`, then `kN | department | kpi | description | increase or decrease`, then
`e | element | one label a KPI` (2 delivers, 1 helps, 0 neither, -1 hurts). Other sections are passed over. Writes OUT/kpis.csv,
OUT/elements.csv, OUT/labels.csv.
"""
import csv, glob, os, sys

TABLES = {
    "kpis": ["kpi_id", "department", "kpi", "description", "direction"],
    "elements": ["element_id", "element"],
    "labels": ["kpi_id", "element_id", "label"],
}


def read(folder):
    rows = {name: [] for name in TABLES}
    org = None
    for path in sorted(glob.glob(os.path.join(folder, "*.txt"))):
        stem = os.path.splitext(os.path.basename(path))[0]
        count = 0
        for line in open(path, encoding="utf-8"):
            cells = [c.strip() for c in line.strip().split("|")]
            head = cells[0]
            if head == "ORG":
                count += 1
                org, kpis, elements = f"{stem}-{count}", [], 0
            elif head == "K":
                org = None
            elif org and len(head) > 1 and head[0] == "k" and head[1:].isdigit():
                kpis.append(f"{org}-{head}")
                rows["kpis"].append([kpis[-1], *cells[1:5]])
            elif org and head == "e":
                elements += 1
                element = f"{org}-e{elements}"
                rows["elements"].append([element, " | ".join(cells[1:-1])])
                rows["labels"] += [[kpi, element, label] for kpi, label in zip(kpis, cells[-1].split())]
    return rows


def main(folder, out):
    os.makedirs(out, exist_ok=True)
    for name, rows in read(folder).items():
        with open(os.path.join(out, f"{name}.csv"), "w", newline="", encoding="utf-8") as f:
            writer = csv.writer(f)
            writer.writerow(TABLES[name])
            writer.writerows(rows)


main(*sys.argv[1:3])
