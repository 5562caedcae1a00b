"""Data sets, references and accuracy for fits.py: the same numbers every time."""
import os

import numpy as np
from scipy import linalg, special

# name: (what is drawn, rows, columns, classes, family and link of glm-bench)
WORKLOADS = {
    "logistic-1e6x10": ("logistic", 1_000_000, 10, 0, ("bernoulli", None)),
    "logistic-2e5x100": ("logistic", 200_000, 100, 0, ("bernoulli", None)),
    "logistic-5e4x400": ("logistic", 50_000, 400, 0, ("bernoulli", None)),
    "poisson-1e6x20": ("poisson", 1_000_000, 20, 0, ("poisson", None)),
    "gamma-1e6x20": ("gamma", 1_000_000, 20, 0, ("gamma", "log")),
    "least-squares-1e6x50": ("gaussian", 1_000_000, 50, 0, ("gaussian", None)),
    "probit-1e6x10": ("probit", 1_000_000, 10, 0, ("bernoulli", "probit")),
    "softmax-2e5x20x10": ("softmax", 200_000, 20, 10, ("categorical", None)),
    "ill-conditioned-2e5x50": ("ill", 200_000, 50, 0, ("bernoulli", None)),
    "tiny-100x5": ("tiny", 100, 5, 0, ("bernoulli", None)),
}
TINY = 1000  # data sets of tiny-100x5
CHUNK = 20_000


def kind_of(name):
    """The model: an ill-conditioned or a tiny logistic regression is a logistic one."""
    kind = WORKLOADS[name][0]
    return "logistic" if kind in ("ill", "tiny") else kind


def make(folder, name):
    """Writes the arrays NAME_F.npy (columns together), NAME_C.npy (rows together) and NAME_y.npy, unless they are there."""
    kind, n, p, classes, _ = WORKLOADS[name]
    if os.path.exists(f"{folder}/{name}_y.npy"):
        return
    r = np.random.default_rng([2026, list(WORKLOADS).index(name)])
    if kind == "tiny":
        x = r.standard_normal((TINY, n, p))
        eta = (x @ (0.5 * r.standard_normal((TINY, p, 1))))[..., 0] - 0.2
        np.save(f"{folder}/{name}_C.npy", x)
        np.save(f"{folder}/{name}_y.npy", (r.random((TINY, n)) < special.expit(eta)).astype(float))
        return
    x = r.standard_normal((n, p))
    if kind == "ill":  # columns share 99 hundredths of their variance, on scales from 1e-3 to 1e3
        x = np.sqrt(0.99) * r.standard_normal((n, 1)) + 0.1 * x
        eta = x @ r.standard_normal(p)
        eta *= 1.5 / eta.std()
        x *= r.permutation(np.logspace(-3, 3, p))
    elif kind != "softmax":
        eta = x @ (r.standard_normal(p) / np.sqrt(p))
    if kind == "logistic":
        y = r.random(n) < special.expit(eta - 0.5)
    elif kind == "ill":
        y = r.random(n) < special.expit(eta - 0.3)
    elif kind == "probit":
        y = r.standard_normal(n) < eta - 0.5
    elif kind == "poisson":
        y = r.poisson(np.exp(0.5 * eta - 0.5))
    elif kind == "gamma":
        y = r.gamma(2.0, np.exp(0.5 * eta - 0.5) / 2)
    elif kind == "gaussian":
        y = 1 + eta + r.standard_normal(n)
    else:
        eta = x @ (0.5 * r.standard_normal((p, classes))) + 0.3 * r.standard_normal(classes)
        y = (eta + r.gumbel(size=eta.shape)).argmax(1)
    np.save(f"{folder}/{name}_C.npy", x)
    np.save(f"{folder}/{name}_F.npy", np.asfortranarray(x))
    np.save(f"{folder}/{name}_y.npy", y.astype(float))


def with_intercept(x, order="C"):
    a = np.empty((x.shape[0], x.shape[1] + 1), order=order)
    a[:, 0] = 1
    a[:, 1:] = x
    return a


def residual(kind, y, eta):
    """y - mu and its like, in the precision of eta."""
    if kind == "logistic":
        return y - 1 / (1 + np.exp(-eta))
    if kind == "poisson":
        return y - np.exp(eta)
    if kind == "gamma":
        return y * np.exp(-eta) - 1
    if kind == "gaussian":
        return y - eta
    sign = 2 * y - 1
    z = (sign * eta).astype(float)
    return sign * np.exp(-z * z / 2 - 0.9189385332046727 - special.log_ndtr(z))


def curvature(kind, y, eta, expected):
    """The weight of a row in the information matrix: observed (positive for all of these) or expected."""
    if kind == "logistic":
        mu = special.expit(eta)
        return mu * (1 - mu)
    if kind == "poisson":
        return np.exp(eta)
    if kind == "gamma":
        return np.ones_like(eta) if expected else y * np.exp(-eta)
    if kind == "gaussian":
        return np.ones_like(eta)
    if expected:
        return np.exp(-eta * eta - 1.8378770664093453 - special.log_ndtr(eta) - special.log_ndtr(-eta))
    r = residual(kind, y, eta)
    return r * (r + eta)


def start(kind, y):
    m = y.mean()
    return {"logistic": np.log(m / (1 - m)), "probit": special.ndtri(m), "gaussian": m}.get(kind, np.log(m))


def newton(x, y, kind):
    """Coefficients and standard errors by Newton's method on scaled columns; the last gradients in extended precision.

    The losses of all these are convex and the starts good, so that full steps do.
    """
    n, p = x.shape
    scale = np.r_[1.0, np.sqrt((x * x).mean(0))]
    a = with_intercept(x) / scale
    b = np.zeros(p + 1)
    b[0] = start(kind, y)
    fine = 0
    for _ in range(60):
        eta = a @ b
        if fine:
            gradient = np.zeros(p + 1, np.longdouble)
            for k in range(0, n, CHUNK):
                rows = a[k : k + CHUNK].astype(np.longdouble)
                gradient += rows.T @ residual(kind, y[k : k + CHUNK].astype(np.longdouble), rows @ b)
            gradient = gradient.astype(float)
        else:
            gradient = a.T @ residual(kind, y, eta)
        root = a * np.sqrt(curvature(kind, y, eta, False))[:, None]
        step = linalg.solve(root.T @ root, gradient, assume_a="pos")
        b = b + step
        size = np.abs(step).max() / np.abs(b).max()
        fine += 1 if fine or size < 1e-9 else 0
        if fine > 3 or (fine > 1 and size < 4e-16):
            break
    eta = a @ b
    root = a * np.sqrt(curvature(kind, y, eta, True))[:, None]
    inverse = np.diag(np.linalg.inv(root.T @ root))
    dispersion = 1.0
    if kind in ("gamma", "gaussian"):
        dispersion = np.sum(residual(kind, y, eta) ** 2) / (n - p - 1)
    return b / scale, np.sqrt(dispersion * inverse) / scale, scale


def softmax_newton(x, y, classes, tolerance, errors=False):
    """Coefficients (p + 1, C - 1) against class 0 by Newton's method, in chunks of rows; standard errors if asked for."""
    a, codes, planes = with_intercept(x), y.astype(int), classes - 1
    n, q = a.shape
    share = np.bincount(codes, minlength=classes) / n
    b = np.zeros((q, planes))
    b[0] = np.log(share[1:] / share[0])
    for _ in range(40):
        gradient, information = np.zeros((q, planes)), np.zeros((planes, q, planes, q))
        for k in range(0, n, 4096):
            rows, own = a[k : k + 4096], codes[k : k + 4096]
            chance = np.exp(rows @ b)
            chance /= (1 + chance.sum(1))[:, None]
            rest = -chance
            hit = np.flatnonzero(own)
            rest[hit, own[hit] - 1] += 1
            gradient += rows.T @ rest
            spread = (chance[:, :, None] * rows[:, None, :]).reshape(len(rows), planes * q)
            information.reshape(planes * q, planes * q)[...] -= spread.T @ spread
            for c in range(planes):
                information[c, :, c, :] += spread[:, c * q : (c + 1) * q].T @ rows
        matrix = information.reshape(planes * q, planes * q)
        step = linalg.solve(matrix, gradient.T.reshape(-1), assume_a="pos").reshape(planes, q).T
        b = b + step
        if np.abs(step).max() < tolerance * np.abs(b).max():
            break
    if not errors:
        return b
    return b, np.sqrt(np.diag(np.linalg.inv(matrix))).reshape(planes, q).T


def tiny_newton(x, y, tolerance):
    """Coefficients (B, p + 1) of many small logistic regressions, all at once."""
    a = np.concatenate([np.ones(x.shape[:2] + (1,)), x], axis=2)
    b = np.zeros((x.shape[0], a.shape[2]))
    for _ in range(60):
        mu = 1 / (1 + np.exp(-(a @ b[..., None])[..., 0]))
        weighted = a * (mu * (1 - mu))[..., None]
        step = np.linalg.solve(weighted.transpose(0, 2, 1) @ a, (a.transpose(0, 2, 1) @ (y - mu)[..., None]))[..., 0]
        b += step
        if np.abs(step).max() < tolerance:
            break
    return b


def reference(folder, name):
    """Coefficients, standard errors (None for tiny) and the sizes of the columns; computed once and kept in the folder."""
    path = f"{folder}/{name}_reference.npz"
    if not os.path.exists(path):
        x, y = np.load(f"{folder}/{name}_C.npy"), np.load(f"{folder}/{name}_y.npy")
        kind = WORKLOADS[name][0]
        if kind == "tiny":
            np.savez(path, coefficients=tiny_newton(x, y, 1e-14), errors=np.zeros(0), scale=np.ones(1))
        elif kind == "softmax":
            b, errors = softmax_newton(x, y, WORKLOADS[name][3], 1e-15, errors=True)
            scale = np.r_[1.0, np.sqrt((x * x).mean(0))][:, None]
            np.savez(path, coefficients=b, errors=errors, scale=scale)
        else:
            b, errors, scale = newton(x, y, kind_of(name))
            np.savez(path, coefficients=b, errors=errors, scale=scale)
    kept = np.load(path)
    return kept["coefficients"], kept["errors"] if kept["errors"].size else None, kept["scale"]


def relative_error(found, truth, scale):
    """max_j s_j |b_j - truth_j| / max_j s_j |truth_j|, s_j the root mean square of column j."""
    found = np.asarray(found, float).reshape(np.shape(truth))
    if not np.isfinite(found).all():
        return float("inf")
    return float(np.max(scale * np.abs(found - truth)) / np.max(scale * np.abs(truth)))
