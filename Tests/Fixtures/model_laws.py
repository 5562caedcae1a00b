"""Makes the fixtures of GLMModelTests: links in their tails, unit deviances and rows of likelihoods, to 50 digits.

    python3 Tests/Fixtures/model_laws.py

writes Tests/GLMModelTests/Fixtures/probability_tails.csv (link, the predictor, then log mean, log complement, their
slopes a and b, and their curvatures A and B, as ProbabilityTails has them), deviances.csv (family, response,
mean, unit deviance) and likelihood_rows.csv (the case, response, predictor, then loss, residual, expected and observed
curvature, and for loss, residual and observed curvature the size of the terms that a rounding of the mean touches) and
distributions.csv (family, trials, mean, dispersion, response, then log density and cumulative probability).
Arguments are doubles in shortest round-trip form, values have 22 digits; what is beyond the range of a double is 0 or
inf. Needs mpmath 1.3.
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
BEYOND = [1 + 2.0**-50, 1 + 1e-8, 1.001, 1.1, 1.4, 2.0, 3.5, 10.0, 300.0, 1e8, 1e30]
FAR = sorted(set(REAL) | {1e8, -1e8, 1e150, -1e150, 1e300, -1e300})


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


def loglog(x):
    log_mean, log_complement, a, b, second_a, second_b = cloglog(-x)
    return log_complement, log_mean, b, a, second_b, second_a


def cauchit(x):
    def side(z):
        p = (mpmath.pi / 2 + mpmath.atan(z)) / mpmath.pi
        slope = 1 / (mpmath.pi * (1 + z * z) * p)
        return mpmath.log(p), slope, slope * (slope + 2 * z / (1 + z * z))

    log_mean, a, second_a = side(x)
    log_complement, b, second_b = side(-x)
    return log_mean, log_complement, a, b, second_a, second_b


def power(exponent):
    def tails(x):
        q = 1 / mpf(exponent)
        p = x**q
        a = q / x
        b = a * p / (1 - p)
        # b′ = b (a + b − 1/x).
        return q * mpmath.log(x), mpmath.log1p(-p), a, b, q / x**2, b * (a + b - 1 / x)

    return tails


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


def gamma(y, mu):
    return 2 * ((y - mu) / mu - mpmath.log(y / mu))


def power_deviance(p):
    """2 [y (y^(1-p) - mu^(1-p))/(1-p) - (y^(2-p) - mu^(2-p))/(2-p)]."""
    p = mpf(p)
    if p == 0:
        return gaussian
    if p == 1:
        return poisson
    if p == 2:
        return gamma

    def deviance(y, mu):
        first = y * (y ** (1 - p) - mu ** (1 - p)) / (1 - p) if y else mpf(0)
        return 2 * (first - (y ** (2 - p) - mu ** (2 - p)) / (2 - p))

    return deviance


def integrated(primitive):
    """The deviance from a primitive of (y − t)/V(t) in t."""

    def deviance(y, mu):
        return 2 * (primitive(y, y) - primitive(y, mu))

    return deviance


def wedderburn(y, t):
    """∫ (y − t)/(t²(1 − t)²) dt."""
    return (2 * y - 1) * mpmath.log(t / (1 - t)) - y / t - (1 - y) / (1 - t)


def one_plus_square(y, t):
    return y * mpmath.atan(t) - mpmath.log1p(t * t) / 2


def exponential(y, t):
    """∫ (y − t) e^(−t/4) dt."""
    return (-4 * (y - t) + 16) * mpmath.exp(-t / 4)


LINKS = [("logit", logit, REAL), ("probit", probit, REAL), ("cloglog", cloglog, REAL), ("identity", identity, UNIT),
         ("log", log, NEGATIVE), ("loglog", loglog, REAL), ("cauchit", cauchit, FAR), ("sqrt", power(0.5), UNIT),
         ("power:2", power(2), UNIT), ("inverse", power(-1), BEYOND), ("power:-0.4", power(-0.4), BEYOND)]
COUNTS = [0.0, 1.0, 2.0, 7.0, 100.0, 12345.0]
MEANS = [1e-100, 1e-8, 1e-3, 0.3, 0.999, 1.001, 2.0000001, 6.9, 50.0, 130.0, 12000.0, 1e6]
AMOUNTS = [1e-3, 0.7, 1.0, 6.0, 12345.0]
POWERS = [-1.0, 0.0, 1.0, 1.3, 1.5, 1.999, 2.0, 2.5, 3.0, 4.0]
FAMILIES = [
    ("gaussian", gaussian, [-1e5, -1.0, 0.0, 0.3, 7.0], [-1e6, -1.0000001, 0.2, 1e4]),
    ("bernoulli", bernoulli, [0.0, 0.2, 0.5, 1.0], [1e-8, 1e-3, 0.2000001, 0.3, 0.5, 0.9, 0.999, 1 - 2.0**-30]),
    ("poisson", poisson, COUNTS, MEANS),
    ("negative-binomial", negative_binomial, COUNTS, MEANS),
    ("negative-binomial:0.01", lambda y, mu: negative_binomial(y, mu, mpf(0.01)), COUNTS, MEANS),
    ("negative-binomial:1e9", lambda y, mu: negative_binomial(y, mu, mpf(1e9)), COUNTS, MEANS),
    ("gamma", gamma, AMOUNTS, MEANS),
    ("inverse-gaussian", power_deviance(3), AMOUNTS, MEANS),
] + [(f"tweedie:{p:.12g}", power_deviance(p), ([0.0] if p < 2 else []) + AMOUNTS, MEANS) for p in POWERS] + [
    ("quasi:mu", poisson, [0.0] + AMOUNTS, MEANS),
    ("quasi:2*sqrt(mu)", lambda y, mu: power_deviance(0.5)(y, mu) / 2, [0.0] + AMOUNTS, MEANS),
    ("quasi:mu^2*(1-mu)^2", integrated(wedderburn), [1e-3, 0.2, 0.5, 0.97], [1e-8, 1e-3, 0.2000001, 0.3, 0.9, 0.999]),
    ("quasi:mu+0.5*mu^2", negative_binomial, COUNTS, MEANS),
    ("quasi:1+mu^2", integrated(one_plus_square), [-300.0, -1.0, 0.0, 0.3, 7.0], [-1000.0, -1.0000001, 0.2, 10.0]),
    ("quasi:exp(mu/4)", integrated(exponential), [-5.0, 0.0, 0.3, 7.0], [-9.0, -1.0000001, 0.2, 10.0]),
]

with mp.workdps(700), open(os.path.join(FOLDER, "probability_tails.csv"), "w") as out:
    out.write("link,predictor,logMean,logComplement,a,b,A,B\n")
    for name, link, grid in LINKS:
        for x in grid:
            out.write(",".join([name, repr(x)] + [text(v) for v in link(mpf(x))]) + "\n")

# Rows of likelihoods: the chain rule in 700 digits, which nothing cancels in.


def power_row(p, theta=None):
    """Deviance, V, V' of the variance mu^p, or mu + mu^2/theta."""
    if theta is None:
        return power_deviance(p), lambda m: m ** mpf(p), lambda m: mpf(p) * m ** (mpf(p) - 1)
    return (lambda y, mu: negative_binomial(y, mu, mpf(theta)), lambda m: m + m * m / mpf(theta),
            lambda m: 1 + 2 * m / mpf(theta))


def mean_of(link):
    """mu, mu', mu'' at a predictor."""
    if link == "log":
        return lambda x: (mpmath.exp(x),) * 3
    q = 1 / mpf(link)
    return lambda x: (x**q, q * x ** (q - 1), q * (q - 1) * x ** (q - 2))


def likelihood_row(family, link, y, x):
    deviance, variance, slope = family
    mean, first, second = mean_of(link)(x)
    v, dv = variance(mean), slope(mean)
    residual = (y - mean) * first / v
    expected = first * first / v
    bend = (second * v - first * first * dv) / v**2
    return [deviance(y, mean) / 2, residual, expected, expected - (y - mean) * bend,
            abs(y - mean) * mean / v, (y + mean) * abs(first) / v, expected + (y + mean) * abs(bend)]


LOG_GRID = [-700.0, -300.0, -80.5, -37.3, -12.1, -5.0, -1.3, -0.25, 0.0, 0.1, 0.7, 1.9, 4.4, 9.7, 33.3, 120.0, 345.6, 700.0]
ROOT_GRID = [1e-150, 1e-60, 1e-9, 0.003, 0.17, 0.6, 1.0, 1.45, 3.7, 12.5, 180.0, 1e5, 1e30, 1e90]
SIZES = [1e-30, 1e-3, 0.4, 1.0, 7.3, 1100.0, 1e20]
ZERO = [0.0]
TALLIES = [0.0, 1.0, 6.0, 2500.0]
ROWS = [
    ("gaussian log", power_row(0), "log", ZERO + SIZES), ("gaussian inverse", power_row(0), -1, ZERO + SIZES),
    ("gaussian sqrt", power_row(0), 0.5, ZERO + SIZES), ("poisson sqrt", power_row(1), 0.5, TALLIES),
    ("poisson identity", power_row(1), 1, TALLIES), ("poisson power:0.25", power_row(1), 0.25, TALLIES),
    ("gamma log", power_row(2), "log", SIZES), ("gamma inverse", power_row(2), -1, SIZES),
    ("gamma identity", power_row(2), 1, SIZES), ("inverse-gaussian log", power_row(3), "log", SIZES),
    ("inverse-gaussian inverse", power_row(3), -1, SIZES), ("inverse-gaussian inverse-square", power_row(3), -2, SIZES),
    ("inverse-gaussian identity", power_row(3), 1, SIZES), ("tweedie:1.5 log", power_row(1.5), "log", ZERO + SIZES),
    ("tweedie:1.3 log", power_row(1.3), "log", ZERO + SIZES), ("tweedie:2.5 log", power_row(2.5), "log", SIZES),
    ("tweedie:-1 log", power_row(-1), "log", ZERO + SIZES), ("tweedie:1.5 power:-0.5", power_row(1.5), -0.5, ZERO + SIZES),
    ("tweedie:1.9 identity", power_row(1.9), 1, ZERO + SIZES), ("quasi-poisson log", power_row(1), "log", ZERO + SIZES),
    ("quasi:mu^2.5 sqrt", power_row(2.5), 0.5, SIZES),
] + [(f"negative-binomial:{t:.13g} {name}", power_row(0, t), link, TALLIES)
     for t in (0.02, 2.0, 1e12) for name, link in (("log", "log"), ("identity", 1), ("sqrt", 0.5), ("inverse", -1))]

with mp.workdps(700), open(os.path.join(FOLDER, "likelihood_rows.csv"), "w") as out:
    out.write("case,response,predictor,loss,residual,expected,observed,lossTerms,residualTerms,observedTerms\n")
    for name, family, link, responses in ROWS:
        for y in responses:
            for x in LOG_GRID if link == "log" else ROOT_GRID:
                values = likelihood_row(family, link, mpf(y), mpf(x))
                out.write(",".join([name, repr(y), repr(x)] + [text(v) for v in values]) + "\n")

with mp.workdps(400), open(os.path.join(FOLDER, "deviances.csv"), "w") as out:
    out.write("family,response,mean,deviance\n")
    for name, deviance, responses, means in FAMILIES:
        for y in responses:
            for mu in means:
                out.write(f"{name},{y!r},{mu!r},{text(deviance(mpf(y), mpf(mu)))}\n")


# Distributions.


def gamma_distribution(y, n, mu, phi):
    k = 1 / phi
    density = k * mpmath.log(k * y / mu) - k * y / mu - mpmath.log(y) - mpmath.loggamma(k)
    # P(k, x) by its series of positive terms.
    x = k * y / mu
    term = total = mpf(1)
    n = 0
    while term > total * mpf(10) ** -50 or x > k + n:
        n += 1
        term *= x / (k + n)
        total += term
    return density, mpmath.exp(k * mpmath.log(x) - x - mpmath.loggamma(k + 1)) * total


def inverse_gaussian_distribution(y, n, mu, phi):
    density = -(mpmath.log(2 * mpmath.pi * phi * y**3) + (y - mu) ** 2 / (mu**2 * y * phi)) / 2
    root = mpmath.sqrt(phi * y)
    near, far = (y / mu - 1) / root, (y / mu + 1) / root
    lower = mpmath.erfc(-near / mpmath.sqrt(2)) / 2
    return density, lower + mpmath.exp(2 / (phi * mu)) * mpmath.erfc(far / mpmath.sqrt(2)) / 2


def negative_binomial_distribution(theta):
    def values(y, n, mu, phi):
        t = mpf(theta)
        def log(k):
            return (mpmath.loggamma(k + t) - mpmath.loggamma(t) - mpmath.loggamma(k + 1)
                    + t * mpmath.log(t / (t + mu)) + k * mpmath.log(mu / (t + mu)))
        return log(y), mpmath.fsum(mpmath.exp(log(mpf(k))) for k in range(int(y) + 1))

    return values


def poisson_distribution(y, n, mu, phi):
    def log(k):
        return k * mpmath.log(mu) - mu - mpmath.loggamma(k + 1)

    return log(y), mpmath.fsum(mpmath.exp(log(mpf(k))) for k in range(int(y) + 1))


def binomial_distribution(y, n, mu, phi):
    def log(k):
        return (mpmath.loggamma(n + 1) - mpmath.loggamma(k + 1) - mpmath.loggamma(n - k + 1) + k * mpmath.log(mu)
                + (n - k) * mpmath.log1p(-mu))

    return log(y), mpmath.fsum(mpmath.exp(log(mpf(k))) for k in range(int(y) + 1))


CONTINUOUS = [(mu, phi, mu * f) for mu in (0.03, 1.0, 450.0) for phi in (1e-4, 0.1, 1.0, 7.5)
              for f in (1e-3, 0.2, 0.9, 1.0, 1.03, 1.7, 12.0)]
COUNTED = [(mu, y) for mu in (0.2, 3.0, 60.0, 2000.0) for y in (0.0, 1.0, 4.0, 55.0, 70.0, 2100.0)]
with mp.workdps(60), open(os.path.join(FOLDER, "distributions.csv"), "w") as out:
    out.write("family,trials,mean,dispersion,response,logDensity,cumulative\n")

    def write(name, function, n, mu, phi, y):
        values = function(mpf(y), mpf(n), mpf(mu), mpf(phi))
        if values[1] > mpf(10) ** -290:
            out.write(",".join([name, repr(n), repr(mu), repr(phi), repr(y)] + [text(v) for v in values]) + "\n")

    for name, function in (("gamma", gamma_distribution), ("inverse-gaussian", inverse_gaussian_distribution)):
        for mu, phi, y in CONTINUOUS:
            write(name, function, 1.0, mu, phi, y)
    for theta in (0.05, 2.0, 1e7):
        for mu, y in COUNTED:
            write(f"negative-binomial:{theta:.13g}", negative_binomial_distribution(theta), 1.0, mu, 1.0, y)
    for mu, y in COUNTED:
        write("poisson", poisson_distribution, 1.0, mu, 1.0, y)
    for n in (1.0, 12.0, 3000.0):
        for mu in (1e-6, 0.03, 0.5, 0.7, 0.999):
            for y in sorted({0.0, 1.0, n // 30, n // 2, n * 0.6 // 1, n - 1, n}):
                write("bernoulli", binomial_distribution, n, mu, 1.0, y)
