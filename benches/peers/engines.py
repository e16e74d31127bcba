"""Workload W on one engine: `engines.py ENGINE DIR THREADS` prints what loading and computing took and the answers, as JSON.

All work on exact integers or decimals, since floats do not give the answers. A process counts from its first line after the
imports, so that it is the work that is compared.
"""
import json
import sys
import time

ENGINE, DIR, THREADS = sys.argv[1], sys.argv[2], int(sys.argv[3])
YEARS = list(range(2019, 2025))


def kr(oere):
    return f"{oere // 100}.{oere % 100:02d}"


def answers(excess, breaches, sums, refund):
    """`sums` holds, for each municipality with days in 2024, overhead times days and days, in hundredths of a percent."""
    averages = [(2 * int(top) * 10**10 + int(days)) // (2 * int(days)) for top, days in sums]
    total, n = sum(averages), len(averages)
    mean = (2 * total + n) // (2 * n)
    met = total <= n * 6 * 10**12
    return [kr(int(excess)), int(breaches), f"{mean // 10**12}.{mean % 10**12:012d}", met, kr(int(refund))]


def numpy_rules(np, t, s, index):
    """The rules over columns of integers: øre, hundredths of a percent, days since 1970."""
    growth = np.zeros(6, np.int64)
    growth[index["year"] - 2019] = index["tenths"]
    ceiling = (t["prev"] * (1000 + growth[t["year"] - 2019]) + 500) // 1000
    over = t["tariff"] - ceiling
    excess = (np.maximum(over, 0) * t["days"]).sum()
    last = t["year"] == 2024
    m = t["municipality"][last]
    top, days = np.zeros(30, np.int64), np.zeros(30, np.int64)
    np.add.at(top, m, t["overhead"][last] * t["days"][last])
    np.add.at(days, m, t["days"][last])
    sums = [(a, b) for a, b in zip(top, days) if b > 0]
    start, end = s["start"], s["end"]
    dates = start.astype("datetime64[D]")
    month = dates.astype("datetime64[M]")
    offset = (dates - month.astype("datetime64[D]")).astype(np.int64)
    first = (month + 3).astype("datetime64[D]").astype(np.int64)
    length = (month + 4).astype("datetime64[D]").astype(np.int64) - first
    limit = first + np.minimum(offset, length - 1)
    law = 19723
    refundable = np.maximum(np.minimum(end, law) - start, 0)
    refundable += np.maximum(np.minimum(end, limit) - np.maximum(start, law), 0)
    refund = ((refundable * s["cost"] + 1) // 2).sum()
    return answers(excess, (over > 0).sum(), sums, refund)


def hundredths(np, column):
    return np.rint(column * 100).astype(np.int64)


def by_pandas():
    import numpy as np
    import pandas as pd
    start = time.perf_counter()
    t = pd.read_csv(f"{DIR}/tariffs.csv")
    s = pd.read_csv(f"{DIR}/stays.csv", parse_dates=["start_date", "end_date"])
    i = pd.read_csv(f"{DIR}/index.csv")
    # Two decimals lie far inside what a double holds, so rounding to hundredths is exact.
    tariffs = {"municipality": t.municipality_id.to_numpy(), "year": t.year.to_numpy(), "days": t.days_sold.to_numpy()}
    for name, column in (("tariff", "tariff"), ("prev", "prev_tariff"), ("overhead", "overhead_pct")):
        tariffs[name] = hundredths(np, t[column].to_numpy())
    day = lambda c: c.to_numpy().astype("datetime64[D]").astype(np.int64)
    stays = {"start": day(s.start_date), "end": day(s.end_date), "cost": hundredths(np, s.daily_cost.to_numpy())}
    index = {"year": i.year.to_numpy(), "tenths": np.rint(i.index_pct.to_numpy() * 10).astype(np.int64)}
    loaded = time.perf_counter()
    out = numpy_rules(np, tariffs, stays, index)
    return loaded - start, time.perf_counter() - loaded, out


def by_polars():
    import polars as pl
    start = time.perf_counter()
    two = lambda name: (pl.col(name) * 100).round().cast(pl.Int64)
    t = pl.read_csv(f"{DIR}/tariffs.csv").with_columns(two("tariff"), two("prev_tariff"), two("overhead_pct"))
    s = pl.read_csv(f"{DIR}/stays.csv", try_parse_dates=True).with_columns(two("daily_cost"))
    i = pl.read_csv(f"{DIR}/index.csv").with_columns((pl.col("index_pct") * 10).round().cast(pl.Int64))
    loaded = time.perf_counter()
    t = t.join(i, on="year").with_columns(
        ceiling=(pl.col("prev_tariff") * (1000 + pl.col("index_pct")) + 500) // 1000)
    over = pl.col("tariff") - pl.col("ceiling")
    excess, breaches = t.select(
        (pl.max_horizontal(over, pl.lit(0)) * pl.col("days_sold")).sum().alias("e"), (over > 0).sum().alias("b")).row(0)
    sums = t.filter(pl.col("year") == 2024).group_by("municipality_id").agg(
        (pl.col("overhead_pct") * pl.col("days_sold")).sum().alias("top"), pl.col("days_sold").sum().alias("days"))
    law = pl.date(2024, 1, 1)
    days = lambda a, b: pl.max_horizontal((a - b).dt.total_days(), pl.lit(0))
    limit = pl.col("start_date").dt.offset_by("3mo")
    both = days(pl.min_horizontal("end_date", law), pl.col("start_date")) + days(
        pl.min_horizontal(pl.col("end_date"), limit), pl.max_horizontal(pl.col("start_date"), law))
    refund = s.select(((both * pl.col("daily_cost") + 1) // 2).sum()).item()
    out = answers(excess, breaches, [(a, b) for _, a, b in sums.rows() if b > 0], refund)
    return loaded - start, time.perf_counter() - loaded, out


def by_duckdb():
    import duckdb
    start = time.perf_counter()
    con = duckdb.connect(config={"threads": THREADS})
    con.sql(f"""create table t as select * from read_csv('{DIR}/tariffs.csv', types={{'tariff':'DECIMAL(12,2)',
        'prev_tariff':'DECIMAL(12,2)', 'overhead_pct':'DECIMAL(5,2)', 'days_sold':'INTEGER'}})""")
    con.sql(f"create table s as select * from read_csv('{DIR}/stays.csv', types={{'daily_cost':'DECIMAL(12,2)'}})")
    con.sql(f"create table i as select * from read_csv('{DIR}/index.csv', types={{'index_pct':'DECIMAL(4,1)'}})")
    loaded = time.perf_counter()
    excess, breaches = con.execute("""
        select sum(greatest(0, o - c) * days_sold)::HUGEINT, count(*) filter (o > c) from (
          select days_sold, (tariff * 100)::BIGINT as o,
            ((prev_tariff * 100)::BIGINT * (1000 + (index_pct * 10)::BIGINT) + 500) // 1000 as c from t join i using (year))
        """).fetchone()
    sums = con.execute("""select sum((overhead_pct * 100)::BIGINT * days_sold)::HUGEINT, sum(days_sold)::HUGEINT from t
        where year = 2024 group by municipality_id""").fetchall()
    refund = con.execute("""select sum(((greatest(0, least(end_date, L) - start_date) + greatest(0,
          least(end_date, (start_date + interval 3 month)::DATE) - greatest(start_date, L)))
          * (daily_cost * 100)::BIGINT + 1) // 2)::HUGEINT from s, (select DATE '2024-01-01' as L)""").fetchone()[0]
    out = answers(excess, breaches, [(a, b) for a, b in sums if b > 0], refund)
    return loaded - start, time.perf_counter() - loaded, out


load, compute, out = {"pandas": by_pandas, "polars": by_polars, "duckdb": by_duckdb}[ENGINE]()
print(json.dumps({"load": load, "compute": compute, "answers": out}))
