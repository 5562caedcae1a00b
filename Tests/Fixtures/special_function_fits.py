"""Fits the rational functions of Sources/GLMAlgebra/SpecialFunctions/Fits.swift and prints that file.

    python3 Tests/Fixtures/special_function_fits.py > Sources/GLMAlgebra/SpecialFunctions/Fits.swift

Each fit interpolates the function at the Chebyshev points of its interval: the linear equations
P(x_i) - f(x_i) Q(x_i) = 0 with Q(0) = 1 are solved with 80 digits, and the coefficients rounded to doubles.
The error stated with each fit is the largest relative one on 400 points, coefficients rounded, arithmetic exact.
Needs mpmath 1.3. Takes a few seconds. No randomness.
"""

import sys
from mpmath import mp, mpf
import mpmath

mp.dps = 80
OFFSET_CENTRAL = mpf(float("0.16"))


def fit(f, low, high, n, m):
    count = n + m + 1
    points = [(low + high) / 2 + (high - low) / 2 * mpmath.cos(mp.pi * (2 * i + 1) / (2 * count)) for i in range(count)]
    a, b = mpmath.matrix(count, count), mpmath.matrix(count, 1)
    for i, x in enumerate(points):
        y = f(x)
        for j in range(n + 1):
            a[i, j] = x**j
        for j in range(1, m + 1):
            a[i, n + j] = -y * x**j
        b[i] = y
    c = mpmath.lu_solve(a, b)
    return [float(c[j]) for j in range(n + 1)], [1.0] + [float(c[n + j]) for j in range(1, m + 1)]


def value(p, x):
    s = mpf(0)
    for c in reversed(p):
        s = s * x + mpf(c)
    return s


def error(f, low, high, p, q):
    worst = mpf(0)
    for i in range(1, 400):
        x = (low + high) / 2 + (high - low) / 2 * mpmath.cos(mp.pi * i / 400)
        worst = max(worst, abs(value(p, x) / value(q, x) / f(x) - 1))
    return float(worst)


def hazard_excess(z):
    if z > 200:
        s = mpf(0)
        for n in range(80, 0, -1):
            s = n / (z + s)
        return s
    return mpmath.sqrt(2 / mp.pi) / (mpmath.exp(z * z / 2) * mpmath.erfc(z / mpmath.sqrt(2))) - z


def hazard_excess_scaled(u):
    z = 1 / mpmath.sqrt(u)
    return hazard_excess(z) * z


def log_half_tail(z):
    tail = mpmath.erfc(z / mpmath.sqrt(2)) / 2
    return (-mpmath.log(2 * tail) - mpmath.sqrt(2 / mp.pi) * z - z**2 / mp.pi) / z**3


def stirling(x):
    return mpmath.loggamma(x) - (x - mpf(1) / 2) * mpmath.log(x) + x - mpmath.log(2 * mp.pi) / 2


def stirling_scaled(u):
    if u < mpf(10) ** -12:
        return mpf(1) / 12 - u / 360 + u**2 / 1260 - u**3 / 1680 + u**4 / 1188
    x = 1 / mpmath.sqrt(u)
    return x * stirling(x)


def artanh_tail(s):
    if s < mpf(10) ** -12:
        return sum(s**k / (2 * k + 3) for k in range(6))
    r = mpmath.sqrt(s)
    return (mpmath.atanh(r) / r - 1) / s


def log_gamma_one_plus(x):
    return mpmath.loggamma(1 + x) / (x * (1 - x))


def normal_quantile(q):
    """The x > 0 whose upper tail is q < 1/2."""
    target = mpmath.log(q)
    x = mpmath.sqrt(-2 * target)
    x = x - mpmath.log(x * 2.5) / x if x > 2 else mpf(1)
    for _ in range(60):
        tail = mpmath.erfc(x / mpmath.sqrt(2)) / 2
        step = (mpmath.log(tail) - target) * tail / (mpmath.exp(-x * x / 2) / mpmath.sqrt(2 * mp.pi))
        x += step
        if abs(step) < mpf(10) ** -60:
            return x
    raise ArithmeticError("no convergence")


def central_quantile(v):
    d = mpmath.sqrt(OFFSET_CENTRAL - v)
    return normal_quantile(mpf(1) / 2 - d) / d


def tail_quantile(offset):
    return lambda v: normal_quantile(mpmath.exp(-((v + offset) ** 2) / 2))


TINY = mpf(10) ** -24
FITS = [
    ("hazardExcessNear", "h(z) − z for 0 ≤ z ≤ 3, h the hazard of the normal distribution; variable z",
     hazard_excess, 0, 3, 7, 8),
    ("hazardExcessMiddle", "h(z) − z for 3 ≤ z ≤ 8; variable z − 3", lambda v: hazard_excess(v + 3), 0, 5, 6, 7),
    ("hazardExcessFar", "z (h(z) − z) for z ≥ 8; variable 1/z²", hazard_excess_scaled, TINY, mpf(1) / 64, 5, 5),
    ("logHalfTail", "(−log 2 − log Φ(−z) − √(2/π) z − z²/π)/z³ for |z| ≤ 1.25; variable z",
     log_half_tail, mpf("-1.26"), mpf("1.25"), 21, 0),
    ("normalQuantileCentral", "x/d with Φ(x) = ½ + d for |d| ≤ 0.4; variable 0.16 − d²",
     central_quantile, 0, OFFSET_CENTRAL - TINY, 7, 7),
    ("normalQuantileTail", "the upper quantile of q = exp(−s²/2) for 2.125 ≤ s ≤ 8; variable s − 2.125",
     tail_quantile(mpf("2.125")), 0, mpf("5.875"), 8, 8),
    ("normalQuantileFarTail", "the upper quantile of q = exp(−s²/2) for 8 ≤ s ≤ 39; variable s − 8",
     tail_quantile(mpf(8)), 0, 31, 8, 8),
    ("stirlingNear", "Stirling's correction δ(x) for 1 ≤ x ≤ 3; variable x − 1", lambda v: stirling(v + 1), 0, 2, 7, 8),
    ("stirlingMiddle", "δ(x) for 3 ≤ x ≤ 8; variable x − 3", lambda v: stirling(v + 3), 0, 5, 6, 7),
    ("stirlingFar", "x δ(x) for x ≥ 8; variable 1/x²", stirling_scaled, 0, mpf(1) / 64, 6, 0),
    ("logGammaOnePlus", "log Γ(1 + x) / (x (1 − x)) for 0 ≤ x ≤ 1; variable x", log_gamma_one_plus, TINY, 1 - TINY, 7, 7),
    ("artanhTail", "(artanh(√s)/√s − 1)/s for 0 ≤ s ≤ 1/9; variable s", artanh_tail, 0, mpf(1) / 9, 11, 0),
]


def horner(name, p):
    lines = [f"    var {name} = {p[-1]!r}"]
    lines += [f"    {name} = {name} * x + {c!r}" if c >= 0 else f"    {name} = {name} * x - {-c!r}" for c in reversed(p[:-1])]
    return lines


def main():
    print("""// Made by Tests/Fixtures/special_function_fits.py: edit that, not this.

/// Rational functions fitted to special functions, with their largest relative errors before rounding.
enum Fits {""")
    for index, (name, what, f, low, high, n, m) in enumerate(FITS):
        p, q = fit(f, mpf(low), mpf(high), n, m)
        worst = error(f, mpf(low), mpf(high), p, q)
        print(f"{name}: degrees {n}/{m}, error {worst:.1e}, all positive: {min(p + q) > 0}", file=sys.stderr)
        if index:
            print()
        print(f"  /// {what}. Error {worst:.1e}.")
        print("  @inline(__always)")
        print(f"  static func {name}(_ x: Double) -> Double {{")
        print("\n".join(horner("p", p)))
        if m:
            print("\n".join(horner("q", q)))
            print("    return p / q")
        else:
            print("    return p")
        print("  }")
    print("}")


main()
