"""Writes Tests/GLMEstimationTests/Fixtures/bias_reduction.csv: adjusted score equations solved from their definitions.

For each model the log-density of a row is differentiated symbolically in its linear predictors and the dispersion; the
expectations P = E(U Uᵀ U_t), Q = E(H U_t) and F = E(U Uᵀ) over the responses are sums (or trapezoidal sums, which are exact to
rounding for densities that end at both sides), and the equations in all parameters, dispersion included, are solved with 25
digits. Nothing of the closed forms of the library is used. The starts are rounded solutions.
"""
import itertools, pathlib
import mpmath as mp
import sympy as sp

mp.mp.dps = 25
y, phi, w, n = sp.symbols("y phi w n", positive=True)
e = sp.symbols("e0 e1")
k = w / phi
X = [[1, -1.5], [1, -0.5], [1, -0.25], [1, 0.5], [1, 1.25], [1, 2]]


def bernoulli(mean):
    return y * sp.log(mean) + (n - y) * sp.log(1 - mean) + sp.log(sp.binomial(n, y))


probit = (1 + sp.erf(e[0] / sp.sqrt(2))) / 2
cloglog = 1 - sp.exp(-sp.exp(e[0]))
cauchit = sp.Rational(1, 2) + sp.atan(e[0]) / sp.pi
poisson = lambda mean: y * sp.log(mean) - mean - sp.loggamma(y + 1)
gamma = lambda mean: -k * (y / mean + sp.log(mean)) + k * sp.log(k) + (k - 1) * sp.log(y) - sp.loggamma(k)
inverse_gaussian = lambda mean: (sp.log(k / (2 * sp.pi)) - 3 * sp.log(y)) / 2 - k * (y - mean) ** 2 / (2 * mean**2 * y)
gaussian = lambda mean: sp.log(k / (2 * sp.pi)) / 2 - k * (y - mean) ** 2 / 2
total = 1 + sp.exp(e[0]) + sp.exp(e[1])
softmax = sp.Piecewise((e[0], sp.Eq(y, 1)), (e[1], sp.Eq(y, 2)), (0, True)) - sp.log(total)
theta = 2
negative_binomial = lambda mean: (
    y * sp.log(mean / (mean + theta)) + theta * sp.log(theta / (mean + theta))
    + sp.loggamma(y + theta) - sp.loggamma(theta) - sp.loggamma(y + 1)
)

# name: (log-density, planes, dispersion known, outcomes, mean, responses, trials, weights, offset)
CASES = {
    "bernoulli probit": (bernoulli(probit), 1, True, "trials", None, [0, 0, 0, 0, 1, 1], 1, None, None),
    "bernoulli cloglog trials": (bernoulli(cloglog), 1, True, "trials", None, [0, 1, 0, 2, 3, 3], 3, None, None),
    "bernoulli cauchit trials": (bernoulli(cauchit), 1, True, "trials", None, [0, 1, 1, 2, 1, 3], 3, None, None),
    "poisson log": (poisson(sp.exp(e[0])), 1, True, "counts", None, [0, 0, 0, 2, 1, 4], 1, None, [0, 0.5, 0, -0.25, 0.25, 0]),
    "poisson sqrt": (poisson(e[0] ** 2), 1, True, "counts", None, [1, 0, 2, 2, 3, 6], 1, None, [1, 1, 1, 1, 1, 1]),
    "negative-binomial log": (negative_binomial(sp.exp(e[0])), 1, True, "long counts", None, [0, 2, 0, 1, 3, 5], 1, None, None),
    "gamma log": (gamma(sp.exp(e[0])), 1, False, "positive", sp.exp(e[0]), [0.5, 1.5, 0.75, 2.5, 1.25, 6], 1, [1, 2, 1, 0.5, 1, 3], None),
    "gamma inverse": (gamma(1 / e[0]), 1, False, "positive", 1 / e[0], [2, 1.5, 0.75, 1, 0.5, 0.375], 1, None, None),
    "inverse-gaussian log": (inverse_gaussian(sp.exp(e[0])), 1, False, "positive", sp.exp(e[0]), [0.5, 1.5, 0.75, 2.5, 1.25, 6], 1, None, None),
    "gaussian log": (gaussian(sp.exp(e[0])), 1, False, "real", sp.exp(e[0]), [0.5, 1.5, 0.75, 2.5, 2.25, 6], 1, None, None),
    "categorical": (softmax, 2, True, "classes", None, [0, 1, 0, 2, 1, 2], 1, None, None),
}
START = {
    "bernoulli probit,mean-br": [-0.796, 0.941],
    "bernoulli probit,median-br": [-1.27, 1.36],
    "bernoulli probit,jeffreys": [-0.917, 1.09],
    "bernoulli cloglog trials,mean-br": [-0.787, 1.21],
    "bernoulli cloglog trials,median-br": [-0.905, 1.59],
    "bernoulli cloglog trials,jeffreys": [-0.761, 1.45],
    "bernoulli cauchit trials,mean-br": [-0.373, 0.677],
    "bernoulli cauchit trials,median-br": [-0.467, 0.811],
    "bernoulli cauchit trials,jeffreys": [-0.324, 0.57],
    "poisson log,mean-br": [-0.76, 1.09],
    "poisson log,median-br": [-0.96, 1.17],
    "poisson log,jeffreys": [-0.76, 1.09],
    "poisson sqrt,mean-br": [0.375, 0.415],
    "poisson sqrt,median-br": [0.368, 0.418],
    "poisson sqrt,jeffreys": [0.34, 0.426],
    "negative-binomial log,mean-br": [0.235, 0.767],
    "negative-binomial log,median-br": [0.125, 0.803],
    "negative-binomial log,jeffreys": [0.161, 0.736],
    "gamma log,mean-br": [0.452, 0.628, 0.301],
    "gamma log,median-br": [0.448, 0.628, 0.347],
    "gamma log,jeffreys": [0.415, 0.629, 0.124],
    "gamma inverse,mean-br": [1.1, 0.459, 0.0947],
    "gamma inverse,median-br": [1.11, 0.464, 0.111],
    "gamma inverse,jeffreys": [1.12, 0.457, 0.0376],
    "inverse-gaussian log,mean-br": [0.386, 0.649, 0.17],
    "inverse-gaussian log,median-br": [0.397, 0.654, 0.205],
    "inverse-gaussian log,jeffreys": [0.321, 0.624, 0.0672],
    "gaussian log,mean-br": [0.293, 0.723, 0.502],
    "gaussian log,median-br": [0.255, 0.74, 0.599],
    "gaussian log,jeffreys": [0.286, 0.726, 0.2],
    "categorical,mean-br": [0.135, 0.793, -0.252, 1.33],
    "categorical,median-br": [0.258, 1.14, -0.374, 1.77],
    "categorical,jeffreys": [0.135, 0.793, -0.252, 1.33],
}


class Model:
    def __init__(self, name):
        (density, self.planes, self.known, self.kind, mean, self.y, self.n, weights, offset) = CASES[name]
        self.w = weights or [1] * 6
        self.offset = offset or [0] * 6
        inner = list(e[: self.planes]) + ([] if self.known else [phi])
        arguments = (y, *e, phi, w, n)
        self.density = sp.lambdify(arguments, density, "mpmath")
        self.first = sp.lambdify(arguments, [sp.diff(density, a) for a in inner], "mpmath")
        self.second = sp.lambdify(arguments, [[sp.diff(density, a, b) for a in inner] for b in inner], "mpmath")
        self.mean = sp.lambdify(arguments, mean, "mpmath") if mean is not None else None
        self.inner = len(inner)
        self.count = 2 * self.planes + (0 if self.known else 1)

    def arguments(self, i, parameters):
        eta = [
            parameters[2 * p] * X[i][0] + parameters[2 * p + 1] * X[i][1] + self.offset[i] for p in range(self.planes)
        ]
        return (*eta, *([mp.mpf(0)] * (2 - self.planes)), mp.mpf(1) if self.known else parameters[-1], mp.mpf(self.w[i]), self.n)

    def outcomes(self, arguments):
        if self.kind == "trials":
            return [(v, 1) for v in range(self.n + 1)]
        if self.kind == "counts":
            return [(v, 1) for v in range(80)]
        if self.kind == "long counts":
            return [(v, 1) for v in range(260)]
        if self.kind == "classes":
            return [(v, 1) for v in range(3)]
        mean = self.mean(1, *arguments)
        spread = mp.sqrt(arguments[-3] / arguments[-2])
        if self.kind == "real":
            step = spread / 5
            return [(mean + j * step, step) for j in range(-60, 61)]
        step = mp.mpf(1) / 10
        nodes = [mean * mp.exp(j * step) for j in range(-260, 61)]
        return [(v, v * step) for v in nodes]

    def map(self, i, a):
        """The parameters that inner variable a moves, with their factors."""
        return [(2 * a, X[i][0]), (2 * a + 1, X[i][1])] if a < self.planes else [(self.count - 1, 1)]

    def moments(self, parameters, third=True):
        d = self.inner
        c = self.count
        F = mp.zeros(c, c)
        P = [mp.zeros(c, c) for _ in range(c)]
        Q = [mp.zeros(c, c) for _ in range(c)]
        for i in range(6):
            at = self.arguments(i, parameters)
            f = mp.zeros(d, d)
            cubes = {}
            for value, spacing in self.outcomes(at):
                weight = spacing * mp.exp(self.density(value, *at))
                if weight < mp.mpf(10) ** -40:
                    continue
                u = self.first(value, *at)
                for a, b in itertools.product(range(d), repeat=2):
                    f[a, b] += weight * u[a] * u[b]
                if third:
                    h = self.second(value, *at)
                    for key in itertools.product(range(d), repeat=3):
                        a, b, t = key
                        p, q = cubes.get(key, (0, 0))
                        cubes[key] = (p + weight * u[a] * u[b] * u[t], q + weight * h[a][b] * u[t])
            for a, b in itertools.product(range(d), repeat=2):
                for (r, x), (s, z) in itertools.product(self.map(i, a), self.map(i, b)):
                    F[r, s] += x * z * f[a, b]
            for (a, b, t), (p, q) in cubes.items():
                for (r, x), (s, z), (j, v) in itertools.product(self.map(i, a), self.map(i, b), self.map(i, t)):
                    P[j][r, s] += x * z * v * p
                    Q[j][r, s] += x * z * v * q
        return F, P, Q

    def score(self, parameters):
        U = mp.zeros(self.count, 1)
        for i in range(6):
            u = self.first(mp.mpf(self.y[i]), *self.arguments(i, parameters))
            for a in range(self.inner):
                for r, x in self.map(i, a):
                    U[r] += x * u[a]
        return U

    def equations(self, method, parameters):
        U = self.score(parameters)
        c = self.count
        if method == "jeffreys":
            def half(j, x):
                moved = list(parameters)
                moved[j] = x
                return mp.log(mp.det(self.moments(moved, third=False)[0])) / 2

            return [U[j] + mp.diff(lambda x: half(j, x), parameters[j], h=mp.mpf(10) ** -8) for j in range(c)]
        F, P, Q = self.moments(parameters)
        G = F ** -1
        trace = lambda M: sum((M)[r, r] for r in range(c))
        adjusted = [U[j] + trace(G * (P[j] + Q[j])) / 2 for j in range(c)]
        if method == "mean-br":
            return adjusted
        shift = mp.zeros(c, 1)
        for r in range(c):
            h = G[:, r] * G[r, :] / G[r, r]
            inner = [trace(h * (P[j] / 3 + Q[j] / 2)) for j in range(c)]
            shift[r] = sum(G[r, j] * inner[j] for j in range(c))
        moved = F * shift
        return [adjusted[j] - moved[j] for j in range(c)]


def solve(model, method, start):
    """Newton's method with a Jacobian by differences, refreshed until the equations hold."""
    point = [mp.mpf(x) for x in start]
    c = model.count
    for _ in range(12):
        here = mp.matrix(model.equations(method, point))
        if max(abs(v) for v in here) < mp.mpf(10) ** -18:
            break
        J = mp.zeros(c, c)
        for j in range(c):
            step = mp.mpf(10) ** -8
            moved = list(point)
            moved[j] += step
            there = model.equations(method, moved)
            for r in range(c):
                J[r, j] = (there[r] - here[r]) / step
        change = mp.lu_solve(J, -here)
        point = [a + b for a, b in zip(point, change)]
    else:
        raise SystemExit(f"no solution: {mp.nstr(here.T, 5)}")
    return point


def main():
    lines = ["model,method,parameters"]
    for name in CASES:
        model = Model(name)
        for method in ["mean-br", "median-br", "jeffreys"]:
            point = solve(model, method, START[f"{name},{method}"])
            lines.append(",".join([name, method] + [mp.nstr(v, 18) for v in point]))
            print(lines[-1], flush=True)
    target = pathlib.Path(__file__).parents[1] / "GLMEstimationTests/Fixtures/bias_reduction.csv"
    target.write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
