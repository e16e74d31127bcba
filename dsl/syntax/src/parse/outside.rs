//! What stands outside of rule files: an expression or a reference alone, as on the command line or in a scenario.
//!
//! In: a short text. Out: its tree, or what is wrong with it. Not here: rule files (`parse`).

use super::build::{Build, Inner};
use super::grammar::{Grammar, Rule};
use super::trouble;
use crate::guard;
use crate::tree::{Expr, Key, Name};
use pest::Parser as _;
use ramme_diag::{Diagnostic, FileId, Limits};

/// A reference to one value: `gap["i alt", 2022]`, `ceiling[T001, 2023]`, `data_until`.
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    /// The name of the definition, rule, input or parameter.
    pub name: Name,
    /// A key an axis; none where it has no axes.
    pub keys: Vec<Key>,
}

/// Reads an expression that stands alone.
///
/// ```
/// use ramme_diag::{FileId, Limits};
/// let limits = Limits::default();
/// assert!(ramme_syntax::parse_expr(FileId(0), "3.4 %", &limits).is_ok());
/// assert!(ramme_syntax::parse_expr(FileId(0), "3,4 %", &limits).is_err());
/// ```
///
/// # Errors
/// What is wrong with it; never empty.
pub fn parse_expr(file: FileId, text: &str, limits: &Limits) -> Result<Expr, Vec<Diagnostic>> {
    alone(file, text, limits, Rule::expr_entry, |build, mut inner| build.expr(inner.take()?))
}

/// Reads a reference to a value; its keys need no quotation marks, even with blanks.
///
/// ```
/// use ramme_diag::{FileId, Limits};
/// let target = ramme_syntax::parse_target(FileId(0), "gap[i alt, 2022]", &Limits::default())?;
/// assert_eq!((target.name.text.as_str(), target.keys[0].text.as_str()), ("gap", "i alt"));
/// # Ok::<(), Vec<ramme_diag::Diagnostic>>(())
/// ```
///
/// # Errors
/// What is wrong with it; never empty.
pub fn parse_target(file: FileId, text: &str, limits: &Limits) -> Result<Target, Vec<Diagnostic>> {
    alone(file, text, limits, Rule::target_entry, |build, mut inner| {
        let name = build.name(&inner.take()?);
        let mut keys = Vec::new();
        while let Some(pair) = inner.take() {
            if matches!(pair.as_rule(), Rule::quoted | Rule::loose_key) {
                keys.push(build.key(&pair));
            }
        }
        Some(Target { name, keys })
    })
}

fn alone<T>(
    file: FileId,
    text: &str,
    limits: &Limits,
    rule: Rule,
    make: impl Fn(&mut Build<'_>, Inner<'_>) -> Option<T>,
) -> Result<T, Vec<Diagnostic>> {
    let scan = guard::scan(file, text, limits);
    if !scan.problems.is_empty() {
        return Err(scan.problems);
    }
    let mut build = Build::new(file, 0, &scan.masked, limits);
    let made = match Grammar::parse(rule, &scan.masked) {
        Ok(mut pairs) => pairs.next().and_then(|pair| make(&mut build, Inner::of(pair))),
        Err(error) => {
            let problem = trouble::explain(&build, None, &trouble::Failure::of(&error, 0));
            build.refuse(problem)
        }
    };
    match made {
        Some(made) if build.problems.is_empty() => Ok(made),
        _ if build.problems.is_empty() => Err(vec![trouble::unread(file, 0, &scan.masked)]),
        _ => Err(build.problems),
    }
}
