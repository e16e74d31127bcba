//! The recursion that SES, Holt, damped trend and ETS share. In: smoothing parameters. Out: one-step errors, final
//! states, the initial states that fit best.
//!
//! Error-correction form of Hyndman, Koehler, Ord & Snyder (2008), Forecasting with Exponential Smoothing, §2.5:
//! ŷ_t = ℓ_(t−1) + φ b_(t−1), e_t = y_t − ŷ_t, ℓ_t = ŷ_t + α e_t, b_t = φ b_(t−1) + β e_t. The errors are linear in the
//! initial states (ℓ₀, b₀), so these are found exactly by least squares for each (α, β, φ) and only the
//! smoothing parameters need a search.

/// Smoothing parameters; β is that of the error-correction form (β = α β* of the component form).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Parameters {
    /// α.
    pub alpha: f64,
    /// β; 0 keeps the slope.
    pub beta: f64,
    /// φ; 1 is no damping.
    pub phi: f64,
    /// False: there is no slope at all.
    pub trend: bool,
}

/// A fit: errors and final states.
#[derive(Clone, Debug, PartialEq)]
pub struct Smoothed {
    /// One-step errors.
    pub errors: Vec<f64>,
    /// One-step forecasts.
    pub fitted: Vec<f64>,
    /// ℓ_T.
    pub level: f64,
    /// b_T.
    pub slope: f64,
}

impl Parameters {
    /// Runs the recursion from (ℓ₀, b₀).
    pub fn run(&self, values: &[f64], level: f64, slope: f64) -> Smoothed {
        let (mut level, mut slope) = (level, slope);
        let (mut errors, mut fitted) = (Vec::with_capacity(values.len()), Vec::with_capacity(values.len()));
        for y in values {
            let guess = level + self.phi * slope;
            let error = y - guess;
            level = guess + self.alpha * error;
            slope = self.phi * slope + self.beta * error;
            errors.push(error);
            fitted.push(guess);
        }
        Smoothed { errors, fitted, level, slope }
    }

    /// The sum of squared errors with the best initial states, and those states.
    ///
    /// One pass carries the recursion and its derivatives with respect to ℓ₀ and b₀.
    pub fn best_start(&self, values: &[f64]) -> (f64, f64, f64) {
        let (mut l, mut b) = ([values[0], 1.0, 0.0], [0.0, 0.0, 1.0]);
        let mut s = [0.0; 6]; // e·e, e·p, e·q, p·p, p·q, q·q with p, q the derivatives of the error
        for y in values {
            let guess = [l[0] + self.phi * b[0], l[1] + self.phi * b[1], l[2] + self.phi * b[2]];
            let error = [y - guess[0], -guess[1], -guess[2]];
            for i in 0..3 {
                l[i] = guess[i] + self.alpha * error[i];
                b[i] = self.phi * b[i] + self.beta * error[i];
            }
            let [e, p, q] = error;
            for (sum, term) in s.iter_mut().zip([e * e, e * p, e * q, p * p, p * q, q * q]) {
                *sum += term;
            }
        }
        let determinant = s[3] * s[5] - s[4] * s[4];
        let (dl, db) = if self.trend && determinant > 1e-10 * s[3] * s[5] {
            ((s[4] * s[2] - s[5] * s[1]) / determinant, (s[4] * s[1] - s[3] * s[2]) / determinant)
        } else {
            (if s[3] > 0.0 { -s[1] / s[3] } else { 0.0 }, 0.0)
        };
        let sse =
            s[0] + 2.0 * (dl * s[1] + db * s[2]) + dl * dl * s[3] + 2.0 * dl * db * s[4] + db * db * s[5];
        (sse.max(0.0), values[0] + dl, db)
    }

    /// The fit from the best initial states.
    pub fn fit(&self, values: &[f64]) -> Smoothed {
        let (_, level, slope) = self.best_start(values);
        self.run(values, level, slope)
    }

    /// Σ_(i=1..h) φⁱ, what the last slope counts at step h.
    pub fn slope_weight(&self, step: usize) -> f64 {
        (0..step).fold((0.0, self.phi), |(sum, power), _| (sum + power, power * self.phi)).0
    }

    /// c_j = α + β (φ + … + φʲ), what an error counts j steps later (Hyndman et al. 2008, Table 6.2).
    pub fn weight(&self, lag: usize) -> f64 {
        self.alpha + if self.trend { self.beta * self.slope_weight(lag) } else { 0.0 }
    }

    /// Points of steps 1 to `horizon`.
    pub fn points(&self, fit: &Smoothed, horizon: usize) -> Vec<f64> {
        (1..=horizon).map(|h| fit.level + self.slope_weight(h) * fit.slope).collect()
    }

    /// √(1 + c_1² + … + c_(h−1)²) of each step: the spread in units of σ, with additive errors.
    pub fn growth(&self, horizon: usize) -> Vec<f64> {
        let mut sum = 1.0;
        (1..=horizon)
            .map(|h| {
                if h > 1 {
                    sum += self.weight(h - 1) * self.weight(h - 1);
                }
                f64::sqrt(sum)
            })
            .collect()
    }
}

/// The sum of squares.
pub fn squares(values: &[f64]) -> f64 {
    values.iter().map(|x| x * x).sum()
}
