"""NumPy: each operation when Python comes to it."""
import numpy as np

import common

peer = common.Peer("numpy")


def logistic(n):
    x = common.normal(1, n)
    return lambda: common.Job(lambda: 1 / (1 + np.exp(-x)))


def chain(n):
    a, b = common.normal(2, n), common.normal(3, n)
    return lambda: common.Job(
        lambda: np.tanh(a * b + b) * np.exp(-a * a) + np.log1p(np.abs(b)) * np.sin(a))


def gemm(n):
    a, b = common.normal(5, (n, n)), common.normal(6, (n, n))
    return lambda: common.Job(lambda: a @ b)


for n in (1000, 1000000):
    peer.case("logistic_f32_%d" % n)(lambda n=n: logistic(n))
    peer.case("chain_f32_%d" % n)(lambda n=n: chain(n))
for n in (64, 512, 1536):
    peer.case("gemm_f32_%d" % n)(lambda n=n: gemm(n))


@peer.case("add_f32_1000000")
def add():
    a, b = common.normal(2, 1000000), common.normal(3, 1000000)
    return lambda: common.Job(lambda: a + b)


@peer.case("scalar_add_call")
def scalar_add():
    return lambda: common.Job(lambda: np.add(2.0, 3.0))


@peer.case("scalar_add_call_into")
def scalar_add_into():
    a, b, out = np.array(2.0), np.array(3.0), np.array(0.0)
    return lambda: common.Job(lambda: np.add(a, b, out))


@peer.case("softmax_f32_4096x1024")
def softmax():
    m = common.matrix()

    def call():
        e = np.exp(m - m.max(1, keepdims=True))
        return e / e.sum(1, keepdims=True)
    return lambda: common.Job(call)


@peer.case("meanvar_f32_4096x1024_rows")
def meanvar():
    m = common.matrix()
    return lambda: common.Job(lambda: (m.mean(1), m.var(1)))


@peer.case("sum_axis0_f32_4096x1024")
def sum_axis0():
    m = common.matrix()
    return lambda: common.Job(lambda: m.sum(0))


@peer.case("sumsq_f32_4M")
def sumsq():
    m = common.matrix()
    return lambda: common.Job(lambda: np.vdot(m, m))


@peer.case("scan_power_10_k1000")
def power():
    a = common.power_base()

    def call():
        p = np.ones_like(a)
        for _ in range(1000):
            p = p * a
        return p
    return lambda: common.Job(call)


def tiny(steps):
    a = common.normal(9, 4, dtype="float64")

    def call():
        x = np.zeros_like(a)
        for _ in range(steps):
            x = 0.999 * x + 0.01 * a * (1 - x * x)
        return x
    return lambda: common.Job(call)


for steps in (8, 1000):
    peer.case("scan_tiny_4_k%d" % steps)(lambda steps=steps: tiny(steps))


@peer.case("chain_10000_ops")
def long_chain():
    x, y = common.normal(1, 1000), common.normal(2, 1000)

    def call():
        h = x
        for _ in range(2000):
            h = np.tanh(h * np.float32(1.5) + y) - np.float32(0.5) * h
        return h
    return lambda: common.Job(call)


@peer.case("normal_1M")
def normals():
    generator = np.random.default_rng(0)
    return lambda: common.spread(lambda: generator.standard_normal(1000000, dtype="float32"))


if __name__ == "__main__":
    peer.main()
