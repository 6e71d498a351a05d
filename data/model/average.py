"""The mean of two trained judges, weight by weight (a uniform "model soup", Wortsman et al. 2022, arXiv:2203.05482). Both began from the same
weights, so that what lies between them is a judge as well, and a better one than either on texts that neither saw.

usage: python3 data/model/average.py FIRST.pt SECOND.pt OUT.pt
Vocabulary and settings are the second's; word rows are not trained, so that the first may have fewer of them."""
import sys

import torch


def main(first, second, out):
    a, b = (torch.load(path, weights_only=False) for path in (first, second))
    differing = a["state"].keys() ^ b["state"].keys()
    assert not differing, f"other weights: {sorted(differing)[:5]}"
    mean = {n: (v + a["state"][n]) / 2 if v.is_floating_point() else v for n, v in b["state"].items()}
    torch.save({"rows": b["rows"], "state": mean, "options": b["options"]}, out)


main(*sys.argv[1:4])
