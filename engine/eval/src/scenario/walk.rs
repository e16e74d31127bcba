//! Walking through TOML with places: every key that is asked for is known, every other is a mistake.
//!
//! In: a parsed TOML document. Out: typed values with spans, and problems. Not here: what the keys mean.
//!
//! The tree is walked by hand and not through `serde`, so that every mistake of a file is said in one go, each with its
//! place, and so that keys with names of the user's own (`provider.operator`) may stand beside fixed ones.

use ramme_diag::{Diagnostic, FileId, Span};
use ramme_value::{Date, Decimal};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Placed, say};

/// The problems of one file, and the file.
#[derive(Debug)]
pub(super) struct Walk {
    pub file: FileId,
    pub problems: Vec<Diagnostic>,
}

/// A value of the document.
pub(super) type Item<'t> = &'t Spanned<DeValue<'t>>;

/// A table of the document, while its keys are asked for.
#[derive(Debug)]
pub(super) struct Section<'t> {
    table: &'t DeTable<'t>,
    /// Where it stands.
    pub span: Span,
    asked: Vec<&'static str>,
}

impl<'t> Section<'t> {
    pub fn new(table: &'t DeTable<'t>, span: Span) -> Section<'t> {
        Section { table, span, asked: Vec::new() }
    }

    /// The section itself, for what is to be said of it as a whole.
    pub fn here(&self) -> Placed<()> {
        Placed { value: (), span: self.span }
    }

    /// The value of a key, which is known from now on.
    pub fn get(&mut self, key: &'static str) -> Option<Item<'t>> {
        self.asked.push(key);
        self.table.iter().find(|(held, _)| held.get_ref() == key).map(|(_, value)| value)
    }

    /// All entries with keys that are not known, in the order of the text.
    pub fn others(&self, walk: &Walk) -> Vec<(Placed<String>, Item<'t>)> {
        let mut out: Vec<_> = self
            .table
            .iter()
            .filter(|(key, _)| !self.asked.iter().any(|asked| key.get_ref() == asked))
            .map(|(key, value)| (walk.placed(key.get_ref().to_string(), key.span()), value))
            .collect();
        out.sort_by_key(|(key, _)| key.span.start);
        out
    }

    /// The keys that are known.
    pub fn known(&self) -> &[&'static str] {
        &self.asked
    }
}

impl Walk {
    pub fn span(&self, bytes: std::ops::Range<usize>) -> Span {
        Span::at(self.file, bytes)
    }

    pub fn placed<T>(&self, value: T, bytes: std::ops::Range<usize>) -> Placed<T> {
        Placed { value, span: self.span(bytes) }
    }

    pub fn say(&mut self, problem: Diagnostic) {
        self.problems.push(problem);
    }

    /// Every key that was not asked for is a mistake.
    pub fn no_others(&mut self, section: &Section<'_>) {
        for (key, _) in section.others(self) {
            self.say(say::unknown_key(&key, section.known()));
        }
    }

    /// The value of a key that has to be there.
    pub fn needed<'t>(&mut self, section: &mut Section<'t>, key: &'static str) -> Option<Item<'t>> {
        let found = section.get(key);
        if found.is_none() {
            self.say(say::missing_key(section.span, key));
        }
        found
    }

    fn wrong<T>(&mut self, item: Item<'_>, key: &str, wanted: say::Wanted) -> Option<T> {
        let found = item.get_ref();
        self.say(say::wrong_kind(self.span(item.span()), key, wanted, found.type_str(), found.as_str()));
        None
    }

    pub fn text(&mut self, item: Item<'_>, key: &str) -> Option<Placed<String>> {
        match item.get_ref().as_str() {
            Some("") => {
                self.say(say::empty_text(self.span(item.span()), key));
                None
            }
            Some(text) => Some(self.placed(text.to_owned(), item.span())),
            None => self.wrong(item, key, say::Wanted::Text),
        }
    }

    /// Text, or a whole number taken as text: `2022` in a filter.
    pub fn text_or_number(&mut self, item: Item<'_>, key: &str) -> Option<Placed<String>> {
        match item.get_ref() {
            DeValue::Integer(number) => Some(self.placed(number.to_string(), item.span())),
            DeValue::String(text) => Some(self.placed(text.to_string(), item.span())),
            _ => self.wrong(item, key, say::Wanted::Text),
        }
    }

    /// One text or a list of them.
    pub fn texts(&mut self, item: Item<'_>, key: &str) -> Vec<Placed<String>> {
        match item.get_ref() {
            DeValue::Array(list) => list.iter().filter_map(|one| self.text_or_number(one, key)).collect(),
            _ => self.text_or_number(item, key).into_iter().collect(),
        }
    }

    pub fn list<'t>(&mut self, item: Item<'t>, key: &str) -> Option<Vec<Item<'t>>> {
        match item.get_ref() {
            DeValue::Array(list) => Some(list.iter().collect()),
            _ => self.wrong(item, key, say::Wanted::List),
        }
    }

    pub fn section<'t>(&mut self, item: Item<'t>, key: &str) -> Option<Section<'t>> {
        match item.get_ref() {
            DeValue::Table(table) => Some(Section::new(table, self.span(item.span()))),
            _ => self.wrong(item, key, say::Wanted::Table),
        }
    }

    pub fn yes_no(&mut self, item: Item<'_>, key: &str) -> Option<bool> {
        item.get_ref().as_bool().or_else(|| self.wrong(item, key, say::Wanted::YesNo))
    }

    pub fn whole(&mut self, item: Item<'_>, key: &str) -> Option<Placed<i64>> {
        let number = item.get_ref().as_integer().map(|n| i64::from_str_radix(n.as_str(), n.radix()));
        match number {
            Some(Ok(number)) => Some(self.placed(number, item.span())),
            _ => self.wrong(item, key, say::Wanted::Whole),
        }
    }

    /// A number for the forecast, which reckons in floating point.
    pub fn float(&mut self, item: Item<'_>, key: &str) -> Option<f64> {
        let text = match item.get_ref() {
            DeValue::Integer(number) => number.as_str(),
            DeValue::Float(number) => number.as_str(),
            _ => return self.wrong(item, key, say::Wanted::Number),
        };
        let number = text.parse::<f64>().ok().filter(|n| n.is_finite());
        number.or_else(|| self.wrong(item, key, say::Wanted::Number))
    }

    pub fn date(&mut self, item: Item<'_>, key: &str) -> Option<Placed<Date>> {
        let text = match item.get_ref() {
            DeValue::Datetime(stamp) => stamp.to_string(),
            DeValue::String(text) => text.to_string(),
            _ => return self.wrong(item, key, say::Wanted::Date),
        };
        match Date::parse_iso(&text) {
            Ok(date) => Some(self.placed(date, item.span())),
            Err(_) => self.wrong(item, key, say::Wanted::Date),
        }
    }

    /// One character, such as a decimal mark.
    pub fn mark(&mut self, item: Item<'_>, key: &str) -> Option<char> {
        let mut letters = item.get_ref().as_str().unwrap_or("").chars();
        match (letters.next(), letters.next()) {
            (Some(mark), None) => Some(mark),
            _ => self.wrong(item, key, say::Wanted::Mark),
        }
    }

    /// `"2 %"` as the share 0.02.
    pub fn share(&mut self, item: Item<'_>, key: &str) -> Option<Placed<Decimal>> {
        let written = item.get_ref().as_str().and_then(|text| text.trim().strip_suffix('%'));
        let percent = written.and_then(|text| Decimal::parse(text.trim()).ok());
        match percent.and_then(|p| p.checked_mul(Decimal::new(1, 2))) {
            Some(share) => Some(self.placed(share, item.span())),
            None => self.wrong(item, key, say::Wanted::Percent),
        }
    }

    /// A list of shares, in the order of the text.
    pub fn shares(&mut self, item: Item<'_>, key: &str) -> Vec<Placed<Decimal>> {
        let items = self.list(item, key).unwrap_or_default();
        items.into_iter().filter_map(|one| self.share(one, key)).collect()
    }
}
