#!/usr/bin/env python3
"""Copies the cases that other software fails on into Tests/ToolTests/Fixtures/torture.

    python3 Tests/Fixtures/torture_cases.py DIR

DIR holds ID.csv and ID.json. Written are, in Tests/ToolTests/Fixtures/torture:

    ID.csv          the data, as they are
    cases.json      {ID: case}, a case being
        formula, family, link     as the glm command takes them
        levels                    {column: [levels in order]}
        weights, offset           columns, or null; weights are precision weights
        start                     coefficients to start from, or null
        kind                      mle, boundary, multimodal, local, alias, separation, error or note: what is true
        coefficients              strings of 17 digits or more in the order of the formula; null for aliased ones
        standardErrors, deviance  the same where the truth has them, or null
        rows                      the rows on the edge, counting from 1, or null

The answers are Newton's method in arithmetic of 60 digits, on the edge with the rows of the edge held.
"""
import json
import shutil
import sys
from pathlib import Path

FAMILIES = {"binomial": "bernoulli", "Gamma": "gamma", "inverse.gaussian": "inverse-gaussian",
            "multinomial": "categorical"}
LINKS = {"1/mu^2": "inverse-square"}


def case(full):
    truth = full["truth"]
    kind = truth["kind"]
    kind = {"local minimum (best of several starts)": "local"}.get(kind, kind)
    coefficients = truth.get("coefficients")
    errors = truth.get("standard_errors")
    if kind == "alias":
        # The truth leaves out the aliased, which the formula may name anywhere.
        place = {"constant_column": 1, "zero_weight_level": 2}[full["id"]]
        coefficients = coefficients[:place] + [None] + coefficients[place:]
        errors = errors[:place] + [None] + errors[place:]
    return {
        "formula": full["formula"],
        "family": FAMILIES.get(full["family"], full["family"]),
        "link": LINKS.get(full["link"], full["link"]),
        "levels": full["factors"] or {},
        "weights": full["weights"],
        "offset": full["offset"],
        "start": full["start"],
        "kind": kind,
        "coefficients": coefficients,
        "standardErrors": errors,
        "deviance": truth.get("deviance"),
        "rows": truth.get("active_rows_1based"),
    }


def main():
    source = Path(sys.argv[1])
    target = Path(__file__).resolve().parents[1] / "ToolTests" / "Fixtures" / "torture"
    target.mkdir(parents=True, exist_ok=True)
    cases = {}
    for file in sorted(source.glob("*.json")):
        full = json.loads(file.read_text())
        cases[full["id"]] = case(full)
        shutil.copyfile(source / f"{full['id']}.csv", target / f"{full['id']}.csv")
    (target / "cases.json").write_text(json.dumps(cases, indent=2) + "\n")


main()
