"""Makes the fixtures of the tests of codings and cut points: contrast matrices and R's cut.

    python3 Tests/Fixtures/codings.py

writes Tests/GLMTabularTests/Fixtures/codings.json and cuts.json, one case a line. Polynomial contrasts are exact
(Gram-Schmidt in 400 digits, rounded to double; of many levels only some columns); the other contrasts, all names, and
the intervals are what R 4.2 with MASS gives. Takes about a minute and a half.
"""

import json
import os
import subprocess

from mpmath import mp, mpf, fdot, sqrt

HERE = os.path.dirname(os.path.abspath(__file__))
FOLDER = os.path.join(HERE, "..", "GLMTabularTests", "Fixtures")
mp.dps = 400


def ask_r(lines):
    script = "show <- function(v) cat(paste(v, collapse = '\\t'), '\\n', sep = '')\n" + "\n".join(lines)
    return subprocess.run(["Rscript", "-"], input=script, capture_output=True, text=True, check=True).stdout.split("\n")


def write(name, cases):
    with open(os.path.join(FOLDER, name), "w") as out:
        out.write("[\n" + ",\n".join(json.dumps(c, separators=(",", ":")) for c in cases) + "\n]\n")


def polynomials(count):
    scores = [mpf(i) - mpf(count - 1) / 2 for i in range(count)]
    columns = []
    for degree in range(count):
        column = [s**degree for s in scores]
        for _ in range(2):
            for other in columns:
                share = fdot(column, other)
                column = [a - share * b for a, b in zip(column, other)]
        norm = sqrt(fdot(column, column))
        columns.append([a / norm for a in column])
    return columns[1:]


def codings():
    functions = {"treatment": "contr.treatment", "sum": "contr.sum", "helmert": "contr.helmert",
                 "difference": "MASS::contr.sdif", "polynomial": "contr.poly"}
    asked, lines = [], []
    for kind, function in functions.items():
        for count in (2, 3, 4, 7) + ((12, 30) if kind == "polynomial" else ()):
            levels = [chr(97 + i) if i < 26 else "z" + chr(71 + i) for i in range(count)]
            text = ", ".join(f"'{v}'" for v in levels)
            lines += [f"m <- {function}(c({text})); n <- colnames(m)",
                      "show(if (is.null(n)) seq_len(ncol(m)) else n); show(sprintf('%.17g', m))"]
            asked.append((kind, levels))
    answers = ask_r(lines)
    cases = []
    for i, (kind, levels) in enumerate(asked):
        labels, count = answers[2 * i].split("\t"), len(levels)
        entries = [float(v) for v in answers[2 * i + 1].split("\t")]
        columns = [entries[j * count:(j + 1) * count] for j in range(len(labels))]
        if kind == "polynomial":
            exact = [[float(v) for v in column] for column in polynomials(count)]
            worst = max(abs(a - b) for p, q in zip(columns, exact) for a, b in zip(p, q))
            print(f"contr.poly({count}): R is off by {worst:.1e}")
            # From about 25 levels on, R's pivoting puts the last columns in another order.
            assert count > 12 or worst < 1e-12
            columns = exact
        cases.append({"kind": kind, "levels": levels, "labels": labels, "shown": list(range(len(labels))),
                      "columns": columns})
    for count in (95, 200):
        exact = polynomials(count)
        shown = [0, 1, 40, count // 2 - 1, count // 2, 3 * count // 4, count - 3, count - 2]
        cases.append({"kind": "polynomial", "levels": [f"l{i}" for i in range(count)], "labels": [], "shown": shown,
                      "columns": [[float(v) for v in exact[j]] for j in shown]})
    write("codings.json", cases)


def cuts():
    tenths = [0.1 * k for k in range(11)]
    far = [1e9, 1e9 + 1, 1e9 + 2.5]
    wide = [-1234.5, 0.0, 3.0, 98765.4321, 1e6]
    small = [0.0, 1e-5, 2.5e-5, 1e-4]
    inf = float("inf")
    cases = []

    def add(x, breaks=None, count=None, labels=None, right=(True, False), lowest=(False, True)):
        for closes in right:
            for includes in lowest:
                case = {"x": x, "count": count, "labels": labels, "closesRight": closes, "includesLowest": includes}
                if breaks:
                    case |= {"breaks": [b for b in breaks if abs(b) < inf], "from": -inf in breaks, "to": inf in breaks}
                cases.append(case)

    for x in (tenths, far, wide, small, [5.0, 5.0], [0.0], [-2.0, -2.0]):
        for count in (2, 3, 10):
            add(x, count=count)
    add(tenths, count=7, labels=list("abcdefg"))
    add(tenths, breaks=[0, 0.3, 0.5, 1])
    add(tenths, breaks=[0.25, 0.7])
    add(tenths + [-3.0, 40.0], breaks=[-inf, 0, 0.5, inf])
    add(tenths, breaks=[-inf, 0.5])
    add(tenths, breaks=[0.5, inf])
    add(tenths, breaks=[0.5, 0.5001, 0.50012, 1], labels=["low", "middle", "high"])
    add(tenths, breaks=[0.5, 0.5001, 0.50012, 1])
    add(tenths, breaks=[0.5, 0.5 + 1e-14, 1])
    add(wide, breaks=[-1e15, 0, 123456, 1234567, 1e22])
    add(wide, breaks=[-2000, 999.5, 1e5])
    add(small, breaks=[0, 0.00001, 0.0001, 0.1])
    lines = []
    for case in cases:
        x = ", ".join(v.hex() for v in case["x"])
        if "breaks" in case:
            breaks = (["-Inf"] if case["from"] else []) + [float(b).hex() for b in case["breaks"]]
            breaks = f"c({', '.join(breaks + (['Inf'] if case['to'] else []))})"
        else:
            breaks = str(case["count"])
        labels = "NULL" if case["labels"] is None else "c(" + ", ".join(f"'{v}'" for v in case["labels"]) + ")"
        logical = {True: "TRUE", False: "FALSE"}
        lines += [f"f <- cut(c({x}), {breaks}, labels = {labels}, right = {logical[case['closesRight']]}, "
                  f"include.lowest = {logical[case['includesLowest']]})",
                  "show(levels(f)); k <- as.integer(f) - 1L; show(ifelse(is.na(k), -1L, k))"]
    answers = ask_r(lines)
    for i, case in enumerate(cases):
        case["levels"] = answers[2 * i].split("\t")
        case["codes"] = [int(v) for v in answers[2 * i + 1].split("\t")]
    write("cuts.json", [{k: v for k, v in case.items() if v is not None} for case in cases])


codings()
cuts()
