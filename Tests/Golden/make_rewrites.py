"""Writes rewrites.json beside this file: what Theano 1.0.5's optimiser makes of expressions.

`expr` is Python over the names of make_theano.py; `nodes` the number of nodes of the graph of the
compiled function (FAST_RUN without fusion and work in place, which are no rewrites in our sense), a
sum of n terms counted as n - 1 nodes and a composite as those in it; `ops` how often each operation
occurs; `text` pp of its outputs.

    t/bin/python make_rewrites.py
"""
import json
from collections import Counter
from pathlib import Path

import make_theano
import theano
import theano.tensor as T

EXPRESSIONS = """
T.grad(x ** 2, x); T.grad(x ** 3, x); T.grad(T.exp(x * y) + x ** 3, x); T.grad(T.sum(v ** 2), v)
T.grad((1 / (1 + T.exp(-M))).sum(), M); T.grad(T.sum(T.dot(M, v)), v); T.grad(v.mean(), v)
T.grad(T.log(1 + T.exp(x)), x); T.grad(-T.log(T.nnet.sigmoid(v)).sum(), v)
T.grad(T.tanh(x), x); T.grad(T.log(x), x); T.grad(x / y, y); T.grad(T.sqrt(x), x)
T.grad(T.nnet.softplus(v).sum(), v); T.grad(v[0] ** 2 + v[1] ** 2, v); T.grad(T.exp(v).sum(), v)
T.grad(T.dot(M, N).sum(), M); T.grad((M * v).sum(), v); T.grad(M.T.sum(), M); T.grad(x ** y, x)
T.grad(T.nnet.categorical_crossentropy(T.nnet.softmax(M), iv).mean(), M)
T.grad(T.log(T.nnet.softmax(M)).sum(), M)
[(x + y) * 2, (x + y) * 3]; [x + y, y + x]; 2 * 3 + T.exp(T.constant(0.)) + x
T.exp(v).shape[0]; T.dot(M, N).shape[0]; (M + N).shape[1]; M.T.shape[0]; T.concatenate([v, w]).shape[0]
x + y - y; (x - y) + y; x * y / x; x / x; x - x; x + x; 2 * x + 3 * x; x * 2 * 3; 2 * (3 * x)
x + 1 + 2; (x + 1) + (y + 2); x - 1; x - (y - z); -x; -(-x); x + -y; x - -y; -(x - y); x * -1
x / 2; x / 3; x * y / y; x / y / z; x / (y / z); 1 / x; 1 / (1 / x); x / -y; -x / -y; -x * -y
x * 0; x * 1; x / 1; x + 0; x ** 0; x ** 1; x ** 2; x ** 3; x ** 4; x ** -1; x ** -2; x ** 0.5; x ** -0.5
x ** 1.5; x ** 10; x * x; x * x * x; i * 0; i // 1; i - i; i + i; x // 1; 0 / x
T.eq(x, x); T.neq(x, x); x < x; x <= x; T.maximum(x, x); T.minimum(x, x); T.eq(i, i); i < i
T.switch(1, x, y); T.switch(0, x, y); T.switch(p, x, x); T.switch(p, x, 0) * y
T.switch(p, x, y) + T.switch(p, y, z); ~~bv
T.abs_(T.abs_(x)); T.abs_(-x); T.cast(T.cast(fx, 'float64'), 'float32'); T.cast(x, 'float64')
T.tanh(T.arctanh(x)); T.log(T.exp(x)); T.exp(T.log(x)); T.sqrt(T.sqr(x)); T.floor(T.floor(x))
M.T.T; T.dot(M, N).T; (M + N).T.T; T.exp(M.T).T; v.dimshuffle('x', 0).dimshuffle(1)
t.dimshuffle(2, 0, 1).dimshuffle(1, 2, 0)
M.reshape((2, 3)).reshape((6,)); v.reshape((-1,)); M.reshape(M.shape); T.exp(M.reshape((2, 3)))
M.flatten().reshape(M.shape); v[:]; v[2:][1]; v[::-1][::-1]; v[1:5][1:3]; (v + w)[2]; T.exp(v)[0]
T.dot(M, N)[0]; M.T[0]; T.stack([x, y, z])[1]; T.alloc(x, 10)[3:5]; M[i][j]; T.zeros_like(M) + N
T.set_subtensor(v[i], x)[i]; T.set_subtensor(v[i], v[i] + x); T.inc_subtensor(v[i], 0)
T.set_subtensor(v[:], w); T.concatenate([v]); T.join(0, T.stack([x]), T.stack([y]))
M.sum(axis=[0, 1]); M.sum(0).sum(); T.sum(2 * v); T.sum(-v); (v / x).sum(); T.sum(T.concatenate([v, w]))
r.sum(axis=0); T.prod(2 * v); M.max(axis=0).max(); T.alloc(x, i).sum(); (M * x).sum(axis=0)
-T.max(-v); T.argmax(T.nnet.softmax(M), axis=1); T.argmax(T.exp(v)); M.max(axis=1); M.T.sum()
T.log(1 + x); T.log(1 - x); T.exp(x) - 1; T.log(1 + T.exp(x)); T.log1p(T.exp(x)); 1 / (1 + T.exp(-v))
T.exp(v) / (1 + T.exp(v)); T.log(T.nnet.sigmoid(v)); T.log(1 - T.nnet.sigmoid(v)); 1 - T.nnet.sigmoid(v)
T.exp(x) * T.nnet.sigmoid(-x); T.log(T.exp(x) + T.exp(y)); T.log(T.exp(v).sum())
T.log(T.exp(M).sum(axis=1)); T.log(T.nnet.softmax(M)); T.log(T.nnet.softmax(M))[T.arange(M.shape[0]), iv]
T.exp(M) / T.exp(M).sum(1, keepdims=True); T.nnet.softmax(M + v)
T.nnet.binary_crossentropy(T.nnet.sigmoid(v), w); T.nnet.categorical_crossentropy(T.nnet.softmax(M), iv)
1 - T.erf(x); 1 + T.erf(x); T.erf(x) - 1; 1 - T.erfc(x); T.log(T.erfc(x)); x / T.abs_(x)
T.dot(M, N); T.dot(v, w); T.dot(M, v) + w; M + 0.5 * T.dot(N, W); M - 0.1 * T.dot(N.T, W); 0.3 * T.dot(M, N)
T.dot(M, T.zeros_like(N)); T.outer(v, w) + M; T.exp(x) * T.exp(y); T.sqrt(x) * T.sqrt(x)
(x / y + z / y) * y; (x + y) * z; T.sgn(T.abs_(x)); T.fill(v, x) * w; T.sum(T.sqr(v)); T.mean(v)
T.ones_like(v) * w; T.clip(T.clip(x, 0, 1), 0, 1); T.zeros((i, i)) + M; T.tile(v, 1); T.var(v)
"""


def record(expression):
    scope = make_theano.names()
    made = eval(expression, scope)
    outputs = made if isinstance(made, list) else [made]
    leaves = [x for x in theano.gof.graph.inputs(outputs) if not isinstance(x, theano.Constant)]
    mode = theano.compile.Mode("py", "fast_run").excluding("fusion", "inplace")
    graph = theano.function(leaves, outputs, mode=mode).maker.fgraph
    # Copies of inputs are Theano's way to return what it does not own.
    nodes = [n for n in graph.toposort() if type(n.op).__name__ != "DeepCopyOp"]
    names = Counter()
    for node in nodes:
        for part, count in parts(node):
            names[part] += count
    texts = [theano.pp(o.owner.inputs[0] if o.owner and type(o.owner.op).__name__ == "DeepCopyOp"
        else o) for o in graph.outputs]
    return {"expr": expression, "nodes": sum(names.values()), "ops": dict(sorted(names.items())),
        "text": texts if len(texts) > 1 else texts[0]}


def parts(node):
    """The operations that a node stands for, with how often."""
    op = node.op.scalar_op if isinstance(node.op, T.Elemwise) else None
    if isinstance(op, theano.scalar.Composite):
        return [(str(n.op), 1) for n in op.fgraph.toposort()]
    if isinstance(op, (theano.scalar.Add, theano.scalar.Mul)):
        return [(name(node.op), len(node.inputs) - 1)]
    return [(name(node.op), 1)]


def name(op):
    if isinstance(op, T.Elemwise):
        return str(op.scalar_op).split("{")[0]
    if isinstance(op, T.elemwise.CAReduce):
        return type(op).__name__ if type(op) is not T.elemwise.CAReduce else str(op.scalar_op)
    return type(op).__name__


if __name__ == "__main__":
    records = []
    for expression in make_theano.listed(EXPRESSIONS):
        try:
            records.append(record(expression))
        except Exception as error:
            print("left out: %s: %s" % (expression, error))
    lines = ",\n".join(json.dumps(r) for r in records)
    Path(__file__).with_name("rewrites.json").write_text("[\n%s\n]\n" % lines)
