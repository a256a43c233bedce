"""Writes ops.json beside this file: what NumPy, SciPy and mpmath say every op must compute.

    {"cases": [{"op": "sum", "args": {"axis": 1, "keepdims": false},
                "inputs": [array], "outputs": [array]}]}

An array is {"dtype", "shape", "data"}, `data` flat in row-major order. Numbers that are not finite
are the strings "nan", "inf" and "-inf"; a complex number is [re, im]. A float is the shortest text
that gives it back *in its own dtype*: parse, then round to that dtype. The sign of a zero result
is NumPy's. A case may have a "tag": "special" (zeros, infinities, NaN, huge, tiny), "broadcast",
"empty", "wrap" (integer overflow), "ties".

Items of an "index": {"int"}, {"slice": [start, stop, step]}, "ellipsis", "newaxis", {"array"} and
{"mask"} (nested lists; "shape" is there when the array is empty).

Real and complex arithmetic runs in NumPy's extended precision and is rounded once, to the output's
dtype. SciPy has the special functions in float64 only and is off by many ulp near their zeros, so
mpmath computes them and SciPy confirms them.
"""
import itertools
import json
import warnings
from pathlib import Path

import mpmath
import numpy as np
from scipy import special

mpmath.mp.dps = 40

np.seterr(all="ignore")
warnings.simplefilter("ignore")  # the mean of nothing
random = np.random.RandomState(20240607)
cases = []
inf, nan = np.inf, np.nan


# --- writing -------------------------------------------------------------------------------------

def number(x):
    """One element as a JSON value."""
    if isinstance(x, np.bool_):
        return bool(x)
    if isinstance(x, np.integer):
        return int(x)
    if isinstance(x, np.complexfloating):
        return [number(x.real), number(x.imag)]
    if np.isnan(x):
        return "nan"
    if np.isinf(x):
        return "inf" if x > 0 else "-inf"
    shortest = float(np.format_float_scientific(x, unique=True))
    assert type(x)(shortest) == x
    return shortest


def encode(array):
    return {"dtype": str(array.dtype), "shape": list(array.shape),
        "data": [number(x) for x in array.ravel()]}


def case(op, inputs, outputs, tag=None, **args):
    outputs = outputs if isinstance(outputs, list) else [outputs]
    record = {"op": op, "args": args, "inputs": [encode(x) for x in inputs],
        "outputs": [encode(x) for x in outputs]}
    if tag:
        record["tag"] = tag
    assert all(x["dtype"] not in ("longdouble", "float128",
        "complex256") for x in record["inputs"] + record["outputs"])
    cases.append(record)


def extended(x):
    """Floats to extended precision; other dtypes unchanged."""
    x = np.asarray(x)
    return x.astype({"f": np.longdouble, "c": np.clongdouble}.get(x.dtype.kind, x.dtype))


def float64(x):
    return np.asarray(x, np.float64)


def array(values, dtype="float64"):
    return np.asarray(values, dtype)


def draw(shape, low=-2.0, high=2.0, dtype="float64", digits=3):
    """Random numbers of few digits (short to write); floats are never integers."""
    kind = np.dtype(dtype).kind
    if kind == "b":
        return random.randint(0, 2, shape).astype(bool)
    if kind in "iu":
        low = max(low, 0) if kind == "u" else low
        return random.randint(int(np.ceil(low)), int(np.floor(high)) + 1, shape).astype(dtype)
    if kind == "c":
        return (draw(shape, low, high) + 1j * draw(shape, low, high)).astype(dtype)
    values = random.uniform(low, high, shape).round(digits)
    return np.where(values == np.rint(values), np.clip(values + 0.5, low, high),
        values).astype(dtype)


SPECIAL = [0.0, -0.0, inf, -inf, nan]
HUGE = [1e300, -1e300, 1e-300, -1e-300, 5e-324]
HUGE32 = [1e38, -1e38, 1e-38, -1e-38, 1e-45]


# --- elementwise, one input ----------------------------------------------------------------------

def round_half_away(x):
    whole = np.trunc(x)
    return np.copysign(whole + np.where(np.abs(x - whole) >= 0.5, np.sign(x), 0), x)


def elu(x, alpha=1.0):
    return np.where(x > 0, x, np.longdouble(alpha) * np.expm1(x)) if x.dtype.kind == "f" else x


def confirmed(scipy_function, exact):
    """`exact` in float64, checked against SciPy's function; non-finite results are SciPy's."""
    def function(*inputs):
        def one(theirs, *numbers):
            if not np.isfinite(theirs) or not np.all(np.isfinite(numbers)):
                return theirs
            ours = float(exact(*map(mpmath.mpf, map(float, numbers))))
            assert abs(ours - theirs) <= 1e-13 + 1e-13 * abs(ours), (numbers, ours, theirs)
            return ours
        inputs = [float64(x) for x in inputs]
        return np.vectorize(one, otypes=[float])(scipy_function(*inputs), *inputs)
    return function


def sigmoid(x):
    small = np.exp(-np.abs(x))
    return np.where(x >= 0, 1 / (1 + small), small / (1 + small))


# name: (function, low, high) with float inputs drawn between low and high
UNARY = {
    "neg": (np.negative, -3, 3), "abs": (np.abs, -3, 3), "sign": (np.sign, -3, 3),
    "sqr": (np.square, -3, 3),
    "sqrt": (np.sqrt, 0, 9), "reciprocal": (lambda x: 1 / x, 0.2, 3), "exp": (np.exp, -5, 5),
    "exp2": (np.exp2, -5, 5),
    "expm1": (np.expm1, -2, 2), "log": (np.log, 0.01, 9), "log2": (np.log2, 0.01, 9),
    "log10": (np.log10, 0.01, 9),
    "log1p": (np.log1p, -0.9, 5), "ceil": (np.ceil, -4, 4), "floor": (np.floor, -4, 4),
    "trunc": (np.trunc, -4, 4),
    "round": (np.rint, -4, 4), "roundHalfAwayFromZero": (round_half_away, -4, 4),
    "sin": (np.sin, -9, 9), "cos": (np.cos, -9, 9), "tan": (np.tan, -9, 9),
    "arcsin": (np.arcsin, -1, 1), "arccos": (np.arccos, -1, 1), "arctan": (np.arctan, -5, 5),
    "sinh": (np.sinh, -4, 4), "cosh": (np.cosh, -4, 4), "tanh": (np.tanh, -4, 4),
    "arcsinh": (np.arcsinh, -5, 5), "arccosh": (np.arccosh, 1, 6), "arctanh": (np.arctanh, -1, 1),
    "deg2rad": (np.deg2rad, -400, 400), "rad2deg": (np.rad2deg, -7, 7),
    "sigmoid": (sigmoid, -9, 9), "softplus": (lambda x: np.logaddexp(x, 0), -9, 9),
    "relu": (lambda x: np.maximum(x, 0), -3, 3), "elu": (elu, -3, 3),
    "hardSigmoid": (lambda x: np.clip(x / 5 + 0.5, 0, 1), -4, 4),
    "softsign": (lambda x: x / (1 + np.abs(x)), -4, 4),
}
SPECIAL_FUNCTION = {
    "erf": (confirmed(special.erf, mpmath.erf), -3, 3),
    "erfc": (confirmed(special.erfc, lambda x: mpmath.erfc(max(min(x, 40), -40))), -3, 6),
    "erfcx": (confirmed(special.erfcx, lambda x: mpmath.exp(x * x) * mpmath.erfc(x)), -3, 30),
    "erfinv": (confirmed(special.erfinv, mpmath.erfinv), -1, 1),
    "erfcinv": (confirmed(special.erfcinv, lambda x: mpmath.erfinv(1 - x)), 0, 2),
    "gamma": (confirmed(special.gamma, mpmath.gamma), -3, 7),
    "gammaln": (confirmed(special.gammaln, lambda x: mpmath.log(abs(mpmath.gamma(x)))), -3, 30),
    "psi": (confirmed(special.psi, mpmath.digamma), -3, 9),
    "triGamma": (confirmed(lambda x: special.polygamma(1, x), lambda x: mpmath.psi(1, x)), 0.1, 9),
    "j0": (confirmed(special.j0, lambda x: mpmath.besselj(0, x)), -9, 20),
    "j1": (confirmed(special.j1, lambda x: mpmath.besselj(1, x)), -9, 20),
    "i0": (confirmed(special.i0, lambda x: mpmath.besseli(0, x)), -4, 6),
    "i1": (confirmed(special.i1, lambda x: mpmath.besseli(1, x)), -4, 6),
}
KEEPS_INTEGERS = {"neg", "abs", "sign", "sqr"}
FLOATS_ONLY = {"ceil", "floor", "trunc", "round", "roundHalfAwayFromZero", "reciprocal", "relu",
               "elu"}
# Instead of SPECIAL: more points, or fewer where the usual ones say nothing firm (softsign(inf) is
# nan as written, 1 in the limit) or where SciPy's convention is its own (poles).
SPECIAL_INPUTS = {
    "softsign": [0.0, -0.0, nan], "triGamma": [0.0, inf, nan], "psi": [inf, nan],
    "gamma": [0.0, inf, nan], "gammaln": [0.0, inf, nan],
    "j0": [0.0, -0.0, nan], "j1": [0.0, nan], "i0": [0.0, -0.0, nan], "i1": [0.0, nan],
    "erfinv": [0.0, 1.0, -1.0, 1.5, nan], "erfcinv": [0.0, 1.0, 2.0, 2.5, nan],
    "arcsin": SPECIAL + [1.0, -1.0, 1.5], "arccos": SPECIAL + [1.0, -1.0, 1.5],
    "arctanh": SPECIAL + [1.0, -1.0, 1.5],
    "arccosh": SPECIAL + [1.0, 0.5], "log": SPECIAL + [1.0, -1.0], "log1p": SPECIAL + [-1.0, -2.0],
    "sqrt": SPECIAL + [-1.0],
    "exp": SPECIAL + [709.7, 710.0, -745.0, -746.0], "expm1": SPECIAL + [1e-17, 710.0, -50.0],
    "tanh": SPECIAL + [20.0, 1e-9],
    "exp2": SPECIAL + [1023.5, 1024.0, -1074.0, -1080.0],
    "sigmoid": SPECIAL + [800.0, -800.0, -740.0, 40.0],
    "softplus": SPECIAL + [800.0, -800.0, -740.0, 40.0], "erfc": SPECIAL + [26.0, 27.5, -9.0],
    "round": SPECIAL + [0.5, 1.5, 2.5, -0.5, -1.5, 0.49999999999999994, 4503599627370495.5],
    "roundHalfAwayFromZero": SPECIAL + [0.5, 1.5, 2.5, -0.5, -1.5, 0.49999999999999994],
}
NO_HUGE = {"triGamma", "psi", "gamma", "gammaln", "erfinv", "erfcinv", "erfcx", "j0", "j1", "i0",
    "i1"}


def unary(name, function, values, tag=None):
    precise = name not in SPECIAL_FUNCTION
    integer = values.dtype.kind in "iu"
    if integer and name in KEEPS_INTEGERS:
        result = array(function(values), values.dtype)
    else:
        result = function(extended(float64(values)) if precise else float64(values))
        result = result.astype("float64" if integer else values.dtype)
    case(name, [values], result, tag)


for name, (function, low, high) in itertools.chain(UNARY.items(), SPECIAL_FUNCTION.items()):
    for dtype in ["float64", "float32"]:
        unary(name, function, draw((2, 3), low, high, dtype))
        unary(name, function, array(SPECIAL_INPUTS.get(name, SPECIAL), dtype), "special")
        if name not in NO_HUGE:
            unary(name, function, array(HUGE if dtype == "float64" else HUGE32, dtype), "special")
    if name not in FLOATS_ONLY:
        least = max(low, 1) if name in ("gamma", "gammaln", "psi") else low  # no poles
        unary(name, function, draw((4,), least, high, "int32"))
    if name in KEEPS_INTEGERS:
        unary(name, function, draw((4,), low, high, "int8"))
        unary(name, function, array([2 ** 31, -(2 ** 31), 7], "int64"))
for dtype in ["float64", "float32"]:
    x = draw((2, 3), -3, 3, dtype)
    case("relu", [x], np.where(x > 0, extended(x), extended(x) / 4).astype(dtype), alpha=0.25)
    case("elu", [x], elu(extended(x), 0.5).astype(dtype), alpha=0.5)
    halves = array([-2.5, -1.5, -0.5, 0.5, 1.5, 2.5], dtype)
    case("round", [halves], np.rint(halves), "ties")
    case("roundHalfAwayFromZero", [halves], round_half_away(halves), "ties")
for name in ["exp", "log", "sqrt", "sin", "cos", "tanh", "sqr", "neg", "reciprocal"]:
    for dtype in ["complex128", "complex64"]:
        z = draw((3,), -2, 2, dtype)
        case(name, [z], UNARY[name][0](extended(z)).astype(dtype))
for dtype, real in [("complex128", "float64"), ("complex64", "float32")]:
    z = draw((3,), -2, 2, dtype)
    case("abs", [z], np.abs(extended(z)).astype(real))
    case("real", [z], z.real)
    case("imag", [z], z.imag)
    case("conj", [z], z.conj())
case("neg", [array([-128, 127, 5], "int8")], -array([-128, 127, 5], "int8"), "wrap")
case("sqr", [array([16, 100, 3], "uint8")], np.square(array([16, 100, 3], "uint8")), "wrap")
for name, function in [("isnan", np.isnan), ("isinf", np.isinf)]:
    for dtype in ["float64", "float32"]:
        x = array(SPECIAL + [1.5], dtype)
        case(name, [x], function(x))
    case(name, [array([0, 1, -5], "int32")], array([False, False, False], bool))


# --- elementwise, two inputs ---------------------------------------------------------------------

def binary(name, function, x, y, tag=None, dtype=None):
    result = function(extended(x), extended(y))
    case(name, [x, y],
        result.astype(dtype or (np.result_type(x,
            y) if result.dtype.kind in "fc" else result.dtype)), tag)


ARITHMETIC = {"add": np.add, "sub": np.subtract, "mul": np.multiply}
SPECIAL_PAIRS = [np.array(v) for v in zip(*itertools.product([0.0, -0.0, 1.0, -2.5, inf, -inf, nan],
    [0.0, 2.0, -3.0, inf, -inf, nan]))]
for name, function in ARITHMETIC.items():
    for dtype in ["float64", "float32", "int8", "int32", "int64", "uint8", "complex128",
            "complex64"]:
        shape = (3,) if dtype.startswith("complex") else (2, 3)
        x, y = draw(shape, -5, 5, dtype), draw(shape, -5, 5, dtype)
        if name == "sub" and dtype == "uint8":
            x = x + array(5, "uint8")
        binary(name, function, x, y)
    for left, right in [((2, 3), (3,)), ((2, 3), ()), ((2, 1), (1, 3)), ((2, 3), (1, 3)),
            ((3,), (2, 2, 3)), ((0, 3), (1, 3))]:
        binary(name, function, draw(left), draw(right), "empty" if 0 in left else "broadcast")
    for left, right in [("float64", "float32"), ("int64", "int8"), ("int16", "int8"),
            ("int32", "float64"), ("uint32", "uint8"),
            ("complex128", "float64"), ("bool", "int32"), ("bool", "float32")]:
        binary(name, function, draw((3,), -5, 5, left), draw((3,), -5, 5, right))
    binary(name, function, *SPECIAL_PAIRS, "special")
for name in ["add", "mul"]:
    binary(name, ARITHMETIC[name], array([False, False, True, True], bool),
        array([False, True, False, True], bool))
for name, x, y in [("add", [120, -120, 1], [10, -10, 1]), ("sub", [120, -120, 1], [-10, 10, 1]),
        ("mul", [50, -50, 3], [3, 4, 3])]:
    binary(name, ARITHMETIC[name], array(x, "int8"), array(y, "int8"), "wrap")
binary("sub", np.subtract, array([0, 3, 200], "uint8"), array([1, 5, 100], "uint8"), "wrap")
binary("add", np.add, array([2 ** 63 + 5, 1], "uint64"), array([7, 2 ** 53 + 1], "uint64"))
binary("add", np.add, array([2 ** 62, -(2 ** 53) - 1], "int64"), array([12345, 0], "int64"))

for dtype in ["float64", "float32", "complex128"]:
    binary("trueDiv", np.divide, draw((2, 3), -5, 5, dtype), draw((2, 3), 0.5, 4, dtype))
binary("trueDiv", np.divide, draw((2, 3)), draw((3,), 1, 3), "broadcast")
binary("trueDiv", np.divide, *SPECIAL_PAIRS, "special")
for dtype in ["int32", "int64"]:
    x, y = array([7, -7, 7, -7, 0, 6], dtype), array([2, 2, -2, -2, 5, 3], dtype)
    case("trueDiv", [x, y], x / y)
for name, function in [("intDiv", np.floor_divide), ("mod", np.mod)]:
    for dtype in ["float64", "float32", "int8", "int32", "int64"]:
        binary(name, function, array([7, -7, 7, -7, 0, 5], dtype),
            array([2, 2, -2, -2, 5, 3], dtype))
    for dtype in ["float64", "float32"]:
        binary(name, function, draw((2, 3), -9, 9, dtype),
            array([0.7, -0.7, 2.3, -2.3, 1.1, 3.3], dtype).reshape(2, 3))
    binary(name, function, array([7, 200, 255], "uint8"), array([2, 7, 16], "uint8"))
    binary(name, function, draw((2, 3), -9, 9), array(1.75), "broadcast")
binary("intDiv", np.floor_divide, array([1.5, -1.5, 0.0, nan, 1.5]),
    array([0.0, 0.0, 0.0, 2.0, nan]), "special")
binary("mod", np.mod, array([1.5, inf, nan, 1.5, 1.5]), array([0.0, 2.0, 2.0, nan, inf]), "special")
for dtype in ["float64", "float32"]:
    binary("pow", np.power, draw((2, 3), 0.1, 4, dtype), draw((2, 3), -3, 3, dtype))
    binary("pow", np.power, array([-2.0, -1.5, 3.0, -0.5, 0.0, 2.0], dtype),
        array([3.0, 2.0, -2.0, -3.0, 0.0, 0.5], dtype))
for dtype in ["int32", "int64", "uint8"]:
    binary("pow", np.power, array([2, 3, 5, 0, 1, 10], dtype), array([7, 4, 3, 0, 9, 2], dtype))
binary("pow", np.power, draw((2, 3), 0.5, 2), array(2.0), "broadcast")
binary("pow", np.power, *SPECIAL_PAIRS, "special")
binary("pow", np.power, array([-8.0, 2.0, 2.0, 0.5, 10.0, -0.0, -0.0]),
    array([1 / 3, 1024.0, -1080.0, 2000.0, 308.5, -1.0, 3.0]), "special")
for name, function in [("maximum", np.maximum), ("minimum", np.minimum)]:
    for dtype in ["float64", "float32", "int32", "uint8", "int64"]:
        binary(name, function, draw((2, 3), -5, 5, dtype), draw((2, 3), -5, 5, dtype))
    binary(name, function, draw((2, 3)), draw((3,)), "broadcast")
    for dtype in ["float64", "float32"]:
        binary(name, function, array([nan, 1, nan, inf, -inf, inf], dtype),
            array([1, nan, nan, -inf, 2, inf], dtype), "special")
for name, function in [("arctan2", np.arctan2), ("logaddexp", np.logaddexp)]:
    for dtype in ["float64", "float32"]:
        binary(name, function, draw((2, 3), -5, 5, dtype), draw((2, 3), -5, 5, dtype))
    binary(name, function, draw((2, 3)), draw((3,)), "broadcast")
binary("arctan2", np.arctan2,
    array([0.0, -0.0, 0.0, -0.0, 1.0, -1.0, inf, -inf, inf, -inf, nan, 1.0]),
       array([1.0, 1.0, -1.0, -1.0, 0.0, -0.0, inf, inf, -inf, -inf, 1.0, nan]), "special")
binary("logaddexp", np.logaddexp, array([1e4, -1e4, 800.0, -inf, inf, -inf, inf, nan, 1e300]),
       array([1e4, -1e4, -800.0, 1.0, 1.0, -inf, inf, 1.0, -1e300]), "special")
for name, function, (low, high), (low2, high2) in [
        ("gammainc", confirmed(special.gammainc, lambda k,
        x: mpmath.gammainc(k, 0, x, regularized=True)), (0.2, 6), (0, 9)),
        ("gammaincc", confirmed(special.gammaincc, lambda k,
        x: mpmath.gammainc(k, x, regularized=True)), (0.2, 6), (0, 9)),
        ("jv", confirmed(special.jv, mpmath.besselj), (0, 4), (0, 9)),
        ("iv", confirmed(special.iv, mpmath.besseli), (0, 4), (0, 6)),
        ("chi2sf", confirmed(lambda x, k: special.chdtrc(k, x), lambda x,
        k: mpmath.gammainc(k / 2, x / 2, regularized=True)), (0, 9), (1, 7))]:
    for dtype in ["float64"] if name == "chi2sf" else ["float64", "float32"]:
        x, y = draw((2, 3), low, high, dtype), draw((2, 3), low2, high2, dtype)
        case(name, [x, y], function(x, y).astype(dtype))
    x, y = array([1.0, 2.0, 3.0, 5.0]), array([0.0, 2.0, 4.5, 8.0])
    x, y = (x, y) if name != "chi2sf" else (y, x)
    case(name, [x, y], function(x, y))

for dtype in ["float64", "float32", "int32"]:
    x = draw((2, 3), -3, 3, dtype)
    low, high = array(-1, dtype), array(2, dtype)
    case("clip", [x, low, high], np.clip(x, low, high))
x, low, high = draw((2, 3)), draw((3,), -1, 0), draw((3,), 0, 1)
case("clip", [x, low, high], np.clip(x, low, high), "broadcast")
case("clip", [array([nan, inf, -inf, 0.5]), array(-1.0), array(1.0)], array([nan, 1.0, -1.0, 0.5]),
    "special")

for name, function in {"lt": np.less, "gt": np.greater, "le": np.less_equal, "ge": np.greater_equal,
        "eq": np.equal,
        "neq": np.not_equal}.items():
    for dtype in ["float64", "float32", "int32", "uint8", "int64"]:
        binary(name, function, draw((2, 3), -2, 2, dtype),
            array([[1, -1, 0], [0, 1, 2]], "int8").astype(dtype))
    binary(name, function, array([False, False, True, True], bool),
        array([False, True, False, True], bool))
    binary(name, function, draw((2, 3)), draw((2, 1)), "broadcast")
    binary(name, function, array([nan, nan, 1.0, inf, inf, 0.0]),
        array([nan, 1.0, nan, inf, -inf, -0.0]), "special")
for name, function in {"and": np.bitwise_and, "or": np.bitwise_or, "xor": np.bitwise_xor}.items():
    binary(name, function, array([False, False, True, True], bool),
        array([False, True, False, True], bool))
    for dtype in ["int8", "int32", "int64", "uint8", "uint64"]:
        binary(name, function, draw((4,), -100, 100, dtype), draw((4,), -100, 100, dtype))
case("invert", [array([False, True], bool)], array([True, False], bool))
for dtype in ["int8", "int32", "int64", "uint8", "uint64"]:
    x = draw((4,), -100, 100, dtype)
    case("invert", [x], ~x)

for dtype in ["float64", "float32", "int32", "bool"]:
    condition, x, y = draw((2, 3), dtype="bool"), draw((2, 3), -5, 5, dtype), draw((2, 3), -5, 5,
        dtype)
    case("switch", [condition, x, y], np.where(condition, x, y))
condition, x, y = array([True, False, True], bool), draw((2, 3)), draw(())
case("switch", [condition, x, y], np.where(condition, x, y), "broadcast")
case("switch", [array([0, 1, -2], "int32"), array([1.5, 2.5, 3.5]), array([4.5, 5.5, 6.5])],
    array([4.5, 2.5, 3.5]))
case("switch", [array([True, False, True], bool), array([1.0, nan, inf]), array([nan, 2.0, nan])],
    array([1.0, 2.0, inf]), "special")


# --- cast ----------------------------------------------------------------------------------------

DTYPES = ["bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64",
    "float16", "float32", "float64",
          "complex64", "complex128"]
for source, target in itertools.product(DTYPES, DTYPES):
    a, b = np.dtype(source).kind, np.dtype(target).kind
    if a == "c" and b != "c":
        continue  # ambiguous: real, imag, abs or angle?
    values = {"b": [False, True], "u": [0, 1, 100], "i": [0, 1, -100], "f": [0, 2.75, -1.75],
        "c": [0.5 - 1.5j, -2]}[a]
    values = [abs(v) for v in values] if b == "u" else values
    x = array(values, source)
    case("cast", [x], x.astype(target), dtype=target)
for source, target, values in [("float64", "float32", [0.1, 1e300, -1e-50, nan, inf]),
        ("float64", "bool", [0.0, -0.0, nan, 0.5]),
        ("float32", "float64", [0.1, 3.4e38, inf]),
        ("int64", "float64", [2 ** 53 + 1, -(2 ** 62) - 1]),
        ("float64", "float16", [0.1, 65504.0, 70000.0, 1e-8])]:
    x = array(values, source)
    case("cast", [x], x.astype(target), "special", dtype=target)
for source, target, values in [("int32", "int8", [300, -129, 128]),
        ("int64", "uint8", [-1, 256, 511]), ("uint8", "int8", [200, 127])]:
    x = array(values, source)
    case("cast", [x], x.astype(target), "wrap", dtype=target)


# --- reductions ----------------------------------------------------------------------------------

def wide(x):
    """The dtype that sums and products of `x` have."""
    return {"b": "int64", "i": "int64", "u": "uint64"}.get(x.dtype.kind, x.dtype)


def mean_type(x):
    return x.dtype if x.dtype.kind in "fc" else np.dtype("float64")


def real(x):
    """For the ops that leave the integers: extended precision for every dtype."""
    return extended(x if x.dtype.kind in "fc" else float64(x))


def arg(function, x, axis, keepdims):
    """The index counts over the reduced axes together, row-major, when there are several."""
    if isinstance(axis, list):
        rest = [d for d in range(x.ndim) if d not in axis]
        result = function(x.transpose(rest + axis).reshape([x.shape[d] for d in rest] + [-1]),
            axis=-1)
        return np.expand_dims(result, tuple(axis)) if keepdims else result
    return array(function(x, axis=axis, keepdims=keepdims), "int64")


def norm(x, axis, keepdims, ord):
    return np.sum(np.abs(x) ** ord, axis=axis, keepdims=keepdims) ** (np.longdouble(1) / ord)


def logsumexp(x, axis, keepdims):
    top = np.max(x, axis=axis, keepdims=True)
    top = np.where(np.isfinite(top), top, 0)
    result = np.log(np.sum(np.exp(x - top), axis=axis, keepdims=True)) + top
    return result if keepdims else np.squeeze(result,
        axis=tuple(range(x.ndim)) if axis is None else axis)


def tupled(axis):
    return tuple(axis) if isinstance(axis, list) else axis


REDUCTIONS = {
    "sum": lambda x, a, k: np.sum(extended(x), axis=a, keepdims=k).astype(wide(x)),
    "prod": lambda x, a, k: np.prod(extended(x), axis=a, keepdims=k).astype(wide(x)),
    "mean": lambda x, a, k: np.mean(real(x), axis=a, keepdims=k).astype(mean_type(x)),
    "var": lambda x, a, k, ddof=0: np.var(real(x), axis=a, keepdims=k,
        ddof=ddof).astype(mean_type(x)),
    "std": lambda x, a, k, ddof=0: np.std(real(x), axis=a, keepdims=k,
        ddof=ddof).astype(mean_type(x)),
    "max": lambda x, a, k: np.max(x, axis=a, keepdims=k),
    "min": lambda x, a, k: np.min(x, axis=a, keepdims=k),
    "ptp": lambda x, a, k: np.subtract(np.max(extended(x), axis=a, keepdims=k),
        np.min(extended(x), axis=a, keepdims=k)).astype(x.dtype),
    "any": lambda x, a, k: np.any(x, axis=a, keepdims=k),
    "all": lambda x, a, k: np.all(x, axis=a, keepdims=k),
    "norm": lambda x, a, k, ord=2: norm(real(x), a, k, ord).astype(mean_type(x)),
    "logsumexp": lambda x, a, k: logsumexp(real(x), a, k).astype(mean_type(x)),
}


def reduce(op, x, axis, keepdims, tag=None, **args):
    result = REDUCTIONS[op](x, tupled(axis), keepdims, **args)
    case(op, [x], result, tag, axis=axis, keepdims=keepdims, **args)


AXES = [None, 0, 1, -1, [0, 1]]
for op in REDUCTIONS:
    for axis, keepdims in itertools.product(AXES, [False, True]):
        x = draw((2, 3, 2), -2, 2, "bool" if op in ("any", "all") else "float64", digits=2)
        reduce(op, x, axis, keepdims)
    reduce(op, draw((2, 3, 2), digits=2), [0, 2], False)
    for dtype in ["float32", "int32", "uint8", "int8"]:
        if op in ("norm", "logsumexp", "ptp") and dtype != "float32":
            continue
        if op in ("any", "all"):
            reduce(op, array([[0, 1, 2], [0, 0, 0]], dtype), 1, False)
        else:
            reduce(op, draw((2, 3), -4, 4, dtype), 1, False)
            reduce(op, draw((5,), -4, 4, dtype), None, False)
    reduce(op, draw((), dtype="bool" if op in ("any", "all") else "float64"), None, False)
for op in ["sum", "prod", "mean"]:
    for dtype in ["bool", "int64", "uint64", "float16", "complex128"]:
        if (op, dtype) in [("mean", "bool"), ("prod", "bool"), ("mean", "uint64"),
            ("mean", "float16"), ("prod", "float16")]:
            continue
        reduce(op, draw((2, 3), -4, 4, dtype), 0, False)
for op in ["var", "std"]:
    for axis, ddof in [(None, 1), (0, 1), (1, 1), (1, 2)]:
        reduce(op, draw((2, 3)) if axis != 0 else draw((3, 2)), axis, False, **({"ddof": ddof}))
for axis, ord in itertools.product([None, 1, 0], [1, 3]):
    reduce("norm", draw((2, 3)), axis, False, ord=ord)
for op in ["sum", "prod", "mean", "any", "all", "logsumexp"]:
    for shape, axis in [((0,), None), ((0, 3), 0), ((2, 0), 0), ((2, 0), 1)]:
        if op == "logsumexp" and axis != 0 or op == "logsumexp" and shape == (0, 3):
            continue
        reduce(op, np.zeros(shape, bool if op in ("any", "all") else float), axis, False, "empty")
for op in ["max", "min"]:
    reduce(op, np.zeros((2, 0)), 0, False, "empty")
for op in ["sum", "prod", "mean", "max", "min"]:
    reduce(op, array([[1.0, nan, 2.0], [inf, 1.0, -2.0], [inf, -inf, 1.0], [0.0, inf, 3.0]]), 1,
        False, "special")
reduce("logsumexp",
    array([[1e4, 1e4], [-1e4, -1e4 + 1], [-inf, -inf], [inf, 1.0], [-inf, 2.0], [nan, 1.0]]), 1,
    False, "special")
reduce("var", array([1e8 + 1, 1e8 + 2, 1e8 + 3]), None, False, "special")
reduce("max", array([3, 2 ** 63 + 1], "uint64"), None, False)
reduce("min", array([2 ** 53 + 1, 2 ** 53 + 3], "int64"), None, False)
for op in ["any", "all"]:
    reduce(op, array([[0.0, -0.0, 0.0], [nan, 0.0, 1.5]]), 1, False, "special")

for op, function in [("argmax", np.argmax), ("argmin", np.argmin)]:
    for axis, keepdims in itertools.product(AXES, [False, True]):
        x = draw((2, 3, 2), digits=2)
        case(op, [x], arg(function, x, axis, keepdims), axis=axis, keepdims=keepdims)
    for dtype in ["float32", "int32", "uint8"]:
        x = draw((2, 3), -9, 9, dtype)
        case(op, [x], arg(function, x, 1, False), axis=1, keepdims=False)
    x = array([[2.0, 5.0, 5.0, 1.0, 1.0], [3.0, 3.0, 3.0, 3.0, 3.0]])
    case(op, [x], arg(function, x, 1, False), "ties", axis=1, keepdims=False)
    x = array([[1.0, nan, 3.0, nan], [inf, 1.0, -inf, 2.0]])
    case(op, [x], arg(function, x, 1, False), "special", axis=1, keepdims=False)
for op, function in [("cumsum", np.cumsum), ("cumprod", np.cumprod)]:
    for dtype, axis in itertools.product(["float64", "float32", "int64"], [None, 0, 1]):
        x = draw((2, 3), -4, 4, dtype)
        case(op, [x], function(extended(x), axis=axis).astype(dtype), axis=axis)
    x = draw((2, 3, 2))
    case(op, [x], function(extended(x), axis=-1).astype("float64"), axis=-1)
    case(op, [np.zeros((0,))], np.zeros((0,)), "empty", axis=0)
for axis, dtype in itertools.product([None, 0, 1, -1], ["float64", "int32"]):
    x = draw((3, 4), -50, 50, dtype)
    case("sort", [x], np.sort(x, axis=axis), axis=axis)
    x = random.permutation(12).reshape(3, 4).astype(dtype)
    case("argsort", [x], np.argsort(x, axis=axis), axis=axis)
x = array([3, 1, 2, 3, 1, 2, 3], "float32")
case("sort", [x], np.sort(x), "ties", axis=-1)
case("argsort", [x], np.argsort(x, kind="stable"), "ties", axis=-1)
x = array([nan, 2.0, -inf, inf, nan, -1.0])
case("sort", [x], np.sort(x), "special", axis=-1)
case("argsort", [x], np.argsort(x, kind="stable"), "special", axis=-1)
case("sort", [np.zeros((0,))], np.zeros((0,)), "empty", axis=-1)


# --- shape and layout ----------------------------------------------------------------------------

def dimshuffle(x, pattern):
    kept = [d for d in pattern if d != "x"]
    dropped = tuple(d for d in range(x.ndim) if d not in kept)
    moved = x.transpose(kept + list(dropped)).reshape([x.shape[d] for d in kept])
    return moved[tuple(None if d == "x" else slice(None) for d in pattern)]


x, m, v = draw((2, 3, 2)), draw((2, 3)), draw((4,))
for shape in [[6, 2], [12], [-1], [3, -1], [2, 2, 3], [1, 12, 1]]:
    case("reshape", [x], x.reshape(shape), shape=shape)
s = draw(())
case("reshape", [s], s.reshape(1, 1), shape=[1, 1])
case("reshape", [s.reshape(1)], s, shape=[])
case("reshape", [np.zeros((0, 3))], np.zeros((3, 0)), "empty", shape=[3, 0])
case("reshape", [array([[1, 2], [3, 4]], "int32")], array([1, 2, 3, 4], "int32"), shape=[4])
for ndim in [1, 2, 3]:
    case("flatten", [x], x.reshape(x.shape[:ndim - 1] + (-1,)), ndim=ndim)
case("flatten", [s], s.reshape(1), ndim=1)
for source, pattern in [(m, [1, 0]), (m, ["x", 0, 1]), (m, [0, "x", 1]), (m, [1, "x", 0, "x"]),
        (v, ["x", 0]), (v, [0, "x"]), (s, ["x", "x"]),
        (x, [2, 0, 1]), (draw((2, 1, 3)), [2, 0]), (draw((1, 1)), []),
        (draw((1, 3)), [1, "x"])]:
    case("dimshuffle", [source], dimshuffle(source, pattern), pattern=pattern)
for source, axes in [(m, None), (x, None), (x, [1, 0, 2]), (x, [2, 0, 1]), (v, None), (m, [1, 0])]:
    case("transpose", [source], source.transpose(axes), axes=axes)
for axis1, axis2 in [(0, 1), (0, 2), (-1, 0), (1, 1)]:
    case("swapaxes", [x], x.swapaxes(axis1, axis2), axis1=axis1, axis2=axis2)
for shape, axis in [((1, 3, 1), None), ((1, 3, 1), 0), ((1, 3, 1), -1), ((1, 3, 1), [0, 2]),
        ((1, 1), None), ((2, 3), None)]:
    x1 = draw(shape)
    case("squeeze", [x1], x1.squeeze(tupled(axis)), axis=axis)
for axis in [0, 1, 2, -1, -2]:
    case("expandDims", [m], np.expand_dims(m, axis), axis=axis)
for source, shape in [(draw((3,)), [2, 3]), (draw((2, 1)), [2, 3]), (s, [2, 2]),
        (draw((1, 3)), [4, 3]), (draw((2, 1, 3)), [2, 2, 3]), (s, [])]:
    case("broadcastTo", [source], np.broadcast_to(source, shape), shape=shape)
for parts, axis in [([(2, 3), (1, 3)], 0), ([(2, 2), (2, 1), (2, 3)], 1), ([(2,), (3,), (0,)], 0),
        ([(1, 2, 2), (1, 2, 1)], -1)]:
    parts = [draw(shape) for shape in parts]
    case("concatenate", parts, np.concatenate(parts, axis), axis=axis)
parts = [array([1, 2], "int32"), array([0.5, 1.5], "float64")]
case("concatenate", parts, np.concatenate(parts), axis=0)
for shape, axis in [((), 0), ((3,), 0), ((3,), 1), ((3,), -1), ((2, 2), 1)]:
    parts = [draw(shape) for _ in range(3)]
    case("stack", parts, np.stack(parts, axis), axis=axis)
for shape, sizes, axis in [((6,), [1, 2, 3], 0), ((2, 4), [1, 3], 1), ((4, 2), [2, 0, 2], 0),
        ((2, 4), [2, 2], -1)]:
    x1 = draw(shape)
    case("split", [x1], np.split(x1, np.cumsum(sizes)[:-1], axis), sizes=sizes, axis=axis)
for source, reps in [(draw((2,)), [3]), (draw((2, 2)), [1, 2]), (draw((2, 2)), [2]),
        (draw((2,)), [2, 2]), (draw((1, 2)), [2, 1, 2]), (s, [3]), (draw((2,)), [0])]:
    case("tile", [source], np.tile(source, reps), reps=reps)
for source, repeats, axis in [(draw((3,)), 2, 0), (draw((2, 2)), 2, None), (draw((2, 2)), 2, 0),
        (draw((2, 2)), 3, 1), (draw((3,)), [1, 0, 2], 0),
        (draw((2, 3)), [2, 0, 1], 1), (draw((2, 2)), [1, 2, 0, 1], None),
        (draw((2,)), 0, 0)]:
    case("repeat", [source], np.repeat(source, repeats, axis), repeats=repeats, axis=axis)
for n, columns, k, dtype in [(3, None, 0, "float64"), (2, 4, 1, "float32"), (4, 2, -1, "int32"),
        (3, 3, 5, "float64"), (0, 3, 0, "float64"), (2, 3, 0, "bool")]:
    case("eye", [], np.eye(n, columns, k, dtype), n=n, m=columns, k=k, dtype=dtype)
    case("tri", [], np.tri(n, columns, k, dtype), n=n, m=columns, k=k, dtype=dtype)
for start, stop, step, dtype in [(0, 5, 1, "int64"), (2, 10, 3, "int64"), (5, 0, -2, "int64"),
        (3, 3, 1, "int64"), (5, 0, 1, "int64"), (0, 4, 1, "int32"),
        (0.0, 1.0, 0.25, "float64"), (1.0, -1.0, -0.5, "float32"),
        (0.5, 4.0, 1.0, "float64")]:
    case("arange", [], np.arange(start, stop, step, dtype), start=start, stop=stop, step=step,
        dtype=dtype)
for k in [0, 1, -1, 5]:
    source = draw((3, 4))
    case("tril", [source], np.tril(source, k), k=k)
    case("triu", [source], np.triu(source, k), k=k)
for k in [0, 1, -1]:
    source = draw((3,))
    case("diag", [source], np.diag(source, k), k=k)
    source = draw((3, 4))
    case("diag", [source], np.diag(source, k), k=k)
for source, offset, axis1, axis2 in [(m, 0, 0, 1), (m, 1, 0, 1), (m, -1, 0, 1), (x, 0, 0, 1),
        (x, 1, 1, 2), (x, 0, 0, 2), (m, 0, 1, 0)]:
    case("diagonal", [source], source.diagonal(offset, axis1, axis2), offset=offset, axis1=axis1,
        axis2=axis2)
for source, shift, axis in [(v, 1, None), (v, -1, None), (v, 7, 0), (m, 1, 0), (m, -1, 1),
        (m, 2, None), (m, 0, 1), (x, 1, -1)]:
    case("roll", [source], np.roll(source, shift, axis), shift=shift, axis=axis)


# --- products ------------------------------------------------------------------------------------

def product(op, function, x, y, tag=None, **args):
    case(op, [x, y], array(function(extended(x), extended(y)), np.result_type(x, y)), tag, **args)


LEFT = {0: (), 1: (2,), 2: (3, 2), 3: (2, 3, 2)}
RIGHT = {0: (), 1: (2,), 2: (2, 3), 3: (2, 2, 3)}
for a, b in itertools.product(range(4), range(4)):
    product("dot", np.dot, draw(LEFT[a], digits=2), draw(RIGHT[b], digits=2))
for dtype in ["float32", "int32", "int64", "complex128"]:
    product("dot", np.dot, draw((2, 3), -3, 3, dtype), draw((3, 2), -3, 3, dtype))
    product("dot", np.dot, draw((3,), -3, 3, dtype), draw((3,), -3, 3, dtype))
product("dot", np.dot, draw((2, 3), dtype="float32"), draw((3,), dtype="float64"))
for left, right in [((2, 0), (0, 3)), ((0, 2), (2, 3)), ((0,), (0,)), ((2, 0), (0,))]:
    product("dot", np.dot, draw(left), draw(right), "empty")
product("dot", np.dot, array([[1.0, inf], [nan, 0.0], [0.0, 2.0]]), array([[0.0, 1.0], [1.0, 0.0]]),
    "special")
for left, right, axes in [((2, 3), (3, 2), 1), ((2, 3), (2, 3), 2), ((2,), (3,), 0),
        ((2, 3, 2), (3, 2, 2), 2), ((2, 3), (3, 2), [[1], [0]]),
        ((2, 3, 2), (2, 3), [[0, 1], [0, 1]]),
        ((2, 3, 2), (3, 2), [[1, 0], [0, 1]]), ((2, 3), (2, 3), [[0], [0]]),
        ((2, 3), (3, 2), [[-1], [-2]])]:
    product("tensordot", lambda x, y: np.tensordot(x, y, axes), draw(left, digits=2),
        draw(right, digits=2), axes=axes)
for left, right in [((2,), (3,)), ((1,), (4,)), ((2, 2), (3,)), ((), (2,)), ((0,), (2,))]:
    product("outer", np.outer, draw(left), draw(right), "empty" if 0 in left else None)
product("outer", np.outer, draw((2,), dtype="float32"), draw((2,), dtype="float32"))
for left, right, subscripts in [((2, 2, 3), (2, 3, 2), "bij,bjk->bik"),
        ((2, 3), (2, 3, 2), "bj,bjk->bk"), ((2, 2, 3), (2, 3), "bij,bj->bi"),
        ((3, 2), (3, 2), "bj,bj->b"),
        ((1, 2, 2), (1, 2, 2), "bij,bjk->bik"),
        ((0, 2, 2), (0, 2, 2), "bij,bjk->bik")]:
    product("batchedDot", lambda x, y: np.einsum(subscripts, x, y), draw(left, digits=2),
        draw(right, digits=2), "empty" if left[0] == 0 else None)
product("batchedDot", lambda x, y: np.einsum("bij,bjk->bik", x, y),
    draw((2, 1, 3), dtype="float32"), draw((2, 3, 1), dtype="float32"))


# --- indexing ------------------------------------------------------------------------------------

def index(*items):
    """NumPy's index, and the same as JSON."""
    numpy_items, json_items = [], []
    for item in items:
        if item is Ellipsis:
            json_items.append("ellipsis")
        elif item is None:
            json_items.append("newaxis")
        elif isinstance(item, slice):
            json_items.append({"slice": [item.start, item.stop, item.step]})
        elif isinstance(item, int):
            json_items.append({"int": item})
        else:
            item = np.asarray(item)
            item = item if item.dtype == bool else item.astype("int64")
            json_items.append({"mask" if item.dtype == bool else "array": item.tolist(),
                **({} if item.size else {"shape": list(item.shape)})})
        numpy_items.append(item)
    return tuple(numpy_items), json_items


_ = slice(None)
T, F = True, False
V, M, X3 = np.arange(7.0) + 0.5, np.arange(12.0).reshape(3, 4) + 0.5, np.arange(12.0).reshape(2, 3,
    2) + 0.5
READS = [
    (V, [0]), (V, [-1]), (V, [slice(1, 3)]), (V, [slice(None, None, -1)]), (V, [slice(5, 1, -2)]),
    (V, [slice(-3, None)]), (V, [slice(None, -2)]),
    (V, [slice(2, 100)]), (V, [slice(100, 200)]), (V, [slice(4, 2)]), (V, [slice(-100, 3)]),
    (V, [slice(None, None, 3)]), (V, [slice(-1, None, -3)]),
    (V, [slice(1, None, 2)]), (V, [slice(-2, -6, -1)]), (V, [...]), (V, [None, _]), (V, [_, None]),
    (M, [1]), (M, [-1, -2]), (M, [_, 1]), (M, [slice(1, None), slice(None, None, 2)]),
    (M, [slice(None, None, -1), slice(None, None, -2)]), (M, [..., 0]),
    (M, [0, ...]), (M, [1, None]), (M, [None, 1]), (M, [_, None, slice(1, 3)]),
    (M, [None, ..., None]), (M, [slice(0, 0)]), (M, [1, slice(3, 0, -1)]),
    (X3, [1, _, 0]), (X3, [..., -1]), (X3, [0, ..., None]), (X3, [_, slice(None, None, -1), 1]),
    (X3, [slice(1, 2), 0]), (X3, [...]), (X3, [1, 2, 1]),
    (V, [[0, 2, 2, -1]]), (V, [[[0, 1], [2, 3]]]), (V, [[T, F, T, F, F, F, T]]), (V, [[F] * 7]),
    (V, [np.zeros((0,), "int64")]),
    (M, [[2, 0]]), (M, [[2, 0, 2], [1, 1, -1]]), (M, [_, [3, 0]]), (M, [slice(1, None), [3, 0]]),
    (M, [[0, 2], slice(None, None, -2)]), (M, [1, [0, 2]]),
    (M, [[0, 2], 1]), (M, [[[0], [2]], [1, 3]]), (M, [[T, F, T]]), (M, [[T, F, T], 2]),
    (M, [_, [F, T, T, F]]), (M, [[T, F, T], [0, 3]]), (M, [M % 2 > 1]),
    (M, [M > 5]), (M, [[0, 1], None]), (M, [None, [0, 1]]), (M, [[0, 1], None, [2, 3]]),
    (M, [..., [0, 1]]), (M, [_, [[0, 1], [2, 3]]]),
    (X3, [[0, 1], _, [1, 0]]), (X3, [_, [0, 2], [1, 0]]), (X3, [[1, 0], [2, 0]]),
    (X3, [0, _, [1, 0]]), (X3, [_, 1, [1, 0, 1]]), (X3, [[0, 1], slice(None, 2), 1]),
    (X3, [_, [0, 2], slice(None, None, -1)]), (X3, [[1], slice(1, None), [0, 1]]),
    (X3, [_, X3[0] > 2]), (X3, [X3[:, :, 0] > 4]), (X3, [1, [0, 2], None, 0]),
    (X3, [..., [1, 0], [0, 1]]), (X3, [None, [1, 0], 0, _]), (X3, [[1, 0], ..., [0, 1]]),
    (X3, [_, [[0], [1]], [[0, 1]]]),
]
for source, items in READS:
    key, text = index(*items)
    case("subtensor", [source], source[key], index=text)
for dtype in ["float32", "int32", "bool", "complex64"]:
    source = draw((2, 3), -3, 3, dtype)
    for items in [[1], [_, slice(None, None, -1)], [[1, 0, 1]], [[0, 1], [2, 0]]]:
        key, text = index(*items)
        case("subtensor", [source], source[key], index=text)
WRITES = [
    (V, [0], ()), (V, [-2], ()), (V, [slice(1, 4)], (3,)), (V, [slice(1, 4)], ()),
    (V, [slice(1, 4)], (1,)), (V, [slice(None, None, -1)], (7,)), (V, [slice(None, None, 3)], (3,)),
    (V, [slice(3, 3)], (0,)), (M, [1], (4,)), (M, [_, -1], (3,)),
    (M, [slice(1, None), slice(None, None, 2)], (2, 2)),
    (M, [slice(1, None), slice(None, None, 2)], (2,)),
    (M, [1, 2], ()), (M, [slice(None, None, -1), 0], (3,)), (M, [..., slice(1, 3)], (3, 2)),
    (M, [slice(0, 2)], (2, 1)), (X3, [0, _, 1], (3,)), (X3, [_, slice(None, None, -2)], (2, 2, 2)),
    (V, [[0, 2, 5]], (3,)), (V, [[0, 2, 0, 0]], (4,)), (V, [[1, -6, 1]], (3,)), (V, [[3, 3]], ()),
    (V, [[[0, 1], [1, 0]]], (2, 2)), (V, [[T, F, T, F, F, F, T]], (3,)),
    (V, [[T, F, T, F, F, F, T]], ()),
    (M, [[2, 0]], (2, 4)), (M, [[1, 1]], (2, 4)), (M, [[1, 1]], (4,)),
    (M, [[0, 2, 0], [1, 3, 1]], (3,)), (M, [_, [3, 0, 3]], (3, 3)),
    (M, [[0, 2], slice(None, None, 2)], (2, 2)),
    (M, [M > 8], (4,)), (M, [M > 8], ()), (M, [[T, F, T]], (2, 4)),
    (M, [[[0], [2]], [1, 3]], (2, 2)), (X3, [[1, 0], _, [1, 1]], (2, 3)),
    (X3, [_, [0, 0]], (2, 2, 2)), (X3, [1, [0, 0, 2], 1], (3,)),
]
for source, items, shape in WRITES:
    key, text = index(*items)
    value = np.arange(1.0, 1.0 + int(np.prod(shape))).reshape(shape) * 10
    result = source.copy()
    result[key] = value
    case("setSubtensor", [source, value], result, index=text)
    result = source.copy()
    np.add.at(result, key, value)
    case("incSubtensor", [source, value], result, index=text)
for dtype in ["float32", "int32"]:
    source, value = draw((4,), -5, 5, dtype), array([1, 2, 3], dtype)
    for items in [[slice(1, 4)], [[0, 2, 0]]]:
        key, text = index(*items)
        result = source.copy()
        result[key] = value
        case("setSubtensor", [source, value], result, index=text)
        result = source.copy()
        np.add.at(result, key, value)
        case("incSubtensor", [source, value], result, index=text)


# --- neural networks -----------------------------------------------------------------------------

def log_softmax(x, axis):
    return x - logsumexp(x, axis, True)


def softmax(x, axis):
    shifted = np.exp(x - np.max(x, axis=axis, keepdims=True))
    return shifted / np.sum(shifted, axis=axis, keepdims=True)


def binary_crossentropy(p, q):
    return -(q * np.log(p) + (1 - q) * np.log1p(-p))


LOGITS = array([[1e4, -1e4, 0.0], [1e4, 1e4, -1e4], [-1e4, -1e4, -9999.0], [0.0, -740.0, -800.0]])
for op, function in [("softmax", softmax), ("logSoftmax", log_softmax)]:
    for dtype in ["float64", "float32"]:
        for shape, axis in [((2, 3), -1), ((3,), -1), ((2, 3), 0), ((2, 2, 3), -1), ((2, 1), -1)]:
            source = draw(shape, -3, 3, dtype)
            case(op, [source], function(extended(source), axis).astype(dtype), axis=axis)
        source = LOGITS.astype(dtype)
        case(op, [source], function(extended(source), -1).astype(dtype), "special", axis=-1)
    source = array([[0.0, -inf, 1.0], [nan, 0.0, 1.0]])
    case(op, [source], function(extended(source), -1).astype("float64"), "special", axis=-1)
for dtype in ["float64", "float32"]:
    p = softmax(draw((3, 4)), -1).round(3).astype(dtype)
    labels = array([2, 0, 3], "int64")
    case("categoricalCrossentropy", [p, labels],
        -np.log(extended(p)[np.arange(3), labels]).astype(dtype))
    case("categoricalCrossentropy", [p, labels.astype("int32")],
        -np.log(extended(p)[np.arange(3), labels]).astype(dtype))
    q = softmax(draw((3, 4)), -1).round(3).astype(dtype)
    case("categoricalCrossentropy", [p, q], -np.sum(extended(q) * np.log(extended(p)),
        axis=1).astype(dtype))
    p, q = draw((2, 3), 0.01, 0.99, dtype), draw((2, 3), 0, 1, dtype)
    case("binaryCrossentropy", [p, q],
        binary_crossentropy(extended(p), extended(q)).astype(dtype))
    p, q = draw((4,), 0.01, 0.99, dtype), array([0, 1, 1, 0], dtype)
    case("binaryCrossentropy", [p, q],
        binary_crossentropy(extended(p), extended(q)).astype(dtype))

lines = ",\n".join(json.dumps(c, separators=(",", ":"), allow_nan=False) for c in cases)
Path(__file__).with_name("ops.json").write_text('{"cases":[\n' + lines + "\n]}\n")
