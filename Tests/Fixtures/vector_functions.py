"""Makes the fixture of the vector functions: exponentials, logarithms and the normal distribution to 25 digits.

    python3 Tests/Fixtures/vector_functions.py

writes Tests/GLMAlgebraTests/Fixtures/vector_functions.csv. Lines are function,argument,,value (the empty field is the second
argument that other fixtures have): arguments in shortest round-trip form, values to 25 digits. Needs mpmath 1.3; works with
60 digits, and with 800 where terms cancel; random points have seed 20250607. Takes a few seconds.
"""

import csv
import os
import random

import mpmath
from mpmath import mp, mpf

mp.dps = 60
random.seed(20250607)
HERE = os.path.dirname(os.path.abspath(__file__))
LARGEST, SMALLEST = mpf(2) ** 1024, mpf(2) ** -1075
COUNT = 60


def normal(x):
    return mpmath.erfc(-x / mpmath.sqrt(2)) / 2


def log_normal(x):
    return mpmath.log(normal(x)) if x < 0 else mpmath.log1p(-normal(-x))


def log_one_plus(x):
    with mp.workdps(800):
        return mpmath.log(1 + x)


def minus_one(x):
    with mp.workdps(800):
        return mpmath.exp(x) - 1


FUNCTIONS = {
    "exp": mpmath.exp,
    "expMinusOne": minus_one,
    "log": mpmath.log,
    "logOnePlus": log_one_plus,
    "logistic": lambda x: 1 / (1 + mpmath.exp(-x)),
    "normalCumulative": normal,
    "normalLogCumulative": log_normal,
}

# Where a function changes its way, or its result the range of numbers.
EDGES = [709.7, 709.78, 708.39, 708.4, 720.5, 744.4, 745.1, 0.3465, 0.3466, 0.34658, 0.7071, 0.70711, 0.4142, 0.41422,
         0.2928, 0.2929, 0.6744, 0.675, 0.6751, 37.5, 38.4, 38.47, 8.3, 1.0, 2.0, 0.5, 1e300, 1.7e308, 5e-324, 3e-310,
         2.3e-308, 1e150, 1e-17, 1e-16, 2.0**53, 2.0**60]


def points(name):
    values = []
    for scale in (1e-9, 0.1, 1, 3, 40, 750):
        values += [scale * random.uniform(-1, 1) for _ in range(COUNT)]
    values += [random.choice((1, -1)) * random.uniform(1, 2) * 2.0 ** random.randint(-1022, 1023) for _ in range(COUNT)]
    values += EDGES + [-x for x in EDGES]
    if name == "log":
        values = [abs(x) for x in values] + [1 + x for x in values if abs(x) < 0.5]
        values += [random.randint(1, 2**40) * 2.0**-1074 for _ in range(COUNT)]
    if name == "logOnePlus":
        values = [x for x in values if x > -1] + [x - 1 for x in map(abs, values) if 1e-300 < x < 0.5]
    return sorted(set(x for x in values if name != "log" or x > 0))


def main():
    path = os.path.join(HERE, "..", "GLMAlgebraTests", "Fixtures", "vector_functions.csv")
    with open(path, "w", newline="") as file:
        lines = csv.writer(file, lineterminator="\n")
        lines.writerow(["function", "first", "second", "value"])
        for name, f in FUNCTIONS.items():
            for x in points(name):
                if name in ("logOnePlus",) and x <= -1:
                    continue
                if abs(x) > 1e4 and name not in ("log", "logOnePlus", "normalLogCumulative"):
                    continue
                if name == "normalLogCumulative" and x < -1e4:
                    # The leading term, to more digits than a double has.
                    value = -mpf(x) ** 2 / 2 - mpmath.log(-mpf(x) * mpmath.sqrt(2 * mp.pi))
                elif name == "normalLogCumulative" and x > 40:
                    value = mpf(0)
                else:
                    value = f(mpf(x))
                if abs(value) >= LARGEST * (1 - mpf(2) ** -54):
                    text = "inf" if value > 0 else "-inf"
                elif abs(value) < SMALLEST:
                    text = "0"
                else:
                    text = mpmath.nstr(value, 25, min_fixed=0, max_fixed=0)
                lines.writerow([name, repr(x), "", text])


main()
