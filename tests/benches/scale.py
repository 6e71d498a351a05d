"""Times `winwin score` on large tables in one sitting with what others do with as many pairs, and draws how time and memory grow.

usage: python3 tests/benches/scale.py [PROGRAM] [--growth reports/docs/growth] [--largest 1e9]
Wants numpy, rapidfuzz and GNU time, and matplotlib for --growth, which writes a table (.csv) and a plot (.svg). All on two threads."""
import argparse
import csv
import os
import random
import subprocess
import tempfile
import time

import numpy as np
from rapidfuzz import fuzz, process

ZH = ["客户", "培训", "质量", "成本", "品牌", "渠道", "交付", "安全", "能耗", "库存", "招聘", "直播", "会员", "投诉", "回款", "新品", "门店", "设备", "供应商", "数据"]
WAYS = ["提升{}{}率", "降低{}{}成本", "{}{}覆盖率", "缩短{}{}周期", "{}与{}满意度"]
ACTS = ["开展{}{}专项行动", "上线{}{}平台", "每周{}{}例会", "取消{}{}审批", "邀请{}{}代表参观"]
EN = ["customer", "training", "quality", "cost", "brand", "channel", "delivery", "safety", "energy", "stock", "hiring", "live stream", "member", "complaint", "payment"]


def tables(folder, kpis, elements, seed=1):
    """Short texts as tables have them, two in three Chinese."""
    draw = random.Random(seed)
    two = lambda words: draw.sample(words, 2)
    goal = lambda n: draw.choice(WAYS).format(*two(ZH)) if n % 3 else "{} {} rate".format(*two(EN))
    deed = lambda n: draw.choice(ACTS).format(*two(ZH)) if n % 3 else "{} programme with {} reviews".format(*two(EN))
    names = [goal(n) + f" {n}" for n in range(kpis)], [deed(n) + f" {n}" for n in range(elements)]
    with open(f"{folder}/kpis.csv", "w", encoding="utf-8", newline="") as f:
        writer = csv.writer(f)
        writer.writerow(["department", "kpi", "direction", "kpi_id"])
        writer.writerows([f"部门{n % 40}", name, "increase" if n % 2 else "decrease", f"K{n}"] for n, name in enumerate(names[0]))
    with open(f"{folder}/elements.csv", "w", encoding="utf-8", newline="") as f:
        writer = csv.writer(f)
        writer.writerow(["project", "element", "element_id"])
        writer.writerows(["P", name, f"E{n}"] for n, name in enumerate(names[1]))
    return names


def run(program, folder, *more):
    """Seconds and megabytes of a run."""
    command = [program, "score", "--kpis", f"{folder}/kpis.csv", "--elements", f"{folder}/elements.csv", "--out", f"{folder}/out.parquet", *more]
    timed = subprocess.run(["/usr/bin/time", "-f", "%e %M", *command], capture_output=True, text=True, env={**os.environ, "XDG_CACHE_HOME": f"{folder}/cache"})
    if timed.returncode:
        raise SystemExit(timed.stderr)
    seconds, kilobytes = timed.stderr.splitlines()[-1].split()
    return float(seconds), float(kilobytes) / 1024


def peers(names, kpis, elements):
    """Million pairs a second of string likeness and of bare products of the sizes that a pair has here."""
    goals, deeds = names[0][:kpis], names[1][:elements]
    began = time.time()
    process.cdist(goals, deeds, scorer=fuzz.token_set_ratio, workers=2)
    likeness = kpis * elements / (time.time() - began) / 1e6
    a, b = np.random.rand(5000, 64).astype(np.float32), np.random.rand(64, 4000).astype(np.float32)
    began = time.time()
    for _ in range(3 * 5):
        a @ b
    return likeness, 5 * 5000 * 4000 / (time.time() - began) / 1e6


def plot(name, rows):
    """Time and memory over the number of pairs, both axes in powers of ten."""
    import matplotlib

    matplotlib.use("svg")
    # No random ids and no day in the file.
    matplotlib.rcParams.update({"svg.hashsalt": "growth", "svg.fonttype": "none", "font.family": "sans-serif", "font.size": 10})
    from matplotlib import pyplot

    pairs = [k * e for k, e, _, _ in rows]
    figure, (time_axes, memory_axes) = pyplot.subplots(1, 2, figsize=(8.4, 3.4), layout="constrained")
    for axes, values, title in ((time_axes, [r[2] for r in rows], "seconds, whole process"), (memory_axes, [r[3] for r in rows], "megabytes at the most")):
        axes.loglog(pairs, values, marker="o", markersize=4, color="#0072B2")
        axes.set_title(title, loc="left", fontsize=10)
        axes.set_xlabel("KPIs x elements")
        axes.set_xticks(pairs)
        axes.grid(color="#dddddd", linewidth=0.6)
        axes.spines[["top", "right"]].set_visible(False)
        for x, y in (list(zip(pairs, values))[0], list(zip(pairs, values))[-1]):
            axes.annotate(f"{y:.2g}" if y < 10 else f"{y:,.0f}", (x, y), textcoords="offset points", xytext=(0, 6), ha="center", fontsize=9)
    # The straight line that a fixed rate would give, through the largest run.
    slope = rows[-1][2] / pairs[-1]
    time_axes.loglog(pairs, [slope * p for p in pairs], linestyle=":", linewidth=1, color="#777777", zorder=0)
    time_axes.set_ylim(bottom=min(r[2] for r in rows) / 3)
    memory_axes.set_ylim(bottom=min(r[3] for r in rows) / 2, top=max(r[3] for r in rows) * 2)
    figure.savefig(name + ".svg", metadata={"Date": None})


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program", nargs="?", default="target/release/winwin")
    parser.add_argument("--growth", default="")
    parser.add_argument("--largest", type=float, default=1e9)
    o = parser.parse_args()
    program = os.path.abspath(o.program)
    with tempfile.TemporaryDirectory() as folder:
        names = tables(folder, 5000, 20000)
        fast = ["--encoder", "fast", "--top", "10", "--threads", "2"]
        seconds, megabytes = min(run(program, folder, *fast) for _ in range(3))
        likeness, products = peers(names, 1000, 4000)
        pairs = 100 / seconds
        print(f"5,000 x 20,000, best 10: {seconds:.2f} s, {pairs:.1f} million pairs a second, {megabytes:.0f} MB")
        print(f"token_set_ratio, 2 workers: {likeness:.2f} million pairs a second ({pairs / likeness:.0f} times as long)")
        print(f"bare products, 3 x 64: {products:.0f} million pairs a second")
        tables(folder, 1000, 1000)
        print("1,000 x 1,000, best 10: {:.2f} s, {:.0f} MB".format(*min(run(program, folder, *fast) for _ in range(3))))
        tables(folder, 7, 12)
        run(program, folder)
        print("7 x 12, all pairs, read before: {:.2f} s, {:.0f} MB".format(*min(run(program, folder) for _ in range(5))))
        if o.growth:
            rows = []
            for power in range(3, 10):
                pairs = 10**power
                if pairs > o.largest:
                    break
                kpis = min(5000, int((pairs / 4) ** 0.5) or 1)
                elements = pairs // kpis
                tables(folder, kpis, elements)
                rows.append((kpis, elements, *run(program, folder, *fast)))
                print(rows[-1], flush=True)
            with open(o.growth + ".csv", "w", encoding="utf-8", newline="") as f:
                writer = csv.writer(f, lineterminator="\n")
                writer.writerow(["kpis", "elements", "pairs", "seconds", "megabytes"])
                writer.writerows([k, e, k * e, f"{s:.2f}", f"{m:.0f}"] for k, e, s, m in rows)
            plot(o.growth, rows)


if __name__ == "__main__":
    main()
