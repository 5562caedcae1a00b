"""Computed columns in twice the precision: exact values of expressions at double inputs.

    python3 Tests/Fixtures/precise_columns.py > Tests/GLMTabularTests/Fixtures/precise_columns.json

Needs mpmath. `data` has the columns, every number a double in shortest form. Each case has a term of a formula, and
its columns as pairs [high, low]: the exact value (60 digits) rounded to double, and the rest rounded to double. `kind`
is "exact" for values that the library carries in twice the precision, "rounded" for those it rounds.
"""

import json
import random

import mpmath as mp

mp.mp.dps = 80
random.seed(20)
n = 12
x = [random.uniform(0.5, 9) for _ in range(n)]
z = [random.uniform(0.5, 9) for _ in range(n)]
v = [random.uniform(-9, -3) for _ in range(n)]
data = {"x": x, "z": z, "v": v, "y": [float(i % 5) for i in range(n)]}
X, Z, V = ([mp.mpf(a) for a in c] for c in (x, z, v))
third = mp.mpf(1) / 3


def pair(value):
    high = float(value)
    return [high, float(value - mp.mpf(high))]


def each(f):
    return [[pair(f(X[i], Z[i], V[i])) for i in range(n)]]


def orthogonal(values, degree):
    """Orthonormal polynomials over the values, leading coefficients above 0, by Gram and Schmidt twice over."""
    basis = [[mp.mpf(1)] * n]
    for j in range(1, degree + 1):
        column = [a**j for a in values]
        for _ in range(2):
            for other in basis:
                share = mp.fsum(a * b for a, b in zip(column, other)) / mp.fsum(b * b for b in other)
                column = [a - share * b for a, b in zip(column, other)]
        norm = mp.sqrt(mp.fsum(a * a for a in column))
        basis.append([a / norm for a in column])
    return [[pair(a) for a in column] for column in basis[1:]]


def scaled(values, centers=True, scales=True):
    mean = mp.fsum(values) / n if centers else mp.mpf(0)
    rest = [a - mean for a in values]
    s = mp.sqrt(mp.fsum(a * a for a in rest) / (n - 1)) if scales else mp.mpf(1)
    return [[pair(a / s) for a in rest]]


exact = [
    ("I(x^2)", each(lambda x, z, v: x**2)),
    ("I(x^10)", each(lambda x, z, v: x**10)),
    ("I(v^7)", each(lambda x, z, v: v**7)),
    ("I(x^-3)", each(lambda x, z, v: x**-3)),
    ("I(x^0.5)", each(lambda x, z, v: mp.sqrt(x))),
    ("sqrt(x)", each(lambda x, z, v: mp.sqrt(x))),
    ("I(x*z)", each(lambda x, z, v: x * z)),
    ("I(x*z/3)", each(lambda x, z, v: x * z / 3)),
    ("I(x/z)", each(lambda x, z, v: x / z)),
    ("I(-x/7)", each(lambda x, z, v: -x / 7)),
    ("I(x - 0.1)", each(lambda x, z, v: x - mp.mpf(0.1))),
    ("I((x - z)^2 + x*z - v)", each(lambda x, z, v: (x - z) ** 2 + x * z - v)),
    ("I(1e16*x + z)", each(lambda x, z, v: mp.mpf(1e16) * x + z)),
    ("abs(v/3)", each(lambda x, z, v: -v / 3)),
    ("pmin(x/3, z/3)", each(lambda x, z, v: min(x, z) / 3)),
    ("pmax(x/3, z/3, v^2)", each(lambda x, z, v: max(x / 3, z / 3, v**2))),
    ("ifelse(x > z, x/3, v*v)", each(lambda x, z, v: x / 3 if x > z else v * v)),
    ("scale(x)", scaled(X)),
    ("center(v)", scaled(V, scales=False)),
    ("scale(z, center = FALSE)", scaled(Z, centers=False)),
    ("scale(x*z)", scaled([a * b for a, b in zip(X, Z)])),
    ("poly(v, 5, raw = TRUE)", [[pair(a**j) for a in V] for j in range(1, 6)]),
    ("poly(x/3, 3, raw = TRUE)", [[pair((a / 3) ** j) for a in X] for j in range(1, 4)]),
    ("poly(x, 4)", orthogonal(X, 4)),
]
rounded = [
    ("log(x*z/3)", each(lambda x, z, v: mp.log(x * z / 3))),
    ("exp(x*z)", each(lambda x, z, v: mp.exp(x * z))),
    ("sin(x*z*z)", each(lambda x, z, v: mp.sin(x * z * z))),
    ("log1p(x/z)", each(lambda x, z, v: mp.log1p(x / z))),
    ("atan(x/z)", each(lambda x, z, v: mp.atan(x / z))),
    ("I(x^1.5)", each(lambda x, z, v: x ** mp.mpf(1.5))),
]
cases = [{"kind": "exact", "term": t, "columns": c} for t, c in exact]
cases += [{"kind": "rounded", "term": t, "columns": c} for t, c in rounded]
print(json.dumps({"data": data, "cases": cases}, separators=(",", ":")).replace('{"kind"', '\n{"kind"'))
