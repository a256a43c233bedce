"""Writes special_maths.json beside this file: Bessel functions, incomplete gamma functions and derivatives of log Γ, as
mpmath computes them with 60 digits or more.

For each function and width: `operands`, a list of them for each parameter; `values`, the nearest float64 of the results;
`rests`, for f64, how far the result is from it in 1/200 of a unit in the last place (signed bytes); and `sizes`, where a
function oscillates or crosses zero, of what size an error is a unit in the last place, or that of the result if it is larger.
All but the rests are bits, little-endian, in base64. polygamma_2 is the polygamma function of order 2, and so on.
"""
import json
import math
import random
from pathlib import Path

import mpmath
import numpy as np
from mpmath import mpf

from make_maths import nearest, text

mpmath.mp.dps = 60
chance = random.Random(20261123)


def spread(low, high):
    """A number between two, with a logarithm that is equally likely anywhere."""
    return math.exp(chance.uniform(math.log(low), math.log(high)))


def polygamma(n):
    def f(x):
        # mpmath's zeta function has digits after the point, not after the first that is not 0.
        with mpmath.workdps(90 + int(n) + int(abs(n * mpmath.log10(abs(x) + 2)))):
            if 0 < x < 10000:
                return (-1) ** (n + 1) * mpmath.factorial(n) * mpmath.zeta(n + 1, x)
            return mpmath.psi(n, x)
    return f


def besselj(order, x):
    if abs(x) < 1e15:
        return mpmath.besselj(order, x)
    # Hankel's expansion.
    with mpmath.workdps(60 + int(mpmath.log10(abs(x)))):
        wave = abs(x) - (order / 2 + mpf(1) / 4) * mpmath.pi
        rest = (4 * order * order - 1) / (8 * abs(x))
        result = mpmath.sqrt(2 / (mpmath.pi * abs(x))) * (mpmath.cos(wave) - rest * mpmath.sin(wave))
        return -result if x < 0 and order % 2 == 1 else result


def size_of_wave(order, x):
    """1/16 of the size with which J oscillates, 0 where it does not."""
    far = x * x - order * order
    return math.sqrt(2 / math.pi) / far**0.25 / 16 if far > 1 else 0.0


def lower_and_upper(k, x):
    """The regularised incomplete gamma functions, by the series of the lower one."""
    digits = 70 + (int((x - k - k * mpmath.log(x / k)) / mpmath.log(10)) if x > k else 0) - min(0, int(mpmath.log10(k)))
    with mpmath.workdps(digits):
        term = total = mpf(1)
        n = k
        while term > total * mpf(10) ** -digits or n < x:
            n += 1
            term *= x / n
            total += term
        lower = mpmath.exp(k * mpmath.log(x) - x - mpmath.loggamma(k + 1)) * total
        return lower, 1 - lower


def by_order(k, x):
    step = mpf(10) ** -25 * min(k, mpf(1))
    with mpmath.workdps(130 + (int(x) if x > k else 0)):
        return (lower_and_upper_with(k + step, x) - lower_and_upper_with(k - step, x)) / (2 * step)


def lower_and_upper_with(k, x):
    """The lower function with the digits that are set."""
    term = total = mpf(1)
    n = k
    while term > total * mpf(10) ** -mpmath.mp.dps or n < x:
        n += 1
        term *= x / n
        total += term
    return mpmath.exp(k * mpmath.log(x) - x - mpmath.loggamma(k + 1)) * total


def zeros(f, brackets):
    """The zeros of a rising f in some intervals, by bisection."""
    found = []
    for low, high in brackets:
        for _ in range(80):
            middle = (low + high) / 2
            low, high = (low, middle) if f(middle) > 0 else (middle, high)
        found.append(float(low))
    return found


def around(x):
    return [x, math.nextafter(x, math.inf), x * (1 + 1e-10), x * (1 - 1e-5), x * (1 + 1e-3)]


orders = [1, 2, 3, 10, 100]
polygamma_points = [chance.uniform(0.01, 60) for _ in range(30)] + [spread(1e-3, 1e6) for _ in range(15)]
polygamma_points += [spread(1e-100, 1e100) for _ in range(10)] + [-chance.uniform(0, 15) for _ in range(40)]
polygamma_points += [-spread(1e-3, 1e5) for _ in range(10)] + [-n - 0.5 for n in (0, 3, 7)] + [-n - 0.5 + 1e-9 for n in (1, 4)]

bessel_points = [chance.uniform(-12, 12) for _ in range(70)] + [chance.uniform(-45, 45) for _ in range(60)]
bessel_points += [spread(1e-300, 1) for _ in range(10)] + [spread(100, 1e9) for _ in range(40)] + [spread(1e9, 1e300) for _ in range(20)]
bessel_zeros = [y for n in (0, 1) for k in (1, 2, 3, 4, 5, 9, 20) for y in around(float(mpmath.besseljzero(n, k)))]
growing_points = [chance.uniform(-12, 12) for _ in range(50)] + [chance.uniform(-60, 60) for _ in range(50)]
growing_points += [spread(1e-300, 100) for _ in range(20)] + [chance.uniform(60, 713) for _ in range(40)] + [713.0, 713.9]

pairs = [(chance.uniform(0, 5), chance.uniform(0, 12)) for _ in range(40)]
pairs += [(chance.uniform(0, 50), chance.uniform(0, 60)) for _ in range(50)]
pairs += [(chance.uniform(0, 300), chance.uniform(0, 400)) for _ in range(40)]
pairs += [(float(chance.randint(-20, 40)), chance.uniform(-60, 100)) for _ in range(40)]
pairs += [(-chance.uniform(0, 20), chance.uniform(0, 60)) for _ in range(30)]
pairs += [(spread(1e-10, 10), spread(1e-10, 10)) for _ in range(20)]
wave_pairs = pairs + [(chance.uniform(0, 3), spread(30, 1e9)) for _ in range(20)]
wave_pairs += [(v, v * chance.uniform(0.8, 1.5)) for v in (spread(10, 3000) for _ in range(30))]
growing_pairs = pairs + [(v, v * chance.uniform(0.3, 1)) for v in (spread(500, 15000) for _ in range(20))]

gamma_pairs = [(chance.uniform(0, 5), chance.uniform(0, 8)) for _ in range(50)]
gamma_pairs += [(chance.uniform(0, 50), chance.uniform(0, 60)) for _ in range(50)]
gamma_pairs += [(k, k + chance.uniform(-12, 12) * math.sqrt(k)) for k in (spread(150, 1e5) for _ in range(25))]
gamma_pairs += [(spread(1e-12, 1), spread(1e-12, 1)) for _ in range(25)] + [(spread(1e-300, 1e-3), spread(1e-10, 5)) for _ in range(20)]
gamma_pairs += [(spread(0.1, 1000), spread(0.01, 1000)) for _ in range(25)] + [(chance.uniform(0, 3), chance.uniform(8, 700)) for _ in range(15)]
huge_pairs = [(k, k + chance.uniform(-15, 15) * math.sqrt(k)) for k in (spread(3e6, 4e7) for _ in range(6))]
slope_pairs = [(chance.uniform(0.01, 5), chance.uniform(0.01, 12)) for _ in range(40)]
slope_pairs += [(chance.uniform(1, 60), chance.uniform(0.1, 100)) for _ in range(30)] + [(spread(1e-8, 1), spread(1e-8, 3)) for _ in range(20)]
slope_pairs += [(k, k + chance.uniform(-10, 10) * math.sqrt(k)) for k in (spread(150, 5000) for _ in range(10))]
slope_pairs += [(chance.uniform(0.1, 30), chance.uniform(30, 300)) for _ in range(10)]

# There is a zero between all neighbouring negative integers, which are poles.
brackets = [(mpf(-n - 1) + mpf(1) / 10**6, mpf(-n) - mpf(1) / 10**6) for n in range(20)]
digamma_points = [y for zero in zeros(mpmath.digamma, brackets) for y in around(zero)]

# The function, its operands, and what an error is measured by, if not by the result.
FUNCTIONS = {f"polygamma_{n}": (polygamma(n), [(x,) for x in polygamma_points], None) for n in orders}
FUNCTIONS |= {
    "digamma": (mpmath.digamma, [(x,) for x in digamma_points], lambda x: 1e-14),
    "j0": (lambda x: besselj(0, x), [(x,) for x in bessel_points + bessel_zeros], lambda x: size_of_wave(0, x) if abs(x) > 10 else 0.0),
    "j1": (lambda x: besselj(1, x), [(x,) for x in bessel_points + bessel_zeros], lambda x: size_of_wave(0, x) if abs(x) > 10 else 0.0),
    "i0": (lambda x: mpmath.besseli(0, x), [(x,) for x in growing_points], None),
    "i1": (lambda x: mpmath.besseli(1, x), [(x,) for x in growing_points], None),
    "jv": (besselj, wave_pairs, size_of_wave),
    "iv": (mpmath.besseli, growing_pairs, None),
    "gammainc": (lambda k, x: lower_and_upper(k, x)[0], gamma_pairs + huge_pairs, None),
    "gammaincc": (lambda k, x: lower_and_upper(k, x)[1], gamma_pairs + huge_pairs, None),
    "gammainc_der": (by_order, slope_pairs, None),
}

if __name__ == "__main__":
    output = {}
    for name, (function, operands, size) in FUNCTIONS.items():
        for width, code, narrow in [("f32", "<f4", np.float32), ("f64", "<f8", np.float64)]:
            least = float(np.finfo(narrow).tiny)
            rows = list(dict.fromkeys(tuple(float(narrow(min(x, 1e38) if width == "f32" else x)) for x in row) for row in operands))
            rows = [row for row in rows if all(abs(x) > least or x == 0 for x in row)][:: 1 if width == "f64" else 3]
            # Poles, and what is beyond a function.
            rows = [row for row in rows if not (name[0] in "pd" and row[0] <= 0 and row[0] == math.floor(row[0]))]
            rows = [row for row in rows if not (name[0] == "g" and min(row) <= 0)]
            rows = [row for row in rows if not (name in ("jv", "iv") and row[1] < 0 and row[0] != math.floor(row[0]))]
            results = [nearest(mpmath.re(function(*map(mpf, row)))) for row in rows]
            entry = {"operands": [text([row[i] for row in rows], code) for i in range(len(rows[0]))]}
            entry["values"] = text([value for value, _ in results], "<f8")
            if width == "f64":
                entry["rests"] = text([rest for _, rest in results], "i1")
            if size is not None:
                # With float32 also waves of real order are right only to their size.
                factor = 16 if width == "f32" and name == "jv" else 1
                entry["sizes"] = text([factor * size(*row) for row in rows], "<f8")
            output[f"{name}_{width}"] = entry
    Path(__file__).with_name("special_maths.json").write_text(json.dumps(output, indent=0) + "\n")
