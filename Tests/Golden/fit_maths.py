"""Prints the polynomials' coefficients of the vector maths of generated code, lowest power first.

Minimax polynomials by Remez' exchange in 60 digits, rounded to float64 or float32; for float32 the higher coefficients
make good what the rounding of the lower ones lost. Two numbers follow each name: log2 of the largest error, relative to the
result of the function that the polynomial is a part of, before and after rounding. `fit_maths.py NAME …` prints only these.
"""
import sys

import mpmath
import numpy as np
from mpmath import mpf

mpmath.mp.dps = 60


def solve(f, weight, count, points):
    """Coefficients whose weighted errors at the points are equal but for alternating signs."""
    n = count
    a, b = mpmath.matrix(n + 1, n + 1), mpmath.matrix(n + 1, 1)
    for i, x in enumerate(points):
        w = weight(x)
        for j in range(n):
            a[i, j] = w * x**j
        a[i, n] = (-1) ** i
        b[i] = w * f(x)
    s = mpmath.lu_solve(a, b)
    return [s[j] for j in range(n)], abs(s[n])


def value(c, x):
    return mpmath.polyval(c[::-1], x)


def nodes(lo, hi, count):
    return [(lo + hi) / 2 - (hi - lo) / 2 * mpmath.cos(mpmath.pi * (2 * i + 1) / (2 * count)) for i in range(count)]


def remez(f, weight, n, lo, hi):
    """The n coefficients that minimise max |weight (f - p)| on [lo, hi], and that error."""
    points, xs = nodes(lo, hi, n + 1), nodes(lo, hi, 30 * (n + 1))
    known = [(f(x), weight(x)) for x in xs]
    for _ in range(12):
        c, level = solve(f, weight, n, points)
        e = [w * (y - value(c, x)) for x, (y, w) in zip(xs, known)]
        extremes = []
        for i in range(len(xs)):
            if extremes and (e[i] > 0) == (e[extremes[-1]] > 0):
                if abs(e[i]) > abs(e[extremes[-1]]):
                    extremes[-1] = i
            else:
                extremes.append(i)
        while len(extremes) > n + 1:
            extremes.pop(0 if abs(e[extremes[0]]) < abs(e[extremes[-1]]) else -1)
        worst = max(map(abs, e))
        if len(extremes) < n + 1 or worst < level * mpf("1.02"):
            break
        points = [xs[i] for i in extremes]
    return c, worst


def rounded_to_single(c, weight, lo, hi):
    """Rounds from the lowest power on; least squares over the higher ones make good the rounding."""
    xs, target, fixed, c = nodes(lo, hi, 120), list(c), [], list(c)
    for i in range(len(c)):
        fixed.append(float(np.float32(float(c[i]))))
        rest = len(c) - i - 1
        if rest == 0:
            return fixed
        a, b = mpmath.matrix(len(xs), rest), mpmath.matrix(len(xs), 1)
        for r, x in enumerate(xs):
            for s in range(rest):
                a[r, s] = weight(x) * x ** (i + 1 + s)
            b[r] = weight(x) * (value(target, x) - value([mpf(v) for v in fixed], x))
        c[i + 1:] = list(mpmath.qr_solve(a, b)[0])


def fit(name, f, n, lo, hi, weight, single=False):
    lo, hi = mpf(lo), mpf(hi)
    c, before = remez(f, weight, n, lo, hi)
    c = rounded_to_single(c, weight, lo, hi) if single else [float(v) for v in c]
    xs = nodes(lo, hi, 400)
    after = max(abs(weight(x) * (f(x) - value([mpf(v) for v in c], x))) for x in xs)
    print(name, *("%.1f" % float(mpmath.log(e, 2)) for e in (before, after)))
    for v in c:
        print("   ", np.float32(v) if single else repr(v))


def power(k):
    """The weight x^k, but not 0 at 0."""
    return lambda x: mpmath.sqrt(x * x + mpf("0.0004")) ** k


def series(term):
    return lambda z: mpmath.fsum(term(k) * z**k for k in range(95))


def one(x):
    return mpf(1)


def erfcx(a):
    if a < 60:
        return mpmath.exp(a * a) * mpmath.erfc(a)
    return mpmath.fsum((-1) ** k * mpmath.fac2(2 * k - 1) / (2 * a * a) ** k for k in range(20)) / (a * mpmath.sqrt(mpmath.pi))


def erfc_factor(t):
    """(a + 1/2) e^(a²) erfc a for t = (a - 3.75) / (a + 3.75)."""
    if 1 - t < mpf(10) ** -12:
        return 1 / mpmath.sqrt(mpmath.pi)
    a = mpf("3.75") * (1 + t) / (1 - t)
    return erfcx(a) * (a + mpf(1) / 2)


def erfcinv(t):
    """y of erfc y = t, by Newton's method for the logarithm."""
    y = mpmath.sqrt(max(-mpmath.log(t) - 1, mpf(1) / 3))
    for _ in range(100):
        part = mpmath.erfc(y)
        step = mpmath.log(part / t) * part * mpmath.sqrt(mpmath.pi) / 2 * mpmath.exp(y * y)
        y += step
        if abs(step) < mpf(10) ** -45:
            return y


def erfinv(w):
    """y of erf y = x for w = -log(1 - x²)."""
    x = mpmath.sqrt(-mpmath.expm1(-w))
    return mpmath.erfinv(x) if x < mpf("0.9") else erfcinv(mpmath.exp(-w) / (1 + x))


def erfinv_near(w):
    """The same as a factor of x."""
    return erfinv(w) / mpmath.sqrt(-mpmath.expm1(-w)) if w > mpf(10) ** -20 else mpmath.sqrt(mpmath.pi) / 2


def not_zero(f):
    """`f`, at a small number instead of smaller ones."""
    return lambda t: f(t if abs(t) > mpf(10) ** -15 else mpf(10) ** -15)


def less_taylor(f, terms):
    """(f(t) - the first terms of its series) / t^their number."""
    return not_zero(lambda t: (f(t) - mpmath.polyval(terms[::-1], t)) / t ** len(terms))


def stirling(z):
    """What is missing in Stirling's formula for log Γ(x), times x, for z = 1 / x²."""
    if z < mpf(10) ** -12:
        return mpf(1) / 12 - z / 360
    x = 1 / mpmath.sqrt(z)
    return x * (mpmath.loggamma(x) - (x - mpf(1) / 2) * mpmath.log(x) + x - mpmath.log(2 * mpmath.pi) / 2)


def zeros_of_log_gamma():
    """Prints for zeros of log |Γ| near -n, a line for each: n, the distance from -n, the derivative, and the series of
    log |Γ(x)| + log |x + n| around the zero from the second power on; the first two in two parts."""
    def parts(x):
        return float(x), float(x - mpf(float(x)))
    for n in range(2, 17):
        for side in [1, -1] if n > 2 else [-1]:
            low = mpf(side) / mpmath.factorial(n) / 1000
            high = mpf(side) / 2 if n != 3 or side < 0 else mpf("0.4")
            for _ in range(230):
                middle = (low + high) / 2
                if abs(mpmath.gamma(middle - n)) > 1:
                    low = middle
                else:
                    high = middle
            x = low - n
            rest = [mpmath.polygamma(k - 1, x) / mpmath.factorial(k) - mpf(-1) ** k / k / low**k for k in range(2, 9)]
            print("   ", -n, *map(repr, parts(low)), *map(repr, parts(mpmath.digamma(x))), *(repr(float(c)) for c in rest))


def zeros_of_bessel():
    """Prints for the first three zeros of J0 and of J1, a line for each: the zero and the first two coefficients of the series
    around it, each in two parts, and the other coefficients."""
    def parts(x):
        return float(x), float(x - mpf(float(x)))
    for n in (0, 1):
        for k in (1, 2, 3):
            zero = mpmath.besseljzero(n, k)
            c = mpmath.taylor(lambda x: mpmath.besselj(n, x), zero, 24)
            print("   ", n, *map(repr, parts(zero) + parts(c[1]) + parts(c[2])), *(repr(float(v)) for v in c[3:]))


def bessel_phase(n):
    """How much the phase of J_n + i Y_n at x exceeds x - (n / 2 + 1/4) π, times x, less (4 n² - 1) / 8, times x²; for
    z = 1 / x²."""
    def f(z):
        x, first = 1 / mpmath.sqrt(z), mpf(4 * n * n - 1) / 8
        wave = mpmath.mpc(mpmath.besselj(n, x), mpmath.bessely(n, x))
        return (mpmath.arg(wave * mpmath.expj((mpf(n) / 2 + mpf(1) / 4) * mpmath.pi - x)) * x - first) / z
    return lambda z: f(z) if z > mpf(10) ** -10 else mpf((4 * n * n - 1) * (4 * n * n - 25)) / 384


def bessel_size(n):
    """By how much √(πx/2) |J_n + i Y_n| at x exceeds 1, times x², for z = 1 / x²."""
    def f(z):
        x = 1 / mpmath.sqrt(z)
        square = mpmath.besselj(n, x) ** 2 + mpmath.bessely(n, x) ** 2
        return (mpmath.sqrt(square * mpmath.pi * x / 2) - 1) / z
    return lambda z: f(z) if z > mpf(10) ** -10 else mpf(4 * n * n - 1) / 16


root2 = mpmath.sqrt(2)
half = mpmath.log(2) / 2 * mpf("1.0005")
exp = series(lambda k: 1 / mpmath.factorial(k + 2))
artanh = series(lambda k: mpf(2) / (2 * k + 3))
squares = ((root2 - 1) / (root2 + 1)) ** 2 * mpf("1.001")
sin = series(lambda k: (-1) ** (k + 1) / mpmath.factorial(2 * k + 3))
cos = series(lambda k: (-1) ** k / mpmath.factorial(2 * k + 4))
exact_quarter = (mpmath.pi / 2 * mpf("1.0001")) ** 2
eighth, quarter = (mpmath.pi / 4 * mpf("1.01")) ** 2, (mpmath.pi / 2 * mpf("1.13")) ** 2
asin = series(lambda k: mpmath.binomial(2 * k + 2, k + 1) / mpf(4) ** (k + 1) / (2 * k + 3))
atan = series(lambda k: mpf((-1) ** (k + 1)) / (2 * k + 3))
sinh = series(lambda k: 1 / mpmath.factorial(2 * k + 3))
erf_series = series(lambda k: (-1) ** k / mpmath.factorial(k) / (2 * k + 1))
log = lambda x: (mpmath.log1p(x) - x + x * x / 2) / x**3 if abs(x) > 1e-9 else mpf(1) / 3 - x / 4
erf = lambda z: 2 / mpmath.sqrt(mpmath.pi) * erf_series(z) - 1
log_erfc = lambda a: mpmath.log(mpmath.erfc(a), 2)
log_unit = lambda e: (mpmath.log1p(e) - e) / e**2 if e > 1e-8 else mpf(-1) / 2 + e / 3
half_turn = lambda z: power(1)(z) / mpmath.sinc(mpmath.sqrt(z))
log_gamma = mpmath.loggamma
log_gamma_one = less_taylor(lambda t: log_gamma(1 + t), [0, -mpmath.euler, mpmath.zeta(2) / 2])
log_gamma_two = less_taylor(lambda t: log_gamma(2 + t), [0, 1 - mpmath.euler, (mpmath.zeta(2) - 1) / 2])
gamma_two = less_taylor(lambda t: mpmath.gamma(2 + t), [1, 1 - mpmath.euler])
zero_of_digamma = mpmath.findroot(mpmath.digamma, mpf("1.4616321449683623"))
from_zero = not_zero(lambda d: mpmath.digamma(zero_of_digamma + d) / d)
digamma = lambda t: from_zero(mpf(7) / 4 - zero_of_digamma + t)
near_zero = lambda f: not_zero(lambda t: (t * t + mpf("1e-3")) * abs(t / f(t)))

FITS = [
    ("exp_f32", exp, 5, -half, half, power(2), True),
    ("exp_f64", exp, 10, -half, half, power(2)),
    ("exp_wide", exp, 6, -half, half, power(2)),
    ("expm1_f32", exp, 6, -half, half, power(1), True),
    ("expm1_f64", exp, 11, -half, half, power(1)),
    ("log_f32", log, 8, 1 / root2 - 1, root2 - 1, power(2), True),
    ("log_f64", artanh, 7, 0, squares, power(1)),
    ("log_wide", artanh, 4, 0, squares, power(1)),
    ("log_pair_f64", series(lambda k: mpf(2) / (2 * k + 5)), 8, 0, squares, power(2)),
    ("log1p_unit_f32", log_unit, 9, 0, 1, lambda e: e * e / mpmath.log1p(e) if e > 1e-9 else e, True),
    ("log1p_unit_f64", artanh, 10, 0, mpf(1) / 9, power(1)),
    ("half_turn_f32", sin, 5, 0, quarter, half_turn),
    ("half_turn_near_f32", sin, 4, 0, exact_quarter, half_turn, True),
    ("half_turn_f64", sin, 8, 0, exact_quarter, half_turn),
    ("sin_f64", sin, 6, 0, eighth, power(1)),
    ("cos_f64", cos, 6, 0, eighth, power(2)),
    ("sin_wide", sin, 4, 0, eighth, power(1)),
    ("cos_wide", cos, 3, 0, eighth, power(2)),
    ("asin_f64", asin, 13, 0, "0.2500001", power(1)),
    ("asin_wide", asin, 6, 0, "0.2500001", power(1)),
    ("atan_f64", atan, 11, 0, "0.1716", power(1)),
    ("atan_wide", atan, 5, 0, "0.1716", power(1)),
    ("sinh_wide", sinh, 4, 0, "1.001", power(1)),
    ("erf_f64", erf, 13, 0, "1.0001", one),
    ("erf_f32", erf, 7, 0, "1.0001", one, True),
    ("erf_exp_f32", log_erfc, 7, "0.99", "4.05", lambda a: mpmath.erfc(a), True),
    ("erf_exp2_f32", lambda f: mpf(2) ** f, 6, "-0.5003", "0.5003", one, True),
    ("erf_far_f64", lambda t: erfcx(1 / t - 3), 12, mpf(1) / 9, mpf(1) / 4, lambda t: mpmath.exp(-(1 / t - 3) ** 2)),
    ("erfcx_f64", erfc_factor, 25, -1, 1, one),
    ("erfcx_wide", erfc_factor, 13, -1, 1, one),
    ("erfinv_near", erfinv_near, 12, 0, "6.06", lambda w: 1 / erfinv_near(w)),
    ("erfinv_middle", lambda u: erfinv((u + 4) ** 2), 11, "-1.553", "2.11", lambda u: 1 / erfinv((u + 4) ** 2)),
    ("erfinv_far", lambda v: erfinv(1 / v**2) * v, 9, 1 / mpf("27.4"), 1 / mpf("6.08"), one),
    ("log_gamma_one", log_gamma_one, 21, "-0.2501", "0.5001", near_zero(lambda t: log_gamma(1 + t))),
    ("log_gamma_two", log_gamma_two, 18, "-0.5001", "0.5001", near_zero(lambda t: log_gamma(2 + t))),
    ("gamma_two", gamma_two, 17, "-0.5001", "0.5001", lambda t: t * t + mpf("1e-3")),
    ("digamma", digamma, 26, "-0.7501", "0.7501", lambda t: 1 / digamma(t)),
    ("stirling", stirling, 7, 0, 1 / mpf("143.8"), one),
    ("bessel_phase_0", bessel_phase(0), 11, 0, 1 / mpf("10.2") ** 2, lambda z: power(1)(z) / 10),
    ("bessel_size_0", bessel_size(0), 11, 0, 1 / mpf("10.2") ** 2, power(1)),
    ("bessel_phase_1", bessel_phase(1), 11, 0, 1 / mpf("10.2") ** 2, lambda z: power(1)(z) / 10),
    ("bessel_size_1", bessel_size(1), 11, 0, 1 / mpf("10.2") ** 2, power(1)),
]

for job in FITS:
    if len(sys.argv) < 2 or job[0] in sys.argv[1:]:
        fit(*job)
if len(sys.argv) < 2 or "log_gamma_zeros" in sys.argv[1:]:
    print("log_gamma_zeros")
    zeros_of_log_gamma()
if len(sys.argv) < 2 or "bessel_zeros" in sys.argv[1:]:
    print("bessel_zeros")
    zeros_of_bessel()
