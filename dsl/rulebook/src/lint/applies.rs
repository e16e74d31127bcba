//! Clauses that never apply, because an exception without a condition always goes before them.
//!
//! In: definitions with exceptions. Out: a warning at each base clause or exception on all whose days such an exception is in
//! force and goes before it. Definitions that are amended are passed over: what an amendment takes away may let a clause apply
//! again. Not here: conditions that never hold (`settled`); two clauses at once without an order, which is an error.

use crate::model::{Clause, Definition, Rulebook, Version};
use ramme_diag::{Code, Diagnostic, Text};
use std::collections::BTreeSet;

/// Every clause that never applies.
pub(super) fn never(book: &Rulebook, out: &mut Vec<Diagnostic>) {
    for definition in book.definitions.iter().filter(|d| d.amendments.is_empty()) {
        let always: Vec<&Clause> =
            definition.clauses.iter().filter(|clause| is_unconditional(clause)).collect();
        if always.is_empty() {
            continue;
        }
        for clause in &definition.clauses {
            let Some(other) = always.iter().find(|other| goes_before(definition, other, clause)) else {
                continue;
            };
            let label = other.label().unwrap_or_default();
            let what = match clause.label() {
                Some(label) => {
                    Text::both(format!("the exception `{label}`"), format!("undtagelsen `{label}`"))
                }
                None => Text::both("the base clause", "hovedreglen"),
            };
            out.push(
                Diagnostic::new(Code::NeverApplies)
                    .arg("what", what)
                    .arg("name", &definition.name)
                    .at(clause.version.span)
                    .also(
                        other.version.span,
                        Text::both(
                            format!("the exception `{label}` always goes before it"),
                            format!("undtagelsen `{label}` går altid forud for den"),
                        ),
                    ),
            );
        }
    }
}

fn is_unconditional(clause: &Clause) -> bool {
    let bare = clause.exception.as_ref().is_some_and(|exception| exception.when.is_none());
    bare && clause.dated_by.is_none() && clause.version.awaited.is_none()
}

/// Whether an exception without a condition goes before a clause on all days of that clause, however much was known.
fn goes_before(definition: &Definition, first: &Clause, clause: &Clause) -> bool {
    if std::ptr::eq(first, clause) || !covers(&first.version, &clause.version) || clause.dated_by.is_some() {
        return false;
    }
    match (&first.exception, &clause.exception) {
        (Some(_), None) => true,
        (Some(first), Some(other)) => overrides(definition, &first.label, &other.label),
        _ => false,
    }
}

/// Whether a version is in force and known wherever another one is.
fn covers(first: &Version, other: &Version) -> bool {
    let from = first.from.is_none_or(|day| other.from.is_some_and(|from| day <= from));
    let to = first.to.is_none_or(|day| other.to.is_some_and(|to| day >= to));
    let known = first.known_from.is_none_or(|day| other.known_from.is_some_and(|known| day <= known));
    let reading = first.reading.is_none() || first.reading == other.reading;
    from && to && known && reading
}

/// Whether one label overrides another by name. Through others it may not, where those are not in force.
fn overrides(definition: &Definition, first: &str, other: &str) -> bool {
    let of_label = |label: &str| -> BTreeSet<&str> {
        let exceptions = definition.clauses.iter().filter_map(|clause| clause.exception.as_ref());
        exceptions.filter(|e| e.label == label).flat_map(|e| &e.overrides).map(String::as_str).collect()
    };
    of_label(first).contains(other)
}
