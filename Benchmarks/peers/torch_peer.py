"""PyTorch: each operation when Python comes to it, with the fused ones that it documents."""
import os

import torch
import torch.nn.functional as F

import common

torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "1")))
peer = common.Peer("torch")


def pure(f, *values):
    """Builds a job of a function of no state, without recording for gradients."""
    def build():
        arguments = [torch.as_tensor(v) for v in values]

        def call():
            with torch.inference_mode():
                return f(*arguments)
        return common.Job(call)
    return build


def logistic(n):
    return pure(torch.sigmoid, common.normal(1, n))


def chain(n):
    def f(a, b):
        return torch.tanh(a * b + b) * torch.exp(-a * a) + torch.log1p(torch.abs(b)) * torch.sin(a)
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


@peer.case("scalar_add_call")
def scalar_add():
    x, y = torch.tensor(2.0, dtype=torch.float64), torch.tensor(3.0, dtype=torch.float64)
    return pure(lambda x, y: x + y, x, y)


@peer.case("meanvar_f32_4096x1024_rows")
def meanvar():
    # torch.var_mean took twenty times as long as this in the versions measured.
    def f(m):
        mean = m.mean(1, keepdim=True)
        return mean, (m - mean).square_().mean(1)
    return pure(f, common.matrix())


peer.case("softmax_f32_4096x1024")(lambda: pure(lambda m: torch.softmax(m, 1), common.matrix()))
peer.case("sum_axis0_f32_4096x1024")(lambda: pure(lambda m: m.sum(0), common.matrix()))
peer.case("sumsq_f32_4M")(lambda: pure(lambda v: torch.dot(v, v), common.matrix().ravel()))


@peer.case("chain_10000_ops")
def long_chain():
    def f(h, y):
        for _ in range(2000):
            h = torch.tanh(h * 1.5 + y) - 0.5 * h
        return h
    return pure(f, common.normal(1, 1000), common.normal(2, 1000))


def descend(cost_of, values):
    """Builds a job of steps of gradient descent."""
    def build():
        parameters = [torch.tensor(v, requires_grad=True) for v in values]

        def call():
            cost = cost_of(parameters)
            gradients = torch.autograd.grad(cost, parameters)
            with torch.no_grad():
                torch._foreach_add_(parameters, gradients, alpha=-common.STEP)
            return cost.detach()
        return common.training_job(call, values, lambda: [p.detach() for p in parameters])
    return build


def perceptron(sizes, batch):
    images, classes, weights, biases = common.network(sizes, batch)
    x, y, count = torch.tensor(images), torch.tensor(classes.astype("int64")), len(weights)

    def cost_of(parameters):
        h = x
        for layer in range(count):
            h = torch.addmm(parameters[count + layer], h, parameters[layer])
            if layer < count - 1:
                h = torch.tanh(h)
        return F.cross_entropy(h, y)
    return descend(cost_of, weights + biases)


for name, (sizes, batch) in common.NETWORKS.items():
    peer.case(name)(lambda sizes=sizes, batch=batch: perceptron(sizes, batch))


@peer.case("lenet_step_b100")
def lenet():
    images, classes, weights = common.lenet()
    x, y = torch.tensor(images), torch.tensor(classes.astype("int64"))

    def cost_of(parameters):
        k1, k2, w1, w2 = parameters
        h = torch.tanh(F.max_pool2d(F.conv2d(x, k1), 2))
        h = torch.tanh(F.max_pool2d(F.conv2d(h, k2), 2)).reshape(len(x), -1)
        return F.cross_entropy(torch.tanh(h @ w1) @ w2, y)
    return descend(cost_of, weights)


def tiny(steps):
    def f(a):
        x = torch.zeros_like(a)
        for _ in range(steps):
            x = 0.999 * x + 0.01 * a * (1 - x * x)
        return x
    return pure(f, common.normal(9, 4, dtype="float64"))


for steps in (8, 1000):
    peer.case("scan_tiny_4_k%d" % steps)(lambda steps=steps: tiny(steps))


def recurrent(size, has_gradient):
    rows, wx, wh, b = common.recurrent(*size)

    def build():
        weights = [torch.tensor(a, requires_grad=has_gradient) for a in (wx, wh, b)]
        x = torch.tensor(rows)

        def call():
            h = torch.zeros(x.shape[1], wh.shape[0])
            for t in range(x.shape[0]):
                h = torch.tanh(torch.addmm(weights[2], x[t], weights[0]) + h @ weights[1])
            cost = (h ** 2).mean()
            if not has_gradient:
                return cost
            return (cost.detach(),) + torch.autograd.grad(cost, weights)
        return common.Job(call)
    return build


for size in common.RECURRENT:
    for kind in ("fwd", "grad"):
        peer.case("rnn_%s_h%d_b%d_t%d" % ((kind,) + size[:3]))(
            lambda size=size, kind=kind: recurrent(size, kind == "grad"))


def lstm(has_gradient):
    rows, wx, wh, b = common.recurrent(*common.LSTM, gates=4)
    units = wh.shape[0]
    # Our order of gates is input, forget, output, candidate; PyTorch's is input, forget, candidate, output.
    order = [k * units + i for k in (0, 1, 3, 2) for i in range(units)]

    def build():
        layer = torch.nn.LSTM(wx.shape[0], units)
        with torch.no_grad():
            layer.weight_ih_l0.copy_(torch.tensor(wx.T[order]))
            layer.weight_hh_l0.copy_(torch.tensor(wh.T[order]))
            layer.bias_ih_l0.copy_(torch.tensor(b[order]))
            layer.bias_hh_l0.zero_()
        layer.requires_grad_(has_gradient)
        layer.bias_hh_l0.requires_grad_(False)
        weights = [layer.weight_ih_l0, layer.weight_hh_l0, layer.bias_ih_l0]
        x = torch.tensor(rows)

        def call():
            h = layer(x)[1][0]
            cost = (h ** 2).mean()
            if not has_gradient:
                return cost
            return (cost.detach(),) + torch.autograd.grad(cost, weights)

        def results():
            cost, *gradients = common.arrays(call())
            back = [list(order).index(i) for i in range(4 * units)]
            return [cost] + [g[back].T for g in gradients]
        return common.Job(call, results)
    return build


for kind in ("fwd", "grad"):
    peer.case("lstm_%s_h128_b32_t100" % kind)(lambda kind=kind: lstm(kind == "grad"))


@peer.case("normal_1M")
def normals():
    return lambda: common.spread(lambda: torch.randn(1000000))


if __name__ == "__main__":
    peer.main()
