//! Regression on drivers that are known or forecast elsewhere.
//!
//! y = X β + ε by least squares (Householder QR, so that near-collinear drivers keep their digits); the predictive
//! distribution of a new row x is Student-t with n − p degrees of freedom around x β̂ with spread s √(1 + x (XᵀX)⁻¹ xᵀ)
//! (Box & Tiao 1973, §2.7). Not here: the drivers' own uncertainty: hand in their draws row by row for that.

use super::law::Forecast;
use crate::error::{ForecastError, all_finite};
use ndarray::{Array1, Array2, ArrayView2};

/// A fitted regression.
#[derive(Clone, Debug, PartialEq)]
pub struct DriverFit {
    /// β̂, one a column of X.
    pub coefficients: Array1<f64>,
    /// s, the residual spread (divisor n − p).
    pub sigma: f64,
    /// n − p.
    pub freedom: f64,
    /// y − X β̂.
    pub residuals: Vec<f64>,
    /// R of the QR decomposition, (p × p).
    upper: Array2<f64>,
}

/// What a regression says of new rows: a [`Forecast`] with one step a row.
pub type DriverForecast = Forecast;

/// Fits y on the columns of `x` (point × driver); a constant is a column of ones, put there by the caller.
///
/// Errors: other lengths; values that are not finite; no more points than columns; columns that say the same.
pub fn regression(y: &[f64], x: ArrayView2<'_, f64>) -> Result<DriverFit, ForecastError> {
    let (n, p) = x.dim();
    all_finite("the regression's values", y)?;
    if y.len() != n {
        return Err(ForecastError::Lengths { what: "rows of drivers", found: n, needed: y.len() });
    }
    if n <= p || p == 0 {
        return Err(ForecastError::TooFew { what: "points of the regression", found: n, needed: p + 1 });
    }
    if x.iter().any(|v| !v.is_finite()) {
        return Err(ForecastError::NotFinite { what: "the drivers", index: 0 });
    }
    let mut a = x.to_owned();
    let mut b = Array1::from(y.to_vec());
    for column in 0..p {
        reflect(&mut a, &mut b, column)?;
    }
    let mut coefficients = Array1::zeros(p);
    for i in (0..p).rev() {
        let rest: f64 = (i + 1..p).map(|j| a[[i, j]] * coefficients[j]).sum();
        coefficients[i] = (b[i] - rest) / a[[i, i]];
    }
    let residuals: Vec<f64> = y.iter().zip(x.rows()).map(|(y, row)| y - row.dot(&coefficients)).collect();
    let freedom = (n - p) as f64;
    let sigma = (residuals.iter().map(|e| e * e).sum::<f64>() / freedom).sqrt();
    let upper = Array2::from_shape_fn((p, p), |(i, j)| if j >= i { a[[i, j]] } else { 0.0 });
    Ok(DriverFit { coefficients, sigma, freedom, residuals, upper })
}

/// One Householder reflection that clears a column below its diagonal.
fn reflect(a: &mut Array2<f64>, b: &mut Array1<f64>, column: usize) -> Result<(), ForecastError> {
    let n = a.nrows();
    let whole = a.column(column).iter().map(|v| v * v).sum::<f64>().sqrt();
    let norm = (column..n).map(|i| a[[i, column]] * a[[i, column]]).sum::<f64>().sqrt();
    if norm <= 1e-12 * whole || norm <= 0.0 {
        return Err(ForecastError::Singular { what: "the matrix of drivers (two of them say the same)" });
    }
    let head = if a[[column, column]] > 0.0 { -norm } else { norm };
    let mut v: Vec<f64> = (column..n).map(|i| a[[i, column]]).collect();
    v[0] -= head;
    let length: f64 = v.iter().map(|x| x * x).sum();
    for j in column..a.ncols() {
        let dot: f64 = v.iter().enumerate().map(|(i, x)| x * a[[column + i, j]]).sum();
        v.iter().enumerate().for_each(|(i, x)| a[[column + i, j]] -= 2.0 * dot / length * x);
    }
    let dot: f64 = v.iter().enumerate().map(|(i, x)| x * b[column + i]).sum();
    v.iter().enumerate().for_each(|(i, x)| b[column + i] -= 2.0 * dot / length * x);
    Ok(())
}

impl DriverFit {
    /// The forecast of new rows of drivers (step × driver). Error: another count of columns.
    pub fn forecast(&self, x: ArrayView2<'_, f64>) -> Result<DriverForecast, ForecastError> {
        let p = self.coefficients.len();
        if x.ncols() != p {
            return Err(ForecastError::Lengths { what: "drivers", found: x.ncols(), needed: p });
        }
        let points: Vec<f64> = x.rows().into_iter().map(|row| row.dot(&self.coefficients)).collect();
        let spread = x
            .rows()
            .into_iter()
            .map(|row| {
                let mut z = vec![0.0; p];
                for i in 0..p {
                    let rest: f64 = (0..i).map(|k| self.upper[[k, i]] * z[k]).sum();
                    z[i] = (row[i] - rest) / self.upper[[i, i]];
                }
                self.sigma * (1.0 + z.iter().map(|v| v * v).sum::<f64>()).sqrt()
            })
            .collect();
        Ok(Forecast::student(points, spread, self.freedom))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn a_line_is_found_and_its_interval_is_the_textbook_one() {
        let x = array![[1.0, 1.0], [1.0, 2.0], [1.0, 3.0], [1.0, 4.0]];
        let fit = regression(&[2.0, 4.1, 5.9, 8.0], x.view()).unwrap();
        assert!((fit.coefficients[0] - 0.05).abs() < 1e-12 && (fit.coefficients[1] - 1.98).abs() < 1e-12);
        let ahead = fit.forecast(array![[1.0, 5.0]].view()).unwrap();
        assert!((ahead.points[0] - 9.95).abs() < 1e-12);
        let leverage: f64 = 0.25 + 2.5 * 2.5 / 5.0;
        let wanted = 9.95 + fit.sigma * (1.0 + leverage).sqrt() * 4.302_652_729_696_142;
        assert!((ahead.quantile(0, 0.975) - wanted).abs() < 1e-9);
        let same = array![[1.0, 2.0], [1.0, 2.0], [1.0, 2.0]];
        assert!(regression(&[1.0, 2.0, 3.0], same.view()).is_err());
    }
}
