#!/usr/bin/env python3
"""Gap and deviation over draws, on ramme and on NumPy, given the same draws in the same run.

    cargo build --release --example draws
    python3 -m venv venv && venv/bin/pip install numpy
    venv/bin/python benches/peers/draws.py

10,000 draws of 29 municipalities x 6 areas x 5 years of a budget and of accounts; of the gap and of the deviation five exact
quantiles a cell. The draws are made before, by ramme's own sampler, and reported apart. NumPy is asked three ways and the
fastest counts: `np.quantile` as anybody writes it; `np.partition` in place at the ten places that the quantiles need, joined by
the same straight line (type 7); and that row by row, so that what is worked on stays in cache. Printed are medians; the run ends
with an error if the answers differ.
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

import numpy as np

ROOT = Path(__file__).resolve().parent.parent.parent
SHAPE = (2, 5, 6, 29)
LEVELS = np.array([0.025, 0.1, 0.5, 0.9, 0.975])


def places(draws):
    """The places of the order statistics, those of the upper ones, and the shares between them."""
    at = (draws - 1) * LEVELS
    low = np.floor(at).astype(int)
    high = np.minimum(low + 1, draws - 1)
    return low, high, at - low


def selected(values, draws):
    low, high, share = places(draws)
    values.partition(np.unique(np.concatenate([low, high])), axis=-1)
    a, b = values[..., low], values[..., high]
    return a + share * (b - a)


def plainly(budget, accounts):
    gap = accounts - budget
    deviation = gap / budget
    return np.stack([np.moveaxis(np.quantile(x, LEVELS, axis=-1), 0, -1) for x in (gap, deviation)])


def partitioned(budget, accounts):
    gap = accounts - budget
    deviation = gap / budget
    draws = budget.shape[-1]
    return np.stack([selected(gap, draws), selected(deviation, draws)])


def by_row(budget, accounts):
    draws = budget.shape[-1]
    out = np.empty(SHAPE + (LEVELS.size,))
    of_gap, of_deviation = out[0].reshape(-1, LEVELS.size), out[1].reshape(-1, LEVELS.size)
    for i, (b, a) in enumerate(zip(budget.reshape(-1, draws), accounts.reshape(-1, draws))):
        gap = a - b
        deviation = gap / b
        of_gap[i], of_deviation[i] = selected(gap, draws), selected(deviation, draws)
    return out


def said(command):
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def main():
    flags = argparse.ArgumentParser()
    flags.add_argument("--draws", type=int, default=10_000)
    flags.add_argument("--seed", type=int, default=1)
    flags.add_argument("--times", type=int, default=5)
    flags.add_argument("--release", default=os.path.join(os.environ.get("CARGO_TARGET_DIR", "target"), "release"))
    flags = flags.parse_args()
    tool = str(Path(flags.release).resolve() / "examples" / "draws")
    ways = {"np.quantile": plainly, "np.partition": partitioned, "np.partition, a row at a time": by_row}
    with tempfile.TemporaryDirectory() as folder:
        draws = str(flags.draws)
        drawing = said([tool, "make", folder, draws, str(flags.seed)])["drawing"]
        budget, accounts = np.fromfile(Path(folder) / "draws.bin").reshape(SHAPE + (flags.draws,))
        took = {name: [] for name in ["ramme, 1 thread", "ramme, 2 threads", *ways]}
        found = {}
        for name, way in ways.items():
            way(budget[:1, :1], accounts[:1, :1]) if way is not by_row else None
        for _ in range(flags.times):
            for threads, name in ((1, "ramme, 1 thread"), (2, "ramme, 2 threads")):
                took[name].append(said([tool, "run", folder, draws, str(threads)])["compute"])
                found[name] = np.fromfile(Path(folder) / "ramme.bin").reshape(SHAPE + (LEVELS.size,))
            for name, way in ways.items():
                start = time.perf_counter()
                found[name] = way(budget, accounts)
                took[name].append(time.perf_counter() - start)
    middle = {name: statistics.median(times) for name, times in took.items()}
    best = min(middle[name] for name in ways)
    print(f"{flags.draws} draws x {SHAPE[3]} x {SHAPE[2]} x {SHAPE[1]}, NumPy {np.__version__}, medians of {flags.times}")
    print(f"{'':30} {'seconds':>8} {'NumPy at its best / this':>26}")
    for name, seconds in middle.items():
        print(f"{name:30} {seconds:8.4f} {best / seconds:26.2f}")
    print(f"made before, by ramme on all cores: {drawing:.3f} s, {2 * 5 * 174 * flags.draws / drawing / 1e6:.0f} million draws a second")
    wanted = found["np.quantile"]
    for name, values in found.items():
        apart = np.max(np.abs(values - wanted) / np.maximum(np.abs(wanted), 1e-9 * np.max(np.abs(wanted))))
        if apart > 1e-9:
            sys.exit(f"{name}: the answers differ, by {apart:.2g} of themselves")
    print("all agree, to a thousand millionth")


if __name__ == "__main__":
    main()
