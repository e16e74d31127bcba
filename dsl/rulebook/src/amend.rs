//! Applying amendments: which clause is in play on which days.
//!
//! In: clauses or values, and the amendments that are known, in the order of publication. Out: clauses in play, each with
//! its first and last day. Not here: what is known and read (`view`), mistakes (`check::amendments`).

use crate::model::{Amendment, Clause, KeyValue, ParameterValue, ReadingId, Version};
use ramme_syntax::tree::Verb;
use ramme_value::Date;

/// A clause or value in play, and the days on which it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InPlay {
    /// Its position among the clauses or values.
    pub clause: usize,
    /// The first day; none: always before.
    pub from: Option<Date>,
    /// The last day; none: until further notice.
    pub to: Option<Date>,
}

/// What an amendment can change: a clause of a definition or rule, a value of a parameter.
pub(crate) trait Amendable {
    /// When it holds by itself.
    fn version(&self) -> &Version;
    /// The label of an exception.
    fn label(&self) -> Option<&str> {
        None
    }
    /// The keys of a value.
    fn keys(&self) -> &[KeyValue] {
        &[]
    }
}

impl Amendable for Clause {
    fn version(&self) -> &Version {
        &self.version
    }

    fn label(&self) -> Option<&str> {
        Clause::label(self)
    }
}

impl Amendable for ParameterValue {
    fn version(&self) -> &Version {
        &self.version
    }

    fn keys(&self) -> &[KeyValue] {
        &self.keys
    }
}

/// What is in play: what holds by itself, as far as the amendments leave it, and what they put in its place; ordered by the
/// first day. `counts` says what is known and read.
pub(crate) fn in_play<A: Amendable>(
    all: &[A],
    amendments: &[Amendment],
    counts: impl Fn(&Version) -> bool,
) -> Vec<InPlay> {
    let own = all.iter().enumerate().filter(|(_, one)| !one.version().amends && counts(one.version()));
    let held = |(clause, one): (usize, &A)| InPlay { clause, from: one.version().from, to: one.version().to };
    let mut out: Vec<InPlay> = own.map(held).collect();
    for amendment in amendments.iter().filter(|amendment| counts(&amendment.version)) {
        apply(all, amendment, &mut out);
    }
    out.sort_by_key(|one| (one.from, one.clause));
    out
}

/// Applies one amendment to what is in play.
pub(crate) fn apply<A: Amendable>(all: &[A], amendment: &Amendment, held: &mut Vec<InPlay>) {
    let Version { from, to, .. } = amendment.version;
    if amendment.verb != Verb::Adds {
        let cut = |one: &InPlay| match all.get(one.clause) {
            Some(clause) if changes(amendment, clause) => without(*one, from, to),
            _ => vec![*one],
        };
        *held = held.iter().flat_map(cut).collect();
    }
    held.extend(amendment.clause.map(|clause| InPlay { clause, from, to }));
}

/// Whether an amendment is about a clause, whatever the dates.
pub(crate) fn changes(amendment: &Amendment, clause: &impl Amendable) -> bool {
    let same = |a: Option<ReadingId>, b: Option<ReadingId>| a.is_none() || b.is_none() || a == b;
    amendment.label.as_deref() == clause.label()
        && amendment.keys == clause.keys()
        && same(amendment.version.reading, clause.version().reading)
}

/// What is left of a span without some days: the part before, the part after.
fn without(one: InPlay, from: Option<Date>, to: Option<Date>) -> Vec<InPlay> {
    let begins_after = |a: Option<Date>, b: Option<Date>| matches!((a, b), (Some(a), Some(b)) if a > b);
    if begins_after(from, one.to) || begins_after(one.from, to) {
        return vec![one];
    }
    let day_before = from.and_then(|day| day.add_days(-1));
    let before = day_before.map(|last| InPlay { to: Some(last), ..one });
    let day_after = to.and_then(|day| day.add_days(1));
    let after = day_after.map(|first| InPlay { from: Some(first), ..one });
    before.into_iter().chain(after).filter(|part| !begins_after(part.from, part.to)).collect()
}

/// The first days of a span that nothing covers.
pub(crate) fn uncovered(
    held: &[InPlay],
    from: Option<Date>,
    to: Option<Date>,
) -> Option<(Option<Date>, Option<Date>)> {
    let mut day = from;
    loop {
        let covers = |one: &&InPlay| {
            let begun = match (one.from, day) {
                (None, _) => true,
                (Some(_), None) => false,
                (Some(first), Some(day)) => first <= day,
            };
            begun && one.to.is_none_or(|last| day.is_none_or(|day| day <= last))
        };
        let Some(one) = held.iter().find(covers) else {
            let later =
                held.iter().filter_map(|one| one.from).filter(|first| day.is_none_or(|day| *first > day));
            let before = later.min().and_then(|first| first.add_days(-1));
            let last = match (before, to) {
                (Some(before), Some(to)) => Some(before.min(to)),
                (before, to) => before.or(to),
            };
            return Some((day, last));
        };
        let next = one.to.and_then(|last| last.add_days(1))?;
        if to.is_some_and(|to| next > to) {
            return None;
        }
        day = Some(next);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i32) -> Option<Date> {
        Date::from_ymd(year, 1, 1)
    }

    fn eve(year: i32) -> Option<Date> {
        day(year).and_then(|first| first.add_days(-1))
    }

    fn span(from: Option<Date>, to: Option<Date>) -> InPlay {
        InPlay { clause: 0, from, to }
    }

    #[test]
    fn a_span_loses_its_middle_its_ends_or_nothing() {
        let open = span(None, None);
        let halves = [span(None, eve(2023)), span(day(2024), None)];
        assert_eq!(without(open, day(2023), eve(2024)), halves);
        assert_eq!(without(open, day(2023), None), [span(None, eve(2023))]);
        assert_eq!(without(open, None, None), []);
        let three = span(day(2020), eve(2023));
        assert_eq!(without(three, day(2023), None), [three]);
        assert_eq!(without(three, day(2020), eve(2021)), [span(day(2021), eve(2023))]);
        assert_eq!(without(three, day(2019), eve(2030)), []);
    }

    #[test]
    fn what_nothing_covers_is_found() {
        let held = [span(day(2020), eve(2022)), span(day(2022), eve(2023)), span(day(2024), None)];
        assert_eq!(uncovered(&held, day(2020), eve(2023)), None);
        assert_eq!(uncovered(&held, day(2020), None), Some((day(2023), eve(2024))));
        assert_eq!(uncovered(&held, day(2019), eve(2030)), Some((day(2019), eve(2020))));
        assert_eq!(uncovered(&held, None, eve(2018)), Some((None, eve(2018))));
        assert_eq!(uncovered(&[span(None, eve(2025))], day(2024), None), Some((day(2025), None)));
        assert_eq!(uncovered(&[], day(2024), None), Some((day(2024), None)));
    }
}
