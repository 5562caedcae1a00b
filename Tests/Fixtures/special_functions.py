"""Makes the fixtures of GLMAlgebraTests: special functions to 50 digits at the doubles they are asked at.

    python3 Tests/Fixtures/special_functions.py

writes Tests/GLMAlgebraTests/Fixtures/special_functions.csv and student_t.csv. Lines are
function,argument,second argument or nothing,value: arguments in shortest round-trip form, values to 22 digits.
Needs mpmath 1.3; works with 50 digits and more where terms cancel; random points have seed 20240611.
Takes about a minute.
"""

import csv
import math
import os
import random

import mpmath
from mpmath import mp, mpf

DIGITS = 50
mp.dps = DIGITS
random.seed(20240611)
HERE = os.path.dirname(os.path.abspath(__file__))
FOLDER = os.path.join(HERE, "..", "GLMAlgebraTests", "Fixtures")


def signed(values):
    return sorted({s * v for v in values for s in (1, -1)})


def log_uniform(low, high, count):
    return [math.exp(random.uniform(math.log(low), math.log(high))) for _ in range(count)]


POWERS = [2.0**k for k in (-1000, -200, -60, -53, -30, -27, -20, -10, -5, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6, 8, 9)]


# Elementary forms.


def log_one_plus_exp(x):
    return mpmath.log1p(mpmath.exp(x))


def log_one_minus_exp(x):
    with mp.workdps(DIGITS + 400):
        return mpmath.log(-mpmath.expm1(x))


def logistic(x):
    return 1 / (1 + mpmath.exp(-x))


def log_sum_exp(a, b):
    return max(a, b) + mpmath.log1p(mpmath.exp(-abs(a - b)))


def excess_over_log(x):
    with mp.workdps(700):
        return x - mpmath.log1p(x)


def log_gamma(x):
    with mp.workdps(DIGITS + 30):
        return mpmath.loggamma(x)


def stirling_correction(x):
    with mp.workdps(DIGITS + 60):
        return mpmath.loggamma(x) - (x - mpf(1) / 2) * mpmath.log(x) + x - mpmath.log(2 * mp.pi) / 2


def log_beta(a, b):
    with mp.workdps(DIGITS + 60):
        return mpmath.loggamma(a) + mpmath.loggamma(b) - mpmath.loggamma(a + b)


def log_binomial(n, k):
    with mp.workdps(DIGITS + 60):
        return mpmath.loggamma(n + 1) - mpmath.loggamma(k + 1) - mpmath.loggamma(n - k + 1)


# The normal distribution.


def normal_density(x):
    return mpmath.exp(-x * x / 2) / mpmath.sqrt(2 * mp.pi)


def normal_upper_tail(x):
    return mpmath.erfc(x / mpmath.sqrt(2)) / 2


def normal_hazard_excess(x):
    if x < 100:
        return normal_density(x) / normal_upper_tail(x) - x
    value = mpf(0)  # Laplace's continued fraction, which at x = 100 has 50 digits after 60 terms
    for n in range(120, 0, -1):
        value = n / (x + value)
    return value


def normal_hazard(x):
    return x + normal_hazard_excess(x) if x > 0 else normal_density(x) / normal_upper_tail(x)


def normal_log_upper_tail(x):
    if x < 0:
        with mp.workdps(DIGITS + 400):
            return mpmath.log1p(-normal_upper_tail(-x))
    return mpmath.log(normal_density(x)) - mpmath.log(normal_hazard(x))


def normal_quantile_upper(q):
    """The x with upper tail q, by Newton's method on the log of the tail."""
    if q == mpf(1) / 2:
        return mpf(0)
    if q > mpf(1) / 2:
        return -normal_quantile_upper(1 - q)
    with mp.workdps(DIGITS + 20):
        x = mpf(0)
        for _ in range(200):
            step = (mpmath.log(normal_upper_tail(x)) - mpmath.log(q)) / normal_hazard(x)
            x += step
            if abs(step) < mpf(10) ** -(DIGITS + 5):
                return x
    raise ArithmeticError(f"no normal quantile at {q}")


# Student's t distribution.


def t_density(df, t):
    with mp.workdps(mp.dps + 60):
        log_peak = mpmath.loggamma((df + 1) / 2) - mpmath.loggamma(df / 2) - mpmath.log(df * mp.pi) / 2
        return mpmath.exp(log_peak - (df + 1) / 2 * mpmath.log1p(t * t / df))


def t_upper_tail(df, t):
    """From a series of positive terms in either direction, which mpmath's incomplete beta function is not used for."""
    if t < 0:
        return 1 - t_upper_tail(df, -t)
    if t == 0:
        return mpf(1) / 2
    z = df / (df + t * t)
    if z < 0.9:
        # ½ I_z(ν/2, ½) = t f(t)/ν Σ Π ((ν + 1)/2 + j)/(ν/2 + 1 + j) zⁱ
        term = total = mpf(1)
        i = 0
        while term > total * mpf(10) ** -(mp.dps + 5):
            term *= ((df + 1) / 2 + i) / (df / 2 + 1 + i) * z
            total += term
            i += 1
        return t * t_density(df, t) / df * total
    rough = -mpmath.log10(t_density(df, t) * min(t, 1 / t)) if t > 1 else mpf(1)
    with mp.workdps(int(mp.dps + rough + 20)):
        w = t * t / (df + t * t)
        term = total = mpf(1)
        i = 0
        while term > total * mpf(10) ** -(mp.dps + 5):
            term *= ((df + 1) / 2 + i) / (mpf(3) / 2 + i) * w
            total += term
            i += 1
        return mpf(1) / 2 - t * t_density(df, t) * total


def t_quantile_upper(df, q, start):
    with mp.workdps(32):
        t = mpf(start)
        for _ in range(200):
            tail = t_upper_tail(df, t)
            step = mpmath.log(tail / q) * tail / (t * t_density(df, t))
            t *= mpmath.exp(max(min(step, mpf(3)), mpf(-3)))
            if abs(step) < mpf(10) ** -26:
                return t
    raise ArithmeticError(f"no t quantile at {df}, {q}")


def t_with_tail_near(df, p):
    """A t whose upper tail is very roughly p: the smaller of Wallace's approximation and the power law's bound."""
    z = float(normal_quantile_upper(mpf(p))) * (8 * df + 3) / (8 * df + 1)
    wallace = 0.5 * math.log(df) + (math.log(math.expm1(z * z / df)) if z * z / df < 500 else z * z / df) / 2
    power = (0.5 * (df - 1) * math.log(df) - math.log(p) + float(mpmath.log(t_density(mpf(df), mpf(0))))) / df
    s = min(wallace, power) if df >= 2 else power if p < 0.1 else wallace
    return math.exp(s) if s < 600 else None


def check():
    """The references against other methods of mpmath, where those work."""
    with mp.workdps(40):
        for df, t in ((mpf(3), mpf(2)), (mpf("0.5"), mpf(100)), (mpf(30), mpf("0.7")), (mpf(200), mpf(4))):
            integral = mpmath.quad(lambda s: t_density(df, s), [t, 2 * t, 4 * t, 16 * t, 256 * t, mp.inf])
            beta = mpmath.betainc(df / 2, mpf(1) / 2, 0, df / (df + t * t), regularized=True) / 2
            assert abs(beta / t_upper_tail(df, t) - 1) < mpf(10) ** -30, (df, t)
            assert abs(integral / t_upper_tail(df, t) - 1) < mpf(10) ** -6, (df, t)
        assert abs(t_upper_tail(mpf(1), mpf(1)) - mpf(1) / 4) < mpf(10) ** -35
        for x in (mpf(99), mpf(99.5)):
            fraction = mpf(0)
            for n in range(120, 0, -1):
                fraction = n / (x + fraction)
            assert abs(fraction / normal_hazard_excess(x) - 1) < mpf(10) ** -30


def special_rows():
    def rows(name, function, arguments):
        for x in arguments:
            yield name, x, "", function(mpf(x))

    def pairs(name, function, arguments):
        for x, y in arguments:
            yield name, x, y, function(mpf(x), mpf(y))

    wide = signed(POWERS + log_uniform(1e-18, 700, 40))
    yield from rows("logOnePlusExp", log_one_plus_exp, wide)
    yield from rows("logistic", logistic, wide)
    yield from rows("logOneMinusExp", log_one_minus_exp, [x for x in wide if x < 0] + [-0.6931471805599453, -0.69])
    sums = [(random.uniform(-50, 50), random.uniform(-50, 50)) for _ in range(30)]
    sums += [(-0.6931471805599453, -0.6931471805599453), (700.5, 701.25), (-1e300, 1e300), (-800.0, -801.5)]
    yield from pairs("logSumExp", log_sum_exp, sums)
    yield from rows("excessOverLog", excess_over_log,
                    [x for x in wide if x > -1] + log_uniform(0.1, 5, 60) + [-x for x in log_uniform(0.01, 1, 60)]
                    + [-0.5, 1.0, math.nextafter(-0.5, -1), math.nextafter(1, 0), -1 + 2.0**-53, 1e300])
    gammas = POWERS + log_uniform(1e-3, 20, 120) + log_uniform(20, 1e15, 40) + [1e300, 2.5e305]
    gammas += [b + s * 2.0**-k for b in (1, 2) for s in (1, -1) for k in (3, 5, 9, 14, 20, 30, 40, 50)]
    gammas += [3.0, 0.5, math.nextafter(3, 0), math.nextafter(1, 0), math.nextafter(2, 0), math.nextafter(0.5, 0)]
    yield from rows("logGamma", log_gamma, sorted(set(gammas)))
    yield from rows("stirlingCorrection", stirling_correction,
                    log_uniform(1e-3, 1, 20) + log_uniform(1, 8, 40) + log_uniform(8, 1e8, 30) + [1.0, 3.0, 8.0, 1e15])
    betas = [(a, b) for a in (1e-6, 0.3, 0.5, 1.0, 2.5, 9.0, 1e3, 1e9) for b in (0.5, 3.25, 17.0, 1e4, 1e8, 1e15)]
    yield from pairs("logBeta", log_beta, betas)
    binomials = [(float(n), float(k)) for n in (1, 2, 3, 4, 5, 7, 10, 16, 23) for k in range(n + 1) if k in (0, 1, 2, 3, 4, 8, 11, n)]
    for n in (50, 100, 1000, 12345, 10**6, 10**9, 2**40, 10**13, 2**53):
        binomials += [(float(n), float(k)) for k in {1, 2, 3, 7, 30, n // 1000, n // 3, n // 2, n - 5} if 0 <= k <= n]
    binomials += [(n, random.uniform(0.01, 0.99) * n) for n in log_uniform(0.5, 1e6, 30)]
    binomials += [(n, k) for n in (1.5, 3.0, 10.0, 1e5, 1e10) for k in (0.002, 0.25, 0.75, 1.25) if k < n]
    yield from pairs("logBinomial", log_binomial, sorted(set(binomials)))

    normals = signed([p for p in POWERS if p <= 32] + [0.0, 3.0, 37.0, 37.5, 38.0] + log_uniform(1e-4, 37, 90)
                     + [random.uniform(0, 37.4) for _ in range(50)] + [math.nextafter(3, 0), math.nextafter(8, 0)])
    yield from rows("normalDensity", normal_density, normals[::3])
    yield from rows("normalUpperTail", normal_upper_tail, normals)
    huge = log_uniform(40, 700, 20) + [1e3, 12345.678, 1e6, 1e8, 2.0**30]
    yield from rows("normalLogUpperTail", normal_log_upper_tail, [x for x in normals if x > -37.4] + huge)
    yield from rows("normalHazard", normal_hazard, normals + huge)
    yield from rows("normalExcess", normal_hazard_excess, normals + huge + [-x for x in huge])
    tails = log_uniform(1e-300, 0.5, 60) + log_uniform(1e-20, 0.5, 60) + [random.random() for _ in range(80)]
    tails += [0.1, 0.9, 0.25, 0.5, 0.75, 0.975, 0.025, math.nextafter(0.1, 0), math.nextafter(0.5, 0), 0.5 + 2.0**-52, 0.5 - 1e-9]
    tails += [2.0**-k for k in (3, 4, 10, 46, 47, 53, 100, 1000, 1022, 1060, 1074)] + [1 - 2.0**-53, 1 - 1e-10]
    yield from rows("normalQuantileUpper", normal_quantile_upper, tails)


def student_rows():
    freedoms = [0.5, 0.7, 1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 7.3, 10.0, 19.0, 30.0, 50.0, 100.0, 137.035, 300.0, 1000.0,
                12345.6, 1e5, 1e6, 1e7, 1e9, 1e12, 1e15]
    for df in freedoms:
        v = mpf(df)
        levels = [10 ** -random.uniform(0.31, 300) for _ in range(12)] + [10 ** -random.uniform(0.31, 12) for _ in range(10)]
        points = [t_with_tail_near(df, p) for p in levels + [1e-99, 3e-300]]
        middle = math.sqrt(1.5 * df / (df + 1))
        points += [1e-300, 1e-10, 2.0**-30, 0.01, 0.3, 1.0, 2.0, middle, middle * (1 - 1e-9), middle * (1 + 1e-9), 1.9599]
        if df < 20:
            points += [1e15, 1e100 if df < 3 else 1e20]
        if df < 2:
            points += [1e160, 1e200]
        for t in points:
            if t is None:
                continue
            p = t_upper_tail(v, mpf(t))
            if p < mpf(10) ** -306:
                continue
            yield "upperTail", df, t, p
            if 0.001 < t < 10:
                yield "upperTail", df, -t, 1 - p
                yield "logUpperTail", df, -t, mpmath.log1p(-p)
            if p > 1e-3 or p < 1e-280:
                yield "logUpperTail", df, t, mpmath.log(p)
            if random.random() < 0.3:
                yield "density", df, t, t_density(v, mpf(t))
        for t in ((40.0, 100.0, 1e4) if df >= 300 else (1e200,) if df >= 2 else ()):
            if df < 2e4 or t < 1e3:
                yield "logUpperTail", df, t, mpmath.log(t_upper_tail(v, mpf(t)))
        for q in [10 ** -random.uniform(0.31, 307) for _ in range(6)] + [10 ** -random.uniform(0.31, 8) for _ in range(6)] + [
                0.4999999, 0.45, 0.25, 0.1, 0.05, 0.025, 0.005, 2.0**-20]:
            start = t_with_tail_near(df, q)
            if start is not None:
                yield "quantileUpper", df, q, t_quantile_upper(v, mpf(q), start)


def write(name, rows):
    path = os.path.join(FOLDER, name)
    with open(path, "w", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["function", "first", "second", "value"])
        count = 0
        for function, x, y, value in rows:
            out.writerow([function, repr(x), repr(y) if y != "" else "", mpmath.nstr(value, 22)])
            count += 1
    print(name, count, "lines")


check()
write("special_functions.csv", special_rows())
write("student_t.csv", student_rows())
