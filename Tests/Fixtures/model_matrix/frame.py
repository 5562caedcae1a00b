"""A model matrix from R's account of its terms, with exact values and this package's names.

Everything but the order of terms and the codings is computed anew: rows, levels, labels, values, names. `Frame` fails
where R's account differs: other rows, other levels, other names once the brackets are taken out.
"""
from mpmath import mp, mpf

from contrasts import contrasts
from exact import Basis, Evaluation, Memory, is_wrapper
from factors import Factor


def columns_of(data, levels, ordered, known=None):
    """The columns of a table as `Evaluation` takes them; `known` holds the columns whose levels go on being theirs."""
    result = {}
    for name, cells in data.items():
        listed = levels.get(name) or ordered.get(name)
        if listed is None and all(isinstance(c, (bool, type(None))) for c in cells):
            result[name] = Factor([None if c is None else str(c).upper() for c in cells], ["FALSE", "TRUE"])
        elif listed is not None or any(isinstance(c, str) for c in cells):
            texts = [c if c is None or isinstance(c, str) else f"{c:.15g}" for c in cells]
            before = known.get(name) if known else None
            order = before.levels if before else listed or sorted({t for t in texts if t is not None})
            result[name] = Factor(texts, order, name in ordered)
        else:
            result[name] = [None if c is None else mpf(c) for c in cells]
    return result


def parts(name, value, kind, coding):
    """The columns that one variable brings to a term: (this package's name, R's name, values by row)."""
    if isinstance(value, Basis):
        if len(value.labels) == 1:
            return [(name, name, lambda i: value.rows[i][0])]
        return [(name + text, name + text, lambda i, j=j: value.rows[i][j]) for j, text in enumerate(value.labels)]
    if not isinstance(value, Factor):
        return [(name, name, lambda i: value[i])]
    if kind == 2:
        return [(f"{name}[{text}]", name + text, lambda i, text=text: mpf(value.labels[i] == text))
                for text in value.levels]
    matrix, labels = contrasts(coding or value.coding, value.levels, value.ordered)
    place = {text: j for j, text in enumerate(value.levels)}
    return [(f"{name}[{text}]", name + text, lambda i, j=j: matrix[place[value.labels[i]]][j])
            for j, text in enumerate(labels)]


class Frame:
    """The matrix of one case over the rows where nothing is missing."""

    def __init__(self, case, data, memory=None, training=None):
        self.case = case
        known = training.columns if training else None
        self.columns = columns_of(data, case["levels"], case["ordered"], known)
        self.memory = memory or Memory()
        details = {repr(v["tree"]): v for v in case["variables"]}
        self.evaluation = Evaluation(self.columns, self.memory, lambda node: details[repr(node)])
        self.is_training = training is None
        skipped = [] if self.is_training else [case["response"]]
        self.values = [None if i in skipped else self.variable(v) for i, v in enumerate(case["variables"])]
        self.rows = [i for i in range(self.evaluation.count) if not any(self.is_missing(v, i) for v in self.values)]
        self.memory.learns = False
        for i, value in enumerate(self.values):
            if not isinstance(value, Factor):
                continue
            if self.is_training:
                used = {value.labels[row] for row in self.rows}
                is_logical = value.levels == ["FALSE", "TRUE"]
                value = value.keeping([l for l in value.levels if l in used or is_logical])
                if not is_logical:
                    assert value.levels == case["variables"][i]["levels"], (value.levels, case["variables"][i])
            else:
                value = value.keeping(training.values[i].levels)
            self.values[i] = value
        self.build()

    def variable(self, description):
        """The value of a variable; the response cbind(a, b) is a pair of columns."""
        node = description["tree"]
        while is_wrapper(node) and node["name"] == "(":
            node = node["arguments"][0]
        if node["kind"] == "call" and node["name"] == "cbind":
            return [self.evaluation.value(a) for a in node["arguments"]]
        if node["kind"] == "call" and node["name"] == "offset":
            return self.evaluation.value(node["arguments"][0])
        return self.evaluation.value(node)

    def is_missing(self, value, i):
        if value is None:
            return False
        if isinstance(value, Factor):
            return value.labels[i] is None
        if isinstance(value, Basis):
            return value.rows[i] is None
        if value and isinstance(value[0], list):
            return any(column[i] is None for column in value)
        return value[i] is None

    def build(self):
        case = self.case
        self.names, self.r_names, self.term_names, self.assign = [], [], [], []
        self.exact = []
        if case["intercept"]:
            self.add("(Intercept)", "(Intercept)", "(Intercept)", 0, [mpf(1)] * len(self.rows))
        for t, codes in enumerate(case["terms"]):
            inside = [i for i, code in enumerate(codes) if code > 0]
            term = ":".join(case["variables"][i]["name"] for i in inside)
            columns = [("", "", lambda row: mpf(1))]
            for i in inside:
                name = case["variables"][i]["name"]
                coding = case["contrasts"].get(name)
                columns = [(f"{a}:{b}" if a else b, f"{ra}:{rb}" if ra else rb, lambda row, f=f, g=g: f(row) * g(row))
                           for b, rb, g in parts(name, self.values[i], codes[i], coding) for a, ra, f in columns]
            for name, r_name, value in columns:
                self.add(name, r_name, term, t + 1, [value(row) for row in self.rows])

    def add(self, name, r_name, term, group, values):
        self.names.append(name)
        self.r_names.append(r_name)
        self.term_names.append(term)
        self.assign.append(group)
        self.exact.append(values)

    def response(self):
        """{"kind", then the exact values of each row}."""
        value = self.values[self.case["response"]]
        if isinstance(value, Factor):
            return {"kind": "binary", "levels": value.levels,
                    "values": [mpf(value.levels.index(value.labels[i])) for i in self.rows]}
        if isinstance(value[0], list):
            return {"kind": "counts", "successes": [value[0][i] for i in self.rows],
                    "failures": [value[1][i] for i in self.rows]}
        return {"kind": "number", "values": [value[i] for i in self.rows]}

    def offset(self):
        places = self.case["offsets"]
        return [sum(self.values[p][i] for p in places) for i in self.rows] if places else None


def distance(column, exact):
    """The largest difference of a column from the exact one, relative to the norm of the exact one."""
    norm = mp.sqrt(sum(v * v for v in exact))
    largest = max((abs(mpf(a) - b) for a, b in zip(column, exact)), default=mpf(0))
    return largest / norm if norm > 0 else largest
