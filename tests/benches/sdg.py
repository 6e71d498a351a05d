"""The published benchmark of experts' answers on the Sustainable Development Goals: does this text speak for that goal, yes or no.

    git clone https://github.com/SDGClassification/benchmark     (MIT; benchmark.csv: id, text, sdg, label)
    python3 tests/benches/sdg.py target/release/winwin benchmark/benchmark.csv

Goals are KPIs by their official titles, texts are elements; yes is a score of 0.5 or more at a base rate of 0.5. Nothing was chosen on it.
Prints accuracy and AUC by goal, and their means over the goals, which count alike as in the published comparison.
"""

import csv
import pathlib
import re
import subprocess
import sys
import tempfile

TITLES = [
    "End poverty in all its forms everywhere",
    "End hunger, achieve food security and improved nutrition and promote sustainable agriculture",
    "Ensure healthy lives and promote well-being for all at all ages",
    "Ensure inclusive and equitable quality education and promote lifelong learning opportunities for all",
    "Achieve gender equality and empower all women and girls",
    "Ensure availability and sustainable management of water and sanitation for all",
    "Ensure access to affordable, reliable, sustainable and modern energy for all",
    "Promote sustained, inclusive and sustainable economic growth, full and productive employment and decent work for all",
    "Build resilient infrastructure, promote inclusive and sustainable industrialization and foster innovation",
    "Reduce inequality within and among countries",
    "Make cities and human settlements inclusive, safe, resilient and sustainable",
    "Ensure sustainable consumption and production patterns",
    "Take urgent action to combat climate change and its impacts",
    "Conserve and sustainably use the oceans, seas and marine resources for sustainable development",
    "Protect, restore and promote sustainable use of terrestrial ecosystems, sustainably manage forests, combat desertification, and halt "
    "and reverse land degradation and halt biodiversity loss",
    "Promote peaceful and inclusive societies for sustainable development, provide access to justice for all and build effective, "
    "accountable and inclusive institutions at all levels",
    "Strengthen the means of implementation and revitalize the Global Partnership for Sustainable Development",
]


def table(path, rows):
    with open(path, "w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


def figure(printed, name):
    found = re.search(rf"^\s*{re.escape(name)}\s+([0-9.]+)", printed, re.M)
    if not found:
        sys.exit(f"no line '{name}' in what eval printed:\n{printed}")
    return float(found.group(1))


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    program, benchmark = sys.argv[1:]
    texts = {}
    with open(benchmark, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            texts.setdefault(int(row["sdg"]), []).append(row)
    accuracies, areas, count = [], [], 0
    for goal, rows in sorted(texts.items()):
        with tempfile.TemporaryDirectory() as folder:
            at = pathlib.Path(folder)
            key = f"G{goal}"
            table(at / "kpis.csv", [["kpi_id", "kpi"], [key, TITLES[goal - 1]]])
            table(at / "elements.csv", [["element_id", "element"]] + [[r["id"], " ".join(r["text"].split())] for r in rows])
            table(at / "labels.csv", [["kpi_id", "element_id", "label"]] + [[key, r["id"], int(r["label"] == "True")] for r in rows])
            command = [program, "eval", "--base-rate", "0.5", "--no-cache"]
            for name in ("kpis", "elements", "labels"):
                command += [f"--{name}", str(at / f"{name}.csv")]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            sys.exit(done.stderr)
        accuracies.append(figure(done.stdout, "accuracy at 0.5, base rate"))
        areas.append(figure(done.stdout, "AUC inside a KPI"))
        count += len(rows)
        print(f"goal {goal:2}  {len(rows):4} texts  accuracy {accuracies[-1]:.3f}  AUC {areas[-1]:.3f}", flush=True)
    print(f"mean     {count:4} texts  accuracy {sum(accuracies) / len(accuracies):.3f}  AUC {sum(areas) / len(areas):.3f}")


if __name__ == "__main__":
    main()
