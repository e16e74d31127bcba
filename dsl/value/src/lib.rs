//! Exact values: decimals, ratios, units, price levels, dates, periods, rounding, Danish number spelling.
//!
//! In: the text of one literal, or numbers that are already exact. Out: values that compare, add, round and
//! print exactly; what does not fit is `None` or a named error, never a wrapped or approximate figure.
//! Not here: positions in a text, files, columns, messages to the user, floats (but for [`Ratio::to_f64`]).

pub mod compound;
pub mod danish;
pub mod date;
pub mod decimal;
pub mod lang;
pub mod level;
pub mod number;
pub mod numtype;
pub mod period;
pub mod ratio;
pub mod rounding;
pub mod unit;
pub mod unit_words;
mod wide;

pub use compound::{FACTOR_SCALE, compound};
pub use danish::{NumberStyle, format_number, parse_number};
pub use date::{Date, DateError, EndOfMonth};
pub use decimal::{Decimal, MAX_SCALE, pow10};
pub use lang::Lang;
pub use level::PriceLevel;
pub use number::NumberError;
pub use numtype::{NumType, Repr, default_scale};
pub use period::{Period, PeriodKind};
pub use ratio::{Ratio, RatioError};
pub use rounding::{Rounding, div_round, round_to_step};
pub use unit::{Face, Unit};
pub use unit_words::UnitWords;
