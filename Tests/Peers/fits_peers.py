"""The peers of fits.py, each in a process of its own:

    python fits_peers.py PEER WORKLOAD FOLDER

Loads the arrays, fits once, and then fits once for every line on standard input, telling the seconds; the end of the input
makes it tell coefficients, whether standard errors were part of the fit, and the most memory in use.
"""
import json
import resource
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from scipy import linalg

from fits_data import TINY, WORKLOADS, curvature, kind_of, residual, softmax_newton, start, tiny_newton, with_intercept


class Data:
    def __init__(self, folder, name):
        self.folder, self.name, self.kind = folder, name, kind_of(name)
        self.y = self.load("y")

    def load(self, what):
        return np.load(f"{self.folder}/{self.name}_{what}.npy")

    def design(self, order="C"):
        return with_intercept(self.load("C"), order)


# Each peer takes the data and returns (fit, coefficients of what it returns, whether there are standard errors).
def scikit(solver, tolerance):
    def peer(data):
        from sklearn import linear_model as lm

        x, y = data.load("C"), data.y
        if data.kind in ("logistic", "softmax"):
            model = lambda: lm.LogisticRegression(C=np.inf, solver=solver, tol=tolerance, max_iter=5000).fit(x, y)
            if data.kind == "softmax":  # against class 0, as ours
                wide = lambda m: np.r_[m.intercept_[None], m.coef_.T]
                return model, lambda m: (lambda b: b[:, 1:] - b[:, :1])(wide(m)), False
            return model, lambda m: np.r_[m.intercept_, m.coef_[0]], False
        if data.kind == "gaussian":
            return lambda: lm.LinearRegression().fit(x, y), lambda m: np.r_[m.intercept_, m.coef_], False
        regressor = {"poisson": lm.PoissonRegressor, "gamma": lm.GammaRegressor}[data.kind]
        fit = lambda: regressor(alpha=0, solver=solver, tol=tolerance, max_iter=5000).fit(x, y)
        return fit, lambda m: np.r_[m.intercept_, m.coef_], False

    return peer


def glum(errors):
    def peer(data):
        from glum import GeneralizedLinearRegressor as Regressor

        family = {"logistic": "binomial", "poisson": "poisson", "gamma": "gamma", "gaussian": "gaussian"}[data.kind]
        more = {"link": "log"} if data.kind == "gamma" else {}
        if data.kind != "gaussian":
            more["gradient_tol"] = 1e-7
        x, y = data.load("F"), data.y
        make = lambda: Regressor(family=family, alpha=0, **more)
        fit = (lambda: make().fit(x, y, store_covariance_matrix=True)) if errors else (lambda: make().fit(x, y))
        return fit, lambda m: np.r_[m.intercept_, m.coef_], errors

    return peer


def statsmodels(data):
    import statsmodels.api as sm

    a, y = data.design(), data.y
    if data.kind == "gaussian":
        return lambda: sm.OLS(y, a).fit(), lambda m: m.params, True
    if data.kind == "gamma":
        family = sm.families.Gamma(sm.families.links.Log())
        return lambda: sm.GLM(y, a, family=family).fit(tol=1e-12), lambda m: m.params, True
    if data.kind == "softmax":
        return lambda: sm.MNLogit(y, a).fit(disp=0, method="newton"), lambda m: m.params, True
    model = {"logistic": sm.Logit, "probit": sm.Probit, "poisson": sm.Poisson}[data.kind]
    return lambda: model(y, a).fit(disp=0, tol=1e-10), lambda m: m.params, True


def normal_equations(data):
    a, y = data.design(), data.y
    return lambda: linalg.solve(a.T @ a, a.T @ y, assume_a="pos"), lambda b: b, False


def least_squares(data):
    a, y = data.design(), data.y
    return lambda: np.linalg.lstsq(a, y, rcond=None)[0], lambda b: b, False


def irls(data):
    """Newton's method in chunks that fit the cache, half of the rows a thread: what a careful user writes in NumPy."""
    from threadpoolctl import threadpool_limits

    a, y, threads, chunk = data.design(), data.y, 2, 4096
    n, q = a.shape
    threadpool_limits(1)
    pool = ThreadPoolExecutor(threads)
    ends = np.linspace(0, n, threads + 1).astype(int)

    def part(b, low, high):
        gradient, information = np.zeros(q), np.zeros((q, q))
        for k in range(low, high, chunk):
            rows, own = a[k : min(high, k + chunk)], y[k : min(high, k + chunk)]
            eta = rows @ b
            if data.kind == "logistic":  # residual and curvature share the exponential
                mu = 1 / (1 + np.exp(-eta))
                rest, weight = own - mu, mu * (1 - mu)
            elif data.kind == "poisson":
                weight = np.exp(eta)
                rest = own - weight
            elif data.kind == "gamma":
                weight = own * np.exp(-eta)
                rest = weight - 1
            else:
                rest = residual(data.kind, own, eta)
                weight = rest * (rest + eta) if data.kind == "probit" else curvature(data.kind, own, eta, False)
            gradient += rest @ rows
            root = rows * np.sqrt(weight)[:, None]
            information += root.T @ root
        return gradient, information

    def fit():
        b = np.zeros(q)
        b[0] = start(data.kind, y)
        for _ in range(50):
            parts = list(pool.map(lambda t: part(b, ends[t], ends[t + 1]), range(threads)))
            gradient, information = sum(x[0] for x in parts), sum(x[1] for x in parts)
            step = linalg.solve(information, gradient, assume_a="pos")
            b = b + step
            if np.abs(step).max() <= 1e-8 * np.abs(b).max() or step @ gradient < 1e-16 * n:
                break
        return b

    return fit, lambda b: b, False


def numpy_softmax(data):
    x, y, classes = data.load("C"), data.y, WORKLOADS[data.name][3]
    return lambda: softmax_newton(x, y, classes, 1e-8), lambda b: b, False


# Small fits: a call makes `count` of them, and the time is that of one.
def each(one, errors, count=200):
    def peer(data):
        x, y = data.load("C")[:count], data.y[:count]
        fit_one = one()
        return lambda: np.array([fit_one(a, b) for a, b in zip(x, y)]), lambda b: b, errors

    peer.count = count
    return peer


def scikit_one():
    from sklearn.linear_model import LogisticRegression

    def fit(x, y):
        m = LogisticRegression(C=np.inf, solver="newton-cholesky", tol=1e-8).fit(x, y)
        return np.r_[m.intercept_, m.coef_[0]]

    return fit


def statsmodels_one():
    import statsmodels.api as sm

    return lambda x, y: sm.Logit(y, with_intercept(x)).fit(disp=0, tol=1e-10).params


def numpy_one():
    from scipy.linalg.lapack import dposv

    def fit(x, y):
        a = with_intercept(x)
        b = np.zeros(a.shape[1])
        for _ in range(25):
            mu = 1 / (1 + np.exp(-(a @ b)))
            step = dposv(a.T @ (a * (mu * (1 - mu))[:, None]), a.T @ (y - mu))[1]
            b = b + step
            if np.abs(step).max() < 1e-8:
                return b
        return b

    return fit


def numpy_batch(data):
    x, y = data.load("C"), data.y
    some = 500
    fit = lambda: np.concatenate([tiny_newton(x[k : k + some], y[k : k + some], 1e-9) for k in range(0, TINY, some)])
    return fit, lambda b: b, False


numpy_batch.count = TINY

PEERS = {
    "scikit-learn newton-cholesky": scikit("newton-cholesky", 1e-8),
    "scikit-learn lbfgs": scikit("lbfgs", 1e-9),
    "scikit-learn": scikit(None, None),
    "glum": glum(False),
    "glum with errors": glum(True),
    "statsmodels": statsmodels,
    "NumPy normal equations": normal_equations,
    "NumPy lstsq": least_squares,
    "NumPy IRLS, 2 threads": irls,
    "NumPy Newton": numpy_softmax,
    "scikit-learn, each": each(scikit_one, False, 100),
    "statsmodels, each": each(statsmodels_one, True),
    "NumPy, each": each(numpy_one, False, TINY),
    "NumPy, all at once": numpy_batch,
}


def main():
    peer, name, folder = sys.argv[1:]
    make = PEERS[peer]
    fit, coefficients, errors = make(Data(folder, name))
    count = getattr(make, "count", 1)
    result = fit()
    print(json.dumps({"ready": True}), flush=True)
    for _ in sys.stdin:
        begin = time.perf_counter()
        result = fit()
        print(json.dumps({"seconds": (time.perf_counter() - begin) / count}), flush=True)
    peak = 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found = np.asarray(coefficients(result), float)
    print(json.dumps({"coefficients": found.ravel().tolist(), "errors": errors, "peak": peak, "count": count}), flush=True)


if __name__ == "__main__":
    main()
