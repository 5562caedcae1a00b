"""Makes Tests/GLMModelTests/Fixtures/precise_rows.csv: residuals at linear predictors in twice the precision.

    python3 Tests/Fixtures/precise_rows.py

Lines are family and link, the response, the predictor and its low part, the loss, the residual as high and low double,
and the size of the terms that the residual is the difference of. Responses are near the mean, by 1e-18 to 1 of it, and
far from it. Needs mpmath 1.3.
"""

import math
import os
import random

from mpmath import mp, mpf

mp.dps = 80
random.seed(4)
HERE = os.path.dirname(os.path.abspath(__file__))
PATH = os.path.join(HERE, "..", "GLMModelTests", "Fixtures", "precise_rows.csv")


def power(p):
    """Half the deviance and V of the variance mu^p."""
    p = mpf(p)

    def half(y, mu):
        if p == 1:
            return (y * mp.log(y / mu) if y else 0) - (y - mu)
        if p == 2:
            return (y - mu) / mu - mp.log(y / mu)
        first = y * (y ** (1 - p) - mu ** (1 - p)) / (1 - p) if y else mpf(0)
        return first - (y ** (2 - p) - mu ** (2 - p)) / (2 - p)

    return half, lambda mu: mu**p


def gaussian():
    return lambda y, mu: (y - mu) ** 2 / 2, lambda mu: mpf(1)


def negative_binomial(theta):
    theta = mpf(theta)

    def half(y, mu):
        return (y * mp.log(y / mu) if y else 0) - (y + theta) * mp.log((y + theta) / (mu + theta))

    return half, lambda mu: mu + mu * mu / theta


CASES = [
    ("poisson", power(1), True, True), ("quasi-poisson", power(1), False, True), ("gamma", power(2), False, False),
    ("inverse-gaussian", power(3), False, False), ("tweedie:1.5", power(1.5), False, True),
    ("tweedie:2.7", power(2.7), False, False), ("gaussian", gaussian(), False, True),
    ("negative-binomial:2", negative_binomial(2), True, True), ("negative-binomial:1000000000", negative_binomial(1e9), True, True),
]
with open(PATH, "w") as out:
    out.write("family,response,predictor,low,loss,residualHigh,residualLow,terms\n")
    for name, (half, variance), is_count, takes_zero in CASES:
        for i in range(80):
            predictor = [random.uniform(-3, 5), random.uniform(20, 36), random.uniform(-20, 40), random.uniform(-1, 1)][i % 4]
            low = random.uniform(-0.5, 0.5) * math.ulp(predictor)
            mu = mp.exp(mpf(predictor) + mpf(low))
            y = float(mu * (1 + random.choice([1, -1]) * mpf(10) ** random.uniform(-18, 1)))
            y = abs(y)
            if is_count:
                y = float(round(y))
            if i % 11 == 0 or y == 0:
                y = 0.0 if takes_zero else y
            if is_count or i % 4 == 1:
                # The predictor nearest to the response.
                if y > 0 and i % 3 == 0:
                    predictor = float(mp.log(mpf(y)))
                    low = float((mp.log(mpf(y)) - mpf(predictor)) * (1 + mpf(10) ** random.uniform(-12, 0)))
                    mu = mp.exp(mpf(predictor) + mpf(low))
            residual = (mpf(y) - mu) * mu / variance(mu)
            high = float(residual)
            values = [y, predictor, low, float(half(mpf(y), mu)), high, float(residual - high), float((abs(mpf(y)) + mu) * mu / variance(mu))]
            out.write(",".join([name] + [repr(v) for v in values]) + "\n")
