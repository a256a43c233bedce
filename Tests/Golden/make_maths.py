"""Writes maths.json beside this file: what mathematical functions give, as mpmath computes them with 50 digits.

`points` has for f32 and f64 the operands, `pairs` two lists of them: bits, little-endian, in base64. `values` has for
each function and width the nearest float64 of the result; `rests` has, for f64, how far the result is from it in 1/200 of a
unit in the last place (signed bytes). At zeros, infinities and NaN values are NumPy's, SciPy's and for pow the C library's.
"""
import base64
import ctypes
import json
import math
import random
import sys
from concurrent.futures import ProcessPoolExecutor
from fractions import Fraction
from pathlib import Path

import mpmath
import numpy as np
import scipy.special
from mpmath import mpf

mpmath.mp.dps = 50
inf, nan = math.inf, math.nan
TINY = mpf(2) ** -70


def clamped(f, limit):
    """`f`, whose value does not change any more in floats beyond `limit`."""
    return lambda x: f(min(max(x, mpf(-limit)), mpf(limit)))


def near_zero(f, series):
    """`f`, but `series` next to zero."""
    return lambda x: series(x) if abs(x) < TINY else f(x)


def on(lo, hi, f):
    """`f` between lo and hi, nothing elsewhere."""
    return lambda x: f(x) if lo <= x <= hi else None


def softplus(x):
    return x + mpmath.log1p(mpmath.exp(-x)) if x > 0 else mpmath.log1p(mpmath.exp(x))


def erfcx(x):
    if x < 1000:
        return mpmath.exp(x * x) * mpmath.erfc(x)
    return mpmath.fsum((-1) ** k * mpmath.fac2(2 * k - 1) / (2 * x * x) ** k for k in range(16)) / (x * mpmath.sqrt(mpmath.pi))


def newton(f, slope, y):
    for _ in range(60):
        step = f(y) / slope(y)
        y -= step
        if abs(step) < abs(y) * mpf(10) ** -40:
            break
    return y


def erfinv(x):
    start = mpf(float(scipy.special.erfinv(float(x))))
    if abs(x) < mpf(2) ** -60:
        return x * mpmath.sqrt(mpmath.pi) / 2
    return newton(lambda y: mpmath.erf(y) - x, lambda y: 2 / mpmath.sqrt(mpmath.pi) * mpmath.exp(-y * y), start)


def erfcinv(x):
    start = mpf(float(scipy.special.erfcinv(max(float(x), 1e-300))))
    if x == 1:
        return mpf(0)
    return newton(lambda y: mpmath.log(mpmath.erfc(y) / x),
                  lambda y: -2 / mpmath.sqrt(mpmath.pi) * mpmath.exp(-y * y) / mpmath.erfc(y), start)


def away(x):
    return signed(mpmath.floor(abs(x) + mpf(1) / 2), x)


def signed(size, x):
    """`size` with the sign of x; a tiny number instead of 0, to give the sign of the zero."""
    return mpmath.sign(x) * (size if size != 0 else mpf(10) ** -400)


def tgamma(x):
    if x <= 0 and x == mpmath.floor(x):
        return None
    if x < -300:
        return mpmath.sign(mpmath.sinpi(x)) * mpf(10) ** -400
    return mpmath.gamma(x) if x < 200 else mpf(inf)


def lgamma(x):
    if x <= 0 and x == mpmath.floor(x) or x > mpf("2.6e305"):
        return mpf(inf)
    with mpmath.workdps(80):
        if x > 0:
            return mpmath.loggamma(x)
        if x > -100:
            return mpmath.log(abs(mpmath.gamma(x)))
        return mpmath.log(mpmath.pi / abs(x * mpmath.sinpi(x))) - mpmath.loggamma(-x)


def digamma(x):
    return None if x <= 0 and x == mpmath.floor(x) else mpmath.digamma(x)


UNARY = {
    "exp": (clamped(mpmath.exp, 10000), np.exp),
    "exp2": (clamped(lambda x: mpf(2) ** x, 10000), np.exp2),
    "expm1": (near_zero(clamped(mpmath.expm1, 10000), lambda x: x + x * x / 2), np.expm1),
    "log": (on(0, inf, mpmath.log), np.log),
    "log2": (on(0, inf, lambda x: mpmath.log(x) / mpmath.log(2)), np.log2),
    "log10": (on(0, inf, mpmath.log10), np.log10),
    "log1p": (on(-1, inf, lambda x: mpf(-inf) if x == -1 else near_zero(mpmath.log1p, lambda x: x - x * x / 2)(x)), np.log1p),
    "sin": (near_zero(mpmath.sin, lambda x: x - x**3 / 6), np.sin),
    "cos": (mpmath.cos, np.cos),
    "tan": (near_zero(mpmath.tan, lambda x: x + x**3 / 3), np.tan),
    "asin": (on(-1, 1, near_zero(mpmath.asin, lambda x: x + x**3 / 6)), np.arcsin),
    "acos": (on(-1, 1, mpmath.acos), np.arccos),
    "atan": (near_zero(mpmath.atan, lambda x: x - x**3 / 3), np.arctan),
    "sinh": (near_zero(clamped(mpmath.sinh, 10000), lambda x: x + x**3 / 6), np.sinh),
    "cosh": (clamped(mpmath.cosh, 10000), np.cosh),
    "tanh": (near_zero(clamped(mpmath.tanh, 10000), lambda x: x - x**3 / 3), np.tanh),
    "asinh": (near_zero(lambda x: mpmath.sign(x) * mpmath.asinh(abs(x)), lambda x: x - x**3 / 6), np.arcsinh),
    "acosh": (on(1, inf, mpmath.acosh), np.arccosh),
    "atanh": (on(-1, 1, lambda x: x * mpf(inf) if abs(x) == 1 else near_zero(mpmath.atanh, lambda x: x + x**3 / 3)(x)), np.arctanh),
    "sigmoid": (clamped(lambda x: 1 / (1 + mpmath.exp(-x)), 10000), scipy.special.expit),
    "softplus": (lambda x: x if x > 10000 else clamped(softplus, 10000)(x), lambda x: np.logaddexp(0.0, x)),
    "sqrt": (on(0, inf, mpmath.sqrt), np.sqrt),
    "floor": (mpmath.floor, np.floor),
    "ceil": (lambda x: signed(abs(mpmath.ceil(x)), x), np.ceil),
    "trunc": (lambda x: signed(mpmath.floor(abs(x)), x), np.trunc),
    "rint": (lambda x: signed(mpf(abs(round(Fraction(float(x))))), x), np.rint),
    "round_away": (away, np.rint),
    "erf": (near_zero(clamped(mpmath.erf, 200), lambda x: 2 * x / mpmath.sqrt(mpmath.pi)), scipy.special.erf),
    "erfc": (clamped(mpmath.erfc, 200), scipy.special.erfc),
    "erfcx": (lambda x: mpf(inf) if x < -200 else erfcx(x), scipy.special.erfcx),
    "erfinv": (on(-1, 1, lambda x: x * mpf(inf) if abs(x) == 1 else erfinv(x)), lambda x: x if x == 0 else scipy.special.erfinv(x)),
    "erfcinv": (on(0, 2, lambda x: mpf(-inf) if x == 2 else erfcinv(x)), scipy.special.erfcinv),
    "tgamma": (tgamma, scipy.special.gamma),
    "digamma": (digamma, lambda x: x if x > 0 else -math.copysign(inf, x) if x == 0 else nan),
    "lgamma": (lgamma, lambda x: x * x if x != 0 else inf),
}


def power(x, y):
    if x < 0 and y != mpmath.floor(y):
        return None
    size = y * mpmath.log(abs(x))
    sign = -1 if x < 0 and mpmath.floor(y / 2) * 2 != y else 1
    return sign * mpmath.exp(min(max(size, mpf(-10000)), mpf(10000)))


def remainder(x, y):
    x, y = Fraction(float(x)), Fraction(float(y))
    rest = x - y * (x // y)
    return mpf(rest.numerator) / rest.denominator


# NumPy's takes another way for the exponent 1/2.
C_POW = ctypes.CDLL("libm.so.6").pow
C_POW.restype, C_POW.argtypes = ctypes.c_double, [ctypes.c_double] * 2

BINARY = {
    "pow": (power, C_POW),
    "atan2": (mpmath.atan2, np.arctan2),
    "mod": (remainder, np.mod),
}


# How far the first zeros of log |Γ| are from an integer -n; others are about 1 / n! from it.
ZEROS = {(3, 1): 0.2523173532725874, (3, -1): -0.14358088834998006, (4, 1): 0.04470571514140207, (4, -1): -0.03936183974053688,
         (5, 1): 0.008455359439952277, (5, -1): -0.008218168322593521}


def points(width, chance):
    """Operands over the whole range and where functions bend."""
    least, most = (-149, 127) if width == "f32" else (-1074, 1023)
    big = 104 if width == "f32" else 746
    x = []
    for i in range(360):
        exponent = least + (most - least) * i / 359
        x.append(math.ldexp(1 + chance.random(), int(exponent)) * (-1) ** i)
    for size, count in [(1, 160), (2, 80), (6, 160), (40, 80), (big, 120), (1.5, 60), (1000, 40), (1e6, 40)]:
        x += [size * (2 * chance.random() - 1) for _ in range(count)]
    for k in range(1, 52, 2):
        x += [1 - 2.0**-k, 1 + 2.0**-k, -1 + 2.0**-k, 2 - 2.0**-k]
    x += [n * math.pi / 2 for n in [1, 2, 3, 4, 5, 7, 10, 99, 1000, 12345, 10**6 + 1, 10**9 + 3]]
    x += [n / 2 for n in range(-9, 10)] + [n + 0.5 - 2.0**-30 for n in (-3, 0, 2)]
    x += [6381956970095103 * 2.0**797, 5.319372648326541e255, 16367173.0 * 2.0**72] if width == "f64" else [16367173.0 * 2.0**72]
    edge = [89.4, 88.7, -103.9, -87.3, 88.73, -17.4, 9.01] if width == "f32" else [709.78, 709.79, 710.47, 710.48, -745.1, -745.2, -708.4, -37.5]
    # Where the inverse error functions change their formula, and the zeros of the gamma function's logarithm.
    x += [0.65 + 0.35 * chance.random() for _ in range(60)] + [chance.choice([-20, -180, 170]) * chance.random() for _ in range(80)]
    x += [0.3 * chance.random() for _ in range(30)] + [1.4 + 0.2 * chance.random() for _ in range(20)]
    x += [1.4616321449683623 + (chance.random() - 0.5) / 4**k for k in range(26)]
    for n in range(2, 18):
        zeros = [-2.4570247382208006, -2.4570247382208006] if n == 2 else [-n + ZEROS.get((n, s), s / math.factorial(n)) for s in (1, -1)]
        for zero in zeros:
            x += [zero, zero + (zero + n) * (chance.random() - 0.5) / 10, zero + (zero + n) * (chance.random() - 0.5) / 1e4]
    x += edge + [-v for v in edge] + [math.ldexp(1.0, least), -math.ldexp(1.0, least), 1.0, -1.0, 2.0]
    narrow = np.float32 if width == "f32" else np.float64
    top = float(np.finfo(narrow).max)
    x = [float(narrow(v)) for v in x] + [top, -top, 0.49999997 if width == "f32" else 0.49999999999999994]
    x = [float(narrow(v)) for v in x]
    return list(dict.fromkeys(v for v in x if v != 0 and math.isfinite(v))) + [0.0, -0.0, inf, -inf, nan]


def pairs(width, chance):
    """Pairs of operands: of all sizes, whole exponents, close to each other, and all special ones."""
    narrow = np.float32 if width == "f32" else np.float64
    least, most = (-149, 127) if width == "f32" else (-1074, 1023)
    any_ = lambda: math.ldexp(1 + chance.random(), chance.randint(least, most)) * chance.choice([-1, 1])
    result = []
    for _ in range(120):
        result.append((any_(), any_()))
        result.append((any_(), 4 * chance.random() - 2))
        result.append((20 * chance.random(), 40 * chance.random() - 20))
        result.append((20 * chance.random() - 10, float(chance.randint(-30, 30))))
        result.append((1 + chance.random() * 2.0 ** -chance.randint(0, 40), any_()))
        result.append((2 * chance.random() - 1, 2 * chance.random() - 1))
        x = chance.random() * 3
        result.append((x, (most + 1) * math.log(2) / math.log(x) * chance.choice([1, -1]) * (1 - chance.random() * 0.1)))
    special = [0.0, -0.0, 1.0, -1.0, inf, -inf, nan, 2.0, -3.0, 0.5, math.ldexp(1.0, least), -float(np.finfo(narrow).max)]
    result = [(float(narrow(x)), float(narrow(y))) for x, y in result if abs(x) < 2.0**most and abs(y) < 2.0**most]
    result = [(x, y) for x, y in result if x != 0 and y != 0]
    return result + [(x, y) for x in special for y in special]


def nearest(value):
    """The nearest float64, and what is missing in 1/200 ulp."""
    if value is None:
        return nan, 0
    if not mpmath.isfinite(value):
        return float(value), 0
    result = float(value)
    if result == 0 and value != 0:
        return math.copysign(0.0, value), 0
    if math.isinf(result):
        # Beyond by more than the next float that there is not.
        return result, 0
    exponent = max(math.frexp(result)[1] - 53, -1074)
    rest = (value - mpf(result)) / mpf(2) ** exponent
    return result, max(-127, min(127, int(round(float(rest) * 200))))


def evaluate(job):
    name, operands = job
    mpmath.mp.dps = 50
    if name in UNARY:
        exact, special = UNARY[name]
        isSpecial = lambda x: x == 0 or not math.isfinite(x)
    else:
        exact, special = BINARY[name]
        isSpecial = lambda x, y: x == 0 or y == 0 or not (math.isfinite(x) and math.isfinite(y)) or y == 0
    result = []
    with np.errstate(all="ignore"):
        for row in operands:
            if isSpecial(*row):
                result.append((float(special(*row)), 0))
            else:
                result.append(nearest(exact(*map(mpf, row))))
    return name, result


def text(values, code):
    return base64.b64encode(np.array(values, dtype=code).tobytes()).decode()


if __name__ == "__main__":
    chance = random.Random(20260101)
    output = {"points": {}, "pairs": {}, "values": {}, "rests": {}}
    jobs = []
    for width, code in [("f32", "<f4"), ("f64", "<f8")]:
        x, xy = points(width, chance), pairs(width, chance)
        output["points"][width] = text(x, code)
        output["pairs"][width] = [text([p[0] for p in xy], code), text([p[1] for p in xy], code)]
        jobs += [((name, [(v,) for v in x]), width) for name in UNARY] + [((name, xy), width) for name in BINARY]
    with ProcessPoolExecutor(2) as pool:
        for (job, width), (name, result) in zip(jobs, pool.map(evaluate, [job for job, _ in jobs])):
            output["values"][f"{name}_{width}"] = text([v for v, _ in result], "<f8")
            if width == "f64":
                output["rests"][f"{name}_{width}"] = text([r for _, r in result], "i1")
            print(name, width, file=sys.stderr, flush=True)
    path = Path(__file__).with_name("maths.json")
    path.write_text(json.dumps(output, indent=0) + "\n")
