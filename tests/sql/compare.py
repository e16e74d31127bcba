"""Holds the results of a script against `ramme run --format json`, value by value, verdict by verdict.

A row of results is `name, keys, value, unit, verdict, measured, bound`, as texts. Everything that the run gives has to be in
the script with the same text, unless it is forecast there: then the script has NULL. What the script has beside it has to be
NULL as well: the run does not list what is not in force, or of which the data hold nothing.
"""

import json


def scalar(value):
    """A JSON scalar as the script spells it."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def key_of(name, index):
    return name, tuple(sorted((axis, scalar(key)) for axis, key in index.items()))


def wrong(run, rows, refused):
    """Everything that differs, a line each, and how many values and verdicts agree."""
    found, values, verdicts = [], {}, {}
    for name, keys, value, unit, verdict, measured, bound in rows:
        key = key_of(name, json.loads(keys))
        here = values if verdict is None else verdicts
        if key in here:
            found.append(f"{key} stands twice in the script")
        here[key] = (value, unit) if verdict is None else (verdict, measured, bound)
    agree = forecast = 0
    seen = set()
    for cell in run["values"]:
        if cell["name"] in refused:
            continue
        key = key_of(cell["name"], cell.get("index", {}))
        seen.add(key)
        if key not in values:
            found.append(f"{key} is not in the script")
            continue
        value, unit = values[key]
        if cell.get("kind") == "forecast":
            forecast += 1
            if value is not None:
                found.append(f"{key} is forecast, and the script has {value}")
            continue
        wanted = scalar(cell.get("value"))
        if value != wanted:
            found.append(f"{key}: run {wanted}, script {value}")
        elif value is not None and unit is not None and unit != cell.get("unit", ""):
            found.append(f"{key}: unit {cell.get('unit')}, script {unit}")
        else:
            agree += 1
    for key, (value, _) in values.items():
        if key not in seen and value is not None:
            found.append(f"{key}: not in the run, script {value}")
    judged = run["compliance"]["results"] + run["compliance"].get("targets", [])
    seen = set()
    for result in judged:
        if result.get("rule", result.get("target")) in refused:
            continue
        key = key_of(result.get("rule", result.get("target")), result.get("subject", {}))
        seen.add(key)
        side = lambda name: scalar((result.get(name) or {}).get("value"))
        wanted = (result["verdict"], side("measured"), side("limit"))
        if verdicts.get(key) != wanted:
            found.append(f"{key}: run {wanted}, script {verdicts.get(key)}")
        else:
            agree += 1
    found += [f"{key}: not judged in the run, script {of}" for key, of in verdicts.items() if key not in seen]
    return found, agree, forecast
