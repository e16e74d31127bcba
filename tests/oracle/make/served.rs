//! Scales, rows that are served, what is shared out, and amendments, of the rulebooks that nobody wrote.

use super::{At, ENTITIES, Maker, SETS, Ty, Unit};
use std::fmt::Write;

/// A scale that has been declared: what its thresholds are, what holds from them on, and its keys.
#[derive(Debug, Clone)]
pub struct Scale {
    text: String,
    from: Unit,
    to: Unit,
    by_size: bool,
    by_year: bool,
}

impl Maker<'_> {
    /// A scale, with a table for each of its keys or for some.
    pub(super) fn scale(&mut self, k: usize) {
        let (from, to) =
            [(Unit::Kr, Unit::Percent), (Unit::Day, Unit::Rate), (Unit::Kr, Unit::Kr)][self.pick(3)];
        let (by_size, by_year) = (self.pick(3) == 2, self.pick(2) == 1);
        let scale = Scale { text: format!("scale_{k}"), from, to, by_size, by_year };
        let at = At { year: by_year, sets: if by_size { vec![1] } else { Vec::new() }, ..At::default() };
        let head =
            format!("scale {}{} : {} -> {}", scale.text, Self::shape_text(&at), from.text(), to.text());
        let mut item = head;
        if !by_size && !by_year {
            if self.pick(2) == 1 {
                let (a, b) = (self.table(&scale), self.table(&scale));
                write!(item, "\n  reading straight\n    {a}\n  reading round_about\n    {b}").unwrap();
            } else {
                write!(item, "\n  {}", self.table(&scale)).unwrap();
            }
        } else {
            let sizes: &[Option<&str>] =
                if by_size { &[Some("small"), Some("middle"), Some("large")] } else { &[None] };
            let years: &[Option<&str>] =
                if by_year { &[Some("2020"), Some("2021"), Some("2022")] } else { &[None] };
            for size in sizes {
                for (n, year) in years.iter().enumerate() {
                    // Not every key has its bands, but some have.
                    if n > 0 && self.pick(5) == 4 {
                        continue;
                    }
                    let keys: Vec<&str> = [*size, *year].into_iter().flatten().collect();
                    let (cite, table) = (self.cite(), self.table(&scale));
                    write!(item, "\n  {} {cite}: {table}", keys.join(", ")).unwrap();
                }
            }
        }
        self.items.push(item);
        self.scales.push(scale);
    }

    fn table(&mut self, scale: &Scale) -> String {
        let mut threshold = self.pick(3);
        let mut bands = Vec::new();
        for _ in 0..1 + self.pick(3) {
            let rate = ["10", "12.5", "0", "30"][self.pick(4)];
            let (from, rate) =
                (self.literal_of(scale.from, &threshold.to_string()), self.literal_of(scale.to, rate));
            bands.push(format!("from {from} = {rate}"));
            threshold += 1 + self.pick(30);
        }
        bands.join(", ")
    }

    /// `SCALE at x`, `SCALE on bands of x`
    pub(super) fn banded(&mut self, unit: Unit, at: &At) -> Option<(String, u8)> {
        let on_bands = |s: &Scale| unit == Unit::Kr && s.to != Unit::Kr;
        let all: Vec<Scale> = self.scales.iter().filter(|s| s.to == unit || on_bands(s)).cloned().collect();
        if all.is_empty() {
            return None;
        }
        let scale = all[self.pick(all.len())].clone();
        let mut keys = Vec::new();
        if scale.by_size && (!at.sets.contains(&1) || self.pick(3) == 2) {
            keys.push(self.member(1, at));
        }
        if scale.by_year && (!at.year || self.pick(3) == 2) {
            keys.push(if at.year { "year - 1" } else { "2021" }.to_owned());
        }
        let keys = if keys.is_empty() { String::new() } else { format!("[{}]", keys.join(", ")) };
        let inside = At { depth: at.depth.saturating_sub(1), ..at.clone() };
        let (x, n) = self.num(scale.from, &inside);
        let (own, rate) = match scale.from {
            Unit::Day => (0, 2),
            _ if scale.to == Unit::Percent => (2, 4),
            _ => (2, 2),
        };
        let text = format!("{}{keys}", scale.text);
        Some(if on_bands(&scale) {
            (format!("({text} on bands of ({x}))"), n.max(own) + rate)
        } else {
            (format!("({text} at ({x}))"), rate)
        })
    }

    /// A total that is shared out: among rows, or among the members of a set.
    fn shared(&mut self, unit: Unit, at: &At) -> Option<(u8, String)> {
        let leaf = At { depth: 0, ..at.clone() };
        let (over, per, of_total) = match (at.entity, at.sets.first()) {
            (_, Some(set)) if at.entity.is_none() || self.pick(2) == 1 => {
                (SETS[*set].0, "", At { sets: Vec::new(), ..leaf.clone() })
            }
            (Some(e), _) => match (e, self.pick(2)) {
                (2, 1) => (ENTITIES[2], " per house_of", leaf.clone()),
                (1, 1) => (ENTITIES[1], " per town_of", leaf.clone()),
                _ => (ENTITIES[e], "", At { entity: None, ..leaf.clone() }),
            },
            _ => return None,
        };
        let total = self.num(unit, &of_total).0;
        let (step, more) = (self.one(&["1", "0.5", "0.25"]), if unit == Unit::Percent { 2 } else { 0 });
        let step = self.literal_of(unit, step);
        let total = if self.pick(5) == 4 {
            format!("({total})")
        } else {
            format!("(round half up ({total}) to {step})")
        };
        let weight = self.num(Unit::Token, at).0;
        let weight = if self.pick(4) == 3 { weight } else { format!("max({weight}, 0 token)") };
        let filter = if self.pick(3) == 2 { format!(" where {}", self.truth(&leaf)) } else { String::new() };
        let order =
            if self.pick(3) == 2 { format!(" in order of {}", self.date(&leaf)) } else { String::new() };
        let text = format!("\n  = apportion {total} by ({weight}) over {over}{filter}{per} to {step}{order}");
        let decimals =
            step.split_once('.').map_or(0, |(_, rest)| rest.bytes().take_while(u8::is_ascii_digit).count());
        Some((decimals as u8 + more, text))
    }

    /// A later document that changes a definition: by its form, what stands in it.
    pub(super) fn amend(&mut self, text: &str, form: usize, ty: Ty, at: &At) {
        if self.pick(3) != 2 {
            return;
        }
        let sub = At { depth: 1, ..at.clone() };
        let mut item = format!("amend {text}");
        match form {
            0..=4 | 6 if at.year => {
                let span = self.one(&["from 2022", "from 2021 to 2021", "from 2022 to 2023"]);
                let body = self.body_as(ty, &sub);
                write!(item, "\n  replaces {span} retroactive cite latest page 1 = {body}").unwrap();
            }
            5 if at.entity == Some(2) => {
                let span = self.one(&["from 2021-03-01", "from 2022-01-01 to 2022-06-30"]);
                let body = self.body_as(ty, &sub);
                write!(item, "\n  replaces {span} retroactive cite latest page 1 = {body}").unwrap();
            }
            7 if at.year => {
                let (when, body) = (self.truth(&sub), self.body_as(ty, &sub));
                let change = match self.pick(3) {
                    0 => format!(
                        "replaces exception one from 2022 retroactive cite latest page 2\n    when {when} = {body}"
                    ),
                    1 => format!(
                        "adds exception late overrides one from 2022 to 2023 retroactive cite latest page 2\n    when {when} = {body}"
                    ),
                    _ => "repeals exception one from 2022 to 2022 retroactive cite latest page 2".to_owned(),
                };
                write!(item, "\n  {change}").unwrap();
            }
            _ => return,
        }
        self.items.push(item);
    }

    /// A body with at most the decimals that a definition has been given.
    fn body_as(&mut self, ty: Ty, at: &At) -> String {
        match ty {
            Ty::Num(unit, n) => {
                let plain = if unit == Unit::Percent { n.saturating_sub(2) } else { n };
                let x = self.num(unit, at).0;
                let step = match plain {
                    0 => "1".to_owned(),
                    n => format!("0.{}1", "0".repeat(usize::from(n) - 1)),
                };
                format!("round half up ({x}) to {}", self.literal_of(unit, &step))
            }
            ty => self.body(ty, at),
        }
    }

    /// A recurrence, an allotment, days in running years: what a whole body is.
    pub(super) fn rows_served(&mut self, unit: Unit, at: &At, own: &str) -> Option<(u8, String)> {
        let sub = At { depth: 1, ..at.clone() };
        if at.year && self.pick(2) == 0 {
            let (base, step) = (self.body(Ty::Num(unit, 2), &sub), self.body(Ty::Num(unit, 2), &sub));
            let scale = if unit == Unit::Percent { 4 } else { 2 };
            return Some((scale, format!("\n  to 2020 = {base}\n  from 2021 = (previous {own}) + ({step})")));
        }
        if unit == Unit::Day && at.entity == Some(2) {
            let span = self.days_from("days", &At { year: false, sets: Vec::new(), ..sub });
            let opening = self.one(&["on the anniversary", "at the next start"]);
            let keeping = self.one(&["", " keeping the first limit"]);
            let limit = 1 + self.pick(300);
            return Some((
                0,
                format!(
                    "\n  = allot {span}\n      at most {limit} day per house_of\n      in running years from 2020-10-01 opening again {opening}{keeping}\n      in order of starts, stay"
                ),
            ));
        }
        if self.pick(2) == 1
            && let Some(found) = self.shared(unit, &sub)
        {
            return Some(found);
        }
        let e = at.entity?;
        let (asked, m) = self.num(unit, &sub);
        let (cap, n) = self.num(unit, &At { depth: 0, entity: None, sets: Vec::new(), ..sub.clone() });
        let per = match (e, self.pick(2)) {
            (2, 1) => "per house_of",
            (1, 1) => "per town_of",
            (0, _) | (_, 0) => "",
            _ => "",
        };
        let whole = if self.pick(3) == 2 { "\n      all or nothing" } else { "" };
        let first = self.date(&At { depth: 0, ..sub });
        Some((
            m.max(n),
            format!(
                "\n  = allot ({asked})\n      at most ({cap}) {per}\n      in order of {first}, {}{whole}",
                ENTITIES[e]
            ),
        ))
    }
}
