"""Makes the fixtures of GLMModelTests: links in their tails and unit deviances, to 50 digits.

    python3 Tests/Fixtures/model_laws.py

writes Tests/GLMModelTests/Fixtures/probability_tails.csv (link, the predictor, then log mean, log complement, their
slopes a and b, and their curvatures A and B, as ProbabilityTails has them) and deviances.csv (family, response,
mean, unit deviance). Arguments are doubles in shortest round-trip form, values have 22 digits; what is beyond the
range of a double is 0 or inf. Needs mpmath 1.3.
"""

import os

import mpmath
from mpmath import mp, mpf

mp.dps = 50
HERE = os.path.dirname(os.path.abspath(__file__))
FOLDER = os.path.join(HERE, "..", "GLMModelTests", "Fixtures")
SMALL = [1e-8, 1e-3, 0.03, 0.2, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 5.5]
REAL = sorted({s * v for v in SMALL + [7.5, 9.0, 10.5, 12.0, 15.0, 25.0, 29.0, 30.0, 37.0, 40.0, 100.0, 350.0, 700.0] for s in (1, -1)} | {0.0})
NEGATIVE = sorted(-v for v in SMALL + [15.0, 40.0, 100.0, 700.0])
UNIT = [1e-300, 1e-40, 1e-8, 1e-3, 0.1, 0.3, 0.5, 0.7, 0.9, 0.999, 1 - 1e-8, 1 - 2.0**-52]


def text(x):
    if x != 0 and abs(x) < mpf(10) ** -330:
        x = mpf(0)
    if abs(x) > mpf(10) ** 309:
        return "-inf" if x < 0 else "inf"
    return mpmath.nstr(x, 22, strip_zeros=True, min_fixed=-4, max_fixed=4)


def logit(x):
    p, q = 1 / (1 + mpmath.exp(-x)), 1 / (1 + mpmath.exp(x))
    return mpmath.log(p), mpmath.log(q), q, p, p * q, p * q


def probit(x):
    def side(z):
        tail = mpmath.erfc(-z / mpmath.sqrt(2)) / 2
        hazard = mpmath.exp(-z * z / 2) / mpmath.sqrt(2 * mpmath.pi) / tail
        return mpmath.log(tail), hazard, hazard * (hazard + z)

    log_mean, a, second_a = side(x)
    log_complement, b, second_b = side(-x)
    return log_mean, log_complement, a, b, second_a, second_b


def cloglog(x):
    t = mpmath.exp(x)
    if t > 1e6:
        return mpf(0), -t, mpf(0), t, mpf(0), t
    a = t / mpmath.expm1(t)
    return mpmath.log(-mpmath.expm1(-t)), -t, a, t, a * (a - 1 + t), t


def identity(x):
    return mpmath.log(x), mpmath.log1p(-x), 1 / x, 1 / (1 - x), 1 / x**2, 1 / (1 - x) ** 2


def log(x):
    b = 1 / mpmath.expm1(-x)
    return x, mpmath.log(-mpmath.expm1(x)), mpf(1), b, mpf(0), b * (1 + b)


def poisson(y, mu):
    return 2 * ((y * mpmath.log(y / mu) if y else 0) - (y - mu))


def bernoulli(y, mu):
    first = y * mpmath.log(y / mu) if y else 0
    second = (1 - y) * mpmath.log((1 - y) / (1 - mu)) if y != 1 else 0
    return 2 * (first + second)


def negative_binomial(y, mu, theta=2):
    first = y * mpmath.log(y / mu) if y else 0
    return 2 * (first - (y + theta) * mpmath.log((y + theta) / (mu + theta)))


def gaussian(y, mu):
    return (y - mu) ** 2


LINKS = [("logit", logit, REAL), ("probit", probit, REAL), ("cloglog", cloglog, REAL), ("identity", identity, UNIT),
         ("log", log, NEGATIVE)]
COUNTS = [0.0, 1.0, 2.0, 7.0, 100.0, 12345.0]
MEANS = [1e-100, 1e-8, 1e-3, 0.3, 0.999, 1.001, 2.0000001, 6.9, 50.0, 130.0, 12000.0, 1e6]
FAMILIES = [
    ("gaussian", gaussian, [-1e5, -1.0, 0.0, 0.3, 7.0], [-1e6, -1.0000001, 0.2, 1e4]),
    ("bernoulli", bernoulli, [0.0, 0.2, 0.5, 1.0], [1e-8, 1e-3, 0.2000001, 0.3, 0.5, 0.9, 0.999, 1 - 2.0**-30]),
    ("poisson", poisson, COUNTS, MEANS),
    ("negative-binomial", negative_binomial, COUNTS, MEANS),
]

with mp.workdps(700), open(os.path.join(FOLDER, "probability_tails.csv"), "w") as out:
    out.write("link,predictor,logMean,logComplement,a,b,A,B\n")
    for name, link, grid in LINKS:
        for x in grid:
            out.write(",".join([name, repr(x)] + [text(v) for v in link(mpf(x))]) + "\n")

with mp.workdps(400), open(os.path.join(FOLDER, "deviances.csv"), "w") as out:
    out.write("family,response,mean,deviance\n")
    for name, deviance, responses, means in FAMILIES:
        for y in responses:
            for mu in means:
                out.write(f"{name},{y!r},{mu!r},{text(deviance(mpf(y), mpf(mu)))}\n")
