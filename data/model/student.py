"""A model of a word table and two small layers: a text's terms are summed, and what is left of a pair is three dot products."""
import math

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

import terms

VIEWS = ("help", "hurt", "like")


class Student(nn.Module):
    def __init__(self, rows, width, hidden, view):
        super().__init__()
        self.width, self.hidden, self.view = width, hidden, view
        self.table = nn.EmbeddingBag(rows, width, mode="sum", sparse=True)
        nn.init.normal_(self.table.weight, std=1e-3)
        self.kinds = nn.Parameter(torch.tensor([1.0, 0.5, 0.1, 0.3, 0.3, 1.0, 0.3]))
        # A KPI is read by its name, by its name with its direction, and by what stands around it; three numbers say the direction.
        self.kpi_in, self.element_in = nn.Linear(3 * width + 3, hidden), nn.Linear(width, hidden)
        out = 3 * view + 2
        self.kpi_out, self.element_out = nn.Linear(hidden, out), nn.Linear(hidden, out)
        self.kpi_skip, self.element_skip = nn.Linear(3 * width + 3, out, bias=False), nn.Linear(width, out, bias=False)
        # What likeness adds to either outcome, and a constant.
        self.akin = nn.Parameter(torch.tensor([3.0, 1.0]))
        self.base = nn.Parameter(torch.tensor([-3.0, -3.5]))
        self.dropout = 0.0

    def bags(self, lists, drop=0.0):
        """Summed rows of texts, each of length 1."""
        ids = np.concatenate([rows for rows, _ in lists]) if lists else np.zeros(0, np.int64)
        kinds = np.concatenate([kinds for _, kinds in lists]) if lists else np.zeros(0, np.int64)
        sizes = np.array([len(rows) for rows, _ in lists])
        offsets = torch.from_numpy(np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.int64))
        weights = self.kinds[torch.from_numpy(kinds.astype(np.int64))]
        if drop:
            weights = weights * (torch.rand(len(weights)) >= drop)
        return F.normalize(self.table(torch.from_numpy(ids.astype(np.int64)), offsets, per_sample_weights=weights), dim=-1, eps=1e-6)

    def outputs(self, x, side):
        h = F.dropout(F.relu(getattr(self, side + "_in")(x)), self.dropout, self.training)
        y = getattr(self, side + "_out")(h) + getattr(self, side + "_skip")(x)
        help_, hurt, like, bias = y.split((self.view, self.view, self.view, 2), -1)
        return help_, hurt, F.normalize(like, dim=-1, eps=1e-6), bias

    def kpi(self, name, around, way):
        """`way`: 1 for more, -1 for less, 0 for a topic."""
        marks = torch.stack([way > 0, way < 0, way == 0], -1).float()
        return self.outputs(torch.cat([name, around, name * way[:, None], marks], -1), "kpi")

    def element(self, text):
        return self.outputs(text, "element")

    def pairs(self, k, e):
        """Log-odds of helps and of hurts against none, and likeness."""
        like = k[2] @ e[2].T
        bias = k[3][:, None] + e[3][None]
        helps = k[0] @ e[0].T + bias[..., 0] + self.akin[0] * like + self.base[0]
        hurts = k[1] @ e[1].T + bias[..., 1] + self.akin[1] * like + self.base[1]
        return helps, hurts, like


def start(student, keys, representatives, share, vectors):
    """Rows of words begin as their teacher's vectors, cut to their widest directions and weighed by how rare they are."""
    with torch.no_grad():
        mean = vectors.mean(0)
        centred = F.normalize(vectors - mean, dim=-1)
        _, _, axes = torch.linalg.svd(centred[torch.randperm(len(centred))[:12000]], full_matrices=False)
        short = F.normalize(centred @ axes[:student.width].T, dim=-1)
        where = {w: i for i, w in enumerate(representatives)}
        for row, (key, word) in enumerate(keys):
            if word is not None:
                weight = 1e-3 / (1e-3 + share.get(key, 4e-6) * 10)
                student.table.weight[row] = short[where[word]] * weight


def rounded(table):
    """Rows in 8 bits with a scale each."""
    table = table.numpy().astype(np.float32)
    scale = (np.abs(table).max(1) / 127).clip(1e-8).astype(np.float16)
    return scale, np.round(table / scale.astype(np.float32)[:, None]).clip(-127, 127).astype(np.int8)
