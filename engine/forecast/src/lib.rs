//! Forecasts of short annual series in f64: methods, the budget-gap model, samples, quantiles, scores.
//!
//! In: slices of f64 in order of time. Out: draws, quantiles, scores. Everything is deterministic: random
//! numbers are addressed by counter, transcendental functions are those of one library, and nothing depends
//! on the number of threads. Not here: rules, money, files, the command line.
//!
//! Where to begin:
//!
//! | for | read |
//! |---|---|
//! | many series, `auto`, intervals, the reason for the choice | [`panel`] |
//! | what short series borrow from others, and the table of numbers behind it | [`pooled`] |
//! | one series by a named method | [`method`] |
//! | accounts, budgets and the gap between them | [`gap`] |
//! | nodes that must add up | [`hierarchy`], [`reconcile`], [`coherent`] |
//! | cost as volume × price, growth split into causes | [`drivers`] |
//! | breaks and one-off years | [`events`] |
//! | how well it would have done | [`backtest`], [`scores`] |
//!
//! ```
//! use ramme_forecast::panel::{MethodChoice, forecast};
//! use ramme_forecast::Series;
//!
//! let series = [Series::new("children", 2018, vec![5.8, 5.7, 5.7, 5.8, 6.0])?];
//! let answer = forecast(&series, 2, &[0.8], &[0.5], MethodChoice::Auto)?;
//! let (low, high) = answer.series[0].intervals[0][0];
//! assert_eq!(answer.series[0].start, 2023);
//! assert!(low < answer.series[0].points[0] && answer.series[0].points[0] < high);
//! # Ok::<(), ramme_forecast::ForecastError>(())
//! ```

pub mod backtest;
pub mod coherent;
mod common;
pub mod distribution;
pub mod drivers;
pub mod error;
pub mod events;
pub mod gap;
pub mod hierarchy;
pub mod method;
pub mod panel;
pub mod pooled;
pub mod quantile;
pub mod random;
pub mod reconcile;
pub mod samples;
pub mod scores;
pub mod series;
pub mod tied;
pub mod words;

pub use error::ForecastError;
pub use series::Series;
pub use words::Words;
