//! Forecasts of short annual series in f64: methods, the budget-gap model, samples, quantiles, scores.
