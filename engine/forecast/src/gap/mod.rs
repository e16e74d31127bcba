//! The budget gap: accounts are forecast, budgets are decisions. In: a history of accounts and budgets (or
//! many equally likely histories), what is decided or proposed for the years to come. Out: draws of both.
//!
//! A decided budget is data and is never drawn; a proposed one is a lever and is not drawn either; only
//! where neither exists does a rule stand in (`budget`). Independent drifts for budgets and accounts are
//! not offered: fitted on five years they let the two lines diverge for ever, although each year's budget
//! is made from the accounts known by then.
//!
//! Not here: prices and units, the gap as the agreement's text defines it (the rule files do that, draw by
//! draw), refunds, printing.

mod accounts;
mod areas;
mod budget;
mod chance;
mod history;
mod simulate;
mod size;
mod words;

pub use accounts::{AccountsModel, AccountsOptions, Prior};
pub use areas::{Area, AreasSimulation, CommonYear, simulate_areas, simulate_areas_by};
pub use budget::{BudgetPlan, BudgetRule, RuleModel};
pub use chance::{Chance, counting_rule};
pub use history::{GapHistory, Relation, RoundedHistory};
pub use simulate::{GapOptions, GapSimulation, StratumChance, Threshold, follow, simulate};
pub use size::SizeLaw;
pub use words::{Hindcast, hindcast};
