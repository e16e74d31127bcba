//! Recurrences: a definition that rests on its own earlier values has to begin somewhere (TYPES D4).
//!
//! In: a rulebook whose definitions are typed. Out: a problem for each circle in which no clause ends. Not here: circles
//! within one period; those are found before types are (`check::order`).

use crate::model::{Definition, DefinitionId, ExprKind, Rulebook, Type};
use ramme_diag::{Code, Diagnostic};
use std::collections::BTreeSet;

/// The circles without a beginning, each named once, by its first definition.
pub(crate) fn without_base(book: &Rulebook) -> Vec<Diagnostic> {
    let uses: Vec<Vec<usize>> = book.definitions.iter().map(used).collect();
    let mut said = BTreeSet::new();
    let mut out = Vec::new();
    for (at, definition) in book.definitions.iter().enumerate() {
        if !looks_back(definition) {
            continue;
        }
        let circle = circle(&uses, at);
        let begins = circle.iter().filter_map(|i| book.definitions.get(*i)).any(ends_somewhere);
        if circle.is_empty() || begins || circle.iter().any(|i| said.contains(i)) {
            continue;
        }
        said.extend(circle);
        out.push(problem(definition));
    }
    out
}

fn ends_somewhere(definition: &Definition) -> bool {
    definition.clauses.iter().any(|clause| clause.version.to.is_some())
}

/// Every circle has a definition that looks back; only those are followed.
fn looks_back(definition: &Definition) -> bool {
    let mut found = false;
    for clause in &definition.clauses {
        for expr in clause.exprs() {
            expr.visit(&mut |part| found |= matches!(part.kind, ExprKind::Shift { .. }));
        }
    }
    found
}

fn problem(definition: &Definition) -> Diagnostic {
    let unit = match &definition.ty {
        Type::Num(num) => num.unit.to_string(),
        _ => String::new(),
    };
    Diagnostic::new(Code::BaseMissing)
        .arg("name", &definition.name)
        .arg("period", "2022")
        .arg("unit", unit)
        .at(definition.span)
}

/// The definitions that one names anywhere, in any period.
fn used(definition: &Definition) -> Vec<usize> {
    let mut out = Vec::new();
    for clause in &definition.clauses {
        for expr in clause.exprs() {
            expr.visit(&mut |part| {
                if let ExprKind::Definition(DefinitionId(id)) = &part.kind {
                    out.push(*id as usize);
                }
            });
        }
    }
    out
}

/// The definitions on a way from one back to itself; none where there is no such way.
fn circle(uses: &[Vec<usize>], start: usize) -> BTreeSet<usize> {
    let from_start = reached(uses, start);
    if !from_start.contains(&start) {
        return BTreeSet::new();
    }
    from_start.into_iter().filter(|i| reached(uses, *i).contains(&start)).collect()
}

fn reached(uses: &[Vec<usize>], start: usize) -> BTreeSet<usize> {
    let mut seen = BTreeSet::new();
    let mut waiting: Vec<usize> = uses.get(start).cloned().unwrap_or_default();
    while let Some(at) = waiting.pop() {
        if seen.insert(at) {
            waiting.extend(uses.get(at).into_iter().flatten());
        }
    }
    seen
}
