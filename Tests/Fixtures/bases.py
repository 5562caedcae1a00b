"""Makes the fixtures of the tests of bases: columns of polynomials and splines, exact, rounded to double.

    python3 Tests/Fixtures/bases.py

writes Tests/GLMTabularTests/Fixtures/bases.json: one case a line with kind, arguments, training values x, new values
at, knots and the columns at x and at the new values. Needs mpmath 1.3 and, as a second witness of structure (knots,
signs, order of columns), R 4.2 with splines: the script fails where R is further away than its rounding explains.

Truth is independent of the recurrences that the library runs: polynomials by Gram-Schmidt on powers in 400 digits;
B-splines by the recursive definition at points within an interval, which fix the polynomial there, in 100 digits;
natural splines from those polynomials' derivatives and Householder reflections with R's signs. Quantile knots are the
exact quantiles rounded to double. Random values have seed 20240611.
"""

import json
import os
import random
import subprocess

from mpmath import mp, mpf, fsum, fdot, sqrt

random.seed(20240611)
HERE = os.path.dirname(os.path.abspath(__file__))
OUT = os.path.join(HERE, "..", "GLMTabularTests", "Fixtures", "bases.json")


def rounded(value):
    return float(value)


# Orthogonal polynomials.


def horner(coefficients, x):
    total = mpf(0)
    for c in reversed(coefficients):
        total = total * x + c
    return total


def orthogonal(case):
    mp.dps = 400
    x = [mpf(v) for v in case["x"]]
    mean = fsum(x) / len(x)
    basis, values = [], []
    for degree in range(case["degree"] + 1):
        poly = [mpf(0)] * degree + [mpf(1)]
        points = [(v - mean) ** degree for v in x]
        for _ in range(2):
            for other, other_points in zip(basis, values):
                share = fdot(points, other_points)
                points = [p - share * q for p, q in zip(points, other_points)]
                poly = [p - share * (other[i] if i < len(other) else 0) for i, p in enumerate(poly)]
        norm = sqrt(fdot(points, points))
        basis.append([p / norm for p in poly])
        values.append([p / norm for p in points])
    new = [[horner(p, mpf(v) - mean) for v in case["at"]] for p in basis[1:]]
    return values[1:], new


def raw(case):
    mp.dps = 100
    powers = range(1, case["degree"] + 1)
    return tuple([[mpf(v) ** k for v in case[where]] for k in powers] for where in ("x", "at"))


# Splines.


def quantile_knots(case, count):
    low, high = case["boundary"] or (min(case["x"]), max(case["x"]))
    inside = sorted(mpf(v) for v in case["x"] if low <= v <= high)
    knots = []
    for k in range(1, count + 1):
        position = mpf((len(inside) - 1) * k) / (count + 1)
        i = int(mp.floor(position))
        share = position - i
        knots.append(float(inside[i] + share * ((inside[i + 1] if share else inside[i]) - inside[i])))
    return knots


def definition(knots, i, degree, x, right):
    """B-spline i by its definition, within [knots[right], knots[right + 1])."""
    if degree == 0:
        return mpf(1 if i == right else 0)
    total = mpf(0)
    for j, at, sign in ((i, knots[i], 1), (i + 1, knots[i + degree + 1], -1)):
        width = knots[j + degree] - knots[j]
        if width:
            total += sign * (x - at) / width * definition(knots, j, degree - 1, x, right)
    return total


class Splines:
    """The B-splines over knots: the polynomial of each in each interval of positive length."""

    def __init__(self, degree, interior, boundary):
        mp.dps = 100
        self.degree = degree
        self.low, self.high = mpf(boundary[0]), mpf(boundary[1])
        ends = degree + 1
        knots = [self.low] * ends + sorted(mpf(k) for k in interior) + [self.high] * ends
        self.count = len(knots) - degree - 1
        self.intervals = []
        for left in range(len(knots) - 1):
            if knots[left] < knots[left + 1]:
                start, end = knots[left], knots[left + 1]
                points = [(mpf(k) + mpf(1) / 2) / (degree + 1) for k in range(degree + 1)]
                matrix = mp.matrix([[p**j for j in range(degree + 1)] for p in points])
                polynomials = []
                for i in range(self.count):
                    if left - degree <= i <= left:
                        values = mp.matrix(
                            [definition(knots, i, degree, start + p * (end - start), left) for p in points])
                        polynomials.append(list(mp.lu_solve(matrix, values)))
                    else:
                        polynomials.append([mpf(0)])
                self.intervals.append((start, end, polynomials))

    def interval(self, x):
        found = self.intervals[0]
        for candidate in self.intervals[1:]:
            if candidate[0] <= x:
                found = candidate
        return found

    def at(self, x, order=0):
        """All B-splines at x, or a derivative of them; beyond the boundary the polynomials of the end intervals."""
        x = mpf(x)
        start, end, polynomials = self.interval(x)
        row = []
        for p in polynomials:
            for _ in range(order):
                p = [j * c / (end - start) for j, c in enumerate(p)][1:] or [mpf(0)]
            row.append(horner(p, (x - start) / (end - start)))
        return row


def boundary_of(case):
    return sorted(case["boundary"]) if case["boundary"] else [min(case["x"]), max(case["x"])]


def columns(rows):
    return [list(column) for column in zip(*rows)]


def b_spline(case):
    skip = 0 if case["intercept"] else 1
    if case["knots"] is None:
        case["knots"] = quantile_knots(case, max(0, case["df"] - case["degree"] - 1 + skip) if case["df"] else 0)
    splines = Splines(case["degree"], case["knots"], boundary_of(case))
    return tuple(columns([splines.at(v)[skip:] for v in case[where]]) for where in ("x", "at"))


def natural(case):
    skip = 0 if case["intercept"] else 1
    if case["knots"] is None:
        case["knots"] = quantile_knots(case, max(0, case["df"] - 2 + skip) if case["df"] else 0)
    low, high = boundary_of(case)
    splines = Splines(3, case["knots"], (low, high))
    size = splines.count - skip
    reflections = []
    for pivot, end in enumerate((low, high)):
        v = splines.at(end, 2)[skip:]
        # What is 0 decides a sign: it must not be noise of the last digits.
        v = [a if abs(a) > mpf(10) ** -60 * max(map(abs, v)) else mpf(0) for a in v]
        for w, h in reflections:
            share = 2 * fdot(v, w) / h
            v = [a - share * b for a, b in zip(v, w)]
        v = [mpf(0)] * pivot + v[pivot:]
        norm = sqrt(fdot(v, v))
        v[pivot] += -norm if v[pivot] < 0 else norm
        reflections.append((v, fdot(v, v)))

    def row(x):
        x = mpf(x)
        if x < low or x > high:
            end = low if x < low else high
            b = [p + (x - end) * q for p, q in zip(splines.at(end), splines.at(end, 1))]
        else:
            b = splines.at(x)
        b = b[skip:]
        for w, h in reflections:
            share = 2 * fdot(b, w) / h
            b = [a - share * c for a, c in zip(b, w)]
        assert len(b) == size
        return b[2:]

    return tuple(columns([row(v) for v in case[where]]) for where in ("x", "at"))


# Scale and center.


def standard(case):
    mp.dps = 400
    x = [mpf(v) for v in case["x"]]
    center = fsum(x) / len(x) if case["centers"] else mpf(0)
    scale = sqrt(fsum((v - center) ** 2 for v in x) / max(1, len(x) - 1)) if case["scales"] else mpf(1)
    return tuple([[(mpf(v) - center) / scale for v in case[where]]] for where in ("x", "at"))


# The cases.

NORMAL = [round(random.gauss(0, 1), 3) for _ in range(30)]
SKEWED = [round(random.expovariate(0.2), 2) for _ in range(24)]
TIES = [4, 4, 7, 7, 8, 9, 10, 10, 10, 11, 11, 12, 12, 12, 12, 13, 13, 14, 15, 16, 17, 18, 18, 19, 20, 22, 23, 24, 25]
SECONDS = [1.7e9 + 3600 * k + random.randrange(3600) for k in range(20)]
FAR = [1e6 + random.random() for _ in range(20)]
CLUSTERS = [0.0, 1.0, 1 + 1e-8, 1 + 3e-8, 2.0, 2 + 1e-7]
OUTLIER = [random.random() for _ in range(19)] + [1e6]
ZEROS = [0.0] * 9 + SKEWED[:15]
TOP = [min(v, 4.0) for v in SKEWED]
FILIP = [round(-8.8 + 0.22 * k + 0.05 * random.random(), 6) for k in range(26)]


def spread(x, beyond=0.3):
    low, high = min(x), max(x)
    return [low + (high - low) * p for p in (-beyond, -0.01, 0, 0.11, 0.37, 0.5, 0.83, 1, 1.02, 1 + beyond)]


CASES = []


def add(kind, name, x, at=None, witness=True, **arguments):
    x = [float(v) for v in x]
    CASES.append({"name": name, "kind": kind, "x": x, "at": [float(v) for v in (spread(x) if at is None else at)],
                  "witness": witness, **arguments})


def add_poly(name, x, degree, **more):
    add("poly", name, x, degree=degree, **more)


def add_bs(name, x, df=None, knots=None, degree=3, intercept=False, boundary=None, **more):
    add("bs", name, x, df=df, knots=knots, degree=degree, intercept=intercept, boundary=boundary, **more)


def add_ns(name, x, df=None, knots=None, intercept=False, boundary=None, **more):
    add("ns", name, x, df=df, knots=knots, intercept=intercept, boundary=boundary, **more)


def cases():
    add_poly("a line", range(1, 11), 1)
    add_poly("ten values, degree 3", range(1, 11), 3)
    add_poly("as many as there can be", range(1, 11), 9)
    add_poly("ties", TIES, 5)
    add_poly("normal values, degree 8", NORMAL, 8)
    add_poly("skewed values, degree 6", SKEWED, 6)
    add_poly("negative values, degree 10", FILIP, 10)
    add_poly("seconds since 1970, degree 4", SECONDS, 4, witness=False)
    add_poly("far from zero, degree 3", FAR, 3, witness=False)
    add_poly("clusters, degree 3", CLUSTERS, 3, witness=False)
    add_poly("an outlier, degree 3", OUTLIER, 3, witness=False)
    add_poly("equal steps, degree 20 of 40", range(40), 20, at=[0.5, 3.25, 20, 38.5, 39], witness=False)
    add_poly("equal steps, degree 24 of 25", range(25), 24, at=[0, 12, 23.5], witness=False)
    add_poly("huge values", [v * 2.0**900 for v in NORMAL[:12]], 3, witness=False)
    add_poly("tiny values", [v * 2.0**-990 for v in NORMAL[:12]], 3, witness=False)
    add("raw", "powers", NORMAL[:8] + [-8.781464495, 123.456], degree=10)

    add_bs("cubic without knots", NORMAL)
    add_bs("df 5", NORMAL, df=5)
    add_bs("df 8 with ties", TIES, df=8)
    add_bs("intercept, df 6", NORMAL, df=6, intercept=True)
    add_bs("df too small", NORMAL, df=1)
    add_bs("linear, df 4", SKEWED, df=4, degree=1)
    add_bs("quadratic, knots", SKEWED, knots=[2.0, 6.5], degree=2)
    add_bs("quintic, df 7", FILIP, df=7, degree=5)
    add_bs("knots out of order, one twice", NORMAL, knots=[0.8, -0.5, -0.5])
    add_bs("a narrow boundary, df 5", TIES, df=5, boundary=[8.0, 20.0])
    add_bs("a wide boundary, knots", TIES, knots=[10.0], boundary=[30.0, 0.0], intercept=True)
    add_bs("many zeros, df 6", ZEROS, df=6)
    add_bs("many zeros, df 10", ZEROS, df=10)
    # R's columns are NaN beyond an upper boundary that interior knots lie on; the definition goes on.
    add_bs("many at the top, df 8", TOP, df=8, at=[0.0, 0.32, 1, 2.2, 3.9, 4])
    add_bs("beyond many at the top, df 8", TOP, df=8, at=[4.1, 6], witness=False)
    add_bs("seconds since 1970, df 5", SECONDS, df=5)
    add_bs("far from zero, df 6", FAR, df=6)
    add_bs("an outlier, df 5", OUTLIER, df=5, witness=False)
    add_bs("huge values, df 4", [v * 2.0**800 for v in NORMAL[:12]], df=4, witness=False)

    add_ns("without knots", NORMAL)
    add_ns("without knots, intercept", NORMAL, intercept=True)
    add_ns("df 3", NORMAL, df=3)
    add_ns("df 5 with ties", TIES, df=5)
    add_ns("df 4, intercept", SKEWED, df=4, intercept=True)
    add_ns("df too small", NORMAL, df=1, intercept=True)
    add_ns("knots", SKEWED, knots=[2.0, 6.5])
    add_ns("one knot, intercept", SKEWED, knots=[3.0], intercept=True)
    add_ns("a narrow boundary, df 4", TIES, df=4, boundary=[8.0, 20.0])
    add_ns("a wide boundary, knots", TIES, knots=[10.0, 15.0], boundary=[0.0, 30.0])
    add_ns("many zeros, df 4", ZEROS, df=4)
    add_ns("many zeros, df 8", ZEROS, df=8)
    # R fails here: its second derivatives are not numbers where interior knots lie on the upper boundary.
    add_ns("many at the top, df 6", TOP, df=6, witness=False)
    add_ns("seconds since 1970, df 5", SECONDS, df=5)
    add_ns("far from zero, df 4", FAR, df=4)
    add_ns("an outlier, df 3", OUTLIER, df=3, witness=False)
    add_ns("df 9 of a skewed column", SKEWED, df=9)
    add_ns("tiny values, df 4", [v * 2.0**-800 for v in NORMAL[:12]], df=4, witness=False)

    for name, x, witness in (("ties", TIES, True), ("normal values", NORMAL, True),
                             ("seconds since 1970", SECONDS, False), ("far from zero", FAR, False),
                             ("huge values", [v * 2.0**1020 for v in (0.25, -0.5, 3, 3.5)], False),
                             ("tiny values", [v * 2.0**-1000 for v in (16, -31, 13, 3)], False)):
        add("scale", name, x, centers=True, scales=True, witness=witness, at=x[:3])
        add("scale", name + ", centered only", x, centers=True, scales=False, witness=witness, at=x[:3])
        add("scale", name + ", scaled only", x, centers=False, scales=True, witness=witness, at=x[:3])


# R as the second witness.


def r_vector(values):
    return "NULL" if values is None else "c(" + ", ".join(float(v).hex() for v in values) + ")"


def r_call(case):
    logical = {True: "TRUE", False: "FALSE"}
    kind = case["kind"]
    if kind == "poly":
        return f"poly(x, {case['degree']})"
    if kind == "raw":
        return f"poly(x, {case['degree']}, raw = TRUE)"
    if kind == "scale":
        return f"scale(x, center = {logical[case['centers']]}, scale = {logical[case['scales']]})"
    arguments = f"x, df = {case['df'] or 'NULL'}, knots = {r_vector(case['given'])}, " \
                f"intercept = {logical[case['intercept']]}"
    if case["boundary"]:
        arguments += f", Boundary.knots = {r_vector(case['boundary'])}"
    if kind == "bs":
        arguments += f", degree = {case['degree']}"
    return f"splines::{kind}({arguments})"


def witness(results):
    lines = ["show <- function(m) cat(sprintf('%.17g', m), '\\n')"]
    asked = [(case, exact) for case, exact in results if case["witness"]]
    for case, _ in asked:
        lines += [f"x <- {r_vector(case['x'])}", f"b <- suppressWarnings({r_call(case)})",
                  "k <- attr(b, 'knots'); show(if (is.null(k)) 0 else as.vector(k)); show(unclass(b)[, ])",
                  "p <- if (inherits(b, 'matrix') && !is.null(attr(b, 'class')))"
                  f" suppressWarnings(predict(b, {r_vector(case['at'])})) else NULL",
                  "show(if (is.null(p)) 0 else unclass(p)[, ])"]
    text = subprocess.run(["Rscript", "-"], input="\n".join(lines), capture_output=True, text=True, check=True).stdout
    answers = [[float(v) for v in line.split()] for line in text.split("\n")]
    for i, (case, exact) in enumerate(asked):
        knots, first, second = answers[3 * i:3 * i + 3]
        if case["kind"] in ("bs", "ns"):
            assert len(knots) == len(case["knots"]), case["name"]
            # R's quantiles lose digits of the position in the sorted values.
            noise = 1e-14 * (max(case["x"]) - min(case["x"]))
            for ours, theirs in zip(sorted(case["knots"]), sorted(knots)):
                assert abs(ours - theirs) <= 4e-16 * abs(ours) + noise, (case["name"], ours, theirs)
        # Knots that differ in the last place move the columns of a variable far from zero.
        far = max(abs(v) for v in case["x"]) / (max(case["x"]) - min(case["x"]))
        for values, columns in ((first, exact[0]), (second, exact[1])):
            if case["kind"] == "scale" and values is second:
                continue
            flat = [float(v) for column in columns for v in column]
            assert len(values) == len(flat), (case["name"], len(values), len(flat))
            size = max(abs(v) for v in flat)
            worst = max(abs(a - b) for a, b in zip(values, flat)) / size
            assert worst < 1e-11 + 1e-14 * far, (case["kind"], case["name"], worst)
            case["worst"] = max(case.get("worst", 0), worst)
        print(f"{case['kind']:6} {case['name']:40} R is off by {case['worst']:.1e} of the largest entry")


MAKERS = {"poly": orthogonal, "raw": raw, "bs": b_spline, "ns": natural, "scale": standard}


def main():
    cases()
    results = []
    for case in CASES:
        case["given"] = case.get("knots")
        results.append((case, MAKERS[case["kind"]](case)))
    witness(results)
    lines = []
    for case, (at_training, at_new) in results:
        fields = {k: v for k, v in case.items() if k not in ("witness", "worst", "given")}
        if case["kind"] in ("bs", "ns"):
            fields["learned"] = sorted(case["knots"])
            fields["knots"] = case["given"]
        fields["columns"] = [[rounded(v) for v in column] for column in at_training]
        fields["columnsAt"] = [[rounded(v) for v in column] for column in at_new]
        lines.append(json.dumps({k: v for k, v in fields.items() if v is not None}, separators=(",", ":")))
    with open(OUT, "w") as out:
        out.write("[\n" + ",\n".join(lines) + "\n]\n")


if __name__ == "__main__":
    main()
