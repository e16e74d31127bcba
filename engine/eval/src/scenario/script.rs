//! `scripts`: which scripts propose overrides, and what they are given.
//!
//! In: a list of files, each alone or with its author and arguments. Out: [`ScriptUse`]s. Not here: the scripts themselves,
//! which the caller reads and runs.

use ramme_diag::{Code, Diagnostic, Span, Text};
use toml::de::DeValue;

use super::Placed;
use super::walk::{Item, Section, Walk};

/// A script that the scenario names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScriptUse {
    /// The file, relative to the scenario.
    pub file: Placed<String>,
    /// Who answers for what it proposes.
    pub author: Option<String>,
    /// What it is given, by name.
    pub arguments: Vec<(String, ScriptArgument)>,
}

/// What a script is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ScriptArgument {
    /// A text, or a number in the language's words.
    Text(String),
    /// A whole number.
    Whole(i64),
    /// Yes or no.
    YesNo(bool),
}

/// Where a value that a script proposes comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScriptLine {
    /// The script, as the scenario names it.
    pub file: String,
    /// The line of the proposal, from 1.
    pub line: u32,
}

impl std::fmt::Display for ScriptLine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}

/// `scripts = ["x.rhai", { file = "y.rhai", author = "…", with = { … } }]`, or `[[scripts]]`, each; none where nothing is said.
pub(super) fn scripts(walk: &mut Walk, root: &mut Section<'_>) -> Option<Vec<ScriptUse>> {
    let item = root.get("scripts")?;
    let list = walk.list(item, "scripts").unwrap_or_default();
    let mut all: Vec<ScriptUse> = Vec::new();
    for item in list {
        let Some(one) = script(walk, item) else { continue };
        if all.iter().any(|held| held.file.value == one.file.value && held.arguments == one.arguments) {
            walk.say(twice(&one.file));
        } else {
            all.push(one);
        }
    }
    Some(all)
}

fn twice(file: &Placed<String>) -> Diagnostic {
    let expected = Text::both(
        "each script once, unless its arguments differ",
        "hvert script \u{e9}n gang, medmindre argumenterne er forskellige",
    );
    Diagnostic::new(Code::BadValue)
        .arg("key", "scripts")
        .arg("text", file.text())
        .arg("expected", expected)
        .at(file.span)
}

fn script(walk: &mut Walk, item: Item<'_>) -> Option<ScriptUse> {
    if item.get_ref().as_str().is_some() {
        let file = walk.text(item, "scripts")?;
        return Some(ScriptUse { file, author: None, arguments: Vec::new() });
    }
    let mut section = walk.section(item, "scripts")?;
    let file = walk.needed(&mut section, "file").and_then(|item| walk.text(item, "file"));
    let author = section.get("author").and_then(|item| walk.text(item, "author"));
    let with = section.get("with").and_then(|item| walk.section(item, "with"));
    let given = with.map(|with| with.others(walk)).unwrap_or_default();
    walk.no_others(&section);
    let mut arguments = Vec::new();
    for (name, item) in given {
        match argument(item) {
            Some(held) => arguments.push((name.value, held)),
            None => walk.say(not_an_argument(&name.value, walk.span(item.span()))),
        }
    }
    Some(ScriptUse { file: file?, author: author.map(|text| text.value), arguments })
}

fn argument(item: Item<'_>) -> Option<ScriptArgument> {
    match item.get_ref() {
        DeValue::String(text) => Some(ScriptArgument::Text(text.to_string())),
        DeValue::Boolean(yes) => Some(ScriptArgument::YesNo(*yes)),
        DeValue::Integer(n) => i64::from_str_radix(n.as_str(), n.radix()).ok().map(ScriptArgument::Whole),
        DeValue::Datetime(day) => Some(ScriptArgument::Text(day.to_string())),
        _ => None,
    }
}

fn not_an_argument(name: &str, span: Span) -> Diagnostic {
    let expected = Text::both(
        "a text such as \"2.5 %\", a whole number, or true or false",
        "en tekst som \"2.5 %\", et helt tal eller true/false",
    );
    Diagnostic::new(Code::BadValue).arg("key", "with").arg("text", name).arg("expected", expected).at(span)
}
