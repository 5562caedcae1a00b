#!/usr/bin/env python3
"""Small problems whose loss is not convex, with the best of 300 descents from random starts.

    python3 Tests/Fixtures/several_starts.py

Writes Tests/GLMEstimationTests/Fixtures/several_starts.json: a list of {model, columns, response, loss}. The model is
cauchit (0s and 1s), gaussian-log or gaussian-inverse (on predictors above 0); the loss is half the deviance. Problems whose
best end is far away (a coefficient above 1000), where there may be no optimum at all, are left out. Descents are scipy's
BFGS with the derivatives written here.
"""
import json
from pathlib import Path

import numpy as np
from scipy.optimize import minimize


def cauchit(beta, x, y):
    eta = x @ beta
    # F(η) and 1 − F(η), each exact in its tail.
    up = np.where(eta > -1, 0.5 + np.arctan(eta) / np.pi, np.arctan(-1 / np.minimum(eta, -1)) / np.pi)
    down = np.where(eta < 1, 0.5 - np.arctan(eta) / np.pi, np.arctan(1 / np.maximum(eta, 1)) / np.pi)
    slope = 1 / (np.pi * (1 + eta * eta))
    loss = -np.where(y == 1, np.log(up), np.log(down)).sum()
    return loss, x.T @ np.where(y == 1, -slope / up, slope / down)


def gaussian_log(beta, x, y):
    mean = np.exp(np.minimum(x @ beta, 300))
    return 0.5 * ((y - mean) ** 2).sum(), -x.T @ ((y - mean) * mean)


def gaussian_inverse(beta, x, y):
    eta = x @ beta
    if eta.min() <= 1e-9:
        return np.inf, np.zeros(len(beta))
    mean = 1 / eta
    return 0.5 * ((y - mean) ** 2).sum(), x.T @ ((y - mean) * mean * mean)


MODELS = {"cauchit": cauchit, "gaussian-log": gaussian_log, "gaussian-inverse": gaussian_inverse}


def problem(model, random):
    n, p = random.integers(8, 21), random.integers(1, 3)
    columns = random.normal(size=(p, n))
    beta = 1.5 * random.normal(size=p + 1)
    eta = beta[0] + beta[1:] @ columns
    if model == "cauchit":
        y = (random.uniform(size=n) < 0.5 + np.arctan(eta) / np.pi).astype(float)
    elif model == "gaussian-log":
        y = np.exp(eta / 2) + random.normal(size=n)
    else:
        y = 1 / np.maximum(abs(eta), 0.1) + 0.3 * random.normal(size=n)
    return np.round(columns, 3), np.round(y, 3)


def best(model, columns, y, random):
    x = np.vstack([np.ones(len(y)), columns]).T
    found = (np.inf, None)
    for k in range(300):
        start = (0.3, 1, 3, 10)[k % 4] * random.normal(size=x.shape[1])
        if model == "gaussian-inverse":
            start[0] = abs(start[0]) + 0.3
            start[1:] *= 0.1
        if not np.isfinite(MODELS[model](start, x, y)[0]):
            continue
        with np.errstate(all="ignore"):
            end = minimize(MODELS[model], start, args=(x, y), jac=True, method="BFGS", options={"gtol": 1e-9})
        if end.fun < found[0]:
            found = (end.fun, end.x)
    return found


def main():
    random = np.random.default_rng(5)
    problems = []
    for model in MODELS:
        kept = 0
        while kept < 10:
            columns, y = problem(model, random)
            loss, beta = best(model, columns, y, random)
            if beta is None or abs(beta).max() > 1000:
                continue
            kept += 1
            problems.append({"model": model, "columns": columns.tolist(), "response": y.tolist(), "loss": loss})
    file = Path(__file__).resolve().parents[1] / "GLMEstimationTests" / "Fixtures" / "several_starts.json"
    file.write_text(json.dumps(problems, indent=None).replace("}, ", "},\n") + "\n")


main()
