//! The pooled model: what short series borrow from many others. In: windows of values and a panel's growth. Out:
//! quantiles of each step.
//!
//! Not here: mixing with methods of one series, and the panel's growth (`panel`).

mod features;
mod model;
mod network;
pub mod table;

pub use features::{EVEN, Features, ODD};
pub use model::pooled;
pub use network::{Answer, INPUTS, Inputs, Network, REACHES, STEPS, UNIT, Unit};
