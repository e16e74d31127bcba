//! Cost as volume times price. In: series of factors and of their product. Out: a forecast of the product from its
//! factors reconciled with its own, and growth split into its causes.
//!
//! In logarithms a product is a sum: c = v + p. Factors and product are forecast each in its own right and reconciled like
//! a small hierarchy, draw by draw. Growth is split by the logarithmic mean (Ang 2005, "The LMDI approach to decomposition
//! analysis", Energy Policy 33): each factor's part is L(x₁, x₀) ln(f₁/f₀) with L(a, b) = (a − b)/ln(a/b), and the parts add
//! up to x₁ − x₀ exactly. Not here: units and price levels.

use crate::coherent::{Coherent, CoherentOptions, forecast_from};
use crate::error::{ForecastError, all_positive};
use crate::hierarchy::Hierarchy;
use crate::series::Series;

/// Each factor's part of the change from one year to another; the parts add up to the change of the product.
///
/// `from` and `to` hold the factors of the two years, all above zero. Errors: other lengths; values not above zero.
pub fn split_growth(from: &[f64], to: &[f64]) -> Result<Vec<f64>, ForecastError> {
    if from.len() != to.len() {
        return Err(ForecastError::Lengths { what: "factors", found: to.len(), needed: from.len() });
    }
    all_positive("factors of the first year", from)?;
    all_positive("factors of the second year", to)?;
    let (x0, x1) = (from.iter().product::<f64>(), to.iter().product::<f64>());
    let parts: Vec<f64> = from.iter().zip(to).map(|(a, b)| libm::log(b / a)).collect();
    let whole: f64 = parts.iter().sum();
    let weight = if whole.abs() < 1e-9 { 0.5 * (x0 + x1) } else { (x1 - x0) / whole };
    Ok(parts.iter().map(|part| weight * part).collect())
}

/// A product and its factors, reconciled.
#[derive(Clone, Debug, PartialEq)]
pub struct ProductForecast {
    /// Node 0 is the product, then the factors; points are medians.
    pub coherent: Coherent,
}

/// Forecasts a product and its factors so that the product of the factors *is* the product, in every draw.
///
/// `product` and `factors` are levels above zero of the same years. Errors: values not above zero; those of
/// [`crate::coherent::forecast`].
pub fn forecast_product(
    product: &Series,
    factors: &[Series],
    horizon: usize,
    options: &CoherentOptions,
) -> Result<ProductForecast, ForecastError> {
    let edges: Vec<(&str, &str)> = std::iter::once((product.id.as_str(), ""))
        .chain(factors.iter().map(|factor| (factor.id.as_str(), product.id.as_str())))
        .collect();
    let hierarchy = Hierarchy::from_edges(&edges)?;
    let all = std::iter::once(product).chain(factors);
    let (logs, offsets): (Vec<Series>, Vec<f64>) =
        all.map(logarithms).collect::<Result<Vec<_>, _>>()?.into_iter().unzip();
    let mut coherent = forecast_from(&hierarchy, &logs, &offsets, horizon, options)?;
    coherent.points.mapv_inplace(libm::exp);
    coherent.draws.mapv_inplace(libm::exp);
    Ok(ProductForecast { coherent })
}

/// 1 + ln(y / last), and what brings it back to ln y: relative to its last value a series looks the same in every unit,
/// and its level of 1 is to its changes as the level is to changes outside logarithms.
fn logarithms(series: &Series) -> Result<(Series, f64), ForecastError> {
    all_positive("a product and its factors", &series.values)?;
    let last = series.values.last().map_or(0.0, |y| libm::log(*y));
    let values = series.values.iter().map(|y| 1.0 + libm::log(*y) - last).collect();
    Ok((Series { values, ..series.clone() }, last - 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::panel::PanelOptions;
    use crate::reconcile::ReconcileMethod;

    #[test]
    fn parts_add_up() {
        let parts = split_growth(&[100.0, 5.0, 2.0], &[110.0, 5.5, 1.9]).unwrap();
        assert!((parts.iter().sum::<f64>() - (110.0 * 5.5 * 1.9 - 1000.0)).abs() < 1e-9);
        assert!(parts[0] > 0.0 && parts[2] < 0.0);
        let still = split_growth(&[10.0, 2.0], &[20.0, 1.0]).unwrap();
        assert!((still[0] + still[1]).abs() < 1e-9 && still[0] > 0.0);
        assert!(split_growth(&[1.0], &[0.0]).is_err());
    }

    #[test]
    fn the_product_of_the_factors_is_the_product_in_every_draw() {
        let volume = Series::new("volume", 2015, vec![100.0, 103.0, 104.0, 108.0, 110.0, 113.0]).unwrap();
        let price = Series::new("price", 2015, vec![5.0, 5.1, 5.3, 5.3, 5.5, 5.6]).unwrap();
        let cost = volume.values.iter().zip(&price.values).map(|(v, p)| v * p).collect();
        let cost = Series::new("cost", 2015, cost).unwrap();
        let options = CoherentOptions {
            panel: PanelOptions::default(),
            reconcile: ReconcileMethod::WlsStruct,
            draws: 500,
            seed: 1,
            common: Some(0.0),
        };
        let answer = forecast_product(&cost, &[volume, price], 3, &options).unwrap().coherent;
        for h in 0..3 {
            for d in 0..500 {
                let product = answer.draws[[1, h, d]] * answer.draws[[2, h, d]];
                assert!((product / answer.draws[[0, h, d]] - 1.0).abs() < 1e-12);
            }
            let q = answer.quantiles(0, h, &[0.1, 0.5, 0.9]).unwrap();
            assert!(q[0] < answer.points[[0, h]] && answer.points[[0, h]] < q[2]);
        }
    }
}
