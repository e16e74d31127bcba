#!/usr/bin/env python3
"""Workload W on ramme, a plain loop, and the peers that are installed, on the same files in the same run.

    cargo build --release --bins --example plain_loop
    python3 -m venv venv && venv/bin/pip install duckdb polars pandas
    venv/bin/python benches/peers/compare.py --rows 1000000 --seed 1

Each engine runs as processes of its own, in turn, so that what else the machine does meets all of them. Printed are medians; the
run ends with an error if the answers differ. An engine that is not installed is left out, and named.
"""
import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent


def measured(command):
    """Standard output and error, seconds from start to end, and the most memory held, in MiB."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        start = time.perf_counter()
        child = subprocess.Popen(command, stdout=out, stderr=err, cwd=ROOT)
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        took = time.perf_counter() - start
        out.seek(0), err.seek(0)
        texts = out.read().decode(), err.read().decode()
    return child.returncode, *texts, took, usage.ru_maxrss / 1024


def of_ramme(out, err):
    values = {v["name"]: v["value"] for v in json.loads(out)["values"]}
    names = ["excess_total", "breaches", "mean_overhead_2024", "target_met", "refund_total"]
    # `--timings` says on standard error: load 0.123 s, compute 0.012 s
    words = next(line for line in err.splitlines() if line.startswith("load ")).replace(",", "").split()
    return float(words[1]), float(words[4]), [values[n] for n in names]


def of_json(out, _):
    said = json.loads(out.splitlines()[-1])
    return said["load"], said["compute"], said["answers"]


def main():
    flags = argparse.ArgumentParser()
    flags.add_argument("--rows", type=int, default=1_000_000)
    flags.add_argument("--seed", type=int, default=1)
    flags.add_argument("--times", type=int, default=5)
    flags.add_argument("--data", help="a folder that holds the files already")
    flags.add_argument("--release", default=os.path.join(os.environ.get("CARGO_TARGET_DIR", "target"), "release"))
    flags = flags.parse_args()
    release = Path(flags.release).resolve()
    with tempfile.TemporaryDirectory() as made:
        data = flags.data or made
        loop = str(release / "examples" / "plain_loop")
        if not flags.data:
            subprocess.run([loop, "make", data, str(flags.rows), str(flags.seed)], check=True)
        ramme = [str(release / "ramme"), "run", "benches/workload-w/workload-w.toml", "--data", data, "--format", "json"]
        engines = {
            "plain loop, 1 thread": ([loop, "run", data], of_json),
            "ramme, 1 thread": (ramme + ["--timings", "--threads", "1"], of_ramme),
            "ramme, 2 threads": (ramme + ["--timings", "--threads", "2"], of_ramme),
        }
        for peer in ("duckdb", "polars", "pandas"):
            engines[peer] = ([sys.executable, str(HERE / "engines.py"), peer, data, "2"], of_json)
        found = {name: [] for name in engines}
        for _ in range(flags.times):
            for name, (command, read) in engines.items():
                code, out, err, took, memory = measured(command)
                if code:
                    print(f"{name}: left out: {(err.strip().splitlines() or ['?'])[-1]}", file=sys.stderr)
                    continue
                found[name].append((*read(out, err), took, memory))
    found = {name: runs for name, runs in found.items() if runs}
    base = statistics.median(run[1] for run in found["plain loop, 1 thread"])
    print(f"{'engine':22} {'load s':>8} {'compute s':>10} {'÷ loop':>7} {'process s':>10} {'MiB':>6}")
    for name, runs in found.items():
        load, compute, took, memory = (statistics.median(run[k] for run in runs) for k in (0, 1, 3, 4))
        print(f"{name:22} {load:8.3f} {compute:10.4f} {compute / base:7.2f} {took:10.3f} {memory:6.0f}")
    # Sixteen bytes of tariffs a row and twelve of stays are what the rules have to read at least.
    read = flags.rows * 16 + flags.rows // 5 * 12
    print(f"\nread by the rules at least: {read / 1e6:.0f} MB; by the plain loop at {read / base / 1e9:.1f} GB/s")
    answers = {json.dumps(run[2]) for runs in found.values() for run in runs}
    if len(answers) > 1:
        sys.exit("the answers differ:\n" + "\n".join(sorted(answers)))
    print("all agree:", answers.pop())


if __name__ == "__main__":
    main()
