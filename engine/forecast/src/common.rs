//! The year that series share. In: yearly changes of several series over the same years. Out: the share of variance that
//! they have in common.
//!
//! Not here: which change is meant (of levels or of logarithms).

/// The mean correlation ρ̂ of all pairs over n years, drawn towards one half by a prior worth two years,
/// (n ρ̂ + 1)/(n + 2), and kept in [0, .95]. One series, or none that moves: 0.
pub(crate) fn common_share(changes: &[Vec<f64>]) -> f64 {
    let standard: Vec<Vec<f64>> = changes.iter().filter_map(|row| standardised(row)).collect();
    let (count, n) = (standard.len() as f64, standard.first().map_or(0, Vec::len));
    if standard.len() < 2 || n < 2 {
        return 0.0;
    }
    let square: f64 = (0..n)
        .map(|t| {
            let sum: f64 = standard.iter().map(|row| row[t]).sum();
            sum * sum
        })
        .sum();
    let rho = (square - count) / (count * (count - 1.0));
    ((n as f64 * rho + 1.0) / (n as f64 + 2.0)).clamp(0.0, 0.95)
}

/// Centred, with a sum of squares of 1; none where it does not move.
fn standardised(row: &[f64]) -> Option<Vec<f64>> {
    let mean = row.iter().sum::<f64>() / row.len().max(1) as f64;
    let norm = row.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>().sqrt();
    (norm > 0.0 && norm.is_finite()).then(|| row.iter().map(|x| (x - mean) / norm).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_by_hand() {
        let up = vec![1.0, 2.0, 4.0, 3.0];
        let down: Vec<f64> = up.iter().map(|x| -x).collect();
        assert!((common_share(&[up.clone(), up.clone()]) - 5.0 / 6.0).abs() < 1e-12);
        assert!(common_share(&[up.clone(), down]).abs() < 1e-12);
        assert!(common_share(std::slice::from_ref(&up)).abs() < 1e-12);
        assert!(common_share(&[up, vec![2.0; 4]]).abs() < 1e-12);
    }
}
