//! Why a forecast could not be made. In: nothing. Out: one small enum of plain sentences.
//!
//! Not here: what to do about it, and where the data stood (the caller knows the file and the line).

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
        why: String,
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
            Self::Structure { why } => f.write_str(why),
            Self::Singular { what } => write!(f, "{what} cannot be inverted"),
        }
    }
}

impl std::error::Error for ForecastError {}

/// The first value that is not finite, as an error that names the list and the place.
pub(crate) fn all_finite(what: &'static str, values: &[f64]) -> Result<(), ForecastError> {
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
