//! What the keywords of a PX file say: dimensions with codes and labels, units, decimals, signs, notes.
//!
//! In: statements. Out: a table without cells. Not here: the form of statements (`scan`), the cells (`data`).

use super::data::Signs;
use super::scan::{Item, Statement};
use crate::import::period::{listed_range, listed_time_code, time_code};
use crate::import::say;
use crate::import::table::{Dimension, Member, Role};
use ramme_diag::{Diagnostic, Limits, Place, Text};
use std::collections::BTreeMap;

/// The header, ready for the cells.
#[derive(Debug)]
pub(super) struct Header {
    /// Stub first, heading last.
    pub dimensions: Vec<Dimension>,
    /// How many of the dimensions are in the stub.
    pub stub: usize,
    /// For a sparse file: for each stub dimension, whether its key is a code.
    pub keys: Vec<bool>,
    pub signs: Signs,
    pub decimals: Option<u8>,
    pub texts: Texts,
}

/// The words of a file.
#[derive(Debug, Default)]
pub(super) struct Texts {
    pub title: String,
    pub contents: String,
    pub units: String,
    pub source: String,
    pub updated: String,
    pub table_id: Option<String>,
    pub notes: Vec<String>,
}

struct Words<'a> {
    file: &'a str,
    all: &'a [Statement],
    /// The statements by keyword, language and what they are of; of two, the first.
    index: BTreeMap<String, &'a Statement>,
    /// The language whose labels are wanted, where it is not the file's own.
    lang: Option<String>,
}

/// Reads the header.
pub(super) fn header(
    file: &str,
    all: &[Statement],
    lang: Option<&str>,
    limits: &Limits,
) -> Result<Header, Diagnostic> {
    let words = Words::new(file, all, lang)?;
    let (stub, heading) = (words.texts("STUB", None, &[]), words.texts("HEADING", None, &[]));
    let names: Vec<String> = stub.iter().chain(&heading).cloned().collect();
    if names.is_empty() {
        return Err(words.wrong(
            1,
            "there is neither `STUB` nor `HEADING`",
            "der er hverken `STUB` eller `HEADING`",
        ));
    }
    if names.len() as u64 > limits.cube_dimensions {
        let what = Text::both("dimensions", "dimensioner");
        return Err(say::over(file, what, names.len().into(), limits.cube_dimensions, "cube_dimensions"));
    }
    if let Some(twice) =
        names.iter().enumerate().find(|(at, name)| names.iter().take(*at).any(|n| n == *name))
    {
        let name = twice.1;
        return Err(words.wrong(
            1,
            &format!("the variable `{name}` stands twice in `STUB` and `HEADING`"),
            &format!("variablen `{name}` står to gange i `STUB` og `HEADING`"),
        ));
    }
    let shown = words.shown_names(&names);
    let mut dimensions = Vec::with_capacity(names.len());
    for (name, label) in names.iter().zip(&shown) {
        dimensions.push(words.dimension(name, label)?);
    }
    let keys = words.keys(&stub)?;
    Ok(Header {
        dimensions,
        stub: stub.len(),
        keys,
        signs: words.signs(),
        decimals: words.number("SHOWDECIMALS").or_else(|| words.number("DECIMALS")),
        texts: words.all_texts(),
    })
}

impl<'a> Words<'a> {
    fn new(file: &'a str, all: &'a [Statement], lang: Option<&str>) -> Result<Words<'a>, Diagnostic> {
        let mut index = BTreeMap::new();
        for s in all {
            let of: Vec<&str> = s.of.iter().map(String::as_str).collect();
            index.entry(key(&s.keyword, s.lang.as_deref(), &of)).or_insert(s);
        }
        let mut words = Words { file, all, index, lang: None };
        let own = words.text("LANGUAGE").unwrap_or_default().to_lowercase();
        let Some(wanted) = lang.map(str::to_lowercase).filter(|l| *l != own) else { return Ok(words) };
        if !all.iter().any(|s| s.lang.as_deref() == Some(wanted.as_str())) {
            return Err(words.wrong(
                1,
                &format!("it has no texts in the language `{wanted}`"),
                &format!("den har ingen tekster på sproget `{wanted}`"),
            ));
        }
        words.lang = Some(wanted);
        Ok(words)
    }

    fn wrong(&self, line: u32, en: &str, da: &str) -> Diagnostic {
        say::broken(Place::line(self.file, line), "PX", Text::both(en, da))
    }

    fn find(&self, keyword: &str, lang: Option<&str>, of: &[&str]) -> Option<&'a Statement> {
        self.index.get(&key(keyword, lang, of)).copied()
    }

    fn texts(&self, keyword: &str, lang: Option<&str>, of: &[&str]) -> Vec<String> {
        let items = self.find(keyword, lang, of).map_or(&[][..], |s| &s.items);
        items.iter().map(|i| i.text.clone()).collect()
    }

    /// A text in the wanted language, else in the file's own.
    fn text(&self, keyword: &str) -> Option<String> {
        let wanted = self.lang.as_deref().and_then(|l| self.find(keyword, Some(l), &[]));
        let found = wanted.or_else(|| self.find(keyword, None, &[]))?;
        found.items.first().map(|i| i.text.clone()).filter(|t| !t.is_empty())
    }

    fn number(&self, keyword: &str) -> Option<u8> {
        self.find(keyword, None, &[]).and_then(|s| s.items.first()).and_then(|i| i.text.parse().ok())
    }

    /// The names of the variables in the wanted language: the same, in the same order.
    fn shown_names(&self, names: &[String]) -> Vec<String> {
        let Some(lang) = self.lang.as_deref() else { return names.to_vec() };
        let stub = self.texts("STUB", Some(lang), &[]);
        let shown: Vec<String> = stub.into_iter().chain(self.texts("HEADING", Some(lang), &[])).collect();
        if shown.len() == names.len() { shown } else { names.to_vec() }
    }

    fn dimension(&self, name: &str, shown: &str) -> Result<Dimension, Diagnostic> {
        let Some(values) = self.find("VALUES", None, &[name]) else {
            return Err(self.wrong(
                1,
                &format!("the variable `{name}` has no `VALUES`"),
                &format!("variablen `{name}` har ingen `VALUES`"),
            ));
        };
        let own: Vec<String> = values.items.iter().map(|i| i.text.clone()).collect();
        let labels =
            self.lang.as_deref().map(|l| self.texts("VALUES", Some(l), &[shown])).unwrap_or_default();
        let labels = if labels.len() == own.len() { labels } else { own.clone() };
        let codes = self.codes(name, &own)?;
        let times = self.times(name, &own, &codes);
        let metric = self.text("CONTVARIABLE").is_some_and(|v| v == name || v == shown);
        let members = own.iter().enumerate().map(|(at, value)| {
            let code = times.as_ref().and_then(|t| t.get(at)).or_else(|| codes.get(at)).unwrap_or(value);
            let label = labels.get(at).unwrap_or(value);
            let unit = self.find("UNITS", None, &[value.as_str()]).and_then(|s| s.items.first());
            Member {
                unit: unit.map(|i| i.text.clone()),
                decimals: self
                    .find("PRECISION", None, &[name, value.as_str()])
                    .and_then(|s| s.items.first())
                    .and_then(|i| i.text.parse().ok()),
                ..Member::new(code.as_str(), label.as_str())
            }
        });
        let code = ["VARIABLECODE", "VARIABLE-CODE"]
            .iter()
            .find_map(|k| self.find(k, None, &[name]))
            .and_then(|s| s.items.first())
            .map_or_else(|| name.to_owned(), |i| i.text.clone());
        let role = if times.is_some() {
            Role::Time
        } else if metric {
            Role::Metric
        } else if self.find("MAP", None, &[name]).is_some() {
            Role::Geo
        } else {
            Role::Other
        };
        Ok(Dimension { code, label: shown.to_owned(), role, members: members.collect() })
    }

    fn codes(&self, name: &str, values: &[String]) -> Result<Vec<String>, Diagnostic> {
        let Some(codes) = self.find("CODES", None, &[name]) else { return Ok(values.to_vec()) };
        if codes.items.len() != values.len() {
            let (n, m) = (codes.items.len(), values.len());
            return Err(self.wrong(
                codes.line,
                &format!("the variable `{name}` has {m} `VALUES` and {n} `CODES`"),
                &format!("variablen `{name}` har {m} `VALUES` og {n} `CODES`"),
            ));
        }
        Ok(codes.items.iter().map(|i| i.text.clone()).collect())
    }

    /// The codes of periods, if the variable is time: by its time list, or because every value is one.
    fn times(&self, name: &str, values: &[String], codes: &[String]) -> Option<Vec<String>> {
        let listed = self.find("TIMEVAL", None, &[name]);
        if let Some(statement) = listed {
            let scale = statement.scale.as_deref().unwrap_or("A1");
            let times = expanded(scale, &statement.items, values.len());
            if let Some(times) = times.filter(|t| t.len() == values.len()) {
                return Some(times);
            }
        }
        let spelled = |texts: &[String]| texts.iter().map(|t| time_code(t)).collect::<Option<Vec<_>>>();
        let declared = listed.is_some()
            || self.find("VARIABLE-TYPE", None, &[name]).is_some_and(|s| {
                s.items
                    .first()
                    .is_some_and(|i| i.text.eq_ignore_ascii_case("T") || i.text.eq_ignore_ascii_case("time"))
            });
        let found = spelled(codes).or_else(|| spelled(values)).filter(|t| !t.is_empty());
        // A time list that does not fit its values leaves the variable time, with the codes that it has.
        found.or_else(|| declared.then(|| codes.to_vec()))
    }

    /// For each variable of the stub whether its keys are codes; empty for a file that is not sparse.
    fn keys(&self, stub: &[String]) -> Result<Vec<bool>, Diagnostic> {
        let of = |name: &String| self.find("KEYS", None, &[name.as_str()]);
        let kinds: Vec<Option<bool>> = stub
            .iter()
            .map(|n| of(n).map(|s| s.items.first().is_some_and(|i| i.text.eq_ignore_ascii_case("CODES"))))
            .collect();
        if kinds.iter().all(Option::is_none) {
            return Ok(Vec::new());
        }
        kinds.into_iter().collect::<Option<Vec<bool>>>().ok_or_else(|| {
            self.wrong(
                1,
                "`KEYS` is given for some variables of `STUB` only",
                "`KEYS` er kun angivet for nogle variable i `STUB`",
            )
        })
    }

    fn signs(&self) -> Signs {
        let shown = |keyword: &str| self.text(keyword);
        let dots = [1, 2, 3, 4, 5, 6].map(|n| shown(&format!("DATASYMBOL{n}")));
        Signs { dots, nil: shown("DATASYMBOLNIL") }
    }

    fn all_texts(&self) -> Texts {
        let text = |keyword: &str| self.text(keyword).unwrap_or_default();
        let lang = self.lang.as_deref();
        let is_note = |s: &&Statement| {
            matches!(s.keyword.as_str(), "NOTE" | "NOTEX" | "VALUENOTE" | "VALUENOTEX" | "CELLNOTE")
                && s.lang.as_deref() == lang
        };
        let note = |s: &Statement| {
            let text: Vec<&str> = s.items.iter().map(|i| i.text.as_str()).collect();
            let of = if s.of.is_empty() { String::new() } else { format!("{}: ", s.of.join(", ")) };
            format!("{of}{}", text.join(" ").replace('#', "\n"))
        };
        let title = [text("TITLE"), text("DESCRIPTION")].into_iter().find(|t| !t.is_empty());
        Texts {
            title: title.unwrap_or_default(),
            contents: text("CONTENTS"),
            units: text("UNITS"),
            source: text("SOURCE"),
            updated: [text("LAST-UPDATED"), text("CREATION-DATE")]
                .into_iter()
                .find(|t| !t.is_empty())
                .unwrap_or_default(),
            table_id: self.text("TABLEID").or_else(|| self.text("MATRIX")),
            notes: self.all.iter().filter(is_note).map(note).collect(),
        }
    }
}

/// What a statement is found by; no keyword, language or text holds the separator.
fn key(keyword: &str, lang: Option<&str>, of: &[&str]) -> String {
    format!("{keyword}\u{1}{}\u{1}{}", lang.unwrap_or(""), of.join("\u{1}"))
}

/// The periods of a time list; ranges are written out, never beyond the number of values.
fn expanded(scale: &str, items: &[Item], most: usize) -> Option<Vec<String>> {
    let mut out = Vec::new();
    for item in items {
        match &item.to {
            None => out.push(listed_time_code(scale, &item.text)?),
            Some(to) => out.extend(listed_range(scale, &item.text, to, most)?),
        }
        if out.len() > most {
            return None;
        }
    }
    Some(out)
}
