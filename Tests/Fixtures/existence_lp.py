#!/usr/bin/env python3
"""Holds the tool's verdicts on random small designs against a linear program (needs numpy and scipy).

A maximum-likelihood estimate exists exactly when no direction of recession moves a row. Designs have indicators, small
integers, heavy tails or continuous columns. Prints, for each family and true state, how often each outcome was reported.

Run from the top of the repository: swift build -c release && python3 Tests/Fixtures/existence_lp.py [DESIGNS]
"""
import collections
import json
import pathlib
import subprocess
import sys
import tempfile

import numpy as np
from scipy.optimize import linprog

MODELS = [("bernoulli", "logit"), ("bernoulli", "probit"), ("bernoulli", "cloglog"), ("poisson", "log"),
          ("categorical", "logit")]


def separated(family, x, y):
    n, p = x.shape
    q = 2 * p if family == "categorical" else p
    below, equal = [], []
    for row, value in zip(x, y):
        if family == "bernoulli":
            below.append(-row if value else row)
        elif family == "poisson":
            (below if value == 0 else equal).append(row)
        else:
            zero = np.zeros(p)
            planes = [np.zeros(q), np.r_[row, zero], np.r_[zero, row]]
            below += [planes[c] - planes[int(value)] for c in range(3) if c != value]
    a = np.array(below).reshape(-1, q)
    if len(a) == 0:
        return False
    solved = linprog(a.sum(0), A_ub=a, b_ub=np.zeros(len(a)), A_eq=np.array(equal) if equal else None,
                     b_eq=np.zeros(len(equal)) if equal else None, bounds=[(-1, 1)] * q, method="highs")
    return solved.fun < -1e-7


rng = np.random.default_rng(20261121)
counts = collections.Counter()
with tempfile.TemporaryDirectory() as folder:
    data = pathlib.Path(folder) / "design.csv"
    for _ in range(int(sys.argv[1]) if len(sys.argv) > 1 else 1000):
        family, link = MODELS[rng.integers(len(MODELS))]
        n, p, kind = rng.integers(4, 25), rng.integers(1, 5), rng.integers(4)
        u = rng.uniform(-1, 1, (n, p))
        x = [rng.integers(0, 2, (n, p)), rng.integers(-2, 3, (n, p)), u / (1.0001 - abs(u)), u][kind].astype(float)
        signal = x.sum(1) * rng.uniform(0, 3, n) + rng.uniform(-1, 1, n)
        y = {"bernoulli": signal > 0, "poisson": np.maximum(signal, 0) // 1,
             "categorical": (signal > -0.7).astype(int) + (signal > 0.7)}[family].astype(int)
        if len(set(y)) < (3 if family == "categorical" else 1):
            continue
        names = [f"x{j}" for j in range(p)]
        rows = [",".join(["y", *names])] + [",".join([str(v), *map(repr, map(float, r))]) for v, r in zip(y, x)]
        data.write_text("\n".join(rows) + "\n")
        done = subprocess.run([".build/release/glm", "fit", str(data), "y ~ " + " + ".join(names), "--family", family,
                               "--link", link, "--format", "json"], capture_output=True, text=True)
        outcome = json.loads(done.stdout)["outcome"] if done.stdout else done.stderr.strip()
        truth = "infinite" if separated(family, np.c_[np.ones(n), x], y) else "optimum"
        counts[family + " " + link, truth, outcome] += 1
wrong = 0
for (model, truth, outcome), count in sorted(counts.items()):
    wrong += count if truth != outcome else 0
    print(f"{model:20} {truth:9} reported {outcome:10} {count:6}")
print(f"{sum(counts.values())} designs, {wrong} verdicts that differ")
