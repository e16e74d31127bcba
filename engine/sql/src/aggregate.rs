//! Aggregates: sum, mean, least, greatest, count, any, all, share.
//!
//! In: the value, the filter, the group, the weight and the keys of what is inside. Out: a query with one row a cell of the
//! result, also where nothing was inside. Rows that do not exist take no part, a total is not summed with its parts, and
//! something missing makes the result missing, but for `of known` and for what settles `any` and `all`. Not here: running
//! sums (`line`).

use ramme_eval::plan::{AggregateOp, StepId, scale};
use ramme_rulebook::model::{Axis, Shape};
use ramme_syntax::tree::AggregateFn;
use ramme_value::pow10;

use crate::frame::Frame;
use crate::maker::{Maker, Stuck};
use crate::value::{Piece, Val};
use crate::why::Why;

/// Expressions and the columns that they meet.
type Pairs = Vec<(String, String)>;

/// The arguments, by role.
struct Parts {
    value: Option<Piece>,
    group: Option<Piece>,
    filter: Option<Piece>,
    weight: Option<Piece>,
    keys: Vec<Piece>,
    scales: (u8, u8),
}

/// The query of an aggregate.
pub(crate) fn query(
    maker: &mut Maker<'_>,
    id: StepId,
    a: &AggregateOp,
    year: Option<i32>,
) -> Result<String, Stuck> {
    if maker.blueprint().drawn.contains(&id) && a.known {
        return Err(Stuck { step: id, why: Why::AbsenceOfDrawn });
    }
    let inside = Shape::from(&a.inside);
    let across = a.over.iter().any(|axis| matches!(axis, Axis::Period(_)));
    if across && a.keys > 0 {
        return Err(Stuck { step: id, why: Why::KeysOverYears });
    }
    let shape = maker.step(id)?.shape.clone();
    let mut frame = maker.frame(&inside, year);
    let parts = parts(maker, &mut frame, id, a)?;
    let mut conditions = Vec::new();
    if inside.entity.is_some() {
        conditions.push(format!("f.{}", maker.quoted("here")));
    }
    if let (true, Some(kind)) = (across, inside.period) {
        let data = maker.blueprint().data_years;
        let last = data.year(data.count.saturating_sub(1));
        conditions.push(format!("f.{} BETWEEN {} AND {last}", maker.column(Axis::Period(kind)), data.first));
    }
    for axis in &a.over {
        let Axis::Set(set) = axis else { continue };
        let total =
            maker.src.book.sets.get(set.index()).filter(|s| s.has_total).and_then(|s| s.members.last());
        if let Some(total) = total {
            conditions.push(format!("f.{} <> {}", maker.column(*axis), maker.speak.text(total)));
        }
    }
    let cells = maker.cells(&shape, year);
    let made = Making { maker, id, a, shape: &shape, parts: &parts, conditions, cells };
    Ok(made.text(&frame))
}

fn parts(maker: &mut Maker<'_>, frame: &mut Frame, id: StepId, a: &AggregateOp) -> Result<Parts, Stuck> {
    let [value, group, filter, weight] = a.has;
    let mut next = 0_usize;
    let mut scales = (0, 0);
    let mut take = |maker: &mut Maker<'_>, frame: &mut Frame, there: bool, name: &str| {
        if !there {
            return Ok((None, 0));
        }
        let arg = maker.step(id)?.args.get(next).copied().ok_or(Stuck { step: id, why: Why::NoForm })?;
        let Val::One(one) = maker.value(frame, arg)? else {
            return Err(Stuck { step: id, why: Why::NoForm });
        };
        next = next.saturating_add(1);
        let ty = maker.step(arg)?.ty.clone();
        let one = if matches!(ty, ramme_rulebook::model::Type::YesNo) && name == "value" {
            Piece::of(format!("CASE WHEN {0} THEN 1 WHEN NOT {0} THEN 0 END", one.sql), &[&one])
        } else {
            one
        };
        Ok((Some(maker.keep(frame, one, name)), scale(&ty)))
    };
    let (value, sv) = take(maker, frame, value, "value")?;
    let (group, _) = take(maker, frame, group, "group")?;
    let (filter, _) = take(maker, frame, filter, "filter")?;
    let (weight, sw) = take(maker, frame, weight, "weight")?;
    scales.0 = sv;
    scales.1 = sw;
    let mut keys = Vec::new();
    for k in 0..a.keys {
        keys.extend(take(maker, frame, true, &format!("key{}", k.saturating_add(1)))?.0);
    }
    Ok(Parts { value, group, filter, weight, keys, scales })
}

struct Making<'m, 'a> {
    maker: &'m Maker<'a>,
    id: StepId,
    a: &'m AggregateOp,
    shape: &'m Shape,
    parts: &'m Parts,
    conditions: Vec<String>,
    /// The cells of the result.
    cells: String,
}

impl Making<'_, '_> {
    /// The whole query: what is inside, by group; then every cell of the result.
    fn text(&self, frame: &Frame) -> String {
        let (mut layers, last) = frame.layers();
        let filter = if self.conditions.is_empty() {
            String::new()
        } else {
            format!("\n  WHERE {}", self.conditions.join(" AND "))
        };
        layers.push(format!("inside AS (\n  SELECT f.*\n  FROM {last} AS f{filter})"));
        let (by, cells) = self.groups();
        let named: Vec<String> = by.iter().map(|(sql, name)| format!("{sql} AS {name}, ")).collect();
        let grouped: Vec<&str> = by.iter().map(|(sql, _)| sql.as_str()).collect();
        let group_by =
            if grouped.is_empty() { String::new() } else { format!("\n  GROUP BY {}", grouped.join(", ")) };
        let placed = self.placed();
        let lost = if placed.is_empty() { String::new() } else { format!("\n  WHERE {placed}") };
        layers.push(format!(
            "groups AS (\n  SELECT {}{}\n  FROM inside AS f{lost}{group_by})",
            named.concat(),
            self.sums().join(", ")
        ));
        if !placed.is_empty() {
            layers.push(self.clouds(&placed));
        }
        let domain = self.result(&cells, frame, &mut layers);
        format!("WITH {}\n{domain}", layers.join(", "))
    }

    /// What rows are grouped by, each with the name of its column; and how the columns meet those of the result.
    fn groups(&self) -> (Pairs, Pairs) {
        let (mut by, mut cells) = (Vec::new(), Vec::new());
        for (axis, column) in self.maker.axes(self.shape) {
            let entity = matches!(axis, Axis::Entity(_));
            if entity && self.a.keys > 0 {
                continue;
            }
            let of_inside = match &self.parts.group {
                Some(group) if entity => group.sql.clone(),
                _ => format!("f.{column}"),
            };
            by.push((of_inside, column.clone()));
            cells.push((column.clone(), format!("d.{column}")));
        }
        for (k, key) in self.parts.keys.iter().enumerate() {
            let name = format!("k{}", k.saturating_add(1));
            by.push((key.sql.clone(), name.clone()));
            cells.push((name.clone(), format!("d.{name}")));
        }
        (by, cells)
    }

    /// True of rows whose group is known.
    fn placed(&self) -> String {
        let group = self.parts.group.iter().chain(&self.parts.keys);
        group.map(|g| format!("{} IS NOT NULL", g.sql)).collect::<Vec<_>>().join(" AND ")
    }

    /// A row that its filter does not leave out, nor its being missing under `of known`.
    fn taken_in(&self) -> String {
        let mut all = Vec::new();
        if let Some(filter) = &self.parts.filter {
            all.push(format!("{} IS NOT FALSE", filter.sql));
        }
        if self.a.known {
            all.extend(
                self.parts.value.iter().chain(&self.parts.weight).map(|p| format!("{} IS NOT NULL", p.sql)),
            );
        }
        if all.is_empty() { "TRUE".to_owned() } else { all.join(" AND ") }
    }

    /// A row that is taken in, and of which something is missing that matters.
    fn missing(&self) -> String {
        let mut any: Vec<String> =
            self.parts.filter.iter().map(|filter| format!("{} IS NULL", filter.sql)).collect();
        if !self.a.known {
            any.extend(
                self.parts.value.iter().chain(&self.parts.weight).map(|p| format!("{} IS NULL", p.sql)),
            );
        }
        if any.is_empty() {
            return "FALSE".to_owned();
        }
        let harmless = match (self.settles(), &self.parts.value) {
            (Some(n), Some(value)) => format!(" AND ({0} IS NULL OR {0} = {n})", value.sql),
            _ => String::new(),
        };
        format!("({}) AND ({}){harmless}", self.taken_in(), any.join(" OR "))
    }

    /// The value that settles `any` or `all` alone.
    fn settles(&self) -> Option<u8> {
        match self.a.func {
            AggregateFn::Any => Some(1),
            AggregateFn::All => Some(0),
            _ => None,
        }
    }

    /// A row that counts: its filter is yes, and all that is asked of it is known.
    fn counts(&self) -> String {
        let mut all: Vec<String> = self.parts.filter.iter().map(|f| f.sql.clone()).collect();
        all.extend(
            self.parts.value.iter().chain(&self.parts.weight).map(|p| format!("{} IS NOT NULL", p.sql)),
        );
        if all.is_empty() { "TRUE".to_owned() } else { all.join(" AND ") }
    }

    fn sums(&self) -> Vec<String> {
        let counts = self.counts();
        let whole = self.maker.speak.whole();
        let one = Piece::literal("1");
        let value = self.parts.value.as_ref().unwrap_or(&one);
        let sum = |sql: &str| format!("SUM(CASE WHEN {counts} THEN CAST({sql} AS {whole}) END)");
        let mut out = vec![format!("COUNT(CASE WHEN {} THEN 1 END) AS unknown", self.missing())];
        let weighted = |piece: &Piece| match &self.parts.weight {
            Some(weight) => self.maker.times(piece, weight).sql,
            None => piece.sql.clone(),
        };
        match self.a.func {
            AggregateFn::Sum => out.push(format!("{} AS total", sum(&weighted(value)))),
            AggregateFn::Count => out.push(format!("COUNT(CASE WHEN {counts} THEN 1 END) AS total")),
            AggregateFn::Mean | AggregateFn::Share => {
                out.push(format!("{} AS total", sum(&weighted(value))));
                out.push(format!("{} AS weights", sum(&weighted(&one))));
            }
            AggregateFn::Least => {
                out.push(format!("MIN(CASE WHEN {counts} THEN {} END) AS total", value.sql))
            }
            AggregateFn::Greatest => {
                out.push(format!("MAX(CASE WHEN {counts} THEN {} END) AS total", value.sql))
            }
            AggregateFn::Any | AggregateFn::All => {
                let settles = self.settles().unwrap_or(1);
                out.push(format!(
                    "COUNT(CASE WHEN {counts} AND {} = {settles} THEN 1 END) AS total",
                    value.sql
                ));
            }
        }
        out
    }

    /// How many rows could belong to any group.
    fn clouds(&self, placed: &str) -> String {
        // With a relation a row that its filter leaves out is no cloud; with keys nor is one that `of known` leaves out.
        let left_in = if self.parts.keys.is_empty() {
            self.parts.filter.as_ref().map_or("TRUE".to_owned(), |f| format!("{} IS NOT FALSE", f.sql))
        } else {
            self.taken_in()
        };
        let by = self.cloud_axes();
        let named: Vec<String> = by.iter().map(|c| format!("f.{c}, ")).collect();
        let grouped: Vec<String> = by.iter().map(|c| format!("f.{c}")).collect();
        let group_by =
            if by.is_empty() { String::new() } else { format!("\n  GROUP BY {}", grouped.join(", ")) };
        format!(
            "clouds AS (\n  SELECT {}COUNT(*) AS lost\n  FROM inside AS f\n  WHERE NOT ({placed}) AND {left_in}{group_by})",
            named.concat()
        )
    }

    /// The axes inside which a row without a group clouds all groups: the year, and with keys the members.
    fn cloud_axes(&self) -> Vec<String> {
        let axes = self.maker.axes(self.shape).into_iter();
        let of = |axis: &Axis| match axis {
            Axis::Period(_) => true,
            Axis::Set(_) => !self.parts.keys.is_empty(),
            Axis::Entity(_) => false,
        };
        axes.filter(|(axis, _)| of(axis)).map(|(_, column)| column).collect()
    }

    /// One row a cell of the result.
    fn result(&self, cells: &[(String, String)], frame: &Frame, layers: &mut Vec<String>) -> String {
        let base = if self.a.keys > 0 {
            let keys: Vec<String> = self
                .parts
                .keys
                .iter()
                .enumerate()
                .map(|(k, key)| format!(", {} AS k{}", key.sql, k.saturating_add(1)))
                .collect();
            let last = frame.layers().1;
            layers.push(format!("cells AS (\n  SELECT f.*{}\n  FROM {last} AS f)", keys.concat()));
            "cells".to_owned()
        } else {
            self.cells.clone()
        };
        let axes: Vec<String> = self.maker.axes(self.shape).iter().map(|(_, c)| format!("d.{c}")).collect();
        let on: Vec<String> = cells.iter().map(|(a, b)| format!("g.{a} = {b}")).collect();
        let on = if on.is_empty() { "TRUE".to_owned() } else { on.join(" AND ") };
        let mut joins = format!("\nLEFT JOIN groups AS g ON {on}");
        let mut lost = String::from("COALESCE(g.unknown, 0)");
        if !self.placed().is_empty() {
            let on: Vec<String> = self.cloud_axes().iter().map(|c| format!("c.{c} = d.{c}")).collect();
            let on = if on.is_empty() { "TRUE".to_owned() } else { on.join(" AND ") };
            joins.push_str(&format!("\nLEFT JOIN clouds AS c ON {on}"));
            lost.push_str(" + COALESCE(c.lost, 0)");
        }
        let mut select = axes;
        select.extend(self.values(&lost));
        format!("SELECT {}\nFROM {base} AS d{joins}", select.join(",\n  "))
    }

    /// The value of a cell, given how much is missing.
    fn values(&self, lost: &str) -> Vec<String> {
        let ty = self.maker.step(self.id).map(|s| s.ty.clone()).unwrap_or(ramme_rulebook::model::Type::YesNo);
        let names = self.maker.value_columns(&ty);
        let name = |k: usize| names.get(k).cloned().unwrap_or_default();
        let whole = self.maker.speak.whole();
        // With keys a row that does not exist has a group of its own, without rows; one without keys has none that is known.
        let empty = |nothing: &str, known: String| {
            if self.parts.keys.is_empty() {
                return known;
            }
            let keys: Vec<String> = (1..=self.a.keys).map(|k| format!("d.k{k} IS NULL")).collect();
            let here = if self.shape.entity.is_some() {
                format!("d.{}", self.maker.quoted("here"))
            } else {
                "TRUE".to_owned()
            };
            format!(
                "CASE WHEN NOT {here} THEN {nothing} WHEN {} THEN NULL ELSE {known} END",
                keys.join(" OR ")
            )
        };
        match self.a.func {
            AggregateFn::Sum | AggregateFn::Count => {
                let known = format!("CASE WHEN {lost} = 0 THEN COALESCE(CAST(g.total AS {whole}), 0) END");
                vec![format!("CAST({} AS {whole}) AS {}", empty("0", known), name(0))]
            }
            AggregateFn::Least | AggregateFn::Greatest => {
                let known = format!("CASE WHEN {lost} = 0 THEN g.total END");
                vec![format!("{} AS {}", empty("NULL", known), name(0))]
            }
            AggregateFn::Any | AggregateFn::All => {
                let (found, not) =
                    if self.a.func == AggregateFn::Any { ("TRUE", "FALSE") } else { ("FALSE", "TRUE") };
                let known =
                    format!("CASE WHEN COALESCE(g.total, 0) > 0 THEN {found} WHEN {lost} = 0 THEN {not} END");
                vec![format!("{} AS {}", empty(not, known), name(0))]
            }
            AggregateFn::Mean | AggregateFn::Share => {
                // (total / 10^(sv + sw)) / (weights / 10^sw): the scales are aligned as the engine aligns them.
                let power = Piece::literal(pow10(self.parts.scales.0).unwrap_or(1).to_string());
                let below = self.maker.times(&Piece::column("g.weights", 1), &power);
                let top = format!(
                    "CASE WHEN {lost} = 0 AND g.weights > 0 THEN g.total WHEN {lost} = 0 AND g.weights < 0 THEN -g.total END"
                );
                vec![
                    format!("{} AS {}", empty("NULL", top), name(0)),
                    format!("ABS({}) AS {}", below.sql, name(1)),
                ]
            }
        }
    }
}
