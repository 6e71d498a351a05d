#!/usr/bin/env python3
"""check.py [CATALOG] [DEV_FILE ...]: is the catalog sound?

CATALOG is catalog.csv beside this script unless given. Prints every fault with its row (ids, empty cells, unknown words, costs,
lengths, duplicates and near-duplicates) and the counts per function and kind of project. DEV_FILE: tables (.csv) and judgement
sheets (.txt) that the judge or its figures rest on; none of their texts of 12 or more characters may stand in a row, nor a run
of 12 Chinese characters or 8 English words. A term of one or two English words ("overtime hours") is common property and passes.
Exit 1 when anything has to be mended. Standard library only.
"""
import collections
import csv
import os
import re
import sys

COLUMNS = "id function element_zh description_zh element_en description_en cost_low cost_high needs fits deposit".split()
TEXTS = COLUMNS[2:6]
FUNCTIONS = set(
    "marketing sales service aftersales training hr it data finance procurement supply rnd production quality operations safety legal risk admin "
    "strategy government esg partner public community health education tourism retail property".split()
)
KINDS = ["event", "service", "product", "process", "programme"]
# Shortest and longest: characters in Chinese, words in English.
LENGTHS = {"element_zh": (4, 16), "description_zh": (18, 42), "element_en": (2, 8), "description_en": (10, 28)}
COST_LIMIT = 200_000
# Share of three-character pieces from which two texts count as near-duplicates.
ALIKE = 0.5
LEAST_PER_FUNCTION, LEAST_PER_KIND = 4, 30
HAN_RUN, WORD_RUN, TEXT_LENGTH, TERM_WORDS = 12, 8, 12, 2


def read(path):
    """-> rows with their line number, faults."""
    with open(path, encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if reader.fieldnames != COLUMNS:
            return [], [(1, f"columns {reader.fieldnames}, expected {COLUMNS}")]
        rows = [(reader.line_num, row) for row in reader]
    faults = [(line, "too many or too few cells") for line, row in rows if None in row or None in row.values()]
    return ([] if faults else rows), faults


def words_of(text):
    return re.findall(r"[a-z0-9]+(?:[-'’][a-z0-9]+)*", text.casefold())


def size(column, text):
    return len(text) if column.endswith("_zh") else len(text.split())


def form(line, row, number):
    """Faults of one row by itself."""
    found = []
    if row["id"] != f"CAT{number:02}":
        found.append(f"id {row['id']}, expected CAT{number:02}")
    for column in COLUMNS:
        if row[column] != row[column].strip() or (not row[column] and column != "needs"):
            found.append(f"{column} is empty or has spaces around it")
    for column in ("function", "needs"):
        if row[column] and row[column] not in FUNCTIONS:
            found.append(f"{column} {row[column]!r} is none of {' '.join(sorted(FUNCTIONS))}")
    kinds = row["fits"].split("|")
    if kinds != ["any"] and (len(set(kinds)) < len(kinds) or not set(kinds) <= set(KINDS)):
        found.append(f"fits {row['fits']!r}: any, or each of {' '.join(KINDS)} at most once")
    if row["deposit"] not in ("yes", "no"):
        found.append(f"deposit {row['deposit']!r}: yes or no")
    costs = [row["cost_low"], row["cost_high"]]
    if not all(c.isdecimal() for c in costs) or not 0 <= int(costs[0]) <= int(costs[1]) <= COST_LIMIT or costs[1] == "0":
        found.append(f"costs {' to '.join(costs)}: whole yuan, low to high, at most {COST_LIMIT}")
    for column, (low, high) in LENGTHS.items():
        if not low <= size(column, row[column]) <= high:
            found.append(f"{column} has a length of {size(column, row[column])}, expected {low} to {high}")
        chinese = bool(re.search("[\u4e00-\u9fff]", row[column]))
        if chinese != column.endswith("_zh"):
            found.append(f"{column} is in the wrong language")
    return [(line, what) for what in found]


def folded(text):
    return re.sub(r"[\W_]+", "", text.casefold())


def grams(text):
    text = folded(text)
    return {text[i:i + 3] for i in range(max(1, len(text) - 2))}


def alike(rows):
    """Duplicates and near-duplicates of names, and of names with descriptions, inside a language."""
    found = []
    for parts in (TEXTS[:1], TEXTS[:2], TEXTS[2:3], TEXTS[2:]):
        bags = [(line, row["id"], grams(" ".join(row[p] for p in parts))) for line, row in rows]
        for n, (line, name, bag) in enumerate(bags):
            for _, other, earlier in bags[:n]:
                share = len(bag & earlier) / len(bag | earlier)
                if share > ALIKE:
                    found.append((line, f"{name} and {other} are alike in {' + '.join(parts)}: {share:.2f}"))
    return found


def texts(path):
    """The texts of a development file: cells, and their parts between commas."""
    with open(path, encoding="utf-8", newline="") as file:
        if path.endswith(".csv"):
            cells = {cell for row in csv.reader(file) for cell in row}
        else:
            lines = (re.sub(r"^(\+\+|\+|-|0)\s+", "", line.strip()) for line in file if not line.startswith("#"))
            cells = {cell.strip() for line in lines for cell in line.split("|")}
    return cells | {part for cell in cells for part in re.split(r"[,，;；。()（）]\s*", cell)}


def leaks(rows, paths):
    """Texts and long runs of development files that stand in rows: (line, what), by row."""
    pieces, runs, whole = collections.defaultdict(set), collections.defaultdict(set), {}
    for line, row in rows:
        for column in TEXTS:
            key, text = (line, column), folded(row[column])
            whole[key] = text
            for i in range(len(text) - TEXT_LENGTH + 1):
                pieces[text[i:i + TEXT_LENGTH]].add(key)
            words = words_of(row[column])
            for i in range(len(words) - WORD_RUN + 1):
                runs[" ".join(words[i:i + WORD_RUN])].add(key)
    found = set()
    for path in paths:
        name = os.path.basename(path)
        for cell in texts(path):
            text, words = folded(cell), words_of(cell)
            if len(text) >= TEXT_LENGTH and (not text.isascii() or len(words) > TERM_WORDS):
                for line, column in pieces.get(text[:TEXT_LENGTH], ()):
                    if text in whole[line, column]:
                        found.add((line, f"{column} holds {cell!r} of {name}"))
            for i in range(len(text) - HAN_RUN + 1):
                if text[i:i + HAN_RUN] in pieces and re.fullmatch("[\u4e00-\u9fff]+", text[i:i + HAN_RUN]):
                    found |= {(line, f"{column} shares {text[i:i + HAN_RUN]!r} with {name}") for line, column in pieces[text[i:i + HAN_RUN]]}
            for i in range(len(words) - WORD_RUN + 1):
                run = " ".join(words[i:i + WORD_RUN])
                if run in runs:
                    found |= {(line, f"{column} shares {run!r} with {name}") for line, column in runs[run]}
    return sorted(found)


def main():
    path = sys.argv[1] if len(sys.argv) > 1 else os.path.join(os.path.dirname(os.path.abspath(__file__)), "catalog.csv")
    rows, faults = read(path)
    for number, (line, row) in enumerate(rows, 1):
        faults += form(line, row, number)
    faults += alike(rows)
    functions = collections.Counter(row["function"] for _, row in rows)
    kinds = collections.Counter(kind for _, row in rows for kind in (KINDS if row["fits"] == "any" else row["fits"].split("|")))
    faults += [(0, f"function {f}: {functions[f]} rows, expected {LEAST_PER_FUNCTION} or more") for f in sorted(FUNCTIONS) if functions[f] < LEAST_PER_FUNCTION]
    faults += [(0, f"kind {k}: {kinds[k]} rows, expected {LEAST_PER_KIND} or more") for k in KINDS if kinds[k] < LEAST_PER_KIND]
    faults += leaks(rows, sys.argv[2:])
    for line, what in faults:
        print(f"FAULT line {line}: {what}" if line else f"FAULT {what}")
    print(f"{len(rows)} rows, {sum(row['deposit'] == 'yes' for _, row in rows)} that can be a deposit, {sum(not row['needs'] for _, row in rows)} without a needed function")
    print("functions: " + ", ".join(f"{name} {n}" for name, n in sorted(functions.items())))
    print("fits: " + ", ".join(f"{kind} {kinds[kind]}" for kind in KINDS) + f" (any {sum(row['fits'] == 'any' for _, row in rows)})")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
