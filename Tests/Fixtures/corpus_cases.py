#!/usr/bin/env python3
"""Copies cases of the corpus of reference answers into Tests/ToolTests/Fixtures.

    python3 Tests/Fixtures/corpus_cases.py CORPUS

CORPUS holds the folders glm/ and torture/. Written are, in Tests/ToolTests/Fixtures:

    corpus/NAME.csv    the data, as they are
    corpus/NAME.json   the model and its answer:
        formula, family, link        as the glm command takes them
        levels                       {column: [levels in order]} of the factors in the formula
        trials, exposure             a column, or null
        responses                    the classes that have coefficients, or null for one linear predictor
        terms                        the columns of the model matrix, as this package calls them
        coefficients, standardErrors strings of 20 digits or more, plane by plane
        deviance, logLikelihood, aic strings of 20 digits or more
    torture/NAME.csv   data that other software fails on; what is right is written in the tests

The answers are the second witness of the corpus: Newton's method in 256-bit arithmetic. AIC is -2 logLik + 2 p. A
multinomial deviance is -2 logLik, because the saturated model of single draws has likelihood 1.
"""
import json
import re
import shutil
import sys
from decimal import Decimal, getcontext
from pathlib import Path

getcontext().prec = 40

CASES = ["beetle_cloglog", "beetle_probit_prop", "birthwt_logit", "menarche_logit", "swisslabor_probit",
         "warpbreaks_poisson", "ships_poisson_offset", "womenlf_multinomial"]
TORTURE = ["sep_complete_1", "sep_quasi_endometrial", "all_ones_logit", "logit_null_start", "constant_column",
           "probit_tail"]
FAMILIES = {"binomial": "bernoulli", "poisson": "poisson", "multinomial": "categorical"}


def renamed(name, levels):
    """R's woolB:tensionM is wool[B]:tension[M] here."""
    def part(text):
        for column, values in levels.items():
            if text.startswith(column) and text[len(column):] in values[1:]:
                return f"{column}[{text[len(column):]}]"
        return text
    return ":".join(part(text) for text in name.split(":"))


def case(corpus, name):
    full = json.loads((corpus / "glm" / f"{name}.json").read_text())
    model, witness = full["model"], full["second_witness"]
    words = set(re.findall(r"[A-Za-z_.]+", model["formula"]))
    levels = {column: description["levels"] for column, description in full["data"]["columns"].items()
              if "levels" in description and column in words}
    coefficients, errors = witness["coefficients"], witness["standard_errors"]
    responses = None
    if model["family"] == "multinomial":
        responses = model["levels"][1:]
        coefficients, errors = sum(coefficients, []), sum(errors, [])
    likelihood = Decimal(witness["logLik"])
    offset = re.fullmatch(r"log\((\w+)\)", model.get("offset") or "")
    return {
        "formula": model["formula"],
        "family": FAMILIES[model["family"]],
        "link": model["link"].split()[-1],
        "levels": levels,
        "trials": (model.get("response") or {}).get("trials"),
        "exposure": offset.group(1) if offset else None,
        "responses": responses,
        "terms": [renamed(term, levels) for term in full["reference"]["coef_names"]],
        "coefficients": coefficients,
        "standardErrors": errors,
        "deviance": witness.get("deviance") or str(-2 * likelihood),
        "logLikelihood": witness["logLik"],
        "aic": str(-2 * likelihood + 2 * len(coefficients)),
    }


def main():
    corpus = Path(sys.argv[1])
    target = Path(__file__).resolve().parents[1] / "ToolTests" / "Fixtures"
    for folder in ("corpus", "torture"):
        (target / folder).mkdir(parents=True, exist_ok=True)
    for name in CASES:
        shutil.copyfile(corpus / "glm" / f"{name}.csv", target / "corpus" / f"{name}.csv")
        text = json.dumps(case(corpus, name), indent=2) + "\n"
        (target / "corpus" / f"{name}.json").write_text(text)
    for name in TORTURE:
        shutil.copyfile(corpus / "torture" / f"{name}.csv", target / "torture" / f"{name}.csv")


main()
