//! The forecast of one window by the pooled model. In: values, the panel's growth. Out: a `Forecast`.
//!
//! Beyond the steps that the model was trained for, the centre goes on by its last step, each further one damped by
//! 0.9, and the distances from it grow with the root of the step. Not here: which panel a series stands in (`panel`).

use super::features::Features;
use super::network::{Answer, Network, STEPS};
use crate::error::ForecastError;
use crate::method::{Forecast, Law};
use crate::words::Words;
use ndarray::Array2;

/// How each step beyond the trained ones compares with the one before.
const FADE: f64 = 0.9;

/// Forecasts one window. `growth` is the panel's mean change in units of each series' scale, in [−1, 1].
///
/// A share in [0, 1] of the centre comes from a local line (first step and slope above the last value, in units of the scale);
/// the distances from the centre stay. The point is the median. A constant window is forecast as constant, with a note.
pub fn pooled(
    network: &Network,
    features: &Features,
    growth: f64,
    (share, (first, slope)): (f64, (f64, f64)),
    horizon: usize,
) -> Result<Forecast, ForecastError> {
    if features.scale <= 0.0 {
        let mut flat = Forecast::student(vec![features.last; horizon], vec![0.0; horizon], 1.0);
        flat.note =
            Words::both("constant so far: forecast as constant", "konstant hidtil: fremskrevet som konstant");
        return Ok(flat);
    }
    let answer = network.answer(&network.inputs(&features.odd, &features.even, growth));
    let mut values = Array2::zeros((horizon, Answer::PROBABILITIES.len()));
    for (step, mut row) in values.outer_iter_mut().enumerate() {
        let known = answer.row(network, step.min(STEPS - 1));
        let (centre, stretch) = beyond(&answer, step);
        let local = first + slope * step as f64;
        let centre = centre + share * (local - centre);
        for (slot, quantile) in row.iter_mut().zip(known) {
            *slot = features.last + features.scale * (centre + stretch * (quantile - known[5]));
        }
    }
    let points = values.column(5).to_vec();
    let law = Law::Table { probabilities: Answer::PROBABILITIES.to_vec(), values };
    Ok(Forecast { points, law, parameters: Vec::new(), residuals: Vec::new(), note: Words::default() })
}

/// The centre of a step and what the distances of the last trained step are multiplied with.
fn beyond(answer: &Answer, step: usize) -> (f64, f64) {
    let last = STEPS - 1;
    if step <= last {
        return (answer.centre[step], 1.0);
    }
    let pace = answer.centre[last] - answer.centre[last - 1];
    let further: f64 = (0..step - last).fold((0.0, FADE), |(sum, term), _| (sum + term, term * FADE)).0;
    (answer.centre[last] + pace * further, ((step + 1) as f64 / STEPS as f64).sqrt())
}
