//! The sheet of verdicts: each rule and subject with what was measured, the limit, and how far over.
//!
//! In: a judgement and the sides of each verdict as formulas. Out: a row a verdict; the deviation is a formula over the two
//! figures, and where both follow from others the verdict is one too. Not here: judging.

use super::book::{Book, address, kept};
use super::page::{Page, column};
use super::results::unit_said;
use super::trees::Judged;
use crate::comply_report::cited;
use crate::json::value::level_of;
use crate::model::approximate;
use crate::sentence;
use ramme_eval::result::{Exact, RunResult, Verdict, VerdictKind};
use ramme_value::Lang;
use rust_xlsxwriter::XlsxError;

/// What a verdict is called.
pub(crate) fn word(kind: VerdictKind, lang: Lang) -> &'static str {
    match kind {
        VerdictKind::Complies => lang.pick("complies", "overholder"),
        VerdictKind::Explained => lang.pick("explained", "forklaret"),
        VerdictKind::Breach => lang.pick("breach", "brud"),
        VerdictKind::Undetermined => lang.pick("undetermined", "uafklaret"),
        VerdictKind::Met => lang.pick("met", "n\u{e5}et"),
        VerdictKind::NotMet => lang.pick("not met", "ikke n\u{e5}et"),
    }
}

/// What it would be called if the comparison came out the other way; none where that takes more than a comparison.
fn other(kind: VerdictKind) -> Option<(VerdictKind, VerdictKind)> {
    match kind {
        VerdictKind::Complies | VerdictKind::Breach => Some((VerdictKind::Complies, VerdictKind::Breach)),
        VerdictKind::Met | VerdictKind::NotMet => Some((VerdictKind::Met, VerdictKind::NotMet)),
        VerdictKind::Explained | VerdictKind::Undetermined => None,
    }
}

/// The sheet.
pub(crate) fn write(page: &mut Page<'_>, result: &RunResult, book: &Book) -> Result<(), XlsxError> {
    let lang = page.faces.lang;
    page.widths(&[30.0, 34.0, 14.0, 20.0, 20.0, 20.0, 14.0, 14.0, 80.0, 30.0, 60.0, 24.0])?;
    let heads = [
        lang.pick("rule", "regel"),
        lang.pick("subject", "hvem"),
        lang.pick("verdict", "vurdering"),
        lang.pick("measured", "m\u{e5}lt"),
        lang.pick("limit", "gr\u{e6}nse"),
        lang.pick("beyond the limit", "ud over gr\u{e6}nsen"),
        lang.pick("unit", "enhed"),
        lang.pick("price level", "prisniveau"),
        lang.pick("in a sentence, as computed", "i en s\u{e6}tning, som beregnet"),
        lang.pick("clause", "bestemmelse"),
        lang.pick("sources", "kilder"),
        lang.pick("explanation goes to", "forklaring til"),
    ];
    page.heads(&heads.map(str::to_owned))?;
    page.sheet.set_freeze_panes(1, 2)?;
    let judgement = &result.judgement;
    let none = Judged::default();
    for (at, verdict) in judgement.results.iter().chain(&judgement.targets).enumerate() {
        row(page, verdict, book.verdicts.get(at).unwrap_or(&none), book)?;
        page.down();
    }
    let last = page.row.saturating_sub(1).max(1);
    page.sheet.autofilter(0, 0, last, column(heads.len().saturating_sub(1)))?;
    Ok(())
}

fn row(page: &mut Page<'_>, verdict: &Verdict, judged: &Judged, book: &Book) -> Result<(), XlsxError> {
    let lang = page.faces.lang;
    let ty = verdict.ty.as_ref();
    page.text(0, &verdict.rule)?;
    page.text(1, &sentence::subject(verdict, lang))?;
    let at = |id: usize| book.address(id, lang);
    let holds = judged.holds.as_ref().and_then(|f| f.text(&at)).zip(other(verdict.outcome));
    let text = page.faces.text.clone();
    match holds {
        Some((holds, (yes, no))) => {
            let formula = format!("IF({holds},\"{}\",\"{}\")", word(yes, lang), word(no, lang));
            page.formula(2, &formula, word(verdict.outcome, lang), &text)?;
        }
        None => page.text(2, word(verdict.outcome, lang))?,
    }
    let format = page.faces.figure(ty);
    for (col, value, formula) in
        [(3, &verdict.measured, &judged.measured), (4, &verdict.limit, &judged.limit)]
    {
        let Some(value) = value else { continue };
        match formula.as_ref().and_then(|f| f.text(&at)) {
            Some(formula) => page.formula(col, &formula, &kept(value), &format)?,
            None => page.exact(col, value, &format)?,
        }
    }
    if let Some(excess) = &verdict.excess {
        match deviation(verdict, excess, page.row) {
            Some(formula) => page.formula(5, &formula, &kept(excess), &format)?,
            None => page.exact(5, excess, &format)?,
        }
    }
    page.text(6, &ty.map(|ty| unit_said(ty, lang)).unwrap_or_default())?;
    page.text(7, &ty.and_then(level_of).unwrap_or_default())?;
    page.text(8, &sentence::of(verdict, lang))?;
    page.text(9, &verdict.clause)?;
    let cites: Vec<String> = verdict.cites.iter().map(|c| cited(c, lang)).collect();
    page.text(10, &cites.join("; "))?;
    page.text(11, &verdict.addressee.clone().unwrap_or_default())?;
    let note: Vec<String> = std::iter::once(verdict.clause.clone()).chain(cites).collect();
    page.note(2, &note)
}

/// How far beyond, as a difference of the two figures beside it.
fn deviation(verdict: &Verdict, excess: &Exact, row: u32) -> Option<String> {
    let of = |value: &Option<Exact>| value.as_ref().and_then(approximate);
    let (measured, limit, excess) = (of(&verdict.measured)?, of(&verdict.limit)?, approximate(excess)?);
    let cell = |col: u16| address("", (row, col)).trim_start_matches('!').to_owned();
    let near = |x: f64| (x - excess).abs() <= 1e-12 * measured.abs().max(limit.abs()) + 1e-9;
    if near(measured - limit) {
        return Some(format!("{}-{}", cell(3), cell(4)));
    }
    near(limit - measured).then(|| format!("{}-{}", cell(4), cell(3)))
}
