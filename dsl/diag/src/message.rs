//! Diagnostics: one thing to say, where, and in the user's words.
//!
//! In: a code, its arguments, places. Out: message, help, labels and notes in either language.
//! Not here: templates (`catalogue`), lines and columns (`rendered`), drawing.

use crate::Lang;
use crate::code::{Code, Severity};
use crate::place::Place;
use crate::text::{Text, fill, fill_anyway};

/// One thing to say.
///
/// ```
/// use ramme_diag::{Code, Diagnostic, Lang};
/// let said = Diagnostic::new(Code::UnknownName).arg("name", "tarif").arg("suggestion", "tariff");
/// assert_eq!(said.message(Lang::En), "there is no name `tarif`");
/// assert_eq!(said.help(Lang::Da).as_deref(), Some("mente du `tariff`?"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    code: Code,
    severity: Option<Severity>,
    args: Vec<(&'static str, Text)>,
    place: Place,
    label: Option<Text>,
    also: Vec<(Place, Text)>,
    notes: Vec<Text>,
}

impl Diagnostic {
    /// Starts with a code; [`Code::arguments`] says what its message needs.
    #[must_use]
    pub const fn new(code: Code) -> Diagnostic {
        Diagnostic {
            code,
            severity: None,
            args: Vec::new(),
            place: Place::None,
            label: None,
            also: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// Gives an argument: the user's own word, a number, or a [`Text`] where the languages differ.
    #[must_use]
    pub fn arg(mut self, name: &'static str, value: impl Into<Text>) -> Diagnostic {
        self.args.push((name, value.into()));
        self
    }

    /// Gives an argument if there is one, such as a suggestion.
    #[must_use]
    pub fn maybe_arg(self, name: &'static str, value: Option<impl Into<Text>>) -> Diagnostic {
        match value {
            Some(value) => self.arg(name, value),
            None => self,
        }
    }

    /// Points at the place.
    #[must_use]
    pub fn at(mut self, place: impl Into<Place>) -> Diagnostic {
        self.place = place.into();
        self
    }

    /// Says what stands at the place.
    #[must_use]
    pub fn label(mut self, text: impl Into<Text>) -> Diagnostic {
        self.label = Some(text.into());
        self
    }

    /// Points at another place that belongs to it.
    #[must_use]
    pub fn also(mut self, place: impl Into<Place>, text: impl Into<Text>) -> Diagnostic {
        self.also.push((place.into(), text.into()));
        self
    }

    /// Adds a line below.
    #[must_use]
    pub fn note(mut self, text: impl Into<Text>) -> Diagnostic {
        self.notes.push(text.into());
        self
    }

    /// What kind of thing is said.
    #[must_use]
    pub const fn code(&self) -> Code {
        self.code
    }

    /// Makes it as grave as the user says.
    #[must_use]
    pub const fn at_severity(mut self, severity: Severity) -> Diagnostic {
        self.severity = Some(severity);
        self
    }

    /// How grave it is.
    #[must_use]
    pub const fn severity(&self) -> Severity {
        match self.severity {
            Some(severity) => severity,
            None => self.code.severity(),
        }
    }

    /// Whether it is an error.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.severity() == Severity::Error
    }

    /// One sentence; an argument that was forgotten is shown as `…`.
    #[must_use]
    pub fn message(&self, lang: Lang) -> String {
        fill_anyway(self.code.message_template(lang), &self.args, lang)
    }

    /// What to write instead; `None` if there is nothing to propose or an argument that it needs was not given.
    #[must_use]
    pub fn help(&self, lang: Lang) -> Option<String> {
        fill(self.code.help_template(lang), &self.args, lang).filter(|help| !help.is_empty())
    }

    /// What it points at.
    #[must_use]
    pub const fn place(&self) -> &Place {
        &self.place
    }

    /// What is said at the place.
    #[must_use]
    pub const fn primary_label(&self) -> Option<&Text> {
        self.label.as_ref()
    }

    /// The other places, each with what is said there.
    #[must_use]
    pub fn others(&self) -> &[(Place, Text)] {
        &self.also
    }

    /// The lines below.
    #[must_use]
    pub fn notes(&self) -> &[Text] {
        &self.notes
    }

    /// The arguments of the message that were not given.
    #[must_use]
    pub fn forgotten(&self) -> Vec<&'static str> {
        let given = |name: &&'static str| self.args.iter().any(|(held, _)| held == name);
        self.code.arguments().into_iter().filter(|name| !given(name)).collect()
    }
}
