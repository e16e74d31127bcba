"""Rulebooks of `tests/language` over data that are thrown by dice: blank cells, rows that are missing in some years, members
without a figure. What a run refuses (two rows level in an order, an amount too large) is thrown again.

A rulebook's entities, sets and inputs are read from their declarations; each entity gets a wide file of what holds always and
one by year, each set of axes without an entity a file of its own.
"""

import csv
import glob
import os
import random
import re

YEARS = range(2021, 2026)


class Rulebook:
    """What a rulebook asks of data."""

    def __init__(self, path):
        text = open(path, encoding="utf-8").read().split("\ntest ")[0]
        self.path = path
        self.sets, self.entities, self.inputs = {}, {}, []
        for name, members in re.findall(r"^set (\w+) = (.*(?:\n +\|.*)*)", text, re.M):
            body, _, total = members.partition(", total ")
            self.sets[name] = [m.strip().strip('"') for m in body.replace("\n", " ").split("|")]
            self.sets[name] += [total.strip().strip('"')] if total else []
        for name, body in re.findall(r"^entity (\w+)\n((?:  \w+ *:.*\n)*)", text, re.M):
            self.entities[name] = re.findall(r"^  (\w+) *: *(\S.*?)\s*$", body, re.M)
        self.entities |= {name: [] for name in re.findall(r"^entity (\w+)", text, re.M) if name not in self.entities}
        for name, of, by, kind in re.findall(
            r"^input (\w+) *(?:of (\w+))? *(?:by ([\w, ]+?))? *: *(\S.*?)(?: +between .*)?\s*$", text, re.M
        ):
            self.inputs.append((name, of or None, [a.strip() for a in by.split(",") if a.strip()], kind))


class Dice:
    def __init__(self, book, seed):
        self.book, self.dice = book, random.Random(f"{book.path} {seed}")
        self.rows = {e: [f"{e[0].upper()}{n}" for n in range(self.dice.randrange(1, 9))] for e in book.entities}

    def value(self, kind, blank=0.12):
        """A cell of a type, or blank."""
        dice, kind = self.dice, kind.split(" in ")[0]
        if kind in self.book.entities:
            return dice.choice(self.rows[kind])
        if dice.random() < blank:
            return ""
        if kind in self.book.sets:
            return dice.choice(self.book.sets[kind])
        if kind == "date":
            return f"{dice.randrange(2021, 2026)}-{dice.randrange(1, 13):02}-{dice.randrange(1, 29):02}"
        if kind == "yes/no":
            return dice.choice(["yes", "no", "ja", "0"])
        if kind == "text":
            return dice.choice(["a", "b", "it's"])
        decimals = re.search(r"with (\d+) decimal", kind)
        whole = kind.split(" ")[0] in ("count", "number", "day", "person", "place", "meal")
        decimals = int(decimals.group(1)) if decimals else 0 if whole else 2
        figure = dice.choice([0, dice.randrange(0, 400), dice.randrange(0, 90_000)])
        return f"{figure / 10**decimals:.{decimals}f}"

    def unit(self, kind):
        return kind.split(" with ")[0]

    def scenario(self, folder):
        """Writes files and the scenario; its path."""
        dice, lines, there = self.dice, [], {}
        for entity, fields in self.book.entities.items():
            own = [(n, by, k) for n, of, by, k in self.book.inputs if of == entity]
            plain = [(n, k) for n, by, k in own if not by]
            yearly = [(n, k) for n, by, k in own if by == ["year"]]
            by_year = bool(yearly) and dice.random() < 0.6
            lines += self.table(folder, f"{entity}.csv", [entity], [[r] for r in self.rows[entity]], plain, fields,
                                None if by_year else entity)
            if yearly:
                keys = []
                for row in self.rows[entity]:
                    keys += [[row, y] for y in [y for y in YEARS if dice.random() < 0.8] or [YEARS[0]]]
                there |= {entity: keys} if by_year else {}
                lines += self.table(folder, f"{entity}_by_year.csv", [entity, "year"], keys, yearly, [],
                                    f"{entity} by year" if by_year else None)
        for name, of, by, kind in self.book.inputs:
            if (of and by not in ([], ["year"])) or not of:
                axes = ([of] if of else []) + by
                keys = [[]]
                for axis in axes:
                    every = list(YEARS) if axis == "year" else self.rows.get(axis) or self.book.sets[axis]
                    keys = [key + [one] for key in keys for one in every]
                on_roll = lambda key: of not in there or [key[0], key[axes.index("year")]] in there[of]
                keys = [key for key in keys if dice.random() < 0.85 and on_roll(key)]
                if axes and keys:
                    lines += self.table(folder, f"{name}.csv", axes, keys, [(name, kind)], [], None)
        path = os.path.join(folder, "case.toml")
        rules = os.path.relpath(self.book.path, folder)
        with open(path, "w", encoding="utf-8") as out:
            out.write(f'format = 1\ntitle = "thrown by dice"\nsynthetic = true\nrules = ["{rules}"]\n')
            out.write(f'years = "{YEARS[0]}..{YEARS[-1]}"\n' + "\n".join(lines) + "\n")
        return path

    def table(self, folder, file, axes, keys, inputs, fields, roll):
        with open(os.path.join(folder, file), "w", newline="", encoding="utf-8") as out:
            write = csv.writer(out)
            write.writerow([*axes, *(n for n, _ in inputs), *(n for n, _ in fields)])
            for key in keys:
                write.writerow([*key, *(self.value(k) for _, k in inputs), *(self.value(k, 0.08) for _, k in fields)])
        lines = ["", "[[table]]", f'file = "{file}"']
        lines += [f'roll = "{roll}"'] if roll else []
        lines.append("key = { " + ", ".join(f"{a} = \"{a}\"" for a in axes) + " }")
        for name, kind in fields:
            plain = kind in ("date", "text", "yes/no") or kind in self.book.sets or kind in self.book.entities
            stated = f'"{name}"' if plain else f'{{ column = "{name}", unit = "{self.unit(kind)}" }}'
            lines.append(f"{axes[0]}.{name} = {stated}")
        if inputs:
            lines.append("columns = { " + ", ".join(f'{n} = "{self.unit(k)}"' for n, k in inputs) + " }")
        return lines if inputs or fields or roll else []


def rulebooks():
    return [Rulebook(path) for path in sorted(glob.glob("tests/language/*.ramme"))]
