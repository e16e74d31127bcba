//! The numbers that a run computed, to hold a template's text against.
//!
//! In: a result. Out: whether a number is one of them, as it is or rounded; whether a date or a year is. Not here: finding
//! numbers in text.

use crate::context::Matter;
use ramme_eval::result::{CellValue, Deadline, Exact, Output, RunResult, Verdict};
use ramme_report::{model, sentence};
use ramme_rulebook::model::Type;
use ramme_value::{Date, Unit};
use std::collections::BTreeSet;

/// The numbers, years and dates of a result.
#[derive(Debug, Default)]
pub(crate) struct Known {
    /// Sizes without signs, ascending; percents as they are written (6.9 for 6.9 %).
    numbers: Vec<f64>,
    years: BTreeSet<i32>,
    dates: BTreeSet<String>,
}

impl Known {
    pub(crate) fn of(matter: &Matter) -> Known {
        let mut known = Known::default();
        let result = &matter.result;
        known.basis(matter);
        result.values.iter().for_each(|output| known.output(output));
        known.chances(result);
        known.forecasts(result);
        let judgement = &result.judgement;
        judgement.results.iter().chain(&judgement.targets).for_each(|one| known.verdict(one));
        known.counts(result);
        known.numbers.sort_by(f64::total_cmp);
        known
    }

    /// True for a number that lies as near to one of these as its last decimal allows: `unit` is what it is counted in (a
    /// million), `step` its last decimal.
    pub(crate) fn has(&self, number: f64, unit: f64, step: f64) -> bool {
        let half = 0.5 * step * unit;
        let size = number.abs() * unit;
        // A little more than half a step, for what binary floats cannot hold.
        let room = half + size * 1e-9 + 1e-12;
        let at = self.numbers.partition_point(|x| *x < size - room);
        self.numbers.get(at).is_some_and(|x| *x <= size + room)
    }

    pub(crate) fn has_year(&self, year: i32) -> bool {
        self.years.contains(&year)
    }

    /// True for a day that the result knows, as `2023-11-30`.
    pub(crate) fn has_date(&self, iso: &str) -> bool {
        self.dates.contains(iso)
    }

    fn push(&mut self, number: f64) {
        if number.is_finite() {
            self.numbers.push(number.abs());
        }
    }

    fn day(&mut self, day: Date) {
        self.years.insert(day.ymd().0);
        self.dates.insert(day.to_string());
    }

    /// What stands in words: years, dates, numbers.
    fn words(&mut self, text: &str) {
        let kept = |c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | '_');
        for word in text.split(|c: char| !kept(c)).map(|w| w.trim_matches(['.', '-'])) {
            if let Ok(day) = Date::parse_iso(word) {
                self.day(day);
                continue;
            }
            for part in word.split('-') {
                let plain = part.replace('_', "");
                if plain.len() == 4
                    && let Ok(year) = plain.parse::<i32>()
                {
                    self.years.insert(year);
                }
                if let Ok(number) = plain.parse::<f64>() {
                    self.push(number);
                }
            }
        }
    }

    #[allow(clippy::cast_precision_loss, reason = "to compare with what is written")]
    fn basis(&mut self, matter: &Matter) {
        let basis = &matter.result.basis;
        self.years.extend(basis.years.0..=basis.years.1);
        self.push(f64::from(basis.years.1.saturating_sub(basis.years.0).saturating_add(1)));
        self.push(basis.draws as f64);
        self.push(basis.seed as f64);
        basis.known_on.into_iter().for_each(|day| self.day(day));
        self.words(&basis.title);
        let said = matter.spoken.values.iter().flat_map(|output| &output.cells).flat_map(|cell| &cell.keys);
        said.for_each(|key| self.words(key));
        for document in &matter.documents {
            self.words(&document.title);
            document.published.into_iter().for_each(|day| self.day(day));
        }
        for lever in &matter.levers {
            self.words(&lever.name);
            self.words(&lever.value);
            self.words(&lever.reason);
        }
    }

    fn exact(&mut self, value: &Exact, unit: &Unit) {
        match value {
            Exact::Date(day) => self.day(*day),
            Exact::Text(text) => self.words(text),
            _ => {
                let times = if unit.shift() > 0 { 100.0 } else { 1.0 };
                if let Some(x) = model::approximate(value) {
                    self.push(x * times);
                }
            }
        }
    }

    #[allow(clippy::cast_precision_loss, reason = "to compare with what is written")]
    fn output(&mut self, output: &Output) {
        let unit = unit_of(&output.ty);
        let times = if unit.shift() > 0 { 100.0 } else { 1.0 };
        self.push(output.cells.len() as f64);
        for cell in &output.cells {
            cell.keys.iter().for_each(|key| self.words(key));
            match &cell.value {
                CellValue::Exact(value) => self.exact(value, &unit),
                CellValue::Draws(summary) => {
                    self.push(summary.mean * times);
                    for (level, x) in &summary.quantiles {
                        self.push(level * 100.0);
                        self.push(x * times);
                    }
                }
                CellValue::Missing(_) => {}
            }
            if let Some((low, high)) = &cell.range {
                self.exact(low, &unit);
                self.exact(high, &unit);
            }
            if let Some(known) = cell.known {
                self.push(known.n as f64);
                self.push(known.of as f64);
            }
        }
    }

    #[allow(clippy::cast_precision_loss, reason = "to compare with what is written")]
    fn chances(&mut self, result: &RunResult) {
        for row in &result.chances {
            self.push(row.shortfall);
            for (share, range) in &row.above {
                self.exact(&Exact::Dec(*share), &Unit::percent());
                [range.low * 100.0, range.high * 100.0].into_iter().for_each(|x| self.push(x));
                self.push(range.n as f64);
                self.push(range.happened as f64);
            }
            for (chance, amount) in &row.holds {
                self.push(chance * 100.0);
                self.push(*amount);
            }
        }
    }

    fn forecasts(&mut self, result: &RunResult) {
        for check in &result.checks {
            let unit = unit_of(&check.ty);
            let (low, high) = (&check.allowed.0, &check.allowed.1);
            let (from, to) = (&check.rounds_from.0, &check.rounds_from.1);
            [&check.published, low, high, from, to]
                .into_iter()
                .chain(&check.worked)
                .for_each(|x| self.exact(x, &unit));
        }
        for past in &result.hindcasts {
            let times = if unit_of(&past.ty).shift() > 0 { 100.0 } else { 1.0 };
            self.push(past.published * times);
            past.quantiles.iter().for_each(|(_, x)| self.push(x * times));
        }
    }

    fn verdict(&mut self, verdict: &Verdict) {
        let unit = sentence::unit(verdict);
        let figures = [&verdict.measured, &verdict.limit, &verdict.excess];
        figures.into_iter().flatten().for_each(|value| self.exact(value, &unit));
        verdict.subject.iter().for_each(|(_, key)| self.words(key));
        if let Some(Deadline::Day(day)) = verdict.deadline {
            self.day(day);
        }
    }

    #[allow(clippy::cast_precision_loss, reason = "to compare with what is written")]
    fn counts(&mut self, result: &RunResult) {
        let counts = ramme_report::tally::tally(&result.judgement);
        let all = [
            counts.complies,
            counts.explained,
            counts.breach,
            counts.undetermined,
            counts.met,
            counts.not_met,
            counts.open_targets,
            counts.judged(),
            counts.aimed(),
        ];
        all.into_iter().filter(|n| *n > 0).for_each(|n| self.push(n as f64));
    }
}

fn unit_of(ty: &Type) -> Unit {
    match ty {
        Type::Num(n) => n.unit.clone(),
        _ => Unit::none(),
    }
}
