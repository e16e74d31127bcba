//! Lints: the codes whose gravity the user decides.
//!
//! In: names of lints with the levels that somebody gave them. Out: diagnostics at those levels, without what is allowed. Not
//! here: what finds anything, where levels are written (command line, `lints.toml`, a comment).

use crate::code::{Code, Severity};
use crate::message::Diagnostic;
use crate::suggest::closest;
use std::collections::BTreeMap;

/// How a lint is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Level {
    /// Nothing is said.
    Allow,
    /// Worth knowing.
    Note,
    /// Probably not what was meant.
    Warn,
    /// A finding: exit code 1.
    Deny,
}

impl Level {
    /// Every level, from the mildest.
    pub const ALL: [Level; 4] = [Level::Allow, Level::Note, Level::Warn, Level::Deny];

    /// The word of flags and files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Level::Allow => "allow",
            Level::Note => "note",
            Level::Warn => "warn",
            Level::Deny => "deny",
        }
    }

    /// The level of a word; `None` if there is no such.
    #[must_use]
    pub fn parse(word: &str) -> Option<Level> {
        Level::ALL.into_iter().find(|level| level.name() == word)
    }

    /// What is printed at this level; `None` where nothing is.
    #[must_use]
    pub const fn severity(self) -> Option<Severity> {
        match self {
            Level::Allow => None,
            Level::Note => Some(Severity::Note),
            Level::Warn => Some(Severity::Warning),
            Level::Deny => Some(Severity::Error),
        }
    }
}

/// Every lint, in the order of the codes, with the level that it has where nobody says otherwise.
pub const LINTS: [(Code, Level); 22] = [
    (Code::UnusedName, Level::Warn),
    (Code::UnusedInput, Level::Note),
    (Code::YearsMixed, Level::Warn),
    (Code::NotCited, Level::Warn),
    (Code::NotInForce, Level::Warn),
    (Code::NotFingerprinted, Level::Warn),
    (Code::NotVerifiable, Level::Note),
    // What only the tests' runs can tell is asked for: `check` runs no test of its own accord.
    (Code::NotCovered, Level::Allow),
    (Code::BranchNotCovered, Level::Allow),
    (Code::SettledCondition, Level::Warn),
    (Code::NeverApplies, Level::Warn),
    (Code::RoundedTwice, Level::Warn),
    (Code::RoundedAgain, Level::Note),
    (Code::RoundedAgainstExact, Level::Warn),
    (Code::QuotientEquals, Level::Warn),
    (Code::YearsCompared, Level::Warn),
    (Code::IndicesCompared, Level::Warn),
    (Code::NotTested, Level::Note),
    (Code::UnusedField, Level::Note),
    (Code::AllowWithoutReason, Level::Warn),
    (Code::AllowIdle, Level::Warn),
    (Code::NoSuchLint, Level::Warn),
];

impl Code {
    /// The name that flags, files and comments use: `not-cited`.
    ///
    /// ```
    /// use ramme_diag::Code;
    /// assert_eq!(Code::NotCited.kebab(), "not-cited");
    /// ```
    #[must_use]
    pub fn kebab(self) -> String {
        let mut out = String::new();
        for c in self.name().chars() {
            if c.is_uppercase() && !out.is_empty() {
                out.push('-');
            }
            out.extend(c.to_lowercase());
        }
        out
    }

    /// The level that a lint has where nobody says otherwise; `None` of what is no lint.
    #[must_use]
    pub fn usual_level(self) -> Option<Level> {
        LINTS.iter().find(|(code, _)| *code == self).map(|(_, level)| *level)
    }
}

/// What a name of a lint stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meant {
    /// One lint.
    One(Code),
    /// Every lint.
    All,
    /// Whatever is a warning in the end.
    Warnings,
}

/// Why a name stands for no lint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotMeant {
    /// It is a code or the name of one, and no lint: its gravity is not for the user to decide.
    NoLint(Code),
    /// There is no such; the name that was probably meant.
    Unknown(Option<String>),
}

/// What a name stands for: a code, a lint's name, `all` or `warnings`.
///
/// # Errors
/// A name that is none of them.
///
/// ```
/// use ramme_diag::{Code, lint::{Meant, meant}};
/// assert_eq!(meant("not-cited"), Ok(Meant::One(Code::NotCited)));
/// assert_eq!(meant("E0405"), meant("not-cited"));
/// assert!(meant("E0201").is_err());
/// ```
pub fn meant(name: &str) -> Result<Meant, NotMeant> {
    match name {
        "all" => return Ok(Meant::All),
        "warnings" => return Ok(Meant::Warnings),
        _ => {}
    }
    let named = |code: &Code| code.id().eq_ignore_ascii_case(name) || code.kebab() == name;
    match Code::all().find(named) {
        Some(code) if code.usual_level().is_some() => Ok(Meant::One(code)),
        Some(code) => Err(NotMeant::NoLint(code)),
        None => {
            let mut names: Vec<String> = LINTS.iter().map(|(code, _)| code.kebab()).collect();
            names.extend(LINTS.iter().map(|(code, _)| code.id().to_owned()));
            Err(NotMeant::Unknown(closest(name, &names)))
        }
    }
}

/// Levels as one source gives them: the command line, or a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Given {
    one: BTreeMap<Code, Level>,
    all: Option<Level>,
    warnings: Option<Level>,
}

impl Given {
    /// Takes a level; `Err` with the other one where the same name has got another already.
    ///
    /// # Errors
    /// Two levels for one name.
    pub fn take(&mut self, what: Meant, level: Level) -> Result<(), Level> {
        let before = match what {
            Meant::One(code) => self.one.insert(code, level),
            Meant::All => self.all.replace(level),
            Meant::Warnings => self.warnings.replace(level),
        };
        before.filter(|other| *other != level).map_or(Ok(()), Err)
    }
}

/// The levels of all lints.
///
/// What the command line says is stronger than what a file says, and in each a lint by its name is stronger than `all`.
/// `warnings` is asked last: of what is a warning after all that.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Levels {
    /// What the command line says.
    pub flags: Given,
    /// What a file beside the rules says.
    pub file: Given,
    /// Lints that are warnings where nobody says otherwise, because what finds them was asked for.
    pub raised: Vec<Code>,
}

impl Levels {
    /// The level of a code; `None` of what is no lint.
    #[must_use]
    pub fn of(&self, code: Code) -> Option<Level> {
        let usual = code.usual_level()?;
        let usual = if self.raised.contains(&code) { Level::Warn } else { usual };
        let given = [&self.flags, &self.file].into_iter().find_map(|g| g.one.get(&code).copied().or(g.all));
        let level = given.unwrap_or(usual);
        // A lint that somebody named keeps the level that it was given.
        let named = [&self.flags, &self.file].iter().any(|given| given.one.contains_key(&code));
        let warnings = self.flags.warnings.or(self.file.warnings);
        Some(if level == Level::Warn && !named { warnings.unwrap_or(level) } else { level })
    }

    /// Diagnostics at their levels, without those that are allowed. What is no lint stays as it is.
    #[must_use]
    pub fn apply(&self, all: Vec<Diagnostic>) -> Vec<Diagnostic> {
        let taken = |said: Diagnostic| match self.of(said.code()) {
            Some(level) => level.severity().map(|severity| said.at_severity(severity)),
            None => Some(said),
        };
        all.into_iter().filter_map(taken).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn levels(flags: &[(&str, Level)], file: &[(&str, Level)]) -> Levels {
        let given = |all: &[(&str, Level)]| {
            let mut given = Given::default();
            for (name, level) in all {
                assert_eq!(meant(name).map(|what| given.take(what, *level)), Ok(Ok(())), "{name}");
            }
            given
        };
        Levels { flags: given(flags), file: given(file), raised: Vec::new() }
    }

    #[test]
    fn the_flag_is_stronger_than_the_file_and_the_name_than_all() {
        let of = |levels: &Levels| [Code::NotCited, Code::UnusedInput].map(|code| levels.of(code));
        assert_eq!(of(&levels(&[], &[])), [Some(Level::Warn), Some(Level::Note)]);
        assert_eq!(
            of(&levels(&[], &[("all", Level::Deny), ("unused-input", Level::Allow)])),
            [Some(Level::Deny), Some(Level::Allow)]
        );
        assert_eq!(
            of(&levels(&[("all", Level::Note)], &[("unused-input", Level::Allow)])),
            [Some(Level::Note), Some(Level::Note)]
        );
        assert_eq!(
            of(&levels(&[("warnings", Level::Deny)], &[("unused-input", Level::Warn)])),
            [Some(Level::Deny), Some(Level::Warn)]
        );
        assert_eq!(levels(&[("all", Level::Allow)], &[]).of(Code::Gap), None, "an error is no lint");
    }

    #[test]
    fn what_is_allowed_is_gone_and_what_is_denied_an_error() {
        let all = || vec![Diagnostic::new(Code::NotCited), Diagnostic::new(Code::Gap)];
        let kept = |levels: Levels| {
            levels.apply(all()).iter().map(|said| (said.code(), said.severity())).collect::<Vec<_>>()
        };
        assert_eq!(kept(levels(&[("E0405", Level::Allow)], &[])), [(Code::Gap, Severity::Error)]);
        assert_eq!(
            kept(levels(&[("e0405", Level::Deny)], &[])).first(),
            Some(&(Code::NotCited, Severity::Error))
        );
    }

    #[test]
    fn a_name_has_one_level_and_must_be_one_of_a_lint() {
        let mut given = Given::default();
        assert_eq!(given.take(Meant::One(Code::NotCited), Level::Deny), Ok(()));
        assert_eq!(given.take(Meant::One(Code::NotCited), Level::Deny), Ok(()));
        assert_eq!(given.take(Meant::One(Code::NotCited), Level::Note), Err(Level::Deny));
        assert_eq!(meant("gap"), Err(NotMeant::NoLint(Code::Gap)));
        assert_eq!(meant("not-sited"), Err(NotMeant::Unknown(Some("not-cited".to_owned()))));
    }

    #[test]
    fn the_usual_level_is_the_severity_of_the_catalogue_or_nothing_is_said() {
        for (code, level) in LINTS {
            assert_ne!(code.severity(), Severity::Error, "{code:?}");
            assert!(level == Level::Allow || level.severity() == Some(code.severity()), "{code:?}");
        }
        let mut ids: Vec<&str> = LINTS.iter().map(|(code, _)| code.id()).collect();
        let as_listed = ids.clone();
        ids.sort_unstable();
        assert_eq!(ids, as_listed);
    }
}
