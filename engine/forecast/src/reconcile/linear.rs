//! The one solver that reconciliation needs. In: a symmetric positive definite matrix. Out: its Cholesky factor.
//!
//! Not here: pivoting; a matrix that is not positive definite is named and the caller decides.

use crate::error::ForecastError;
use ndarray::{Array2, ArrayView2, ArrayViewMut2, Axis};

/// The lower factor L of A = L Lᵀ.
#[derive(Clone, Debug)]
pub struct Cholesky {
    lower: Array2<f64>,
}

impl Cholesky {
    /// Factors a matrix; a pivot below 1e-13 of its diagonal entry is singular.
    pub fn new(what: &'static str, matrix: ArrayView2<'_, f64>) -> Result<Self, ForecastError> {
        let n = matrix.nrows();
        let mut lower = Array2::<f64>::zeros((n, n));
        for i in 0..n {
            for j in 0..=i {
                let (a, b) = (lower.row(i), lower.row(j));
                let dot: f64 = a.iter().take(j).zip(b).map(|(x, y)| x * y).sum();
                let rest = matrix[[i, j]] - dot;
                if i > j {
                    lower[[i, j]] = rest / lower[[j, j]];
                } else if rest > 1e-13 * matrix[[i, i]].abs() && rest.is_finite() {
                    lower[[i, i]] = rest.sqrt();
                } else {
                    return Err(ForecastError::Singular { what });
                }
            }
        }
        Ok(Self { lower })
    }

    /// Solves A X = B in place; B has one column a right side.
    pub fn solve(&self, mut b: ArrayViewMut2<'_, f64>) {
        let n = self.lower.nrows();
        for mut column in b.axis_iter_mut(Axis(1)) {
            for i in 0..n {
                let dot: f64 = (0..i).map(|k| self.lower[[i, k]] * column[k]).sum();
                column[i] = (column[i] - dot) / self.lower[[i, i]];
            }
            for i in (0..n).rev() {
                let dot: f64 = (i + 1..n).map(|k| self.lower[[k, i]] * column[k]).sum();
                column[i] = (column[i] - dot) / self.lower[[i, i]];
            }
        }
    }
}
