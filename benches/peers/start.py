#!/usr/bin/env python3
"""How long a small run takes from start to end: start.py RAMME

In: the program; a Python that has duckdb. Out: the median of fifteen runs each, in milliseconds, in one go: the budget scenario with
its forecast, DuckDB's `select 1` (its Python package, so Python's own start is named beside it).
"""

import pathlib
import statistics
import subprocess
import sys
import time

SCENARIO = pathlib.Path(__file__).resolve().parents[2] / "scenarios" / "budget-2023-2026.toml"


def median(command):
    """Milliseconds of a process, the median of fifteen."""
    times = []
    for _ in range(15):
        start = time.monotonic()
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
        times.append(time.monotonic() - start)
    return statistics.median(times) * 1000


for name, command in (
    ("ramme run, budget scenario", [sys.argv[1], "run", str(SCENARIO)]),
    ("duckdb, select 1 (Python)", [sys.executable, "-c", "import duckdb; duckdb.sql('select 1').fetchall()"]),
    ("Python alone", [sys.executable, "-c", "pass"]),
):
    print(f"{name:28} {median(command):6.0f} ms")
