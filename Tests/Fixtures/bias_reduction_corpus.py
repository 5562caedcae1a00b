#!/usr/bin/env python3
"""Copies reference answers of bias-reducing estimators into Tests/ToolTests/Fixtures/bias_reduction.json.

    python3 Tests/Fixtures/bias_reduction_corpus.py CORPUS

CORPUS holds the folders glm/ and torture/. A case has the data and flags of `glm fit`, the estimator, and its answer:
coefficients, standard errors, deviance and dispersion, the last two where they are told; digits says how many of them hold.
Ten are of brglm2 (R), thirteen of a witness in 256 bits.
"""
import json
import shutil
import sys
from pathlib import Path

ESTIMATORS = {"AS_mean": "mean-br", "AS_median": "median-br", "MPL_Jeffreys": "jeffreys"}
ENDOMETRIAL = ("torture/sep_quasi_endometrial.csv", "HG ~ NV + PI + EH", ["--family", "bernoulli"])
NAMES = ["birthwt_logit", "clotting_gamma_inverse", "endometrial_HG_firth", "menarche_logit", "warpbreaks_poisson"]
TORTURE = {
    "sep_complete_1": ("y ~ x", []),
    "all_ones_logit": ("y ~ x", []),
    "sep_quasi_level_ref": ("y ~ g + z", ["--levels", "g=c,a,b"]),
}


def main():
    corpus = Path(sys.argv[1])
    target = Path(__file__).resolve().parents[1] / "ToolTests" / "Fixtures"
    cases = []

    def add(model, estimator, digits, answer):
        data, formula, flags = model
        cases.append({
            "data": data, "formula": formula, "flags": flags, "estimator": estimator, "digits": digits,
            "coefficients": [float(x) for x in answer["coefficients"]],
            "standardErrors": [float(x) for x in answer["standard_errors"]],
            "deviance": answer.get("deviance"), "dispersion": answer.get("dispersion"),
        })

    for name in NAMES:
        full = json.loads((corpus / "glm" / f"{name}.json").read_text())
        if name.startswith("endometrial"):
            model = ENDOMETRIAL
        else:
            case = json.loads((target / "corpus" / f"{name}.json").read_text())
            flags = ["--family", case["family"], "--link", case["link"]]
            for column, levels in sorted(case["levels"].items()):
                flags += ["--levels", f"{column}={','.join(levels)}"]
            if case["trials"]:
                flags += ["--trials", case["trials"]]
            model = (f"corpus/{name}.csv", case["formula"], flags)
        for kind, answer in full["extras"]["bias_reduction_brglm2"].items():
            add(model, ESTIMATORS[kind], 10, answer)
    endometrial = json.loads((corpus / "torture" / "sep_quasi_endometrial.json").read_text())["truth"]["firth"]
    for estimator in ("mean-br", "jeffreys"):
        add(ENDOMETRIAL, estimator, 13, endometrial)
    for name, (formula, flags) in TORTURE.items():
        truth = json.loads((corpus / "torture" / f"{name}.json").read_text())["truth"]["firth"]
        shutil.copyfile(corpus / "torture" / f"{name}.csv", target / "torture" / f"{name}.csv")
        for estimator in ("mean-br", "jeffreys"):
            add((f"torture/{name}.csv", formula, ["--family", "bernoulli", *flags]), estimator, 13, truth)
    (target / "bias_reduction.json").write_text(json.dumps(cases, indent=1) + "\n")


main()
