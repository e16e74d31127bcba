//! Results in the words that people use: `gap` becomes "merforbrug", `101` becomes "København".
//!
//! In: a result with the names of the rules, and the words for them. Out: the same result with those words in the names'
//! places, for pages and letters; a name without words keeps its own, with blanks for `_`. Not here: where words come from
//! (a scenario's `words` and `names`), text for terminals and JSON, which keep the names that can be typed again.

use crate::comparison::Comparison;
use crate::sensitivity::Sensitivity;
use ramme_eval::bind::RowNames;
use ramme_eval::result::{Basis, Judgement, Output, RunResult, Verdict};
use ramme_eval::scenario::Wording;
use ramme_value::Lang;
use std::collections::BTreeMap;

/// The words for names, in one language.
#[derive(Debug, Clone)]
pub struct Words {
    wording: Wording,
    rows: RowNames,
    lang: Lang,
}

impl Words {
    /// The words of a scenario.
    #[must_use]
    pub fn new(wording: Wording, mut rows: RowNames, lang: Lang) -> Words {
        // Two offers of one name are still two: each keeps its key beside it.
        let mut counts: BTreeMap<(String, String), usize> = BTreeMap::new();
        for ((entity, _), name) in &rows {
            let seen = counts.entry((entity.clone(), name.clone())).or_default();
            *seen = seen.saturating_add(1);
        }
        for ((entity, key), name) in &mut rows {
            if counts.get(&(entity.clone(), name.clone())).is_some_and(|n| *n > 1) {
                *name = format!("{name} ({key})");
            }
        }
        Words { wording, rows, lang }
    }

    /// What a definition, an input, a rule or a lever is called.
    #[must_use]
    pub fn name(&self, name: &str) -> String {
        // `pl[2024]` is called what `pl` is.
        let (plain, keys) = name.find('[').map_or((name, ""), |at| name.split_at(at));
        let words = self.wording.of(plain, self.lang).map_or_else(|| plain.replace('_', " "), str::to_owned);
        if keys.is_empty() {
            return words;
        }
        let keys = keys.trim_start_matches('[').trim_end_matches(']');
        let keys: Vec<String> =
            keys.split(',').map(|key| self.member(key.trim().trim_matches('"'))).collect();
        format!("{words}, {}", keys.join(", "))
    }

    /// What an axis is called. Years, quarters and months have words of their own.
    #[must_use]
    pub fn axis(&self, name: &str) -> String {
        if matches!(name, "year" | "quarter" | "month") { name.to_owned() } else { self.name(name) }
    }

    /// What a key of an axis is called: the name of a row, or the word for a member.
    #[must_use]
    pub fn key(&self, axis: &str, key: &str) -> String {
        let row = self.rows.get(&(axis.to_owned(), key.to_owned()));
        row.cloned().unwrap_or_else(|| self.member(key))
    }

    fn member(&self, key: &str) -> String {
        // A key of a row may well be spelled with `_`; only what has words is changed.
        self.wording.of(key, self.lang).map_or_else(|| key.to_owned(), str::to_owned)
    }

    /// What a reading is called, and its group.
    #[must_use]
    pub fn reading(&self, group: &str, reading: &str) -> (String, String) {
        let both = format!("{group}.{reading}");
        let words = self.wording.of(&both, self.lang).map(str::to_owned);
        (self.name(group), words.unwrap_or_else(|| self.name(reading)))
    }

    /// A run in words. Two names with the same words keep their own names beside them.
    #[must_use]
    pub fn run(&self, result: &RunResult) -> RunResult {
        let mut spoken = result.clone();
        let told = self.apart(result.values.iter().map(|o| o.name.as_str()));
        let name =
            |name: &mut String| *name = told.get(name.as_str()).cloned().unwrap_or_else(|| self.name(name));
        for output in &mut spoken.values {
            name(&mut output.name);
            self.output(output);
        }
        for row in &mut spoken.chances {
            name(&mut row.name);
            name(&mut row.holds_of);
            self.keys(&mut row.keys);
        }
        for check in &mut spoken.checks {
            name(&mut check.name);
            self.keys(&mut check.keys);
        }
        spoken.hindcasts.iter_mut().for_each(|one| one.name = self.name(&one.name));
        spoken.declared.iter_mut().for_each(|one| one.name = self.name(&one.name));
        self.judgement_in_place(&mut spoken.judgement);
        self.basis_in_place(&mut spoken.basis);
        spoken
    }

    /// The words for names that stand beside each other, none twice.
    fn apart<'a>(&self, names: impl Iterator<Item = &'a str>) -> BTreeMap<String, String> {
        let mut told: BTreeMap<String, String> = BTreeMap::new();
        for name in names {
            let words = self.name(name);
            let taken = told.iter().any(|(other, held)| other != name && *held == words);
            told.insert(name.to_owned(), if taken { format!("{words} ({name})") } else { words });
        }
        told
    }

    fn output(&self, output: &mut Output) {
        for (at, axis) in output.axes.iter().enumerate() {
            // Keys that come to the same word are still two rows.
            let mut owners: BTreeMap<String, String> = BTreeMap::new();
            for cell in &mut output.cells {
                let Some(key) = cell.keys.get_mut(at) else { continue };
                let word = self.key(axis, key);
                let owner = owners.entry(word.clone()).or_insert_with(|| key.clone());
                *key = if owner == key { word } else { format!("{word} ({key})") };
            }
        }
        output.axes.iter_mut().for_each(|axis| *axis = self.axis(axis));
        for reading in &mut output.rests_on {
            *reading = self.dotted(reading);
        }
    }

    /// `group.reading`
    fn dotted(&self, text: &str) -> String {
        let Some((group, reading)) = text.split_once('.') else { return self.name(text) };
        let (group, reading) = self.reading(group, reading);
        format!("{group}: {reading}")
    }

    fn keys(&self, keys: &mut [(String, String)]) {
        for (axis, key) in keys {
            *key = self.key(axis, key);
            *axis = self.axis(axis);
        }
    }

    fn verdict(&self, verdict: &mut Verdict) {
        verdict.rule = self.name(&verdict.rule);
        self.keys(&mut verdict.subject);
        // Here the keys are the names.
        verdict.name = None;
        if let Some(of) = &mut verdict.belongs {
            (of.key, of.entity, of.name) = (self.key(&of.entity, &of.key), self.axis(&of.entity), None);
        }
        for reading in &mut verdict.rests_on {
            *reading = self.dotted(reading);
        }
    }

    fn judgement_in_place(&self, judgement: &mut Judgement) {
        judgement.results.iter_mut().for_each(|verdict| self.verdict(verdict));
        judgement.targets.iter_mut().for_each(|verdict| self.verdict(verdict));
    }

    fn basis_in_place(&self, basis: &mut Basis) {
        for taken in &mut basis.readings {
            (taken.group, taken.reading) = self.reading(&taken.group, &taken.reading);
        }
    }

    /// What a result rests on, in words.
    #[must_use]
    pub fn basis(&self, basis: &Basis) -> Basis {
        let mut spoken = basis.clone();
        self.basis_in_place(&mut spoken);
        spoken
    }

    /// A judgement in words.
    #[must_use]
    pub fn judgement(&self, judgement: &Judgement) -> Judgement {
        let mut spoken = judgement.clone();
        self.judgement_in_place(&mut spoken);
        spoken
    }

    /// A value of a lever as people write it: `1_000.5 kr` is `1.000,5 kr.`
    #[must_use]
    pub fn value(&self, text: &str) -> String {
        let numeric = |c: char| c.is_ascii_digit() || matches!(c, '.' | '_' | '-');
        let end = text.find(|c| !numeric(c)).unwrap_or(text.len());
        let (number, unit) = text.split_at(end);
        let date = number.matches('-').count() > 1;
        if date || !number.contains(|c: char| c.is_ascii_digit()) {
            return self.member(text);
        }
        let number = self.grouped(&number.replace('_', ""));
        let unit = match (unit.trim(), self.lang) {
            ("%", Lang::Da) => " pct.".to_owned(),
            ("kr", Lang::Da) => " kr.".to_owned(),
            ("%", Lang::En) => "%".to_owned(),
            _ => unit.to_owned(),
        };
        format!("{number}{unit}")
    }

    /// A number with the marks of the language; decimals that say nothing are left out.
    fn grouped(&self, number: &str) -> String {
        let (sign, plain) = number.strip_prefix('-').map_or(("", number), |rest| ("\u{2212}", rest));
        let (whole, decimals) = plain.split_once('.').unwrap_or((plain, ""));
        let decimals = if decimals.chars().all(|c| c == '0') { "" } else { decimals };
        let (point, group) = self.lang.pick(('.', ','), (',', '.'));
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

    /// A comparison in words.
    #[must_use]
    pub fn comparison(&self, of: &Comparison) -> Comparison {
        let mut spoken = of.clone();
        for difference in &mut spoken.differences {
            if difference.kind == crate::comparison::Kind::Reading {
                for side in [&mut difference.old, &mut difference.new].into_iter().flatten() {
                    *side = self.reading(&difference.name, side).1;
                }
            }
            if difference.kind == crate::comparison::Kind::Lever {
                for side in [&mut difference.old, &mut difference.new].into_iter().flatten() {
                    *side = self.value(side);
                }
            }
            if difference.kind != crate::comparison::Kind::Rules {
                difference.name = self.name(&difference.name);
            }
        }
        for value in &mut spoken.values {
            value.name = self.name(&value.name);
            self.keys(&mut value.keys);
        }
        spoken.worth.iter_mut().for_each(|worth| worth.name = self.name(&worth.name));
        for flip in &mut spoken.flips {
            flip.rule = self.name(&flip.rule);
            self.keys(&mut flip.subject);
        }
        spoken.alone.iter_mut().for_each(|name| *name = self.name(name));
        spoken
    }

    /// How far a figure moves, in words.
    #[must_use]
    pub fn sensitivity(&self, of: &Sensitivity) -> Sensitivity {
        let mut spoken = of.clone();
        spoken.figure = self.name(&of.figure);
        for lever in &mut spoken.levers {
            lever.name = self.name(&lever.name);
            lever.value = self.value(&lever.value);
            lever.points.iter_mut().for_each(|(at, _)| *at = self.value(at));
        }
        spoken.fixed.iter_mut().for_each(|name| *name = self.name(name));
        spoken
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail loudly")]

    use super::*;
    use ramme_diag::SourceMap;

    fn words(text: &str, rows: &[(&str, &str, &str)], lang: Lang) -> Words {
        let mut sources = SourceMap::new();
        let file = sources.add("words.toml", text);
        let wording = Wording::read(file, sources.text(file)).unwrap();
        let row = |(entity, key, name): &(&str, &str, &str)| {
            (((*entity).to_owned(), (*key).to_owned()), (*name).to_owned())
        };
        Words::new(wording, rows.iter().map(row).collect(), lang)
    }

    const TEXT: &str = "[da]\ngap = \"merforbrug\"\nchildren = \"børn\"\n\"of.budget\" = \"budgettet\"\n";

    #[test]
    fn a_name_has_its_words_or_keeps_itself() {
        let da = words(TEXT, &[], Lang::Da);
        assert_eq!(da.name("gap"), "merforbrug");
        assert_eq!(da.name("gap[children, 2022]"), "merforbrug, børn, 2022");
        assert_eq!(da.name("cost_per_day"), "cost per day");
        assert_eq!(da.reading("of", "budget"), ("of".to_owned(), "budgettet".to_owned()));
        assert_eq!(da.axis("year"), "year", "periods have words of their own");
        assert_eq!(words(TEXT, &[], Lang::En).name("gap"), "gap");
    }

    #[test]
    fn rows_are_called_by_name_and_two_of_one_name_stay_two() {
        let rows = [
            ("offer", "T1", "Egely"),
            ("offer", "T2", "Egely"),
            ("offer", "T3", "Åkanden"),
            ("town", "T3", "By"),
        ];
        let da = words("", &rows, Lang::Da);
        assert_eq!(da.key("offer", "T1"), "Egely (T1)");
        assert_eq!(da.key("offer", "T3"), "Åkanden");
        assert_eq!(da.key("town", "T3"), "By");
        assert_eq!(da.key("town", "a_b"), "a_b", "a key is not a name of the rules");
    }

    #[test]
    fn values_of_levers_have_the_marks_of_the_language() {
        let (da, en) = (words("", &[], Lang::Da), words("", &[], Lang::En));
        assert_eq!(da.value("3.5 %"), "3,5 pct.");
        assert_eq!(da.value("500000.00 kr"), "500.000 kr.");
        assert_eq!(da.value("-1_000.5 kr"), "\u{2212}1.000,5 kr.");
        assert_eq!(en.value("1_000_000 kr"), "1,000,000 kr");
        assert_eq!(da.value("2023-11-24"), "2023-11-24");
        assert_eq!(da.value("yes"), "yes");
    }
}
