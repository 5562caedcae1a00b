"""Values of formula variables in exact arithmetic (60 digits): numbers, factors and bases over the rows of a table.

A variable is a tree as json.R writes it. What it learns from the training rows (means, bases, levels) is kept in a
`Memory` and used again for new rows.
"""
from mpmath import mp, mpf

from contrasts import OrthogonalPolynomials
from factors import Factor, FactorForms, given, mapped
from functions import AGGREGATES, COMPARISONS, LOGICALS, NUMBERS, quantile
from splines import BSpline, NaturalSpline

mp.dps = 60


class Basis:
    """Several numbers a row, or None where missing."""

    def __init__(self, rows, labels):
        self.rows, self.labels = rows, labels


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


class Evaluation(FactorForms):
    """The variables of a formula over a table: {column: Factor, or a list of numbers, or of logicals}."""

    def __init__(self, columns, memory, details):
        self.columns, self.memory, self.details = columns, memory, details
        first = next(iter(columns.values()))
        self.count = len(first.labels if isinstance(first, Factor) else first)

    def value(self, node):
        kind = node["kind"]
        if kind == "number":
            return [mpf(node["value"])] * self.count
        if kind == "logical":
            return self.logical([node["value"]] * self.count)
        if kind == "name" and node["name"] not in self.columns:
            return {"pi": [+mp.pi] * self.count}[node["name"]]
        if kind == "name":
            return self.columns[node["name"]]
        name = node["name"].split("::")[-1]
        arguments = node["arguments"]
        options = {text: a for text, a in zip(node["labels"], arguments) if text}
        plain = [a for text, a in zip(node["labels"], arguments) if not text]
        if "x" in options:
            plain.insert(0, options["x"])
        if is_wrapper(node):
            return self.value(plain[0])
        form = {"poly": self.poly, "bs": self.spline, "ns": self.spline, "cut": self.cut, "factor": self.factor,
                "ordered": self.factor, "as.factor": self.factor, "as.ordered": self.factor, "relevel": self.relevel,
                "C": self.coded, "scale": self.standardized, "center": self.standardized, "log": self.log,
                "as.numeric": self.as_number, "as.integer": self.as_number, "%in%": self.member,
                "ifelse": self.choice}.get(name)
        if form:
            return form(node, name, plain, options)
        if name in COMPARISONS:
            return self.comparison(COMPARISONS[name], *plain)
        if name in LOGICALS:
            sides = [[None if l is None else l == "TRUE" for l in self.value(a).labels] for a in plain]
            return self.logical(mapped(LOGICALS[name], *sides))
        if name in AGGREGATES:
            values = self.memory.recall(node, lambda: AGGREGATES[name](given(self.numbers(plain[0]))))
            return [values] * self.count
        return mapped(NUMBERS[name], *[self.numbers(a) for a in plain])

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
        """The numbers or texts of c(…), a:b, seq(…) or quantile(…), or of one constant."""
        if node["kind"] != "call":
            return [{"T": True, "F": False}[node["name"]] if node["kind"] == "name" else
                    node["text"] if node["kind"] == "text" else node["value"]]
        name, arguments = node["name"], node["arguments"]
        if name == "c":
            return [v for a in arguments for v in self.constants(a)]
        if name == "-":
            return [-v for v in self.constants(arguments[0])]
        if name == "quantile":
            at = self.constants(arguments[1])
            values = given(self.numbers(arguments[0]))
            return self.memory.recall(node, lambda: [quantile(values, mpf(p)) for p in at])
        numbers = [self.constants(a)[0] for a in arguments]
        if name == ":":
            return list(range(int(numbers[0]), int(numbers[1]) + 1))
        assert name == "seq" and node["labels"][2] == "by"
        low, high, step = map(mpf, numbers)
        return [low + i * step for i in range(int((high - low) / step) + 1)]

    def option(self, node, options, name, default):
        return self.constants(options[name])[0] if name in options else default

    def poly(self, node, name, plain, options):
        x = self.numbers(plain[0])
        degree = int(self.constants(plain[1] if len(plain) > 1 else options["degree"])[0])
        labels = [str(k + 1) for k in range(degree)]
        if self.option(node, options, "raw", False):
            return Basis(mapped(lambda v: [v ** (k + 1) for k in range(degree)], x), labels)
        polynomials = self.memory.recall(node, lambda: OrthogonalPolynomials(given(x), degree))
        return Basis(mapped(polynomials.row, x), labels)

    def spline(self, node, name, plain, options):
        """At the knots that R chose."""
        def learn():
            detail = self.details(node)
            if name == "bs":
                return BSpline(detail["knots"], detail["boundary"], int(detail["degree"]), detail["intercept"])
            return NaturalSpline(detail["knots"], detail["boundary"], detail["intercept"])
        rows = mapped(self.memory.recall(node, learn).row, self.numbers(plain[0]))
        return Basis(rows, [str(k + 1) for k in range(len(given(rows)[0]))])

    def standardized(self, node, name, plain, options):
        x = self.numbers(plain[0])
        def learn():
            values = given(x)
            center = self.constants(plain[1])[0] if len(plain) > 1 else self.option(node, options, "center", True)
            scale = self.constants(plain[2])[0] if len(plain) > 2 else self.option(node, options, "scale", True)
            mean = sum(values) / len(values) if center is True else mpf(center)
            square = sum((v - mean) ** 2 for v in values) / (len(values) - 1)
            if name == "center" or scale is False:
                return mean, mpf(1)
            return mean, mp.sqrt(square) if scale is True else mpf(scale)
        mean, spread = self.memory.recall(node, learn)
        return mapped(lambda v: (v - mean) / spread, x)

    def log(self, node, name, plain, options):
        base = plain[1] if len(plain) > 1 else options.get("base")
        scale = mp.log(mpf(self.constants(base)[0])) if base else mpf(1)
        return mapped(lambda v: mp.log(v) / scale, self.numbers(plain[0]))

    def choice(self, node, name, plain, options):
        test = self.value(plain[0]).labels
        yes, no = self.numbers(plain[1]), self.numbers(plain[2])
        return [None if t is None else y if t == "TRUE" else n for t, y, n in zip(test, yes, no)]
