"""A script run in its database: the rows of its last query, as texts and None.

DuckDB runs in this process. PostgreSQL is `psql` with the environment's connection (PGHOST, PGUSER, PGDATABASE …). Spark runs
in this process in local mode.
"""

import csv
import io
import re
import subprocess


def rows(dialect, script):
    return {"duckdb": duckdb, "postgres": postgres, "spark": spark}[dialect](script)


def duckdb(script):
    import duckdb as engine

    with engine.connect() as connection:
        return connection.execute(script).fetchall()


def postgres(script):
    # The last query is the result; an unquoted empty field is NULL, which csv can't tell: a sign of our own stands for it.
    body, last = script.rstrip().rsplit("\nSELECT ", 1)
    whole = f"{body}\n\\pset format csv\n\\pset null '<NULL>'\n\\pset tuples_only on\nSELECT {last}\n"
    made = subprocess.run(["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1"], input=whole, capture_output=True, text=True)
    if made.returncode != 0:
        raise SystemExit(f"psql ended with {made.returncode}:\n{made.stderr[:4000]}")
    found = csv.reader(io.StringIO(made.stdout))
    return [tuple(None if cell == "<NULL>" else cell for cell in row) for row in found]


def spark(script):
    from pyspark.sql import SparkSession

    session = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    session = session.config("spark.ui.showConsoleProgress", "false").config("spark.log.level", "ERROR")
    session = session.config("spark.sql.shuffle.partitions", "1").getOrCreate()
    session.catalog.clearCache()
    text = "\n".join(line for line in script.splitlines() if not line.startswith("--"))
    found = []
    for statement in re.split(r";\n", text):
        if statement.strip():
            found = session.sql(statement.strip().rstrip(";"))
    return [tuple(row) for row in found.collect()]
