//! Words of the field: what a measure is, and which name is the whole of others.
//!
//! In: the names of measures and keys, in Danish or English. Out: what they mean for what must hold. Nothing here names
//! one report's figures; a name that says nothing is an amount of its own. Not here: what follows from it (`find`).

use std::collections::BTreeSet;

/// What a figure measures.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum What {
    /// What was decided beforehand.
    Budget,
    /// What it came to.
    Accounts,
    /// The accounts less the budget.
    Gap,
    /// The same in percent.
    GapPercent,
    /// The growth of something, in percent.
    Growth(String),
    /// The share of something, in percent.
    Share(String),
    /// An amount or a count.
    Amount(String),
    /// A percent of which nothing follows.
    Percent(String),
}

/// How measures hang together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Concept {
    /// What was spent.
    Cost,
    /// How much there was of it.
    Volume,
    /// What one cost.
    Price,
}

const GROWTH: [&str; 16] = [
    "udvikling i ",
    "vækst i ",
    "stigning i ",
    "fald i ",
    "ændring i ",
    "procentvis udvikling i ",
    "growth in ",
    "growth of ",
    "change in ",
    "development in ",
    "increase in ",
    "udvikling af ",
    "procentvis ændring i ",
    "realvækst i ",
    "real growth in ",
    "development of ",
];
const SHARE: [&str; 4] = ["andel af ", "procentandel af ", "share of ", "percentage of "];
const BUDGET: [&str; 9] = [
    "budget",
    "budgetter",
    "budgetteret",
    "vedtaget budget",
    "oprindeligt budget",
    "oprindelige budget",
    "budgetterede udgifter",
    "adopted budget",
    "budgeted expenditure",
];
const ACCOUNTS: [&str; 9] = [
    "regnskab",
    "regnskaber",
    "regnskabet",
    "regnskabsført",
    "realiseret",
    "accounts",
    "actual",
    "actuals",
    "regnskabsudgifter",
];
const GAP: [&str; 13] = [
    "underbudgettering",
    "budgetoverskridelse",
    "overskridelse",
    "merforbrug",
    "budgetafvigelse",
    "afvigelse",
    "difference",
    "forskel",
    "deviation",
    "gap",
    "overspend",
    "overrun",
    "variance",
];
const COST: [&str; 12] = [
    "udgift",
    "omkostning",
    "driftsudgift",
    "nettodriftsudgift",
    "bruttodriftsudgift",
    "nettoudgift",
    "samlede udgift",
    "cost",
    "expenditure",
    "spending",
    "expense",
    "total cost",
];
const PRICE: [&str; 12] = [
    "enhedspris",
    "enhedsudgift",
    "enhedsomkostning",
    "gennemsnitspris",
    "stykpris",
    "takst",
    "pris",
    "unit cost",
    "unit price",
    "price",
    "tariff",
    "cost per ",
];
const VOLUME: [&str; 20] = [
    "helårs",
    "modtager",
    "person",
    "plads",
    "dage",
    "døgn",
    "antal",
    "mængde",
    "borger",
    "bruger",
    "elever",
    "aktivitet",
    "recipient",
    "place",
    "day",
    "volume",
    "quantity",
    "number of ",
    "full-year",
    "users",
];
/// Words of what does not add up over parts: a mean, a rate, a bound.
const PER_ONE: [&str; 14] = [
    " pr ",
    " pr. ",
    " per ",
    "enheds",
    "gennemsnit",
    "average",
    "mean",
    "unit ",
    "pris",
    "price",
    "takst",
    "loft",
    "andel",
    "rate",
];
const TOTALS: [&str; 18] = [
    "i alt",
    "ialt",
    "i alt:",
    "total",
    "totalt",
    "totals",
    "samlet",
    "alle",
    "all",
    "sum",
    "hele landet",
    "whole country",
    "hele området",
    "the whole",
    "i alt hele landet",
    "hele regionen",
    "all areas",
    "overall",
];

/// Small letters, single blanks, and nothing in brackets.
pub(crate) fn normal(text: &str) -> String {
    let mut depth = 0_u32;
    let mut kept = String::new();
    for c in text.to_lowercase().chars() {
        match c {
            '(' => depth = depth.saturating_add(1),
            ')' => depth = depth.saturating_sub(1),
            c if depth == 0 => kept.push(c),
            _ => {}
        }
    }
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Small letters and single blanks: how names of keys are compared.
pub(crate) fn normal_name(text: &str) -> String {
    text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a figure is only stated roughly.
pub(crate) fn is_about(measure: &str) -> bool {
    let text = measure.to_lowercase();
    ["omegnen", "ca.", "cirka", "omkring", "about", "around", "approx", "roughly"]
        .iter()
        .any(|w| text.contains(w))
}

/// What a measure is. `percent`: its unit is percent.
pub(crate) fn what(measure: &str, percent: bool) -> What {
    let text = normal(measure);
    let after =
        |starts: &[&str]| starts.iter().find_map(|s| text.strip_prefix(s)).map(|rest| rest.trim().to_owned());
    if percent {
        if let Some(of) = after(&GROWTH) {
            return What::Growth(of);
        }
        if let Some(of) = after(&SHARE) {
            return What::Share(of);
        }
        let gap = GAP.iter().any(|w| text.contains(w)) && !text.contains("gennemsnit");
        return if gap { What::GapPercent } else { What::Percent(text) };
    }
    if BUDGET.contains(&text.as_str()) {
        return What::Budget;
    }
    if ACCOUNTS.contains(&text.as_str()) {
        return What::Accounts;
    }
    let between = (text.contains("budget") && (text.contains("regnskab") || text.contains("accounts")))
        && GAP.iter().any(|w| text.contains(w));
    if between || GAP.contains(&text.as_str()) { What::Gap } else { What::Amount(text) }
}

/// Whether a measure adds up over parts.
pub(crate) fn adds_up(name: &str) -> bool {
    let padded = format!(" {name} ");
    !PER_ONE.iter().any(|w| padded.contains(w))
}

/// Whether a unit counts by one of something else, as `kr pr barn`.
pub(crate) fn is_per(base: &str) -> bool {
    let padded = format!(" {base} ");
    [" pr ", " per ", "/"].iter().any(|w| padded.contains(w))
}

/// Whether two names are one word in another form: `udgift`, `udgifter`, `udgifterne`.
pub(crate) fn alike(a: &str, b: &str) -> bool {
    let stem = |text: &str| {
        let text = text.strip_prefix("de ").unwrap_or(text);
        let endings = ["erne", "ene", "erne", "er", "en", "et", "s", "e"];
        let cut = endings.iter().find_map(|e| text.strip_suffix(e)).unwrap_or(text);
        cut.to_owned()
    };
    a == b || (stem(a) == stem(b) && stem(a).chars().count() > 3)
}

/// How a measure hangs together with others.
pub(crate) fn concept(name: &str) -> Option<Concept> {
    let begins = |words: &[&str]| words.iter().any(|w| name.starts_with(w));
    if begins(&PRICE) {
        return Some(Concept::Price);
    }
    if !adds_up(name) {
        return None;
    }
    if begins(&COST) || ACCOUNTS.contains(&name) {
        return Some(Concept::Cost);
    }
    (begins(&VOLUME) || VOLUME.iter().take(4).any(|w| name.contains(w))).then_some(Concept::Volume)
}

/// Whether a measure is income.
pub(crate) fn is_income(measure: &str) -> bool {
    ["indtægt", "income", "revenue"].iter().any(|w| measure.starts_with(w))
}

/// Whether a measure is what is spent, decided or booked.
pub(crate) fn is_spending(measure: &str) -> bool {
    adds_up(measure) && ["udgift", "expenditure", "spending"].iter().any(|w| measure.starts_with(w))
}

/// Whether a measure is what is used of something.
pub(crate) fn is_use(measure: &str) -> bool {
    ["forbrug", "træk", "use", "drawn", "withdrawal"].iter().any(|w| measure.starts_with(w))
}

/// Whether a name is that of equity.
pub(crate) fn is_equity(name: &str) -> bool {
    ["egenkapital", "kassebeholdning", "equity", "reserve"].iter().any(|w| name.contains(w))
}

/// Whether a name stands for all others of its column.
pub(crate) fn is_whole(name: &str) -> bool {
    let name = normal(name);
    name.is_empty() || TOTALS.contains(&name.as_str())
}

/// Whether one name is a part of the other by its spelling: `A: x` of `A`.
pub(crate) fn is_below(part: &str, whole: &str) -> bool {
    !whole.is_empty() && part.strip_prefix(whole).is_some_and(|rest| rest.trim_start().starts_with(':'))
}

/// The beginnings of names before a colon: what may be the whole of others by its spelling.
pub(crate) fn beginnings<'n>(names: &[&'n str]) -> BTreeSet<&'n str> {
    let of =
        |name: &'n str| name.match_indices(':').filter_map(move |(at, _)| name.get(..at)).map(str::trim_end);
    names.iter().flat_map(|name| of(name)).collect()
}

/// Whether a name may be the whole of others at all: most are not, and need not be held against all others.
pub(crate) fn may_be_whole(name: &str, beginnings: &BTreeSet<&str>) -> bool {
    let joins = [" og ", " and ", ", "].iter().any(|word| name.contains(word));
    joins || beginnings.contains(name.trim_end()) || is_whole(name)
}

/// The names of which one name is the whole; empty where it is none, or where it does not say of which.
pub(crate) fn parts<'n>(whole: &str, names: &[&'n str]) -> Vec<&'n str> {
    let others: Vec<&str> = names.iter().copied().filter(|n| *n != whole && !is_whole(n)).collect();
    // A part of a part is counted in it.
    let top = |list: &[&'n str]| -> Vec<&'n str> {
        list.iter().copied().filter(|n| !list.iter().any(|m| m != n && is_below(n, m))).collect()
    };
    let below: Vec<&str> = others.iter().copied().filter(|n| is_below(n, whole)).collect();
    if !below.is_empty() {
        return top(&below);
    }
    if is_whole(whole) {
        let is = |stems: &[&str]| {
            others.iter().copied().filter(|n| stems.iter().any(|s| n.starts_with(s))).collect::<Vec<_>>()
        };
        // The specialised social area is children and adults; whatever else is listed beside them lies inside one.
        let (children, adults) = (is(&["børn", "children"]), is(&["voksen", "voksne", "adult"]));
        return match (children.as_slice(), adults.as_slice()) {
            ([children], [adults]) => vec![children, adults],
            _ => top(&others).into_iter().filter(|n| joined(n, &others).is_empty()).collect(),
        };
    }
    joined(whole, &others)
}

/// The names that `X og Y` joins, where both are there: `børn og voksne` of `børneområdet` and `voksenområdet`. A beginning
/// before a colon must be shared.
fn joined<'n>(whole: &str, names: &[&'n str]) -> Vec<&'n str> {
    let (head, tail) = whole.rsplit_once(": ").unwrap_or(("", whole));
    let tail = tail.replace(" and ", " og ").replace(", ", " og ");
    let words: Vec<&str> = tail.split(" og ").map(str::trim).collect();
    if words.len() < 2 || tail.contains("- og ") {
        return Vec::new();
    }
    let mut found: Vec<&str> = Vec::new();
    for word in words {
        let stem: String = word.chars().take(4).collect();
        let fits = |n: &&&str| {
            let (other, name) = n.rsplit_once(": ").unwrap_or(("", n));
            other == head && name.starts_with(&stem) && !found.contains(*n) && **n != whole
        };
        match names.iter().find(fits) {
            Some(name) => found.push(name),
            None => return Vec::new(),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn measures_are_known_by_their_words() {
        assert_eq!(what("udvikling i udgifter", true), What::Growth("udgifter".into()));
        assert_eq!(what("Afvigelse mellem budget og regnskab", true), What::GapPercent);
        assert_eq!(what("difference between budget and accounts", false), What::Gap);
        assert_eq!(what("udgifter (i omegnen af)", false), What::Amount("udgifter".into()));
        assert_eq!(what("udgiftsbudget", false), What::Amount("udgiftsbudget".into()));
        assert_eq!(concept("helårspersoner"), Some(Concept::Volume));
        assert_eq!(concept("udgift pr. 18-66-årig"), None);
        assert_eq!(concept("enhedsudgift"), Some(Concept::Price));
    }

    #[test]
    fn a_whole_knows_its_parts_by_its_name() {
        let names = ["i alt", "børne- og ungeområdet", "voksenområdet", "botilbud"];
        assert_eq!(parts("i alt", &names), ["børne- og ungeområdet", "voksenområdet"]);
        assert!(parts("voksenområdet", &names).is_empty());
        let names =
            ["køb: børn og voksne", "køb: voksenområdet", "køb: børne- og ungeområdet", "salg: voksne"];
        assert_eq!(
            parts("køb: børn og voksne", &names),
            ["køb: børne- og ungeområdet", "køb: voksenområdet"]
        );
        let names = ["total", "a", "b", "a: x", "a: y"];
        assert_eq!(parts("total", &names), ["a", "b"]);
        assert_eq!(parts("a", &names), ["a: x", "a: y"]);
    }
}
