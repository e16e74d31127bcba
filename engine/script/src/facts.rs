//! What a script may look at.
//!
//! In: nothing. Out: the questions that whoever runs a script has to answer, and what the answers are. Not here: the answers.

use ramme_diag::Text;
use ramme_value::{Decimal, PriceLevel, Unit};

/// The value of something that a script asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fact {
    /// Nobody knows it.
    Missing,
    /// A number, as it is stored (a percent as a hundredth).
    Number(Decimal, Unit, PriceLevel),
    /// Yes or no.
    YesNo(bool),
    /// A date, a member, a key or a text.
    Text(String),
}

/// What a script may look at. Names and keys are in the language's words: `budget[Ballerup, 2024]`.
pub trait Facts {
    /// The first and the last year that the scenario asks for.
    fn years(&self) -> (i32, i32);

    /// The members of a set without its total, or the rows of an entity: all of them, or those that exist in a year.
    ///
    /// # Errors
    /// No such set or entity, in words.
    fn members(&self, of: &str, year: Option<i32>) -> Result<Vec<String>, Text>;

    /// The value of a parameter or input.
    ///
    /// # Errors
    /// No such name, or keys that do not fit, in words.
    fn value(&self, name: &str) -> Result<Fact, Text>;
}
