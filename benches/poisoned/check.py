#!/usr/bin/env python3
"""A million rows with poisoned cells: check.py RAMME FOLDER [ROWS]

In: the program, an empty folder. Out: what was checked, or why it does not hold (exit code 1). Made there: a small rulebook, a
scenario and a file of rows, of which some hold text for a number, a month 13, an amount of 40 digits, or are cut short. The
program has to end in code 2, name file, line and column of each, write nothing, and leave nothing where it is killed.
"""

import os
import signal
import subprocess
import sys
import time

RULES = """language 1

entity stay

input cost of stay : kr
input day_of of stay : date

define paid_in_all : kr = sum of cost over stay
"""

SCENARIO = """format = 1
title = "Invented stays"
synthetic = true
rules = ["rules.ramme"]
years = "2023"
show = ["paid_in_all"]

[[table]]
file = "stays.csv"
roll = "stay"
key = { stay = "stay" }
columns = { cost = "kr", day_of = "date" }
"""


def line(row, poison):
    """One row, by its position."""
    return poison.get(row, f"S{row},{row % 9000}.25,2023-{row % 12 + 1:02}-{row % 28 + 1:02}")


def make(folder, rows, poison):
    """Writes rules, scenario and data."""
    for name, text in (("rules.ramme", RULES), ("s.toml", SCENARIO)):
        with open(os.path.join(folder, name), "w", encoding="utf-8") as out:
            out.write(text)
    with open(os.path.join(folder, "stays.csv"), "w", encoding="utf-8") as out:
        out.write("stay,cost,day_of\n")
        for row in range(rows):
            out.write(line(row, poison) + "\n")


def left(folder):
    """What stands in the folder besides what was made."""
    return sorted(set(os.listdir(folder)) - {"rules.ramme", "s.toml", "stays.csv"})


def main():
    ramme, folder = os.path.abspath(sys.argv[1]), sys.argv[2]
    rows = int(sys.argv[3]) if len(sys.argv) > 3 else 1_000_000
    os.makedirs(folder, exist_ok=True)
    poison = {
        rows // 7: "X1,plenty,2023-01-01",
        rows // 5: "X2,1.00,2023-13-01",
        rows // 3: "X3," + "1" * 40 + ",2023-01-01",
        rows // 2: "X4,1.00",
        rows - 1: "X5,1.00,2023-02-30",
    }
    columns = [2, 3, 2, 3, 3]
    command = [ramme, "run", "s.toml", "-o", "result.json"]

    make(folder, rows, poison)
    start = time.monotonic()
    ran = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    print(f"{rows} rows, {len(poison)} of them poisoned: code {ran.returncode} after {time.monotonic() - start:.1f} s")
    wrong = []
    if ran.returncode != 2 or ran.stdout:
        wrong.append(f"code {ran.returncode}, and on standard output: {ran.stdout[:200]}")
    for (row, text), column in zip(sorted(poison.items()), columns):
        place = f"stays.csv:{row + 2}:{column} "
        if place not in ran.stderr:
            wrong.append(f"{place}is not named ({text[:30]})")
    if left(folder):
        wrong.append(f"left behind: {left(folder)}")

    make(folder, rows, {})
    for wait in (0.05, 0.2, 0.5):
        started = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(wait)
        started.send_signal(signal.SIGTERM)
        started.wait()
        found = left(folder)
        if found not in ([], ["result.json"]):
            wrong.append(f"killed after {wait} s, left behind: {found}")
        if found == ["result.json"] and started.returncode != 0:
            wrong.append(f"killed after {wait} s, and there is a result")
        for name in found:
            os.remove(os.path.join(folder, name))
    print("\n".join(wrong) if wrong else "every bad cell is named, nothing is computed, nothing is left behind")
    sys.exit(1 if wrong else 0)


main()
