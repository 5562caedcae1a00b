"""Factors among the variables of a formula, and the functions that make them."""
import math

from mpmath import mp, mpf

from contrasts import NamedCoding


class Factor:
    """Labels, or None where missing, with the levels they can have, and a coding where the formula names one."""

    def __init__(self, labels, levels, ordered=False, coding=None):
        self.labels, self.levels, self.ordered, self.coding = labels, levels, ordered, coding

    def keeping(self, levels):
        return Factor([l if l in levels else None for l in self.labels], levels, self.ordered, self.coding)


def label(number):
    """A number as R writes it as a label: 15 digits."""
    return f"{float(number):.15g}"


def given(x):
    return [v for v in x if v is not None]


def mapped(function, *columns):
    return [None if any(v is None for v in row) else function(*row) for row in zip(*columns)]


def cut_labels(breaks, right, lowest, digits):
    """The intervals as R writes them: so many digits, or as many more as tell the breaks apart."""
    for digits in range(digits, 13):
        texts = [f"{float(b):.{digits}g}" for b in breaks]
        if all(a != b for a, b in zip(texts, texts[1:])):
            break
    labels = [f"({a},{b}]" if right else f"[{a},{b})" for a, b in zip(texts, texts[1:])]
    if lowest and right:
        labels[0] = "[" + labels[0][1:]
    elif lowest:
        labels[-1] = labels[-1][:-1] + "]"
    return labels


class FactorForms:
    """The functions of `Evaluation` that make factors, or take them."""

    def member(self, node, name, plain, options):
        value, listed = self.value(plain[0]), self.constants(plain[1])
        if isinstance(value, Factor):
            return self.logical([l in [v if isinstance(v, str) else label(v) for v in listed] for l in value.labels])
        return self.logical([v in [mpf(u) for u in listed] for v in value])

    def as_number(self, node, name, plain, options):
        """A factor's codes, counting from 1; a logical's are 0 and 1."""
        value = self.value(plain[0])
        if isinstance(value, Factor):
            start = 0 if value.levels == ["FALSE", "TRUE"] else 1
            levels = self.memory.recall(node, lambda: value.levels)
            return mapped(lambda l: mpf(levels.index(l) + start), value.labels)
        return mapped(mp.floor if name == "as.integer" else mpf, value)

    def factor(self, node, name, plain, options):
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
        names = self.constants(options["labels"]) if "labels" in options else levels
        said = dict(zip(levels, names))
        ordered = name.endswith("ordered") or (isinstance(value, Factor) and value.ordered)
        return Factor([said.get(l) for l in labels], names, self.option(node, options, "ordered", ordered))

    def relevel(self, node, name, plain, options):
        value = self.value(plain[0])
        base = self.constants(plain[1] if len(plain) > 1 else options["ref"])[0]
        return Factor(value.labels, [base] + [l for l in value.levels if l != base], value.ordered)

    def coded(self, node, name, plain, options):
        """C(x, coding): the name of a coding, as a word, a text or a function, with or without its "contr."."""
        value = self.value(plain[0])
        if not isinstance(value, Factor):
            value = self.factor(node, "factor", plain[:1], {})
        contr = plain[1]
        word = contr.get("text") or contr["name"]
        name = {"poly": "polynomial", "sdif": "difference"}.get(word.removeprefix("contr."), word.removeprefix("contr."))
        more = options | dict(zip(contr.get("labels", []), contr.get("arguments", [])))
        count = int(self.constants(plain[2])[0]) if len(plain) > 2 else None
        base = int(self.constants(more["base"])[0]) if "base" in more else None
        is_function = word.startswith("contr.") and contr["kind"] != "text"
        coding = NamedCoding(name, base, count, by_number=is_function or base is not None or count is not None)
        return Factor(value.labels, value.levels, value.ordered, coding)

    def cut(self, node, name, plain, options):
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
            digits = int(self.option(node, options, "dig.lab", 3))
            labels = cut_labels(breaks, right, lowest, digits)
            return breaks, self.constants(options["labels"]) if "labels" in options else labels
        breaks, labels = self.memory.recall(node, learn)
        def place(v):
            for i, (low, high) in enumerate(zip(breaks, breaks[1:])):
                edge = lowest and v == (breaks[0] if right else breaks[-1]) and i == (0 if right else len(labels) - 1)
                if (low < v <= high if right else low <= v < high) or edge:
                    return labels[i]
            return math.nan
        codes = [None if v is None else place(v) for v in x]
        ordered = self.option(node, options, "ordered_result", False)
        return Factor([c if isinstance(c, str) else None for c in codes], labels, ordered)
