"""Functions of formulas on exact numbers (60 digits), by R's names."""
import operator

from mpmath import mp, mpf


def rounded(x, digits=mpf(0)):
    """To so many decimals; a tie between two would depend on the binary digits."""
    scaled = x * mpf(10) ** digits
    assert abs(scaled - mp.floor(scaled) - mpf(0.5)) > mpf("1e-9")
    return mp.floor(scaled + mpf(0.5)) / mpf(10) ** digits


def quantile(values, p):
    """R's default, type 7: linear between the order statistics."""
    values = sorted(values)
    place = (len(values) - 1) * p
    low = int(mp.floor(place))
    high = min(low + 1, len(values) - 1)
    return values[low] + (place - low) * (values[high] - values[low])


def mean(values):
    return sum(values) / len(values)


def deviation(values):
    return mp.sqrt(sum((v - mean(values)) ** 2 for v in values) / (len(values) - 1))


def plus(x, y=None):
    return x if y is None else x + y


def minus(x, y=None):
    return -x if y is None else x - y


NUMBERS = {
    "+": plus, "-": minus, "*": operator.mul, "/": operator.truediv, "^": mp.power,
    "%%": lambda x, y: x - y * mp.floor(x / y), "%/%": lambda x, y: mp.floor(x / y),
    "log2": lambda x: mp.log(x) / mp.log(2), "log10": mp.log10, "log1p": lambda x: mp.log(1 + x),
    "exp": mp.exp, "expm1": mp.expm1, "sqrt": mp.sqrt, "abs": abs, "sign": mp.sign, "round": rounded,
    "sin": mp.sin, "cos": mp.cos, "tan": mp.tan, "atan": mp.atan,
    "floor": mp.floor, "ceiling": mp.ceil, "trunc": lambda x: mp.sign(x) * mp.floor(abs(x)),
    "pmin": min, "pmax": max}
COMPARISONS = {"==": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt,
               ">=": operator.ge}
LOGICALS = {"&": lambda x, y: x and y, "|": lambda x, y: x or y, "!": operator.not_}
AGGREGATES = {"mean": mean, "sd": deviation, "min": min, "max": max, "median": lambda v: quantile(v, mpf(0.5))}
