//! Yes, no and not known in the second evaluator: the tables of `and` and `or`.

use crate::eval::Known;

pub fn truth(value: Known) -> Option<bool> {
    value.map(|v| v.yes())
}

/// `and`, by the table.
pub fn both(a: Option<bool>, b: Option<bool>) -> Option<bool> {
    match (a, b) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}

/// `or`, by the table.
pub fn either(a: Option<bool>, b: Option<bool>) -> Option<bool> {
    match (a, b) {
        (Some(true), _) | (_, Some(true)) => Some(true),
        (Some(false), Some(false)) => Some(false),
        _ => None,
    }
}
