"""Writes special.json beside this file: special functions far out, as mpmath computes them with 60 digits.

The same format as ops.json; see make_numpy.py. Operands are float64 and the results are rounded once.
"""
import json
from pathlib import Path

import mpmath
from mpmath import mpf

mpmath.mp.dps = 60
cases = []


def number(x):
    """The nearest float64 as a JSON value."""
    x = float(x)
    return "nan" if x != x else "inf" if x == float("inf") else "-inf" if x == -float("inf") else x


def case(op, function, *operands):
    """One case: `function` of the operands' elements, all lists of one length."""
    values = [function(*map(mpf, row)) for row in zip(*operands)]
    array = lambda data: {"dtype": "float64", "shape": [len(data)], "data": [number(x) for x in data]}
    cases.append({"op": op, "args": {}, "inputs": [array(x) for x in operands], "outputs": [array(values)]})


def lower(k, x):
    return mpmath.gammainc(k, 0, x, regularized=True)


def upper(k, x):
    return mpmath.gammainc(k, x, mpmath.inf, regularized=True)


case("erfcx", lambda x: mpmath.exp(x * x) * mpmath.erfc(x), [-26.0, -12.5, -3.3, -1e-9, 0.5, 4.9, 9.99, 10.01, 26.4, 27.1, 1e3, 1e9])
erfinv_points = [1e-300, 1e-9, 0.3, 0.849, 0.851, 0.99, -0.9999, 1 - 2.0 ** -40, 1 - 2.0 ** -53]
# A root of erf(y) = x, from the double nearest to it on.
case("erfinv", lambda x: mpmath.findroot(lambda y: mpmath.erf(y) - x, mpmath.erfinv(x)), erfinv_points)
erfcinv_points = [1e-300, 1e-100, 1e-12, 1e-5, 0.1, 0.9, 1.0 + 2 ** -30, 1.5, 1.99]
case("erfcinv", lambda x: mpmath.findroot(lambda y: mpmath.log(mpmath.erfc(y)) - mpmath.log(x),
                                          mpmath.sqrt(-mpmath.log(x)) if x < 0.01 else mpmath.erfinv(1 - x)), erfcinv_points)
points = [1e-8, 0.1, 1.0, 1.46, 2.5, 9.99, 10.01, 55.5, 1e5, 1e12, -0.3, -1.7, -10.25, -150.6, -12345.1]
case("psi", mpmath.digamma, points)
case("triGamma", lambda x: mpmath.psi(1, x), points)
for n in [2, 3, 5]:
    case(f"polygamma{n}", lambda x: mpmath.psi(n, x), points)
orders = [0.01, 0.3, 1.0, 7.7, 9.9, 10.1, 50.5, 50.5, 50.5, 300.0, 300.0, 1e4, 1e4, 1e4]
places = [0.001, 2.5, 1.9, 7.7, 25.0, 3.0, 45.0, 52.0, 110.0, 250.0, 420.0, 9.8e3, 1e4, 1.03e4]
case("gammainc", lower, orders, places)
case("gammaincc", upper, orders, places)
case("gammaincByOrder", lambda k, x: mpmath.diff(lambda t: lower(t, x), k, h=mpf(10) ** -20),
     [0.3, 1.0, 2.5, 7.7, 12.0, 40.0], [0.2, 1.5, 6.0, 7.0, 3.0, 55.0])
orders = [0.0, 0.0, 0.5, 1.3, 2.0, 3.7, 10.0, 12.25, 30.0, 30.0, 100.0, 100.0, 100.0, 100.0, 7.5, 0.25, -0.5, -1.3, -2.75, -2.75, -30.5]
places = [1e-5, 29.9, 12.0, 30.1, 77.7, 1000.0, 3.0, 20.0, 29.0, 31.0, 20.0, 90.0, 110.0, 1e4, 0.1, 1e6, 4.0, 0.7, 15.0, 40.0, 25.0]
case("jv", mpmath.besselj, orders, places)
orders = [0.0, 0.0, 0.5, 1.3, 2.0, 3.7, 10.0, 12.25, 30.0, 100.0, 100.0, 500.0, 500.0, 2000.0, 2000.0, 7.5, -0.5, -1.3, -2.75]
places = [1e-5, 29.9, 12.0, 30.1, 77.7, 700.0, 3.0, 20.0, 31.0, 20.0, 400.0, 300.0, 900.0, 1500.0, 2500.0, 0.1, 4.0, 0.7, 45.0]
case("iv", mpmath.besseli, orders, places)
case("log1mexp", lambda x: mpmath.log1p(-mpmath.exp(x)), [-1e-15, -1e-3, -0.69, -0.7, -5.0, -40.0, -700.0])
case("xlogx", lambda x: x * mpmath.log(x) if x else mpf(0), [0.0, 1e-300, 0.5, 1.0, 1e5])
case("xlogy0", lambda x, y: x * mpmath.log(y) if x else mpf(0), [0.0, 0.0, 2.0, -3.0], [0.0, 5.0, 0.5, 7.0])

Path(__file__).with_name("special.json").write_text('{"cases": [\n' + ",\n".join(map(json.dumps, cases)) + "\n]}\n")
