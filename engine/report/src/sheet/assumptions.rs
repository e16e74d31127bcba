//! The sheet of assumptions: what the result rests on, what was set by hand, and every parameter that was used.
//!
//! In: the basis of a run, facts and levers, and the book's parameters. Out: rows; a parameter is a cell that may be
//! changed, and it is said how many values would not follow. Not here: results.

use super::Facts;
use super::book::{Book, Sheet};
use super::page::Page;
use super::results::{HELD_WIDTHS, held_heads, held_row};
use crate::number;
use ramme_eval::result::RunResult;
use ramme_value::Lang;
use rust_xlsxwriter::XlsxError;

/// The rows before the first parameter.
fn rows_before(result: &RunResult, facts: &Facts) -> u32 {
    let levers = if facts.levers.is_empty() { 0 } else { facts.levers.len().saturating_add(3) };
    let rows = basis_rows(result, facts, Lang::En).len().saturating_add(levers).saturating_add(4);
    u32::try_from(rows).unwrap_or(u32::MAX)
}

/// Where each parameter stands.
pub(crate) fn place(result: &RunResult, facts: &Facts, book: &mut Book) {
    let mut row = rows_before(result, facts);
    for held in book.cells.iter_mut().filter(|c| c.sheet == Sheet::Assumptions) {
        held.at = (row, 4);
        row = row.saturating_add(1);
    }
}

/// A name and a text each.
fn basis_rows(result: &RunResult, facts: &Facts, lang: Lang) -> Vec<(String, String)> {
    let basis = &result.basis;
    let mut rows: Vec<(String, String)> = facts.facts.clone();
    let (first, last) = basis.years;
    rows.push((lang.pick("years", "\u{e5}r").to_owned(), format!("{first}\u{2013}{last}")));
    if let Some(day) = basis.known_on {
        rows.push((
            lang.pick("as it was known on", "som det var kendt den").to_owned(),
            number::date(day, lang),
        ));
    }
    if basis.synthetic {
        let said = lang.pick("invented", "opdigtede");
        rows.push((lang.pick("data", "data").to_owned(), said.to_owned()));
    }
    for reading in &basis.readings {
        let taken = if reading.is_default {
            lang.pick("the first of its group", "den f\u{f8}rste i sin gruppe")
        } else {
            ""
        };
        let why = reading.why.as_ref().map(|(en, da)| lang.pick(en, da).clone()).unwrap_or(taken.to_owned());
        let said =
            if why.is_empty() { reading.reading.clone() } else { format!("{} ({why})", reading.reading) };
        rows.push((format!("{} {}", lang.pick("reading", "l\u{e6}sning"), reading.group), said));
    }
    rows
}

/// The sheet.
pub(crate) fn write(
    page: &mut Page<'_>,
    result: &RunResult,
    facts: &Facts,
    book: &Book,
) -> Result<(), XlsxError> {
    let lang = page.faces.lang;
    let (title, quiet) = (page.faces.title.clone(), page.faces.quiet.clone());
    page.widths(&HELD_WIDTHS)?;
    page.text_as(0, Sheet::Assumptions.name(lang), &title)?;
    page.down();
    for (name, said) in basis_rows(result, facts, lang) {
        page.text(0, &name)?;
        page.text(1, &said)?;
        page.down();
    }
    page.down();
    levers(page, facts)?;
    let parameters = lang.pick(
        "Parameters that were used. A shaded value may be changed: formulas follow, and the last column says how many values \
         do not; a run with --set gives all of them.",
        "Parametre, der er brugt. En farvet v\u{e6}rdi kan \u{e6}ndres: formler f\u{f8}lger med, og sidste kolonne siger, hvor \
         mange v\u{e6}rdier der ikke g\u{f8}r; en k\u{f8}rsel med --set giver dem alle.",
    );
    page.text_as(0, parameters, &quiet)?;
    page.down();
    let origin = lang.pick("clause, citation, who set it", "bestemmelse, kilde, hvem der satte den");
    held_heads(page, lang.pick("parameter", "parameter"), origin)?;
    for held in book.on(Sheet::Assumptions) {
        page.row = held.at.0;
        held_row(page, book, held, true)?;
        page.down();
    }
    Ok(())
}

fn levers(page: &mut Page<'_>, facts: &Facts) -> Result<(), XlsxError> {
    if facts.levers.is_empty() {
        return Ok(());
    }
    let lang = page.faces.lang;
    let quiet = page.faces.quiet.clone();
    let said = lang.pick("Set by hand in this run.", "Sat i h\u{e5}nden i denne k\u{f8}rsel.");
    page.text_as(0, said, &quiet)?;
    page.down();
    let heads = [
        lang.pick("name", "navn"),
        lang.pick("value", "v\u{e6}rdi"),
        lang.pick("reason", "begrundelse"),
        lang.pick("author", "af"),
    ];
    page.heads(&heads.map(str::to_owned))?;
    for lever in &facts.levers {
        for (col, text) in [&lever.name, &lever.value, &lever.reason, &lever.author].into_iter().enumerate() {
            page.text(super::page::column(col), text)?;
        }
        page.down();
    }
    page.down();
    Ok(())
}
