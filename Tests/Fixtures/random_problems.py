#!/usr/bin/env python3
"""Random small models with their true coefficients, for the digits that a fit attains and reports.

    python3 Tests/Fixtures/random_problems.py > Tests/GLMTests/Fixtures/random_problems.jsonl

Needs mpmath and numpy. Each line is one problem; all data are doubles, written so that they read back the same.

    family, link        as the glm command takes them
    intercept           whether a column of ones stands first
    columns             x1, x2, ...
    y                   the response, or the successes where there are failures
    failures            of a response of counts, or absent
    offset, weights     absent without any; the weights are precision weights
    coefficients        the maximum-likelihood estimate, as pairs [high, low] of about 20 digits
    errors              standard errors from the expected information, times Pearson's dispersion where it is not known
    condition           of the weighted columns, each scaled to length 1
    noise               how far, relative to the largest coefficient, the estimate moves at most when both terms whose
                        difference each residual is are off by 2^-53 of themselves; 0 for least squares, whose
                        residual needs no rounding

The estimate is Newton's with observed curvature, in 60 digits, from a start that damped scoring in doubles finds; a
problem is taken where scoring from other starts, up to ten standard errors away, comes to the same point.
"""

import json
import math
import random
import sys

import mpmath as mp
import numpy as np

mp.mp.dps = 60
COUNT = 1000
THETA = 2

MODELS = (
    ["gaussian identity"] * 6 + ["bernoulli logit"] * 4 + ["bernoulli probit"] * 3 + ["bernoulli cloglog"] * 3
    + ["bernoulli cauchit"] * 2 + ["poisson log"] * 4 + ["poisson sqrt"] * 2 + ["gamma log"] * 3
    + ["gamma inverse"] * 2 + ["inverse-gaussian log"] * 2 + ["negative-binomial:2 log"] * 3
)


class Doubles:
    exp, log, atan = np.exp, np.log, np.arctan
    pi = np.pi
    normal = staticmethod(lambda x: np.vectorize(lambda v: math.erfc(-v / math.sqrt(2)) / 2)(x))


class Exact:
    exp, log, atan, normal = mp.exp, mp.log, mp.atan, mp.ncdf
    pi = mp.pi


def mean(link, eta, m):
    """The mean with its first and second derivative in eta."""
    if link == "identity":
        return eta, 1 + 0 * eta, 0 * eta
    if link == "log":
        e = m.exp(eta)
        return e, e, e
    if link == "sqrt":
        return eta * eta, 2 * eta, 2 + 0 * eta
    if link == "inverse":
        return 1 / eta, -1 / eta**2, 2 / eta**3
    if link == "logit":
        p = 1 / (1 + m.exp(-eta))
        return p, p * (1 - p), p * (1 - p) * (1 - 2 * p)
    if link == "probit":
        d = m.exp(-eta * eta / 2) / (2 * m.pi) ** 0.5 if m is Doubles else mp.npdf(eta)
        return m.normal(eta), d, -eta * d
    if link == "cloglog":
        e = m.exp(eta)
        d = m.exp(eta - e)
        return 1 - m.exp(-e), d, d * (1 - e)
    if link == "cauchit":
        d = 1 / (m.pi * (1 + eta**2))
        return m.atan(eta) / m.pi + (mp.mpf(1) / 2 if m is Exact else 0.5), d, -2 * eta * d / (1 + eta**2)
    raise ValueError(link)


def variance(family, mu):
    """V and V'."""
    if family == "gaussian":
        return 1 + 0 * mu, 0 * mu
    if family == "bernoulli":
        return mu * (1 - mu), 1 - 2 * mu
    if family == "poisson":
        return mu, 1 + 0 * mu
    if family == "gamma":
        return mu**2, 2 * mu
    if family == "inverse-gaussian":
        return mu**3, 3 * mu**2
    return mu + mu**2 / THETA, 1 + 2 * mu / THETA


def loss(family, y, mu):
    """Half the deviance but for what does not depend on the mean; y is a proportion for counts of trials."""
    if family == "gaussian":
        return (y - mu) ** 2 / 2
    if family == "bernoulli":
        return -np.where(y > 0, y * np.log(mu), 0) - np.where(y < 1, (1 - y) * np.log1p(-mu), 0)
    if family == "poisson":
        return mu - np.where(y > 0, y * np.log(mu), 0)
    if family == "gamma":
        return y / mu + np.log(mu)
    if family == "inverse-gaussian":
        return (y - mu) ** 2 / (2 * y * mu**2)
    return (y + THETA) * np.log(THETA + mu) - np.where(y > 0, y * np.log(mu), 0)


def score(p, start):
    """Damped scoring in doubles; None where it does not come to rest."""
    family, link = p["family"], p["link"]
    X, y, w, o = p["X"], p["proportion"], p["prior"], p["shift"]
    b = np.array(start, dtype=float)

    def value(b):
        eta = X @ b + o
        if link in ("sqrt", "inverse") and (eta <= 0).any():
            return np.inf
        with np.errstate(all="ignore"):
            total = np.sum(w * loss(family, y, mean(link, eta, Doubles)[0]))
        return total if np.isfinite(total) else np.inf

    now = value(b)
    for _ in range(200):
        eta = X @ b + o
        with np.errstate(all="ignore"):
            mu, d, _ = mean(link, eta, Doubles)
            V, _ = variance(family, mu)
            g = X.T @ (w * (y - mu) * d / V)
            H = X.T @ ((w * d * d / V)[:, None] * X)
        if not (np.isfinite(H).all() and np.isfinite(g).all()):
            return None
        try:
            step = np.linalg.solve(H, g)
        except np.linalg.LinAlgError:
            return None
        if not np.isfinite(step).all():
            return None
        t = 1.0
        while t > 1e-10 and not value(b + t * step) <= now:
            t /= 2
        if t <= 1e-10 or (g @ step) < 1e-13 * max(1, abs(now)):
            return b if (g @ step) < 1e-6 else None
        b = b + t * step
        now = value(b)
    return None


def starts(p):
    family, link, y = p["family"], p["link"], p["proportion"]
    if family == "bernoulli":
        mu = (p["trials"] * y + 0.5) / (p["trials"] + 1)
    elif family in ("poisson", "negative-binomial:2"):
        mu = y + 0.1 * max(1, y.mean())
    else:
        mu = y
    g = {"identity": lambda m: m, "log": np.log, "sqrt": np.sqrt, "inverse": lambda m: 1 / m,
         "logit": lambda m: np.log(m / (1 - m)), "probit": lambda m: np.log(m / (1 - m)) / 1.7,
         "cloglog": lambda m: np.log(-np.log1p(-m)), "cauchit": lambda m: np.tan(np.pi * (m - 0.5))}[link]
    return np.linalg.lstsq(p["X"], g(mu) - p["shift"], rcond=None)[0]


def exact(p, start):
    """The estimate, its observed and expected information, means and the like, in 60 digits."""
    family, link = p["family"], p["link"]
    n, k = p["X"].shape
    X = [[mp.mpf(float(v)) for v in row] for row in p["X"]]
    y = [mp.mpf(float(s)) for s in p["y"]]
    trials = [mp.mpf(float(s) + float(f)) for s, f in zip(p["y"], p["failures"])] if "failures" in p else [mp.mpf(1)] * n
    w = [mp.mpf(float(v)) for v in p["weights"]] if "weights" in p else [mp.mpf(1)] * n
    o = [mp.mpf(float(v)) for v in p["shift"]]
    b = mp.matrix([mp.mpf(float(v)) for v in start])
    for _ in range(60):
        g, H, E = mp.matrix(k, 1), mp.matrix(k, k), mp.matrix(k, k)
        rows = []
        for i in range(n):
            eta = mp.fsum(X[i][j] * b[j] for j in range(k)) + o[i]
            if link in ("sqrt", "inverse") and eta <= 0:
                return None
            mu, d, d2 = mean(link, eta, Exact)
            V, V1 = variance(family, mu)
            rest = y[i] - trials[i] * mu
            r = w[i] * rest * d / V
            e = w[i] * trials[i] * d * d / V
            c = e - w[i] * rest * (d2 * V - d * d * V1) / V**2
            if family == "bernoulli":
                size = w[i] * (y[i] * d / mu + (trials[i] - y[i]) * d / (1 - mu))
            else:
                size = w[i] * (abs(y[i]) + abs(mu)) * abs(d) / V
            rows.append((eta, w[i] * rest**2 / V, e, size))
            for j in range(k):
                g[j] += X[i][j] * r
                for l in range(k):
                    H[j, l] += X[i][j] * X[i][l] * c
                    E[j, l] += X[i][j] * X[i][l] * e
        step = mp.lu_solve(H, g)
        b = b + step
        if max(abs(step[j]) for j in range(k)) <= mp.mpf(10) ** -45 * max(abs(b[j]) for j in range(k)):
            return b, H, E, rows, X
    return None


def problem(rng):
    family, link = rng.choice(MODELS).split()
    n = rng.randint(6, 14)
    k = rng.randint(1, 4)
    intercept = k > 1 or rng.random() < 0.5
    slopes = k - intercept
    kind = rng.choice(["plain", "plain", "scaled", "far", "collinear", "powers"])

    def uniform():
        return [round(rng.uniform(-2, 2), 3) for _ in range(n)]

    columns = [uniform() for _ in range(slopes)]
    if kind == "scaled":
        columns = [[v * 10.0 ** rng_k for v in c] for c in columns for rng_k in [rng.randint(-8, 8)]]
    elif kind == "far" and slopes:
        far = 10 ** rng.randint(1, 7)
        columns[0] = [far + v for v in columns[0]]
    elif kind == "collinear" and slopes > 1:
        near = 10.0 ** -rng.randint(1, 7)
        columns[1] = [a + near * v for a, v in zip(columns[0], columns[1])]
    elif kind == "powers" and slopes:
        base = [rng.uniform(0.5, 6) for _ in range(n)]
        columns = [[v**j for v in base] for j in range(1, slopes + 1)]
    p = {"family": family, "link": link, "intercept": intercept, "columns": columns}
    X = np.column_stack(([np.ones(n)] if intercept else []) + [np.array(c) for c in columns])
    p["X"] = X
    Z = X - X.mean(axis=0) if intercept else X
    size = np.sqrt((Z**2).mean(axis=0))
    if (size[intercept:] == 0).any():
        return None
    eta = np.zeros(n)
    for j in range(int(intercept), k):
        eta = eta + rng.gauss(0, 0.6) * Z[:, j] / size[j]
    if rng.random() < 0.25 and link != "inverse":
        p["offset"] = [round(rng.uniform(-1, 1), 4) for _ in range(n)]
    if rng.random() < 0.25:
        p["weights"] = [round(rng.uniform(0.1, 3), 2) for _ in range(n)]
    p["shift"] = np.array(p.get("offset", [0.0] * n))
    eta = eta + p["shift"]
    large = rng.random() < 0.3
    draw = np.random.default_rng(rng.randrange(2**32))
    if intercept and link not in ("sqrt", "inverse"):
        eta = eta + (rng.uniform(4, 15) if large and family in ("poisson", "negative-binomial:2") else rng.uniform(-1, 2))
    if link == "sqrt":
        eta = abs(eta + rng.uniform(2, 1000 if large else 6))
    if link == "inverse":
        eta = abs(eta) + 0.3
    mu = mean(link, eta, Doubles)[0]
    if family == "gaussian":
        y = mu + draw.normal(size=n) * 10.0 ** rng.randint(-6, 1)
        if rng.random() < 0.2:
            y = y + 10.0 ** rng.randint(3, 8)
    elif family == "bernoulli":
        trials = np.ones(n) if rng.random() < 0.4 else np.array([float(rng.randint(1, 10**6 if large else 30)) for _ in range(n)])
        successes = draw.binomial(trials.astype(int), np.clip(mu, 0.001, 0.999)).astype(float)
        if (trials > 1).any():
            p["failures"] = [float(v) for v in trials - successes]
        y = successes
        p["trials"] = trials
    elif family == "poisson":
        y = draw.poisson(mu).astype(float)
    elif family == "gamma":
        y = np.maximum(draw.gamma(3, mu / 3), 1e-3)
    elif family == "inverse-gaussian":
        y = np.maximum(draw.wald(mu, 3 * mu), 1e-3)
    else:
        y = draw.negative_binomial(THETA, THETA / (THETA + mu)).astype(float)
    y = np.array([float(f"{v:.6g}") if family in ("gamma", "inverse-gaussian") else float(v) for v in y])
    if family == "gaussian":
        y = np.array([float(f"{v:.10g}") for v in y])
    p["y"] = [float(v) for v in y]
    p["proportion"] = y / p["trials"] if family == "bernoulli" else y
    w = np.array(p.get("weights", [1.0] * n))
    p["prior"] = w * p["trials"] if family == "bernoulli" else w
    return solved(p, rng)


def solved(p, rng):
    X, n, k = p["X"], *p["X"].shape
    start = starts(p)
    if p["link"] in ("sqrt", "inverse") and (X @ start + p["shift"] <= 0).any():
        return None
    # Scoring in doubles works on orthonormal columns: the problem may be ill conditioned.
    Q, R = np.linalg.qr(X / np.abs(X).max(axis=0))
    inner = dict(p, X=Q)
    to_inner = R * np.abs(X).max(axis=0)
    rest = score(inner, to_inner @ start)
    if rest is None:
        return None
    eta = Q @ rest + p["shift"]
    if p["family"] == "bernoulli" and np.abs(eta).max() > 12:
        return None
    if p["link"] == "sqrt" and eta.min() < 0.3 or p["link"] == "inverse" and eta.min() < 0.02:
        return None
    mu, d, _ = mean(p["link"], eta, Doubles)
    W = p["prior"] * d * d / variance(p["family"], mu)[0]
    information = Q.T @ (W[:, None] * Q)
    try:
        spread = np.linalg.cholesky(np.linalg.inv(information)).T
    except np.linalg.LinAlgError:
        return None
    if not convex(p):
        for attempt in range(8):
            other = rest + spread.T @ np.array([rng.gauss(0, 10) for _ in range(k)])
            if p["link"] == "sqrt" and (Q @ other + p["shift"] <= 0).any():
                continue
            found = score(inner, other)
            if found is None and p["link"] == "cauchit":
                continue
            if found is None or np.abs(found - rest).max() > 1e-3 * (1 + np.abs(rest).max()):
                return None
    answer = exact(p, np.linalg.solve(to_inner, rest))
    if answer is None:
        return None
    b, H, E, rows, XX = answer
    # Newton must not have left for another stationary point.
    if max(abs(float(mp.fsum(XX[i][j] * b[j] for j in range(k)) - (Q @ rest)[i])) for i in range(n)) > 1e-3 * (1 + np.abs(eta).max()):
        return None
    try:
        mp.cholesky(H)
    except ValueError:
        return None
    covariance = E**-1
    known = p["family"] in ("bernoulli", "poisson", "negative-binomial:2")
    phi = mp.mpf(1) if known else mp.fsum(r[1] for r in rows) / (n - k)
    if phi == 0:
        return None
    errors = [mp.sqrt(phi * covariance[j, j]) for j in range(k)]
    inverse = H**-1
    largest = max(abs(b[j]) for j in range(k))
    if largest == 0:
        return None
    noise = mp.mpf(0)
    if p["family"] != "gaussian":
        for j in range(k):
            noise = max(noise, mp.fsum(
                abs(mp.fsum(inverse[j, l] * XX[i][l] for l in range(k))) * rows[i][3] for i in range(n)))
        noise = noise * mp.mpf(2) ** -53 / largest
    A = mp.matrix(n, k)
    for i in range(n):
        for j in range(k):
            A[i, j] = XX[i][j] * mp.sqrt(rows[i][2])
    for j in range(k):
        length = mp.sqrt(mp.fsum(A[i, j] ** 2 for i in range(n)))
        for i in range(n):
            A[i, j] /= length
    values = mp.eigsy(A.T * A, eigvals_only=True)
    condition = mp.sqrt(max(values) / min(values))
    if condition > 1e8:
        return None
    out = {name: p[name] for name in ["family", "link", "intercept", "columns", "y"]}
    for name in ["failures", "offset", "weights"]:
        if name in p:
            out[name] = p[name]
    out["coefficients"] = [pair(b[j]) for j in range(k)]
    out["errors"] = [pair(e) for e in errors]
    out["condition"] = float(mp.nstr(condition, 4))
    out["noise"] = float(mp.nstr(noise, 4))
    return out


def convex(p):
    return (p["family"], p["link"]) in [
        ("gaussian", "identity"), ("bernoulli", "logit"), ("bernoulli", "probit"), ("bernoulli", "cloglog"),
        ("poisson", "log"), ("poisson", "sqrt"), ("gamma", "log"), ("gamma", "inverse"), ("negative-binomial:2", "log")]


def pair(value):
    high = float(value)
    return [high, float(mp.nstr(value - mp.mpf(high), 6))]


def main():
    rng = random.Random(int(sys.argv[1]) if len(sys.argv) > 1 else 4)
    count = int(sys.argv[2]) if len(sys.argv) > 2 else COUNT
    done = 0
    while done < count:
        p = problem(rng)
        if p is not None:
            print(json.dumps(p, separators=(",", ":")), flush=True)
            done += 1


main()
