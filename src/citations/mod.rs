//! Citations and the user's own copies of what they cite.
//!
//! In: a rulebook's citations, a folder with copies, the fingerprints beside the rules. Out: what changed, moved or is not
//! there; the fingerprints written anew; passages to be shown. The passages themselves are never kept. Not here: which
//! document a citation names (`ramme_rulebook`), how a passage is laid out (`ramme_report`).

mod check;
mod copies;
mod estimate;
mod held;
mod outline;
mod piece;
mod print;
mod show;

pub use check::{Outcome, Written, check};
pub use copies::Copies;
pub use show::{Passages, beside_diagnostics};
