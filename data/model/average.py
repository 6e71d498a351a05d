"""The mean of two trained judges, weight by weight (a uniform "model soup", Wortsman et al. 2022, arXiv:2203.05482). Both began from the same
weights, so that what lies between them is a judge as well, and a better one than either on texts that neither saw.

usage: python3 data/model/average.py FIRST SECOND OUT.pt
FIRST and SECOND are what train.py saved, or an exported judge (judge.safetensors).
Vocabulary and settings are the second's; word rows are not trained, so that the first may have fewer of them."""
import sys

import torch

from e5 import Pack
from judge import trained


def main(first, second, out):
    pack = Pack()
    a, b = (trained(path, pack) for path in (first, second))
    # An exported judge leaves out the lower layers, which are the pack's in both.
    alone = {n for n in a["state"].keys() ^ b["state"].keys() if not n.startswith("encoder.")}
    assert not alone, f"other weights: {sorted(alone)[:5]}"
    mean = {n: (v + a["state"].get(n, v)) / 2 if v.is_floating_point() else v for n, v in b["state"].items()}
    torch.save({"rows": b["rows"], "state": mean, "options": b["options"]}, out)


main(*sys.argv[1:4])
