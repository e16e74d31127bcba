//! The flags that say how lints are taken.
//!
//! In: the arguments. Out: names by level. Not here: which lints there are (`ramme_diag::lint`), files with levels (`lints`).

use clap::Args;

/// How lints are taken.
#[derive(Args)]
pub struct LintFlags {
    /// Lints whose findings are errors: codes, names, all or warnings, with commas between.
    #[arg(long, value_name = "LINTS", value_delimiter = ',')]
    pub deny: Vec<String>,
    /// Lints whose findings are warnings.
    #[arg(long, value_name = "LINTS", value_delimiter = ',')]
    pub warn: Vec<String>,
    /// Lints whose findings are notes.
    #[arg(long, value_name = "LINTS", value_delimiter = ',')]
    pub note: Vec<String>,
    /// Lints that say nothing.
    #[arg(long, value_name = "LINTS", value_delimiter = ',')]
    pub allow: Vec<String>,
}
