"""Makes the fixtures of probability links: their tails at 2,000 linear predictors each, to the last bit.

    python3 Tests/Fixtures/probability_links.py
    python3 Tests/Fixtures/probability_links.py --check glm-bench [--count N] [LINK ...]

The first writes Tests/GLMModelTests/Fixtures/probability_links/LINK.txt, one file a link. A line has seven doubles as 16
hexadecimal digits each, their bits, without a space between: the linear predictor, then log mean, log complement, a, b,
A and B, as ProbabilityTails has them, correctly rounded. Predictors are random in plus and minus 10^4, of every size a
double has, powers of two, near the ends of the domain and the places where the forms change, and where older forms failed.

The second compares N (100,000) fresh predictors of each link with `glm-bench tails` and prints the largest errors, in
units in the last place of the true value; for a, b and the slope of its logarithm, or of itself where that is more.
Needs mpmath 1.3.
"""

import math
import os
import random
import struct
import subprocess
import sys
import tempfile

import mpmath
from mpmath import mp, mpf

mp.prec = 160
HERE = os.path.dirname(os.path.abspath(__file__))
FOLDER = os.path.join(HERE, "..", "GLMModelTests", "Fixtures", "probability_links")
LARGEST = sys.float_info.max
# Where forms that were replaced lost more than 2 units in the last place, found by --check.
HARD = {
    "probit": [0.7794892254007344, -0.7794892254007344, 1.061163782875946, -1.061163782875946],
    "cauchit": [0.45850797500745993, -0.45850797500745993, 0.42392280902098367, -0.42392280902098367],
    "power:0.3": [0.8713949119843893, 1.6163418404052372e-135],
}
NAMES = ["log mean", "log complement", "a", "b", "A", "B"]


def log_of_complement(p):
    """log(1 - p) for p that need not be small."""
    return mpmath.log1p(-p)


def logit(x):
    e = mpmath.exp(-abs(x))
    small, large = e / (1 + e), 1 / (1 + e)
    log_large = -mpmath.log1p(e)
    lower = (log_large - abs(x), log_large, large, small, small * large, small * large)
    return lower if x < 0 else (lower[1], lower[0], small, large, lower[4], lower[5])


def upper_tail(z):
    """log P(Z > z), the hazard h and h (h - z)."""
    if z > 3e4:
        # h - z by its asymptotic series in 1/z^2.
        s = 1 / (z * z)
        excess = (1 - s * (2 - s * (10 - s * (74 - s * (706 - 8162 * s))))) / z
        hazard = z + excess
        return -z * z / 2 - mpmath.log(hazard * mpmath.sqrt(2 * mpmath.pi)), hazard, hazard * excess
    if z < -3e4:
        return mpf(0), mpf(0), mpf(0)
    with mp.workprec(260):
        bell = mpmath.exp(-z * z / 2) / mpmath.sqrt(2 * mpmath.pi)
        tail = mpmath.erfc(abs(z) / mpmath.sqrt(2)) / 2
        if z < 0:
            hazard = bell / (1 - tail)
            return log_of_complement(tail), hazard, hazard * (hazard - z)
        hazard = bell / tail
        return mpmath.log(tail), hazard, hazard * (hazard - z)


def probit(x):
    below, above = upper_tail(-x), upper_tail(x)
    return below[0], above[0], below[1], above[1], below[2], above[2]


def cloglog(x):
    if x > 60:
        t = mpmath.exp(x) if x < 1e5 else mpf("inf")
        return mpf(0), -t, mpf(0), t, mpf(0), t
    with mp.workprec(160 + int(max(0, -4 * min(x, 0))) if x > -1e4 else 160):
        t = mpmath.exp(x)
        if x < -1e4:
            return x, -t, mpf(1), t, t / 2, t
        a = t / mpmath.expm1(t)
        log_mean = log_of_complement(mpmath.exp(-t)) if t > 1 else mpmath.log(-mpmath.expm1(-t))
        return log_mean, -t, a, t, a * (a - 1 + t), t


def loglog(x):
    values = cloglog(-x)
    return tuple(values[k] for k in (1, 0, 3, 2, 5, 4))


def cauchit(x):
    s = abs(x)
    small = (mpmath.atan(1 / s) if s > 1 else mpmath.pi / 2 - mpmath.atan(s)) / mpmath.pi
    slope = 1 / (mpmath.pi * (1 + s * s))
    bend = 2 * s / (1 + s * s)
    a, b = slope / small, slope / (1 - small)
    # A = a (a - 2s/(1 + s^2)) cancels like 1/s^2 far out.
    if s > 1e6:
        # The arctangent of u = 1/s: a = u/(1 + u^2)/(1 - u^2/3 + u^4/5).
        u = 1 / s
        small = u * (1 - u**2 / 3 + u**4 / 5 - u**6 / 7) / mpmath.pi
        a = u / (1 + u * u) / (1 - u**2 / 3 + u**4 / 5 - u**6 / 7)
    lower = (mpmath.log(small), log_of_complement(small), a, b, a * (a - bend), b * (b + bend))
    return lower if x < 0 else tuple(lower[k] for k in (1, 0, 3, 2, 5, 4))


def log(x):
    if x == 0:
        return mpf(0), mpf("-inf"), mpf(1), mpf("inf"), mpf(0), mpf("inf")
    b = mpmath.exp(x) / -mpmath.expm1(x)
    log_complement = mpmath.log(-mpmath.expm1(x)) if x > -1 else log_of_complement(mpmath.exp(x))
    return x, log_complement, mpf(1), b, mpf(0), b * (1 + b)


def identity(x):
    if x == 0:
        return mpf("-inf"), mpf(0), mpf("inf"), mpf(1), mpf("inf"), mpf(1)
    if x == 1:
        return mpf(0), mpf("-inf"), mpf(1), mpf("inf"), mpf(1), mpf("inf")
    return mpmath.log(x), log_of_complement(x), 1 / x, 1 / (1 - x), 1 / x**2, 1 / (1 - x) ** 2


def power(exponent):
    """mean = eta^q, q = 1/lambda exactly, the decimal lambda as a double."""
    q = 1 / mpf(exponent)

    def tails(x):
        with mp.workprec(330):
            log_mean = q * mpmath.log(x)
            complement = -mpmath.expm1(log_mean)
            a = q / x
            b = a * mpmath.exp(log_mean) / complement
            log_complement = mpmath.log(complement) if log_mean > -1 else log_of_complement(mpmath.exp(log_mean))
            return log_mean, log_complement, a, b, a / x, b * (a + b - 1 / x)

    return tails


def signed(magnitudes):
    return [v for m in magnitudes for v in (m, -m)]


def real_line(count, switches):
    """count predictors on the line; half of them random in plus and minus 10^4 on several scales."""
    fixed = [0.0, 5e-324, -5e-324, LARGEST, -LARGEST] + signed(2.0**k for k in range(-40, 41)) + signed(2.0**k for k in range(-1070, 1024, 37))
    for s in switches:
        fixed += [s * f for f in (1 - 2**-52, 1.0, 1 + 2**-52, 1 - 1e-9, 1 + 1e-9)]
    values = list(fixed)
    while len(values) < count:
        kind = len(values) % 10
        if kind < 2:
            values.append(random.uniform(-1e4, 1e4))
        elif kind < 4:
            values.append(random.uniform(-745, 745))
        elif kind < 6:
            values.append(random.uniform(-40, 40))
        elif kind == 6:
            values.append(random.uniform(-4, 4))
        elif kind == 7:
            values.append(random.choice([1, -1]) * 10 ** random.uniform(-12, 4))
        elif kind == 8:
            values.append(random.choice([1, -1]) * 2.0 ** random.uniform(-1070, 1023))
        else:
            values.append(random.choice(switches) * (1 + random.gauss(0, 1) * 10 ** random.uniform(-10, -1)))
    return values[:count]


def below_zero(count, switches):
    return [-abs(v) for v in real_line(count, switches)]


def unit(count, switches):
    values = [1.0, 5e-324] + [2.0**-k for k in range(1, 60)] + [1 - 2.0**-k for k in range(2, 54)] + [2.0**-k for k in range(60, 1075, 13)]
    while len(values) < count:
        kind = len(values) % 5
        values.append([random.random, lambda: 10 ** random.uniform(-20, 0), lambda: 1 - 10 ** random.uniform(-15, 0),
                       lambda: 2.0 ** random.uniform(-1070, 0), lambda: min(1.0, random.choice(switches) * (1 + random.gauss(0, 1e-3)))][kind]())
    return [v for v in values[:count] if 0 < v <= 1]


def above_one(count, switches):
    values = [LARGEST] + [2.0**k for k in range(1, 60)] + [1 + 2.0**-k for k in range(1, 53)] + [2.0**k for k in range(60, 1024, 13)]
    while len(values) < count:
        kind = len(values) % 5
        values.append([lambda: random.uniform(1, 1e4), lambda: 10 ** random.uniform(0, 20), lambda: 1 + 10 ** random.uniform(-15, 0),
                       lambda: 2.0 ** random.uniform(0, 1023), lambda: max(1 + 2.0**-52, random.choice(switches) * (1 + random.gauss(0, 1e-3)))][kind]())
    return values[:count]


LINKS = {
    "logit": (logit, real_line, [-745.13, -36.7, 36.7, 709.8, -0.6931471805599453]),
    "probit": (probit, real_line, [-38.6, -37.5, -8.0, -3.0, 3.0, 8.0, 37.5, 38.6, 8.3]),
    "cloglog": (cloglog, real_line, [-745.13, -37.0, -30.0, -1.3862943611198906, -0.6931471805599453, 3.6, 6.56, 709.78]),
    "loglog": (loglog, real_line, [745.13, 37.0, 30.0, 1.3862943611198906, 0.6931471805599453, -3.6, -6.56, -709.78]),
    "cauchit": (cauchit, real_line, [-1.0, 1.0, 1e8, -1e8, 1e154]),
    "log": (log, below_zero, [0.6931471805599453, 37.0, 709.78, 745.13]),
    "identity": (identity, unit, [0.5]),
    "sqrt": (power(0.5), unit, [0.7071067811865476, 0.5]),
    "inverse": (power(-1), above_one, [2.0]),
    "inverse-square": (power(-2), above_one, [1.4142135623730951, 4.0]),
    "power:3": (power(3), unit, [0.5, 0.125]),
    "power:0.3": (power(0.3), unit, [0.5, 0.8122523963562355]),
    "power:-0.7": (power(-0.7), above_one, [1.624504792712471, 2.0]),
}


def rounded(x):
    """The nearest double, ties to even, gradual underflow and overflow included."""
    if mpmath.isinf(x) or x == 0:
        return float(x)
    if abs(x) >= mpf(2) ** 1024 * (1 - mpf(2) ** -54):
        return math.copysign(math.inf, x)
    exponent = max(int(mpmath.floor(mpmath.log(abs(x), 2))) - 52, -1074)
    return math.ldexp(float(mpmath.nint(mpmath.ldexp(x, -exponent))), exponent)


def bits(x):
    return struct.pack(">d", x).hex()


def domain(name, values):
    """Both ends of a closed domain are tried by name elsewhere: powers of 0 and 1 are not differences."""
    return [v for v in values if not (name not in ("log", "identity") and LINKS[name][1] in (unit, above_one) and v in (0.0, 1.0))]


def write():
    os.makedirs(FOLDER, exist_ok=True)
    for name, (tails, predictors, switches) in LINKS.items():
        random.seed(name)
        with open(os.path.join(FOLDER, name.replace(":", "_") + ".txt"), "w") as out:
            hard = HARD.get(name, [])
            for x in domain(name, predictors(2000 - len(hard), switches) + hard):
                out.write("".join(bits(v) for v in [x] + [rounded(v) for v in tails(mpf(x))]) + "\n")


def ulp(x):
    return math.ulp(x) if math.isfinite(x) else math.inf


def error(got, true, log_size=0):
    """In units in the last place of the true value; with log_size, of a logarithm of that size where that is coarser. One
    smallest denormal is as good as exact."""
    if math.isnan(got):
        return math.inf
    near = rounded(true)
    if got == near or mpmath.isinf(true):
        return 0.0 if got == near else math.inf
    if math.isinf(got):
        return math.inf
    if abs(got - near) <= 5e-324:
        return 0.0
    return float(abs(mpf(got) - true) / max(mpf(ulp(near)), mpf(ulp(float(log_size))) * abs(true)))


def log_size(x):
    return abs(mpmath.log(abs(x))) if x and mpmath.isfinite(x) else 0


def check(binary, count, names):
    for name in names or LINKS:
        tails, predictors, switches = LINKS[name]
        random.seed(name + " check")
        values = domain(name, predictors(count, switches))
        with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
            file.write("".join(f"{v.hex()}\n" for v in values))
            file.flush()
            output = subprocess.run([binary, "tails", file.name, "--link", name], check=True, capture_output=True, text=True)
        worst = [(0.0, 0.0)] * 8
        lines = output.stdout.splitlines()
        assert len(lines) == len(values), (len(lines), len(values))
        for x, line in zip(values, lines):
            got = [float.fromhex(word) for word in line.split()]
            truth = tails(mpf(x))
            # The slope of the mean is the product of a probability and of the slope of its logarithm.
            side = 0 if truth[0] < truth[1] else 1
            slope = mpmath.exp(truth[side]) * truth[2 + side]
            known = mpmath.isfinite(slope) and abs(slope) > 1e-300
            errors = [error(g, t, log_size(t) if k in (2, 3) else 0) for k, (g, t) in enumerate(zip(got, truth))]
            errors.append(error(got[6], slope, log_size(slope)) if known else 0.0)
            worst = [max(w, (e, x)) for w, e in zip(worst, errors)]
        words = [f"{n} {e:.2f} at {x!r}" for n, (e, x) in zip(NAMES + ["slope"], worst)]
        print(f"{name} ({len(values)}): " + ", ".join(words), flush=True)


if __name__ == "__main__":
    if len(sys.argv) > 2 and sys.argv[1] == "--check":
        rest = sys.argv[3:]
        count = 100_000
        if rest[:1] == ["--count"]:
            count, rest = int(rest[1]), rest[2:]
        check(sys.argv[2], count, rest)
    else:
        write()
