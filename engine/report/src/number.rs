//! Numbers, units and dates as people read them, in Danish or English.
//!
//! In: exact values and drawn figures. Out: text such as `1.234,5`, `17,5`, `kr. pr. dag`. Not here: which figures stand
//! in which table (`model`), and the spelling for machines (`json`).

use ramme_eval::result::Exact;
use ramme_value::{Date, Decimal, Lang, NumberStyle, PriceLevel, Rounding, Unit, format_number};

/// How large the money unit of a table is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Magnitude {
    /// Kroner.
    #[default]
    One,
    /// Millions: `mio. kr.`
    Million,
    /// Billions: `mia. kr.`
    Billion,
}

impl Magnitude {
    /// The zeros that are left out.
    #[must_use]
    pub const fn zeros(self) -> u8 {
        match self {
            Magnitude::One => 0,
            Magnitude::Million => 6,
            Magnitude::Billion => 9,
        }
    }

    /// How much one unit of the table is in kroner.
    #[must_use]
    pub const fn factor(self) -> f64 {
        match self {
            Magnitude::One => 1.0,
            Magnitude::Million => 1e6,
            Magnitude::Billion => 1e9,
        }
    }

    /// The decimals that a figure of this magnitude is shown with at most.
    #[must_use]
    pub const fn decimals(self) -> u8 {
        match self {
            Magnitude::One | Magnitude::Billion => 2,
            Magnitude::Million => 1,
        }
    }

    /// The magnitude in which half of the amounts still have a digit before the mark; zeros do not count.
    #[must_use]
    pub fn fitting(amounts: &[f64]) -> Magnitude {
        let mut sizes: Vec<f64> =
            amounts.iter().map(|x| x.abs()).filter(|x| *x > 0.0 && x.is_finite()).collect();
        sizes.sort_by(f64::total_cmp);
        let middle = sizes.get(sizes.len() / 2).copied().unwrap_or(0.0);
        match middle {
            m if m >= 1e9 => Magnitude::Billion,
            m if m >= 1e6 => Magnitude::Million,
            _ => Magnitude::One,
        }
    }
}

/// The marks that a language writes numbers with.
#[must_use]
pub fn style(lang: Lang) -> NumberStyle {
    lang.pick(NumberStyle::ENGLISH, NumberStyle::DANISH)
}

/// A decimal with all of its decimals.
#[must_use]
pub fn decimal(value: Decimal, lang: Lang) -> String {
    format_number(value, style(lang)).replace('-', "\u{2212}")
}

/// A decimal with `decimals` decimals, rounded half up where it has more.
#[must_use]
pub fn rounded(value: Decimal, decimals: u8, lang: Lang) -> String {
    decimal(value.round(decimals, Rounding::HalfUp).unwrap_or(value), lang)
}

/// A drawn figure with `decimals` decimals.
#[must_use]
pub fn float(value: f64, decimals: u8, lang: Lang) -> String {
    if !value.is_finite() {
        return "\u{221e}".to_owned();
    }
    let text = format!("{value:.*}", usize::from(decimals));
    // What rounds to nothing has no sign.
    let text =
        if text.bytes().all(|b| matches!(b, b'-' | b'0' | b'.')) { text.replace('-', "") } else { text };
    match Decimal::parse(&text) {
        Ok(parsed) => decimal(parsed, lang),
        Err(_) => text,
    }
}

/// A whole number with marks between thousands.
#[must_use]
pub fn count(value: usize, lang: Lang) -> String {
    decimal(Decimal::whole(i128::try_from(value).unwrap_or(i128::MAX)), lang)
}

/// An exact number as a decimal in the unit's own face: percents times 100, ratios with `ratio_decimals` decimals.
#[must_use]
pub fn faced(value: &Exact, unit: &Unit, ratio_decimals: u8) -> Option<Decimal> {
    let shift = unit.shift();
    match value {
        Exact::Dec(d) => Some(times_power(*d, shift)),
        Exact::Count(n) => Some(times_power(Decimal::whole(*n), shift)),
        Exact::Ratio(r) => {
            r.round(ratio_decimals.saturating_add(shift), Rounding::HalfUp).map(|d| times_power(d, shift))
        }
        Exact::YesNo(_) | Exact::Date(_) | Exact::Text(_) => None,
    }
}

/// A decimal times ten to the power `shift`, without rounding.
fn times_power(value: Decimal, shift: u8) -> Decimal {
    if value.scale() >= shift {
        return Decimal::new(value.mantissa(), value.scale().saturating_sub(shift));
    }
    let missing = shift.saturating_sub(value.scale());
    let power = ramme_value::pow10(missing).unwrap_or(1);
    Decimal::new(value.mantissa().saturating_mul(power), 0)
}

/// An exact value in words and figures without its unit: a ratio with `ratio_decimals`, everything else with all of its
/// decimals but for zeros beyond those that the unit is usually written with.
#[must_use]
pub fn plain(value: &Exact, unit: &Unit, ratio_decimals: u8, lang: Lang) -> String {
    match value {
        Exact::YesNo(yes) => yes_no(*yes, lang).to_owned(),
        Exact::Date(d) => date(*d, lang),
        Exact::Text(t) => visible(t),
        Exact::Dec(_) | Exact::Count(_) | Exact::Ratio(_) => {
            // Kroner are written with both digits of øre; zeros after the mark of anything else say nothing.
            let usual = if unit.has_money() { ramme_value::default_scale(unit) } else { 0 };
            faced(value, unit, ratio_decimals).map_or_else(String::new, |d| decimal(d.trim(usual), lang))
        }
    }
}

/// An exact value with its unit: `1.025,00 kr. pr. dag`, `6 pct.`
#[must_use]
pub fn with_unit(value: &Exact, unit: &Unit, ratio_decimals: u8, lang: Lang) -> String {
    let figure = plain(value, unit, ratio_decimals, lang);
    let one = matches!(value, Exact::Count(1)) || matches!(value, Exact::Dec(d) if *d == Decimal::whole(1));
    let word = if one && unit.shift() == 0 {
        unit_word_of_one(unit, lang)
    } else {
        unit_word(unit, Magnitude::One, lang)
    };
    match value {
        Exact::YesNo(_) | Exact::Date(_) | Exact::Text(_) => figure,
        _ if word.is_empty() => figure,
        _ if word == "%" => format!("{figure}%"),
        _ => format!("{figure} {word}"),
    }
}

/// `yes`, `nej`.
#[must_use]
pub fn yes_no(yes: bool, lang: Lang) -> &'static str {
    if yes { lang.pick("yes", "ja") } else { lang.pick("no", "nej") }
}

/// A day: `2023-11-30` in English text, `30-11-2023` in Danish.
#[must_use]
pub fn date(day: Date, lang: Lang) -> String {
    let (year, month, number) = day.ymd();
    lang.pick(format!("{year:04}-{month:02}-{number:02}"), format!("{number:02}-{month:02}-{year:04}"))
}

/// The unit as it stands in the heading of a column: `mia. kr.`, `kr. pr. dag`, `pct.`; nothing for a plain number.
#[must_use]
pub fn unit_word(unit: &Unit, magnitude: Magnitude, lang: Lang) -> String {
    if unit.is_percent() {
        return lang.pick("%", "pct.").to_owned();
    }
    if unit.shift() > 0 {
        return lang.pick("percentage points", "pct.-point").to_owned();
    }
    let words = product(unit, true, lang);
    match magnitude {
        Magnitude::One => words,
        Magnitude::Million => format!("{} {words}", lang.pick("mn", "mio.")),
        Magnitude::Billion => format!("{} {words}", lang.pick("bn", "mia.")),
    }
}

/// The unit after the figure one: `1 dag`.
fn unit_word_of_one(unit: &Unit, lang: Lang) -> String {
    product(unit, false, lang)
}

fn product(unit: &Unit, plural: bool, lang: Lang) -> String {
    let above = unit.factors().filter(|(_, e)| *e > 0);
    let above: Vec<String> =
        above.map(|(name, e)| powered(base_word(name, plural && e == 1, lang), e)).collect();
    let mut words = above.join("\u{b7}");
    for (name, e) in unit.factors().filter(|(_, e)| *e < 0) {
        let below = powered(base_word(name, false, lang), e.saturating_neg());
        let join = lang.pick("/", if words.is_empty() { "pr. " } else { " pr. " });
        words.push_str(join);
        words.push_str(&below);
    }
    words
}

fn powered(word: &str, exponent: i32) -> String {
    if exponent == 1 { word.to_owned() } else { format!("{word}^{exponent}") }
}

fn base_word(name: &str, plural: bool, lang: Lang) -> &str {
    match (name, lang) {
        ("kr", Lang::Da) => "kr.",
        ("day", _) => pick_number(plural, lang, ["day", "days", "dag", "dage"]),
        ("month", _) => pick_number(plural, lang, ["month", "months", "m\u{e5}ned", "m\u{e5}neder"]),
        ("year", _) => pick_number(plural, lang, ["year", "years", "\u{e5}r", "\u{e5}r"]),
        ("person", _) => pick_number(plural, lang, ["person", "persons", "person", "personer"]),
        ("place", _) => pick_number(plural, lang, ["place", "places", "plads", "pladser"]),
        _ => name,
    }
}

fn pick_number(plural: bool, lang: Lang, words: [&'static str; 4]) -> &'static str {
    let [one_en, many_en, one_da, many_da] = words;
    if plural { lang.pick(many_en, many_da) } else { lang.pick(one_en, one_da) }
}

/// The price level as it stands after a unit; nothing for what is not money.
#[must_use]
pub fn level_words(level: PriceLevel, lang: Lang) -> Option<String> {
    match level {
        PriceLevel::None => None,
        PriceLevel::Current | PriceLevel::Fixed(_) => Some(level.in_words(lang)),
    }
}

/// Text from data without the characters that could steer a terminal or turn the direction of writing.
#[must_use]
pub fn visible(text: &str) -> String {
    let steers = |c: char| {
        c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    text.chars().map(|c| if steers(c) { '\u{fffd}' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use ramme_value::Ratio;

    fn dec(text: &str) -> Decimal {
        Decimal::parse(text).unwrap()
    }

    #[test]
    fn numbers_in_both_languages() {
        assert_eq!(decimal(dec("-1234567.50"), Lang::Da), "\u{2212}1.234.567,50");
        assert_eq!(rounded(dec("1234.565"), 2, Lang::En), "1,234.57");
        assert_eq!(float(-0.001, 2, Lang::Da), "0,00");
        assert_eq!(float(19_012.346, 1, Lang::Da), "19.012,3");
        assert_eq!(float(f64::NAN, 1, Lang::Da), "\u{221e}");
    }

    #[test]
    fn units_in_both_languages() {
        let kr = Unit::base("kr");
        let daily = kr.div(&Unit::base("day"));
        assert_eq!(unit_word(&kr, Magnitude::Billion, Lang::Da), "mia. kr.");
        assert_eq!(unit_word(&kr, Magnitude::Billion, Lang::En), "bn kr");
        assert_eq!(unit_word(&daily, Magnitude::One, Lang::Da), "kr. pr. dag");
        assert_eq!(unit_word(&daily, Magnitude::One, Lang::En), "kr/day");
        assert_eq!(unit_word(&Unit::percent(), Magnitude::One, Lang::Da), "pct.");
        assert_eq!(with_unit(&Exact::Dec(dec("0.0600")), &Unit::percent(), 2, Lang::En), "6%");
        assert_eq!(with_unit(&Exact::Dec(dec("0.0600")), &Unit::percent(), 2, Lang::Da), "6 pct.");
        assert_eq!(with_unit(&Exact::Count(91), &Unit::base("day"), 2, Lang::Da), "91 dage");
        assert_eq!(with_unit(&Exact::Count(1), &Unit::base("day"), 2, Lang::Da), "1 dag");
        assert_eq!(with_unit(&Exact::Dec(dec("1034.00000")), &daily, 2, Lang::En), "1,034.00 kr/day");
    }

    #[test]
    fn percents_and_ratios_show_their_face() {
        let share = Exact::Ratio(Ratio::new(900, 16_600).unwrap());
        assert_eq!(faced(&share, &Unit::percent(), 1).map(|d| d.to_string()).as_deref(), Some("5.4"));
        assert_eq!(
            faced(&Exact::Dec(dec("1")), &Unit::percent(), 1).map(|d| d.to_string()).as_deref(),
            Some("100")
        );
    }

    #[test]
    fn the_magnitude_keeps_most_figures_readable() {
        assert_eq!(Magnitude::fitting(&[16.6e9, 17.5e9, 0.9e9]), Magnitude::Billion);
        assert_eq!(Magnitude::fitting(&[182_000.0, 1.5e6, 90_000.0]), Magnitude::One);
        assert_eq!(Magnitude::fitting(&[]), Magnitude::One);
    }

    #[test]
    fn text_from_data_cannot_steer_a_terminal() {
        assert_eq!(visible("a\u{1b}[31mb\u{202e}c"), "a\u{fffd}[31mb\u{fffd}c");
    }
}
