#!/usr/bin/env python3
"""How fast glm reads a CSV file, beside other readers, on this machine: see README.md in this folder.

    python3 Tests/Peers/reader.py [--megabytes 200] [--repeat 5] [--threads 2] [--bench PATH] [--peers ours,polars,fread]

Every repeat runs each reader once, in a process of its own, one after the other, so that what else the machine does
meets all of them alike. A reader times its own call, from the path to columns in memory; starting the process is not
counted. The file is read once before, so that all find it in the page cache.
"""
import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SEED = 20240229
CITIES = ["Aachen", "Bergen", "Cork", "Delft", "Évora", "Faro", "Graz", "Halle", "Imola", "Jena", "Košice", "Lund"]


def rows(random_state, count, first):
    """`count` lines of numbers in several formats, whole numbers, text, and some missing cells."""
    gauss, uniform, integer = random_state.gauss, random_state.random, random_state.randrange
    for i in range(first, first + count):
        x = [gauss(0, 1) for _ in range(8)]
        gap = integer(50)
        cells = [
            str(i),
            str(integer(18, 95)),
            "%.2f" % (50 * abs(x[0])),
            "%.6g" % x[1],
            "" if gap == 0 else "%.6g" % (1000 * x[2]),
            repr(x[3]),
            repr(uniform()),
            "%.5e" % (x[4] * 10 ** integer(-12, 13)),
            "NA" if gap == 1 else str(integer(-10**6, 10**6)),
            "%.3f" % x[5],
            "%.10g" % (1e5 * x[6]),
            "1" if x[7] > 0 else "0",
            CITIES[integer(len(CITIES))],
            "TRUE" if uniform() < 0.3 else "FALSE",
            '"%s, %s"' % (CITIES[integer(12)], CITIES[integer(12)]),
            "%d-%02d-%02d" % (2000 + integer(24), 1 + integer(12), 1 + integer(28)),
        ]
        yield ",".join(cells)


NAMES = "id,age,price,x1,x2,y1,y2,tiny,count,z1,z2,hit,city,smoker,route,day"


def make(path, megabytes):
    """Writes the file: the same bytes for the same size, every time."""
    state, size, line = random.Random(SEED), 0, 0
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        file.write(NAMES + "\n")
        while size < megabytes * 1_000_000:
            block = "\n".join(rows(state, 10_000, line)) + "\n"
            size += len(block.encode("utf-8"))
            line += 10_000
            file.write(block)


def run(command, threads):
    environment = dict(os.environ, POLARS_MAX_THREADS=str(threads))
    return subprocess.run(command, capture_output=True, text=True, check=True, env=environment).stdout


def ours(bench, path, threads):
    report = json.loads(run([bench, "read", path, "--threads", str(threads), "--format", "json"], threads))
    return report["seconds"][0], report["rows"], report["columns"]


POLARS = """
import sys, time, polars
start = time.perf_counter()
frame = polars.read_csv(sys.argv[1], null_values=["NA"])
seconds = time.perf_counter() - start
assert polars.thread_pool_size() == int(sys.argv[2])
print(seconds, frame.height, frame.width)
"""

FREAD = """
arguments <- commandArgs(TRUE)
suppressMessages(library(data.table))
threads <- as.integer(arguments[2])
setDTthreads(threads)
seconds <- system.time(table <- fread(arguments[1], na.strings = c("NA", ""), nThread = threads, showProgress = FALSE))
cat(seconds[["elapsed"]], nrow(table), ncol(table), "\\n")
"""


def peer(command, script):
    def read(_, path, threads):
        seconds, height, width = run([*command, script, path, str(threads)], threads).split()
        return float(seconds), int(height), int(width)

    return read


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--megabytes", type=int, default=200)
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--bench", help="the built glm-bench; built here unless given")
    parser.add_argument("--data", help="where the file is or goes; a temporary file unless given")
    parser.add_argument("--peers", default="ours,polars,fread")
    options = parser.parse_args()

    with tempfile.TemporaryDirectory() as folder:
        path = options.data or os.path.join(folder, "reader.csv")
        if not os.path.exists(path):
            make(path, options.megabytes)
        script = os.path.join(folder, "fread.R")
        with open(script, "w", encoding="utf-8") as file:
            file.write(FREAD)
        bench = options.bench
        if not bench and "ours" in options.peers:
            build = ["swift", "build", "-c", "release", "--product", "glm-bench", "--package-path", ROOT]
            subprocess.run(build, check=True, stdout=sys.stderr)
            bench = run([*build, "--show-bin-path"], options.threads).strip() + "/glm-bench"
        readers = {
            "ours": ours,
            "polars": peer([sys.executable, "-c"], POLARS),
            "fread": peer(["Rscript", "--vanilla"], script),
        }
        chosen = options.peers.split(",")
        with open(path, "rb") as file:
            while file.read(1 << 24):
                pass
        times, shapes = {name: [] for name in chosen}, {}
        for _ in range(options.repeat):
            for name in chosen:
                seconds, height, width = readers[name](bench, path, options.threads)
                times[name].append(seconds)
                shapes[name] = (height, width)
        if len(set(shapes.values())) != 1:
            sys.exit(f"the readers disagree about the shape: {shapes}")
        size = os.path.getsize(path) / 1e6
        height, width = shapes[chosen[0]]
        print(f"{size:.0f} MB, {height} rows, {width} columns, {options.threads} threads, {options.repeat} repeats\n")
        print("| reader | min s | median s | MB/s (min) | rows/s (min) |\n|---|---|---|---|---|")
        for name in chosen:
            best, middle = min(times[name]), statistics.median(times[name])
            print(f"| {name} | {best:.3f} | {middle:.3f} | {size / best:.0f} | {height / best:.3g} |")


if __name__ == "__main__":
    main()
