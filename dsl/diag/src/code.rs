//! Codes: the closed catalogue of everything that can be said.
//!
//! In: nothing; the entries stand in `catalogue/`, one file a range. Out: a code with its severity, its message, its
//! help and its explanation. Not here: the arguments of one message (`message`).

use crate::catalogue;
use crate::{Lang, text};
use std::fmt;

/// How grave it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// What was asked for can't be done, or is wrong.
    Error,
    /// It can be done, but is probably not what was meant.
    Warning,
    /// Worth knowing.
    Note,
}

impl Severity {
    /// `error`, `warning`, `note`: the word in JSON, whatever the language.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        }
    }

    /// The word in front of a message.
    #[must_use]
    pub fn in_words(self, lang: Lang) -> &'static str {
        lang.pick(
            self.name(),
            match self {
                Severity::Error => "fejl",
                Severity::Warning => "advarsel",
                Severity::Note => "bemærk",
            },
        )
    }
}

/// What a code means, with an example.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Explanation {
    /// What it means and why it is so, in English.
    pub what_en: &'static str,
    /// The same in Danish.
    pub what_da: &'static str,
    /// Something that gets this code: rule text, data, a scenario or a command, by the range.
    pub wrong: &'static str,
    /// The same, put right.
    pub right: &'static str,
}

impl Explanation {
    /// What it means and why, in one language.
    #[must_use]
    pub fn what(&self, lang: Lang) -> &'static str {
        lang.pick(self.what_en, self.what_da)
    }
}

/// One entry of the catalogue; ordered by its id.
#[derive(Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Entry {
    pub(crate) id: &'static str,
    pub(crate) name: &'static str,
    pub(crate) severity: Severity,
    pub(crate) message_en: &'static str,
    pub(crate) message_da: &'static str,
    pub(crate) help_en: &'static str,
    pub(crate) help_da: &'static str,
    pub(crate) explain: Explanation,
}

/// A code of the catalogue, such as [`Code::UnknownName`]; there are no others. It can be matched on like an enum.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Code(pub(crate) &'static Entry);

impl Code {
    /// Every code, in the order of the ids.
    pub fn all() -> impl Iterator<Item = Code> {
        catalogue::RANGES.iter().flat_map(|range| range.iter().copied())
    }

    /// The code of an id, `None` if there is no such.
    ///
    /// ```
    /// use ramme_diag::Code;
    /// assert_eq!(Code::find("E0201"), Some(Code::UnknownName));
    /// assert_eq!(Code::find("E9999"), None);
    /// ```
    #[must_use]
    pub fn find(id: &str) -> Option<Code> {
        Code::all().find(|code| code.id() == id)
    }

    /// The stable id, such as `E0201`.
    #[must_use]
    pub const fn id(self) -> &'static str {
        self.0.id
    }

    /// The name in this program's code, such as `UnknownName`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.0.name
    }

    /// How grave it is.
    #[must_use]
    pub const fn severity(self) -> Severity {
        self.0.severity
    }

    /// Whether it says that a limit was reached: what goes over one is not judged, and not done.
    ///
    /// ```
    /// use ramme_diag::Code;
    /// assert!(Code::LineTooLong.is_limit() && !Code::UnknownName.is_limit());
    /// ```
    #[must_use]
    pub fn is_limit(self) -> bool {
        LIMITS.contains(&self)
    }

    /// The message with `{name}` where an argument goes.
    #[must_use]
    pub fn message_template(self, lang: Lang) -> &'static str {
        lang.pick(self.0.message_en, self.0.message_da)
    }

    /// What to write instead, with `{name}` where an argument goes; empty where nothing can be proposed.
    #[must_use]
    pub fn help_template(self, lang: Lang) -> &'static str {
        lang.pick(self.0.help_en, self.0.help_da)
    }

    /// What it means and why, with an example.
    #[must_use]
    pub const fn explain(self) -> &'static Explanation {
        &self.0.explain
    }

    /// The names of the arguments that the message takes, in the order of the English text.
    #[must_use]
    pub fn arguments(self) -> Vec<&'static str> {
        gaps(self.0.message_en)
    }
}

/// The codes of the limits in [`crate::Limits`], each of which says the limit and what was met.
const LIMITS: [Code; 19] = [
    Code::FileTooLarge,
    Code::TooManyLines,
    Code::LineTooLong,
    Code::NestingTooDeep,
    Code::NameTooLong,
    Code::TextTooLong,
    Code::RulebookTooLarge,
    Code::NumberTooLong,
    Code::TooManyClauses,
    Code::DataTooLarge,
    Code::ScriptOverLimit,
    Code::TemplateTooLong,
    Code::TooMuchWork,
    Code::TooMuchMemory,
    Code::TooManyPeriods,
    Code::DeadlinePassed,
    Code::TooManyDayPieces,
    Code::HierarchyTooLarge,
    Code::TooManyDraws,
];

/// The names between braces in a template.
pub(crate) fn gaps(template: &'static str) -> Vec<&'static str> {
    let name = |piece| match piece {
        text::Piece::Gap(name) | text::Piece::Count(name, _, _) => Some(name),
        text::Piece::Words(_) => None,
    };
    text::pieces(template).into_iter().filter_map(name).collect()
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.id(), self.name())
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}
