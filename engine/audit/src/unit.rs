//! Units of published figures: a power of ten and what is counted.
//!
//! In: the text of a unit. Out: `mia. kr.` as nine and `kr`. Not here: the units of the rule language (`ramme_value`), which
//! are closed; here any word counts something.

/// A unit as far as figures have to be compared.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Unit {
    /// One of the unit is ten to this of the base.
    pub(crate) power: i32,
    /// What is counted; [`PERCENT`] for percent.
    pub(crate) base: String,
}

/// The base of percent.
pub(crate) const PERCENT: &str = "%";

const PERCENTS: [&str; 6] = ["%", "pct", "procent", "percent", "per cent", "pc"];
const THOUSANDS: [&str; 7] = ["1000", "t", "tusind", "tusinde", "thousand", "thousands", "k"];
const MILLIONS: [&str; 8] = ["mio", "mill", "million", "millioner", "millions", "mn", "m", "1000000"];
const BILLIONS: [&str; 7] = ["mia", "mrd", "milliard", "milliarder", "billion", "billions", "bn"];

fn power(word: &str) -> Option<i32> {
    let of = |words: &[&str]| words.contains(&word);
    match word {
        w if of(&THOUSANDS) || w == "tkr" => Some(3),
        _ if of(&MILLIONS) => Some(6),
        _ if of(&BILLIONS) => Some(9),
        _ => None,
    }
}

/// Reads a unit.
pub(crate) fn unit(text: &str) -> Unit {
    let plain = text.to_lowercase().replace("1.000.000", "1000000").replace("1,000,000", "1000000");
    let plain = plain.replace("1.000", "1000").replace("1,000", "1000").replace('.', " ");
    let mut words: Vec<&str> = plain.split_whitespace().collect();
    if PERCENTS.contains(&words.join(" ").as_str()) {
        return Unit { power: -2, base: PERCENT.to_owned() };
    }
    let mut shift = 0;
    if words.as_slice() == ["tkr"] {
        return Unit { power: 3, base: "kr".to_owned() };
    }
    if let Some(by) = words.first().and_then(|w| power(w)).filter(|_| words.len() > 1) {
        shift = by;
        words.remove(0);
    } else if let Some(by) = words.last().and_then(|w| power(w)).filter(|by| words.len() > 1 && *by > 3) {
        shift = by;
        words.pop();
    }
    let name = |w: &&str| if matches!(*w, "dkk" | "kroner" | "krone") { "kr" } else { *w }.to_owned();
    Unit { power: shift, base: words.iter().map(name).collect::<Vec<_>>().join(" ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_in_different_sizes_have_one_base() {
        let of = |text| {
            let unit = unit(text);
            (unit.power, unit.base)
        };
        let kr = |power| (power, "kr".to_owned());
        assert_eq!(of("mia. kr."), kr(9));
        assert_eq!(of("mio.kr."), kr(6));
        assert_eq!(of("1.000 kr."), kr(3));
        assert_eq!(of("DKK million"), kr(6));
        assert_eq!(of("kr."), kr(0));
        assert_eq!(of("pct."), (-2, PERCENT.to_owned()));
        assert_eq!(of("personer pr. 1.000"), (0, "personer pr 1000".to_owned()));
        assert_eq!(of("m"), (0, "m".to_owned()));
    }
}
