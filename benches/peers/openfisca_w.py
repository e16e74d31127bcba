#!/usr/bin/env python3
"""Workload W in OpenFisca, beside the same rules on whole øre: what is expressed, what comes out, how long it takes.

    cargo build --release --example plain_loop
    target/release/examples/plain_loop make FOLDER 1000000 1
    python3 -m venv venv && venv/bin/pip install openfisca-core pandas
    venv/bin/python benches/peers/openfisca_w.py FOLDER

The rules are written as OpenFisca's country packages write them: variables with formulas, parameters by date, a person
entity in groups. Providers are persons and municipalities groups; stays are persons of a second system, since a system has one
person entity. Its `float` is 32 bits wide (`--ints`: amounts as whole øre in its 32-bit `int`, which a country package does not do).
"""
import argparse
import datetime
import json
import time

import numpy as np
import pandas as pd
from openfisca_core.entities import build_entity
from openfisca_core.parameters import ParameterNode
from openfisca_core.periods import YEAR
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

YEARS = range(2019, 2025)
# Stays belong to no year; a variable has to have one.
STAYS = "2024"
LAW = np.datetime64("2024-01-01")

flags = argparse.ArgumentParser(description=__doc__.splitlines()[0])
flags.add_argument("folder")
flags.add_argument("--ints", action="store_true")
flags = flags.parse_args()
# What a krone is in the unit of the variables, and their type.
ORE, MONEY = (100, int) if flags.ints else (1, float)

Provider = build_entity("provider", "providers", "An offer", is_person=True)
Municipality = build_entity("municipality", "municipalities", "A municipality", roles=[{"key": "member", "plural": "members"}])
Stay = build_entity("stay", "stays", "A stay", is_person=True)


def half_up(x):
    return np.floor(x + 0.5)


def variable(name, entity, kind, period=YEAR, formula=None):
    body = {"value_type": kind, "entity": entity, "definition_period": period, "label": name}
    if formula:
        body["formula"] = formula
    return type(name, (Variable,), body)


def ceiling(provider, period, parameters):
    raised = provider("prev_tariff", period) * (1 + parameters(period).index)
    return half_up(raised) if flags.ints else half_up(raised * 100) / 100


def excess(provider, period):
    over = provider("tariff", period) - provider("ceiling", period)
    return np.maximum(over, 0) * provider("days_sold", period)


def breach(provider, period):
    return provider("tariff", period) > provider("ceiling", period)


def mean_overhead(municipality, period):
    members = municipality.members
    days = municipality.sum(members("days_sold", period))
    weighted = municipality.sum(members("overhead", period) * members("days_sold", period))
    return np.divide(weighted, days, out=np.zeros(days.shape), where=days > 0)


def refundable_days(stay, period):
    # The law changes inside a stay: a formula has one law a period, so both stretches are written out by hand.
    start, end = stay("start", period), stay("end", period)
    month = start.astype("datetime64[M]")
    first, after = (month + 3).astype("datetime64[D]"), (month + 4).astype("datetime64[D]")
    day = start - month.astype("datetime64[D]")
    limit = first + np.minimum(day, after - first - np.timedelta64(1, "D"))
    count = lambda a, b: np.maximum((b - a).astype(np.int64), 0)
    return count(start, np.minimum(end, LAW)) + count(np.maximum(start, LAW), np.minimum(end, limit))


def refund(stay, period):
    half = stay("refundable_days", period) * stay("daily_cost", period) / 2
    return half_up(half) if flags.ints else half_up(half * 100) / 100


def system(entities, variables, parameters=None):
    made = TaxBenefitSystem(entities)
    for one in variables:
        made.add_variable(one)
    made.parameters = ParameterNode("", data=parameters or {})
    return made


start = time.perf_counter()
tariffs = pd.read_csv(f"{flags.folder}/tariffs.csv")
stays = pd.read_csv(f"{flags.folder}/stays.csv", parse_dates=["start_date", "end_date"])
index = pd.read_csv(f"{flags.folder}/index.csv")
values = {f"{y}-01-01": {"value": p / 100} for y, p in zip(index.year.tolist(), index.index_pct.tolist())}
offers = system([Provider, Municipality], [
    variable("tariff", Provider, MONEY), variable("prev_tariff", Provider, MONEY), variable("overhead", Provider, float),
    variable("days_sold", Provider, int), variable("ceiling", Provider, MONEY, formula=ceiling),
    variable("excess", Provider, MONEY, formula=excess), variable("breach", Provider, bool, formula=breach),
    variable("mean_overhead", Municipality, float, formula=mean_overhead)], {"index": {"values": values}})
ids = tariffs.drop_duplicates("provider_id")
builder = SimulationBuilder()
builder.create_entities(offers)
builder.declare_person_entity("provider", ids.provider_id.tolist())
group = builder.declare_entity("municipality", list(range(1, 30)))
builder.join_with_persons(group, ids.municipality_id.to_numpy(), roles=["member"] * len(ids))
simulation = builder.build(offers)
at = pd.Series(np.arange(len(ids)), index=ids.provider_id)
for year in YEARS:
    rows = tariffs[tariffs.year == year]
    place = at[rows.provider_id].to_numpy()
    for name, column, factor in [("tariff", "tariff", ORE), ("prev_tariff", "prev_tariff", ORE),
                                 ("overhead", "overhead_pct", 1), ("days_sold", "days_sold", 1)]:
        # An offer without a row has no other value than 0 to be given.
        whole = np.zeros(len(ids))
        whole[place] = np.rint(rows[column] * 100) if factor == 100 else rows[column]
        simulation.set_input(name, str(year), whole)
days = system([Stay], [
    variable("start", Stay, datetime.date), variable("end", Stay, datetime.date),
    variable("daily_cost", Stay, MONEY), variable("refundable_days", Stay, int, formula=refundable_days),
    variable("refund", Stay, MONEY, formula=refund)])
refunds = SimulationBuilder().build_default_simulation(days, len(stays))
refunds.set_input("start", STAYS, stays.start_date.to_numpy().astype("datetime64[D]"))
refunds.set_input("end", STAYS, stays.end_date.to_numpy().astype("datetime64[D]"))
refunds.set_input("daily_cost", STAYS, np.rint(stays.daily_cost * 100) if flags.ints else stays.daily_cost.to_numpy())
loaded = time.perf_counter()

breaches, excesses, wrong = 0, 0.0, 0
for year in YEARS:
    found = simulation.calculate("breach", str(year))
    excesses += float(simulation.calculate("excess", str(year)).astype(np.float64).sum()) / ORE
    breaches += int(found.sum())
    rows = tariffs[tariffs.year == year]
    growth = int(np.rint(index[index.year == year].index_pct.iloc[0] * 10))
    whole = lambda column: np.rint(rows[column] * 100).astype(np.int64).to_numpy()
    exact = whole("tariff") > (whole("prev_tariff") * (1000 + growth) + 500) // 1000
    wrong += int((exact != found[at[rows.provider_id].to_numpy()]).sum())
mean = float(simulation.calculate("mean_overhead", "2024").astype(np.float64).mean())
total = float(refunds.calculate("refund", STAYS).astype(np.float64).sum()) / ORE
computed = time.perf_counter()
print(json.dumps({"load": loaded - start, "compute": computed - loaded,
                  "answers": [f"{excesses:.2f}", breaches, f"{mean:.12f}", mean <= 6, f"{total:.2f}"],
                  "verdicts unlike whole øre": wrong, "of": len(tariffs)}, ensure_ascii=False))
