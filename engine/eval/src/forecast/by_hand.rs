//! Forecasts that are moved by hand: their growth, their level, or the median of a year.
//!
//! In: draws, and what a lever says of them. Out: the same draws, each year's multiplied so that their median is where the lever
//! says; the spread around it stays, as a share. What a decision follows is moved before the decision follows it. Not here:
//! figures that are set by hand, which are never drawn.

use ramme_diag::{Diagnostic, Place, Text};
use ramme_forecast::quantile::quantiles;
use ramme_rulebook::model::InputId;

use super::{Forecasts, Making, words};
use crate::bridge::to_plain_float;
use crate::dataset::{InputColumn, Outlook, OutlookPart};
use crate::result::Exact;

impl Making<'_> {
    /// Moves what is to be moved, in order.
    ///
    /// # Errors
    /// A median that is not above zero, which no factor moves.
    pub(super) fn by_hand(&self, out: &mut Forecasts) -> Result<(), Diagnostic> {
        for outlook in &self.data.outlooks {
            let column = self.data.inputs.get(outlook.input.index()).and_then(Option::as_ref);
            let Some(column) = column else { continue };
            for cell in &outlook.cells {
                self.moved(outlook, column, *cell, out)?;
            }
            out.notes.push(words::by_hand(outlook));
        }
        Ok(())
    }

    fn moved(
        &self,
        outlook: &Outlook,
        column: &InputColumn,
        cell: usize,
        out: &mut Forecasts,
    ) -> Result<(), Diagnostic> {
        let id = outlook.input;
        let keys = self.series_keys(column, cell);
        let name = self.book.inputs.get(id.index()).map_or("", |input| input.name.as_str());
        let Some(told) = out.told.iter_mut().find(|told| told.input == name && told.keys == keys) else {
            return Ok(());
        };
        told.declared.push(words::by_hand(outlook));
        let first = told.years.0;
        let amount = to_plain_float(&Exact::Dec(outlook.amount)).unwrap_or(0.0);
        let last = self.value(column, id, first.saturating_sub(1), cell);
        for year in first..=self.end() {
            if outlook.year.is_some_and(|only| only != year) {
                continue;
            }
            let Some(median) = self.median(out, (id, cell), year) else { continue };
            let ahead = f64::from(year.saturating_sub(first).saturating_add(1));
            let wanted = match outlook.part {
                OutlookPart::Level => median * (1.0 + amount),
                OutlookPart::Growth => last.unwrap_or(f64::NAN) * (1.0 + amount).powf(ahead),
                OutlookPart::Path => amount,
            };
            let factor = wanted / median;
            if !(median > 0.0 && factor.is_finite() && factor > 0.0) {
                return Err(self.not_above_zero(&self.series_name(id, column, cell)));
            }
            self.scale_by(out, (id, cell), (year, first), factor);
        }
        Ok(())
    }

    /// The median of what is drawn of a cell in a year.
    fn median(&self, out: &Forecasts, (id, cell): (InputId, usize), year: i32) -> Option<f64> {
        let block = out.inputs.get(&id)?.get(self.data.years.position(year)?)?.as_ref()?;
        let known = block.status.as_ref().is_none_or(|s| s.get(cell).is_some_and(|x| x.is_known()));
        let draws = block.values.rows().into_iter().nth(cell).filter(|_| known)?.to_vec();
        quantiles(&draws, &[0.5]).ok()?.first().copied()
    }

    /// Multiplies the draws of a year, and those that decisions follow.
    fn scale_by(
        &self,
        out: &mut Forecasts,
        (id, cell): (InputId, usize),
        (year, first): (i32, i32),
        factor: f64,
    ) {
        let Some(position) = self.data.years.position(year) else { return };
        // A figure that was set in the data is never moved.
        let column = self.data.inputs.get(id.index()).and_then(Option::as_ref);
        if column.is_some_and(|column| self.value(column, id, year, cell).is_some()) {
            return;
        }
        let block = out.inputs.get_mut(&id).and_then(|all| all.get_mut(position)).and_then(Option::as_mut);
        if let Some(mut row) = block.and_then(|block| block.values.rows_mut().into_iter().nth(cell)) {
            row.mapv_inplace(|x| x * factor);
        }
        let step = usize::try_from(i64::from(year) - i64::from(first)).unwrap_or(usize::MAX);
        let led = out.led.get_mut(&(id, cell));
        if let Some(mut row) = led.and_then(|led| led.rows_mut().into_iter().nth(step)) {
            row.mapv_inplace(|x| x * factor);
        }
    }

    fn not_above_zero(&self, series: &str) -> Diagnostic {
        let reason = Text::both(
            "its median is not above zero, so no growth, level or path can be laid on it; set the figures themselves",
            "dens median er ikke over nul, s\u{e5} ingen v\u{e6}kst, niveau eller bane kan l\u{e6}gges p\u{e5} den; s\u{e6}t tallene selv",
        );
        Diagnostic::new(ramme_diag::Code::ForecastRefused)
            .arg("series", series)
            .arg("reason", reason)
            .at(Place::None)
    }
}
