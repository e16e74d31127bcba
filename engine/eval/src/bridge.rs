//! The one bridge between exact values and floats (TYPES X2).
//!
//! In: an exact cell. Out: the nearest f64 of its true value. A decimal crosses once, at the first step that touches a
//! draw. Nothing crosses back: forecasts are printed as floats, and rounded kroner that have to add up are made by largest
//! remainder where a report asks for them. Not here: anything else; no other file may turn one into the other.

use ramme_table::Data;
use ramme_value::pow10;

/// The true value of a cell whose integers have `scale` decimals.
pub(crate) fn to_float(data: &Data, cell: usize, scale: u8) -> Option<f64> {
    let (n, d) = data.at(cell)?;
    let unit = match data {
        Data::Ratio(..) => d,
        _ => pow10(scale)?,
    };
    Some(quotient(n, unit))
}

/// `n / d`, exact in the whole part before it becomes a float, so that large amounts lose nothing to the division.
fn quotient(n: i128, d: i128) -> f64 {
    let (whole, rest) = (n / d.max(1), n % d.max(1));
    if whole == 0 || rest == 0 {
        return if rest == 0 { whole as f64 } else { n as f64 / d as f64 };
    }
    whole as f64 + rest as f64 / d as f64
}

/// A known number as a float, beside draws of others.
pub(crate) fn to_plain_float(value: &crate::result::Exact) -> Option<f64> {
    use crate::result::Exact;
    match value {
        Exact::Dec(d) => Some(ramme_value::Ratio::from_decimal(*d).to_f64()),
        Exact::Count(n) => Some(*n as f64),
        Exact::Ratio(r) => Some(r.to_f64()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_and_ratios_become_their_true_value() {
        let amount = Data::Int(vec![1_870_000_000_000, -5]);
        assert!((to_float(&amount, 0, 2).unwrap() - 18.7e9).abs() < 1e-6);
        assert!((to_float(&amount, 1, 2).unwrap() + 0.05).abs() < 1e-15);
        let ratio = Data::Ratio(vec![900], vec![16600]);
        assert!((to_float(&ratio, 0, 0).unwrap() - 0.9 / 16.6).abs() < 1e-15);
    }
}
