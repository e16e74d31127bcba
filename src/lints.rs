//! Lints: their levels, and what is silenced at its place.
//!
//! In: flags, `lints.toml` beside the rules, the texts with their `# allow` comments, what was found. Out: what is said, each
//! at its level. Not here: what finds anything (`ramme_rulebook::lint`, coverage, fingerprints).

use crate::cli::LintFlags;
use crate::pipeline::Trees;
use crate::world::{self, Given};
use ramme_diag::lint::{self, Meant, NotMeant};
use ramme_diag::{Code, Diagnostic, Level, Levels, Limits, SourceMap, Span, Text};
use ramme_syntax::allow::{Allow, allows};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The name of the file that says how lints are taken.
const NAME: &str = "lints.toml";

/// The levels that flags give, and those of every `lints.toml` beside the rules.
///
/// # Errors
/// A name that is no lint's, two levels for one name, a file that cannot be read.
pub fn levels(
    flags: &LintFlags,
    rules: &[PathBuf],
    sources: &mut SourceMap,
) -> Result<Levels, Vec<Diagnostic>> {
    let mut levels = Levels::default();
    let mut problems = Vec::new();
    let lists = [
        (Level::Deny, &flags.deny),
        (Level::Warn, &flags.warn),
        (Level::Note, &flags.note),
        (Level::Allow, &flags.allow),
    ];
    for (level, names) in lists {
        for name in names {
            let taken = lint::meant(name.trim()).map(|what| levels.flags.take(what, level));
            match taken {
                Ok(Ok(())) => {}
                Ok(Err(other)) => problems.push(twice(name, level, other)),
                Err(why) => problems.push(no_lint(name, why)),
            }
        }
    }
    for folder in folders(rules) {
        problems.extend(file(&folder.join(NAME), &mut levels.file, sources).err().into_iter().flatten());
    }
    if problems.is_empty() { Ok(levels) } else { Err(problems) }
}

/// The folders that rule paths name, or that the named files lie in.
fn folders(rules: &[PathBuf]) -> BTreeSet<PathBuf> {
    let folder = |path: &PathBuf| match path {
        path if world::is_stdin(path) => None,
        path if path.is_dir() => Some(path.clone()),
        path => path.parent().map(Path::to_path_buf),
    };
    rules.iter().filter_map(folder).collect()
}

/// Takes the levels of a file, where there is one.
fn file(path: &Path, given: &mut lint::Given, sources: &mut SourceMap) -> Result<(), Vec<Diagnostic>> {
    if !path.exists() {
        return Ok(());
    }
    let Given { name, bytes, .. } =
        world::read(path, Limits::default().scenario_bytes).map_err(|p| vec![p])?;
    let text = String::from_utf8_lossy(&bytes);
    let id = sources.add(&name, text.clone());
    let table = toml::de::DeTable::parse(&text).map_err(|error| {
        let problem = Diagnostic::new(Code::FileUnreadable)
            .arg("file", &name)
            .arg("reason", Text::same(error.message().to_owned()));
        vec![match error.span() {
            Some(bytes) => problem.at(Span::at(id, bytes)),
            None => problem,
        }]
    })?;
    let mut problems = Vec::new();
    for (key, value) in table.get_ref() {
        let (key, at) = (key.get_ref().as_ref(), Span::at(id, key.span()));
        let what = match lint::meant(key) {
            Ok(what) => what,
            Err(why) => {
                problems.push(no_lint(key, why).at(at));
                continue;
            }
        };
        let word = value.get_ref().as_str().unwrap_or_default();
        match Level::parse(word).map(|level| (level, given.take(what, level))) {
            Some((_, Ok(()))) => {}
            Some((level, Err(other))) => problems.push(twice(key, level, other).at(at)),
            None => problems.push(bad_level(key, &text, id, value.span())),
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

fn bad_level(key: &str, text: &str, id: ramme_diag::FileId, at: std::ops::Range<usize>) -> Diagnostic {
    let words = Level::ALL.map(|level| format!("\"{}\"", level.name()));
    let (most, last) = (words.iter().take(3).cloned().collect::<Vec<_>>().join(", "), "\"deny\"");
    Diagnostic::new(Code::BadValue)
        .arg("key", key)
        .arg("text", text.get(at.clone()).unwrap_or_default())
        .arg("expected", Text::both(format!("{most} or {last}"), format!("{most} eller {last}")))
        .at(Span::at(id, at))
}

/// Two levels for one name: nothing says which is meant.
fn twice(name: &str, level: Level, other: Level) -> Diagnostic {
    Diagnostic::new(Code::BadValue)
        .arg("key", name)
        .arg("text", format!("{}, {}", other.name(), level.name()))
        .arg("expected", Text::both("one level", "ét niveau"))
}

/// A name that stands for no lint, where one has to.
fn no_lint(name: &str, why: NotMeant) -> Diagnostic {
    let said = Diagnostic::new(Code::NoSuchLint).arg("name", name).at_severity(ramme_diag::Severity::Error);
    match why {
        NotMeant::Unknown(meant) => said.maybe_arg("suggestion", meant),
        NotMeant::NoLint(code) => said.note(error_is_no_lint(code)),
    }
}

fn error_is_no_lint(code: Code) -> Text {
    Text::both(
        format!("{} is an error or belongs to another verb; its level is not for you to choose", code.id()),
        format!("{} er en fejl eller hører til et andet verbum; dens niveau kan ikke vælges", code.id()),
    )
}

/// The comments of rule files that silence something.
pub struct Silences(Vec<Allow>);

impl Silences {
    /// Those of all files.
    pub fn of(trees: &Trees) -> Silences {
        Silences(trees.files.iter().flat_map(|tree| allows(trees.sources.text(tree.file), tree)).collect())
    }

    /// Whether one of them silences a diagnostic.
    pub fn silence(&self, said: &Diagnostic) -> bool {
        !self.by(said).is_empty()
    }

    /// What is said without what is silenced, and what is wrong with the silencing. `looked_for`: whether whatever finds a
    /// lint has been asked, so that it can be said that nothing is silenced.
    pub fn applied(
        &self,
        all: Vec<Diagnostic>,
        looked_for: impl Fn(Code) -> bool,
    ) -> (Vec<Diagnostic>, Vec<Diagnostic>) {
        let mut used: BTreeSet<(usize, usize)> = BTreeSet::new();
        let mut kept = Vec::new();
        for said in all {
            let by = self.by(&said);
            if by.is_empty() {
                kept.push(said);
            }
            used.extend(by);
        }
        let mut about = Vec::new();
        for (at, comment) in self.0.iter().enumerate() {
            about.extend(wrong(comment, |name| used.contains(&(at, name)), &looked_for));
        }
        (kept, about)
    }

    /// The names of comments that silence a diagnostic, by position.
    fn by(&self, said: &Diagnostic) -> Vec<(usize, usize)> {
        let (Some(place), Some(_)) = (said.place().span(), said.code().usual_level()) else {
            return Vec::new();
        };
        let mut out = Vec::new();
        for (at, comment) in self.0.iter().enumerate().filter(|(_, c)| c.has_reason && c.is_for(place)) {
            for (name, (text, _)) in comment.names.iter().enumerate() {
                if lint::meant(text) == Ok(Meant::One(said.code())) {
                    out.push((at, name));
                }
            }
        }
        out
    }
}

/// What is wrong with a comment: no reason, a name that is none, nothing to silence.
fn wrong(
    comment: &Allow,
    used: impl Fn(usize) -> bool,
    looked_for: impl Fn(Code) -> bool,
) -> Vec<Diagnostic> {
    if !comment.has_reason {
        let names: Vec<&str> = comment.names.iter().map(|(name, _)| name.as_str()).collect();
        return vec![
            Diagnostic::new(Code::AllowWithoutReason).arg("names", names.join(", ")).at(comment.span),
        ];
    }
    let mut out = Vec::new();
    for (at, (name, span)) in comment.names.iter().enumerate() {
        let no_such = Diagnostic::new(Code::NoSuchLint).arg("name", name).at(*span);
        match lint::meant(name) {
            Ok(Meant::One(code)) if !used(at) && looked_for(code) => {
                out.push(Diagnostic::new(Code::AllowIdle).arg("name", name).at(*span));
            }
            Ok(Meant::One(_)) => {}
            Ok(Meant::All | Meant::Warnings) => out.push(no_such),
            Err(NotMeant::Unknown(meant)) => out.push(no_such.maybe_arg("suggestion", meant)),
            Err(NotMeant::NoLint(code)) => out.push(no_such.note(error_is_no_lint(code))),
        }
    }
    out
}
