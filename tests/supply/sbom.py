"""Writes the list of the program's parts (CycloneDX 1.6) from Cargo.lock and the packages' own data. Standard library and cargo.

usage: python3 tests/supply/sbom.py > reports/docs/sbom.cdx.json
Parts are the packages that the program is built of on 64-bit Linux, without those that only tests need, and the fonts, word lists and
model that are built in. The same tree gives the same bytes: neither a day nor a random number stands in it."""
import json
import os
import subprocess
import sys
import tomllib

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
# What is built in beside packages; NOTICE has the whole texts.
DATA = [
    ("Noto Sans SC (subset)", "OFL-1.1", "data/fonts"),
    ("jieba dictionary", "MIT", "data/words"),
    ("OpenCC character tables", "Apache-2.0", "data/words"),
    ("SCOWL word list", "LicenseRef-SCOWL", "data/words"),
    ("multilingual-e5-small", "MIT", "data/model"),
]


def metadata():
    command = ["cargo", "metadata", "--locked", "--format-version", "1", "--filter-platform", "x86_64-unknown-linux-gnu"]
    return json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout)


def built_of(resolve):
    """Ids of the packages behind the root's normal and build dependencies, each with those it needs in turn."""
    nodes = {n["id"]: n for n in resolve["nodes"]}
    needs = lambda i: [d["pkg"] for d in nodes[i]["deps"] if any(k["kind"] != "dev" for k in d["dep_kinds"])]
    seen, waiting = {}, [resolve["root"]]
    while waiting:
        current = waiting.pop()
        if current not in seen:
            seen[current] = needs(current)
            waiting.extend(seen[current])
    return seen


def purl(package):
    return f"pkg:cargo/{package['name']}@{package['version']}"


def component(package, checksum):
    made = {"type": "library", "bom-ref": purl(package), "name": package["name"], "version": package["version"], "scope": "required", "purl": purl(package)}
    if checksum:
        made["hashes"] = [{"alg": "SHA-256", "content": checksum}]
    made["licenses"] = [{"expression": package["license"].replace(" / ", " OR ").replace("/", " OR ")}]
    if package.get("repository"):
        made["externalReferences"] = [{"type": "vcs", "url": package["repository"]}]
    return made


def main():
    data = metadata()
    packages = {p["id"]: p for p in data["packages"]}
    needs = built_of(data["resolve"])
    root = packages[data["resolve"]["root"]]
    with open(os.path.join(ROOT, "Cargo.lock"), "rb") as f:
        sums = {(p["name"], p["version"]): p.get("checksum") for p in tomllib.load(f)["package"]}
    parts = sorted((packages[i] for i in needs if i != root["id"]), key=purl)
    named = sorted(needs.items(), key=lambda x: purl(packages[x[0]]))
    about = {"type": "application", "bom-ref": purl(root), "name": root["name"], "version": root["version"], "purl": purl(root), "licenses": [{"expression": root["license"]}]}
    licence = lambda of: {"name": of} if of.startswith("LicenseRef") else {"id": of}
    built_in = [{"type": "data", "bom-ref": f"data:{name}", "name": name, "licenses": [{"license": licence(of)}], "description": f"built in from {place}, see NOTICE"} for name, of, place in DATA]
    bom = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {**about, "components": built_in}},
        "components": [component(p, sums.get((p["name"], p["version"]))) for p in parts],
        "dependencies": [{"ref": purl(packages[i]), "dependsOn": sorted({purl(packages[d]) for d in of})} for i, of in named],
    }
    json.dump(bom, sys.stdout, ensure_ascii=False, indent=1)
    print()


if __name__ == "__main__":
    main()
