//! Forecasts of short annual series in f64: methods, the budget-gap model, samples, quantiles, scores.
//!
//! In: slices of f64 in order of time. Out: draws, quantiles, scores. Everything is deterministic: random
//! numbers are addressed by counter, transcendental functions are those of one library, and nothing depends
//! on the number of threads. Not here: rules, money, files, the command line.

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

pub use error::ForecastError;
pub use series::Series;
