"""What a node costs in real Theano 1.0.5 (CPython 3.7, numpy < 1.20), on a chain of 1,000 nodes.

Run with THEANO_FLAGS=optimizer=None,cxx=,traceback.limit=1: without rewrites and without C.
"""
import sys
import time

import theano
import theano.tensor as tt

COUNT = 1000
sys.setrecursionlimit(100000)


def measure(name, body):
    start = time.perf_counter()
    result = body()
    print("%s: %.2f us a node" % (name, (time.perf_counter() - start) / COUNT * 1e6))
    return result


def chain(step):
    y = x
    for _ in range(COUNT):
        y = step(y)
    return y


x = tt.dscalar("x")
measure("build x * x * ...", lambda: chain(lambda y: y * x))
y = measure("build x + 1 + 1 + ...", lambda: chain(lambda y: y + 1))
measure("differentiate", lambda: tt.grad(y, x))
f = measure("compile", lambda: theano.function([x], y))
f(0)
measure("run", lambda: f(0))
measure("pp", lambda: theano.pp(y))
