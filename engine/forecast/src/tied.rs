//! Draws that must add up. In: draws of several cells (cell × draw), a weight a cell, ties Σ a_i x_i = 0. Out: the same draws
//! moved as little as the weights allow, so that every tie holds in every draw.
//!
//! Of a draw x with ties C x = 0 and weights W = diag(w): x̃ = x − W Cᵀ (C W Cᵀ)⁻¹ C x, which is reconciliation in its constraint
//! form (Wickramasuriya et al. 2019, §2.3; path by path as Panagiotelis et al. 2023). A cell of weight 0 is known and never
//! moves. Ties that say what others say already are left out of the solving; ties between known cells alone cannot be
//! solved, and whether they hold is told. In logarithms the same ties hold products. Not here: which ties there are.

use ndarray::{Array2, ArrayViewMut1};

/// A tie: cells and their coefficients, whose weighted sum is zero.
pub type Tie = Vec<(usize, f64)>;

/// A pivot this small beside the largest is none: the tie says what others say.
const SAME: f64 = 1e-10;

/// Ties that were solved once and hold for any draw.
#[derive(Clone, Debug)]
pub struct Tied {
    ties: Vec<Tie>,
    weights: Vec<f64>,
    /// The ties that are solved, in their order.
    kept: Vec<usize>,
    /// The lower factor of C W Cᵀ over the kept ties, row by row.
    lower: Vec<Vec<f64>>,
}

impl Tied {
    /// Prepares the ties for cells of these weights (not negative; 0 is known).
    pub fn new(ties: Vec<Tie>, weights: Vec<f64>) -> Self {
        let weight = |cell: usize| weights.get(cell).copied().unwrap_or(0.0);
        let inner = |a: &Tie, b: &Tie| -> f64 {
            let of = |cell: usize| b.iter().filter(|(c, _)| *c == cell).map(|(_, x)| x).sum::<f64>();
            a.iter().map(|(cell, x)| x * weight(*cell) * of(*cell)).sum()
        };
        let (mut kept, mut lower): (Vec<usize>, Vec<Vec<f64>>) = (Vec::new(), Vec::new());
        for (i, tie) in ties.iter().enumerate() {
            let mut row: Vec<f64> = Vec::with_capacity(kept.len() + 1);
            for (j, above) in kept.iter().zip(&lower) {
                let dot: f64 = row.iter().zip(above).map(|(x, y)| x * y).sum();
                let pivot = above.last().copied().unwrap_or(1.0);
                row.push((inner(tie, &ties[*j]) - dot) / pivot);
            }
            let whole = inner(tie, tie);
            let rest = whole - row.iter().map(|x| x * x).sum::<f64>();
            if rest > SAME * whole && rest > 0.0 {
                row.push(rest.sqrt());
                lower.push(row);
                kept.push(i);
            }
        }
        Self { ties, weights, kept, lower }
    }

    /// Moves one draw of all cells.
    pub fn hold(&self, mut draw: ArrayViewMut1<'_, f64>) {
        let at = |draw: &ArrayViewMut1<'_, f64>, cell: usize| draw.get(cell).copied().unwrap_or(0.0);
        // L z = C x, then Lᵀ λ = z
        let mut z: Vec<f64> = Vec::with_capacity(self.kept.len());
        for (tie, row) in self.kept.iter().zip(&self.lower) {
            let off: f64 = self.ties[*tie].iter().map(|(cell, a)| a * at(&draw, *cell)).sum();
            let dot: f64 = row.iter().zip(&z).map(|(x, y)| x * y).sum();
            z.push((off - dot) / row.last().copied().unwrap_or(1.0));
        }
        for i in (0..z.len()).rev() {
            let dot: f64 = (i + 1..z.len()).map(|j| self.lower[j][i] * z[j]).sum();
            z[i] = (z[i] - dot) / self.lower[i][i];
        }
        for (tie, lambda) in self.kept.iter().zip(&z) {
            for (cell, a) in &self.ties[*tie] {
                if let (Some(x), Some(w)) = (draw.get_mut(*cell), self.weights.get(*cell)) {
                    *x -= w * a * lambda;
                }
            }
        }
    }

    /// Moves every draw, (cell × draw).
    pub fn hold_all(&self, draws: &mut Array2<f64>) {
        draws.columns_mut().into_iter().for_each(|draw| self.hold(draw));
    }

    /// By how much the ties are missed at most, beside the largest part of the tie, over all draws.
    pub fn missed(&self, draws: &Array2<f64>) -> f64 {
        let miss = |tie: &Tie, d: usize| {
            let parts = tie.iter().map(|(cell, a)| a * draws.get((*cell, d)).copied().unwrap_or(0.0));
            let (sum, most) =
                parts.fold((0.0, 0.0_f64), |(sum, most), part: f64| (sum + part, most.max(part.abs())));
            if most > 0.0 { f64::abs(sum) / most } else { 0.0 }
        };
        let all = self.ties.iter().flat_map(|tie| (0..draws.ncols()).map(move |d| (tie, d)));
        all.map(|(tie, d)| miss(tie, d)).fold(0.0, f64::max)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hierarchy::Hierarchy;
    use crate::reconcile::{ReconcileMethod, reconcile};

    fn three(total: f64, a: f64, b: f64) -> Array2<f64> {
        Array2::from_shape_vec((3, 1), vec![total, a, b]).unwrap()
    }

    #[test]
    fn equals_the_projection_of_a_hierarchy() {
        let tree = Hierarchy::from_edges(&[("a", "all"), ("b", "all")]).unwrap();
        let order: Vec<usize> = ["all", "a", "b"].iter().map(|n| tree.find(n).unwrap()).collect();
        let mut base = Array2::zeros((3, 1));
        for (node, x) in order.iter().zip([10.0, 4.0, 5.0]) {
            base[[*node, 0]] = x;
        }
        for (method, weights) in [
            (ReconcileMethod::Ols, [1.0, 1.0, 1.0]),
            (ReconcileMethod::WlsStruct, [2.0, 1.0, 1.0]),
            (ReconcileMethod::BottomUp, [1.0, 0.0, 0.0]),
        ] {
            let wanted = reconcile(&tree, base.view(), None, method).unwrap().values;
            let tied = Tied::new(vec![vec![(0, 1.0), (1, -1.0), (2, -1.0)]], weights.to_vec());
            let mut draws = three(10.0, 4.0, 5.0);
            tied.hold_all(&mut draws);
            for (cell, node) in order.iter().enumerate() {
                assert!((draws[[cell, 0]] - wanted[[*node, 0]]).abs() < 1e-12, "{method:?}");
            }
        }
    }

    #[test]
    fn what_is_known_stays_and_what_is_said_twice_does_no_harm() {
        let tie: Tie = vec![(0, 1.0), (1, -1.0), (2, -1.0)];
        let twice = tie.iter().map(|(cell, a)| (*cell, 2.0 * a)).collect();
        let tied = Tied::new(vec![tie.clone(), twice], vec![0.0, 1.0, 3.0]);
        let mut draws = three(10.0, 4.0, 2.0);
        tied.hold_all(&mut draws);
        assert_eq!(draws[[0, 0]].to_bits(), 10.0_f64.to_bits());
        assert!((draws[[1, 0]] - 5.0).abs() < 1e-12 && (draws[[2, 0]] - 5.0).abs() < 1e-12);
        assert!(tied.missed(&draws) < 1e-12);
        let known = Tied::new(vec![tie], vec![0.0; 3]);
        let mut draws = three(10.0, 4.0, 2.0);
        known.hold_all(&mut draws);
        assert!((known.missed(&draws) - 0.4).abs() < 1e-12);
    }
}
