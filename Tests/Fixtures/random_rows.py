"""Makes the fixtures of rows of likelihoods at random responses and linear predictors.

    python3 Tests/Fixtures/random_rows.py

writes Tests/GLMModelTests/Fixtures/random_rows.csv, every family through every link that it is fitted with. A line has
family, link, response, trials (0 for none), predictor, then the true loss, residual, expected and observed curvature,
and for loss, residual and observed curvature the size of what a rounding of the mean touches. Responses are near the
mean, by 1e-3 to 1e-15 of it, at the ends of their range, large and tiny; predictors run as far as a normal number can say.
And random_classes.csv, softmax of four classes: the class, three predictors, loss, residuals, packed curvature.
Predictors and responses are exact doubles, and what is beyond the range of a double is 0 or inf. Needs mpmath 1.3.
"""

import os
import random

import mpmath
from mpmath import mp, mpf

import probability_links

HERE = os.path.dirname(os.path.abspath(__file__))
FOLDER = os.path.join(HERE, "..", "GLMModelTests", "Fixtures")


def text(x):
    return repr(probability_links.rounded(mpf(x)))


def power_family(p):
    """Half the deviance, V and V' of the variance mu^p."""
    p = mpf(p)

    def half(y, mu):
        if p == 1:
            return (y * mp.log(y / mu) if y else 0) - (y - mu)
        if p == 2:
            return (y - mu) / mu - mp.log(y / mu)
        first = y * (y ** (1 - p) - mu ** (1 - p)) / (1 - p) if y and p else mpf(0)
        return (y - mu) ** 2 / 2 if p == 0 else first - (y ** (2 - p) - mu ** (2 - p)) / (2 - p)

    return half, lambda m: m**p, lambda m: p * m ** (p - 1)


def negative_binomial(theta):
    t = mpf(theta)
    return (lambda y, mu: (y * mp.log(y / mu) if y else 0) - (y + t) * mp.log((y + t) / (mu + t)),
            lambda m: m + m * m / t, lambda m: 1 + 2 * m / t)


def mean_of(link):
    """mu, mu', mu'' at a predictor."""
    if link == "log":
        return lambda x: (mp.exp(x),) * 3
    q = 1 / mpf(link)
    return lambda x: (x**q, q * x ** (q - 1), q * (q - 1) * x ** (q - 2))


def positive_row(family, link, y, x):
    half, variance, slope = family
    mean, first, second = mean_of(link)(x)
    v, dv = variance(mean), slope(mean)
    bend = (second * v - first * first * dv) / v**2
    expected = first * first / v
    return [half(y, mean), (y - mean) * first / v, expected, expected - (y - mean) * bend,
            abs(y - mean) * mean / v + mean * mean / v * mpf(2) ** -50, (abs(y) + mean) * abs(first) / v,
            expected + (abs(y) + mean) * abs(bend)]


def bernoulli_row(tails, s, n, x):
    f = n - s
    log_mean, log_complement, a, b, second_a, second_b = tails(x)
    loss = (s * (mp.log(s / n) - log_mean) if s else 0) + (f * (mp.log(f / n) - log_complement) if f else 0)
    residual = (s * a if s else 0) - (f * b if f else 0)
    observed = (s * second_a if s else 0) + (f * second_b if f else 0)
    steep = max(abs(a), abs(b))
    return [loss, residual, n * a * b, observed,
            0 if s == 0 or f == 0 else abs(residual) / steep + n * a * b / steep**2 * mpf(2) ** -50,
            abs(s * a) + abs(f * b), s * abs(second_a) + f * abs(second_b)]


POSITIVE = [("gaussian", power_family(0), "any"), ("poisson", power_family(1), "count"),
            ("quasi-poisson", power_family(1), "zero"), ("gamma", power_family(2), ""),
            ("inverse-gaussian", power_family(3), ""), ("tweedie:1.5", power_family(1.5), "zero"),
            ("tweedie:2.7", power_family(2.7), ""), ("tweedie:-1", power_family(-1), "zero"),
            ("negative-binomial:0.02", negative_binomial(0.02), "count"),
            ("negative-binomial:2", negative_binomial(2), "count"),
            ("negative-binomial:1000000000", negative_binomial(1e9), "count")]
LINKS = [("log", "log"), ("identity", 1), ("sqrt", 0.5), ("inverse", -1), ("inverse-square", -2), ("power:0.3", 0.3)]


def near(value):
    return float(value * (1 + random.choice([1, -1]) * mpf(10) ** random.uniform(-15, -3)))


def positive_rows(out):
    for name, family, kind in POSITIVE:
        for link_name, link in LINKS:
            for i in range(48):
                if link == "log":
                    x = [random.uniform(-3, 6), random.uniform(-700, 700), random.uniform(-40, 40), random.uniform(-1, 1)][i % 4]
                else:
                    x = [10 ** random.uniform(-2, 3), 10 ** random.uniform(-250, 250), 10 ** random.uniform(-15, 15), random.uniform(0.1, 9)][i % 4]
                mean = mean_of(link)(mpf(x))[0]
                y = [near(mean), near(mean), float(mean * mpf(10) ** random.uniform(-3, 3)),
                     10 ** random.uniform(-30, 16), 0.0][random.randrange(5)]
                if not 1e-300 < y < 1e300:
                    y = 10 ** random.uniform(-30, 16)
                if kind == "count":
                    y = float(round(min(y, 1e18))) if random.random() < 0.8 or y < 2**53 else 0.0
                if y == 0 and kind == "":
                    y = random.uniform(0.5, 2)
                if kind == "any" and random.random() < 0.2 and link_name == "identity":
                    y = -y
                if link_name == "identity" and kind == "any" and random.random() < 0.3:
                    x = -x
                    if x < 0:
                        # The identity takes every mean.
                        values = [(mpf(y) - mpf(x)) ** 2 / 2, mpf(y) - mpf(x), 1, 1, abs(mpf(y) - mpf(x)) * abs(mpf(x)), abs(y) + abs(x), 1]
                        out.write(",".join([name, link_name, repr(y), "0", repr(x)] + [text(v) for v in values]) + "\n")
                        continue
                values = positive_row(family, link, mpf(y), mpf(x))
                out.write(",".join([name, link_name, repr(y), "0", repr(x)] + [text(v) for v in values]) + "\n")


def bernoulli_rows(out):
    for name, (tails, predictors, switches) in probability_links.LINKS.items():
        candidates = [x for x in predictors(4000, switches) if (x == 0 or 1e-300 < abs(x) < 1e30) and x not in (0.0, 1.0)]
        count = 0
        while count < 110:
            x = random.choice(candidates)
            values = tails(mpf(x))
            if not all(mpmath.isfinite(v) for v in values):
                continue
            mean = mp.exp(values[0])
            n = [1.0, float(random.randrange(1, 30)), float(random.randrange(1, 10**15))][count % 3]
            s = [0.0, n, float(mp.nint(mean * n)), float(random.randrange(0, int(n) + 1))][random.randrange(4)]
            if 0 < s < n and random.random() < 0.6 and name in ("logit", "cloglog", "probit", "identity", "log"):
                # The predictor nearest to the saturated fit, or a little off it.
                p = mpf(s) / mpf(n)
                x = {"logit": lambda: mp.log(p / (1 - p)), "cloglog": lambda: mp.log(-mp.log1p(-p)), "identity": lambda: p,
                     "log": lambda: mp.log(p), "probit": lambda: mp.sqrt(2) * mp.erfinv(2 * p - 1)}[name]()
                x = float(x) if random.random() < 0.3 else near(x)
                if name in ("identity", "log") and not (0 < x < 1 if name == "identity" else x < 0):
                    continue
            values = bernoulli_row(tails, mpf(s), mpf(n), mpf(x))
            out.write(",".join(["bernoulli", name, repr(s), repr(n), repr(x)] + [text(v) for v in values]) + "\n")
            count += 1


def class_rows(out):
    for i in range(400):
        size = [1, 5, 40, 300][i % 4]
        x = [random.uniform(-size, size) for _ in range(3)]
        if i % 8 == 0:
            x[1] = near(mpf(x[0]))
        y = random.randrange(4)
        powers = [mp.mpf(1)] + [mp.exp(mpf(v)) for v in x]
        total = mp.fsum(powers)
        p = [v / total for v in powers]
        values = [-mp.log(p[y])] + [(1 if y == k else 0) - p[k] for k in (1, 2, 3)]
        for k in (1, 2, 3):
            values += [p[k] * ((1 if k == l else 0) - p[l]) for l in range(1, k + 1)]
        out.write(",".join([str(y)] + [repr(v) for v in x] + [text(v) for v in values]) + "\n")


if __name__ == "__main__":
    random.seed(2)
    HEADER = "family,link,response,trials,predictor,loss,residual,expected,observed,lossTerms,residualTerms,observedTerms\n"
    with open(os.path.join(FOLDER, "random_rows.csv"), "w") as out:
        out.write(HEADER)
        with mp.workdps(700):
            positive_rows(out)
        with mp.workprec(260):
            bernoulli_rows(out)
    with mp.workdps(700), open(os.path.join(FOLDER, "random_classes.csv"), "w") as out:
        out.write("class,x1,x2,x3,loss,r1,r2,r3,c11,c21,c22,c31,c32,c33\n")
        class_rows(out)
