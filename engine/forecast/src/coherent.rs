//! Forecasts of a hierarchy that add up, distributions included. In: a hierarchy and one series a node. Out: points,
//! intervals and quantiles, coherent draw by draw.
//!
//! Each node is forecast by the panel's method; joint draws are reconciled path by path (Panagiotelis, Gamakumara,
//! Athanasopoulos & Hyndman 2023, "Probabilistic forecast reconciliation", EJOR 306) and quantiles are read off them. Points
//! are reconciled as points. Not here: rounding (`reconcile::round_hierarchy`).

use crate::error::ForecastError;
use crate::hierarchy::Hierarchy;
use crate::method::Forecast;
use crate::panel::{PanelOptions, laws};
use crate::quantile::quantiles;
use crate::reconcile::{ReconcileMethod, Reconciler};
use crate::samples::{common_year_share, joint_draws};
use crate::series::Series;
use crate::words::Words;
use ndarray::{Array2, Array3, ArrayView2, s};

/// What may be declared.
#[derive(Clone, Debug, PartialEq)]
pub struct CoherentOptions {
    /// The panel's method and growth.
    pub panel: PanelOptions,
    /// How to reconcile.
    pub reconcile: ReconcileMethod,
    /// Draws; at least 100.
    pub draws: usize,
    /// The seed.
    pub seed: u64,
    /// The share of a year's variance in common; estimated from the bottom series where it is not declared.
    pub common: Option<f64>,
}

/// Coherent forecasts, nodes in the order of the hierarchy.
#[derive(Clone, Debug, PartialEq)]
pub struct Coherent {
    /// (node × step).
    pub points: Array2<f64>,
    /// (node × step × draw); every column adds up.
    pub draws: Array3<f64>,
    /// The share of variance in common that was used.
    pub common: f64,
    /// What a reader should know; empty if nothing.
    pub note: Words,
}

/// Forecasts all nodes and reconciles points and draws. `series` stand in the order of the hierarchy's names.
///
/// Errors: a series that is missing or out of place; a series that cannot be forecast (with its name); fewer than 100
/// draws; those of [`Reconciler::new`]. The methods that need errors use the last one-step errors of each node's own
/// backtest, as many as the shortest series has beyond four points.
pub fn forecast(
    hierarchy: &Hierarchy,
    series: &[Series],
    horizon: usize,
    options: &CoherentOptions,
) -> Result<Coherent, ForecastError> {
    forecast_from(hierarchy, series, &vec![0.0; series.len()], horizon, options)
}

/// As [`forecast`], of values that were moved down by `offsets`, one a node: forecasts are moved up again before they
/// are reconciled. So a series in logarithms is forecast alike in every unit.
pub(crate) fn forecast_from(
    hierarchy: &Hierarchy,
    series: &[Series],
    offsets: &[f64],
    horizon: usize,
    options: &CoherentOptions,
) -> Result<Coherent, ForecastError> {
    check(hierarchy, series, options)?;
    let known = all(series, laws(series, horizon, &options.panel)?.laws)?;
    let known: Vec<Forecast> = known.into_iter().zip(offsets).map(|(one, by)| one.shifted(*by)).collect();
    let bottom: Vec<Series> = hierarchy.bottom().iter().map(|node| series[*node].clone()).collect();
    let common = options.common.unwrap_or_else(|| common_year_share(&bottom));
    let errors = one_step_errors(series, options)?;
    let view = errors.as_ref().map(ArrayView2::from);
    let reconciler = Reconciler::new(hierarchy, options.reconcile, view)?;
    let base = Array2::from_shape_fn((series.len(), horizon), |(node, step)| known[node].points[step]);
    let points = reconciler.apply(base.view())?;
    let ids: Vec<&str> = series.iter().map(|one| one.id.as_str()).collect();
    let samples = joint_draws(&ids, &known, common, options.draws, options.seed)?;
    let mut draws = Array3::zeros((series.len(), horizon, options.draws));
    for step in 0..horizon {
        let columns = Array2::from_shape_fn((series.len(), options.draws), |(n, d)| samples[n][[step, d]]);
        draws.slice_mut(s![.., step, ..]).assign(&reconciler.apply(columns.view())?);
    }
    Ok(Coherent { points, draws, common, note: reconciler.note })
}

impl Coherent {
    /// The quantiles of one node and step.
    pub fn quantiles(
        &self,
        node: usize,
        step: usize,
        probabilities: &[f64],
    ) -> Result<Vec<f64>, ForecastError> {
        quantiles(&self.draws.slice(s![node, step, ..]).to_vec(), probabilities)
    }
}

/// Refuses series that are not those of the hierarchy.
fn check(hierarchy: &Hierarchy, series: &[Series], options: &CoherentOptions) -> Result<(), ForecastError> {
    if series.len() != hierarchy.len() {
        return Err(ForecastError::Lengths { what: "series", found: series.len(), needed: hierarchy.len() });
    }
    if let Some((one, name)) = series.iter().zip(hierarchy.names()).find(|(one, name)| one.id != **name) {
        let why = Words::both(
            format!("series {} stands where the hierarchy has {name}", one.id),
            format!("serien {} står, hvor hierarkiet har {name}", one.id),
        );
        return Err(ForecastError::Structure { why });
    }
    if options.draws < 100 {
        return Err(ForecastError::Option { name: "draws", must: "at least 100" });
    }
    Ok(())
}

/// All forecasts, or the first series without one.
fn all(
    series: &[Series],
    answers: Vec<Result<Forecast, ForecastError>>,
) -> Result<Vec<Forecast>, ForecastError> {
    let named = |(one, answer): (&Series, Result<Forecast, ForecastError>)| {
        answer.map_err(|error| {
            let (en, da) = (format!("series {}: {error}", one.id), error.danish());
            ForecastError::Structure { why: Words::both(en, format!("serien {}: {da}", one.id)) }
        })
    };
    series.iter().zip(answers).map(named).collect()
}

/// One-step errors (node × origin) of the panel's method at rolling origins; none where the method needs none.
fn one_step_errors(
    series: &[Series],
    options: &CoherentOptions,
) -> Result<Option<Array2<f64>>, ForecastError> {
    use ReconcileMethod::{BottomUp, Ols, WlsStruct};
    if matches!(options.reconcile, BottomUp | Ols | WlsStruct) {
        return Ok(None);
    }
    let count = series.iter().map(Series::len).min().unwrap_or(0).saturating_sub(4);
    if count < 2 {
        return Err(ForecastError::TooFew { what: "origins for one-step errors", found: count, needed: 2 });
    }
    let mut errors = Array2::zeros((series.len(), count));
    for back in 1..=count {
        let heads: Vec<Series> = series
            .iter()
            .map(|one| Series { values: one.values[..one.len() - back].to_vec(), ..one.clone() })
            .collect();
        for (node, answer) in all(&heads, laws(&heads, 1, &options.panel)?.laws)?.iter().enumerate() {
            let actual = series[node].values[series[node].len() - back];
            errors[[node, count - back]] = actual - answer.points[0];
        }
    }
    Ok(Some(errors))
}
