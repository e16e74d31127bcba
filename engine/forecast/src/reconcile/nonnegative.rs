//! Reconciliation of what cannot be negative. In: a hierarchy, weights, base forecasts of one or more steps. Out: coherent
//! forecasts whose bottom nodes are not below zero.
//!
//! An active set: project, hold every bottom node that came out below zero at zero, project again with these as further
//! constraints, until none is left (at most once a bottom node). Held nodes are not released, so the answer is coherent and
//! not negative but may miss the weighted optimum by a little (Wickramasuriya, Turlach & Hyndman 2020, "Optimal non-negative
//! forecast reconciliation", Statistics and Computing 30, solve the exact programme). Not here: draws by the thousand.

use super::linear::Cholesky;
use super::project::{ReconcileMethod, Reconciled, add_up, reconcile};
use super::weights::Weights;
use crate::error::ForecastError;
use crate::hierarchy::Hierarchy;
use ndarray::{Array2, ArrayView2, Axis};

/// As [`reconcile`], with bottom nodes held at zero or above; columns that need no holding are the same as there.
///
/// Errors: those of [`reconcile`]; a bottom node's covariance that is singular beside the constraints.
pub fn reconcile_non_negative(
    hierarchy: &Hierarchy,
    base: ArrayView2<'_, f64>,
    residuals: Option<ArrayView2<'_, f64>>,
    method: ReconcileMethod,
) -> Result<Reconciled, ForecastError> {
    let mut out = reconcile(hierarchy, base, residuals, method)?;
    let weights = Weights::of(method, hierarchy, residuals)?;
    for (column, mut target) in out.values.axis_iter_mut(Axis(1)).enumerate() {
        let mut held: Vec<usize> = below_zero(hierarchy, target.as_slice().unwrap_or(&target.to_vec()));
        if held.is_empty() {
            continue;
        }
        let mut values = target.to_owned().insert_axis(Axis(1));
        for _ in 0..hierarchy.bottom().len() {
            values = base.slice(ndarray::s![.., column..=column]).to_owned();
            hold(hierarchy, &weights, method, &held, &mut values)?;
            let further = below_zero(hierarchy, &values.column(0).to_vec());
            if further.is_empty() {
                break;
            }
            held.extend(further);
        }
        target.assign(&values.column(0));
    }
    Ok(out)
}

/// The bottom nodes below zero.
fn below_zero(hierarchy: &Hierarchy, values: &[f64]) -> Vec<usize> {
    hierarchy.bottom().iter().copied().filter(|node| values[*node] < 0.0).collect()
}

/// Projects one column with some bottom nodes held at zero.
fn hold(
    hierarchy: &Hierarchy,
    weights: &Weights,
    method: ReconcileMethod,
    held: &[usize],
    values: &mut Array2<f64>,
) -> Result<(), ForecastError> {
    if method != ReconcileMethod::BottomUp {
        let aggregates: Vec<usize> =
            (0..hierarchy.len()).filter(|node| hierarchy.is_aggregate(*node)).collect();
        let mut rows = Array2::<f64>::zeros((aggregates.len() + held.len(), hierarchy.len()));
        for (mut row, node) in rows.outer_iter_mut().zip(&aggregates) {
            row[*node] = 1.0;
            hierarchy.below(*node).iter().for_each(|place| row[hierarchy.bottom()[*place]] = -1.0);
        }
        for (i, node) in held.iter().enumerate() {
            rows[[aggregates.len() + i, *node]] = 1.0;
        }
        let spread = weights.times(&rows.t().to_owned());
        let factor = Cholesky::new("the covariance beside the nodes held at zero", rows.dot(&spread).view())?;
        let mut gaps = rows.dot(values);
        factor.solve(gaps.view_mut());
        *values -= &spread.dot(&gaps);
    }
    held.iter().for_each(|node| values[[*node, 0]] = 0.0);
    add_up(hierarchy, values);
    Ok(())
}
