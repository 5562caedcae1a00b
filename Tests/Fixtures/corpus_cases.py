#!/usr/bin/env python3
"""Copies cases of the corpus of reference answers into Tests/ToolTests/Fixtures.

    python3 Tests/Fixtures/corpus_cases.py CORPUS

CORPUS holds the folders glm/ and torture/. Written are, in Tests/ToolTests/Fixtures:

    corpus/NAME.csv    the data, as they are
    corpus/NAME.json   the model and its answer:
        formula, family, link        as the glm command takes them
        levels                       {column: [levels in order]} of the factors in the formula
        trials, exposure, offset, weights  a column, or null; weights are precision weights
        contrasts                    {column: coding}, sum or helmert
        start                        coefficients to start from, or null
        responses                    the classes that have coefficients, or null for one linear predictor
        terms                        the columns of the model matrix, as this package calls them
        coefficients, standardErrors strings of 20 digits or more, plane by plane; null for aliased ones
        deviance, logLikelihood, aic strings of 20 digits or more; null for what a quasi family does not have
        dispersion                   a string of 20 digits or more where it is estimated (Pearson), or null
    torture/NAME.csv   data that other software fails on; what is right is written in the tests

The answers are the second witness of the corpus: Newton's method in 256-bit arithmetic. AIC is -2 logLik + 2 p, and p
counts an estimated dispersion. A
multinomial deviance is -2 logLik, because the saturated model of single draws has likelihood 1.
"""
import csv
import json
import re
import shutil
import sys
from decimal import Decimal, getcontext
from pathlib import Path

getcontext().prec = 40

CASES = ["beetle_cloglog", "beetle_probit_prop", "birthwt_logit", "menarche_logit", "swisslabor_probit",
         "warpbreaks_poisson", "ships_poisson_offset", "womenlf_multinomial", "airquality_gamma_log",
         "airquality_invgauss_log", "airquality_tweedie25", "beetle_loglog", "birthwt_identity", "carrots_quasibinomial",
         "clotting_gamma_inverse", "clotting_invgauss", "epil_negbin_fixed", "insectsprays_poisson_sqrt",
         "menarche_cauchit", "mtcars_gamma_identity", "mtcars_invgauss_inverse", "puromycin_gaussian_inverse",
         "quine_quasipoisson", "quine_tweedie13", "trees_gaussian_log", "ucb_logbinomial",
         "warpbreaks_poisson_identity", "warpbreaks_quasi_identity_mu", "whitmore_invgauss_identity",
         "anorexia_gaussian_offset", "mtcars_gaussian_poly", "mtcars_nointercept", "quine_poisson_rankdef",
         "savings_weighted_gaussian", "warpbreaks_poisson_sum"]
TORTURE = ["sep_complete_1", "sep_quasi_endometrial", "all_ones_logit", "logit_null_start", "constant_column",
           "probit_tail"]
FAMILIES = {"binomial": "bernoulli", "poisson": "poisson", "multinomial": "categorical", "gaussian": "gaussian",
            "Gamma": "gamma", "inverse.gaussian": "inverse-gaussian", "quasibinomial": "quasi-bernoulli",
            "quasipoisson": "quasi-poisson", "negative.binomial(theta=2)": "negative-binomial:2"}
# Families whose dispersion is known.
KNOWN = {"binomial", "poisson", "multinomial", "negative.binomial(theta=2)"}
LINKS = {"1/mu^2": "inverse-square", "mu^0": "log"}


def family(model):
    parameters = model.get("family_parameters") or {}
    if model["family"] == "tweedie":
        return f"tweedie:{parameters['variance_power']}"
    if model["family"] == "quasi":
        return f"quasi:{parameters['variance']}"
    return FAMILIES[model["family"]]


def renamed(name, levels, contrasts):
    """R's woolB:tensionM is wool[B]:tension[M] here, and wool1 wool[1]."""
    def part(text):
        for column, values in levels.items():
            labels = [str(i) for i in range(1, len(values))] if column in contrasts else values
            if text.startswith(column) and text[len(column):] in labels:
                return f"{column}[{text[len(column):]}]"
        return text
    return ":".join(part(text) for text in name.split(":"))


def gaussian_likelihood(file, column, deviance):
    """The Gaussian log-likelihood at deviance/n over the rows with weight."""
    with open(file) as rows:
        weights = [Decimal(row[column]) for row in csv.DictReader(rows)]
    weights = [w for w in weights if w > 0]
    n = len(weights)
    pi = Decimal("3.141592653589793238462643383279502884197")
    return -(n * ((2 * pi * Decimal(deviance) / n).ln() + 1) - sum(w.ln() for w in weights)) / 2


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
    contrasts = model.get("contrasts")
    contrasts = ({column: coding.removeprefix("contr.") for column, coding in contrasts.items()}
                 if isinstance(contrasts, dict) else {})
    if None in full["reference"].get("coefficients", []):
        # The witness leaves out the aliased.
        kept = iter(zip(coefficients, errors))
        pairs = [(None, None) if value is None else next(kept) for value in full["reference"]["coefficients"]]
        coefficients, errors = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    trials = (model.get("response") or {}).get("trials")
    likelihood = witness["logLik"] and Decimal(witness["logLik"])
    if likelihood is None and model["family"] == "gaussian":
        # R's is infinite where a weight is 0.
        likelihood = gaussian_likelihood(corpus / "glm" / f"{name}.csv", model["weights"], witness["deviance"])
    isKnown = model["family"] in KNOWN
    link = model["link"].split()[-1]
    offset = re.fullmatch(r"log\((\w+)\)", model.get("offset") or "")
    return {
        "formula": model["formula"],
        "family": family(model),
        "link": LINKS.get(link, link),
        "levels": levels,
        "trials": trials,
        "exposure": offset.group(1) if offset else None,
        "offset": None if offset else model.get("offset"),
        "contrasts": contrasts,
        # R states trials as weights.
        "weights": None if trials else model.get("weights"),
        "start": model.get("start"),
        "responses": responses,
        "terms": [renamed(term, levels, contrasts) for term in full["reference"]["coef_names"]],
        "coefficients": coefficients,
        "standardErrors": errors,
        "deviance": witness.get("deviance") or str(-2 * likelihood),
        "logLikelihood": witness["logLik"] or (likelihood and str(likelihood)),
        "aic": likelihood and str(-2 * likelihood + 2 * (sum(c is not None for c in coefficients) + (0 if isKnown else 1))),
        "dispersion": None if isKnown else witness["dispersion"],
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
