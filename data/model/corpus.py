"""The written judgements as texts and units of training."""
import collections
import glob
import hashlib
import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "judgement"))
from check import parse  # noqa: E402

HAN = re.compile("[\u4e00-\u9fff]")
UP = "提升 提高 增加 增长 扩大 扩充 加快 改善".split() + ["increase", "raise", "grow", "improve", "boost", "expand", "more ", "higher", "win ", "gain "]
DOWN = "降低 减少 下降 缩短 压降 压缩 控制 减轻 遏制".split() + ["decrease", "reduce", "lower", "cut ", "shorten", "fewer", "less ", "minimi", "limit ", "prevent"]
LONG_NAME = 60


def kpi_text(department, kpi, description, direction):
    """The words a KPI is judged by; the program makes the same."""
    name = kpi.casefold()
    named = any(w in name for w in UP + DOWN)
    if not named and direction and len(kpi) <= LONG_NAME:
        zh = bool(HAN.search(kpi))
        word = {"increase": "提高" if zh else "increase ", "decrease": "降低" if zh else "reduce "}[direction]
        kpi = word + kpi
    return " | ".join(part for part in (department, kpi, description) if part)


def stable(text):
    """A number in [0, 1) that depends on the text alone."""
    return int(hashlib.md5(text.encode()).hexdigest()[:8], 16) / 2**32


Unit = collections.namedtuple("Unit", "kpis elements labels kind group source")


def units(paths):
    """Organisations and blocks: KPI dicts, element texts, and labels[kpi][element]."""
    result = []
    for path in paths:
        rows, faults, _ = parse(path)
        assert not faults, (path, faults[:3])
        lines = open(path, encoding="utf-8").read().split("\n")
        grouped = collections.OrderedDict()
        for kpi, element, label, kind in rows:
            group = kpi["id"].rsplit(":k", 1)[0] if kind == "org" else kpi["id"]
            grouped.setdefault((group, kind), []).append((kpi, element, label))
        for (group, kind), pairs in grouped.items():
            kpis = list({k["id"]: k for k, _, _ in pairs}.values())
            elements = list(dict.fromkeys(e for _, e, _ in pairs))
            known = {(k["id"], e): label for k, e, label in pairs}
            labels = [[known.get((k["id"], e)) for e in elements] for k in kpis]
            line = lines[int(group.rsplit(":", 1)[1]) - 1]
            result.append(Unit(kpis, elements, labels, kind, os.path.basename(path) + line, os.path.basename(path)))
    return result


def split(all_units, share=0.1):
    """Whole organisations and blocks, by a hash of their first line."""
    held = [u for u in all_units if stable(u.group) < share]
    return [u for u in all_units if stable(u.group) >= share], held


def files(folder):
    return sorted(glob.glob(os.path.join(folder, "*.txt")))
