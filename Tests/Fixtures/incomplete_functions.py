"""Makes the fixture of the incomplete gamma and beta functions: to 22 digits at the doubles they are asked at.

    python3 Tests/Fixtures/incomplete_functions.py

writes Tests/GLMAlgebraTests/Fixtures/incomplete_functions.csv. Lines are function,a,b,x,value, b empty for gamma:

    lower, upper, logLower, logUpper   regularized incomplete gamma functions P(a, x), Q(a, x) and their logarithms
    gammaLower, gammaUpper             the x with P(a, x), Q(a, x) equal to the double in column x
    beta, logBeta                      I_x(a, b) and its logarithm
    betaLower                          the x with I_x(a, b) equal to the double in column x

Arguments are doubles in shortest round-trip form. Needs mpmath 1.3; random points have seed 20250117. The functions are
summed from series of positive terms in 40 digits and more, with as many more as the tail has zeros. Takes a few minutes.
"""

import csv
import math
import os
import random

import mpmath
from mpmath import mp, mpf

mp.dps = 40
random.seed(20250117)
HERE = os.path.dirname(os.path.abspath(__file__))
PATH = os.path.join(HERE, "..", "GLMAlgebraTests", "Fixtures", "incomplete_functions.csv")


def gamma_kernel(a, x):
    """x^a e^-x / Gamma(a + 1)."""
    return mpmath.exp(a * mpmath.log(x) - x - mpmath.loggamma(a + 1))


def gamma_lower(a, x):
    """P from the series sum x^n/((a + 1) ... (a + n)), all of whose terms are positive."""
    term = total = mpf(1)
    n = 0
    while term > total * mpf(10) ** -(mp.dps + 3) or x > a + n:
        n += 1
        term *= x / (a + n)
        total += term
    return gamma_kernel(a, x) * total


def gamma_upper(a, x):
    """Q by Legendre's continued fraction, evaluated with Lentz's method, or as 1 - P with the digits that it takes."""
    if x < a + 1 or x < 2:
        guess = mpmath.fabs(mpmath.log10(gamma_kernel(a, x) * a / (x + 1) + mpf(10) ** -400)) if x > a else mpf(0)
        with mp.workdps(int(mp.dps + 20 + guess)):
            return 1 - gamma_lower(mpf(a), mpf(x))
    tiny = mpf(10) ** -(3 * mp.dps)
    b = x + 1 - a
    c = 1 / tiny
    d = 1 / b
    h = d
    for i in range(1, 10**6):
        an = -i * (i - a)
        b += 2
        d = 1 / (an * d + b or tiny)
        c = b + an / c or tiny
        h *= d * c
        if abs(d * c - 1) < mpf(10) ** -(mp.dps + 2):
            return gamma_kernel(a, x) * a * h
    raise ArithmeticError((a, x))


def beta_lower(a, b, x):
    """I_x(a, b) for x up to the mean, by the series of positive terms with ratios (a + b + n)/(a + 1 + n) x."""
    if x > a / (a + b):
        with mp.workdps(mp.dps + 320):
            return 1 - beta_lower(mpf(b), mpf(a), 1 - mpf(x))
    term = total = mpf(1)
    n = 0
    while True:
        ratio = (a + b + n) / (a + 1 + n) * x
        term *= ratio
        total += term
        n += 1
        if ratio < 1 and term * ratio / (1 - ratio) < total * mpf(10) ** -28:
            break
    log = a * mpmath.log(x) + b * mpmath.log1p(-x)
    log -= mpmath.loggamma(a) + mpmath.loggamma(b) - mpmath.loggamma(a + b) + mpmath.log(a)
    return mpmath.exp(log) * total


def check():
    with mp.workdps(40):
        for a, x in ((mpf(3), mpf(2)), (mpf("0.3"), mpf(5)), (mpf(40), mpf(50)), (mpf("0.01"), mpf("0.1"))):
            assert abs(gamma_lower(a, x) / mpmath.gammainc(a, 0, x, regularized=True) - 1) < mpf(10) ** -30
            assert abs(gamma_upper(a, x) / mpmath.gammainc(a, x, mp.inf, regularized=True) - 1) < mpf(10) ** -30
        for a, b, x in ((mpf(3), mpf(2), mpf("0.2")), (mpf("0.3"), mpf(7), mpf("0.9")), (mpf(40), mpf("0.5"), mpf("0.95"))):
            assert abs(beta_lower(a, b, x) / mpmath.betainc(a, b, 0, x, regularized=True) - 1) < mpf(10) ** -20


def solve(function, value, start, log_scale=True):
    """Newton's method with numerical derivatives, on the logarithm of the function."""
    with mp.workdps(40):
        x = mpmath.log(start) if log_scale else mpf(start)
        target = mpmath.log(value)
        f = lambda v: mpmath.log(function(mpmath.exp(v))) - target
        return mpmath.exp(mpmath.findroot(f, (x, x + mpf("0.001")), solver="secant", tol=mpf(10) ** -50, maxsteps=60))


def near(a, z):
    """A point about z standard deviations from the mean, on the scale of the cube root."""
    root = 1 - 1 / (9 * a) + z / (3 * math.sqrt(a))
    return a * root**3 if root > 0.05 else None


def gamma_rows():
    shapes = [1e-6, 1e-3, 0.03, 0.2, 0.5, 0.9, 1.0, 1.3, 2.0, 3.7, 10.0, 33.3, 137.0, 1000.0, 12345.6, 1e6, 1e9]
    for a in shapes:
        points = [near(a, z) for z in (-30, -9, -4, -2, -1, -0.3, -1e-3, 0, 1e-3, 0.3, 1, 2, 4, 9, 30) if a > 0.1 and (a < 1e8 or abs(z) in (1, 4))]
        points += [a * r for r in (1e-3, 0.1, 0.5, 0.999, 1.0, 1.001, 2.0, 5.0)] if a < 2000 else []
        points += [1e-12, 1e-5, 0.01, 0.3, 0.69, 0.71, 1.5, 8.0, 60.0, 600.0] if a < 50 else []
        points += [random.uniform(0.3, 2) * a for _ in range(4)] if a < 500 else []
        for x in points:
            if x is None or not x > 0:
                continue
            p, q = gamma_lower(mpf(a), mpf(x)), gamma_upper(mpf(a), mpf(x))
            for name, value, other in (("lower", p, q), ("upper", q, p)):
                if value > mpf(10) ** -306:
                    yield name, a, "", x, value
                if (value < mpf(10) ** -280 or random.random() < 0.2) and other > mpf(10) ** -300:
                    yield "log" + name.capitalize(), a, "", x, mpmath.log(value) if value < 0.5 else mpmath.log1p(-other)
        if 0.02 < a < 2e4:
            for tail in (1e-290, 1e-40, 1e-9, 0.001, 0.025, 0.3, 0.5):
                z = -math.sqrt(-2 * math.log(tail)) if tail < 0.3 else 0.0
                low = (mpf(tail) * mpmath.gamma(mpf(a) + 1)) ** (1 / mpf(a))
                if low > mpf(10) ** -300:
                    start = near(a, z + 1 / (1 - z)) if a > 20 else low
                    yield "gammaLower", a, "", tail, solve(lambda x: gamma_lower(mpf(a), x), mpf(tail), start or low)
                start = near(a, -z) if a > 1 else -math.log(tail) * 1.2
                yield "gammaUpper", a, "", tail, solve(lambda x: gamma_upper(mpf(a), x), mpf(tail), start)


def beta_rows():
    sizes = [0.03, 0.3, 0.5, 1.0, 1.7, 4.0, 25.0, 300.0, 2000.0, 1e5]
    for a in sizes:
        for b in sizes:
            # The series is long where one is large and the other small.
            if max(a, b) ** 2 / min(a, b) > 1e8 and max(a, b) > 1e4:
                continue
            mean = a / (a + b)
            deviation = math.sqrt(a * b / (a + b + 1)) / (a + b)
            points = [mean + z * deviation for z in (-25, -8, -3, -1, -0.1, 0, 0.1, 1, 3, 8, 25)]
            points += [mean * 0.5, mean * 1e-3, 1 - (1 - mean) * 0.5]
            for x in random.sample(points, 7):
                if not 0 < x < 1 or (1 - x) * 2**53 < 1000 and b < 1e3:
                    continue
                value = beta_lower(mpf(a), mpf(b), mpf(x))
                if value > mpf(10) ** -306:
                    yield "beta", a, b, x, value
                if value < mpf(10) ** -280 or value < 0.9 and random.random() < 0.25:
                    yield "logBeta", a, b, x, mpmath.log(value)
            if max(a, b) < 500 and max(a, b) / min(a, b) < 200:
                tail = random.choice([1e-40, 1e-9, 0.001, 0.025, 0.3, 0.5, 0.9])
                with mp.workdps(30):
                    low, high = mpf(-700), mpf(60)
                    for _ in range(45):
                        middle = (low + high) / 2
                        if beta_lower(mpf(a), mpf(b), 1 / (1 + mpmath.exp(-middle))) < tail:
                            low = middle
                        else:
                            high = middle
                    if low > -690 and high < 30:
                        with mp.workdps(40):
                            f = lambda v: mpmath.log(beta_lower(mpf(a), mpf(b), 1 / (1 + mpmath.exp(-v))) / mpf(tail))
                            v = mpmath.findroot(f, (low, low + mpf(10) ** -9), solver="secant", tol=mpf(10) ** -40)
                            yield "betaLower", a, b, tail, 1 / (1 + mpmath.exp(-v))


check()
with open(PATH, "w", newline="") as file:
    out = csv.writer(file, lineterminator="\n")
    out.writerow(["function", "a", "b", "x", "value"])
    count = 0
    for rows in (gamma_rows(), beta_rows()):
        for function, a, b, x, value in rows:
            out.writerow([function, repr(a), repr(b) if b != "" else "", repr(x), mpmath.nstr(value, 22)])
            count += 1
print(count, "lines")
