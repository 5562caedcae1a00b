#!/usr/bin/env python3
"""Every number and every identity in Docs/Mathematics.md, measured again.

    python3 mathematics_numbers.py            print each number with its section
    python3 mathematics_numbers.py --check    also fail unless each number stands in its section of the document

Needs numpy and mpmath. High-precision numbers use 60 digits; fits use Newton's method in double precision.
"""
import csv
import math
import pathlib
import re
import sys

import numpy as np
from mpmath import mp, mpf

mp.dps = 60
ROOT = pathlib.Path(__file__).resolve().parents[2]
DATA = ROOT / "Docs" / "Data"
DOCUMENT = ROOT / "Docs" / "Mathematics.md"

quotes = []  # (section, what, text)
failures = []


def quote(section, what, text):
    """A number as the document prints it."""
    quotes.append((section, what, str(text)))
    print(f"{section:>5}  {what:<86} {text}")


def identity(section, what, error, bound):
    """A formula of the document, against differences or another way of computing it."""
    ok = error <= bound
    if not ok:
        failures.append(f"{section}: {what}: {error}")
    print(f"{section:>5}  {'identity: ' + what:<86} {'holds' if ok else 'FAILS'} (largest error {float(error):.1e})")


def scientific(x, digits):
    """LaTeX for x, with `digits` significant digits and a power of ten."""
    exponent = int(mp.floor(mp.log10(abs(mpf(x)))))
    mantissa = mp.nstr(mpf(x) / mpf(10) ** exponent, digits, strip_zeros=False)
    if mantissa.startswith("10"):
        mantissa, exponent = mp.nstr(mpf(1), digits, strip_zeros=False), exponent + 1
    return rf"{mantissa.rstrip('.')} \times 10^{{{exponent}}}"


def fixed(x, digits):
    return f"{float(x):.{digits}f}"


def column(name, key, kind=float):
    with open(DATA / name, newline="") as file:
        return np.array([kind(row[key]) for row in csv.DictReader(file)])


# --- functions of one linear predictor -------------------------------------------------------------------------

def sigmoid(x):
    return np.where(x >= 0, 1 / (1 + np.exp(-np.abs(x))), np.exp(-np.abs(x)) / (1 + np.exp(-np.abs(x))))


def softplus(x):
    return np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x)))


density = lambda x: mp.exp(-x * x / 2) / mp.sqrt(2 * mp.pi)
cdf = lambda x: mp.erfc(-x / mp.sqrt(2)) / 2
logistic = lambda x: 1 / (1 + mp.exp(-x))


def newton(x, evaluate, start=None, steps=60):
    """Minimizes a sum of row losses; evaluate(linear predictor) -> residual, curvature. All iterates."""
    path = [np.zeros(x.shape[1]) if start is None else np.array(start, float)]
    for _ in range(steps):
        residual, curvature = evaluate(x @ path[-1])
        step = np.linalg.solve(x.T @ (x * curvature[:, None]), x.T @ residual)
        path.append(path[-1] + step)
        if np.max(np.abs(step)) < 1e-14 * (1 + np.max(np.abs(path[-1]))):
            break
    return path


def logit_rows(y, n=1.0):
    def evaluate(eta):
        p = sigmoid(eta)
        return y - n * p, n * p * (1 - p)
    return evaluate


def probit_rows(s, n):
    def evaluate(eta):
        a = np.array([float(density(mpf(e)) / cdf(mpf(e))) for e in eta])
        b = np.array([float(density(mpf(e)) / cdf(-mpf(e))) for e in eta])
        return s * a - (n - s) * b, n * a * b
    return evaluate


# --- 2 The Bernoulli likelihood ------------------------------------------------------------------------------

for p in ("0.5", "0.9", "0.99", "0.01"):
    nats = -mp.log(mpf(p))
    quote(2, f"surprise -log {p} in nats", fixed(nats, 4))
    quote(2, f"surprise -log2 {p} in bits", fixed(nats / mp.log(2), 4))
quote(2, "bits in one nat, 1/log 2", fixed(1 / mp.log(2), 4))

# --- 3 The derivative of the sigmoid -------------------------------------------------------------------------

grid = [mpf(k) / 4 for k in range(-32, 33)]
identity(3, "sigma' = sigma (1 - sigma)",
         max(abs(mp.diff(logistic, t) - logistic(t) * (1 - logistic(t))) for t in grid), 1e-30)
quote(3, "1 - sigma(40) in double precision", 1 - sigmoid(np.array(40.0)))
quote(3, "sigma(-40)", scientific(logistic(mpf(-40)), 4))
quote(3, "smallest whole eta at which 1 - sigma(eta) is 0 in double precision",
      next(k for k in range(1, 99) if 1 - sigmoid(np.array(float(k))) == 0))

# --- 4, 5 Gradient and Hessian by differences ----------------------------------------------------------------

random = np.random.default_rng(1)
X = random.normal(size=(7, 3))
Y = (random.uniform(size=7) < 0.5).astype(float)
B = random.normal(size=3)
loss = lambda *b: sum(mp.log(1 + mp.exp(sum(mpf(x) * c for x, c in zip(row, b)))) - mpf(y) * sum(
    mpf(x) * c for x, c in zip(row, b)) for row, y in zip(X, Y))
gradient = X.T @ (sigmoid(X @ B) - Y)
hessian = X.T @ np.diag(sigmoid(X @ B) * (1 - sigmoid(X @ B))) @ X
unit = np.eye(3, dtype=int)
identity(4, "gradient = X'(mu - y)", max(
    abs(mp.diff(loss, tuple(map(mpf, B)), tuple(map(int, unit[j]))) - gradient[j]) for j in range(3)), 1e-13)
identity(5, "Hessian = X'SX", max(
    abs(mp.diff(loss, tuple(map(mpf, B)), tuple(map(int, unit[j] + unit[k]))) - hessian[j, k])
    for j in range(3) for k in range(3)), 1e-13)

# --- 6 No closed form: x = (1, 2, 3), y = (1, 0, 1), no intercept ----------------------------------------------

root = mp.findroot(lambda b: sum(k * logistic(k * b) for k in (1, 2, 3)) - 4, mpf("0.5"))
quote(6, "root of sigma(b) + 2 sigma(2b) + 3 sigma(3b) = 4", fixed(root, 4))
t = mp.exp(root)
p6 = lambda t: (t * (1 + t**2) * (1 + t**3) + 2 * t**2 * (1 + t) * (1 + t**3) + 3 * t**3 * (1 + t) * (1 + t**2)
                - 4 * (1 + t) * (1 + t**2) * (1 + t**3))
coefficients = [int(mp.nint(c)) for c in mp.taylor(p6, 0, 6)]
print("       coefficients of the polynomial in t = exp(b), from t^0:", coefficients)
quintic = [-4, 1, -3, 1, -1, 2]
identity(6, "the polynomial is (t + 1) times the quintic", float(np.max(np.abs(
    np.convolve(quintic, [1, 1]) - coefficients))), 0)
try:
    import sympy
    from sympy.polys.numberfields.galoisgroups import galois_group

    symbol = sympy.symbols("t")
    name, _ = galois_group(sympy.Poly(quintic[::-1], symbol), by_name=True)
    identity(6, "the Galois group of the quintic is the symmetric group S5", 0 if name.value == "S5" else 1, 0)
except ImportError:
    print("    6  (the Galois group of the quintic needs sympy: not checked)")
identity(6, "the polynomial vanishes at exp(b)", abs(p6(t)), 1e-40)
identity(6, "so does the polynomial with whole coefficients", abs(sum(c * t**k for k, c in enumerate(coefficients))), 1e-30)

# --- 7 IRLS on the birth weights -----------------------------------------------------------------------------

race = column("birthwt.csv", "race", str)
names = ["age", "lwt", "smoke", "ptl", "ht", "ui", "ftv"]
birth = {name: column("birthwt.csv", name) for name in names}
low = column("birthwt.csv", "low")
XB = np.column_stack([np.ones(189), birth["age"], birth["lwt"], race == "black", race == "other",
                      birth["smoke"], birth["ptl"], birth["ht"], birth["ui"], birth["ftv"]])
path = newton(XB, logit_rows(low))
final = path[-1]
bounds = [np.max(np.abs(b - final)) for b in path[:6]]
for k, error in enumerate(bounds[:6]):
    quote(7, f"birth weights: largest coefficient error after {k} Newton steps", scientific(error, 2))

# one IRLS step equals one Newton step
b = path[1]
p = sigmoid(XB @ b)
w = p * (1 - p)
z = XB @ b + (low - p) / w
wls = np.linalg.lstsq(XB * np.sqrt(w)[:, None], z * np.sqrt(w), rcond=None)[0]
identity(7, "weighted least squares on the working response = Newton", np.max(np.abs(wls - path[2])), 1e-10)

# --- 8, 9 Exponential family and other links -------------------------------------------------------------------

families = {  # V, half the unit deviance
    "Gaussian": (lambda m: mpf(1), lambda y, m: (y - m) ** 2 / 2, mpf("1.7"), [mpf("0.4"), mpf("2.6")]),
    "Poisson": (lambda m: m, lambda y, m: y * mp.log(y / m) - (y - m), mpf(3), [mpf("0.4"), mpf("5.5")]),
    "Bernoulli": (lambda m: m * (1 - m), lambda y, m: y * mp.log(y / m) + (1 - y) * mp.log((1 - y) / (1 - m)),
                  mpf("0.3"), [mpf("0.15"), mpf("0.8")]),
    "Gamma": (lambda m: m**2, lambda y, m: -mp.log(y / m) + (y - m) / m, mpf("2.2"), [mpf("0.7"), mpf(4)]),
    "inverse Gaussian": (lambda m: m**3, lambda y, m: (y - m) ** 2 / (2 * m**2 * y), mpf("1.3"),
                         [mpf("0.6"), mpf(3)]),
}
h = lambda x: x - mp.log(1 + x)
forms = {
    "Poisson": lambda y, m: y * h((m - y) / y),
    "Bernoulli": lambda y, m: y * h((m - y) / y) + (1 - y) * h((y - m) / (1 - y)),
    "Gamma": lambda y, m: h((y - m) / m),
}
for name, (variance, half, y, means) in families.items():
    error = max(abs(mp.quad(lambda t: (y - t) / variance(t), [m, y]) - half(y, m)) for m in means)
    identity("10", f"{name}: half deviance = integral of (y - t)/V", error, 1e-25)
    if name in forms:
        identity("10", f"{name}: the form through h", max(abs(forms[name](y, m) - half(y, m)) for m in means), 1e-40)

links = {
    "log": mp.exp,
    "logit": logistic,
    "probit": cdf,
    "cloglog": lambda t: 1 - mp.exp(-mp.exp(t)),
    "sqrt": lambda t: t * t,
}
pairs = [("Gaussian", "log"), ("Poisson", "log"), ("Poisson", "sqrt"), ("Gamma", "log"), ("Bernoulli", "logit"),
         ("Bernoulli", "probit"), ("Bernoulli", "cloglog"), ("inverse Gaussian", "log")]
worst = [mpf(0), mpf(0)]
for family, link in pairs:
    variance, half, y, _ = families[family]
    for eta in (mpf("0.3"), mpf("0.9")):
        mean = links[link]
        m, m1, m2 = mean(eta), mp.diff(mean, eta), mp.diff(mean, eta, 2)
        v, v1 = variance(m), mp.diff(variance, m)
        residual = (y - m) * m1 / v
        observed = m1**2 / v - (y - m) * (m2 * v - m1**2 * v1) / v**2
        worst[0] = max(worst[0], abs(residual + mp.diff(lambda t: half(y, mean(t)), eta)))
        worst[1] = max(worst[1], abs(observed - mp.diff(lambda t: half(y, mean(t)), eta, 2)))
identity(9, "residual (y - mu) mu'/V over eight family and link pairs", worst[0], 1e-20)
identity(9, "observed curvature over eight family and link pairs", worst[1], 1e-18)

s, n = mpf(3), mpf(7)
ingredients = {
    "logit": (lambda t: 1 - logistic(t), logistic, lambda t: logistic(t) * (1 - logistic(t)),
              lambda t: logistic(t) * (1 - logistic(t))),
    "probit": (lambda t: density(t) / cdf(t), lambda t: density(t) / cdf(-t),
               lambda t: density(t) / cdf(t) * (t + density(t) / cdf(t)),
               lambda t: density(t) / cdf(-t) * (density(t) / cdf(-t) - t)),
    "cloglog": (lambda t: mp.exp(t) / mp.expm1(mp.exp(t)), mp.exp,
                lambda t: mp.exp(t) / mp.expm1(mp.exp(t)) * (
                    mp.exp(t) + mp.exp(t) / mp.expm1(mp.exp(t)) - 1), mp.exp),
}
for link, (a, b, A, BB) in ingredients.items():
    mean = links[link]
    e = [mpf(0)] * 3
    for eta in (mpf(-3), mpf("-0.4"), mpf("0.8"), mpf("1.5")):
        row = lambda t: -s * mp.log(mean(t)) - (n - s) * mp.log(1 - mean(t))
        e[0] = max(e[0], abs(s * a(eta) - (n - s) * b(eta) + mp.diff(row, eta)))
        e[1] = max(e[1], abs(s * A(eta) + (n - s) * BB(eta) - mp.diff(row, eta, 2)))
        m = mean(eta)
        e[2] = max(e[2], abs(n * a(eta) * b(eta) - n * (m * A(eta) + (1 - m) * BB(eta))))
    identity("9", f"{link}: residual s a - (n - s) b", e[0], 1e-20)
    identity("9", f"{link}: observed curvature s A + (n - s) B", e[1], 1e-18)
    identity("9", f"{link}: expected curvature n a b = n (mu A + (1 - mu) B)", e[2], 1e-40)
identity("9", "cloglog: A = a h(expm1(-z)) / (1 - exp(-z))", max(
    abs(ingredients["cloglog"][2](t) - ingredients["cloglog"][0](t) * h(mp.expm1(-mp.exp(t))) / -mp.expm1(-mp.exp(t)))
    for t in (mpf(-5), mpf("0.3"), mpf(2))), 1e-45)
identity("9", "probit: 1 - A is the variance of a normal variable cut above at eta", max(
    abs(1 - ingredients["probit"][2](t) - (
        mp.quad(lambda u: u * u * density(u), [-30, t]) / cdf(t)
        - (mp.quad(lambda u: u * density(u), [-30, t]) / cdf(t)) ** 2)) for t in (mpf(-2), mpf("0.5"), mpf(2))), 1e-25)

quote(9, "Phi(-10)", scientific(cdf(mpf(-10)), 4))
quote(9, "probit a(-10)", fixed(density(mpf(10)) / cdf(mpf(-10)), 4))
quote(9, "log Phi(-40)", fixed(mp.log(cdf(mpf(-40))), 4))
quote(9, "Phi(-40)", scientific(cdf(mpf(-40)), 4))
quote(9, "probit a(-40)", fixed(density(mpf(40)) / cdf(mpf(-40)), 4))

# --- 10 Cancellation -----------------------------------------------------------------------------------------

y, m = 1e8, 1e8 + 1
direct = y * math.log(y / m) - (y - m)
x = (m - y) / y
series = x * x / 2 - x**3 / 3
exact = mpf(y) * mp.log(mpf(y) / mpf(m)) - (mpf(y) - mpf(m))
quote(10, "Poisson half deviance at y = 1e8, mu = 1e8 + 1: exact", scientific(exact, 6))
quote(10, "the same by the textbook formula in double precision", scientific(direct, 6))
quote(10, "the same as y h((mu - y)/y)", scientific(y * series, 6))

# --- 11 Softmax ------------------------------------------------------------------------------------------------

def softmax_loss(k):
    def value(*eta):
        terms = [mp.mpf(0)] + list(eta)
        return mp.log(sum(mp.exp(t) for t in terms)) - terms[k]
    return value


point = (mpf("0.7"), mpf("-1.1"), mpf("0.2"))
probability = [mp.exp(t) / (1 + sum(mp.exp(u) for u in point)) for t in (mpf(0), *point)]
error = [mpf(0)] * 2
for k in range(4):
    for i in range(3):
        order = [0, 0, 0]
        order[i] = 1
        error[0] = max(error[0], abs((k == i + 1) - probability[i + 1] + mp.diff(softmax_loss(k), point, tuple(order))))
        for j in range(3):
            order = [0, 0, 0]
            order[i] += 1
            order[j] += 1
            closed = probability[i + 1] * ((i == j) - probability[j + 1])
            error[1] = max(error[1], abs(closed - mp.diff(softmax_loss(k), point, tuple(order))))
identity(11, "softmax residual = indicator - p", error[0], 1e-20)
identity(11, "softmax curvature = p_k ([k = l] - p_l)", error[1], 1e-15)
quote(11, "largest whole number whose exponential is finite in double precision", int(math.log(sys.float_info.max)))
odd = [math.exp(e) for e in (0.0, 3.0, 1.0)]
quote(11, "softmax at (0, 3, 1): p of the reference", fixed(odd[0] / sum(odd), 4))
quote(11, "softmax at (0, 3, 1): p of class 1", fixed(odd[1] / sum(odd), 4))
quote(11, "softmax at (0, 3, 1): p of class 2", fixed(odd[2] / sum(odd), 4))
quote(11, "loss if the class is 2", fixed(-math.log(odd[2] / sum(odd)), 4))

# --- 12 Cross-entropy or squared error ---------------------------------------------------------------------------

s10 = logistic(mpf(-10))
quote(12, "sigma(-10)", scientific(s10, 3))
quote(12, "cross-entropy slope at eta = -10, y = 1", fixed(s10 - 1, 5))
quote(12, "squared-error slope at eta = -10, y = 1", scientific((s10 - 1) * s10 * (1 - s10), 3))
quote(12, "ratio of the two slopes, 1/(sigma (1 - sigma))", f"{float(1 / (s10 * (1 - s10))):.0f}")
quote(12, "cross-entropy loss there", fixed(-mp.log(s10), 4))
quote(12, "squared-error loss there", fixed((1 - s10) ** 2 / 2, 4))
quote(12, "largest squared-error slope, 4/27", fixed(mpf(4) / 27, 4))
half_square = lambda t: (1 - logistic(t)) ** 2 / 2
identity(12, "second derivative = sigma (1 - sigma)^2 (3 sigma - 1)", max(
    abs(mp.diff(half_square, t, 2) - logistic(t) * (1 - logistic(t)) ** 2 * (3 * logistic(t) - 1)) for t in grid), 1e-25)
for t in (-4, -2, 0):
    quote(12, f"squared-error loss at eta = {t}, y = 1", fixed(half_square(mpf(t)), 4))
quote(12, "chord between -4 and 0 at -2", fixed((half_square(mpf(-4)) + half_square(mpf(0))) / 2, 4))

# two local minima of squared error, one of cross-entropy, with one coefficient
rows = [(1, 1), (1, 1), (1, 1), (1, 0), (10, 0)]
squared = lambda b: sum((y - logistic(x * b)) ** 2 / 2 for x, y in rows)
entropy = lambda b: sum(mp.log(1 + mp.exp(x * b)) - y * x * b for x, y in rows)
for start in ("-0.15", "1.1"):
    at = mp.findroot(lambda b: mp.diff(squared, b), mpf(start))
    identity(12, f"a local minimum near {start}", 0 if mp.diff(squared, at, 2) > 0 else 1, 0)
    quote(12, "squared error: a local minimum at", fixed(at, 3))
    quote(12, "its loss", fixed(squared(at), 4))
top = mp.findroot(lambda b: mp.diff(squared, b), (mpf("0.1"), mpf("1")), solver="bisect", tol=mpf("1e-50"))
identity(12, "a local maximum between them", 0 if mp.diff(squared, top, 2) < 0 else 1, 0)
quote(12, "the hill between them, at", fixed(top, 3))
quote(12, "its loss", fixed(squared(top), 4))
quote(12, "cross-entropy: its only minimum", fixed(mp.findroot(lambda b: mp.diff(entropy, b), mpf("-0.1")), 3))

# --- 13 Priors -------------------------------------------------------------------------------------------------

def soft(v, c):
    return math.copysign(max(0.0, abs(v) - c), v)


grid_theta = np.linspace(-4, 4, 800001)
identity(13, "the soft threshold minimizes (t - v)^2/2 + c |t|", max(
    abs(grid_theta[np.argmin((grid_theta - v) ** 2 / 2 + 0.7 * np.abs(grid_theta))] - soft(v, 0.7))
    for v in (-2.0, -0.3, 0.0, 0.69, 1.5)), 1.1e-5)
quote(13, "soft threshold of 1.5 by 0.7", fixed(soft(1.5, 0.7), 1))

age, weight = (birth["age"] - birth["age"].mean()) / birth["age"].std(ddof=1), (
    birth["lwt"] - birth["lwt"].mean()) / birth["lwt"].std(ddof=1)
Z = np.column_stack([age, weight, birth["smoke"], birth["ht"]])
at_null = Z.T @ (low - low.mean())
quote(13, "birth weights: gradient at zero of age, lwt, smoke, ht",
      ", ".join(fixed(-g, 2) for g in at_null))
lambda_max = np.max(np.abs(at_null))
quote(13, "lambda_max", fixed(lambda_max, 2))


def lasso(x, y, penalty, steps=20000):
    full = np.column_stack([np.ones(len(y)), x])
    rate = 4 / np.linalg.eigvalsh(full.T @ full)[-1]
    theta = np.zeros(full.shape[1])
    theta[0] = math.log(y.mean() / (1 - y.mean()))
    for _ in range(steps):
        theta = theta - rate * full.T @ (sigmoid(full @ theta) - y)
        theta[1:] = np.sign(theta[1:]) * np.maximum(0, np.abs(theta[1:]) - rate * penalty)
    return theta, full.T @ (sigmoid(full @ theta) - y)


theta, _ = lasso(Z, low, lambda_max * (1 + 1e-9))
identity(13, "at lambda_max every slope is exactly 0", float(np.count_nonzero(theta[1:])), 0)
theta, _ = lasso(Z, low, lambda_max * 0.99)
identity(13, "just below it one is not", abs(np.count_nonzero(theta[1:]) - 1), 0)
theta, slope = lasso(Z, low, 4.0)
quote(13, "Laplace prior, lambda = 4: coefficients", ", ".join(fixed(v, 3) for v in theta[1:]))
quote(13, "gradient of the loss there", ", ".join(fixed(v, 3) for v in slope[1:]))

# --- 14 Existence ----------------------------------------------------------------------------------------------

line = np.column_stack([np.ones(6), np.arange(1.0, 7)])


def largest_steps(x, y, count):
    beta, out, losses = np.zeros(x.shape[1]), [], []
    for _ in range(count):
        p = sigmoid(x @ beta)
        step = np.linalg.solve(x.T @ (x * (p * (1 - p))[:, None]), x.T @ (y - p))
        out.append(np.max(np.abs(x @ step)))
        losses.append(float(np.sum(softplus(x @ beta) - y * (x @ beta))))
        beta = beta + step
    return out, losses, beta


out, losses, beta = largest_steps(line, np.array([0, 0, 0, 1, 1, 1.0]), 9)
quote(14, "separated rows: max |x'delta|, Newton steps 1 to 8", ", ".join(fixed(v, 2) for v in out[:8]))
quote(14, "separated rows: loss before step 1", fixed(losses[0], 4))
quote(14, "separated rows: loss after step 8", scientific(losses[8], 2))
out, losses, beta = largest_steps(line, np.array([0, 0, 1, 0, 1, 1.0]), 6)
quote(14, "overlapping rows: max |x'delta|, Newton steps 1 to 5", ", ".join(
    fixed(v, 2) if v > 0.01 else scientific(v, 1) for v in out[:5]))
quote(14, "overlapping rows: the estimate", ", ".join(fixed(v, 3) for v in beta))

quasi = np.column_stack([np.ones(6), [0, 0, 0, 1, 1, 1.0]])
out, losses, beta = largest_steps(quasi, np.array([0, 0, 1, 1, 1, 1.0]), 9)
quote(14, "quasi-separated rows: max |x'delta|, Newton steps 6 to 8", ", ".join(fixed(v, 2) for v in out[5:8]))
quote(14, "quasi-separated rows: the loss tends to", fixed(-2 * math.log(2 / 3) - math.log(1 / 3), 4))
identity(14, "and gets there", abs(losses[-1] + 2 * math.log(2 / 3) + math.log(1 / 3)), 1e-2)


def softmax_steps(x, labels, levels, count):
    """Newton on a softmax; per step the largest dbar - d_c over rows and classes c other than the row's own."""
    n, p = x.shape
    K = len(levels) - 1
    code = np.array([levels.index(v) for v in labels])
    target = np.column_stack([code == k + 1 for k in range(K)]).astype(float)
    beta, out = np.zeros((K, p)), []
    for _ in range(count):
        eta = np.column_stack([np.zeros(n), x @ beta.T])
        q = np.exp(eta - eta.max(1, keepdims=True))
        q /= q.sum(1, keepdims=True)
        g = ((target - q[:, 1:]).T @ x).ravel()
        H = np.block([[x.T @ (x * (q[:, k + 1] * ((k == l) - q[:, l + 1]))[:, None]) for l in range(K)]
                      for k in range(K)])
        step = np.linalg.solve(H, g).reshape(K, p)
        d = np.column_stack([np.zeros(n), x @ step.T])
        gap = np.sum(q * d, 1, keepdims=True) - d
        gap[np.arange(n), code] = -np.inf
        out.append(gap.max())
        beta = beta + step
    return beta, out


women = np.column_stack([np.ones(263), column("womenlf.csv", "hincome"),
                         column("womenlf.csv", "children", str) == "present"]).astype(float)
beta, out = softmax_steps(women, column("womenlf.csv", "partic", str), ["not.work", "parttime", "fulltime"], 9)
quote(14, "women's labour force: largest dbar - d_c, Newton steps 1 to 6", ", ".join(
    fixed(v, 2) if v > 0.01 else scientific(v, 1) for v in out[:6]))
identity(14, "women's labour force: the coefficient of hincome that R finds, full time against not working",
         abs(beta[1, 1] + 0.09723066824327642), 1e-12)
iris = np.column_stack([np.ones(150)] + [column("iris.csv", c) for c in (
    "Sepal.Length", "Sepal.Width", "Petal.Length", "Petal.Width")])
_, out = softmax_steps(iris, column("iris.csv", "Species", str), ["setosa", "versicolor", "virginica"], 16)
quote(14, "iris: largest dbar - d_c, Newton steps 14 to 16", ", ".join(fixed(v, 2) for v in out[13:16]))
identity(14, "iris: never below 1", 0 if min(out) >= 1 else 1, 0)

# the softmax condition against the curvature itself
q, d = np.array([0.2, 0.5, 0.3]), np.array([0.0, 0.7, -0.4])
own = 1
residual = (np.arange(3) == own) - q
u = residual - (np.diag(q) - np.outer(q, q)) @ d
identity(14, "u_c = -p_c (1 + d_c - dbar) for the other classes", max(
    abs(u[c] + q[c] * (1 + d[c] - q @ d)) for c in (0, 2)), 1e-15)

# --- 15 Uniqueness -----------------------------------------------------------------------------------------------

quote(15, "variance inflation at correlation 0.99", fixed(1 / (1 - 0.99**2), 1))
quote(15, "standard error inflation there", fixed(1 / math.sqrt(1 - 0.99**2), 1))

# --- 16 What a coefficient means -----------------------------------------------------------------------------------

p = sigmoid(XB @ final)
covariance = np.linalg.inv(XB.T @ (XB * (p * (1 - p))[:, None]))
se = np.sqrt(np.diag(covariance))
smoke, lwt = final[5], final[2]
z95 = float(mp.sqrt(2) * mp.erfinv(mpf("0.95")))
quote(16, "smoke, logit", fixed(smoke, 4))
quote(16, "smoke, odds ratio", fixed(math.exp(smoke), 3))
quote(16, "smoke, 95% limits of the odds ratio", " to ".join(
    fixed(math.exp(smoke + s * z95 * se[5]), 2) for s in (-1, 1)))
quote(16, "lwt per pound", fixed(lwt, 5))
quote(16, "odds ratio per pound", fixed(math.exp(lwt), 4))
quote(16, "odds ratio per 10 pounds", fixed(math.exp(10 * lwt), 4))
spread = birth["lwt"].std(ddof=1)
quote(16, "standard deviation of lwt", fixed(spread, 2))
quote(16, "coefficient per standard deviation", fixed(lwt * spread, 4))
quote(16, "odds ratio per standard deviation", fixed(math.exp(lwt * spread), 4))

dose, killed, survived = (column("beetles.csv", c) for c in ("logdose", "killed", "survived"))
trials = killed + survived
XD = np.column_stack([np.ones(8), dose])
logit = newton(XD, logit_rows(killed, trials))[-1]
probit = newton(XD, probit_rows(killed, trials), start=[-34, 19.0])[-1]
quote(16, "beetles, logit slope", fixed(logit[1], 3))
quote(16, "beetles, probit slope", fixed(probit[1], 3))
quote(16, "their ratio", fixed(logit[1] / probit[1], 3))
quote(16, "median tolerance, logit, -b0/b1", fixed(-logit[0] / logit[1], 4))
quote(16, "median tolerance, probit, -b0/b1", fixed(-probit[0] / probit[1], 4))
quote(16, "probit: standard deviation of the tolerances, 1/b1", fixed(1 / probit[1], 4))
pl = sigmoid(XD @ logit)
pp = np.array([float(cdf(mpf(e))) for e in XD @ probit])
fp = np.array([float(density(mpf(e))) for e in XD @ probit])
quote(16, "average marginal effect, logit", fixed(np.sum(trials * pl * (1 - pl)) / trials.sum() * logit[1], 3))
quote(16, "average marginal effect, probit", fixed(np.sum(trials * fp) / trials.sum() * probit[1], 3))
quote(16, "largest difference between the fitted probabilities", fixed(np.max(np.abs(pl - pp)), 3))
quote(16, "slope ratio at 0, 4/sqrt(2 pi)", fixed(4 / mp.sqrt(2 * mp.pi), 4))
quote(16, "ratio of standard deviations, pi/sqrt 3", fixed(mp.pi / mp.sqrt(3), 4))


def largest_gap(k):
    grid = np.linspace(0, 8, 8001)
    return np.max(np.abs(sigmoid(k * grid) - np.array([0.5 * math.erfc(-g / math.sqrt(2)) for g in grid])))


candidates = np.linspace(1.69, 1.715, 251)
best = candidates[np.argmin([largest_gap(k) for k in candidates])]
quote(16, "scale with the smallest largest gap", fixed(best, 3))
quote(16, "that gap", fixed(largest_gap(best), 4))

# --- 17 The decision boundary --------------------------------------------------------------------------------------

quote(17, "loss of the best linear fit to XOR, 4 log 2", fixed(4 * math.log(2), 4))
xor = np.array([[1, 0, 0], [1, 0, 1], [1, 1, 0], [1, 1, 1.0]])
identity(17, "the gradient at zero vanishes on XOR", np.max(np.abs(xor.T @ (np.array([0, 1, 1, 0]) - 0.5))), 0)
quote(17, "threshold 0.2 on the linear predictor", fixed(math.log(0.2 / 0.8), 4))

# --- 18 Maximum entropy ----------------------------------------------------------------------------------------------

identity(18, "X'mu = X'y at the fit of the birth weights", np.max(np.abs(XB.T @ (low - p))), 1e-9)
quote(18, "observed low weights among smokers", f"{low[birth['smoke'] == 1].sum():.0f}")
quote(18, "fitted low weights among smokers", fixed(p[birth["smoke"] == 1].sum(), 10))
quote(18, "smokers", f"{birth['smoke'].sum():.0f}")

# --- 19 Products underflow ---------------------------------------------------------------------------------------------

count, product = 0, 1.0
while product > 0:
    product, count = product * 0.5, count + 1
quote(19, "factors of 0.5 until the product is 0", count)
quote(19, "log-likelihood of that many rows", fixed(count * math.log(0.5), 2))
product = 1.0
for _ in range(100000):
    product *= 0.9
quote(19, "running product of 100,000 factors of 0.9", scientific(product, 2))
quote(19, "the true product, as a power of ten", f"{100000 * math.log10(0.9):.0f}")
quote(19, "its logarithm", fixed(100000 * math.log(0.9), 1))

# --- 20 Wald inference -----------------------------------------------------------------------------------------------

z = smoke / se[5]
quote(20, "smoke: standard error", fixed(se[5], 4))
quote(20, "smoke: z", fixed(z, 3))
quote(20, "smoke: p-value", fixed(mp.erfc(mpf(z) / mp.sqrt(2)), 4))
deviance = 2 * float(np.sum(softplus(XB @ final) - low * (XB @ final)))
mean = low.mean()
null = -2 * 189 * (mean * math.log(mean) + (1 - mean) * math.log(1 - mean))
quote(20, "birth weights: deviance", fixed(deviance, 3))
quote(20, "birth weights: null deviance", fixed(null, 3))
quote(20, "likelihood ratio statistic", fixed(null - deviance, 3))
quote(20, "birth weights: AIC", fixed(deviance + 2 * 10, 3))
quote(20, "birth weights: BIC", fixed(deviance + 10 * math.log(189), 3))
y = np.array([1.0, 2, 4, 5])
D = float(np.sum((y - y.mean()) ** 2))
ll = -len(y) / 2 * (math.log(2 * math.pi * D / len(y)) + 1)
quote(20, "y = 1, 2, 4, 5: deviance", fixed(D, 0))
quote(20, "deviance / n", fixed(D / 4, 1))
quote(20, "Pearson / (n - p)", fixed(D / 3, 3))
quote(20, "log-likelihood", fixed(ll, 4))
quote(20, "AIC with two parameters", fixed(-2 * ll + 4, 4))
quote(20, "BIC with two parameters", fixed(-2 * ll + 2 * math.log(4), 4))
eta = XB @ final
entropy_form = 2 * float(np.sum(softplus(eta) - p * eta))
identity(20, "the Bernoulli deviance depends on the fitted means alone", abs(entropy_form - deviance), 1e-9)

# --- 21 Centring -----------------------------------------------------------------------------------------------------

time = 1.7e9 + 86400.0 * np.arange(365)


def condition(x):
    """Of X'X, in 60 digits: double precision cannot hold the raw one."""
    cells = [[mp.fsum(mpf(float(a)) * mpf(float(b)) for a, b in zip(x[:, i], x[:, j])) for j in range(2)] for i in range(2)]
    half, det = (cells[0][0] + cells[1][1]) / 2, cells[0][0] * cells[1][1] - cells[0][1] ** 2
    large = half + mp.sqrt(half**2 - det)
    return large**2 / det


quote(21, "condition of X'X, seconds since 1970 over a year", scientific(condition(np.column_stack([np.ones(365), time])), 1))
centred = (time - time.mean()) / time.std(ddof=1)
quote(21, "after centring and scaling", fixed(condition(np.column_stack([np.ones(365), centred])), 3))
m = XB[:, 1:].mean(axis=0)
XC = np.column_stack([np.ones(189), XB[:, 1:] - m])
shifted = newton(XC, logit_rows(low))[-1]
identity(21, "intercept maps back", abs(shifted[0] - m @ shifted[1:] - final[0]), 1e-10)
pc = sigmoid(XC @ shifted)
T = np.eye(10)
T[0, 1:] = -m
back = T @ np.linalg.inv(XC.T @ (XC * (pc * (1 - pc))[:, None])) @ T.T
identity(21, "covariance maps back", np.max(np.abs(back - covariance)), 1e-10)

# --- 22 Solvers --------------------------------------------------------------------------------------------------------

information = XB.T @ (XB * (p * (1 - p))[:, None])
raw = np.linalg.cond(information)
scaled = np.column_stack([np.ones(189), (XB[:, 1:] - m) / XB[:, 1:].std(axis=0, ddof=1)])
tidy = np.linalg.cond(scaled.T @ (scaled * (p * (1 - p))[:, None]))
quote(22, "birth weights: condition number of the information, raw columns", scientific(raw, 2))
quote(22, "after centring and scaling", fixed(tidy, 1))
per_digit = lambda k: math.log(10) / math.log((k + 1) / (k - 1))
quote(22, "steps a digit at the best fixed rate, raw", scientific(per_digit(raw), 2))
quote(22, "steps a digit, scaled", f"{per_digit(tidy):.0f}")
identity(22, "log 10 / log((k+1)/(k-1)) is about 1.15 k", abs(per_digit(raw) / raw - 1.15), 2e-3)

p5 = logistic(mpf(5))
first = 5 + (10 - 15 * p5) / (15 * p5 * (1 - p5))
p1 = logistic(first)
quote(22, "10 ones and 5 zeros, intercept alone: Newton from 5 goes to", fixed(first, 1))
quote(22, "length of its next step", scientific((10 - 15 * p1) / (15 * p1 * (1 - p1)), 2))
generator = np.random.default_rng(0)
GX = generator.normal(size=(200, 3))
GY = (GX @ [2, -1, 0.5] + generator.normal(0, 0.5, 200) > 0).astype(float)
theta = np.zeros(3)
for _ in range(2000):
    theta = theta - 0.1 * GX.T @ (sigmoid(GX @ theta) - GY) / 200
best = newton(GX, logit_rows(GY))
quote(22, "textbook loop: weights after 2,000 steps", ", ".join(fixed(v, 4) for v in theta))
quote(22, "the maximum-likelihood estimate", ", ".join(fixed(v, 4) for v in best[-1]))
quote(22, "Newton steps to it", next(
    k for k, b in enumerate(best) if np.max(np.abs(b - best[-1])) < 1e-12))
quote(22, "accuracy of the loop", fixed(np.mean((GX @ theta > 0) == (GY > 0)), 3))
q = sigmoid(GX @ best[-1])
rate = 1 - 0.1 * np.linalg.eigvalsh(GX.T @ (GX * (q * (1 - q))[:, None]) / 200)[0]
before = theta
for _ in range(20000):
    theta = theta - 0.1 * GX.T @ (sigmoid(GX @ theta) - GY) / 200
e1 = np.linalg.norm(theta - best[-1])
theta = theta - 0.1 * GX.T @ (sigmoid(GX @ theta) - GY) / 200
quote(22, "factor by which each late step shrinks the error, predicted", fixed(rate, 5))
quote(22, "the same, measured after 22,000 steps", fixed(np.linalg.norm(theta - best[-1]) / e1, 5))

# --- 23 A wrong model --------------------------------------------------------------------------------------------------

nodes, weights = np.polynomial.hermite_e.hermegauss(120)
weights = weights / weights.sum()
truth = np.array([0.5 * math.erfc(-t / math.sqrt(2)) for t in nodes])
slope = 1.0
for _ in range(60):
    q = sigmoid(slope * nodes)
    slope += np.sum(weights * nodes * (truth - q)) / np.sum(weights * nodes**2 * q * (1 - q))
quote(23, "the logit nearest a probit of slope 1, x standard normal: its slope", fixed(slope, 4))
other = np.array([0.5 * math.erfc(t / math.sqrt(2)) for t in nodes])
quote(23, "the divergence that is left, nats a row", scientific(np.sum(weights * (
    truth * np.log(truth / sigmoid(slope * nodes)) + other * np.log(other / sigmoid(-slope * nodes)))), 2))

# --- the document ------------------------------------------------------------------------------------------------------

def check_document():
    """Each number stands in its section, and nothing that GitHub's Markdown would break stands in a formula."""
    text = DOCUMENT.read_text(encoding="utf-8")
    sections = {m.group(1): m.start() for m in re.finditer(r"^## (\d+)\. ", text, re.M)}
    starts = sorted(sections.values()) + [len(text)]
    flat = lambda s: re.sub(r"\s+", " ", s.replace("$", ""))
    for section, what, number in quotes:
        begin = sections[str(section)]
        body = flat(text[begin:starts[starts.index(begin) + 1]])
        if flat(number) not in body:
            failures.append(f"section {section}: {what}: {number} is not in the document")
    for formula in re.findall(r"\$\$.+?\$\$|\$[^$]+\$", text, re.S):
        if re.search(r"\\[,;!{}|%#_\\]|[})]_|operatorname|<[a-zA-Z]", formula):
            failures.append(f"a formula that GitHub may break: {formula}")
        if formula.count("{") != formula.count("}") or formula.count(r"\left") != formula.count(r"\right"):
            failures.append(f"a formula that is not balanced: {formula}")
    prose = re.sub(r"\$\$.+?\$\$", "", text, flags=re.S)
    for line in prose.splitlines():
        parts = line.split("$")
        if len(parts) % 2 == 0:
            failures.append(f"a formula that does not end on its line: {line}")
        for before, formula, after in zip(parts[0::2], parts[1::2], parts[2::2]):
            if re.search(r"[\w-]$", before) or re.search(r"^[\w-]", after) or formula != formula.strip():
                failures.append(f"a formula that touches a word: {line}")
            if line.startswith("|") and "|" in formula:
                failures.append(f"a bar inside a table: {line}")


if __name__ == "__main__":
    if "--check" in sys.argv[1:]:
        check_document()
    for failure in failures:
        print("FAILED:", failure, file=sys.stderr)
    sys.exit(1 if failures else 0)
