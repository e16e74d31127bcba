//! Draws that somebody else made, in place of forecasts.
//!
//! In: draws of an input, year by cell by draw. Out: the same as forecasts give, so that a run can't tell the difference. Not
//! here: where they come from.

use ndarray::Array2;
use ramme_diag::{Code, Diagnostic, Text};
use ramme_rulebook::model::InputId;

use super::{Forecasts, Making};
use crate::run::draws::DrawBlock;

/// The draws of one input.
#[derive(Debug, Clone)]
pub struct GivenDraws {
    /// Of which.
    pub input: InputId,
    /// The first year of them.
    pub first: i32,
    /// A year each, cell × draw, in the unit of the input. Cells are in the order of columns: the members of sets outermost,
    /// in the order in which the input names its sets; the rows of its entity inside, in the order of its roll.
    pub years: Vec<Array2<f64>>,
}

/// The draws as forecasts, each year a block.
pub(crate) fn forecasts(making: &Making, given: Vec<GivenDraws>) -> Result<Forecasts, Diagnostic> {
    let mut out = Forecasts { draws: making.draws, ..Forecasts::default() };
    for one in given {
        let name = making.book.inputs.get(one.input.index()).map_or("", |i| i.name.as_str());
        let column = making.data.inputs.get(one.input.index()).and_then(Option::as_ref);
        let wanted = (column.map_or(0, |c| making.cells(c)), making.draws);
        let mut blocks: Vec<Option<DrawBlock>> = (0..making.data.years.count).map(|_| None).collect();
        for (year, values) in (one.first..).zip(one.years) {
            let values =
                if values.is_standard_layout() { values } else { values.as_standard_layout().into_owned() };
            let all = values.as_slice().unwrap_or_default();
            if values.dim() != wanted || all.iter().fold(false, |bad, x| bad | !x.is_finite()) {
                return Err(refused(name, values.dim(), wanted));
            }
            if let Some(slot) = making.data.years.position(year).and_then(|at| blocks.get_mut(at)) {
                *slot = Some(DrawBlock { values, status: None });
            }
        }
        out.inputs.insert(one.input, blocks);
    }
    Ok(out)
}

fn refused(name: &str, found: (usize, usize), wanted: (usize, usize)) -> Diagnostic {
    let ((cells, draws), (all, each)) = (found, wanted);
    let reason = Text::both(
        format!(
            "{cells} cells of {draws} draws were given, and {all} of {each} are asked for, each a number"
        ),
        format!(
            "der er givet {cells} celler med {draws} trækninger, og der bedes om {all} med {each}, hver et tal"
        ),
    );
    Diagnostic::new(Code::ForecastRefused).arg("series", name).arg("reason", reason)
}
