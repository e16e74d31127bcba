//! Histories: what is known of a cell, how it was rounded, and what is declared of its years.
//!
//! In: a column of an input, declared events. Out: each cell's past as the data have it and as a method should see it; the
//! pairs of followed and decided figures, as published or drawn from all that rounds to what was published. Not here:
//! how a bridge is laid (`ramme_forecast::events`), models.

use ndarray::Array2;
use ramme_diag::{Diagnostic, Text};
use ramme_forecast::events::{self, Event, adjust};
use ramme_forecast::gap::{GapHistory, Relation, RoundedHistory};
use ramme_forecast::random::series_key;
use ramme_forecast::{ForecastError, Series};
use ramme_rulebook::model::InputId;
use ramme_table::Data;

use super::{Making, words};
use crate::bridge::to_float;
use crate::dataset::InputColumn;
use crate::result::Note;
use crate::scenario::{Bridge, DeclaredEvent, EventKind, Forecast, ForecastKind, SeriesForecast};

/// The past of one cell.
pub(super) struct Past {
    /// The cell in its block.
    pub cell: usize,
    /// As the data have it, from the last year without a gap before it.
    pub raw: Series,
    /// Half of each figure's published unit; none where the data do not say.
    pub halves: Option<Vec<f64>>,
    /// Without anything that is declared: revised years as they were first published.
    pub plain: Series,
    /// As the method sees it.
    pub seen: Series,
    /// What is declared of it, in words.
    pub declared: Vec<Note>,
}

impl Past {
    /// The name of the series.
    pub fn name(&self) -> &str {
        &self.raw.id
    }

    /// The last known year.
    pub fn last(&self) -> i32 {
        self.raw.end()
    }
}

impl Making<'_> {
    /// The pasts of all cells that have one.
    pub(super) fn pasts(
        &self,
        f: &Forecast,
        (id, column): (InputId, &InputColumn),
        declared: &[DeclaredEvent],
    ) -> Result<Vec<Past>, Diagnostic> {
        let raw: Vec<(usize, Series)> =
            (0..self.cells(column)).filter_map(|cell| Some((cell, self.raw(id, column, cell)?))).collect();
        let several = raw.len() > 1;
        let one = |(cell, raw): (usize, Series)| {
            // Of several series some may begin after the event; one that is declared beside the only series is a mistake.
            let concerns = |e: &&DeclaredEvent| !several || e.year.value > raw.start;
            let concerned: Vec<&DeclaredEvent> = declared.iter().filter(concerns).collect();
            let outside = |e: &&&DeclaredEvent| {
                matches!(e.kind, EventKind::Revision(_)) && !(raw.start..=raw.end()).contains(&e.year.value)
            };
            if let Some(e) = concerned.iter().find(outside) {
                return Err(self.refused_because(f, &raw.id, words::outside(e.year.value, &raw)));
            }
            let (plain, revised) = self.unrevised(&raw, (id, column), cell, &concerned);
            let seen = if concerned.is_empty() {
                raw.clone()
            } else {
                let events = events_of(&concerned, &raw);
                adjust(&raw, &events).map_err(|e| self.refused(f, &raw.id, &e))?.series
            };
            let declared = concerned.iter().map(|e| words::event(e)).chain(revised).collect();
            let halves = (raw.start..=raw.end()).map(|y| self.half(id, column, y, cell)).collect();
            Ok(Past { cell, halves, plain, seen, raw, declared })
        };
        raw.into_iter().map(one).collect()
    }

    /// The series with revised years as they were published first, as the data or the scenario say; and, for what the data
    /// say, a sentence a year.
    fn unrevised(
        &self,
        raw: &Series,
        (id, column): (InputId, &InputColumn),
        cell: usize,
        declared: &[&DeclaredEvent],
    ) -> (Series, Vec<Note>) {
        let (mut plain, mut notes) = (raw.clone(), Vec::new());
        for (year, value) in (raw.start..).zip(plain.values.iter_mut()) {
            let said = declared.iter().find_map(|e| match e.kind {
                EventKind::Revision(was) if e.year.value == year => Some(was),
                _ => None,
            });
            if let Some(was) = said {
                *value = was;
                continue;
            }
            let position = self.data.years.position(year);
            let revised = position.and_then(|p| column.revisions.get(&(p, cell))?.first());
            let was = revised.and_then(|r| to_float(&Data::Int(vec![r.value]), 0, self.scale(id)));
            if let (Some(first), Some(was)) = (revised, was) {
                let place = self.spell_place(first.place).unwrap_or_default();
                notes.push(words::revision(year, (was, *value), first.published, &place));
                *value = was;
            }
        }
        (plain, notes)
    }

    fn raw(&self, id: InputId, column: &InputColumn, cell: usize) -> Option<Series> {
        let known = |year: i32| self.value(column, id, year, cell);
        let last = self.data.years.iter().filter(|y| known(*y).is_some()).last()?;
        let mut first = last;
        while known(first - 1).is_some() {
            first -= 1;
        }
        let values = (first..=last).filter_map(known).collect();
        Some(Series { id: self.series_name(id, column, cell), start: first, values })
    }

    /// Half of the published unit of a cell.
    fn half(&self, id: InputId, column: &InputColumn, year: i32, cell: usize) -> Option<f64> {
        let halves = column.half_units.as_ref()?.get(self.data.years.position(year)?)?;
        to_float(&Data::Int(vec![*halves.get(cell)?]), 0, self.scale(id))
    }

    /// The pairs of a followed cell and what was decided beside it, as published or drawn; what is declared is heeded in
    /// every draw.
    pub(super) fn pairs(
        &self,
        f: &Forecast,
        how: Option<&SeriesForecast>,
        past: &Past,
        follower: Option<&Forecast>,
    ) -> Result<GapHistory, Diagnostic> {
        let raw = &past.raw;
        let decided = match follower {
            Some(one) => Some(self.input(one.input.text(), one.input.span)?),
            None => None,
        };
        let years = || raw.start..=raw.end();
        let budget = |y| decided.and_then(|(id, column)| self.value(column, id, y, past.cell));
        let budgets: Vec<f64> = years().map(|y| budget(y).unwrap_or(f64::NAN)).collect();
        let refused = |e: &ForecastError| self.refused(f, past.name(), e);
        let history = if how.is_some_and(|h| h.drawn) {
            let Some(halves) = past.halves.clone() else {
                let reason = Text::both(
                    "its history is to be drawn, and its table does not say `decimals`",
                    "dens historie skal trækkes, og dens tabel siger ikke `decimals`",
                );
                return Err(self.refused_because(f, past.name(), reason));
            };
            let half =
                |y| decided.and_then(|(id, column)| self.half(id, column, y, past.cell)).unwrap_or(0.0);
            let budget_halves: Vec<f64> = years().map(half).collect();
            let published = self.published(follower, past)?;
            self.drawn(past, (&budgets, &budget_halves), halves, &published).map_err(|e| refused(&e))?
        } else {
            GapHistory::certain(raw.start, &raw.values, &budgets).map_err(|e| refused(&e))?
        };
        let declared = how.map(|h| h.events.as_slice()).unwrap_or_default();
        bridged(history, past, declared).map_err(|e| refused(&e))
    }

    /// The published deviations, by year of the past: the share and half of its published unit.
    fn published(
        &self,
        follower: Option<&Forecast>,
        past: &Past,
    ) -> Result<Vec<Option<(f64, f64)>>, Diagnostic> {
        let named = match follower.map(|f| &f.kind) {
            Some(ForecastKind::Decision { deviation: Some(name), .. }) => name,
            _ => return Ok(vec![None; past.raw.len()]),
        };
        let (id, column) = self.input(named.text(), named.span)?;
        let one = |y| Some((self.value(column, id, y, past.cell)?, self.half(id, column, y, past.cell)?));
        Ok((past.raw.start..=past.raw.end()).map(one).collect())
    }

    /// Histories drawn from all that round to the published figures and keep to the published deviations.
    fn drawn(
        &self,
        past: &Past,
        (budgets, budget_halves): (&[f64], &[f64]),
        halves: Vec<f64>,
        published: &[Option<(f64, f64)>],
    ) -> Result<GapHistory, ForecastError> {
        let n = past.raw.len();
        let mut rounded =
            RoundedHistory { figures: past.raw.values.clone(), half_widths: halves, relations: Vec::new() };
        let mut places = vec![None; n];
        for (year, (b, half)) in
            budgets.iter().zip(budget_halves).enumerate().filter(|(_, (b, _))| !b.is_nan())
        {
            let place = rounded.figures.len();
            rounded.figures.push(*b);
            rounded.half_widths.push(*half);
            if let Some(slot) = places.get_mut(year) {
                *slot = Some(place);
            }
            if let Some(Some((share, width))) = published.get(year)
                && *width > 0.0
            {
                rounded.relations.extend(Relation::ratio(year, place, 1.0 + share, *width));
            }
        }
        let all = rounded.draw(self.draws, self.seed, series_key(past.name()))?;
        let accounts = Array2::from_shape_fn((n, self.draws), |(y, d)| all[[y, d]]);
        let decided = Array2::from_shape_fn((n, self.draws), |(y, d)| {
            places.get(y).copied().flatten().map_or(f64::NAN, |place| all[[place, d]])
        });
        GapHistory::drawn(past.raw.start, accounts, decided)
    }
}

/// What is declared, in the terms of the forecasts.
fn events_of(declared: &[&DeclaredEvent], series: &Series) -> Vec<Event> {
    let one = |e: &&DeclaredEvent| {
        let year = e.year.value;
        let bridge = match e.kind {
            EventKind::OneOff => return Some(Event::OneOff { year }),
            EventKind::Revision(_) => return None,
            EventKind::Break(Bridge::Typical) => events::Bridge::TypicalChange,
            EventKind::Break(Bridge::Cut) => events::Bridge::Cut,
            EventKind::Break(Bridge::Factor(factor)) => {
                let at = usize::try_from(i64::from(year) - i64::from(series.start)).ok();
                let new = at.and_then(|at| series.values.get(at)).copied().unwrap_or(1.0);
                events::Bridge::Overlap(new / factor)
            }
        };
        Some(Event::Break { year, bridge })
    };
    declared.iter().filter_map(one).collect()
}

/// A history with what is declared heeded in every draw. What was decided before a break is brought over it as the accounts
/// are; in a one-off year the pair says nothing of habit.
fn bridged(
    history: GapHistory,
    past: &Past,
    declared: &[DeclaredEvent],
) -> Result<GapHistory, ForecastError> {
    let concerned: Vec<&DeclaredEvent> =
        declared.iter().filter(|e| e.year.value >= past.seen.start && e.year.value <= past.last()).collect();
    let cut = declared.iter().any(|e| matches!(e.kind, EventKind::Break(Bridge::Cut)));
    if past.declared.is_empty() || (concerned.is_empty() && !cut) {
        return Ok(history);
    }
    let all: Vec<&DeclaredEvent> =
        declared.iter().filter(|e| e.year.value > past.raw.start || past.raw.start == e.year.value).collect();
    let one_off = |year: i32| all.iter().any(|e| e.kind == EventKind::OneOff && e.year.value == year);
    let rows = past.seen.len();
    let skip = past.raw.len() - rows;
    let mut accounts = Array2::zeros((rows, history.draws()));
    let mut budgets = Array2::zeros((rows, history.draws()));
    for draw in 0..history.draws() {
        let raw = Series::new(past.name(), past.raw.start, history.accounts.column(draw).to_vec())?;
        let seen = adjust(&raw, &events_of(&all, &raw))?.series;
        for (i, x) in seen.values.iter().enumerate() {
            let year = seen.start.saturating_add(i32::try_from(i).unwrap_or(i32::MAX));
            accounts[[i, draw]] = *x;
            let moved = history.budgets[[skip + i, draw]] * x / history.accounts[[skip + i, draw]];
            budgets[[i, draw]] = if one_off(year) { f64::NAN } else { moved };
        }
    }
    GapHistory::drawn(past.seen.start, accounts, budgets)
}
