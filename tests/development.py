"""Makes the hashes by which tests/development.rs tells whether a text of the project stands in a development set, without the sets being part
of the project.

usage: python3 tests/development.py grams tests/development.bin ELEMENTS.csv ...     every 12 characters in a row (column element or element_text)
       python3 tests/development.py names tests/development-names.bin KPIS.csv ...   names of KPIs and goals, whole and up to a bracket or a
                                                                                     colon (column kpi or goal_text)"""
import csv
import re
import struct
import sys

GRAM = 12


def fnv(text):
    value = 0xCBF29CE484222325
    for byte in text.encode():
        value = (value ^ byte) * 0x100000001B3 % 2**64
    return (value >> 32) ^ (value & 0xFFFFFFFF)


def plain(text):
    return " ".join(text.lower().split())


def grams(row):
    text = plain(row.get("element") or row["element_text"])
    return {text[i:i + GRAM] for i in range(len(text) - GRAM + 1)}


def names(row):
    text = plain(row.get("kpi") or row["goal_text"])
    return {text, re.split("[(（:：]", text)[0].strip()} - {""}


what, out, files = sys.argv[1], sys.argv[2], sys.argv[3:]
parts = {"grams": grams, "names": names}[what]
hashes = set()
for path in files:
    with open(path, encoding="utf-8-sig", newline="") as f:
        for row in csv.DictReader(f):
            hashes.update(map(fnv, parts(row)))
with open(out, "wb") as f:
    for value in sorted(hashes):
        f.write(struct.pack("<I", value))
print(f"{len(hashes)} hashes of {len(files)} files")
