#!/usr/bin/env python3
"""A folder with a scenario of 20 levers on 29 municipalities, all of it invented: make.py FOLDER [SEED]

In: a folder that is new or empty. Out: rules, data and levers.toml in it. Twelve levers are parameters, four the growth of a
forecast, four a budget that is proposed.
"""

import random
import sys
from pathlib import Path

RULES = """language 1

document made
  title     "Made for a bench"
  rank      report
  published 2024-01-01

entity municipality

set clause = {clauses}

input accounts of municipality by year : kr in 2024-pl
input budget   of municipality by year : kr in 2024-pl

# What each clause takes off the accounts of the years to come.
parameter effect by clause : % with 2 decimals

define relief : % with 2 decimals
  cite made page 1
  = sum of effect over clause

define paid of municipality by year : kr in 2024-pl
  cite made page 1
  = round half up (accounts * (100 % - relief)) to 0.01 kr

define gap of municipality by year : kr in 2024-pl
  cite made page 1
  = paid - budget

define short of municipality by year : kr in 2024-pl
  cite made page 1
  = max(gap, 0 kr)

define short_in_all by year : kr in 2024-pl
  cite made page 1
  = sum of short over municipality
"""

HEAD = """# Invented.
format    = 1
title     = "Twenty levers (invented)"
synthetic = true
rules     = ["made.ramme"]
years     = "2015..2027"
draws     = 10000
seed      = 1
show      = ["short_in_all"]

[[table]]
file    = "made.csv"
roll    = "municipality"
key     = { municipality = "code", year = "year" }
columns = { accounts = { input = "accounts", unit = "kr", level = "2024-pl" }, budget = { input = "budget", unit = "kr", level = "2024-pl" } }

[forecast.accounts]
method = "log-drift"

[forecast.budget]
rule    = "habit"
follows = "accounts"
"""

LEVER = """
[[lever]]
name   = "{name}"
value  = "{value}"
range  = "{low} .. {high}"
reason = "made up"
author = "the bench"
"""


def main() -> None:
    folder, seed = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1
    folder.mkdir(parents=True, exist_ok=True)
    rng = random.Random(seed)
    clauses = [f"c{k:02}" for k in range(1, 13)]
    codes = [f"M{k:02}" for k in range(1, 30)]
    (folder / "made.ramme").write_text(RULES.format(clauses=" | ".join(clauses)), encoding="utf-8")
    rows, last = ["code,year,accounts,budget"], {}
    for code in codes:
        level = rng.uniform(2e8, 2e9)
        for year in range(2015, 2024):
            level *= 1 + rng.gauss(0.02, 0.015)
            last[code] = level
            rows.append(f"{code},{year},{level:.2f},{level / (1 + abs(rng.gauss(0.03, 0.01))):.2f}")
    (folder / "made.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    levers = [LEVER.format(name=f"effect[{c}]", value="0.10 %", low="0.00 %", high="0.40 %") for c in clauses]
    levers += [LEVER.format(name=f"accounts.growth[{c}]", value="2 %", low="0 %", high="4 %") for c in codes[:4]]
    for code in codes[4:8]:
        base = round(last[code] / 1e6)
        low, value, high = (f"{n}_000_000 kr" for n in (base, round(base * 1.05), round(base * 1.15)))
        levers.append(LEVER.format(name=f"budget[{code}, 2027]", value=value, low=low, high=high))
    (folder / "levers.toml").write_text(HEAD + "".join(levers), encoding="utf-8")


main()
