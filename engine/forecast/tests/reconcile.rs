//! Reconciliation against its textbook form and its invariants.

#![allow(clippy::unwrap_used)]

use ndarray::{Array2, array};
use proptest::prelude::*;
use ramme_forecast::hierarchy::Hierarchy;
use ramme_forecast::random::{Key, Purpose};
use ramme_forecast::reconcile::{
    ReconcileMethod, Reconciler, Weights, reconcile, reconcile_non_negative, round_hierarchy, shrinkage,
};

const METHODS: [ReconcileMethod; 6] = [
    ReconcileMethod::BottomUp,
    ReconcileMethod::Ols,
    ReconcileMethod::WlsStruct,
    ReconcileMethod::WlsVar,
    ReconcileMethod::MintShrink,
    ReconcileMethod::MintSample,
];

fn tree() -> Hierarchy {
    Hierarchy::from_edges(&[
        ("a", "x"),
        ("b", "x"),
        ("c", "y"),
        ("d", "y"),
        ("e", "y"),
        ("x", "all"),
        ("y", "all"),
    ])
    .unwrap()
}

fn grouped() -> Hierarchy {
    let edges = [
        ("a", "x"),
        ("b", "x"),
        ("c", "y"),
        ("a", "p"),
        ("c", "p"),
        ("b", "q"),
        ("x", "all"),
        ("y", "all"),
        ("p", "all"),
        ("q", "all"),
    ];
    Hierarchy::from_edges(&edges).unwrap()
}

fn numbers(rows: usize, columns: usize, seed: u64) -> Array2<f64> {
    Array2::from_shape_fn((rows, columns), |(i, j)| {
        10.0 + Key::new(seed, i as u64, j).normal(Purpose::Path, 0)
    })
}

fn gap(h: &Hierarchy, y: &Array2<f64>) -> f64 {
    let mut worst = 0.0f64;
    for node in 0..h.len() {
        for column in 0..y.ncols() {
            let sum: f64 = h.below(node).iter().map(|b| y[[h.bottom()[*b], column]]).sum();
            worst = worst.max((y[[node, column]] - sum).abs());
        }
    }
    worst
}

/// Gauss–Jordan with pivoting: slow and plain, for comparison only.
fn inverse(a: &Array2<f64>) -> Array2<f64> {
    let n = a.nrows();
    let mut m =
        Array2::from_shape_fn(
            (n, 2 * n),
            |(i, j)| {
                if j < n { a[[i, j]] } else { f64::from(u8::from(i + n == j)) }
            },
        );
    for k in 0..n {
        let pivot = (k..n).max_by(|i, j| m[[*i, k]].abs().total_cmp(&m[[*j, k]].abs())).unwrap();
        for j in 0..2 * n {
            m.swap([k, j], [pivot, j]);
        }
        let head = m[[k, k]];
        m.row_mut(k).mapv_inplace(|v| v / head);
        for i in (0..n).filter(|i| *i != k) {
            let factor = m[[i, k]];
            let row = m.row(k).to_owned();
            m.row_mut(i).scaled_add(-factor, &row);
        }
    }
    m.slice(ndarray::s![.., n..]).to_owned()
}

#[test]
fn the_constraint_form_is_the_textbook_form() {
    for h in [tree(), grouped()] {
        let n = h.len();
        let s = Array2::from_shape_fn((n, h.bottom().len()), |(i, j)| {
            f64::from(u8::from(h.below(i).contains(&j)))
        });
        let (base, errors) = (numbers(n, 3, 1), numbers(n, 20, 2));
        for method in &METHODS[1..] {
            let w = match Weights::of(*method, &h, Some(errors.view())).unwrap() {
                Weights::Diagonal(d) => Array2::from_diag(&d),
                Weights::Full(w) => w,
            };
            let wi = inverse(&w);
            let p = inverse(&s.t().dot(&wi).dot(&s)).dot(&s.t()).dot(&wi);
            let wanted = s.dot(&p).dot(&base);
            let found = reconcile(&h, base.view(), Some(errors.view()), *method).unwrap().values;
            let worst = (&found - &wanted).iter().fold(0.0f64, |a, b| a.max(b.abs()));
            assert!(worst < 1e-9, "{method:?}: {worst}");
        }
    }
}

#[test]
fn reconciled_is_coherent_and_twice_changes_nothing() {
    for h in [tree(), grouped()] {
        let (base, errors) = (numbers(h.len(), 4, 3), numbers(h.len(), 20, 4));
        for method in METHODS {
            let once = reconcile(&h, base.view(), Some(errors.view()), method).unwrap().values;
            assert!(gap(&h, &once) < 1e-9);
            let twice = reconcile(&h, once.view(), Some(errors.view()), method).unwrap().values;
            assert!((&twice - &once).iter().all(|d| d.abs() < 1e-9), "{method:?}");
        }
    }
}

#[test]
fn identity_weights_are_ols_and_diagonal_weights_are_wls() {
    let h = tree();
    let (base, errors) = (numbers(h.len(), 2, 5), numbers(h.len(), 20, 6));
    let ols = reconcile(&h, base.view(), None, ReconcileMethod::Ols).unwrap().values;
    let full = Weights::Full(Array2::eye(h.len()));
    let same = Reconciler::with_weights(&h, full).unwrap().apply(base.view()).unwrap();
    assert!((&ols - &same).iter().all(|d| d.abs() < 1e-10));
    let full = match Weights::of(ReconcileMethod::WlsVar, &h, Some(errors.view())).unwrap() {
        Weights::Diagonal(d) => Weights::Full(Array2::from_diag(&d)),
        full @ Weights::Full(_) => full,
    };
    let wls = reconcile(&h, base.view(), Some(errors.view()), ReconcileMethod::WlsVar).unwrap().values;
    let same = Reconciler::with_weights(&h, full).unwrap().apply(base.view()).unwrap();
    assert!((&wls - &same).iter().all(|d| d.abs() < 1e-10));
    let lambda = shrinkage(errors.view());
    assert!((0.0..=1.0).contains(&lambda));
}

#[test]
fn few_residuals_are_refused_and_singular_ones_named() {
    let h = tree();
    let base = numbers(h.len(), 1, 7);
    let four = numbers(h.len(), 4, 8);
    let error = reconcile(&h, base.view(), Some(four.view()), ReconcileMethod::MintSample).unwrap_err();
    assert!(error.to_string().contains("use mint-shrink"), "{error}");
    assert!(reconcile(&h, base.view(), Some(four.view()), ReconcileMethod::MintShrink).is_ok());
    assert!(reconcile(&h, base.view(), None, ReconcileMethod::WlsVar).is_err());
    let none = Array2::zeros((h.len(), 9));
    let fallback = reconcile(&h, base.view(), Some(none.view()), ReconcileMethod::WlsVar).unwrap();
    assert!(fallback.note.en.contains("structural weights"), "{}", fallback.note);
    assert!(gap(&h, &fallback.values) < 1e-9);
}

#[test]
fn the_order_of_children_is_irrelevant() {
    let h = tree();
    let other = Hierarchy::from_edges(&[
        ("e", "y"),
        ("y", "all"),
        ("b", "x"),
        ("x", "all"),
        ("d", "y"),
        ("a", "x"),
        ("c", "y"),
    ])
    .unwrap();
    let base = numbers(h.len(), 2, 9);
    let place: Vec<usize> = other.names().iter().map(|name| h.find(name).unwrap()).collect();
    let moved = base.select(ndarray::Axis(0), &place);
    let one = reconcile(&h, base.view(), None, ReconcileMethod::WlsStruct).unwrap().values;
    let two = reconcile(&other, moved.view(), None, ReconcileMethod::WlsStruct).unwrap().values;
    assert!((&one.select(ndarray::Axis(0), &place) - &two).iter().all(|d| d.abs() < 1e-10));
}

#[test]
fn what_cannot_be_negative_is_not_and_still_adds_up() {
    for h in [tree(), grouped()] {
        let mut base = numbers(h.len(), 3, 11);
        base[[h.bottom()[0], 0]] = -20.0;
        base[[h.bottom()[1], 0]] = 0.1;
        base[[h.bottom()[1], 1]] = -3.0;
        let errors = numbers(h.len(), 20, 12);
        for method in METHODS {
            let plain = reconcile(&h, base.view(), Some(errors.view()), method).unwrap().values;
            let held = reconcile_non_negative(&h, base.view(), Some(errors.view()), method).unwrap().values;
            assert!(gap(&h, &held) < 1e-9);
            assert!(h.bottom().iter().all(|node| held.row(*node).iter().all(|v| *v >= 0.0)), "{method:?}");
            for column in 0..3 {
                let (a, b) = (plain.column(column), held.column(column));
                if h.bottom().iter().all(|node| a[*node] >= 0.0) {
                    assert!((&a - &b).iter().all(|d| d.abs() < 1e-12));
                }
            }
        }
    }
}

#[test]
fn rounding_of_a_grouped_structure_adds_up() {
    let h = grouped();
    let base =
        reconcile(&h, array![[1.4, 0.0, 2.5, 0.0, 0.0, 0.0, 0.0, 3.3]].t(), None, ReconcileMethod::BottomUp);
    let values = base.unwrap().values.column(0).to_vec();
    let whole = round_hierarchy(&h, &values, 1.0).unwrap();
    for node in 0..h.len() {
        assert_eq!(whole[node], h.below(node).iter().map(|b| whole[h.bottom()[*b]]).sum::<i64>());
    }
}

proptest! {
    #[test]
    fn rounded_trees_add_up_exactly(bottom in prop::collection::vec(-1e6f64..1e6, 5), step in 0.01f64..100.0) {
        let h = tree();
        let mut base = Array2::zeros((h.len(), 1));
        for (value, node) in bottom.iter().zip(h.bottom()) {
            base[[*node, 0]] = *value;
        }
        let values = reconcile(&h, base.view(), None, ReconcileMethod::BottomUp).unwrap().values.column(0).to_vec();
        let whole = round_hierarchy(&h, &values, step).unwrap();
        for node in 0..h.len() {
            prop_assert_eq!(whole[node], h.below(node).iter().map(|b| whole[h.bottom()[*b]]).sum::<i64>());
            prop_assert!((whole[node] as f64 - values[node] / step).abs() < 3.0);
        }
    }
}
