//! Sentences that hold names of the rules: `cost_per_day[T06, 2024] is blank` becomes "udgift pr. dag for Møllevang (T06), 2024 …".
//!
//! In: a sentence. Out: the same, where a name with its keys, or one that can be nothing else but a name, is in words. Left as
//! they are: what stands in quotation marks (it is to be typed), in parentheses by itself (a column of a file), and parts of
//! paths. Not here: which words a name has.

use super::Words;
use crate::model::{Block, Cell, Report, Section, Table};
use ramme_eval::result::Note;
use ramme_value::Lang;

impl Words {
    /// A note, in the language of these words.
    pub(super) fn note(&self, note: &mut Note) {
        let text = match self.lang {
            Lang::En => &mut note.en,
            Lang::Da => &mut note.da,
        };
        *text = self.told(text);
    }

    /// A sentence with the names in it in words.
    #[must_use]
    pub fn told(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        let mut before = ' ';
        while let Some(c) = rest.chars().next() {
            let word = rest.find(|c: char| !is_part(c)).unwrap_or(rest.len());
            if word == 0 {
                out.push(c);
                (rest, before) = (rest.get(c.len_utf8()..).unwrap_or(""), c);
                continue;
            }
            let (name, after) = rest.split_at(word);
            let (said, taken) = self.spoken(before, name, after).unwrap_or_else(|| (name.to_owned(), 0));
            out.push_str(&said);
            before = 'x';
            rest = after.get(taken..).unwrap_or("");
        }
        out
    }

    /// A report of which no more is known than its texts: names of the rules in them are in words.
    #[must_use]
    pub fn report(&self, of: Report) -> Report {
        let mut report = of;
        report.title = self.told(&report.title);
        report.summary = self.told(&report.summary);
        report.basis.iter_mut().for_each(|line| *line = self.told(line));
        report.sections.iter_mut().for_each(|section| self.section(section));
        report
    }

    fn section(&self, section: &mut Section) {
        section.heading = self.name_or_sentence(&section.heading);
        for block in &mut section.blocks {
            match block {
                Block::Text(text) => *text = self.told(text),
                Block::List(items) => items.iter_mut().for_each(|item| *item = self.told(item)),
                Block::Table(table) => self.table(table),
                Block::Chart(_) => {}
            }
        }
    }

    fn table(&self, table: &mut Table) {
        if let Some(caption) = &mut table.caption {
            *caption = self.told(caption);
        }
        for column in &mut table.columns {
            column.heading = self.name_or_sentence(&column.heading);
        }
        for cell in table.rows.iter_mut().flat_map(|row| &mut row.cells) {
            if let Cell::Text(text) = cell {
                *text = self.name_or_sentence(text);
            }
        }
        table.notes.iter_mut().for_each(|note| *note = self.told(note));
    }

    /// Text that may be a name and nothing else.
    fn name_or_sentence(&self, text: &str) -> String {
        if self.axes.contains_key(text) { self.name(text) } else { self.told(text) }
    }

    /// What a word of a sentence becomes, and how much of what follows goes with it; none where it stays.
    fn spoken(&self, before: char, name: &str, after: &str) -> Option<(String, usize)> {
        let next = after.chars().next().unwrap_or(' ');
        let typed = matches!(before, '/' | '.' | '\'' | '`' | '"' | '-' | '=') || matches!(next, '/' | '=');
        if typed || !self.axes.contains_key(name) {
            return None;
        }
        if next == '[' {
            let end = after.find(']')?.saturating_add(1);
            return Some((self.cell(&format!("{name}{}", after.get(..end)?)), end));
        }
        if let Some(member) = after.strip_prefix('.').map(first_word).filter(|member| !member.is_empty()) {
            let both = format!("{name}.{member}");
            self.wording.of(&both, self.lang)?;
            return Some((self.marked(self.dotted(&both)), member.len().saturating_add(1)));
        }
        let of_a_file = before == '(' && next == ')';
        let plainly_a_name = name.contains('_') && !of_a_file;
        plainly_a_name.then(|| (self.marked(self.name(name)), 0))
    }

    /// A value with its keys: `cost_per_day[T06, 2024]` is "udgift pr. dag for Møllevang (T06), 2024".
    pub(super) fn cell(&self, text: &str) -> String {
        let Some((name, keys)) = text.split_once('[') else { return self.marked(self.name(text)) };
        if self.typed && self.given(name).is_none() {
            return text.to_owned();
        }
        let axes = self.axes.get(name).map_or(&[][..], Vec::as_slice);
        let keys = keys.trim_end_matches(']').split(',').map(|key| key.trim().trim_matches('"'));
        let keys = keys.enumerate().map(|(at, key)| {
            let row = axes.get(at).and_then(|axis| self.rows.get(&(axis.clone(), key.to_owned())));
            match row {
                Some(name) if name.ends_with(&format!("({key})")) => name.clone(),
                Some(name) => format!("{name} ({key})"),
                None => self.member(key),
            }
        });
        format!("{} for {}", self.marked(self.name(name)), keys.collect::<Vec<_>>().join(", "))
    }

    /// Several words that stand for one name in a sentence are in quotation marks, so that one sees where they end.
    fn marked(&self, words: String) -> String {
        if !words.contains(' ') {
            return words;
        }
        self.lang.pick(format!("\u{201c}{words}\u{201d}"), format!("\u{bb}{words}\u{ab}"))
    }
}

fn is_part(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn first_word(text: &str) -> &str {
    text.get(..text.find(|c: char| !is_part(c)).unwrap_or(text.len())).unwrap_or("")
}
