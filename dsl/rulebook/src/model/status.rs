//! Status: what is proposed, recommended, expected or agreed, and not in force.
//!
//! In: nothing; the checker fills it. Out: what the view, reports and `ramme show` read. Not here: what adopts it (`awaited`).

use ramme_diag::Text;

/// What is not in force: how far it has come, and what is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Awaited {
    /// How far it has come.
    pub status: Status,
    /// What is open, in the words of the rule file.
    pub why: Option<String>,
}

impl Awaited {
    /// `agreed, not in force: no date is set`
    #[must_use]
    pub fn in_words(&self) -> Text {
        let words = self.status.in_words();
        match &self.why {
            Some(why) => Text::both(format!("{}: {why}", words.en), format!("{}: {why}", words.da)),
            None => words,
        }
    }
}

/// How far something that is not in force has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// Somebody has put it forward.
    Proposed,
    /// Somebody who does not decide asks for it.
    Recommended,
    /// It presumably comes.
    Expected,
    /// The parties have agreed that it comes.
    Agreed,
}

impl Status {
    /// The word of the language, where it is one.
    #[must_use]
    pub fn parse(word: &str) -> Option<Status> {
        [Status::Proposed, Status::Recommended, Status::Expected, Status::Agreed]
            .into_iter()
            .find(|status| status.name() == word)
    }

    /// The word of the language.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Status::Proposed => "proposed",
            Status::Recommended => "recommended",
            Status::Expected => "expected",
            Status::Agreed => "agreed",
        }
    }

    /// `agreed, not in force`
    #[must_use]
    pub fn in_words(self) -> Text {
        match self {
            Status::Proposed => Text::both("proposed, not in force", "foreslået, ikke i kraft"),
            Status::Recommended => Text::both("recommended, not in force", "anbefalet, ikke i kraft"),
            Status::Expected => Text::both("expected, not in force", "forventet, ikke i kraft"),
            Status::Agreed => Text::both("agreed, not in force", "aftalt, ikke i kraft"),
        }
    }
}
