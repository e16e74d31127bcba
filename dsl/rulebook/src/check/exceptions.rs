//! Exceptions of a definition: their conditions, and the order among them.
//!
//! In: clauses of a definition. Out: typed exceptions whose labels are known and whose order has no circle. Not here: which
//! exception applies to a row (that is a matter of the data).

use super::{Checker, Scope};
use crate::model::{Clause, Exception, ReadingId, Type, Version};
use crate::versions::{Kind, apart};
use ramme_diag::{Code, Diagnostic, Span, Text, closest};
use ramme_syntax::tree::{self, Body, Name, Role};
use ramme_value::Date;
use std::collections::{BTreeMap, BTreeSet};

/// More combinations of readings than this are looked at together instead of one by one.
const MOST_COMBINATIONS: usize = 256;

impl Checker {
    /// What a clause is an exception for; the outer `None` where its condition is wrong.
    pub(super) fn exception(
        &mut self,
        role: &Role,
        when: Option<&tree::Expr>,
        scope: &Scope,
    ) -> Option<Option<Exception>> {
        let when = match when {
            Some(when) => Some(self.expect(when, scope, &Type::YesNo)?),
            None => None,
        };
        match role {
            Role::Exception { label, overrides } => Some(Some(Exception {
                label: label.text.clone(),
                overrides: overrides.iter().map(|name| name.text.clone()).collect(),
                when,
            })),
            Role::Plain | Role::Base => match when {
                Some(when) => self.report(Diagnostic::new(Code::WhenWithoutException).at(when.span)),
                None => Some(None),
            },
        }
    }

    /// Says that something has no exceptions; false where it has one.
    pub(super) fn no_exceptions(&mut self, name: &Name, roles: &[&Role], kind: &Text) -> bool {
        let problems = roles.iter().filter_map(|role| match role {
            Role::Exception { label, .. } => Some(label),
            _ => None,
        });
        let problem = |label: &Name| {
            let said = Diagnostic::new(Code::ExceptionNotHere).arg("name", &name.text);
            said.arg("kind", kind.clone()).at(label.span)
        };
        let problems: Vec<Diagnostic> = problems.map(problem).collect();
        let none = problems.is_empty();
        self.problems.extend(problems);
        none
    }

    /// The labels that exceptions override are those of the definition.
    pub(super) fn labels(&mut self, name: &Name, roles: &[&Role]) -> bool {
        let labels = labels_of(roles);
        let before = self.problems.len();
        for role in roles {
            let Role::Exception { overrides, .. } = role else { continue };
            for other in overrides.iter().filter(|other| !labels.contains(other.text.as_str())) {
                self.problems.push(
                    Diagnostic::new(Code::UnknownException)
                        .arg("name", &name.text)
                        .arg("label", &other.text)
                        .maybe_arg("suggestion", closest(&other.text, &labels))
                        .at(other.span),
                );
            }
        }
        self.problems.len() == before
    }

    /// The clauses of a definition against each other: the base in time, each exception in time, and their order.
    pub(super) fn definition_clauses(&mut self, name: &Name, clauses: &[Clause]) {
        let (exceptions, base): (Vec<&Clause>, Vec<&Clause>) =
            clauses.iter().partition(|clause| clause.exception.is_some());
        let of =
            |clauses: &[&Clause]| clauses.iter().map(|clause| clause.version.clone()).collect::<Vec<_>>();
        if let (Some(first), true) = (exceptions.first(), base.is_empty()) {
            let problem = Diagnostic::new(Code::ExceptionsWithoutBase).arg("name", &name.text);
            self.problems.push(problem.at(first.version.span));
        }
        self.against_each_other(&name.text, &of(&base), Kind::Definition);
        let mut by_label: BTreeMap<&str, Vec<Version>> = BTreeMap::new();
        for clause in &exceptions {
            by_label.entry(clause.label().unwrap_or("")).or_default().push(clause.version.clone());
        }
        for (label, versions) in by_label {
            self.overlaps(&format!("{}, exception {label}", name.text), &versions);
        }
        self.order_of(name, &exceptions);
    }

    /// The order among exceptions, on every day and under all readings that hold together.
    pub(crate) fn order_of(&mut self, name: &Name, exceptions: &[&Clause]) {
        let versions = || exceptions.iter().map(|clause| &clause.version);
        let mut said: BTreeSet<Vec<Span>> = BTreeSet::new();
        for readings in combinations(versions()) {
            for day in edges(versions()) {
                let held = exceptions.iter().copied().filter(|clause| {
                    holds_under(&clause.version, &readings) && holds_on(&clause.version, day)
                });
                let held: Vec<&Clause> = held.collect();
                let order = Order::of(held.iter().copied());
                self.circle(name, &held, &order, &mut said);
                self.unordered_always(name, &held, &order, &mut said);
            }
        }
    }

    /// Exceptions that override each other in a circle.
    fn circle(&mut self, name: &Name, held: &[&Clause], order: &Order, said: &mut BTreeSet<Vec<Span>>) {
        let in_circle =
            held.iter().filter(|clause| clause.label().is_some_and(|label| order.goes_before(label, label)));
        let circle: Vec<&&Clause> = in_circle.collect();
        let places: Vec<Span> = circle.iter().map(|clause| clause.version.span).collect();
        let Some(first) = places.first().copied().filter(|_| said.insert(places.clone())) else { return };
        let names: Vec<String> =
            circle.iter().filter_map(|clause| clause.label()).map(|label| format!("`{label}`")).collect();
        let mut problem = Diagnostic::new(Code::OverridesInCircle)
            .arg("name", &name.text)
            .arg("labels", names.join(", "))
            .at(first);
        for other in places.iter().skip(1) {
            problem = problem.also(*other, Text::both("is part of it", "er en del af det"));
        }
        self.problems.push(problem);
    }

    /// Two exceptions without a condition that hold on the same day: no data can part them.
    fn unordered_always(
        &mut self,
        name: &Name,
        held: &[&Clause],
        order: &Order,
        said: &mut BTreeSet<Vec<Span>>,
    ) {
        let always = held.iter().filter(|clause| clause.exception.as_ref().is_some_and(|e| e.when.is_none()));
        let always: Vec<&&Clause> = always.collect();
        for (at, second) in always.iter().enumerate() {
            for first in always.iter().take(at) {
                let (a, b) = (first.label().unwrap_or(""), second.label().unwrap_or(""));
                let places = vec![first.version.span, second.version.span];
                let ordered = a == b || order.goes_before(a, b) || order.goes_before(b, a);
                if ordered || !said.insert(places) {
                    continue;
                }
                self.problems.push(
                    Diagnostic::new(Code::ExceptionsUnordered)
                        .arg("name", &name.text)
                        .arg("first", a)
                        .arg("second", b)
                        .at(second.version.span)
                        .also(first.version.span, Text::both("the other exception", "den anden undtagelse")),
                );
            }
        }
    }
}

/// The days on which something begins to hold or has ended; none stands for the time before all of them.
fn edges<'v>(versions: impl Iterator<Item = &'v Version>) -> BTreeSet<Option<Date>> {
    let mut out = BTreeSet::from([None]);
    for version in versions {
        out.extend([version.from, version.to.and_then(|to| to.add_days(1))]);
    }
    out
}

fn holds_on(version: &Version, day: Option<Date>) -> bool {
    match day {
        None => version.from.is_none(),
        Some(day) => version.from.is_none_or(|from| from <= day) && version.to.is_none_or(|to| day <= to),
    }
}

/// The labels of exceptions.
pub(super) fn labels_of<'r>(roles: &[&'r Role]) -> BTreeSet<&'r str> {
    let label = |role: &&'r Role| match role {
        Role::Exception { label, .. } => Some(label.text.as_str()),
        _ => None,
    };
    roles.iter().filter_map(label).collect()
}

/// What each clause of a body is.
pub(super) fn roles(body: &Body) -> Vec<&Role> {
    body.groups.iter().flat_map(|group| &group.clauses).map(|clause| &clause.role).collect()
}

/// Whether a version holds where these readings are taken, one a group.
pub(crate) fn holds_under(version: &Version, readings: &[ReadingId]) -> bool {
    readings.iter().all(|taken| !apart(version.reading, Some(*taken)))
}

/// Every way to take one reading of each group that some versions stand under; one empty way where there is none.
///
/// Readings that no version names come to the same: one of them stands for all. Beyond a number of ways nothing is taken, so
/// that all versions are looked at together.
pub(crate) fn combinations<'v>(versions: impl Iterator<Item = &'v Version>) -> Vec<Vec<ReadingId>> {
    let mut groups: BTreeMap<u32, BTreeSet<ReadingId>> = BTreeMap::new();
    for reading in versions.filter_map(|version| version.reading) {
        groups.entry(reading.group.0).or_default().insert(reading);
    }
    let mut out: Vec<Vec<ReadingId>> = vec![Vec::new()];
    for readings in groups.values() {
        if out.len().saturating_mul(readings.len()) > MOST_COMBINATIONS {
            return vec![Vec::new()];
        }
        let with = |held: &Vec<ReadingId>| {
            let held = held.clone();
            readings.iter().map(move |reading| held.iter().copied().chain([*reading]).collect())
        };
        out = out.iter().flat_map(with).collect();
    }
    out
}

/// Which labels go before which.
struct Order<'c> {
    over: BTreeMap<&'c str, BTreeSet<&'c str>>,
}

impl<'c> Order<'c> {
    fn of(clauses: impl Iterator<Item = &'c Clause>) -> Order<'c> {
        let mut over: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for exception in clauses.filter_map(|clause| clause.exception.as_ref()) {
            let held = over.entry(&exception.label).or_default();
            held.extend(exception.overrides.iter().map(String::as_str));
        }
        Order { over }
    }

    /// Whether one label overrides another, itself or through others.
    fn goes_before(&self, one: &str, other: &str) -> bool {
        let mut seen = BTreeSet::new();
        let mut waiting: Vec<&str> = self.over.get(one).into_iter().flatten().copied().collect();
        while let Some(at) = waiting.pop() {
            if at == other {
                return true;
            }
            if seen.insert(at) {
                waiting.extend(self.over.get(at).into_iter().flatten());
            }
        }
        false
    }
}
