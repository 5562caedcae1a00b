"""Contrast matrices and orthogonal polynomials in exact arithmetic (60 digits), with R's labels."""
from mpmath import mp, mpf


class OrthogonalPolynomials:
    """Polynomials of degree 1 to k, orthonormal over the points learned, with a positive leading coefficient."""

    def __init__(self, points, degree):
        self.center = sum(points) / len(points)
        at = [x - self.center for x in points]
        before, now = [mpf(0)] * len(at), [mpf(1)] * len(at)
        self.alpha, self.norm = [], [mpf(len(at))]
        for _ in range(degree):
            alpha = sum(x * p * p for x, p in zip(at, now)) / self.norm[-1]
            beta = self.norm[-1] / self.norm[-2] if len(self.norm) > 1 else mpf(0)
            before, now = now, [(x - alpha) * p - beta * b for x, p, b in zip(at, now, before)]
            self.alpha.append(alpha)
            self.norm.append(sum(p * p for p in now))

    def row(self, x):
        x = x - self.center
        before, now, row = mpf(0), mpf(1), []
        for k, alpha in enumerate(self.alpha):
            beta = self.norm[k] / self.norm[k - 1] if k > 0 else mpf(0)
            before, now = now, (x - alpha) * now - beta * before
            row.append(now / mp.sqrt(self.norm[k + 1]))
        return row


class NamedCoding:
    """A coding as C(x, …) names it: the first `count` columns. R calls a function with the number of levels alone, so
    that the labels are numbers (`by_number`), and a word with the levels."""

    def __init__(self, name, base, count, by_number):
        self.name, self.base, self.count, self.by_number = name, base, count, by_number


def contrasts(coding, levels, ordered):
    """The matrix, a row for each level, and the labels of its columns."""
    n = len(levels)
    numbers = [str(j + 1) for j in range(n - 1)]
    if coding is None:
        coding = "polynomial" if ordered else "treatment"
    if isinstance(coding, NamedCoding):
        known = [str(j + 1) for j in range(n)] if coding.by_number else levels
        name = coding.name + (f":{known[coding.base - 1]}" if coding.base else "")
        matrix, labels = contrasts(name, known, ordered)
        return [row[:coding.count] for row in matrix], labels[:coding.count]
    if isinstance(coding, dict):
        rows = [[mpf(v) for v in row] for row in coding["matrix"]]
        return rows, coding.get("labels") or numbers[:len(rows[0])]
    if coding.startswith("treatment"):
        base = levels.index(coding.split(":", 1)[1]) if ":" in coding else 0
        others = [j for j in range(n) if j != base]
        return [[mpf(i == j) for j in others] for i in range(n)], [levels[j] for j in others]
    if coding == "sum":
        return [[mpf(-1 if i == n - 1 else i == j) for j in range(n - 1)] for i in range(n)], numbers
    if coding == "helmert":
        return [[mpf(j + 1 if i == j + 1 else -1 if i <= j else 0) for j in range(n - 1)] for i in range(n)], numbers
    if coding == "difference":
        matrix = [[mpf(j + 1 - n if i <= j else j + 1) / n for j in range(n - 1)] for i in range(n)]
        return matrix, [f"{levels[j + 1]}-{levels[j]}" for j in range(n - 1)]
    if coding == "polynomial":
        polynomials = OrthogonalPolynomials([mpf(i + 1) for i in range(n)], n - 1)
        labels = [[".L", ".Q", ".C"][j] if j < 3 else f"^{j + 1}" for j in range(n - 1)]
        return [polynomials.row(mpf(i + 1)) for i in range(n)], labels
    raise ValueError(coding)
