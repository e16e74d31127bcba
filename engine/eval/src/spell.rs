//! Exact values as the language writes them: `1034.00000 kr/day`, `5.42 %`, `2024-02-29`.
//!
//! In: a value and its type. Out: text that could stand in a rule file. Not here: Danish and English number formats; those
//! are the report's.

use ramme_rulebook::model::Type;
use ramme_value::{Decimal, Ratio, Rounding, Unit};

use crate::result::Exact;

/// The value as the language writes it; a ratio to twelve decimals and exactly.
#[must_use]
pub fn spell(value: &Exact, ty: &Type) -> String {
    let unit = match ty {
        Type::Num(n) => n.unit.clone(),
        _ => Unit::none(),
    };
    match value {
        Exact::YesNo(b) => (if *b { "yes" } else { "no" }).to_owned(),
        Exact::Dec(d) => with_unit(&written(*d, &unit), &unit),
        Exact::Count(n) => with_unit(&n.to_string(), &unit),
        Exact::Ratio(r) => ratio(*r, &unit),
        Exact::Date(d) => d.to_string(),
        Exact::Text(t) => t.clone(),
    }
}

/// The figure as it is written: of a percent the number times 100.
#[must_use]
pub fn written(d: Decimal, unit: &Unit) -> String {
    let shift = unit.shift();
    if shift == 0 {
        return d.to_string();
    }
    if let Some(scale) = d.scale().checked_sub(shift) {
        return Decimal::new(d.mantissa(), scale).to_string();
    }
    let widened = d.rescale(shift).map(|w| Decimal::new(w.mantissa(), 0));
    widened.map_or_else(|| d.to_string(), |w| w.to_string())
}

fn ratio(r: Ratio, unit: &Unit) -> String {
    let shown = r.round(12 + unit.shift(), Rounding::HalfUp).map(|d| written(d, unit)).unwrap_or_default();
    format!("{} (exactly {})", with_unit(&shown, unit), r.exact_text(unit.is_percent()))
}

fn with_unit(figure: &str, unit: &Unit) -> String {
    let name = unit.to_string();
    if name.is_empty() { figure.to_owned() } else { format!("{figure} {name}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percents_are_written_times_a_hundred() {
        let unit = Unit::percent();
        assert_eq!(written(Decimal::new(34, 3), &unit), "3.4");
        assert_eq!(written(Decimal::new(6, 2), &unit), "6");
        assert_eq!(written(Decimal::new(1, 0), &unit), "100");
    }
}
