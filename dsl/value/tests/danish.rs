//! Numbers and unit words as tables spell them: what is taken, what is refused and why.

#![allow(clippy::unwrap_used, clippy::panic)]

use proptest::prelude::*;
use ramme_value::NumberError::{
    BadGroup, BareMark, Empty, GroupAfterMark, NotANumber, TooLong, TooManyDecimals, TwoMarks,
};
use ramme_value::{Decimal, Lang, NumberError, NumberStyle, Unit, UnitWords, format_number, parse_number};

const DA: NumberStyle = NumberStyle::DANISH;
const EN: NumberStyle = NumberStyle::ENGLISH;
const PLAIN: NumberStyle = NumberStyle::PLAIN;
const SPACED: NumberStyle = NumberStyle::DANISH_SPACED;

#[test]
fn accepted() {
    let table = [
        (DA, "0", "0"),
        (DA, "7", "7"),
        (DA, "-7", "-7"),
        (DA, "\u{2212}7,5", "-7.5"),
        (DA, "1234", "1234"),
        (DA, "1.234", "1234"),
        (DA, "12.345", "12345"),
        (DA, "123.456", "123456"),
        (DA, "1.234.567", "1234567"),
        (DA, "1.234.567,50", "1234567.50"),
        (DA, "1234567,5", "1234567.5"),
        (DA, "0,05", "0.05"),
        (DA, "6,0", "6.0"),
        (DA, "-0,10", "-0.10"),
        (DA, "007", "7"),
        (DA, "0101", "101"),
        (DA, "1,000000000000000000", "1.000000000000000000"),
        (DA, "99999999999999999999999999999999999999", "99999999999999999999999999999999999999"),
        (EN, "1,234.5", "1234.5"),
        (EN, "1,234", "1234"),
        (EN, "-1,234,567.00", "-1234567.00"),
        (EN, "0.25", "0.25"),
        (PLAIN, "1234.50", "1234.50"),
        (PLAIN, "1.234", "1.234"),
        (PLAIN, "-0.001", "-0.001"),
        (SPACED, "1 234,5", "1234.5"),
        (SPACED, "1\u{a0}234\u{a0}567", "1234567"),
        (SPACED, "1\u{202f}234\u{202f}567,25", "1234567.25"),
        (SPACED, "1 234\u{a0}567", "1234567"),
        (SPACED, "1234", "1234"),
    ];
    for (style, text, value) in table {
        assert_eq!(parse_number(text, style).map(|d| d.to_string()).as_deref(), Ok(value), "{text:?}");
    }
}

#[test]
fn refused() {
    let table = [
        (DA, "", Empty),
        (DA, "-", Empty),
        (DA, "\u{2212}", Empty),
        (DA, "abc", NotANumber),
        (DA, "12a", NotANumber),
        (DA, " 12", NotANumber),
        (DA, "12 ", NotANumber),
        (DA, "+12", NotANumber),
        (DA, "--12", NotANumber),
        (DA, "1e6", NotANumber),
        (DA, "12 %", NotANumber),
        (DA, "(1.234)", NotANumber),
        (DA, "1 234", NotANumber),
        (DA, "1\u{a0}234", NotANumber),
        (DA, "..", BadGroup),
        (DA, "1.23", BadGroup),
        (DA, "1.2345", BadGroup),
        (DA, "1234.567", BadGroup),
        (DA, "1.234.56", BadGroup),
        (DA, "1.23.456", BadGroup),
        (DA, "1..234", BadGroup),
        (DA, ".123", BadGroup),
        (DA, "123.", BadGroup),
        (DA, "0.123", BadGroup),
        (DA, "00.123", BadGroup),
        (DA, "1.23,45", BadGroup),
        (DA, "1,2,3", TwoMarks),
        (DA, "1,,2", TwoMarks),
        (DA, "1,234.5", GroupAfterMark),
        (DA, "1,234.567", GroupAfterMark),
        (DA, ",5", BareMark),
        (DA, "5,", BareMark),
        (DA, "-,5", BareMark),
        (DA, "1.234,", BareMark),
        (DA, "999999999999999999999999999999999999999", TooLong),
        (DA, "1,0000000000000000000", TooManyDecimals),
        (EN, "1.234,5", GroupAfterMark),
        (EN, "1,23", BadGroup),
        (EN, "1.2.3", TwoMarks),
        (EN, "1'234", NotANumber),
        (PLAIN, "1,234", NotANumber),
        (PLAIN, "1 234", NotANumber),
        (PLAIN, "1_234", NotANumber),
        (PLAIN, "1.2.3", TwoMarks),
        (PLAIN, ".5", BareMark),
        (PLAIN, "NaN", NotANumber),
        (PLAIN, "-", Empty),
        (SPACED, "1 23", BadGroup),
        (SPACED, "1  234", BadGroup),
        (SPACED, " 1 234", BadGroup),
        (SPACED, "1 234 ", BadGroup),
        (SPACED, "1.234", NotANumber),
        (SPACED, "1\t234", NotANumber),
        (SPACED, "٣", NotANumber),
    ];
    for (style, text, why) in table {
        assert_eq!(parse_number(text, style), Err(why), "{text:?}");
    }
}

#[test]
fn reasons_are_in_both_languages() {
    for reason in NumberError::ALL {
        assert!(
            !reason.in_words(Lang::En).is_empty() && reason.in_words(Lang::En) != reason.in_words(Lang::Da)
        );
    }
}

#[test]
fn formatting() {
    let table = [
        (Decimal::new(123_456_750, 2), "1.234.567,50", "1,234,567.50", "1234567.50"),
        (Decimal::new(-999, 0), "-999", "-999", "-999"),
        (Decimal::new(-1_000, 0), "-1.000", "-1,000", "-1000"),
        (Decimal::new(60, 1), "6,0", "6.0", "6.0"),
        (Decimal::new(5, 4), "0,0005", "0.0005", "0.0005"),
    ];
    for (value, danish, english, plain) in table {
        let got = [DA, EN, PLAIN].map(|style| format_number(value, style));
        assert_eq!(got, [danish, english, plain]);
    }
    assert_eq!(format_number(Decimal::new(1_234_567, 0), SPACED), "1 234 567");
}

#[test]
fn unit_words() {
    let per = |a: &str, b: &str| Unit::base(a).div(&Unit::base(b));
    let table = [
        ("kr", "1", Unit::base("kr")),
        ("kr.", "1", Unit::base("kr")),
        ("Kr.", "1", Unit::base("kr")),
        ("kroner", "1", Unit::base("kr")),
        ("DKK", "1", Unit::base("kr")),
        ("t.kr.", "1000", Unit::base("kr")),
        ("t. kr.", "1000", Unit::base("kr")),
        ("tkr.", "1000", Unit::base("kr")),
        ("1.000 kr.", "1000", Unit::base("kr")),
        ("1000 kr", "1000", Unit::base("kr")),
        ("1\u{a0}000 kr.", "1000", Unit::base("kr")),
        ("tusinde kr.", "1000", Unit::base("kr")),
        ("mio. kr.", "1000000", Unit::base("kr")),
        ("mio kr", "1000000", Unit::base("kr")),
        ("Mio.kr.", "1000000", Unit::base("kr")),
        ("mill. kr.", "1000000", Unit::base("kr")),
        ("millioner kroner", "1000000", Unit::base("kr")),
        ("mia. kr.", "1000000000", Unit::base("kr")),
        ("milliarder kr.", "1000000000", Unit::base("kr")),
        ("  mia.\u{a0}kr. ", "1000000000", Unit::base("kr")),
        ("pct.", "0.01", Unit::percent()),
        ("Pct", "0.01", Unit::percent()),
        ("procent", "0.01", Unit::percent()),
        ("%", "0.01", Unit::percent()),
        ("procentpoint", "0.01", Unit::percentage_point()),
        ("pct.-point", "0.01", Unit::percentage_point()),
        ("pct. point", "0.01", Unit::percentage_point()),
        ("dage", "1", Unit::base("day")),
        ("døgn", "1", Unit::base("day")),
        ("DØGN", "1", Unit::base("day")),
        ("day", "1", Unit::base("day")),
        ("måneder", "1", Unit::base("month")),
        ("år", "1", Unit::base("year")),
        ("personer", "1", Unit::base("person")),
        ("pladser", "1", Unit::base("place")),
        ("1.000 personer", "1000", Unit::base("person")),
        ("antal", "1", Unit::none()),
        ("Antal", "1", Unit::none()),
        ("kr. pr. dag", "1", per("kr", "day")),
        ("kr/day", "1", per("kr", "day")),
        ("kr./døgn", "1", per("kr", "day")),
        ("kr. pr. plads pr. år", "1", per("kr", "place").div(&Unit::base("year"))),
        ("1.000 kr. pr. person", "1000", per("kr", "person")),
    ];
    for (text, factor, unit) in table {
        let words = UnitWords::parse(text).unwrap_or_else(|| panic!("{text:?}"));
        assert_eq!((words.factor.to_string().as_str(), &words.unit), (factor, &unit), "{text:?}");
    }
    let unknown = [
        "",
        "kr. pr.",
        "mio.",
        "mia",
        "helårspersoner",
        "krone r",
        "kr kr",
        "t.",
        "kr//dag",
        "dage.",
        "euro",
        "1.000",
        "% kr",
        "mio. mio. kr.",
        "tdag",
    ];
    for text in unknown {
        assert_eq!(UnitWords::parse(text), None, "{text:?}");
    }
}

#[test]
fn figures_under_words() {
    let under = |text: &str, figure: &str| {
        let words = UnitWords::parse(text).unwrap();
        words.apply(parse_number(figure, DA).unwrap()).map(|d| d.to_string())
    };
    assert_eq!(under("mia. kr.", "16,6").as_deref(), Some("16600000000.0"));
    assert_eq!(under("pct.", "6,0").as_deref(), Some("0.060"));
    assert_eq!(under("mia. kr.", "99999999999999999999999999999999999999"), None);
}

proptest! {
    #[test]
    fn reading_gives_back_what_was_written(m in -10_i128.pow(30)..10_i128.pow(30), scale in 0_u8..=7) {
        let value = Decimal::new(m, scale);
        for style in [DA, EN, PLAIN, SPACED] {
            let back = parse_number(&format_number(value, style), style).unwrap();
            prop_assert_eq!((back.mantissa(), back.scale()), (m, scale));
        }
    }

    #[test]
    fn nothing_panics_on_any_text(text in ".{0,40}", marks in "[-0-9., \u{a0}\u{2212}]{0,40}") {
        for style in [DA, EN, PLAIN, SPACED] {
            let _ = (parse_number(&text, style), parse_number(&marks, style));
        }
        let _ = UnitWords::parse(&text);
    }
}
