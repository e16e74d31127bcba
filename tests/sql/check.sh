#!/usr/bin/env bash
# The scripts of `ramme sql`, run in DuckDB and held against `ramme run`, value by value. Makes an environment for Python
# beside the build (or uses RAMME_SQL_VENV) and fails where it can't.
set -euo pipefail
cd "$(dirname "$0")/../.."

target=${CARGO_TARGET_DIR:-target}
venv=${RAMME_SQL_VENV:-$target/sql-venv}
if ! "$venv/bin/python" -c 'import duckdb' 2>/dev/null; then
  python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check 'duckdb>=1.3,<3'
fi
cargo build --quiet
"$venv/bin/python" -B tests/sql/check.py "$target/debug/ramme" duckdb "$@"
