"""Makes tests/development.bin: hashes of every 12 characters in a row of the elements of development sets, so that tests/development.rs can
tell whether a text of the project stands in one of them without the sets being part of the project.

usage: python3 tests/development.py OUT ELEMENTS.csv ...      (column element or element_text)"""
import csv
import struct
import sys

GRAM = 12


def fnv(text):
    value = 0xCBF29CE484222325
    for byte in text.encode():
        value = (value ^ byte) * 0x100000001B3 % 2**64
    return (value >> 32) ^ (value & 0xFFFFFFFF)


out, files = sys.argv[1], sys.argv[2:]
hashes = set()
for path in files:
    with open(path, encoding="utf-8-sig", newline="") as f:
        for row in csv.DictReader(f):
            text = " ".join((row.get("element") or row["element_text"]).lower().split())
            hashes.update(fnv(text[i:i + GRAM]) for i in range(len(text) - GRAM + 1))
with open(out, "wb") as f:
    for value in sorted(hashes):
        f.write(struct.pack("<I", value))
print(f"{len(hashes)} hashes of {len(files)} files")
