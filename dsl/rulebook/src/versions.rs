//! Versions: when clauses hold, and whether they leave gaps or overlap (TYPES D1, R1).
//!
//! In: headers of clauses. Out: dated versions; errors that name both places. Not here: which clause a run takes
//! (`view`).

use crate::check::Checker;
use crate::model::{GroupId, ReadingId, Version};
use ramme_diag::{Code, Diagnostic, Span, Text, closest};
use ramme_syntax::tree::{Bound, BoundValue, Header, ReadingRef};
use ramme_value::{Date, Period, PeriodKind};
use std::collections::BTreeSet;

/// What chooses among dated clauses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Chooser {
    /// The day that `days … where` asks about.
    Day,
    /// A date of the row, or something that is known only later.
    Row,
    /// The period of the body.
    Period(PeriodKind),
    /// Nothing.
    Nothing,
}

/// What the clauses belong to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A definition: gaps are errors.
    Definition,
    /// A rule: between two clauses it is not in force, which is worth a warning.
    Rule,
    /// A parameter: a gap is an error where the values are dated.
    Parameter,
}

/// The headers that a clause stands under.
pub(crate) struct Dating<'a> {
    /// What the clause belongs to.
    pub name: &'a str,
    /// The clause's own header.
    pub own: &'a Header,
    /// The common one; a clause's own dates and citations win.
    pub common: Option<&'a Header>,
    /// What chooses among the clauses.
    pub chooser: Chooser,
}

impl Dating<'_> {
    fn from(&self) -> Option<&Bound> {
        self.own.from.as_ref().or_else(|| self.common.and_then(|common| common.from.as_ref()))
    }

    fn to(&self) -> Option<&Bound> {
        self.own.to.as_ref().or_else(|| self.common.and_then(|common| common.to.as_ref()))
    }
}

/// Why dates can't be used where they stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// Nothing says which date counts.
    Unchosen,
    /// A date lies inside a period.
    Inside(Date, Period),
}

impl Trouble {
    pub(crate) fn diagnostic(self, name: &str, span: Span) -> Diagnostic {
        match self {
            Trouble::Unchosen => Diagnostic::new(Code::DateUnchosen).arg("name", name).at(span),
            Trouble::Inside(date, period) => Diagnostic::new(Code::DateInsidePeriod)
                .arg("date", date.to_string())
                .arg("period", period.to_string())
                .at(span),
        }
    }
}

/// Whether dated values can be used where only a period, or nothing, chooses among them.
pub(crate) fn undated<'v>(
    mut versions: impl Iterator<Item = &'v Version>,
    period: Option<PeriodKind>,
) -> Option<Trouble> {
    versions.find_map(|version| {
        if version.from.is_none() && version.to.is_none() {
            return None;
        }
        match period {
            None => Some(Trouble::Unchosen),
            Some(kind) => {
                inside(version.from, kind, Period::start).or_else(|| inside(version.to, kind, Period::end))
            }
        }
    })
}

/// Whether any of several values holds from or to a date.
pub(crate) fn is_dated<'v>(mut versions: impl Iterator<Item = &'v Version>) -> bool {
    versions.any(|version| version.from.is_some() || version.to.is_some())
}

/// A date that is not on the edge of its period.
fn inside(date: Option<Date>, kind: PeriodKind, edge: impl Fn(Period) -> Date) -> Option<Trouble> {
    let date = date?;
    let period = Period::containing(kind, date);
    (edge(period) != date).then_some(Trouble::Inside(date, period))
}

impl Checker {
    /// The version of a clause; dates that can't be used are reported.
    pub(crate) fn version(&mut self, dating: &Dating, reading: Option<ReadingId>, span: Span) -> Version {
        let from = self.bound(dating.from(), Period::start, dating);
        let to = self.bound(dating.to(), Period::end, dating);
        if let (Some(first), Some(last)) = (from, to)
            && first > last
        {
            let at = dating.from().map_or(span, |bound| bound.span);
            self.problems.push(
                Diagnostic::new(Code::FromAfterTo)
                    .arg("from", first.to_string())
                    .arg("to", last.to_string())
                    .at(at),
            );
        }
        let own = &dating.own.cites;
        let cites = match dating.common {
            Some(common) if own.is_empty() => self.citations(&common.cites),
            _ => self.citations(own),
        };
        let known_from = cites.first().and_then(|cite| self.book.documents.get(cite.document.index()));
        let known_from = known_from.and_then(|document| document.published);
        let (reading, awaited) = self.adopted_by(dating, reading);
        Version { reading, awaited, from, to, known_from, cites, amends: false, span }
    }

    /// A bound as a day; a year means its first or last.
    fn bound(
        &mut self,
        bound: Option<&Bound>,
        edge: impl Fn(Period) -> Date,
        dating: &Dating,
    ) -> Option<Date> {
        let bound = bound?;
        let date = match bound.value {
            BoundValue::Date(date) => date,
            BoundValue::Year(year) => match Period::year(year) {
                Some(period) => edge(period),
                None => {
                    let problem = Diagnostic::new(Code::DateOutOfRange).arg("date", year).at(bound.span);
                    return self.report(problem);
                }
            },
        };
        let trouble = match dating.chooser {
            Chooser::Nothing => Some(Trouble::Unchosen),
            Chooser::Period(kind) => inside(Some(date), kind, edge),
            Chooser::Day | Chooser::Row => None,
        };
        if let Some(trouble) = trouble {
            self.problems.push(trouble.diagnostic(dating.name, bound.span));
        }
        Some(date)
    }

    /// The reading that a name stands for.
    pub(crate) fn reading(&mut self, tree: &ReadingRef) -> Option<ReadingId> {
        let name = &tree.name.text;
        let mut held = self.names.readings.get(name).cloned().unwrap_or_default();
        if let Some(group) = &tree.group {
            let id = self.group(&group.text, group.span)?;
            held.retain(|reading| reading.group == id);
            if held.is_empty() {
                return self.unknown_reading(id, name, tree.name.span);
            }
        }
        match held.as_slice() {
            [reading] => Some(*reading),
            [] => {
                let suggestion = closest(name, self.names.readings.keys());
                self.report(
                    Diagnostic::new(Code::UnknownName)
                        .arg("name", name)
                        .maybe_arg("suggestion", suggestion)
                        .at(tree.name.span),
                )
            }
            several => {
                let groups: Vec<String> = several.iter().map(|id| self.group_name(id.group)).collect();
                let listed: Vec<String> = groups.iter().map(|group| format!("`{group}`")).collect();
                let proposal = groups.first().map(|group| format!("{group}.{name}"));
                self.report(
                    Diagnostic::new(Code::ReadingAmbiguous)
                        .arg("reading", name)
                        .arg("groups", listed.join(", "))
                        .maybe_arg("proposal", proposal)
                        .at(tree.name.span),
                )
            }
        }
    }

    /// A group of readings by name.
    pub(crate) fn group(&mut self, name: &str, span: Span) -> Option<GroupId> {
        use crate::model::Symbol;
        use crate::names::Found;
        match self.names.find(name) {
            Found::Symbol(Symbol::Group(id)) => Some(id),
            Found::Poisoned => None,
            Found::Symbol(_) if self.own_group(name).is_some() => self.own_group(name),
            _ => {
                let suggestion = self.names.suggest(name, |s| matches!(s, Some(Symbol::Group(_))));
                self.report(
                    Diagnostic::new(Code::UnknownName)
                        .arg("name", name)
                        .maybe_arg("suggestion", suggestion)
                        .at(span),
                )
            }
        }
    }

    /// Says that a group has no such reading.
    pub(crate) fn unknown_reading<T>(&mut self, group: GroupId, name: &str, span: Span) -> Option<T> {
        let members = self.book.groups.get(group.index()).map(|g| g.members.clone()).unwrap_or_default();
        self.report(
            Diagnostic::new(Code::UnknownReading)
                .arg("group", self.group_name(group))
                .arg("reading", name)
                .maybe_arg("suggestion", closest(name, &members))
                .at(span),
        )
    }

    pub(crate) fn group_name(&self, group: GroupId) -> String {
        self.book.groups.get(group.index()).map(|g| g.name.clone()).unwrap_or_default()
    }

    /// Overlaps, gaps and readings without a clause, among the clauses of one thing.
    pub(crate) fn against_each_other(&mut self, name: &str, versions: &[Version], kind: Kind) {
        let overlapping = self.overlaps(name, versions);
        if kind == Kind::Definition {
            self.silent_readings(name, versions);
        }
        if overlapping {
            return;
        }
        let readings: BTreeSet<Option<ReadingId>> = versions.iter().map(|version| version.reading).collect();
        let single = readings.len() == 1;
        let mut told = BTreeSet::new();
        for reading in readings.into_iter().filter(|reading| single || reading.is_some()) {
            let line = versions.iter().filter(|v| v.reading.is_none() || v.reading == reading);
            self.gaps(name, line.collect(), kind, &mut told);
        }
    }

    /// Says where two of several versions hold at once; whether any do.
    pub(crate) fn overlaps(&mut self, name: &str, versions: &[Version]) -> bool {
        let before = self.problems.len();
        for (at, second) in versions.iter().enumerate() {
            for first in versions.iter().take(at) {
                if !apart(first.reading, second.reading) && overlap(first, second) {
                    self.problems.push(
                        Diagnostic::new(Code::Overlap)
                            .arg("name", name)
                            .arg(
                                "when",
                                days_in_words(first.from.max(second.from), earlier(first.to, second.to)),
                            )
                            .at(second.span)
                            .also(first.span, Text::both("the other clause", "den anden bestemmelse")),
                    );
                }
            }
        }
        self.problems.len() > before
    }

    /// A reading of a group that others have clauses for, and this one has none.
    fn silent_readings(&mut self, name: &str, versions: &[Version]) {
        if versions.iter().any(|version| version.reading.is_none()) {
            return;
        }
        let groups: BTreeSet<GroupId> = versions.iter().filter_map(|v| v.reading.map(|r| r.group)).collect();
        for group in groups {
            let Some(declared) = self.book.groups.get(group.index()) else { continue };
            // What has only a clause that is not in force has no value until it is adopted.
            if declared.name == name {
                continue;
            }
            let (title, members) = (declared.name.clone(), declared.members.clone());
            for (member, text) in (0_u32..).zip(&members) {
                let id = ReadingId { group, member };
                if versions.iter().all(|version| version.reading != Some(id))
                    && let Some(first) = versions.first()
                {
                    self.problems.push(
                        Diagnostic::new(Code::ReadingMissing)
                            .arg("name", name)
                            .arg("reading", text)
                            .arg("group", &title)
                            .at(first.span),
                    );
                }
            }
        }
    }

    fn gaps(
        &mut self,
        name: &str,
        mut line: Vec<&Version>,
        kind: Kind,
        told: &mut BTreeSet<(Option<Date>, Date)>,
    ) {
        line.sort_by_key(|version| version.from);
        for pair in line.windows(2) {
            let [first, second] = pair else { continue };
            let (Some(last), Some(next)) = (first.to, second.from) else { continue };
            let (Some(from), Some(to)) = (last.add_days(1), next.add_days(-1)) else { continue };
            if from > to || !told.insert((Some(from), to)) {
                continue;
            }
            let code = if kind == Kind::Rule { Code::NotInForce } else { Code::Gap };
            self.problems.push(
                Diagnostic::new(code)
                    .arg("name", name)
                    .arg("from", from.to_string())
                    .arg("to", to.to_string())
                    .at(second.span)
                    .also(first.span, Text::both("the clause before", "bestemmelsen før")),
            );
        }
    }
}

/// Two different readings of one group never hold together.
pub(crate) fn apart(a: Option<ReadingId>, b: Option<ReadingId>) -> bool {
    matches!((a, b), (Some(a), Some(b)) if a.group == b.group && a.member != b.member)
}

pub(crate) fn overlap(a: &Version, b: &Version) -> bool {
    let begins_before_end = |from: Option<Date>, to: Option<Date>| match (from, to) {
        (Some(from), Some(to)) => from <= to,
        _ => true,
    };
    begins_before_end(a.from, b.to) && begins_before_end(b.from, a.to)
}

pub(crate) fn earlier(a: Option<Date>, b: Option<Date>) -> Option<Date> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

/// `from 2023-01-01 to 2024-12-31`, as far as there is a first and a last day.
pub(crate) fn days_in_words(from: Option<Date>, to: Option<Date>) -> Text {
    match (from, to) {
        (Some(from), Some(to)) => {
            Text::both(format!("from {from} to {to}"), format!("fra {from} til og med {to}"))
        }
        (Some(from), None) => Text::both(format!("from {from} on"), format!("fra {from} og frem")),
        (None, Some(to)) => Text::both(format!("up to {to}"), format!("til og med {to}")),
        (None, None) => Text::both("on every day", "hver dag"),
    }
}
