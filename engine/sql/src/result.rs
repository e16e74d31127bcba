//! Values as text: what `ramme run --format json` prints, so that both can be held against each other.
//!
//! In: the columns of a relation and their type. Out: one expression, NULL where the value is missing. Not here: which rows.

use ramme_eval::plan::{is_ratio, scale};
use ramme_rulebook::model::{Axis, Type};
use ramme_value::{Repr, pow10};

use crate::maker::{Maker, is_count};

/// The decimals of a ratio.
const RATIO_DECIMALS: u8 = 12;

/// A value as text. Of a ratio `pieces` are its two sides, of all else the value.
pub(crate) fn as_text(maker: &Maker<'_>, ty: &Type, pieces: &[String]) -> String {
    let first = pieces.first().cloned().unwrap_or_default();
    let words = maker.speak.words();
    match ty {
        Type::Num(n) => {
            let shift = n.unit.shift();
            if is_ratio(ty) {
                let below = pieces.get(1).cloned().unwrap_or_default();
                return of_ratio(maker, &first, &below, shift);
            }
            let stored = if matches!(n.repr, Repr::Dec(_)) { scale(ty) } else { 0 };
            if is_count(ty) && shift == 0 {
                return format!("CAST({first} AS {words})");
            }
            let more = pow10(shift.saturating_sub(stored)).unwrap_or(1);
            let times = if more > 1 { format!("({first} * {more})") } else { first };
            decimal(maker, &times, stored.saturating_sub(shift))
        }
        Type::YesNo => format!("CASE WHEN {first} THEN 'true' WHEN NOT {first} THEN 'false' END"),
        _ => format!("CAST({first} AS {words})"),
    }
}

/// A whole number with its point set.
fn decimal(maker: &Maker<'_>, n: &str, decimals: u8) -> String {
    let words = maker.speak.words();
    if decimals == 0 {
        return format!("CAST({n} AS {words})");
    }
    let power = pow10(decimals).unwrap_or(1).to_string();
    let size = format!("ABS({n})");
    format!(
        "(CASE WHEN {n} < 0 THEN '-' ELSE '' END || CAST({} AS {words}) || '.' || LPAD(CAST({} AS {words}), {decimals}, '0'))",
        maker.speak.quotient(&size, &power),
        maker.speak.rest(&size, &power)
    )
}

/// A ratio with 12 decimals, a half away from zero. The whole part is taken first, so that nothing grows without need.
fn of_ratio(maker: &Maker<'_>, top: &str, below: &str, shift: u8) -> String {
    let speak = maker.speak;
    let power = pow10(RATIO_DECIMALS.saturating_add(shift)).unwrap_or(1).to_string();
    let size = format!("ABS({top})");
    let whole = speak.quotient(&size, below);
    let rest = speak.rest(&size, below);
    let grown = format!("({rest} * {power})");
    let (more, left) = (speak.quotient(&grown, below), speak.rest(&grown, below));
    let n = format!(
        "(({whole} * {power} + {more} + CASE WHEN {left} >= {below} - {left} THEN 1 ELSE 0 END) * CASE WHEN {top} < 0 THEN -1 ELSE 1 END)"
    );
    decimal(maker, &n, RATIO_DECIMALS)
}

/// The keys of a row as a JSON object, the axes named as the rules name them.
pub(crate) fn keys(maker: &Maker<'_>, named: &[(String, Axis)]) -> String {
    let mut parts: Vec<String> = Vec::new();
    for (at, (name, axis)) in named.iter().enumerate() {
        let comma = if at == 0 { "" } else { ", " };
        parts.push(maker.speak.text(&format!("{comma}\"{name}\": \"")));
        let text = format!("CAST(f.{} AS {})", maker.column(*axis), maker.speak.words());
        let back = maker.speak.text("\\");
        let (two, mark, marked) =
            (maker.speak.text("\\\\"), maker.speak.text("\""), maker.speak.text("\\\""));
        parts.push(format!("REPLACE(REPLACE({text}, {back}, {two}), {mark}, {marked})"));
        parts.push(maker.speak.text("\""));
    }
    let all: Vec<String> =
        [maker.speak.text("{")].into_iter().chain(parts).chain([maker.speak.text("}")]).collect();
    all.join(" || ")
}

/// The unit of a type, as the language writes it.
pub(crate) fn unit(maker: &Maker<'_>, ty: &Type) -> String {
    match ty {
        Type::Num(n) => maker.speak.text(&n.unit.to_string()),
        _ => format!("CAST(NULL AS {})", maker.speak.words()),
    }
}
