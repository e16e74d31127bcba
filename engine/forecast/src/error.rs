//! Why a forecast could not be made. In: nothing. Out: one small enum of plain sentences.
//!
//! Not here: what to do about it, and where the data stood (the caller knows the file and the line).

use crate::words::{Words, comma};
use std::fmt;

/// The reasons why this crate refuses.
#[derive(Clone, Debug, PartialEq)]
pub enum ForecastError {
    /// Fewer points than the method can work with.
    TooFew {
        /// What was counted, e.g. "levels" or "pairs of account and budget".
        what: &'static str,
        /// How many there were.
        found: usize,
        /// How many are needed.
        needed: usize,
    },
    /// A value that is not a finite number; the index counts from 0.
    NotFinite {
        /// Which list it stood in.
        what: &'static str,
        /// Its place in the list, from 0.
        index: usize,
    },
    /// A level that a model in logarithms cannot take.
    NotPositive {
        /// Which list it stood in.
        what: &'static str,
        /// Its place in the list, from 0.
        index: usize,
        /// The value met.
        value: f64,
    },
    /// Years or steps without a value inside a series.
    Gap {
        /// The series.
        id: String,
        /// The missing years, in order.
        missing: Vec<i32>,
    },
    /// The same year twice in one series.
    Duplicate {
        /// The series.
        id: String,
        /// The year that stands twice.
        year: i32,
    },
    /// Lists that should have the same length have not.
    Lengths {
        /// What was compared.
        what: &'static str,
        /// The length found.
        found: usize,
        /// The length needed.
        needed: usize,
    },
    /// An option outside its range.
    Option {
        /// The name of the option.
        name: &'static str,
        /// What it must be, in words.
        must: &'static str,
    },
    /// A name that nothing here carries.
    Unknown {
        /// What was looked for, e.g. "method".
        what: &'static str,
        /// The name that was given.
        name: String,
    },
    /// A structure that contradicts itself.
    Structure {
        /// What is wrong, as a sentence.
        why: Words,
    },
    /// A matrix that cannot be inverted.
    Singular {
        /// Which matrix.
        what: &'static str,
    },
}

impl fmt::Display for ForecastError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooFew { what, found, needed } => {
                write!(f, "too few {what}: {found} given, at least {needed} needed")
            }
            Self::NotFinite { what, index } => {
                write!(f, "{what}: value number {} is not a finite number", index + 1)
            }
            Self::NotPositive { what, index, value } => {
                write!(
                    f,
                    "{what}: value number {} is {value}; a model in logarithms needs it above 0",
                    index + 1
                )
            }
            Self::Gap { id, missing } => {
                let years: Vec<String> = missing.iter().map(ToString::to_string).collect();
                write!(f, "series {id}: no value for {}", years.join(", "))
            }
            Self::Duplicate { id, year } => write!(f, "series {id}: two values for {year}"),
            Self::Lengths { what, found, needed } => {
                write!(f, "{what}: {found} given where {needed} are needed")
            }
            Self::Option { name, must } => write!(f, "{name} must be {must}"),
            Self::Unknown { what, name } => write!(f, "there is no {what} called {name:?}"),
            Self::Structure { why } => f.write_str(&why.en),
            Self::Singular { what } => write!(f, "{what} cannot be inverted"),
        }
    }
}

impl ForecastError {
    /// The reason in both languages.
    pub fn words(&self) -> Words {
        Words::both(self.to_string(), self.danish())
    }

    /// The reason in Danish.
    pub fn danish(&self) -> String {
        match self {
            Self::TooFew { what, found, needed } => {
                format!("for få {}: {found} givet, mindst {needed} kræves", danish(what))
            }
            Self::NotFinite { what, index } => {
                format!("{}: værdi nummer {} er ikke et endeligt tal", danish(what), index + 1)
            }
            Self::NotPositive { what, index, value } => format!(
                "{}: værdi nummer {} er {}; en model i logaritmer kræver, at den er over 0",
                danish(what),
                index + 1,
                comma(&value.to_string())
            ),
            Self::Gap { id, missing } => {
                let years: Vec<String> = missing.iter().map(ToString::to_string).collect();
                format!("serien {id}: ingen værdi for {}", years.join(", "))
            }
            Self::Duplicate { id, year } => format!("serien {id}: to værdier for {year}"),
            Self::Lengths { what, found, needed } => {
                format!("{}: {found} givet, hvor {needed} kræves", danish(what))
            }
            Self::Option { name, must } => format!("{} skal være {}", danish(name), danish(must)),
            Self::Unknown { what, name } => format!("der findes ingen {} ved navn {name:?}", danish(what)),
            Self::Structure { why } => why.da.clone(),
            Self::Singular { what } => format!("{} kan ikke inverteres", danish(what)),
        }
    }
}

/// The Danish of what is counted, named or demanded; the English itself where the table lacks it, which a test forbids.
fn danish(english: &'static str) -> &'static str {
    DANISH.iter().find(|(en, _)| *en == english).map_or(english, |(_, da)| da)
}

/// What is counted, named or demanded, in both languages.
const DANISH: [(&str, &str); 67] = [
    ("a level or probability", "et niveau eller en sandsynlighed"),
    ("a probability", "en sandsynlighed"),
    ("a product and its factors", "et produkt og dets faktorer"),
    ("above 0", "over 0"),
    ("above 0 and at most 1", "over 0 og højst 1"),
    ("above 0 and below 1", "over 0 og under 1"),
    ("areas", "områder"),
    ("areas that move", "områder, der bevæger sig"),
    ("at least 1", "mindst 1"),
    ("at least 100", "mindst 100"),
    ("at least 2", "mindst 2"),
    ("base forecasts", "grundfremskrivninger"),
    ("between -1 and 1", "mellem -1 og 1"),
    ("between 0 and 1", "mellem 0 og 1"),
    ("between 1 and 1000", "mellem 1 og 1000"),
    ("budget rule", "budgetregel"),
    ("budgets", "budgetter"),
    ("damping", "dæmpningen"),
    ("decided and proposed budgets", "vedtagne og foreslåede budgetter"),
    ("draws", "trækninger"),
    ("draws of the accounts", "trækninger af regnskaberne"),
    ("drivers", "drivere"),
    ("edges of the hierarchy", "kanter i hierarkiet"),
    ("factors", "faktorer"),
    ("factors of the first year", "faktorer i det første år"),
    ("factors of the second year", "faktorer i det andet år"),
    ("finite and not negative", "endelig og ikke negativ"),
    ("horizon and origins", "horisont og startpunkter"),
    ("levels of the accounts", "niveauer af regnskabet"),
    ("method", "metode"),
    ("methods to combine", "metoder at kombinere"),
    ("names", "navne"),
    ("of the new value's sign", "af samme fortegn som den nye værdi"),
    ("origins for one-step errors", "startpunkter til ettrinsfejl"),
    ("pairs of account and budget of one year", "par af regnskab og budget for ét år"),
    ("pairs of budget and account of two years before", "par af budget og regnskab to år før"),
    ("parts to round", "dele, der skal afrundes"),
    ("points", "punkter"),
    ("points after the break", "punkter efter bruddet"),
    ("points for a backtest", "punkter til en efterprøvning"),
    ("points of the regression", "punkter i regressionen"),
    ("published figures", "offentliggjorte tal"),
    ("residuals", "residualer"),
    (
        "residuals a series (the sample covariance of fewer residuals than series is singular; use mint-shrink)",
        "residualer pr. serie (kovariansen af færre residualer end serier er singulær; brug mint-shrink)",
    ),
    ("rounding of the figures", "afrunding af tallene"),
    ("rows of drivers", "rækker af drivere"),
    ("series", "serien"),
    ("series of base forecasts", "serier af grundfremskrivninger"),
    ("series of residuals", "serier af residualer"),
    ("starts", "begyndelser"),
    ("the common share", "den fælles andel"),
    ("the covariance beside the nodes held at zero", "kovariansen ved siden af de knuder, der holdes på nul"),
    ("the covariance of what does not add up", "kovariansen af det, der ikke stemmer"),
    ("the drivers", "driverne"),
    ("the forecast", "fremskrivningen"),
    ("the growth", "væksten"),
    ("the horizon", "horisonten"),
    ("the matrix of drivers (two of them say the same)", "matricen af drivere (to af dem siger det samme)"),
    ("the overlap of a break", "overlappet ved et brud"),
    ("the prior", "forhåndsviden"),
    ("the regression's values", "regressionens værdier"),
    ("the step of rounding", "afrundingens trin"),
    ("values to round", "værdier, der skal afrundes"),
    ("way to reconcile", "måde at afstemme på"),
    ("weights", "vægte"),
    ("within 2^53 steps", "inden for 2^53 trin"),
    ("years of the budget plan", "år i budgetplanen"),
];

impl std::error::Error for ForecastError {}

/// The first value that is not finite, as an error that names the list and the place.
pub(crate) fn all_finite(what: &'static str, values: &[f64]) -> Result<(), ForecastError> {
    // Without leaving early a vector of draws is looked through several values at a time.
    if !values.iter().fold(false, |bad, value| bad | !value.is_finite()) {
        return Ok(());
    }
    match values.iter().position(|value| !value.is_finite()) {
        Some(index) => Err(ForecastError::NotFinite { what, index }),
        None => Ok(()),
    }
}

/// The first value that is not finite and above zero, as an error that names the list and the place.
pub(crate) fn all_positive(what: &'static str, values: &[f64]) -> Result<(), ForecastError> {
    all_finite(what, values)?;
    match values.iter().position(|value| *value <= 0.0) {
        Some(index) => Err(ForecastError::NotPositive { what, index, value: values[index] }),
        None => Ok(()),
    }
}
