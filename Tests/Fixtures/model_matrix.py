#!/usr/bin/env python3
"""Makes the fixtures of model matrices: R's columns, with exact values.

    python3 Tests/Fixtures/model_matrix.py

R (with MASS and splines) says what columns a formula has: model_matrix.R runs the cases of model_matrix/cases.R and
model_matrix/prediction_cases.R on the data of model_matrix/data.R. The values are computed anew in 60 digits with mpmath
(R's own `poly`, `ns` and `contr.poly` carry rounding errors) and rounded to double; the script stops where R's columns
are not these within 1e-12 of their norm. Written are, in Tests/GLMTabularTests/Fixtures:

    model_matrix/NAME.csv        the data
    model_matrix/NAME.json       the cases:
        name, formula            the formula is in the language's own spelling, which is R's
        levels, ordered          {column: [levels in order]} of factors, ordered factors
        contrasts                {column: "sum" | "helmert" | "polynomial" | "difference" | "treatment:BASE" |
                                 {"matrix": [a row for each level], "labels": [...]}}
        rNames, names            of the columns, in R and in this package
        terms, assign            of each column, the term and its place (0 is the intercept)
        rows                     used, counting from 0
        response                 {"kind": "number" | "binary" (code of the level) | "counts", ...}
        offset                   or null
        rDistance                the largest distance of R's columns from these, relative to the norm of the column;
                                 null where R has no answer
        columns                  the values, column by column
    prediction_matrix/NAME_new.csv  new rows
    prediction_matrix/NAME.json     cases as above for the new rows: rows, offset and columns are theirs
    term_algebra/algebra.csv, algebra.json  random formulas of terms: names, terms (each once), assign
"""
import json
import math
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.dont_write_bytecode = True
sys.path.insert(0, str(HERE / "model_matrix"))
from frame import Frame, distance  # noqa: E402

FIXTURES = HERE.parent / "GLMTabularTests" / "Fixtures"
NEAR = 1e-12


def number(value):
    """The shortest text of a double that reads back as it."""
    value = float(value)
    assert math.isfinite(value)
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)


def cell(value):
    if value is None:
        return "NA"
    if isinstance(value, bool):
        return str(value).upper()
    if not isinstance(value, str):
        return number(value)
    return '"' + value.replace('"', '""') + '"' if any(c in value for c in ',"\n') or value == "NA" else value


def write_csv(path, data):
    lines = [",".join(cell(name) for name in data)]
    lines += [",".join(cell(v) for v in row) for row in zip(*data.values())]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def text(value):
    return json.dumps(value, ensure_ascii=False)


def numbers(values):
    return "null" if values is None else "[" + ",".join(number(v) for v in values) + "]"


def same(what, case, ours, theirs):
    if ours != theirs:
        raise SystemExit(f"{case['data']}: {case['formula']}: {what}: {ours} is not R's {theirs}")


def checked(case, frame, names, rows, values, offset):
    """R's largest distance from the frame, which must be small."""
    same("names", case, frame.r_names, names)
    same("rows", case, frame.rows, rows)
    far = max([distance(a, b) for a, b in zip(values, frame.exact)])
    ours = frame.offset()
    same("offset", case, ours is None, offset is None)
    if ours is not None:
        far = max(far, distance(offset, ours))
    if far > NEAR:
        raise SystemExit(f"{case['data']}: {case['formula']}: R is {float(far):.1e} away")
    return f"{float(far):.1e}"


def label(case):
    """A name for the case: the formula, and what else it is given."""
    said = [f"{column} {coding if isinstance(coding, str) else 'matrix'}" for column, coding in case["contrasts"].items()]
    said += [f"{column} ordered {' '.join(levels)}" for column, levels in case["ordered"].items()]
    said += [f"{column} levels {' '.join(levels)}" for column, levels in case["levels"].items()]
    return case["formula"] + "".join(f"; {s}" for s in said)


def described(case, frame, far, response):
    lines = [f'"name": {text(label(case))}', f'"formula": {text(case["formula"])}',
             f'"levels": {text(case["levels"])}, "ordered": {text(case["ordered"])}, '
             f'"contrasts": {text(case["contrasts"])}',
             f'"rNames": {text(frame.r_names)}', f'"names": {text(frame.names)}',
             f'"terms": {text(frame.term_names)}', f'"assign": {text(frame.assign)}', f'"rows": {numbers(frame.rows)}']
    if response is not None:
        lines.append('"response": {' + ", ".join(
            f'"{key}": {text(value) if key in ("kind", "levels") else numbers(value)}' for key, value in response.items())
            + "}")
    lines += [f'"offset": {numbers(frame.offset())}', f'"rDistance": {far or "null"}',
              '"columns": [\n    ' + ",\n    ".join(numbers(c) for c in frame.exact) + "]"]
    return "{" + ",\n  ".join(lines) + "}"


def write_cases(path, cases):
    path.write_text("[" + ",\n".join(cases) + "]\n", encoding="utf-8")


def main():
    run = subprocess.run(["Rscript", "--no-echo", str(HERE / "model_matrix.R")], check=True, stdout=subprocess.PIPE,
                         stderr=subprocess.PIPE)
    said = json.loads(run.stdout)
    count, worst = {"model_matrix": 0, "prediction_matrix": 0}, 0.0
    written = {}
    for case in said["cases"]:
        frame = Frame(case, said["data"][case["data"]])
        far = checked(case, frame, case["names"], case["rows"], case["values"], case["offset"])
        same("assign", case, frame.assign, case["assign"])
        response = frame.response()
        answers = [values for key, values in response.items() if key not in ("kind", "levels")]
        if max(map(distance, case["answers"], answers)) > NEAR or len(answers) != len(case["answers"]):
            raise SystemExit(f"{case['data']}: {case['formula']}: another response than R's")
        worst = max(worst, float(far))
        written.setdefault(("model_matrix", case["data"]), []).append((case, described(case, frame, far, response)))
    for case in said["predictions"]:
        training = Frame(case, said["data"][case["data"]])
        new = Frame(case, said["new"][case["data"]], training.memory, training)
        same("names", case, training.names, new.names)
        far = None
        if not case["forgets"]:
            checked(case, training, case["names"], case["rows"], case["values"], case["offset"])
            far = checked(case, new, case["newNames"], case["newRows"], case["newValues"], case["newOffset"])
        written.setdefault(("prediction_matrix", case["data"]), []).append((case, described(case, new, far, None)))
    algebra = []
    for case in said["algebra"]:
        frame = Frame(case, said["data"]["algebra"])
        checked(case, frame, case["names"], case["rows"], case["values"], case["offset"])
        same("assign", case, frame.assign, case["assign"])
        algebra.append(f'{{"formula": {text(case["formula"])}, "names": {text(frame.names)},\n  '
                       f'"terms": {text(list(dict.fromkeys(frame.term_names)))}, "assign": {text(frame.assign)}}}')
    (FIXTURES / "term_algebra").mkdir(parents=True, exist_ok=True)
    write_cases(FIXTURES / "term_algebra" / "algebra.json", algebra)
    write_csv(FIXTURES / "term_algebra" / "algebra.csv", said["data"]["algebra"])
    for (folder, name), cases in written.items():
        (FIXTURES / folder).mkdir(parents=True, exist_ok=True)
        write_cases(FIXTURES / folder / f"{name}.json", [c for _, c in cases])
        labels = [label(case) for case, _ in cases]
        assert len(set(labels)) == len(labels), [l for l in labels if labels.count(l) > 1]
        count[folder] += len(cases)
        if folder == "model_matrix":
            write_csv(FIXTURES / folder / f"{name}.csv", said["data"][name])
        else:
            write_csv(FIXTURES / folder / f"{name}_new.csv", said["new"][name])
    print(f"{count}, {len(said['data'])} data sets; R is at most {worst:.1e} away")


if __name__ == "__main__":
    main()
