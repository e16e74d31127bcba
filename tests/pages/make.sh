#!/bin/bash
# Makes the pages that check.py looks at: make.sh FOLDER. RAMME is the program; else the one that cargo builds.
set -euo pipefail
cd "$(dirname "$0")/../.."
folder=${1:?a folder for the pages}
mkdir -p "$folder"
if [ -z "${RAMME:-}" ]; then
  cargo build --quiet
  RAMME="${CARGO_TARGET_DIR:-target}/debug/ramme"
fi
example=scenarios/compliance-example.toml
for lang in da en; do
  make() { local name=$1; shift; "$RAMME" "$@" --lang "$lang" -o "$folder/$name-$lang.html" 2> /dev/null || [ $? -eq 1 ]; }
  for scenario in scenarios/*.toml; do make "run-$(basename "$scenario" .toml)" run "$scenario"; done
  make comply comply "$example"
  make limits comply "$example" --limits
  make compare compare "$example" scenarios/compliance-higher-index.toml
  make sensitivity sensitivity "$example" excess_cost
  make seek seek "$example" 'excess_cost[T04, 2024] <= 100_000 kr' --lever 'pl[2024]'
done
