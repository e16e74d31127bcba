//! What a workbook's formulas stand on: every cell that a formula may name, and where it stands.
//!
//! In: the values of a run, and what they follow from where that is known. Out: cells with addresses. Parameters stand
//! among the assumptions, cells of the data on a sheet of their own, values that a result rests on in the trace. Not here:
//! the sheets themselves.

use super::formula::{Formula, Worth};
use super::page::serial;
use super::trees::Judged;
use crate::model::approximate;
use ramme_eval::result::{CellValue, Exact, RunResult};
use ramme_rulebook::model::Type;
use ramme_value::Lang;
use std::collections::BTreeMap;

/// Which sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Sheet {
    Overview,
    Assumptions,
    Results,
    Verdicts,
    Trace,
    Data,
}

impl Sheet {
    pub(crate) fn name(self, lang: Lang) -> &'static str {
        match self {
            Sheet::Overview => lang.pick("Overview", "Overblik"),
            Sheet::Assumptions => lang.pick("Assumptions", "Foruds\u{e6}tninger"),
            Sheet::Results => lang.pick("Results", "Resultater"),
            Sheet::Verdicts => lang.pick("Verdicts", "Vurderinger"),
            Sheet::Trace => lang.pick("Trace", "Mellemregninger"),
            Sheet::Data => lang.pick("Data", "Data"),
        }
    }
}

/// A cell that has a place of its own: a value by its name and keys.
#[derive(Debug, Clone)]
pub(crate) struct Held {
    pub(crate) sheet: Sheet,
    pub(crate) name: String,
    /// Axis and key.
    pub(crate) keys: Vec<(String, String)>,
    pub(crate) ty: Type,
    pub(crate) value: Option<Exact>,
    /// How it follows from other cells; none where it is given, or where a spreadsheet has no formula that says the same.
    pub(crate) formula: Option<Formula>,
    /// True where it stands in data or rules: no formula is wanted.
    pub(crate) given: bool,
    /// Clause, citation, place in the data, who set it: a line each.
    pub(crate) sources: Vec<String>,
    /// What it rests on, whether a formula says so or not.
    pub(crate) rests_on: Vec<usize>,
    /// How many values that rest on it are not formulas.
    pub(crate) deaf: usize,
    /// Row and column.
    pub(crate) at: (u32, u16),
}

/// The cells of a workbook.
#[derive(Debug, Clone, Default)]
pub struct Book {
    pub(crate) cells: Vec<Held>,
    /// Name, keys and, of parameters, clause to position.
    pub(crate) index: BTreeMap<(String, Vec<String>, String), usize>,
    /// The sides of each verdict: rules, then targets.
    pub(crate) verdicts: Vec<Judged>,
}

/// How many of the exact values that follow from others are formulas.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Count {
    pub(crate) formulas: usize,
    pub(crate) values: usize,
    pub(crate) drawn: usize,
}

impl Book {
    pub(crate) fn find(&self, name: &str, keys: &[String]) -> Option<&Held> {
        let key = (name.to_owned(), keys.to_vec(), "result".to_owned());
        self.index.get(&key).and_then(|at| self.cells.get(*at))
    }

    /// The cells of a sheet, in order.
    pub(crate) fn on(&self, sheet: Sheet) -> impl Iterator<Item = &Held> {
        self.cells.iter().filter(move |c| c.sheet == sheet)
    }

    /// The address of a cell for a formula: `Forudsætninger!$D$12`.
    pub(crate) fn address(&self, id: usize, lang: Lang) -> String {
        let Some(cell) = self.cells.get(id) else { return "NA()".to_owned() };
        address(cell.sheet.name(lang), cell.at)
    }

    /// The text of a cell's formula, with the value that is kept beside it.
    pub(crate) fn formula_of(&self, cell: &Held, lang: Lang) -> Option<(String, String)> {
        let formula = cell.formula.as_ref()?;
        let text = formula.text(&|id| self.address(id, lang))?;
        Some((text, kept(cell.value.as_ref()?)))
    }

    pub(crate) fn worth(&self, id: usize) -> Option<Worth> {
        worth(self.cells.get(id)?.value.as_ref()?)
    }

    /// How many of the results are formulas.
    pub(crate) fn count(&self, result: &RunResult) -> Count {
        let mut count = Count::default();
        for output in &result.values {
            for cell in &output.cells {
                let formula = self.find(&output.name, &cell.keys).is_some_and(|c| c.formula.is_some());
                match cell.value {
                    CellValue::Exact(_) if formula => count.formulas = count.formulas.saturating_add(1),
                    CellValue::Exact(_) => count.values = count.values.saturating_add(1),
                    CellValue::Draws(_) => count.drawn = count.drawn.saturating_add(1),
                    CellValue::Missing(_) => {}
                }
            }
        }
        count
    }
}

/// What a formula sees of a value.
pub(crate) fn worth(value: &Exact) -> Option<Worth> {
    Some(match value {
        Exact::YesNo(yes) => Worth::YesNo(*yes),
        Exact::Date(day) => Worth::Number(f64::from(serial(*day)?)),
        Exact::Text(text) => Worth::Text(text.clone()),
        Exact::Dec(_) | Exact::Count(_) | Exact::Ratio(_) => Worth::Number(approximate(value)?),
    })
}

/// A value as it is kept beside a formula.
pub(crate) fn kept(value: &Exact) -> String {
    match worth(value) {
        Some(Worth::Number(x)) => x.to_string(),
        Some(Worth::YesNo(yes)) => if yes { "TRUE" } else { "FALSE" }.to_owned(),
        Some(Worth::Text(text)) => text,
        None => String::new(),
    }
}

/// `Resultater!$H$7`
pub(crate) fn address(sheet: &str, (row, col): (u32, u16)) -> String {
    let quoted = if sheet.is_ascii() { sheet.to_owned() } else { format!("'{sheet}'") };
    format!("{quoted}!${}${}", letters(col), row.saturating_add(1))
}

/// The letters of a column.
pub(crate) fn letters(col: u16) -> String {
    rust_xlsxwriter::utility::column_number_to_name(col)
}
