//! Every method but the drift in logarithms, over all cells of an input at once.
//!
//! In: pasts. Out: draws of them jointly, with what the years have in common; why this method, and how often its intervals
//! held. Invented data choose, shrink and calibrate nothing. Not here: the methods (`ramme_forecast::panel`).

use ndarray::Array2;
use ramme_diag::Diagnostic;
use ramme_forecast::ForecastError;
use ramme_forecast::Series;
use ramme_forecast::method;
use ramme_forecast::panel::{MethodChoice, PanelLaws, PanelOptions, laws};
use ramme_forecast::samples::{common_year_share, joint_draws_from};
use ramme_rulebook::model::InputId;

use super::blocks::Blocks;
use super::past::Past;
use super::{Forecasts, Making, told, words};
use crate::dataset::InputColumn;
use crate::scenario::{Forecast, SeriesForecast};

impl Making<'_> {
    /// Draws of an input by a method of the panel.
    pub(super) fn panel(
        &self,
        f: &Forecast,
        how: &SeriesForecast,
        (id, column): (InputId, &InputColumn),
        pasts: &[Past],
        out: &mut Forecasts,
    ) -> Result<(), Diagnostic> {
        let mut blocks = Blocks::new(self, column, id);
        let Some(earliest) = pasts.iter().map(Past::last).min() else {
            out.inputs.insert(id, blocks.done());
            return Ok(());
        };
        let refused = |e: &ForecastError| self.refused(f, f.input.text(), e);
        let options = PanelOptions {
            method: MethodChoice::from_name(how.method.text()).map_err(|e| refused(&e))?,
            growth: how.growth,
            synthetic: self.scenario.synthetic,
            ..PanelOptions::default()
        };
        let horizon = usize::try_from(self.end() - earliest).unwrap_or(1);
        let of = |pick: fn(&Past) -> &Series| -> Result<PanelLaws, Diagnostic> {
            let series: Vec<Series> = pasts.iter().map(|p| pick(p).clone()).collect();
            laws(&series, horizon, &options).map_err(|e| refused(&e))
        };
        let made = of(|p| &p.seen)?;
        let known: Vec<(&Past, &method::Forecast)> =
            pasts.iter().zip(&made.laws).filter_map(|(p, law)| Some((p, law.as_ref().ok()?))).collect();
        if let (true, Some(Err(e))) = (known.is_empty(), made.laws.first()) {
            return Err(refused(e));
        }
        if pasts.iter().any(|p| !p.declared.is_empty()) {
            let plain = of(|p| &p.plain)?;
            for ((past, with), without) in pasts.iter().zip(&made.laws).zip(&plain.laws) {
                let (Ok(with), Ok(without)) = (with, without) else { continue };
                out.declared.extend(self.declared(id, past, self.ends(past, with), self.ends(past, without)));
            }
        }
        let series: Vec<Series> = known.iter().map(|(p, _)| p.seen.clone()).collect();
        let estimated = || if series.len() > 1 { common_year_share(&series) } else { 0.0 };
        let share = how.common_year.unwrap_or_else(estimated);
        let names: Vec<&str> = known.iter().map(|(p, _)| p.name()).collect();
        let starts: Vec<usize> =
            known.iter().map(|(p, _)| usize::try_from(p.last() - earliest).unwrap_or(0)).collect();
        let forecasts: Vec<method::Forecast> = known.iter().map(|(_, law)| (*law).clone()).collect();
        let drawn = joint_draws_from(&names, &forecasts, &starts, share, self.draws, self.seed)
            .map_err(|e| refused(&e))?;
        let followed = self.follower(f.input.text()).is_some();
        for ((past, law), draws) in known.iter().zip(drawn) {
            let steps = usize::try_from(self.end() - past.last()).unwrap_or(0);
            let mut draws = draws.slice_move(ndarray::s![..steps, ..]);
            if followed {
                keep_positive(past, &mut draws);
            }
            blocks.fill(past.cell, past.last() + 1, &draws);
            let said = told::by_panel(&made, law, share);
            out.told.push(self.told((id, column), past, past.name().to_owned(), said));
            if followed {
                out.led.insert((id, past.cell), draws);
            }
        }
        out.notes.push(words::panel(f.input.text(), how, &made, share));
        let left: Vec<(&str, &ForecastError)> = pasts
            .iter()
            .zip(&made.laws)
            .filter_map(|(p, law)| Some((p.name(), law.as_ref().err()?)))
            .collect();
        out.notes.extend(words::left_out(&left));
        out.inputs.insert(id, blocks.done());
        Ok(())
    }

    /// What a law says of the last year asked for.
    fn ends(&self, past: &Past, law: &method::Forecast) -> Vec<(f64, f64)> {
        let step = usize::try_from(self.end() - past.last()).unwrap_or(1).saturating_sub(1);
        [0.1, 0.5, 0.9].into_iter().map(|p| (p, law.quantile(step, p))).collect()
    }
}

/// What a decision follows stays above zero, as the drift in logarithms does: at least a thousandth of the last figure.
fn keep_positive(past: &Past, draws: &mut Array2<f64>) {
    let least = past.raw.values.last().copied().unwrap_or(0.0) / 1000.0;
    if past.raw.values.iter().all(|y| *y > 0.0) {
        draws.mapv_inplace(|x| x.max(least));
    }
}
