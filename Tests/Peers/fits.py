#!/usr/bin/env python3
"""How fast glm-bench fits generalized linear models, beside other software, on this machine: see README.md in this folder.

    python3 Tests/Peers/fits.py [--data FOLDER] [--workloads REGEX] [--peers REGEX] [--repeat 5] [--budget 20]
                                [--bench PATH] [--json FILE]

Runs in the Python that has the peers. Every round makes one fit of each peer, in a process of its own that is kept, and
some of ours, one after the other, so that what else the machine does meets all of them alike. A fit is timed from arrays in memory
to coefficients (and standard errors, where the table says so); loading and one fit before are not. Every answer is compared with
Newton's method in extended precision; only peers within 1e-6 are ranked, and ours must be within 1e-8, standard errors within 1e-6,
or the exit status is 1.
"""
import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time

import numpy as np

import fits_data
from fits_data import WORKLOADS

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
LOGISTIC = ["NumPy IRLS, 2 threads", "scikit-learn lbfgs", "scikit-learn newton-cholesky", "glum"]
PEERS = {
    "logistic-1e6x10": LOGISTIC + ["glum with errors", "statsmodels", "R parglm", "R fastglm", "R glm.fit"],
    "logistic-2e5x100": LOGISTIC + ["R parglm", "R fastglm"],
    "logistic-5e4x400": LOGISTIC[:3] + ["R parglm"],
    "poisson-1e6x20": LOGISTIC + ["R parglm", "R fastglm"],
    "gamma-1e6x20": LOGISTIC + ["R parglm", "R fastglm"],
    "least-squares-1e6x50": ["NumPy normal equations", "NumPy lstsq", "scikit-learn", "glum", "statsmodels"],
    "probit-1e6x10": ["NumPy IRLS, 2 threads", "statsmodels", "R parglm", "R fastglm"],
    "softmax-2e5x20x10": ["NumPy Newton", "scikit-learn lbfgs", "scikit-learn newton-cholesky"],
    "ill-conditioned-2e5x50": ["NumPy IRLS, 2 threads", "scikit-learn newton-cholesky", "glum", "statsmodels", "R parglm"],
    "tiny-100x5": ["NumPy, all at once", "NumPy, each", "statsmodels, each", "scikit-learn, each"],
}
OURS = "ours"
OURS_PLAIN = "ours, without errors"
# What `glm-bench small` calls its ways, on data of its own of the same size: answers are compared by the tests of batches.
BATCHES = {"each": "ours, batch of data sets", "responses": "ours, batch of responses on one design"}


def clean_environment(threads):
    """Without what the shell says of OpenBLAS, and with its kernels for AVX-512 where the machine has that: on some virtual
    machines it does not find them by itself."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("OPENBLAS")}
    try:
        with open("/proc/cpuinfo") as file:
            if "avx512f" in file.read():
                environment["OPENBLAS_CORETYPE"] = "SkylakeX"
    except OSError:
        pass
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
        environment[name] = str(threads)
    return environment


class Peer:
    """A process that fits whenever it is asked to."""

    def __init__(self, peer, name, folder, threads):
        self.id, self.seconds, self.spent, self.problem = peer, [], 0.0, None
        if peer.startswith("R "):
            _, _, columns, _, (family, link) = WORKLOADS[name]
            default = {"bernoulli": "logit", "poisson": "log", "gamma": "log", "gaussian": "identity"}[family]
            command = ["Rscript", f"{HERE}/fits_peers.R", peer[2:], name, folder, family, link or default, str(columns)]
        else:
            command = [sys.executable, f"{HERE}/fits_peers.py", peer, name, folder]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
            env=clean_environment(threads))
        if self.answer() is None:
            self.problem = "does not run (not installed?)"

    def answer(self):
        while line := self.process.stdout.readline():
            if line.startswith("{"):
                return json.loads(line)
        return None

    def turn(self):
        self.process.stdin.write("fit\n")
        self.process.stdin.flush()
        begin = time.perf_counter()
        answer = self.answer()
        self.spent += time.perf_counter() - begin
        if answer is None:
            self.problem = "stopped"
        else:
            self.seconds.append(answer["seconds"])

    def end(self):
        self.process.stdin.close()
        answer = None if self.problem else self.answer()
        self.process.wait()
        return answer


def run_ours(bench, name, folder, repeats, threads, plain=False, dataset=""):
    """Some fits of ours in a process of its own."""
    _, _, _, classes, (family, link) = WORKLOADS[name]
    command = [bench, "fit", "--x", f"{folder}/{name}{dataset}_F.npy", "--y", f"{folder}/{name}{dataset}_y.npy"]
    command += ["--family", family, "--repeat", str(repeats), "--threads", str(threads), "--format", "json"]
    command += (["--link", link] if link else []) + (["--classes", str(classes)] if classes else [])
    command += ["--no-inference"] if plain else []
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def run_small(bench, way, threads):
    """Seconds of a fit, of ten thousand small ones."""
    command = [bench, "small", "--only", way, "--repeat", "2", "--threads", str(threads), "--format", "json"]
    told = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return [1e-6 * time for time in told["microseconds"][way]]


def by_row(values, name):
    """Our coefficients, plane by plane, as the reference has them."""
    planes = max(1, WORKLOADS[name][3] - 1)
    values = np.array([np.nan if v is None else v for v in values], float)
    return values.reshape(planes, -1).T if planes > 1 else values


def measure(name, options, folder):
    """One workload: a record for each competitor."""
    fits_data.make(folder, name)
    truth, errors, scale = fits_data.reference(folder, name)
    tiny = name.startswith("tiny")
    records = {}
    sets = [f"-{k}" for k in range(10)] if tiny else [""]
    if tiny:
        x, y = np.load(f"{folder}/{name}_C.npy"), np.load(f"{folder}/{name}_y.npy")
        for k, dataset in enumerate(sets):
            np.save(f"{folder}/{name}{dataset}_F.npy", np.asfortranarray(x[k]))
            np.save(f"{folder}/{name}{dataset}_y.npy", y[k])
    ours = [OURS, OURS_PLAIN] if name == "logistic-5e4x400" else [OURS]
    told = {own: [] for own in ours}
    batches = {way: [] for way in BATCHES} if tiny else {}
    peers = [
        Peer(p, name, folder, options.threads) for p in PEERS[name] if re.search(options.peers, p)]
    for _ in range(options.repeat):
        for own in ours:
            for k in sets:
                told[own].append(
                    (k, run_ours(options.bench, name, folder, 300 if tiny else 2, options.threads, own == OURS_PLAIN, k)))
        for way in batches:
            batches[way] += run_small(options.bench, way, options.threads)
        for peer in peers:
            # Threads of the last one may still be waiting for work.
            time.sleep(0.1)
            if peer.problem is None and (peer.spent < options.budget or len(peer.seconds) < 2):
                peer.turn()
    for own in ours:
        record = dict(seconds=[], errors=own == OURS, rel_error=0.0, se_error=None, passes=0, memory=None)
        for k, one in told[own]:
            record["seconds"] += one["seconds"]
            record["passes"] = one["passes"]
            want = truth[sets.index(k)] if tiny else truth
            record["rel_error"] = max(
                record["rel_error"], fits_data.relative_error(by_row(one["coefficients"], name), want, scale))
            if one["outcome"] != "optimum":
                record["rel_error"] = float("inf")
            if one.get("peakMemory"):
                record["memory"] = one["peakMemory"] - one["memoryBefore"] - (one.get("codeMemory") or 0)
            if errors is not None and own == OURS:
                found = by_row(one["standardErrors"], name)
                record["se_error"] = float(np.max(np.abs(found / errors - 1)))
        records[own] = record
    for way, seconds in batches.items():
        records[BATCHES[way]] = dict(
            seconds=seconds, errors=True, rel_error=None, se_error=None, passes=None, memory=None)
    for peer in peers:
        answer = peer.end()
        if answer is None:
            records[peer.id] = dict(problem=peer.problem or "stopped")
            continue
        want = truth[: answer["count"]] if tiny else truth
        records[peer.id] = dict(
            seconds=peer.seconds, errors=answer["errors"], memory=None, passes=None, se_error=None,
            rel_error=fits_data.relative_error(answer["coefficients"], want, scale))
    return records


def shown(seconds):
    return f"{1e6 * seconds:.1f} µs" if seconds < 1e-3 else f"{1e3 * seconds:.1f} ms"


def ranked(records):
    """Peers that reach 1e-6, the fastest first."""
    good = [(min(r["seconds"]), p) for p, r in records.items() if not p.startswith(OURS) and r.get("rel_error", 1) <= 1e-6]
    return [p for _, p in sorted(good)]


def report(results):
    """The tables, in Markdown, and whether ours is right everywhere."""
    right = True
    print("\n| workload | ours | passes | fastest peer | its time | ratio of fastest | ratio of medians |")
    print("|---|---|---|---|---|---|---|")
    for name, records in results.items():
        for own in [o for o in (OURS, OURS_PLAIN) if o in records]:
            mine = records[own]
            head = f"| {name}{'' if own == OURS else ', without errors'} | {shown(min(mine['seconds']))} | {mine['passes']} | "
            order = ranked(records)
            if not order:
                print(head + "none within 1e-6 | | | |")
                continue
            best = records[order[0]]
            middle = min(statistics.median(records[p]["seconds"]) for p in order) / statistics.median(mine["seconds"])
            print(head + f"{order[0]} | {shown(min(best['seconds']))} | "
                  f"{min(best['seconds']) / min(mine['seconds']):.1f} | {middle:.1f} |")
    for name, records in results.items():
        print(f"\n### {name}\n\n| | least | median | error | standard errors | fits |\n|---|---|---|---|---|---|")
        known = [p for p in records if "problem" not in records[p]]
        for p in sorted(known, key=lambda p: min(records[p]["seconds"])):
            r = records[p]
            error = "" if r["rel_error"] is None else f"{r['rel_error']:.1e}" + ("" if r["rel_error"] <= 1e-6 else ", not ranked")
            print(f"| {p} | {shown(min(r['seconds']))} | {shown(statistics.median(r['seconds']))} | {error} "
                  f"| {'yes' if r['errors'] else 'no'} | {len(r['seconds'])} |")
            if p in (OURS, OURS_PLAIN):
                if r["memory"] is not None:
                    note = f", {r['se_error']:.1e} off" if r["se_error"] is not None else ""
                    print(f"| &nbsp; memory of a fit beyond the rows and code | {r['memory'] / 1e6:.1f} MB | | {note.strip(', ')} | | |")
                if not r["rel_error"] <= 1e-8 or not (r["se_error"] or 0) <= 1e-6:
                    right = False
                    print(f"\n**{p} is wrong on {name}: {r['rel_error']:.1e}, standard errors {r['se_error']}**\n")
        for p in records:
            if "problem" in records[p]:
                print(f"\n{p} {records[p]['problem']}.")
    return right


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", help="a folder that keeps data and references; without, a temporary one")
    parser.add_argument("--workloads", default="", help="a regular expression of names")
    parser.add_argument("--peers", default="", help="a regular expression of names")
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--budget", type=float, default=20, help="seconds after which a peer has two fits at most")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--bench", default=f"{ROOT}/.build/release/glm-bench")
    parser.add_argument("--json", help="a file for everything that was measured")
    options = parser.parse_args()
    if os.environ.get("OPENBLAS_CORETYPE") != clean_environment(1).get("OPENBLAS_CORETYPE") or "OPENBLAS_L2_SIZE" in os.environ:
        os.execve(sys.executable, [sys.executable] + sys.argv, clean_environment(options.threads))
    temporary = None if options.data else tempfile.TemporaryDirectory()
    folder = os.path.abspath(options.data or temporary.name)
    os.makedirs(folder, exist_ok=True)
    results = {}
    for name in [n for n in WORKLOADS if re.search(options.workloads, n)]:
        print(f"{name} …", file=sys.stderr, flush=True)
        results[name] = measure(name, options, folder)
        if options.json:
            with open(options.json, "w") as file:
                json.dump(results, file, indent=1)
    sys.exit(0 if report(results) else 1)


if __name__ == "__main__":
    main()
