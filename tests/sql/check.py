"""Runs the scripts of `ramme sql` in a database and holds every value and verdict against `ramme run --format json`.

    check.py RAMME duckdb|postgres|spark [SCENARIO …] [--data DIR] [--set …]

Without a scenario: every one in `scenarios/`, workload W on data that are made here, and every rulebook of `tests/language`
over data that are thrown by dice (`rulebooks.py`).
The working directory is the root of the repository: paths in a script are relative to it.
"""

import csv
import glob
import json
import os
import random
import subprocess
import sys
import tempfile

import compare
import engines
import rulebooks

REFUSED = "-- Not here: "


def ramme(program, *words):
    made = subprocess.run([program, *words], capture_output=True, text=True)
    if made.returncode != 0:
        raise SystemExit(f"`ramme {' '.join(words)}` ended with {made.returncode}:\n{made.stderr}")
    return made.stdout


def left_out(script):
    """The names that a script says it does not hold."""
    lines = [line[len(REFUSED):] for line in script.splitlines() if line.startswith(REFUSED)]
    return {line.split(" (rests on ")[0].split(": ")[0] for line in lines if not line.startswith("the years of ")}


def held(program, dialect, scenario, flags=(), may_be_empty=False):
    """What one scenario comes to: what is wrong, how much agrees, and what the script leaves out."""
    script = ramme(program, "sql", scenario, "--dialect", dialect, *flags)
    run = json.loads(ramme(program, "run", scenario, "--format", "json", *flags))
    refused = left_out(script)
    found, agree, forecast = compare.wrong(run, engines.rows(dialect, script), refused)
    if agree == 0 and not may_be_empty:
        found.append("nothing was compared")
    return found, agree, forecast, refused


def workload(folder, seed, rows):
    """Small data for workload W: ceilings met to the øre, the days around the change of law, providers that lack years."""
    dice = random.Random(seed)
    write = lambda name: csv.writer(open(os.path.join(folder, name), "w", newline="", encoding="utf-8"))
    index = {year: dice.randrange(0, 60) for year in range(2019, 2025)}
    out = write("index.csv")
    out.writerow(["year", "index_pct"])
    out.writerows([year, f"{pct // 10}.{pct % 10}"] for year, pct in index.items())
    kr = lambda oere: f"{oere // 100}.{oere % 100:02}"
    out = write("tariffs.csv")
    out.writerow("provider_id,municipality_id,year,tariff,prev_tariff,overhead_pct,days_sold".split(","))
    for provider in range(rows):
        home = dice.randrange(1, 30)
        for year in index:
            if provider == rows - 1 and year in (2020, 2023):
                continue
            before = dice.randrange(50_000, 300_000)
            allowed = (before * (1000 + index[year]) + 500) // 1000
            now = dice.choice([allowed, allowed + 1, allowed - 1, dice.randrange(50_000, 300_000)])
            overhead, days = dice.randrange(0, 1500), dice.choice([0, dice.randrange(1, 20_000)])
            out.writerow([f"P{provider}", home, year, kr(now), kr(before), kr(overhead), days])
    out = write("stays.csv")
    out.writerow("stay_id,start_date,end_date,daily_cost".split(","))
    for stay in range(rows):
        month, day = dice.randrange(1, 13), dice.choice([1, 28, dice.randrange(1, 29)])
        start = f"{dice.choice([2022, 2023, 2024])}-{month:02}-{day:02}"
        end = f"{dice.choice([2024, 2025])}-{dice.randrange(1, 13):02}-{dice.randrange(1, 29):02}"
        out.writerow([f"S{stay}", start, max(start, end), kr(dice.randrange(10_000, 400_000))])


def thrown(program, dialect, seeds):
    """The rulebooks of the language's own tests, each over data of its own."""
    good = True
    for book in rulebooks.rulebooks():
        name, sums, wrong, refused = os.path.basename(book.path), [0, 0, 0], [], set()
        for seed in seeds:
            with tempfile.TemporaryDirectory() as folder:
                scenario = rulebooks.Dice(book, seed).scenario(folder)
                runs = subprocess.run([program, "run", scenario], capture_output=True).returncode == 0
                if not runs:
                    continue
                found, agree, forecast, left = held(program, dialect, scenario, may_be_empty=True)
                sums = [sums[0] + 1, sums[1] + agree, sums[2] + forecast]
                wrong += [f"seed {seed}: {line}" for line in found]
                refused |= left
        if sums[0] == 0:
            wrong.append("no throw of the dice could be run")
        good &= report(f"{name}, {sums[0]} throws", (wrong, sums[1], sums[2], refused))
    return good


def report(name, outcome):
    found, agree, forecast, refused = outcome
    said = [f"{agree} agree"]
    said += [f"{forecast} forecast, NULL in the script"] if forecast else []
    said += [f"not in the script: {', '.join(sorted(refused))}"] if refused else []
    print(f"{'differs' if found else 'equal':8}{name}: {'; '.join(said)}", flush=True)
    for line in found[:20]:
        print(f"        {line}")
    return not found


def main():
    program, dialect, *rest = sys.argv[1:]
    scenarios = [word for word in rest if word.endswith(".toml")]
    flags = [word for word in rest if not word.endswith(".toml")]
    good = True
    if scenarios:
        for scenario in scenarios:
            good &= report(scenario, held(program, dialect, scenario, flags))
    else:
        own = sorted(glob.glob("scenarios/*.toml"))
        if not own:
            raise SystemExit("no scenario was found: run this from the root of the repository")
        for scenario in own:
            good &= report(scenario, held(program, dialect, scenario))
        for seed in (1, 2):
            with tempfile.TemporaryDirectory() as folder:
                workload(folder, seed, 400)
                outcome = held(program, dialect, "benches/workload-w/workload-w.toml", ["--data", folder])
                good &= report(f"workload W, seed {seed}", outcome)
        good &= thrown(program, dialect, range(3))
    sys.exit(0 if good else 1)


main()
