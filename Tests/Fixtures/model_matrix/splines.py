"""B-splines and natural cubic splines in exact arithmetic (60 digits), as R's splines package defines them."""
from mpmath import mp, mpf


def spline_row(knots, order, x, derivative=0, interval=None):
    """The B-splines of `order` (or a derivative of theirs) at x, by de Boor's recurrence. `interval` names the piece of
    the polynomial that is continued to x where x is outside the knots."""
    count = len(knots) - order
    if interval is None:
        interval = max(i for i in range(order - 1, count) if knots[i] <= x and knots[i] < knots[i + 1])
    if derivative == 0:
        values = [mpf(0)] * (len(knots) - 1)
        values[interval] = mpf(1)
        for k in range(2, order + 1):
            for i in range(len(knots) - k):
                value = mpf(0)
                if knots[i + k - 1] > knots[i]:
                    value += (x - knots[i]) / (knots[i + k - 1] - knots[i]) * values[i]
                if knots[i + k] > knots[i + 1]:
                    value += (knots[i + k] - x) / (knots[i + k] - knots[i + 1]) * values[i + 1]
                values[i] = value
        return values[:count]
    lower = spline_row(knots, order - 1, x, derivative - 1, interval)
    row = []
    for i in range(count):
        value = mpf(0)
        if knots[i + order - 1] > knots[i]:
            value += lower[i] / (knots[i + order - 1] - knots[i])
        if knots[i + order] > knots[i + 1]:
            value -= lower[i + 1] / (knots[i + order] - knots[i + 1])
        row.append((order - 1) * value)
    return row


class BSpline:
    """R's bs: polynomial pieces of `degree`; outside the boundary, the outermost piece goes on."""

    def __init__(self, knots, boundary, degree, intercept):
        self.order = degree + 1
        self.boundary = [mpf(b) for b in boundary]
        self.knots = sorted([mpf(b) for b in boundary] * self.order + [mpf(k) for k in knots])
        self.intercept = intercept

    def row(self, x):
        last = len(self.knots) - self.order
        interval = None
        if x < self.boundary[0]:
            interval = self.order - 1
        elif x >= self.boundary[1]:
            interval = last - 1
        values = spline_row(self.knots, self.order, x, 0, interval)
        return values if self.intercept else values[1:]


class NaturalSpline:
    """R's ns: the cubic B-splines, turned by the Q of the two second derivatives at the boundary, of which the first two
    coordinates are left out; linear outside. The signs are those of LINPACK's Householder vectors."""

    def __init__(self, knots, boundary, intercept):
        self.basis = BSpline(knots, boundary, 3, intercept)
        self.boundary = self.basis.boundary
        full, last = self.basis.knots, len(self.basis.knots) - 4
        drop = 0 if intercept else 1
        self.edges = [[spline_row(full, 4, b, d, i)[drop:] for d in (0, 1)]
                      for b, i in zip(self.boundary, (3, last - 1))]
        self.reflections = []
        for b, i in zip(self.boundary, (3, last - 1)):
            column = self.turned(spline_row(full, 4, b, 2, i)[drop:])
            place = len(self.reflections)
            norm = mp.sqrt(sum(v * v for v in column[place:]))
            if column[place] < 0:
                norm = -norm
            vector = [mpf(0)] * place + [v / norm for v in column[place:]]
            vector[place] += 1
            self.reflections.append((place, vector))

    def turned(self, row):
        row = list(row)
        for place, vector in self.reflections:
            factor = sum(a * b for a, b in zip(row, vector)) / vector[place]
            row = [a - factor * b for a, b in zip(row, vector)]
        return row

    def row(self, x):
        if x < self.boundary[0] or x > self.boundary[1]:
            side = 0 if x < self.boundary[0] else 1
            value, slope = self.edges[side]
            row = [v + (x - self.boundary[side]) * s for v, s in zip(value, slope)]
        else:
            row = self.basis.row(x)
        return self.turned(row)[2:]
