//! Clauses that cite no document.
//!
//! In: a rulebook with documents. Out: a warning at each clause with a figure or a condition of its own and no citation. Not
//! here: whether what is cited is still so (fingerprints).

use crate::model::{Expr, ExprKind, Rulebook, Type, Value, Version};
use ramme_diag::{Code, Diagnostic};
use ramme_value::NumType;

/// Clauses with figures or conditions that cite nothing.
pub(super) fn uncited(book: &Rulebook, out: &mut Vec<Diagnostic>) {
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
