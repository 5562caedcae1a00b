#!/usr/bin/env python3
"""Copies NIST's linear least-squares data with their certified answers into Tests/ToolTests/Fixtures/nist.

    python3 Tests/Fixtures/nist_cases.py NIST

NIST holds, for each of the 11 linear data sets of the Statistical Reference Datasets (StRD, US Government work),
NAME.csv with the data and NAME.json with the answers. Written are NAME.csv, as it is, and NAME.json:

    formula                                         as the glm command takes it
    coefficients, standardErrors, residualDeviation strings of 30 digits

The answers are those of the decimal data in rational arithmetic; NIST certifies the first 15 or so digits.
"""
import json
import shutil
import sys
from pathlib import Path

NAMES = ["Filip", "Longley", "NoInt1", "NoInt2", "Norris", "Pontius", "Wampler1", "Wampler2", "Wampler3", "Wampler4",
         "Wampler5"]


def main(folder):
    out = Path(__file__).resolve().parents[1] / "ToolTests" / "Fixtures" / "nist"
    out.mkdir(parents=True, exist_ok=True)
    for name in NAMES:
        full = json.loads((folder / f"{name}.json").read_text())
        exact = full["exact_30_digits"]
        assert full["p"] == len(exact["coefficients"]) == len(exact["standard_errors"])
        shutil.copyfile(folder / f"{name}.csv", out / f"{name}.csv")
        case = {"formula": full["formula"], "coefficients": exact["coefficients"],
                "standardErrors": exact["standard_errors"], "residualDeviation": exact["residual_sd"]}
        (out / f"{name}.json").write_text(json.dumps(case, indent=1) + "\n")


main(Path(sys.argv[1]))
