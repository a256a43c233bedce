"""Writes theano.json beside this file: what Theano 1.0.5, the last one by its authors, prints,
computes and refuses.

`source`, `cost` and `expr` are Python over the names in `variables` (each with its type), `T` being
theano.tensor and `np` NumPy; floatX is float64. Arrays are written as in ops.json.

variables         name: dtype and broadcast pattern
dtypes            the dtype that each op gives each dtype (rows: left operand); null: refused
pp, ppGradient    the text of pp(expr), and of pp(T.grad(cost, wrt)), before any rewrite
ppInternal        the same where the text shows how Theano happens to build the expression
ppOptimised       pp of the output of the compiled function (FAST_RUN)
debugprint        the text of debugprint(expr)
values            what Theano's own conventions give
kinks, gradients  `cost` of the source and its gradient by some inputs; kinks: at ties and corners
scan              the outputs of loops; `state`: the shared variables after one call
errors            the exception's class, the first line of its message, and (`more`) the cause after
                  "Bad input argument" or the first lines of the exception's further arguments
"""
import contextlib
import io
import json
import os
import re
import sys
import tempfile
import warnings
from pathlib import Path

compiled = tempfile.TemporaryDirectory()
os.environ["THEANO_FLAGS"] = "floatX=float64,mode=FAST_COMPILE,base_compiledir=" + compiled.name
warnings.simplefilter("ignore")

import numpy as np
import theano
import theano.tensor as T
from theano.tensor.shared_randomstreams import RandomStreams

assert theano.__version__ == "1.0.5" and sys.version_info[:2] == (3, 7)
np.seterr(all="ignore")

# name: (dtype, rank or broadcast pattern)
VARIABLES = {
    "x": ("float64", 0), "y": ("float64", 0), "z": ("float64", 0), "a": ("float64", 0),
    "b": ("float64", 0), "alpha": ("float64", 0),
    "u": ("float64", 1), "v": ("float64", 1), "w": ("float64", 1), "M": ("float64", 2),
    "N": ("float64", 2), "W": ("float64", 2), "t": ("float64", 3),
    "r": ("float64", (True, False)), "c": ("float64", (False, True)), "i": ("int64", 0),
    "j": ("int64", 0), "k": ("int32", 0),
    "iv": ("int64", 1), "iM": ("int64", 2), "p": ("bool", 0), "bv": ("bool", 1), "bw": ("bool", 1),
    "fx": ("float32", 0), "fy": ("float32", 0), "fv": ("float32", 1), "fM": ("float32", 2),
}


def pattern(rank):
    return rank if isinstance(rank, tuple) else (False,) * rank


def names():
    """Fresh variables, and the modules."""
    scope = {name: T.TensorType(dtype, pattern(rank))(name) for name,
        (dtype, rank) in VARIABLES.items()}
    return dict(scope, T=T, np=np, theano=theano, RandomStreams=RandomStreams, warnings=warnings)


def number(value):
    if isinstance(value, np.bool_):
        return bool(value)
    if isinstance(value, np.integer):
        return int(value)
    if np.isnan(value):
        return "nan"
    if np.isinf(value):
        return "inf" if value > 0 else "-inf"
    return float(np.format_float_scientific(value, unique=True))


def encode(value):
    value = np.asarray(value)
    return {"dtype": str(value.dtype), "shape": list(value.shape),
        "data": [number(x) for x in value.ravel()]}


def typed(name, value):
    return np.asarray(value, VARIABLES[name][0])


# --- texts ---------------------------------------------------------------------------------------

PP = """
x + y; x - y; x * y; x / y; x // y; x ** y; x % y; -x; abs(x); T.add(x, y, z); T.mul(x, y, z)
x + y * z; (x + y) * z; x - (y - z); (x - y) - z; -(x + y); x ** y ** z; (x * y) / z; x + 1; 2 * x
x ** 2; 1 / x; x * 1.5; fx * 2; fx + fy; i + j; i // 2; T.exp(x); T.exp2(x); T.expm1(x); T.log(x)
T.log2(x); T.log10(x); T.log1p(x); T.sqrt(x); T.sqr(x); T.inv(x); T.sgn(x); T.floor(x); T.ceil(x)
T.trunc(x); T.round(x); T.sin(x); T.cos(x); T.tan(x); T.arcsin(x); T.arccos(x); T.arctan(x)
T.arctan2(y, x); T.sinh(x); T.cosh(x); T.tanh(x); T.deg2rad(x); T.erf(x); T.gamma(x); T.gammaln(x)
T.psi(x); T.maximum(x, y); T.minimum(x, y); T.clip(x, y, z); T.switch(x < y, x, y); x < y; x > y
x <= y; x >= y; T.eq(x, y); T.neq(x, y); T.isnan(x); T.isinf(x); bv & bw; bv | bw; bv ^ bw; ~bv
i & j; 1 / (1 + T.exp(-x)); T.exp(-x ** 2 / 2); T.log(1 + T.exp(x)); T.nnet.sigmoid(x)
T.nnet.softplus(x); T.nnet.relu(v); T.cast(x, 'float32'); T.cast(i, 'float64'); T.cast(x, 'int32')
M + v; M + x; M * r; M / c; M + N * x; v.dimshuffle('x', 0); v.dimshuffle(0, 'x')
M.dimshuffle(1, 0); t.dimshuffle(2, 0, 1); M.T; M.T + N; t.T; T.dot(M, N); T.dot(M, v); T.dot(v, w)
T.dot(T.dot(M, N), v) + w; T.outer(v, w); T.exp(T.dot(M, v)); M[0]; M[1:3]; M[:, ::2]; M[:, 0]
M[::-1]; v[-1]; v[1:]; v[i:j]; v[iv]; M[iv]; v[None, :]; M.sum(); M.sum(axis=0)
M.sum(axis=1, keepdims=True); v.sum(); fM.sum(); t.sum(axis=[0, 2]); iv.sum(); v.mean()
M.mean(axis=0); M.max(); v.max(); M.max(axis=0); M.min(); v.norm(2); T.sqr(v).sum()
T.sqrt(T.sqr(v).sum()); ((v - w) ** 2).mean(); T.zeros_like(M); T.ones_like(M); T.fill(M, 3)
T.zeros((i, i)); T.ones((2, 3)); T.alloc(x, i, j); T.join(0, M, N); T.concatenate([v, w])
T.stack([x, y]); T.stack([v, w]); T.set_subtensor(M[0], 1); M.reshape((2, 3)); M.reshape((-1,))
M.flatten(); M.shape; M.shape[0]; v.size; T.nnet.softmax(M); T.log(T.nnet.softmax(M)); alpha * x
T.dscalar() + x; T.dmatrix() * 2; T.constant(3); T.constant([1., 2.]); v + [1., 2.]; v + np.zeros(3)
"""

# Texts that show how Theano builds these; another implementation may well differ.
PP_INTERNAL = """
M[0, 1]; M[i]; M[i, j]; M[:, iv]; M[M > 0]; M.prod(); M.argmax(axis=1); v.argmax(); bv.any()
bv.all(); M.any(axis=0); T.set_subtensor(v[i], x); T.inc_subtensor(v[iv], w)
T.inc_subtensor(v[1:], w); t.flatten(2); T.sort(v); T.argsort(v); v.cumsum(); v.repeat(2); T.diag(v)
T.tri(3); T.eye(3); T.arange(i); T.tile(v, 2); T.tensordot(M, N, 1); T.batched_dot(t, t)
T.cast(x, 'float64'); x.sum()
"""

PP_GRADIENT = [(c, "x") for c in [
    "x ** 2", "x ** 3", "x", "2 * x", "x + y", "x - y", "x * y", "x / y", "y / x", "-x", "x * x",
    "T.exp(x)", "T.log(x)", "T.sin(x)", "T.cos(x)", "T.sqrt(x)", "T.sqr(x)", "T.tanh(x)",
    "abs(x)", "1 / (1 + T.exp(-x))", "T.nnet.sigmoid(x)", "T.nnet.softplus(x)", "T.exp(x * y)",
    "T.maximum(x, y)", "T.switch(y > 0, x, -x)", "x ** y"]] + [
    ("v.sum()", "v"), ("(v * w).sum()", "v"), ("(v ** 2).sum()", "v"), ("T.exp(v).sum()", "v"),
    ("v.mean()", "v"), ("M.sum()", "M"), ("M.mean()", "M"), ("(M * v).sum()", "v"),
    ("(M + x).sum()", "x"),
    ("T.dot(v, w)", "v"), ("T.dot(M, v).sum()", "M"), ("T.dot(M, v).sum()", "v"),
    ("T.dot(M, N).sum()", "M"), ("M.T.sum()", "M"), ("v[0]", "v"), ("M[0].sum()", "M"),
    ("v.max()", "v"), ("M.sum(axis=0).max()", "M")]

PP_OPTIMISED = """
T.grad(x ** 2, x); T.grad(x ** 3, x); x * 1; x + 0; x - 0; x / 1; x ** 1; x * 2 * 3; x ** 2; -(-x)
x + x; T.log(1 + x); T.exp(x) - 1; 1 / (1 + T.exp(-v)); T.log(T.nnet.sigmoid(v)); M.T.T
v[::-1][::-1]; v.reshape((-1,)); T.dot(M, N).T; x / y / z; T.sum(2 * v); T.log(T.nnet.softmax(M))
T.exp(M) / T.exp(M).sum(1, keepdims=True); 1 / x
"""

DEBUGPRINT = """
x + y; x * y + z; x ** 2; T.exp(x) / (x + T.exp(x)); M + N; M + v; M * r + c; T.dot(M, N) + v
(M + N).sum(axis=0); T.grad(x ** 2, x); [x + y, x * y]; T.log(fx + fy); -T.tanh(T.dot(M, v) + w)
T.switch(v > w, v, w); M.T; v[1:3] * w[i]; T.nnet.softmax(M); v.mean(); T.join(0, v, w)
"""


def listed(expressions):
    return [e.strip() for line in expressions.strip().split("\n") for e in line.split(";")]


def text(expression):
    return theano.pp(eval(expression, names()))


def gradient_text(cost, wrt):
    scope = names()
    return theano.pp(T.grad(eval(cost, scope), scope[wrt]))


def optimised_text(expression):
    scope = names()
    output = eval(expression, scope)
    leaves = [x for x in theano.gof.graph.inputs([output]) if not isinstance(x, theano.Constant)]
    return theano.pp(theano.function(leaves, output, mode="FAST_RUN").maker.fgraph.outputs[0])


def debug_text(expression):
    return theano.printing.debugprint(eval(expression, names()), file="str")


# --- gradients -----------------------------------------------------------------------------------

KINKS = [
    ("abs(x)", {"x": 0}), ("T.maximum(x, y)", {"x": 2, "y": 2}),
    ("T.minimum(x, y)", {"x": 2, "y": 2}), ("v.max()", {"v": [1, 3, 3]}),
    ("v.min()", {"v": [3, 1, 1]}), ("M.max(axis=0).sum()", {"M": [[1, 5], [1, 2]]}),
    ("T.clip(x, -1, 1)", {"x": 1}), ("T.clip(x, -1, 1)", {"x": -1}), ("T.clip(x, -1, 1)", {"x": 2}),
    ("T.clip(x, y, z)", {"x": 0.5, "y": 0, "z": 1}), ("T.clip(x, y, z)", {"x": 2, "y": 0, "z": 1}),
    ("T.nnet.relu(x)", {"x": 0}), ("T.nnet.relu(x, 0.1)", {"x": 0}), ("T.sqrt(x)", {"x": 0}),
    ("x ** y", {"x": 0, "y": 2}), ("x ** y", {"x": 0, "y": 1}), ("x ** 2", {"x": 0}),
    ("x ** 0.5", {"x": 0}), ("x ** y", {"x": 2, "y": 0}),
    ("v.norm(2)", {"v": [0, 0]}), ("v.norm(2)", {"v": [3, 4]}), ("v.norm(1)", {"v": [0, -2, 3]}),
    ("v.prod()", {"v": [0, 2, 3]}), ("v.prod()", {"v": [0, 0, 3]}), ("v.prod()", {"v": [1, 2, 3]}),
    ("M.prod(axis=1).sum()", {"M": [[0, 2], [3, 4]]}),
    ("x % y", {"x": 7, "y": 3}), ("x % y", {"x": -7, "y": 3}),
    ("T.sort(v)[0] * 2 + T.sort(v)[2]", {"v": [3, 1, 2]}), ("T.switch(x > 0, x, 2 * x)", {"x": 0}),
    ("T.switch(x > 0, x * y, y)", {"x": 1, "y": 3}),
    ("T.round(x) * 1.", {"x": 1.5}), ("T.floor(x) + 0 * x", {"x": 1}),
    ("T.ceil(x) + x", {"x": 1.5}), ("T.sgn(x) + x", {"x": 0}), ("T.trunc(x) + x", {"x": 0.5}),
    ("T.arctan2(y, x)", {"x": 0, "y": 1}), ("T.log(x)", {"x": 0}), ("T.tan(x)", {"x": 0}),
    ("T.cast(x, 'int32') * 1.", {"x": 2.5}), ("T.cast(x, 'float32') * 3", {"x": 2.5}),
    ("(x > 0) * x", {"x": 2}), ("T.argmax(v) * 1. + v[0]", {"v": [1, 3, 2]}), ("i * 2.", {"i": 3}),
    ("(i ** 2) * 1.", {"i": 3}),
    ("v.std()", {"v": [2, 2]}), ("v.std()", {"v": [1, 3]}), ("T.nnet.hard_sigmoid(x)", {"x": 2.5}),
    ("T.nnet.softplus(x)", {"x": 0}), ("v.ptp()", {"v": [1, 1, 4]}),
    ("T.max(abs(v))", {"v": [-2, 2]}), ("x / y", {"x": 0, "y": 2}),
    ("T.erfinv(x)", {"x": 0}), ("T.arcsin(x)", {"x": 1}), ("T.inv(x)", {"x": 0}),
    ("T.xlogx.xlogx(x)", {"x": 0}), ("x // y + x", {"x": 5, "y": 2}),
    ("T.cumprod(v)[-1]", {"v": [2, 3, 4]}),
]

GRADIENTS = [
    # (name, source that assigns `cost`, values of the names of wrt, values of further inputs)
    ("square", "cost = x ** 2", {"x": 3}, {}),
    ("polynomial", "cost = 3 * x ** 3 - 2 * x * y + y ** 2", {"x": 1.5, "y": -0.5}, {}),
    ("quotient", "cost = (x + y) / (x * y)", {"x": 1.5, "y": -0.5}, {}),
    ("logistic", "cost = (1 / (1 + T.exp(-M))).sum()", {"M": [[0, 1], [-1, 2]]}, {}),
    ("sigmoid", "cost = (T.nnet.sigmoid(v) * w).sum()", {"v": [0.5, -800, 800], "w": [1, 2, 3]},
        {}),
    ("softplus", "cost = T.log(1 + T.exp(v)).sum()", {"v": [0.5, -2, 3]}, {}),
    ("trigonometry", "cost = T.sin(x) * T.cos(y) + T.tan(x * y) + T.arctan2(x, y)",
        {"x": 0.3, "y": 0.7}, {}),
    ("hyperbolic",
     "cost = T.sinh(x) + T.cosh(x) * T.tanh(y) + T.arcsinh(x) + T.arccosh(2 + y) + "
     "T.arctanh(x / 2)", {"x": 0.3, "y": 0.7}, {}),
    ("logarithms",
     "cost = T.log(x) + T.log2(x) + T.log10(x) + T.log1p(x) + T.expm1(x) + T.exp2(x) + "
     "T.sqrt(x)", {"x": 1.3}, {}),
    ("special",
     "cost = T.erf(x) + T.erfc(x) + T.gammaln(x) + T.gamma(x) + T.psi(x) + T.j0(x) + T.j1(x)",
     {"x": 1.3}, {}),
    ("erfInverse", "cost = T.erfinv(x) + T.erfcinv(y) + T.erfcx(x)", {"x": 0.3, "y": 0.6}, {}),
    ("besselI", "cost = T.i0(x) + T.i1(x)", {"x": 1.3}, {}),
    ("power", "cost = x ** y", {"x": 1.7, "y": 2.3}, {}),
    ("broadcast", "cost = (M * v + x).sum()", {"M": [[1, 2], [3, 4]], "v": [5, 6], "x": 0.5}, {}),
    ("rowAndColumn", "cost = T.exp(r + c).sum()", {"r": [[0, 1]], "c": [[0.5], [-0.5], [1]]}, {}),
    ("dot", "cost = T.dot(M, N).sum()", {"M": [[1, 2], [3, 4]], "N": [[5, 6], [7, 8]]}, {}),
    ("quadraticForm", "cost = T.dot(v, T.dot(M, v))", {"v": [1, 2], "M": [[1, 2], [3, 4]]}, {}),
    ("outer", "cost = (T.outer(v, w) ** 2).sum()", {"v": [1, 2], "w": [3, 4, 5]}, {}),
    ("tensordot", "cost = (T.tensordot(t, M, [[1, 2], [0, 1]]) ** 2).sum()",
        {"t": [[[1, 2], [3, 4]], [[5, 6], [7, 8]]], "M": [[1, 0], [2, 1]]}, {}),
    ("batchedDot", "cost = T.tanh(T.batched_dot(t, t)).sum()",
        {"t": [[[.1, .2], [.3, .4]], [[.5, .6], [.7, .8]]]}, {}),
    ("mean", "cost = (M.mean(axis=0) ** 2).mean()", {"M": [[1, 2, 3], [4, 5, 7]]}, {}),
    ("variance", "cost = M.var(axis=1).sum() + M.std()", {"M": [[1, 2, 3], [4, 5, 7]]}, {}),
    ("productReduction", "cost = M.prod(axis=1).sum()", {"M": [[1, 2, 3], [4, 0, 7]]}, {}),
    ("logSumExp", "cost = T.log(T.exp(v).sum())", {"v": [1, 2, 3]}, {}),
    ("softmax", "cost = (T.nnet.softmax(M) * N).sum()",
        {"M": [[1, 2, 3], [4, 5, 7]], "N": [[1, 0, 2], [0, 1, 0]]}, {}),
    ("crossEntropy",
        "cost = T.nnet.categorical_crossentropy(T.nnet.softmax(T.dot(M, W) + v), iv).mean()",
        {"W": [[.1, .2, .3], [.4, .5, .6]], "v": [0, .1, -.1]},
        {"M": [[1, 2], [3, -4]], "iv": [2, 0]}),
    ("binaryCrossEntropy",
        "cost = T.nnet.binary_crossentropy(T.nnet.sigmoid(T.dot(M, v) + x), w).mean()",
        {"v": [0.5, -0.5], "x": 0.1}, {"M": [[1, 2], [3, 4], [0, 1]], "w": [0, 1, 1]}),
    ("indexing", "cost = (M[0] * M[:, 1]).sum() + M[-1, -1] ** 2 + M[::-1, 0].sum()",
        {"M": [[1, 2], [3, 4]]}, {}),
    ("advancedIndexing", "cost = (v[iv] ** 2).sum()", {"v": [1, 2, 3]}, {"iv": [0, 2, 0]}),
    ("incSubtensor", "cost = (T.inc_subtensor(v[1:], w) ** 2).sum()", {"v": [1, 2, 3], "w": [4, 5]},
        {}),
    ("setSubtensor", "cost = (T.set_subtensor(v[iv], w) ** 2).sum()", {"v": [1, 2, 3], "w": [4, 5]},
        {"iv": [2, 0]}),
    ("joinAndStack", "cost = (T.concatenate([v, w]) ** 2).sum() + T.stack([x, y]).prod()",
        {"v": [1, 2], "w": [3], "x": 4, "y": 5}, {}),
    ("reshape", "cost = (M.reshape((3, 2)).T * N).sum() + (M.flatten() ** 3).sum()",
        {"M": [[1, 2, 3], [4, 5, 6]]}, {"N": [[1, 2, 3], [4, 5, 6]]}),
    ("cumsum", "cost = (T.cumsum(v) * w).sum()", {"v": [1, 2, 3]}, {"w": [1, 10, 100]}),
    ("repeatAndTile", "cost = (T.repeat(v, 2) * T.tile(w, 2)).sum()", {"v": [1, 2], "w": [3, 4]},
        {}),
    ("diagonal", "cost = (T.diag(v) * M).sum() + T.diag(M).prod()",
        {"v": [1, 2], "M": [[3, 4], [5, 6]]}, {}),
    ("gradientOfGradient", "cost = T.grad(T.exp(x * y) + x ** 3, x)", {"x": 0.5, "y": 1.5}, {}),
    ("thirdOrder", "cost = T.grad(T.grad(T.sin(x) * x, x), x)", {"x": 0.5}, {}),
    ("disconnectedGrad", "cost = x ** 2 * theano.gradient.disconnected_grad(x)", {"x": 2}, {}),
    ("gradClip", "cost = theano.gradient.grad_clip(x, -1, 1) ** 2", {"x": 5}, {}),
    ("gradScale", "cost = theano.gradient.grad_scale(x, -0.5) ** 2", {"x": 5}, {}),
    ("scanPower",
     "h, _ = theano.scan(lambda h, x: h * x, outputs_info=T.ones_like(x), "
     "non_sequences=x, n_steps=4)\n"
     "cost = h[-1]", {"x": 1.5}, {}),
    ("scanPolynomial",
        "h, _ = theano.scan(lambda c, n, x: c * x ** n, sequences=[v, T.arange(100.)], "
        "non_sequences=x)\n"
        "cost = h.sum()", {"v": [1, 0, 2], "x": 3}, {}),
    ("scanAllSteps",
        "h, _ = theano.scan(lambda u, h, a: T.tanh(a * h + u), sequences=v, outputs_info=x, "
        "non_sequences=a)\n"
        "cost = (h ** 2).sum()", {"v": [.1, .2, .3], "x": .5, "a": .7}, {}),
    ("scanRecurrentNetwork",
        "h, _ = theano.scan(lambda u, h, W: T.tanh(T.dot(h, W) + u), sequences=M, "
        "outputs_info=v, non_sequences=W)\n"
        "cost = (h[-1] ** 2).sum()",
     {"M": [[.1, .2], [.3, -.4], [.5, .6]], "v": [.1, -.1], "W": [[.5, -.2], [.3, .4]]}, {}),
    ("scanOutputTaps",
        "h, _ = theano.scan(lambda h2, h1, a: a * h1 + h2 * h1, outputs_info=dict(initial=v, "
        "taps=[-2, -1]), non_sequences=a, n_steps=4)\n"
        "cost = h[-1]", {"v": [.5, 1.5], "a": .7}, {}),
    ("scanSequenceTaps",
        "h, _ = theano.scan(lambda now, before, h: h * now - before, sequences=dict(input=v, "
        "taps=[0, -1]), outputs_info=x)\n"
        "cost = (h * h).sum()", {"v": [1, 2, 3, 4], "x": .5}, {}),
    ("scanFutureTap",
        "h, _ = theano.scan(lambda now, next, h: h + now * next, sequences=dict(input=v, "
        "taps=[0, 1]), outputs_info=x)\n"
        "cost = h[-1]", {"v": [1, 2, 3, 4], "x": .5}, {}),
    ("scanUntil",
     "h, _ = theano.scan(lambda h, a: (h * a, theano.scan_module.until(h * a > 20)), "
     "outputs_info=x, non_sequences=a, n_steps=50)\n"
     "cost = h[-1]", {"x": 1.5, "a": 2.0}, {}),
    ("scanUntilSum",
        "h, _ = theano.scan(lambda h, a: (h * a, theano.scan_module.until(h * a > 20)), "
        "outputs_info=x, non_sequences=a, n_steps=50)\n"
        "cost = h.sum()", {"x": 1.5, "a": 2.0}, {}),
    ("scanTruncate1",
        "h, _ = theano.scan(lambda h, a: h * a, outputs_info=x, non_sequences=a, n_steps=4, "
        "truncate_gradient=1)\n"
        "cost = h[-1]", {"x": 1, "a": 2.0}, {}),
    ("scanTruncate2",
        "h, _ = theano.scan(lambda h, a: h * a, outputs_info=x, non_sequences=a, n_steps=4, "
        "truncate_gradient=2)\n"
        "cost = h[-1]", {"x": 1, "a": 2.0}, {}),
    ("scanTruncateNot",
        "h, _ = theano.scan(lambda h, a: h * a, outputs_info=x, non_sequences=a, n_steps=4, "
        "truncate_gradient=-1)\n"
        "cost = h[-1]", {"x": 1, "a": 2.0}, {}),
    ("scanTruncateSequence",
        "h, _ = theano.scan(lambda u, h: u * h, sequences=v, outputs_info=x, "
        "truncate_gradient=2)\n"
        "cost = h[-1]", {"v": [1, 2, 3, 4], "x": 1}, {}),
    ("scanBackwards",
        "h, _ = theano.scan(lambda u, h: u * h + u, sequences=v, outputs_info=x, "
        "go_backwards=True)\n"
        "cost = h[-1] * h[0]", {"v": [1, 2, 3], "x": .5}, {}),
    ("scanTwoStates",
        "(p, q), _ = theano.scan(lambda u, p, q: [p + u * q, q * p], sequences=v, "
        "outputs_info=[x, y])\n"
        "cost = p[-1] + q.sum()", {"v": [.1, .2, .3], "x": .5, "y": 1.5}, {}),
    ("scanMapAndState",
        "(p, q), _ = theano.scan(lambda u, p: [p * u, p + u ** 2], sequences=v, "
        "outputs_info=[x, None])\n"
        "cost = q.sum() * p[-1]", {"v": [1, 2, 3], "x": .5}, {}),
    ("scanMiddleStep",
        "h, _ = theano.scan(lambda h, a: h * a, outputs_info=x, non_sequences=a, n_steps=5)\n"
        "cost = h[2]", {"x": 1.5, "a": 2}, {}),
    ("scanNested",
     "def row(m, x):\n"
     "    return theano.scan(lambda e, h: h * x + e, sequences=m, "
     "outputs_info=T.zeros_like(x))[0][-1]\n"
     "h, _ = theano.scan(row, sequences=M, non_sequences=x)\n"
     "cost = h.sum()", {"M": [[1, 2], [3, 4]], "x": 2}, {}),
    ("scanSecondOrder",
        "h, _ = theano.scan(lambda h, x: h * x, outputs_info=T.ones_like(x), "
        "non_sequences=x, n_steps=3)\n"
        "cost = T.grad(h[-1], x)", {"x": 1.5}, {}),
    ("scanFoldr",
     "h, _ = theano.foldr(lambda e, h: h * x + e, sequences=v, "
     "outputs_info=T.zeros_like(x))\n"
     "cost = h", {"v": [1, 2, 3], "x": 2}, {}),
]


def run_gradient(source, at, further):
    scope = names()
    exec(source, scope)
    cost, wrt = scope["cost"], list(at)
    inputs = {name: typed(name, value) for name, value in list(at.items()) + list(further.items())}
    f = theano.function([scope[n] for n in inputs], [cost] + T.grad(cost, [scope[n] for n in wrt]),
        on_unused_input="ignore")
    value, *grads = f(*inputs.values())
    return {"source": source, "at": {n: encode(v) for n, v in inputs.items()},
        "value": encode(value), "grad": {n: encode(g) for n, g in zip(wrt, grads)}}


# --- scan ----------------------------------------------------------------------------------------

SCAN = [
    # (name, source that assigns `outputs` (and `updates`, `state`), inputs)
    ("power",
     "h, _ = theano.scan(fn=lambda prior, v: prior * v, outputs_info=T.ones_like(v), "
     "non_sequences=v, n_steps=i)\n"
     "outputs = [h, h[-1]]", {"v": [0, 1, 2, 3], "i": 3}),
    ("polynomial",
     "h, _ = theano.scan(fn=lambda c, n, x: c * x ** n, outputs_info=None, sequences=[v, "
     "T.arange(10000)], non_sequences=x)\n"
     "outputs = [h, h.sum()]", {"v": [1, 0, 2], "x": 3}),
    ("accumulate",
     "h, _ = theano.scan(fn=lambda e, h: h + e, "
     "outputs_info=T.as_tensor_variable(np.asarray(0, 'int64')), sequences=T.arange(i))\n"
     "outputs = [h]", {"i": 6}),
    ("map", "h, _ = theano.scan(lambda e: e ** 2 + 1, sequences=v)\noutputs = [h]",
        {"v": [1, 2, 3]}),
    ("mapRows", "h, _ = theano.scan(lambda row: row.sum(), sequences=M)\noutputs = [h]",
        {"M": [[1, 2], [3, 4], [5, 6]]}),
    ("rowsToMatrices",
        "h, _ = theano.scan(lambda row: T.outer(row, row), sequences=M)\noutputs = [h]",
        {"M": [[1, 2], [3, 4]]}),
    ("shortestSequence", "h, _ = theano.scan(lambda e, f: e * f, sequences=[v, w])\noutputs = [h]",
        {"v": [1, 2, 3, 4], "w": [10, 20]}),
    ("fewerSteps",
     "h, _ = theano.scan(lambda e, h: h + e, sequences=v, outputs_info=x, n_steps=2)\n"
     "outputs = [h]", {"v": [1, 2, 3, 4], "x": 0}),
    ("oneStep",
     "h, _ = theano.scan(lambda e, h: h + e, sequences=v, outputs_info=x, n_steps=1)\n"
     "outputs = [h]", {"v": [1, 2, 3, 4], "x": 10}),
    ("oneSymbolicStep",
        "h, _ = theano.scan(lambda h: h * 2, outputs_info=x, n_steps=i)\noutputs = [h]",
        {"x": 10, "i": 1}),
    ("stateAndSequence",
        "h, _ = theano.scan(lambda e, h, a: a * h + e, sequences=v, outputs_info=x, "
        "non_sequences=a)\n"
        "outputs = [h, h[-1], h[:2], h[::-1]]", {"v": [1, 2, 3], "x": 0, "a": 10}),
    ("sequenceTaps",
        "h, _ = theano.scan(lambda now, before: now - before, sequences=dict(input=v, "
        "taps=[0, -1]))\n"
        "outputs = [h]", {"v": [1, 4, 9, 16]}),
    ("sequenceTapsFarBack",
        "h, _ = theano.scan(lambda far, now: now * 100 + far, sequences=dict(input=v, "
        "taps=[-2, 0]))\n"
        "outputs = [h]", {"v": [1, 2, 3, 4, 5]}),
    ("sequenceTapsForward",
        "h, _ = theano.scan(lambda now, next: now * 10 + next, sequences=dict(input=v, "
        "taps=[0, 1]))\n"
        "outputs = [h]", {"v": [1, 2, 3, 4, 5]}),
    ("sequenceTapsBoth",
        "h, _ = theano.scan(lambda b, n, f: b * 100 + n * 10 + f, sequences=dict(input=v, "
        "taps=[-1, 0, 2]))\n"
        "outputs = [h]", {"v": [1, 2, 3, 4, 5]}),
    ("sequenceTapOnlyBack",
        "h, _ = theano.scan(lambda b: b, sequences=dict(input=v, taps=-1))\noutputs = [h]",
        {"v": [1, 2, 3, 4, 5]}),
    ("sequencesWithTapsAndWithout",
        "h, _ = theano.scan(lambda n, b, e: n * 100 + b * 10 + e, sequences=[dict(input=v, "
        "taps=[0, -1]), w])\n"
        "outputs = [h]", {"v": [1, 2, 3, 4], "w": [5, 6, 7, 8]}),
    ("fibonacci",
     "h, _ = theano.scan(lambda a, b: a + b, outputs_info=dict(initial=v, taps=[-1, -2]), "
     "n_steps=6)\n"
     "outputs = [h]", {"v": [0, 1]}),
    ("outputTapOrder",
        "h, _ = theano.scan(lambda near, far: near - 2 * far, outputs_info=dict(initial=v, "
        "taps=[-1, -2]), n_steps=4)\n"
        "outputs = [h]", {"v": [1, 2]}),
    ("outputTapOrderReversed",
        "h, _ = theano.scan(lambda far, near: near - 2 * far, outputs_info=dict(initial=v, "
        "taps=[-2, -1]), n_steps=4)\n"
        "outputs = [h]", {"v": [1, 2]}),
    ("outputTapsWithGap",
        "h, _ = theano.scan(lambda far, near: far * 10 + near, outputs_info=dict(initial=v, "
        "taps=[-3, -1]), n_steps=5)\n"
        "outputs = [h]", {"v": [1, 2, 3]}),
    ("outputTapFarOnly",
        "h, _ = theano.scan(lambda far: far + 10, outputs_info=dict(initial=v, taps=[-2]), "
        "n_steps=5)\n"
        "outputs = [h]", {"v": [1, 2]}),
    ("outputTapsOnRows",
        "h, _ = theano.scan(lambda a, b: a + b, outputs_info=dict(initial=M, taps=[-2, -1]), "
        "n_steps=3)\n"
        "outputs = [h]", {"M": [[0, 1], [1, 2]]}),
    ("until",
     "h, _ = theano.scan(lambda h: (h * 2, theano.scan_module.until(h * 2 > 45)), "
     "outputs_info=x, n_steps=1024)\n"
     "outputs = [h, h[-1]]", {"x": 1}),
    ("untilNever",
     "h, _ = theano.scan(lambda h: (h * 2, theano.scan_module.until(h < 0)), "
     "outputs_info=x, n_steps=4)\n"
     "outputs = [h]", {"x": 1}),
    ("untilAtOnce",
     "h, _ = theano.scan(lambda h: (h * 2, theano.scan_module.until(h > 0)), "
     "outputs_info=x, n_steps=4)\n"
     "outputs = [h]", {"x": 1}),
    ("untilOnSequence",
        "h, _ = theano.scan(lambda e, h: (h + e, theano.scan_module.until(h + e > 5)), "
        "sequences=v, outputs_info=x)\n"
        "outputs = [h]", {"v": [1, 2, 3, 4, 5], "x": 0}),
    ("untilMap",
     "h, _ = theano.scan(lambda e: (e ** 2, theano.scan_module.until(e > 2)), sequences=v)\n"
     "outputs = [h]", {"v": [1, 2, 3, 4, 5]}),
    ("backwards",
     "h, _ = theano.scan(lambda e, h: h * 10 + e, sequences=v, outputs_info=x, "
     "go_backwards=True)\n"
     "outputs = [h]", {"v": [1, 2, 3], "x": 0}),
    ("backwardsFewerSteps",
        "h, _ = theano.scan(lambda e, h: h * 10 + e, sequences=v, outputs_info=x, n_steps=2, "
        "go_backwards=True)\n"
        "outputs = [h]", {"v": [1, 2, 3], "x": 0}),
    ("backwardsTaps",
        "h, _ = theano.scan(lambda now, before, h: h * 0 + now * 10 + before, "
        "sequences=dict(input=v, taps=[0, -1]), outputs_info=x, go_backwards=True)\n"
        "outputs = [h]", {"v": [1, 2, 3, 4], "x": 0}),
    ("backwardsUnequalLengths",
        "h, _ = theano.scan(lambda e, f, h: h * 0 + e * 10 + f, sequences=[v, w], "
        "outputs_info=x, go_backwards=True)\n"
        "outputs = [h]", {"v": [1, 2, 3, 4], "w": [5, 6], "x": 0}),
    ("severalOutputs",
        "(p, q, s), _ = theano.scan(lambda e, p, q: [p + e, q * e, p - q], sequences=v, "
        "outputs_info=[x, y, None])\n"
        "outputs = [p, q, s]", {"v": [1, 2, 3], "x": 0, "y": 1}),
    ("severalTaps",
     "(p, q), _ = theano.scan(lambda e, p2, p1, q1: [p2 + p1 * e, q1 + p1], sequences=v, "
     "outputs_info=[dict(initial=w, taps=[-2, -1]), x])\n"
     "outputs = [p, q]", {"v": [1, 2, 3], "w": [1, 2], "x": 10}),
    ("recurrentNetwork",
        "h, _ = theano.scan(lambda u, h, W: T.tanh(T.dot(h, W) + u), sequences=M, "
        "outputs_info=v, non_sequences=W)\n"
        "outputs = [h]", {"M": [[.1, .2], [.3, -.4]], "v": [.5, -.5], "W": [[.5, -.2], [.3, .4]]}),
    ("nested",
     "def row(m, x):\n"
     "    return theano.scan(lambda e, h: h * x + e, sequences=m, "
     "outputs_info=T.zeros_like(x))[0][-1]\n"
     "h, _ = theano.scan(row, sequences=M, non_sequences=x)\n"
     "outputs = [h]", {"M": [[1, 2, 3], [4, 5, 6]], "x": 10}),
    ("nestedMatrixPower",
        "h, _ = theano.scan(lambda h: theano.scan(lambda row, N: T.dot(row, N), sequences=h, "
        "non_sequences=M)[0], outputs_info=M, n_steps=2)\n"
        "outputs = [h]", {"M": [[1, 1], [1, 0]]}),
    ("integers",
     "h, _ = theano.scan(lambda e, h: h * 3 + e, sequences=iv, outputs_info=i)\n"
     "outputs = [h]", {"iv": [1, 2, 3], "i": 1}),
    ("float32",
     "h, _ = theano.scan(lambda e, h: h * e, sequences=fv, outputs_info=fx)\n"
     "outputs = [h]", {"fv": [.1, .2, .3], "fx": 1}),
    ("functionMap", "h, _ = theano.map(lambda e: e * 2, sequences=v)\noutputs = [h]",
        {"v": [1, 2, 3]}),
    ("functionReduce",
        "h, _ = theano.reduce(lambda e, h: h + e ** 2, sequences=v, outputs_info=x)\noutputs = [h]",
        {"v": [1, 2, 3], "x": 0}),
    ("functionFoldl",
        "h, _ = theano.foldl(lambda e, h: h * 10 + e, sequences=v, outputs_info=x)\noutputs = [h]",
        {"v": [1, 2, 3], "x": 0}),
    ("functionFoldr",
        "h, _ = theano.foldr(lambda e, h: h * 10 + e, sequences=v, outputs_info=x)\noutputs = [h]",
        {"v": [1, 2, 3], "x": 0}),
    ("captured",
     "h, _ = theano.scan(lambda e, h: h + e * y, sequences=v, outputs_info=x)\n"
     "outputs = [h]", {"v": [1, 2, 3], "x": 0, "y": 5}),
    ("lotka",
     "(p, q), _ = theano.scan(lambda p, q, a: [p + a * p * (1 - q), q + a * q * (p - 1)], "
     "outputs_info=[x, y], non_sequences=a, n_steps=5)\n"
     "outputs = [p, q]", {"x": 1.5, "y": 0.5, "a": 0.1}),
    ("sharedUpdate",
        "s = theano.shared(1)\n"
        "_, updates = theano.scan(lambda: {s: s + 1}, n_steps=10)\n"
        "outputs = [s]\n"
        "state = [s]", {}),
    ("sharedAndOutput",
        "s = theano.shared(1.)\n"
        "h, updates = theano.scan(lambda e: (e * s, {s: s * 2}), sequences=v)\n"
        "outputs = [h]\n"
        "state = [s]", {"v": [1, 1, 1]}),
]


def run_scan(source, inputs):
    scope = names()
    exec(source, scope)
    inputs = {name: typed(name, value) for name, value in inputs.items()}
    f = theano.function([scope[n] for n in inputs], scope["outputs"], updates=scope.get("updates"))
    record = {"source": source, "inputs": {n: encode(v) for n, v in inputs.items()},
        "outputs": [encode(o) for o in f(*inputs.values())]}
    if "state" in scope:
        record["state"] = [encode(s.get_value()) for s in scope["state"]]
    return record


# --- dtypes --------------------------------------------------------------------------------------

DTYPES = ["bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64",
    "float16", "float32", "float64", "complex64", "complex128"]
BINARY = {"add": T.add, "sub": T.sub, "mul": T.mul, "trueDiv": T.true_div, "intDiv": T.int_div,
    "mod": T.mod, "pow": T.pow, "maximum": T.maximum, "arctan2": T.arctan2, "lt": T.lt,
    "and": T.and_, "dot": None}
UNARY = {"neg": T.neg, "abs": T.abs_, "sgn": T.sgn, "sqr": T.sqr, "sqrt": T.sqrt, "exp": T.exp,
    "log": T.log, "sin": T.sin, "tanh": T.tanh, "inv": T.inv, "floor": T.floor, "ceil": T.ceil,
    "round": T.round, "sigmoid": T.nnet.sigmoid,
         "softplus": T.nnet.softplus, "erf": T.erf, "gammaln": T.gammaln, "isnan": T.isnan,
         "invert": T.invert, "angle": T.angle, "conj": T.conj, "real": T.real}
REDUCTION = {n: getattr(T, n) for n in ["sum", "prod", "mean", "var", "std", "max", "min", "argmax",
    "any", "all", "cumsum", "cumprod", "sort", "argsort"]}
LITERALS = ["1", "200", "70000", "2 ** 40", "1.0", "1.5", "1.1"]


def dtype_of(build):
    try:
        return str(build().dtype)
    except (TypeError, NotImplementedError, AttributeError, theano.scalar.basic.ComplexError):
        return None


def dtypes():
    with contextlib.redirect_stderr(io.StringIO()):
        binary = {op: [[dtype_of(lambda: (f or T.dot)(T.TensorType(a, (False,))(),
            T.TensorType(b, (False,))())) for b in DTYPES] for a in DTYPES] for op,
            f in BINARY.items()}
        unary = {op: [dtype_of(lambda: f(T.TensorType(a, (False,))())) for a in DTYPES] for op,
            f in {**UNARY, **REDUCTION}.items()}
        literal = {text: [dtype_of(lambda: T.TensorType(a,
            (False,))() * eval(text)) for a in DTYPES] for text in LITERALS}
    return {"order": DTYPES, "binary": binary, "unary": unary, "mulByLiteral": literal}


# --- values --------------------------------------------------------------------------------------

nan = float("nan")
VALUES = [
    ("T.clip(v, 2, 1)", {"v": [0, 1.5, 3]}), ("i // j", {"i": -7, "j": 2}),
    ("i % j", {"i": -7, "j": 2}),
    ("i % j", {"i": 7, "j": -2}), ("x // y", {"x": -7.5, "y": 2}), ("x % y", {"x": -7.5, "y": 2}),
    ("i / j", {"i": 1, "j": 2}),
    ("i ** j", {"i": 2, "j": 10}), ("T.round(v)", {"v": [-1.5, -0.5, 0.5, 1.5, 2.5]}),
    ("T.round(v, 'half_away_from_zero')", {"v": [-1.5, -0.5, 0.5, 1.5, 2.5]}),
    ("T.iround(v)", {"v": [-1.5, -0.5, 0.5, 1.5, 2.5]}),
    ("T.sgn(v)", {"v": [-2, 0, 3]}), ("T.maximum(v, 1)", {"v": [nan, 0, 2]}),
    ("T.minimum(v, 1)", {"v": [nan, 0, 2]}),
    ("v.max()", {"v": [1, nan, 3]}), ("v.argmax()", {"v": [1, nan, 3]}),
    ("v.argmax()", {"v": [1, 3, 3]}), ("v.argmin()", {"v": [2, 1, 1]}),
    ("M.argmax()", {"M": [[1, 5], [9, 2]]}), ("M.norm(2, axis=1)", {"M": [[3, 4], [5, 12]]}),
    ("v.norm(3)", {"v": [1, 2, 3]}),
    ("v.mean()", {"v": []}), ("v.sum()", {"v": []}), ("iv.mean()", {"iv": [1, 2]}),
    ("v.var(ddof=1)", {"v": [1, 2, 4]}), ("v.ptp()", {"v": [1, 2, 4]}),
    ("T.set_subtensor(iv[0], x)", {"iv": [5, 6], "x": 1.7}),
    ("T.set_subtensor(M[0][1], x)", {"M": [[1, 2], [3, 4]], "x": 9}),
    ("T.set_subtensor(M.T[0], v)", {"M": [[1, 2], [3, 4]], "v": [8, 9]}),
    ("T.set_subtensor(v[iv], w)", {"v": [0, 0, 0], "iv": [1, 1], "w": [5, 6]}),
    ("T.inc_subtensor(v[iv], w)", {"v": [0, 0, 0], "iv": [1, 1], "w": [5, 6]}),
    ("T.fill(M, 3)", {"M": [[1, 2]]}),
    ("T.nnet.softmax(v)", {"v": [0, 0]}), ("T.nnet.hard_sigmoid(v)",
        {"v": [-3, -2.5, 0, 1, 2.5, 3]}), ("T.nnet.relu(v, 0.1)", {"v": [-1, 0, 1]}),
    ("T.nnet.elu(v, 2.)", {"v": [-1, 0, 1]}), ("T.nnet.selu(v)", {"v": [-1, 0, 1]}),
    ("T.nnet.softsign(v)", {"v": [-1, 0, 3]}),
    ("T.nnet.binary_crossentropy(v, w)", {"v": [.1, .9], "w": [0, 1]}),
    ("T.nnet.categorical_crossentropy(M, iv)", {"M": [[.1, .9], [.5, .5]], "iv": [1, 0]}),
    ("T.nnet.categorical_crossentropy(M, N)", {"M": [[.1, .9], [.5, .5]], "N": [[0, 1], [.5, .5]]}),
    ("T.extra_ops.diff(v)", {"v": [1, 4, 9]}),
    ("T.extra_ops.bincount(iv)", {"iv": [1, 3, 1]}),
    ("T.extra_ops.to_one_hot(iv, 3)", {"iv": [2, 0]}),
    ("T.arange(x, y, z)", {"x": 0, "y": 1, "z": .25}),
    ("T.dot(t, M)", {"t": [[[1, 2], [3, 4]]], "M": [[1, 0], [1, 1]]}),
    ("T.roll(v, 1)", {"v": [1, 2, 3]}), ("T.tile(v, 2)", {"v": [1, 2]}),
    ("v.repeat(iv)", {"v": [1, 2, 3], "iv": [1, 0, 2]}),
    ("M[:, iv]", {"M": [[1, 2], [3, 4]], "iv": [1, 1, 0]}), ("M[M > 2]", {"M": [[1, 2], [3, 4]]}),
    ("T.sort(v)", {"v": [3, nan, 1]}), ("T.any(v)", {"v": [0, 0]}), ("T.all(v)", {"v": [1, nan]}),
    ("T.cast(v, 'int32')", {"v": [-1.7, 1.7]}),
    ("T.cast(v, 'bool')", {"v": [0, .5, nan]}),
    ("bv + bw", {"bv": [False, True], "bw": [True, True]}), ("T.sum(bv)", {"bv": [True, True]}),
    ("T.concatenate([v, iv])", {"v": [.5], "iv": [2]}), ("T.stack([x, i])", {"x": .5, "i": 2}),
    ("T.sqr(T.cast(iv, 'int8'))", {"iv": [100, 3]}),
]


def run_value(expression, inputs):
    scope = names()
    inputs = {name: typed(name, value) for name, value in inputs.items()}
    f = theano.function([scope[n] for n in inputs], eval(expression, scope))
    return {"expr": expression, "inputs": {n: encode(v) for n, v in inputs.items()},
        "output": encode(f(*inputs.values()))}


# --- errors --------------------------------------------------------------------------------------

ERRORS = {
    # building
    "unknownDtype": "T.TensorType('float128', ())",
    "nameNotString": "T.dscalar(3)",
    "subtractBools": "bv - bw",
    "negateBool": "-bv",
    "bitwiseOnFloats": "x & y",
    "bitwiseMixed": "bv & iv",
    "complexToReal": "T.cast(T.zvector(), 'float64')",
    "unknownCast": "T.cast(x, 'float33')",
    "variableAsCondition": "if x < y: pass",
    "boolLiteral": "x + True",
    "lengthOfVariable": "len(v)",
    "iterate": "list(v)",
    "badSumAxis": "M.sum(axis=2)",
    "badNegativeAxis": "M.sum(axis=-3)",
    "badMaxAxis": "M.max(axis=5)",
    "badArgmaxAxis": "T.argmax(v, axis=1)",
    "roundInteger": "T.round(i)",
    "dotScalarRank": "T.dot(t, t).dimshuffle(0)",
    "dimshuffleDrop": "v.dimshuffle()",
    "dimshuffleOutOfRange": "v.dimshuffle(0, 1)",
    "dimshuffleRepeated": "M.dimshuffle(0, 0)",
    "reshapeInteger": "M.reshape(6)",
    "reshapeUnknownLength": "v.reshape(iv)",
    "joinRanks": "T.join(0, M, v)",
    "joinAxis": "T.join(2, M, N)",
    "stackRanks": "T.stack([v, M])",
    "allocFloatShape": "T.alloc(1., x)",
    "tooManyIndices": "v[0, 1]",
    "floatIndex": "v[1.5]",
    "boolIndex": "v[True]",
    "setSubtensorOfVariable": "T.set_subtensor(v, 1)",
    "setSubtensorRank": "T.set_subtensor(v[0], w)",
    "specifyShapeRank": "T.specify_shape(v, (1, 2))",
    "softmaxRank": "T.nnet.softmax(t)",
    "flattenRank": "v.flatten(3)",
    "tensordotAxes": "T.tensordot(v, M, 3)",
    "batchedDotRank": "T.batched_dot(x, M)",
    "sharedDtypeKeyword": "theano.shared(1, dtype='float32')",
    "sharedSymbolic": "theano.shared(x)",
    "sharedList": "theano.shared([1, 2])[0]",
    "randomIntegerSize": "RandomStreams(1).uniform(3)",
    "ifelseTypes": "theano.ifelse.ifelse(x > 0, x, v)",
    "unknownMode": "theano.function([x], x, mode='FASTER', name='f')",
    # function
    "inputsNotList": "theano.function(x, x + 1)",
    "duplicateInput": "theano.function([x, x], x + 1)",
    "constantInput": "theano.function([T.constant(1)], x)",
    "sharedInput": "s = theano.shared(1., name='s'); theano.function([s], s + 1)",
    "badOutput": "theano.function([x], 3)",
    "unusedInput": "theano.function([x, y], x + 1)",
    "badUnusedOption": "theano.function([x, y], x + 1, on_unused_input='shout')",
    "missingGraphInput": "theano.function([x], x + y)",
    "missingArgument": "theano.function([x, y], x + y, name='f')(1)",
    "tooManyArguments": "theano.function([x, y], x + y, name='f')(1, 2, 3)",
    "argumentTwice": "theano.function([x, y], x + y, name='f')(1, x=3)",
    "unknownKeyword": "theano.function([x, y], x + y, name='f')(1, q=3)",
    "wrongRankVectorForScalar": "theano.function([x], x, name='f')([1, 2])",
    "wrongRankScalarForVector": "theano.function([v], v, name='f')(1)",
    "wrongRankVectorForMatrix": "theano.function([M], M, name='f')([1, 2])",
    "lossyArray": "theano.function([fx], fx, name='f')(np.array(1.1))",
    "lossyNumber": "theano.function([fx], fx, name='f')(1.1)",
    "lossyInteger": "theano.function([i], i, name='f')(1.5)",
    "lossyIntegerArray": "theano.function([k], k, name='f')(np.array(3))",
    "textArgument": "theano.function([x], x, name='f')('a')",
    "variableArgument": "theano.function([x], x, name='f')(y)",
    "nonUnitRow": "theano.function([r], r, name='f')([[1., 2.], [3., 4.]])",
    "strictDtype": "theano.function([theano.In(x, strict=True)], x, name='f')(np.float32([1])[0])",
    "updateNotShared": "theano.function([x], x, updates=[(y, x)])",
    "updateTwice":
        "s = theano.shared(1., name='s'); theano.function([], s, updates=[(s, s + 1), (s, "
        "s + 2)])",
    "updateDtype":
        "s = theano.shared(np.float32(1), name='s'); theano.function([x], s, updates=[(s, "
        "s + x)])",
    "updateRank": "s = theano.shared(1., name='s'); theano.function([v], s, updates=[(s, v)])",
    "updatesNotPairs": "s = theano.shared(1., name='s'); theano.function([], s, updates=[s])",
    "givensOnInput": "theano.function([x], x + 1, givens={x: y})",
    "givensType": "theano.function([x], x + v.sum(), givens={v: M})",
    "defaultInMiddle": "theano.function([theano.In(x, value=1.), y], x + y, name='f')(3)",
    "evalMissing": "(x + y).eval({x: 1})",
    "evalText": "(x + 1).eval({'x': 1})",
    "setValueRank": "theano.shared(np.zeros(2)).set_value(1.)",
    # running
    "elementwiseLengths": "theano.function([v, w], v + w, mode='FAST_RUN')([1], [1, 2, 3])",
    "elementwiseRows": "theano.function([M, v], M + v, mode='FAST_RUN')([[1, 2]], [1, 2, 3])",
    "dotShapes": "theano.function([M, N], T.dot(M, N), mode='FAST_RUN')([[1, 2]], [[1, 2]])",
    "dotVectors": "theano.function([v, w], T.dot(v, w), mode='FAST_RUN')([1], [1, 2])",
    "indexOutOfBounds": "theano.function([v], v[5], mode='FAST_RUN')([1, 2])",
    "negativeIndexOutOfBounds": "theano.function([v, i], v[i], mode='FAST_RUN')([1, 2], -3)",
    "advancedOutOfBounds": "theano.function([v, iv], v[iv], mode='FAST_RUN')([1, 2], [0, 7])",
    "reshapeSize": "theano.function([v], v.reshape((2, 2)), mode='FAST_RUN')([1, 2, 3])",
    "joinShapes":
        "theano.function([M, N], T.join(0, M, N), mode='FAST_RUN')([[1, 2]], [[1, 2, 3]])",
    "splitSizes": "theano.function([v], T.split(v, [1, 2], 2), mode='FAST_RUN')([1, 2, 3, 4])",
    "emptyMax": "theano.function([v], v.max(), mode='FAST_RUN')([])",
    "integerDivisionByZero": "theano.function([i, j], i // j, mode='FAST_RUN')(1, 0)",
    "addBroadcast": "theano.function([v], T.addbroadcast(v, 0), mode='FAST_RUN')([1, 2])",
    "specifyShape": "theano.function([v], T.specify_shape(v, (3,)), mode='FAST_RUN')([1, 2])",
    "assertion":
        "theano.function([x], T.opt.Assert('x must be positive')(x, x > 0), "
        "mode='FAST_RUN')(-1)",
    # gradients
    "gradientOfVector": "T.grad(v, v)",
    "gradientByNumber": "T.grad(x, 1)",
    "gradientBySet": "T.grad(x ** 2, {x})",
    "gradientDisconnected": "T.grad(x ** 2, y)",
    "gradientDisconnectedWarning":
        "warnings.simplefilter('error'); T.grad(x ** 2, y, disconnected_inputs='warn')",
    "gradientDisconnectedOption": "T.grad(x ** 2, y, disconnected_inputs='shout')",
    "gradientThroughRandom": "T.grad(RandomStreams(1).normal((2,), avg=x).sum(), x)",
    "gradientOfArangeLength": "T.grad(T.arange(x).sum(), x)",
    "jacobianOfMatrix": "theano.gradient.jacobian(M, M)",
    "hessianByMatrix": "theano.gradient.hessian((M ** 2).sum(), M)",
    "ropRanks": "T.Rop(v * 2, v, x)",
    # loops
    "scanNoSteps": "theano.scan(lambda h: h + 1, outputs_info=x)",
    "scanFloatSteps": "theano.scan(lambda h: h + 1, outputs_info=x, n_steps=y)",
    "scanStateDtype":
        "theano.scan(lambda e, h: h + e, sequences=T.arange(5), "
        "outputs_info=T.as_tensor_variable(np.asarray(0, 'int8')))",
    "scanStateFloatDtype": "theano.scan(lambda e, h: h + e, sequences=v, outputs_info=fx)",
    "scanStateRank": "theano.scan(lambda h: v, outputs_info=x, n_steps=3)",
    "scanConstantResult": "theano.scan(lambda h: 1, outputs_info=x, n_steps=3)",
    "scanOutputsInfoCount": "theano.scan(lambda h: [h, h], outputs_info=x, n_steps=3)",
    "scanPositiveTap":
        "theano.scan(lambda h: h, outputs_info=dict(initial=v, taps=[1]), n_steps=3)",
    "scanEqualTaps":
        "theano.scan(lambda h, g: h, outputs_info=dict(initial=v, taps=[-1, -1]), n_steps=3)",
    "scanTapsWithoutInitial": "theano.scan(lambda h: h, outputs_info=dict(taps=[-1]), n_steps=3)",
    "scanStrict":
        "s = theano.shared(1., name='s'); theano.scan(lambda h: h * s, outputs_info=x, "
        "n_steps=3, strict=True)",
    "scanMoreStepsThanSequence":
        "h, _ = theano.scan(lambda e, h: h + e, sequences=v, outputs_info=x, "
        "n_steps=5); theano.function([v, x], h, mode='FAST_RUN')([1, 2], 0)",
    "scanZeroSteps":
        "h, _ = theano.scan(lambda h: h + 1, outputs_info=x, n_steps=i); theano.function([x, "
        "i], h, mode='FAST_RUN')(1, 0)",
    "scanNegativeSteps":
        "h, _ = theano.scan(lambda h: h + 1, outputs_info=x, n_steps=i); theano.function([x, "
        "i], h, mode='FAST_RUN')(1, -1)",
}


def first_line(text):
    """The first line that says something; addresses and creation sites are not the same twice."""
    lines = [line.strip() for line in str(text).split("\n") if line.strip()]
    return re.sub(r"0x[0-9a-f]+", "0x…", lines[0]) if lines else ""


def failure(source):
    try:
        silent = io.StringIO()
        with contextlib.redirect_stderr(silent), contextlib.redirect_stdout(silent), \
                warnings.catch_warnings():
            exec(source, names())
    except Exception as error:
        arguments = [a for a in error.args] or [""]
        record = {"source": source, "exception": type(error).__name__,
            "message": first_line(arguments[0])}
        more = [first_line(a) for a in arguments[1:]]
        if record["message"].startswith("Bad input") and not more:
            more = [str(arguments[0]).strip().split("\n")[-1]]
        if more:
            record["more"] = more
        return record
    raise AssertionError("no error: " + source)


# --- writing -------------------------------------------------------------------------------------

def compact(value):
    return json.dumps(value, separators=(",", ":"), allow_nan=False, ensure_ascii=False)


def main():
    sections = {
        "pp": [{"expr": e, "text": text(e)} for e in listed(PP)],
        "ppInternal": [{"expr": e, "text": text(e)} for e in listed(PP_INTERNAL)],
        "ppGradient": [{"cost": c, "wrt": w, "text": gradient_text(c, w)} for c, w in PP_GRADIENT],
        "ppOptimised": [{"expr": e, "text": optimised_text(e)} for e in listed(PP_OPTIMISED)],
        "debugprint": [{"expr": e, "text": debug_text(e)} for e in listed(DEBUGPRINT)],
        "values": [run_value(expression, inputs) for expression, inputs in VALUES],
        "kinks": [run_gradient("cost = " + source, at, {}) for source, at in KINKS],
        "gradients": [dict(name=name, **run_gradient(source, at, further)) for name, source, at,
            further in GRADIENTS],
        "scan": [dict(name=name, **run_scan(source, inputs)) for name, source, inputs in SCAN],
        "errors": [dict(name=name, **failure(source)) for name, source in ERRORS.items()],
    }
    types = {name: {"dtype": dtype, "broadcastable": pattern(rank)} for name,
        (dtype, rank) in VARIABLES.items()}
    parts = ['"theano":"1.0.5"', '"variables":' + compact(types), '"dtypes":' + compact(dtypes())]
    parts += ['"%s":[\n%s\n]' % (name, ",\n".join(map(compact, records))) for name,
        records in sections.items()]
    Path(__file__).with_name("theano.json").write_text("{" + ",\n".join(parts) + "}\n",
        encoding="utf-8")


if __name__ == "__main__":
    main()
