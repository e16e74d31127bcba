//! Lints: what is allowed and probably not meant.
//!
//! In: a rulebook without errors. Out: warnings and notes, few and quiet. Not here: anything that stops a run.

use crate::model::{Expr, ExprKind, InputId, ParameterId, Rulebook, ScaleId, Type, Value, Version};
use ramme_diag::{Code, Diagnostic};
use ramme_value::NumType;
use std::collections::BTreeSet;

/// Everything that is worth a remark.
pub(crate) fn lints(book: &Rulebook) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    if !book.documents.is_empty() {
        uncited(book, &mut out);
    }
    unused(book, &mut out);
    out
}

/// Clauses with figures or conditions that cite nothing.
fn uncited(book: &Rulebook, out: &mut Vec<Diagnostic>) {
    let mut check = |name: &str, version: &Version, says_something: bool| {
        if version.cites.is_empty() && says_something {
            out.push(Diagnostic::new(Code::NotCited).arg("name", name).at(version.span));
        }
    };
    for parameter in &book.parameters {
        for value in &parameter.values {
            check(&parameter.name, &value.version, true);
        }
    }
    for scale in &book.scales {
        for table in &scale.tables {
            check(&scale.name, &table.version, true);
        }
    }
    for definition in &book.definitions {
        for clause in &definition.clauses {
            check(&definition.name, &clause.version, clause.exprs().any(says_something));
        }
    }
    for rule in &book.rules {
        for clause in &rule.clauses {
            check(&rule.name, &clause.version, true);
        }
    }
}

/// Whether a body holds a figure of its own, or a condition.
fn says_something(body: &Expr) -> bool {
    let mut found = false;
    body.visit(&mut |part| {
        found |= match &part.kind {
            ExprKind::Const(Value::Dec(value)) => !value.is_zero() && !is_whole_percent(part),
            ExprKind::Const(Value::Date(_)) => true,
            ExprKind::Compare { .. } | ExprKind::If { .. } => true,
            _ => false,
        };
    });
    found
}

/// `100 %` in `100 % + pl` is no figure of anyone's.
fn is_whole_percent(part: &Expr) -> bool {
    match (&part.ty, &part.kind) {
        (Type::Num(NumType { unit, .. }), ExprKind::Const(Value::Dec(value))) => {
            unit.is_percent() && *value == ramme_value::Decimal::whole(1)
        }
        _ => false,
    }
}

/// Parameters and inputs that nothing reads.
fn unused(book: &Rulebook, out: &mut Vec<Diagnostic>) {
    let mut parameters: BTreeSet<ParameterId> = BTreeSet::new();
    let mut scales: BTreeSet<ScaleId> = BTreeSet::new();
    let mut inputs: BTreeSet<InputId> = BTreeSet::new();
    for body in bodies(book) {
        body.visit(&mut |part| match part.kind {
            ExprKind::Parameter(id) => {
                parameters.insert(id);
            }
            ExprKind::Scale(id) => {
                scales.insert(id);
            }
            ExprKind::Input(id) => {
                inputs.insert(id);
            }
            _ => {}
        });
    }
    parameters.extend(book.parameters.iter().filter_map(|p| p.indexed).map(|indexed| indexed.index));
    for (at, parameter) in book.parameters.iter().enumerate() {
        if !parameters.contains(&ParameterId::at(at)) {
            out.push(Diagnostic::new(Code::UnusedName).arg("name", &parameter.name).at(parameter.span));
        }
    }
    for (at, scale) in book.scales.iter().enumerate() {
        if !scales.contains(&ScaleId::at(at)) {
            out.push(Diagnostic::new(Code::UnusedName).arg("name", &scale.name).at(scale.span));
        }
    }
    for (at, input) in book.inputs.iter().enumerate() {
        if input.field_of.is_none() && !inputs.contains(&InputId::at(at)) {
            out.push(Diagnostic::new(Code::UnusedInput).arg("name", &input.name).at(input.span));
        }
    }
}

/// Every expression of the rulebook.
fn bodies(book: &Rulebook) -> impl Iterator<Item = &Expr> {
    let clauses = book.definitions.iter().flat_map(|definition| &definition.clauses);
    let clauses = clauses.chain(book.rules.iter().flat_map(|rule| &rule.clauses));
    let own = clauses.flat_map(crate::model::Clause::exprs);
    let unless = book.rules.iter().flat_map(crate::model::Rule::asides);
    let of_parameters = book.parameters.iter().filter_map(|parameter| parameter.dated_by.as_ref());
    let of_scales = book.scales.iter().filter_map(|scale| scale.dated_by.as_ref());
    own.chain(unless).chain(of_parameters).chain(of_scales)
}
