//! Comparisons as such: as relations, and held against what a type can hold.
//!
//! In: comparisons, ranges, members. Out: what follows of them alone. Not here: what is known of their sides (`known`).

use super::range::{End, Range};
use crate::model::{Compare, Expr, ExprKind, Type, Value};
use ramme_value::{Decimal, Repr, pow10};
use std::collections::BTreeSet;

/// The relations `<`, `=`, `>` under which a comparison holds, as bits.
pub(super) fn relations(op: Compare) -> u8 {
    match op {
        Compare::Less => 1,
        Compare::Is => 2,
        Compare::AtMost => 3,
        Compare::More => 4,
        Compare::IsNot => 5,
        Compare::AtLeast => 6,
    }
}

/// The distance of two neighbours of a type; none of ratios.
fn grain(ty: &Type) -> Option<Decimal> {
    match ty {
        Type::Num(num) => match num.repr {
            Repr::Dec(scale) => Some(Decimal::new(1, scale)),
            Repr::Count => Some(Decimal::whole(1)),
            Repr::Ratio => None,
        },
        Type::Date | Type::Period(_) => Some(Decimal::whole(1)),
        _ => None,
    }
}

/// An end that is not in the range is its neighbour that is, where the type has neighbours.
pub(super) fn closed(range: Range, ty: &Type) -> Range {
    let Some(grain) = grain(ty) else { return range };
    let moved = |end: Option<End>, up: bool| {
        end.map(|e| {
            let on_grid = e.at.rescale(grain.scale());
            let next = on_grid.and_then(|at| if up { at.checked_add(grain) } else { at.checked_sub(grain) });
            next.filter(|_| e.open).map_or(e, |at| End { at, open: false })
        })
    };
    Range { low: moved(range.low, true), high: moved(range.high, false) }
}

/// What a comparison of two sets of members comes to, where that is settled.
pub(super) fn members_compared(op: Compare, a: &BTreeSet<u32>, b: &BTreeSet<u32>) -> Option<bool> {
    // Where no member is left, the place itself is never reached.
    if a.is_empty() || b.is_empty() {
        return None;
    }
    let apart = a.intersection(b).next().is_none();
    let one = a.len() == 1 && a == b;
    match op {
        Compare::Is if apart => Some(false),
        Compare::Is if one => Some(true),
        Compare::IsNot if apart => Some(true),
        Compare::IsNot if one => Some(false),
        _ => None,
    }
}

/// Whether a figure is asked to be one that its type cannot hold: kroner with two decimals are never 3.141.
pub(super) fn off_the_grid(op: Compare, side: &Expr, other: &Expr) -> Option<bool> {
    let (ExprKind::Const(Value::Dec(value)), Type::Num(num)) = (&other.kind, &side.ty) else { return None };
    let scale = match num.repr {
        Repr::Dec(scale) => scale,
        Repr::Count => 0,
        Repr::Ratio => return None,
    };
    let fits = pow10(scale).is_some() && value.rescale(scale).is_some();
    match op {
        Compare::Is if !fits => Some(false),
        Compare::IsNot if !fits => Some(true),
        _ => None,
    }
}
