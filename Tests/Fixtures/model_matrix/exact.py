"""Values of formula variables in exact arithmetic (60 digits): numbers, factors and bases over the rows of a table.

A variable is a tree as json.R writes it. What it learns from the training rows (means, bases, levels) is kept in a
`Memory` and used again for new rows.
"""
import math
import operator

from mpmath import mp, mpf

from contrasts import OrthogonalPolynomials
from splines import BSpline, NaturalSpline

mp.dps = 60


class Factor:
    """Labels, or None where missing, with the levels they can have."""

    def __init__(self, labels, levels, ordered=False):
        self.labels, self.levels, self.ordered = labels, levels, ordered


class Basis:
    """Several numbers a row, or None where missing."""

    def __init__(self, rows, labels):
        self.rows, self.labels = rows, labels


def label(number):
    """A number as R writes it as a label: 15 digits."""
    return f"{float(number):.15g}"


def given(x):
    return [v for v in x if v is not None]


def mapped(function, *columns):
    return [None if any(v is None for v in row) else function(*row) for row in zip(*columns)]


FUNCTIONS = {
    "log": mp.log, "log2": lambda x: mp.log(x) / mp.log(2), "log10": mp.log10, "log1p": lambda x: mp.log(1 + x),
    "exp": mp.exp, "sqrt": mp.sqrt, "abs": abs, "sin": mp.sin, "cos": mp.cos, "I": lambda x: x, "(": lambda x: x}
ARITHMETIC = {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv, "^": mp.power}
COMPARISONS = {"==": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt,
               ">=": operator.ge}


class Memory:
    """What the variables of one model learned; `learns` while they do."""

    def __init__(self):
        self.learned, self.learns = {}, True

    def recall(self, node, learn):
        key = repr(node)
        if self.learns:
            self.learned[key] = learn()
        return self.learned[key]


def is_wrapper(node):
    return node["kind"] == "call" and node["name"] in ("I", "(") and len(node["arguments"]) == 1


def cut_labels(breaks, right, lowest):
    """The intervals as R writes them: three digits, or as many more as tell the breaks apart."""
    for digits in range(3, 13):
        texts = [f"{float(b):.{digits}g}" for b in breaks]
        if all(a != b for a, b in zip(texts, texts[1:])):
            break
    labels = [f"({a},{b}]" if right else f"[{a},{b})" for a, b in zip(texts, texts[1:])]
    if lowest and right:
        labels[0] = "[" + labels[0][1:]
    elif lowest:
        labels[-1] = labels[-1][:-1] + "]"
    return labels


class Evaluation:
    """The variables of a formula over a table: {column: Factor, or a list of numbers, or of logicals}."""

    def __init__(self, columns, memory, details):
        self.columns, self.memory, self.details = columns, memory, details
        self.count = len(next(iter(columns.values())).labels if isinstance(next(iter(columns.values())), Factor)
                         else next(iter(columns.values())))

    def value(self, node):
        kind = node["kind"]
        if kind == "number":
            return [mpf(node["value"])] * self.count
        if kind == "logical":
            return self.logical([node["value"]] * self.count)
        if kind == "name":
            return self.columns[node["name"]]
        name, arguments = node["name"], node["arguments"]
        options = {text: a for text, a in zip(node["labels"], arguments) if text}
        plain = [a for text, a in zip(node["labels"], arguments) if not text]
        if name in COMPARISONS:
            return self.comparison(COMPARISONS[name], *plain)
        if name == "poly":
            return self.poly(node, plain, options)
        if name in ("bs", "ns"):
            return self.spline(node, self.numbers(plain[0]), name)
        if name == "cut":
            return self.cut(node, plain, options)
        if name in ("factor", "ordered"):
            return self.factor(node, plain, options, name == "ordered")
        if name == "relevel":
            return self.relevel(node, plain, options)
        if name in ("scale", "center"):
            return self.standardized(node, self.numbers(plain[0]), options, name)
        if is_wrapper(node):
            return self.value(plain[0])
        columns = [self.numbers(a) for a in plain]
        if name in ARITHMETIC and len(columns) == 2:
            return mapped(ARITHMETIC[name], *columns)
        if name in ("+", "-"):
            return mapped(operator.neg if name == "-" else operator.pos, *columns)
        return mapped(FUNCTIONS[name], *columns)

    def numbers(self, node):
        value = self.value(node)
        if isinstance(value, Factor):
            assert value.levels == ["FALSE", "TRUE"]
            return [None if v is None else mpf(v == "TRUE") for v in value.labels]
        return value

    def logical(self, values):
        return Factor([None if v is None else str(v).upper() for v in values], ["FALSE", "TRUE"])

    def comparison(self, test, left, right):
        sides = []
        for node in (left, right):
            value = [node["text"]] * self.count if node["kind"] == "text" else self.value(node)
            sides.append(value.labels if isinstance(value, Factor) else value)
        return self.logical(mapped(test, *sides))

    def constants(self, node):
        """The numbers or texts of c(…), or of one constant."""
        if node["kind"] == "call" and node["name"] == "c":
            return [self.constants(a)[0] for a in node["arguments"]]
        if node["kind"] == "call" and node["name"] == "-":
            return [-self.constants(node["arguments"][0])[0]]
        return [node["text"] if node["kind"] == "text" else node["value"]]

    def option(self, node, options, name, default):
        return self.constants(options[name])[0] if name in options else default

    def poly(self, node, plain, options):
        x = self.numbers(plain[0])
        degree = int(self.constants(plain[1] if len(plain) > 1 else options["degree"])[0])
        labels = [str(k + 1) for k in range(degree)]
        if self.option(node, options, "raw", False):
            return Basis(mapped(lambda v: [v ** (k + 1) for k in range(degree)], x), labels)
        polynomials = self.memory.recall(node, lambda: OrthogonalPolynomials(given(x), degree))
        return Basis(mapped(polynomials.row, x), labels)

    def spline(self, node, x, name):
        """At the knots that R chose."""
        def learn():
            detail = self.details(node)
            if name == "bs":
                return BSpline(detail["knots"], detail["boundary"], int(detail["degree"]), detail["intercept"])
            return NaturalSpline(detail["knots"], detail["boundary"], detail["intercept"])
        rows = mapped(self.memory.recall(node, learn).row, x)
        return Basis(rows, [str(k + 1) for k in range(len(given(rows)[0]))])

    def standardized(self, node, x, options, name):
        def learn():
            values = given(x)
            centers = self.option(node, options, "center", True)
            scales = name == "scale" and self.option(node, options, "scale", True)
            mean = sum(values) / len(values) if centers else mpf(0)
            square = sum((v - mean) ** 2 for v in values) / (len(values) - 1)
            return mean, mp.sqrt(square) if scales else mpf(1)
        mean, spread = self.memory.recall(node, learn)
        return mapped(lambda v: (v - mean) / spread, x)

    def factor(self, node, plain, options, ordered):
        value = self.value(plain[0])
        labels = value.labels if isinstance(value, Factor) else mapped(label, value)
        def learn():
            listed = plain[1] if len(plain) > 1 else options.get("levels")
            if listed is not None:
                return [v if isinstance(v, str) else label(v) for v in self.constants(listed)]
            if isinstance(value, Factor):
                return [l for l in value.levels if l in labels]
            return [label(v) for v in sorted(set(given(value)))]
        levels = self.memory.recall(node, learn)
        return Factor([l if l in levels else None for l in labels], levels,
                      ordered or (isinstance(value, Factor) and value.ordered))

    def relevel(self, node, plain, options):
        value = self.value(plain[0])
        base = self.constants(plain[1] if len(plain) > 1 else options["ref"])[0]
        return Factor(value.labels, [base] + [l for l in value.levels if l != base], value.ordered)

    def cut(self, node, plain, options):
        x = self.numbers(plain[0])
        right = self.option(node, options, "right", True)
        lowest = self.option(node, options, "include.lowest", False)
        def learn():
            breaks = [mpf(v) for v in self.constants(plain[1] if len(plain) > 1 else options["breaks"])]
            if len(breaks) == 1:
                count, low, high = int(breaks[0]), min(given(x)), max(given(x))
                edge = (high - low) / 1000
                breaks = [low - edge] + [low + (high - low) * i / count for i in range(1, count)] + [high + edge]
                for v in given(x):  # a value at a break would depend on rounding
                    assert min(abs(v - b) for b in breaks) > (high - low) * mpf("1e-9")
            breaks.sort()
            if "labels" in options:
                return breaks, self.constants(options["labels"])
            return breaks, cut_labels(breaks, right, lowest)
        breaks, labels = self.memory.recall(node, learn)
        def place(v):
            for i, (low, high) in enumerate(zip(breaks, breaks[1:])):
                edge = lowest and v == (breaks[0] if right else breaks[-1]) and i == (0 if right else len(labels) - 1)
                if (low < v <= high if right else low <= v < high) or edge:
                    return labels[i]
            return math.nan
        codes = [None if v is None else place(v) for v in x]
        return Factor([c if isinstance(c, str) else None for c in codes], labels)
