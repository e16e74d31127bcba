//! What is declared of a series' past: breaks and one-off years. In: a series and its events. Out: the series as a method
//! should see it, and every value that was changed.
//!
//! A machine cannot find a break in four differences, so none is looked for: events are stated in the data, handled
//! here before any method, and listed. A forecast is then given with and without them. Not here: the method.

use crate::error::ForecastError;
use crate::method::FEWEST;
use crate::series::Series;
use crate::words::Words;

/// How the two sides of a break are made comparable.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Bridge {
    /// The break year's value by the old definition is known: earlier values are multiplied with new / old.
    Overlap(f64),
    /// It is not known: earlier values are multiplied so that the change into the break year is the median of the other
    /// relative changes (moved by an amount, with the median change, where a value is not above zero).
    TypicalChange,
    /// Values before the break are left out.
    Cut,
}

/// Something declared of a year.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Event {
    /// From this year on the series means something else: a new account plan, a new definition.
    Break {
        /// The first year of the new meaning.
        year: i32,
        /// How the years before are treated.
        bridge: Bridge,
    },
    /// This year stands apart: covid, a strike. It is replaced by the middle of its neighbours; at an end, by the neighbour
    /// and the median change.
    OneOff {
        /// The year.
        year: i32,
    },
}

/// A value that was changed or left out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Change {
    /// The year.
    pub year: i32,
    /// What the data say.
    pub from: f64,
    /// What the method sees; none where the value was left out.
    pub to: Option<f64>,
}

/// A series as a method should see it.
#[derive(Clone, Debug, PartialEq)]
pub struct Adjusted {
    /// The series.
    pub series: Series,
    /// What was changed, in order of years.
    pub changes: Vec<Change>,
    /// One sentence an event.
    pub notes: Vec<String>,
}

/// Applies events in the order of their years, one-off years first.
///
/// Errors: a year outside the series (a break must lie after its first year); the same year twice with the same kind;
/// an overlap that is zero, not finite or of the other sign; fewer than three points left after a cut.
pub fn adjust(series: &Series, events: &[Event]) -> Result<Adjusted, ForecastError> {
    let mut sorted = events.to_vec();
    sorted.sort_by_key(|event| match event {
        Event::OneOff { year } => (0, *year),
        Event::Break { year, .. } => (1, *year),
    });
    check(series, &sorted)?;
    let (mut values, mut from, mut notes) = (series.values.clone(), 0, Vec::new());
    let special: Vec<usize> = sorted.iter().map(|event| place(series, year_of(event))).collect();
    for (event, at) in sorted.iter().zip(&special) {
        match event {
            Event::OneOff { year } => {
                values[*at] = between(&values, *at, &special);
                notes.push(format!("{year} is declared a one-off year: replaced by its neighbours"));
            }
            Event::Break { year, bridge } => {
                let note = join(&mut values, *at, *bridge, &special)?;
                notes.push(format!("break in {year}: {note}"));
                if *bridge == Bridge::Cut {
                    from = from.max(*at);
                }
            }
        }
    }
    if values.len() - from < FEWEST {
        let found = values.len() - from;
        return Err(ForecastError::TooFew { what: "points after the break", found, needed: FEWEST });
    }
    let changes = series
        .values
        .iter()
        .zip(&values)
        .enumerate()
        .filter(|(i, (old, new))| *i < from || old.to_bits() != new.to_bits())
        .map(|(i, (old, new))| {
            let to = (i >= from).then_some(*new);
            Change { year: series.start + i as i32, from: *old, to }
        })
        .collect();
    let start = series.start + from as i32;
    Ok(Adjusted {
        series: Series { id: series.id.clone(), start, values: values.split_off(from) },
        changes,
        notes,
    })
}

fn year_of(event: &Event) -> i32 {
    match event {
        Event::OneOff { year } | Event::Break { year, .. } => *year,
    }
}

fn place(series: &Series, year: i32) -> usize {
    (year - series.start).max(0) as usize
}

/// Refuses events that do not fit the series.
fn check(series: &Series, events: &[Event]) -> Result<(), ForecastError> {
    for (i, event) in events.iter().enumerate() {
        let year = year_of(event);
        let first = series.start + i32::from(matches!(event, Event::Break { .. }));
        if year < first || year > series.end() {
            let (id, end) = (&series.id, series.end());
            let why = Words::both(
                format!("series {id}: an event is declared for {year}, outside {first}-{end}"),
                format!("serien {id}: der er erklæret noget om {year}, uden for {first}-{end}"),
            );
            return Err(ForecastError::Structure { why });
        }
        let same = |other: &&Event| {
            year_of(other) == year && std::mem::discriminant(*other) == std::mem::discriminant(event)
        };
        if events[..i].iter().any(|other| same(&other)) {
            return Err(ForecastError::Duplicate { id: series.id.clone(), year });
        }
    }
    Ok(())
}

/// The middle of the neighbours; at an end the neighbour and the median change.
fn between(values: &[f64], at: usize, special: &[usize]) -> f64 {
    match (at.checked_sub(1).map(|i| values[i]), values.get(at + 1)) {
        (Some(before), Some(after)) => 0.5 * (before + after),
        (Some(before), None) => before + typical(values, special),
        (None, Some(after)) => after - typical(values, special),
        (None, None) => values[at],
    }
}

/// The median change that does not touch a special year.
fn typical(values: &[f64], special: &[usize]) -> f64 {
    let plain = |i: &usize| !special.contains(i) && !special.contains(&(i + 1));
    let changes: Vec<f64> = (0..values.len() - 1).filter(plain).map(|i| values[i + 1] - values[i]).collect();
    crate::method::median(&changes)
}

/// Makes the years before a break comparable; says how.
fn join(values: &mut [f64], at: usize, bridge: Bridge, special: &[usize]) -> Result<String, ForecastError> {
    match bridge {
        Bridge::Cut => Ok("earlier years are left out".to_string()),
        Bridge::Overlap(old) => {
            let factor = values[at] / old;
            if !(factor.is_finite() && factor > 0.0) {
                return Err(ForecastError::Option {
                    name: "the overlap of a break",
                    must: "of the new value's sign",
                });
            }
            values[..at].iter_mut().for_each(|y| *y *= factor);
            Ok(format!("earlier years times {factor:.4}, the new over the old figure of the year"))
        }
        Bridge::TypicalChange if values.iter().all(|y| *y > 0.0) => {
            let logs: Vec<f64> = values.iter().map(|y| libm::log(*y)).collect();
            let jump = logs[at] - logs[at - 1] - typical(&logs, special);
            let factor = libm::exp(jump);
            values[..at].iter_mut().for_each(|y| *y *= factor);
            Ok(format!("earlier years times {factor:.4}, so that the change into it is a typical one"))
        }
        Bridge::TypicalChange => {
            let jump = values[at] - values[at - 1] - typical(values, special);
            values[..at].iter_mut().for_each(|y| *y += jump);
            Ok(format!("earlier years moved by {jump:.4}, so that the change into it is a typical one"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series() -> Series {
        Series::new("a", 2015, vec![10.0, 11.0, 12.0, 26.0, 28.0, 15.0, 32.0]).unwrap()
    }

    #[test]
    fn a_one_off_year_is_replaced_and_listed() {
        let done = adjust(&series(), &[Event::OneOff { year: 2020 }]).unwrap();
        assert_eq!(done.changes, vec![Change { year: 2020, from: 15.0, to: Some(30.0) }]);
        assert!(done.notes[0].contains("2020"));
        let last = adjust(&series(), &[Event::OneOff { year: 2021 }, Event::OneOff { year: 2020 }]);
        assert!(last.is_ok());
    }

    #[test]
    fn a_break_joins_or_cuts() {
        let overlap = Event::Break { year: 2018, bridge: Bridge::Overlap(13.0) };
        let done = adjust(&series(), &[overlap, Event::OneOff { year: 2020 }]).unwrap();
        assert_eq!(done.series.values, vec![20.0, 22.0, 24.0, 26.0, 28.0, 30.0, 32.0]);
        assert_eq!(done.changes.len(), 4);
        let typical = Event::Break { year: 2018, bridge: Bridge::TypicalChange };
        let done = adjust(&series(), &[typical, Event::OneOff { year: 2020 }]).unwrap();
        assert!(done.series.values[2] > 23.0 && done.series.values[2] < 26.0);
        let cut = adjust(&series(), &[Event::Break { year: 2018, bridge: Bridge::Cut }]).unwrap();
        assert_eq!((cut.series.start, cut.series.len(), cut.changes.len()), (2018, 4, 3));
        assert!(adjust(&series(), &[Event::Break { year: 2020, bridge: Bridge::Cut }]).is_err());
        assert!(adjust(&series(), &[Event::Break { year: 2015, bridge: Bridge::Cut }]).is_err());
        assert!(adjust(&series(), &[Event::OneOff { year: 2030 }]).is_err());
        assert!(adjust(&series(), &[Event::OneOff { year: 2020 }, Event::OneOff { year: 2020 }]).is_err());
    }
}
