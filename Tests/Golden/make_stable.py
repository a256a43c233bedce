"""Writes stable.json beside this file: expressions and their derivatives where the formula as it is written overflows,
underflows or cancels, as mpmath computes them with enough digits for the formula as it is written.

The same format as ops.json; see make_numpy.py. Operands are float64; results are rounded once. Each case has two
outputs: the values, and the derivatives by the first operand.
"""
import json
from pathlib import Path

import mpmath
from mpmath import mpf

mpmath.mp.dps = 2000
cases = []


def number(x):
    """The nearest float64 as a JSON value."""
    x = float(x)
    return "nan" if x != x else "inf" if x == float("inf") else "-inf" if x == -float("inf") else x


def case(op, function, derivative, *operands):
    """One case: a function and its derivative of the operands' elements, all lists of one length."""
    rows = [[mpf(x) for x in row] for row in zip(*operands)]
    array = lambda data: {"dtype": "float64", "shape": [len(data)], "data": [number(x) for x in data]}
    outputs = [array([f(*row) for row in rows]) for f in (function, derivative)]
    cases.append({"op": op, "args": {}, "inputs": [array(x) for x in operands], "outputs": outputs})


exp, log, sqrt = mpmath.exp, mpmath.log, mpmath.sqrt
sigmoid = lambda x: 1 / (1 + exp(-x))
ends = [-1000.0, -800.0, -90.0, -40.0, -3.0, -1e-9, 0.0, 1e-12, 0.75, 20.0, 45.0, 95.0, 710.0, 1000.0]
small = [1e-300, 1e-30, 1e-12, 1e-4, 0.25, 2.0, 1e4, 1e20]
below = [-1000.0, -80.0, -20.0, -1.0, -0.1, -1e-4, -1e-9, -1e-18]

case("log(1 + exp(x))", lambda x: log(1 + exp(x)), sigmoid, ends)
case("log(sigmoid(x))", lambda x: log(sigmoid(x)), lambda x: sigmoid(-x), ends)
case("log(1 - sigmoid(x))", lambda x: log(sigmoid(-x)), lambda x: -sigmoid(x), ends)
case("1 - sigmoid(x)", lambda x: sigmoid(-x), lambda x: -sigmoid(x) * sigmoid(-x), ends)
case("1 / (1 + exp(-x))", sigmoid, lambda x: sigmoid(x) * sigmoid(-x), ends)
case("exp(x) / (1 + exp(x))", sigmoid, lambda x: sigmoid(x) * sigmoid(-x), ends)
case("log(exp(x) / (1 + exp(x)))", lambda x: log(sigmoid(x)), lambda x: sigmoid(-x), ends)
case("log(sigmoid(x) / (1 - sigmoid(x)))", lambda x: x, lambda x: mpf(1), ends)
targets = [0.0, 1.0, 0.25, 0.5, 0.75, 1.0, 0.0, 0.125, 1.0, 0.0, 1.0, 0.5, 1.0, 0.25]
entropy = lambda x, t: -(t * log(sigmoid(x)) + (1 - t) * log(sigmoid(-x)))
for spelling in ("function", "sigmoid", "quotient", "exponentials", "separate"):
    case("cross-entropy, " + spelling, entropy, lambda x, t: sigmoid(x) - t, ends, targets)
others = [1000.0, -800.5, -91.0, -40.0, 2.0, 1e-9, 1e-3, 0.0, -0.75, 60.0, 45.0, 94.0, 700.0, 999.0]
case("log(exp(x) + exp(y))", lambda x, y: log(exp(x) + exp(y)), lambda x, y: sigmoid(x - y), ends, others)
case(
    "log(exp(x) + exp(y) + exp(-x))", lambda x, y: log(exp(x) + exp(y) + exp(-x)),
    lambda x, y: (exp(x) - exp(-x)) / (exp(x) + exp(y) + exp(-x)),
    # Its derivative is a difference that cancels near 0.
    *zip(*[pair for pair in zip(ends, others) if not 0 < abs(pair[0]) < 1e-6]))
case("log(1 - exp(x))", lambda x: log(-mpmath.expm1(x)), lambda x: -exp(x) / -mpmath.expm1(x), below)
case("log(exp(x) - 1)", lambda x: log(mpmath.expm1(x)), lambda x: exp(x) / mpmath.expm1(x), [-x for x in below])
case("exp(x) - 1", mpmath.expm1, exp, below + [1e-10, 3.0])
case("log(1 + x)", mpmath.log1p, lambda x: 1 / (1 + x), small)
case("log(1 - x)", lambda x: mpmath.log1p(-x), lambda x: -1 / (1 - x), [-1e20, -3.0, -1e-9, 1e-30, 1e-9, 0.5])
case("log(x ** 3)", lambda x: 3 * log(x), lambda x: 3 / x, small)
case("log(x ** 2)", lambda x: 2 * log(abs(x)), lambda x: 2 / x, small + [-1e-200, -3.0, -1e200])
case("log(sqrt(x))", lambda x: log(x) / 2, lambda x: 1 / (2 * x), small)
case("sqrt(x ** 2)", abs, mpmath.sign, small + [-1e-200, -3.0, -1e200])
far = [-1000.0, -30.0, -6.0, -1.0, -1e-9, 0.0, 1e-9, 0.9, 1.1, 5.0, 12.0, 26.5, 40.0, 1000.0]
ratio = lambda x: exp(-x * x) / mpmath.erfc(x) * 2 / sqrt(mpmath.pi)
mpmath.mp.dps = 600
tail = lambda x: mpmath.erfc(x)
case("1 - erf(x)", tail, lambda x: -2 / sqrt(mpmath.pi) * exp(-x * x), far)
case("log(erfc(x))", lambda x: log(tail(x)), lambda x: -ratio(x), far)
case("log((1 + erf(x)) / 2)", lambda x: log(tail(-x) / 2), lambda x: ratio(-x), far)

text = ",\n".join(json.dumps(case) for case in cases)
Path(__file__).with_suffix("").parent.joinpath("stable.json").write_text('{"cases": [\n' + text + "\n]}\n")
