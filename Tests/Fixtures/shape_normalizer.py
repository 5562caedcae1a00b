#!/usr/bin/env python3
"""Writes Tests/GLMAlgebraTests/Fixtures/shape_normalizer.csv: derivatives of k log k - k - log Gamma(k), 50 digits, in the
form of special_functions.csv."""
from pathlib import Path

from mpmath import mp, mpf, log, psi

mp.dps = 50
POINTS = [2.0**e * m for e in range(-40, 41, 3) for m in (1.0, 1.3720703125)]
POINTS += [15.5, 15.9990234375, 16.0, 16.0009765625, 17.25, 20.5, 24.0, 31.75]
lines = ["function,first,second,value"]
for name, f in [
    ("shapeNormalizerFirst", lambda k: log(k) - psi(0, k)),
    ("shapeNormalizerSecond", lambda k: 1 / k - psi(1, k)),
    ("shapeNormalizerThird", lambda k: -1 / k**2 - psi(2, k)),
]:
    for x in POINTS:
        lines.append(f"{name},{x!r},,{mp.nstr(f(mpf(x)), 25)}")
target = Path(__file__).parents[1] / "GLMAlgebraTests/Fixtures/shape_normalizer.csv"
target.write_text("\n".join(lines) + "\n")
