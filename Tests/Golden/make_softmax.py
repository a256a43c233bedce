"""Writes softmax.json: costs of logits far apart and their gradients, by mpmath with 60 digits (needs mpmath)."""

import json
import os

from mpmath import mp, mpf, exp, log

mp.dps = 60

LOGITS = {
    "near": [[0.5, -1.25, 2.0], [0.0, 0.0, 0.0], [-3.0, 1.5, 1.5], [2.0, 0.25, -0.75]],
    "far": [[1e4, -1e4, 0.0], [-1e4, 1e4, 9999.0], [1e4, 1e4, -1e4], [-1e4, -1e4, -10001.5]],
    "equal": [[800.0, 800.0, 800.0], [-1e4, -1e4, -1e4], [1e4, 1e4, 1e4], [720.5, 0.0, -720.5]],
}
CLASSES = [1, 0, 2, 2]
TARGETS = [[0.25, 0.5, 0.25], [0.0, 1.0, 0.0], [0.125, 0.125, 0.75], [1.0, 0.0, 0.0]]


def row_logs(row):
    top = max(row)
    total = top + log(sum(exp(mpf(v) - top) for v in row))
    return [mpf(v) - total for v in row], total


def array(rows, dtype="float64"):
    nested = isinstance(rows[0], list)
    flat = [v for row in rows for v in row] if nested else rows
    shape = [len(rows), len(rows[0])] if nested else [len(rows)]
    data = [int(v) if dtype == "int64" else float(v) for v in flat]
    return {"dtype": dtype, "shape": shape, "data": data}


def scalar(value):
    return {"dtype": "float64", "shape": [], "data": [float(value)]}


cases = []
for name, logits in LOGITS.items():
    logs = [row_logs(row)[0] for row in logits]
    n = len(logits)
    onehot = [[1.0 if k == c else 0.0 for k in range(3)] for c in CLASSES]
    for op, second, weights in [("classes", array(CLASSES, "int64"), onehot),
                                ("distributions", array(TARGETS), TARGETS)]:
        cost = -sum(mpf(w) * v for ws, vs in zip(weights, logs) for w, v in zip(ws, vs)) / n
        slope = [[(exp(v) * sum(map(mpf, ws)) - mpf(w)) / n for w, v in zip(ws, vs)]
                 for ws, vs in zip(weights, logs)]
        cases.append({"op": op, "args": {"logits": name}, "inputs": [array(logits), second],
                      "outputs": [scalar(cost), array(slope)]})
    cases.append({"op": "logsumexp", "args": {"logits": name}, "inputs": [array(logits)],
                  "outputs": [scalar(sum(row_logs(row)[1] for row in logits)),
                              array([[exp(v) for v in row] for row in logs])]})

path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "softmax.json")
with open(path, "w") as file:
    json.dump({"cases": cases}, file, indent=None, separators=(",", ":"))
    file.write("\n")
