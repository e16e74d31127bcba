//! Values as people write them: `1_000.5 kr` is "1.000,5 kr.", `2024-06-30` is "30-06-2024".
//!
//! In: a value in the words of the language. Out: the same in Danish or English. Not here: values of a run (`number`).

use crate::number;
use ramme_value::{Date, Lang};

/// A number or a day of the language as people write it; none for anything else.
#[must_use]
pub fn value_in(text: &str, lang: Lang) -> Option<String> {
    if let Ok(day) = Date::parse_iso(text.trim()) {
        return Some(number::date(day, lang));
    }
    let numeric = |c: char| c.is_ascii_digit() || matches!(c, '.' | '_' | '-');
    let end = text.find(|c| !numeric(c)).unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    if number.matches('-').count() > 1 || !number.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let number = grouped(&number.replace('_', ""), lang);
    let unit = match (unit.trim(), lang) {
        ("%", Lang::Da) => " pct.".to_owned(),
        ("kr", Lang::Da) => " kr.".to_owned(),
        ("%", Lang::En) => "%".to_owned(),
        _ => unit.to_owned(),
    };
    Some(format!("{number}{unit}"))
}

/// A number with the marks of the language; decimals that say nothing are left out.
fn grouped(number: &str, lang: Lang) -> String {
    let (sign, plain) = number.strip_prefix('-').map_or(("", number), |rest| ("\u{2212}", rest));
    let (whole, decimals) = plain.split_once('.').unwrap_or((plain, ""));
    let decimals = if decimals.chars().all(|c| c == '0') { "" } else { decimals };
    let (point, group) = lang.pick(('.', ','), (',', '.'));
    let digits = whole.chars().count();
    let mut out = sign.to_owned();
    for (at, c) in whole.chars().enumerate() {
        if at > 0 && digits.saturating_sub(at) % 3 == 0 {
            out.push(group);
        }
        out.push(c);
    }
    if !decimals.is_empty() {
        out.push(point);
        out.push_str(decimals);
    }
    out
}
