#!/usr/bin/env python3
"""Writes what separated fits tend to: Tests/GLMTests/Fixtures/separation/limits.csv (needs mpmath, numpy and scipy).

Which rows and coefficients move is decided by a linear program a row and a coefficient; the limit is Newton's method in 60
digits on the rows that stay, with the columns that they still determine. A line is a case, a term with its class where there are
several, what becomes of it (finite, +inf, -inf or undetermined), the limit and its standard error; the line of the term
`deviance` has the infimum of the deviance and how many rows move. Data: detectseparation's vignette (endometrial), the
separation guides of ppmlhdfe (poisson_*), Fisher's iris, and others.

Run from the top of the repository: python3 Tests/Fixtures/separation_limits.py
"""
import csv
import pathlib

import mpmath as mp
import numpy as np
from scipy.optimize import linprog

mp.mp.dps = 60
folder = pathlib.Path("Tests/GLMTests/Fixtures/separation")


def table(name):
    with open(folder / f"{name}.csv") as file:
        return list(csv.DictReader(file))


def extreme(cone, equal, target):
    """The largest target · d over the cone within the unit box."""
    q = len(target)
    solved = linprog(-np.array(target, float), A_ub=-np.array(cone) if cone else None,
                     b_ub=np.zeros(len(cone)) if cone else None, A_eq=np.array(equal) if equal else None,
                     b_eq=np.zeros(len(equal)) if equal else None, bounds=[(-1, 1)] * q, method="highs")
    return -solved.fun


def softmax(beta, x, y, kept, p, classes):
    """Loss, gradient and information of one row over the classes that it keeps."""
    eta = [mp.mpf(0)] + [mp.fdot(x, beta[(k - 1) * p:k * p]) for k in range(1, classes)]
    total = mp.fsum(mp.exp(eta[k]) for k in kept)
    prob = [mp.exp(eta[k]) / total if k in kept else mp.mpf(0) for k in range(classes)]
    return mp.log(total) - eta[y], prob


def case(name, names, x, y, family, classes=None, labels=None):
    n, p = len(x), len(names)
    planes = classes - 1 if classes else 1
    q = p * planes
    cone, equal, owner = [], [], []
    for i in range(n):
        row = list(map(float, x[i]))
        if family == "binomial":
            cone.append([v if y[i] else -v for v in row])
            owner.append((i, 0))
        elif family == "poisson":
            if y[i]:
                equal.append(row)
            else:
                cone.append([-v for v in row])
                owner.append((i, 0))
        else:
            lines = [np.zeros(q)] + [np.concatenate([row if k == j else np.zeros(p) for j in range(planes)])
                                     for k in range(planes)]
            for k in range(classes):
                if k != y[i]:
                    cone.append(list(lines[y[i]] - lines[k]))
                    owner.append((i, k))
    moves = {o for o, v in zip(owner, cone) if extreme(cone, equal, v) > 1e-7}
    fate = []
    for j in range(q):
        unit = np.eye(q)[j]
        up, down = extreme(cone, equal, unit) > 1e-7, extreme(cone, equal, -unit) > 1e-7
        fate.append("undetermined" if up and down else "+inf" if up else "-inf" if down else "finite")
    # The columns that what is left determines, earlier ones first.
    if classes:
        left = [v for o, v in zip(owner, cone) if o not in moves]
    else:
        left = [list(map(float, x[i])) for i in range(n) if (i, 0) not in moves]
    keep = []
    for j in range(q):
        if left and np.linalg.matrix_rank(np.array(left)[:, keep + [j]]) > len(keep):
            keep.append(j)
    X = [[mp.mpf(str(v)) for v in row] for row in x]
    beta = [mp.mpf(0)] * q
    for _ in range(200):
        gradient = mp.zeros(len(keep), 1)
        information = mp.zeros(len(keep), len(keep))
        loss = mp.mpf(0)
        for i in range(n):
            if classes:
                kept = [k for k in range(classes) if k == y[i] or (i, k) not in moves]
                if len(kept) == 1:
                    continue
                own, prob = softmax(beta, X[i], y[i], kept, p, classes)
                loss += own
                for a, ja in enumerate(keep):
                    ka, ca = ja // p + 1, ja % p
                    gradient[a] += X[i][ca] * ((y[i] == ka) - prob[ka])
                    for b, jb in enumerate(keep):
                        kb, cb = jb // p + 1, jb % p
                        information[a, b] += X[i][ca] * X[i][cb] * (prob[ka] * (ka == kb) - prob[ka] * prob[kb])
                continue
            if (i, 0) in moves:
                continue
            eta = mp.fdot(X[i], beta)
            if family == "binomial":
                mu = 1 / (1 + mp.exp(-eta))
                weight = mu * (1 - mu)
                loss -= mp.log(mu if y[i] else 1 - mu)
            else:
                mu = weight = mp.exp(eta)
                loss += (y[i] * mp.log(y[i] / mu) if y[i] else 0) - (y[i] - mu)
            for a, ja in enumerate(keep):
                gradient[a] += X[i][ja] * (y[i] - mu)
                for b, jb in enumerate(keep):
                    information[a, b] += weight * X[i][ja] * X[i][jb]
        if not keep:
            break
        step = mp.lu_solve(information, gradient)
        size = max(abs(s) for s in step)
        scale = 1 if size < 2 else 2 / size
        for a, j in enumerate(keep):
            beta[j] += scale * step[a]
        if size < mp.mpf(10) ** -50:
            break
    inverse = information ** -1 if keep else None
    lines = []
    for j in range(q):
        term = names[j % p]
        label = labels[j // p + 1] if classes else ""
        finite = fate[j] == "finite"
        lines.append([name, term, label, fate[j], mp.nstr(beta[j], 20) if finite else "",
                      mp.nstr(mp.sqrt(inverse[keep.index(j), keep.index(j)]), 20) if finite else ""])
    rows = len({i for i, _ in moves})
    lines.append([name, "deviance", "", str(rows), mp.nstr(2 * loss if keep else mp.mpf(0), 20), ""])
    return lines


def plain(name, family, terms, file=None):
    data = table(file or name)
    response = {"sep_quasi_endometrial": "HG"}.get(name, "y")
    x = [["1"] + [r[t] for t in terms] for r in data]
    return case(name, ["(Intercept)"] + terms, x, [int(float(r[response])) for r in data], family)


out = plain("sep_quasi_endometrial", "binomial", ["NV", "PI", "EH"])
out += plain("sep_complete_1", "binomial", ["x"])
out += plain("all_ones_logit", "binomial", ["x"])
out += plain("all_zero_counts", "poisson", ["x"])
out += plain("poisson_primer", "poisson", ["x"])
out += plain("poisson_combination", "poisson", ["x1", "x2", "x3"])
out += plain("poisson_silent", "poisson", ["x1", "x2", "x3", "x4"])
out += plain("poisson_diverging", "poisson", ["x1", "x2", "x3", "x4"])
data = table("sep_quasi_level_ref")
out += case("sep_quasi_level_ref", ["(Intercept)", "g[a]", "g[b]", "z"],
            [["1", str(int(r["g"] == "a")), str(int(r["g"] == "b")), r["z"]] for r in data],
            [int(r["y"]) for r in data], "binomial")
data = table("sep_multinomial_iris")
sizes = ["Sepal.Length", "Sepal.Width", "Petal.Length", "Petal.Width"]
for reference in ["setosa", "versicolor"]:
    labels = [reference] + [s for s in ["setosa", "versicolor", "virginica"] if s != reference]
    out += case(f"iris against {reference}", ["(Intercept)"] + sizes,
                [["1"] + [r[s] for s in sizes] for r in data], [labels.index(r["Species"]) for r in data],
                "softmax", 3, labels)
with open(folder / "limits.csv", "w", newline="") as file:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["case", "term", "response", "fate", "limit", "error"])
    writer.writerows(out)
