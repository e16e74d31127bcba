//! Scenario, plan, run: the rulebook over columns and draws.

pub mod bind;
pub mod dataset;
pub mod result;
pub mod scenario;
