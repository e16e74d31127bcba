//! Whether the draws suffice and what the spread comes from, in a sentence each.
//!
//! In: the chance rows of one name. Out: sentences. Not here: how the shares and errors are reckoned.

use crate::number;
use ramme_eval::result::{ChanceRow, Spread};
use ramme_value::Lang;

/// Above this many standard deviations an error of the draws shows in the figures.
const MUCH: f64 = 0.1;

/// Two sentences, or none where nothing is drawn.
pub(crate) fn sentences(name: &str, rows: &[&ChanceRow], lang: Lang) -> Vec<String> {
    let all: Vec<&Spread> = rows.iter().filter_map(|row| row.spread.as_ref()).collect();
    let Some(first) = all.first() else { return Vec::new() };
    let of = rows.first().map_or("", |row| row.holds_of.as_str());
    vec![error(first, &all, lang), sources(name, of, &all, lang)]
}

fn error(first: &Spread, all: &[&Spread], lang: Lang) -> String {
    let most = |of: &dyn Fn(&Spread) -> f64| all.iter().map(|s| of(s)).fold(0.0, f64::max);
    let percent = number::float(200.0 * most(&|s| s.error), 2, lang);
    let draws = number::float(first.draws as f64, 0, lang);
    let batches = first.batches;
    let enough = 2.0 * most(&|s| s.error_of_deviation) <= MUCH;
    let verdict = if enough {
        lang.pick(
            "that is little beside the spread, so the draws suffice",
            "det er lidt ved siden af spredningen, så trækningerne rækker",
        )
    } else {
        lang.pick(
            "that is much beside the spread: take more draws (`--draws`)",
            "det er meget ved siden af spredningen: tag flere trækninger (`--draws`)",
        )
    };
    lang.pick(
        format!(
            "With another {draws} draws the budgets that hold would differ from these by at most about {percent}% (two standard errors, by {batches} batches of the draws); {verdict}."
        ),
        format!(
            "Med andre {draws} trækninger ville de budgetter, der holder, afvige højst omtrent {percent} pct. fra disse (to standardfejl, efter {batches} hold af trækningerne); {verdict}."
        ),
    )
}

fn sources(name: &str, of: &str, all: &[&Spread], lang: Lang) -> String {
    let span = |share: &dyn Fn(&Spread) -> f64| {
        let ends = all
            .iter()
            .map(|s| 100.0 * share(s))
            .fold((f64::MAX, 0.0_f64), |(low, high), x| (low.min(x), high.max(x)));
        let (low, high) = (number::float(ends.0, 0, lang), number::float(ends.1, 0, lang));
        if low == high { low } else { format!("{low}\u{2013}{high}") }
    };
    let (follows, rule) = (span(&|s| s.follows), span(&|s| s.rule));
    let by_rule = all.iter().any(|s| s.rule > 0.0);
    let between = if by_rule {
        lang.pick(
            format!(", {rule}% is whether the budget goes by habit or by lag"),
            format!(", {rule} pct. er, om budgettet følger vane eller efterslæb"),
        )
    } else {
        String::new()
    };
    lang.pick(
        format!("Of the spread of {name}, {follows}% goes along with {of}{between}; the rest is all else."),
        format!("Af spredningen i {name} følger {follows} pct. {of}{between}; resten er alt andet."),
    )
}
