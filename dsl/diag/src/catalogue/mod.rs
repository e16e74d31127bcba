//! The catalogue: one file a range, one literal entry a code.
//!
//! In: nothing. Out: the constants of [`Code`] and the list of them all. To add a code, add an entry at the end of its
//! range with the next id; ids are never used again. A message is one plain sentence in the user's words: a small first
//! letter, no full stop, the user's own text in backticks. An argument that only the help uses is optional: without it
//! the help line is left out.

use crate::code::Code;

/// Makes the constants of one range: `Name id severity { message, help, what, wrong, right }`.
macro_rules! catalogue {
    ($(
        $name:ident $id:literal $severity:ident {
            en: $en:literal,
            da: $da:literal,
            help_en: $help_en:literal,
            help_da: $help_da:literal,
            what_en: $what_en:literal,
            what_da: $what_da:literal,
            wrong: $wrong:literal,
            right: $right:literal $(,)?
        }
    )*) => {
        #[allow(non_upper_case_globals)]
        impl crate::code::Code {
            $(
                #[doc = concat!($id, ": ", $en, ".")]
                pub const $name: crate::code::Code = crate::code::Code(&crate::code::Entry {
                    id: $id,
                    name: stringify!($name),
                    severity: crate::code::Severity::$severity,
                    message_en: $en,
                    message_da: $da,
                    help_en: $help_en,
                    help_da: $help_da,
                    explain: crate::code::Explanation {
                        what_en: $what_en,
                        what_da: $what_da,
                        wrong: $wrong,
                        right: $right,
                    },
                });
            )*
        }

        /// This range, in the order of the ids.
        pub(super) const RANGE: &[crate::code::Code] = &[$(crate::code::Code::$name),*];
    };
}

mod e01_text;
mod e02_names;
mod e03_types;
mod e04_time;
mod e05_data;
mod e06_scenario;
mod e07_running;
mod e08_tests;
mod e09_forecast;
mod e10_lints;

/// All ranges, in the order of the ids.
pub(crate) const RANGES: &[&[Code]] = &[
    e01_text::RANGE,
    e02_names::RANGE,
    e03_types::RANGE,
    e04_time::RANGE,
    e05_data::RANGE,
    e06_scenario::RANGE,
    e07_running::RANGE,
    e08_tests::RANGE,
    e09_forecast::RANGE,
    e10_lints::RANGE,
];
