//! Price levels: in which year's prices an amount stands.
//!
//! In: nothing, `current`, or a year. Out: a level that compares and prints. Not here: indices and conversion.

use crate::Lang;
use std::fmt;

/// In which prices an amount stands; what is not money has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum PriceLevel {
    /// Not money.
    #[default]
    None,
    /// The prices of the period that the amount belongs to.
    Current,
    /// The prices of one year, as in `2023-pl`.
    Fixed(i32),
}

impl PriceLevel {
    /// Reads `current` or `2023-pl` (a year of four digits); `None` for anything else.
    ///
    /// ```
    /// use ramme_value::PriceLevel;
    /// assert_eq!(PriceLevel::parse("2023-pl"), Some(PriceLevel::Fixed(2023)));
    /// assert_eq!(PriceLevel::parse("23-pl"), None);
    /// ```
    #[must_use]
    pub fn parse(text: &str) -> Option<PriceLevel> {
        if text == "current" {
            return Some(PriceLevel::Current);
        }
        let year = text.strip_suffix("-pl")?;
        if year.len() != 4 || !year.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        year.parse().ok().map(PriceLevel::Fixed)
    }

    /// The level as it is said: `current prices`, `2023 prices`, `løbende priser`, `2023-priser`.
    #[must_use]
    pub fn in_words(self, lang: Lang) -> String {
        match self {
            PriceLevel::None => lang.pick("no price level", "intet prisniveau").to_owned(),
            PriceLevel::Current => lang.pick("current prices", "løbende priser").to_owned(),
            PriceLevel::Fixed(year) => lang.pick(format!("{year} prices"), format!("{year}-priser")),
        }
    }
}

impl fmt::Display for PriceLevel {
    /// Nothing, `current`, or `2023-pl`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PriceLevel::None => Ok(()),
            PriceLevel::Current => f.write_str("current"),
            PriceLevel::Fixed(year) => write!(f, "{year}-pl"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parse_reads_what_display_writes() {
        for level in [PriceLevel::Current, PriceLevel::Fixed(2023), PriceLevel::Fixed(1999)] {
            assert_eq!(PriceLevel::parse(&level.to_string()), Some(level));
        }
        for bad in ["", "2023", "2023-PL", "+202-pl", "20233-pl", "-pl"] {
            assert_eq!(PriceLevel::parse(bad), None, "{bad}");
        }
    }
}
