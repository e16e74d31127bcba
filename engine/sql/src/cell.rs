//! One cell of a file as a value.
//!
//! In: the name of a column, and what is stated of how it is written. Out: expressions over texts. What is no such value
//! ends the script, as it ends a run. Not here: which cells.

use ramme_eval::plan::scale;
use ramme_eval::scenario::{Members, TableMap, ValueMap};
use ramme_rulebook::model::{SetId, Type};
use ramme_value::{Decimal, pow10};

use crate::maker::Maker;

/// The text of a cell, without the blanks around it.
pub(crate) fn text(maker: &Maker<'_>, column: &str) -> String {
    format!("TRIM(COALESCE(f.{}, ''))", maker.quoted(column))
}

/// Whether a text stands for nothing.
pub(crate) fn is_missing(maker: &Maker<'_>, table: &TableMap, text: &str) -> String {
    let signs = table.missing.iter().chain(&table.suppressed).map(|sign| maker.speak.text(sign));
    let all: Vec<String> = [maker.speak.text("")].into_iter().chain(signs).collect();
    format!("({text} IN ({}))", all.join(", "))
}

/// The member of a set that a text names, in the file's own spelling or the rules'.
pub(crate) fn member(maker: &Maker<'_>, table: &TableMap, set: SetId, text: &str) -> String {
    let own = maker.src.book.set_name(set);
    let mut out = format!("CASE {text}");
    let spelled = table.members.iter().filter(|Members { set, .. }| set.text() == own).flat_map(|m| &m.pairs);
    for (spelling, member) in spelled {
        out.push_str(&format!(
            " WHEN {} THEN {}",
            maker.speak.text(spelling.text()),
            maker.speak.text(member.text())
        ));
    }
    for member in maker.members(set) {
        let member = maker.speak.text(member);
        out.push_str(&format!(" WHEN {member} THEN {member}"));
    }
    let message = format!("{} || {text}", maker.speak.text(&format!("no member of {own}: ")));
    out.push_str(&format!(" ELSE {} END", maker.speak.stop(&message, maker.speak.words())));
    out
}

/// Where the cells of an input stand.
pub(crate) struct Place<'a> {
    /// The keys, each under the name of its axis.
    pub keys: &'a [String],
    /// Those names.
    pub names: &'a [String],
    /// The texts of the file.
    pub from: &'a str,
    /// Which rows.
    pub filter: &'a str,
    /// `DISTINCT `, where rows repeat a cell.
    pub distinct: &'a str,
}

/// The cells of a column.
pub(crate) struct Texts<'a> {
    pub table: &'a TableMap,
    pub value: &'a ValueMap,
    pub ty: &'a Type,
    /// What figures are multiplied with: in rows with these texts in these columns.
    pub factors: Vec<(Vec<(String, String)>, Decimal)>,
}

impl Texts<'_> {
    /// The cells with their keys.
    pub(crate) fn query(&self, maker: &Maker<'_>, place: &Place<'_>) -> String {
        let text = text(maker, &self.value.column.value);
        let held = format!("CASE WHEN {} THEN NULL ELSE {text} END", is_missing(maker, self.table, &text));
        let mut select: Vec<String> = place.keys.to_vec();
        let value = maker.quoted("value");
        let mut out: Vec<String> = place.names.to_vec();
        let Place { from, filter, distinct, .. } = place;
        if !matches!(self.ty, Type::Num(_)) {
            select.push(format!("{held} AS cell"));
            out.push(format!("{} AS {value}", self.word(maker)));
            return format!(
                "SELECT {distinct}{}\nFROM (SELECT {}\n  FROM {from} AS f{filter}) AS f",
                out.join(", "),
                select.join(", ")
            );
        }
        let style = self.table.style;
        let mut plain = format!("REPLACE({held}, '\u{2212}', '-')");
        // A blank between thousands may be any of three that look alike.
        let blanks: &[char] = &[' ', '\u{a0}', '\u{202f}'];
        let marks: Vec<char> = style.thousands.into_iter().collect();
        let marks = if marks.iter().any(|mark| blanks.contains(mark)) { blanks } else { marks.as_slice() };
        for mark in marks {
            plain = format!("REPLACE({plain}, {}, '')", maker.speak.text(&mark.to_string()));
        }
        if style.decimal != '.' {
            plain = format!("REPLACE({plain}, {}, '.')", maker.speak.text(&style.decimal.to_string()));
        }
        select.push(format!("{plain} AS cell"));
        let (times, over) = self.powers(maker);
        select.push(format!("{times} AS times"));
        select.push(format!("{over} AS below"));
        let num = maker.speak.whole();
        let decimals =
            "CASE WHEN POSITION('.' IN f.cell) > 0 THEN LENGTH(f.cell) - POSITION('.' IN f.cell) ELSE 0 END";
        let inner = format!(
            "SELECT {}f.cell,\n    CAST(REPLACE(f.cell, '.', '') AS {num}) * f.times AS top,\n    \
             CAST('1' || REPEAT('0', {decimals}) AS {num}) * f.below AS below\n  FROM (SELECT {}\n    FROM {from} AS f{filter}) AS f",
            place.names.iter().map(|n| format!("{n}, ")).collect::<String>(),
            select.join(", ")
        );
        let size = "ABS(f.top)";
        let (q, r) = (maker.speak.quotient(size, "f.below"), maker.speak.rest(size, "f.below"));
        let message = format!("{} || f.cell", maker.speak.text("more decimals than the rules hold: "));
        out.push(format!(
            "CASE WHEN f.cell IS NULL THEN NULL WHEN {r} <> 0 THEN {} WHEN f.top < 0 THEN -{q} ELSE {q} END AS {value}",
            maker.speak.stop(&message, num)
        ));
        format!("SELECT {distinct}{}\nFROM ({inner}) AS f", out.join(", "))
    }

    /// What is no number.
    fn word(&self, maker: &Maker<'_>) -> String {
        match self.ty {
            Type::YesNo => {
                let stop = maker
                    .speak
                    .stop(&format!("{} || f.cell", maker.speak.text("neither yes nor no: ")), "BOOLEAN");
                format!(
                    "CASE WHEN f.cell IS NULL THEN NULL WHEN LOWER(f.cell) IN ('yes', 'ja', 'true', '1') THEN TRUE \
                     WHEN LOWER(f.cell) IN ('no', 'nej', 'false', '0') THEN FALSE ELSE {stop} END"
                )
            }
            Type::Date => "CAST(f.cell AS DATE)".to_owned(),
            Type::Member(set) => {
                format!("CASE WHEN f.cell IS NOT NULL THEN {} END", member(maker, self.table, *set, "f.cell"))
            }
            _ => "f.cell".to_owned(),
        }
    }

    /// The whole number that a figure is multiplied with, and the one that it is divided by, for its mantissa.
    fn powers(&self, maker: &Maker<'_>) -> (String, String) {
        let scale = scale(self.ty);
        let of = |factor: &Decimal| {
            let factor = factor.trim(0);
            let up = pow10(scale.saturating_sub(factor.scale())).unwrap_or(1);
            let down = pow10(factor.scale().saturating_sub(scale)).unwrap_or(1);
            (factor.mantissa().saturating_mul(up), down)
        };
        let num = maker.speak.whole();
        if let [(on, factor)] = self.factors.as_slice()
            && on.is_empty()
        {
            let (up, down) = of(factor);
            return (format!("CAST({up} AS {num})"), format!("CAST({down} AS {num})"));
        }
        let (mut times, mut below) = (String::from("CASE"), String::from("CASE"));
        for (on, factor) in &self.factors {
            let all: Vec<String> = on
                .iter()
                .map(|(column, said)| format!("{} = {}", text(maker, column), maker.speak.text(said)))
                .collect();
            let (up, down) = of(factor);
            times.push_str(&format!(" WHEN {} THEN CAST({up} AS {num})", all.join(" AND ")));
            below.push_str(&format!(" WHEN {} THEN CAST({down} AS {num})", all.join(" AND ")));
        }
        let unit = self.value.unit.as_ref().map_or(String::new(), |_| {
            let columns = self.factors.iter().flat_map(|(on, _)| on).map(|(column, _)| text(maker, column));
            columns.take(1).collect()
        });
        let stop = maker.speak.stop(
            &format!(
                "{} || {unit}",
                maker.speak.text("a unit or price level that the scenario's data did not have: ")
            ),
            num,
        );
        if self.factors.is_empty() || unit.is_empty() {
            return (format!("CAST(1 AS {num})"), format!("CAST(1 AS {num})"));
        }
        times.push_str(&format!(" ELSE {stop} END"));
        below.push_str(&format!(" ELSE CAST(1 AS {num}) END"));
        (times, below)
    }
}
