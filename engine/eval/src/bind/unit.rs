//! The unit and price level in which a file has its figures, against those of the input's type.
//!
//! In: words of the scenario or of a cell, and a type. Out: the factor that turns the file's figures into the type's, or
//! what disagrees. Not here: figures.

use ramme_diag::{Lang, Text};
use ramme_rulebook::model::{Rulebook, Type};
use ramme_value::{Decimal, NumType, PriceLevel, UnitWords};

/// What is wrong with unit or level.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum UnitProblem {
    /// The words are not known.
    Unknown,
    /// The file holds something else than the type: what it holds.
    Disagrees(Text),
    /// A number with a unit, and no word of it.
    NotStated,
    /// An amount, and its price level is blank.
    LevelNotStated,
    /// The level is not written as one.
    BadLevel,
}

/// Reads a price level as tables write it; blank is none.
fn level_of(text: &str) -> Option<PriceLevel> {
    match text.trim() {
        "" => Some(PriceLevel::None),
        "løbende" | "løbende priser" | "current prices" => Some(PriceLevel::Current),
        other => PriceLevel::parse(other),
    }
}

/// The factor from the file's figures to a number of the type: 1 000 000 for `mio. kr.`, 0.01 for `%`.
///
/// Without a price level an amount is in current prices, as in the language. A blank level, where a column of levels is
/// stated, is not stated.
pub(super) fn factor(num: &NumType, unit: Option<&str>, level: Option<&str>) -> Result<Decimal, UnitProblem> {
    let plain = num.unit.is_dimensionless() && num.unit.shift() == 0;
    let unit = match unit.map(str::trim) {
        None | Some("") if plain => return Ok(Decimal::whole(1)),
        None | Some("") => return Err(UnitProblem::NotStated),
        Some(unit) => unit,
    };
    let (unit, level) = match (unit.rsplit_once(" in "), level) {
        (Some((unit, inside)), None) => (unit.trim(), Some(inside)),
        _ => (unit, level),
    };
    let words = words_of(num, unit).ok_or(UnitProblem::Unknown)?;
    if words.unit != num.unit {
        return Err(UnitProblem::Disagrees(Text::each(|lang| words.unit.in_words(lang))));
    }
    if num.unit.has_money() {
        same_level(num, level)?;
    }
    Ok(words.factor)
}

fn words_of(num: &NumType, text: &str) -> Option<UnitWords> {
    if text == num.unit.to_string() {
        let factor = Decimal::new(1, num.unit.shift());
        return Some(UnitWords { factor, unit: num.unit.clone() });
    }
    if matches!(text, "count" | "number") {
        return Some(UnitWords { factor: Decimal::whole(1), unit: ramme_value::Unit::none() });
    }
    UnitWords::parse(text)
}

fn same_level(num: &NumType, level: Option<&str>) -> Result<(), UnitProblem> {
    let found = match level {
        None => PriceLevel::Current,
        Some(text) => level_of(text).ok_or(UnitProblem::BadLevel)?,
    };
    if found == PriceLevel::None {
        return Err(UnitProblem::LevelNotStated);
    }
    if found == num.level {
        return Ok(());
    }
    Err(UnitProblem::Disagrees(in_words(num, found)))
}

/// `kroner in 2023 prices`
fn in_words(num: &NumType, level: PriceLevel) -> Text {
    let words = |lang: Lang| {
        let unit = num.unit.in_words(lang);
        let level = level.in_words(lang);
        format!("{unit} {} {level}", lang.pick("in", "i"))
    };
    Text::each(words)
}

/// A type as a message names it: unit and level, or the kind of value.
pub(super) fn type_in_words(book: &Rulebook, ty: &Type) -> Text {
    match ty {
        Type::Num(num) if num.unit.has_money() => in_words(num, num.level),
        Type::Num(num) => Text::each(|lang| num.unit.in_words(lang)),
        Type::Member(set) => {
            let name = book.set_name(*set);
            Text::both(format!("a member of `{name}`"), format!("et medlem af `{name}`"))
        }
        Type::Row(entity) => {
            let name = book.entity_name(*entity);
            Text::both(format!("a {name}"), format!("en {name}"))
        }
        Type::YesNo => Text::both("yes or no", "ja eller nej"),
        Type::Date => Text::both("a date", "en dato"),
        Type::Text => Text::both("text", "tekst"),
        Type::Period(_) => Text::both("a period", "en periode"),
    }
}

/// Whether words in place of a unit name the kind of a value that is no number.
pub(super) fn names_kind(book: &Rulebook, ty: &Type, words: &str) -> bool {
    match ty {
        Type::Num(_) => false,
        Type::YesNo => words == "yes/no",
        Type::Date => words == "date",
        Type::Text => words == "text",
        Type::Member(set) => words == book.set_name(*set),
        Type::Row(entity) => words == book.entity_name(*entity),
        Type::Period(kind) => words == kind.name(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use ramme_value::Unit;

    fn money(level: PriceLevel) -> NumType {
        NumType::declared(Unit::base("kr"), level, None)
    }

    #[test]
    fn factors_of_units_that_agree() {
        let daily = NumType::declared(Unit::base("kr").div(&Unit::base("day")), PriceLevel::Current, None);
        let fixed = money(PriceLevel::Fixed(2023));
        let share = NumType::declared(Unit::percent(), PriceLevel::None, None);
        let own = NumType::declared(Unit::base("stay_day"), PriceLevel::None, None);
        let count = NumType::count(Unit::none());
        let hundredth = Decimal::new(1, 2);
        assert_eq!(factor(&daily, Some("kr/day"), None), Ok(Decimal::whole(1)));
        assert_eq!(factor(&daily, Some("kr. pr. dag"), None), Ok(Decimal::whole(1)));
        assert_eq!(factor(&fixed, Some("mia. kr."), Some("2023-pl")), Ok(Decimal::whole(1_000_000_000)));
        assert_eq!(factor(&fixed, Some("t.kr. in 2023-pl"), None), Ok(Decimal::whole(1000)));
        assert_eq!(factor(&money(PriceLevel::Current), Some("kr."), Some("løbende")), Ok(Decimal::whole(1)));
        assert_eq!(factor(&share, Some("%"), None), Ok(hundredth));
        assert_eq!(factor(&share, Some("pct."), Some("2022-pl")), Ok(hundredth));
        assert_eq!(factor(&own, Some("stay_day"), None), Ok(Decimal::whole(1)));
        assert_eq!(factor(&count, None, None), Ok(Decimal::whole(1)));
        assert_eq!(factor(&count, Some("antal"), None), Ok(Decimal::whole(1)));
    }

    #[test]
    fn what_disagrees_is_named() {
        let fixed = money(PriceLevel::Fixed(2023));
        let words = |found: Result<Decimal, UnitProblem>| match found {
            Err(UnitProblem::Disagrees(text)) => text.en,
            other => format!("{other:?}"),
        };
        assert_eq!(words(factor(&fixed, Some("day"), None)), "days");
        assert_eq!(words(factor(&fixed, Some("kr"), None)), "kroner in current prices");
        assert_eq!(words(factor(&fixed, Some("mia. kr."), Some("2022-pl"))), "kroner in 2022 prices");
        assert_eq!(factor(&fixed, Some("mia. DM"), None), Err(UnitProblem::Unknown));
        assert_eq!(factor(&fixed, Some("kr"), Some("")), Err(UnitProblem::LevelNotStated));
        assert_eq!(factor(&fixed, Some("kr"), Some("23")), Err(UnitProblem::BadLevel));
        assert_eq!(factor(&fixed, None, Some("2023-pl")), Err(UnitProblem::NotStated));
    }
}
