#!/usr/bin/env python3
"""The same work in NumPy: beside_numpy.py RAMME FOLDER

In: the program, the folder that make.py filled. Out: seconds of both in one run. NumPy draws the accounts and ratios once, from
distributions of the same kind, and computes `short_in_all` of four years at five points of twenty levers over 29 x 4 x 10,000
draws, with one array operation after the other as one would write it. The program reads, checks, binds and reports besides.
"""

import resource
import subprocess
import sys
import time

import numpy as np

SIZE = (29, 4, 10_000)


def numpy_way() -> float:
    start = time.perf_counter()
    rng = np.random.default_rng(1)
    accounts = 1e9 * np.exp(np.cumsum(0.02 + 0.015 * rng.standard_t(8, SIZE), axis=1))
    ratio = np.exp(-0.03 + 0.01 * rng.standard_t(8, SIZE))
    effect = np.full(12, 0.001)

    def short(accounts, budget, effect):
        paid = np.round(accounts * (1 - effect.sum()), 2)
        return np.median(np.maximum(paid - budget, 0).sum(axis=0), axis=1)

    found = []
    for clause in range(12):
        for value in np.linspace(0, 0.004, 5):
            moved = effect.copy()
            moved[clause] = value
            found.append(short(accounts, accounts * ratio, moved))
    for row in range(4):
        for growth in np.linspace(0, 0.04, 5):
            moved = accounts.copy()
            wanted = 1e9 * (1 + growth) ** np.arange(1, 5)
            moved[row] *= (wanted / np.median(moved[row], axis=1))[:, None]
            found.append(short(moved, moved * ratio, effect))
    for row in range(4, 8):
        for value in np.linspace(1.0e9, 1.15e9, 5):
            budget = accounts * ratio
            budget[row, 3] = value
            found.append(short(accounts, budget, effect))
    assert len(found) == 100
    return time.perf_counter() - start


def ramme_way(program: str, folder: str) -> float:
    start = time.perf_counter()
    command = [program, "sensitivity", "levers.toml", "short_in_all", "--format", "json", "-o", "out.json"]
    subprocess.run(command, cwd=folder, check=True, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


def main() -> None:
    program, folder = sys.argv[1:3]
    rounds = [(numpy_way(), ramme_way(program, folder)) for _ in range(3)]
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    for numpy, ramme in rounds:
        print(f"numpy {numpy:.2f} s   ramme {ramme:.2f} s   ratio {ramme / numpy:.2f}")
    print(f"ramme took at most {most:.0f} MiB")


main()
