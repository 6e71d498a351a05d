"""Times `winwin analyze` on one large plan: 200 KPIs of 20 departments, 300 elements, the whole catalog. Standard library and GNU time.

usage: python3 tests/benches/analyze.py [PROGRAM] [KPIS] [ELEMENTS]
The texts are those of written judgements (data/judgement), drawn with a fixed seed. The first run reads them, the others have them read."""
import csv
import os
import random
import subprocess
import sys
import tempfile

JUDGEMENTS = os.path.join(os.path.dirname(__file__), "..", "..", "data", "judgement")
DEPARTMENTS = [f"Department {n}" for n in range(20)]


def write(path, header, rows):
    with open(path, "w", encoding="utf-8", newline="") as f:
        csv.writer(f).writerows([header, *rows])


def draw(folder, kpis, elements, seed=7):
    """The tables of one plan in `folder`: a third of the elements are the plan, the others could be added."""
    subprocess.run([sys.executable, f"{JUDGEMENTS}/tables.py", JUDGEMENTS, f"{folder}/all", "org", "--held"], check=True)
    texts = lambda table: sorted({row[table[:-1]] for row in csv.DictReader(open(f"{folder}/all/{table}.csv", encoding="utf-8"))})
    pick = random.Random(seed)
    goals, deeds = pick.sample(texts("kpis"), kpis), pick.sample(texts("elements"), elements)
    at = lambda n: DEPARTMENTS[n % len(DEPARTMENTS)]
    write(f"{folder}/kpis.csv", ["department", "kpi", "baseline", "target", "weight"], [[at(n), g, 0, 100, f"{100 / (kpis / len(DEPARTMENTS)):g}%"] for n, g in enumerate(goals)])
    kind = lambda n: "core" if n < elements / 3 else "optional"
    write(f"{folder}/elements.csv", ["project", "element", "kind", "cost", "needs"], [["Large plan", d, kind(n), 1000 * (1 + n % 37), at(n)] for n, d in enumerate(deeds)])
    write(f"{folder}/departments.csv", ["department", "role"], [[d, "own" if d == DEPARTMENTS[0] else "partner"] for d in DEPARTMENTS])


def main(program="target/release/winwin", kpis="200", elements="300"):
    with tempfile.TemporaryDirectory() as folder:
        draw(folder, int(kpis), int(elements))
        tables = [x for t in ("kpis", "elements", "departments") for x in (f"--{t}", f"{folder}/{t}.csv")]
        command = ["/usr/bin/time", "-f", "%e s, %M KB", program, "analyze", *tables, "--budget", "400000", "--today", "2026-11-16", "--out", f"{folder}/out", "--quiet"]
        for run, more in [("first", []), ("second", []), ("third", []), ("without pictures", ["--charts", "none"])]:
            timed = subprocess.run([*command, *more], capture_output=True, text=True, env={**os.environ, "XDG_CACHE_HOME": f"{folder}/cache"})
            if timed.returncode:
                raise SystemExit(timed.stderr)
            print(f"{run}: {timed.stderr.splitlines()[-1]}")


if __name__ == "__main__":
    main(*sys.argv[1:])
