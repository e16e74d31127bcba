//! Results in the words that people use: `gap` becomes "merforbrug", `101` becomes "København".
//!
//! In: a result with the names of the rules, and the words for them. Out: the same result with those words in the names'
//! places. On pages and in letters a name without words has blanks for `_`; on terminals, where it may be typed again, it
//! stays as it is, keys stand beside names, and a list says which name each of the words stands for. Not here: where words
//! come from (a scenario's `words` and `names`), JSON and CSV, which keep the names of the rules; the words of verdicts
//! (`verdicts`) and of sentences that hold names (`told`).

mod told;
mod value;
mod verdicts;

pub use value::value_in;

use crate::comparison::Comparison;
use crate::model::{Block, Section, Topic};
use crate::sensitivity::Sensitivity;
use ramme_eval::bind::RowNames;
use ramme_eval::result::{Basis, CellValue, Output, RunResult};
use ramme_eval::scenario::Wording;
use ramme_rulebook::model::{Rulebook, Shape};
use ramme_value::Lang;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

/// The words for names, in one language.
#[derive(Debug, Clone)]
pub struct Words {
    wording: Wording,
    rows: RowNames,
    lang: Lang,
    /// The axes of each name of the rules, so that its keys can be called by name.
    axes: BTreeMap<String, Vec<String>>,
    /// Whether names may be typed again from what is shown.
    typed: bool,
    /// The words that have been used, with the names that they stand for.
    used: Arc<Mutex<BTreeMap<String, String>>>,
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
        let used = Arc::default();
        Words { wording, rows, lang, axes: BTreeMap::new(), typed: false, used }
    }

    /// Words that know the axes of the rules' names.
    #[must_use]
    pub fn beside(mut self, book: &Rulebook) -> Words {
        let named = |shape: &Shape, axes: &[ramme_rulebook::model::AxisName]| -> Vec<String> {
            let entity = shape.entity.and_then(|id| book.entities.get(id.index())).map(|e| e.name.clone());
            let others = axes.iter().filter(|a| !matches!(a.axis, ramme_rulebook::model::Axis::Entity(_)));
            entity.into_iter().chain(others.map(|a| a.name.clone())).collect()
        };
        let definitions = book.definitions.iter().map(|d| (d.name.clone(), named(&d.shape, &d.axes)));
        let inputs = book.inputs.iter().map(|i| (i.name.clone(), named(&i.shape, &i.axes)));
        let parameters = book.parameters.iter().map(|p| (p.name.clone(), named(&p.shape, &p.axes)));
        let rules = book.rules.iter().map(|r| (r.name.clone(), named(&r.shape, &r.axes)));
        let groups = book.groups.iter().map(|group| (group.name.clone(), Vec::new()));
        self.axes = groups.chain(rules).chain(parameters).chain(inputs).chain(definitions).collect();
        self
    }

    /// Words for where names may be typed again: a terminal.
    #[must_use]
    pub fn typed(mut self) -> Words {
        self.typed = true;
        self
    }

    /// True where nothing has words: what is shown is what is written in the rules.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty() && self.wording.is_empty(self.lang)
    }

    /// The words that the scenario gives for a name; where they may be typed again, they are remembered.
    fn given(&self, name: &str) -> Option<&str> {
        let words = self.wording.of(name, self.lang)?;
        self.remember(name, words);
        Some(words)
    }

    fn remember(&self, name: &str, words: &str) {
        if self.typed
            && words != name
            && let Ok(mut used) = self.used.lock()
        {
            used.insert(name.to_owned(), words.to_owned());
        }
    }

    /// Which name each of the words stands for that were used so far.
    #[must_use]
    pub fn names(&self) -> Option<Section> {
        let used = self.used.lock().ok()?;
        let mut pairs: Vec<String> = used.iter().map(|(name, words)| format!("{words} = {name}")).collect();
        if pairs.is_empty() {
            return None;
        }
        pairs.sort_by_key(|pair| pair.to_lowercase());
        let heading = self.lang.pick("Names in the rules", "Navne i reglerne");
        let mut section = Section::new(heading).about(Topic::Notes);
        section.push(Block::Text(format!("{}.", pairs.join("; "))));
        Some(section)
    }

    /// What a definition, an input, a rule or a lever is called.
    #[must_use]
    pub fn name(&self, name: &str) -> String {
        // `pl[2024]` is called what `pl` is.
        let (plain, keys) = name.find('[').map_or((name, ""), |at| name.split_at(at));
        let own = || if self.typed { plain.to_owned() } else { plain.replace('_', " ") };
        let words = match self.given(plain) {
            Some(words) => words.to_owned(),
            None if self.typed => return name.to_owned(),
            None => own(),
        };
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
        match self.wording.of(name, self.lang) {
            _ if matches!(name, "year" | "quarter" | "month") => name.to_owned(),
            Some(words) => words.to_owned(),
            None if self.typed => name.to_owned(),
            None => name.replace('_', " "),
        }
    }

    /// What a key of an axis is called: the name of a row, or the word for a member.
    #[must_use]
    pub fn key(&self, axis: &str, key: &str) -> String {
        match self.rows.get(&(axis.to_owned(), key.to_owned())) {
            Some(name) if self.typed && name.ends_with(&format!("({key})")) => name.clone(),
            Some(name) if self.typed => format!("{key} {name}"),
            Some(name) => name.clone(),
            None => self.member(key),
        }
    }

    fn member(&self, key: &str) -> String {
        // A key of a row may well be spelled with `_`; only what has words is changed.
        self.given(key).map_or_else(|| key.to_owned(), str::to_owned)
    }

    /// What a reading is called, and its group.
    #[must_use]
    pub fn reading(&self, group: &str, reading: &str) -> (String, String) {
        let both = format!("{group}.{reading}");
        let plain = |name: &str| if self.typed { name.to_owned() } else { name.replace('_', " ") };
        let of = |name: &str| self.wording.of(name, self.lang).map(str::to_owned);
        let said = (
            of(group).unwrap_or_else(|| plain(group)),
            of(&both).or_else(|| of(reading)).unwrap_or_else(|| plain(reading)),
        );
        if said != (group.to_owned(), reading.to_owned()) {
            self.remember(&both, &format!("{}: {}", said.0, said.1));
        }
        said
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
        spoken.notes.iter_mut().for_each(|note| self.note(note));
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
        for cell in &mut output.cells {
            if let CellValue::Missing(why) = &mut cell.value {
                why.iter_mut().for_each(|note| self.note(note));
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

    /// A value of a lever as people write it: `1_000.5 kr` is `1.000,5 kr.`
    #[must_use]
    pub fn value(&self, text: &str) -> String {
        if self.typed && self.is_empty() {
            return text.to_owned();
        }
        value_in(text, self.lang).unwrap_or_else(|| self.member(text))
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
        assert_eq!(da.value("2023-11-24"), "24-11-2023");
        assert_eq!(da.value("yes"), "yes");
    }
}
