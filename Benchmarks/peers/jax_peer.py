"""JAX: functions traced and compiled by XLA; steps of training give their old parameters away."""
import jax
import jax.numpy as jnp

import common


def cache(folder):
    return {"JAX_COMPILATION_CACHE_DIR": folder, "JAX_PERSISTENT_CACHE_MIN_COMPILE_TIME_SECS": "0",
            "JAX_PERSISTENT_CACHE_MIN_ENTRY_SIZE_BYTES": "-1"}


def first_result(values):
    jax.config.update("jax_enable_x64", True)
    jax.block_until_ready(jax.jit(lambda x: (jnp.tanh(x * 2 + 1) * jnp.exp(-x)).sum())(values))


peer = common.Peer("jax", first_result, cache)


def pure(f, *values, double=False):
    """Builds a job of a function of no state."""
    def build():
        jax.config.update("jax_enable_x64", double)
        compiled = jax.jit(f)
        arguments = [jnp.asarray(v) for v in values]
        return common.Job(lambda: jax.block_until_ready(compiled(*arguments)))
    return build


def logistic(n):
    return pure(lambda x: 1 / (1 + jnp.exp(-x)), common.normal(1, n))


def chain(n):
    def f(a, b):
        return jnp.tanh(a * b + b) * jnp.exp(-a * a) + jnp.log1p(jnp.abs(b)) * jnp.sin(a)
    return pure(f, common.normal(2, n), common.normal(3, n))


def gemm(n):
    return pure(lambda a, b: a @ b, common.normal(5, (n, n)), common.normal(6, (n, n)))


for n in (1000, 1000000):
    peer.case("logistic_f32_%d" % n)(lambda n=n: logistic(n))
    peer.case("chain_f32_%d" % n)(lambda n=n: chain(n))
for n in (64, 512, 1536):
    peer.case("gemm_f32_%d" % n)(lambda n=n: gemm(n))
peer.case("add_f32_1000000")(
    lambda: pure(lambda a, b: a + b, common.normal(2, 1000000), common.normal(3, 1000000)))
peer.case("scalar_add_call")(lambda: pure(lambda x, y: x + y, 2.0, 3.0, double=True))
peer.case("softmax_f32_4096x1024")(lambda: pure(lambda m: jax.nn.softmax(m, axis=1), common.matrix()))
peer.case("meanvar_f32_4096x1024_rows")(lambda: pure(lambda m: (m.mean(1), m.var(1)), common.matrix()))
peer.case("sum_axis0_f32_4096x1024")(lambda: pure(lambda m: m.sum(0), common.matrix()))
peer.case("sumsq_f32_4M")(lambda: pure(lambda m: (m * m).sum(), common.matrix()))


@peer.case("scalar_add_call_numbers")
def scalar_add_of_numbers():
    def build():
        jax.config.update("jax_enable_x64", True)
        f = jax.jit(lambda x, y: x + y)
        return common.Job(lambda: jax.block_until_ready(f(2.0, 3.0)))
    return build


@peer.case("chain_10000_ops")
def long_chain():
    def f(h, y):
        for _ in range(2000):
            h = jnp.tanh(h * 1.5 + y) - 0.5 * h
        return h
    return pure(f, common.normal(1, 1000), common.normal(2, 1000))


def descend(loss, parameters, images, classes):
    """Builds a job of steps of gradient descent."""
    def build():
        jax.config.update("jax_enable_x64", False)

        def step(parameters, x, y):
            cost, gradients = jax.value_and_grad(loss)(parameters, x, y)
            new = jax.tree.map(lambda p, g: p - common.STEP * g, parameters, gradients)
            return cost, new
        compiled = jax.jit(step, donate_argnums=0)
        state = [[jnp.array(p) for p in parameters]]
        x, y = jnp.asarray(images), jnp.asarray(classes)

        def call():
            cost, state[0] = compiled(state[0], x, y)
            jax.block_until_ready(state[0])
            return cost
        return common.training_job(call, parameters, lambda: state[0])
    return build


def crossentropy(logits, y):
    return -jnp.mean(jnp.take_along_axis(jax.nn.log_softmax(logits), y[:, None], 1))


def perceptron(sizes, batch):
    images, classes, weights, biases = common.network(sizes, batch)
    count = len(weights)

    def loss(parameters, x, y):
        h = x
        for layer in range(count):
            h = h @ parameters[layer] + parameters[count + layer]
            if layer < count - 1:
                h = jnp.tanh(h)
        return crossentropy(h, y)
    return descend(loss, weights + biases, images, classes)


for name, (sizes, batch) in common.NETWORKS.items():
    peer.case(name)(lambda sizes=sizes, batch=batch: perceptron(sizes, batch))


@peer.case("lenet_step_b100")
def lenet():
    images, classes, weights = common.lenet()

    def block(x, kernels):
        c = jax.lax.conv_general_dilated(x, kernels, (1, 1), "VALID")
        window = (1, 1, 2, 2)
        return jnp.tanh(jax.lax.reduce_window(c, -jnp.inf, jax.lax.max, window, window, "VALID"))

    def loss(parameters, x, y):
        k1, k2, w1, w2 = parameters
        h = block(block(x, k1), k2).reshape(x.shape[0], -1)
        return crossentropy(jnp.tanh(h @ w1) @ w2, y)
    return descend(loss, weights, images, classes)


@peer.case("scan_power_10_k1000")
def power():
    def f(a):
        return jax.lax.fori_loop(0, 1000, lambda i, p: p * a, jnp.ones_like(a))
    return pure(f, common.power_base())


def tiny(steps):
    def f(a):
        def step(i, x):
            return 0.999 * x + 0.01 * a * (1 - x * x)
        return jax.lax.fori_loop(0, steps, step, jnp.zeros_like(a))
    return pure(f, common.normal(9, 4, dtype="float64"), double=True)


for steps in (8, 1000):
    peer.case("scan_tiny_4_k%d" % steps)(lambda steps=steps: tiny(steps))


@peer.case("scan_polynomial_10000")
def polynomial():
    def f(c, x):
        terms = jax.lax.scan(lambda _, cp: (None, cp[0] * x ** cp[1]), None, (c, jnp.arange(10000)))
        return terms[1].sum()
    return pure(f, common.normal(8, 10000, dtype="float64"), 0.999, double=True)


def recurrent(size, has_gradient):
    x, wx, wh, b = common.recurrent(*size)

    def loss(weights, x):
        wx, wh, b = weights
        h, _ = jax.lax.scan(
            lambda h, row: (jnp.tanh(row @ wx + h @ wh + b), None),
            jnp.zeros((x.shape[1], wh.shape[0]), "float32"), x)
        return (h ** 2).mean()

    def build():
        jax.config.update("jax_enable_x64", False)
        f = jax.jit(jax.value_and_grad(loss) if has_gradient else loss)
        weights, rows = tuple(jnp.asarray(a) for a in (wx, wh, b)), jnp.asarray(x)
        return common.Job(lambda: jax.block_until_ready(f(weights, rows)))
    return build


for size in common.RECURRENT:
    for kind in ("fwd", "grad"):
        peer.case("rnn_%s_h%d_b%d_t%d" % ((kind,) + size[:3]))(
            lambda size=size, kind=kind: recurrent(size, kind == "grad"))


def lstm(has_gradient):
    x, wx, wh, b = common.recurrent(*common.LSTM, gates=4)

    def loss(weights, x):
        wx, wh, b = weights

        def step(state, row):
            h, c = state
            z = row @ wx + h @ wh + b
            i, f, o, g = jnp.split(z, 4, axis=1)
            c = jax.nn.sigmoid(f) * c + jax.nn.sigmoid(i) * jnp.tanh(g)
            return (jax.nn.sigmoid(o) * jnp.tanh(c), c), None
        first = jnp.zeros((x.shape[1], wh.shape[0]), "float32")
        (h, _), _ = jax.lax.scan(step, (first, first), x)
        return (h ** 2).mean()

    def build():
        jax.config.update("jax_enable_x64", False)
        f = jax.jit(jax.value_and_grad(loss) if has_gradient else loss)
        weights, rows = tuple(jnp.asarray(a) for a in (wx, wh, b)), jnp.asarray(x)
        return common.Job(lambda: jax.block_until_ready(f(weights, rows)))
    return build


for kind in ("fwd", "grad"):
    peer.case("lstm_%s_h128_b32_t100" % kind)(lambda kind=kind: lstm(kind == "grad"))


@peer.case("jacobian_tanhWx_100")
def jacobian():
    return pure(
        lambda W, x: jax.jacrev(lambda x: jnp.tanh(W @ x))(x), common.normal(15, (100, 100), 0.1),
        common.normal(16, 100))


@peer.case("hessian_softplusWx_100")
def hessian():
    return pure(
        lambda W, x: jax.hessian(lambda x: jnp.sum(jnp.log1p(jnp.exp(W @ x))))(x),
        common.normal(15, (100, 100), 0.1), common.normal(16, 100))


@peer.case("eight_schools_logp_grad")
def eight_schools():
    def density(q):
        mu, log_tau, eta = q[0], q[1], q[2:]
        tau = jnp.exp(log_tau)
        z = (common.EFFECTS - (mu + tau * eta)) / common.ERRORS
        prior = -0.5 * (mu / 5) ** 2 - jnp.log(1 + (tau / 5) ** 2) + log_tau
        return prior - 0.5 * jnp.sum(eta ** 2) - 0.5 * jnp.sum(z ** 2)
    return pure(jax.value_and_grad(density), common.normal(17, 10, dtype="float64"), double=True)


@peer.case("normal_1M")
def normals():
    def build():
        jax.config.update("jax_enable_x64", False)
        key = jax.random.key(0)
        draw = jax.jit(lambda key: jax.random.normal(key, (1000000,)))
        return common.spread(lambda: jax.block_until_ready(draw(key)))
    return build


if __name__ == "__main__":
    peer.main()
