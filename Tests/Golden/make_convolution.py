"""Writes convolution.json: Theano's values for convolutions and pooling, with their gradients.

Run in the environment of make_theano.py; see README.md. The format is that of ops.json. A case of `conv2d` has as outputs the
result and the gradients of its sum, weighted by the last input, by images and filters; one of `pool2d` the result and the
gradient by the input. Values of convolutions are also compared here with scipy.signal.correlate, and gradients of pooling with
padding, for which Theano's Python and C code differ, are left out.
"""
import json
import os
import tempfile
import warnings
from pathlib import Path

compiled = tempfile.TemporaryDirectory()
os.environ["THEANO_FLAGS"] = "floatX=float64,mode=FAST_RUN,base_compiledir=" + compiled.name
warnings.simplefilter("ignore")

import numpy as np
import scipy.signal
import theano
import theano.tensor as T
from theano.tensor.nnet import conv2d
from theano.tensor.nnet.abstract_conv import get_conv_output_shape
from theano.tensor.signal.pool import pool_2d

assert theano.__version__ == "1.0.5"
rng = np.random.RandomState(20261123)
cases = []


def encode(array):
    array = np.asarray(array)
    return {"dtype": str(array.dtype), "shape": list(array.shape),
            "data": array.ravel().tolist()}


def case(op, inputs, outputs, **args):
    cases.append(
        {"op": op, "args": args, "inputs": [encode(x) for x in inputs],
         "outputs": [encode(x) for x in outputs]})


def draw(*shape):
    return rng.randint(-8, 9, shape) / 4.0


def by_scipy(x, w, padding, strides, flips, dilations, groups):
    """The convolution by its definition, an image, filter and channel at a time."""
    height, width = [(n - 1) * d + 1 for n, d in zip(w.shape[2:], dilations)]
    wide = np.zeros(w.shape[:2] + (height, width))
    wide[:, :, ::dilations[0], ::dilations[1]] = w[:, :, ::-1, ::-1] if flips else w
    x = np.pad(x, [(0, 0), (0, 0)] + padding, "constant")
    outputs, channels = len(w) // groups, w.shape[1]
    return np.array([
        [sum(scipy.signal.correlate(image[o // outputs * channels + c], wide[o, c], "valid")
             for c in range(channels))[::strides[0], ::strides[1]] for o in range(len(w))]
        for image in x])


def paddings(mode, w, dilations):
    extents = [(n - 1) * d + 1 for n, d in zip(w.shape[2:], dilations)]
    if mode in ("valid", "half", "full"):
        return [{"valid": (0, 0), "half": (n // 2, n // 2), "full": (n - 1, n - 1)}[mode] for n in extents]
    return [p if isinstance(p, tuple) else (p, p) for p in mode]


def convolve(x_shape, w_shape, mode="valid", subsample=(1, 1), flips=True, dilation=(1, 1), groups=1):
    x, w = draw(*x_shape), draw(*w_shape)
    shape = get_conv_output_shape(
        x_shape, (w_shape[0], x_shape[1]) + w_shape[2:], mode, subsample, dilation)
    dy = draw(*shape)
    xs, ws = T.dtensor4(), T.dtensor4()
    y = conv2d(xs, ws, border_mode=mode, subsample=subsample, filter_flip=flips,
               filter_dilation=dilation, num_groups=groups)
    gradients = T.grad((y * dy).sum(), [xs, ws])
    results = theano.function([xs, ws], [y] + gradients)(x, w)
    padding = paddings(mode, w, dilation)
    assert np.allclose(results[0], by_scipy(x, w, padding, subsample, flips, dilation, groups))
    name = mode if isinstance(mode, str) else [list(pair) for pair in padding]
    case("conv2d", [x, w, dy], results, mode=name, strides=list(subsample), flips=flips,
         dilations=list(dilation), groups=groups)


convolve((2, 3, 5, 4), (4, 3, 3, 2))
convolve((2, 3, 5, 4), (4, 3, 3, 2), flips=False)
convolve((2, 2, 4, 5), (3, 2, 2, 3), "full")
convolve((2, 2, 4, 5), (3, 2, 2, 3), "half")
convolve((1, 2, 4, 5), (2, 2, 3, 3), "half", flips=False)
convolve((2, 2, 4, 5), (3, 2, 2, 3), (1, 2))
convolve((2, 2, 4, 5), (3, 2, 3, 3), ((1, 0), (0, 2)), flips=False)
convolve((2, 2, 7, 6), (3, 2, 3, 2), "valid", (2, 3))
convolve((2, 2, 7, 6), (3, 2, 3, 2), "half", (3, 1))
convolve((1, 2, 7, 6), (3, 2, 3, 2), (2, 1), (2, 2), dilation=(2, 3))
convolve((2, 4, 5, 5), (6, 2, 3, 3), "half", groups=2)
convolve((1, 3, 4, 4), (3, 1, 2, 2), "valid", (2, 1), flips=False, groups=3)
convolve((2, 3, 3, 4), (2, 3, 1, 1))
convolve((1, 2, 2, 2), (1, 2, 2, 2))

MODES = {"max": "max", "sum": "sum", "averageIncludingPadding": "average_inc_pad",
         "averageExcludingPadding": "average_exc_pad"}


def pool(shape, ws, ignores, stride=None, pad=(0, 0), x=None):
    x = draw(*shape) if x is None else x
    for name, mode in MODES.items():
        xs = T.TensorType("float64", (False,) * x.ndim)()
        y = pool_2d(xs, ws, ignore_border=ignores, stride=stride, pad=pad, mode=mode)
        value = theano.function([xs], y)(x)
        inputs, outputs = [x], [value]
        if pad == (0, 0):
            dy = draw(*value.shape)
            inputs.append(dy)
            outputs.append(theano.function([xs], T.grad((y * dy).sum(), xs))(x))
        case("pool2d", inputs, outputs, mode=name, window=list(ws), ignores=ignores,
             strides=list(stride or ws), padding=list(pad))


for ignores in (True, False):
    pool((2, 1, 4, 6), (2, 3), ignores)
    pool((1, 2, 5, 7), (2, 3), ignores)
    pool((2, 6, 5), (3, 2), ignores, (2, 1))
    pool((2, 6, 7), (2, 2), ignores, (3, 2))
    pool((5, 4), (4, 4), ignores, (1, 1))
pool((1, 1, 5, 6), (3, 2), True, (2, 2), (1, 1))
pool((2, 4, 4), (3, 3), True, (1, 1), (2, 1))
# Ties: the gradient goes to all.
pool(None, (2, 2), True, x=np.array([[1.0, 1.0, 0.0, 2.0], [0.0, 1.0, 2.0, 2.0]]))

lines = ",\n".join(json.dumps(c, separators=(",", ":"), allow_nan=False) for c in cases)
Path(__file__).with_name("convolution.json").write_text('{"cases":[\n' + lines + "\n]}\n")
print(len(cases), "cases")
