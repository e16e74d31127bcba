//! Forecasts that add up. In: a hierarchy, base forecasts of every node, one-step errors where a method needs them.
//! Out: reconciled forecasts, whose aggregates are sums of their bottom nodes to the last bit but rounding.
//!
//! Not here: files; rounding to whole kroner (`round`).

mod linear;
mod nonnegative;
mod project;
mod round;
mod weights;

pub use nonnegative::reconcile_non_negative;
pub use project::{ReconcileMethod, Reconciled, Reconciler, reconcile};
pub use round::{largest_remainder, round_hierarchy};
pub use weights::{Weights, shrinkage};
