#!/usr/bin/env python3
"""Recalculates workbooks with LibreOffice and holds every formula against the engine's figure.

In: the program `ramme` and scenarios. Out: one line a scenario, exit code 1 where a cell differs. First every formula of a
workbook is recalculated from nothing; then one assumption (or figure of the data) is changed in the workbook, and the
recalculated results are held against a run with the same `--set`. Only Python's own library is used.
"""

import csv
import io
import json
import re
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

SHEETS = ["Overview", "Assumptions", "Results", "Verdicts", "Trace", "Data"]
# Half an øre; figures below one, percents and ratios, to nine decimals.
NEAR, NEAR_SMALL = 0.005, 1e-9


def run(ramme, scenario, *more):
    words = [ramme, "run", scenario, *more]
    done = subprocess.run(words, capture_output=True, text=True)
    if done.returncode not in (0, 1):
        sys.exit(f"{' '.join(words)}: {done.stderr}")
    return done.stdout


def recalculated(workbook, folder):
    """Every sheet as a table of text, after LibreOffice has worked every formula out."""
    form = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"
    profile = f"-env:UserInstallation=file://{folder}/profile"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", form, "--outdir", str(folder), str(workbook)],
        check=True,
        capture_output=True,
    )
    tables = {}
    for sheet in SHEETS:
        path = folder / f"{workbook.stem}-{sheet}.csv"
        if path.exists():
            tables[sheet] = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))
    return tables


def without_values(workbook, to, change=None):
    """The workbook without the values kept beside formulas; `change` is (sheet number, address, new value)."""
    with zipfile.ZipFile(workbook) as old, zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if re.match(r"xl/worksheets/sheet\d+\.xml", name):
                text = re.sub(r"(</f>)<v>[^<]*</v>", r"\1", data.decode())
                if change and name.endswith(f"sheet{change[0]}.xml"):
                    pattern = rf'(<c r="{change[1]}"[^>]*><v>)[^<]*(</v>)'
                    text, n = re.subn(pattern, rf"\g<1>{change[2]}\g<2>", text)
                    assert n == 1, change
                data = text.encode()
            new.writestr(name, data)


def number(text):
    try:
        return float(text[:-1]) / 100 if text.endswith("%") else float(text)
    except ValueError:
        return None


def figures(document):
    """The exact figures of a run in the order of the rows of the sheet of results; percents plain."""
    out = []
    for value in document["values"]:
        figure = value.get("value")
        if isinstance(figure, bool) or figure is None:
            out.append(None)
            continue
        x = number(str(figure))
        if x is not None and value["unit"] in ("%", "percentage point"):
            x /= 100
        out.append(x)
    return out


def differences(table, document):
    """Rows of the sheet of results that are not what the run says; how many were held against each other."""
    head = table[0]
    at, live = head.index("value"), head.index("formula")
    wrong, seen, formulas = [], 0, 0
    for row, expected in zip(table[1:], figures(document)):
        if expected is None:
            continue
        seen += 1
        formulas += row[live] == "yes"
        found = number(row[at])
        if found is None or abs(found - expected) > (NEAR if abs(expected) > 1 else NEAR_SMALL):
            wrong.append((row[: at + 1], expected))
    return wrong, seen, formulas


def changed(tables, document):
    """An assumption, else a figure of the data, that every value follows: sheet, row, new value, and `--set`."""
    for sheet in ("Assumptions", "Data"):
        for n, row in enumerate(tables.get(sheet, [])):
            row = row + [""] * (7 - len(row))
            x = number(row[4])
            if x is None or x == 0 or row[6] or row[2] in ("", "days"):
                continue
            percent = row[2] in ("%", "percentage points")
            value = x + 0.01 if percent else x * 2
            unit = "%" if percent else row[2]
            said = f"{value * 100:.6g} %" if percent else f"{value:.10g} {unit}"
            keys = ", ".join(f'"{key}"' if not key.isdigit() else key for key in row[1].split(", ") if key)
            yield sheet, n, value, f"{row[0]}[{keys}]={said}" if keys else f"{row[0]}={said}"


def main():
    ramme, scenarios = sys.argv[1], sys.argv[2:]
    bad = False
    for scenario in scenarios:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            made, bare = folder / "made.xlsx", folder / "bare.xlsx"
            run(ramme, scenario, "-o", str(made))
            without_values(made, bare)
            tables = recalculated(bare, folder)
            document = json.loads(run(ramme, scenario, "--format", "json"))
            wrong, seen, formulas = differences(tables["Results"], document)
            bad |= bool(wrong)
            print(f"{scenario}: {formulas} formulas of {seen} exact values recalculated, {len(wrong)} differ")
            for row, expected in wrong[:5]:
                print("   ", row, expected)
            tried = 0
            for sheet, n, value, given in changed(tables, document):
                done = subprocess.run(
                    [ramme, "run", scenario, "--set", given, "--format", "json"], capture_output=True, text=True
                )
                if done.returncode > 1:
                    continue
                other = folder / "other.xlsx"
                without_values(made, other, (SHEETS.index(sheet) + 1, f"E{n + 1}", value))
                after = json.loads(done.stdout)
                moved = sum(a != b for a, b in zip(figures(document), figures(after)))
                wrong, seen, _ = differences(recalculated(other, folder)["Results"], after)
                bad |= bool(wrong)
                print(f"    --set {given!r}: {moved} values move, {len(wrong)} of {seen} differ in the workbook")
                for row, expected in wrong[:5]:
                    print("       ", row, expected)
                tried += 1
                if tried == 3:
                    break
    sys.exit(bad)


if __name__ == "__main__":
    main()
