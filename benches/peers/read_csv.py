"""A file of 1,000,000 rows read by `ramme inspect`, `ramme import` and DuckDB's `read_csv`.

    cargo build --release
    python3 -m venv env && env/bin/pip install duckdb
    env/bin/python benches/peers/read_csv.py target/release/ramme

Prints seconds by the clock and of the processor (medians of five) and ratios of the latter: what else the machine does counts
for little in them, and neither does on how many threads the work was done. The figures of the file are invented.
"""

import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time

ROWS = 1_000_000


def make(path):
    """A table in the form of StatBank's: area, function, year, amount with a decimal comma."""
    random.seed(1)
    areas = [str(n) for n in range(101, 199)]
    with open(path, "w", encoding="utf-8", newline="") as out:
        out.write("OMRÅDE;FUNKTION;DRANST;TID;INDHOLD\r\n")
        written = 0
        for year in range(2007, 2026):
            for function in range(52001, 53001):
                for area in areas:
                    if written == ROWS:
                        return
                    out.write(f"{area};{function};1;{year};{random.randrange(10**7)},{random.randrange(10)}\r\n")
                    written += 1


def processor():
    """Seconds that this process and those that it started have had of the processor."""
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(used.ru_utime + used.ru_stime for used in both)


def median(work):
    clock, busy = [], []
    for _ in range(5):
        start, before = time.perf_counter(), processor()
        work()
        clock.append(time.perf_counter() - start)
        busy.append(processor() - before)
    return statistics.median(clock), statistics.median(busy)


def main():
    program = sys.argv[1]
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "MADE1.csv")
        make(path)
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "check": True}
        rows = [
            ("read the bytes", lambda: open(path, "rb").read()),
            ("ramme inspect", lambda: subprocess.run([program, "inspect", path], **quiet)),
            ("ramme import", lambda: subprocess.run([program, "import", path, "-o", path + ".out"], **quiet)),
        ]
        try:
            import duckdb

            text = f"read_csv('{path}', delim=';', decimal_separator=',', header=true)"
            rows.append(("duckdb read_csv, sum", lambda: duckdb.sql(f"select sum(INDHOLD) from {text}").fetchall()))
            copy = f"copy (select * from {text}) to '{path}.duck' (format csv)"
            rows.append(("duckdb read_csv, copy to csv", lambda: duckdb.sql(copy)))
        except ImportError:
            print("duckdb is not installed; its rows are left out")
        took = {name: median(work) for name, work in rows}
        base = took.get("duckdb read_csv, sum", (None, None))[1]
        size = os.path.getsize(path) / 1e6
        print(f"{ROWS} rows, {size:.0f} MB")
        print(f"{'':30} {'clock':>8} {'processor':>10}   ratio")
        for name, (clock, busy) in took.items():
            ratio = f"{busy / base:7.1f}" if base else ""
            print(f"{name:30} {clock:8.2f} {busy:10.2f} {ratio}")


main()
