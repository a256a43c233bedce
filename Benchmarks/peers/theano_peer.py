"""Real Theano 1.0.5 under CPython 3.7: graphs compiled to C, with the machine's OpenBLAS."""
import ctypes.util
import os

flags = ["floatX=float32"] + [f for f in [os.environ.get("THEANO_FLAGS")] if f]
if "blas.ldflags" not in ",".join(flags):
    library = ctypes.util.find_library("openblas")
    if library:
        flags.append("blas.ldflags=-l:" + library)
os.environ["THEANO_FLAGS"] = ",".join(flags)

import theano
import theano.tensor as T
import theano.tensor.signal.pool
from theano import function

import common
import graph_cases


def cache(folder):
    return {"THEANO_FLAGS": os.environ["THEANO_FLAGS"] + ",base_compiledir=" + folder}


def compile(inputs, outputs, **options):
    f = function(inputs, outputs, **options)
    f.trust_input = True
    return f


def scan(step, **arguments):
    return theano.scan(step, **arguments)[0]


peer = common.Peer("theano", graph_cases.first_result(theano, T), cache)
descend = graph_cases.add_cases(peer, theano, T, T.nnet.softmax, scan, compile, function)


@peer.case("lenet_step_b100")
def lenet():
    images, classes, weights = common.lenet()

    def block(x, kernels):
        # A convolution in Theano turns the kernels; the other peers do not.
        c = T.nnet.conv2d(x, kernels, filter_flip=False)
        return T.tanh(theano.tensor.signal.pool.pool_2d(c, (2, 2), ignore_border=True))

    def build():
        x, y = T.ftensor4("x"), T.ivector("y")
        parameters = [theano.shared(w.copy()) for w in weights]
        k1, k2, w1, w2 = parameters
        h = block(block(x, k1), k2).flatten(2)
        logits = T.dot(T.tanh(T.dot(h, w1)), w2)
        cost = -T.mean(T.log(T.nnet.softmax(logits))[T.arange(y.shape[0]), y])
        return descend([x, y], cost, parameters, weights, images, classes)
    return build


if __name__ == "__main__":
    peer.main()
