"""Runs what is far larger than an office needs, and prints time and memory. Standard library and GNU time.

usage: python3 tests/benches/large.py [PROGRAM] [KPIS] [PROJECTS]
KPIs (200,000) x 50 elements and 50 KPIs x as many elements, scored and analysed; PROJECTS (10,000) of six elements each in one analysis,
with pictures for the best twenty; 60 million rows, which are refused; and the largest pictures, of 800 KPIs and 900 elements at scale 4."""
import csv
import os
import pathlib
import random
import shutil
import struct
import subprocess
import sys
import tempfile

WORDS = ["客户", "培训", "质量", "成本", "品牌", "渠道", "交付", "安全", "能耗", "库存", "招聘", "直播", "会员", "投诉", "回款", "新品", "门店", "设备"]
GOALS = ["提升{}{}率", "降低{}{}成本", "{}{}覆盖率", "缩短{}{}周期"]
DEEDS = ["开展{}{}专项行动", "上线{}{}平台", "每周{}{}例会", "取消{}{}审批"]


def write(path, header, rows):
    with open(path, "w", encoding="utf-8", newline="") as f:
        writer = csv.writer(f)
        writer.writerow(header)
        writer.writerows(rows)


def tables(folder, kpis, elements, projects=1, seed=3):
    draw = random.Random(seed)
    text = lambda ways, n: draw.choice(ways).format(*draw.sample(WORDS, 2)) + (f" {n}" if n >= 500 else "")
    write(f"{folder}/kpis.csv", ["department", "kpi", "kpi_id", "baseline", "target"], ([f"Dept {n % 40}", text(GOALS, n), f"K{n}", 0, 100] for n in range(kpis)))
    write(f"{folder}/elements.csv", ["project", "element", "element_id", "kind", "cost"], ([f"Project {n * projects // elements}", text(DEEDS, n), f"E{n}", "core" if n % 3 else "optional", 1000] for n in range(elements)))
    roles = [(f"Dept {n}", "own" if n == 0 else "partner" if n < 8 else "") for n in range(min(40, kpis))]
    write(f"{folder}/departments.csv", ["department", "role"], roles)


def run(label, program, folder, *arguments):
    named = [x for table in ("kpis", "elements", "departments") for x in (f"--{table}", f"{folder}/{table}.csv")]
    named = {"analyze": named, "score": named[:4], "check": []}[arguments[0]]
    command = ["/usr/bin/time", "-f", "%e s, %M KB", program, arguments[0], *named, *arguments[1:]]
    timed = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "XDG_CACHE_HOME": f"{folder}/cache"})
    last = timed.stderr.splitlines()
    print(f"{label}: {last[-1] if timed.returncode == 0 else last}", flush=True)


def largest(folder):
    """Width and height of the picture in a folder with the most pixels, from the head of each PNG."""
    size = lambda path: struct.unpack(">II", open(path, "rb").read(24)[16:])
    return max((size(path) for path in pathlib.Path(folder).rglob("*.png")), key=lambda s: s[0] * s[1])


def main(program="target/release/winwin", kpis="200000", projects="10000"):
    kpis, projects = int(kpis), int(projects)
    with tempfile.TemporaryDirectory() as folder:
        analyze = ["analyze", "--charts", "top=20", "--out", f"{folder}/out", "--today", "2026-11-16", "--quiet"]
        for rows, columns in ((kpis, 50), (50, kpis)):
            tables(folder, rows, columns)
            run(f"score, {rows} x {columns}, best 10", program, folder, "score", "--top", "10", "--out", f"{folder}/out.parquet")
            run(f"analyze, {rows} x {columns}", program, folder, *analyze)
        tables(folder, 40, 6 * projects, projects)
        run(f"analyze, {projects} projects", program, folder, *analyze)
        with open(f"{folder}/many.csv", "w", encoding="utf-8") as f:
            f.write("department,kpi\n")
            for _ in range(60):
                f.write("a,b\n" * 1_000_000)
        run("check, 60 million rows", program, folder, "check", f"{folder}/many.csv")
        os.remove(f"{folder}/many.csv")
        tables(folder, 800, 900)
        shutil.rmtree(f"{folder}/out", ignore_errors=True)
        run("analyze, 800 x 900, all pictures at scale 4", program, folder, "analyze", "--charts", "all", "--scale", "4", *analyze[3:])
        print("  largest picture: {} x {} pixels".format(*largest(f"{folder}/out")))


if __name__ == "__main__":
    main(*sys.argv[1:])
