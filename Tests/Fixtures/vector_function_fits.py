"""Fits the polynomials of Sources/CGLMKernels/vector_fits.h and prints that file.

    python3 Tests/Fixtures/vector_function_fits.py > Sources/CGLMKernels/vector_fits.h

Each fit interpolates the function at the Chebyshev points of its interval with 60 digits, and the coefficients are rounded
to doubles. The error stated with each fit is the largest relative one on 600 points, coefficients rounded, arithmetic
exact. Needs mpmath 1.3. Takes a few seconds. No randomness.
"""

import mpmath
from mpmath import mp, mpf

mp.dps = 60


def fit(f, low, high, degree):
    low, high, count = mpf(low), mpf(high), degree + 1
    points = [(low + high) / 2 + (high - low) / 2 * mpmath.cos(mp.pi * (2 * i + 1) / (2 * count)) for i in range(count)]
    a, b = mpmath.matrix(count, count), mpmath.matrix(count, 1)
    for i, x in enumerate(points):
        for j in range(count):
            a[i, j] = x**j
        b[i] = f(x)
    c = [float(v) for v in mpmath.lu_solve(a, b)]
    worst = mpf(0)
    for i in range(1, 600):
        x = (low + high) / 2 + (high - low) / 2 * mpmath.cos(mp.pi * i / 600)
        worst = max(worst, abs(mpmath.polyval(c[::-1], x) / f(x) - 1))
    return c, float(worst)


def exp_tail(r):
    return mpf(1) / 2 + r / 6 + r * r / 24 if abs(r) < 1e-8 else (mpmath.expm1(r) - r) / r**2


def log1p_unit(t):
    e = t + mpf(1) / 2
    return mpmath.log1p(e) / e if abs(e) > 1e-30 else mpf(1)


def log_tail(z):
    s = mpmath.sqrt(z)
    return mpf(2) / 3 + 2 * z / 5 + 2 * z**2 / 7 if z < 1e-12 else (2 * mpmath.atanh(s) - 2 * s) / (s * z)


def artanh_tail(z):
    s = mpmath.sqrt(z)
    return mpf(1) / 3 + z / 5 + z**2 / 7 if z < 1e-12 else (mpmath.atanh(s) / s - 1) / z


def hazard_excess(z):
    if z > 200:
        s = mpf(0)
        for n in range(80, 0, -1):
            s = n / (z + s)
        return s
    return mpmath.sqrt(2 / mp.pi) / (mpmath.exp(z * z / 2) * mpmath.erfc(z / mpmath.sqrt(2))) - z


def scaled_excess(q):
    if q > 1 - mpf(10) ** -25:
        return mpf(1)
    z = 3 * (1 + q) / (1 - q)
    return hazard_excess(z) * (z + 3)


def rise_over(t):
    return mpf(1) / 2 + t / 12 if t < 1e-20 else (t / mpmath.expm1(t) - 1 + t) / t


def central_share(u):
    x = mpmath.sqrt(u)
    return (1 - u / 6) / mpmath.sqrt(2 * mp.pi) if u < 1e-25 else mpmath.erf(x / mpmath.sqrt(2)) / 2 / x


HALF = mpmath.log(2) / 2 * mpf("1.0001")
MIDDLE = ((mpmath.sqrt(2) - 1) / (mpmath.sqrt(2) + 1) * mpf("1.01")) ** 2
FITS = [
    ("exp_tail", "(e^r - 1 - r)/r^2 for |r| <= log(2)/2", exp_tail, -HALF, HALF, 9),
    ("log1p_unit", "log(1 + e)/e for 0 <= e <= 1, in e - 1/2", log1p_unit, -0.5, 0.5, 20),
    ("log_tail", "(log((1 + s)/(1 - s)) - 2 s)/s^3 for |s| <= 0.1733, in s^2", log_tail, 0, MIDDLE, 6),
    ("artanh_tail", "(artanh(r)/r - 1)/r^2 for |r| <= 1/3, in r^2", artanh_tail, 0, mpf("1.001") / 9, 10),
    ("hazard_excess", "(h(z) - z)(z + 3) for z >= 0, h the hazard of the normal distribution, in (z - 3)/(z + 3)",
     scaled_excess, -1, 1, 28),
    ("rise_over", "(t/(e^t - 1) - 1 + t)/t for 0 <= t <= 1", rise_over, 0, 1, 10),
    ("central_share", "(Phi(x) - 1/2)/x for |x| <= 0.675, in x^2", central_share, 0, mpf("0.4556"), 9),
]


def main():
    print("#ifndef CGLM_VECTOR_FITS_H\n#define CGLM_VECTOR_FITS_H\n")
    print("// Made by Tests/Fixtures/vector_function_fits.py: edit that, not this. Polynomials, coefficients from the constant")
    print("// up, with their largest relative errors before rounding.")
    for name, meaning, f, low, high, degree in FITS:
        c, error = fit(f, low, high, degree)
        print(f"\n// {meaning}. Error {error:.1e}.\nstatic const double {name}[{len(c)}] = {{")
        line = "   "
        for value in c:
            text = " " + value.hex().replace(".0000000000000p", "p") + ","
            if len(line) + len(text) > 112:
                print(line)
                line = "   "
            line += text
        print(line + "\n};")
    print("\n#endif")


main()
