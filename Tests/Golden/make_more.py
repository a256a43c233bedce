"""Writes more.json: NumPy's values for sorting, counting, selecting and building operations.

Run in a throw-away environment with NumPy; see README.md. The format is that of ops.json.
"""
import json
from pathlib import Path

import numpy as np

rng = np.random.default_rng(20261122)
cases = []


def encode(array):
    array = np.asarray(array)
    return {"dtype": str(array.dtype), "shape": list(array.shape), "data": array.ravel().tolist()}


def case(op, inputs, outputs, **args):
    outputs = outputs if isinstance(outputs, (list, tuple)) else [outputs]
    cases.append(
        {"op": op, "args": args, "inputs": [encode(x) for x in inputs],
         "outputs": [encode(x) for x in outputs]})


def draw(*shape):
    return rng.uniform(-2, 2, shape).round(3)


sorted_values = np.array([-1.0, 0.0, 0.0, 2.5, 3.0])
queries = np.array([[-2.0, 0.0], [2.5, 9.0]])
for side in ["left", "right"]:
    case("searchsorted", [sorted_values, queries], np.searchsorted(sorted_values, queries, side), side=side)
for n, axis, shape in [(1, -1, (5,)), (2, 0, (4, 2)), (1, 1, (2, 3)), (3, -1, (2, 5))]:
    x = draw(*shape)
    case("diff", [x], np.diff(x, n, axis), n=n, axis=axis)
counts = np.array([3, 0, 1, 3, 3])
case("bincount", [counts], np.bincount(counts), minlength=0)
case("bincount", [counts], np.bincount(counts, minlength=6), minlength=6)
weights = draw(5)
case("bincount", [counts, weights], np.bincount(counts, weights), minlength=0)
for x in [np.array([3, 1, 3, 2, 1]), np.array([[0.5, -1.0], [0.5, 2.0]])]:
    case("unique", [x], np.unique(x))
for axis, keepdims, shape in [(None, False, (3, 4)), (0, True, (3, 4)), (1, False, (3, 5)), (-1, False, (2, 3, 2))]:
    x = draw(*shape)
    case("median", [x], np.median(x, axis, keepdims=keepdims), axis=axis, keepdims=keepdims)
x = draw(3, 5)
for rowvar in [True, False]:
    for bias in [True, False]:
        case("cov", [x], np.cov(x, rowvar=rowvar, bias=bias), rowvar=rowvar, bias=bias)
x = draw(2, 5)
for k in [1, 3, 5]:
    case("topk", [x], -np.sort(-x, axis=-1)[:, :k], k=k)
    case("argtopk", [x], np.argsort(-x, axis=-1)[:, :k], k=k)
for axis in [None, 0, 1]:
    case("flip", [x], np.flip(x, axis), axis=axis)
for source, target in [(0, 2), (-1, 0), (1, 1)]:
    x = draw(2, 3, 4)
    case("moveaxis", [x], np.moveaxis(x, source, target), source=source, destination=target)
for offset in [0, 1, -1]:
    x = draw(3, 4)
    case("trace", [x], np.trace(x, offset), offset=offset)
for shape in [((2, 2), (2, 3)), ((3,), (2, 2)), ((1, 2), (3, 1))]:
    x, y = draw(*shape[0]), draw(*shape[1])
    case("kron", [x, y], np.kron(x, y))
for a, b in [((2, 3), (3, 4)), ((3,), (3, 2)), ((2, 3), (3,)), ((4, 2, 3), (4, 3, 2)), ((3,), (3,))]:
    x, y = draw(*a), draw(*b)
    case("matmul", [x, y], np.matmul(x, y))
for endpoint in [True, False]:
    start, stop = np.array(-1.0), np.array(2.0)
    case("linspace", [start, stop], np.linspace(-1, 2, 7, endpoint=endpoint), count=7, endpoint=endpoint)
    case("logspace", [start, stop], np.logspace(-1, 2, 4, endpoint=endpoint), count=4, endpoint=endpoint)
start, stop = np.array(1.0), np.array(32.0)
case("geomspace", [start, stop], np.geomspace(1, 32, 6), count=6, endpoint=True)
x = draw(3, 4)
for axis in [None, 0, 1]:
    places = np.array([[2, 0], [1, 1]])
    case("take", [x, places], np.take(x, places, axis), axis=axis)
order = np.argsort(x, axis=1)
case("takeAlongAxis", [x, order], np.take_along_axis(x, order, 1), axis=1)
mask = np.array([True, False, True])
case("compress", [mask, x], np.compress(mask, x, axis=0), axis=0)
sparse = np.array([[0.0, 1.5, 0.0], [2.0, 0.0, -1.0]])
case("nonzero", [sparse], list(np.nonzero(sparse)))
case("flatnonzero", [sparse], np.flatnonzero(sparse))
places = np.array([0, 5, 11])
case("unravelIndex", [places], list(np.unravel_index(places, (3, 4))), lengths=[3, 4])
rows, columns = np.unravel_index(places, (3, 4))
case("ravelMultiIndex", [rows, columns], np.ravel_multi_index((rows, columns), (3, 4)), lengths=[3, 4])
labels = np.array([2, 0, 1, 2])
case("toOneHot", [labels], np.eye(3)[labels], classes=3)
wide = draw(4, 3)
filled = wide.copy()
np.fill_diagonal(filled, 7.0)
case("fillDiagonal", [wide, np.array(7.0)], filled)

lines = ",\n".join(json.dumps(c, separators=(",", ":"), allow_nan=False) for c in cases)
Path(__file__).with_name("more.json").write_text('{"cases":[\n' + lines + "\n]}\n")
print(len(cases), "cases")
