//! What is no SQL: whose it is, where it stands, and why, in a plain sentence.
//!
//! In: a step that has no form. Out: a [`Refused`], in both languages. Not here: how it is printed.

use ramme_diag::{Code, Diagnostic, Place, Span, Text};

/// Something that the script does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// The output or rule that is not in the script.
    pub name: String,
    /// The definition, rule or input that has no form: the output itself, or what it rests on.
    pub of: String,
    /// Where that stands.
    pub span: Span,
    /// Why.
    pub why: Text,
}

impl Refused {
    /// As a message of the catalogue.
    #[must_use]
    pub fn diagnostic(&self) -> Diagnostic {
        let code = if self.name == self.of { Code::NotInSql } else { Code::RestsOnNotInSql };
        Diagnostic::new(code)
            .arg("name", self.name.as_str())
            .arg("of", self.of.as_str())
            .arg("why", self.why.clone())
            .at(Place::Text(self.span))
    }
}

/// Why a step has no form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Why {
    /// An allotment under several caps with different groups.
    SeveralCaps,
    /// An allotment of which each row brings its own cap, where queries may not read themselves.
    OwnCaps(&'static str),
    /// Days allotted in running years.
    RunningYears,
    /// An aggregate over years with keys of its own.
    KeysOverYears,
    /// A total of the periods inside a recurrence.
    CircleOverYears,
    /// Known or missing is asked of a figure that the run draws.
    AbsenceOfDrawn,
    /// A constant of a kind that has no literal, or an order of members.
    NoForm,
    /// Exceptions that override each other in a circle.
    OverriddenInCircle,
    /// Small counts of it are held back.
    HeldBack,
    /// So many figures that no file gives as it stands: how many.
    TooManyFigures(usize),
}

impl Why {
    /// In words.
    pub(crate) fn words(&self) -> Text {
        match self {
            Why::SeveralCaps => Text::both(
                "it allots under several caps at once, each with groups of its own, and what a row gets depends on all rows before it",
                "den fordeler under flere lofter på én gang, hvert med sine egne grupper, og hvad en række får, afhænger af alle rækker før den",
            ),
            Why::OwnCaps(title) => Text::both(
                format!(
                    "it allots under a cap that each row brings along, and a query of {title} can't read what the row before it got"
                ),
                format!(
                    "den fordeler under et loft, som hver række har med, og en forespørgsel i {title} kan ikke læse, hvad rækken før fik"
                ),
            ),
            Why::RunningYears => Text::both(
                "it allots days in running years, which open and close with the days that were granted before",
                "den fordeler dage i løbende år, som åbner og lukker med de dage, der er bevilget før",
            ),
            Why::KeysOverYears => Text::both(
                "it aggregates over years by keys of the row",
                "den samler over år efter rækkens egne nøgler",
            ),
            Why::CircleOverYears => Text::both(
                "it adds up the years inside a recurrence from year to year",
                "den lægger årene sammen inde i en beregning, der går fra år til år",
            ),
            Why::AbsenceOfDrawn => Text::both(
                "it asks whether a figure is known that the run forecasts, and the script forecasts nothing",
                "den spørger, om et tal kendes, som kørslen fremskriver, og scriptet fremskriver intet",
            ),
            Why::NoForm => Text::both(
                "it orders what has no order in a database",
                "den ordner noget, som ikke har nogen orden i en database",
            ),
            Why::OverriddenInCircle => Text::both(
                "its exceptions override each other in a circle",
                "dens undtagelser tilsidesætter hinanden i ring",
            ),
            Why::HeldBack => Text::both(
                "its small counts are held back, and which ones hangs on all counts beside them",
                "dens små antal er diskretioneret, og hvilke afhænger af alle antal ved siden af",
            ),
            Why::TooManyFigures(n) => Text::both(
                format!(
                    "its {n} figures come from a file that a database can't read as the scenario does, and are too many to be written into the script"
                ),
                format!(
                    "dens {n} tal kommer fra en fil, som en database ikke kan læse, som scenariet gør, og er for mange til at stå i scriptet"
                ),
            ),
        }
    }
}
