"""PyTensor: graphs compiled by Numba, its default."""
import os

os.environ["PYTENSOR_FLAGS"] = ",".join(
    ["floatX=float32"] + [f for f in [os.environ.get("PYTENSOR_FLAGS")] if f])

import pytensor
import pytensor.tensor as T
from pytensor import In, function

import common
import graph_cases


def cache(folder):
    return {"PYTENSOR_FLAGS": "floatX=float32,base_compiledir=" + folder,
            "NUMBA_CACHE_DIR": folder}


def compile(inputs, outputs, **options):
    f = function([In(i, borrow=True) for i in inputs], outputs, **options)
    f.trust_input = True
    return f


def scan(step, **arguments):
    return pytensor.scan(step, return_updates=False, **arguments)


peer = common.Peer("pytensor", graph_cases.first_result(pytensor, T), cache)
graph_cases.add_cases(
    peer, pytensor, T, lambda m: T.special.softmax(m, axis=1), scan, compile, function)


@peer.case("normal_1M")
def normals():
    def build():
        draw = function([], T.random.utils.RandomStream(seed=1).normal(size=(1000000,)))
        return common.spread(draw)
    return build


if __name__ == "__main__":
    peer.main()
