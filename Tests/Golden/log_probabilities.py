"""Prints the constants of LogProbabilityTests.swift, by mpmath at 400 bits (needs mpmath)."""

import mpmath

mpmath.mp.prec = 400
mpf, lf = mpmath.mpf, lambda x: mpmath.loggamma(mpmath.mpf(x) + 1)

for k, mean in [(0, 3.5), (1, 0.25), (7, 12.5), (16, 10.0), (100, 150.0),
                (10**15 + 3 * 10**7, 1e15), (9 * 10**18 + 2**33, 9e18)]:
    print(k, mean, repr(float(k * mpmath.log(mpf(mean)) - mpf(mean) - lf(k))))
for k, n, p in [(0, 9, 0.3), (9, 9, 0.3), (4, 9, 0.3), (30, 100, 0.25), (500, 1000, 0.5),
                (2**40 + 2**20, 2**42, 0.25), (20, 2**60, 2.0**-56)]:
    q = 1 - mpf(p)
    log = lf(n) - lf(k) - lf(n - k) + k * mpmath.log(mpf(p)) + (n - k) * mpmath.log(q)
    print(k, n, p, repr(float(log)))
