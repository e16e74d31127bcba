//! How far each node's forecast may be moved. In: one-step errors or the structure. Out: a diagonal or a covariance.
//!
//! Wickramasuriya, Athanasopoulos & Hyndman (2019), "Optimal forecast reconciliation for hierarchical and grouped time
//! series through trace minimization", JASA 114. Shrinkage by Schäfer & Strimmer (2005), "A shrinkage approach to
//! large-scale covariance matrix estimation", as that paper uses it: λ = Σ Var(r_ij) / Σ r_ij² over i ≠ j, in [0, 1].

use super::project::ReconcileMethod;
use crate::error::{ForecastError, all_finite};
use crate::hierarchy::Hierarchy;
use ndarray::{Array1, Array2, ArrayView2, Axis};

/// W: the covariance of base errors up to a factor.
#[derive(Clone, Debug, PartialEq)]
pub enum Weights {
    /// One variance a node.
    Diagonal(Array1<f64>),
    /// A full covariance.
    Full(Array2<f64>),
}

impl Weights {
    /// The weights of a method. `residuals` is (node × time).
    ///
    /// Errors: a method that needs residuals without them; residuals of another number of nodes, or not finite;
    /// fewer than two times; for the sample covariance fewer times than nodes.
    pub fn of(
        method: ReconcileMethod,
        hierarchy: &Hierarchy,
        residuals: Option<ArrayView2<'_, f64>>,
    ) -> Result<Self, ForecastError> {
        let n = hierarchy.len();
        match method {
            ReconcileMethod::BottomUp | ReconcileMethod::Ols => Ok(Self::Diagonal(Array1::ones(n))),
            ReconcileMethod::WlsStruct => {
                Ok(Self::Diagonal((0..n).map(|node| hierarchy.below(node).len() as f64).collect()))
            }
            ReconcileMethod::WlsVar => {
                let e = checked(hierarchy, residuals)?;
                Ok(Self::Diagonal(e.rows().into_iter().map(|r| r.dot(&r) / r.len() as f64).collect()))
            }
            ReconcileMethod::MintSample => {
                let e = checked(hierarchy, residuals)?;
                if e.ncols() < n {
                    let what = "residuals a series (the sample covariance of fewer residuals than series is singular; \
                                use mint-shrink)";
                    return Err(ForecastError::TooFew { what, found: e.ncols(), needed: n });
                }
                Ok(Self::Full(covariance(e)))
            }
            ReconcileMethod::MintShrink => {
                let e = checked(hierarchy, residuals)?;
                let keep = 1.0 - shrinkage(e);
                let mut w = covariance(e);
                for ((i, j), value) in w.indexed_iter_mut() {
                    *value *= if i == j { 1.0 } else { keep };
                }
                Ok(Self::Full(w))
            }
        }
    }

    /// W times a matrix.
    pub(crate) fn times(&self, matrix: &Array2<f64>) -> Array2<f64> {
        match self {
            Self::Diagonal(d) => matrix * &d.clone().insert_axis(Axis(1)),
            Self::Full(w) => w.dot(matrix),
        }
    }
}

/// Residuals that can be used.
fn checked<'a>(
    hierarchy: &Hierarchy,
    residuals: Option<ArrayView2<'a, f64>>,
) -> Result<ArrayView2<'a, f64>, ForecastError> {
    let n = hierarchy.len();
    let Some(e) = residuals else {
        return Err(ForecastError::TooFew { what: "residuals", found: 0, needed: 2 });
    };
    if e.nrows() != n {
        return Err(ForecastError::Lengths { what: "series of residuals", found: e.nrows(), needed: n });
    }
    if e.ncols() < 2 {
        return Err(ForecastError::TooFew { what: "residuals", found: e.ncols(), needed: 2 });
    }
    e.rows().into_iter().try_for_each(|row| all_finite("residuals", &row.to_vec()))?;
    Ok(e)
}

/// Each row less its mean.
fn centred(e: ArrayView2<'_, f64>) -> Array2<f64> {
    let mut x = e.to_owned();
    for mut row in x.rows_mut() {
        let mean = row.sum() / row.len() as f64;
        row -= mean;
    }
    x
}

/// The sample covariance about the mean, divisor T − 1.
fn covariance(e: ArrayView2<'_, f64>) -> Array2<f64> {
    let x = centred(e);
    x.dot(&x.t()) / (e.ncols() as f64 - 1.0)
}

/// λ of Schäfer & Strimmer from residuals (node × time) standardised with the divisor-T spread; 1 where nothing correlates.
pub fn shrinkage(e: ArrayView2<'_, f64>) -> f64 {
    let t = e.ncols() as f64;
    let mut x = centred(e);
    for mut row in x.rows_mut() {
        let spread = (row.dot(&row) / t).sqrt();
        if spread > 0.0 {
            row /= spread;
        }
    }
    let (mut noise, mut signal) = (0.0, 0.0);
    for i in 0..x.nrows() {
        for j in 0..i {
            let w = &x.row(i) * &x.row(j);
            let r = w.sum() / t;
            noise += w.iter().map(|v| (v - r) * (v - r)).sum::<f64>() / (t * (t - 1.0));
            signal += r * r;
        }
    }
    if signal > 0.0 { (noise / signal).clamp(0.0, 1.0) } else { 1.0 }
}
