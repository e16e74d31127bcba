//! Lints: what is allowed and probably not meant.
//!
//! In: a rulebook without errors. Out: warnings and notes, few and quiet, in the order of the text. A lint speaks only where it
//! is sure: one that is wrong is soon turned off. Not here: anything that stops a run; levels (`ramme_diag::lint`); what is
//! silenced at its place (`ramme_syntax::allow`).

mod applies;
mod cited;
mod known;
mod range;
mod relation;
mod rounding;
mod same;
mod scene;
mod settled;
mod tested;
mod unlike;
mod unused;

use crate::model::{Clause, Expr, Rulebook};
use ramme_diag::Diagnostic;

/// Everything that is worth a remark.
#[must_use]
pub fn lints(book: &Rulebook) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    if !book.documents.is_empty() {
        cited::uncited(book, &mut out);
    }
    unused::unused(book, &mut out);
    tested::untested(book, &mut out);
    applies::never(book, &mut out);
    settled::settled(book, &mut out);
    let figures = rounding::Figures::new(book);
    rounding::rounded(&figures, &mut out);
    unlike::compared(&figures, &mut out);
    out.sort_by_key(|said| said.place().span());
    out
}

/// Every expression of the rulebook.
fn bodies(book: &Rulebook) -> impl Iterator<Item = &Expr> {
    let clauses = book.definitions.iter().flat_map(|definition| &definition.clauses);
    let clauses = clauses.chain(book.rules.iter().flat_map(|rule| &rule.clauses));
    let own = clauses.flat_map(Clause::exprs);
    let unless = book.rules.iter().flat_map(crate::model::Rule::asides);
    let of_parameters = book.parameters.iter().filter_map(|parameter| parameter.dated_by.as_ref());
    let of_scales = book.scales.iter().filter_map(|scale| scale.dated_by.as_ref());
    own.chain(unless).chain(of_parameters).chain(of_scales)
}
