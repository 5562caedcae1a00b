"""Makes Tests/GLMAlgebraTests/Fixtures/double_double_exponential.csv: the exponential in twice the precision.

    python3 Tests/Fixtures/double_double.py

Each line has the argument as high and low double and its exponential as high and low double, all in shortest
round-trip form: arguments of every size up to the range of a double, near 0, and near multiples of log 2/512, where the
reduction of the argument changes. Needs mpmath 1.3.
"""

import math
import os
import random

from mpmath import mp, mpf

mp.prec = 400
random.seed(15)
HERE = os.path.dirname(os.path.abspath(__file__))
PATH = os.path.join(HERE, "..", "GLMAlgebraTests", "Fixtures", "double_double_exponential.csv")


def parts(x):
    high = float(x)
    return high, float(x - high)


arguments = [0.0, 1.0, -1.0, 34.538776394910684, 709.78, -600.0, 1e-17, -1e-300]
arguments += [s * random.uniform(0, 700) for _ in range(120) for s in (1, -0.85)]
arguments += [s * 10.0 ** random.uniform(-20, 2) for _ in range(60) for s in (1, -1)]
arguments += [math.log(2) / 512 * (2 * random.randrange(-2000, 2000) + 1) for _ in range(60)]
with open(PATH, "w") as out:
    out.write("high,low,exponentialHigh,exponentialLow\n")
    for high in arguments:
        low = random.uniform(-0.5, 0.5) * math.ulp(high)
        values = parts(mp.exp(mpf(high) + mpf(low)))
        out.write(",".join(repr(v) for v in (high, low) + values) + "\n")
