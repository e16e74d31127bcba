//! Numeric types: unit, price level and how the number is held.
//!
//! In: what a declaration says. Out: the type, its defaults and its spelling. Not here: typing of expressions,
//! widths of columns.

use crate::{PriceLevel, Unit};
use std::fmt;

/// How a number is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Repr {
    /// A decimal with this many decimals *of the stored number*: `%` with 2 written decimals has 4.
    Dec(u8),
    /// A numerator and a denominator.
    Ratio,
    /// A whole number of things.
    Count,
}

/// The type of a number. The scale is part of it, the width is not.
///
/// ```
/// use ramme_value::{NumType, PriceLevel, Unit};
/// let daily = Unit::base("kr").div(&Unit::base("day"));
/// assert_eq!(NumType::declared(daily, PriceLevel::Current, Some(5)).to_string(), "kr/day with 5 decimals");
/// assert_eq!(NumType::declared(Unit::base("kr"), PriceLevel::Fixed(2023), None).to_string(), "kr in 2023-pl");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct NumType {
    /// What is counted.
    pub unit: Unit,
    /// In which prices; [`PriceLevel::None`] for what is not money.
    pub level: PriceLevel,
    /// How it is held.
    pub repr: Repr,
}

/// The decimals that a unit is written with unless the declaration says otherwise: 2 for money and percent, else 0.
#[must_use]
pub fn default_scale(unit: &Unit) -> u8 {
    if unit.has_money() || unit.shift() > 0 { 2 } else { 0 }
}

impl NumType {
    /// A decimal type as a declaration gives it: `written` decimals, or the unit's default.
    #[must_use]
    pub fn declared(unit: Unit, level: PriceLevel, written: Option<u8>) -> NumType {
        let scale = written.unwrap_or_else(|| default_scale(&unit)).saturating_add(unit.shift());
        NumType { unit, level, repr: Repr::Dec(scale) }
    }

    /// A ratio with a unit.
    #[must_use]
    pub const fn ratio(unit: Unit, level: PriceLevel) -> NumType {
        NumType { unit, level, repr: Repr::Ratio }
    }

    /// A count with a unit (none, or such as `person`).
    #[must_use]
    pub const fn count(unit: Unit) -> NumType {
        NumType { unit, level: PriceLevel::None, repr: Repr::Count }
    }

    /// The decimals as people write them: of the number times 100 for percent; a ratio has its unit's default.
    #[must_use]
    pub fn written_scale(&self) -> u8 {
        match self.repr {
            Repr::Dec(stored) => stored.saturating_sub(self.unit.shift()),
            Repr::Ratio => default_scale(&self.unit),
            Repr::Count => 0,
        }
    }

    /// The decimals of the stored number; `None` for a ratio.
    #[must_use]
    pub const fn stored_scale(&self) -> Option<u8> {
        match self.repr {
            Repr::Dec(stored) => Some(stored),
            Repr::Ratio => None,
            Repr::Count => Some(0),
        }
    }
}

impl fmt::Display for NumType {
    /// As a declaration writes it; what is the default is left out. A plain number is `number`, `count` or `ratio`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plain = self.unit.is_dimensionless() && self.unit.shift() == 0;
        match (plain, self.repr) {
            (false, _) => write!(f, "{}", self.unit)?,
            (true, Repr::Dec(_)) => f.write_str("number")?,
            (true, Repr::Ratio) => f.write_str("ratio")?,
            (true, Repr::Count) => f.write_str("count")?,
        }
        if let PriceLevel::Fixed(_) = self.level {
            write!(f, " in {}", self.level)?;
        }
        let written = self.written_scale();
        match self.repr {
            Repr::Dec(_) if written != default_scale(&self.unit) => {
                write!(f, " with {written} decimal{}", if written == 1 { "" } else { "s" })
            }
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spelling_and_scales() {
        let kr = || Unit::base("kr");
        let none = PriceLevel::None;
        let table = [
            (NumType::declared(Unit::percent(), none, None), "%", Some(4), 2),
            (NumType::declared(Unit::percent(), none, Some(1)), "% with 1 decimal", Some(3), 1),
            (NumType::declared(Unit::percentage_point(), none, None), "percentage point", Some(4), 2),
            (NumType::declared(kr(), PriceLevel::Current, None), "kr", Some(2), 2),
            (
                NumType::declared(kr(), PriceLevel::Fixed(2023), Some(0)),
                "kr in 2023-pl with 0 decimals",
                Some(0),
                0,
            ),
            (NumType::declared(Unit::base("day"), none, None), "day", Some(0), 0),
            (NumType::declared(Unit::none(), none, Some(3)), "number with 3 decimals", Some(3), 3),
            (NumType::declared(Unit::none(), none, None), "number", Some(0), 0),
            (NumType::count(Unit::none()), "count", Some(0), 0),
            (NumType::count(Unit::base("person")), "person", Some(0), 0),
            (NumType::ratio(Unit::percent(), none), "%", None, 2),
            (NumType::ratio(Unit::none(), none), "ratio", None, 0),
        ];
        for (numtype, spelled, stored, written) in table {
            assert_eq!(numtype.to_string(), spelled);
            assert_eq!((numtype.stored_scale(), numtype.written_scale()), (stored, written), "{spelled}");
        }
    }
}
