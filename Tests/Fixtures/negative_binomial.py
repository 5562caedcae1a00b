#!/usr/bin/env python3
"""The truth of Tests/Outside: a negative binomial model with theta = 2 and log link, in 60 digits (mpmath).

Prints the constants of NegativeBinomialTruth.swift. Run: python3 Tests/Fixtures/negative_binomial.py
"""
from mpmath import mp, mpf, exp, log, matrix, lu_solve, inverse, sqrt

mp.dps = 60
y = [mpf(v) for v in [0, 1, 0, 2, 1, 0, 0, 1, 3, 0, 1, 0, 0, 2, 0, 1, 0, 0, 0, 1, 0, 1, 0, 0]]
x = [mpf(i % 7 - 3) for i in range(24)]
theta = mpf(2)
b = matrix([mpf(0), mpf(0)])
for _ in range(200):
    h, g = matrix(2, 2), matrix(2, 1)
    for yi, xi in zip(y, x):
        mu = exp(b[0] + b[1] * xi)
        w = mu / (1 + mu / theta)
        r = (yi - mu) / (1 + mu / theta)
        for i, u in enumerate((1, xi)):
            g[i] += r * u
            for j, v in enumerate((1, xi)):
                h[i, j] += w * u * v
    step = lu_solve(h, g)
    b += step
    if max(abs(s) for s in step) < mpf(10) ** -50:
        break
cov = inverse(h)
dev = mpf(0)
for yi, xi in zip(y, x):
    mu = exp(b[0] + b[1] * xi)
    dev += 2 * ((yi * log(yi / mu) if yi > 0 else 0) - (yi + theta) * log((yi + theta) / (mu + theta)))
for name, value in [("intercept", b[0]), ("slope", b[1]), ("interceptError", sqrt(cov[0, 0])),
                    ("slopeError", sqrt(cov[1, 1])), ("deviance", dev)]:
    print(f"  static let {name} = {mp.nstr(value, 20)}")
