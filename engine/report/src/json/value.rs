//! One exact value as the contract spells it.
//!
//! In: an exact value and its type. Out: `"1200000000.00"`, `42`, `true`, a ratio with 12 decimals and its exact form;
//! percents in percent units. Not here: which values (`run`, `comply`).

use crate::number::faced;
use ramme_eval::result::{Exact, Note};
use ramme_rulebook::model::Type;
use ramme_value::{Lang, PriceLevel, Unit};
use serde::Serialize;

/// The decimals of a ratio.
const RATIO_DECIMALS: u8 = 12;

/// A JSON scalar.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub(crate) enum Scalar {
    Text(String),
    Whole(i128),
    YesNo(bool),
    Null,
}

/// `{"value", "exact"?, "unit", "price_level"?}`: a side of a comparison.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Quantity {
    value: Scalar,
    #[serde(skip_serializing_if = "Option::is_none")]
    exact: Option<String>,
    unit: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    price_level: Option<String>,
}

/// What a figure can lie between.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Range {
    low: Scalar,
    high: Scalar,
}

/// The unit of a type; none for what is no number.
pub(crate) fn unit_of(ty: &Type) -> Option<&Unit> {
    match ty {
        Type::Num(n) => Some(&n.unit),
        Type::YesNo | Type::Date | Type::Text | Type::Member(_) | Type::Row(_) | Type::Period(_) => None,
    }
}

/// Percents are printed in percent units.
pub(crate) fn times(unit: Option<&Unit>) -> f64 {
    if unit.is_some_and(|u| u.shift() > 0) { 100.0 } else { 1.0 }
}

/// The price level of a type, as the language writes it; none for what is not money.
pub(crate) fn level_of(ty: &Type) -> Option<String> {
    match ty {
        Type::Num(n) if n.level != PriceLevel::None => Some(n.level.to_string()),
        _ => None,
    }
}

/// The value of an exact figure.
pub(crate) fn scalar(value: &Exact, ty: &Type) -> Scalar {
    let plain = Unit::none();
    match scalar_of(value, unit_of(ty).unwrap_or(&plain)) {
        Scalar::Null => exact_form(value, ty).map_or(Scalar::Null, Scalar::Text),
        scalar => scalar,
    }
}

/// The value of an exact figure of a unit; null for a ratio too large to be written as a decimal.
pub(crate) fn scalar_of(value: &Exact, unit: &Unit) -> Scalar {
    match value {
        Exact::YesNo(yes) => Scalar::YesNo(*yes),
        Exact::Date(day) => Scalar::Text(day.to_string()),
        Exact::Text(text) => Scalar::Text(text.clone()),
        Exact::Count(n) if unit.shift() == 0 => Scalar::Whole(*n),
        Exact::Count(_) | Exact::Dec(_) | Exact::Ratio(_) => {
            faced(value, unit, RATIO_DECIMALS).map_or(Scalar::Null, |d| Scalar::Text(d.to_string()))
        }
    }
}

/// The fraction behind a ratio.
pub(crate) fn exact_form(value: &Exact, ty: &Type) -> Option<String> {
    let percent = unit_of(ty).is_some_and(|u| u.shift() > 0);
    match value {
        Exact::Ratio(r) => Some(r.exact_text(percent)),
        _ => None,
    }
}

/// A side of a comparison; where its type is known and it is not, the value is null.
pub(crate) fn quantity(value: Option<&Exact>, ty: Option<&Type>) -> Option<Quantity> {
    let ty = ty?;
    Some(Quantity {
        value: value.map_or(Scalar::Null, |v| scalar(v, ty)),
        exact: value.and_then(|v| exact_form(v, ty)),
        unit: unit_of(ty).map(ToString::to_string),
        price_level: level_of(ty),
    })
}

/// The range that the rounding of published figures allows.
pub(crate) fn range(pair: Option<&(Exact, Exact)>, ty: &Type) -> Option<Range> {
    pair.map(|(low, high)| Range { low: scalar(low, ty), high: scalar(high, ty) })
}

/// Sentences in one language.
pub(crate) fn sentences(notes: &[Note], lang: Lang) -> Vec<String> {
    notes.iter().map(|n| lang.pick(&n.en, &n.da).clone()).collect()
}
