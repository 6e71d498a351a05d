"""The written judgements as texts and units of training."""
import collections
import glob
import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "judgement"))
from check import group, held, parse, stable  # noqa: E402

WORDS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "words")
SIMPLE = str.maketrans({p[0]: p[1] for p in open(os.path.join(WORDS, "traditional.txt"), encoding="utf-8").read().split()})
HAN = re.compile("[\u4e00-\u9fff]")
UP = "提升 提高 增加 增长 扩大 扩充 加快 改善".split() + ["increase", "raise", "grow", "improve", "boost", "expand", "more ", "higher", "win ", "gain "]
DOWN = "降低 减少 下降 缩短 压降 压缩 控制 减轻 遏制".split() + ["decrease", "reduce", "lower", "cut ", "shorten", "fewer", "less ", "minimi", "limit ", "prevent"]
LONG_NAME = 60


def width(text):
    """Columns a text takes; a Chinese character fills two. The program counts the same."""
    return sum(2 if HAN.match(c) else 1 for c in text)


def kpi_text(department, kpi, description, direction):
    """The words a KPI is judged by; the program makes the same."""
    name = kpi.casefold()
    named = any(w in name for w in UP + DOWN)
    if not named and direction and width(kpi) <= LONG_NAME:
        zh = bool(HAN.search(kpi))
        word = {"increase": "提高" if zh else "increase ", "decrease": "降低" if zh else "reduce "}[direction]
        kpi = word + kpi
    return " | ".join(part for part in (department, kpi, description) if part)


Unit = collections.namedtuple("Unit", "kpis elements labels kind held source")


def plain(text):
    """The text as the judge reads it: Traditional characters as Simplified ones; the program does the same."""
    return text.translate(SIMPLE)


def units(paths):
    """Organisations, blocks and sheets across them: KPI dicts, element texts, and labels[kpi][element]."""
    result = []
    for path in paths:
        rows, faults, _ = parse(path)
        assert not faults, (path, faults[:3])
        lines = open(path, encoding="utf-8").read().split("\n")
        grouped = collections.OrderedDict()
        for row in rows:
            kpi, element, label, kind = row
            grouped.setdefault((group(row), kind), []).append((kpi, element, label))
        for (place, kind), pairs in grouped.items():
            kpis = list({k["id"]: k for k, _, _ in pairs}.values())
            elements = list(dict.fromkeys(e for _, e, _ in pairs))
            known = {(k["id"], e): label for k, e, label in pairs}
            labels = [[known.get((k["id"], e)) for e in elements] for k in kpis]
            line = lines[int(place.rsplit(":", 1)[1]) - 1]
            result.append(Unit(kpis, elements, labels, kind, held(path, line), os.path.basename(path)))
    return result


def translations(folder):
    """Texts of organisations as they would stand in the other language: elements as they are, KPIs as (department, kpi, description)."""
    found = {}
    for line in open(os.path.join(folder, "translations.tsv"), encoding="utf-8"):
        text, other = ([part.strip() for part in side.split(" | ")] for side in line.rstrip("\n").split("\t"))
        assert len(text) == len(other), line
        found[text[0] if len(text) == 1 else tuple(text)] = other[0] if len(text) == 1 else tuple(other)
    return found


def twin(kpi, known):
    """A KPI in the other language, or none."""
    other = known.get((kpi["department"], kpi["kpi"], kpi["description"]))
    return other and dict(kpi, department=other[0], kpi=other[1], description=other[2])


def split(all_units):
    """What training sees, and the organisations and blocks that it leaves aside."""
    return [u for u in all_units if not u.held], [u for u in all_units if u.held]


def files(folder):
    return sorted(glob.glob(os.path.join(folder, "*.txt")))
