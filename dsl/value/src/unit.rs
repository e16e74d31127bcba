//! Units: what a number counts, as a product of base units.
//!
//! In: base names and the operations of a rule. Out: a unit that compares, prints as the language writes it, and
//! can be said in words. Not here: price levels (`level`), decimals (`numtype`), which names are declared.

use crate::Lang;
use std::fmt;

/// How a number without a base unit is printed. Stored is always the plain number: 6 % is 0.06.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Face {
    /// As it is.
    #[default]
    Plain,
    /// Times 100, with `%`.
    Percent,
    /// Times 100, the difference of two percents.
    PercentagePoint,
}

/// A product of base units with whole exponents; without any, a [`Face`].
///
/// ```
/// use ramme_value::{Lang, Unit};
/// let daily = Unit::base("kr").div(&Unit::base("day"));
/// assert_eq!(daily.to_string(), "kr/day");
/// assert_eq!(daily.in_words(Lang::Da), "kroner pr. dag");
/// assert_eq!(daily.mul(&Unit::base("day")), Unit::base("kr"));
/// assert_eq!(daily.mul(&Unit::percent()), daily);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Unit {
    /// Sorted, `kr` first, no exponent 0.
    factors: Vec<(String, i32)>,
    face: Face,
}

/// The base unit of money, which stands first in every product.
const MONEY: &str = "kr";

fn rank(name: &str) -> (bool, &str) {
    (name != MONEY, name)
}

impl Unit {
    /// No unit: a plain number.
    #[must_use]
    pub const fn none() -> Unit {
        Unit { factors: Vec::new(), face: Face::Plain }
    }

    /// `%`: a plain number that is printed times 100.
    #[must_use]
    pub const fn percent() -> Unit {
        Unit { factors: Vec::new(), face: Face::Percent }
    }

    /// The difference of two percents.
    #[must_use]
    pub const fn percentage_point() -> Unit {
        Unit { factors: Vec::new(), face: Face::PercentagePoint }
    }

    /// One base unit, built in (`kr`, `day`, `month`, `year`, `person`, `place`) or declared.
    #[must_use]
    pub fn base(name: impl Into<String>) -> Unit {
        Unit { factors: vec![(name.into(), 1)], face: Face::Plain }
    }

    /// The product. `%` counts as a plain number, so the result never has a face of its own.
    #[must_use]
    pub fn mul(&self, other: &Unit) -> Unit {
        self.combine(other, 1)
    }

    /// The quotient. `%` counts as a plain number; what cancels out leaves a plain number.
    #[must_use]
    pub fn div(&self, other: &Unit) -> Unit {
        self.combine(other, -1)
    }

    /// The unit to the power `n`. Exponents end at the bounds of 32 bits.
    #[must_use]
    pub fn pow(&self, n: i32) -> Unit {
        let mut factors = self.factors.clone();
        for (_, exponent) in &mut factors {
            *exponent = exponent.saturating_mul(n);
        }
        factors.retain(|&(_, exponent)| exponent != 0);
        Unit { factors, face: Face::Plain }
    }

    fn combine(&self, other: &Unit, sign: i32) -> Unit {
        let mut factors = self.factors.clone();
        for (name, exponent) in &other.factors {
            let signed = exponent.saturating_mul(sign);
            match factors.iter_mut().find(|(held, _)| held == name) {
                Some((_, held)) => *held = held.saturating_add(signed),
                None => factors.push((name.clone(), signed)),
            }
        }
        factors.retain(|&(_, exponent)| exponent != 0);
        factors.sort_by(|(a, _), (b, _)| rank(a).cmp(&rank(b)));
        Unit { factors, face: Face::Plain }
    }

    /// Whether there is no base unit in it: a plain number, percent or percentage point.
    #[must_use]
    pub fn is_dimensionless(&self) -> bool {
        self.factors.is_empty()
    }

    /// Whether it is `%`.
    #[must_use]
    pub fn is_percent(&self) -> bool {
        self.face == Face::Percent
    }

    /// Whether `kr` is in it, so that it has a price level and two decimals by default.
    #[must_use]
    pub fn has_money(&self) -> bool {
        self.exponent(MONEY) != 0
    }

    /// How a dimensionless number is printed.
    #[must_use]
    pub const fn face(&self) -> Face {
        self.face
    }

    /// The decimals that printing moves: 2 for percent and percentage points (times 100), else 0.
    #[must_use]
    pub const fn shift(&self) -> u8 {
        match self.face {
            Face::Plain => 0,
            Face::Percent | Face::PercentagePoint => 2,
        }
    }

    /// The exponent of a base unit, 0 if it is not in the product.
    #[must_use]
    pub fn exponent(&self, name: &str) -> i32 {
        self.factors.iter().find(|(held, _)| held == name).map_or(0, |&(_, exponent)| exponent)
    }

    /// The base units with their exponents, `kr` first, then by name.
    pub fn factors(&self) -> impl Iterator<Item = (&str, i32)> {
        self.factors.iter().map(|(name, exponent)| (name.as_str(), *exponent))
    }

    /// The unit as it is said: `kroner per day`, `kroner pr. dag`, `a plain number`.
    #[must_use]
    pub fn in_words(&self, lang: Lang) -> String {
        match self.face {
            Face::Percent => return lang.pick("percent", "procent").to_owned(),
            Face::PercentagePoint => return lang.pick("percentage points", "procentpoint").to_owned(),
            Face::Plain if self.factors.is_empty() => {
                return lang.pick("a plain number", "et rent tal").to_owned();
            }
            Face::Plain => {}
        }
        let many: Vec<String> =
            self.side(1).map(|(name, power)| powered(plural(name, lang), power, lang)).collect();
        let times = lang.pick(" times ", " gange ");
        let mut words = many.join(times);
        for (name, power) in self.side(-1) {
            if !words.is_empty() {
                words.push(' ');
            }
            words.push_str(lang.pick("per ", "pr. "));
            words.push_str(&powered(singular(name, lang), power, lang));
        }
        words
    }

    /// The factors above (1) or below (-1) the line, with positive exponents.
    fn side(&self, sign: i32) -> impl Iterator<Item = (&str, u32)> {
        self.factors().filter(move |&(_, e)| e.signum() == sign).map(|(name, e)| (name, e.unsigned_abs()))
    }
}

fn powered(name: &str, power: u32, lang: Lang) -> String {
    match (power, lang) {
        (1, _) => name.to_owned(),
        (_, Lang::En) => format!("{name} to the power {power}"),
        (_, Lang::Da) => format!("{name} i {power}. potens"),
    }
}

fn plural(name: &str, lang: Lang) -> &str {
    match name {
        "kr" => "kroner",
        "day" => lang.pick("days", "dage"),
        "month" => lang.pick("months", "måneder"),
        "year" => lang.pick("years", "år"),
        "person" => lang.pick("persons", "personer"),
        "place" => lang.pick("places", "pladser"),
        other => other,
    }
}

fn singular(name: &str, lang: Lang) -> &str {
    match name {
        "kr" => lang.pick("krone", "krone"),
        "day" => lang.pick("day", "dag"),
        "month" => lang.pick("month", "måned"),
        "year" => lang.pick("year", "år"),
        "person" => "person",
        "place" => lang.pick("place", "plads"),
        other => other,
    }
}

impl fmt::Display for Unit {
    /// As the language writes it: `kr/day`, `kr/(day*person)`, `1/day`, `%`; nothing for a plain number.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.face {
            Face::Percent => return f.write_str("%"),
            Face::PercentagePoint => return f.write_str("percentage point"),
            Face::Plain => {}
        }
        let spelled = |sign: i32| -> Vec<String> {
            let power = |(name, e): (&str, u32)| if e == 1 { name.to_owned() } else { format!("{name}^{e}") };
            self.side(sign).map(power).collect()
        };
        let (above, below) = (spelled(1), spelled(-1));
        match (above.is_empty(), below.len()) {
            (_, 0) => f.write_str(&above.join("*")),
            (true, 1) => write!(f, "1/{}", below.join("*")),
            (true, _) => write!(f, "1/({})", below.join("*")),
            (false, 1) => write!(f, "{}/{}", above.join("*"), below.join("*")),
            (false, _) => write!(f, "{}/({})", above.join("*"), below.join("*")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn per(unit: &str, below: &str) -> Unit {
        Unit::base(unit).div(&Unit::base(below))
    }

    #[test]
    fn spelling() {
        let kr = Unit::base("kr");
        let table = [
            (Unit::none(), ""),
            (Unit::percent(), "%"),
            (Unit::percentage_point(), "percentage point"),
            (kr.clone(), "kr"),
            (per("kr", "day"), "kr/day"),
            (per("kr", "person").div(&Unit::base("day")), "kr/(day*person)"),
            (Unit::base("day").mul(&kr), "kr*day"),
            (Unit::none().div(&Unit::base("day")), "1/day"),
            (Unit::none().div(&per("day", "place").pow(2)), "place^2/day^2"),
            (Unit::none().div(&Unit::base("day").mul(&Unit::base("place"))), "1/(day*place)"),
            (kr.pow(0), ""),
        ];
        for (unit, spelled) in table {
            assert_eq!(unit.to_string(), spelled);
        }
    }

    #[test]
    fn words() {
        let table = [
            (Unit::none(), "a plain number", "et rent tal"),
            (Unit::percent(), "percent", "procent"),
            (Unit::percentage_point(), "percentage points", "procentpoint"),
            (Unit::base("day"), "days", "dage"),
            (per("kr", "month"), "kroner per month", "kroner pr. måned"),
            (
                per("kr", "place").div(&Unit::base("year")),
                "kroner per place per year",
                "kroner pr. plads pr. år",
            ),
            (Unit::base("hour"), "hour", "hour"),
            (per("", "person").mul(&Unit::none()).mul(&Unit::base("").pow(-1)), "per person", "pr. person"),
            (Unit::base("day").pow(2), "days to the power 2", "dage i 2. potens"),
            (Unit::base("person").mul(&Unit::base("day")), "days times persons", "dage gange personer"),
        ];
        for (unit, en, da) in table {
            assert_eq!((unit.in_words(Lang::En).as_str(), unit.in_words(Lang::Da).as_str()), (en, da));
        }
    }

    #[test]
    fn faces_vanish_in_products() {
        assert_eq!(Unit::percent().mul(&Unit::percent()), Unit::none());
        assert_eq!(Unit::base("kr").div(&Unit::base("kr")), Unit::none());
        assert_eq!(Unit::base("kr").div(&Unit::percent()), Unit::base("kr"));
        assert!(per("kr", "day").has_money() && !Unit::base("day").has_money());
    }

    #[test]
    fn exponents_never_wrap() {
        let huge = Unit::base("kr").pow(i32::MAX).pow(i32::MAX);
        assert_eq!(huge.mul(&huge).exponent("kr"), i32::MAX);
    }
}
