"""The cases of the two that build graphs as we do, Theano and PyTensor, in what is common to both."""
import numpy as np

import common


def add_cases(peer, theano, T, softmax, scan, compile, borrowed):
    """Adds the cases. `compile(inputs, outputs, **options)` returns a function that trusts its arguments;
    `scan` returns only the rows; `borrowed` compiles without trust, for arguments that are Python's numbers."""
    shared = theano.shared
    sigmoid = getattr(T, "sigmoid", None) or T.nnet.sigmoid
    grad = getattr(theano, "grad", None) or T.grad

    def pure(inputs, outputs, *values):
        f = compile(inputs, outputs)
        return common.Job(lambda: f(*values))

    def logistic(n):
        values = common.normal(1, n)

        def build():
            x = T.fvector("x")
            return pure([x], 1 / (1 + T.exp(-x)), values)
        return build

    def chain(n):
        values = common.normal(2, n), common.normal(3, n)

        def build():
            a, b = T.fvectors("a", "b")
            y = T.tanh(a * b + b) * T.exp(-a * a) + T.log1p(abs(b)) * T.sin(a)
            return pure([a, b], y, *values)
        return build

    def gemm(n):
        values = common.normal(5, (n, n)), common.normal(6, (n, n))

        def build():
            a, b = T.fmatrices("a", "b")
            return pure([a, b], T.dot(a, b), *values)
        return build

    for n in (1000, 1000000):
        peer.case("logistic_f32_%d" % n)(lambda n=n: logistic(n))
        peer.case("chain_f32_%d" % n)(lambda n=n: chain(n))
    for n in (64, 512, 1536):
        peer.case("gemm_f32_%d" % n)(lambda n=n: gemm(n))

    @peer.case("add_f32_1000000")
    def add():
        values = common.normal(2, 1000000), common.normal(3, 1000000)

        def build():
            a, b = T.fvectors("a", "b")
            return pure([a, b], a + b, *values)
        return build

    @peer.case("scalar_add_call")
    def scalar_add():
        def build():
            x, y = T.dscalars("x", "y")
            return pure([x, y], x + y, np.asarray(2.0), np.asarray(3.0))
        return build

    @peer.case("scalar_add_call_numbers")
    def scalar_add_of_numbers():
        def build():
            x, y = T.dscalars("x", "y")
            f = borrowed([x, y], x + y)
            return common.Job(lambda: f(2.0, 3.0))
        return build

    def of_matrix(name, expression):
        def prepare():
            values = common.matrix()

            def build():
                m = T.fmatrix("m")
                return pure([m], expression(m), values)
            return build
        peer.case(name)(prepare)

    of_matrix("softmax_f32_4096x1024", softmax)
    of_matrix("meanvar_f32_4096x1024_rows", lambda m: [m.mean(1), m.var(1)])
    of_matrix("sum_axis0_f32_4096x1024", lambda m: m.sum(0))
    of_matrix("sumsq_f32_4M", lambda m: (m * m).sum())

    @peer.case("chain_10000_ops")
    def long_chain():
        values = common.normal(1, 1000), common.normal(2, 1000)

        def build():
            x, y = T.fvectors("x", "y")
            h = x
            for _ in range(2000):
                h = T.tanh(h * np.float32(1.5) + y) - np.float32(0.5) * h
            return pure([x, y], h, *values)
        return build

    def perceptron(sizes, batch):
        images, classes, weights, biases = common.network(sizes, batch)

        def build():
            x, y = T.fmatrix("x"), T.ivector("y")
            W, b = [shared(w.copy()) for w in weights], [shared(v.copy()) for v in biases]
            h = x
            for layer in range(len(W)):
                h = T.dot(h, W[layer]) + b[layer]
                if layer < len(W) - 1:
                    h = T.tanh(h)
            cost = -T.mean(T.log(softmax(h))[T.arange(y.shape[0]), y])
            return descend([x, y], cost, W + b, weights + biases, images, classes)
        return build

    def descend(inputs, cost, parameters, initial, *values):
        rate = np.float32(common.STEP)
        updates = [(p, p - rate * g) for p, g in zip(parameters, grad(cost, parameters))]
        f = compile(inputs, cost, updates=updates)
        return common.training_job(
            lambda: f(*values), initial, lambda: [p.get_value() for p in parameters])

    for name, (sizes, batch) in common.NETWORKS.items():
        peer.case(name)(lambda sizes=sizes, batch=batch: perceptron(sizes, batch))

    @peer.case("scan_power_10_k1000")
    def power():
        values = common.power_base(), np.asarray(1000, "int32")

        def build():
            A, k = T.fvector("A"), T.iscalar("k")
            rows = scan(lambda p, A: p * A, outputs_info=T.ones_like(A), non_sequences=A, n_steps=k)
            return pure([A, k], rows[-1], *values)
        return build

    def tiny(steps):
        values = common.normal(9, 4, dtype="float64"), np.asarray(steps, "int32")

        def build():
            a, k = T.dvector("a"), T.iscalar("k")
            rows = scan(
                lambda x, a: 0.999 * x + 0.01 * a * (1 - x * x), outputs_info=T.zeros_like(a),
                non_sequences=a, n_steps=k)
            return pure([a, k], rows[-1], *values)
        return build

    for steps in (8, 1000):
        peer.case("scan_tiny_4_k%d" % steps)(lambda steps=steps: tiny(steps))

    @peer.case("scan_polynomial_10000")
    def polynomial():
        values = common.normal(8, 10000, dtype="float64"), np.asarray(0.999)

        def build():
            c, x = T.dvector("c"), T.dscalar("x")
            terms = scan(
                lambda c, p, x: c * (x ** p), outputs_info=None, sequences=[c, T.arange(10000)],
                non_sequences=x)
            return pure([c, x], terms.sum(), *values)
        return build

    def recurrent(size, has_gradient):
        rows, wx, wh, b = common.recurrent(*size)

        def build():
            x = T.ftensor3("x")
            weights = [shared(wx), shared(wh), shared(b)]
            states = scan(
                lambda x, h, wx, wh, b: T.tanh(T.dot(x, wx) + T.dot(h, wh) + b), sequences=x,
                outputs_info=T.zeros((x.shape[1], size[0]), dtype="float32"), non_sequences=weights)
            cost = (states[-1] ** 2).mean()
            return pure([x], [cost] + (grad(cost, weights) if has_gradient else []), rows)
        return build

    for size in common.RECURRENT:
        for kind in ("fwd", "grad"):
            peer.case("rnn_%s_h%d_b%d_t%d" % ((kind,) + size[:3]))(
                lambda size=size, kind=kind: recurrent(size, kind == "grad"))

    def lstm(has_gradient):
        rows, wx, wh, b = common.recurrent(*common.LSTM, gates=4)
        n = wh.shape[0]

        def step(x, h, c, wx, wh, b):
            z = T.dot(x, wx) + T.dot(h, wh) + b
            i, f, o = [sigmoid(z[:, k * n:(k + 1) * n]) for k in range(3)]
            c = f * c + i * T.tanh(z[:, 3 * n:])
            return o * T.tanh(c), c

        def build():
            x = T.ftensor3("x")
            weights = [shared(wx), shared(wh), shared(b)]
            first = T.zeros((x.shape[1], n), dtype="float32")
            states, _ = scan(
                step, sequences=x, outputs_info=[first, first], non_sequences=weights)
            cost = (states[-1] ** 2).mean()
            return pure([x], [cost] + (grad(cost, weights) if has_gradient else []), rows)
        return build

    for kind in ("fwd", "grad"):
        peer.case("lstm_%s_h128_b32_t100" % kind)(lambda kind=kind: lstm(kind == "grad"))

    def of_layer(name, expression):
        def prepare():
            values = common.normal(15, (100, 100), 0.1), common.normal(16, 100)

            def build():
                W, x = T.fmatrix("W"), T.fvector("x")
                return pure([W, x], expression(W, x), *values)
            return build
        peer.case(name)(prepare)

    of_layer("jacobian_tanhWx_100", lambda W, x: theano.gradient.jacobian(T.tanh(T.dot(W, x)), x))
    of_layer(
        "hessian_softplusWx_100",
        lambda W, x: theano.gradient.hessian(T.sum(T.log1p(T.exp(T.dot(W, x)))), x))

    @peer.case("eight_schools_logp_grad")
    def eight_schools():
        place = common.normal(17, 10, dtype="float64")

        def build():
            q = T.dvector("q")
            mu, log_tau, eta = q[0], q[1], q[2:]
            tau = T.exp(log_tau)
            z = (common.EFFECTS - (mu + tau * eta)) / common.ERRORS
            prior = -0.5 * (mu / 5) ** 2 - T.log(1 + (tau / 5) ** 2) + log_tau
            density = prior - 0.5 * T.sum(eta ** 2) - 0.5 * T.sum(z ** 2)
            return pure([q], [density, grad(density, q)], place)
        return build

    return descend


def first_result(theano, T):
    """Returns what builds a small function and calls it."""
    def run(values):
        x = T.dvector("x")
        theano.function([x], (T.tanh(x * 2 + 1) * T.exp(-x)).sum())(values)
    return run
