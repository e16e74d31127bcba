//! The projection. In: a hierarchy, weights, base forecasts. Out: reconciled ones.
//!
//! Minimum-trace reconciliation in its constraint form: with C y = 0 saying that each aggregate is the sum of its bottom
//! nodes, ỹ = ŷ − W Cᵀ (C W Cᵀ)⁻¹ C ŷ, which equals S (Sᵀ W⁻¹ S)⁻¹ Sᵀ W⁻¹ ŷ (Wickramasuriya et al. 2019, §2.3) and needs no
//! inverse of W: only a matrix of the size of the aggregates is factored. The bottom nodes of ỹ are then summed
//! again, so that the result is coherent to rounding. Samples are columns: reconcile paths, then read quantiles.

use super::linear::Cholesky;
use super::weights::Weights;
use crate::error::{ForecastError, all_finite};
use crate::hierarchy::Hierarchy;
use crate::words::Words;
use ndarray::{Array2, ArrayView2};

/// The most aggregates for which a dense system is solved.
pub const MOST_AGGREGATES: usize = 5_000;

/// How to reconcile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReconcileMethod {
    /// Sums of the bottom nodes' forecasts.
    BottomUp,
    /// All nodes weigh the same (Hyndman et al. 2011).
    Ols,
    /// Variance in proportion to the number of bottom nodes below.
    WlsStruct,
    /// Variance by the mean squared one-step error.
    WlsVar,
    /// The sample covariance, shrunk towards its diagonal.
    MintShrink,
    /// The sample covariance; refused where residuals are fewer than series.
    MintSample,
}

impl ReconcileMethod {
    /// The names on the command line, in the order of documentation.
    pub const NAMES: [&'static str; 6] =
        ["bottom-up", "ols", "wls-struct", "wls-var", "mint-shrink", "mint-sample"];

    /// The method of a name. Error: no such name.
    pub fn from_name(name: &str) -> Result<Self, ForecastError> {
        Ok(match name {
            "bottom-up" => Self::BottomUp,
            "ols" => Self::Ols,
            "wls-struct" => Self::WlsStruct,
            "wls-var" => Self::WlsVar,
            "mint-shrink" => Self::MintShrink,
            "mint-sample" => Self::MintSample,
            other => {
                return Err(ForecastError::Unknown { what: "way to reconcile", name: other.to_string() });
            }
        })
    }
}

/// A factored projection, to be applied to many columns.
pub struct Reconciler<'a> {
    hierarchy: &'a Hierarchy,
    /// W, the aggregates, and the factor of C W Cᵀ; none for bottom-up.
    system: Option<(Weights, Vec<usize>, Cholesky)>,
    /// What a reader should know; empty if nothing.
    pub note: Words,
}

/// Reconciled forecasts.
#[derive(Clone, Debug, PartialEq)]
pub struct Reconciled {
    /// (node × column), nodes in the order of the hierarchy.
    pub values: Array2<f64>,
    /// What a reader should know; empty if nothing.
    pub note: Words,
}

/// Reconciles base forecasts (node × step), nodes in the order of [`Hierarchy::names`], with residuals (node × time) where
/// the method needs them.
///
/// Errors: another number of nodes; values that are not finite; those of [`Weights::of`]. A covariance that cannot be
/// inverted is not an error: structural weights stand in, with a note.
pub fn reconcile(
    hierarchy: &Hierarchy,
    base: ArrayView2<'_, f64>,
    residuals: Option<ArrayView2<'_, f64>>,
    method: ReconcileMethod,
) -> Result<Reconciled, ForecastError> {
    let reconciler = Reconciler::new(hierarchy, method, residuals)?;
    Ok(Reconciled { values: reconciler.apply(base)?, note: reconciler.note })
}

impl<'a> Reconciler<'a> {
    /// Prepares a projection; errors as [`reconcile`].
    pub fn new(
        hierarchy: &'a Hierarchy,
        method: ReconcileMethod,
        residuals: Option<ArrayView2<'_, f64>>,
    ) -> Result<Self, ForecastError> {
        let weights = Weights::of(method, hierarchy, residuals)?;
        if method == ReconcileMethod::BottomUp {
            return Ok(Self { hierarchy, system: None, note: Words::default() });
        }
        match Self::with_weights(hierarchy, weights) {
            Err(ForecastError::Singular { .. }) => {
                let plain = Weights::of(ReconcileMethod::WlsStruct, hierarchy, None)?;
                let mut out = Self::with_weights(hierarchy, plain)?;
                out.note = Words::both(
                    "the errors' covariance cannot be inverted: structural weights instead",
                    "fejlenes kovarians kan ikke inverteres: strukturelle vægte i stedet",
                );
                Ok(out)
            }
            other => other,
        }
    }

    /// Prepares a projection with weights of one's own. Errors: a wrong size; too many aggregates; C W Cᵀ singular.
    pub fn with_weights(hierarchy: &'a Hierarchy, weights: Weights) -> Result<Self, ForecastError> {
        let n = hierarchy.len();
        let found = match &weights {
            Weights::Diagonal(d) => d.len(),
            Weights::Full(w) => w.nrows().max(w.ncols()),
        };
        if found != n {
            return Err(ForecastError::Lengths { what: "weights", found, needed: n });
        }
        let aggregates: Vec<usize> = (0..n).filter(|node| hierarchy.is_aggregate(*node)).collect();
        if aggregates.len() > MOST_AGGREGATES {
            let count = aggregates.len();
            let why = Words::both(
                format!(
                    "{count} aggregates are more than the {MOST_AGGREGATES} that are solved at once: use bottom-up"
                ),
                format!(
                    "{count} summer er flere end de {MOST_AGGREGATES}, der løses på én gang: brug bottom-up"
                ),
            );
            return Err(ForecastError::Structure { why });
        }
        // W Cᵀ, one column an aggregate
        let mut transposed = Array2::zeros((n, aggregates.len()));
        for (column, node) in aggregates.iter().enumerate() {
            transposed[[*node, column]] = 1.0;
            for place in hierarchy.below(*node) {
                transposed[[hierarchy.bottom()[*place], column]] -= 1.0;
            }
        }
        let spread = weights.times(&transposed);
        let system = constraints(hierarchy, &aggregates, spread.view());
        let factor = Cholesky::new("the covariance of what does not add up", system.view())?;
        Ok(Self { hierarchy, system: Some((weights, aggregates, factor)), note: Words::default() })
    }

    /// Reconciles columns (node × column): steps, or draws of one step.
    pub fn apply(&self, base: ArrayView2<'_, f64>) -> Result<Array2<f64>, ForecastError> {
        let n = self.hierarchy.len();
        if base.nrows() != n {
            return Err(ForecastError::Lengths {
                what: "series of base forecasts",
                found: base.nrows(),
                needed: n,
            });
        }
        base.rows().into_iter().try_for_each(|row| all_finite("base forecasts", &row.to_vec()))?;
        let mut out = base.to_owned();
        if let Some((weights, aggregates, factor)) = &self.system {
            let mut gaps = constraints(self.hierarchy, aggregates, base);
            factor.solve(gaps.view_mut());
            let mut pull = Array2::zeros((n, base.ncols()));
            for (row, node) in aggregates.iter().enumerate() {
                let gap = gaps.row(row).to_owned();
                pull.row_mut(*node).scaled_add(1.0, &gap);
                for place in self.hierarchy.below(*node) {
                    pull.row_mut(self.hierarchy.bottom()[*place]).scaled_add(-1.0, &gap);
                }
            }
            out -= &weights.times(&pull);
        }
        add_up(self.hierarchy, &mut out);
        Ok(out)
    }
}

/// Sets each aggregate to the sum of its bottom nodes.
pub(super) fn add_up(hierarchy: &Hierarchy, values: &mut Array2<f64>) {
    for node in (0..hierarchy.len()).filter(|node| hierarchy.is_aggregate(*node)) {
        let mut sum = ndarray::Array1::zeros(values.ncols());
        for place in hierarchy.below(node) {
            sum += &values.row(hierarchy.bottom()[*place]);
        }
        values.row_mut(node).assign(&sum);
    }
}

/// C times a matrix: each aggregate's row less those of the bottom nodes below it.
fn constraints(hierarchy: &Hierarchy, aggregates: &[usize], matrix: ArrayView2<'_, f64>) -> Array2<f64> {
    let mut out = Array2::zeros((aggregates.len(), matrix.ncols()));
    for (mut row, node) in out.rows_mut().into_iter().zip(aggregates) {
        row.assign(&matrix.row(*node));
        for place in hierarchy.below(*node) {
            row -= &matrix.row(hierarchy.bottom()[*place]);
        }
    }
    out
}
